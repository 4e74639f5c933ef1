"""Anybody can check a release by its number, its digest and its words; what is not public answers to no number."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from news import actions
from news.digest import digest_of, plain_text
from news.models import Article, Edition
from news.numbers import number_key
from news.sharing import whatsapp_text
from tests.factories import make_approved, make_identity, make_live_article, make_user

LIVE_FROM = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
NUMBER, KEY = "001/HUMAS/III/2026", "1-HUMAS-III-2026"


@pytest.mark.parametrize(
    "typed",
    [NUMBER, "1/humas/iii/2026", " 001 / Humas / III / 2026 ", "001-HUMAS-III-2026", "001.HUMAS.III.2026", KEY,
     "００１／HUMAS／III／２０２６"],
)  # fmt: skip
def test_every_spelling_of_a_number_has_one_key(typed: str) -> None:
    assert number_key(typed) == KEY


@pytest.mark.parametrize("typed", ["", "///", " - ", "\0"])
def test_signs_alone_are_no_number(typed: str) -> None:
    assert number_key(typed) == ""


def test_plain_text_and_digest_are_what_they_were() -> None:
    """Written down once: a change of either would make every stored digest a lie."""
    body = (
        "<h2>Jadwal  baru</h2><p>Kapal <strong>ber</strong>angkat <a href='/x/'>pukul 07.00</a>&nbsp;WITA.<br>"
        "Tiba sore.</p>"
        "<ul><li>Satu</li><li>Dua</li></ul><table><tbody><tr><th>A</th><td>1</td></tr></tbody></table>"
        '<figure data-photo="7" data-alt="Tidak ikut"><figcaption>Dermaga &amp; kapal</figcaption></figure>'
    )
    text = plain_text("Cafe\u0301  dibuka", " Ringkasan. ", body)
    assert text == (
        "Café dibuka\nRingkasan.\nJadwal baru Kapal berangkat pukul 07.00 WITA. Tiba sore. Satu Dua A 1 Dermaga & kapal"
    )
    digest = "87adf554792c5e641fc2d8abe094204e7a2315541edfb98b5f96c3ddc32a4e95"
    assert digest_of("Cafe\u0301  dibuka", " Ringkasan. ", body) == digest == hashlib.sha256(text.encode()).hexdigest()


pytestmark = pytest.mark.django_db


def page(client: Client, address: str = f"/v/{KEY}/", status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def test_genuine_release_is_confirmed_with_its_digest(client: Client) -> None:
    edition = make_approved(live_from=LIVE_FROM, title="Iuran turun", summary="Separuh.", body_html="<p>Isi.</p>")
    html = page(client)
    assert "Asli: kami terbitkan pada 2 Maret 2026, pukul 09.00 WITA" in html and "Iuran turun" in html
    assert edition.text_digest == hashlib.sha256(b"Iuran turun\nSeparuh.\nIsi.").hexdigest() in html
    assert client.get(f"/v/{KEY}/teks.txt").content == b"Iuran turun\nSeparuh.\nIsi."
    article = client.get(edition.article.get_absolute_url()).content.decode()
    assert f'href="/v/{KEY}/"' in article and "<svg" in article


@pytest.mark.parametrize("typed", [NUMBER, "1/humas/iii/2026", "%20001%20/humas/iii/2026"])
def test_other_spellings_lead_to_the_one_address(client: Client, typed: str) -> None:
    make_live_article(live_from=LIVE_FROM)
    response = client.get(f"/v/{typed}/")
    assert (response.status_code, response["Location"]) == (301, f"/v/{KEY}/")
    response = client.get(f"/v/{typed}/teks.txt")
    assert (response.status_code, response["Location"]) == (301, f"/v/{KEY}/teks.txt")
    assert client.get("/v/", {"nomor": typed.replace("%20", " ")})["Location"] == f"/v/{KEY}/"


@pytest.mark.parametrize("typed", ["999/HUMAS/III/2026", "x", "a" * 300, "%00", "..%2f..%2fetc", "<b>"])
def test_unknown_number_is_told_so_without_repeating_it(client: Client, typed: str) -> None:
    make_identity(press_contact="Bagian Humas")
    html = page(client, f"/v/{typed}/", 404)
    assert "tidak dapat dipastikan" in html and "Bagian Humas" in html
    assert "999" not in html and "<b>" not in html
    assert client.get(f"/v/{typed}/teks.txt").status_code == client.post(f"/v/{typed}/cocokkan/").status_code == 404


def test_number_of_what_is_not_public_is_as_unknown_as_any(client: Client) -> None:
    edition = make_approved(live_from=timezone.now() + timedelta(days=1))
    number = edition.article.get_number_url()
    made_up = page(client, "/v/999-X/", 404)
    assert page(client, number, 404) == made_up
    actions.take_back(edition, by=make_user(), version=edition.version)
    assert page(client, number, 404) == made_up
    assert Edition.objects.get().text_digest == ""


def test_correction_and_new_text_are_told(client: Client) -> None:
    article = make_live_article(live_from=LIVE_FROM, body_html="<p>Lama.</p>")
    first = article.editions.get().text_digest
    at = datetime(2026, 3, 6, 17, 0, tzinfo=UTC)
    actions.correct(article, by=make_user(), kind="ralat", wrong="12", right="11", at=at)
    assert "ralat pada 7 Maret 2026" in page(client)
    revision = actions.start_revision(article, by=make_user())
    revision.body_html, revision.change_note = "<p>Baru.</p>", "Angka diperbaiki."
    revision.save()
    assert first in page(client) and page(client).count('class="digest"') == 1
    actions.submit(revision, by=revision.created_by, version=revision.version)
    actions.approve(revision, by=make_user(), version=revision.version)
    html = page(client)
    assert "Teksnya diganti pada" in html and first in html and revision.text_digest in html


@pytest.mark.parametrize("mode", Article.Withdrawal.values)
def test_withdrawn_release_says_why(client: Client, mode: str) -> None:
    article = make_live_article(live_from=LIVE_FROM, title="Judul yang dicabut")
    target = make_live_article(title="Penggantinya") if mode == "redirect" else None
    actions.withdraw(
        article, by=make_user(), version=article.version, mode=mode, reason="Angkanya keliru.", target=target
    )
    html = page(client)
    assert "dicabut pada" in html and "Angkanya keliru." in html and "Asli" not in html
    assert ("Judul yang dicabut" in html) == (mode == "notice")
    assert ("/berita/penggantinya/" in html) == (mode == "redirect")
    assert client.get(f"/v/{KEY}/teks.txt").status_code == (200 if mode == "notice" else 410)


def test_expired_release_was_genuine(client: Client) -> None:
    make_approved(live_from=LIVE_FROM, expires_at=LIVE_FROM + timedelta(days=2), title="Pengumuman lama")
    html = page(client)
    assert "Asli, tetapi tidak tayang lagi" in html and "Pengumuman lama" not in html


def compared(client: Client, text: str) -> list[tuple[str, bool]]:
    response = client.post(f"/v/{KEY}/cocokkan/", {"teks": text})
    assert response.status_code == 200 and response["Cache-Control"] == "no-store"
    return [(line.text, line.is_there) for line in response.context["lines"]]


def test_each_line_of_a_text_is_compared(client: Client) -> None:
    make_identity(byline="HUMAS")
    body = "<p>Sebanyak 12 kapal berangkat.</p><p>Jadwal <em>tetap</em>.</p>"
    article = make_approved(live_from=LIVE_FROM, title="Dermaga dibuka", summary="Hari ini.", body_html=body).article
    live = Article.objects.answer_for(article.slug).article
    whole = "*Dermaga dibuka*\r\n\r\nBenteng, 2 Maret 2026 (HUMAS) – Sebanyak  12 kapal berangkat.\nJADWAL tetap"
    assert all(same for _, same in compared(client, whole)) and len(compared(client, whole)) == 3
    passed_on = whatsapp_text(live)
    assert "*Dermaga dibuka*\n\nBenteng, 2 Maret 2026. Hari ini.\n\nSelengkapnya: " in passed_on
    assert all(same for _, same in compared(client, passed_on))
    forged = "Sebanyak 13 kapal berangkat.\nTransfer ke rekening <b>1234</b>\nJadwal tetap."
    assert [same for _, same in compared(client, forged)] == [False, False, True]
    html = client.post(f"/v/{KEY}/cocokkan/", {"teks": forged}).content.decode()
    assert "2 dari 3 baris tidak ada" in html and "<b>1234" not in html


@pytest.mark.parametrize("text", ["", "   \n\n", "\0", "a" * 20_001, "!\n" * 10_000, "😀" * 9_000, "a\n" * 9_999])
def test_odd_texts_are_answered(client: Client, text: str) -> None:
    make_live_article(live_from=LIVE_FROM)
    assert client.post(f"/v/{KEY}/cocokkan/", {"teks": text}).status_code == 200


def test_approved_has_its_digest_and_a_number_its_key() -> None:
    edition = make_approved()
    for wrong in (
        lambda: Edition.objects.filter(pk=edition.pk).update(text_digest=""),
        lambda: Article.objects.filter(pk=edition.article_id).update(number_key=None),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_number_page_asks_few_questions(client: Client, django_assert_max_num_queries) -> None:
    make_identity()
    make_live_article(live_from=LIVE_FROM)
    with django_assert_max_num_queries(8):
        page(client)


def test_match_with_a_withdrawn_text_says_that_it_was_withdrawn(client: Client) -> None:
    article = make_live_article(title="Dermaga dibuka", live_from=LIVE_FROM)
    address = article.get_number_url() + "cocokkan/"
    assert "sudah dicabut" not in client.post(address, {"teks": "Dermaga dibuka"}).text
    actions.withdraw(article, by=make_user(), version=article.version, mode="notice", reason="Keliru.")
    answer = client.post(address, {"teks": "Dermaga dibuka"}).text
    assert "sudah dicabut" in answer and "Cocok" in answer


@pytest.mark.django_db
def test_part_of_a_number_is_asked_for_whole_and_not_called_doubtful(client: Client) -> None:
    for part in ("003", "003/HUMAS"):
        shown = client.get("/v/", {"nomor": part}).content.decode()
        assert "belum lengkap" in shown and "misalnya 003/HUMAS/VIII/2024" in shown and "jangan diteruskan" not in shown
