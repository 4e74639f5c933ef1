"""The questions that the photo library's list answers."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from selayar_site.models import Photo


class _Choice(admin.SimpleListFilter):
    """A filter of two answers."""

    answers: tuple[tuple[str, str], ...]

    def lookups(self, request: HttpRequest, model_admin: Any) -> tuple[tuple[str, str], ...]:
        return self.answers


class UseFilter(_Choice):
    title = "pemakaian"
    parameter_name = "pemakaian"
    answers = (("belum", "Belum dipakai"), ("dipakai", "Dipakai"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        photos: Any = queryset  # the model's own queryset
        if self.value() == "belum":
            return photos.unused()
        return photos.used() if self.value() == "dipakai" else photos


class CareFilter(_Choice):
    title = "anak atau korban"
    parameter_name = "anak-korban"
    answers = (("ya", "Ditampilkan"), ("tidak", "Tidak ditampilkan"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        return queryset.filter(is_sensitive=self.value() == "ya") if self.value() else queryset


class AltFilter(_Choice):
    title = "teks alternatif"
    parameter_name = "teks"
    answers = (("belum", "Belum ada"), ("ada", "Sudah ada"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        if self.value() == "belum":
            return queryset.filter(alt="")
        return queryset.exclude(alt="") if self.value() == "ada" else queryset
