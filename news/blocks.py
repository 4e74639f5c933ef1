"""A rich text as blocks (paragraphs, headings, list items, table rows) with their words, to be compared."""

import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import NamedTuple

from selayar_site.richtext import sanitize

KINDS = {
    "p": "Paragraf", "h2": "Subjudul", "h3": "Subjudul kecil", "li": "Butir", "blockquote": "Kutipan",
    "cite": "Narasumber", "caption": "Judul tabel", "figcaption": "Keterangan", "tr": "Baris tabel",
    "photo": "Foto", "video": "Video",
}  # fmt: skip
INLINE = {"strong", "em", "a", "br", "sub", "sup", "u", "s", "span", "small", "mark", "code"}
CELLS = {"td", "th"}
# What says something although it holds no words: a picture, or a card of something elsewhere.
TELLING = ("src", "href", "alt", "data-id")


class Word(NamedTuple):
    """One word with what follows it (a blank or nothing), and how it is set."""

    text: str
    marks: tuple[str, ...] = ()


class Block(NamedTuple):
    kind: str
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return "".join(word.text for word in self.words).rstrip()


def plain_words(text: str) -> tuple[Word, ...]:
    return tuple(Word(f"{word} ") for word in text.split())


class _Blocks(HTMLParser):
    def __init__(self, titles: Mapping[int, str]) -> None:
        super().__init__()
        self._titles = titles
        self._held = ""  # the address of the video whose title comes next
        self.blocks: list[Block] = []
        self._kinds: list[str] = []
        self._words: list[Word] = []
        self._marks: list[str] = []
        self._href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "a":
            self._href = values.get("href", "")
        elif tag in {"strong", "em"}:
            self._marks.append(tag)
        elif tag == "br":
            self._space()
        elif tag in CELLS:
            if self._words:
                self._sign("│")
                self._space()
        elif tag == "figcaption" and self._held:
            pass
        elif tag == "figure" and ("data-photo" in values or "data-video" in values):
            self._close()
            self._reference(values)
        elif tag not in INLINE:
            self._close()
            self._kinds.append(tag)
            if told := " ".join(values[name] for name in TELLING if values.get(name)):
                self._sign(f"⟨{told}⟩")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._href:
            self._sign(f"⟨{self._href}⟩")
            self._href = ""
        elif tag in {"strong", "em"} and tag in self._marks:
            self._marks.remove(tag)
        elif tag in CELLS:
            self._space()
        elif tag == "figure" and self._kinds and self._kinds[-1] in ("photo", "video"):
            if self._held:
                self._sign(f"⟨{self._held}⟩")
            self._held = ""
            self._close()
            self._kinds.pop()
        elif tag not in INLINE and tag in self._kinds:
            self._close()
            while self._kinds.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data[:1].isspace():
            self._space()
        marks = tuple(sorted(set(self._marks)))
        for part in re.findall(r"\S+\s?", data):
            self._words.append(Word(f"{part.rstrip()} " if part[-1].isspace() else part, marks))

    def _reference(self, values: dict[str, str]) -> None:
        """A photo by its title and what it shows; a video by its title, which follows, and its address."""
        if key := values.get("data-photo"):
            self._kinds.append("photo")
            self._sign(self._titles.get(int(key), f"nomor {key}"))
            shown = "hiasan" if "data-decorative" in values else values.get("data-alt", "")
            self.handle_data(f" ({shown})" if shown else "")
        else:
            self._kinds.append("video")
            self._held = f"youtu.be/{values['data-video']}"

    def _space(self) -> None:
        if self._words and not self._words[-1].text.endswith(" "):
            last = self._words.pop()
            self._words.append(Word(f"{last.text} ", last.marks))

    def _sign(self, text: str) -> None:
        self._space()
        self._words.append(Word(" ".join(text.split()), ("sign",)))

    def _close(self) -> None:
        """End the block; each ends with a blank, so that its last word equals the same in the middle."""
        self._space()
        if self._words:
            kind = next((kind for kind in reversed(self._kinds) if kind in KINDS), "p")
            self.blocks.append(Block(kind, tuple(self._words)))
            self._words = []


def blocks(html: str, titles: Mapping[int, str] | None = None) -> list[Block]:
    """The blocks of a rich text with their words; empty ones left out. `titles` of the photos in it, by number."""
    parser = _Blocks(titles or {})
    parser.feed(sanitize(html))
    parser.close()
    parser._close()
    return parser.blocks
