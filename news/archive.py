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
from django.db.models import Count, Exists, F, OuterRef, QuerySet
from django.urls import reverse

from news.models import Article, Edition
from news.months import MonthText, month_in
from selayar_site.months import EARLIEST, LATEST, begins_at, first_day, month_at, month_name, year_and_month


@dataclass(frozen=True)
class Month:
    number: int  # as in selayar_site/months.py
    count: int = 0

    @property
    def begins(self) -> date:
        return first_day(self.number)

    @property
    def name(self) -> str:
        """“Juli 2026”."""
        return month_name(self.number)

    @property
    def url(self) -> str:
        return reverse("article_month", args=year_and_month(self.number))


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
    missing = _not_listed(at)
    counts = zip(months, _entered(months, at), strict=True)
    filled = [Month(month, count - missing[month]) for month, count in counts if count > missing[month]]
    return [Year(number, list(rows)) for number, rows in groupby(filled, lambda month: month.begins.year)]


def months_until(at: datetime) -> range:
    """Every month from that of the newest release back to that of the oldest one, of the years that the site knows.
    Two queries, each of one row of an index.
    """
    moments = Article.objects.filter(first_live_from__lte=at).values_list("first_live_from", flat=True)
    newest, oldest = moments.order_by("-first_live_from").first(), moments.order_by("first_live_from").first()
    if newest is None or oldest is None:
        return range(0)
    return range(min(month_at(newest), LATEST), max(month_at(oldest), EARLIEST) - 1, -1)


def _entered(months: range, at: datetime) -> list[int]:
    """How many articles were first live in each month, whatever became of them."""
    if not months:
        return []
    cast = "%s" if connection.vendor == "sqlite" else "%s::timestamptz"
    rows = ", ".join([f"(%s, {cast}, {cast})"] * len(months))
    params: list[Any] = []
    for month in months:
        # What goes live at this very instant is listed: the end is not.
        ends = min(begins_at(month + 1), at + timedelta(microseconds=1))
        params += [month, *map(connection.ops.adapt_datetimefield_value, (begins_at(month), ends))]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH months (month, begins, ends) AS (VALUES {rows}) SELECT month, (SELECT COUNT(*) FROM "
            f"{Article._meta.db_table} WHERE first_live_from >= begins AND first_live_from < ends) FROM months",
            params,
        )
        counts = dict(cursor.fetchall())
    return [counts[month] for month in months]


def _not_listed(at: datetime) -> Counter[int]:
    """The same of those that were withdrawn or have expired since. One query."""
    found: Counter[int] = Counter()
    for month, count in gone(at):
        found[month_in(month)] += count
    return found


def gone(at: datetime) -> QuerySet[Any, Any]:
    """Of what is not listed any more, month (`MonthText`) and number; a month may come twice."""
    withdrawn = Article.objects.filter(first_live_from__lte=at, withdrawn_at__lte=at)
    # Only what is approved has a `live_from` (a constraint). Asked for by the state too, SQLite without statistics
    # would look among all that are approved, and not among the few editions of one article.
    newer = Edition.objects.filter(article=OuterRef("article"), live_from__gt=OuterRef("live_from"), live_from__lte=at)
    expired = Edition.objects.filter(state=Edition.State.APPROVED, expires_at__lte=at, live_from__lte=at)
    expired = expired.filter(~Exists(newer)).exclude(article__withdrawn_at__lte=at)
    rows = _by_month(withdrawn, "first_live_from").union(_by_month(expired, "article__first_live_from"), all=True)
    return rows.order_by()


def _by_month(rows: QuerySet[Any], moment: str) -> QuerySet[Any, Any]:
    months = rows.order_by().annotate(month=MonthText(F(moment))).values("month")
    return months.annotate(count=Count("pk")).values_list("month", "count")
