"""Where the migrations find what is now of the ground (selayar_site/months.py)."""

from selayar_site.months import (
    EARLIEST,
    LATEST,
    check_month,
    first_day,
    last_day,
    month_name,
    month_names,
    month_number,
    month_of,
    months_in_a_row,
)

__all__ = [
    "EARLIEST",
    "LATEST",
    "check_month",
    "first_day",
    "last_day",
    "month_name",
    "month_names",
    "month_number",
    "month_of",
    "months_in_a_row",
]
