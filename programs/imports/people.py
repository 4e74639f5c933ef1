"""What lists of workers and of civil servants share: numbers, birth, and whom a row means."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import date_format

from programs.forms.people import masked
from programs.imports import values
from programs.imports.cells import Cell
from programs.imports.headings import normal
from programs.imports.kinds import Judged
from programs.models import Person
from programs.names import are_near, name_key
from programs.numbers import Sex, digits_of, read_phone
from selayar_site.sealed import Sealed

SEXES = {
    **dict.fromkeys(("l", "lk", "laki", "laki laki", "lelaki", "pria", "m", "male", "1"), Sex.MALE),
    **dict.fromkeys(("p", "pr", "perempuan", "wanita", "w", "f", "female", "2"), Sex.FEMALE),
}
NUMBERS = {"nik", "kk", "nip", "phone", "kpj"}
SWAPPED = "Hari dan bulan lahir tampak tertukar: menurut {number} terbalik. Periksa, lalu tulis seperti 3 Juli 1980."
OTHER_NAME = (
    "{number} ini di register milik {name}. Periksa barisnya; bila orangnya memang berganti nama, ubah dahulu di "
    "halamannya."
)


def take[T](row: Judged, name: str, read: Callable[[], T]) -> T | None:
    """What `read` answers, or the row refused with its sentence."""
    try:
        return read()
    except ValidationError as error:
        row.refuse(name, " ".join(error.messages))
        return None


def read_name(row: Judged, cell: Cell) -> str:
    name = values.text_of(cell)
    if len(name) > 120:
        row.refuse("name", "Nama lebih dari 120 huruf. Periksa apakah kolomnya benar.")
    elif name and (sum(sign.isdigit() for sign in name) > 5 or not normal(name)):
        row.refuse("name", "Ini bukan nama orang. Periksa apakah kolomnya benar.")
    else:
        row.who = name
    return row.who


def read_sex(cell: Cell) -> str:
    written = values.text_of(cell)
    if not written:
        return ""
    return values.choose(normal(written), SEXES, what="Jenis kelamin", written=written)


def read_a_phone(cell: Cell) -> str:
    """Also without the zero in front, which Excel takes away, and with 62 for it."""
    written = values.text_of(cell if isinstance(cell, str) else values.number_text(cell, "Nomor telepon"))
    digits = digits_of(written)
    if digits.isascii() and digits.isdigit():
        written = f"+{digits}" if digits.startswith("62") else f"0{digits}" if digits.startswith("8") else written
    return read_phone(written) if written else ""


def read_birth(row: Judged, cells: Mapping[str, Cell], *, number: str, birth_date: date, sex: str) -> None:
    """Birth date and sex as written; what the list leaves out, the number says."""
    written = cells.get("birth_date", "")
    blank = isinstance(written, str) and not values.text_of(written)
    day = birth_date if blank else take(row, "birth_date", lambda: values.read_date(written))
    if blank:
        row.values["birth_date"] = birth_date
    elif day is not None:
        row.values["birth_date"] = day
        if day != birth_date and (day.year, day.day, day.month) == (birth_date.year, birth_date.month, birth_date.day):
            row.refuse("birth_date", SWAPPED.format(number=number))
    told = take(row, "sex", lambda: read_sex(cells.get("sex", "")))
    if told is not None:
        row.values["sex"] = told or sex
    row.derived = {name for name, is_so in (("birth_date", blank), ("sex", told == "")) if is_so}


def same_line(before: Any, after: Any) -> bool:
    """Capitals and spaces alone are no change."""
    return " ".join(str(before).casefold().split()) == " ".join(str(after).casefold().split())


def find_changes(row: Judged, person: Person, given: Mapping[str, Any], labels: Mapping[str, str]) -> None:
    """What the list says otherwise than the register. An empty cell says nothing."""
    for name, after in given.items():
        before = getattr(person, name)
        plain = before.reveal() if isinstance(before, Sealed) else before
        if after in (None, "") or plain == after:
            continue
        if name in ("name", "position", "email") and same_line(plain or "", after):
            continue
        row.changes[name] = (plain, after)
        row.shown.append((labels[name], said(name, before), said(name, after)))


def refuse_other_name(row: Judged, person: Person, *, number: str) -> bool:
    """A right number beside another person's name is a slip of a line, and nobody's new name."""
    if not row.who or are_near(name_key(row.who), person.name_key):
        return False
    row.refuse("name", OTHER_NAME.format(number=number, name=person.name))
    return True


def said(name: str, value: Any) -> str:
    """A value for the page; numbers as masks."""
    if name in NUMBERS:
        return masked(value)
    if value in (None, ""):
        return "—"
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if name == "sex":
        return str(Sex(value).label)
    return str(value)


def by_index(rows: Iterable[Any], name: str) -> dict[str, Any]:
    return {getattr(row, name): row for row in rows}
