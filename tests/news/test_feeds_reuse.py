"""Feeds of any choice and any search: whole texts, addresses that hold anywhere, names that stay."""

from datetime import UTC, datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.files.storage import InMemoryStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from news import actions
from news.models import Attachment, EditionPhoto
from selayar_site.models import Photo
from selayar_site.pictures import add_photo
from tests.factories import make_category, make_draft, make_identity, make_live_article, make_user
from tests.uploads import pdf_bytes, pdf_of, upload

pytestmark = pytest.mark.django_db

NAMES = {"atom": "http://www.w3.org/2005/Atom", "content": "http://purl.org/rss/1.0/modules/content/"}
LIVE_FROM = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ORIGIN = settings.PUBLIC_ORIGIN
HOST = urlsplit(ORIGIN).hostname
FEEDS = ["/rss/berita.atom", "/rss/berita.xml"]


def tree(client: Client, address: str) -> ElementTree.Element:
    response = client.get(address)
    assert response.status_code == 200, address
    return ElementTree.fromstring(response.content)


def titles(client: Client, address: str) -> list[str | None]:
    return [
        each.findtext("atom:title", namespaces=NAMES) or each.findtext("title")
        for each in tree(client, address).findall(".//atom:entry", NAMES) + tree(client, address).findall(".//item")
    ]


@pytest.mark.parametrize("feed", FEEDS)
def test_feed_of_a_choice_has_that_choice_and_says_so(client: Client, feed: str) -> None:
    category = make_category(slug="kesehatan", name="Kesehatan")
    make_live_article(title="Vaksin tiba", category=category)
    make_live_article(title="Dermaga dibuka")
    assert titles(client, feed + "?kategori=kesehatan") == ["Vaksin tiba"]
    page = client.get(feed + "?kategori=kesehatan").content.decode()
    assert "Siaran pers: Kesehatan" in page
    assert "/berita/?kategori=kesehatan" in page and f"{feed}?kategori=kesehatan" in page
    month = timezone.localdate()
    page = client.get(f"{feed}?kategori=kesehatan&bulan={month:%Y-%m}").content.decode()
    assert f"Siaran pers: Kesehatan, {date_format(month, 'F Y')}" in page
    assert client.get(feed + "?kategori=tidak-ada").status_code == 404


@pytest.mark.parametrize("feed", ["/rss/cari.atom", "/rss/cari.xml"])
def test_feed_of_a_search_has_what_is_found_and_keeps_the_words_out_of_its_title(client: Client, feed: str) -> None:
    make_live_article(title="Iuran nelayan turun")
    make_live_article(title="Dermaga dibuka")
    assert titles(client, feed + "?q=iuran") == ["Iuran nelayan turun"]
    root = tree(client, feed + "?q=slot+gacor")
    title = root.findtext("atom:title", namespaces=NAMES) or root.findtext("channel/title") or ""
    assert title.endswith("Hasil pencarian")
    for wrong in ("", "?q=", "?q=%00", "?q=" + "a" * 201):
        assert client.get(feed + wrong).status_code == 404


@pytest.mark.parametrize("feed", [*FEEDS, "/rss/cari.atom?q=tidakada", "/rss/berita.atom?kategori=kosong"])
def test_an_empty_feed_is_the_same_at_each_asking(client: Client, feed: str) -> None:
    make_category(slug="kosong")
    first = client.get(feed)
    assert "2000" in first.content.decode() and first.content == client.get(feed).content
    assert "Last-Modified" not in first


