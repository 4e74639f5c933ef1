"""Releases by the month in which they first appeared, in the time of the regency."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Max, QuerySet, Subquery
from django.db.models.functions import TruncMonth
from django.utils import timezone

from news.models import Article, Correction, Edition
from news.models.article import ArticleQuerySet

type Month = tuple[int, int]  # year, month

# More than an office has; a release dated by mistake in another century must not make the page long.
MOST_MONTHS = 600


def bounds(month: Month) -> tuple[datetime, datetime]:
    """The first instant of the month and that of the next, in UTC, as the databases compare them."""
    zone = timezone.get_default_timezone()
    year, number = month
    first, after = (
        datetime(year, number, 1, tzinfo=zone),
        datetime(year + number // 12, number % 12 + 1, 1, tzinfo=zone),
    )
    return first.astimezone(UTC), after.astimezone(UTC)


def month_of(moment: datetime) -> Month:
    local = timezone.localtime(moment)
    return local.year, local.month


def listed_in(month: Month, at: datetime) -> ArticleQuerySet:
    first, after = bounds(month)
    return Article.objects.listed(at).filter(first_live_from__gte=first, first_live_from__lt=after)


def newest_by_month(at: datetime) -> dict[Month, datetime]:
    """The months in which something listed appeared, newest first, with the last such moment in each.

    Two queries, each of index look-ups alone.
    """
    months = list(_months_until(at))
    looked_up = [
        Subquery(listed_in(month, at).order_by("-first_live_from").values("first_live_from")[:1]) for month in months
    ]
    if not looked_up:
        return {}
    found = Article.objects.order_by().values_list(*looked_up)[:1][0]
    return {month: moment for month, moment in zip(months, found, strict=True) if moment}


def _months_until(at: datetime) -> Iterator[Month]:
    listed = Article.objects.listed(at).values("first_live_from")
    ends = [Subquery(listed.order_by(order)[:1]) for order in ("first_live_from", "-first_live_from")]
    oldest, newest = Article.objects.order_by().values_list(*ends).first() or (None, None)
    if oldest is None or newest is None:
        return
    month, first = month_of(newest), month_of(oldest)
    for _ in range(MOST_MONTHS):
        yield month
        if month == first:
            return
        month = month_of(bounds(month)[0] - timedelta(hours=1))


def changed_by_month(at: datetime) -> dict[Month, datetime]:
    """When the list of each month last changed: a release came, was revised, corrected or taken away.

    One query more than `newest_by_month()`; what it reads are the exceptions, not the archive.
    """
    changed = newest_by_month(at)
    approved = Edition.objects.filter(state=Edition.State.APPROVED)
    first = "article__first_live_from"
    exceptions = (
        _last_by_month(approved.filter(number__gt=1, live_from__lte=at), first, "live_from"),
        _last_by_month(approved.filter(expires_at__lte=at), first, "expires_at"),
        _last_by_month(Correction.objects.filter(at__lte=at), first, "at"),
        _last_by_month(Article.objects.filter(withdrawn_at__lte=at), "first_live_from", "withdrawn_at"),
    )
    for begins, last in exceptions[0].union(*exceptions[1:], all=True).order_by():
        month = month_of(begins)
        if month in changed:
            changed[month] = max(changed[month], last)
    return changed


def _last_by_month(rows: QuerySet[Any], first: str, moment: str) -> QuerySet[Any]:
    return rows.order_by().values_list(TruncMonth(first)).annotate(last=Max(moment)).order_by()
