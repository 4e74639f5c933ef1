"""The rows that were not taken, to send back to whoever made the list: as they came, with the reason beside each.

A cell that a program might calculate is made text (OWASP, “CSV injection”), and so is a long number, which a program
would round. The apostrophe that does it is taken off again when the file comes back.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from programs.imports.cells import Cell, load, shown
from programs.imports.headings import REASON
from programs.models import ImportRow, RosterImport

# Writing more into one workbook would keep a person waiting; a CSV is written while it is sent.
MOST_IN_WORKBOOK = 20_000
_acts = re.compile(r"[=+\-@\t\r].")
_harmless = re.compile(r"[+-]?[0-9]{1,10}([.,][0-9]+)?")
_long_number = re.compile(r"[0-9]{10,}")


def neutral(text: str) -> str:
    """`text` so that no program calculates with it, in a file of plain text."""
    acts = _acts.match(text) and not _harmless.fullmatch(text)
    return f"'{text}" if acts or _long_number.fullmatch(text) else text


def rows_back(roster_import: RosterImport) -> Iterator[tuple[list[Cell], str]]:
    """Each row that was not taken, with its reasons."""
    back = (ImportRow.Outcome.REFUSED, ImportRow.Outcome.DIFFERS)
    rows = roster_import.rows.filter(outcome__in=back).order_by("pk")
    for row in rows.iterator(chunk_size=500):
        assert row.cells is not None and row.details is not None
        reasons = json.loads(row.details.reveal()).get("wrong", [])
        yield load(row.cells.reveal()), " ".join(reasons)


def count_back(roster_import: RosterImport) -> int:
    return roster_import.rows.filter(outcome__in=(ImportRow.Outcome.REFUSED, ImportRow.Outcome.DIFFERS)).count()


def _even(cells: Sequence[Cell], width: int) -> list[Cell]:
    """A row without the column that an earlier return added, up to the column of ours."""
    return [*cells[:width], *[""] * (width - len(cells))]


def width_of(headings: Sequence[str]) -> int:
    """How many columns the list has of its own."""
    names = list(headings)
    while names and names[-1] in ("", REASON):
        names.pop()
    return len(names) or len(headings)


def csv_lines(roster_import: RosterImport, headings: Sequence[str]) -> Iterator[bytes]:
    """UTF-8 with its mark and semicolons: what Excel opens by a double click where a comma parts decimals."""
    width = width_of(headings)
    yield b"\xef\xbb\xbf"
    yield _line([*(neutral(heading) for heading in headings[:width]), REASON])
    for cells, reason in rows_back(roster_import):
        yield _line([*(neutral(shown(cell)) for cell in _even(cells, width)), reason])


def _line(texts: Sequence[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(texts)
    return out.getvalue().encode()


def workbook(roster_import: RosterImport, headings: Sequence[str]) -> bytes:
    width = width_of(headings)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Ditolak")
    sheet.freeze_panes = "A2"
    sheet.append([_text(sheet, heading, bold=True) for heading in [*headings[:width], REASON]])
    for cells, reason in rows_back(roster_import):
        sheet.append([*(_cell(sheet, cell) for cell in _even(cells, width)), _text(sheet, reason)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: object, cell: Cell) -> WriteOnlyCell:
    if isinstance(cell, date):
        found = WriteOnlyCell(sheet, cell)
        found.number_format = "dd/mm/yyyy"
        return found
    return _text(sheet, shown(cell))


def _text(sheet: object, text: str, *, bold: bool = False) -> WriteOnlyCell:
    """Never a formula, never a number: a long one would be rounded when somebody touches it."""
    acts = _acts.match(text) and not re.fullmatch(r"[+-]?[0-9 .,/-]+", text)
    clean = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
    cell = WriteOnlyCell(sheet, f"'{clean}" if acts else clean)
    cell.data_type = "s"
    cell.number_format = "@"
    if bold:
        cell.font = Font(bold=True)
    return cell
