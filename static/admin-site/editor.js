// The rich-text editor of the admin: what richtext.py keeps, with Indonesian labels, for keyboard and ear.
// The path is relative and unhashed on purpose: bare names would need an inline import map (CSP).
import {
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
} from "../django_prose_editor/editor.js"
import { ask } from "../js/editor-dialog.js"
import { setLink, showWithin } from "../js/editor-link.js"
import { library, Photo, Quotation, setPhoto, setSpeaker, setVideo, Video } from "../js/editor-nodes.js"
import { cleaned, fromText } from "../js/editor-paste.js"

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
    return node.attrs.caption ? ["table", ["caption", { contenteditable: "false" }, node.attrs.caption], rows] : ["table", rows]
  },
})

const IgnoreCaption = Mark.create({
  name: "captionText",
  parseHTML: () => [{ tag: "caption", ignore: true }],
  renderHTML: () => ["span", 0],
})

// Its own would write type="null" and a style where neither was asked for.
const PlainOrderedList = OrderedList.extend({
  addAttributes: () => ({
    start: { default: 1, parseHTML: (list) => Number.parseInt(list.getAttribute("start") ?? "1", 10) || 1 },
  }),
  renderHTML: ({ node: { attrs } }) => ["ol", attrs.start === 1 ? {} : { start: attrs.start }, 0],
}).configure({ enableListAttributes: false })

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
  PlainOrderedList,
  ListItem,
  Quotation,
  Link.configure({ enableTarget: false, protocols: ["http", "https", "mailto", "tel"] }),
  CaptionedTable,
  TableRow,
  TableHeader,
  TableCell,
  History,
  Dropcursor,
  Gapcursor,
]

async function setCaption(editor) {
  const { caption } = editor.getAttributes("table")
  const given = await ask({ title: "Judul tabel", fields: [{ name: "caption", label: "Judul tabel", value: caption }] })
  if (given) editor.chain().focus().updateAttributes("table", { caption: given.caption || null }).run()
}

const inTable = (editor) => editor.isActive("table")
const inQuote = (editor) => editor.isActive("blockquote")
const newTable = { rows: 3, cols: 3, withHeaderRow: true }

// What a button says; what it does, as a step of a chain (`act`) or on its own (`run`); when it is pressed and shown.
const buttons = [
  { text: "Paragraf", act: (chain) => chain.setParagraph(), on: (editor) => editor.isActive("paragraph") },
  { text: "Subjudul", act: (chain) => chain.toggleHeading({ level: 2 }), on: (editor) => editor.isActive("heading", { level: 2 }) },
  { text: "Anak judul", act: (chain) => chain.toggleHeading({ level: 3 }), on: (editor) => editor.isActive("heading", { level: 3 }) },
  { text: "Tebal", act: (chain) => chain.toggleBold(), on: (editor) => editor.isActive("bold") },
  { text: "Miring", act: (chain) => chain.toggleItalic(), on: (editor) => editor.isActive("italic") },
  { text: "Butir", act: (chain) => chain.toggleBulletList(), on: (editor) => editor.isActive("bulletList") },
  { text: "Nomor", act: (chain) => chain.toggleOrderedList(), on: (editor) => editor.isActive("orderedList") },
  { text: "Tautan", run: setLink, on: (editor) => editor.isActive("link") },
  { text: "Kutipan", act: (chain) => chain.toggleBlockquote(), on: inQuote },
  { text: "Pembicara", run: setSpeaker, shown: inQuote },
  { text: "Foto", run: setPhoto, on: (editor) => editor.isActive("photo"), figures: true },
  { text: "Video", run: setVideo, on: (editor) => editor.isActive("video"), figures: true },
  { text: "Tabel", act: (chain) => chain.insertTable(newTable), shown: (editor) => !inTable(editor) },
  { text: "Judul tabel", run: setCaption, shown: inTable },
  { text: "Baris kepala", act: (chain) => chain.toggleHeaderRow(), shown: inTable },
  { text: "Kolom kepala", act: (chain) => chain.toggleHeaderColumn(), shown: inTable },
  { text: "Tambah baris", act: (chain) => chain.addRowAfter(), shown: inTable },
  { text: "Hapus baris", act: (chain) => chain.deleteRow(), shown: inTable },
  { text: "Tambah kolom", act: (chain) => chain.addColumnAfter(), shown: inTable },
  { text: "Hapus kolom", act: (chain) => chain.deleteColumn(), shown: inTable },
  { text: "Hapus tabel", act: (chain) => chain.deleteTable(), shown: inTable },
  { text: "Urungkan", act: (chain) => chain.undo() },
  { text: "Ulangi", act: (chain) => chain.redo() },
]

