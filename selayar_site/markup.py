"""The one shape in which rich text is kept, whatever program it was written in.

`shape()` takes HTML that a parser has put in order and writes it anew: words stand in paragraphs, lists hold
their nested lists, header cells say what they head, a quotation names its speaker. What Word, Google Docs and
WhatsApp mean by styles and classes becomes elements here. It does not make anything safe: richtext.py does.
"""

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple

DEEPEST = 60
HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
MARKS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "cite"}
INLINE = {*MARKS, "a", "span", "font"}
# What a parser may leave in for shape() to read; other elements it takes away, their words stay.
READ = {*HEADINGS, *INLINE, "p", "br", "ul", "ol", "li", "blockquote", "footer", "table", "caption", "thead", "tbody"}
READ |= {"tfoot", "tr", "th", "td", "figure", "figcaption", "div", "section", "article", "header", "main", "aside"}
READ |= {"address", "pre", "dl", "dt", "dd"}

_space = re.compile(r"[ \t\r\n\f\xa0]+")
_control = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # XML, and so a feed, knows none of these
_number = re.compile(r"[0-9]{1,9}")
_span = re.compile(r"[2-9]|[1-9][0-9]")
_video = re.compile(r"[A-Za-z0-9_-]{11}")
_word_level = re.compile(r"level([1-9])")
_word_number = re.compile(r"\(?[0-9a-z]{1,4}[.)]", re.IGNORECASE)


@dataclass
class Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list["Element | str"] = field(default_factory=list)

    def style(self) -> dict[str, str]:
        pairs = (part.partition(":") for part in self.attributes.get("style", "").split(";"))
        return {name.strip().lower(): value.strip().lower() for name, _, value in pairs}

    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text() for child in self.children)

    def find(self, *tags: str) -> "list[Element]":
        """The nearest elements with one of these tags, in order; not what is inside one of them."""
        found: list[Element] = []
        for child in self.children:
            if isinstance(child, Element):
                found += [child] if child.tag in tags else child.find(*tags)
        return found

    def html(self) -> str:
        if self.tag == "br":
            return "<br>"
        attributes = "".join(f' {name}="{escape(value)}"' for name, value in self.attributes.items())
        inside = "".join(
            escape(child, quote=False) if isinstance(child, str) else child.html() for child in self.children
        )
        return f"<{self.tag}{attributes}>{inside}</{self.tag}>"


class _Reader(HTMLParser):
    """A tree of HTML that is well formed already. Nesting deeper than `DEEPEST` is flattened."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("div")
        self.open = [self.root]
        self.flattened = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self.open) > DEEPEST and tag != "br":
            self.flattened += 1
            return
        element = Element(tag, {name: _control.sub(" ", value or "") for name, value in attrs})
        self.open[-1].children.append(element)
        if tag != "br":
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self.flattened:
            self.flattened -= 1
        elif len(self.open) > 1 and tag != "br":
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(_control.sub(" ", data))


def shape(html: str) -> str:
    """The same words in the one shape; shaping twice is shaping once."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(block.html() for block in blocks_of(reader.root.children))


class Run(NamedTuple):
    """Words of one look: the address that they link to, and which of strong, em and cite they are."""

    text: str
    href: str = ""
    marks: frozenset[str] = frozenset()


PLAIN, BREAK = Run(""), Run("\n")


def blocks_of(
    children: "list[Element | str]", *, inner: bool = False, hoisted: list[Element] | None = None
) -> list[Element]:
    """Paragraphs and whatever else stands on its own; in an `inner` place only paragraphs and lists.

    Figures of an inner place go to `hoisted`: they stand behind the block that they were in.
    """
    flow = Flow(inner=inner, hoisted=[] if hoisted is None else hoisted)
    flow.read(children)
    flow.end_paragraph()
    return flow.blocks


