// What may be saved and what may be published, while somebody writes. The rules are judged by the server (news/rules.py)
// with each autosave; here its answer only takes the place of the list, and is noted beside the fields it names.

const form = document.querySelector("#edition_form")
const said = document.querySelector("[data-rules-said]")
const list = () => document.querySelector("[data-rules]")
const GROUPS = ["photos", "attachments"]

// Where the note of a field stands: under its row of the form, or under the heading of its group.
function placeOf(anchor) {
  const field = document.getElementById(anchor)
  if (!field) return null
  if (anchor.endsWith("-group")) return field.querySelector("h2, legend")?.parentElement ?? field
  return field.closest(".fieldBox, .form-row")
}

function noteAt(anchor) {
  const id = `rule-${anchor}`
  let note = document.getElementById(id)
  if (note) return note
  const place = placeOf(anchor)
  if (!place) return null
  note = Object.assign(document.createElement("ul"), { id, className: "rule" })
  place.append(note)
  const field = place.querySelector("[contenteditable=true]") ?? document.getElementById(anchor)
  const others = field.getAttribute("aria-describedby")
  if (!anchor.endsWith("-group")) field.setAttribute("aria-describedby", [others, id].filter(Boolean).join(" "))
  return note
}

const line = (text, isMet) => Object.assign(document.createElement("li"), { textContent: text, className: isMet ? "rule__met" : "rule__open" })

function note() {
  const lines = new Map()
  const add = (anchor, text, isMet) => lines.set(anchor, [...(lines.get(anchor) ?? []), [text, isMet]])
  for (const link of list().querySelectorAll("a[data-anchor]")) {
    const anchor = document.getElementById(link.dataset.anchor) ? link.dataset.anchor : `id_${link.dataset.jump}`
    // After a refusal the field has the form's own sentence already.
    if (link.dataset.set === "saving" && placeOf(anchor)?.querySelector(".errorlist")) continue
    add(anchor, link.textContent, false)
  }
  // What may be saved is said only where it may not; that all is well goes without saying there.
  for (const rule of list().querySelectorAll('[data-rule][data-set="publishing"][data-met]')) {
    const field = rule.dataset.rule
    if (GROUPS.includes(field)) continue
    add(`id_${field}`, rule.querySelector("[data-asks]").textContent, true)
  }
  for (const stale of form.querySelectorAll(".rule")) {
    if (!lines.has(stale.id.slice("rule-".length))) stale.replaceChildren()
  }
  for (const [anchor, told] of lines) {
    const place = noteAt(anchor)
    const open = told.filter(([, isMet]) => !isMet)
    const text = JSON.stringify(told)
    if (!place || place.dataset.told === text) continue
    place.dataset.told = text
    place.replaceChildren(...(open.length ? open : told).map((each) => line(...each)))
  }
}

// The sentence of a refusal goes when what it says is mended.
function forget() {
  for (const rule of list().querySelectorAll('[data-rule][data-set="saving"][data-met]')) {
    const row = form.querySelector(`.form-row.field-${rule.dataset.rule}`)
    for (const told of row?.querySelectorAll(".errorlist") ?? []) told.remove()
    row?.classList.remove("errors")
  }
}

function show(html) {
  const next = new DOMParser().parseFromString(html, "text/html").querySelector("[data-rules]")
  if (!next || next.innerHTML === list().innerHTML) return
  next.querySelector("details").open = list().querySelector("details").open
  const isTurned = next.dataset.said !== list().dataset.said
  list().replaceWith(next)
  forget()
  note()
  if (isTurned) said.textContent = next.dataset.said
}

if (form && list()) {
  note()
  document.addEventListener("newsroom:rules", (event) => show(event.detail))
}
