"""Lists as offices send them, made here: CSV and XLSX."""

import csv
import io
from datetime import date

from openpyxl import Workbook

from programs.actions import imports
from programs.imports.kinds import kinds
from programs.imports.running import work
from programs.models import RosterImport
from tests.factories import make_nik, make_nip, make_occupation, make_user, make_village

WORKER_HEADINGS = ["No", "NIK", "Nama", "Tanggal Lahir", "L/P", "Desa", "Kecamatan", "Pekerjaan", "No HP"]


def csv_of(*rows, delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def xlsx_of(*rows, sheets=(), **dates) -> bytes:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for name, more in sheets:
        other = book.create_sheet(name)
        for row in more:
            other.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def places():
    """What the rows below name."""
    return make_village(code="99.01.01.1001", name="Bontolebang"), make_occupation(name="Nelayan")


def worker_row(number: int, **cells) -> list:
    """A row under WORKER_HEADINGS for the artificial worker of that number."""
    born = date(1970 + number % 30, 1 + number % 12, 1 + number % 28)
    sex = "LP"[number % 2]
    row = {
        "no": number,
        "nik": make_nik(born, sex, serial=1 + number % 9998),
        "name": f"Pekerja Contoh {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number % 26]}{'abcdefghij'[number // 26 % 10]}",
        "birth_date": f"{born:%d/%m/%Y}",
        "sex": sex,
        "village": "Bontolebang",
        "district": "",
        "occupation": "Nelayan",
        "phone": f"0812{number:08}" if number < 10_000 else "",
    }
    return list((row | cells).values())


def worker_list(count: int) -> list[list]:
    return [WORKER_HEADINGS, *(worker_row(number) for number in range(1, count + 1))]


def received(content: bytes, kind: str = "workers", by=None) -> RosterImport:
    return imports.receive(content, kind=kinds()[kind], by=by or make_user())


def checked(content: bytes, kind: str = "workers", by=None, **options) -> RosterImport:
    """Uploaded, matched as guessed and judged."""
    by = by or make_user()
    found = received(content, kind, by)
    if found.state == RosterImport.State.MAPPING:
        given = kinds()[kind].settled(options)
        imports.match_columns(found, columns=found.columns, options=given, by=by, version=found.version)
    work(found.pk)
    found.refresh_from_db()
    return found


def applied(roster_import: RosterImport, by=None) -> RosterImport:
    imports.apply_list(roster_import, by=by or make_user(), version=roster_import.version)
    work(roster_import.pk)
    roster_import.refresh_from_db()
    return roster_import


def make_servant_row(born=date(1980, 5, 17), **cells) -> list:
    row = {"nip": make_nip(born), "name": "Andi Contoh", "opd": "Dinas Contoh", "status": "PNS", "tmt": "01/02/2020"}
    return list((row | cells).values())
