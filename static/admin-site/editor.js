// The rich-text editor of the admin: what richtext.py keeps, with Indonesian labels, for keyboard and ear.
// The path is relative and unhashed on purpose: bare names would need an inline import map (CSP).
import {
  Blockquote,
  Bold,
  BulletList,
  Document,
  Dropcursor,
  Editor,
  Gapcursor,
  HardBreak,
  Heading,
  History,
  Italic,
  Link,
  ListItem,
  Mark,
  OrderedList,
  Paragraph,
  Table,
  TableCell,
  TableHeader,
  TableRow,
  Text,
  updateAttrsDialog,
} from "../django_prose_editor/editor.js"

const Cite = Mark.create({
  name: "cite",
  parseHTML: () => [{ tag: "cite" }],
  renderHTML: () => ["cite", 0],
})

// A caption kept as an attribute: as a child it would count as a row of the table.
const CaptionedTable = Table.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      caption: {
        default: null,
        parseHTML: (element) => element.querySelector("caption")?.textContent?.trim() || null,
        renderHTML: () => ({}),
      },
    }
  },
  addNodeView: () => null,
  renderHTML({ node }) {
    const rows = ["tbody", 0]
    return node.attrs.caption ? ["table", ["caption", node.attrs.caption], rows] : ["table", rows]
  },
})

const ScopedHeader = TableHeader.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      scope: {
        default: "col",
        parseHTML: (element) => element.getAttribute("scope") || "col",
        renderHTML: ({ scope }) => ({ scope }),
      },
    }
  },
})

const IgnoreCaption = Mark.create({
  name: "captionText",
  parseHTML: () => [{ tag: "caption", ignore: true }],
  renderHTML: () => ["span", 0],
})

const extensions = [
  Document,
  Paragraph,
  Text,
  HardBreak,
  Heading.configure({ levels: [2, 3] }),
  Bold,
  Italic,
  Cite,
  IgnoreCaption,
  BulletList,
  OrderedList.configure({ enableListAttributes: false }),
  ListItem,
  Blockquote,
  Link.configure({ enableTarget: false, protocols: ["http", "https", "mailto", "tel"] }),
  CaptionedTable,
  TableRow,
  ScopedHeader,
  TableCell,
  History,
  Dropcursor,
  Gapcursor,
]

const inTable = (editor) => editor.isActive("table")

const askLink = updateAttrsDialog(
  { href: { type: "string", title: "Alamat tautan", description: "Misalnya https://… atau /kontak/" } },
  { title: "Tautan", submitText: "Pakai" },
)
const askCaption = updateAttrsDialog(
  { caption: { type: "string", title: "Judul tabel" } },
  { title: "Judul tabel", submitText: "Pakai" },
)

async function setLink(editor) {
  const answer = await askLink(editor, editor.getAttributes("link"))
  if (!answer) return
  const chain = editor.chain().focus().extendMarkRange("link")
  const href = answer.href.trim()
  if (!href) chain.unsetLink().run()
  else if (editor.state.selection.empty && !editor.isActive("link"))
    chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run()
  else chain.setMark("link", { href }).run()
}

async function setCaption(editor) {
  const answer = await askCaption(editor, editor.getAttributes("table"))
  if (answer) editor.chain().focus().updateAttributes("table", { caption: answer.caption.trim() || null }).run()
}

