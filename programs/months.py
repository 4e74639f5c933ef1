"""A month as one integer, year × 12 + month − 1: it sorts, it counts, and the next one is one more."""

from collections.abc import Iterable
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


def months_in_a_row(months: Iterable[int]) -> list[tuple[int, int]]:
    """First and last of each run without a gap."""
    runs: list[tuple[int, int]] = []
    for month in sorted(set(months)):
        if runs and runs[-1][1] == month - 1:
            runs[-1] = (runs[-1][0], month)
        else:
            runs.append((month, month))
    return runs


def month_names(months: Iterable[int]) -> str:
    """As people read them: “Januari 2026 sampai Maret 2026, Mei 2026”."""
    runs = months_in_a_row(months)
    return ", ".join(
        month_name(first) if first == last else f"{month_name(first)} sampai {month_name(last)}" for first, last in runs
    )
