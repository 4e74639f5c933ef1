"""Reading by a secret link: what a messenger may fetch, and what the bearer reads."""

import io
import logging
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.utils import timezone

from news import access, actions
from news.models import Article, EmbargoLink, PreviewLink
from news.models.access import new_token
from selayar_site.logs import MASKED_TOKEN, MaskingFormatter
from selayar_site.pagestore.files import PageFiles
from selayar_site.pagestore.layer import PageStore
from tests.factories import make_approved, make_category, make_draft, make_live_article, make_program, make_user

pytestmark = pytest.mark.django_db

TITLE, SUMMARY, TEXT = "Judul yang dirahasiakan", "Ringkasan yang dirahasiakan", "Isi yang dirahasiakan"
WORDS = (TITLE, "judul-yang-dirahasiakan", SUMMARY, TEXT, "Ratna", "Harian Pesisir", "og:", "/media/")
HOUR = timedelta(hours=1)

UNFURLERS = {
    "whatsapp": {"User-Agent": "WhatsApp/2.24.6.77 A"},
    "telegram": {"User-Agent": "TelegramBot (like TwitterBot)"},
    "facebook": {
        "User-Agent": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
        "Range": "bytes=0-524287",
    },
    "slack": {"User-Agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)", "Range": "bytes=0-32768"},
    "signal": {"User-Agent": "WhatsApp/2", "Accept": "text/html,application/xhtml+xml"},
    "picture": {"User-Agent": "WhatsApp/2.24.6.77 A", "Accept": "image/*"},
}


def fields():
    return {"title": TITLE, "summary": SUMMARY, "body_html": f"<p>{TEXT}.</p>"}


def make_preview(edition=None, **more):
    link, token = access.make_preview(edition or make_draft(**fields()), by=make_user(), **more)
    return link, f"/pratinjau/{token}/"


def make_embargo(edition=None):
    edition = edition or make_approved(live_from=timezone.now() + HOUR, **fields())
    link, token = access.give_embargo_access(edition, by=make_user(), name="Ratna", outlet="Harian Pesisir")
    return link, f"/embargo/{token}/"


MAKERS = {"preview": make_preview, "embargo": make_embargo}


def openings(link):
    """How often the link is known to have been opened."""
    return PreviewLink.objects.get(pk=link.pk).openings if isinstance(link, PreviewLink) else link.openings.count()


def text_of(response):
    return " ".join(response.content.decode().split())


def is_secret(response):
    """The headers that let nobody keep, index or betray the page."""
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert not response.cookies and "Cookie" not in response.headers.get("Vary", "")
    return True


# What a messenger fetches


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("unfurler", UNFURLERS)
def test_messenger_learns_nothing_and_is_not_counted(client, kind, method, unfurler):
    link, address = MAKERS[kind]()
    for path in (address, address.rstrip("/")):
        response = getattr(client, method)(path, headers=UNFURLERS[unfurler], follow=True)
        assert response.status_code == 200 and is_secret(response)
        seen = text_of(response) + str(response.headers)
        assert [word for word in WORDS if word in seen] == []
        assert address.split("/")[2] not in seen
    assert openings(link) == 0


@pytest.mark.parametrize("kind", MAKERS)
def test_page_before_the_button_is_the_same_for_every_text(client, kind):
    pages = {client.get(MAKERS[kind](edition)[1]).content for edition in (None, _other(kind))}
    assert len(pages) == 1


def _other(kind):
    return make_draft() if kind == "preview" else make_approved(live_from=timezone.now() + HOUR)


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused_without_a_word(client, kind, method):
    link, address = MAKERS[kind]()
    response = getattr(client, method)(address)
    assert response.status_code == 405 and response.content == b"" and is_secret(response)
    assert openings(link) == 0


# What the bearer reads


