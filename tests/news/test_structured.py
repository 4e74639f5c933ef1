"""What search engines read of a release."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from news import actions
from news.models import Article, EditionPhoto
from selayar_site.pictures import add_photo
from tests.factories import make_approved, make_category, make_draft, make_live_article, make_user
from tests.pictures import DRAWN

pytestmark = pytest.mark.django_db

ORIGIN = "http://127.0.0.1:8000"
LIVE_FROM = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CORRECTED_AT = datetime(2026, 3, 6, 17, 0, tzinfo=UTC)
_data = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def data_on(client: Client, article: Article) -> dict[str, Any]:
    found = _data.findall(client.get(article.get_absolute_url()).text)
    assert len(found) == 1
    return json.loads(found[0])


def correct(article: Article, kind: str = "ralat", wrong: str = "12 kapal.") -> None:
    actions.correct(article, by=make_user(), kind=kind, wrong=wrong, right="11 kapal.", at=CORRECTED_AT)


def test_article_page_says_what_the_release_is(client: Client, settings):
    settings.PUBLIC_ORIGIN = ORIGIN
    category = make_category(name="Perlindungan sosial")
    article = make_live_article(
        title="Dermaga dibuka", summary="Kapal berlabuh lagi.", category=category, live_from=LIVE_FROM
    )
    data = data_on(client, article)
    logo = data["publisher"].pop("logo")
    assert logo["url"].startswith(f"{ORIGIN}/static/brand/icon-512") and logo["width"] == 512
    assert data["author"].pop("logo") == logo
    assert data == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": f"{ORIGIN}/berita/dermaga-dibuka/"},
        "url": f"{ORIGIN}/berita/dermaga-dibuka/",
        "headline": "Dermaga dibuka",
        "description": "Kapal berlabuh lagi.",
        "image": [f"{ORIGIN}/berita/dermaga-dibuka/kartu.jpg"],
        "datePublished": "2026-03-02T09:00:00+08:00",
        "dateModified": "2026-03-02T09:00:00+08:00",
        "inLanguage": "id",
        "isAccessibleForFree": True,
        "author": {"@type": "Organization", "name": "HUMAS Kabupaten", "url": f"{ORIGIN}/"},
        "publisher": {"@type": "Organization", "name": "HUMAS", "url": f"{ORIGIN}/"},
        "articleSection": "Perlindungan sosial",
    }


def test_lead_photo_is_offered_in_three_shapes_without_a_question(client: Client, django_assert_max_num_queries):
    edition = make_draft()
    file = ContentFile(DRAWN.read_bytes(), "kapal.jpg")
    photo = add_photo(file, by=edition.created_by, title="Kapal", credit="Foto: HUMAS Selayar")
    EditionPhoto.objects.create(edition=edition, photo=photo, alt="Kapal di dermaga")
    actions.submit(edition, by=edition.created_by, version=edition.version)
    actions.approve(edition, by=make_user(), version=edition.version)
    correct(edition.article)
    with django_assert_max_num_queries(6):
        images = data_on(client, edition.article)["image"]
    assert [re.search(r"(kartu|card-\d+|full-\d+)\.jpg$", image) is not None for image in images] == [True] * 3
    for image in images:
        assert client.get(re.sub(r"^https?://[^/]+", "", image)).getvalue().startswith(b"\xff\xd8")


def test_correction_is_told_and_counts_as_a_change(client: Client):
    article = make_live_article(live_from=LIVE_FROM)
    correct(article)
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
    assert "ld+json" not in client.get(article.get_absolute_url()).text
