"""The search page, and the newsroom's field."""

import re
from datetime import timedelta
from html import unescape
from itertools import chain
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from news import actions
from news.models import Article, Tag, article
from news.search import ranking
from news.search.find import LONGEST_QUESTION
from selayar_site import roles
from tests.factories import (
    make_approved,
    make_category,
    make_draft,
    make_identity,
    make_live_article,
    make_program,
    make_user,
)
from tests.sign_in import make_staff, sign_in

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def page(client: Client, question: str, status: int = 200, **params: Any) -> str:
    response = client.get("/cari/", {"q": question, **params})
    assert response.status_code == status
    return response.content.decode()


def test_results_show_why_they_were_found(client: Client) -> None:
    article = make_live_article(title="Iuran nelayan turun", summary="Keringanan bagi <yang> melaut.")
    shown = page(client, "para nelayan melaut")
    assert article.get_absolute_url() in shown
    assert "Iuran <mark>nelayan</mark> turun" in shown and "&lt;yang&gt; <mark>melaut</mark>" in shown
    assert "1 siaran pers cocok." in shown


def test_title_never_repeats_the_words(client: Client) -> None:
    for question in ("slot gacor", "nelayan"):
        make_live_article(title="Iuran nelayan turun")
        shown = page(client, question)
        title = re.search("<title>(.*?)</title>", shown, re.DOTALL)
        heading = re.findall("<h[1-6][^>]*>(.*?)</h[1-6]>", shown, re.DOTALL)
        assert title and question not in title[1]
        assert "slot" not in " ".join(heading)


def test_page_is_not_indexed_and_has_no_cookie(client: Client) -> None:
    response = client.get("/cari/", {"q": "nelayan"})
    assert '<meta name="robots" content="noindex, follow">' in response.content.decode()
    assert not response.cookies and "Cookie" not in response.headers.get("Vary", "")
    assert not hasattr(response, "_kept")


def test_words_are_escaped_wherever_they_stand(client: Client) -> None:
    shown = page(client, '"><script>alert(1)</script>')
    assert "<script>alert" not in shown and "&quot;&gt;&lt;script&gt;" in shown


def test_nothing_asked_shows_the_form_alone(client: Client) -> None:
    assert 'name="q"' in client.get("/cari/").content.decode()
    assert "Tidak ada siaran pers" not in page(client, "  ")


def test_commonest_words_get_a_sentence(client: Client) -> None:
    assert "terlalu umum" in page(client, "yang dan di")
    assert "terlalu umum" in page(client, "?!")


def test_long_question_gets_a_sentence(client: Client) -> None:
    make_live_article(title="Iuran nelayan turun")
    assert "terlalu panjang" in page(client, "nelayan " * 40)
    assert "terlalu panjang" not in page(client, "n" * LONGEST_QUESTION)


def test_nothing_found_leads_on(client: Client) -> None:
    make_live_article(title="Iuran nelayan turun")
    shown = page(client, "nelayam")
    assert "Mungkin maksud Anda" in shown and '<a href="?q=nelayan">nelayan</a>' in shown
    assert "Semua siaran pers" in shown
    begun = page(client, "nelay")
    assert "berawalan sama" in begun and "Iuran nelayan turun" in begun


def test_the_programme_of_that_name_is_shown(client: Client) -> None:
    program = make_program(name="Sikamseang", other_names=["Sikamaseang"])
    make_program(name="Rahasia sikamseang", is_public=False)
    shown = page(client, "sikamaseang")
    assert program.get_absolute_url() in shown and "Rahasia" not in shown


def linked(shown: str, way: str) -> str:
    """The address of the next or the previous page, as the page has it; empty where there is none."""
    found = re.search(f'rel="{way}" href="([^"]+)"', shown)
    return f"/cari/{unescape(found[1])}" if found else ""


def slugs_of(shown: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r"/berita/(dermaga-[0-9]+)/", shown)))


def walk(client: Client, between: Any = lambda: None) -> list[list[str]]:
    """The releases of each page, to the end and with `between` before each further one."""
    shown, pages = page(client, "dermaga"), []
    while True:
        pages.append(slugs_of(shown))
        address = linked(shown, "next")
        if not address:
            return pages
        between()
        shown = client.get(address).content.decode()


def test_pages_follow_each_other_and_end(client: Client) -> None:
    for number in range(23):
        make_live_article(title=f"Dermaga {number}")
    pages = walk(client)
    assert [len(found) for found in pages] == [10, 10, 3] and len(set(chain.from_iterable(pages))) == 23
    first = page(client, "dermaga")
    second = client.get(linked(first, "next")).content.decode()
    third = client.get(linked(second, "next")).content.decode()
    assert "Mulai dari yang ke-21." in third and not linked(third, "next") and not linked(first, "prev")
    assert slugs_of(client.get(linked(third, "prev")).content.decode()) == pages[1]
    assert slugs_of(client.get(linked(second, "prev")).content.decode()) == pages[0]


