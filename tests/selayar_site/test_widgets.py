"""Fields that write themselves say what Django's say."""

from datetime import date
from typing import Any

import pytest
from django import forms
from django.test.html import parse_html

from selayar_site.widgets import PlainDate, PlainInput, PlainSelect

CHOICES = [("", "Semua"), ("a&b", "Kata “<b>”"), ("2", "Dua")]
LINE = {"type": "search", "spellcheck": "false", "maxlength": "9"}
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


@pytest.mark.parametrize(
    ("ours", "djangos", "values"),
    [
        (PlainSelect(choices=CHOICES), forms.Select(choices=CHOICES), ["a&b", "2", 2, "", None, '"><script>']),
        (PlainInput(LINE), forms.TextInput(LINE), ["kapal", "", None, '" onfocus="x', "<b>"]),
        (PlainDate(), DAY, [date(2026, 3, 7), "2026-02-30", "", None]),
    ],
    ids=["select", "input", "date"],
)
def test_field_is_written_as_django_writes_it(ours: Any, djangos: Any, values: list[Any]) -> None:
    attrs = {"id": "id_kata", "required": True, "aria-invalid": "true", "disabled": False}
    for value in values:
        expected = parse_html(djangos.render("kata", value, attrs))
        assert parse_html(ours.render("kata", value, attrs)) == expected, value
