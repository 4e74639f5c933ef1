"""A passage of a text that somebody quoted, found again after the text was edited.

It is kept as its words with those around it and its place, never as a mark inside the text: writing goes on
undisturbed, and a passage that is gone is simply not found.
"""

import re
from dataclasses import dataclass
from itertools import takewhile

from selayar_site.richtext import plain

AROUND = 40  # signs kept on either side, to tell two like passages apart
MOST = 600  # signs of one quotation

# Keyboards and messengers change these; each stands for one sign, so that places stay.
_alike = str.maketrans("“”„‟‘’‚‛–—−‑\xa0", "\"\"\"\"''''---- ")
_breaks = re.compile(r"\s+")


@dataclass(frozen=True)
class Passage:
    """Words of a text, those around them, and how many signs stand in front."""

    quotation: str
    before: str
    after: str
    place: int


@dataclass(frozen=True)
class Found:
    """A passage as it stands now: its words, and how many like it stand in front."""

    words: str
    nth: int


def words_of(html: str) -> str:
    """The words of a text in one line."""
    return _one_line(plain(html))


def places_of(words: str, quotation: str) -> list[int]:
    """Where the quotation stands, whatever its capitals, quotation marks and dashes."""
    wanted, text = _folded(_one_line(quotation)), _folded(words)
    return [found.start() for found in re.finditer(re.escape(wanted), text)] if wanted else []


def passages_in(html: str, quotation: str) -> list[Passage]:
    """Every passage with these words. Who quotes the opening may have quoted the dateline before it too."""
    words, quotation = words_of(html), _one_line(quotation)
    places = places_of(words, quotation)
    if not places and " – " in quotation:
        quotation = quotation.partition(" – ")[2]
        places = places_of(words, quotation)
    return [_passage(words, at, at + len(quotation)) for at in places]


def _passage(words: str, start: int, end: int) -> Passage:
    return Passage(words[start:end], words[max(0, start - AROUND) : start], words[end : end + AROUND], start)


def locate(html: str, passage: Passage) -> Found | None:
    """The passage in a text that was edited since: of several like it the one with most of its words around it,
    then the nearest. None where it is gone."""
    words = words_of(html)
    places = places_of(words, passage.quotation)
    if not places:
        return None
    length = len(passage.quotation)

    def nearness(start: int) -> tuple[int, int]:
        now = _passage(words, start, start + length)
        around = _shared(now.before[::-1], passage.before[::-1]) + _shared(now.after, passage.after)
        return -around, abs(start - passage.place)

    best = min(places, key=nearness)
    exact = words[best : best + length]
    return Found(exact, words.count(exact, 0, best))


def _shared(one: str, other: str) -> int:
    """How many signs both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _one_line(text: str) -> str:
    return _breaks.sub(" ", text).strip()


def _folded(text: str) -> str:
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text.translate(_alike))
