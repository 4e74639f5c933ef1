"""Logs without personal data and without secrets."""

import logging
import re

# NIK and KK have 16 digits, a NIP has 18; people group them with a space, a dot, a dash or a plus sign, and
# addresses carry a space as %20. Longer and shorter runs are something else.
_between = r"(?:[ \u00a0._+\-]|%20)?"
_long_number = re.compile(rf"(?<!\d)\d(?:{_between}\d){{15}}(?:(?:{_between}\d){{2}})?(?!\d)")

# An address that opens something to whoever knows it (news/access_views.py, news/subscription_views.py).
_secret_link = re.compile(r"(/(?:pratinjau|embargo|langganan/konfirmasi|langganan/kelola)/)[^/\s?\"']+")

MASKED = "[number masked]"
MASKED_TOKEN = "[token masked]"


def mask_numbers(text: str) -> str:
    """`text` without its numbers of 16 and 18 digits, however they are grouped."""
    return _long_number.sub(MASKED, text)


def mask_tokens(text: str) -> str:
    """`text` with the addresses of secret links cut off before their secret."""
    return _secret_link.sub(rf"\1{MASKED_TOKEN}", text)


class MaskingFormatter(logging.Formatter):
    """Masks the finished line: what its message, its arguments, its traceback and its stack say."""

    def format(self, record: logging.LogRecord) -> str:
        return mask_numbers(mask_tokens(super().format(record)))
