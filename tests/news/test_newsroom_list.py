"""The newsroom's list: when each release went out, what went out in a period, and a release by its number."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news import actions
from news.models import Article
from news.words import column_moment
from selayar_site import roles
from tests.factories import make_approved, make_draft, make_user
from tests.news.test_admin import LIST, desk, text_of
from tests.sign_in import make_staff

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
PERIODS = ("hari", "pekan", "bulan", "bulan-lalu", "tahun", "semua")


@pytest.fixture
def client():
    return desk(make_staff(roles.WRITER))


def noon_of(day: datetime) -> datetime:
    return day.replace(hour=12, minute=0, second=0, microsecond=0)


def found(client, **asked) -> list[str]:
    response = client.get(LIST, asked)
    assert response.status_code == 200
    return [edition.title for edition in response.context["cl"].result_list]


def test_column_says_when_readers_first_had_it_and_since_when_they_have_this_text(client):
    first = make_approved(live_from=timezone.now() - 3 * DAY)
    revision = actions.start_revision(first.article, by=make_user())
    page = text_of(client.get(LIST))
    assert column_moment(first.live_from) in page and "WITA" in column_moment(first.live_from)
    revision.change_note = "Angka baru."
    revision.save()
    actions.submit(revision, by=revision.created_by, version=revision.version)
    actions.approve(revision, by=make_user(), version=revision.version)
    page = text_of(client.get(LIST))
    assert column_moment(first.live_from) in page and f"Edisi 2: {column_moment(revision.live_from)}" in page


def test_periods_find_what_went_out_in_them_newest_first(client):
    now = timezone.localtime()
    last_month = now.replace(day=1) - DAY
    moments = {"Tadi": now - timedelta(seconds=2), "Akhir bulan lalu": noon_of(last_month)}
    moments |= {"Awal bulan lalu": noon_of(last_month.replace(day=1)), "Dahulu": now - 800 * DAY}
    for title, live_from in moments.items():
        make_approved(title=title, live_from=live_from)
    make_approved(title="Nanti", live_from=now + timedelta(minutes=5))
    make_draft(title="Konsep")
    assert found(client, terbit="bulan-lalu") == ["Akhir bulan lalu", "Awal bulan lalu"]
    assert found(client, terbit="semua") == ["Tadi", "Akhir bulan lalu", "Awal bulan lalu", "Dahulu"]
    for period in PERIODS:
        titles = found(client, terbit=period)
        assert ("Tadi" in titles) == (period != "bulan-lalu") and "Nanti" not in titles and "Konsep" not in titles
        assert ("Dahulu" in titles) == (period == "semua")


def test_days_of_the_address_find_both_their_ends_and_what_is_to_come(client):
    for day, title in ((9, "Sebelum"), (10, "Awal"), (12, "Akhir"), (13, "Sesudah")):
        for hour, minute in ((0, 0), (23, 59)):
            at = timezone.make_aware(datetime(2026, 3, day, hour, minute))
            make_approved(title=f"{title} {hour}", live_from=at)
    days = {"terbit_dari": "2026-03-10", "terbit_sampai": "2026-03-12"}
    assert found(client, **days) == ["Akhir 23", "Akhir 0", "Awal 23", "Awal 0"]
    assert len(found(client, terbit_dari="2026-03-13")) == 2 and len(found(client, terbit_sampai="2026-03-09")) == 2
    page = text_of(client.get(LIST, days | {"q": "awal", "terbit": "hari"}))
    assert "sejak 10 Maret 2026 sampai 12 Maret 2026" in page and 'value="2026-03-10"' in page
    assert '<input type="hidden" name="q" value="awal">' in page
    tomorrow = timezone.localtime() + DAY
    make_approved(title="Besok", live_from=tomorrow)
    assert found(client, terbit_dari=f"{tomorrow:%Y-%m-%d}", terbit_sampai=f"{tomorrow:%Y-%m-%d}") == ["Besok"]


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ({"terbit_dari": "10/03/2026"}, "Tuliskan tanggal seperti"),
        ({"terbit_dari": "2026-02-30"}, "Tuliskan tanggal seperti"),
        ({"terbit_dari": "²026-03-10"}, "Tuliskan tanggal seperti"),
        ({"terbit_sampai": "9999-12-31"}, "Pilih tanggal antara"),
        ({"terbit_sampai": "\0"}, "Tuliskan tanggal seperti"),
        ({"terbit_dari": "2026-03-12", "terbit_sampai": "2026-03-10"}, "Tanggal akhir tidak boleh sebelum"),
    ],
)
def test_days_that_cannot_be_are_answered_in_a_sentence(client, days, sentence):
    make_approved()
    page = text_of(client.get(LIST, days))
    assert sentence in page and "tanggal belum benar" in page


@pytest.mark.parametrize("period", ["x", "²", "hari'", "\0", ""])
def test_unknown_period_narrows_nothing(client, period):
    make_draft(title="Konsep")
    assert found(client, terbit=period) == ["Konsep"]


def test_publication_is_found_by_its_index_and_nothing_is_counted_whole(client):
    for _ in range(3):
        make_approved()
    for asked in ({"terbit": "semua"}, {"terbit": "bulan"}, {"terbit_dari": "2020-01-01"}):
        with CaptureQueriesContext(connection) as queries:
            assert len(found(client, **asked)) == 3
        narrowed = [query["sql"] for query in queries if '"first_live_from" >=' in query["sql"]]
        assert narrowed and all(" LIMIT " in statement for statement in narrowed if "COUNT(" in statement)
        for statement in narrowed if connection.vendor == "sqlite" else ():
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
                plan = " ".join(row[3] for row in cursor.fetchall())
            assert "INDEX news_article_newest (first_live_from>? AND first_live_from<?)" in plan
            assert "SCAN news" not in plan


# By number, and finding nothing


@pytest.mark.parametrize("asked", ["{0}", "  {0} ", "nomor {0}", "{lower}", "{beginning}", "{unpadded}"])
def test_release_is_found_by_its_number_or_the_beginning_of_it(client, asked):
    wanted = make_approved(title="Yang dicari").article
    make_approved(title="Yang lain")
    number = wanted.release_number
    parts = number.split("/")
    words = {"lower": number.lower(), "beginning": "/".join(parts[:2]), "unpadded": number.lstrip("0")}
    assert found(client, q=asked.format(number, **words)) == ["Yang dicari"]


def test_number_finds_the_newest_text_of_a_release_and_no_longer_number(client):
    wanted = make_approved().article
    actions.start_revision(wanted, by=make_user())
    Article.objects.filter(pk=make_approved().article.pk).update(release_number="0012/X", number_key="12-X")
    Article.objects.filter(pk=wanted.pk).update(release_number="001/X", number_key="1-X")
    response = client.get(LIST, {"q": "001/X"})
    assert [edition.number for edition in response.context["cl"].result_list] == [2]


@pytest.mark.parametrize("asked", ["/", "//", "17/8", "%/_", "'/\"", "²/HUMAS", "/" * 300, "a/" * 200])
def test_what_is_no_number_is_looked_for_as_words(client, asked):
    make_approved(title="Upacara 17/8 di Benteng")
    titles = found(client, q=asked)
    assert titles == (["Upacara 17/8 di Benteng"] if asked == "17/8" else [])


@pytest.mark.parametrize(
    ("asked", "sentence", "way_out"),
    [
        ({"q": "zzz"}, "Tidak ada siaran pers yang cocok dengan “zzz”.", 'href="?"'),
        ({"q": "zzz", "keadaan": "live"}, "dan penyaring yang dipilih.", 'href="?q=zzz"'),
        ({"keadaan": "live"}, "Tidak ada siaran pers dengan penyaring yang dipilih.", "Hapus semua penyaring"),
        ({}, "Belum ada siaran pers.", "Tulis siaran pers"),
    ],
)
def test_finding_nothing_is_a_sentence_with_a_way_out(client, asked, sentence, way_out):
    page = text_of(client.get(LIST, asked))
    assert sentence in page and way_out in page
