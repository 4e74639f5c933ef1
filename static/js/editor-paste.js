// What Word, Google Docs and WhatsApp copy, as clean text: the same that selayar_site/markup.py makes of it on saving.

const BLOCKS = "p,h1,h2,h3,h4,h5,h6,ul,ol,li,table,thead,tbody,tr,td,th,blockquote,div,figure,section,article,pre,dl"
const NOISE = "script,style,meta,link,title,xml,template,svg,math,iframe,object,colgroup"

const styleOf = (element) => {
  const pairs = (element.getAttribute("style") ?? "").toLowerCase().split(";").map((part) => part.split(":"))
  return Object.fromEntries(pairs.map(([name, ...value]) => [name.trim(), value.join(":").trim()]))
}
const unwrap = (element) => element.replaceWith(...element.childNodes)

// Google Docs leads every link over google.com, and Word links its notes to places that stay behind.
function directed(link) {
  const href = link.getAttribute("href").trim()
  const detour = /^https?:\/\/(www\.)?google\.[a-z.]+\/url\?(.*)/i.exec(href)
  const asked = detour && new URLSearchParams(detour[2])
  const target = (asked?.get("q") || asked?.get("url") || "").trim().replaceAll(" ", "%20")
  if (/^https?:\/\//.test(target)) link.setAttribute("href", target)
  else if (/^#|#_(ftn|edn|msocom|Toc|Ref|Hlk)/i.test(href)) unwrap(link)
}

const wrap = (element, name) => {
  const mark = element.ownerDocument.createElement(name)
  mark.append(...element.childNodes)
  element.append(mark)
}
const rename = (element, name) => {
  const other = element.ownerDocument.createElement(name)
  for (const { name: key, value } of element.attributes) if (/^(col|row)span$/.test(key)) other.setAttribute(key, value)
  other.append(...element.childNodes)
  element.replaceWith(other)
  return other
}

// Messengers set signs as pictures, others count who reads by one that cannot be seen.
const isPicture = (image) => {
  const isSign = image.matches(".emoji, [class*=emoji]") || /^\p{Extended_Pictographic}/u.test(image.alt)
  return !isSign && image.getAttribute("width") !== "1" && !/^data:image\/gif/.test(image.getAttribute("src") ?? "")
}

// `told` hears how many pictures did not come along, and what they are called.
export function cleaned(html, told = () => {}) {
  // What acts or dresses would break the page's policy as soon as it is parsed, even where it cannot act.
  const harmless = html
    .replaceAll("\0", "")
    .replace(/<style\b[^>]*>[\s\S]*?(<\/style\s*>|$)/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/([\s"'/])on[a-z]+\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)/gi, "$1"))
  if (/data-pm-slice/.test(html)) return harmless // from an editor like this one
  const { body } = new DOMParser().parseFromString(harmless, "text/html")
  body.querySelectorAll(NOISE).forEach((element) => element.remove())
  const pictures = [...body.querySelectorAll("img")]
  const counted = pictures.filter(isPicture)
  if (counted.length) told(counted.length, counted.map((image) => image.alt.trim()).filter(Boolean))
  pictures.forEach((image) => image.remove())
  body.querySelectorAll("a[href]").forEach(directed)
  wordLists(body)
  keptLines(body)
  looks(body)
  body.querySelectorAll("thead td").forEach((cell) => rename(cell, "th"))
  body.querySelectorAll("h1").forEach((heading) => rename(heading, "h2"))
  body.querySelectorAll("h4,h5,h6").forEach((heading) => rename(heading, "h3"))
  body.querySelectorAll(":is(h2,h3) :is(strong,b)").forEach(unwrap)
  for (const element of body.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) if (!/^(href|start|(col|row)span|data-(photo|video|alt|decorative|protected))$/.test(name)) element.removeAttribute(name)
    if (element.localName.includes(":") || (element.localName === "a" && !element.hasAttribute("href"))) unwrap(element)
  }
  lineBreaks(body)
  for (const element of body.querySelectorAll("p,h1,h2,h3,h4,h5,h6")) {
    if (!element.textContent.trim()) element.remove()
  }
  spaces(body)
  return body.innerHTML
}

// Weight and slant are styles; Google Docs wraps everything in <b style="font-weight:normal">.
function looks(body) {
  for (const element of [...body.querySelectorAll("b,strong,i,em,span,font,a")]) {
    const style = styleOf(element)
    const isPlain = ["normal", "400"].includes(style["font-weight"])
    if (/^(b|strong)$/.test(element.localName) && isPlain) {
      unwrap(element)
      continue
    }
    if (style["font-weight"] === "bold" || Number(style["font-weight"]) >= 600) wrap(element, "strong")
    if (style["font-style"] === "italic") wrap(element, "em")
    if (/^(span|font)$/.test(element.localName)) unwrap(element)
  }
}

// Word: paragraphs with a level, and in front of each the sign that tells which kind of list it is.
function wordLists(body) {
  let open = []
  for (const paragraph of [...body.querySelectorAll("p")]) {
    const level = Number(/level([1-9])/.exec(styleOf(paragraph)["mso-list"] ?? "")?.[1] ?? 0)
    if (!level) {
      open = []
      continue
    }
    const marker = [...paragraph.querySelectorAll("span")].find((span) => styleOf(span)["mso-list"] === "ignore")
    const kind = /^\(?[0-9a-z]{1,4}[.)]$/i.test(marker?.textContent.trim() ?? "") ? "ol" : "ul"
    marker?.remove()
    while (open.length && open.at(-1).level > level) open.pop()
    if (open.length === 1 && open[0].level === level && open[0].list.localName !== kind) open = []
    if (!open.length || open.at(-1).level < level) {
      const list = body.ownerDocument.createElement(kind)
      const parent = open.at(-1)?.list.lastElementChild
      if (parent) parent.append(list)
      else paragraph.before(list)
      open.push({ level, list })
    }
    const item = body.ownerDocument.createElement("li")
    item.append(...paragraph.childNodes)
    open.at(-1).list.append(item)
    paragraph.remove()
  }
}

// WhatsApp: a new line in the source is one on the screen.
function keptLines(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT)
  const texts = []
  while (walker.nextNode()) texts.push(walker.currentNode)
  for (const text of texts) {
    if (!text.data.includes("\n")) continue
    const around = text.parentElement.closest("pre,[style*='white-space'],.selectable-text,.copyable-text")
    const keeps = around && (around.matches("pre,.selectable-text,.copyable-text") || /^(pre|break-spaces)/.test(styleOf(around)["white-space"] ?? ""))
    if (!keeps) continue
    const parts = text.data.split("\n").flatMap((line, at) => (at ? [body.ownerDocument.createElement("br"), line] : [line]))
    text.replaceWith(...parts)
  }
}

// Breaks between blocks say nothing; two in a row part paragraphs.
function lineBreaks(body) {
  body.querySelectorAll("p p").forEach(unwrap)
  const hasBlocks = (element) => [...element.children].some((child) => child.matches(BLOCKS))
  for (const place of [body, ...body.querySelectorAll("div,section,article,td,th,li,blockquote")]) {
    if (!hasBlocks(place) && place !== body) continue
    let paragraph = null
    for (const child of [...place.childNodes]) {
      if (child.nodeType === Node.ELEMENT_NODE && child.matches(BLOCKS)) {
        paragraph = null
        continue
      }
      if (child.nodeType === Node.COMMENT_NODE || (!paragraph && (child.localName === "br" || !child.textContent.trim()))) {
        child.remove()
        continue
      }
      if (!paragraph) {
        paragraph = body.ownerDocument.createElement("p")
        child.before(paragraph)
      }
      paragraph.append(child)
    }
  }
  for (const paragraph of body.querySelectorAll("p")) parted(paragraph)
}

function parted(paragraph) {
  const isBreak = (node) => node?.localName === "br"
  const trim = (node) => {
    while (node.lastChild && (isBreak(node.lastChild) || !node.lastChild.textContent.trim())) node.lastChild.remove()
  }
  trim(paragraph)
  const nodes = [...paragraph.childNodes]
  const at = nodes.findIndex((node, index) => isBreak(node) && (isBreak(nodes[index + 1]) || (!nodes[index + 1]?.textContent.trim() && isBreak(nodes[index + 2]))))
  if (at < 0) return
  const rest = paragraph.ownerDocument.createElement("p")
  rest.append(...nodes.slice(at))
  while (rest.firstChild && (isBreak(rest.firstChild) || !rest.firstChild.textContent.trim())) rest.firstChild.remove()
  paragraph.after(rest)
  trim(paragraph)
  parted(rest)
}

function spaces(body) {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const text = walker.currentNode
    text.data = text.data.replace(/[ \t\r\n\f\u00a0]+/g, (run) => (run === "\u00a0" ? run : " "))
  }
}

// Words without markup: an empty line parts paragraphs, and messengers' signs mean what they show.
const CLOCK = "\\d{1,2}[.:]\\d{2}(?:[.:]\\d{2})?(?:\\s?[AP]M)?"
const DAY = "\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{2,4}"
const SENDER = "[^:\\n]{1,60}: "
// WhatsApp on the web, on iPhones, and as an exported chat.
const STAMP = new RegExp(`^\\u200e?(?:\\[(?:${CLOCK}, ${DAY}|${DAY},? ${CLOCK})\\] |${DAY},? ${CLOCK} - )${SENDER}`, "gim")
const BULLET = /^\s*[-*•–]\s+(?=\S)/
const ORDINAL = /^\s*([0-9]{1,3})[.)]\s+(?=\S)/
const FENCE = /```\n?([^`]+?)\n?```/g // words in the type of a machine
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
const emphasised = (line) =>
  escaped(line.trim())
    .replace(/(?<![\p{L}\p{N}_~])~(?=\S)([^~\n]*[^~\s])~(?![\p{L}\p{N}_~])/gu, "$1")
    .replace(/(?<![\p{L}\p{N}_*])\*(?=\S)([^*\n]*[^*\s])\*(?![\p{L}\p{N}_*])/gu, "<strong>$1</strong>")
    .replace(/(?<![\p{L}\p{N}_/])_(?=\S)([^_\n]*[^_\s])_(?![\p{L}\p{N}_])/gu, "<em>$1</em>")

export function fromText(text) {
  const blocks = text.replace(/\r\n?/g, "\n").replace(STAMP, "").replace(FENCE, "$1").split(/\n[ \t]*\n\s*/)
  return blocks.map(blockFromText).join("")
}

function blockFromText(block) {
  const groups = []
  for (const line of block.split("\n").filter((line) => line.trim())) {
    const kind = BULLET.test(line) ? "ul" : ORDINAL.test(line) ? "ol" : "p"
    if (groups.at(-1)?.kind === kind) groups.at(-1).lines.push(line)
    else groups.push({ kind, lines: [line] })
  }
  return groups
    .map(({ kind, lines }) => {
      if (kind === "p") return `<p>${lines.map(emphasised).join("<br>")}</p>`
      const sign = kind === "ul" ? BULLET : ORDINAL
      const first = sign.exec(lines[0])[1]
      const start = first && first !== "1" ? ` start="${first}"` : ""
      return `<${kind}${start}>${lines.map((line) => `<li>${emphasised(line.replace(sign, ""))}</li>`).join("")}</${kind}>`
    })
    .join("")
}
