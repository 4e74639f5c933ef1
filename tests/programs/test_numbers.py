"""The numbers of people: what is taken, what it says, and which sentence refuses it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from programs.numbers import (
    CivilStatus,
    Sex,
    age_on,
    digits_of,
    read_kk,
    read_kpj,
    read_nik,
    read_nip,
    read_phone,
    retires_on,
)
from tests.factories import make_nik, make_nip

TODAY = date(2026, 11, 22)
sexes = st.sampled_from(["L", "P"])
births = st.dates(min_value=date(1926, 11, 23), max_value=TODAY)


def refusal(read, *given, **named):
    with pytest.raises(ValidationError) as error:
        read(*given, **named)
    sentence = " ".join(error.value.messages)
    digits = digits_of(given[0])
    assert sentence.endswith(".") and (len(digits) < 8 or digits not in digits_of(sentence))
    return sentence


@given(births, sexes, st.integers(1, 9999))
@example(date(2000, 2, 29), "P", 1)
@example(date(1927, 1, 1), "L", 9999)
@example(TODAY, "L", 1)
def test_nik_says_birth_date_and_sex(born, sex, serial):
    nik = read_nik(make_nik(born, sex, serial=serial), on=TODAY)
    assert (nik.birth_date, nik.sex) == (born, sex)
    assert 0 <= age_on(nik.birth_date, TODAY) < 100


@given(births, sexes, st.sampled_from([" ", "-", ".", "\u00a0", "'", "\u200b"]), st.sampled_from("0٠०"))
def test_nik_is_read_however_it_is_grouped(born, sex, between, zero):
    nik = make_nik(born, sex, serial=7)
    foreign = "".join(chr(ord(zero) + int(digit)) for digit in nik)
    grouped = between.join([foreign[:6], foreign[6:12], foreign[12:]])
    assert read_nik(f"  {grouped}\n", on=TODAY).text == nik


@given(st.text(max_size=40))
@example("7301010101²00001")
@example("١" * 16)
@example("73010101018\x000001")
def test_anything_else_is_refused_with_a_sentence(text):
    for read in (read_nik, read_kk, read_nip, read_kpj, read_phone):
        try:
            read(text)
        except ValidationError as error:
            assert error.messages[0].endswith(".")


@given(st.from_regex("[0-9]{18}", fullmatch=True), st.sampled_from(["", "pns", "pppk"]))
def test_any_eighteen_digits_are_read_or_refused(text, status):
    try:
        nip = read_nip(text, status=status, on=TODAY)
    except ValidationError:
        return
    assert nip.text == text and nip.birth_date.strftime("%Y%m%d") == text[:8]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "terdiri atas 16 angka; ini 0"),
        ("730101170580001", "ini 15"),
        ("7301011705800O01", "hanya berisi angka"),
        ("7301011705²00001", "hanya berisi angka"),
        ("7.30101E+15", "membulatkan"),
        ("7301010000000000", "mungkin 0000"),
        ("7301011705800000", "mungkin 0000"),
        ("7301013202800001", "bukan tanggal lahir"),
        ("7301017302800001", "bukan tanggal lahir"),
        ("7301012902270001", "bukan tanggal lahir"),
        ("0001011705800001", "bukan kode wilayah"),
        ("7300011705800001", "bukan kode wilayah"),
        ("9901011705800001", "bukan kode wilayah"),
        ("1111111111111111", "angka pengisi"),
        ("1234567890123456", "angka pengisi"),
        ("1234567812345678", "bukan tanggal lahir"),
        ("0123456789012345", "angka pengisi"),
    ],
)
def test_nik_is_refused_with_what_is_wrong(text, words):
    assert words in refusal(read_nik, text, on=TODAY)


def test_two_digit_years_are_read_as_an_age_below_a_hundred():
    """Born in 2005, not in 1905."""
    assert read_nik("7301011705050001", on=TODAY).birth_date == date(2005, 5, 17)
    assert read_nik("7301012211260001", on=TODAY).birth_date == TODAY
    assert read_nik("7301012311260001", on=TODAY).birth_date == date(1926, 11, 23)


def test_artificial_numbers_are_taken_in_demo_and_tests_alone(settings):
    nik = make_nik(serial=5)
    assert read_nik(nik).text == nik and read_kk("9901991234500001")
    assert read_phone("0800 9999 0001") == "+6280099990001"
    settings.DEMO = False
    assert "contoh" in refusal(read_nik, nik)
    assert "contoh" in refusal(read_kk, "9901991234500001")
    refusal(read_phone, "0800 9999 0001")


def test_family_card_is_never_the_nik():
    nik = make_nik(serial=5)
    assert "tidak pernah sama" in refusal(read_kk, nik, nik=nik)
    assert "angka pengisi" in refusal(read_kk, "0" * 16)


@given(births.filter(lambda day: day.year < 2006), sexes, st.integers(1, 12), st.integers(1, 999))
def test_nip_of_a_pns_says_birth_sex_and_appointment(born, sex, month, serial):
    nip = read_nip(make_nip(born, sex, since=f"2024{month:02}", serial=serial), on=TODAY)
    assert (nip.status, nip.birth_date, nip.sex) == (CivilStatus.PNS, born, sex)
    assert (nip.appointed_year, nip.appointed_month) == (2024, month)


@given(st.integers(0, 99), st.integers(1, 999))
def test_number_of_a_pppk_has_no_month(two, serial):
    text = make_nip(date(1990, 1, 1), "P", since=f"2023{two:02}", serial=serial)
    nip = read_nip(text, status=CivilStatus.PPPK, on=TODAY)
    assert (nip.status, nip.sex, nip.appointed_month) == (CivilStatus.PPPK, Sex.FEMALE, None)
    if not 1 <= two <= 12:
        assert read_nip(text, on=TODAY).status == CivilStatus.PPPK
        assert "bulan pengangkatan" in refusal(read_nip, text, status=CivilStatus.PNS, on=TODAY)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("198005172009031", "ini 15"),
        ("198002302009031001", "tanggal lahir"),
        ("203005172009031001", "tanggal lahir"),
        ("198005171970031001", "tahun pengangkatan"),
        ("198005172039031001", "tahun pengangkatan"),
        ("198005172009033001", "jenis kelamin"),
        ("000000000000000000", "angka pengisi"),
    ],
)
def test_nip_is_refused_with_what_is_wrong(text, words):
    assert words in refusal(read_nip, text, on=TODAY)


def test_kpj_keeps_its_zeros():
    assert read_kpj("07-234561-890") == "07234561890"
    assert "nol di depannya" in refusal(read_kpj, "1234567890")
    assert "nol" not in refusal(read_kpj, "123456789012")


@pytest.mark.parametrize("text", ["0812-3456-7890", "+62 812 3456 7890", "62812 3456 7890", "٠٨١٢٣٤٥٦٧٨٩٠"])
def test_phone_has_one_spelling(text):
    assert read_phone(text) == "+6281234567890"


@pytest.mark.parametrize("text", ["0812", "0812345678901234567", "telepon", "+65 6123 4567", "", "0812" * 20])
def test_phone_is_refused(text):
    refusal(read_phone, text)


@given(births, st.sampled_from([58, 60, 65]))
@example(date(1980, 12, 31), 58)
def test_retirement_is_the_first_of_the_month_after_the_birthday(born, age):
    day = retires_on(born, age)
    assert day.day == 1 and age_on(born, day) >= age
    assert age_on(born, (day - timedelta(days=1)).replace(day=1) - timedelta(days=1)) < age
