"""One mail that came back, on standard input: for the mail server's pipe."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from news.bounces import LONGEST, take_bounce


class Command(BaseCommand):
    help = "Membaca satu surel yang kembali dari masukan baku."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        take_bounce(sys.stdin.buffer.read(LONGEST))
