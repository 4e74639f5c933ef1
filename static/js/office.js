// What a browser says by itself, it says in the language of its menus. Here it is said in Indonesian: the button that
// chooses files, what is missing in a form, and a day chosen in whatever order the browser writes it.

const make = (name, properties = {}) => Object.assign(document.createElement(name), properties)

const names = (input) => {
  const files = [...input.files]
  if (!files.length) return "Belum ada berkas dipilih"
  return files.length === 1 ? files[0].name : `${files.length} berkas dipilih`
}

// The input stays, unseen above its button: files are dropped on it and the keyboard reaches it.
function dressFile(input) {
  const told = make("span", { className: "file-field__names", textContent: names(input) })
  const field = make("span", { className: "file-field" })
  const button = make("span", { className: "button", textContent: input.multiple ? "Pilih berkas (boleh beberapa)" : "Pilih berkas" })
  button.ariaHidden = "true"
  input.before(field)
  field.append(input, button, told)
  input.addEventListener("change", () => (told.textContent = names(input)))
  input.form?.addEventListener("reset", () => setTimeout(() => (told.textContent = names(input))))
}

const DAY = { weekday: "long", day: "numeric", month: "long", year: "numeric" }

// Read as the wall clock says it, wherever the browser is.
function inWords(input) {
  const moment = input.value && new Date(`${input.value.slice(0, 10)}T00:00:00`)
  if (!moment || Number.isNaN(moment.getTime())) return ""
  const day = moment.toLocaleDateString("id-ID", DAY)
  const time = input.value.slice(11, 16).replace(":", ".")
  return time ? `${day}, pukul ${time}` : day
}

function dressDay(input) {
  const told = make("output", { className: "day-in-words", textContent: inWords(input) })
  input.after(told)
  input.addEventListener("input", () => (told.textContent = inWords(input)))
}

const DRESSES = { file: dressFile, date: dressDay, "datetime-local": dressDay }

function dress(root) {
  for (const [type, put] of Object.entries(DRESSES)) {
    for (const input of root.querySelectorAll(`input[type="${type}"]:not([data-dressed])`)) {
      // Rows to come are copied from the empty one, without what listens to it.
      if (input.name.includes("__prefix__")) continue
      input.dataset.dressed = ""
      put(input)
    }
  }
}

function missing(field) {
  const { validity } = field
  if (validity.valueMissing) return { file: "Pilih dahulu berkasnya.", checkbox: "Tandai dahulu kotak ini." }[field.type] ?? "Isian ini belum diisi."
  if (validity.badInput) return "Isian ini belum lengkap atau tidak benar."
  if (validity.typeMismatch) return { email: "Tulis alamat surel yang lengkap.", url: "Tulis alamat yang lengkap, dimulai dengan https://." }[field.type] ?? ""
  if (validity.rangeUnderflow) return `Paling kecil ${field.min}.`
  if (validity.rangeOverflow) return `Paling besar ${field.max}.`
  return ""
}

document.addEventListener("invalid", ({ target }) => target.validity.customError || target.setCustomValidity(missing(target)), true)
for (const kind of ["input", "change"]) document.addEventListener(kind, ({ target }) => target.setCustomValidity?.(""), true)

dress(document)
document.addEventListener("formset:added", ({ target }) => dress(target))
