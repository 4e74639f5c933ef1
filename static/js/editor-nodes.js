// What a text holds besides words: quotations with their speaker, photos of the library, videos.
import { Blockquote, Node } from "../django_prose_editor/editor.js"
import { ask } from "./editor-dialog.js"

const element = (name, properties = {}, ...children) => {
  const made = Object.assign(document.createElement(name), properties)
  made.append(...children)
  return made
}

// Quotations

const isQuote = (figure) => (figure.querySelector(":scope > blockquote") ? null : false)
const caption = (node) => node.closest("figure")?.querySelector(":scope > figcaption")

const speakerOf = (node) => {
  const whole = caption(node)?.textContent.trim() ?? ""
  const name = caption(node)?.querySelector("strong")?.textContent.trim() ?? whole.split(", ")[0]
  return { name, office: whole.slice(name.length).replace(/^[\s,]+/, "") }
}

export const Quotation = Blockquote.extend({
  content: "(paragraph|bulletList|orderedList)+",
  addAttributes: () => ({
    speaker: { default: "", parseHTML: (node) => speakerOf(node).name, rendered: false },
    office: { default: "", parseHTML: (node) => speakerOf(node).office, rendered: false },
  }),
  parseHTML: () => [{ tag: "figure", getAttrs: isQuote, contentElement: "blockquote" }, { tag: "blockquote" }],
  renderHTML({ node: { attrs } }) {
    if (!attrs.speaker && !attrs.office) return ["blockquote", 0]
    const words = [attrs.speaker && ["strong", attrs.speaker], attrs.speaker && attrs.office && ", ", attrs.office]
    const line = ["figcaption", { contenteditable: "false" }, ...words.filter(Boolean)]
    return ["figure", ["blockquote", 0], line]
  },
})

export async function setSpeaker(editor) {
  const attrs = editor.getAttributes("blockquote")
  const given = await ask({
    title: "Pembicara",
    fields: [
      { name: "speaker", label: "Nama", value: attrs.speaker, maxLength: 120 },
      { name: "office", label: "Jabatan", value: attrs.office, maxLength: 160, help: "Misalnya: Camat Benteng." },
    ],
  })
  if (given) editor.chain().focus().updateAttributes("blockquote", given).run()
}

// Photos and videos: blocks of their own, each with a button to change it

const own = (name) => ({ default: "", parseHTML: (node) => node.getAttribute(`data-${name}`) ?? "", rendered: false })
const flag = (name) => ({ default: false, parseHTML: (node) => node.hasAttribute(`data-${name}`), rendered: false })
const words = { default: "", parseHTML: (node) => node.querySelector("figcaption")?.textContent.trim() ?? "", rendered: false }

const block = (fill, change) => () => (view) => {
  const dom = element("figure", { className: "held" })
  dom.contentEditable = "false"
  const show = (node) => {
    const button = element("button", { type: "button", className: "held__change", textContent: "Ubah" })
    button.addEventListener("click", () => change(view.editor, node.attrs, view.getPos()))
    const remove = element("button", { type: "button", className: "held__change", textContent: "Hapus" })
    remove.addEventListener("click", () => {
      view.editor.chain().setNodeSelection(view.getPos()).deleteSelection().focus().run()
    })
    const about = fill(node.attrs)
    button.setAttribute("aria-label", `Ubah ${about.name}`)
    remove.setAttribute("aria-label", `Hapus ${about.name}`)
    dom.replaceChildren(...about.parts, element("p", { className: "held__buttons" }, button, remove))
  }
  show(view.node)
  return {
    dom,
    update: (node) => node.type === view.node.type && (show(node), true),
    stopEvent: (event) => Boolean(event.target.closest?.("button")),
    ignoreMutation: () => true,
  }
}

export const library = () => document.querySelector("[data-library]")
const known = new Map()
let asked = null

// All that are asked for in one go are fetched in one go.
export function photo(id) {
  if (!known.has(id)) {
    asked ??= Promise.resolve().then(fetchAsked)
    known.set(id, asked.then((photos) => photos.get(String(id)) ?? null))
  }
  return known.get(id)
}

async function fetchAsked() {
  asked = null
  const ids = [...known.keys()].map((id) => `id=${encodeURIComponent(id)}`)
  try {
    const answer = await fetch(`${library().dataset.source}?${ids.slice(-50).join("&")}`)
    const { photos } = await answer.json()
    return new Map(photos.map((each) => [String(each.id), each]))
  } catch {
    return new Map()
  }
}

