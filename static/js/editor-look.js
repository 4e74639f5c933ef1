// How the release will look in WhatsApp, in search results and on cards, kept in step with the form.
// Without this the same panel shows what was saved last.

const panel = document.querySelector("[data-look]")
const form = document.querySelector("#edition_form")
const field = (name) => document.querySelector(`#id_${name}`)
const parts = (name) => panel.querySelectorAll(`[data-look-${name}]`)
const signs = (text) => [...text].length
const whole = (number) => number.toLocaleString("id-ID")

// Search engines cut near these, messengers show two lines.
const TITLE = 60
const SUMMARY = 155
const SLOW = 200 // words a minute, as on the page

function cut(text, most) {
  if (signs(text) <= most) return text
  return `${[...text].slice(0, most).join("").replace(/\s+\S*$/, "")} …`
}

function words() {
  const text = new DOMParser().parseFromString((field("body_html")?.value ?? "").replaceAll("<", " <"), "text/html").body.textContent
  return text.trim() ? text.trim().split(/\s+/).length : 0
}

function advice(title, summary, count) {
  const lines = []
  if (title) lines.push(`Judul ${signs(title)} huruf${signs(title) > TITLE ? `: terpotong di hasil pencarian sesudah ${TITLE}.` : ": tampil utuh di mana pun."}`)
  if (summary) {
    const length = signs(summary)
    lines.push(`Ringkasan ${length} huruf${length > SUMMARY ? `: terpotong di hasil pencarian sesudah ${SUMMARY}.` : length < 70 ? ": masih ada tempat untuk satu fakta lagi." : ": panjangnya pas."}`)
  }
  if (!count) return [...lines, "Isi belum ditulis."]
  const minutes = Math.max(1, Math.round(count / SLOW))
  const size = count < 100 ? ": masih pendek untuk siaran pers." : count > 900 ? ": panjang; rincian dapat menjadi lampiran." : "."
  lines.push(`Isi ${whole(count)} kata, ${minutes} menit baca${size}`)
  return lines
}

function showWords() {
  const title = field("title")?.value.trim() ?? ""
  const summary = field("summary")?.value.trim() ?? ""
  for (const part of parts("title")) part.textContent = title || "Judul"
  for (const part of parts("summary")) part.textContent = summary || "Ringkasan belum ditulis."
  for (const part of parts("found")) part.textContent = cut(title || "Judul", TITLE)
  for (const part of parts("excerpt")) part.textContent = cut(summary || "Ringkasan belum ditulis.", SUMMARY)
  const items = advice(title, summary, words()).map((text) => Object.assign(document.createElement("li"), { textContent: text }))
  panel.querySelector("[data-look-advice]").replaceChildren(...items)
}

// The lead photo is the one of the row whose place is “utama”, unless that row is to be deleted.
function leadKey() {
  for (const select of form.querySelectorAll("select[data-photo-picker]")) {
    const row = select.closest(".inline-related")
    const isLead = row?.querySelector("[name$=-role]")?.value === "lead"
    if (isLead && select.value && !row.querySelector("[name$=-DELETE]")?.checked) return select.value
  }
  return ""
}

let shown = panel?.dataset.photo ?? ""
async function showPhoto() {
  const key = leadKey()
  if (key === shown) return
  shown = key
  let photo = null
  if (key) {
    try {
      const answer = await fetch(`${panel.dataset.source}?id=${key}`)
      photo = (await answer.json()).photos[0]
    } catch {
      shown = "" // asked again at the next change
    }
    if (key !== leadKey()) return
  }
  for (const image of parts("share")) if (photo) image.src = photo.share
  for (const image of parts("card")) if (photo) image.src = photo.src
  for (const link of parts("focus")) if (photo) link.href = photo.change
  for (const part of parts("with-photo")) part.hidden = !photo
  for (const part of parts("without-photo")) part.hidden = Boolean(photo)
}

if (panel && form) {
  let pause
  const soon = () => {
    clearTimeout(pause)
    pause = setTimeout(() => {
      showWords()
      showPhoto()
    }, 150)
  }
  form.addEventListener("input", soon)
  form.addEventListener("change", soon)
  // Back from the tab with the focal point: the crops are new files.
  addEventListener("focus", () => {
    shown = ""
    soon()
  })
  showWords()
  showPhoto()
}
