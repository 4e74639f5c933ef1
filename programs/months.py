"""A month as one integer, year × 12 + month − 1: it sorts, it counts, and the next one is one more."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS

EARLIEST = 2000 * 12
LATEST = 2100 * 12 + 11


def month_of(day: date) -> int:
    return day.year * 12 + day.month - 1


def month_number(year: int, month: int) -> int:
    """The integer of that month, January being 1."""
    return year * 12 + month - 1


def first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    return first_day(month + 1) - timedelta(days=1)


def month_name(month: int) -> str:
    """As people read it: “November 2026”."""
    return f"{MONTHS[month % 12 + 1]} {month // 12}"


def check_month(month: int) -> None:
    """Validator: between January 2000 and December 2100."""
    if not EARLIEST <= month <= LATEST:
        raise ValidationError("Pilih bulan antara Januari 2000 dan Desember 2100.")
