// The closed lists above a list of the office close again by Escape and by a click beside them.

const open = () => document.querySelector("#changelist-filter details[open]")

document.addEventListener("keydown", (event) => {
  const list = event.key === "Escape" && open()
  if (!list) return
  list.open = false
  list.querySelector("summary").focus()
})

document.addEventListener("click", (event) => {
  const list = open()
  if (list && !list.contains(event.target)) list.open = false
})
