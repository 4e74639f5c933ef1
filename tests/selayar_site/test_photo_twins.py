"""The same picture in the library twice, however it was shrunk or written anew on its way."""

import io
from itertools import combinations
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

import selayar_site
from selayar_site import looks
from selayar_site.models import Photo, PhotoBand
from selayar_site.photo_twins import look_at_the_rest
from selayar_site.pictures import AlreadyThere, add_photo, replace_file
from selayar_site.roles import EDITOR, WRITER
from tests.factories import make_user
from tests.sign_in import make_staff, sign_in
from tests.uploads import encoded, gradient, upload

SAMPLES = sorted((Path(selayar_site.__file__).parent / "sample" / "pictures").glob("*.jpg"))
ADD = "/admin/selayar_site/photo/add/"
FIELDS = {"title": "Kiriman WhatsApp", "credit": "Foto: HUMAS", "rights": "own"}
AS_DATA = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def picture(name: str, width: int = 900) -> Image.Image:
    with Image.open(next(path for path in SAMPLES if path.stem == name)) as image:
        return image.convert("RGB").resize((width, round(width * image.height / image.width)))


def copy(image: Image.Image, width: int, quality: int) -> bytes:
    """As a messenger sends it on."""
    return encoded(image.resize((width, round(width * image.height / image.width))), quality=quality)


def take(content: bytes, **fields) -> Photo:
    by = fields.pop("by", None) or make_user()
    return add_photo(upload(content), **{"by": by, "title": "Nelayan", "credit": "HUMAS"} | fields)


# The look of a picture


@pytest.mark.once
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_copies_look_as_their_picture_does(path):
    image = picture(path.stem, 1600)
    for width, quality in ((1280, 70), (800, 40), (400, 40), (240, 30)):
        seen = looks.look(Image.open(io.BytesIO(copy(image, width, quality))))
        assert looks.difference(looks.look(image), seen) <= looks.MOST, (width, quality)


@pytest.mark.once
def test_no_two_pictures_of_the_sample_look_the_same():
    found = {path.stem: looks.look(picture(path.stem)) for path in SAMPLES}
    assert len(found) > 20 and all(found.values())
    near = {pair: looks.difference(*map(found.get, pair)) for pair in combinations(found, 2)}
    assert min(near.values()) > 3 * looks.MOST


def test_looks_that_differ_in_few_bits_share_a_band():
    one = looks.look(picture("pinisi"))
    # The worst case: each bit in another band.
    other = f"{int(one, 16) ^ sum(1 << looks.BAND_BITS * place for place in range(looks.MOST)):032x}"
    assert looks.difference(one, other) == looks.MOST
    assert set(looks.bands(one)) & set(looks.bands(other))
    assert len(set(looks.bands("0" * 32))) == looks.BANDS, "the same value elsewhere is another band"


def test_plain_ground_is_taken_for_nothing_else():
    assert looks.look(Image.new("RGB", (640, 480), "white")) == looks.look(gradient()) == ""
    assert looks.bands("") == []


# The library


@pytest.mark.django_db
def test_shrunk_copy_is_found_among_others():
    first = take(encoded(picture("pinisi")))
    take(encoded(picture("penjahit")))
    with pytest.raises(AlreadyThere, match=r"Tampaknya foto yang sama sudah ada .* berjudul “Nelayan”") as told:
        take(copy(picture("pinisi"), 500, 40), may_be_twin=False)
    assert told.value.twin.photo == first and not told.value.twin.is_same_file
    assert take(encoded(picture("becak")), may_be_twin=False)


@pytest.mark.django_db
def test_same_file_is_told_from_a_copy():
    first = take(encoded(gradient()))
    with pytest.raises(AlreadyThere, match="Berkas yang sama sudah ada") as told:
        take(encoded(gradient()), may_be_twin=False)
    assert told.value.twin.photo == first
    assert take(encoded(gradient(300, 300)), may_be_twin=False), "two plain grounds are not the same photo"