// Pixels: the tools stay at the top, the buttons of the form at the bottom.
const COVERED = { top: 100, right: 0, bottom: 140, left: 0 }

function toolbar(editor, label, hasFigures) {
  const bar = document.createElement("div")
  bar.className = "richtext__toolbar"
  bar.setAttribute("role", "toolbar")
  bar.setAttribute("aria-label", `Perangkat tulis: ${label}`)
  const made = buttons.filter(({ figures }) => !figures || hasFigures).map(({ text, act, run, on, shown }) => {
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = text
    button.addEventListener("click", () => (run ? run(editor) : act(editor.chain().focus()).run()))
    bar.append(button)
    return { button, on, shown }
  })
  const refresh = () => {
    for (const { button, on, shown } of made) {
      if (on) button.setAttribute("aria-pressed", String(on(editor)))
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
  const hasFigures = textarea.matches("[data-figures]") && Boolean(library())
  const help = Object.assign(document.createElement("p"), {
    className: "richtext__help",
    id: `${textarea.id}-keys`,
    textContent: "Esc membawa Anda ke perangkat tulis; panah kiri dan kanan memilih tombolnya.",
  })
  const status = Object.assign(document.createElement("p"), { className: "richtext__status", role: "status" })
  const tellPictures = (count, names = []) => {
    const named = names.length ? ` (${names.slice(0, 5).map((name) => `“${name.slice(0, 60)}”`).join(", ")})` : ""
    status.textContent = `${count} gambar tidak ikut tertempel${named}. ${hasFigures ? "Unggah ke pustaka, lalu sisipkan dengan tombol Foto." : ""}`
  }
  const editor = new Editor({
    element: box,
    injectCSS: false, // in editor.css: a style element of its own would break the CSP
    editable: !textarea.disabled,
    extensions: hasFigures ? [...extensions, Photo, Video] : extensions,
    content: textarea.value,
    editorProps: {
      // The bars at the top and the bottom of the window cover what is behind them.
      scrollThreshold: COVERED,
      scrollMargin: COVERED,
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": name,
        "aria-describedby": [textarea.getAttribute("aria-describedby"), help.id].filter(Boolean).join(" "),
        ...(textarea.getAttribute("aria-invalid") && { "aria-invalid": "true" }),
        lang: "id",
      },
      transformPastedHTML: (html) => cleaned(html, tellPictures),
      handlePaste(view, { clipboardData }) {
        const text = clipboardData?.getData("text/plain") ?? ""
        const pictures = [...(clipboardData?.files ?? [])].filter(({ type }) => type.startsWith("image/"))
        if (pictures.length && !text && !clipboardData.getData("text/html")) {
          tellPictures(pictures.length)
          return true
        }
        if (!clipboardData || clipboardData.getData("text/html") || !/[\n*_~`[]/.test(text)) return false
        view.pasteHTML(fromText(text))
        return true
      },
      // Tab goes from cell to cell and deeper into lists, so there is another way out.
      handleKeyDown(view, event) {
        if (event.key !== "Escape") return false
        box.querySelector(".richtext__toolbar [tabindex='0']").focus()
        return true
      },
    },
    onUpdate: () => {
      textarea.value = editor.isEmpty ? "" : editor.getHTML()
      textarea.dispatchEvent(new Event("input", { bubbles: true }))
    },
  })
  box.append(textarea)
  textarea.hidden = true
  const { bar, refresh } = toolbar(editor, name, hasFigures)
  box.prepend(bar)
  box.append(status, help)
  refresh()
  label?.addEventListener("click", () => editor.commands.focus())
  // The hooks for other scripts: select what a rule complains of (cancelled where it is there), and replace the text,
  // for instance with one that was kept aside.
  textarea.addEventListener("richtext:show", (event) => {
    if (showWithin(editor, event.detail)) event.preventDefault()
  })
  textarea.addEventListener("richtext:set", (event) => editor.commands.setContent(event.detail, { emitUpdate: true }))
}

const startAll = (root) => root.querySelectorAll("textarea[data-richtext]").forEach(start)
startAll(document)
document.addEventListener("formset:added", (event) => startAll(event.target))
