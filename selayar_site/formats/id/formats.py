"""Dates as the whole site writes them; Django's Indonesian has “Nov.” and an hour of one digit."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j M Y, H.i"
TIME_FORMAT = "H.i"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y, H.i"
