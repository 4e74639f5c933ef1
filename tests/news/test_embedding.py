"""The card in other people's pages, and the oEmbed provider, by the rules of oembed.com."""

from datetime import timedelta
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from news import actions
from news.models import Article
from tests.factories import make_approved, make_live_article, make_user

pytestmark = pytest.mark.django_db

ORIGIN = settings.PUBLIC_ORIGIN
PAGE = f"{ORIGIN}/berita/iuran-turun/"


def ask(client: Client, url: str = PAGE, **params: object):
    return client.get(f"/oembed/?{urlencode({'url': url, **params})}")


def make_release() -> Article:
    return make_live_article(title="Iuran “turun” <separuh> & lagi", slug="iuran-turun")


def test_card_may_be_framed_by_anybody_and_runs_nothing(client: Client) -> None:
    make_release()
    response = client.get("/berita/iuran-turun/kartu/")
    policy = response["Content-Security-Policy"]
    assert "frame-ancestors *" in policy and "script-src 'none'" in policy and "X-Frame-Options" not in response
    html = response.content.decode()
    assert "<script" not in html and "Iuran “turun” &lt;separuh&gt; &amp; lagi" in html
    article = client.get("/berita/iuran-turun/")
    assert "frame-ancestors 'none'" in article["Content-Security-Policy"] and article["X-Frame-Options"] == "DENY"


def test_article_names_its_oembed_and_the_answer_is_complete(client: Client) -> None:
    make_release()
    page = client.get("/berita/iuran-turun/").content.decode()
    href = page.split('type="application/json+oembed" href="')[1].split('"')[0]
    data = client.get(href.removeprefix(ORIGIN)).json()
    assert (data["type"], data["version"], data["width"], data["height"]) == ("rich", "1.0", 560, 280)
    assert data["title"] == "Iuran “turun” <separuh> & lagi" and data["provider_url"] == f"{ORIGIN}/"
    frame = ElementTree.fromstring(data["html"].replace("&lt;", "&#60;"))
    assert frame.get("src") == f"{ORIGIN}/berita/iuran-turun/kartu/" and frame.get("title") == data["title"]
    assert data["thumbnail_url"] == f"{ORIGIN}/berita/iuran-turun/kartu.jpg"
    assert client.get("/berita/iuran-turun/kartu.jpg")["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_xml_says_the_same_as_json(client: Client) -> None:
    make_release()
    response = ask(client, format="xml")
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    found = {each.tag: each.text for each in ElementTree.fromstring(response.content)}
    assert found == {name: str(value) for name, value in ask(client).json().items()}


@pytest.mark.parametrize(
    ("limits", "size"),
    [({}, (560, 280)), ({"maxwidth": 400}, (400, 480)), ({"maxwidth": 9999, "maxheight": 200}, (560, 200)),
     ({"maxwidth": "0"}, (560, 280)), ({"maxwidth": "-5", "maxheight": "²"}, (560, 280))],
)  # fmt: skip
def test_card_is_no_larger_than_asked_for(client: Client, limits: dict[str, object], size: tuple[int, int]) -> None:
    make_release()
    data = ask(client, **limits).json()
    assert (data["width"], data["height"]) == size and f'width="{size[0]}" height="{size[1]}"' in data["html"]
    if limits.get("maxwidth") == 400:
        assert "thumbnail_url" not in data


@pytest.mark.parametrize(
    "url",
    ["", "iuran-turun", "https://lain.example/berita/iuran-turun/", f"{ORIGIN}/", f"{ORIGIN}/berita/", "http://[",
     f"{ORIGIN}/berita/tidak-ada/", f"javascript:{PAGE}", f"{ORIGIN}.lain.example/berita/iuran-turun/", "\0" * 50],
)  # fmt: skip
def test_other_addresses_are_not_found(client: Client, url: str) -> None:
    make_release()
    assert ask(client, url).status_code == 404


@pytest.mark.parametrize("form", ["yaml", "", "json/xml"])
def test_other_formats_are_not_implemented(client: Client, form: str) -> None:
    make_release()
    assert ask(client, format=form).status_code == 501


def test_former_address_leads_to_the_card_of_the_new_one(client: Client) -> None:
    actions.move(make_release(), by=make_user(), slug="iuran-separuh")
    assert "/berita/iuran-separuh/kartu/" in ask(client).json()["html"]
    assert client.get("/berita/iuran-turun/kartu/")["Location"] == "/berita/iuran-separuh/kartu/"


@pytest.mark.parametrize("mode", ["gone", "notice", "redirect"])
def test_withdrawn_release_is_embedded_no_more_and_old_cards_say_so(client: Client, mode: str) -> None:
    article = make_release()
    target = make_live_article() if mode == "redirect" else None
    actions.withdraw(article, by=make_user(), version=article.version, mode=mode, reason="Keliru.", target=target)
    assert ask(client).status_code == 404
    card = client.get("/berita/iuran-turun/kartu/")
    assert card.status_code == 410 and "Keliru." in card.content.decode()
    assert "frame-ancestors *" in card["Content-Security-Policy"] and "separuh" not in card.content.decode()


def test_expired_release_is_embedded_no_more(client: Client) -> None:
    at = timezone.now()
    live_from = at - timedelta(days=2)
    make_approved(slug="iuran-turun", title="Rahasia lama", live_from=live_from, expires_at=at)
    assert ask(client).status_code == 404
    card = client.get("/berita/iuran-turun/kartu/")
    assert card.status_code == 410 and "Rahasia lama" not in card.content.decode()
