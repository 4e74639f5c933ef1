"""The index written anew, from the editions as they are."""

from collections.abc import Callable

from django.db import transaction

from news.models import Edition
from news.search.index import put, text_of, tidy
from news.search.spelling import learn
from selayar_site.richtext import plain

BATCH = 500


def rebuild(progress: Callable[[int], None] = lambda done: None) -> int:
    """Index every edition and learn the words of what was approved; how many there were.

    In small transactions: searching and writing go on meanwhile. May be stopped and begun again.
    """
    done, last = 0, 0
    while batch := _batch(last):
        last, done = batch[-1].pk, done + len(batch)
        progress(done)
    tidy()
    return done


@transaction.atomic
def _batch(after: int) -> list[Edition]:
    """Index the next editions, held against a change between reading and writing."""
    fields = ("state", "title", "summary", "body_html")
    rows = list(Edition.objects.select_for_update().filter(pk__gt=after).order_by("pk").only(*fields)[:BATCH])
    put((row.pk, text_of(row.title, row.summary, row.body_html)) for row in rows)
    approved = [row for row in rows if row.state == Edition.State.APPROVED]
    learn(" ".join(f"{row.title} {row.summary} {plain(row.body_html)}" for row in approved))
    return rows
