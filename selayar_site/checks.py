"""Settings that are each in order and together make no sense."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

# How the demo's published secrets begin (settings.py).
PUBLISHED = "artificial"
# UU and Keppres 41/1987: Indonesia's three zones and the names that people read.
ZONE_LABELS = {
    "Asia/Jakarta": "WIB",
    "Asia/Pontianak": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Ujung_Pandang": "WITA",
    "Asia/Jayapura": "WIT",
}


@register()
def settings_agree(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    return [*_secrets(), *_demo(), *_zone()]


def _secrets() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    keys = [settings.SECRET_KEY.encode(), settings.BLIND_INDEX_KEY, *settings.SEALING_KEYS.values()]
    if not settings.DEMO and any(key.startswith(PUBLISHED.encode()) for key in keys):
        found.append(
            Error(
                "A secret of the demo is used outside the demo; everyone can read it.",
                hint="Make values of your own for SELAYAR_SECRET_KEY, SELAYAR_SEALING_KEYS and SELAYAR_INDEX_KEY.",
                id="selayar.E002",
            )
        )
    if len(set(keys)) < len(keys):
        found.append(
            Error(
                "Two keys are the same.",
                hint="Each of SELAYAR_INDEX_KEY and the keys in SELAYAR_SEALING_KEYS is made on its own.",
                id="selayar.E003",
            )
        )
    return found


def _demo() -> list[CheckMessage]:
    if settings.DEMO and settings.OVER_HTTPS:
        return [
            Error(
                "The demo is offered to the net: its keys and accounts are known to everyone.",
                hint="Leave SELAYAR_DEMO out, or SELAYAR_ORIGIN at http://127.0.0.1:8000.",
                id="selayar.E001",
            )
        ]
    return []


def _zone() -> list[CheckMessage]:
    expected = ZONE_LABELS.get(settings.TIME_ZONE)
    if expected and expected != settings.TIME_ZONE_LABEL:
        return [
            Warning(
                f"Times of {settings.TIME_ZONE} are shown as {settings.TIME_ZONE_LABEL}; people call them {expected}.",
                hint=f"Set SELAYAR_TIME_ZONE_LABEL={expected}.",
                id="selayar.W001",
            )
        ]
    return []
