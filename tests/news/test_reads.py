"""Reads are counted before Django, without anything that tells of a reader, and right whatever happens."""

import threading
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError, IntegrityError, transaction

from news.models import Reads
from news.reads import store
from news.reads.layer import QUARTER, ReadCounter
from news.reads.sources import MARK
from news.reads.store import Period
from selayar_site.pagestore.query import canonical
from tests.factories import make_live_article

PHONE = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"
)
OWN = "humas.example.go.id"
SLUG = "dermaga-dibuka"


class Counting:
    """A counter over an application that answers `status`, and what it has counted."""

    def __init__(self, status: str = "200 OK", **options: Any) -> None:
        self.status, self.written = status, Counter[tuple[str, str]]()
        self.counter = ReadCounter(self.app, self.write, own_hosts=[OWN], session_cookie="sessionid", **options)

    def app(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        environ["QUERY_STRING"] = ""  # as the page store leaves it where it renders a page
        start_response(self.status, [])
        return [b"page"]

    def write(self, counts: Any) -> None:
        for (slug, source, _), number in counts.items():
            self.written[slug, source] += number

    def read(self, path: str = f"/berita/{SLUG}/", method: str = "GET", agent: str = PHONE, **headers: str) -> None:
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_USER_AGENT": agent, **headers}
        assert self.counter(environ, lambda *arguments: None) == [b"page"]

    def found(self) -> dict[tuple[str, str], int]:
        self.counter.flush()
        return dict(self.written)


@pytest.mark.parametrize(
    ("source", "headers"),
    [
        ("direct", {}),
        ("direct", {"HTTP_REFERER": "sampah"}),
        ("search", {"HTTP_REFERER": "https://www.google.co.id/"}),
        ("search", {"HTTP_REFERER": "https://id.search.yahoo.com/x?p=nelayan"}),
        ("search", {"HTTP_REFERER": "android-app://com.google.android.googlequicksearchbox/"}),
        ("mail", {"HTTP_REFERER": "https://mail.google.com/"}),
        ("whatsapp", {"HTTP_REFERER": "https://web.whatsapp.com/"}),
        ("whatsapp", {"HTTP_REFERER": "https://l.wl.co/l?u=x"}),
        ("whatsapp", {"HTTP_REFERER": "https://l.facebook.com/", "QUERY_STRING": "lewat=wa&fbclid=1"}),
        ("feed", {"QUERY_STRING": "lewat=umpan"}),
        ("mail", {"QUERY_STRING": "lewat=surel"}),
        ("direct", {"QUERY_STRING": "lewat=karangan&" + "x&" * 400}),
        ("social", {"HTTP_REFERER": "http://m.facebook.com/"}),
        ("social", {"HTTP_REFERER": "https://t.co/abc"}),
        ("own", {"HTTP_REFERER": f"https://{OWN}/berita/?kategori=laut"}),
        ("other", {"HTTP_REFERER": "https://kabar.example/google/humas.example.go.id"}),
        ("other", {"HTTP_REFERER": f"https://{OWN}.example/"}),
        ("other", {"HTTP_REFERER": "https://" + "x" * 5000}),
    ],
)
def test_reader_is_put_to_where_they_came_from(source: str, headers: dict[str, str]) -> None:
    counting = Counting()
    counting.read(**headers)
    assert counting.found() == {(SLUG, source): 1}


def test_marked_address_is_the_kept_page_itself() -> None:
    assert canonical(f"{MARK}=wa&kategori=laut") == "kategori=laut"


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "WhatsApp/2.23.20.0 A",
        "facebookexternalhit/1.1",
        "TelegramBot (like TwitterBot)",
        "curl/8.5.0",
        "python-requests/2.32",
        "Feedly/1.0 (+http://www.feedly.com/fetcher.html)",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0",
    ],
)
def test_programs_are_no_readers(agent: str) -> None:
    counting = Counting()
    counting.read(agent=agent)
    assert counting.found() == {}


@pytest.mark.parametrize("agent", ["Mozilla/5.0 (Linux; Android 11; CUBOT X50) Chrome/140", f"{PHONE} [FB_IAB/FB4A;]"])
def test_people_on_odd_telephones_and_inside_apps_are_readers(agent: str) -> None:
    counting = Counting()
    counting.read(agent=agent)
    assert counting.found() == {(SLUG, "direct"): 1}


@pytest.mark.parametrize(
    "request_",
    [
        {"method": "HEAD"},
        {"method": "POST"},
        {"path": "/berita/"},
        {"path": f"/berita/{SLUG}/kartu.jpg"},
        {"path": f"/berita/{'x' * 90}/"},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"HTTP_PURPOSE": "prefetch"},
        {"HTTP_SEC_FETCH_DEST": "empty"},
        {"HTTP_COOKIE": "a=b; sessionid=abc"},
    ],
)
def test_what_is_no_reading_is_not_counted(request_: dict[str, Any]) -> None:
    counting = Counting()
    counting.read(**request_)
    assert counting.found() == {}


@pytest.mark.parametrize(("status", "number"), [("200 OK", 1), ("304 Not Modified", 1), ("404 x", 0), ("410 x", 0)])
def test_answer_decides_whether_it_was_read(status: str, number: int) -> None:
    counting = Counting(status)
    counting.read()
    assert sum(counting.found().values()) == number


