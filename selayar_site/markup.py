"""The one shape in which rich text is kept, whatever program it was written in.

`shape()` takes HTML that a parser has put in order and writes it anew: words stand in paragraphs, lists hold
their nested lists, header cells say what they head, a quotation names its speaker. What Word, Google Docs and
WhatsApp mean by styles and classes becomes elements here. It does not make anything safe: richtext.py does.
"""

import re

from selayar_site.markup_lines import BREAK, MARKS, PLAIN, Run, inline, keeps_lines, look_of, paragraphs, spaced
from selayar_site.markup_tree import Element, tree_of

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
INLINE = {*MARKS, "a", "span", "font"}
# What a parser may leave in for shape() to read; other elements it takes away, their words stay.
READ = {*HEADINGS, *INLINE, "p", "br", "ul", "ol", "li", "blockquote", "footer", "table", "caption", "thead", "tbody"}
READ |= {"tfoot", "tr", "th", "td", "figure", "figcaption", "div", "section", "article", "header", "main", "aside"}
READ |= {"address", "pre", "dl", "dt", "dd"}

_number = re.compile(r"[0-9]{1,9}")
_span = re.compile(r"[2-9]|[1-9][0-9]")
_video = re.compile(r"[A-Za-z0-9_-]{11}")
_word_level = re.compile(r"level([1-9])")
_word_number = re.compile(r"\(?[0-9a-z]{1,4}[.)]", re.IGNORECASE)


def shape(html: str) -> str:
    """The same words in the one shape; shaping twice is shaping once."""
    return "".join(block.html() for block in blocks_of(tree_of(html).children))


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

    def read(self, children: "list[Element | str]", look: Run = PLAIN, *, as_is: bool = False) -> None:
        for child in children:
            if isinstance(child, str):
                self.words(child, look, as_is)
            elif child.tag == "br":
                self.runs.append(BREAK)
            elif child.tag in INLINE:
                if not _is_word_marker(child):
                    self.read(child.children, look_of(child, look), as_is=as_is or keeps_lines(child))
            else:
                self.end_paragraph()
                self.block(child, look, as_is)

    def words(self, text: str, look: Run, as_is: bool) -> None:
        for number, line in enumerate(text.split("\n") if as_is else [text]):
            if number:
                self.runs.append(BREAK)
            self.runs.append(look._replace(text=line.replace("\n", " ")))

    def end_paragraph(self) -> None:
        """What has gathered becomes a paragraph; an empty line in it parts two."""
        for line in paragraphs(self.runs):
            self.blocks.append(Element("p", {}, inline(line)))
        self.runs = []

    def block(self, element: Element, look: Run, as_is: bool) -> None:
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
            self.read(element.children, look, as_is=as_is or keeps_lines(element))
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
        if children := inline([*([Run(rest + " ")] if rest else []), *runs]):
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
    caption = inline([run._replace(href="", marks=run.marks & {"strong"}) for run in speaker or ()])
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
    caption = "".join(run.text for run in spaced(_caption_runs(element))).strip()
    return Element("figure", attributes, [Element("figcaption", {}, [caption])] if caption else [])