export const Photo = Node.create({
  name: "photo",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({
    photo: own("photo"),
    alt: own("alt"),
    decorative: flag("decorative"),
    protected: flag("protected"),
    caption: words,
  }),
  parseHTML: () => [{ tag: "figure[data-photo]", priority: 60 }],
  renderHTML({ node: { attrs } }) {
    const about = { "data-photo": attrs.photo }
    if (attrs.decorative) about["data-decorative"] = "true"
    else if (attrs.alt) about["data-alt"] = attrs.alt
    if (attrs.protected) about["data-protected"] = "true"
    return attrs.caption ? ["figure", about, ["figcaption", attrs.caption]] : ["figure", about]
  },
  addNodeView: block(
    (attrs) => {
      const image = element("img", { alt: attrs.decorative ? "" : attrs.alt, hidden: true })
      const credit = element("span", { className: "held__credit" })
      const alt = attrs.decorative ? "Hiasan" : attrs.alt ? `Teks alternatif: ${attrs.alt}` : "Belum ada teks alternatif."
      const note = element("p", { className: "held__note", textContent: alt })
      if (!attrs.decorative && !attrs.alt) note.classList.add("held__note--missing")
      photo(attrs.photo).then((found) => {
        if (found) Object.assign(image, { src: found.src, hidden: false })
        credit.textContent = found ? found.credit : "Foto ini tidak ada lagi di pustaka."
      })
      const text = element("p", { className: "held__caption", textContent: attrs.caption ? `${attrs.caption} ` : "" }, credit)
      return { name: `foto ${attrs.caption || attrs.alt || attrs.photo}`, parts: [image, text, note] }
    },
    (editor, attrs, at) => describe(editor, attrs, at),
  ),
})

async function describe(editor, attrs, at = null) {
  const found = await photo(attrs.photo)
  const given = await ask({
    title: "Foto di dalam teks",
    preview: found?.src,
    fields: [
      { name: "alt", label: "Teks alternatif", type: "area", value: attrs.alt, maxLength: 250, help: "Apa yang tampak pada foto, untuk yang tidak melihatnya." },
      { name: "decorative", label: "Hiasan: foto tidak menambah keterangan apa pun", type: "check", value: attrs.decorative },
      { name: "caption", label: "Keterangan foto", value: attrs.caption, maxLength: 250, help: found ? `Kreditnya ikut tampil: ${found.credit}` : "" },
      ...(found?.is_sensitive ? [{ name: "protected", label: "Foto ini menampilkan anak atau korban: identitas mereka terlindungi", type: "check", value: attrs.protected }] : []),
    ],
    check: ({ alt, decorative }) => (decorative && alt ? "Foto hiasan tidak memiliki teks alternatif: kosongkan salah satunya." : ""),
  })
  if (!given) return editor.commands.focus()
  const node = { type: "photo", attrs: { ...attrs, ...given } }
  place(editor, node, at)
}

function place(editor, node, at) {
  if (at === null) editor.chain().focus().insertContent([node, ...(isLast(editor) ? [{ type: "paragraph" }] : [])]).run()
  else editor.chain().focus().setNodeSelection(at).updateAttributes(node.type, node.attrs).run()
}

const isLast = (editor) => editor.state.selection.$to.after(1) >= editor.state.doc.content.size

const selected = (editor, type) => {
  const { node, from } = editor.state.selection
  return node?.type.name === type ? { attrs: node.attrs, at: from } : null
}

export function setPhoto(editor) {
  const here = selected(editor, "photo")
  if (here) return describe(editor, here.attrs, here.at)
  const chosen = (found) => {
    known.set(String(found.id), Promise.resolve(found))
    describe(editor, { photo: String(found.id), alt: found.alt, decorative: false, protected: false, caption: "" })
  }
  library().dispatchEvent(new CustomEvent("library:pick", { detail: chosen }))
}

const KEY = /(?:youtu\.be\/|[?&]v=|\/(?:shorts|live|embed)\/)([A-Za-z0-9_-]{11})(?![A-Za-z0-9_-])/

export const Video = Node.create({
  name: "video",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes: () => ({ video: own("video"), title: words }),
  parseHTML: () => [{ tag: "figure[data-video]", priority: 60 }],
  renderHTML: ({ node: { attrs } }) => ["figure", { "data-video": attrs.video }, ["figcaption", attrs.title]],
  addNodeView: block(
    (attrs) => ({
      name: `video ${attrs.title}`,
      parts: [
        element("p", { className: "held__caption held__caption--video", textContent: attrs.title }),
        element("p", { className: "held__note", textContent: "Video YouTube. Pembaca melihat kartu ini; tidak ada yang dimuat sebelum diketuk." }),
      ],
    }),
    (editor, attrs, at) => askVideo(editor, attrs, at),
  ),
})

async function askVideo(editor, attrs, at) {
  const given = await ask({
    title: "Video YouTube",
    fields: [
      { name: "address", label: "Alamat video", value: attrs ? `https://youtu.be/${attrs.video}` : "", required: true, help: "Salin dari YouTube, misalnya https://youtu.be/…" },
      { name: "title", label: "Judul video", value: attrs?.title, required: true, maxLength: 160, help: "Yang dibaca orang pada kartunya." },
    ],
    check: ({ address }) => (KEY.test(address) ? "" : "Ini bukan alamat video YouTube."),
  })
  if (!given) return editor.commands.focus()
  place(editor, { type: "video", attrs: { video: KEY.exec(given.address)[1], title: given.title } }, at)
}

export function setVideo(editor) {
  const here = selected(editor, "video")
  return askVideo(editor, here?.attrs, here ? here.at : null)
}
