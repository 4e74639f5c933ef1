// One photo on its way into the library, with its progress and its answer; used by the pages of the library and by the
// editor's picker. Where the library has the picture already, both are shown, and nothing is kept until somebody says so.

const make = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties)
  element.append(...children)
  return element
}

// send(extra) → the photo as the library describes it, or null; `element` tells what happens meanwhile.
// `use`, where given, is offered the photo that the library has already.
export function newSending(file, { url, fields, keep = "Simpan juga", use = null }) {
  const image = make("img", { className: "photo-thumbnail", width: 120, height: 80, alt: "", hidden: true })
  const name = make("strong", { textContent: file.name })
  const progress = make("progress", { max: 100, value: 0, hidden: true })
  progress.setAttribute("aria-label", `Kemajuan unggahan ${file.name}`)
  const say = make("p", { className: "photo-result__say", textContent: "menunggu giliran" })
  const pair = make("div", { className: "photo-pair", hidden: true })
  const again = make("button", { type: "button", className: "button", hidden: true })
  const other = make("button", { type: "button", className: "button", textContent: "Pakai yang di pustaka", hidden: true })
  const element = make("li", { className: "photo-result" }, image, make("div", {}, name, progress, say, pair, other, again))

  const refuse = (status, answer) => {
    element.classList.add("photo-result--refused")
    say.textContent = answer?.sentence ?? trouble(status)
    if (answer?.twin) {
      pair.replaceChildren(...shownTwice(answer))
      pair.hidden = false
      other.hidden = !use
      other.onclick = () => use(answer.twin)
    }
    if (answer && !answer.twin) return
    Object.assign(again, { textContent: answer?.twin ? keep : "Coba lagi", hidden: false })
    again.dataset.extra = answer?.twin ? "keep_twins" : ""
  }

  const accept = ({ photo }) => {
    Object.assign(image, { src: photo.src, hidden: false })
    const link = make("a", { href: photo.change, textContent: photo.title })
    element.querySelector("strong")?.replaceWith(link)
    say.textContent = "tersimpan"
  }

  const send = async (extra = {}) => {
    const data = new FormData()
    for (const [field, value] of fields()) data.append(field, value)
    for (const [field, value] of Object.entries(extra)) data.set(field, value)
    element.classList.remove("photo-result--refused")
    again.hidden = pair.hidden = other.hidden = true
    progress.hidden = false
    say.textContent = "sedang dikirim"
    const { status, answer } = await post(url, data, (part) => {
      progress.value = 100 * part
      if (part === 1) say.textContent = "sedang diolah"
    })
    progress.hidden = true
    if (status === 201 && answer?.photo) accept(answer)
    else refuse(status, answer)
    return answer?.photo ?? null
  }

  // The same again, as its button says.
  const onAgain = (act) => again.addEventListener("click", () => act(again.dataset.extra ? { keep_twins: "on" } : {}))
  return { element, send, onAgain }
}

function post(url, data, tell) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest()
    request.open("POST", url)
    request.setRequestHeader("Accept", "application/json")
    request.responseType = "json"
    request.upload.addEventListener("progress", (event) => event.lengthComputable && tell(event.loaded / event.total))
    request.addEventListener("loadend", () => resolve({ status: request.status, answer: request.response }))
    request.send(data)
  })
}

// The same elements as in _photo_pair.html. In another tab: what is not yet stored would be lost with this one.
function shownTwice({ twin, preview, measures }) {
  const link = make("a", { href: twin.change, target: "_blank", textContent: `Lihat “${twin.title}”` })
  return [
    shown(twin.whole, `Foto di pustaka: ${twin.title}`, "Di pustaka", `${twin.measures} · `, link),
    shown(preview, "Foto pada berkas ini", "Berkas ini", measures),
  ]
}

function shown(src, alt, title, ...about) {
  const caption = make("figcaption", {}, make("strong", { textContent: title }), make("br"), ...about)
  return make("figure", {}, make("img", { src, alt }), caption)
}

function trouble(status) {
  if (status === 0) return "Sambungan terputus. Periksa jaringan, lalu coba lagi."
  if (status === 413) return "Berkas terlalu besar bagi server: perkecil dahulu fotonya."
  if (status < 500) return "Anda perlu masuk lagi: buka halaman masuk di tab lain, lalu coba lagi di sini."
  return "Server sedang bermasalah. Tunggu sebentar, lalu coba lagi."
}

// Other rights want a note; where there is little room, its row is shown with those that it is for.
export function explainRights(form, row = null) {
  const { rights, rights_note: note } = form.elements
  const demand = () => {
    note.required = rights.value === "other"
    if (row) row.hidden = rights.value === "own"
  }
  rights.addEventListener("change", demand)
  demand()
}
