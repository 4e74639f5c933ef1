"""The number of a release, as the office files it: “012/HUMAS/III/2026”.

The pattern is a setting (SELAYAR_RELEASE_NUMBER). Counting starts anew each year. A number is given once,
with the first approval, and is never given to another release; that none is left out is not promised.

In addresses and look-ups stands its key, “12-HUMAS-III-2026”: what people type from paper, in any spelling.
"""

import re
import unicodedata
from datetime import UTC, datetime
from functools import cache

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from news.models import Article, ReleaseCounter

ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def release_number(number: int, at: datetime, pattern: str | None = None) -> str:
    """The number in words of the pattern; year and month are those of `at` in the office's time zone."""
    local = timezone.localtime(at)
    return (pattern or settings.RELEASE_NUMBER).format(
        number=number, year=local.year, month=local.month, roman_month=ROMAN[local.month - 1]
    )


# What a number looks like, for who has to write one.
EXAMPLE = release_number(3, datetime(2024, 8, 11, tzinfo=UTC))


def give_number(article: Article, *, live_from: datetime) -> None:
    """The article's number, for good: of the year and month that the release is dated.

    In the caller's transaction, which holds the year's counter from here to its end, so two approvals at
    once follow each other. An article that has a number keeps it, whatever becomes of its approval.
    """
    if article.release_number is not None:
        return
    year = timezone.localtime(live_from).year
    while True:
        text = release_number(_count_on(year), live_from)
        # Taken only where an earlier pattern, or a hand, wrote the same.
        if not Article.objects.filter(number_key=number_key(text)).exists():
            break
    article.release_number, article.number_key = text, number_key(text)
    article.save(update_fields=["release_number", "number_key"])


def number_key(text: str) -> str:
    """Letters and digits alone, in capitals, without zeros in front, joined by "-": one for every spelling.

    Empty where nothing is left.
    """
    parts = re.split(r"[\W_]+", unicodedata.normalize("NFKC", text).upper())
    return "-".join(part.lstrip("0") or "0" for part in parts if part)


def number_in(text: str) -> str:
    """The key of the first number of our pattern in a text; empty where there is none."""
    found = _key_pattern(settings.RELEASE_NUMBER).search(f"-{number_key(text)}-")
    return found[1] if found else ""


def is_shortened(key: str) -> bool:
    """Whether parts of a number are missing: “3” or “003/HUMAS”. No word on whether it is one of ours."""
    return key.count("-") < number_key(EXAMPLE).count("-")


@cache
def _key_pattern(pattern: str) -> re.Pattern[str]:
    fields = {"number": "[0-9]+", "year": "[0-9]{4}", "month": "[0-9]{1,2}", "roman_month": "[IVX]{1,4}"}
    parts = re.split(r"\{([a-z_]+)(?::[^}]*)?\}", pattern)
    texts = [fields[part] if place % 2 else re.sub(r"[\W_]+", "-", part.upper()) for place, part in enumerate(parts)]
    return re.compile(f"-({''.join(texts).strip('-')})(?=-)")


def _count_on(year: int) -> int:
    ReleaseCounter.objects.get_or_create(year=year)
    ReleaseCounter.objects.filter(year=year).update(last=F("last") + 1)
    return ReleaseCounter.objects.values_list("last", flat=True).get(year=year)
