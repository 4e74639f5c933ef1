// A photo of the library picked by its looks, or brought there. Without this, the select offers the newest by name.
import { explainRights, newSending } from "./photo-send.js"

const dialog = document.querySelector("[data-library]")
const words = dialog?.querySelector("input")
const grid = dialog?.querySelector("[data-grid]")
const count = dialog?.querySelector("[data-count]")
const known = new Map()
let picking = null

const element = (name, properties = {}) => Object.assign(document.createElement(name), properties)

// Other scripts ask for a photo with an event on the dialog, whose detail is called with the one chosen.
const pick = (chosen) => {
  picking = chosen
  words.value = ""
  showUpload(false)
  dialog.showModal()
  search()
}

const choose = (photo) => {
  dialog.close()
  picking(photo)
}

// Bringing a photo into the library without leaving the text

const upload = dialog?.querySelector("[data-upload-form]")
const opener = dialog?.querySelector("[data-upload]")
const sent = upload?.querySelector("[data-sent]")

const showUpload = (isShown) => {
  dialog.querySelector("[data-browse]").hidden = isShown
  dialog.querySelector("[data-library-title]").textContent = isShown ? "Unggah foto baru" : "Pilih foto"
  if (!upload) return
  upload.hidden = !isShown
  opener.hidden = isShown
  if (!isShown) return words.focus()
  sent.replaceChildren()
  const { title, photos } = upload.elements
  title.value ||= headline().slice(0, title.dataset.room)
  photos.focus()
}

const headline = () => document.querySelector("#id_title")?.value.trim() ?? ""

const bring = async (sending, extra) => {
  const button = upload.querySelector("button.default")
  button.disabled = true
  const photo = await sending.send(extra)
  button.disabled = false
  if (photo) return useNew(photo)
  const ways = sending.element.querySelector("button:not([hidden])") ?? button
  ways.focus()
  sending.element.scrollIntoView({ block: "nearest" })
}

const useNew = (photo) => {
  for (const name of ["photos", "title", "alt"]) upload.elements[name].value = ""
  upload.elements.is_sensitive.checked = false
  upload.elements.photos.dispatchEvent(new Event("change", { bubbles: true }))
  known.set(String(photo.id), photo)
  if (dialog.open) choose(photo)
}

const startUpload = (event) => {
  event.preventDefault()
  const [file] = upload.elements.photos.files
  const sending = newSending(file, { url: upload.action, fields: () => new FormData(upload), use: useNew })
  sending.onAgain((extra) => bring(sending, extra))
  sent.replaceChildren(sending.element)
  sending.element.scrollIntoView({ block: "nearest" })
  bring(sending)
}

const care = () => element("strong", { className: "library__care", textContent: "Anak atau korban: lindungi identitas" })

const say = (row, name, text) => {
  const place = row.querySelector(`.field-${name}`)
  const told = place?.querySelector("[data-asked]") ?? element("p", { className: "library__asked" })
  told.dataset.asked = ""
  told.setAttribute("role", "status")
  place?.append(told)
  told.textContent = text
}

// What described the former picture says nothing of this one: its own suggestion takes the place, and says so.
const describe = (row, photo, isOther) => {
  const alt = row?.querySelector("[name$=-alt]")
  if (!alt || (alt.value && !isOther)) return
  const isDecorative = row.querySelector("[name$=-is_decorative]")?.checked
  const former = alt.value
  alt.value = isDecorative ? "" : photo.alt
  alt.dispatchEvent(new Event("input", { bubbles: true }))
  if (!isOther || isDecorative) return
  if (alt.value !== former || !former) {
    const now = photo.alt ? "teks alternatifnya sekarang saran dari pustaka. Periksa" : "teks alternatif yang lama dihapus. Tuliskan yang baru"
    const caption = row.querySelector("[name$=-caption]")?.value ? ", juga keterangannya" : ""
    say(row, "alt", `Fotonya lain: ${now}${caption}.`)
  }
}

