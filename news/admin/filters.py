"""What the newsroom narrows its list to. None of them counts or asks for every row."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from news.models import Category, Edition, Standing
from programs.models import Program
from selayar_site.models import User


class StandingFilter(SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, Any]]:
        """The list has the newest edition of each release, so none that was replaced."""
        return [choice for choice in Standing.choices if choice[0] != Standing.FORMER]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Edition]) -> QuerySet[Edition] | None:
        wanted = self.value()
        if wanted == Standing.SCHEDULED:  # by key: the few that are coming, not all that were ever approved
            return queryset.filter(pk__in=Edition.objects.standing(wanted).order_by().values("pk"))
        return queryset.standing(wanted) if wanted in Standing.values else None  # type: ignore[attr-defined]


class _RowFilter(SimpleListFilter):
    """By a row of a small table; what is no number of a row is passed over."""

    field = ""

    def rows(self) -> QuerySet[Any]:
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[Any, str]]:
        return [(str(row.pk), str(row)) for row in self.rows()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Edition]) -> QuerySet[Edition] | None:
        known = {key for key, _ in self.lookup_choices}
        return queryset.filter(**{self.field: self.value()}) if self.value() in known else None


class WriterFilter(_RowFilter):
    title = "penulis"
    parameter_name = "penulis"
    field = "created_by"

    def rows(self) -> QuerySet[User]:
        """Those of the office: who ever wrote would be asked of every edition there is."""
        return User.objects.filter(is_staff=True)


class CategoryFilter(_RowFilter):
    title = "kategori"
    parameter_name = "kategori"
    field = "category"

    def rows(self) -> QuerySet[Category]:
        return Category.objects.all()


class ProgramFilter(_RowFilter):
    title = "program"
    parameter_name = "program"
    field = "programs"

    def rows(self) -> QuerySet[Program]:
        return Program.objects.all()


class PeriodFilter(SimpleListFilter):
    title = "terakhir disimpan"
    parameter_name = "periode"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, str]]:
        return [("hari", "Hari ini"), ("pekan", "7 hari"), ("bulan", "30 hari"), ("tahun", "Tahun ini")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Edition]) -> QuerySet[Edition] | None:
        since = _since(timezone.localtime()).get(self.value() or "")
        return queryset.filter(saved_at__gte=since) if since else None


def _since(now: datetime) -> dict[str, datetime]:
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "hari": today,
        "pekan": today - timedelta(days=6),
        "bulan": today - timedelta(days=29),
        "tahun": today.replace(month=1, day=1),
    }
