import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from news.models import EditionPhoto
from selayar_site.models import Audit, Photo
from selayar_site.pictures import add_photo
from selayar_site.roles import AUDITOR, WRITER
from tests.factories import make_draft, make_user
from tests.sign_in import make_staff, sign_in
from tests.uploads import encoded, gradient, upload

pytestmark = pytest.mark.django_db
ADD = "/admin/selayar_site/photo/add/"
WORDS = {"title": "Nelayan Pasilambena", "credit": "Foto: HUMAS", "alt": "Tiga nelayan di perahu."}
FIELDS = WORDS | {"rights": "own"}
CHANGE = {"title": "Nelayan", "credit": "HUMAS", "rights": "own", "focal_x": 50, "focal_y": 50, "version": 1}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def writer():
    return make_staff(WRITER)


@pytest.fixture
def office(client, writer):
    return sign_in(client, writer)


def pictures(number: int) -> list[SimpleUploadedFile]:
    return [upload(encoded(gradient(240, 200 + i)), f"IMG_{i}.jpg") for i in range(number)]


def make_photo(**fields) -> Photo:
    return add_photo(upload(), **{"by": make_user(), "title": "Nelayan", "credit": "HUMAS"} | fields)


def change_url(photo: Photo) -> str:
    return reverse("admin:selayar_site_photo_change", args=[photo.pk])


def told(response) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_one_photo_is_taken_and_leads_to_its_page(office, writer):
    response = office.post(ADD, FIELDS | {"photos": upload()})
    photo = Photo.objects.get()
    assert response.status_code == 302 and response.url == change_url(photo)
    assert (photo.title, photo.credit, photo.alt) == tuple(WORDS.values())
    assert photo.uploaded_by == writer


def test_refused_photo_keeps_what_was_typed_and_says_why(office):
    response = office.post(ADD, FIELDS | {"photos": upload(b"%PDF-1.4", "surat.jpg")})
    assert response.status_code == 200 and not Photo.objects.exists()
    for text in ("Berkas ini PDF, bukan foto", *WORDS.values()):
        assert text in response.text


def test_many_photos_are_judged_each_for_itself(office):
    response = office.post(ADD, FIELDS | {"photos": [*pictures(2), upload(b"<b>", "<b>x.jpg")]})
    assert [photo.title for photo in Photo.objects.order_by("pk")] == [
        "Nelayan Pasilambena (1)",
        "Nelayan Pasilambena (2)",
    ]
    assert set(Photo.objects.values_list("alt", flat=True)) == {""}, "one text cannot tell of several photos"
    assert "1 dari 3 foto belum tersimpan" in response.text
    assert "bukan foto yang dikenali" in response.text and "&lt;b&gt;x.jpg" in response.text
    assert 'value="Nelayan Pasilambena"' in response.text


def test_more_than_thirty_are_asked_for_in_parts(office):
    response = office.post(ADD, FIELDS | {"photos": pictures(31)})
    assert "Ada 31 foto; sekali unggah paling banyak 30" in response.text
    assert not Photo.objects.exists()


def test_nothing_chosen_is_said(office):
    assert "Pilih sedikitnya satu foto." in office.post(ADD, FIELDS).text


def test_same_file_again_is_not_taken_unless_asked_for(office):
    office.post(ADD, FIELDS | {"photos": upload()})
    twin = Photo.objects.get()
    response = office.post(ADD, FIELDS | {"photos": upload(), "title": "Kembar"})
    assert "Berkas yang sama sudah ada di pustaka" in response.text and change_url(twin) in response.text
    assert 'value="Kembar"' in response.text and Photo.objects.get() == twin
    again = office.post(ADD, FIELDS | {"photos": upload()}, headers={"accept": "application/json"})
    assert again.status_code == 409 and again.json()["twin"]["change"] == change_url(twin)
    office.post(ADD, FIELDS | {"photos": upload(), "keep_twins": "on"})
    assert Photo.objects.count() == 2


def test_script_gets_its_answers_as_data(office):
    headers = {"accept": "application/json"}
    taken = office.post(ADD, FIELDS | {"photos": upload()}, headers=headers)
    refused = office.post(ADD, FIELDS | {"photos": upload(b"", "a.jpg")}, headers=headers)
    unnamed = office.post(ADD, {"photos": upload()}, headers=headers)
    assert taken.status_code == 201
    photo = taken.json()["photo"]
    assert photo["change"] == change_url(Photo.objects.get()) and photo["src"].endswith(".jpg")
    assert (refused.status_code, unnamed.status_code) == (422, 422)
    assert "kosong" in refused.json()["sentence"] and unnamed.json()["sentence"]


