"""What a list of releases can be narrowed to; kept in the address."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.http import QueryDict
from django.utils import timezone

from news.facets import CATEGORY, PROGRAM, TAG, Facets, facets
from news.filter_fields import DayFilter, MonthFilter, WordsFilter
from news.models import Article
from news.models.article import ArticleQuerySet
from news.search.find import LONGEST_QUESTION, having
from selayar_site.months import first_day, last_day, midnight, month_name
from selayar_site.pagination import YEARS
from selayar_site.templatetags.site_tags import day
from selayar_site.widgets import PlainSelect

CONDITIONS = {CATEGORY: "category", PROGRAM: "programs", TAG: "tags"}


class NarrowForm(forms.Form):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("dari"), cleaned.get("sampai")
        if begins and ends and ends < begins:
            self.add_error("sampai", "Tanggal akhir tidak boleh sebelum tanggal awal.")
        return cleaned


def _choice(label: str, every: str, unknown: str) -> django_filters.ChoiceFilter:
    errors = {"invalid_choice": unknown}
    return django_filters.ChoiceFilter(label=label, empty_label=every, error_messages=errors, widget=PlainSelect)


class ArticleFilter(django_filters.FilterSet):
    """Narrows `Article.objects.listed()`, or what is named instead, by what the live edition says and when it was
    first live."""

    q = WordsFilter(
        label="Kata",
        max_length=LONGEST_QUESTION,
        error_messages={"max_length": "Paling banyak 200 huruf. Dua atau tiga kata biasanya cukup."},
    )
    kategori = _choice("Kategori", "Semua kategori", "Kategori itu tidak ada. Pilih dari daftar.")
    program = _choice("Program", "Semua program", "Program itu tidak ada. Pilih dari daftar.")
    tagar = _choice("Tagar", "Semua tagar", "Tagar itu tidak ada. Pilih dari daftar.")
    bulan = MonthFilter(label="Bulan")
    dari = DayFilter(label="Dari tanggal", years=YEARS)
    sampai = DayFilter(label="Sampai tanggal", years=YEARS)

    class Meta:
        model = Article
        fields: list[str] = []
        form = NarrowForm

    def __init__(self, data: QueryDict, of: ArticleQuerySet | None = None, at: datetime | None = None) -> None:
        super().__init__(data, Article.objects.none())
        self.at, self._of = at or timezone.now(), of
        for kind in CONDITIONS:
            self.filters[kind].extra["choices"] = self._choices(kind)

    @cached_property
    def facets(self) -> Facets:
        """Asked for where one is named or the lists are shown."""
        return facets(self.at)

    def _choices(self, kind: str) -> Callable[[], list[tuple[str, str]]]:
        """A function, and no `partial`: forms copy their fields deeply, and this filter with its queries would go
        along.
        """
        return lambda: self.facets.choices(kind)

    def filter_queryset(self, queryset: ArticleQuerySet) -> ArticleQuerySet:
        # Made only here: where nothing is narrowed, pages have SQL that was compiled before.
        of = Article.objects.listed(self.at) if self._of is None else self._of
        return self._narrowed(of, self.form.cleaned_data["q"])

    @property
    def is_narrow(self) -> bool:
        """Whether anything is asked for; needs a valid form."""
        return any(self.form.cleaned_data.values())

    def within(self) -> ArticleQuerySet | None:
        """What is left of `listed()` whatever the words; None where that is everything. Needs a valid form."""
        if not any(value for name, value in self.form.cleaned_data.items() if name != "q"):
            return None
        return self._narrowed(Article.objects.listed(self.at), "")

    def _narrowed(self, queryset: ArticleQuerySet, words: str) -> ArticleQuerySet:
        asked_for = self.form.cleaned_data
        conditions = {
            column: self.facets.keys[kind][slug] for kind, column in CONDITIONS.items() if (slug := asked_for[kind])
        }
        queryset = having(queryset, words, conditions)
        begins, ends = self.period
        if begins:
            queryset = queryset.filter(first_live_from__gte=midnight(begins))
        if ends:
            queryset = queryset.filter(first_live_from__lt=midnight(ends + timedelta(days=1)))
        return queryset

    @property
    def period(self) -> tuple[date | None, date | None]:
        """The first and the last day that are asked for; needs a valid form."""
        asked_for = self.form.cleaned_data
        begins, ends, month = asked_for["dari"], asked_for["sampai"], asked_for["bulan"]
        if month:
            first, last = first_day(month), last_day(month)
            begins, ends = max(begins or first, first), min(ends or last, last)
        return begins, ends

    @property
    def chosen(self) -> list[str]:
        """The names of the category, programme, tag and month that are asked for: never the reader's own words."""
        asked_for = self.form.cleaned_data
        names = [self.facets.names[kind][slug] for kind in CONDITIONS if (slug := asked_for.get(kind))]
        return [*names, month_name(asked_for["bulan"])] if asked_for.get("bulan") else names

    @property
    def removals(self) -> list[tuple[str, str]]:
        """What narrows the list, and the address of the list without it."""
        words = {name: self._in_words(name, value) for name, value in self.form.cleaned_data.items() if value}
        return [(text, self._without(name)) for name, text in words.items()]

    def _in_words(self, name: str, value: Any) -> str:
        label = str(self.filters[name].label)
        if name in CONDITIONS:
            return f"{label}: {self.facets.names[name][value]}"
        if name == "bulan":
            return month_name(value)
        return f"{label}: {day(value) if isinstance(value, date) else f'“{value}”'}"

    def _without(self, name: str) -> str:
        return f"?{self.query(name)}"

    def query(self, *without: str) -> str:
        """What is asked for as it stands in the address, parts of it left out."""
        left = QueryDict(mutable=True)
        for name in self.filters:
            if name not in without and (value := (self.data or {}).get(name)):
                left[name] = value
        return left.urlencode()
