"""Why a text was found: its passage with the words asked for, and where they stand in it."""

import re
from collections.abc import Collection
from typing import NamedTuple

from news.models import Edition
from news.stems import Term, terms
from selayar_site.richtext import plain

WIDTH = 230
# Where a heading, a line of a list or a cell ends: its words are no part of the next sentence.
_border = re.compile(r"(?<![.?!:;,…\s])\s*[\t\n]\s*")


class Part(NamedTuple):
    text: str
    is_hit: bool


def parts(text: str, stems: Collection[str]) -> list[Part]:
    """The text in pieces, those that were asked for and those between them."""
    result, end = [], 0
    for start, stop in _hits(text, stems):
        if start > end:
            result.append(Part(text[end:start], is_hit=False))
        if stop > end:
            result.append(Part(text[max(start, end) : stop], is_hit=True))
            end = stop
    return [*result, Part(text[end:], is_hit=False)] if end < len(text) else result


def _hits(text: str, stems: Collection[str]) -> list[tuple[int, int]]:
    return sorted((term.start, term.end) for term in terms(text) if term.stem in stems)


def snippet(edition: Edition, stems: Collection[str]) -> list[Part]:
    """The summary where it has all that was asked, else the passage of the text that has more of it."""
    in_summary = {term.stem for term in terms(edition.summary)} & set(stems)
    if edition.summary and len(in_summary) == len(set(stems)):
        return parts(edition.summary, stems)
    body = re.sub(r"\s+", " ", _border.sub(" · ", plain(edition.body_html)))
    passage, kinds = _best_passage(body, stems)
    return parts(passage if kinds > len(in_summary) else edition.summary or passage, stems)


def _best_passage(text: str, stems: Collection[str]) -> tuple[str, int]:
    """About 230 characters with the most of the stems, the first such; and how many of them it has."""
    hits = [term for term in terms(text) if term.stem in stems]
    best: list[Term] = []
    for number, first in enumerate(hits):
        window = [hit for hit in hits[number : number + 40] if hit.end - first.start <= WIDTH]
        if len({hit.stem for hit in window}) > len({hit.stem for hit in best}):
            best = window
    start = max(0, best[0].start - 50) if best else 0
    return _cut(text, start), len({hit.stem for hit in best})


def _cut(text: str, start: int) -> str:
    """From there, beginning and ending between words, with “…” where something was left out."""
    if start:
        start = text.find(" ", start) + 1
    passage = text[start : start + WIDTH]
    if start + WIDTH < len(text):
        passage = passage.rpartition(" ")[0] + " …"
    return f"… {passage}" if start else passage
