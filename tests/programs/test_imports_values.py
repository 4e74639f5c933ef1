"""What cells say, and what files are: as Indonesians and their programs write them, and what is refused."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from programs.imports import files, headings, sheets, text, values
from programs.imports.cells import dump, load, masked
from programs.imports.refusals import SheetRefused
from programs.imports.returned import neutral
from programs.imports.workers import Workers
from programs.numbers import read_nik
from tests.factories import make_nik
from tests.lists import WORKER_HEADINGS, csv_of, worker_row, xlsx_of

JULY = date(1980, 7, 3)


@pytest.mark.parametrize(
    "written",
    [
        "03/07/1980", "3/7/1980", "3-7-1980", "03.07.1980", "3 Juli 1980", "03 juli 1980", "3-Jul-1980", "3 JULI, 1980",
        "1980-07-03", "1980-07-03 00:00:00", "Benteng, 03-07-1980", "Kep. Selayar, 3 Juli 1980", "'03/07/1980",
        " 3 / 7 / 1980 ", "29405", 29405, 29405.0, date(1980, 7, 3), "03 07 1980",
    ],
)  # fmt: skip
def test_day_is_read_as_it_is_written(written):
    assert values.read_date(written) == JULY


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("3-7-80", "Tahunnya tidak lengkap"), ("3 Juli 80", "Tahunnya tidak lengkap"), ("07/15/1980", "Bulan 15"),
        ("31/02/1980", "tidak ada di kalender"), ("3 Jully 1980", "Nama bulan"), ("kemarin", "bukan tanggal"),
        ("03/07/0980", "Tahun 980"), ("1980", "bukan tanggal"), (7.3e15, "bilangan"), (5, "bilangan"),
        ("٣/٧/١٩٨٠", "bukan"),
    ],
)  # fmt: skip
def test_unclear_day_is_refused_with_a_way_out(written, told):
    with pytest.raises(ValidationError, match=told) as refusal:
        values.read_date(written)
    assert "Tulis seperti" in refusal.value.messages[0]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1.234,56", "1234.56"), ("1234,5", "1234.5"), ("16.800", "16800"), ("Rp16.800,-", "16800"),
        ("Rp 1.000.000", "1000000"),
        ("-12,5", "-12.5"), ("1,234.56", "1234.56"), (16800, "16800"), (0.5, "0.5"), ("12.5", "12.5"),
    ],
)  # fmt: skip
def test_number_is_read_as_indonesians_write_it(written, amount):
    assert values.read_number(written) == Decimal(amount)


def test_text_that_is_no_number_is_refused():
    with pytest.raises(ValidationError):
        values.read_number("dua puluh")


NIK = make_nik(date(1980, 5, 17), serial=4321)


@pytest.mark.parametrize(
    "written", [NIK, f"'{NIK}", f" {NIK[:4]} {NIK[4:8]} {NIK[8:]} ", f"{NIK[:6]}.{NIK[6:12]}.{NIK[12:]}"]
)
def test_number_of_a_person_is_read_however_it_is_grouped(written):
    assert read_nik(values.number_text(written, "NIK")).text == NIK


def test_whole_number_of_a_sheet_is_taken_where_nothing_of_it_is_lost():
    assert (
        values.number_text(7301011705804321, "NIK")
        == values.number_text(7301011705804321.0, "NIK")
        == "7301011705804321"
    )


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("7.30101E+15", "huruf E"), ("7,30101E+15", "huruf E"), (7301011705800000, "angka terakhirnya hilang"),
        (7.30101170580001e15, "angka terakhirnya hilang"), (date(1980, 5, 17), "menjadi tanggal"),
        (1.5, "hanya berisi angka"),
        (NIK[1:], "16 angka"), (int(NIK[1:]), "16 angka"), (198005172009031234, "angka terakhirnya hilang"),
    ],
)  # fmt: skip
def test_number_that_a_sheet_has_spoilt_is_refused_with_a_way_out(written, told):
    with pytest.raises(ValidationError, match=told):
        read_nik(values.number_text(written, "NIK"))


@pytest.mark.parametrize("written", ["", "-", "tidak ada", "N/A", "0", " – ", 0])
def test_nothing_is_nothing(written):
    assert values.number_text(written, "KPJ") == "" and values.text_of(written) == ""


def test_cells_come_back_as_they_went():
    cells = ["teks", 5, 0.5, JULY, "", "2026-01-01"]
    assert load(dump(cells)) == cells


@pytest.mark.parametrize(
    ("text", "shown"),
    [("0812-3456-7890", "•••• 7890"), (NIK, "•••• 4321"), ("17-05-1980", "17-05-1980"), ("RT 02", "RT 02")],
)
def test_examples_mask_what_may_be_a_number(text, shown):
    assert masked(text) == shown


@pytest.mark.parametrize(
    ("cell", "sent"),
    [("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("+cmd", "'+cmd"), ("-2+3", "'-2+3"), ("-", "-"), ("-5", "-5"),
     (NIK, f"'{NIK}"), ("+6281234567890", "'+6281234567890"), ("Siti", "Siti"), ("\tx", "'\tx")],
)  # fmt: skip
def test_cells_that_a_program_would_calculate_are_made_text(cell, sent):
    assert neutral(cell) == sent


# Files


ROW = ["9901", "Muh. Nasir – “Daeng”", "Bontoharu"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_whatever_program_wrote_it(encoding, delimiter):
    content = csv_of(["NIK", "Nama", "Desa"], ROW, delimiter=delimiter, encoding=encoding)
    assert files.form_of(content) == "csv"
    assert [cells for _, cells in files.rows_of(content, "csv")] == [["NIK", "Nama", "Desa"], ROW]


def test_line_that_names_the_delimiter_is_obeyed():
    assert [cells for _, cells in text.rows_of(b"sep=;\r\nNIK;Nama, gelar\r\n1;A, S.Pd\r\n")] == [
        ["NIK", "Nama, gelar"],
        ["1", "A, S.Pd"],
    ]


def test_quotes_blank_rows_and_lines_in_cells():
    content = b'NIK;Alamat\r\n\r\n;;\r\n1;"Jalan ""A""\nRT 1; RW 2"\r\n'
    assert list(text.rows_of(content)) == [(1, ["NIK", "Alamat"]), (4, ["1", 'Jalan "A"\nRT 1; RW 2'])]


def zip_of(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def workbook_with(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_of(["NIK"]))) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry, content if entry.filename == name else old.read(entry))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
BAD = {
    "empty": (b"", "kosong"),
    "blank": (b" \r\n\r\n ", "kosong"),
    "old Excel": (COMPOUND, "Excel lama"),
    "locked": (COMPOUND + "EncryptedPackage".encode("utf-16-le"), "kata sandi"),
    "web page": (b"<html xmlns:o='urn:schemas-microsoft-com'><table><tr><td>NIK", "halaman web"),
    "PDF": (b"%PDF-1.7\n", "PDF"),
    "photo": (b"\xff\xd8\xff\xe0" + bytes(50), "foto"),
    "noise": (bytes(range(256)) * 8, "rusak"),
    "binary": (b"ab\x01\x02\x03" * 50, "bukan CSV"),
    "zip": (zip_of(a=b"1"), "zip"),
    "Word": (zip_of(word__document_xml=b"<w/>"), "Word"),
    "LibreOffice": (zip_of(content_xml=b"<o/>"), "LibreOffice"),
    "binary Excel": (zip_of(**{"xl/workbook.bin": b"x"}), "xlsb"),
    "cut off": (xlsx_of(["NIK", "Nama"])[:-40], "rusak"),
    "bomb": (workbook_with(SHEET, b"<worksheet>" + b" " * 40_000_000), "membengkak"),
    "entities": (workbook_with(SHEET, b"<!DOCTYPE lolz [<!ENTITY a 'b'>]><worksheet/>"), "membengkak"),
    "no workbook": (workbook_with("xl/workbook.xml", b"<workbook"), "rusak"),
    "broken sheet": (workbook_with(SHEET, b"<worksheet><sheetData><row><c t='n'><v>x"), "rusak"),
    "letters": (b"\xff\xfeN", "Huruf"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_list_is_refused_with_a_sentence(name):
    content, told = BAD[name]
    with pytest.raises(SheetRefused, match=told):
        form = files.form_of(content)
        for number in range(len(files.sheet_names(content, form))):
            list(files.rows_of(content, form, number))


def test_list_that_is_too_long_is_refused(settings):
    settings.IMPORT_MAX_ROWS = 3
    with pytest.raises(SheetRefused, match="lebih dari 3 baris"):
        list(files.rows_of(csv_of(*[[n] for n in range(5)]), "csv"))
    settings.IMPORT_MAX_BYTES = 10
    with pytest.raises(SheetRefused, match="MB"):
        files.form_of(csv_of(*[[n] for n in range(50)]))


def test_sheet_of_a_million_empty_rows_is_read_at_once():
    book = Workbook()
    book.active.append(["NIK"])
    book.active.cell(1_048_576, 1).number_format = "@"
    out = io.BytesIO()
    book.save(out)
    assert list(files.rows_of(out.getvalue(), "xlsx")) == [(1, ["NIK"])]


def test_cells_of_a_workbook_keep_their_kinds():
    rows = list(
        sheets.rows_of(
            xlsx_of(["NIK", "Lahir", "x", None], ["01", datetime(1980, 7, 3), 12, None], [None], [True, 0.5]), 0
        )
    )
    assert rows == [(1, ["NIK", "Lahir", "x"]), (2, ["01", JULY, 12]), (4, ["TRUE", 0.5])]


def test_hidden_sheets_are_left_out():
    book = Workbook()
    book.active.title = "Tampak"
    book.create_sheet("Rahasia").sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    assert sheets.names_of(out.getvalue()) == ["Tampak"]


# Headings


def test_headings_are_guessed_by_their_words():
    names = ["No.", "Nama Ibu Kandung", "N I K", "NAMA LENGKAP", "Tempat/Tgl Lahir", "Jns Kelamin (L/P)", "Desa/Kel.",
             "KEC", "Jenis Pekerjaan Utama", "No. HP/WA", "Nomor KK", "No. Kepesertaan BPJS"]  # fmt: skip
    found = headings.guess(names, Workers.fields)
    assert {name: names[column] for name, column in found.items()} == {
        "name": "NAMA LENGKAP",
        "birth_date": "Tempat/Tgl Lahir",
        "sex": "Jns Kelamin (L/P)",
        "village": "Desa/Kel.",
        "district": "KEC",
        "occupation": "Jenis Pekerjaan Utama",
        "phone": "No. HP/WA",
        "kk": "Nomor KK",
        "nik": "N I K",
    }


def test_row_of_headings_is_found_below_titles():
    rows = [(1, ["DAFTAR PEKERJA"]), (3, ["Kecamatan", "Bontoharu"]), (5, WORKER_HEADINGS), (6, worker_row(1))]
    assert headings.find_heading_row(rows, Workers.fields) == 5
    assert headings.find_heading_row([(1, worker_row(1))], Workers.fields) == 0


def test_shape_is_the_headings_and_nothing_else():
    shape = headings.shape_of(["NIK", "Nama  Lengkap"])
    assert shape == headings.shape_of(["nik ", "nama lengkap", "Alasan"]) != headings.shape_of(["Nama Lengkap", "NIK"])


def test_columns_have_the_letters_of_excel():
    assert [headings.letter(number) for number in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
