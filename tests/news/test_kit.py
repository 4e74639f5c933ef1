"""The press kit: complete, of the size that the page says, and of nothing that may not be read or taken over."""

import io
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image

from news import actions, kit_views, letter
from news.models import Article, Edition, EditionPhoto
from selayar_site.models import Photo
from selayar_site.pictures import add_photo
from selayar_site.templatetags.site_tags import file_size
from tests.factories import make_draft, make_identity, make_live_article, make_user
from tests.uploads import camera_exif, encoded, gradient, upload

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LIVE_FROM = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
KIT = "/berita/dermaga/paket/"
FILES = ["", "siaran-pers.pdf", "siaran-pers.txt", "foto-1.jpg", "semua.zip"]
BODY = (
    '<p>Baca <a href="/program/">program</a> #let x = 1 $y$ @z.</p><h3>Jadwal</h3>'
    "<ul><li>Satu<ul><li>Dalam</li></ul></li><li>Dua</li></ul><ol start='3'><li>Tiga</li></ol>"
    "<table><caption>Tarif</caption><thead><tr><th scope='col'>Bulan</th><th scope='col'>Rupiah</th></tr></thead>"
    "<tbody><tr><td>April</td><td>8.400</td></tr></tbody></table>"
    "<figure><blockquote><p>Kami siap.</p></blockquote><figcaption><strong>Firdaus</strong></figcaption></figure>"
)


def make_photo(**details: Any) -> Photo:
    picture = encoded(gradient(900 + Photo.objects.count()), exif=camera_exif())
    return add_photo(upload(picture), by=make_user(), title="Dermaga", credit="Foto: A & <B>", **details)


def publish(edition: Edition, live_from: datetime | None = None) -> Article:
    at = min(timezone.now(), live_from or timezone.now())
    actions.submit(edition, by=edition.created_by, version=edition.version, at=at)
    actions.approve(edition, by=make_user(), version=edition.version, live_from=live_from, at=at)
    return edition.article


def use(edition: Edition, photo: Photo, role: str = "gallery", **fields: Any) -> None:
    values = {"alt": "Dermaga kayu", "caption": "Dermaga Rauf Rahman"} | fields
    EditionPhoto.objects.create(edition=edition, photo=photo, role=role, **values)


def make_release(body: str = BODY, **fields: Any) -> Edition:
    edition = make_draft(title="Dermaga dibuka", slug="dermaga", summary="Hari ini.", body_html=body, **fields)
    use(edition, make_photo(), "lead")
    return edition


def body_of(client: Client, address: str) -> bytes:
    response = client.get(address)
    assert response.status_code == 200, address
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert int(response.headers.get("Content-Length", len(content))) == len(content)
    return content


def test_every_file_is_as_large_as_the_page_says(client: Client) -> None:
    make_identity()
    publish(make_release())
    page = client.get(KIT).content.decode()
    for name in FILES[1:]:
        response = client.head(KIT + name)
        assert response["Content-Disposition"].startswith("attachment; ")
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert file_size(len(body_of(client, KIT + name))) in page, name
    assert client.head(KIT + "semua.zip")["Content-Length"] == str(len(body_of(client, KIT + "semua.zip")))
    assert f'href="{KIT}"' in client.get("/berita/dermaga/").content.decode()


def test_zip_holds_letter_text_credits_and_photos(client: Client) -> None:
    make_identity(picture_licence="Cantumkan kreditnya.")
    publish(make_release())
    archive = zipfile.ZipFile(io.BytesIO(body_of(client, KIT + "semua.zip")))
    assert archive.testzip() is None
    assert archive.namelist() == ["dermaga.pdf", "dermaga.txt", "kredit-foto.txt", "dermaga-1.jpg"]
    assert archive.read("dermaga.pdf") == body_of(client, KIT + "siaran-pers.pdf")
    credits = archive.read("kredit-foto.txt").decode()
    assert "dermaga-1.jpg" in credits and "Kredit: Foto: A & <B>" in credits and "Cantumkan kreditnya." in credits


