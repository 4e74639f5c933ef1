"""What SQLite knows of its tables when it chooses how to answer; PostgreSQL sees to that by itself.

A migration that rebuilds a table loses the statistics of it, and SQLite gathers none anew: with 100,000 articles the
archive then took minutes instead of a quarter of a second.
"""

from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, transaction

# Rows of each index that are looked at: a second for 100,000 articles, a minute if all were read.
ROWS = 1000


def after_migrate(*, plan: list[Any] | None = None, using: str = "default", **kwargs: Any) -> None:
    """Receives `post_migrate`, which also comes where nothing was migrated, and after each flush."""
    if plan and using == connection.alias:
        gather()


def refresh(on: date | None = None) -> bool:
    """A duty of `tick`: gather once a day, as the tables grow. The field with the day is left to users of SQLite."""
    today = (on or datetime.now(UTC).date()).toordinal()
    if connection.vendor != "sqlite" or _asked("PRAGMA user_version") == today:
        return False
    with transaction.atomic():
        gather()
        _asked(f"PRAGMA user_version = {today}")
    return True


def gather() -> None:
    if connection.vendor == "sqlite":
        _asked(f"PRAGMA analysis_limit = {ROWS}")
        _asked("ANALYZE")


def _asked(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return row and row[0]
