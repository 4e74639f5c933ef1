import pytest
from django.conf import settings as live_settings
from PIL import Image

from news.models import EditionPhoto
from selayar_site.models import Audit, Photo
from selayar_site.pictures import add_photo
from selayar_site.roles import EDITOR, WRITER
from tests.browser import LOOKS, axe, screenshot
from tests.factories import make_approved, make_draft
from tests.pictures import DRAWN, phone_photo
from tests.selayar_site.test_photo_library import REFUSED
from tests.sign_in import make_staff, sign_in
from tests.uploads import encoded, gradient, upload

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def enter(client, page, live_server):
    """Gives the browser the session of someone with that role."""

    def enter_as(role):
        user = make_staff(role)
        session = sign_in(client, user).cookies[live_settings.SESSION_COOKIE_NAME].value
        cookie = {"name": live_settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}
        page.context.add_cookies([cookie])
        return user

    return enter_as


@pytest.fixture
def writer(enter):
    return enter(WRITER)


def look(page) -> str:
    """A name for screenshots of this window."""
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    return f"{page.viewport_size['width']}-{'dark' if dark else 'light'}"


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def file(name: str, content: bytes) -> dict:
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


def drawn(width: int, quality: int) -> bytes:
    with Image.open(DRAWN) as image:
        return encoded(image.convert("RGB").resize((width, width * 2 // 3)), quality=quality)


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
    assert page.evaluate("document.activeElement.ariaLabel") == "Hasil unggahan", "what happens is in sight"
    page.get_by_role("button", name="Simpan juga").wait_for(timeout=30_000)
    page.get_by_text("2 dari 4 foto tersimpan.").wait_for()
    rows = page.get_by_label("Hasil unggahan").get_by_role("listitem").all_inner_texts()
    assert ["kosong" in row for row in rows] == [False, True, False, False]
    assert "Berkas yang sama sudah ada di pustaka" in rows[3]
    assert page.get_by_role("link", name="Lihat “Nelayan Pasilambena (3)”").is_visible()
    assert axe(page) == []
    screenshot(page, "photo-upload-done")
    page.get_by_role("button", name="Simpan juga").click()
    page.get_by_text("3 dari 4 foto tersimpan.").wait_for(timeout=30_000)
    assert page.get_by_label("Judul di pustaka").input_value() == "Nelayan Pasilambena"
    assert Photo.objects.count() == 3

    page.goto(f"{live_server.url}/admin/selayar_site/photo/")
    broken = "[...document.images].filter((i) => i.complete && !i.naturalWidth).length"
    assert page.evaluate(broken) == 0


def test_every_bad_file_is_told_and_the_good_ones_arrive(page, live_server, writer):
    page.goto(f"{live_server.url}/admin/selayar_site/photo/add/")
    good = [file(f"IMG_{number}.jpg", encoded(gradient(300, 200 + number))) for number in range(2)]
    bad = [file(name, content) for name, (content, _) in REFUSED.items()]
    page.locator("[name=photos]").set_input_files([good[0], *bad, good[1]])
    page.get_by_label("Judul di pustaka").fill("Pasar Benteng")
    page.get_by_label("Kredit").fill("Foto: HUMAS")
    page.get_by_role("button", name="Unggah").click()
    page.get_by_text("2 dari 8 foto tersimpan.").wait_for(timeout=30_000)
    rows = page.get_by_label("Hasil unggahan").get_by_role("listitem").all_inner_texts()
    for row, (name, (_, words)) in zip(rows[1:-1], REFUSED.items(), strict=True):
        assert name in row and words in row
    assert page.get_by_label("Judul di pustaka").input_value() == "Pasar Benteng"
    assert page.get_by_role("button", name="Coba lagi").count() == 0
    assert axe(page) == []
    screenshot(page, "photo-upload-refused")


def test_two_hundred_files_at_once_are_each_answered(page, live_server, writer):
    page.goto(f"{live_server.url}/admin/selayar_site/photo/add/")
    files = [file(f"IMG_{number}.jpg", b"") for number in range(199)]
    page.locator("[name=photos]").set_input_files([*files, file("baik.jpg", encoded(gradient(300, 200)))])
    page.get_by_label("Judul di pustaka").fill("Arsip")
    page.get_by_label("Kredit").fill("Foto: HUMAS")
    page.get_by_role("button", name="Unggah").click()
    page.get_by_text("1 dari 200 foto tersimpan.").wait_for(timeout=60_000)
    assert page.get_by_text("Berkasnya kosong").count() == 199
    assert Photo.objects.get().title == "Arsip (200)"


def test_other_rights_ask_for_a_note_before_anything_is_sent(page, live_server, writer):
    page.goto(f"{live_server.url}/admin/selayar_site/photo/add/")
    page.locator("[name=photos]").set_input_files([file("a.jpg", b"1"), file("b.jpg", b"2")])
    page.get_by_label("Judul di pustaka").fill("Arsip")
    page.get_by_label("Kredit").fill("Foto: HUMAS")
    page.get_by_label("Hak pakai", exact=False).first.select_option("other")
    page.get_by_role("button", name="Unggah").click()
    assert page.evaluate("document.activeElement.name") == "rights_note"
    assert page.get_by_role("list", name="Hasil unggahan").count() == 0


@pytest.mark.parametrize("page", LOOKS.values(), ids=LOOKS, indirect=True)
def test_library_reads_well_on_every_screen(page, live_server, settings, tmp_path, enter):
    kept = settings.STORAGES["originals"]
    options = kept["OPTIONS"] | {"location": tmp_path / "originals"}
    settings.STORAGES = settings.STORAGES | {"originals": kept | {"OPTIONS": options}}
    settings.KEEP_ORIGINALS = True
    editor = enter(EDITOR)
    about = {"by": editor, "title": "Anak-anak di posko pengungsian", "credit": "Foto: HUMAS Selayar"}
    photo = add_photo(upload(phone_photo()), **about, alt="Tiga anak bermain.", is_sensitive=True)
    add_photo(upload(encoded(gradient(900, 600))), by=editor, title="Pelabuhan Pamatata", credit="Foto: Dinas")
    for edition in (
        make_draft(title="Posko dibuka di Bontomatene"),
        make_approved(title="Bantuan tiba di Takabonerate"),
    ):
        EditionPhoto.objects.create(edition=edition, photo=photo, alt="Tiga anak.", identity_protected=True)
    base, broken = (
        f"{live_server.url}/admin/selayar_site/photo/",
        "[...document.images].filter((i) => i.complete && !i.naturalWidth).length",
    )
    for name, address in {
        "list": base,
        "upload": f"{base}add/",
        "page": f"{base}{photo.pk}/change/",
        "replace": f"{base}{photo.pk}/ganti/",
        "original": f"{base}{photo.pk}/asli/",
    }.items():
        page.goto(address)
        screenshot(page, f"photo-{name}-{look(page)}")
        assert axe(page) == [], name
        assert page.evaluate(broken) == 0 and fits(page), name


def test_editor_replaces_the_file_and_opens_the_original(page, live_server, settings, tmp_path, enter):
    kept = settings.STORAGES["originals"]
    options = kept["OPTIONS"] | {"location": tmp_path / "originals"}
    settings.STORAGES = settings.STORAGES | {"originals": kept | {"OPTIONS": options}}
    settings.KEEP_ORIGINALS = True
    photo = add_photo(upload(encoded(gradient(900, 600))), by=enter(EDITOR), title="Perahu", credit="HUMAS")
    EditionPhoto.objects.create(edition=make_draft(title="Nelayan melaut"), photo=photo)
    page.goto(f"{live_server.url}/admin/selayar_site/photo/{photo.pk}/change/")
    assert page.get_by_role("link", name="Nelayan melaut").is_visible()
    page.get_by_role("link", name="Ganti berkas").click()
    page.get_by_label("Foto pengganti").set_input_files(file("surat.jpg", REFUSED["surat.jpg"][0]))
    page.get_by_role("button", name="Ganti berkas").click()
    page.get_by_text("Berkas ini PDF, bukan foto").wait_for()
    fresh = phone_photo()
    page.get_by_label("Foto pengganti").set_input_files(file("IMG_9.jpg", fresh))
    page.get_by_role("button", name="Ganti berkas").click()
    page.get_by_text("Berkasnya diganti.").wait_for(timeout=30_000)
    page.get_by_role("link", name="Unduh berkas asli").click()
    page.get_by_label("Alasan").fill("Dicetak untuk baliho.")
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh berkas asli").click()
    assert download.value.suggested_filename == f"foto-{photo.pk}-asli.jpg"
    assert download.value.path().read_bytes() == fresh
    assert Audit.objects.about(photo).first().reason.text == "Dicetak untuk baliho."


@pytest.mark.parametrize("page", [{"viewport": {"width": 390, "height": 844}}], indirect=True)
def test_writer_brings_a_photo_without_leaving_the_text(page, live_server, writer):
    """By the keyboard alone, on a phone's width; a copy of what is there is offered as that."""
    known = add_photo(upload(drawn(1200, 90)), by=writer, title="Jolloro", credit="Foto: Prokopim", alt="Perahu.")
    page.goto(f"{live_server.url}/admin/news/edition/add/")
    page.fill("#id_title", "Nelayan melaut lagi")
    page.get_by_role("button", name="Pilih foto dari pustaka").first.press("Enter")
    page.get_by_role("button", name="Unggah foto baru").press("Enter")
    assert page.evaluate("document.activeElement.name") == "photos"
    page.get_by_role("button", name="Unggah dan pakai").press("Enter")
    assert page.evaluate("document.activeElement.validationMessage") == "Pilih dahulu berkasnya."
    form = page.locator("[data-upload-form]")
    assert form.get_by_label("Judul di pustaka").input_value() == "Nelayan melaut lagi"
    assert form.get_by_label("Kredit").input_value() == "Foto: Prokopim"
    form.locator("[name=photos]").set_input_files(file("IMG-WA01.jpg", drawn(500, 40)))
    assert form.get_by_text("IMG-WA01.jpg").is_visible()
    form.get_by_label("Kredit").press("Enter")
    form.get_by_text("Tampaknya foto yang sama sudah ada").wait_for(timeout=30_000)
    form.get_by_alt_text("Foto di pustaka: Jolloro").wait_for()
    assert axe(page) == [] and fits(page)
    screenshot(page, "photo-picker-twin", full_page=False)
    page.keyboard.press("Enter")  # on the button that uses the one in the library
    assert page.locator("#id_photos-0-photo").input_value() == str(known.pk)

    page.get_by_role("button", name="Ganti foto").press("Enter")
    page.get_by_role("button", name="Unggah foto baru").press("Enter")
    form.locator("[name=photos]").set_input_files(file("IMG_2.jpg", encoded(gradient(900, 600))))
    form.get_by_label("Usulan teks alternatif").fill("Langit dari merah ke hijau.")
    form.get_by_role("button", name="Unggah dan pakai").press("Enter")
    form.wait_for(state="hidden", timeout=30_000)
    fresh = Photo.objects.exclude(pk=known.pk).get()
    assert page.locator("#id_photos-0-photo").input_value() == str(fresh.pk)
    assert page.locator("#id_photos-0-alt").input_value() == fresh.alt == "Langit dari merah ke hijau."
    assert page.evaluate("document.activeElement.textContent") == "Ganti foto"


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
