"""Fields of forms that write themselves.

Django renders two templates for a field and three for each choice of a list: with forty tags to choose from, a
quarter of the time of a page that shows a filter.
"""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe


class PlainSelect(forms.Select):
    """One choice of a flat list."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = self.format_value(value)
        options = "".join(
            f'<option value="{escape(key)}"{" selected" if str(key) in chosen else ""}>{escape(label)}</option>'
            for key, label in self.choices
        )
        own = flatatt(self.build_attrs({"name": name, **self.attrs}, attrs))
        return format_html("<select{}>{}</select>", own, mark_safe(options))  # escaped above


class PlainInput(forms.TextInput):
    """A line of text, or what `attrs` name as its type."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        own = {"type": self.input_type, "name": name, "value": self.format_value(value), **self.attrs}
        return format_html("<input{}>", flatatt(self.build_attrs(own, attrs)))


class PlainDate(PlainInput, forms.DateInput):
    """A day, in the format that the browser's own picker sends."""

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d", attrs={"type": "date"})
