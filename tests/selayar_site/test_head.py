"""What each public page says of itself to search engines and messengers."""

import io
import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve
from django.utils import timezone
from PIL import Image

from selayar_site.models import SiteIdentity
from tests.factories import make_live_article, make_page, make_program

pytestmark = pytest.mark.django_db

ORIGIN = "https://humas.example.go.id"
_meta = re.compile(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"')
_canonical = re.compile(r'<link rel="canonical" href="([^"]+)"')
_data = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture(autouse=True)
def origin(settings: Any) -> None:
    settings.PUBLIC_ORIGIN = ORIGIN


def public_pages() -> dict[str, bool]:
    """Address → whether search engines may keep it."""
    article, page, program = make_live_article(), make_page(), make_program()
    category = article.editions.get().category
    month = f"/berita/arsip/{article.first_live_from.astimezone(timezone.get_default_timezone()):%Y/%-m}/"
    found = dict.fromkeys(["/", "/berita/", "/berita/arsip/", month, "/program/", "/statistik/", "/penghargaan/"], True)
    found |= dict.fromkeys(["/langganan/", "/v/", "/sikamseang/daftar-tunggu/"], True)
    found |= {thing.get_absolute_url(): True for thing in (article, page, program)}
    hidden = [f"/berita/?kategori={category.slug}", "/cari/", "/cari/?q=slot+gacor", "/langganan/periksa-surel/"]
    hidden += [article.get_number_url(), f"{article.get_absolute_url()}paket/", "/panduan-gaya/"]
    return found | dict.fromkeys(hidden, False)


# Pages that hang on a secret in their address, or in other people's pages; what is no page; answers to a form.
NO_PAGES = {
    "preview", "embargo", "confirm_subscription", "subscription_confirmed", "manage_subscription", "unsubscribe",
    "resume_subscription", "erase_subscription", "sign_up", "number_compare", "article_embed", "oembed",
    "article_data", "article_data_schema", "article_unslashed", "article_attachment", "article_card",
    "article_picture", "article_letter", "article_text", "article_photo", "article_zip", "number_text",
    "program_document", "program_card", "statistics_csv", "statistics_json", "award_evidence", "search_suggestions",
    "article_rss", "article_atom", "search_rss", "search_atom", "sitemap", "sitemap_pages", "sitemap_news",
    "sitemap_month", "healthz", "site_card", "robots", "security", "indexnow_key", "favicon", "public_media",
    "page_card", "register_csv",
}  # fmt: skip


def test_every_page_for_everyone_is_walked_below() -> None:
    walked = {resolve(address.partition("?")[0]).url_name for address in public_pages()}
    own = {str(route.name) for route in get_resolver().url_patterns if isinstance(route, URLPattern)}
    assert own - NO_PAGES == walked


def test_every_public_page_has_one_address_a_card_and_a_description(client: Client) -> None:
    SiteIdentity.objects.create(regency="Kabupaten Contoh", site_name="Kabar", office="HUMAS", description="Resmi.")
    for address, may_be_kept in public_pages().items():
        html = client.get(address).text
        meta = {name: unescape(value) for name, value in _meta.findall(html)}
        (canonical,) = _canonical.findall(html)
        assert unescape(canonical) == ORIGIN + address.partition("?")[0]
        assert meta["og:url"] == unescape(canonical)
        assert ("noindex" in meta.get("robots", "")) is not may_be_kept, address
        assert meta["og:title"] and meta["description"] == meta["og:description"] and len(meta["description"]) > 5
        assert "gacor" not in html.partition("</head>")[0]
        picture = Image.open(io.BytesIO(client.get(meta["og:image"].removeprefix(ORIGIN)).getvalue()))
        assert picture.size == (int(meta["og:image:width"]), int(meta["og:image:height"])) == (1200, 630)


def test_parameters_that_mean_nothing_do_not_enter_the_address(client: Client) -> None:
    article = make_live_article()
    for address in (article.get_absolute_url(), "/berita/", "/"):
        html = client.get(f"{address}?utm_source=wa&fbclid=1").text
        assert _canonical.findall(html) == [ORIGIN + address] and "noindex" not in html


def test_page_of_an_error_has_neither_card_nor_address(client: Client) -> None:
    html = client.get("/tidak-ada/").text
    assert "og:" not in html and "canonical" not in html and "noindex" in html


def data_on(client: Client, address: str) -> dict[str, dict[str, Any]]:
    return {data["@type"]: data for data in map(json.loads, _data.findall(client.get(address).text))}


def test_start_page_says_who_publishes_and_how_to_search(client: Client) -> None:
    SiteIdentity.objects.create(regency="Kabupaten Contoh", site_name="Kabar", office="HUMAS Contoh", town="Benteng")
    data = data_on(client, "/")
    assert data["GovernmentOrganization"]["address"]["addressLocality"] == "Benteng"
    assert data["WebSite"]["publisher"]["@id"] == data["GovernmentOrganization"]["@id"]
    target = data["WebSite"]["potentialAction"]["target"]["urlTemplate"]
    assert target == f"{ORIGIN}/cari/?q={{search_term_string}}"
    assert client.get(target.removeprefix(ORIGIN).replace("{search_term_string}", "dermaga")).status_code == 200


def test_way_to_a_page_leads_through_pages_that_exist(client: Client) -> None:
    for address in (
        *(each.get_absolute_url() for each in (make_live_article(), make_page(), make_program())),
        "/statistik/",
        "/penghargaan/",
    ):
        steps = data_on(client, address)["BreadcrumbList"]["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        assert steps[-1]["item"] == ORIGIN + address
        for step in steps:
            assert client.get(step["item"].removeprefix(ORIGIN)).status_code == 200


def test_lists_name_what_they_show(client: Client) -> None:
    article, program = make_live_article(), make_program()
    for address, thing in (("/berita/", article), ("/program/", program)):
        (item,) = data_on(client, address)["ItemList"]["itemListElement"]
        assert item["url"] == ORIGIN + thing.get_absolute_url()


def test_programme_tells_who_runs_it_and_its_questions(client: Client) -> None:
    program = make_program(faq=[{"question": "Siapa yang membayar?", "answer": "Seorang ASN."}])
    data = data_on(client, program.get_absolute_url())
    assert data["GovernmentService"]["serviceOperator"]["@id"] == f"{ORIGIN}/#penerbit"
    assert data["FAQPage"]["mainEntity"][0]["acceptedAnswer"]["text"] == "Seorang ASN."
