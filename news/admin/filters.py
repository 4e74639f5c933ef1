"""What the newsroom narrows its list to. None of them counts or asks for every row."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.admin.views.main import PAGE_VAR
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from news.models import Category, Edition, Standing
from programs.models import Program
from selayar_site.forms import DayField
from selayar_site.models import User
from selayar_site.pagination import YEARS
from selayar_site.templatetags.site_tags import day

# Before the first release, and after the last.
LONG_AGO, FAR_OFF = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


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


class PublicationFilter(SimpleListFilter):
    """By when a release went out: a usual period, or the days `terbit_dari` to `terbit_sampai`, which are kept in
    the address. Days to come find what is scheduled for them; a period reaches up to now."""

    title = "terbit"
    parameter_name = "terbit"
    template = "admin/news/edition/_publication_filter.html"
    days = ("terbit_dari", "terbit_sampai")
    periods = (
        ("hari", "Hari ini"),
        ("pekan", "7 hari"),
        ("bulan", "Bulan ini"),
        ("bulan-lalu", "Bulan lalu"),
        ("tahun", "Tahun ini"),
        ("semua", "Kapan pun"),
    )

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: type, model_admin: ModelAdmin) -> None:
        super().__init__(request, params, model, model_admin)
        for name in self.days:
            if name in params:
                self.used_parameters[name] = params.pop(name)[-1]
        self.form = PublicationForm({name: self.used_parameters.get(name, "") for name in self.days}, label_suffix="")
        if any(self.form.data.values()):
            self.used_parameters.pop(self.parameter_name, None)
        elif self.value() not in dict(self.periods):
            self.used_parameters.clear()

    @classmethod
    def is_asked(cls, request: HttpRequest) -> bool:
        return any(request.GET.get(name) for name in (cls.parameter_name, *cls.days))

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, str]]:
        return self.periods

    def expected_parameters(self) -> list[str | None]:
        return [self.parameter_name, *self.days]

    def choices(self, changelist: Any) -> Iterator[Any]:
        """As Django's; a period and days exclude each other."""
        bare = dict.fromkeys(self.days)
        yield {
            "selected": self.value() is None and not self.form.words,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": "Semua",
        }
        for period, title in self.periods:
            yield {
                "selected": self.value() == period,
                "query_string": changelist.get_query_string({self.parameter_name: period, **bare}),
                "display": title,
            }

    @property
    def others(self) -> list[tuple[str, str]]:
        """The rest of the address, for the form of the days."""
        mine = (*self.expected_parameters(), PAGE_VAR)
        return [(name, value) for name, values in self.request.GET.lists() if name not in mine for value in values]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Edition]) -> QuerySet[Edition] | None:
        if any(self.form.data.values()):
            return _published(queryset, *self.form.moments) if self.form.is_valid() else queryset.none()
        return _published(queryset, *_period(self.value() or "", timezone.localtime())) if self.value() else None


def _published(queryset: QuerySet[Edition], since: datetime, until: datetime) -> QuerySet[Edition]:
    """Those first live from `since` on and before `until`: with both ends any database takes the index for it."""
    return queryset.filter(article__first_live_from__gte=since, article__first_live_from__lt=until)


def _period(name: str, now: datetime) -> tuple[datetime, datetime]:
    month = _midnight(now).replace(day=1)
    since = {**_since(now), "bulan": month, "semua": LONG_AGO}
    if name == "bulan-lalu":
        return (month - timedelta(days=1)).replace(day=1), month
    return since[name], now


class PublicationForm(forms.Form):
    """The days of a list's address."""

    terbit_dari = DayField(label="Dari tanggal", required=False, years=YEARS)
    terbit_sampai = DayField(label="Sampai tanggal", required=False, years=YEARS)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        since, until = cleaned.get("terbit_dari"), cleaned.get("terbit_sampai")
        if since and until and until < since:
            self.add_error("terbit_sampai", "Tanggal akhir tidak boleh sebelum tanggal awal.")
        return cleaned

    @property
    def moments(self) -> tuple[datetime, datetime]:
        """From the midnight that begins the first day to the one that ends the last."""
        since, until = self.cleaned_data["terbit_dari"], self.cleaned_data["terbit_sampai"]
        return _begin_of(since) if since else LONG_AGO, _begin_of(until + timedelta(days=1)) if until else FAR_OFF

    @property
    def words(self) -> str:
        """What is asked for, as the closed list says it; empty where nothing is."""
        if not any(self.data.values()):
            return ""
        if not self.is_valid():
            return "tanggal belum benar"
        since, until = self.cleaned_data["terbit_dari"], self.cleaned_data["terbit_sampai"]
        ends = [f"sejak {day(since)}" if since else "", f"sampai {day(until)}" if until else ""]
        return day(since) if since == until else " ".join(end for end in ends if end)


def _begin_of(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time.min))


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


class PeriodFilter(SimpleListFilter):
    title = "terakhir disimpan"
    parameter_name = "periode"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> Iterable[tuple[str, str]]:
        return [("hari", "Hari ini"), ("pekan", "7 hari"), ("bulan", "30 hari"), ("tahun", "Tahun ini")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Edition]) -> QuerySet[Edition] | None:
        since = _since(timezone.localtime()).get(self.value() or "")
        return queryset.filter(saved_at__gte=since) if since else None


def _since(now: datetime) -> dict[str, datetime]:
    today = _midnight(now)
    return {
        "hari": today,
        "pekan": today - timedelta(days=6),
        "bulan": today - timedelta(days=29),
        "tahun": today.replace(month=1, day=1),
    }
