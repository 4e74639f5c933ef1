// Comments on passages: what is marked in the text is quoted in the form, each passage is shown where it stands, and a
// jump leads to it. Without this the reviewer copies the words, and the browser finds them by the address.

const paper = document.querySelector("[data-paper]")
const text = () => paper ?? document.querySelector(".field-body_html [contenteditable=true]")
const form = document.querySelector("[data-comment-form]")
const BLOCKS = "p, li, h2, h3, td, th, blockquote, figure, figcaption, caption, cite, br"

// The words of the text in one line, as the server has them, and for each sign the place it comes from.
function signs() {
  const walker = document.createTreeWalker(text(), NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
  const found = []
  let words = ""
  const blank = () => {
    if (words && !words.endsWith(" ")) {
      words += " "
      found.push(found.at(-1))
    }
  }
  let block = null
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (node.matches(BLOCKS)) blank()
      continue
    }
    const parent = node.parentElement.closest(BLOCKS)
    if (parent !== block) blank()
    block = parent
    for (let at = 0; at < node.data.length; at++) {
      const sign = node.data[at]
      if (/\s/.test(sign)) {
        if (words && !words.endsWith(" ")) {
          words += " "
          found.push([node, at])
        }
      } else {
        words += sign
        found.push([node, at])
      }
    }
  }
  return { words, found }
}

function rangeOf(passage, nth, { words, found }) {
  let start = words.indexOf(passage)
  while (nth-- > 0 && start >= 0) start = words.indexOf(passage, start + passage.length)
  if (start < 0) return null
  const range = new Range()
  const last = found[start + passage.length - 1]
  range.setStart(...found[start])
  range.setEnd(last[0], last[1] + 1)
  return range
}

const passages = () => [...document.querySelectorAll("[data-passage]:not([data-passage=''])")]

// Each autosave tells where the passages stand now, and which are gone (news/admin/remarks.py).
function follow(places) {
  for (const place of document.querySelectorAll("[data-remark]")) {
    const [words, nth] = places[place.dataset.remark] ?? ["", 0]
    Object.assign(place.querySelector("a").dataset, { passage: words, nth })
    place.hidden = !words
    place.nextElementSibling.hidden = Boolean(words)
  }
  mark()
}

function mark() {
  if (!CSS.highlights || !text()) return
  const all = signs()
  const ranges = passages().map((link) => rangeOf(link.dataset.passage, Number(link.dataset.nth), all)).filter(Boolean)
  CSS.highlights.set("passage", new Highlight(...ranges))
}

function jump(event) {
  const link = event.target.closest?.("[data-passage]")
  const range = link && text() && rangeOf(link.dataset.passage, Number(link.dataset.nth), signs())
  if (!range) return
  event.preventDefault()
  if (!paper) text().focus({ preventScroll: true })
  getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset)
  range.startContainer.parentElement.scrollIntoView({ block: "center" })
}

// What is marked becomes the quotation, with the number of like passages before it.
function quote() {
  const selection = getSelection()
  if (!selection.rangeCount || selection.isCollapsed || !paper.contains(selection.anchorNode) || !paper.contains(selection.focusNode)) return
  const range = selection.getRangeAt(0)
  const line = selection.toString().replace(/\s+/g, " ").trim()
  if (!line || line.length > form.elements.quotation.maxLength) return
  const { words, found } = signs()
  const start = found.findIndex(([node, at]) => range.comparePoint(node, at) >= 0)
  form.elements.quotation.value = line
  form.elements.nth.value = start < 0 ? "" : words.slice(0, start).split(line).length - 1
  offer.hidden = false
}

const offer = Object.assign(document.createElement("button"), { type: "button", className: "button remarks__offer", textContent: "Komentari bagian ini", hidden: true })

if (text() || passages().length) {
  document.addEventListener("click", jump)
  // The editor puts itself together after this; its text changes while somebody writes.
  setTimeout(mark, 300)
  document.querySelector("#edition_form")?.addEventListener("input", () => setTimeout(mark, 300))
}

document.addEventListener("newsroom:remarks", ({ detail }) => follow(detail))

if (form && paper) {
  document.body.append(offer)
  document.addEventListener("selectionchange", quote)
  form.elements.quotation.addEventListener("input", () => (form.elements.nth.value = ""))
  offer.addEventListener("click", () => {
    offer.hidden = true
    form.elements.text.focus()
    form.scrollIntoView({ block: "center" })
  })
}
