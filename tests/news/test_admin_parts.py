"""What hangs on a release in its form: photos, attachments, tags."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from news.models import Attachment, EditionPhoto, Tag
from selayar_site import roles
from selayar_site.pictures import add_photo
from tests.factories import make_draft
from tests.news.test_admin import desk, form_data, page_of, text_of
from tests.sign_in import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_staff(roles.WRITER)


def make_photo(*, by, title="Perahu", alt=""):
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (len(title), 90, 120)).save(out, "JPEG")
    return add_photo(SimpleUploadedFile("x.jpg", out.getvalue()), by=by, title=title, credit="HUMAS", alt=alt)


def make_pdf() -> bytes:
    out = io.BytesIO()
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.docinfo["/Author"] = "Nama Penulis"
    pdf.save(out)
    return out.getvalue()


def rows(prefix: str, *entries: dict) -> dict:
    data = {
        f"{prefix}-TOTAL_FORMS": len(entries),
        f"{prefix}-INITIAL_FORMS": sum("id" in entry for entry in entries),
    }
    for number, entry in enumerate(entries):
        data |= {f"{prefix}-{number}-{name}": value for name, value in entry.items()}
    return data


def use_of(photo, role="lead", **fields) -> dict:
    return {"photo": photo.pk, "role": role, "alt": "", "caption": "", "position": 0} | fields


def test_library_describes_a_photo_until_somebody_says_better(writer):
    edition, photo = make_draft(by=writer), make_photo(by=writer, alt="Perahu di dermaga Benteng.")
    desk(writer).post(page_of(edition), form_data(edition, **rows("photos", use_of(photo))))
    assert edition.photos.get().alt == "Perahu di dermaga Benteng."


def test_two_lead_photos_are_a_sentence_and_lose_no_words(writer):
    edition, photo = make_draft(by=writer), make_photo(by=writer)
    data = form_data(edition, title="Judul baru", **rows("photos", use_of(photo), use_of(photo)))
    page = text_of(desk(writer).post(page_of(edition), data))
    assert "Hanya ada satu foto utama" in page and "Judul baru" in page
    assert not edition.photos.exists()


def test_decorative_photo_with_alt_is_a_sentence(writer):
    edition, photo = make_draft(by=writer), make_photo(by=writer)
    data = form_data(edition, **rows("photos", use_of(photo, alt="Perahu", is_decorative="on")))
    assert "kosongkan salah satunya" in text_of(desk(writer).post(page_of(edition), data))


def test_lead_and_gallery_photo_change_places(writer):
    edition = make_draft(by=writer)
    uses = [
        EditionPhoto.objects.create(edition=edition, photo=make_photo(by=writer, title=name), role=role, alt="Perahu.")
        for name, role in (("Satu", "lead"), ("Dua", "gallery"))
    ]
    swapped = [
        use_of(use.photo, role, id=use.pk, alt="Perahu.", edition=edition.pk)
        for use, role in zip(uses, ("gallery", "lead"), strict=True)
    ]
    response = desk(writer).post(page_of(edition), form_data(edition, **rows("photos", *swapped)))
    assert response.status_code == 302
    assert EditionPhoto.objects.get(role="lead").photo == uses[1].photo


def test_picker_finds_photos_by_words_for_staff_alone(writer, client):
    make_photo(by=writer, title="Pasar Benteng")
    make_photo(by=writer, title="Dermaga Rauf")
    url = "/admin/news/edition/foto/"
    assert [row["title"] for row in desk(writer).get(url, {"q": "pasar bent"}).json()["photos"]] == ["Pasar Benteng"]
    assert len(desk(writer).get(url, {"q": "\x00"}).json()["photos"]) == 2
    assert client.get(url).status_code == 302
    assert desk(make_staff(roles.TREASURER)).get(url).status_code == 403


def test_pdf_is_kept_under_its_title_with_pages_and_size_and_without_its_author(writer):
    edition = make_draft(by=writer)
    sent = SimpleUploadedFile("Dokumen rahasia pak Budi.pdf", make_pdf())
    entry = {"title": "Surat edaran", "file": sent, "position": 0}
    assert desk(writer).post(page_of(edition), form_data(edition, **rows("attachments", entry))).status_code == 302
    attachment = Attachment.objects.get()
    assert attachment.pages == 1 and attachment.size == attachment.file.size
    assert "surat-edaran" in attachment.file.name
    with attachment.file.open() as kept_file:
        assert b"Nama Penulis" not in kept_file.read()
    kept = {"id": attachment.pk, "edition": edition.pk, "title": "Surat edaran Bupati", "position": 0}
    edition.refresh_from_db()
    desk(writer).post(page_of(edition), form_data(edition, **rows("attachments", kept)))
    assert Attachment.objects.get().title == "Surat edaran Bupati"


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff\xe0 gambar", b"%PDF-1.7 rusak"])
def test_refused_pdf_is_a_sentence_at_its_field_and_the_words_stay(writer, content):
    edition = make_draft(by=writer)
    entry = {"title": "Lampiran", "file": SimpleUploadedFile("x.pdf", content), "position": 0}
    page = text_of(
        desk(writer).post(page_of(edition), form_data(edition, title="Judul baru", **rows("attachments", entry)))
    )
    assert "errorlist" in page and "Judul baru" in page
    assert not Attachment.objects.exists()


def test_tags_are_words_and_known_ones_are_found(writer):
    edition, known = make_draft(by=writer), Tag.objects.create(name="BPJS", slug="bpjs")
    desk(writer).post(page_of(edition), form_data(edition, tag_names="bpjs, #Nelayan ,, nelayan"))
    assert known in edition.tags.all() and Tag.objects.count() == edition.tags.count() == 2
    edition.refresh_from_db()
    for nonsense in ("x" * 61, "!!!", ", ".join(f"t{number}" for number in range(13))):
        page = text_of(desk(writer).post(page_of(edition), form_data(edition, tag_names=nonsense)))
        assert "errorlist" in page, nonsense