def test_button_shows_the_draft_as_readers_will_see_it_and_counts():
    link, address = make_preview()
    for times in (1, 2):
        response = Client(enforce_csrf_checks=True).post(address, headers={"Origin": "null"})
        page = text_of(response)
        assert response.status_code == 200 and is_secret(response)
        assert "Pratinjau – belum terbit" in page
        assert TITLE in page and SUMMARY in page and TEXT in page
        assert '<meta name="robots" content="noindex">' in page
        assert openings(link) == times
    assert TITLE not in page.partition("</title>")[0] and "og:" not in page
    # Nothing to share or to copy: the public address is nobody's yet.
    assert link.edition.article.get_absolute_url() not in page


def test_preview_of_a_revision_shows_its_text_and_not_the_live_one(client):
    article = make_live_article(body_html="<p>Teks pertama.</p>")
    revision = actions.start_revision(article, by=make_user())
    revision.body_html, revision.change_note = "<p>Teks kedua.</p>", "Ditambah jadwal."
    revision.save()
    page = text_of(client.post(make_preview(revision)[1]))
    assert "Teks kedua." in page and "Ditambah jadwal." in page and "Teks pertama." not in page
    assert "Teks pertama." in text_of(client.get(article.get_absolute_url()))


def test_preview_of_a_bare_headline_opens(client):
    edition = make_draft(title=TITLE, summary="", body_html="", category=None)
    assert TITLE in text_of(client.post(make_preview(edition)[1]))


def test_embargo_shows_the_moment_in_words_and_whose_copy_it_is(client):
    link, address = make_embargo()
    page = text_of(client.post(address))
    local = timezone.localtime(link.edition.live_from)
    assert f"pukul {local:%H.%M} WITA" in page.partition("Embargo sampai")[2]
    assert page.count("Ratna, Harian Pesisir") == 2 and TEXT in page
    assert openings(link) == 1


def test_preview_asks_few_questions(client, django_assert_max_num_queries):
    edition = make_draft(category=make_category())
    for _ in range(10):
        edition.programs.add(make_program())
        make_approved(category=edition.category)
    _, address = make_preview(edition)
    with django_assert_max_num_queries(4):
        client.get(address)
    with django_assert_max_num_queries(10):
        client.post(address)


# Links that are over


def closed_links():
    """Address, status and sentence of every link that opens nothing."""
    now, by = timezone.now(), make_user()
    revoked, address = make_preview()
    access.revoke_preview(revoked, by=by)
    yield address, 410, "sudah dicabut oleh yang membuatnya"
    revoked, address = make_embargo()
    access.revoke_embargo_access(revoked, by=by)
    yield address, 410, "sudah dicabut oleh yang membuatnya"
    yield make_preview(expires_at=now - HOUR, at=now - 2 * HOUR)[1], 410, "sudah habis"
    edition = make_approved(live_from=now + HOUR, **fields())
    address = make_embargo(edition)[1]
    actions.take_back(edition, by=by, version=edition.version)
    yield address, 410, "sedang diperiksa kembali"
    for kind in ("pratinjau", "embargo"):
        yield f"/{kind}/{new_token()}/", 404, "tidak dikenal"
        yield f"/{kind}/%00%ff..%F0%9F%90%9F/", 404, "tidak dikenal"
        yield f"/{kind}/{'a' * 5000}/", 404, "tidak dikenal"
    yield make_preview()[1].replace("pratinjau", "embargo"), 404, "tidak dikenal"
    yield make_embargo()[1].replace("embargo", "pratinjau"), 404, "tidak dikenal"


def test_closed_link_says_why_and_nothing_else(client):
    for address, status, sentence in closed_links():
        for ask in (client.get, client.post):
            response = ask(address)
            page = text_of(response)
            assert (response.status_code, sentence in page) == (status, True), address
            assert is_secret(response)
            assert [word for word in WORDS if word in page] == []
    assert sum(PreviewLink.objects.values_list("openings", flat=True)) == 0
    assert not EmbargoLink.objects.filter(openings__isnull=False).exists()


