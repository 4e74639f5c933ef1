"""Site-wide promise: nothing of a release is public before its moment, and all of it at that second."""

import re
import time
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from news import actions
from news.models import Article, Attachment, Edition, Tag
from tests.factories import (
    make_approved,
    make_category,
    make_draft,
    make_live_article,
    make_program,
    make_user,
)
from tests.uploads import pdf_bytes, pdf_of

pytestmark = pytest.mark.django_db

HEADLINE = "Dermaga Rauf Rahman dibuka kembali"
SLUG = "dermaga-rauf-rahman-dibuka-kembali"


def public_addresses(edition: Edition) -> list[str]:
    """Every public address on which a release may stand."""
    category = edition.category
    assert category
    program = edition.programs.get()
    return [
        "/",
        "/berita/",
        f"/berita/?kategori={category.slug}",
        f"/berita/?program={program.slug}",
        "/berita/data.json",
        f"/berita/data.json?kategori={category.slug}",
        f"/berita/?q=dermaga&kategori={category.slug}",
        f"/berita/?bulan={timezone.localdate():%Y-%m}",
        f"/berita/arsip/{timezone.localdate():%Y/%-m}/",
        f"/berita/{SLUG}/",
        f"/berita/{SLUG}/kartu/",
        f"/berita/{SLUG}/paket/",
        f"/berita/{SLUG}/paket/siaran-pers.txt",
        f"/oembed/?url={settings.PUBLIC_ORIGIN}/berita/{SLUG}/",
        f"/program/{program.slug}/",
        "/cari/?q=dermaga",
        "/cari/?q=derma",
        f"/cari/?q=dermaga&kategori={category.slug}",
        "/cari/saran.json?q=derma",
        "/rss/berita.xml",
        "/rss/berita.atom",
        f"/rss/berita.xml?kategori={category.slug}",
        f"/rss/berita.atom?program={program.slug}",
        "/rss/cari.xml?q=dermaga",
        "/rss/cari.atom?q=dermaga",
        f"/sitemap-{timezone.localtime():%Y-%m}.xml",
        "/sitemap-berita.xml",
    ]


# Public addresses that never show a release, or need another kind of question.
SILENT = {
    "article_archive": "counts alone, tried in test_archive.py",
    "healthz": "tells of the machine",
    "robots": "fixed text",
    "sitemap": "names months, tried in test_sitemaps.py",
    "sitemap_pages": "what is no release",
    "favicon": "one picture for all",
    "security": "whom to tell of a hole",
    "indexnow_key": "a key of ours",
    "page_detail": "the office's own pages",
    "styleguide": "components with words of their own",
    "article_data_schema": "fixed text",
    "article_letter": "a document, asked in test_kit.py",
    "article_photo": "a picture, asked in test_kit.py",
    "article_zip": "files, asked in test_kit.py",
    "article_card": "a picture, asked below",
    "article_unslashed": "a redirect, asked below",
    "article_picture": "a picture, tried in test_structured.py",
    "site_card": "a picture of the site's name",
    "program_card": "a picture of the programme's name",
    "page_card": "a picture of the page's title",
    "article_attachment": "a document, asked below",
    "program_list": "programmes alone",
    "program_document": "a document, asked in test_program_pages.py",
    "waiting_list": "counts alone",
    "statistics": "figures alone",
    "statistics_csv": "figures alone",
    "register_csv": "counts of the registers alone",
    "statistics_json": "figures, budgets, awards and counts of the registers",
    "award_list": "awards alone",
    "award_evidence": "a document, asked in test_figure_pages.py",
    "public_media": "files by unguessable names",
    "number_search": "a form",
    "number_detail": "by the number, asked in test_authenticity.py",
    "number_text": "by the number, asked in test_authenticity.py",
    "number_compare": "by the number, asked in test_authenticity.py",
    "preview": "a secret link: a button for GET, tried in test_access_views.py",
    "embargo": "a secret link: a button for GET, tried in test_access_views.py",
    "subscribe": "a form of categories and programmes",
    "sign_up": "takes a form",
    "sign_up_sent": "fixed text",
    "confirm_subscription": "a secret link: a button",
    "manage_subscription": "a secret link: a form of categories and programmes",
    "subscription_confirmed": "a secret link: a form of categories and programmes",
    "unsubscribe": "a secret link: a button",
    "resume_subscription": "takes a button",
    "erase_subscription": "takes a button",
}


def mentions(client: Client, address: str) -> bool:
    response = client.get(address)
    assert response.status_code in {200, 404, 410}, address
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code == 200 and (HEADLINE in body.decode() or SLUG in body.decode())


def make_release(**fields: Any) -> Edition:
    edition = make_draft(title=HEADLINE, category=make_category(), **fields)
    edition.programs.add(make_program())
    return edition


def approve(edition: Edition, live_from: datetime) -> None:
    at = min(timezone.now(), live_from)
    actions.submit(edition, by=edition.created_by, version=edition.version, at=at)
    actions.approve(edition, by=make_user(), version=edition.version, live_from=live_from, at=at)


