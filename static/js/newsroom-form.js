// The newsroom's form: each part is an improvement to something that works without it.

const form = document.querySelector("#edition_form")

// How much room is left: always beside headline and summary, elsewhere only near the end. Nothing is cut; what is too
// long is said to the ear as well.
const COMFORTABLE = { id_title: 90, id_summary: 200 }
const NEAR = 0.8

function roomOf(field) {
  const id = `${field.id}-room`
  let note = document.getElementById(id)
  if (!note) {
    note = Object.assign(document.createElement("div"), { id, className: "help room" })
    note.setAttribute("role", "status")
    field.after(note)
  }
  return note
}

function tellRoom(field) {
  const most = Number(field.dataset.room)
  const length = [...field.value.trim()].length
  const comfortable = COMFORTABLE[field.id]
  const isOver = length > most
  if (!comfortable && length < NEAR * most && !document.getElementById(`${field.id}-room`)) return
  const note = roomOf(field)
  const advice = isOver ? ", pendekkan" : comfortable && length > comfortable ? ": cukup panjang untuk layar ponsel" : ""
  note.setAttribute("aria-live", isOver ? "polite" : "off")
  note.classList.toggle("room--over", isOver)
  note.textContent = comfortable || length >= NEAR * most ? `${length} dari ${most} huruf${advice}` : ""
}

if (form) {
  const tellAll = () => form.querySelectorAll("[data-room]:not([name*=__prefix__])").forEach(tellRoom)
  tellAll()
  form.addEventListener("input", ({ target }) => target.matches("[data-room]") && tellRoom(target))
  document.addEventListener("formset:added", tellAll)
}

// Words and reading time at 200 words a minute, as on the page.
const body = document.querySelector("#id_body_html")
if (form && body) {
  const note = document.createElement("div")
  note.className = "help room"
  const show = () => {
    const text = new DOMParser().parseFromString(body.value.replaceAll("<", " <"), "text/html").body.textContent
    const words = text.trim() ? text.trim().split(/\s+/).length : 0
    note.textContent = words ? `${words} kata, ${Math.max(1, Math.round(words / 200))} menit baca` : "Belum ada isi."
  }
  body.closest(".form-row").append(note)
  form.addEventListener("input", show)
  form.addEventListener("keyup", show)
  show()
}

// Leaving with unsaved words asks first.
if (form) {
  const state = document.querySelector("[data-saved]")
  let dirty = false
  const touch = (event) => {
    if (!event.isTrusted) return // the editor's own, when it starts
    dirty = true
    if (state) state.textContent = "Ada yang belum disimpan."
  }
  form.addEventListener("input", touch)
  form.addEventListener("change", touch)
  form.addEventListener("submit", () => (dirty = false))
  addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault()
  })
}

// A refused form begins with what it refused. Django's own script takes the first field of a new one, so this comes after.
addEventListener("load", () => document.querySelector(".missing--refused")?.focus())

// From a sentence at the top to its field, opened where it is folded away. The list is replaced while somebody writes.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-jump]")
  if (!link) return
  const anchored = document.getElementById(link.dataset.anchor ?? "")
  const row = anchored?.closest(".form-row") ?? anchored ?? document.querySelector(`.field-${link.dataset.jump}, #${link.dataset.jump}-group`)
  const fields = "[contenteditable=true], input:not([type=hidden]), textarea, select:not([hidden]), button"
  const target = anchored?.matches(fields) && !anchored.hidden && !anchored.matches("[data-richtext]") ? anchored : row?.querySelector(fields)
  if (!target) return
  event.preventDefault()
  // Inside the text the editor goes to the picture or the link that is meant.
  const text = link.dataset.within && row.querySelector("[data-richtext]")
  if (text && !text.dispatchEvent(new CustomEvent("richtext:show", { detail: link.dataset.within, cancelable: true }))) return
  for (let fold = row.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true
  target.focus()
  row.scrollIntoView({ block: "center" })
})

// Date and time are asked only of who wants another moment than now.
for (const ask of document.querySelectorAll('[data-ask="when"], [data-ask="mode"], [data-ask="kind"]')) {
  const dependent = { when: ["live_from", "later"], mode: ["target", "redirect"], kind: ["wrong", "ralat"] }[ask.dataset.ask]
  const other = ask.closest("form").querySelector(`[data-ask="${dependent[0]}"]`)
  if (!other) continue
  const show = () => {
    other.hidden = ask.querySelector("input:checked")?.value !== dependent[1]
  }
  ask.addEventListener("change", show)
  show()
}
