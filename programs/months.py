"""Where the migrations find the validator that is now of the ground (selayar_site/months.py)."""

from selayar_site.months import check_month

__all__ = ["check_month"]
