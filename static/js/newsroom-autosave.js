// Nothing typed is lost: the form is kept aside a moment after typing stops, a sign-in that ended is told while the
// text is still on the page, and who else writes is shown. The other half is news/admin/autosave.py.

const form = document.querySelector("#edition_form")
const here = form?.querySelector("[data-window]")
const beside = document.querySelector("[data-beside]")
const state = document.querySelector("[data-saved]")

const PAUSE = 1000 // milliseconds after the last key
const LONGEST = 8000 // milliseconds of typing without a pause
const PATIENCE = 6000 // how long sending waits for keeping
const BEAT = 20000 // between two signs of life
const PROOF = 25000 // how long an answer proves that the sign-in holds
const MOST_BYTES = 3_000_000 // as it is sent; longer than what may be saved in any script
const MOST_AT_ONCE = 3_500_000 // the server reads no more than 4 MiB
const MOST_AT_PARTING = 60_000 // browsers send no more than 64 KiB for a page that is gone
const OURS = ["csrfmiddlewaretoken", "window", "_save", "_submit"]

// Without the files: they cannot be kept, and stay chosen as long as the page is open. Their names tell what was chosen.
const typed = () => {
  const data = new URLSearchParams()
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && !OURS.includes(name)) data.append(name, value)
    if (value instanceof File && value.name) data.append(`chosen-${name}`, value.name)
  }
  return data
}

const send = (address, data, options = {}) => {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value
  const body = new FormData()
  for (const [name, value] of data) body.append(name, value)
  body.append("edition", here.dataset.edition)
  body.append("owner", here.dataset.owner)
  body.append("window", here.value)
  return fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token }, redirect: "manual", ...options })
}

const REASONS = { 401: "signed_out", 403: "old_token", 413: "too_long" }

// A page that says something else than our JSON stands for the sign-in or an old token.
const read = async (answer) => {
  const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json")
  return isOurs ? await answer.json() : { reason: REASONS[answer.status] ?? "unknown" }
}

// Each sign-in makes a new token; every form of the page gets it.
const renew = async () => {
  const answer = await fetch(here.dataset.autosave, { redirect: "manual" })
  if (answer.type === "opaqueredirect") return { reason: "signed_out" }
  const told = await read(answer)
  if (told.token && told.owner !== here.dataset.owner) return { reason: "other_account" }
  for (const input of told.token ? document.querySelectorAll("[name=csrfmiddlewaretoken]") : []) input.value = told.token
  return told
}

let provenAt = Date.now() // the page itself was given to who is signed in

const ask = async (address, data) => {
  let answer = await send(address, data)
  if (answer.type === "opaqueredirect") return { reason: "signed_out" }
  let told = await read(answer)
  if (told.reason === "old_token") {
    told = await renew()
    if (told.reason) return told
    answer = await send(address, data)
    told = await read(answer)
  }
  if (!told.reason) provenAt = Date.now()
  return told
}

// What is said above the form and beside the buttons

const told = { others: [], trouble: null, overtaken: false }

const paragraph = (text) => Object.assign(document.createElement("p"), { textContent: text })

const show = () => {
  const lines = told.others.map(paragraph)
  if (told.overtaken) {
    lines.push(paragraph("Siaran pers ini baru saja disimpan dari tempat lain. Saat Anda menyimpan, kedua tulisan digabungkan dahulu."))
  }
  if (told.trouble) {
    const line = paragraph(`${told.trouble.sentence} `)
    if (told.trouble.login) {
      const link = document.createElement("a")
      Object.assign(link, { href: here.dataset.login, target: "_blank", rel: "noopener", textContent: "Masuk lagi di tab baru" })
      line.append(link)
    }
    lines.unshift(line)
  }
  const text = lines.map((line) => line.textContent).join("\n")
  beside.classList.toggle("beside--alert", Boolean(told.trouble))
  if (beside.dataset.text === text) return // said once, not every 20 seconds
  beside.dataset.text = text
  beside.replaceChildren(...lines)
}

const SIGNED_OUT = "Masa masuk Anda sudah berakhir. Tulisan Anda masih ada pada halaman ini; jangan ditutup dahulu."
const OFFLINE = "Sambungan terputus. Tulisan Anda masih ada pada halaman ini dan disimpan begitu tersambung lagi."
const OTHER = "Anda sekarang masuk dengan akun lain. Masuklah kembali dengan akun yang membuka tulisan ini."

const TOO_LONG = "Tulisan ini terlalu panjang untuk disimpan: isi paling banyak 200.000 huruf dan tanda. Tidak ada yang hilang; semuanya masih ada pada halaman ini. Pendekkan isinya, atau pindahkan sebagian ke lampiran."

const trouble = (answer) => {
  const login = ["signed_out", "other_account"].includes(answer.reason)
  const known = { signed_out: SIGNED_OUT, other_account: OTHER, offline: OFFLINE, too_long: TOO_LONG }
  const sentence = answer.reason && (known[answer.reason] ?? answer.sentence ?? "Tulisan ini belum dapat disimpan sementara.")
  told.trouble = answer.reason ? { sentence, login, reason: answer.reason } : null
  show()
}

