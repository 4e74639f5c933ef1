// A question with a few fields, asked in a dialog of the browser's own: focus stays inside and comes back.
// ask({ title, submit, fields: [{ name, label, help, value, type, maxLength, required }] }) answers { name: value } or
// null. `type`: text (default), area, check. `preview`: an address of a picture shown above the fields. `check`: given
// the values, the sentence that keeps the dialog open. Nothing that is typed or pasted is cut: too long is a sentence.

const make = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties)
  element.append(...children)
  return element
}

let count = 0

function row({ name, label, help, value, type = "text" }) {
  const id = `ask-${++count}`
  const input = make(type === "area" ? "textarea" : "input", { id, name })
  if (type === "check") Object.assign(input, { type: "checkbox", checked: Boolean(value) })
  else input.value = value ?? ""
  if (type === "area") input.rows = 3
  const about = help ? [make("p", { id: `${id}-help`, className: "asked__help", textContent: help })] : []
  if (help) input.setAttribute("aria-describedby", `${id}-help`)
  const words = make("label", { htmlFor: id, textContent: label })
  const parts = type === "check" ? [input, words, ...about] : [words, ...about, input]
  return make("div", { className: `asked__row asked__row--${type}` }, ...parts)
}

const signs = (text) => [...text].length

// The first field that is empty or too long, and why.
function refused(fields, given) {
  for (const { name, label, maxLength, required } of fields) {
    if (required && !given[name]) return [name, `${label} belum diisi.`]
    if (maxLength && signs(given[name]) > maxLength) return [name, `${label}: ${signs(given[name])} dari ${maxLength} huruf, pendekkan.`]
  }
  return null
}

export function ask({ title, submit = "Pakai", fields, preview, check }) {
  const heading = make("h2", { id: `ask-${++count}`, textContent: title })
  const complaint = make("p", { className: "asked__complaint", role: "alert" })
  const cancel = make("button", { type: "button", className: "button", textContent: "Batal" })
  const buttons = make("p", { className: "asked__buttons" }, make("button", { className: "button default", textContent: submit }), cancel)
  const picture = preview ? [make("img", { src: preview, alt: "", className: "asked__picture" })] : []
  const form = make("form", { method: "dialog", noValidate: true }, heading, ...picture, ...fields.map(row), complaint, buttons)
  const dialog = make("dialog", { className: "asked newsroom" }, form)
  dialog.setAttribute("aria-labelledby", heading.id)
  document.body.append(dialog)
  return new Promise((resolve) => {
    let answer = null
    // At once, not on the event of closing: until then focus is back on the button, and the next key would press it.
    const leave = () => {
      dialog.close()
      dialog.remove()
      resolve(answer)
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault()
      const given = {}
      for (const { name, type } of fields) {
        const input = form.elements[name]
        given[name] = type === "check" ? input.checked : input.value.trim()
      }
      const [name, why] = refused(fields, given) ?? [fields[0].name, check?.(given) ?? ""]
      complaint.textContent = why
      if (why) return form.elements[name].focus()
      answer = given
      leave()
    })
    cancel.addEventListener("click", leave)
    dialog.addEventListener("close", leave) // the Escape key
    dialog.showModal()
    form.querySelector("input, textarea")?.focus()
  })
}
