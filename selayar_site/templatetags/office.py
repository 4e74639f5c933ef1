"""Lists of the office on a phone, and in Indonesian to the last word."""

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Django draws yes and no as pictures that are called by their values in Python.
YES_OR_NO = {'alt="True"': 'alt="ya"', 'alt="False"': 'alt="tidak"', 'alt="None"': 'alt="belum diketahui"'}


@register.filter
def labelled(cells: Iterable[SafeString], headers: list[dict[str, Any]]) -> list[SafeString]:
    """The cells of a row, each with the name of its column: on a phone a row is a block without a head."""
    return [_labelled(cell, str(header["text"])) for cell, header in zip(cells, headers, strict=False)]


def _labelled(cell: SafeString, name: str) -> SafeString:
    text = re.sub("|".join(YES_OR_NO), lambda found: YES_OR_NO[found[0]], str(cell))
    is_named = name and "<" not in name  # the column of check boxes is named by a check box
    label = f' data-label="{escape(name[:1].upper() + name[1:])}"' if is_named else ""
    # Django's own cell, escaped there.
    return mark_safe(re.sub(r"^<t[dh]", lambda start: start[0] + label, text, count=1))
