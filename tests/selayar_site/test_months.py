"""Months as integers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from selayar_site.months import (
    EARLIEST,
    LATEST,
    begins_at,
    check_month,
    first_day,
    last_day,
    month_at,
    month_name,
    month_number,
    month_of,
    year_and_month,
)

known = st.integers(EARLIEST, LATEST)


@given(st.dates(max_value=date(9998, 12, 31)))
def test_months_count_on(day):
    month = month_of(day)
    assert first_day(month) <= day <= last_day(month)
    assert first_day(month).day == 1 and month_of(first_day(month + 1)) == month + 1
    assert month_number(*year_and_month(month)) == month


@given(known)
def test_month_lasts_from_its_first_instant_to_that_of_the_next(month):
    first, after = begins_at(month), begins_at(month + 1)
    assert month_at(first) == month_at(after - timedelta(microseconds=1)) == month
    assert month_at(first - timedelta(microseconds=1)) == month - 1


def test_moment_belongs_to_the_month_that_it_is_in_the_regency():
    assert month_at(datetime(2026, 6, 30, 17, 0, tzinfo=UTC)) == month_number(2026, 7)
    assert month_at(datetime(2026, 6, 30, 15, 59, tzinfo=UTC)) == month_number(2026, 6)


def test_month_reads_as_people_say_it():
    assert month_name(month_number(2026, 11)) == "November 2026"
    assert month_name(month_number(2025, 12)) == "Desember 2025"


def test_months_that_no_office_has_are_refused():
    check_month(EARLIEST)
    check_month(LATEST)
    for month in (EARLIEST - 1, LATEST + 1):
        with pytest.raises(ValidationError):
            check_month(month)
