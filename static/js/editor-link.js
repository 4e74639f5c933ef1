// Links of the text: an address as people type it is made whole; one that must not be linked is refused in a sentence.
import { ask } from "./editor-dialog.js"

const HOST = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+\p{L}{2,}(?::[0-9]+)?(?:[/?#]|$)/u
const MAIL = /^[^\s@/:]+@[^\s@/:]+\.[^\s@/:]+$/
const EXAMPLE = "Tuliskan alamat seperti https://www.example.go.id/halaman, atau /kontak/ untuk halaman situs ini."

export function whole(typed) {
  const address = typed.replace(/[\u0000-\u001f\u007f]/g, "").trim()
  if (MAIL.test(address)) return `mailto:${address}`
  if (address.startsWith("//")) return `https:${address}`
  return HOST.test(address) ? `https://${address}` : address
}

// Why a whole address cannot be linked; empty where it can. Who publishes asks once more (news/links.py).
export function objection(address) {
  if (/\s/.test(address)) return "Alamat tautan tidak memuat spasi. Salin alamatnya sekali lagi."
  if (/^\/(?![/\\])/.test(address)) return ""
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(address)?.[1].toLowerCase()
  if (/^(mailto|tel):./i.test(address)) return ""
  if (!scheme) return `Ini bukan alamat yang utuh. ${EXAMPLE}`
  if (!["http", "https"].includes(scheme)) return `Alamat yang diawali “${scheme}:” tidak dapat dipakai. ${EXAMPLE}`
  let host = ""
  try {
    host = new URL(address).hostname
  } catch {}
  return /\.|^\[/.test(host) ? "" : `Nama situs pada alamat ini tidak lengkap. ${EXAMPLE}`
}

export async function setLink(editor) {
  const { href: former } = editor.getAttributes("link")
  const isNew = editor.state.selection.empty && !editor.isActive("link")
  const fields = [{ name: "href", label: "Alamat tautan", value: former, help: "Misalnya https://… atau /kontak/." }]
  if (isNew) fields.push({ name: "text", label: "Teks yang ditautkan", help: "Kosongkan untuk menampilkan alamatnya." })
  else fields[0].help += " Kosongkan untuk melepas tautannya."
  const check = ({ href, text }) => {
    if (!href) return text ? "Tuliskan alamat tautannya." : ""
    return objection(whole(href))
  }
  const given = await ask({ title: "Tautan", fields, check })
  if (!given) return editor.commands.focus()
  const href = whole(given.href)
  const chain = editor.chain().focus()
  if (isNew) {
    if (!href) return chain.run()
    const words = { type: "text", text: given.text || href, marks: [{ type: "link", attrs: { href } }] }
    return chain.insertContent(words).unsetMark("link").run()
  }
  chain.extendMarkRange("link")
  return href ? chain.setMark("link", { href }).run() : chain.unsetLink().run()
}

// Select what is meant inside the text: "photo:" with its place among the photos, "link:" with its address.
export function showWithin(editor, meant) {
  const [kind] = meant.split(":", 1)
  const what = meant.slice(kind.length + 1)
  const isMeant = (mark) => mark.type.name === "link" && mark.attrs.href?.replace(/[\u0000-\u001f]/g, "").trim() === what
  let found = null
  let photos = 0
  editor.state.doc.descendants((node, at) => {
    if (found !== null) return false
    if (kind === "photo" && node.type.name === "photo" && photos++ === Number(what)) found = at
    if (kind === "link" && node.marks.some(isMeant)) found = at
    return true
  })
  if (found === null) return false
  const chain = editor.chain()
  if (kind === "photo") chain.setNodeSelection(found)
  else chain.setTextSelection(found + 1).extendMarkRange("link")
  chain.focus(null, { scrollIntoView: false }).run()
  const { node } = editor.view.domAtPos(editor.state.selection.from)
  const shown = kind === "photo" ? editor.view.nodeDOM(found) : node
  ;(shown.nodeType === Node.TEXT_NODE ? shown.parentElement : shown).scrollIntoView({ block: "center" })
  return true
}
