"""The index written anew, from the editions as they are."""

import time
from collections.abc import Callable

from django.db import transaction

from news.models import Edition
from news.search.index import put, text_of, tidy
from news.search.spelling import learn
from selayar_site.richtext import plain

BATCH = 500
# Between two batches, so that editors who wait for SQLite's one lock get it: they ask ten times a second.
PAUSE_SECONDS = 0.12


def rebuild(progress: Callable[[int], None] = lambda done: None) -> int:
    """Index every edition and learn the words of what was approved; how many there were.

    In small transactions: searching and writing go on meanwhile. May be stopped and begun again.
    """
    done, last = 0, 0
    while batch := _batch(last):
        last, done = batch[-1].pk, done + len(batch)
        progress(done)
        if len(batch) == BATCH:
            time.sleep(PAUSE_SECONDS)
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
