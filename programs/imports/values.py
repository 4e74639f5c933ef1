"""What a cell says, as Indonesians write it. Each reader raises ValidationError with a sentence and a way out."""

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError

from programs.imports.cells import Cell, masked, shown
from selayar_site.months import month_of
from selayar_site.text import one_line

# What people write where they know nothing.
_NOTHING = {"", "-", "--", "–", "—", "0", ".", "n/a", "na", "nihil", "kosong", "null", "none", "tidak ada", "tdk ada",
            "belum ada", "blm ada", "tidak tahu", "#n/a", "x"}  # fmt: skip
_MONTHS = {
    "januari": 1, "jan": 1, "january": 1, "februari": 2, "pebruari": 2, "feb": 2, "peb": 2, "february": 2, "maret": 3,
    "mar": 3, "march": 3, "april": 4, "apr": 4, "mei": 5, "may": 5, "juni": 6, "jun": 6, "june": 6, "juli": 7,
    "jul": 7, "july": 7, "agustus": 8, "agu": 8, "agt": 8, "ags": 8, "agst": 8, "aug": 8, "august": 8,
    "september": 9, "sep": 9, "sept": 9, "oktober": 10, "okt": 10, "oct": 10, "october": 10, "november": 11,
    "nopember": 11, "nov": 11, "nop": 11, "desember": 12, "des": 12, "dec": 12, "december": 12,
}  # fmt: skip
# Excel counts days from here, one too many since it takes 1900 for a leap year.
_EXCEL_START = date(1899, 12, 30)
_SERIALS = range(366, 73_051)
# Excel keeps fifteen digits of a number; the rest it writes as zeros, without a word.
_EXACT = 2**53
_by_numbers = re.compile(r"([0-9]{1,2})\s*[/.\-\s]\s*([0-9]{1,2})\s*[/.\-\s]\s*([0-9]{1,4})")
_year_first = re.compile(r"([0-9]{4})[/.\-]([0-9]{1,2})[/.\-]([0-9]{1,2})(?:[ T]00:00(?::00)?(?:\.0+)?)?")
_by_words = re.compile(r"([0-9]{1,2})\s*[/.\-\s]?\s*([a-z]+)\.?\s*[/.\-,\s]?\s*([0-9]{1,4})")
_UNCLEAR = "Tulis seperti 03/07/1980 atau 3 Juli 1980."


def text_of(cell: Cell) -> str:
    """In one line, without the apostrophe that forces text in Excel; empty for “-”, “tidak ada” and the like."""
    plain = one_line(shown(cell)).lstrip("'`’").strip()
    return "" if plain.casefold() in _NOTHING else plain


def number_text(cell: Cell, name: str) -> str:
    """The digits of an identity number. One that Excel has counted with has lost its end, and is refused."""
    if isinstance(cell, date):
        raise ValidationError(f"Excel mengubah {name} ini menjadi tanggal. Ubah kolomnya menjadi teks.", "rounded")
    if isinstance(cell, str):
        return text_of(cell)
    whole = int(cell) if isinstance(cell, int) or cell.is_integer() else None
    if whole is None:
        raise ValidationError(f"{name} hanya berisi angka.", "digits")
    if whole >= _EXACT or (whole >= 10**15 and whole % 10 == 0):
        raise ValidationError(
            f"Excel menyimpan {name} ini sebagai bilangan, sehingga angka terakhirnya hilang. Ubah kolomnya menjadi "
            "teks (Format Sel → Teks), lalu ketik atau salin lagi nomornya dari sumber aslinya.",
            "rounded",
        )
    return str(whole) if whole else ""


def read_date(cell: Cell) -> date:
    """A day, written day first. Two digits of a year, and a month beyond twelve, are not guessed at."""
    if isinstance(cell, date):
        return cell
    if isinstance(cell, int | float):
        return _from_serial(cell)
    written = text_of(cell).casefold()
    # “Benteng, 17 Mei 1980”: place and birth in one column.
    written = written.rpartition(", ")[2] if re.match("[^0-9]+, ", written) else written
    if re.fullmatch("[0-9]{5}", written):
        return _from_serial(int(written))
    if found := _year_first.fullmatch(written):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _by_numbers.fullmatch(written):
        if int(found[2]) > 12 >= int(found[1]):
            raise ValidationError(
                f"Bulan {found[2]} tidak ada. Tanggal ditulis hari/bulan/tahun. {_UNCLEAR}", "month_first"
            )
        return _day(_year(found[3]), int(found[2]), int(found[1]))
    if found := _by_words.fullmatch(written):
        if found[2] not in _MONTHS:
            raise ValidationError(f"Nama bulan ini tidak dikenal. {_UNCLEAR}", "month")
        return _day(_year(found[3]), _MONTHS[found[2]], int(found[1]))
    raise ValidationError(f"Ini bukan tanggal yang terbaca. {_UNCLEAR}", "date")