def test_photo_is_whole_and_tells_its_credit_and_nothing_of_the_camera(client: Client) -> None:
    make_identity(picture_licence="Cantumkan kreditnya.")
    publish(make_release())
    jpeg = body_of(client, KIT + "foto-1.jpg")
    with Image.open(io.BytesIO(jpeg)) as picture:
        picture.load()
        assert picture.info.get("jfif") and not picture.getexif() and picture.width == 900
        xmp = picture.info["xmp"].decode()
    assert "PROBE-CAMERA" not in jpeg.decode("latin-1")
    packet = ElementTree.fromstring(xmp[xmp.index("<x:xmpmeta") : xmp.index("<?xpacket end")])
    described = packet.find(".//{*}Description")
    assert described is not None and described.get("{http://ns.adobe.com/photoshop/1.0/}Credit") == "Foto: A & <B>"
    assert packet.findtext(".//{*}UsageTerms//{*}li") == "Cantumkan kreditnya."


@pytest.mark.parametrize(
    ("photo", "fields"),
    [({"rights": "permission", "rights_note": "Izin Andi"}, {}), ({"rights": "other", "rights_note": "?"}, {}),
     ({"is_sensitive": True}, {"identity_protected": True}), ({}, {"identity_protected": True})],
)  # fmt: skip
def test_photo_that_others_may_not_take_over_is_left_out_and_that_is_said(
    client: Client, photo: dict[str, Any], fields: dict[str, Any]
) -> None:
    make_identity()
    edition = make_release()
    use(edition, make_photo(**photo), **fields)
    use(edition, make_photo(rights="free", rights_note="CC0"))
    publish(edition)
    page = client.get(KIT).content.decode()
    assert "1 foto pada halaman siaran pers tidak disertakan" in page and "Unduh foto 2" in page
    assert client.get(KIT + "foto-2.jpg").status_code == 200 and client.get(KIT + "foto-3.jpg").status_code == 404
    archive = zipfile.ZipFile(io.BytesIO(body_of(client, KIT + "semua.zip")))
    assert [name for name in archive.namelist() if name.endswith(".jpg")] == ["dermaga-1.jpg", "dermaga-2.jpg"]
    assert "1 foto" in archive.read("kredit-foto.txt").decode()


def test_a_picture_used_twice_is_in_the_kit_once(client: Client) -> None:
    make_identity()
    edition = make_release()
    use(edition, edition.photos.get().photo)
    publish(edition)
    assert client.get(KIT + "foto-2.jpg").status_code == 404


def test_a_picture_protected_in_one_place_is_protected_everywhere(client: Client) -> None:
    make_identity()
    edition = make_release()
    use(edition, edition.photos.get().photo, identity_protected=True)
    publish(edition)
    assert client.get(KIT + "foto-1.jpg").status_code == 404


def statuses(client: Client) -> set[int]:
    return {client.get(KIT + name).status_code for name in FILES}


def test_nothing_of_the_kit_is_there_before_the_moment(client: Client) -> None:
    make_identity()
    edition = make_release()
    assert statuses(client) == {404}
    publish(edition, timezone.now() + timedelta(days=1))
    assert statuses(client) == {404}


def test_kit_ends_with_its_release(client: Client) -> None:
    make_identity()
    publish(make_release(expires_at=LIVE_FROM + timedelta(days=1)), LIVE_FROM)
    assert statuses(client) == {410}


@pytest.mark.parametrize(("mode", "status"), [("gone", 410), ("notice", 410), ("redirect", 301)])
def test_withdrawn_release_has_no_kit(client: Client, mode: str, status: int) -> None:
    make_identity()
    article = publish(make_release())
    target = make_live_article() if mode == "redirect" else None
    article.refresh_from_db()
    actions.withdraw(article, by=make_user(), version=article.version, mode=mode, reason="Keliru.", target=target)
    assert statuses(client) == {status}


def test_former_address_leads_to_the_same_file(client: Client) -> None:
    make_identity()
    actions.move(publish(make_release()), by=make_user(), slug="dermaga-baru")
    assert client.get(KIT + "foto-1.jpg")["Location"] == "/berita/dermaga-baru/paket/foto-1.jpg"
    assert client.get(KIT)["Location"] == "/berita/dermaga-baru/paket/"


def test_third_who_wants_everything_at_once_is_asked_to_wait(client: Client) -> None:
    make_identity()
    publish(make_release())
    waiting = [client.get(KIT + "semua.zip") for _ in range(kit_views.AT_ONCE)]
    busy = client.get(KIT + "semua.zip")
    assert busy.status_code == 503 and busy["Retry-After"] == "30" and "satu per satu" in busy.content.decode()
    assert client.head(KIT + "semua.zip").status_code == 503
    for response in waiting:  # they leave before the first byte; close() would close the database of the test too
        for close in response._resource_closers * 2:
            close()
    assert len(body_of(client, KIT + "semua.zip")) > 1000