def test_search_feed_answers_304_to_who_has_it(client: Client) -> None:
    make_live_article(title="Iuran nelayan turun")
    etag = client.get("/rss/cari.atom?q=iuran")["ETag"]
    assert client.get("/rss/cari.atom?q=iuran", headers={"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(("feed", "path"), [(FEEDS[0], ".//atom:entry/atom:id"), (FEEDS[1], ".//item/guid")])
def test_a_release_keeps_its_name_when_its_address_moves(client: Client, feed: str, path: str) -> None:
    article = make_live_article(title="Iuran turun", live_from=LIVE_FROM)
    before = tree(client, feed).findtext(path, namespaces=NAMES)
    assert before == f"tag:{HOST},2026-03-02:siaran-pers/{article.pk}"
    actions.move(article, by=make_user(), slug="iuran-turun-separuh")
    assert tree(client, feed).findtext(path, namespaces=NAMES) == before


def make_illustrated() -> None:
    by = make_user()
    photo = add_photo(upload(), by=by, title="Dermaga", credit="Foto: HUMAS & Co")
    figure = f'<figure data-photo="{photo.pk}" data-alt="Kapal"><figcaption>Kapal sandar</figcaption></figure>'
    body = f'<p>Baca <a href="/program/">program</a>.</p>{figure}'
    edition = make_draft(body_html=body, slug="dermaga")
    for role in (EditionPhoto.Role.LEAD, EditionPhoto.Role.GALLERY):
        EditionPhoto.objects.create(edition=edition, photo=photo, role=role, alt="Dermaga <baru>", caption=role)
    file = SimpleUploadedFile("naskah.pdf", pdf_bytes(pdf_of()))
    Attachment.objects.create(edition=edition, title="Naskah", file=file, size=900, pages=1)
    actions.submit(edition, by=edition.created_by, version=edition.version)
    actions.approve(edition, by=make_user(), version=edition.version)


@pytest.mark.parametrize("media", ["/media/", "https://berkas.selayar.example/publik/"])
def test_every_address_in_a_feed_is_whole_wherever_the_pictures_are(client: Client, media: str, monkeypatch) -> None:
    make_illustrated()
    monkeypatch.setattr(default_storage, "_wrapped", InMemoryStorage(base_url=media), raising=False)
    atom, rss = tree(client, FEEDS[0]), tree(client, FEEDS[1])
    html = atom.findtext(".//atom:content", namespaces=NAMES) or ""
    assert html.count("<img ") == 3 and 'alt="Dermaga &lt;baru&gt;"' in html and "HUMAS &amp; Co" in html
    found = [part.split('"')[0] for sign in ('src="', 'href="') for part in html.split(sign)[1:]]
    found += [link.get("href", "") for link in atom.findall(".//atom:link", NAMES)]
    found += [each.get("url", "") for each in rss.findall(".//enclosure")]
    assert len(found) > 9
    for address in found:
        assert urlsplit(address).scheme in {"http", "https"} and urlsplit(address).netloc, address
        assert "httphttp" not in address and "//media" not in address.partition("//")[2]
    origin = f"{ORIGIN}/media/" if media == "/media/" else media
    assert {each.get("url").startswith(origin) for each in rss.findall(".//enclosure")} == {True}
    assert f"{ORIGIN}/berita/dermaga/lampiran/naskah.pdf" in found
    (picture,) = rss.findall(".//item/enclosure")
    assert picture.get("length") == str(Photo.objects.get().renditions["share_bytes"])
    assert len(rss.findall(".//item/atom:updated", NAMES)) == 1


def test_feed_states_the_licence(client: Client) -> None:
    make_identity(licence="Boleh dengan menyebut sumber.", licence_url="/pemakaian-ulang/")
    atom = tree(client, FEEDS[0])
    assert atom.findtext("atom:rights", namespaces=NAMES) == "Boleh dengan menyebut sumber."
    links = {link.get("rel"): link.get("href") for link in atom.findall("atom:link", NAMES)}
    assert links["license"] == f"{ORIGIN}/pemakaian-ulang/"
    assert tree(client, FEEDS[1]).findtext("channel/copyright") == "Boleh dengan menyebut sumber."


def test_lists_and_searches_name_their_feed(client: Client) -> None:
    make_live_article(title="Iuran turun", category=make_category(slug="iuran"))
    page = client.get("/berita/?kategori=iuran&program=").content.decode()
    assert 'type="application/atom+xml" href="/rss/berita.atom?kategori=iuran"' in page
    assert 'type="application/atom+xml" href="/rss/cari.atom?q=iuran"' in client.get("/cari/?q=iuran").content.decode()
