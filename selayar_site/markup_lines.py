"""Words in a row: how they look, where spaces and breaks stand, and the elements they are written in."""

import re
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from selayar_site.markup_tree import Element

MARKS = {"b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "cite"}
_space = re.compile(r"[ \t\r\n\f\xa0]+")


class Run(NamedTuple):
    """Words of one look: the address that they link to, and which of strong, em and cite they are."""

    text: str
    href: str = ""
    marks: frozenset[str] = frozenset()


PLAIN, BREAK = Run(""), Run("\n")


# Google Docs leads every link over google.com, and Word links its notes to places that stay behind.
_detour = re.compile(r"https?://(?:www\.)?google\.[a-z.]+/url\?", re.IGNORECASE)
_inside = re.compile(r"^#|#_(?:ftn|edn|msocom|Toc|Ref|Hlk)", re.IGNORECASE)


def direct(href: str) -> str:
    """Where a link leads in the end; empty for a place inside the text that it was copied from."""
    href = href.strip()
    while _detour.match(href):
        try:
            asked = parse_qs(urlsplit(href).query)
        except ValueError:
            break
        target = (asked.get("q") or asked.get("url") or [""])[0].strip().replace(" ", "%20")
        if not target.startswith(("http://", "https://")):
            break
        href = target
    return "" if _inside.search(href) else href


def look_of(element: Element, look: Run) -> Run:
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
    return look._replace(href=look.href or direct(element.attributes.get("href", "")), marks=frozenset(marks))


def keeps_lines(element: Element) -> bool:
    """Whether a line break in the source is one on the screen: so in WhatsApp's messages."""
    classes = element.attributes.get("class", "").split()
    if element.tag == "pre" or {"selectable-text", "copyable-text"} & set(classes):
        return True
    return element.style().get("white-space") in ("pre", "pre-wrap", "pre-line", "break-spaces")


def paragraphs(runs: list[Run]) -> list[list[Run]]:
    """The runs parted at empty lines, each part without empty ends, spaces told once."""
    parts: list[list[Run]] = [[]]
    breaks = 0
    for run in spaced(runs):
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


def spaced(runs: list[Run]) -> list[Run]:
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


def inline(runs: list[Run]) -> "list[Element | str]":
    """Elements in one order (link, strong, em, cite), each as long as it can be."""
    root = Element("p")
    open_ = [root]
    # A space has no look of its own, except between words of the same link.
    for run in _merged([run if run.text.strip() else run._replace(marks=frozenset()) for run in spaced(runs)]):
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


def _merged(runs: list[Run]) -> list[Run]:
    merged: list[Run] = []
    for run in runs:
        if merged and BREAK not in (run, merged[-1]) and merged[-1][1:] == run[1:]:
            merged[-1] = run._replace(text=merged[-1].text + run.text)
        else:
            merged.append(run)
    return merged
