"""The pages of what a question found. A page is named by where the one before it ended, not by a number:

`?sesudah=2026-11-22T09:05:00Z~5123456~812` begins after release 812 of rank 5123456 among what had appeared by that
instant, which is that of the first page. So nothing is met twice, whatever is published or withdrawn meanwhile. A
revision may move its own release alone.
"""

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from news.models import Article
from selayar_site.pagination import AFTER, BEFORE, BadCursor, read_cursor, write_cursor

SIZE = 10


@dataclass(frozen=True)
class Wanted:
    """The page that an address asks for."""

    until: datetime
    place: tuple[int, int] | None = None  # rank and number of the release beside it; None for the first page
    is_before: bool = False


@dataclass(frozen=True)
class ResultPage:
    """Cursors are empty where nothing follows."""

    articles: list[Article]
    first: int  # the place of the first of them among all, from 1 on
    previous_cursor: str = ""
    next_cursor: str = ""


def wanted(params: QueryDict, at: datetime) -> Wanted:
    """Raises BadCursor."""
    cursor, is_before = read_cursor(params, (datetime, int, int))
    if not cursor:
        return Wanted(at)
    until, *place = cursor
    if until > at:
        raise BadCursor("Nobody has seen that moment yet.")
    return Wanted(until, (place[0], place[1]), is_before)


def page_of(found: list[Article], asked: Wanted) -> ResultPage:
    """The page that was asked for, of everything in the order of `best()`. Empty beyond either end."""
    place = asked.place
    if place is None:
        start, end = 0, SIZE
    elif asked.is_before:
        end = sum(_place(article) > place for article in found)
        start = max(0, end - SIZE)
    else:
        start = sum(_place(article) >= place for article in found)
        end = start + SIZE
    shown = found[start:end]

    def cursor(name: str, article: Article) -> str:
        return f"{name}={write_cursor((asked.until, *_place(article)))}"

    return ResultPage(
        shown,
        first=start + 1,
        previous_cursor=cursor(BEFORE, shown[0]) if shown and start else "",
        next_cursor=cursor(AFTER, shown[-1]) if shown and len(found) > end else "",
    )


def _place(article: Article) -> tuple[int, int]:
    return article.rank, article.pk
