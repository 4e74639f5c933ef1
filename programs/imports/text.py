"""CSV as programs and offices write it: comma, semicolon or tab; UTF-8, UTF-16 or Windows-1252."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from programs.imports.cells import MOST_COLUMNS, Cell, cell_of, is_blank, trimmed
from programs.imports.refusals import SAVE_AS, SheetRefused

_DELIMITERS = ";\t,|"
_separator_line = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_quoted = re.compile(r'"[^"]*"')


def decoded(content: bytes) -> str:
    """The text. A byte-order mark decides; without one UTF-8 where it fits, else Windows-1252.

    Raises SheetRefused for what is no text.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if content.startswith(mark):
            return _strictly(content, name)
    start = content[:2000]
    if len(start) > 3 and start.count(0) * 3 > len(start):
        return _strictly(content, "utf-16-le" if start[1] == 0 else "utf-16-be")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = _strictly(content, "cp1252")
    if "\x00" in text or sum(sign < " " and sign not in "\t\r\n\x0b\x0c" for sign in text[:4000]) > 8:
        raise SheetRefused(f"Berkas ini bukan CSV dan bukan XLSX. {SAVE_AS}")
    return text


def _strictly(content: bytes, name: str) -> str:
    try:
        return content.decode(name)
    except UnicodeDecodeError:
        raise SheetRefused(
            "Huruf di dalam berkas ini rusak. Simpan lagi dari Excel sebagai “CSV UTF-8” atau sebagai .xlsx."
        ) from None


def delimiter_of(text: str) -> str:
    """The sign between cells: what the line `sep=;` says, else the one that parts most of the first lines alike."""
    if told := _separator_line.match(text):
        return told[1]
    lines = [_quoted.sub("", line) for line in text[:20_000].splitlines()[:30] if line.strip()]

    def evenness(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        most = max(set(counts), key=lambda count: (counts.count(count) if count else 0, count), default=0)
        return (counts.count(most) if most else 0, most)

    return max(_DELIMITERS, key=evenness)


def rows_of(content: bytes) -> Iterator[tuple[int, list[Cell]]]:
    text = decoded(content)
    delimiter = delimiter_of(text)
    text = text[told.end() :] if (told := _separator_line.match(text)) else text
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    while True:
        number += 1
        try:
            found = next(reader, None)
        except csv.Error:
            raise SheetRefused(
                f"Baris {number} tidak terbaca: mungkin ada tanda kutip yang tidak ditutup. Perbaiki, lalu unggah lagi."
            ) from None
        if found is None:
            return
        if len(found) > MOST_COLUMNS and len(trimmed(found)) > MOST_COLUMNS:
            raise SheetRefused(f"Baris {number} memiliki lebih dari {MOST_COLUMNS} kolom. Hapus kolom yang tak perlu.")
        cells = [cell_of(cell) for cell in found[:MOST_COLUMNS]]
        if not all(map(is_blank, cells)):
            yield number, trimmed(cells)


def length_of(content: bytes) -> int:
    return content.count(b"\n") + 1
