"""Purges: rows written with the change itself, so that a crash between the two loses nothing."""

from django.conf import settings
from django.db import transaction

from selayar_site.models.pagestore import Purge

from .files import PageFiles


def purge(*sections: str) -> None:
    """Let the page store forget every page that shows one of the sections, once this transaction commits."""
    Purge.objects.bulk_create([Purge(section=section) for section in sections])
    # Not in the way of the change: what fails here is still in its row, and `tick` comes.
    transaction.on_commit(drain, robust=True)


def drain() -> int:
    """Carry out the purges that are written; returns how many. Raises OSError, DatabaseError.

    The section moves on first and the rows go after it: stopped in between, it only moves on twice.
    """
    rows = dict(Purge.objects.values_list("pk", "section"))
    files = PageFiles(settings.PAGE_STORE_DIR)
    for section in sorted(set(rows.values())):
        files.bump(section)
    if rows:
        Purge.objects.filter(pk__in=rows).delete()
    return len(rows)
