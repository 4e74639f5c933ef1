"""Reads in the database: the one place that adds to them, and the questions of the office."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import batched

from django.conf import settings
from django.db import close_old_connections, transaction
from django.db.models import F, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from news.models import Address, Article, Reads
from selayar_site.months import first_day, month_of

from .layer import QUARTER, Counts

# Rows folded in one transaction, and names asked for in one query.
BATCH = 500

type Key = tuple[int, date, str]  # article, day or first of the month, source

# Adding


def write(counts: Counts) -> None:
    """`add()` for the thread of the counter. Raises DatabaseError; nothing is written then."""
    close_old_connections()
    try:
        add(counts)
    finally:
        close_old_connections()


def add(counts: Counts) -> int:
    """Add what was counted to the days it fell on, whatever other processes add meanwhile; answers how many reads.

    Slugs that no release has are left out.
    """
    articles: dict[str, int] = {}
    for slugs in batched({slug for slug, _, _ in counts}, BATCH, strict=False):
        articles |= Address.objects.filter(slug__in=slugs).values_list("slug", "article_id")
    found: Counter[Key] = Counter()
    for (slug, source, quarter), number in counts.items():
        if slug in articles:
            found[articles[slug], _day(quarter), source] += number
    with transaction.atomic():
        _add(found, Reads.Span.DAY)
    return found.total()


def _day(quarter: int) -> date:
    return timezone.localtime(datetime.fromtimestamp(quarter * QUARTER, UTC)).date()


def _add(found: Counter[Key], span: str) -> None:
    # In one order, so that two processes never wait for each other's rows.
    rows = [
        Reads(article_id=article, span=span, begins_on=begins_on, source=source)
        for article, begins_on, source in sorted(found)
    ]
    Reads.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    for (article, begins_on, source), number in sorted(found.items()):
        same = Reads.objects.filter(article=article, span=span, begins_on=begins_on, source=source)
        same.update(number=F("number") + number)


def fold(on: date | None = None) -> int:
    """A duty of `tick`: put days older than `READS_MONTHS` together to months; answers how many rows went.

    Several at once fold each row once.
    """
    oldest = first_day(month_of(on or timezone.localdate()) - settings.READS_MONTHS)
    folded = 0
    while done := _fold_some(oldest):
        folded += done
    return folded


@transaction.atomic
def _fold_some(before: date) -> int:
    old = Reads.objects.filter(span=Reads.Span.DAY, begins_on__lt=before).order_by("pk")
    rows = list(old.select_for_update()[:BATCH])
    found: Counter[Key] = Counter()
    for row in rows:
        found[row.article_id, row.begins_on.replace(day=1), row.source] += row.number
    _add(found, Reads.Span.MONTH)
    Reads.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


# Asking


@dataclass(frozen=True)
class Period:
    """So many whole days, today the last of them."""

    days: int
    until: date

    @property
    def since(self) -> date:
        return self.until - timedelta(days=self.days - 1)


@dataclass(frozen=True)
class MostRead:
    article_id: int
    number: int


def by_day(period: Period, article: Article | None = None) -> list[tuple[date, int]]:
    """Every day of the period with its reads, the days without any too."""
    rows = _in(period, article).values_list("begins_on").annotate(total=Sum("number")).order_by()
    found = dict(rows)
    days = (period.since + timedelta(days=number) for number in range(period.days))
    return [(day, found.get(day, 0)) for day in days]


def by_source(period: Period, article: Article | None = None) -> list[tuple[str, int]]:
    """Every kind of place in its words, the most frequent first; those that nobody came from too."""
    rows = _in(period, article).values_list("source").annotate(total=Sum("number")).order_by()
    found = dict(rows)
    named = [(str(label), found.get(value, 0)) for value, label in Reads.Source.choices]
    return sorted(named, key=lambda pair: -pair[1])


def by_month(until: date, months: int, article: Article | None = None) -> list[tuple[date, int]]:
    """The last so many months up to the one of that day, by their first days; folded or not."""
    first = [first_day(month_of(until) - back) for back in range(months - 1, -1, -1)]
    rows = Reads.objects.filter(span__in=Reads.Span.values, begins_on__gte=first[0], begins_on__lte=until)
    rows = rows.filter(article=article) if article else rows
    found: Counter[date] = Counter()
    for begins_on, number in rows.values_list(TruncMonth("begins_on")).annotate(total=Sum("number")).order_by():
        found[begins_on] += number
    return [(month, found[month]) for month in first]


def most_read(period: Period, size: int) -> list[MostRead]:
    """The releases read most in the period, withdrawn ones too: one query on the days of the period alone."""
    rows = _in(period, None).values_list("article_id").annotate(total=Sum("number")).order_by("-total", "-article_id")
    return [MostRead(article, number) for article, number in rows[:size]]


def total_of(article: Article) -> int:
    """All reads of a release since they are counted."""
    return Reads.objects.filter(article=article).aggregate(total=Sum("number"))["total"] or 0


def _in(period: Period, article: Article | None) -> QuerySet[Reads]:
    rows = Reads.objects.filter(span=Reads.Span.DAY, begins_on__gte=period.since, begins_on__lte=period.until)
    return rows.filter(article=article) if article else rows
