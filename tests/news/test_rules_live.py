"""The rules of saving and publishing, judged for what is being typed."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from news import actions
from news.models import Edition, EditionPhoto
from news.rules import PUBLISHING, SAVING, alt_problem
from selayar_site import roles
from tests.factories import make_approved, make_draft
from tests.news.test_admin import desk, form_data, page_of, text_of
from tests.news.test_autosave import KEEP, make_photo, typed
from tests.sign_in import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make_staff(roles.WRITER)


def rules_of(client: Client, user, edition=None, **fields) -> str:
    answer = client.post(KEEP, typed(user, edition, **fields))
    assert answer.status_code == 200
    return " ".join(answer.json()["rules"].split())


def photo_row(photo, **fields) -> dict:
    values = {"photo": photo.pk, "role": "lead", "alt": "Perahu jolloro di dermaga", "position": 0, **fields}
    counts = {"photos-TOTAL_FORMS": 1, "photos-INITIAL_FORMS": 0}
    return counts | {f"photos-0-{name}": value for name, value in values.items()}


def test_each_rule_has_a_name_of_its_own():
    names = [rule.name for rule in (*SAVING, *PUBLISHING)]
    assert len(set(names)) == len(names)


def test_rules_of_what_is_typed_come_with_the_autosave_and_nothing_is_saved(writer):
    edition, client = make_draft(by=writer), desk(writer)
    told = rules_of(client, writer, edition, summary="", body_html="")
    assert "Tuliskan ringkasan" in told and 'data-anchor="id_summary"' in told
    assert (
        "Isi siaran pers masih kosong." in told
        and 'data-said="Dapat disimpan. Sebelum diajukan masih ada 2 hal."' in told
    )
    told = rules_of(client, writer, edition, summary="Ada.", body_html="<p>Ada.</p>")
    assert "Siap diajukan" in told and "Semua syarat untuk diajukan terpenuhi." in told
    edition.refresh_from_db()
    assert edition.summary != "Ada." and edition.version == 1


def test_what_cannot_be_saved_is_said_while_it_is_typed(writer):
    edition, other = make_draft(by=writer), make_draft()
    client = desk(writer)
    told = rules_of(client, writer, edition, title="", slug=other.article.slug, expires_at="1999-01-01T00:00")
    assert "Belum dapat disimpan" in told
    for anchor in ("id_title", "id_slug", "id_expires_at"):
        assert f'data-anchor="{anchor}" data-set="saving"' in told
    assert "Belum dapat disimpan" not in rules_of(client, writer, edition)


def test_a_release_not_yet_begun_is_judged_too(writer):
    client = desk(writer)
    told = rules_of(client, writer, title="")
    assert 'data-anchor="id_title"' in told and 'data-anchor="id_category"' in told
    assert "Sebelum diajukan, lengkapi" in text_of(client.get("/admin/news/edition/add/"))


@pytest.mark.parametrize(
    ("alt", "why"),
    [
        ("IMG_20260307_0912.jpg", "nama berkas"),
        ("20260307_091200", "nama berkas"),
        ("Foto 2.", "belum mengatakan apa pun"),
        ("Nelayan Benteng menerima kartu", "mengulang judul"),
    ],
)
def test_alt_text_that_says_nothing_is_refused_at_its_own_field(writer, alt, why):
    client, photo = desk(writer), make_photo()
    told = rules_of(client, writer, **photo_row(photo, alt=alt))
    assert why in told and 'data-anchor="id_photos-0-alt" data-set="publishing"' in told
    told = rules_of(client, writer, **photo_row(photo, alt="", is_decorative="on"))
    assert "id_photos-0-alt" not in told
    told = rules_of(client, writer, **photo_row(photo, alt=alt), **{"photos-0-DELETE": "on"})
    assert "id_photos-0-alt" not in told


@pytest.mark.parametrize("alt", ["Tiga nelayan menerima kartu", "Dermaga 2 Benteng", "Gambaran umum pasar"])
def test_alt_text_that_says_something_is_taken(alt):
    assert alt_problem(alt, "Judul") == ""


def test_stored_photo_is_judged_at_its_row(writer):
    edition = make_draft(by=writer)
    EditionPhoto.objects.create(edition=edition, photo=make_photo(), alt="foto")
    assert 'href="#id_photos-0-alt"' in text_of(desk(writer).get(page_of(edition)))


def test_photos_and_links_inside_the_text_are_judged_while_they_are_typed(writer):
    photo = make_photo()
    html = f'<figure data-photo="{photo.pk}" data-alt="foto"></figure><figure data-photo="999999"></figure>'
    told = rules_of(desk(writer), writer, body_html=f'{html}<p><a href="https://slot-gacor.example/">x</a></p>')
    assert "belum mengatakan apa pun" in told and "tidak ada lagi di pustaka" in told and "tidak aman" in told
    assert EditionPhoto.objects.count() == 0


def test_fault_inside_the_text_names_what_to_select(writer):
    photo = make_photo()
    figures = f'<figure data-photo="{photo.pk}" data-alt="Perahu di dermaga"></figure><figure data-photo="{photo.pk}">'
    html = f'{figures}</figure><p><a href="https://slot-gacor.example/?a=1&amp;b=2">x</a></p>'
    told = rules_of(desk(writer), writer, body_html=html)
    assert 'data-within="photo:1"' in told and 'data-within="photo:0"' not in told
    assert 'data-within="link:https://slot-gacor.example/?a=1&amp;b=2"' in told


def test_headline_that_is_too_long_is_told_with_its_numbers_and_cut_by_no_browser(writer):
    client = desk(writer)
    assert "maxlength" not in text_of(client.get("/admin/news/edition/add/")).partition('id="edition_form"')[2]
    told = rules_of(client, writer, title="x" * 132, summary="x" * 261)
    assert "Judul: 132 dari 120 huruf, pendekkan." in told and "Ringkasan: 261 dari 260 huruf, pendekkan." in told
    answer = client.post("/admin/news/edition/add/", form_data(title="x" * 132))
    assert "132 dari 120 huruf, pendekkan." in text_of(answer) and f'value="{"x" * 132}"' in text_of(answer)


def test_chosen_file_is_not_missed_though_it_is_not_kept(writer):
    rows = {"attachments-TOTAL_FORMS": 1, "attachments-0-title": "Laporan", "attachments-0-position": 0}
    client = desk(writer)
    assert "id_attachments-0-file" in rules_of(client, writer, **rows)
    chosen = {"chosen-attachments-0-file": "laporan.pdf"}
    assert "id_attachments-0-file" not in rules_of(client, writer, **rows, **chosen)


def test_refused_form_names_each_fault_and_leads_to_it(writer):
    file = SimpleUploadedFile("laporan.pdf", b"bukan PDF", "application/pdf")
    rows = {"attachments-TOTAL_FORMS": 1, "attachments-0-title": "Laporan", "attachments-0-position": 0}
    data = form_data(slug="Alamat Buruk") | rows | {"attachments-0-file": file}
    page = text_of(desk(writer).post("/admin/news/edition/add/", data))
    summary = page.partition("Belum tersimpan. Perbaiki dahulu:")[2].partition("</ul>")[0]
    assert re.findall('href="#(.*?)"', summary) == ["id_slug", "id_attachments-0-file"]
    assert "ini bukan PDF" in summary and "diperlukan" not in summary
    assert not Edition.objects.exists()


def test_moment_to_end_that_has_passed_is_told_before_it_is_submitted(writer):
    edition, client = make_draft(by=writer), desk(writer)
    told = rules_of(client, writer, edition, expires_at="2020-11-01T08:00")
    assert "Waktu berhenti tayang sudah lewat" in told and 'data-anchor="id_expires_at" data-set="publishing"' in told
    ahead = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    assert "sudah lewat" not in rules_of(client, writer, edition, expires_at=ahead)
    edition.expires_at = timezone.now() + timedelta(hours=1)
    edition.save()
    with pytest.raises(ValidationError, match="sudah lewat"):
        actions.submit(edition, by=writer, version=edition.version, at=edition.expires_at)


def test_second_edition_asks_for_its_note_and_a_small_one_stays_small(writer):
    live = make_approved(by=writer, title="Judul terbit")
    revision = actions.start_revision(live.article, by=writer, kind=Edition.ChangeKind.MINOR)
    told = rules_of(desk(writer), writer, revision, title="Judul lain", kind="minor")
    assert "Tuliskan catatan perubahan" in told and "di sini judul berubah" in told
    told = rules_of(desk(writer), writer, revision, title="Judul lain", kind="update", change_note="Judul.")
    assert "Siap diajukan" in told
    revision.refresh_from_db()
    assert (revision.title, revision.change_kind) == ("Judul terbit", "minor")


def test_refused_form_shows_the_rules_of_what_was_sent(writer):
    edition = make_draft(by=writer)
    page = text_of(desk(writer).post(page_of(edition), form_data(edition, title="", summary="")))
    assert "Belum dapat disimpan" in page and 'href="#id_title"' in page and "Tuliskan ringkasan" in page


def test_what_is_too_long_is_not_called_missing(writer):
    edition = make_draft(by=writer)
    page = text_of(desk(writer).post(page_of(edition), form_data(edition, summary="a" * 300)))
    assert "300 dari 260" in page and "Tuliskan ringkasan" not in page


def test_rows_of_nonsense_are_judged_without_an_error(writer):
    edition = make_draft(by=writer)
    rows = {
        "photos-TOTAL_FORMS": 2, "photos-INITIAL_FORMS": 1, "photos-0-id": 999999, "photos-0-photo": "x",
        "photos-1-photo": 999999, "photos-1-position": "²", "attachments-TOTAL_FORMS": "x",
    }  # fmt: skip
    assert "Belum dapat disimpan" in rules_of(desk(writer), writer, edition, category=999999, programs=["x"], **rows)
