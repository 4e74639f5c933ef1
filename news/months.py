"""Releases by the month in which they first appeared, in the time of the regency."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, F, Func, Max, Q, QuerySet
from django.utils import timezone

from news.models import Article, Correction, Edition
from news.models.article import ArticleQuerySet
from selayar_site.months import begins_at, month_number


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


def month_in(text: str) -> int:
    """The month that `MonthText` wrote."""
    return month_number(int(text[:4]), int(text[5:]))


def listed_in(month: int, at: datetime) -> ArticleQuerySet:
    released = {"first_live_from__gte": begins_at(month), "first_live_from__lt": begins_at(month + 1)}
    return Article.objects.listed(at).filter(**released)


def changed_by_month(at: datetime) -> dict[int, datetime]:
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
    months = {month_in(text): text for text in sorted(changed, reverse=True)}
    # What expired may have been replaced, or withdrawn besides: `left` is the least, and seldom not enough.
    return {month: changed[text] for month, text in months.items() if left[text] > 0 or listed_in(month, at).exists()}


def _by_month(rows: QuerySet[Any], first: str, last: Max, *, weight: int = 0) -> QuerySet[Any, Any]:
    """Month, last moment, and `weight` for each row."""
    months = rows.order_by().annotate(month=MonthText(F(first))).values("month")
    return months.annotate(last=last, weight=Count("pk") * weight).values_list("month", "last", "weight")
