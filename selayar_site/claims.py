"""Nobody is overwritten: a write claims the version that it was made from."""

from django.db import models
from django.db.models import F


class Stale(Exception):
    """Somebody else wrote since the version that this write was made from."""


def claim(thing: models.Model, version: int) -> None:
    """Take `thing` for writing, in the caller's transaction: one UPDATE that only one of two can win.

    `thing` must have a `version` column; it counts on by one, on the row and on `thing`.
    Raises Stale, before anything is written, where `version` is not the row's any more.
    """
    rows = type(thing)._base_manager.filter(pk=thing.pk, version=version)
    if not rows.update(version=F("version") + 1):
        raise Stale
    thing.version = version + 1  # type: ignore[attr-defined]  # asked for in the docstring
