import os
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from selayar_site import originals
from selayar_site.models import Audit, Photo
from selayar_site.pictures import PictureRefused, add_photo, refocus, remove_photo, replace_file, sweep
from selayar_site.roles import AUDITOR, EDITOR, WRITER
from selayar_site.sealed import SealError
from tests.factories import make_user
from tests.sign_in import make_staff, sign_in
from tests.uploads import camera_exif, encoded, gradient, upload

pytestmark = pytest.mark.django_db
REASON = "Dicetak untuk baliho."


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """Where the originals are; they are kept."""
    settings.MEDIA_ROOT = tmp_path / "media"
    kept = settings.STORAGES["originals"]
    options = kept["OPTIONS"] | {"location": tmp_path / "originals"}
    settings.STORAGES = settings.STORAGES | {"originals": kept | {"OPTIONS": options}}
    settings.KEEP_ORIGINALS = True
    return tmp_path / "originals"


def original() -> bytes:
    return encoded(gradient(), exif=camera_exif())


def make_photo(content: bytes | None = None) -> Photo:
    return add_photo(upload(content or original()), by=make_user(), title="Nelayan", credit="HUMAS")


def address(photo: Photo) -> str:
    return reverse("admin:selayar_site_photo_original", args=[photo.pk])


def test_nothing_is_kept_unless_it_is_asked_for(settings, folder):
    settings.KEEP_ORIGINALS = False
    assert make_photo().original == "" and not folder.exists()


def test_original_is_kept_sealed_private_and_apart_from_the_media(folder, tmp_path):
    photo = make_photo()
    (file,) = folder.iterdir()
    assert file.name == photo.original and file.suffix == ".jpg"
    assert b"PROBE-CAMERA" in original() and b"PROBE-CAMERA" not in file.read_bytes()
    assert b"JFIF" not in file.read_bytes() and file.stat().st_mode & 0o077 == 0
    assert not default_storage.exists(photo.original)


@pytest.mark.parametrize("path", ["/media/{}", "/media/foto/{}", "/media/originals/{}", "/media/../originals/{}"])
def test_no_public_address_leads_to_an_original(client, path):
    assert client.get(path.format(make_photo().original)).status_code == 404


def test_refused_file_leaves_no_original(folder):
    with pytest.raises(PictureRefused):
        make_photo(b"<html>")
    assert not folder.exists()


def test_editor_downloads_it_and_the_history_knows_why(client):
    editor = make_staff(EDITOR)
    sign_in(client, editor)
    photo = make_photo()
    assert "Unduh berkas asli" in client.get(reverse("admin:selayar_site_photo_change", args=[photo.pk])).text
    response = client.post(address(photo), {"reason": REASON})
    assert response.content == original()
    assert response["Content-Disposition"] == f'attachment; filename="foto-{photo.pk}-asli.jpg"'
    assert response["Content-Type"] == "application/octet-stream" and "no-store" in response["Cache-Control"]
    entry = Audit.objects.about(photo).first()
    assert (entry.action, entry.actor, entry.reason.text) == ("view_original", editor, REASON)


def test_without_a_reason_nothing_is_handed_over(client):
    sign_in(client, make_staff(EDITOR))
    photo = make_photo()
    response = client.post(address(photo), {"reason": " "})
    assert response.status_code == 200 and "errorlist" in response.text
    assert not Audit.objects.filter(action="view_original").exists()


@pytest.mark.parametrize("role", [WRITER, AUDITOR])
def test_others_get_neither_link_nor_file(client, role):
    sign_in(client, make_staff(role))
    photo = make_photo()
    assert "Unduh berkas asli" not in client.get(reverse("admin:selayar_site_photo_change", args=[photo.pk])).text
    assert client.post(address(photo), {"reason": REASON}).status_code == 403


def test_photo_without_original_has_no_such_page(client, settings):
    sign_in(client, make_staff(EDITOR))
    settings.KEEP_ORIGINALS = False
    assert client.get(address(make_photo())).status_code == 404


@pytest.mark.parametrize("harm", ["altered", "gone"])
def test_original_that_does_not_open_is_told(client, folder, harm):
    sign_in(client, make_staff(EDITOR))
    photo = make_photo()
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:-1] + b"x") if harm == "altered" else file.unlink()
    response = client.post(address(photo), {"reason": REASON})
    assert response.status_code == 200 and "tidak dapat dibuka" in response.text


def test_one_original_in_the_place_of_another_does_not_open(folder):
    one, other = make_photo(), make_photo(encoded(gradient(300, 300)))
    (folder / one.original).write_bytes((folder / other.original).read_bytes())
    with pytest.raises(SealError):
        originals.hand_over(one, by=make_user(), reason=REASON)


def test_original_goes_with_its_photo_and_follows_a_new_file(folder, django_capture_on_commit_callbacks):
    photo, user = make_photo(), make_user()
    first = photo.original
    refocus(photo, x=10, y=10, by=user)
    assert Photo.objects.get().original == first
    replace_file(photo, upload(encoded(gradient(300, 300))), by=user, version=photo.version)
    os.utime(folder / first, (0, 0))
    assert {file.name for file in folder.iterdir()} == {first, photo.original}
    sweep()
    assert {file.name for file in folder.iterdir()} == {photo.original}
    assert originals.hand_over(photo, by=user, reason=REASON) == encoded(gradient(300, 300))
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(photo, by=user)
    assert not list(folder.iterdir())


def test_sweep_waits_a_day_for_the_row_of_an_original():
    originals.keep(b"bytes", "jpg")
    assert sweep() == 0
    assert sweep(at=timezone.now() + timedelta(hours=25)) == 1


def test_reseal_brings_originals_under_the_new_key(settings, folder, django_capture_on_commit_callbacks):
    photo = make_photo()
    former = settings.SEALING_KEYS
    settings.SEALING_KEYS = {"baru": b"n" * 32} | former
    with django_capture_on_commit_callbacks(execute=True):
        call_command("reseal", verbosity=0)
    settings.SEALING_KEYS = {"baru": b"n" * 32}
    photo.refresh_from_db()
    assert [file.name for file in folder.iterdir()] == [photo.original]
    assert originals.hand_over(photo, by=make_user(), reason=REASON) == original()
    assert originals.reseal_originals(current="baru") == {"untouched": 1}
    settings.SEALING_KEYS = {"lain": b"l" * 32}
    with pytest.raises(CommandError, match="1 values do not open"):
        call_command("reseal")