def test_photo_whose_file_is_lost_is_left_alone(client: Client) -> None:
    make_identity()
    edition = make_release()
    photo = edition.photos.get().photo
    publish(edition)
    default_storage.delete(photo.file_name("master", photo.widths("master")[-1]))
    assert client.get(KIT).status_code == 200 and client.get(KIT + "foto-1.jpg").status_code == 404
    assert zipfile.ZipFile(io.BytesIO(body_of(client, KIT + "semua.zip"))).testzip() is None


# The letter and the text


def test_letter_meets_pdf_ua_and_is_set_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_identity()
    publish(make_release())
    first = body_of(client, KIT + "siaran-pers.pdf")
    with pikepdf.open(io.BytesIO(first)) as pdf:
        with pdf.open_metadata() as told:
            assert told["pdfuaid:part"] == "1" and told["dc:title"] == "Dermaga dibuka"
        assert pdf.Root.Lang == "id-ID" or str(pdf.Root.Lang).startswith("id")
        assert bool(pdf.Root.MarkInfo.Marked)
        links = [str(note.A.URI) for page in pdf.pages for note in page.get("/Annots", []) if "/A" in note]
        assert any(link.endswith("/program/") for link in links) and any("/v/1-HUMAS" in link for link in links)
    monkeypatch.setattr(letter, "PROGRAM", "/nowhere")  # to set it again would fail
    assert body_of(client, KIT + "siaran-pers.pdf") == first
    letter._set.cache_clear()


def test_kit_without_its_letter_is_still_a_kit(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    make_identity()
    publish(make_release())
    letter._set.cache_clear()
    monkeypatch.setattr(letter, "LONGEST_SECONDS", 0.0001)
    assert "Teks polos" in client.get(KIT).content.decode() and client.get(KIT + "siaran-pers.pdf").status_code == 404
    archive = zipfile.ZipFile(io.BytesIO(body_of(client, KIT + "semua.zip")))
    assert archive.namelist() == ["dermaga.txt", "kredit-foto.txt", "dermaga-1.jpg"]


@pytest.mark.parametrize(
    "words",
    ["Ikan 😀 segar\u200b\u00ad", "ᨕᨗᨔᨗ", "漢字", "<b>", "#panic() \\ ` */ //", "a" * 5000, "x\u2028y\u202ez", ""],
)  # fmt: skip
def test_any_words_make_a_letter(client: Client, words: str, caplog: pytest.LogCaptureFixture) -> None:
    make_identity()
    publish(
        make_release(f"<h3>Awal</h3><p>{words}</p><h2>{words}</h2><table><tr><td rowspan='9'>{words}</td></tr></table>")
    )
    assert body_of(client, KIT + "siaran-pers.pdf").startswith(b"%PDF-")
    assert ("does not meet" in caplog.text) == (words in {"ᨕᨗᨔᨗ", "漢字"})


def test_plain_text_reads_well(client: Client) -> None:
    make_identity(byline="HUMAS", licence="Sebut sumbernya.")
    article = publish(make_release(), LIVE_FROM)
    actions.correct(article, by=make_user(), kind="ralat", wrong="12", right="11", at=LIVE_FROM)
    text = body_of(client, KIT + "siaran-pers.txt").decode()
    assert text.count("\r\n") == text.count("\n")
    text = text.replace("\r\n", "\n")
    assert "RALAT, 2 Maret 2026\nSebelumnya tertulis: 12\nYang benar: 11" in text
    assert "Benteng, 2 Maret 2026 (HUMAS) – Baca program (http" in text and "/program/) #let x = 1" in text
    assert "- Satu\n\n  - Dalam\n- Dua\n\n3. Tiga" in text and "Tarif\nBulan | Rupiah\nApril | 8.400" in text
    assert "> Kami siap.\n\n> — Firdaus" in text and "Pemakaian ulang: Sebut sumbernya." in text


def test_kit_page_asks_few_questions(client: Client, django_assert_max_num_queries: Any) -> None:
    make_identity()
    edition = make_release()
    for _ in range(3):
        use(edition, make_photo())
    publish(edition)
    with django_assert_max_num_queries(8):
        assert client.get(KIT).status_code == 200
