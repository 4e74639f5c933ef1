import pytest
from django.conf import settings as live_settings

from selayar_site.models import Photo
from selayar_site.pictures import add_photo
from selayar_site.roles import WRITER
from tests.browser import axe, screenshot
from tests.pictures import phone_photo
from tests.sign_in import make_staff, sign_in
from tests.uploads import encoded, gradient, upload

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def writer(client, page, live_server):
    """A writer whose session the browser has."""
    user = make_staff(WRITER)
    session = sign_in(client, user).cookies[live_settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": live_settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    return user


def file(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def test_writer_uploads_many_photos_and_sees_each_result(page, live_server, writer):
    page.goto(f"{live_server.url}/admin/selayar_site/photo/add/")
    assert axe(page) == []
    screenshot(page, "photo-upload-empty")
    page.get_by_label("Foto", exact=False).first.set_input_files(
        [
            file("IMG_1.jpg", phone_photo()),
            file("kosong.jpg", b""),
            file("IMG_2.jpg", encoded(gradient(900, 600))),
            file("IMG_3.jpg", encoded(gradient(900, 600))),
        ]
    )
    page.get_by_label("Judul di pustaka").fill("Nelayan Pasilambena")
    page.get_by_label("Kredit").fill("Foto: HUMAS")
    page.get_by_role("button", name="Unggah").click()
    page.get_by_text("3 dari 4 foto tersimpan.").wait_for(timeout=30_000)
    rows = page.get_by_label("Hasil unggahan").get_by_role("listitem").all_inner_texts()
    assert ["kosong" in row for row in rows] == [False, True, False, False]
    assert "Berkas yang sama sudah ada di pustaka" in rows[3]
    assert axe(page) == []
    screenshot(page, "photo-upload-done")
    assert Photo.objects.count() == 3

    page.goto(f"{live_server.url}/admin/selayar_site/photo/")
    broken = "[...document.images].filter((i) => i.complete && !i.naturalWidth).length"
    assert page.evaluate(broken) == 0
    screenshot(page, "photo-list")


def test_click_on_the_photo_sets_the_focal_point(page, live_server, writer):
    photo = add_photo(upload(encoded(gradient(1200, 600))), by=writer, title="Perahu", credit="HUMAS")
    page.goto(f"{live_server.url}/admin/selayar_site/photo/{photo.pk}/change/")
    picture = page.locator("[data-photo-focus] img")
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.2, "y": box["height"] * 0.7})
    assert page.get_by_label("Titik fokus mendatar (%)").input_value() == "20"
    assert page.get_by_label("Titik fokus tegak (%)").input_value() == "70"
    assert axe(page) == []
    screenshot(page, "photo-focus")
    page.get_by_role("button", name="Simpan", exact=True).click()
    page.wait_for_url("**/photo/")
    photo.refresh_from_db()
    assert (photo.focal_x, photo.focal_y) == (20, 70)


@pytest.mark.parametrize("page", [{"viewport": {"width": 360, "height": 740}}], indirect=True)
def test_upload_fits_a_phone(page, live_server, writer):
    page.goto(f"{live_server.url}/admin/selayar_site/photo/add/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    screenshot(page, "photo-upload-phone")


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_many_photos_without_script(page, live_server, writer):
    page.goto(f"{live_server.url}/admin/selayar_site/photo/add/")
    page.locator("[name=photos]").set_input_files(
        [file("a.jpg", encoded(gradient(300, 300))), file("b.jpg", b"<html>")]
    )
    page.get_by_label("Judul di pustaka").fill("Pasar")
    page.get_by_label("Kredit").fill("Foto: HUMAS")
    page.get_by_role("button", name="Unggah").click()
    page.get_by_text("1 dari 2 foto belum tersimpan").wait_for()
    screenshot(page, "photo-upload-no-script")
    assert Photo.objects.get().title == "Pasar (1)"
