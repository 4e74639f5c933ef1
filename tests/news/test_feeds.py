"""Feeds tell of corrections: who copied a text must be able to mend it."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news import actions
from news.models import Article
from tests.factories import make_live_article, make_user

pytestmark = pytest.mark.django_db

ATOM, RSS = "/rss/berita.atom", "/rss/berita.xml"
LIVE_FROM = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
CORRECTED_AT = datetime(2026, 3, 6, 17, 0, tzinfo=UTC)  # the 7th in the regency
NAMES = {"atom": "http://www.w3.org/2005/Atom", "content": "http://purl.org/rss/1.0/modules/content/"}
CONTENT = {ATOM: ".//atom:entry/atom:content", RSS: ".//item/content:encoded"}
OPENING = "<p><strong>Ralat, 7 Maret 2026.</strong><br>"
CORRECTION = OPENING + "Sebelumnya tertulis: 12 kapal &amp; 3 perahu<br>Yang benar: 11 kapal</p>"


def correct(article: Article, *, at: datetime = CORRECTED_AT, kind: str = "ralat", wrong: str = "12 kapal & 3 perahu"):
    actions.correct(article, by=make_user(), kind=kind, wrong=wrong, right="11 kapal", at=at)


def text_of(client: Client, feed: str, path: str) -> str:
    return ElementTree.fromstring(client.get(feed).content).findtext(path, namespaces=NAMES) or ""


@pytest.mark.parametrize("feed", [ATOM, RSS])
def test_correction_stands_before_the_text(client: Client, feed: str):
    article = make_live_article(live_from=LIVE_FROM, body_html="<p>Sebanyak 12 kapal.</p>")
    correct(article)
    assert text_of(client, feed, CONTENT[feed]) == CORRECTION + "<p>Sebanyak 12 kapal.</p>"


def test_newest_correction_is_first_and_one_without_an_error_says_its_text_alone(client: Client):
    article = make_live_article(live_from=LIVE_FROM, body_html="<p>Isi.</p>")
    correct(article)
    correct(article, at=CORRECTED_AT + timedelta(days=1), kind="pembaruan", wrong="")
    update = "<p><strong>Pembaruan, 8 Maret 2026.</strong> 11 kapal</p>"
    assert text_of(client, ATOM, CONTENT[ATOM]) == f"{update}{CORRECTION}<p>Isi.</p>"


def test_updated_follows_the_latest_correction(client: Client):
    article = make_live_article(live_from=LIVE_FROM)
    updated = ".//atom:entry/atom:updated"
    assert datetime.fromisoformat(text_of(client, ATOM, updated)) == LIVE_FROM
    correct(article)
    assert datetime.fromisoformat(text_of(client, ATOM, updated)) == CORRECTED_AT
    assert datetime.fromisoformat(text_of(client, ATOM, "atom:updated")) == CORRECTED_AT


def test_corrections_take_the_same_questions_however_many(client: Client):
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(ATOM).status_code == 200
        return len(queries)

    make_live_article()
    before = count()
    for number in range(9):
        article = make_live_article(live_from=timezone.now() - timedelta(days=number + 1))
        correct(article)
    assert count() == before
