"""A month as one integer, year × 12 + month − 1: it sorts, it counts, and the next one is one more."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS

EARLIEST = 2000 * 12
LATEST = 2100 * 12 + 11


def month_of(day: date) -> int:
    """The month of a day. A moment has none before it is told where: see `month_at`."""
    return month_number(day.year, day.month)


def month_at(moment: datetime) -> int:
    """The month that it is in the regency at that instant."""
    return month_of(timezone.localdate(moment))


def month_number(year: int, month: int) -> int:
    """The integer of that month, January being 1."""
    return year * 12 + month - 1


def year_and_month(month: int) -> tuple[int, int]:
    """(2026, 11): what `month_number` was made of."""
    return month // 12, month % 12 + 1


def first_day(month: int) -> date:
    return date(*year_and_month(month), 1)


def last_day(month: int) -> date:
    return first_day(month + 1) - timedelta(days=1)


def begins_at(month: int) -> datetime:
    """The first instant of the month in the regency; that of the next one is its end."""
    return midnight(first_day(month))


def midnight(day: date) -> datetime:
    """The beginning of a day in the regency."""
    return timezone.make_aware(datetime.combine(day, time()))


def month_name(month: int) -> str:
    """As people read it: “November 2026”."""
    year, number = year_and_month(month)
    return f"{MONTHS[number]} {year}"


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


def check_month(month: int) -> None:
    """Validator: between January 2000 and December 2100."""
    if not EARLIEST <= month <= LATEST:
        raise ValidationError("Pilih bulan antara Januari 2000 dan Desember 2100.")