def test_every_public_route_is_asked() -> None:
    """A new public page must say whether a release may stand on it."""
    asked = {"home", "article_list", "article_detail", "program_detail", "article_rss", "article_atom"}
    asked |= {"search", "sitemap_month", "sitemap_news"}
    asked |= {"search_rss", "search_atom", "article_data", "article_embed", "oembed", "article_kit", "article_text"}
    asked |= {"article_month", "search_suggestions"}
    own = {
        pattern.name
        for pattern in get_resolver().url_patterns
        if getattr(pattern, "name", None) and not str(pattern.pattern).startswith(("admin/", "akun/"))
    }
    assert own - asked - set(SILENT) == set()


def test_draft_submitted_and_returned_stand_nowhere(client: Client) -> None:
    edition = make_release()
    addresses = public_addresses(edition)
    assert [address for address in addresses if mentions(client, address)] == []
    actions.submit(edition, by=edition.created_by, version=edition.version)
    assert [address for address in addresses if mentions(client, address)] == []
    actions.give_back(edition, by=make_user(), version=edition.version, comment="Mohon dilengkapi.")
    assert [address for address in addresses if mentions(client, address)] == []
    assert client.get(f"/berita/{SLUG}/kartu.jpg").status_code == 404


def test_scheduled_release_appears_everywhere_at_its_second(client: Client) -> None:
    """With the real clock and the real pages: nothing a moment before, all of it at the moment."""
    edition = make_release()
    addresses = public_addresses(edition)
    moment = timezone.now() + timedelta(seconds=4)
    approve(edition, moment)
    before = [address for address in addresses if mentions(client, address)]
    assert timezone.now() < moment, "The machine was too slow to ask before the moment."
    time.sleep(max(0, (moment - timezone.now()).total_seconds()))
    assert before == []
    assert [address for address in addresses if not mentions(client, address)] == []
    assert client.get(f"/berita/{SLUG}/kartu.jpg").headers["Content-Type"] == "image/jpeg"


def test_expired_and_withdrawn_leave_every_list(client: Client) -> None:
    expired = make_release(expires_at=timezone.now() - timedelta(hours=1))
    approve(expired, timezone.now() - timedelta(days=1))
    addresses = public_addresses(expired)
    assert [address for address in addresses if mentions(client, address)] == []
    assert client.get(f"/berita/{SLUG}/").status_code == 410


def test_withdrawn_article_answers_410_and_says_why(client: Client) -> None:
    article = make_live_article()
    actions.withdraw(
        article, by=make_user(), version=article.version, mode=Article.Withdrawal.GONE, reason="Angkanya keliru."
    )
    response = client.get(article.get_absolute_url())
    assert response.status_code == 410
    assert "Angkanya keliru." in response.content.decode()
    assert article.get_absolute_url() not in client.get("/berita/").content.decode()


def test_withdrawn_under_notice_stays_readable(client: Client) -> None:
    article = make_live_article(body_html="<p>Isi yang masih terbaca.</p>")
    reason = "Keadaannya sudah berubah."
    actions.withdraw(article, by=make_user(), version=article.version, mode=Article.Withdrawal.NOTICE, reason=reason)
    page = client.get(article.get_absolute_url()).content.decode()
    assert reason in page and "Isi yang masih terbaca." in page


@pytest.mark.parametrize(("mode", "status"), [("gone", 410), ("notice", 200)])
def test_withdrawn_leads_on_to_what_is_to_be_read_instead_while_that_is_public(
    client: Client, mode: str, status: int
) -> None:
    article, other = make_live_article(), make_live_article(title="Jadwal yang berlaku")
    actions.withdraw(article, by=make_user(), version=article.version, mode=mode, reason="Keliru.", target=other)
    link = f'<a href="{other.get_absolute_url()}">Jadwal yang berlaku</a>'
    for address, expected in ((article.get_absolute_url(), status), (article.get_number_url(), 200)):
        response = client.get(address)
        assert response.status_code == expected and link in response.text, address
    actions.withdraw(other, by=make_user(), version=other.version, mode="gone", reason="Juga keliru.")
    assert link not in client.get(article.get_absolute_url()).text


def test_revision_leaves_the_live_text_until_it_is_approved(client: Client) -> None:
    article = make_live_article(body_html="<p>Teks pertama.</p>")
    revision = actions.start_revision(article, by=make_user())
    revision.body_html, revision.change_note = "<p>Teks kedua.</p>", "Ditambah jadwal."
    revision.save()
    assert "Teks pertama." in client.get(article.get_absolute_url()).content.decode()
    approve(revision, timezone.now())
    page = client.get(article.get_absolute_url()).content.decode()
    assert "Teks kedua." in page and "Ditambah jadwal." in page


def attach(edition: Edition, title: str = "Naskah lengkap") -> Attachment:
    return Attachment.objects.create(
        edition=edition, title=title, file=ContentFile(pdf_bytes(pdf_of()), name="naskah.pdf"), size=900, pages=1
    )


