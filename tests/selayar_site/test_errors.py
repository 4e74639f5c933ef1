"""The error pages, each with its status, its words and the headers of every other page."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from selayar_site.middleware import PERMISSIONS_POLICY
from selayar_site.urls import handler400, handler403, handler404, handler500  # noqa: F401
from selayar_site.urls import urlpatterns as site_urls
from tests.factories import make_approved

ERRORS = {
    "bad": SuspiciousOperation("rahasia"),
    "forbidden": PermissionDenied("rahasia"),
    "broken": ValueError("rahasia"),
    "database": OperationalError("rahasia"),
}


def fail(request, how):
    raise ERRORS[how]


def show(request):
    return HttpResponse("x")


def personal(request):
    request.session["seen"] = 1
    return HttpResponse("x")


urlpatterns = [path("fail/<how>/", fail), path("show/", show), path("personal/", personal), *site_urls]
pytestmark = pytest.mark.urls(__name__)

EVERY_ANSWER = {
    "Permissions-Policy": PERMISSIONS_POLICY,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


@pytest.fixture
def reader():
    return Client(raise_request_exception=False)


def assert_headers(response) -> None:
    assert {name: response.headers.get(name) for name in EVERY_ANSWER} == EVERY_ANSWER
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert "Cache-Control" in response.headers


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "template"),
    [
        ("/fail/bad/", 400, "400.html"),
        ("/fail/forbidden/", 403, "403.html"),
        ("/tidak/ada/sama/sekali/", 404, "404.html"),
        ("/%00", 404, "404.html"),
        ("/static/tidak-ada.css", 404, "404.html"),
        ("/media/foto/tidak-ada.jpg", 404, "404.html"),
        ("/fail/broken/", 500, "500.html"),
        ("/fail/database/", 503, "503.html"),
    ],
)
def test_failure_has_its_page_in_indonesian_and_all_headers(reader, address, status, template):
    response = reader.get(address)
    assert response.status_code == status
    assert template in [used.name for used in response.templates]
    assert '<html lang="id"' in response.text and "rahasia" not in response.text
    assert response.headers["Cache-Control"] in ("no-cache", "no-store")
    assert not response.cookies
    assert_headers(response)


@pytest.mark.django_db
def test_forbidden_page_leads_back_to_the_office_and_to_the_sign_in(reader):
    html = reader.get("/fail/forbidden/").text
    assert 'href="/admin/">Kembali ke ruang kerja<' in html and 'href="/akun/masuk/">Masuk<' in html


@pytest.mark.parametrize("address", ["/fail/broken/", "/fail/database/", "/fail/bad/"])
def test_pages_for_a_broken_site_need_no_database(reader, address):
    """pytest-django refuses every query here."""
    assert reader.get(address).status_code in (400, 500, 503)


def test_lost_database_says_when_to_come_back(reader):
    assert reader.get("/fail/database/").headers["Retry-After"] == "30"


@pytest.mark.django_db(transaction=True)
def test_public_page_without_its_tables_answers_503(reader):
    if connection.vendor == "postgresql":
        return  # there a missing table is no OperationalError
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE news_edition RENAME TO news_edition_away")
    try:
        assert reader.get("/").status_code == 503
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE news_edition_away RENAME TO news_edition")


def test_unknown_host_gets_the_page_for_400_with_its_headers(reader):
    response = reader.get("/show/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.text
    assert_headers(response)


def test_anonymous_answer_may_be_kept_and_checked(reader):
    response = reader.get("/show/")
    assert response.headers["Cache-Control"] == "no-cache"
    assert_headers(response)


@pytest.mark.django_db
def test_answer_for_one_person_is_not_stored_anywhere(reader):
    assert "no-store" in reader.get("/personal/").headers["Cache-Control"]
    assert "no-store" in reader.get("/show/").headers["Cache-Control"]


@pytest.mark.django_db
def test_own_cache_control_of_a_view_is_left(reader):
    assert "no-store" in reader.get("/akun/masuk/").headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/rss", "/apa-saja", "/program/apa-saja", "/v/999-X", "/berita/apa-saja"])
def test_made_up_address_without_its_last_stroke_is_not_found_at_once(reader, address):
    response = reader.get(address)
    assert response.status_code == 404
    assert_headers(response)


@pytest.mark.django_db
def test_address_without_its_last_stroke_leads_on_in_one_hop(reader):
    number = make_approved().article.release_number
    first = reader.get(f"/v/{number}")
    assert first.status_code == 301 and reader.get(first.headers["Location"]).status_code == 200
    listed = reader.get("/berita?dari=2026-01-05&tagar=")
    assert (listed.status_code, listed.headers["Location"]) == (301, "/berita/?dari=2026-01-05")
    assert reader.post("/berita").status_code in {403, 404, 405}
