// Photos go one by one, each with its progress and its answer. Without this the form sends them together.
import { explainRights, newSending } from "./photo-send.js"

const form = document.querySelector("[data-photo-upload]")
const place = document.querySelector("[data-photo-sent]")
const results = place?.querySelector("[data-photo-results]")
const summary = place?.querySelector("[data-photo-summary]")
const total = place?.querySelector("progress")
let isSending = false

if (form) {
  // Only the form of new photos has rights.
  if (form.elements.rights) explainRights(form)
  form.addEventListener("submit", (event) => {
    const files = [...form.querySelector("[type=file]").files]
    if (!files.length || form.elements._popup) return
    event.preventDefault()
    if (!isSending) sendAll(files)
  })
  // Files still waiting would be lost with the tab.
  addEventListener("beforeunload", (event) => isSending && event.preventDefault())
}

async function sendAll(files) {
  const chosen = form.querySelector("[type=file]")
  const typed = [...new FormData(form)].filter(([name]) => name !== chosen.name)
  const isAlone = files.length === 1
  const sendings = files.map((file, number) => {
    const about = isAlone ? [["leads_on", "1"]] : [["number", number + 1]]
    const fields = () => [...typed.filter(([name]) => name !== "number"), ...about, [chosen.name, file]]
    return newSending(file, { url: form.action, fields, keep: form.dataset.keep })
  })
  let taken = 0
  let answered = 0
  const tell = (isOver) => {
    const count = `${taken} dari ${files.length} foto tersimpan.`
    summary.textContent = isOver ? `Selesai: ${count}` : count
    total.value = answered / files.length
  }
  const sendOne = async ({ send }, extra) => {
    const photo = await send(extra)
    if (!photo) return
    taken += 1
    if (isAlone) leave(photo)
  }
  for (const sending of sendings) {
    sending.onAgain(async (extra) => {
      await sendOne(sending, extra)
      tell(!isSending)
    })
  }
  // One tells of itself; of many the line above them tells.
  results.ariaLive = isAlone ? "polite" : "off"
  results.replaceChildren(...sendings.map(({ element }) => element))
  summary.hidden = total.hidden = isAlone
  place.hidden = false
  place.focus()
  place.scrollIntoView({ block: isAlone ? "nearest" : "start" })
  const button = form.querySelector("[type=submit]")
  button.disabled = isSending = true
  for (const sending of sendings) {
    tell(false)
    await sendOne(sending)
    answered += 1
  }
  tell(true)
  if (!isAlone) chosen.value = ""
  button.disabled = isSending = false
}

// To the page of the only photo, where its focal point is looked at.
function leave({ change }) {
  isSending = false
  location.assign(change)
}