def test_many_threads_lose_nothing() -> None:
    counting = Counting(every=0.001)

    def read_often() -> None:
        for _ in range(500):
            counting.read()

    threads = [threading.Thread(target=read_often) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counting.found() == {(SLUG, "direct"): 4000}


def test_counts_wait_for_the_database_and_do_not_grow_without_end(monkeypatch: Any, caplog: Any) -> None:
    monkeypatch.setattr("news.reads.layer.MOST_KEYS", 3)
    counting, is_down = Counting(every=600), True
    keep = counting.write

    def write(counts: Any) -> None:
        if is_down:
            raise DatabaseError("down")
        keep(counts)

    counting.counter._write = write
    for number in range(10):
        counting.read(path=f"/berita/rilis-{number}/")
        counting.read(path="/berita/rilis-0/")
        counting.counter.flush()
    assert "Reads wait" in caplog.text and len(counting.counter._counts) == 3
    is_down = False
    assert counting.found()["rilis-0", "direct"] == 11


# In the database


def quarter(moment: datetime) -> int:
    return int(moment.timestamp()) // QUARTER


NOON = quarter(datetime(2026, 3, 2, 4, tzinfo=UTC))
db = pytest.mark.django_db


@db
def test_day_changes_at_midnight_in_the_regency() -> None:
    slug = make_live_article().slug
    midnight = datetime(2026, 3, 1, 16, tzinfo=UTC)
    counts = {(slug, "direct", quarter(midnight - timedelta(seconds=1))): 2, (slug, "direct", quarter(midnight)): 3}
    assert store.add(counts) == 5
    assert list(Reads.objects.order_by("begins_on").values_list("begins_on", "number")) == [
        (date(2026, 3, 1), 2),
        (date(2026, 3, 2), 3),
    ]


@db
def test_counts_of_several_processes_add_up_and_made_up_slugs_are_left_out() -> None:
    slug = make_live_article().slug
    for _ in range(3):
        assert store.add({(slug, "search", NOON): 4, ("karangan", "search", NOON): 9}) == 4
    assert Reads.objects.get().number == 12


@pytest.mark.django_db(transaction=True)
def test_adding_side_by_side_loses_nothing() -> None:
    slugs = [make_live_article().slug for _ in range(3)]
    counts = {(slug, source, NOON): 1 for slug in slugs for source in ("direct", "search")}

    def work() -> None:
        for _ in range(5):
            store.write(counts)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(Reads.objects.values_list("number", flat=True)) == {20} and Reads.objects.count() == 6


@db
def test_old_days_become_months_and_the_sum_stays(settings: Any) -> None:
    settings.READS_MONTHS = 4
    article = make_live_article()
    for day in (date(2025, 1, 5), date(2025, 1, 30), date(2025, 2, 1), date(2025, 11, 1), date(2026, 3, 2)):
        Reads.objects.create(article=article, begins_on=day, source="search", number=10)
    Reads.objects.create(article=article, begins_on=date(2025, 1, 1), span="month", source="search", number=1)
    assert store.fold(date(2026, 3, 31)) == 3
    assert store.fold(date(2026, 3, 31)) == 0
    assert list(Reads.objects.order_by("begins_on").values_list("span", "begins_on", "number")) == [
        ("month", date(2025, 1, 1), 21),
        ("month", date(2025, 2, 1), 10),
        ("day", date(2025, 11, 1), 10),
        ("day", date(2026, 3, 2), 10),
    ]
    assert store.total_of(article) == 51
    assert store.by_month(date(2026, 3, 31), 15)[:2] == [(date(2025, 1, 1), 21), (date(2025, 2, 1), 10)]


@db
def test_questions_of_the_office() -> None:
    first, second = make_live_article(), make_live_article()
    for article, day, source, number in (
        (first, date(2026, 3, 1), "search", 5),
        (first, date(2026, 3, 2), "whatsapp", 7),
        (second, date(2026, 3, 2), "whatsapp", 20),
        (second, date(2026, 2, 1), "direct", 900),
    ):
        Reads.objects.create(article=article, begins_on=day, source=source, number=number)
    week = Period(7, date(2026, 3, 2))
    assert [number for _, number in store.by_day(week)] == [0, 0, 0, 0, 0, 5, 27]
    assert [number for _, number in store.by_day(week, first)] == [0, 0, 0, 0, 0, 5, 7]
    assert store.by_source(week)[:3] == [("WhatsApp", 27), ("Mesin pencari", 5), ("Media sosial lain", 0)]
    assert [(row.article_id, row.number) for row in store.most_read(week, 5)] == [(second.pk, 20), (first.pk, 12)]


@db
def test_database_keeps_one_row_for_each_count() -> None:
    values = {"article": make_live_article(), "begins_on": date(2026, 3, 2), "source": "search"}
    Reads.objects.create(**values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reads.objects.create(**values)


@db
def test_there_is_no_right_to_change_what_was_counted() -> None:
    rights = Permission.objects.filter(content_type__model="reads").values_list("codename", flat=True)
    assert list(rights) == ["view_reads"]


def test_nothing_of_a_reader_is_kept() -> None:
    assert {field.name for field in Reads._meta.get_fields()} == {
        "id", "article", "span", "begins_on", "source", "number",
    }  # fmt: skip