class Flow:
    """Reads children of any kind into a row of blocks."""

    def __init__(self, *, inner: bool, hoisted: list[Element]) -> None:
        self.inner = inner
        self.hoisted = hoisted
        self.blocks: list[Element] = []
        self.runs: list[Run] = []
        self.word_lists: list[tuple[int, Element]] = []

    def read(self, children: "list[Element | str]", look: Run = PLAIN, *, keeps_lines: bool = False) -> None:
        for child in children:
            if isinstance(child, str):
                self.words(child, look, keeps_lines)
            elif child.tag == "br":
                self.runs.append(BREAK)
            elif child.tag in INLINE:
                if not _is_word_marker(child):
                    self.read(child.children, _look(child, look), keeps_lines=keeps_lines or _keeps_lines(child))
            else:
                self.end_paragraph()
                self.block(child, look, keeps_lines)

    def words(self, text: str, look: Run, keeps_lines: bool) -> None:
        for number, line in enumerate(text.split("\n") if keeps_lines else [text]):
            if number:
                self.runs.append(BREAK)
            self.runs.append(look._replace(text=line.replace("\n", " ")))

    def end_paragraph(self) -> None:
        """What has gathered becomes a paragraph; an empty line in it parts two."""
        for line in _paragraphs(self.runs):
            self.blocks.append(Element("p", {}, _inline(line)))
        self.runs = []

    def block(self, element: Element, look: Run, keeps_lines: bool) -> None:
        level = _word_list_level(element)
        if level:
            self.word_item(level, element)
        elif element.tag in ("ul", "ol"):
            self.add(_list(element, self.hoisted))
        elif element.tag == "figure":
            self.figure(element, look)
        elif element.tag in HEADINGS and not self.inner:
            self.heading(element)
        elif element.tag == "blockquote" and not self.inner:
            self.add_all(_quotation(element, self.hoisted))
            self.unhoist()
        elif element.tag == "table" and not self.inner:
            self.add(_table(element, self.hoisted))
        else:  # paragraphs, and boxes that mean nothing here
            self.read(element.children, look, keeps_lines=keeps_lines or _keeps_lines(element))
            self.end_paragraph()

    def add(self, block: Element | None) -> None:
        if block is not None:
            self.blocks.append(block)
        self.unhoist()

    def add_all(self, blocks: list[Element]) -> None:
        self.blocks += blocks

    def unhoist(self) -> None:
        if not self.inner:
            self.blocks += self.hoisted
            self.hoisted.clear()

    def heading(self, element: Element) -> None:
        inner = Flow(inner=True, hoisted=self.hoisted)
        inner.read(element.children)
        # A heading is strong by itself, and stands in one line.
        runs = [run._replace(text=run.text.replace("\n", " "), marks=run.marks - {"strong"}) for run in inner.runs]
        rest = " ".join(block.text() for block in inner.blocks)
        if children := _inline([*([Run(rest + " ")] if rest else []), *runs]):
            self.blocks.append(Element(HEADINGS[element.tag], {}, children))
        self.unhoist()

    def figure(self, element: Element, look: Run) -> None:
        if reference := _reference(element):
            self.hoisted.append(reference)
        elif not self.inner and (quotes := element.find("blockquote")):
            self.add_all(_quotation(quotes[0], self.hoisted, _caption_runs(element)))
            beside = [child for child in element.children if child is not quotes[0] and not _is_caption(child)]
            self.read(beside, look)
            self.end_paragraph()
        else:
            self.read(element.children, look)
            self.end_paragraph()
        self.unhoist()

    def word_item(self, level: int, element: Element) -> None:
        """Word writes a list as paragraphs with a level; the sign in front tells which kind of list."""
        if not self.word_lists or not self.blocks or self.blocks[-1] is not self.word_lists[0][1]:
            self.word_lists = []
        while self.word_lists and self.word_lists[-1][0] > level:
            self.word_lists.pop()
        tag = "ol" if _word_number.fullmatch(_word_sign(element)) else "ul"
        if not self.word_lists or self.word_lists[-1][0] < level:
            fresh = Element(tag)
            if self.word_lists:
                item = self.word_lists[-1][1].children[-1]
                assert isinstance(item, Element)
                item.children.append(fresh)
            else:
                self.blocks.append(fresh)
            self.word_lists.append((level, fresh))
        elif len(self.word_lists) == 1 and self.word_lists[0][1].tag != tag:
            self.word_lists = [(level, Element(tag))]
            self.blocks.append(self.word_lists[0][1])
        if item_children := _unwrapped(blocks_of(list(element.children), inner=True, hoisted=self.hoisted)):
            self.word_lists[-1][1].children.append(Element("li", {}, item_children))
        elif not self.word_lists[-1][1].children:
            self.blocks = [block for block in self.blocks if block is not self.word_lists[-1][1]]
            self.word_lists = []


# Lines and words


def _look(element: Element, look: Run) -> Run:
    """How words in this inline element look."""
    style = element.style()
    weight = style.get("font-weight", "")
    marks = set(look.marks)
    # Google Docs wraps all it copies in <b style="font-weight:normal">.
    if element.tag in MARKS and not (element.tag in ("b", "strong") and weight in ("normal", "400")):
        marks.add(MARKS[element.tag])
    if weight == "bold" or (weight.isascii() and weight.isdigit() and int(weight[:4]) >= 600):
        marks.add("strong")
    if style.get("font-style") == "italic":
        marks.add("em")
    return look._replace(href=look.href or element.attributes.get("href", ""), marks=frozenset(marks))


