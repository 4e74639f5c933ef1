"""Where the headings of a list stand, and which of our fields each column is."""

import json
import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from programs.imports.cells import Cell, is_blank, shown
from selayar_site.sealed import blind_index

if TYPE_CHECKING:
    from programs.imports.kinds import Field

# Titles, an emblem and the name of the office stand above; the headings are looked for in so many rows.
LOOKED_AT = 40
# A heading of two floors: what is empty below is told above.
FLOORS = 2
# What stands beside a row that goes back.
REASON = "Alasan"
# Whose name or number it is, if not the person's own.
_OTHERS = {"ibu", "ayah", "bapak", "kepala", "bank", "rekening", "rek", "ahli", "waris", "pasangan", "suami", "istri",
           "anak", "penanggung", "petugas", "pendata"}  # fmt: skip


def normal(text: Cell) -> str:
    """A heading for comparing: small letters and digits, words parted by one space."""
    plain = unicodedata.normalize("NFKD", shown(text).casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.sub("[^a-z0-9]+", " ", plain).split())


def find_heading_row(rows: Sequence[tuple[int, list[Cell]]], fields: "Sequence[Field]") -> int:
    """The number of the row that names most of our fields; 0 where none names two of them."""
    best, found = 1, 0
    for number, cells in rows[:LOOKED_AT]:
        named = len(guess([shown(cell) for cell in cells], fields))
        if named > best:
            best, found = named, number
    return found


def headings_of(rows: Sequence[tuple[int, list[Cell]]], heading_row: int) -> list[str]:
    """The headings of that row. Where two floors of headings are merged, an empty cell takes the one above it."""
    above: dict[int, str] = {}
    width = max((len(cells) for number, cells in rows if number <= heading_row + 1), default=0)
    headings = [""] * width
    for number, cells in rows:
        if number > heading_row:
            break
        if number < heading_row - FLOORS + 1:
            continue
        for column, cell in enumerate(cells):
            if number < heading_row and not is_blank(cell):
                above[column] = shown(cell).strip()
            elif number == heading_row:
                headings[column] = shown(cell).strip()
    # A title above the table stands in one cell; a floor of headings in several.
    if len(above) > 1:
        headings = [heading or above.get(column, "") for column, heading in enumerate(headings)]
    return [" ".join(heading.split())[:80] for heading in headings]


def is_numbering(cells: Sequence[Cell]) -> bool:
    """The row (1) (2) (3) that official tables carry under their headings."""
    filled = [re.sub("[^0-9]", "", shown(cell)) for cell in cells if not is_blank(cell)]
    return len(filled) > 2 and filled == [str(number) for number in range(1, len(filled) + 1)]


def shape_of(headings: Sequence[str]) -> str:
    """Equal for files with the same headings in the same order; tells nothing of them.

    The column that we add to refused rows makes no other file of them.
    """
    names = [normal(heading) for heading in headings]
    while names and names[-1] in ("", normal(REASON)):
        names.pop()
    return blind_index(json.dumps(names), purpose="programs.headingmap.shape")


def twice(headings: Sequence[str]) -> list[str]:
    """Headings that several columns have."""
    names = [normal(heading) for heading in headings]
    return sorted({heading for heading, name in zip(headings, names, strict=True) if name and names.count(name) > 1})


def guess(headings: Sequence[str], fields: "Sequence[Field]") -> dict[str, int]:
    """Our fields and the columns that seem to be them: the same words first, then one of ours among others."""
    names = [normal(heading) for heading in headings]
    found: dict[str, int] = {}
    for field in fields:
        for synonym in field.synonyms:
            column = next((i for i, name in enumerate(names) if name == synonym and i not in found.values()), None)
            if column is not None:
                found[field.name] = column
                break
    for field in sorted(fields, key=lambda each: -max(len(synonym) for synonym in each.synonyms)):
        if field.name not in found and (column := _among(names, field, set(found.values()))) is not None:
            found[field.name] = column
    return found


def _among(names: list[str], field: "Field", taken: set[int]) -> int | None:
    for synonym in sorted(field.synonyms, key=len, reverse=True):
        for column, name in enumerate(names):
            own = column not in taken and not _OTHERS & set(name.split())
            if own and f" {synonym} " in f" {name} ":
                return column
    return None


def letter(column: int) -> str:
    """The name that Excel gives to a column: A, B … Z, AA."""
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
