"""The digest of a release: by which anybody can tell whether a text is the one that was published.

It is the SHA-256, in hexadecimal, of the *plain text* in UTF-8. That text has three lines, parted by one line
feed and with none at the end: the headline, the summary, and all words of the text with those of its headings,
lists, tables and captions, in reading order. Within a line the words are parted by one space; white space as
Unicode names it counts as a space, and characters are composed (NFC). Markup, links, pictures, the dateline and
the documents are no part of it.

It is taken once, with the approval, and kept (`Edition.text_digest`). Neither the sanitiser nor a template has a
share in it: only `plain_text()` below, which therefore must give for every stored text what it gave before.
"""

import hashlib
import unicodedata
from collections.abc import Iterator

from selayar_site.markup_tree import Element, tree_of

# Inside a word; every other element parts words.
_INLINE = {"a", "strong", "em", "cite"}


def plain_text(title: str, summary: str, body_html: str) -> str:
    """The three lines that the digest is taken of."""
    return "\n".join(_line(part) for part in (title, summary, "".join(_words(tree_of(body_html)))))


def digest_of(title: str, summary: str, body_html: str) -> str:
    """64 hexadecimal digits, in small letters: what `sha256sum` says of the plain text as a file."""
    return hashlib.sha256(plain_text(title, summary, body_html).encode()).hexdigest()


def _line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _words(element: Element) -> Iterator[str]:
    gap = "" if element.tag in _INLINE else " "
    yield gap
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _words(child)
    yield gap
