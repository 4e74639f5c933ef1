"""Releases by the month in which they first appeared, in the time of the regency."""

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from django.db.models import CharField, Count, F, Func, Max, Q, QuerySet
from django.utils import timezone

from news.models import Article, Correction, Edition
from news.models.article import ArticleQuerySet

type Month = tuple[int, int]  # year, month


class MonthText(Func):
    """ "2026-03" of a moment, in words of the databases' own: Django's on SQLite is a call of Python for each row."""

    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **options: Any) -> tuple[str, Any]:
        # The time zones of Indonesia have kept their distance from UTC since 1964.
        distance = datetime(2026, 1, 1, tzinfo=timezone.get_default_timezone()).utcoffset()
        assert distance is not None
        template = f"strftime('%%%%Y-%%%%m', %(expressions)s, '{distance.total_seconds():+.0f} seconds')"
        return self.as_sql(compiler, connection, template=template, **options)

    def as_postgresql(self, compiler: Any, connection: Any, **options: Any) -> tuple[str, Any]:
        zone = timezone.get_default_timezone_name()
        template = f"to_char(%(expressions)s AT TIME ZONE '{zone}', 'YYYY-MM')"
        return self.as_sql(compiler, connection, template=template, **options)


def bounds(month: Month) -> tuple[datetime, datetime]:
    """The first instant of the month and that of the next, in UTC, as the databases compare them."""
    zone = timezone.get_default_timezone()
    year, number = month
    first, after = (
        datetime(year, number, 1, tzinfo=zone),
        datetime(year + number // 12, number % 12 + 1, 1, tzinfo=zone),
    )
    return first.astimezone(UTC), after.astimezone(UTC)


def listed_in(month: Month, at: datetime) -> ArticleQuerySet:
    first, after = bounds(month)
    return Article.objects.listed(at).filter(first_live_from__gte=first, first_live_from__lt=after)


def changed_by_month(at: datetime) -> dict[Month, datetime]:
    """The months in which something listed appeared, newest first, and when the list of each last changed: a release
    came, was revised, corrected or taken away.

    One query that reads indexes and the exceptions, and one more for a month of which all may be gone.
    """
    editions, released = Edition.objects.all(), Article.objects.filter(first_live_from__lte=at)
    approved = Q(state=Edition.State.APPROVED)
    of_article, own = "article__first_live_from", "first_live_from"
    came = _by_month(released, own, Max("first_live_from"), weight=1)
    others = (
        # Asked of the maximum alone: as a condition, SQLite would read all that are approved for the few revisions.
        _by_month(editions.filter(number__gt=1), of_article, Max("live_from", filter=approved & Q(live_from__lte=at))),
        _by_month(Correction.objects.filter(at__lte=at), of_article, Max("at")),
        _by_month(editions.filter(approved, expires_at__lte=at), of_article, Max("expires_at"), weight=-1),
        _by_month(released.filter(withdrawn_at__lte=at), own, Max("withdrawn_at"), weight=-1),
    )
    changed: dict[str, datetime] = {}
    left: Counter[str] = Counter()
    for text, last, weight in came.union(*others, all=True).order_by():
        if text and last:
            changed[text] = max(changed.get(text, last), last)
            left[text] += weight
    months = {(int(text[:4]), int(text[5:])): text for text in sorted(changed, reverse=True)}
    # What expired may have been replaced, or withdrawn besides: `left` is the least, and seldom not enough.
    return {month: changed[text] for month, text in months.items() if left[text] > 0 or listed_in(month, at).exists()}


def _by_month(rows: QuerySet[Any], first: str, last: Max, *, weight: int = 0) -> QuerySet[Any, Any]:
    """Month, last moment, and `weight` for each row."""
    months = rows.order_by().annotate(month=MonthText(F(first))).values("month")
    return months.annotate(last=last, weight=Count("pk") * weight).values_list("month", "last", "weight")