// Keeping

let kept = null // what the server has
let isTouched = false
let timer
let running = null

const size = (text) => new Blob([text]).size

const keep = async () => {
  if (running) await running
  const data = typed()
  const text = data.toString()
  if (text === kept) return told.trouble?.reason ?? ""
  if (size(text) > MOST_BYTES) {
    trouble({ reason: "too_long" })
    return "too_long"
  }
  running = ask(here.dataset.autosave, data).catch(() => ({ reason: "offline" }))
  const answer = await running
  running = null
  trouble(answer)
  if (answer.reason) return answer.reason
  kept = text
  if (state) state.textContent = `Disimpan sementara pukul ${answer.saved_at}.`
  if (answer.remarks) document.dispatchEvent(new CustomEvent("newsroom:remarks", { detail: answer.remarks }))
  if (answer.rules) document.dispatchEvent(new CustomEvent("newsroom:rules", { detail: answer.rules }))
  return ""
}

let waitingSince = 0

const later = () => {
  clearTimeout(timer)
  waitingSince ||= Date.now()
  const pause = Math.min(PAUSE, Math.max(0, waitingSince + LONGEST - Date.now()))
  timer = setTimeout(() => {
    waitingSince = 0
    keep()
  }, pause)
}

const touch = (event) => {
  // The editor's own events are made by script: they count after the first key or click.
  if (!event.isTrusted && !isTouched) return
  isTouched = true
  later()
}

const isUnkept = () => isTouched && typed().toString() !== kept

// A last word when the page is hidden: by then no answer can be awaited.
const part = () => {
  if (!isUnkept()) return
  const data = typed()
  const keepalive = size(data.toString()) < MOST_AT_PARTING
  send(here.dataset.autosave, data, { keepalive }).catch(() => {})
}

// Sending the form. Where the sign-in was not proven a moment ago, the text is put aside first, which also tells
// whether it still holds.

let isSent = false

// A window that was saved keeps nothing more. Where the page is still here it is a new one.
const again = () => {
  isSent = false
  kept = null
  here.value = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`
}

const point = () => {
  beside.tabIndex = -1
  beside.focus()
  beside.scrollIntoView({ block: "center" })
}

const submit = async (event) => {
  if (isSent) return
  // The server would not read it, and its answer would take the place of the page.
  const raw = size([...typed().values()].join(""))
  if (raw > MOST_AT_ONCE) {
    event.preventDefault()
    trouble({ reason: "too_long" })
    return point()
  }
  // Longer ones do not outlive the page, so they are put aside before it goes.
  const isShort = size(typed().toString()) < MOST_AT_PARTING
  if (isShort && !told.trouble && Date.now() - provenAt < PROOF) {
    part() // should the answer never come; what is saved by then is not offered again
    isSent = true
    setTimeout(again, 5000)
    return
  }
  event.preventDefault()
  const { submitter } = event
  isTouched = true
  kept = null
  clearTimeout(timer)
  const waiting = new Promise((done) => setTimeout(() => done("slow"), PATIENCE))
  const reason = await Promise.race([keep(), waiting])
  if (["signed_out", "other_account", "offline"].includes(reason)) {
    return point()
  }
  isSent = true
  form.requestSubmit(submitter)
  setTimeout(again, 5000) // an answer that never came can be asked for again
}

// Who else

const version = form?.querySelector("[name=version]")?.value

const beat = async () => {
  if (told.trouble && told.trouble.reason !== "too_long") await keep()
  if (!here.dataset.edition) return
  const answer = await ask(here.dataset.presence, []).catch(() => null)
  if (answer?.reason === "signed_out") return trouble(answer)
  if (!answer?.others) return
  told.others = answer.others
  told.overtaken = String(answer.version) !== version
  show()
}

const leave = () => {
  if (here.dataset.edition) send(here.dataset.presence, [["leaving", "1"]], { keepalive: true }).catch(() => {})
}

if (form && here) {
  again()
  // A form that was refused goes on as the window that sent it: once saved, nothing of it is offered again.
  if (here.dataset.refused) here.value = here.dataset.refused
  told.others = [...beside.querySelectorAll("p")].map((line) => line.textContent)
  for (const name of ["input", "change", "beforeinput", "drop", "paste"]) form.addEventListener(name, touch)
  for (const box of document.querySelectorAll('[form="edition_form"]')) box.addEventListener("change", touch)
  form.addEventListener("click", (event) => {
    // The tools of the editor, and rows that are added or taken away.
    if (event.isTrusted && event.target.closest("button, a")) touch(event)
  })
  form.addEventListener("submit", submit)
  addEventListener("pagehide", () => {
    if (!isSent) part()
    leave()
  })
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") part()
    else beat()
  })
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return
    provenAt = 0
    again()
    beat()
  })
  addEventListener("beforeunload", (event) => {
    if (!isSent && isUnkept()) event.preventDefault()
  })
  addEventListener("online", beat)
  setInterval(beat, BEAT)
  setTimeout(beat, 800) // after the page before this one has said that it is gone
}
