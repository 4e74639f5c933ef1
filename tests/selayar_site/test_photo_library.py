"""The library as the office uses it: what is asked of a photo, where it is used, another file in its place."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.messages import get_messages
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import IntegrityError, connection, models, transaction
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from news import actions
from news.models import EditionPhoto
from selayar_site.claims import Stale
from selayar_site.models import Audit, Photo, Purge
from selayar_site.pictures import PictureRefused, add_photo, replace_file, sweep
from selayar_site.roles import AUDITOR, EDITOR, WRITER
from tests.factories import make_approved, make_draft, make_user
from tests.sign_in import make_staff, sign_in
from tests.uploads import camera_exif, encoded, gradient, png_claiming, upload

pytestmark = pytest.mark.django_db
ADD = "/admin/selayar_site/photo/add/"
LIST = "/admin/selayar_site/photo/"
FIELDS = {"title": "Nelayan Pasilambena", "credit": "Foto: HUMAS", "rights": "own"}
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 500
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
REFUSED = {
    "terpotong.jpg": (encoded(gradient(900, 600))[:9000], "rusak atau terpotong"),
    "bom.png": (png_claiming(30_000, 30_000), "terlalu besar untuk diolah"),
    "peta.svg": (SVG, "SVG tidak diterima"),
    "IMG_7.HEIC": (HEIC, "HEIC"),
    "surat.jpg": (b"%PDF-1.7 ...", "PDF, bukan foto"),
    "kosong.jpg": (b"", "kosong (0 bita)"),
}


class WatchedStorage(FileSystemStorage):
    """Notes which files were written while the database was in a transaction."""

    within: list[str] = []

    def _save(self, name, content):
        if connection.in_atomic_block:
            self.within.append(name)
        return super()._save(name, content)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def office(client):
    return sign_in(client, make_staff(WRITER))


def make_photo(content: bytes | None = None, **fields) -> Photo:
    return add_photo(upload(content), **{"by": make_user(), "title": "Nelayan", "credit": "HUMAS"} | fields)


def address(photo: Photo, page: str = "change") -> str:
    return reverse(f"admin:selayar_site_photo_{page}", args=[photo.pk])


def told(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def listed(client, **question) -> list[str]:
    return [photo.title for photo in client.get(LIST, question).context["cl"].result_list]


# What is asked


def test_rights_day_and_flag_are_kept(office):
    about = {"rights": "permission", "rights_note": "Surat 12/2026", "taken_on": "2026-03-07", "is_sensitive": "on"}
    office.post(ADD, FIELDS | about | {"photos": [upload(), upload(encoded(gradient(300, 300)))]})
    for photo in Photo.objects.all():
        assert (photo.rights, photo.rights_note, photo.is_sensitive) == ("permission", "Surat 12/2026", True)
        assert photo.taken_on.isoformat() == "2026-03-07"
    assert Photo.objects.count() == 2


def test_other_rights_are_explained(office):
    response = office.post(ADD, FIELDS | {"rights": "other", "photos": upload()})
    assert "Jelaskan hak pakainya" in response.text and 'value="Nelayan Pasilambena"' in response.text
    photo = make_photo()
    change = FIELDS | {"rights": "other", "focal_x": 50, "focal_y": 50, "version": 1}
    assert office.post(address(photo), change).text.count("Jelaskan hak pakainya") == 1
    assert office.post(address(photo), change | {"rights_note": "Arsip Dinas"}).status_code == 302
    with pytest.raises(IntegrityError), transaction.atomic():
        Photo.objects.update(rights="other", rights_note="")


@pytest.mark.parametrize("day", ["2999-01-01", "0001-01-01", "07/03/2026", "kemarin"])
def test_day_that_cannot_be_is_refused(office, day):
    response = office.post(ADD, FIELDS | {"taken_on": day, "photos": upload()})
    assert response.status_code == 200 and "errorlist" in response.text and not Photo.objects.exists()


@pytest.mark.parametrize(
    ("written", "day"),
    [("2026:03:07 17:05:00", "2026-03-07"), ("1970:01:01 00:00:00", None), ("2999:01:01 00:00:00", None),
     ("2026:13:45 00:00:00", None), ("\0\0", None), ("", None)],
)  # fmt: skip
def test_camera_tells_the_day_unless_its_clock_is_wrong(written, day):
    exif = camera_exif()
    exif.get_ifd(0x8769)[0x9003] = written
    photo = make_photo(encoded(gradient(), exif=exif))
    assert (photo.taken_on.isoformat() if photo.taken_on else None) == day
    assert make_photo(encoded(gradient(), exif=exif), taken_on=datetime(2025, 1, 2).date()).taken_on.year == 2025


def test_title_of_a_hundred_letters_has_room_for_its_number(office):
    sent = FIELDS | {"title": "a" * 100, "number": 30, "photos": upload()}
    assert office.post(ADD, sent, headers={"accept": "application/json"}).status_code == 201
    assert Photo.objects.get().title == f"{'a' * 100} (30)"


# Bad files


def test_each_bad_file_is_told_in_a_sentence_and_the_good_one_arrives(office):
    files = [upload(content, name) for name, (content, _) in REFUSED.items()]
    response = office.post(ADD, FIELDS | {"photos": [*files, upload()]})
    assert response.status_code == 200 and Photo.objects.get().title == "Nelayan Pasilambena (7)"
    assert "6 dari 7 foto belum tersimpan" in response.text and 'value="Nelayan Pasilambena"' in response.text
    answers = {result.name: result.sentence for result in response.context["refused"]}
    assert all(words in answers[name] for name, (_, words) in REFUSED.items()), answers
    assert all(answer.count(". ") == 0 and answer.endswith(".") for answer in answers.values())


@pytest.mark.parametrize("name", REFUSED)
def test_bad_file_sent_by_the_script_is_told_as_data(office, name):
    content, words = REFUSED[name]
    response = office.post(ADD, FIELDS | {"photos": upload(content, name)}, headers={"accept": "application/json"})
    assert response.status_code == 422 and words in response.json()["sentence"]


@pytest.mark.parametrize("name", REFUSED)
def test_bad_file_replaces_nothing(client, name):
    sign_in(client, make_staff(EDITOR))
    photo = make_photo()
    content, words = REFUSED[name]
    response = client.post(address(photo, "replace"), {"file": upload(content, name), "version": 1})
    assert response.status_code == 200 and words in response.text
    assert Photo.objects.get().key == photo.key


@pytest.mark.parametrize(("number", "status"), [(200, 200), (201, 413)])
def test_two_hundred_files_at_once_are_answered(office, number, status):
    response = office.post(ADD, FIELDS | {"photos": [upload(b"x") for _ in range(number)]})
    assert response.status_code == status and not Photo.objects.exists()


# Finding


def test_filters_answer_the_daily_questions(office, django_assert_max_num_queries):
    used = make_photo(title="Dipakai", alt="Perahu.")
    EditionPhoto.objects.create(edition=make_draft(), photo=used)
    make_photo(title="Anak", is_sensitive=True, rights="permission", alt="Anak di sekolah.")
    make_photo(title="Tanpa teks", rights="free")
    assert listed(office, pemakaian="belum") == ["Tanpa teks", "Anak"]
    assert listed(office, pemakaian="dipakai") == ["Dipakai"]
    assert listed(office, teks="belum") == ["Tanpa teks"]
    assert listed(office, teks="ada") == ["Anak", "Dipakai"]
    assert listed(office, **{"anak-korban": "ya"}) == ["Anak"]
    assert listed(office, rights__exact="free") == ["Tanpa teks"]
    with django_assert_max_num_queries(10):
        page = office.get(LIST).text
    assert page.count("Anak atau korban: lindungi identitas") == 1


def test_photo_page_says_where_it_is_used_and_in_which_state(office):
    photo = make_photo(is_sensitive=True)
    draft, live = make_draft(title="Masih konsep"), make_approved(title="Sudah terbit")
    next_one = actions.start_revision(live.article, by=make_user())
    for edition in (draft, live, next_one):
        EditionPhoto.objects.create(edition=edition, photo=photo, alt="Perahu.", identity_protected=True)
    EditionPhoto.objects.create(edition=draft, photo=photo, alt="Perahu.", role="gallery")
    page = office.get(address(photo)).text
    assert "Dipakai di (3)" in page and "Foto ini menampilkan anak atau korban" in page
    assert reverse("admin:news_edition_change", args=[draft.pk]) in page
    next_one.change_note = "Ditambah."
    next_one.save()
    actions.submit(next_one, by=make_user(), version=next_one.version)
    actions.approve(next_one, by=make_user(), version=next_one.version)
    states = {use.thing.pk: (use.state, use.is_published) for use in photo.shown_in()}
    assert states == {
        draft.pk: ("Konsep", False),
        live.pk: ("Edisi lama", False),
        next_one.pk: ("Terbit", True),
    }


def test_unused_photo_says_so(office):
    assert "belum dipakai di mana pun" in office.get(address(make_photo())).text


def test_every_model_that_shows_photos_tells_its_uses():
    shows = [relation.related_model for relation in Photo._meta.related_objects]
    assert EditionPhoto in shows
    assert all(callable(getattr(model, "uses_of", None)) and issubclass(model, models.Model) for model in shows)


# Another file


def test_other_file_is_shown_wherever_the_photo_was(django_capture_on_commit_callbacks):
    photo, user = make_photo(), make_user()
    use = EditionPhoto.objects.create(edition=make_draft(), photo=photo)
    old_key, old_names = photo.key, photo.file_names()
    with django_capture_on_commit_callbacks(execute=True):
        replace_file(photo, upload(encoded(Image.new("RGB", (800, 400), "red"))), by=user, version=1)
    use.refresh_from_db()
    assert use.photo.key != old_key and (use.photo.width, use.photo.height, use.photo.version) == (800, 400, 2)
    with default_storage.open(use.photo.file_name("card", 400)) as file, Image.open(file) as card:
        assert card.getpixel((20, 20))[0] > 200
    assert Audit.objects.about(photo).first().action == "replace_file"
    assert all(map(default_storage.exists, old_names)), "pages that readers hold still show a picture"
    assert sweep(at=timezone.now() + timedelta(hours=23)) == 0
    assert sweep(at=timezone.now() + timedelta(hours=25)) == 1
    assert not any(map(default_storage.exists, old_names))


def test_another_picture_of_children_is_confirmed_anew(client):
    sign_in(client, make_staff(EDITOR))
    photo = add_photo(upload(encoded(gradient(500, 300))), by=make_user(), title="Anak", credit="H", is_sensitive=True)
    sent = {"version": 1, "is_sensitive": "on"}
    page = client.get(address(photo, "replace")).text
    assert re.search(r'name="is_sensitive"[^>]* checked', page) and not re.search(
        r'"identity_protected"[^>]* checked', page
    )
    refused = client.post(address(photo, "replace"), {**sent, "file": upload(encoded(gradient(300, 300)))})
    assert "Pastikan dahulu" in refused.text
    sent |= {"identity_protected": "on", "file": upload(encoded(gradient(300, 300)))}
    assert client.post(address(photo, "replace"), sent).status_code == 302
    photo.refresh_from_db()
    assert (photo.version, photo.is_sensitive) == (2, True)


def test_loser_and_same_file_replace_nothing(tmp_path):
    photo = make_photo()
    stale = Photo.objects.get()
    replace_file(photo, upload(encoded(gradient(300, 300))), by=make_user(), version=1)
    folders = set((tmp_path / "media" / "foto").iterdir())
    with pytest.raises(Stale):
        replace_file(stale, upload(encoded(gradient(400, 400))), by=make_user(), version=1)
    with pytest.raises(PictureRefused, match="sama persis"):
        replace_file(photo, upload(encoded(gradient(300, 300))), by=make_user(), version=2)
    assert set((tmp_path / "media" / "foto").iterdir()) == folders
    assert Photo.objects.get().key == photo.key
    assert sorted(Purge.objects.values_list("section", flat=True)) == ["news", "programs"]


def test_replacing_from_the_page_tells_what_to_check(office):
    photo, other = make_photo(), make_photo(encoded(gradient(300, 300)), title="Kembaran")
    EditionPhoto.objects.create(edition=make_draft(title="Memakainya"), photo=photo)
    assert "Memakainya" in office.get(address(photo, "replace")).text
    sent = {"file": upload(encoded(gradient(300, 300))), "version": 1}
    assert f"“{other.title}”" in office.post(address(photo, "replace"), sent).text
    sent |= {"file": upload(encoded(gradient(300, 300))), "keep_twins": "on"}
    response = office.post(address(photo, "replace"), sent)
    assert response.url == address(photo)
    assert "Periksa teks alternatif" in told(response)
    late = office.post(address(photo, "replace"), {"file": upload(encoded(gradient(500, 300))), "version": 1})
    assert late.status_code == 409 and "orang lain mengubah foto ini" in late.text


def test_photo_of_a_published_release_is_replaced_by_an_editor_only(client):
    photo = make_photo()
    EditionPhoto.objects.create(edition=make_approved(), photo=photo)
    sign_in(client, make_staff(WRITER))
    sent = {"file": upload(encoded(gradient(300, 300))), "version": 1}
    assert "Ganti berkas" not in client.get(address(photo)).text
    assert client.post(address(photo, "replace"), sent).status_code == 403
    sign_in(client, make_staff(EDITOR))
    assert "Ganti berkas" in client.get(address(photo)).text
    assert (
        client.post(address(photo, "replace"), sent | {"file": upload(encoded(gradient(300, 300)))}).status_code == 302
    )


@pytest.mark.parametrize("page", ["replace", "original"])
@pytest.mark.parametrize("role", [AUDITOR, WRITER])
def test_missing_photo_is_404_and_who_may_not_is_refused(client, role, page):
    sign_in(client, make_staff(role))
    photo = make_photo()
    expected = 200 if (role, page) == (WRITER, "replace") else 403
    assert client.get(address(photo, page)).status_code == expected
    assert client.get(address(Photo(pk=photo.pk + 1), page)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_nothing_is_drawn_while_the_database_is_locked(client, settings):
    sign_in(client, make_staff(EDITOR))
    photo = make_photo()
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.WatchedStorage"}}
    WatchedStorage.within.clear()
    change = FIELDS | {"focal_x": 10, "focal_y": 90, "version": 1}
    assert client.post(address(photo), change).status_code == 302
    sent = {"file": upload(encoded(gradient(300, 300))), "version": 2}
    assert client.post(address(photo, "replace"), sent).status_code == 302
    photo.refresh_from_db()
    assert (photo.version, photo.focal_x, WatchedStorage.within) == (3, 50, [])


@pytest.mark.parametrize("change", [{"version": 7}, {"title": ""}])
def test_drawing_that_is_not_saved_leaves_no_file(office, tmp_path, change):
    photo = make_photo()
    folders = set((tmp_path / "media" / "foto").iterdir())
    office.post(address(photo), FIELDS | {"focal_x": 10, "focal_y": 90, "version": 1} | change)
    assert set((tmp_path / "media" / "foto").iterdir()) == folders
    assert Photo.objects.get().focal_x == 50


def test_moment_of_upload_is_in_the_sentence_about_the_twin(office):
    photo = make_photo()
    Photo.objects.filter(pk=photo.pk).update(uploaded_at=datetime(2026, 3, 6, 20, tzinfo=UTC))
    assert "sejak 7 Maret 2026" in office.post(ADD, FIELDS | {"photos": upload()}).text
