"""A month as two fields: the browser's own field for months is missing in half of them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS

from selayar_site.months import month_number


class MonthWidget(forms.MultiWidget):
    template_name = "programs/month_widget.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        months = forms.Select(choices=[("", "bulan"), *MONTHS.items()], attrs={"aria-label": "Bulan"})
        years = forms.NumberInput(attrs={"aria-label": "Tahun", "min": 2000, "max": 2100, "placeholder": "tahun"})
        super().__init__({"bulan": months, "tahun": years}, attrs)

    def decompress(self, value: int | None) -> list[int | None]:
        return [None, None] if value is None else [value % 12 + 1, value // 12]


class MonthField(forms.MultiValueField):
    """Answers with the month as an integer (selayar_site/months.py)."""

    widget = MonthWidget

    def __init__(self, **kwargs: Any) -> None:
        year = forms.IntegerField(min_value=2000, max_value=2100)
        fields = (forms.TypedChoiceField(choices=[(number, "") for number in range(1, 13)], coerce=int), year)
        super().__init__(fields, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[int]) -> int | None:
        if not data_list:
            return None
        month, year = data_list
        if not month or not year:
            raise ValidationError("Pilih bulan dan tahunnya.")
        return month_number(year, month)