def test_nothing_is_met_twice_or_missed_while_others_are_published_and_withdrawn(client: Client) -> None:
    for number in range(25):
        make_live_article(title=f"Dermaga {number}")
    first = walk(client)[0]
    more = iter(range(100, 200))

    def meanwhile() -> None:
        make_live_article(title=f"Dermaga {next(more)}")
        gone = Article.objects.get(addresses__slug=first.pop())
        actions.withdraw(gone, by=make_user(), version=gone.version, mode="gone", reason="Keliru.")

    met = list(chain.from_iterable(walk(client, meanwhile)))
    assert sorted(met) == sorted(f"dermaga-{number}" for number in range(25))
    assert "dermaga-100" in walk(client)[0]  # who asks anew finds what is new


def test_what_was_withdrawn_since_is_on_no_page(client: Client) -> None:
    for number in range(12):
        make_live_article(title=f"Dermaga {number}")
    shown = page(client, "dermaga")
    gone = Article.objects.get(addresses__slug=walk(client)[1][0])
    actions.withdraw(gone, by=make_user(), version=gone.version, mode="gone", reason="Keliru.")
    assert slugs_of(client.get(linked(shown, "next")).content.decode()) == walk(client)[1]
    assert gone.slug not in client.get(linked(shown, "next")).content.decode()


@pytest.mark.parametrize(
    "cursor", ["sesudah=", "sesudah=2", "sesudah=2026-03-07T09:05:00Z~1", "sebelum=2026-03-07T09:05:00Z~0~1",
               "sesudah=2099-03-07T09:05:00Z~999~1", "sesudah=2026-03-07T09:05:00Z~²~1", "sesudah=%00", "sebelum=a~b~c",
               "sesudah=2026-03-07T09:05:00Z~9~9&sebelum=2026-03-07T09:05:00Z~9~9", "sesudah=2001-01-01T00:00:00Z~9~9"],
)  # fmt: skip
def test_made_up_pages_are_not_found(client: Client, cursor: str) -> None:
    for place in range(12):
        make_live_article(title=f"Dermaga {place}")
    assert client.get(f"/cari/?q=dermaga&{cursor}").status_code == 404


def test_more_than_a_hundred_ask_for_more_words(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "MOST", 2)
    for number in range(3):
        make_live_article(title=f"Dermaga {number}")
    assert "Lebih dari 2 siaran pers cocok" in page(client, "dermaga")


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.post("/cari/", {"q": "nelayan"}).status_code == 405


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%FF%FE", "q=" + quote("'; DROP--"), "q=%F0%9F%98%80", "q=a&q=b", "q=%ED%A0%80"]
)
def test_odd_questions_are_answered(client: Client, query: str) -> None:
    assert client.get(f"/cari/?{query}").status_code == 200


@pytest.mark.parametrize("rows", [10, 100])
def test_few_queries_however_many_answers(client: Client, rows: int, django_assert_max_num_queries: Any) -> None:
    make_identity()
    for number in range(rows):
        make_approved(title=f"Dermaga {number}", live_from=timezone.now() - DAY * (number + 1))
    for question, most in {"dermaga": 8, "dermagaa": 8, "derma": 8, "dermaga 7": 8, "zzzz dermaga": 10}.items():
        with django_assert_max_num_queries(most):
            page(client, question)


def test_search_stands_in_the_header_of_every_page(client: Client) -> None:
    home = client.get("/").content.decode()
    assert '<form class="seek" action="/cari/" method="get"' in home


def test_the_newsroom_searches_by_stems_without_counting_everything(django_assert_max_num_queries: Any) -> None:
    for number in range(3):
        make_draft(title=f"Pembangunan dermaga {number}")
    make_draft(title="Rapat", body_html="<p>Membangun sekolah.</p>")
    client = sign_in(Client(), make_staff(roles.WRITER))
    for question, found in {"bangunan": 4, "dermaga": 3, "derm": 3, "dermaga 2": 1, "dan": 0, "'\"*": 0}.items():
        with django_assert_max_num_queries(20):
            response = client.get("/admin/news/edition/", {"q": question})
        assert response.status_code == 200
        assert len(response.context["cl"].result_list) == found, question


# Narrowed as the list is


