"""What search engines read of a release."""

import io
import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image

from news import actions
from news.models import Article, Edition, EditionPhoto
from selayar_site.pictures import add_photo
from tests.factories import make_approved, make_category, make_draft, make_live_article, make_user
from tests.pictures import DRAWN
from tests.uploads import encoded, gradient

pytestmark = pytest.mark.django_db

ORIGIN = "http://127.0.0.1:8000"
LIVE_FROM = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CORRECTED_AT = datetime(2026, 3, 6, 17, 0, tzinfo=UTC)
_data = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def data_on(client: Client, article: Article) -> dict[str, Any]:
    found = _data.findall(client.get(article.get_absolute_url()).text)
    (news,) = [data for data in map(json.loads, found) if data["@type"] == "NewsArticle"]
    return news


def correct(article: Article, kind: str = "ralat", wrong: str = "12 kapal.") -> None:
    actions.correct(article, by=make_user(), kind=kind, wrong=wrong, right="11 kapal.", at=CORRECTED_AT)


def test_article_page_says_what_the_release_is(client: Client, settings):
    settings.PUBLIC_ORIGIN = ORIGIN
    category = make_category(name="Perlindungan sosial")
    article = make_live_article(
        title="Dermaga dibuka", summary="Kapal berlabuh lagi.", category=category, live_from=LIVE_FROM
    )
    data = data_on(client, article)
    publisher = data.pop("publisher")
    assert publisher["logo"]["url"].startswith(f"{ORIGIN}/static/brand/icon-512") and publisher["logo"]["width"] == 512
    assert data.pop("author") == publisher | {"name": "HUMAS Kabupaten"}
    assert publisher["@type"] == "GovernmentOrganization" and publisher["name"] == "HUMAS"
    url = f"{ORIGIN}/berita/dermaga-dibuka/"
    card = f"{url}kartu.jpg"
    assert data == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": f"{url}#siaran-pers",
        "mainEntityOfPage": {"@type": "WebPage", "@id": url},
        "url": url,
        "identifier": article.release_number,
        "headline": "Dermaga dibuka",
        "description": "Kapal berlabuh lagi.",
        "image": [{"@type": "ImageObject", "url": card, "contentUrl": card, "width": 1200, "height": 630}],
        "datePublished": "2026-03-02T09:00:00+08:00",
        "dateModified": "2026-03-02T09:00:00+08:00",
        "dateline": "Benteng",
        "inLanguage": "id",
        "isAccessibleForFree": True,
        "isPartOf": {"@type": "WebSite", "@id": f"{ORIGIN}/#situs", "name": "Siaran Pers", "url": f"{ORIGIN}/"},
        "copyrightHolder": {"@id": f"{ORIGIN}/#penerbit"},
        "articleSection": "Perlindungan sosial",
        "wordCount": 4,
        "version": 1,
    }


def with_lead(content: bytes) -> Edition:
    edition = make_draft(title="Kapal berlabuh")
    photo = add_photo(ContentFile(content, "kapal.jpg"), by=edition.created_by, title="Kapal", credit="Foto: HUMAS")
    EditionPhoto.objects.create(edition=edition, photo=photo, alt="Kapal di dermaga")
    return edition


def publish(edition: Edition) -> None:
    actions.submit(edition, by=edition.created_by, version=edition.version)
    actions.approve(edition, by=make_user(), version=edition.version)


def test_lead_photo_is_offered_in_googles_shapes_and_whole(client: Client):
    edition = with_lead(DRAWN.read_bytes())
    publish(edition)
    images = data_on(client, edition.article)["image"]
    names = [image["url"].rpartition("/")[2] for image in images]
    assert names[:3] == ["foto-1x1.jpg", "foto-4x3.jpg", "foto-16x9.jpg"] and names[-1] == "kartu.jpg"
    assert images[0]["creditText"] == "Foto: HUMAS" and images[0]["caption"] == "Kapal di dermaga"
    for image in images:
        response = client.get(re.sub(r"^https?://[^/]+", "", image["url"]))
        assert response["Cross-Origin-Resource-Policy"] == "cross-origin", image["url"]
        content = response.getvalue()
        assert Image.open(io.BytesIO(content)).size == (image["width"], image["height"])


def test_photo_too_small_for_a_shape_is_offered_whole_only(client: Client):
    edition = with_lead(encoded(gradient(640, 480)))
    publish(edition)
    assert [image["width"] for image in data_on(client, edition.article)["image"]] == [640, 1200]
    assert client.get("/berita/kapal-berlabuh/foto-1x1.jpg").status_code == 404


def test_shapes_are_no_way_to_a_photo_that_is_not_out(client: Client):
    edition = with_lead(DRAWN.read_bytes())
    address = "/berita/kapal-berlabuh/foto-16x9.jpg"
    assert client.get(address).status_code == 404
    publish(edition)
    assert client.get(address).status_code == 200
    assert client.get("/berita/kapal-berlabuh/foto-9x16.jpg").status_code == 404
    article = Article.objects.get(pk=edition.article_id)
    actions.withdraw(article, by=make_user(), version=article.version, mode="gone", reason="Keliru.")
    assert client.get(address).status_code == 404


def test_correction_is_told_and_counts_as_a_change(client: Client):
    article = make_live_article(live_from=LIVE_FROM)
    correct(article, wrong="12 kapal")  # a sentence all the same
    correct(article, kind="pembaruan", wrong="")
    data = data_on(client, article)
    assert data["dateModified"] == "2026-03-07T01:00:00+08:00"
    assert data["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "Sebelumnya tertulis: 12 kapal. Yang benar: 11 kapal.",
            "datePublished": "2026-03-07T01:00:00+08:00",
        }
    ]


def test_text_cannot_end_the_element_it_stands_in(client: Client):
    title = "</script><script>alert(1)</script> & <!-- awas"
    article = make_live_article(title=title)
    html = client.get(article.get_absolute_url()).text
    assert "<script>alert" not in html and "<!-- awas" not in html
    assert data_on(client, article)["headline"] == title


def test_long_headline_is_cut_to_what_is_shown(client: Client):
    headline = data_on(client, make_live_article(title="Sangat " * 15 + "panjang"))["headline"]
    assert len(headline) <= 110 and headline.endswith("…")


def test_withdrawn_release_is_no_longer_offered_as_news(client: Client):
    article = make_approved(live_from=LIVE_FROM).article
    actions.withdraw(article, by=make_user(), version=article.version, mode="notice", reason="Keliru.")
    html = client.get(article.get_absolute_url()).text
    assert "NewsArticle" not in html and 'content="noindex, follow"' in html