// label, what the button does, when it is pressed, when it is shown
const buttons = [
  ["Paragraf", (chain) => chain.setParagraph(), (editor) => editor.isActive("paragraph")],
  ["Subjudul", (chain) => chain.toggleHeading({ level: 2 }), (editor) => editor.isActive("heading", { level: 2 })],
  ["Anak judul", (chain) => chain.toggleHeading({ level: 3 }), (editor) => editor.isActive("heading", { level: 3 })],
  ["Tebal", (chain) => chain.toggleBold(), (editor) => editor.isActive("bold")],
  ["Miring", (chain) => chain.toggleItalic(), (editor) => editor.isActive("italic")],
  ["Butir", (chain) => chain.toggleBulletList(), (editor) => editor.isActive("bulletList")],
  ["Nomor", (chain) => chain.toggleOrderedList(), (editor) => editor.isActive("orderedList")],
  ["Kutipan", (chain) => chain.toggleBlockquote(), (editor) => editor.isActive("blockquote")],
  ["Sumber kutipan", (chain) => chain.toggleMark("cite"), (editor) => editor.isActive("cite")],
  ["Tautan", setLink, (editor) => editor.isActive("link")],
  ["Tabel", (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }), null, (editor) => !inTable(editor)],
  ["Judul tabel", setCaption, null, inTable],
  ["Tambah baris", (chain) => chain.addRowAfter(), null, inTable],
  ["Hapus baris", (chain) => chain.deleteRow(), null, inTable],
  ["Tambah kolom", (chain) => chain.addColumnAfter(), null, inTable],
  ["Hapus kolom", (chain) => chain.deleteColumn(), null, inTable],
  ["Hapus tabel", (chain) => chain.deleteTable(), null, inTable],
  ["Urungkan", (chain) => chain.undo()],
  ["Ulangi", (chain) => chain.redo()],
]

function toolbar(editor, label) {
  const bar = document.createElement("div")
  bar.className = "richtext__toolbar"
  bar.setAttribute("role", "toolbar")
  bar.setAttribute("aria-label", `Perangkat tulis: ${label}`)
  const made = buttons.map(([text, act, pressed, shown]) => {
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = text
    button.addEventListener("click", () => {
      if (act === setLink || act === setCaption) act(editor)
      else act(editor.chain().focus()).run()
    })
    bar.append(button)
    return { button, pressed, shown }
  })
  const refresh = () => {
    for (const { button, pressed, shown } of made) {
      if (pressed) button.setAttribute("aria-pressed", String(pressed(editor)))
      if (shown) button.hidden = !shown(editor)
    }
    rove(bar)
  }
  bar.addEventListener("keydown", (event) => moveFocus(bar, event))
  editor.on("transaction", refresh)
  return { bar, refresh }
}

// One stop for the Tab key, arrows within: the toolbar pattern of WAI-ARIA.
const visible = (bar) => [...bar.children].filter((button) => !button.hidden)

function rove(bar) {
  const all = visible(bar)
  const current = all.find((button) => button.tabIndex === 0) ?? all[0]
  for (const button of bar.children) button.tabIndex = button === current ? 0 : -1
}

function moveFocus(bar, event) {
  const all = visible(bar)
  const at = all.indexOf(document.activeElement)
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key]
  if (to === undefined) return
  event.preventDefault()
  const next = all[(to + all.length) % all.length]
  for (const button of bar.children) button.tabIndex = button === next ? 0 : -1
  next.focus()
}

function start(textarea) {
  if (textarea.closest(".richtext") || textarea.id.includes("__prefix__")) return
  const label = document.querySelector(`label[for="${textarea.id}"]`)
  const name = label?.textContent.replace(/[:*\s]+$/, "").trim() || "Teks"
  const box = document.createElement("div")
  box.className = "richtext prose-editor"
  textarea.before(box)
  const editor = new Editor({
    element: box,
    injectCSS: false, // in editor.css: a style element of its own would break the CSP
    editable: !textarea.disabled,
    extensions,
    content: textarea.value,
    editorProps: {
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": name,
        ...(textarea.getAttribute("aria-describedby") && {
          "aria-describedby": textarea.getAttribute("aria-describedby"),
        }),
        ...(textarea.getAttribute("aria-invalid") && { "aria-invalid": "true" }),
        lang: "id",
      },
    },
    onUpdate: () => {
      textarea.value = editor.isEmpty ? "" : editor.getHTML()
      textarea.dispatchEvent(new Event("input", { bubbles: true }))
    },
  })
  box.append(textarea)
  textarea.hidden = true
  const { bar, refresh } = toolbar(editor, name)
  box.prepend(bar)
  refresh()
  label?.addEventListener("click", () => editor.commands.focus())
  // The one hook for other scripts: replace the text, for instance with one that was kept aside.
  textarea.addEventListener("richtext:set", (event) => editor.commands.setContent(event.detail, { emitUpdate: true }))
}

const startAll = (root) => root.querySelectorAll("textarea[data-richtext]").forEach(start)
startAll(document)
document.addEventListener("formset:added", (event) => startAll(event.target))
