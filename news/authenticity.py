"""Whether a release is genuine, asked by its number or by its words."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from news.digest import plain_text
from news.models import Address, Answer, Article, Edition
from news.numbers import number_key

# A number is at most 40 characters; people add spaces.
LONGEST_NUMBER = 80
# What one asks to have compared: a whole release, and not a book.
LONGEST_TEXT = 20_000
MOST_LINES = 400


@dataclass(frozen=True)
class Compared:
    """One line of a text that somebody holds, and whether it stands so in the release."""

    text: str
    is_there: bool


def key_asked(text: str) -> str:
    """The key of a number as somebody typed it; empty for what can be none."""
    key = number_key(text) if len(text) <= LONGEST_NUMBER else ""
    return key if len(key) <= 40 else ""


def answer_for_number(key: str, at: datetime) -> Answer:
    """What readers get of the release with that number; the same word about visibility as its page.

    Raises Article.DoesNotExist for a number that was never given, and for one whose release is not public yet.
    """
    slug = Address.objects.filter(article__number_key=key, is_current=True).values_list("slug", flat=True).first()
    if slug is None:
        raise Article.DoesNotExist
    return Article.objects.answer_for(slug, at)


def published_editions(article: Article, at: datetime) -> list[Edition]:
    """The editions that readers have had by then, the newest first."""
    approved = article.editions.filter(state=Edition.State.APPROVED, live_from__lte=at)
    return list(approved.order_by("-live_from"))


def compare(text: str, known: Iterable[str]) -> list[Compared]:
    """Each line of `text`, and whether its words follow each other in one of the `known` texts.

    Signs, capitals, spaces and the asterisks of messengers make no difference; every letter and digit does.
    Lines without a word are left out.
    """
    stock = [f" {_words(each)} " for each in known]
    lines = [line.strip() for line in text.replace("\0", " ").splitlines()]
    return [
        Compared(line, any(f" {words} " in each for each in stock))
        for line in lines[:MOST_LINES]
        if (words := _words(line))
    ]


def known_texts(article: Article, *, opening: str, extra: Iterable[str] = ()) -> list[str]:
    """What a faithful copy may hold: the published words, also behind the dateline, and what goes around them."""
    edition = article.live
    text = plain_text(edition.title, edition.summary, edition.body_html)
    _, _, body = text.split("\n")
    return [text, f"{opening} {body}", *extra]


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold()))
