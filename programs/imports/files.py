"""What an uploaded file is, told by its bytes: its name and type are anybody's word."""

from collections.abc import Iterator
from itertools import islice

from django.conf import settings

from programs.imports import sheets, text
from programs.imports.cells import Cell
from programs.imports.refusals import SAVE_AS, SheetRefused
from programs.models import RosterImport

Form = RosterImport.Form
HEAD_ROWS = 50
# Of a sheet so many rows are looked through for its beginning.
LOOKED_AT = 2000

# Compound files hold old Excel, and new Excel behind a password, which keeps its name in UTF-16.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {
    b"%PDF-": "PDF",
    b"\xff\xd8\xff": "foto",
    b"\x89PNG": "gambar",
    b"GIF8": "gambar",
    b"Rar!": "arsip RAR",
    b"7z\xbc\xaf": "arsip 7z",
    b"{\\rtf": "dokumen Word",
}


def form_of(content: bytes) -> str:
    """CSV or XLSX. Raises SheetRefused for everything else."""
    if not content.strip(b"\x00 \t\r\n"):
        raise SheetRefused("Berkasnya kosong. Pilih lagi, mungkin belum selesai tersimpan.")
    if len(content) > settings.IMPORT_MAX_BYTES:
        most = settings.IMPORT_MAX_BYTES // 1024 // 1024
        raise SheetRefused(f"Ukuran berkas lebih dari {most} MB. Bagi daftarnya menjadi beberapa berkas.")
    if content.startswith(_COMPOUND):
        if _LOCKED in content:
            raise SheetRefused("Berkas ini dikunci dengan kata sandi. Buka di Excel, hapus kata sandinya, simpan lagi.")
        raise SheetRefused(f"Ini berkas Excel lama (.xls). {SAVE_AS}")
    for mark, name in _OTHERS.items():
        if content.startswith(mark):
            raise SheetRefused(f"Berkas ini {name}, bukan tabel. {SAVE_AS}")
    if content.startswith(b"PK"):
        sheets.look_inside(content)
        return Form.XLSX
    start = content[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<style", b"<head")):
        raise SheetRefused(
            f"Berkas ini halaman web atau XML yang diberi nama Excel; sistem lain sering membuatnya. {SAVE_AS}"
        )
    return Form.CSV


def sheet_names(content: bytes, form: str) -> list[str]:
    """The sheets that can be chosen, hidden ones left out; a CSV has one without a name."""
    return sheets.names_of(content) if form == Form.XLSX else [""]


def rows_of(content: bytes, form: str, sheet: int = 0) -> Iterator[tuple[int, list[Cell]]]:
    """Each row that is not blank, under its number in the file (from 1). Raises SheetRefused, also half way."""
    rows = sheets.rows_of(content, sheet) if form == Form.XLSX else text.rows_of(content)
    for found, (number, cells) in enumerate(rows, 1):
        if found > settings.IMPORT_MAX_ROWS:
            most = f"{settings.IMPORT_MAX_ROWS:,}".replace(",", ".")
            raise SheetRefused(f"Daftar ini lebih dari {most} baris. Bagi menjadi beberapa berkas.")
        yield number, cells


def head_of(content: bytes, form: str, sheet: int = 0) -> list[tuple[int, list[Cell]]]:
    """The first rows that are not blank, as far as a person would look for them."""
    rows = sheets.rows_of(content, sheet, until=LOOKED_AT) if form == Form.XLSX else text.rows_of(content)
    return list(islice(rows, HEAD_ROWS))


def length_of(content: bytes, form: str, sheet: int = 0) -> int:
    """About how many rows there are; 0 where the file does not say."""
    return sheets.length_of(content, sheet) if form == Form.XLSX else text.length_of(content)