def test_search_is_narrowed_by_category_programme_tag_and_period(client: Client, monkeypatch: Any) -> None:
    for number, days in enumerate([1, 400]):
        edition = make_approved(
            title=f"Dermaga {number}",
            category=make_category(slug=f"bidang-{number}", name=f"Bidang {number}"),
            live_from=timezone.now() - days * DAY,
        )
        edition.programs.add(make_program(slug=f"program-{number}"))
        edition.tags.add(Tag.objects.create(slug=f"tagar-{number}", name=f"Tagar {number}"))
    year_ago = f"{timezone.localdate() - 300 * DAY:%Y-%m-%d}"
    for few in (600, 0):
        monkeypatch.setattr(article, "FEW", few)
        monkeypatch.setattr("news.search.find.FEW", few)
        monkeypatch.setattr(ranking, "FEW", few)
        narrowing = {"kategori": "bidang-1", "program": "program-1", "tagar": "tagar-1", "sampai": year_ago}
        for name, value in narrowing.items():
            shown = page(client, "dermaga", **{name: value})
            assert "/berita/dermaga-1/" in shown and "/berita/dermaga-0/" not in shown, name
    assert "dalam pilihan ini" in page(client, "dermaga", kategori="bidang-1", tagar="tagar-0")
    assert "Kategori itu tidak ada." in page(client, "dermaga", status=404, kategori="slot")


def test_pages_and_chips_of_a_narrowed_search_keep_the_question(client: Client) -> None:
    category = make_category(slug="bidang", name="Bidang")
    for number in range(12):
        make_live_article(title=f"Dermaga {number}", category=category)
    month = f"{timezone.localdate():%Y-%m}"
    shown = page(client, "dermaga", kategori="bidang", bulan=month)
    assert f"?q=dermaga&amp;kategori=bidang&amp;bulan={month}&amp;sesudah=" in shown
    assert f'href="?q=dermaga&amp;bulan={month}"' in shown


def test_feeds_of_a_narrowed_search_are_narrowed_too(client: Client) -> None:
    within, beside = (
        make_live_article(title="Dermaga", category=make_category(slug=slug)) for slug in ("laut", "darat")
    )
    shown = page(client, "dermaga", kategori="laut")
    for address in ("/rss/cari.atom", "/rss/cari.xml"):
        assert f'href="{address}?q=dermaga&amp;kategori=laut"' in shown
        feed = client.get(address, {"q": "dermaga", "kategori": "laut"}).text
        assert within.get_absolute_url() in feed and beside.get_absolute_url() not in feed
        assert "/cari/?q=dermaga&amp;kategori=laut" in feed
        assert client.get(address, {"q": "dermaga", "kategori": "slot"}).status_code == 404


# Suggestions


def suggested(client: Client, question: str) -> list[str]:
    response = client.get("/cari/saran.json", {"q": question})
    assert response.status_code == 200 and response["X-Robots-Tag"] == "noindex"
    return [row["title"] for row in response.json()["suggestions"]]


def test_headlines_are_suggested_from_three_letters_on(client: Client) -> None:
    make_live_article(title="Iuran nelayan turun")
    make_draft(title="Nelayan dan rancangan rahasia")
    assert suggested(client, "nelay") == suggested(client, "iur nel") == ["Iuran nelayan turun"]
    for question in ("ne", "", "zzz", "\0", "n" * 300, "'\"*()"):
        assert suggested(client, question) == []


def test_at_most_five_are_suggested_the_newest_first(client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(8):
        make_approved(title=f"Dermaga {number}", live_from=timezone.now() - DAY * (number + 1))
    with django_assert_max_num_queries(2):
        assert suggested(client, "derm") == [f"Dermaga {number}" for number in range(5)]


def test_words_that_find_nothing_together_find_what_has_some_of_them(client: Client) -> None:
    both = make_live_article(title="Layanan kesehatan", summary="Nelayan diperiksa.")
    other = make_live_article(title="Pasar dibuka")
    shown = page(client, "kesehatan nelayan gratis")
    assert "sebagian kata itu" in shown
    assert both.get_absolute_url() in shown and other.get_absolute_url() not in shown


def test_island_leads_to_its_kecamatan(client: Client) -> None:
    article = make_live_article(title="Pendaftaran dibuka di Taka Bonerate")
    shown = page(client, "kayuadi")
    assert "Pulau itu termasuk Kecamatan Taka Bonerate." in shown and article.get_absolute_url() in shown


@pytest.mark.parametrize("question", ["003/HUMAS/VIII/2024", "nomor 3 humas viii 2024"])
def test_number_leads_to_its_check(client: Client, question: str) -> None:
    assert 'href="/v/3-HUMAS-VIII-2024/"' in page(client, question).replace("003-", "3-")
    assert "/v/" not in page(client, "iuran 2024").partition("<main")[2].partition("</main")[0]
