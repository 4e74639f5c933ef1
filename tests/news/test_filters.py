"""The list of releases and what it can be narrowed to."""

import re
from datetime import datetime
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.filters import ArticleFilter
from news.models import Article, Tag
from news.models import article as article_module
from selayar_site.pagestore.query import FREE_PARAMS, KNOWN_PARAMS
from tests.factories import make_approved, make_category, make_program

pytestmark = pytest.mark.django_db


def local(month: int, day: int, hour: int = 12) -> datetime:
    return timezone.make_aware(datetime(2026, month, day, hour))


def found(client: Client, status: int = 200, **params: Any) -> set[str]:
    response = client.get("/berita/", params)
    assert response.status_code == status, params
    return set(re.findall(r'<a href="/berita/([^/"]+)/">', response.content.decode())) - {"arsip"}


@pytest.fixture
def three(db: Any) -> list[Article]:
    """Of June, of the last second of July, of August; each with a category, tag and programme of its own."""
    articles = []
    for number, moment in enumerate([local(6, 3), local(7, 31, 23), local(8, 1, 0)]):
        edition = make_approved(
            title=f"Dermaga {'Rauf Rahman' if number else 'Benteng'} {number}",
            slug=f"dermaga-{number}",
            category=make_category(slug=f"bidang-{number}", name=f"Bidang {number}"),
            live_from=moment,
        )
        edition.tags.add(Tag.objects.create(slug=f"tagar-{number}", name=f"Tagar {number}"))
        edition.programs.add(make_program(slug=f"program-{number}", name=f"Nama program {number}"))
        articles.append(edition.article)
    return articles


@pytest.mark.parametrize("few", [600, 0], ids=["by way of the few", "by the walk of many"])
@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, {0, 1, 2}),
        ({"kategori": "bidang-1"}, {1}),
        ({"tagar": "tagar-2"}, {2}),
        ({"program": "program-0"}, {0}),
        ({"kategori": "bidang-1", "tagar": "tagar-2"}, set()),
        ({"bulan": "2026-07"}, {1}),
        ({"bulan": "2026-08"}, {2}),
        ({"dari": "2026-07-31"}, {1, 2}),
        ({"sampai": "2026-07-31"}, {0, 1}),
        ({"dari": "2026-06-03", "sampai": "2026-06-03"}, {0}),
        ({"bulan": "2026-07", "dari": "2026-08-01"}, set()),
        ({"q": "rauf rahman"}, {1, 2}),
        ({"q": "dermaga", "kategori": "bidang-0"}, {0}),
        ({"q": "benteng", "kategori": "bidang-1"}, set()),
        ({"q": "dermaga", "bulan": "2026-07", "tagar": "tagar-1", "program": "program-1"}, {1}),
        ({"q": "  ", "kategori": "", "dari": ""}, {0, 1, 2}),
    ],
)
def test_list_shows_what_is_asked_for(
    client: Client, three: list[Article], monkeypatch: pytest.MonkeyPatch, few: int, params: Any, expected: Any
) -> None:
    monkeypatch.setattr(article_module, "FEW", few)
    monkeypatch.setattr("news.search.find.FEW", few)
    assert found(client, **params) == {f"dermaga-{number}" for number in expected}


@pytest.mark.parametrize(
    ("params", "sentence"),
    [
        ({"kategori": "tidak-ada"}, "Kategori itu tidak ada."),
        ({"tagar": "slot-gacor"}, "Tagar itu tidak ada."),
        ({"program": "\0"}, "Program itu tidak ada."),
        ({"bulan": "2026-13"}, "Tuliskan bulan seperti 2026-07"),
        ({"bulan": "٢٠٢٦-07"}, "Tuliskan bulan seperti 2026-07"),
        ({"bulan": "1999-07"}, "Tuliskan bulan seperti 2026-07"),
        ({"dari": "kemarin"}, "Tuliskan tanggal seperti 2026-03-07"),
        ({"dari": "2026-02-30"}, "Tuliskan tanggal seperti 2026-03-07"),
        ({"dari": "0001-01-01"}, "Pilih tanggal antara 2000 dan 2100."),
        ({"sampai": "9999-12-31"}, "Pilih tanggal antara 2000 dan 2100."),
        ({"dari": "2026-08-02", "sampai": "2026-08-01"}, "Tanggal akhir tidak boleh sebelum tanggal awal."),
        ({"q": "yang dan di"}, "Kata itu terlalu umum untuk dicari."),
        ({"q": "kapal " * 40}, "Paling banyak 200 huruf."),
    ],
)
def test_wrong_value_gets_a_sentence_and_no_list(
    client: Client, three: list[Article], params: dict[str, str], sentence: str
) -> None:
    response = client.get("/berita/", params)
    html = response.content.decode()
    assert response.status_code == 404
    assert sentence in html and 'role="alert"' in html
    assert '<meta name="robots" content="noindex, follow">' in html and "dermaga-" not in html


