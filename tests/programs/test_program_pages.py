"""The programmes, for everyone."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.models import ProgramContact, ProgramDocument
from programs.tariff_tables import sector_tables
from selayar_site.months import month_number, month_of
from selayar_site.sample.load import load_basics
from tests.factories import make_live_article, make_program
from tests.programs.test_tariffs import make_tariffs

pytestmark = pytest.mark.django_db
SINCE = month_number(2025, 11)


def text_of(response):
    return " ".join(response.content.decode().split())


def make_document(program, **fields):
    values = {"title": "Formulir pernyataan", "size": 4, "pages": 1, "file": ContentFile(b"%PDF", "formulir.pdf")}
    return ProgramDocument.objects.create(program=program, **values | fields)


def test_tariffs_are_told_month_by_month_with_their_source():
    make_tariffs((2015, 7, 10000), (2026, 1, 5000), (2027, 4, 10000), sector="transport", is_confirmed=True)
    make_tariffs((2015, 7, 6800), (2026, 1, 3400), (2027, 4, 6800), sector="transport", code="jkm")
    (table,) = sector_tables("asn", since=SINCE)
    assert [(period.name, period.total, period.is_confirmed) for period in table.periods] == [
        ("Juli 2015 sampai Desember 2025", 16800, False),
        ("Januari 2026 sampai Maret 2027", 8400, False),
        ("Sejak April 2027", 16800, False),
    ]
    assert [period.holds_in(month_number(2027, 3)) for period in table.periods] == [False, True, False]
    assert sector_tables("asn", since=month_number(2027, 4))[0].periods[0].name == "Sejak April 2027"
    assert sector_tables("own", since=SINCE) == [] == sector_tables("", since=SINCE)


def test_a_benefit_that_ended_is_no_amount():
    make_tariffs((2020, 1, 10000))
    make_tariffs((2020, 1, 6800), (2026, 1, None), code="jkm")
    (table,) = sector_tables("asn", since=SINCE)
    assert [period.total for period in table.periods] == [16800, None]


def test_page_tells_what_is_unconfirmed(client):
    make_tariffs((2026, 1, 5000), source="PP 50/2025", note="Keringanan separuh.")
    program = make_program(payer="asn")
    page = text_of(client.get(program.get_absolute_url()))
    assert "Rp5.000" in page and "belum dikonfirmasi" in page and "PP 50/2025" in page
    make_tariffs((2026, 1, 5000), payer="own", is_confirmed=True)
    assert "belum dikonfirmasi" not in text_of(client.get(make_program(payer="own").get_absolute_url()))
    assert "Iuran setiap bulan" not in text_of(client.get(make_program().get_absolute_url()))


def test_contacts_and_documents_are_on_the_page_in_their_order(client):
    program = make_program()
    for position, office in ((2, "Kantor kedua"), (1, "Kantor pertama")):
        ProgramContact.objects.create(program=program, office=office, phone="(0414) 000", position=position)
    make_document(program)
    page = text_of(client.get(program.get_absolute_url()))
    assert page.index("Kantor pertama") < page.index("Kantor kedua") and "Formulir pernyataan" in page


def test_document_is_handed_out_while_its_programme_is_public(client):
    program = make_program()
    url = f"{program.get_absolute_url()}dokumen/{make_document(program).slug}.pdf"
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == b"%PDF" and "attachment" in answer["Content-Disposition"]
    assert client.get(url.replace("formulir", "lain")).status_code == 404
    assert client.get(f"{make_program().get_absolute_url()}dokumen/formulir-pernyataan.pdf").status_code == 404
    program.is_public = False
    program.save()
    assert client.get(url).status_code == 404
    document = make_document(program, title="Hilang")
    document.file.delete()
    assert client.get(f"{program.get_absolute_url()}dokumen/hilang.pdf").status_code == 404


def test_page_asks_the_same_for_ten_and_for_a_hundred(client):
    program = make_program(payer="asn")
    make_tariffs((2020, 1, 10000))
    counts = []
    for size in (10, 90):
        for number in range(size):
            ProgramContact.objects.create(program=program, office=f"Kantor {number}", phone="1")
            make_document(program, title=f"Dokumen {size} {number}", file="ada.pdf")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(program.get_absolute_url(), {"x": size}).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_every_programme_of_the_regency_has_its_page(client):
    load_basics()
    make_live_article()
    for address in ("sikamseang", "pekerja-rentan-apbd", "pekerja-ekosistem-desa", "jkn-uhc", "dukungan-baznas"):
        page = text_of(client.get(f"/program/{address}/"))
        assert ("Iuran setiap bulan" in page) == (address != "jkn-uhc"), address
        assert "Dasar hukum" in page, address
    asn = {
        (table.sector, period.name): period for table in sector_tables("asn", since=SINCE) for period in table.periods
    }
    assert asn["other", "April 2026 sampai Desember 2026"].total == 8400
    assert asn["transport", "Januari 2026 sampai Maret 2027"].total == 8400
    assert asn["other", "Sejak Januari 2027"].total == 16800
    assert not any(period.is_confirmed for key, period in asn.items() if period.total == 8400)
    (apbd, _) = sector_tables("apbd", since=month_of(date(2026, 1, 1)))
    assert [period.total for period in apbd.periods] == [16800]
