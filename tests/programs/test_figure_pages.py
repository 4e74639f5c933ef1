"""Figures and awards, for everyone."""

import csv
import io
import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.actions import figures
from programs.figure_data import COLUMNS
from programs.models import Allocation, Figure
from programs.statistics import all_answers, home_answers
from selayar_site.sample.load import load_basics, load_figures
from tests.factories import (
    make_award,
    make_figure,
    make_identity,
    make_indicator,
    make_program,
    make_published_figure,
    make_user,
)

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(response.content.decode().split())


def make_share(**fields):
    return make_indicator(kind="share", unit="pekerja", **fields)


def replace(former, **fields):
    return make_published_figure(
        indicator=former.indicator, replaces=former, correction="Dua orang terlewat.", **fields
    )


def test_only_approved_figures_of_public_indicators_are_shown(client):
    program = make_program()
    make_figure(value=111222, indicator=make_indicator(programs=(program,), on_home=True))
    make_published_figure(value=333444, indicator=make_indicator(is_public=False, programs=(program,), on_home=True))
    for address in ("/", "/statistik/", "/statistik/data.csv", "/statistik/data.json", program.get_absolute_url()):
        page = client.get(address).content.decode()
        assert not re.search(r"111\.?222|333\.?444", page), address


def test_contradicting_sources_stand_side_by_side_and_are_explained(client):
    share = make_share()
    make_published_figure(indicator=share, value=53, wording="about", numerator=72131, as_of=date(2024, 8, 31))
    assert "Mengapa angkanya berbeda" not in client.get("/statistik/").text
    make_published_figure(indicator=share, value=59, publisher="Kantor lain", as_of=date(2024, 12, 31))
    page = text_of(client.get("/statistik/"))
    assert "sekitar 53 persen" in page and "59 persen" in page and "Kantor lain" in page
    assert "tidak merata-ratakannya" in page and "sekitar 136.096 orang" in page
    share.difference = "Pembaginya berlainan."
    share.save()
    assert "Pembaginya berlainan." in client.get("/statistik/").text


def test_targets_contradict_nobody(client):
    share = make_share()
    make_published_figure(indicator=share, value=59, as_of=date(2025, 1, 31))
    make_published_figure(indicator=share, value=80, nature="target", publisher="Lain", as_of=date(2025, 12, 31))
    (answer,) = all_answers()
    assert not answer.is_contradicted and answer.latest.value == 59
    assert [bar.kind for bar in answer.bars] == ["unsure", "target"]


def test_correction_is_seen_with_its_reason_and_the_former_figure(client):
    program = make_program()
    former = make_published_figure(value=206, indicator=make_indicator(programs=(program,)))
    replace(replace(former, value=207), value=208)
    for address in ("/statistik/", program.get_absolute_url()):
        page = text_of(client.get(address))
        assert "208 orang" in page and "<del>207 orang</del>" in page and "<del>206 orang</del>" in page
        assert "Dua orang terlewat." in page


def test_retracted_figure_stays_struck_out_with_its_reason_and_counts_no_more(client):
    program = make_program()
    share = make_share(programs=(program,), on_home=True)
    make_published_figure(indicator=share, value=53, as_of=date(2024, 8, 31))
    wrong = make_published_figure(indicator=share, value=59, publisher="Kantor lain", as_of=date(2024, 12, 31))
    figures.retract_figure(wrong, by=make_user(), version=wrong.version, reason="Penerbitnya membantah.")
    for address in ("/statistik/", program.get_absolute_url()):
        page = text_of(client.get(address))
        assert "<del>59 persen</del>" in page and "Penerbitnya membantah." in page
        assert "Mengapa angkanya berbeda" not in page
    (answer,) = all_answers()
    assert answer.latest.value == 53 and len(answer.bars) == 1
    assert "59 persen" not in text_of(client.get("/"))
    row = next(row for row in read_csv(client) if row["nomor"] == str(wrong.pk))
    assert row["ditarik_pada"] and row["alasan_penarikan"] == "Penerbitnya membantah."


def test_chart_says_in_words_what_its_bars_show(client):
    share = make_share(name="Cakupan & pekerja")
    make_published_figure(indicator=share, value=Decimal("42.1"), numerator=16, denominator=38)
    html = client.get("/statistik/").text
    assert re.search(r'<rect class="chart__bar chart__bar--unsure"[^>]* width="42\.10%"', html)
    (labels,) = re.findall(r'aria-labelledby="(grafik-[^"]+)"', html)
    assert all(f'id="{name}"' in html for name in labels.split())
    assert "<desc" in html and "42,1 persen, menurut Dinas Contoh" in html and "16 dari 38 pekerja" in html
    assert "Cakupan &amp; pekerja" in html and "<caption>" in html


def test_single_count_has_no_chart_and_nought_makes_none_fail(client):
    make_published_figure(value=0)
    (answer,) = all_answers()
    assert answer.bars == []
    make_published_figure(value=0, indicator=answer.indicator, as_of=date(2024, 1, 1))
    assert [bar.length for bar in all_answers()[0].bars] == ["0.00%", "0.00%"]
    assert client.get("/statistik/").status_code == 200


def test_start_page_tells_the_latest_that_was_observed_and_who_says_otherwise(client):
    share = make_share(on_home=True)
    assert "Angka terbaru" not in client.get("/").text
    make_published_figure(indicator=share, value=53, as_of=date(2024, 8, 31), precision="month")
    make_published_figure(indicator=share, value=59, publisher="Kantor lain", as_of=date(2024, 12, 31))
    make_published_figure(indicator=share, value=80, nature="target", as_of=date(2025, 12, 31))
    page = text_of(client.get("/"))
    assert "59 persen" in page and "Dinas Contoh menyebut 53 persen (Agustus 2024)" in page and "80 persen" not in page
    assert "belum dikonfirmasi" in page
    for _ in range(4):
        make_published_figure(indicator=make_indicator(on_home=True))
    assert len(home_answers()) == 3