@pytest.mark.django_db
def test_replaced_photo_is_known_by_its_new_look_alone():
    photo = take(encoded(picture("pinisi")))
    other = take(encoded(picture("penjahit")))
    better = upload(copy(picture("pinisi", 1200), 1200, 90))
    replace_file(photo, better, by=photo.uploaded_by, version=1, may_be_twin=False)  # a better file of itself
    with pytest.raises(AlreadyThere) as told:
        replace_file(
            photo, upload(copy(picture("penjahit"), 500, 40)), by=photo.uploaded_by, version=2, may_be_twin=False
        )
    assert told.value.twin.photo == other
    replace_file(photo, upload(encoded(picture("becak"))), by=photo.uploaded_by, version=2)
    assert take(copy(picture("pinisi"), 500, 40), may_be_twin=False)
    with pytest.raises(AlreadyThere):
        take(copy(picture("becak"), 500, 40), may_be_twin=False)
    assert PhotoBand.objects.filter(photo=photo).count() == looks.BANDS


@pytest.mark.django_db
def test_photos_of_before_are_looked_at_in_their_turn():
    photo, lost = take(encoded(picture("pinisi"))), take(encoded(picture("becak")))
    PhotoBand.objects.all().delete()
    Photo.objects.update(look=None)
    for name in lost.file_names():
        default_storage.delete(name)
    assert (look_at_the_rest(), look_at_the_rest()) == (2, 0)
    with pytest.raises(AlreadyThere) as told:
        take(copy(picture("pinisi"), 500, 40), may_be_twin=False)
    assert told.value.twin.photo == photo
    lost.refresh_from_db()
    assert lost.look == ""


@pytest.mark.django_db
def test_looking_for_a_twin_compares_few_of_many():
    photo = take(encoded(picture("pinisi")))
    bands = looks.bands(photo.look)
    others = []
    for number in range(300):  # each shares a band by chance
        others.append(Photo(**{field: getattr(photo, field) for field in ("width", "height", "renditions", "title")}))
        others[-1].key, others[-1].digest, others[-1].uploaded_by = f"ramai-{number}", f"{number}", photo.uploaded_by
        others[-1].look = "f" * 32
    Photo.objects.bulk_create(others)
    PhotoBand.objects.bulk_create(PhotoBand(photo=other, band=bands[0]) for other in others)
    with CaptureQueriesContext(connection) as queries, pytest.raises(AlreadyThere) as told:
        take(copy(picture("pinisi"), 500, 40), may_be_twin=False, by=photo.uploaded_by)
    assert told.value.twin.photo == photo
    assert len(queries) == 3 and all("LIMIT" in query["sql"] for query in queries)


# What the office is told


@pytest.mark.django_db
def test_upload_of_a_copy_shows_both_and_waits(client):
    sign_in(client, make_staff(WRITER))
    known = take(encoded(picture("pinisi")))

    def sent(**more):
        return FIELDS | {"photos": upload(copy(picture("pinisi"), 500, 40))} | more

    page = client.post(ADD, sent()).text
    assert known.file_url("full", 400) in page and "data:image/jpeg;base64," in page
    assert "900 × 600 titik" in page and "500 × 333 titik" in page
    answer = client.post(ADD, sent(), headers=AS_DATA)
    assert answer.status_code == 409
    assert answer.json()["twin"]["id"] == known.pk and answer.json()["preview"].startswith("data:image/jpeg")
    assert Photo.objects.count() == 1
    assert client.post(ADD, sent(keep_twins="on"), headers=AS_DATA).status_code == 201
    assert Photo.objects.count() == 2


@pytest.mark.django_db
def test_file_in_the_library_replaces_another_only_when_asked_to(client):
    sign_in(client, make_staff(EDITOR))
    known, photo = take(encoded(picture("pinisi"))), take(encoded(picture("becak")))
    url = reverse("admin:selayar_site_photo_replace", args=[photo.pk])

    def sent(**more):
        return {"file": upload(copy(picture("pinisi"), 500, 40)), "version": 1} | more

    page = client.post(url, sent())
    assert page.status_code == 409 and "Belum diganti." in page.text and known.file_url("full", 400) in page.text
    answer = client.post(url, sent(), headers=AS_DATA)
    assert (answer.status_code, answer.json()["twin"]["id"]) == (409, known.pk)
    stale = client.post(url, sent(version=9, keep_twins="on"), headers=AS_DATA)
    assert stale.status_code == 409 and "twin" not in stale.json()
    assert Photo.objects.get(pk=photo.pk).key == photo.key
    answer = client.post(url, sent(keep_twins="on"), headers=AS_DATA)
    assert answer.status_code == 201 and answer.json()["photo"]["id"] == photo.pk
    assert Photo.objects.get(pk=photo.pk).key != photo.key