def _keeps_lines(element: Element) -> bool:
    """Whether a line break in the source is one on the screen: so in WhatsApp's messages."""
    classes = element.attributes.get("class", "").split()
    if element.tag == "pre" or {"selectable-text", "copyable-text"} & set(classes):
        return True
    return element.style().get("white-space") in ("pre", "pre-wrap", "pre-line", "break-spaces")


def _paragraphs(runs: list[Run]) -> list[list[Run]]:
    """The runs parted at empty lines, each part without empty ends, spaces told once."""
    parts: list[list[Run]] = [[]]
    breaks = 0
    for run in _spaced(runs):
        if run == BREAK:
            breaks += 1
            continue
        if breaks > 1:
            parts.append([])
        elif breaks and parts[-1]:
            parts[-1].append(BREAK)
        breaks = 0
        parts[-1].append(run)
    return [part for part in parts if any(run.text.strip() for run in part)]


def _spaced(runs: list[Run]) -> list[Run]:
    """One space where there were many, none beside a break or at an end; a lone unbreakable one stays."""
    spaced: list[Run] = []
    for run in runs:
        if run == BREAK:
            _trim_end(spaced)
            spaced.append(run)
            continue
        text = _space.sub(lambda space: "\xa0" if space[0] == "\xa0" else " ", run.text)
        before = spaced[-1].text[-1] if spaced else "\n"
        if before in " \xa0\n":
            text = text.lstrip(" \xa0")
        if text:
            spaced.append(run._replace(text=text))
    _trim_end(spaced)
    return spaced


def _trim_end(runs: list[Run]) -> None:
    while runs and runs[-1] != BREAK:
        last = runs.pop()
        text = last.text.rstrip(" \xa0")
        if text:
            runs.append(last._replace(text=text))
            return


def _inline(runs: list[Run]) -> "list[Element | str]":
    """Elements in one order (link, strong, em, cite), each as long as it can be."""
    root = Element("p")
    open_ = [root]
    # A space has no look of its own, except between words of the same link.
    for run in _merged([run if run.text.strip() else run._replace(marks=frozenset()) for run in _without_edges(runs)]):
        if run == BREAK:
            del open_[1:]
            root.children.append(Element("br"))
            continue
        wanted = [("a", run.href)] if run.href else []
        wanted += [(tag, "") for tag in ("strong", "em", "cite") if tag in run.marks]
        depth = 1
        while depth < len(open_) and depth <= len(wanted) and _is(open_[depth], wanted[depth - 1]):
            depth += 1
        del open_[depth:]
        for tag, href in wanted[depth - 1 :]:
            element = Element(tag, {"href": href} if href else {})
            open_[-1].children.append(element)
            open_.append(element)
        open_[-1].children.append(run.text)
    return root.children


def _is(element: Element, wanted: tuple[str, str]) -> bool:
    return (element.tag, element.attributes.get("href", "")) == wanted


def _without_edges(runs: list[Run]) -> list[Run]:
    runs = _spaced(runs)
    while runs and runs[0] == BREAK:
        runs = runs[1:]
    while runs and runs[-1] == BREAK:
        runs = runs[:-1]
    return runs


def _merged(runs: list[Run]) -> list[Run]:
    merged: list[Run] = []
    for run in runs:
        if merged and BREAK not in (run, merged[-1]) and merged[-1][1:] == run[1:]:
            merged[-1] = run._replace(text=merged[-1].text + run.text)
        else:
            merged.append(run)
    return merged


# Lists


def _list(element: Element, hoisted: list[Element]) -> Element | None:
    items: list[Element] = []
    for child in element.children:
        if isinstance(child, Element) and child.tag in ("ul", "ol") and items:
            nested = _list(child, hoisted)  # Google Docs writes it beside the item it belongs to
            items[-1].children += [nested] if nested else []
            continue
        inside = child.children if isinstance(child, Element) and child.tag == "li" else [child]
        if content := _unwrapped(blocks_of(inside, inner=True, hoisted=hoisted)):
            items.append(Element("li", {}, content))
    if not items:
        return None
    start = element.attributes.get("start", "")
    attributes = {"start": start} if element.tag == "ol" and _number.fullmatch(start) and start != "1" else {}
    return Element(element.tag, attributes, [*items])


def _unwrapped(blocks: list[Element]) -> "list[Element | str]":
    """Without the paragraph around the words, where there is but one."""
    if blocks and blocks[0].tag == "p" and all(block.tag != "p" for block in blocks[1:]):
        return [*blocks[0].children, *blocks[1:]]
    return [*blocks]


def _word_list_level(element: Element) -> int:
    found = _word_level.search(element.style().get("mso-list", ""))
    return int(found[1]) if element.tag == "p" and found else 0


def _is_word_marker(element: Element) -> bool:
    return element.style().get("mso-list") == "ignore"


