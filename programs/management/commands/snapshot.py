"""Count the registers of a month for publication; another person approves the tables in the office."""

import re
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from programs.actions.snapshots import compute_snapshot, month_before
from programs.models import SnapshotCell
from selayar_site.models import User
from selayar_site.months import month_number


class Command(BaseCommand):
    help = "Menghitung cuplikan bulanan dari daftar; orang lain menyetujuinya di ruang kerja."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--by", required=True, metavar="SUREL", help="akun yang menghitung")
        parser.add_argument("--month", metavar="TTTT-BB", help="bulan yang dihitung; tanpa ini bulan lalu")

    def handle(self, *args: Any, **options: Any) -> None:
        by = User.objects.filter(email=options["by"], is_active=True, is_staff=True).first()
        if by is None or not by.has_perm("programs.add_snapshot"):
            raise CommandError("Akun itu tidak ada, atau perannya tidak menghitung cuplikan.")
        try:
            snapshot = compute_snapshot(_month(options["month"]), by=by)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from refusal
        cells = SnapshotCell.objects.filter(snapshot=snapshot).count()
        self.stdout.write(f"{snapshot}: {cells} baris menunggu persetujuan. Sidik {snapshot.digest}.")


def _month(text: str | None) -> int:
    if not text:
        return month_before(timezone.localdate())
    found = re.fullmatch("([0-9]{4})-(0[1-9]|1[0-2])", text)
    if not found:
        raise CommandError("Tulis bulan seperti 2026-10.")
    return month_number(int(found[1]), int(found[2]))
