// After a new sign-in in another tab the token of this form is old: take the one that a page of the office has now.

const form = document.querySelector("form[data-office]")

form.addEventListener("submit", async (event) => {
  if (form.dataset.sent) return
  event.preventDefault()
  form.dataset.sent = "1"
  try {
    const page = await (await fetch(form.dataset.office)).text()
    const token = new DOMParser().parseFromString(page, "text/html").querySelector("#logout-form [name=csrfmiddlewaretoken]")
    if (token) form.querySelector("[name=csrfmiddlewaretoken]").value = token.value
  } catch {
    // Without a connection the form is sent as it is, and the browser says what is wrong.
  }
  HTMLFormElement.prototype.submit.call(form)
})
