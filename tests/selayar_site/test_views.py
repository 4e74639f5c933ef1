"""Small answers of the whole site."""

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from selayar_site.models import Page, SiteIdentity
from selayar_site.models.identity import reserved_slugs
from tests.factories import make_page
from tests.sign_in import make_staff, sign_in


def test_favicon_is_answered_and_kept_for_long_by_browsers(client: Client):
    response = client.get("/favicon.ico")
    assert response.status_code == 200 and response.headers["Content-Type"] == "image/x-icon"
    assert b"".join(response.streaming_content).startswith(b"\0\0\1\0")
    assert "max-age=2592000" in response.headers["Cache-Control"] and not response.cookies


# Editable pages


@pytest.mark.parametrize(
    "slug",
    ["berita", "program", "admin", "akun", "rss", "media", "static", "healthz", "pratinjau", "panduan-gaya", "Berita"],
)
def test_page_takes_no_address_that_the_site_needs(slug):
    with pytest.raises(ValidationError, match="sudah dipakai bagian lain"):
        Page(slug=slug, title="Judul", summary="Ringkasan.", body_html="<p>Isi.</p>").full_clean(validate_unique=False)


def test_reserved_is_what_the_site_answers_itself():
    """Also what is added later: the resolver tells it."""
    assert {"sitemap.xml", "robots.txt", "favicon.ico"} <= reserved_slugs()
    for pattern in get_resolver().url_patterns:
        first = str(pattern.pattern).partition("/")[0]
        assert first in reserved_slugs() or not first or first.startswith("<")


@pytest.mark.django_db
def test_form_of_a_page_explains_a_reserved_address_and_leaves_other_pages_alone():
    client = sign_in(Client(), make_staff(is_superuser=True))
    data = {"title": "Berita", "summary": "Ringkasan.", "body_html": "<p>Isi.</p>", "position": "0"}
    html = client.post("/admin/selayar_site/page/add/", data | {"slug": "berita"}).text
    assert "Alamat /berita/ sudah dipakai bagian lain situs ini. Pilih yang lain." in html
    assert not Page.objects.exists()
    client.post("/admin/selayar_site/page/add/", data | {"slug": "tentang"})
    assert Page.objects.get().slug == "tentang"
    make_page(slug="kontak").full_clean()


# security.txt (RFC 9116)


@pytest.fixture
def named(db):
    names = {"regency": "Kabupaten", "site_name": "Kabar", "office": "HUMAS", "email": "humas@selayar.example"}
    return SiteIdentity.objects.create(**names, security_confirmed_on=timezone.localdate())


def test_security_txt_names_contact_and_end_of_promise(client: Client, named, settings):
    settings.PUBLIC_ORIGIN = "https://humas.example.go.id"
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.text.splitlines())
    assert fields["Contact"] == "mailto:humas@selayar.example"
    assert fields["Canonical"] == "https://humas.example.go.id/.well-known/security.txt"
    ends = datetime.fromisoformat(fields["Expires"]) - timezone.now()
    assert timedelta(days=362) < ends < timedelta(days=365)
    named.security_email = "keamanan@selayar.example"
    named.save()
    assert "mailto:keamanan@selayar.example" in client.get("/.well-known/security.txt").text


def test_security_txt_is_not_shown_stale_or_unconfirmed(client: Client, named):
    for day in (timezone.localdate() - timedelta(days=365), None):
        named.security_confirmed_on = day
        named.save()
        assert client.get("/.well-known/security.txt").status_code == 404


def test_confirmation_lies_not_in_the_future(named):
    named.security_confirmed_on = timezone.localdate() + timedelta(days=1)
    with pytest.raises(ValidationError, match="belum tiba"):
        named.full_clean()
