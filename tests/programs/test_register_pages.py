"""What everyone reads of the registers: the published snapshots, as page, charts, CSV and JSON."""

import csv
import io
import itertools
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from programs.actions import snapshots
from programs.areas import load_areas
from programs.charts import area_map, line
from programs.models import Area, SnapshotCell, Worker
from programs.register_tables import COLUMNS, read_register
from selayar_site.months import month_number
from tests.factories import (
    make_identity,
    make_occupation,
    make_published_snapshot,
    make_snapshot,
    make_user,
    make_village,
    make_worker,
)

pytestmark = pytest.mark.django_db
AUGUST, SEPTEMBER, OCTOBER = (month_number(2026, month) for month in (8, 9, 10))
codes = itertools.count(20)


def settle(people, name="Wilayah", occupation=None):
    village = make_village(code=f"99.01.{next(codes)}.1001")
    Area.objects.filter(pk=village.parent_id).update(name=name)
    occupation = occupation or make_occupation()
    return [make_worker(village=village, occupation=occupation) for _ in range(people)]


def text_of(response):
    return " ".join(response.content.decode().split())


def withdraw(snapshot, reason="Daftar dimuat dua kali."):
    snapshots.withdraw_snapshot(snapshot, by=make_user(), version=snapshot.version, reason=reason)


def read_csv(client):
    response = client.get("/statistik/daftar.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_waiting_and_refused_snapshots_are_nowhere(client):
    settle(25, "Rahasia")
    waiting = make_snapshot(SEPTEMBER)
    refused = make_snapshot(OCTOBER)
    snapshots.refuse_snapshot(refused, by=make_user(), version=refused.version, reason="Belum lengkap.")
    for address in ("/statistik/", "/statistik/daftar.csv", "/statistik/data.json"):
        page = client.get(address).content.decode()
        assert "Rahasia" not in page and waiting.digest not in page, address


def test_page_csv_and_json_tell_the_same_and_no_true_count(client):
    settle(23, "Benteng")
    settle(3, "Buki")
    settle(4, "Taka Bonerate")
    snapshot = make_published_snapshot(OCTOBER)
    page = text_of(client.get("/statistik/"))
    assert "keadaan 31 Oktober 2026" in page and '<th scope="row">Benteng</th><td>25</td>' in page
    assert '<th scope="row">Lainnya (gabungan)</th><td>5</td>' in page and "Buki: dalam Lainnya" not in page
    rows = [row for row in read_csv(client) if row["tabel"] == "pekerja-kecamatan"]
    assert [(row["kelompok"], row["jumlah"], row["bulan"]) for row in rows] == [
        ("Benteng", "25", "2026-10"),
        ("Lainnya (gabungan)", "5", "2026-10"),
    ]
    data = client.get("/statistik/data.json").json()
    assert [column["nama"] for column in data["kolom_daftar"]] == list(COLUMNS) == list(data["daftar"][0])
    assert [(row["kelompok"], str(row["jumlah"])) for row in data["daftar"] if row["tabel"] == "pekerja-kecamatan"] == [
        (row["kelompok"], row["jumlah"]) for row in rows
    ]
    assert data["daftar"][0]["sidik"] == snapshot.digest
    assert all(f"<code>{name}</code>" in page for name in COLUMNS)
    assert not re.search(r"\b(23|7)\b", " ".join(row["jumlah"] for row in rows))


def test_charts_say_in_words_what_they_show(client):
    workers = settle(30, "Benteng <b>")
    make_published_snapshot(AUGUST)
    Worker.objects.filter(pk__in=[worker.pk for worker in workers[:12]]).update(moved_on=date(2026, 9, 2))
    make_published_snapshot(SEPTEMBER)
    html = client.get("/statistik/").text
    assert "Benteng &lt;b&gt;" in html and "<b>" not in html
    assert "Agustus 2026: 30; September 2026: 20." in html
    for labels in re.findall(r'<svg[^>]*aria-labelledby="([^"]+)"', html):
        assert all(html.count(f'id="{name}"') == 1 for name in labels.split()), labels
    assert " style=" not in html and "<caption>Pekerja informal terdaftar menurut kecamatan, bulan demi bulan" in html


def test_group_that_was_told_with_others_leaves_a_gap():
    drawn = line({1: 10, 2: 15, 4: 20, 5: 20})
    assert len(drawn.runs) == 2 and drawn.points[0].y > drawn.points[-1].y
    assert line({1: 10}) is None
    assert line({1: 0, 2: 0}).points[0].y == drawn.bottom


def test_map_is_drawn_of_data_and_tells_who_is_told_with_others():
    load_areas()
    areas = list(Area.objects.filter(kind="kecamatan"))
    drawn = area_map(areas, {"73.01.01": 400, "73.01.03": 100})
    assert len(drawn.dots) == 11 and len(drawn.lands) == 11 + 5 + 1
    names = [dot.area.name for dot in drawn.dots]
    assert names.index("Bontomatene") < names.index("Benteng") < names.index("Bontosikuyu") < names.index("Pasilambena")
    assert "Benteng: 400" in drawn.words and "Buki: dalam Lainnya" in drawn.words
    sizes = {dot.area.name: dot.radius for dot in drawn.dots}
    assert sizes["Benteng"] > sizes["Bontomatene"] > sizes["Buki"]
    Area.objects.update(map_x=None, map_y=None)
    assert area_map(list(Area.objects.filter(kind="kecamatan")), {}) is None


def test_withdrawn_month_is_told_with_its_reason_and_without_its_tables(client):
    settle(10, "Benteng")
    make_published_snapshot(SEPTEMBER)
    withdraw(make_published_snapshot(OCTOBER))
    page = text_of(client.get("/statistik/"))
    assert "Oktober 2026 dicabut" in page and "Daftar dimuat dua kali." in page and "keadaan 30 September 2026" in page
    assert {row["bulan"] for row in read_csv(client)} == {"2026-09"}
    (row,) = client.get("/statistik/data.json").json()["daftar_dicabut"]
    assert (row["bulan"], row["alasan"]) == ("2026-10", "Daftar dimuat dua kali.")


def test_preview_shows_exactly_what_will_be_public():
    settle(10, "Benteng")
    make_published_snapshot(SEPTEMBER)
    settle(10, "Buki")
    snapshot = make_snapshot(OCTOBER)
    before = read_register(until=snapshot)
    snapshots.approve_snapshot(snapshot, by=make_user(), version=snapshot.version)
    after = read_register()
    assert [(t.source, t.cells, t.totals, t.history) for t in before.tables] == [
        (t.source, t.cells, t.totals, t.history) for t in after.tables
    ]


def test_pages_ask_the_same_for_one_month_and_for_twenty(client):
    make_identity()
    settle(10, "Benteng")
    counts = []
    for months in ([1], range(2, 21)):
        for month in months:
            snapshot = make_snapshot(month_number(2024, 1) + month, at=timezone.now().replace(year=2027))
            snapshots.approve_snapshot(snapshot, by=make_user(), version=snapshot.version)
        found = []
        for address in ("/statistik/", "/statistik/daftar.csv", "/statistik/data.json"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1] and max(counts[0]) <= 8, counts
    assert SnapshotCell.objects.values("snapshot").distinct().count() == 20
    assert len(read_register().tables[0].months) == 13
