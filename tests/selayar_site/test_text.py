"""Signs that no XML may hold are taken out by the fields, whoever writes."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from news import actions
from news.models import Edition, EditionPhoto
from selayar_site.richtext import plain, sanitize
from selayar_site.text import clean_text, one_line
from tests.factories import make_draft, make_live_article, make_user
from tests.news.test_autosave import make_photo

BAD = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), 0x7F, 0x9F, 0xFFFE, 0xFFFF]))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Judul\x01 biasa", "Judul biasa"),
        ("dua\r\nbaris\tdan\u2028tiga", "dua baris dan tiga"),
        ("\x1cRp5\xa0juta 🎉\x7f ", "Rp5\xa0juta 🎉"),
        (BAD, ""),
    ],
)
def test_a_line_keeps_its_words_and_loses_its_control_characters(text, line):
    assert one_line(text) == line


def test_prose_keeps_its_lines():
    assert clean_text("satu\n\n\tdua\x02") == "satu\n\n\tdua"


@pytest.mark.parametrize("html", ["<p>a\x01b</p>", "<p>a&#1;b</p>", "<p>a\ufffeb</p>", "<p>a&#x1F;b</p>"])
def test_rich_text_holds_none_however_it_was_written(html):
    assert (sanitize(html), plain(html)) == ("<p>ab</p>", "ab")


@pytest.mark.django_db
def test_every_writer_passes_the_same_door():
    edition = make_draft(title=f"Satu{BAD} judul", summary="Dua\nbaris\x0b")
    assert (edition.title, edition.summary) == ("Satu judul", "Dua baris")
    Edition.objects.filter(pk=edition.pk).update(title="Tiga\x03")
    EditionPhoto.objects.bulk_create([EditionPhoto(edition=edition, photo=make_photo(), alt="Perahu\x04\ndua")])
    edition.refresh_from_db()
    assert edition.title == "Tiga" and edition.photos.get().alt == "Perahu dua"


@pytest.mark.django_db
@pytest.mark.parametrize("feed", ["/rss/berita.atom", "/rss/berita.xml"])
def test_feeds_are_xml_whatever_was_pasted(client: Client, feed: str):
    article = make_live_article(title=f"Judul{BAD}", summary=f"Ringkasan{BAD}", body_html=f"<p>Isi{BAD}&#2;</p>")
    actions.correct(article, by=make_user(), kind="ralat", wrong=f"Dua{BAD}", right=f"Tiga{BAD}")
    text = "".join(ElementTree.fromstring(client.get(feed).content).itertext())
    assert "Judul" in text and "Ringkasan" in text and "Tiga" in text
    ElementTree.fromstring(client.get(feed, {"q": f"isi{BAD}"}).content)
