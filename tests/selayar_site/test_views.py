"""Small answers of the whole site."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import get_resolver

from selayar_site.models import Page
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