def test_after_publication_both_links_lead_to_the_article(client):
    edition = make_approved(live_from=timezone.now() - HOUR, at=timezone.now() - 2 * HOUR, **fields())
    earlier = timezone.now() - 2 * HOUR
    by, url = make_user(), edition.article.get_absolute_url()
    preview, token = access.make_preview(edition, by=by, at=earlier)
    _, journalist = access.give_embargo_access(edition, by=by, name="Ratna", outlet="Harian Pesisir", at=earlier)
    for ask in (client.get, client.post):
        response = ask(f"/pratinjau/{token}/")
        assert response.status_code == 410 and is_secret(response)
        assert f'href="{url}"' in text_of(response) and TEXT not in text_of(response)
        response = ask(f"/embargo/{journalist}/")
        assert (response.status_code, response.headers["Location"]) == (302, url) and is_secret(response)
    assert openings(preview) == 0


def test_link_to_a_withdrawn_release_leads_to_its_explanation(client):
    article = make_live_article()
    _, address = make_preview(actions.start_revision(article, by=make_user()))
    article = Article.objects.get(pk=article.pk)
    actions.withdraw(article, by=make_user(), version=article.version, mode="gone", reason="Keliru.")
    response = client.post(address)
    assert response.status_code == 410 and f'href="{article.get_absolute_url()}"' in text_of(response)


# Nothing stays behind


@pytest.fixture
def through_the_store(settings, tmp_path):
    """Makes a request through the page store in front of Django, as the server does: status line, body, and the
    files that the store holds afterwards."""
    settings.PAGE_STORE_DIR = tmp_path
    store = PageStore(
        WSGIHandler(), PageFiles(tmp_path), hosts=["testserver"], origin_host="testserver", session_cookie="sessionid"
    )

    def ask(method, address):
        status: list[str] = []
        asked = {"REQUEST_METHOD": method, "PATH_INFO": address, "HTTP_HOST": "testserver"}
        environ = Client()._base_environ() | asked
        del environ["HTTP_COOKIE"]
        body = b"".join(store(environ, lambda line, headers, *rest: status.append(line)))
        return status[0], body.decode(), {path for path in tmp_path.rglob("*") if path.is_file()}

    # As Django's test client does: the handler would close the connection that the test is in.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield ask
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_page_store_keeps_neither_button_nor_text(through_the_store):
    link, address = make_preview()
    nothing = through_the_store("GET", "/tidak-ada/")[2]
    held = through_the_store("GET", "/program/")[2]
    assert held > nothing, "The store keeps nothing at all: this test would show nothing."
    for method in ("GET", "POST", "GET"):
        line, body, files = through_the_store(method, address)
        assert line == "200 OK" and (TEXT in body) == (method == "POST")
        assert files == held
    access.revoke_preview(link, by=make_user())
    assert through_the_store("GET", address)[0] == "410 Gone"


@pytest.mark.parametrize("kind", ["pratinjau", "embargo"])
def test_token_stands_in_no_line_of_the_log(client, kind):
    out, token = io.StringIO(), new_token()
    handler = logging.StreamHandler(out)
    handler.setFormatter(MaskingFormatter(settings.LOGGING["formatters"]["line"]["format"], style="{"))
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        assert client.get(f"/{kind}/{token}/").status_code == 404
        assert client.put(f"/{kind}/{token}/").status_code == 405
        assert client.get(f"/{kind}/{token}/tidak-ada").status_code == 404
        logger.warning('"POST /%s/%s HTTP/1.1" 301 0', kind, token)
    finally:
        logger.removeHandler(handler)
    assert token not in out.getvalue() and out.getvalue().count(f"/{kind}/{MASKED_TOKEN}") == 4


def test_no_public_page_knows_a_text_that_has_links(client):
    """Giving access leaves every list and the address itself as they were."""
    link, _ = make_embargo()
    make_preview(link.edition)
    url = link.edition.article.get_absolute_url()
    assert client.get(url).status_code == 404
    for address in ("/", "/berita/", "/rss/berita.xml", "/sitemap.xml"):
        assert [word for word in (TITLE, TEXT, url) if word in text_of(client.get(address))] == []
