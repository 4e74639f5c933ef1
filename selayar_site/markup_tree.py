"""HTML as a tree, and back."""

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

DEEPEST = 60
_control = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # XML, and so a feed, knows none of these


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


def tree_of(html: str) -> Element:
    """The tree of well-formed HTML, without characters that XML does not know."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root
