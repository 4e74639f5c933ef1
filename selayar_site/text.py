"""Text without the signs that no reader sees and no XML may hold, at the model's door.

Such signs come with text copied from PDFs and old programs. One of them in a headline is enough for a feed to fail
as a whole, and one that turns the direction of writing makes a headline say something else. So the fields take them
out for every writer: forms, imports, `update()` and `bulk_create()` alike.
Source of what is allowed: XML 1.0, fifth edition, 2.2 (Char).
"""

import re
from typing import Any

from django import forms
from django.db import models

_forbidden = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_line_ends = re.compile("[\x0b\x0c\x85\u2028\u2029]")
_spaces = re.compile("  +")
_breaks = re.compile("[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]+")


def clean_text(text: str) -> str:
    """Without control characters; tabs and line ends stay, those of other programs as ours."""
    return _forbidden.sub("", _line_ends.sub("\n", text))


def one_line(text: str) -> str:
    """Without control characters, in one line; spaces that do not break stay as they are."""
    return _spaces.sub(" ", clean_text(_breaks.sub(" ", text))).strip()


class _CleanMixin:
    """For both fields: what is kept, what is in memory after saving, and what is asked for are the same."""

    clean_of: Any

    def to_python(self, value: Any) -> Any:
        return self._cleaned(super().to_python(value))  # type: ignore[misc]  # the field's

    def get_prep_value(self, value: Any) -> Any:
        return self._cleaned(super().get_prep_value(value))  # type: ignore[misc]

    def pre_save(self, instance: models.Model, add: bool) -> Any:
        value = self._cleaned(super().pre_save(instance, add))  # type: ignore[misc]
        setattr(instance, self.attname, value)  # type: ignore[attr-defined]
        return value

    def _cleaned(self, value: Any) -> Any:
        return self.clean_of(value) if isinstance(value, str) else value

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"form_class": _CleanFormField, "clean_of": self.clean_of, **options})  # type: ignore[misc]

    def deconstruct(self) -> Any:
        """As Django's own field: the column is the same, and migrations hold no rules."""
        name, _, args, kwargs = super().deconstruct()  # type: ignore[misc]
        return name, f"django.db.models.{self.plain_name}", args, kwargs  # type: ignore[attr-defined]


class _CleanFormField(forms.CharField):
    """Takes what was pasted, and never troubles its writer with signs that cannot be seen."""

    def __init__(self, *, clean_of: Any, **options: Any) -> None:
        self.clean_of = clean_of
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        return super().to_python(self.clean_of(str(value)) if value not in self.empty_values else value)


class LineField(_CleanMixin, models.CharField):
    """A CharField of one line."""

    plain_name = "CharField"
    clean_of = staticmethod(one_line)


class ProseField(_CleanMixin, models.TextField):
    """A TextField of words in lines and paragraphs."""

    plain_name = "TextField"
    clean_of = staticmethod(clean_text)