def _word_sign(element: Element) -> str:
    for child in element.children:
        if isinstance(child, Element):
            sign = child.text() if _is_word_marker(child) else _word_sign(child)
            if sign.strip(" \xa0\n\r\t"):
                return sign.strip(" \xa0\n\r\t")
    return ""


# Tables


def _table(element: Element, hoisted: list[Element]) -> Element | None:
    rows = [cells for row in element.find("tr") if (cells := _cells(row, hoisted))]
    head = _headed(element)
    header_count = 0
    for cells in rows:
        if all(cell.tag == "th" for cell in cells) or header_count < head:
            header_count += 1
        else:
            break
    if not any(cell.children for cells in rows for cell in cells):
        return None
    table = Element("table")
    if captions := element.find("caption"):
        inside = blocks_of(list(captions[0].children), inner=True, hoisted=hoisted)
        if text := " ".join(block.text() for block in inside).strip():
            table.children.append(Element("caption", {}, [text]))
    for tag, part in (("thead", rows[:header_count]), ("tbody", rows[header_count:])):
        if part:
            table.children.append(Element(tag, {}, [_row(cells, is_head=tag == "thead") for cells in part]))
    return table


def _headed(element: Element) -> int:
    """How many rows Word or a writer has put into the head of the table."""
    return sum(len(head.find("tr")) for head in element.find("thead", "tbody") if head.tag == "thead")


def _cells(row: Element, hoisted: list[Element]) -> list[Element]:
    cells = []
    for cell in row.find("td", "th"):
        spans = {name: cell.attributes.get(name, "") for name in ("colspan", "rowspan")}
        kept = {name: value for name, value in spans.items() if _span.fullmatch(value)}
        content = _unwrapped(blocks_of(list(cell.children), inner=True, hoisted=hoisted))
        cells.append(Element(cell.tag, kept, content))
    return cells


def _row(cells: list[Element], *, is_head: bool) -> Element:
    """A header cell says what it heads: its column in the head, else its row."""
    made: list[Element | str] = []
    for cell in cells:
        tag = "th" if is_head else cell.tag
        scope = {"scope": "col" if is_head else "row"} if tag == "th" else {}
        made.append(Element(tag, scope | cell.attributes, cell.children))
    return Element("tr", {}, made)


# Quotations and figures


def _quotation(element: Element, hoisted: list[Element], speaker: list[Run] | None = None) -> list[Element]:
    """The words quoted; with a speaker, a figure whose caption names them (HTML has it outside the quotation)."""
    footers = element.find("footer", "figcaption")
    words: list[Element | str] = [child for child in element.children if not _is_caption(child)]
    if footers and not speaker:
        speaker = _runs(footers[0].children)
    blocks = blocks_of(words, inner=True, hoisted=hoisted)
    if not speaker and len(blocks) > 1 and _is_cited(blocks[-1]):
        speaker = _runs(blocks.pop().children)
    quote = Element("blockquote", {}, [*blocks])
    caption = _inline([run._replace(href="", marks=run.marks & {"strong"}) for run in speaker or ()])
    if not blocks:
        return [Element("p", {}, caption)] if caption else []
    return [Element("figure", {}, [quote, Element("figcaption", {}, caption)])] if caption else [quote]


def _is_cited(block: Element) -> bool:
    return len(block.children) == 1 and isinstance(block.children[0], Element) and block.children[0].tag == "cite"


def _is_caption(child: "Element | str") -> bool:
    return isinstance(child, Element) and child.tag in ("footer", "figcaption")


def _runs(children: "list[Element | str]") -> list[Run]:
    """The words in one line, whatever they stood in."""
    flow = Flow(inner=True, hoisted=[])
    flow.read(children)
    return [
        *(Run(block.text() + " ") for block in flow.blocks),
        *(run._replace(text=run.text.replace("\n", " ")) for run in flow.runs),
    ]


def _caption_runs(element: Element) -> list[Run]:
    captions = element.find("figcaption")
    return _runs(captions[0].children) if captions else []


def _reference(element: Element) -> Element | None:
    """A photo of the library, or a video, by its number alone; None where the figure is something else."""
    photo, video = element.attributes.get("data-photo", ""), element.attributes.get("data-video", "")
    attributes = {}
    if _number.fullmatch(photo):
        attributes["data-photo"] = photo
        alt = " ".join(element.attributes.get("data-alt", "").split())
        if "data-decorative" in element.attributes:
            attributes["data-decorative"] = "true"
        elif alt:
            attributes["data-alt"] = alt
        if "data-protected" in element.attributes:
            attributes["data-protected"] = "true"
    elif _video.fullmatch(video):
        attributes["data-video"] = video
    else:
        return None
    caption = "".join(run.text for run in _without_edges(_caption_runs(element))).strip()
    return Element("figure", attributes, [Element("figcaption", {}, [caption])] if caption else [])