def test_attachment_is_public_exactly_as_long_as_its_release(client: Client) -> None:
    edition = make_release()
    attachment = attach(edition)
    address = f"/berita/{SLUG}/lampiran/{attachment.slug}.pdf"
    assert client.get(address).status_code == 404
    assert client.get(f"/media/{attachment.file.name}").status_code == 404
    approve(edition, timezone.now())
    response = client.get(address)
    assert response.getvalue().startswith(b"%PDF")
    assert response["Content-Disposition"] == 'attachment; filename="naskah-lengkap.pdf"'
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert address in client.get(f"/berita/{SLUG}/").content.decode()
    article = edition.article
    article.refresh_from_db()
    actions.withdraw(article, by=make_user(), version=article.version, mode="gone", reason="Keliru.")
    assert client.get(address).status_code == 410


def test_attachment_keeps_its_address_through_revisions_and_titles(client: Client) -> None:
    edition = make_release()
    attach(edition), attach(edition)
    approve(edition, timezone.now())
    revision = actions.start_revision(edition.article, by=make_user())
    assert list(revision.attachments.values_list("slug", flat=True)) == ["naskah-lengkap", "naskah-lengkap-2"]
    first = revision.attachments.get(slug="naskah-lengkap")
    first.title = "Naskah yang diperbaiki"
    first.save()
    assert first.slug == "naskah-lengkap"


def test_tags_of_unpublished_releases_are_not_offered(client: Client) -> None:
    edition = make_release()
    edition.tags.add(Tag.objects.create(slug="mutasi-pejabat", name="Mutasi pejabat"))
    assert "Mutasi pejabat" not in client.get("/berita/").content.decode()
    assert client.get("/berita/?tagar=mutasi-pejabat").status_code == 404
    approve(edition, timezone.now())
    assert "Mutasi pejabat" in client.get("/berita/").content.decode()
    assert client.get("/berita/?tagar=mutasi-pejabat").status_code == 200


def test_deep_list_pages_link_onward_and_back(client: Client) -> None:
    for number in range(30):
        make_approved(title=f"Kabar nomor {number}", live_from=timezone.now() - timedelta(days=number + 1))
    seen: list[str] = []
    address = "/berita/"
    for _ in range(5):
        page = client.get(address).context["page"]
        seen += [article.live.title for article in page.items]
        if not page.next_url:
            break
        address = "/berita/" + page.next_url
    assert seen == [f"Kabar nomor {number}" for number in range(30)]


def test_each_list_page_shows_the_way_to_its_neighbours(client: Client) -> None:
    for number in range(30):
        make_approved(title=f"Kabar nomor {number}", live_from=timezone.now() - timedelta(days=number + 1))

    def follow(html: str, rel: str) -> str:
        found = re.search(rf'rel="{rel}" href="([^"]+)"', html)
        assert found, rel
        return client.get("/berita/" + unescape(found[1])).text

    first = client.get("/berita/").text
    second = follow(first, "next")
    third = follow(second, "next")
    assert 'rel="prev"' not in first and 'rel="next"' not in third
    assert "Kabar nomor 12<" in follow(third, "prev")
    assert "Kabar nomor 0<" in follow(follow(third, "prev"), "prev")


@pytest.mark.parametrize("query", ["kategori=tidak-ada", "sesudah=kemarin", "sebelum=2026-13-01T00:00:00Z~1"])
def test_made_up_list_addresses_are_not_found(client: Client, query: str) -> None:
    assert client.get(f"/berita/?{query}").status_code == 404


def test_no_address_of_a_release_needs_two_hops(client: Client) -> None:
    edition = make_release()
    assert client.get(f"/berita/{SLUG}").status_code == 404
    approve(edition, timezone.now())
    article = Article.objects.get()
    assert client.get(f"/berita/{SLUG}")["Location"] == f"/berita/{SLUG}/"
    for slug in ("dermaga-baru", "dermaga-terbaru"):
        actions.move(article, by=make_user(), slug=slug)
    for former in (SLUG, f"{SLUG}/", "dermaga-baru", "dermaga-baru/"):
        response = client.get(f"/berita/{former}", follow=True)
        assert response.redirect_chain == [("/berita/dermaga-terbaru/", 301)] and response.status_code == 200
    article.refresh_from_db()
    target = make_live_article(title="Penggantinya")
    actions.withdraw(
        article, by=make_user(), version=article.version, mode="redirect", reason="Digabung.", target=target
    )
    response = client.get(f"/berita/{SLUG}", follow=True)
    assert response.redirect_chain == [(target.get_absolute_url(), 301)]


def test_pages_beyond_the_end_of_a_list_are_not_found(client: Client) -> None:
    article = make_live_article()
    assert client.get(f"/berita/?sesudah=2020-01-01T00:00:00Z~{article.pk}").status_code == 404
    assert client.get(f"/cari/?q=siaran&sesudah=2020-01-01T00:00:00Z~1~{article.pk}").status_code == 404
