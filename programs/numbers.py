"""The numbers that people are known by: NIK, KK, NIP, KPJ and telephone.

Each `read_…` takes what a person or a sheet wrote, answers with the number in its one spelling and with what
the number itself says, and raises ValidationError with a sentence that names no part of the number. None of
them proves that a person exists: NIK and NIP have no check digit.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

NIK_DIGITS = KK_DIGITS = 16
NIP_DIGITS = 18
KPJ_DIGITS = 11

# No area of Indonesia has these codes: artificial people of demo and tests stand under them.
ARTIFICIAL_AREA = "990199"
# Longer than a free-phone number (0800) may be, so nobody's telephone rings.
ARTIFICIAL_PHONE = re.compile(r"\+628009999[0-9]{4}")

# What people type between groups of digits; NUL and the invisible ones come with copies from sheets and chats.
_between = re.compile(r"[\s.\-_/'`’\u200b-\u200f\u2060\ufeff\u0000]+")
_rounded = re.compile(r"[0-9][.,]?[0-9]*[eE]\+?[0-9]{1,2}")
_counting = "01234567890123456789"


class Sex(models.TextChoices):
    MALE = "L", "Laki-laki"
    FEMALE = "P", "Perempuan"


class CivilStatus(models.TextChoices):
    PNS = "pns", "PNS"
    PPPK = "pppk", "PPPK"


@dataclass(frozen=True, repr=False)
class Nik:
    """A NIK and what it says. Its area is where it was issued, no proof of residence."""

    text: str
    birth_date: date
    sex: Sex


@dataclass(frozen=True, repr=False)
class Nip:
    """A NIP and what it says; `appointed_month` is None where the two digits are no month, as with PPPK."""

    text: str
    status: CivilStatus
    birth_date: date
    sex: Sex
    appointed_year: int
    appointed_month: int | None


def digits_of(text: object) -> str:
    """`text` with ASCII digits, and without what people write between them."""
    plain = "".join(_ascii(sign) for sign in unicodedata.normalize("NFC", str(text)))
    return _between.sub("", plain)


def read_reason(text: str, *, missing: str) -> str:
    """A reason as the history may keep it: everybody with the right reads it there, so it holds no number.

    Raises ValidationError, with the sentence `missing` for an empty one.
    """
    reason = text.strip()
    if not reason:
        raise ValidationError(missing, "missing")
    if re.search("[0-9]{10}", digits_of(reason)):
        raise ValidationError("Alasan dibaca banyak orang: hapus NIK, NIP, telepon, atau nomor lain darinya.", "number")
    return reason


def _ascii(sign: str) -> str:
    """'٧' is a seven; '²' is none (`str.isdigit` says it is, and `int` then fails)."""
    value = unicodedata.decimal(sign, None)
    return sign if value is None else str(value)


def read_nik(text: object, *, on: date | None = None) -> Nik:
    """A NIK (PPRRCC DDMMYY SSSS; 40 is added to a woman's day).

    The century is inferred for an age of 0 to 99 on that day. Raises ValidationError.
    """
    digits = _digits(text, "NIK", NIK_DIGITS)
    _refuse_filler(digits, "NIK")
    _refuse_area(digits, "NIK")
    if digits.endswith("0000"):
        raise ValidationError("Empat angka terakhir NIK tidak mungkin 0000. Salin NIK dari KTP.", "serial")
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    sex = Sex.FEMALE if day > 40 else Sex.MALE
    born = _in_century(year, month, day - 40 if day > 40 else day, on or timezone.localdate())
    if born is None:
        raise ValidationError(
            "Angka ke-7 sampai ke-12 NIK bukan tanggal lahir yang mungkin. Periksa lagi pada KTP.", "birth"
        )
    return Nik(digits, born, sex)


def read_kk(text: object, *, nik: str = "") -> str:
    """The number of a family card. Raises ValidationError, also where it is the person's own NIK."""
    digits = _digits(text, "nomor KK", KK_DIGITS)
    if nik and digits == nik:
        raise ValidationError("Nomor KK tidak pernah sama dengan NIK. Salin nomor KK dari kartu keluarga.", "same")
    _refuse_filler(digits, "nomor KK")
    _refuse_area(digits, "nomor KK")
    return digits


def read_nip(text: object, *, status: str = "", on: date | None = None) -> Nip:
    """A NIP: birth yyyymmdd, appointment yyyymm, sex 1 or 2, serial of three digits.

    After the year a PPPK's number has two digits that are no month, so only a PNS is asked for one. Without
    `status` the number is taken for a PNS's where they could be a month. Raises ValidationError.
    """
    digits = _digits(text, "NIP", NIP_DIGITS)
    _refuse_filler(digits, "NIP")
    today = on or timezone.localdate()
    born = _day(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    if born is None or born > today or age_on(born, today) >= 100:
        raise ValidationError("Delapan angka pertama NIP bukan tanggal lahir yang mungkin.", "birth")
    year, month = int(digits[8:12]), int(digits[12:14])
    is_month = 1 <= month <= 12
    if not born.year < year <= today.year + 1:
        raise ValidationError("Angka ke-9 sampai ke-12 NIP bukan tahun pengangkatan yang mungkin.", "appointment")
    if status == CivilStatus.PNS and not is_month:
        raise ValidationError(
            "Angka ke-13 dan ke-14 NIP seorang PNS adalah bulan pengangkatan (01 sampai 12). Untuk PPPK, pilih "
            "status PPPK.",
            "appointment",
        )
    if digits[14] not in "12":
        raise ValidationError("Angka ke-15 NIP menyatakan jenis kelamin: 1 laki-laki, 2 perempuan.", "sex")
    found = CivilStatus(status) if status else CivilStatus.PNS if is_month else CivilStatus.PPPK
    sex = Sex.MALE if digits[14] == "1" else Sex.FEMALE
    return Nip(digits, found, born, sex, year, month if found == CivilStatus.PNS else None)


def read_kpj(text: object) -> str:
    """A member's number at BPJS Ketenagakerjaan: 11 digits, possibly with zeros in front. Raises ValidationError."""
    digits = _digits(text, "KPJ", KPJ_DIGITS, shorter=" Bila angka nol di depannya hilang, tuliskan lagi.")
    _refuse_filler(digits, "KPJ")
    return digits


def read_phone(text: object) -> str:
    """A telephone number in Indonesia as E.164 (ITU-T), such as +628123456789. Raises ValidationError."""
    written = "".join(_ascii(sign) for sign in str(text)).replace("\x00", "").strip()
    wrong = ValidationError("Nomor telepon ini tidak mungkin. Tuliskan seperti 0812-3456-7890.", "phone")
    if len(written) > 30:
        raise wrong
    try:
        number = phonenumbers.parse(written, "ID")
    except phonenumbers.NumberParseException:
        raise wrong from None
    if number.country_code != 62:
        raise ValidationError("Tuliskan nomor telepon Indonesia (0… atau +62…).", "country")
    found = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    is_artificial = settings.DEMO and ARTIFICIAL_PHONE.fullmatch(found)
    if number.extension or not (is_artificial or phonenumbers.is_valid_number(number)):
        raise wrong
    return found


def retires_on(birth_date: date, age: int) -> date:
    """The first day out of service: that of the month after the birthday on which the age limit is reached."""
    year, month = birth_date.year + age, birth_date.month
    return date(year + month // 12, month % 12 + 1, 1)


def age_on(birth_date: date, day: date) -> int:
    """Completed years of life. Who was born on 29 February completes a year on 1 March of the others."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def _digits(text: object, name: str, count: int, *, shorter: str = "") -> str:
    if _rounded.fullmatch(str(text).strip()):
        raise ValidationError(
            f"Lembar kerja telah membulatkan {name} ini (tertulis dengan huruf E). Ubah kolomnya menjadi teks, lalu "
            "salin lagi nomornya.",
            "rounded",
        )
    digits = digits_of(text)
    if not re.fullmatch("[0-9]*", digits):
        raise ValidationError(f"{_upper(name)} hanya berisi angka.", "digits")
    if len(digits) != count:
        hint = shorter if len(digits) < count else ""
        raise ValidationError(f"{_upper(name)} terdiri atas {count} angka; ini {len(digits)}.{hint}", "length")
    return digits


def _upper(name: str) -> str:
    return name[0].upper() + name[1:]


def _refuse_filler(digits: str, name: str) -> None:
    """Sheets are filled with 0000…, 1234… and the like where a number is demanded and unknown."""
    repeats = any(digits == (digits[:period] * len(digits))[: len(digits)] for period in (1, 2, 4))
    counts = digits in _counting or digits in _counting[1:] + _counting[1:] or digits in _counting[::-1]
    if repeats or counts:
        raise ValidationError(f"Ini angka pengisi, bukan {name} seseorang. Kosongkan bila belum diketahui.", "filler")


def _refuse_area(digits: str, name: str) -> None:
    if digits.startswith(ARTIFICIAL_AREA):
        if settings.DEMO:
            return
        raise ValidationError(f"Ini {name} contoh: enam angka pertamanya bukan wilayah di Indonesia.", "artificial")
    province, regency, district = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    if not 11 <= province <= 98 or not regency or not district:
        raise ValidationError(
            f"Enam angka pertama {name} bukan kode wilayah yang mungkin. Salin lagi dari kartunya.", "area"
        )


def _in_century(year: int, month: int, day: int, today: date) -> date | None:
    """The day in the one century that makes the person 0 to 99 years old."""
    born = _day(2000 + year, month, day)
    if born is None or born > today:
        born = _day(1900 + year, month, day)
    return born if born and age_on(born, today) < 100 else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
