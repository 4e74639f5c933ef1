"""The archive by year and month."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news import actions, archive
from news.models import Address, Article
from news.slugs import slug_of
from tests.factories import make_approved, make_draft, make_live_article, make_user

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


def local(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return timezone.make_aware(datetime(year, month, day, hour))


NOW = local(2026, 8, 20)


def counts(at: datetime = NOW) -> dict[str, int]:
    return {f"{month.begins:%Y-%m}": month.count for year in archive.years(at) for month in year.months}


def listed_by_month(at: datetime) -> dict[str, int]:
    found: dict[str, int] = {}
    for article in Article.objects.listed(at):
        key = f"{timezone.localtime(article.first_live_from):%Y-%m}"
        found[key] = found.get(key, 0) + 1
    return found


def test_months_begin_and_end_at_midnight_in_the_regency() -> None:
    for moment in (local(2026, 7, 1, 0), local(2026, 7, 31, 23), local(2026, 8, 1, 0), local(2025, 12, 31, 23)):
        make_approved(live_from=moment)
    assert counts() == {"2026-08": 1, "2026-07": 2, "2025-12": 1}
    assert [year.number for year in archive.years(NOW)] == [2026, 2025]


def test_counts_are_those_of_the_list_at_every_moment() -> None:
    """Withdrawn, expired, revised after expiry, withdrawn and expired, scheduled: the same truth as `listed()`."""
    withdrawn = make_live_article(live_from=local(2026, 6, 3))
    actions.withdraw(withdrawn, by=make_user(), version=1, mode="gone", reason="Keliru.", at=local(2026, 7, 1))
    make_approved(live_from=local(2026, 6, 4), expires_at=local(2026, 6, 20))
    both = make_live_article(live_from=local(2026, 6, 5), expires_at=local(2026, 6, 20))
    actions.withdraw(both, by=make_user(), version=1, mode="gone", reason="Keliru.", at=local(2026, 7, 2))
    revised = make_live_article(live_from=local(2026, 6, 6), expires_at=local(2026, 6, 20))
    revision = actions.start_revision(revised, by=make_user())
    revision.expires_at, revision.change_note = None, "Diperpanjang."
    revision.save()
    actions.submit(revision, by=revision.created_by, version=revision.version, at=local(2026, 6, 25))
    actions.approve(
        revision, by=make_user(), version=revision.version, live_from=local(2026, 6, 26), at=local(2026, 6, 25)
    )
    coming = local(2026, 8, 21)
    make_approved(live_from=coming, at=NOW)
    make_draft()
    moments = [local(2026, 6, day) for day in (4, 19, 20, 24, 26)] + [local(2026, 7, 3), NOW, coming - SECOND, coming]
    for at in moments:
        assert counts(at) == listed_by_month(at), at


def test_what_is_gone_is_looked_up_by_article_also_without_statistics() -> None:
    """By the state and the moment, SQLite would read all that was ever approved for each that has expired."""
    if connection.vendor == "sqlite":
        plan = archive.gone(NOW).explain()
        newer = next(line for line in plan.splitlines() if re.search(r" U0 | U1 ", line))
        assert "article_id=?" in newer, plan


def test_months_before_those_that_the_site_knows_are_left_out(client: Client) -> None:
    make_live_article(live_from=local(1912, 3, 4))
    make_live_article(live_from=local(2026, 7, 4))
    assert list(counts())[-1] == "2026-07" and len(archive.months_until(NOW)) == 7 + 26 * 12
    assert client.get("/berita/arsip/1912/3/").status_code == 404


def test_archive_counts_without_asking_more_for_more_months(client: Client) -> None:
    make_live_article(live_from=timezone.now() - DAY)
    with CaptureQueriesContext(connection) as few:
        client.get("/berita/arsip/")
    for number in range(30):
        make_live_article(live_from=timezone.now() - 45 * DAY * (number + 1))
    with CaptureQueriesContext(connection) as many:
        html = client.get("/berita/arsip/").content.decode()
    assert len(many) == len(few) <= 8
    assert "31 siaran pers" in html and len(re.findall(r"/berita/arsip/\d{4}/\d{1,2}/", html)) > 25


def test_month_has_its_own_page_and_neighbours(client: Client) -> None:
    for month in (5, 7):
        make_approved(title=f"Kabar bulan {month}", live_from=local(2026, month, 5))
    page = client.get("/berita/arsip/2026/7/")
    html = page.content.decode()
    assert "Kabar bulan 7" in html and "Kabar bulan 5" not in html
    assert "<title>Siaran pers Juli 2026" in html and "noindex" not in html
    assert 'href="http://127.0.0.1:8000/berita/arsip/2026/7/"' in html
    assert "/berita/arsip/2026/6/" in html
    empty = client.get("/berita/arsip/2026/6/").content.decode()
    assert "Tidak ada siaran pers pada bulan ini" in empty and "/berita/arsip/2026/5/" in empty


@pytest.mark.parametrize(
    "path", ["2026/8/", "2026/4/", "2026/13/", "2026/0/", "0/1/", "02026/7/", "2026/07/", "99999999999999999999/1/"]
)
def test_months_outside_the_archive_are_not_found(client: Client, path: str) -> None:
    for month in (5, 7):
        make_approved(live_from=local(2026, month, 5))
    assert client.get(f"/berita/arsip/{path}").status_code == 404


def test_empty_archive_says_so(client: Client) -> None:
    assert "Arsip masih kosong" in client.get("/berita/arsip/").content.decode()


def test_no_release_takes_the_address_of_the_archive() -> None:
    assert slug_of("Arsip") == "arsip-siaran-pers"
    article = make_live_article()
    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.create(article=article, slug="arsip")