def test_credit_of_the_last_upload_is_offered(office, writer):
    make_photo(by=writer, credit="Foto: Prokopim")
    assert 'value="Foto: Prokopim"' in office.get(ADD).text


def test_window_beside_a_field_closes_with_the_new_photo(office):
    response = office.post(ADD, FIELDS | {"photos": upload(), "_popup": "1"})
    assert str(Photo.objects.get().pk) in response.text and "popup_response" in response.text


@pytest.mark.parametrize("roles", [(), (AUDITOR,)])
def test_who_may_not_add_photos_cannot_upload(client, roles):
    sign_in(client, make_staff(*roles))
    assert client.post(ADD, FIELDS | {"photos": upload()}).status_code == 403
    assert not Photo.objects.exists()


def test_list_shows_thumbnails_in_constant_queries(office, django_assert_max_num_queries):
    photo = make_photo()
    for number in range(9):
        photo.pk, photo.key = None, f"key-{number}"
        photo.save(force_insert=True)
    with django_assert_max_num_queries(10):
        page = office.get("/admin/selayar_site/photo/").text
    assert page.count('class="photo-thumbnail"') == 10


def test_search_finds_title_and_alt(office):
    make_photo(title="Pasar Benteng"), make_photo(alt="Pelabuhan Pamatata")
    for word in ("benteng", "pamatata"):
        assert office.get("/admin/selayar_site/photo/", {"q": word}).text.count('class="photo-thumbnail"') == 1


def test_file_cannot_be_exchanged_but_the_focal_point_moves(office):
    photo = make_photo()
    key = photo.key
    form = CHANGE | {"title": "Baru", "focal_x": 10, "focal_y": 90}
    assert 'type="file"' not in office.get(change_url(photo)).text
    assert office.post(change_url(photo), form).status_code == 302
    photo.refresh_from_db()
    assert (photo.title, photo.focal_x, photo.focal_y, photo.version) == ("Baru", 10, 90, 2)
    assert photo.key != key
    told_twice = [(entry.action, entry.changed) for entry in Audit.objects.about(photo)]
    assert told_twice == [("change", ["title"]), ("refocus", ["focal_x", "focal_y"]), ("add", [])]


def test_changed_words_alone_leave_the_files_alone(office):
    photo = make_photo()
    form = CHANGE | {"title": "Baru"}
    office.post(change_url(photo), form)
    key = photo.key
    photo.refresh_from_db()
    assert (photo.title, photo.key, photo.version) == ("Baru", key, 2)


@pytest.mark.parametrize("point", [{"focal_x": 101, "focal_y": 50}, {"focal_x": 50, "focal_y": -1}])
def test_point_outside_the_photo_is_refused(office, point):
    photo = make_photo()
    response = office.post(change_url(photo), CHANGE | point)
    assert response.status_code == 200 and "errorlist" in response.text


def test_stale_form_is_given_back(office):
    photo = make_photo()
    form = CHANGE | {"title": "Satu", "focal_x": 20}
    office.post(change_url(photo), form)
    response = office.post(change_url(photo), form | {"title": "Dua", "focal_x": 30})
    assert response.status_code == 409 and "Dua" in response.text
    photo.refresh_from_db()
    assert (photo.title, photo.focal_x) == ("Satu", 20)


def test_photo_in_use_says_why_it_stays(client):
    sign_in(client, make_user(is_staff=True, is_superuser=True))
    photo = make_photo()
    EditionPhoto.objects.create(edition=make_draft(), photo=photo)
    delete = reverse("admin:selayar_site_photo_delete", args=[photo.pk])
    for response in (client.get(delete), client.post(delete, {"post": "yes"})):
        assert response.status_code == 302 and "masih dipakai" in told(response)
    assert Photo.objects.filter(pk=photo.pk).exists()


def test_unused_photo_is_removed_by_its_verb(client):
    sign_in(client, make_user(is_staff=True, is_superuser=True))
    photo = make_photo()
    pk = photo.pk
    client.post(reverse("admin:selayar_site_photo_delete", args=[pk]), {"post": "yes"})
    assert not Photo.objects.exists()
    assert Audit.objects.filter(object_id=pk, action="delete").count() == 1
