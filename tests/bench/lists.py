"""A roster of many thousands through the import: the dry run, the import, and the memory that they take.

Runs in a process of its own (`Scratch.run`), so the peak of memory is its own.
"""

import resource
import time
from datetime import date, timedelta

from programs.actions import imports
from programs.areas import load_areas
from programs.imports.kinds import kinds
from programs.imports.running import work
from programs.models import Area, Occupation, RosterImport, Worker
from selayar_site.models import User
from tests.factories import make_nik
from tests.lists import csv_of, xlsx_of

HEADINGS = ["No", "NIK", "No KK", "Nama", "Tanggal Lahir", "L/P", "Desa", "Kecamatan", "Pekerjaan", "No HP"]
WORDS = ("Andi", "Baso", "Siti", "Nur", "Muh", "Abd", "Daeng", "Hasan", "Rahma", "Jaya", "Salam", "Karim", "Aminah")


def roster(rows: int) -> list[list[object]]:
    """So many people, no two with one number, in the villages of the regency."""
    villages = list(Area.objects.filter(kind__in=Area.VILLAGES).select_related("parent").order_by("code"))
    trades = list(Occupation.objects.values_list("name", flat=True))
    found: list[list[object]] = [list(HEADINGS)]
    for number in range(rows):
        born, sex = date(1962, 1, 1) + timedelta(days=number % 14_000), "LP"[number // 14_000 % 2]
        village = villages[number * 7 % len(villages)]
        name = " ".join(WORDS[number * step % len(WORDS)] for step in (1, 5, 11))
        nik = make_nik(born, sex, serial=1 + number // 14_000)
        kk = f"990199{number % 9999:04}{number:06}"
        found.append(
            [number + 1, nik, kk, name, f"{born:%d/%m/%Y}", sex, village.name, str(village.parent.name),
             trades[number % len(trades)], f"0812{10_000_000 + number}"]
        )  # fmt: skip
    return found


def measure(rows: int) -> dict[str, float]:
    """Seconds of each step, and the megabytes at the worst moment."""
    load_areas()
    for name in ("Nelayan", "Petani", "Pedagang pasar"):
        Occupation.objects.get_or_create(name=name, defaults={"sector": "other"})
    user = User.objects.create(email="bench.daftar@selayar.example", full_name="Bench")
    found: dict[str, float] = {}
    made = roster(rows)
    content = xlsx_of(*made)
    again = csv_of(*made)
    del made
    before = _peak()
    found["dry run, XLSX"], checked = _check(content, user)
    begun = time.perf_counter()
    imports.apply_list(checked, by=user, version=checked.version)
    _until_done(checked)
    found["import"] = time.perf_counter() - begun
    assert Worker.objects.count() >= rows
    found["dry run again, CSV"], same = _check(again, user)
    assert same.summary["checked"]["fate"] == {"same": rows}, same.summary
    found["memory before"], found["memory at most"] = before, _peak()
    return found


def _check(content: bytes, user: User) -> tuple[float, RosterImport]:
    begun = time.perf_counter()
    kind = kinds()["workers"]
    roster_import = imports.receive(content, kind=kind, by=user)
    if roster_import.state == RosterImport.State.MAPPING:
        imports.match_columns(
            roster_import, columns=roster_import.columns, options={}, by=user, version=roster_import.version
        )
    _until_done(roster_import)
    assert roster_import.state == RosterImport.State.CHECKED, roster_import.problem
    return time.perf_counter() - begun, roster_import


def _until_done(roster_import: RosterImport) -> None:
    """Worked on here or by the thread that was asked to, whoever came first."""
    while RosterImport.objects.running().filter(pk=roster_import.pk).exists():
        if not work(roster_import.pk):
            time.sleep(0.1)
    roster_import.refresh_from_db()


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
