"""A text as blocks of words, for what is not a page: the letter, and plain text to paste anywhere."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urljoin

from django.conf import settings

from selayar_site.markup_tree import Element, tree_of

# One block: {"kind": "p", "runs": […]} and its kin, as letter.typ reads them.
type Block = dict[str, Any]
type Run = dict[str, Any]

_BLOCKS = {"p", "h2", "h3", "ul", "ol", "blockquote", "table", "figure"}


def blocks_of(html: str, *, opening: str = "") -> list[Block]:
    """The blocks of a sanitised text, `opening` in front of its first words. Photos and videos become notes."""
    blocks = _flow(tree_of(html))
    if not opening:
        return blocks
    first: list[Run] = [{"t": opening, "b": True}, {"t": " – "}]
    if blocks and blocks[0]["kind"] == "p":
        return [{"kind": "p", "runs": first + blocks[0]["runs"]}, *blocks[1:]]
    return [{"kind": "p", "runs": first[:1]}, *blocks]


def text_of_blocks(blocks: list[Block], indent: str = "") -> str:
    """The same for a plain text file: paragraphs parted by a blank line, lists with signs, rows of cells."""
    return "\n\n".join(filter(None, (_text(block, indent) for block in blocks)))


def _flow(element: Element) -> list[Block]:
    """Blocks in order; loose words between them are paragraphs of their own."""
    found: list[Block] = []
    loose: list[Element | str] = []
    for child in [*element.children, None]:
        if (isinstance(child, Element) and child.tag in _BLOCKS) or child is None:
            if runs := _runs(loose):
                found.append({"kind": "p", "runs": runs})
            loose = []
            if child is not None:
                found += _block(child)
        else:
            loose.append(child)
    return found


def _block(element: Element) -> list[Block]:
    match element.tag:
        case "p":
            runs = _runs(element.children)
            return [{"kind": "p", "runs": runs}] if runs else []
        case "h2" | "h3":
            runs = _runs(element.children)
            return [{"kind": "h", "level": int(element.tag[1]), "runs": runs}] if runs else []
        case "ul" | "ol":
            items = [flow for item in element.find("li") if (flow := _flow(item))]
            start = int(element.attributes.get("start") or 1)
            return [{"kind": element.tag, "start": start, "items": items}] if items else []
        case "blockquote":
            return [{"kind": "quote", "blocks": _flow(element)}]
        case "table":
            return _table(element)
        case _:
            return _figure(element)


def _figure(element: Element) -> list[Block]:
    caption = [child for each in element.find("figcaption") for child in each.children]
    if quotes := element.find("blockquote"):
        spoken = _runs(caption)
        said: list[Block] = [{"kind": "note", "runs": [{"t": "— "}, *spoken]}] if spoken else []
        return [{"kind": "quote", "blocks": _flow(quotes[0]) + said}]
    if video := element.attributes.get("data-video"):
        address = f"https://www.youtube.com/watch?v={video}"
        words = _runs(caption) or [{"t": "Video"}]
        return [
            {"kind": "note", "runs": [{"t": "[Video: "}, *words, {"t": ", "}, {"t": address, "u": address}, {"t": "]"}]}
        ]
    words = _runs(caption) or [{"t": unescape(element.attributes.get("data-alt", ""))}]
    return [{"kind": "note", "runs": [{"t": "[Foto: "}, *words, {"t": "]"}]}] if words[0]["t"] else []


def _table(element: Element) -> list[Block]:
    head = [_cells(row) for part in element.find("thead") for row in part.find("tr")]
    body = [_cells(row) for part in element.find("tbody") or [element] for row in part.find("tr")]
    # Without a head of its own, a first row of nothing but headings is one.
    if not head and body and all(cell["th"] for cell in body[0]):
        head, body = body[:1], body[1:]
    columns = max((sum(cell["colspan"] for cell in row) for row in [*head, *body]), default=0)
    caption = [run for each in element.find("caption") for run in _runs(each.children)]
    return [{"kind": "table", "caption": caption, "columns": columns, "head": head, "rows": body}] if columns else []


def _cells(row: Element) -> list[Block]:
    return [
        {
            "th": cell.tag == "th",
            "colspan": int(cell.attributes.get("colspan") or 1),
            "rowspan": int(cell.attributes.get("rowspan") or 1),
            "runs": _runs(cell.children),
        }
        for cell in row.find("th", "td")
    ]


def _runs(children: list[Element | str]) -> list[Run]:
    """Words with what they are set in; white space at the ends of the whole is dropped."""
    runs = list(_styled(children, {}))
    while runs and not runs[0]["t"].strip():
        runs.pop(0)
    while runs and not runs[-1]["t"].strip():
        runs.pop()
    if runs:
        runs[0]["t"] = runs[0]["t"].lstrip()
        runs[-1]["t"] = runs[-1]["t"].rstrip()
    return runs


def _styled(children: list[Element | str], style: Run) -> Iterator[Run]:
    for child in children:
        if isinstance(child, str):
            if text := re.sub(r"[ \t\r\n]+", " ", child):
                yield style | {"t": text}
        elif child.tag == "br":
            yield {"t": "\n"}
        else:
            yield from _styled(child.children, style | _style(child))


def _style(element: Element) -> Run:
    match element.tag:
        case "strong":
            return {"b": True}
        case "em" | "cite":
            return {"i": True}
        case "a":
            address = urljoin(settings.PUBLIC_ORIGIN, element.attributes.get("href", ""))
            return {"u": address} if address else {}
        case _:
            return {}


def _text(block: Block, indent: str) -> str:
    match block["kind"]:
        case "ul" | "ol":
            signs = (f"{block['start'] + n}. " if block["kind"] == "ol" else "- " for n in range(len(block["items"])))
            return "\n".join(
                indent + sign + text_of_blocks(item, indent + " " * len(sign)).lstrip()
                for sign, item in zip(signs, block["items"], strict=True)
            )
        case "quote":
            return text_of_blocks(block["blocks"], indent + "> ")
        case "table":
            rows = [[_words(cell["runs"]) for cell in row] for row in [*block["head"], *block["rows"]]]
            return "\n".join(filter(None, [_words(block["caption"]), *(indent + " | ".join(row) for row in rows)]))
        case "h":
            return indent + _words(block["runs"])
        case _:
            return "\n".join(indent + line.strip() for line in _words(block["runs"]).split("\n"))


def _words(runs: list[Run]) -> str:
    """The words; an address that differs from them stands behind in brackets."""
    parts = []
    for number, run in enumerate(runs):
        parts.append(run["t"])
        link = run.get("u", "")
        ends = number + 1 == len(runs) or runs[number + 1].get("u") != link
        if link and ends and run["t"] != link and not link.startswith(("mailto:", "tel:")):
            parts.append(f" ({link})")
    return "".join(parts)
