"""What search engines are told of: every release once, with the day on which it last changed."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from news import actions
from tests.factories import make_approved, make_live_article, make_page, make_program, make_user

pytestmark = pytest.mark.django_db

ORIGIN = "https://humas.example.go.id"
SPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "news": "http://www.google.com/schemas/sitemap-news/0.9",
}
# The last second of February and the first of March in the regency.
FEBRUARY = datetime(2026, 2, 28, 15, 59, 59, tzinfo=UTC)
MARCH = FEBRUARY + timedelta(seconds=1)


@pytest.fixture(autouse=True)
def origin(settings: Any) -> None:
    settings.PUBLIC_ORIGIN = ORIGIN


def entries(client: Client, address: str) -> dict[str, str]:
    """Path → lastmod."""
    response = client.get(address)
    assert response.status_code == 200 and response["Content-Type"] == "application/xml"
    found = {}
    for each in ElementTree.fromstring(response.content):
        path = each.findtext("s:loc", "", SPACES)
        assert path.startswith(ORIGIN)
        found[path.removeprefix(ORIGIN)] = each.findtext("s:lastmod", "", SPACES)
    return found


def test_index_names_the_months_that_have_releases(client: Client) -> None:
    make_live_article(live_from=FEBRUARY), make_live_article(live_from=MARCH)
    make_live_article(live_from=datetime(2025, 11, 3, tzinfo=UTC))
    make_approved(live_from=timezone.now() + timedelta(days=70), at=timezone.now())
    months = {path: changed for path, changed in entries(client, "/sitemap.xml").items() if "20" in path}
    assert months == {
        "/sitemap-2026-03.xml": "2026-03-01T00:00:00+08:00",
        "/sitemap-2026-02.xml": "2026-02-28T23:59:59+08:00",
        "/sitemap-2025-11.xml": "2025-11-03T08:00:00+08:00",
    }
    for address in ("/sitemap-2025-12.xml", "/sitemap-2026-3.xml", "/sitemap-2026-13.xml", "/sitemap-1926-03.xml"):
        assert client.get(address).status_code == 404


def test_each_release_stands_in_the_month_of_its_first_appearance(client: Client) -> None:
    february, march = make_live_article(live_from=FEBRUARY), make_live_article(live_from=MARCH)
    assert entries(client, "/sitemap-2026-02.xml") == {february.get_absolute_url(): "2026-02-28T23:59:59+08:00"}
    assert list(entries(client, "/sitemap-2026-03.xml")) == [march.get_absolute_url()]


def revise(article: Any) -> None:
    revision = actions.start_revision(article, by=make_user())
    revision.change_note = "Jadwal ditambah."
    revision.save()
    actions.submit(revision, by=revision.created_by, version=revision.version, at=MARCH)
    actions.approve(revision, by=make_user(), version=revision.version, at=MARCH)


def correct(article: Any) -> None:
    actions.correct(article, by=make_user(), kind="pembaruan", right="Dermaga sudah dibuka.", at=MARCH)


@pytest.mark.parametrize("change", [revise, correct])
def test_revision_and_correction_move_the_date_of_release_and_month(client: Client, change: Any) -> None:
    article = make_live_article(live_from=FEBRUARY - timedelta(days=40))
    make_live_article(live_from=FEBRUARY)
    change(article)
    assert entries(client, "/sitemap-2026-01.xml") == {article.get_absolute_url(): "2026-03-01T00:00:00+08:00"}
    assert entries(client, "/sitemap.xml")["/sitemap-2026-01.xml"] == "2026-03-01T00:00:00+08:00"
    assert entries(client, "/sitemap.xml")["/sitemap-2026-02.xml"] == "2026-02-28T23:59:59+08:00"


def test_withdrawal_changes_its_month_and_the_last_one_ends_it(client: Client) -> None:
    articles = [make_live_article(live_from=FEBRUARY - timedelta(days=days)) for days in (1, 2)]
    for article, moment in zip(articles, (MARCH, MARCH + timedelta(days=1)), strict=True):
        assert "/sitemap-2026-02.xml" in entries(client, "/sitemap.xml")
        actions.withdraw(
            article, by=make_user(), version=article.version, mode="gone", reason="Angkanya keliru.", at=moment
        )
        if moment == MARCH:
            assert entries(client, "/sitemap.xml")["/sitemap-2026-02.xml"] == "2026-03-01T00:00:00+08:00"
    assert "/sitemap-2026-02.xml" not in entries(client, "/sitemap.xml")
    assert client.get("/sitemap-2026-02.xml").status_code == 404


def test_month_of_a_text_that_expired_and_was_replaced_stays(client: Client) -> None:
    article = make_live_article(live_from=FEBRUARY)
    article.editions.update(expires_at=FEBRUARY + timedelta(hours=1))
    assert list(entries(client, "/sitemap.xml")) == ["/sitemap-halaman.xml", "/sitemap-berita.xml"]
    revise(article)
    article.editions.filter(number=2).update(expires_at=None)
    assert entries(client, "/sitemap.xml")["/sitemap-2026-02.xml"] == "2026-03-01T00:59:59+08:00"


def test_other_pages_stand_in_a_file_of_their_own(client: Client) -> None:
    page, program = make_page(), make_program()
    found = entries(client, "/sitemap-halaman.xml")
    assert {
        "/",
        "/berita/",
        "/program/",
        "/sikamseang/daftar-tunggu/",
        "/statistik/",
        "/penghargaan/",
        page.get_absolute_url(),
        program.get_absolute_url(),
    } == set(found)
    assert found[page.get_absolute_url()] and not found["/"]
    for path in found:
        assert client.get(path).status_code == 200


def test_news_of_two_days_say_what_google_asks(client: Client) -> None:
    now = timezone.now()
    make_live_article(title="Kemarin dulu", live_from=now - timedelta(days=2, seconds=1))
    article = make_live_article(title="Kapal & pelabuhan", live_from=now - timedelta(days=2) + timedelta(minutes=5))
    (url,) = ElementTree.fromstring(client.get("/sitemap-berita.xml").content)
    assert url.findtext("s:loc", "", SPACES) == ORIGIN + article.get_absolute_url()
    assert article.first_live_from
    local = timezone.localtime(article.first_live_from)
    assert {each.tag.partition("}")[2]: each.text for each in url.iter() if each.text and each.text.strip()} == {
        "loc": ORIGIN + article.get_absolute_url(),
        "name": "Siaran Pers",
        "language": "id",
        "publication_date": local.isoformat(),
        "title": "Kapal & pelabuhan",
    }


def test_news_are_not_kept_beyond_their_two_days() -> None:
    from django.test import RequestFactory

    from selayar_site.sitemaps import sitemap_news

    moment = timezone.now() - timedelta(days=2) + timedelta(minutes=5)
    make_live_article(live_from=moment)
    assert sitemap_news(RequestFactory().get("/")).kept_until == moment + timedelta(days=2)


def test_robots_are_led_to_the_files_and_kept_out_of_the_office_alone(client: Client) -> None:
    text = client.get("/robots.txt").text
    assert re.findall("^Disallow: (.+)$", text, re.MULTILINE) == ["/admin/", "/akun/", "/berita/*/paket/*."]
    for address in re.findall(f"^Sitemap: {ORIGIN}(.+)$", text, re.MULTILINE):
        assert entries(client, address) is not None


def test_files_ask_few_questions_however_many_months(client: Client, django_assert_max_num_queries: Any) -> None:
    for month in range(1, 25):
        make_live_article(live_from=datetime(2024 + month // 13, (month - 1) % 12 + 1, 9, tzinfo=UTC))
    with django_assert_max_num_queries(6):
        assert len(entries(client, "/sitemap.xml")) == 26
    with django_assert_max_num_queries(2):
        entries(client, "/sitemap-2024-05.xml")