def test_nobodys_words_stand_in_title_or_heading(client: Client, three: list[Article]) -> None:
    for query in ("q=slot+gacor", "kategori=slot+gacor", "dari=slot+gacor", "q=dermaga+slot"):
        html = client.get(f"/berita/?{query}").content.decode()
        told = re.findall("<(?:title|h[1-6])[^>]*>(.*?)</", html, re.DOTALL)
        assert "slot" not in " ".join(told)
    title = re.search("<title>(.*?)</title>", client.get("/berita/?kategori=bidang-1").content.decode())
    assert title and title[1].startswith("Siaran pers: Bidang 1 –")


def test_filtered_pages_are_not_indexed_and_the_others_name_their_address(client: Client) -> None:
    category = make_category(slug="bidang", name="Bidang")
    for day in range(1, 28):
        make_approved(category=category, live_from=local(6, day))
    html = client.get("/berita/?kategori=bidang&utm_source=wa").content.decode()
    assert '<meta name="robots" content="noindex, follow">' in html
    assert '<link rel="canonical" href="http://127.0.0.1:8000/berita/">' in html
    first = client.get("/berita/?utm_source=wa").content.decode()
    assert '<link rel="canonical" href="http://127.0.0.1:8000/berita/">' in first and "noindex" not in first
    onward = re.search(r'<link rel="next" href="([^"]+)">', first)
    assert onward and '<link rel="prev"' not in first
    second = client.get("/berita/" + unescape(onward[1])).content.decode()
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/berita/{onward[1]}">' in second
    assert '<link rel="prev"' in second and '<link rel="next"' in second


def test_each_filter_can_be_let_go(client: Client, three: list[Article]) -> None:
    html = client.get("/berita/?kategori=bidang-1&q=dermaga&bulan=2026-07").content.decode()
    chips = dict(re.findall(r'<a class="tag" href="([^"]+)"><span class="hidden">Lepaskan </span>(.*?) <span', html))
    assert {unescape(url): unescape(text) for url, text in chips.items()} == {
        "?kategori=bidang-1&bulan=2026-07": "Kata: “dermaga”",
        "?q=dermaga&bulan=2026-07": "Kategori: Bidang 1",
        "?q=dermaga&kategori=bidang-1": "Juli 2026",
    }


def test_links_to_further_pages_keep_the_filters(client: Client) -> None:
    category = make_category(slug="bidang")
    for day in range(1, 28):
        make_approved(category=category, live_from=local(6, day), title=f"Dermaga {day}")
    seen: list[str] = []
    address = "/berita/?kategori=bidang&q=dermaga&dari=2026-06-03"
    while address:
        page = client.get(address).context["page"]
        seen += [article.live.title for article in page.items]
        address = page.next_url and f"/berita/{page.next_url}"
    assert seen == [f"Dermaga {day}" for day in range(27, 2, -1)]


def test_pages_of_endless_values_are_not_kept(client: Client, three: list[Article]) -> None:
    """Anybody may ask for any word and any day: the store would be filled with them."""
    assert FREE_PARAMS == {"q", "dari", "sampai"} <= KNOWN_PARAMS
    assert set(ArticleFilter.base_filters) <= KNOWN_PARAMS


def test_filters_are_offered_open_only_where_one_is_to_be_mended(client: Client, three: list[Article]) -> None:
    assert '<details class="filter__more">' in client.get("/berita/").content.decode()
    # What is chosen stands below them; on a phone the lists would push the answer out of sight.
    assert '<details class="filter__more">' in client.get("/berita/?bulan=2026-07").content.decode()
    assert '<details class="filter__more" open>' in client.get("/berita/?bulan=2026-13").content.decode()


def test_lists_to_choose_from_are_asked_for_once(client: Client, three: list[Article]) -> None:
    """Forms copy their fields deeply: the filter itself, and what it had not asked yet, once went along."""
    for address in ("/berita/", "/berita/?kategori=bidang-1&tagar=tagar-1", "/cari/?q=dermaga&kategori=bidang-1"):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        assert sum("facet" in each["sql"] for each in captured) == 1, address
