"""XLSX, looked at from outside before it is opened: a small file can unpack to more than the machine holds.

Whatever openpyxl raises is a refusal: real files of other programs, and hostile ones, make it raise nearly anything.
"""

import io
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet._reader import WorkSheetParser

from programs.imports.cells import MOST_COLUMNS, Cell, cell_of, is_blank, trimmed
from programs.imports.refusals import SAVE_AS, SheetRefused

# Excel's own limit.
LAST_ROW = 1_048_576
MOST_ENTRIES = 1000
MOST_UNPACKED = 200 * 1024 * 1024
# Texts that cells share are all held at once, at several times their size.
MOST_SHARED = 64 * 1024 * 1024
# A sheet full of one and the same row packs to a hundredth; more than that is made to burst.
MOST_RATIO = 250
SMALL = 1024 * 1024

_BROKEN = f"Berkas XLSX ini rusak atau tidak utuh. {SAVE_AS}"
_DANGEROUS = "Berkas ini membengkak luar biasa saat dibuka, jadi tidak diterima. Salin isinya ke buku kerja baru."


def look_inside(content: bytes) -> None:
    """Raises SheetRefused for a zip that is no XLSX, or one that would unpack beyond measure."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            _refuse_others(names, entries)
            for entry in entries:
                ratio = entry.file_size / max(1, entry.compress_size)
                if entry.file_size > SMALL and ratio > MOST_RATIO:
                    raise SheetRefused(_DANGEROUS)
                if entry.filename.endswith((".xml", ".rels")):
                    _refuse_doctype(archive, entry)
    except SheetRefused:
        raise
    except Exception as error:  # a hostile zip raises nearly anything
        raise SheetRefused(_BROKEN) from error


def _refuse_others(names: set[str], entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise SheetRefused("Berkas ini dikunci dengan kata sandi. Simpan lagi tanpa kata sandi.")
    if "xl/workbook.bin" in names:
        raise SheetRefused(f"Ini berkas Excel biner (.xlsb). {SAVE_AS}")
    if "xl/workbook.xml" not in names:
        kind = "LibreOffice (.ods)" if "content.xml" in names else "zip"
        kind = "dokumen Word" if "word/document.xml" in names else kind
        raise SheetRefused(f"Ini berkas {kind}, bukan XLSX. {SAVE_AS}")
    shared = sum(entry.file_size for entry in entries if entry.filename.endswith("sharedStrings.xml"))
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED or shared > MOST_SHARED:
        raise SheetRefused(
            "Berkas ini terlalu besar setelah dibuka. Salin hanya daftarnya ke buku kerja baru, tanpa lembar lain."
        )


def _refuse_doctype(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Nobody's spreadsheet declares entities; those that do, do it to be multiplied."""
    with archive.open(entry) as file:
        start = file.read(4096).replace(b"\x00", b"").upper()
    if b"<!DOCTYPE" in start or b"<!ENTITY" in start:
        raise SheetRefused(_DANGEROUS)


@contextmanager
def _workbook(content: bytes) -> Iterator[Any]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and extensions that it passes over
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        try:
            yield book
        finally:
            book.close()
    except SheetRefused:
        raise
    except Exception as error:
        raise SheetRefused(_BROKEN) from error


def _visible(book: Any) -> list[Any]:
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or list(book.worksheets)


def names_of(content: bytes) -> list[str]:
    with _workbook(content) as book:
        names = [str(sheet.title) for sheet in _visible(book)]
    if not names:
        raise SheetRefused("Buku kerja ini tidak memiliki lembar berisi tabel.")
    return names


def rows_of(content: bytes, sheet: int, until: int = LAST_ROW) -> Iterator[tuple[int, list[Cell]]]:
    with _workbook(content) as book, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a date beyond what Excel knows becomes a text
        for number, row in _written_rows(_visible(book)[sheet]):
            if number > until:
                return
            cells: list[Cell] = [""] * min(MOST_COLUMNS, max((cell["column"] for cell in row), default=0))
            for cell in row:
                if cell["column"] <= len(cells):
                    cells[cell["column"] - 1] = cell_of(cell["value"])
            if not all(map(is_blank, cells)):
                yield number, trimmed(cells)


def _written_rows(sheet: Any) -> Iterator[tuple[int, Any]]:
    """The rows that stand in the file. What openpyxl gives makes up those between, a million of them if need be."""
    book = sheet.parent
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        last = 0
        for number, row in parser.parse():
            if not last < number <= LAST_ROW:
                raise SheetRefused(_BROKEN)
            last = number
            yield number, row


def length_of(content: bytes, sheet: int) -> int:
    with _workbook(content) as book:
        return min(_visible(book)[sheet].max_row or 0, LAST_ROW)