def read_csv(client):
    response = client.get("/statistik/data.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_csv_and_json_hold_the_same_with_the_corrected_ones_and_a_dictionary(client):
    make_identity(licence="Bebas dipakai ulang.")
    former = make_published_figure(source="=HYPERLINK(1)", source_url="/berita/contoh/")
    new = replace(former, value=208)
    make_figure()
    rows = {row["nomor"]: row for row in read_csv(client)}
    assert set(rows) == {str(former.pk), str(new.pk)}
    assert rows[str(former.pk)]["digantikan_oleh"] == str(new.pk) == rows[str(new.pk)]["nomor"]
    assert rows[str(former.pk)]["sumber"] == "'=HYPERLINK(1)" and rows[str(new.pk)]["menggantikan"] == str(former.pk)
    assert rows[str(former.pk)]["alamat_sumber"].startswith("http") and rows[str(new.pk)]["angka"] == "208"
    data = client.get("/statistik/data.json").json()
    assert [column["nama"] for column in data["kolom"]] == list(COLUMNS) == list(data["angka"][0])
    assert {str(row["nomor"]) for row in data["angka"]} == set(rows) and data["lisensi"]["teks"]
    page = client.get("/statistik/").text
    assert all(f"<code>{name}</code>" in page for name in COLUMNS)


def test_data_names_nobody_of_the_office(client):
    writer = make_user(full_name="Nama Rahasia")
    make_published_figure(by=writer)
    for address in ("/statistik/", "/statistik/data.csv", "/statistik/data.json"):
        assert "Nama Rahasia" not in client.get(address).content.decode()


def test_budget_is_told_with_its_source(client):
    program, hidden = make_program(), make_program(is_public=False, name="Tersembunyi")
    for each in (program, hidden):
        Allocation.objects.create(
            program=each, year=2024, amount=1_000_000_000, is_approximate=True, source="Keterangan", is_confirmed=True
        )
    for address in ("/statistik/", program.get_absolute_url()):
        page = text_of(client.get(address))
        assert "sekitar <strong>Rp1.000.000.000</strong>" in page and "Tersembunyi" not in page


def test_awards_for_health_and_labour_are_apart(client):
    program = make_program()
    make_award(name="Paritrana", programs=(program,))
    make_award(name="Piala UHC", domain="health")
    make_award(name="Belum tampil", is_public=False)
    page = text_of(client.get("/penghargaan/"))
    labour, _, health = page.partition('<h2 id="bidang-health">')
    assert "Paritrana" in labour and "Paritrana" not in health
    assert "Piala UHC" in health and "Piala UHC" not in labour and "Belum tampil" not in page
    assert "Paritrana" in client.get(program.get_absolute_url()).text


def test_evidence_is_handed_out_while_its_award_is_public(client):
    award = make_award()
    url = f"/penghargaan/{award.slug}/bukti.pdf"
    assert client.get(url).status_code == 404
    award.evidence.save("piagam.pdf", ContentFile(b"%PDF"), save=False)
    award.evidence_size, award.evidence_pages = 4, 1
    award.save()
    answer = client.get(url)
    assert b"".join(answer.streaming_content) == b"%PDF" and "attachment" in answer["Content-Disposition"]
    assert url in client.get("/penghargaan/").text
    award.is_public = False
    award.save()
    assert client.get(url).status_code == 404


@pytest.mark.once
def test_pages_ask_the_same_for_ten_and_for_a_hundred(client):
    make_identity()
    program = make_program(payer="asn")
    former = make_published_figure(value=40, indicator=make_share(programs=(program,), on_home=True))
    facts = {name: getattr(former, name) for name in ("value", "as_of", "source", "publisher", "state", "decided_at")}
    facts |= {"entered_by": former.entered_by, "entered_at": former.entered_at, "decided_by": former.decided_by}
    counts = []
    for size in (10, 90):
        for number in range(size):
            share = make_share(programs=(program,), on_home=True)
            first = Figure.objects.create(indicator=share, **facts)
            Figure.objects.create(indicator=share, replaces=first, correction="Keliru.", **facts)
            make_award(programs=(program,))
            Allocation.objects.create(
                program=program, year=(2000 if size == 90 else 2090) + number, amount=1, source="APBD"
            )
        found = []
        addresses = ("/", "/statistik/", "/statistik/data.csv", "/statistik/data.json", "/penghargaan/")
        for address in (*addresses, program.get_absolute_url()):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1] and max(counts[0]) <= 8, counts


@pytest.mark.once
def test_record_of_the_regency_is_loaded_through_two_people_and_once(client):
    load_basics()
    by, approver = make_user(), make_user()
    for _ in range(2):
        load_figures(by=by, approver=approver)
    found = {answer.indicator.slug: answer for answer in all_answers()}
    cover = found["cakupan-pekerja"]
    assert [figure.words for figure in cover.whole] == ["80 persen", "59 persen", "sekitar 53 persen"]
    assert cover.is_contradicted and cover.implied[0].implied_denominator == 136096
    assert len(cover.rows) == 3 and found["bagian-asn-sikamseang"].latest.denominator == 3871
    page = text_of(client.get("/program/sikamseang/"))
    assert "468 ASN" in page and "Paritrana Award 2023" in page and "UHC Award" not in page
    assert "sekitar <strong>Rp1.000.000.000</strong>" in text_of(client.get("/program/pekerja-rentan-apbd/"))
    assert "<picture>" in client.get("/penghargaan/").text
