"""How many releases each month holds, for the archive.

Counted when the page is rendered anew, in one pass over the index of the dates: no row of a text is read, and those
that are not listed any more, which are few, are taken off.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import connection
from django.db.models import Exists, Max, Min, OuterRef
from django.urls import reverse
from django.utils import timezone

from news.filters import midnight, month_name, next_month
from news.models import Article, Edition


@dataclass(frozen=True)
class Month:
    begins: date
    count: int = 0

    @property
    def name(self) -> str:
        """“Juli 2026”."""
        return month_name(self.begins)

    @property
    def url(self) -> str:
        return reverse("article_month", kwargs={"year": self.begins.year, "month": self.begins.month})


@dataclass(frozen=True)
class Year:
    number: int
    months: list[Month]

    @property
    def count(self) -> int:
        return sum(month.count for month in self.months)


def years(at: datetime) -> list[Year]:
    """The months with releases that are listed at that instant, the newest first. Four queries."""
    months = months_until(at)
    gone = _not_listed(at)
    counts = zip(months, _entered(months, at), strict=True)
    filled = [Month(begins, count - gone[begins]) for begins, count in counts if count > gone[begins]]
    return [Year(number, list(rows)) for number, rows in groupby(filled, lambda month: month.begins.year)]


def months_until(at: datetime) -> list[date]:
    """Every month from that of the newest release to that of the oldest one. One query."""
    ends = Article.objects.filter(first_live_from__lte=at).aggregate(
        newest=Max("first_live_from"), oldest=Min("first_live_from")
    )
    if not ends["oldest"]:
        return []
    month, last = month_of(ends["oldest"]), month_of(ends["newest"])
    found = [month]
    while month < last:
        month = next_month(month)
        found.append(month)
    return found[::-1]


def month_of(moment: datetime) -> date:
    return timezone.localdate(moment).replace(day=1)


def _entered(months: list[date], at: datetime) -> list[int]:
    """How many articles were first live in each month, whatever became of them."""
    if not months:
        return []
    cast = "%s" if connection.vendor == "sqlite" else "%s::timestamptz"
    rows = ", ".join([f"(%s, {cast}, {cast})"] * len(months))
    params: list[Any] = []
    for place, begins in enumerate(months):
        # What goes live at this very instant is listed: the end is not.
        ends = min(midnight(next_month(begins)), at + timedelta(microseconds=1))
        params += [place, *map(connection.ops.adapt_datetimefield_value, (midnight(begins), ends))]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH months (place, begins, ends) AS (VALUES {rows}) SELECT place, (SELECT COUNT(*) FROM "
            f"{Article._meta.db_table} WHERE first_live_from >= begins AND first_live_from < ends) FROM months",
            params,
        )
        counts = dict(cursor.fetchall())
    return [counts[place] for place in range(len(months))]


def _not_listed(at: datetime) -> Counter[date]:
    """The same of those that were withdrawn or have expired since."""
    withdrawn = Article.objects.filter(withdrawn_at__lte=at).values_list("first_live_from", flat=True)
    approved = Edition.objects.filter(state=Edition.State.APPROVED, live_from__lte=at)
    newer = approved.filter(article=OuterRef("article"), live_from__gt=OuterRef("live_from"))
    expired = (
        approved.filter(expires_at__lte=at)
        .filter(~Exists(newer))
        .exclude(article__withdrawn_at__lte=at)
        .values_list("article__first_live_from", flat=True)
    )
    return Counter(month_of(moment) for rows in (withdrawn, expired) for moment in rows if moment)