const fill = (select, show) => (photo) => {
  if (![...select.options].some((option) => option.value === String(photo.id))) {
    select.add(new Option(photo.title, photo.id))
  }
  const isOther = select.value !== String(photo.id)
  const isReplaced = isOther && Boolean(select.value)
  select.value = photo.id
  const row = select.closest(".inline-related")
  const confirmed = row?.querySelector("[name$=-identity_protected]")
  // What was confirmed of one picture says nothing of the next; the value tells which one is meant.
  if (confirmed && isOther) {
    const asked = photo.is_sensitive && confirmed.checked
    confirmed.checked = false
    confirmed.value = photo.id
    if (asked) say(row, "identity_protected", "Fotonya lain: periksa lagi, lalu tandai “identitas terlindungi” bila memang demikian.")
  }
  describe(row, photo, isReplaced)
  show(photo)
  select.dispatchEvent(new Event("change", { bubbles: true }))
}

const card = (photo) => {
  known.set(String(photo.id), photo)
  const button = element("button", { type: "button", className: "library__photo" })
  button.append(element("img", { src: photo.src, alt: "", loading: "lazy" }), element("span", { textContent: photo.title }))
  if (photo.is_sensitive) button.append(care())
  button.addEventListener("click", () => choose(photo))
  const item = element("li")
  item.append(button)
  return item
}

let latest = 0
const search = async () => {
  const turn = ++latest
  try {
    const answer = await fetch(`${dialog.dataset.source}?q=${encodeURIComponent(words.value)}`)
    if (!answer.ok) throw new Error(answer.status)
    const { photos } = await answer.json()
    if (turn !== latest) return
    grid.replaceChildren(...photos.map(card))
    count.textContent = photos.length ? "" : "Tidak ada foto dengan kata itu."
  } catch {
    count.textContent = "Pustaka tidak dapat dibuka. Periksa sambungan, lalu coba lagi."
  }
}

const enhance = (select) => {
  if (select.dataset.ready || select.name.includes("__prefix__")) return
  select.dataset.ready = "1"
  const label = element("span", { className: "picked__title" })
  const image = element("img", { className: "thumbnail", alt: "", hidden: true })
  const warning = care()
  const button = element("button", { type: "button", className: "button" })
  const show = (photo) => {
    label.textContent = photo?.title ?? select.selectedOptions[0]?.text ?? ""
    label.hidden = !select.value
    button.textContent = select.value ? "Ganti foto" : "Pilih foto dari pustaka"
    image.hidden = !photo?.src
    warning.hidden = !photo?.is_sensitive
    if (photo?.src) {
      image.src = photo.src
      const stored = select.closest(".inline-related")?.querySelector(".field-thumbnail")
      if (stored) stored.hidden = true
    }
  }
  button.addEventListener("click", () => pick(fill(select, show)))
  select.hidden = true
  const picked = element("div", { className: "picked" })
  picked.append(image, label, warning, button)
  select.after(picked)
  show(known.get(select.value))
  const stored = select.closest(".inline-related")?.querySelector(".field-thumbnail")
  if (stored && !stored.querySelector("img")) stored.hidden = true
}

if (dialog) {
  const all = () => document.querySelectorAll("select[data-photo-picker]").forEach(enhance)
  all()
  document.addEventListener("formset:added", all)
  dialog.addEventListener("library:pick", (event) => pick(event.detail))
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close())
  let pause
  words.addEventListener("input", () => {
    clearTimeout(pause)
    pause = setTimeout(search, 200)
  })
  // Enter searches; it must not send the whole form.
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault()
      search()
    }
  })
  if (upload) {
    explainRights(upload, upload.querySelector("[data-row=rights_note]"))
    upload.addEventListener("submit", startUpload)
    opener.addEventListener("click", () => showUpload(true))
    upload.querySelector("[data-back]").addEventListener("click", () => showUpload(false))
  }
}
