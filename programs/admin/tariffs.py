"""Benefits and tariffs in the office."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from programs.forms.months import MonthField
from programs.models import Benefit, Payer, Tariff
from selayar_site.months import month_name, month_of
from selayar_site.office import OfficeAdmin, VersionedAdmin


def rupiah(amount: int | None) -> str:
    """As people write it: “Rp16.800”; a dash where there is none."""
    return "tidak ada" if amount is None else f"Rp{amount:,}".replace(",", ".")


@admin.register(Benefit)
class BenefitAdmin(OfficeAdmin):
    list_display = ("name", "code", "description", "is_optional", "position")
    sections = ("programs",)


class TariffForm(forms.ModelForm):
    valid_from = MonthField(
        label="Berlaku sejak",
        help_text="Tarif sebelumnya berakhir pada bulan sebelum ini; tarif ini berlaku sampai tarif berikutnya.",
    )

    class Meta:
        model = Tariff
        fields = ("benefit", "payer", "sector", "valid_from", "amount", "source", "is_confirmed", "note")


class ForceFilter(admin.SimpleListFilter):
    title = "masa berlaku"
    parameter_name = "berlaku"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("kini", "Berlaku bulan ini"), ("nanti", "Mulai bulan-bulan mendatang")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Tariff]) -> QuerySet[Tariff]:
        rows: Any = queryset  # the model's own queryset
        month = month_of(timezone.localdate())
        if self.value() == "kini":
            return rows.in_force(month)
        return rows.filter(valid_from__gt=month) if self.value() == "nanti" else rows


class PayerFilter(admin.SimpleListFilter):
    title = "yang membayar"
    parameter_name = "pembayar"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in Payer.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Tariff]) -> QuerySet[Tariff]:
        return queryset.filter(payer=self.value()) if self.value() in Payer.values else queryset


@admin.register(Tariff)
class TariffAdmin(VersionedAdmin):
    form = TariffForm
    list_display = ("benefit", "payer", "sector", "period", "price", "source", "is_confirmed")
    list_filter = (ForceFilter, PayerFilter, "benefit", "sector", "is_confirmed")
    list_select_related = ("benefit",)
    ordering = ("payer", "sector", "benefit", "-valid_from")
    sortable_by = ()
    sections = ("programs",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tariff]:
        rows: Any = super().get_queryset(request)  # the model's own queryset
        return rows.with_end()

    @admin.display(description="berlaku")
    def period(self, tariff: Tariff) -> str:
        until = f"sampai {month_name(tariff.valid_until)}" if tariff.valid_until else "dan seterusnya"
        return f"{tariff.since} {until}"

    @admin.display(description="iuran per bulan")
    def price(self, tariff: Tariff) -> str:
        return rupiah(tariff.amount)
