"""A cell as it came, so that it can be kept, read and sent back: text, a number, or a day."""

import json
import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

type Cell = str | int | float | date

_long_number = re.compile(r"\+?[0-9](?:[ .\-]?[0-9]){5,}")
_day = re.compile(r"[0-9]{1,2}[ .\-][0-9]{1,2}[ .\-][0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}")

# Cells of a row that are read; a list with more columns is no list of people.
MOST_COLUMNS = 120
# Longer text than any field takes; the rest is cut off and the field refused.
LONGEST = 2000


def cell_of(value: Any) -> Cell:
    """What a sheet's reader gave, as one of our kinds; nothing is an empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date | int | float):
        return value
    return str(value).replace("\x00", "")[:LONGEST]


def is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell.strip()


def shown(cell: Cell) -> str:
    """As a person would write it."""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e18 else repr(cell)
    return str(cell)


def masked(text: str) -> str:
    """`text` as others may see it: what may be a number of a person down to its last four digits."""

    def mask(found: re.Match[str]) -> str:
        return found[0] if _day.fullmatch(found[0]) else f"•••• {found[0][-4:]}"

    return _long_number.sub(mask, text)


def dump(cells: Sequence[Cell]) -> str:
    """A row as JSON; a day is an object, so that it is told from text."""
    return json.dumps([{"d": cell.isoformat()} if isinstance(cell, date) else cell for cell in cells])


def load(text: str) -> list[Cell]:
    return [date.fromisoformat(cell["d"]) if isinstance(cell, dict) else cell for cell in json.loads(text)]


def trimmed(cells: Sequence[Cell]) -> list[Cell]:
    """Without the empty cells at its end."""
    last = len(cells)
    while last and is_blank(cells[last - 1]):
        last -= 1
    return list(cells[:last])
