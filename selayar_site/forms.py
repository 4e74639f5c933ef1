"""Parts of forms that every floor uses."""

import re
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from selayar_site.widgets import PlainDate


class DayField(forms.DateField):
    """A day as the browser's own picker sends it: Django's reads 03/07 by the language.

    `years` are those that the field takes, all where it names none.
    """

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": "Tuliskan tanggal seperti 2026-03-07 (tahun, bulan, tanggal)."
    }

    def __init__(self, *, years: range | None = None, **options: Any) -> None:
        self.years = years
        super().__init__(**{**options, "widget": PlainDate(), "input_formats": ["%Y-%m-%d"]})

    def to_python(self, value: Any) -> date | None:
        # Digits are ASCII and counted before they become numbers.
        if isinstance(value, str) and value.strip() and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value.strip()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        found = super().to_python(value)
        if found and self.years and found.year not in self.years:
            raise ValidationError(f"Pilih tanggal antara {self.years[0]} dan {self.years[-1]}.", code="invalid")
        return found


class ReasonForm(forms.Form):
    """Why somebody does what is not done every day; `help_text` says for what."""

    reason = forms.CharField(
        label="Alasan", max_length=500, widget=forms.Textarea({"rows": 3, "class": "vLargeTextField"})
    )

    def __init__(self, *args: Any, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = help_text


def leave_whole(form: forms.BaseForm) -> None:
    """Let browsers cut nothing that is typed or pasted: what is too long is told beside its field (`data-room`)."""
    for field in form.fields.values():
        most = field.widget.attrs.pop("maxlength", None)
        if most and isinstance(field, forms.CharField):
            field.widget.attrs["data-room"] = most
            field.error_messages["max_length"] = "%(show_value)s dari %(limit_value)s huruf, pendekkan."
