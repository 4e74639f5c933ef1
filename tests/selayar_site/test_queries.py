"""Every page for everyone asks as little of the database with a hundred rows as with ten."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, resolve
from django.utils import timezone

from news.models import Correction, Tag
from tests.factories import (
    make_approved,
    make_award,
    make_category,
    make_identity,
    make_indicator,
    make_page,
    make_program,
    make_published_figure,
    make_published_snapshot,
    make_user,
)
from tests.selayar_site.test_head import NO_PAGES, public_pages

ARTICLE, OTHERS = 6, 8


def fill(rows: int) -> list[str]:
    """So many more of everything that pages show; the addresses of all kinds of pages."""
    categories, programs = [make_category() for _ in range(5)], [make_program() for _ in range(max(5, rows // 10))]
    tags = [Tag.objects.create(slug=f"tagar-{rows}-{number}", name=f"Tagar {rows} {number}") for number in range(rows)]
    for number in range(rows):
        edition = make_approved(category=categories[number % 5])
        edition.programs.set(programs[:3])
        edition.tags.set(tags[number // 2 : number // 2 + 5])
        figure = {"value": number + 1, "publisher": f"Lembaga {number}"}
        make_published_figure(indicator=make_indicator(programs=(programs[0],), on_home=True), **figure)
        make_award(programs=(programs[0],))
        make_page()
    article = edition.article
    for _ in range(rows // 10):
        Correction.objects.create(
            article=article, kind="ralat", wrong="Salah.", right="Benar.", written_by=make_user(), at=timezone.now()
        )
    own, paper, month = article.get_absolute_url(), article.get_number_url(), timezone.localdate()
    narrowed = f"q=siaran&kategori={categories[0].slug}&program={programs[0].slug}&tagar={tags[0].slug}&dari=2020-01-01"
    return [
        *public_pages(), "/sikamseang/daftar-tunggu/", "/", "/berita/", "/berita/?bulan=2026-07",
        f"/berita/?{narrowed}", "/berita/arsip/", own, own.rstrip("/"),
        f"/berita/arsip/{month:%Y}/{month.month}/", f"{own}paket/", f"{own}kartu/", paper, f"{paper}teks.txt", "/v/",
        f"/oembed/?url=http://127.0.0.1:8000{own}", "/program/", programs[0].get_absolute_url(),
        make_page().get_absolute_url(),
        "/statistik/", "/statistik/data.csv", "/statistik/data.json", "/statistik/daftar.csv",
        "/penghargaan/", "/cari/", "/cari/?q=siaran",
        f"/cari/?{narrowed}", "/cari/saran.json?q=siaran", "/langganan/", "/langganan/periksa-surel/", "/panduan-gaya/",
        "/berita/data.json", "/rss/berita.xml", f"/rss/berita.atom?{narrowed}", "/rss/cari.xml?q=siaran",
        "/rss/cari.atom?q=siaran", "/sitemap.xml", "/sitemap-halaman.xml", "/sitemap-berita.xml",
        f"/sitemap-{month:%Y-%m}.xml",
    ]  # fmt: skip


@pytest.mark.django_db
def test_pages_ask_as_few_questions_of_many_rows(client: Client) -> None:
    make_identity()
    make_published_snapshot()
    found: dict[int, dict[str, int]] = {}
    for rows in (10, 90):  # ten, and then a hundred
        addresses = fill(rows)
        found[rows] = {_name(address): _asked(client, address) for address in addresses}
    own = {str(route.name) for route in get_resolver().url_patterns if isinstance(route, URLPattern)}
    assert own - NO_PAGES <= {resolve(address.partition("?")[0]).url_name for address in addresses}
    assert found[90] == found[10]
    above = {name: asked for name, asked in found[90].items() if asked > (ARTICLE if name == "article" else OTHERS)}
    assert not above


def _asked(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code in {200, 301}, address
    return len(captured)


def _name(address: str) -> str:
    path, _, query = address.partition("?")
    name = str(resolve(path).url_name)
    return "article" if name == "article_detail" else f"{name}?{query and len(query) > 30}"
