"""What a reader may write into the filters of the list: words, a month, a day."""

import re
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError

from news.stems import asked
from selayar_site.forms import DayField
from selayar_site.months import month_number
from selayar_site.pagination import YEARS
from selayar_site.widgets import PlainInput

_month = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


class MonthField(forms.CharField):
    """A month such as 2026-07; answers with its integer (selayar_site/months.py)."""

    widget = PlainInput(attrs={"type": "month", "placeholder": "2026-07"})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        found = _month.fullmatch(text)
        if not found or int(found[1]) not in YEARS:
            raise ValidationError("Tuliskan bulan seperti 2026-07 (tahun, lalu bulan).", code="invalid")
        return month_number(int(found[1]), int(found[2]))


class WordsField(forms.CharField):
    """Words to look for, without what no text holds."""

    widget = PlainInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"})

    def to_python(self, value: Any) -> str:
        words = " ".join(str(value or "").replace("\0", " ").split())
        if words and not asked(words):
            raise ValidationError(
                "Kata itu terlalu umum untuk dicari. Tuliskan yang lebih khusus, misalnya nama program atau kecamatan."
            )
        return words


class DayFilter(django_filters.Filter):
    field_class = DayField


class MonthFilter(django_filters.Filter):
    field_class = MonthField


class WordsFilter(django_filters.Filter):
    field_class = WordsField