def _year(text: str) -> int:
    if len(text) != 4:
        raise ValidationError(f"Tahunnya tidak lengkap, jadi tidak jelas abadnya. {_UNCLEAR}", "year")
    return int(text)


def _day(year: int, month: int, day: int) -> date:
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValidationError(f"Tanggal ini tidak ada di kalender. {_UNCLEAR}", "date") from None
    if not 1900 <= found.year < 2100:
        raise ValidationError(f"Tahun {found.year} tidak mungkin. {_UNCLEAR}", "date")
    return found


def _from_serial(number: float) -> date:
    """The day that Excel shows for a number."""
    if number != int(number) or int(number) not in _SERIALS:
        raise ValidationError(f"Ini bilangan, bukan tanggal. {_UNCLEAR}", "date")
    return _EXCEL_START + timedelta(days=int(number))


def read_month(cell: Cell) -> int:
    """A month as the ledger counts them (selayar_site/months.py): “Januari 2026”, 01/2026, or a day in it."""
    written = text_of(cell).casefold() if isinstance(cell, str) else ""
    if found := re.fullmatch(r"([0-9]{1,2})\s*[/.\-]\s*([0-9]{4})", written):
        return month_of(_day(int(found[2]), int(found[1]), 1))
    if found := re.fullmatch(r"([0-9]{4})\s*[/.\-]\s*([0-9]{1,2})", written):
        return month_of(_day(int(found[1]), int(found[2]), 1))
    found = re.fullmatch(r"([a-z]+)\.?\s*[/.\-,\s]?\s*([0-9]{4})", written)
    if found and found[1] in _MONTHS:
        return month_of(_day(int(found[2]), _MONTHS[found[1]], 1))
    try:
        return month_of(read_date(cell))
    except ValidationError:
        raise ValidationError(
            "Ini bukan bulan yang terbaca. Tulis seperti Januari 2026 atau 01/2026.", "month"
        ) from None


def read_number(cell: Cell) -> Decimal:
    """“1.234,56”, “Rp 16.800,-” and a number of Excel's. A single point before three digits parts thousands."""
    if isinstance(cell, int | float):
        return Decimal(str(cell))
    plain = re.sub(r"^rp\.?\s*|\s+|[,.]-+$", "", text_of(cell).casefold())
    negative = plain.startswith("-") or (plain.startswith("(") and plain.endswith(")"))
    plain = plain.strip("-()")
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{3})*(,[0-9]+)?|[0-9]+(,[0-9]+)?", plain):
        plain = plain.replace(".", "").replace(",", ".")
    elif not re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?|[0-9]+\.[0-9]{1,2}", plain):
        raise ValidationError("Ini bukan bilangan yang terbaca. Tulis seperti 1.234,56.", "number")
    else:
        plain = plain.replace(",", "")
    try:
        return -Decimal(plain) if negative else Decimal(plain)
    except InvalidOperation:
        raise ValidationError("Ini bukan bilangan yang terbaca. Tulis seperti 1.234,56.", "number") from None


def choose[T](key: str, known: Mapping[str, T], *, what: str, written: str = "", names: Iterable[str] = ()) -> T:
    """The one of `known` under that key. The refusal says what was written, numbers masked, and the nearest known."""
    if key in known:
        return known[key]
    near = difflib.get_close_matches(key, list(known), n=1, cutoff=0.75)
    shown_as = {re.sub("[^a-z0-9]", "", name.casefold()): name for name in names}
    hint = f" Mungkin “{shown_as.get(re.sub('[^a-z0-9]', '', near[0]), near[0])}”?" if near else ""
    raise ValidationError(f"{what} “{masked((written or key)[:60])}” tidak dikenal.{hint}", "unknown")
