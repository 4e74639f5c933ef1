"""The editor of a release as a hurried writer meets it, in a real browser."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from news.models import Edition, EditionPhoto
from selayar_site.pictures import add_photo
from tests.browser import LOOKS, axe, screenshot, wait_until
from tests.factories import make_draft, make_live_article, make_user
from tests.pictures import DRAWN
from tests.sign_in import sign_in

CLIPBOARD = Path(__file__).parent.parent / "clipboard"
PASTE = """([html, text]) => {
  const clipboardData = new DataTransfer()
  if (html) clipboardData.setData("text/html", html)
  clipboardData.setData("text/plain", text)
  const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true })
  document.querySelector("[contenteditable=true]").dispatchEvent(paste)
}"""


@pytest.fixture
def desk(page, live_server, transactional_db):
    """A browser signed in with the session cookie alone, and a way to a form."""
    client = sign_in(Client(), make_user(is_staff=True, is_superuser=True))
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])

    def open_form(edition=None):
        address = reverse("admin:news_edition_change", args=[edition.pk]) if edition else "/admin/news/edition/add/"
        page.goto(live_server.url + address)
        page.locator("[contenteditable=true]").first.wait_for()
        return page

    return open_form


def make_photo(**details):
    values = {"title": "Nelayan jolloro", "credit": "Foto: HUMAS Selayar", "alt": "Nelayan menarik jolloro ke pantai"}
    file = ContentFile(DRAWN.read_bytes(), "jolloro.jpg")
    return add_photo(file, by=make_user(), **values | details)


def save(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Simpan konsep").click()
    page.get_by_text("Konsep tersimpan").wait_for()
    return Edition.objects.latest("pk").body_html


def tool(page, name):
    return page.get_by_role("toolbar").get_by_role("button", name=name, exact=True)


def kept(name):
    return (CLIPBOARD / f"{name}.kept.html").read_text().replace("\n", "")


@pytest.mark.parametrize("program", ["word", "google-docs", "whatsapp"])
def test_pasting_from_other_programs_keeps_structure_and_nothing_else(desk, program):
    page = desk(make_draft(body_html=""))
    page.locator("[contenteditable=true]").click()
    page.evaluate(PASTE, [(CLIPBOARD / f"{program}.html").read_text(), "teks"])
    assert page.locator("[contenteditable=true] :is(span, b, font, [style*=font])").count() == 0
    assert save(page) == kept(program)


def test_pasting_a_message_without_markup_reads_its_signs(desk):
    page = desk(make_draft(body_html=""))
    page.locator("[contenteditable=true]").click()
    page.evaluate(PASTE, ["", (CLIPBOARD / "whatsapp.txt").read_text()])
    assert save(page) == kept("whatsapp-text")


def test_writer_is_told_that_pasted_pictures_stay_behind(desk):
    page = desk(make_draft(body_html=""))
    page.locator("[contenteditable=true]").click()
    page.evaluate(PASTE, [(CLIPBOARD / "word.html").read_text(), "teks"])
    page.get_by_text("1 gambar tidak ikut tertempel").wait_for()
    page.evaluate(PASTE, ['<p>Peta<img src="x" onerror="alert(1)" alt="Peta pulau"></p>', "teks"])
    page.get_by_text("1 gambar tidak ikut tertempel (“Peta pulau”).").wait_for()


def test_quotation_photo_video_and_table_are_written_with_the_toolbar(desk, page):
    photo = make_photo()
    edition = make_draft(body_html="")
    desk(edition)
    text = page.locator("[contenteditable=true]")
    text.click()
    page.keyboard.type("Kapal datang.")
    tool(page, "Foto").click()
    page.get_by_role("button", name="Nelayan jolloro").click()
    asked = page.get_by_role("dialog", name="Foto di dalam teks")
    assert asked.get_by_label("Teks alternatif").input_value() == photo.alt
    asked.get_by_label("Keterangan foto").fill("Sebelum melaut.")
    asked.get_by_role("button", name="Pakai").click()
    page.get_by_text("Sebelum melaut.").wait_for()
    tool(page, "Video").click()
    asked = page.get_by_role("dialog", name="Video YouTube")
    asked.get_by_label("Alamat video").fill("https://contoh.example/video")
    asked.get_by_label("Judul video").fill("Pelepasan kapal")
    asked.get_by_role("button", name="Pakai").click()
    asked.get_by_text("Ini bukan alamat video YouTube.").wait_for()
    asked.get_by_label("Alamat video").fill("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3s")
    asked.get_by_role("button", name="Pakai").click()
    page.get_by_text("Pelepasan kapal", exact=True).wait_for()
    text.press("Control+End")
    page.keyboard.type("Kami hadir.")
    tool(page, "Kutipan").click()
    tool(page, "Pembicara").click()
    asked = page.get_by_role("dialog", name="Pembicara")
    asked.get_by_label("Nama").fill("Sitti, M.Si.")
    asked.get_by_label("Jabatan").fill("Camat Benteng")
    asked.get_by_role("button", name="Pakai").click()
    assert save(page) == (
        f'<p>Kapal datang.</p><figure data-photo="{photo.pk}" data-alt="Nelayan menarik jolloro ke pantai">'
        '<figcaption>Sebelum melaut.</figcaption></figure><figure data-video="dQw4w9WgXcQ"><figcaption>Pelepasan kapal'
        "</figcaption></figure><figure><blockquote><p>Kami hadir.</p></blockquote><figcaption><strong>Sitti, M.Si."
        "</strong>, Camat Benteng</figcaption></figure>"
    )
    assert EditionPhoto.objects.get(edition=edition).role == "body"

    # What was saved is read back and can be changed.
    page.get_by_role("button", name="Ubah foto Sebelum melaut.").click()
    asked = page.get_by_role("dialog", name="Foto di dalam teks")
    asked.get_by_label("Hiasan").check()
    asked.get_by_role("button", name="Pakai").click()
    asked.get_by_text("kosongkan salah satunya").wait_for()
    asked.get_by_label("Teks alternatif").fill("")
    asked.get_by_role("button", name="Pakai").click()
    page.get_by_role("button", name="Hapus video Pelepasan kapal").click()
    text.get_by_text("Kami hadir.").click()
    tool(page, "Pembicara").click()
    assert page.get_by_role("dialog").get_by_label("Jabatan").input_value() == "Camat Benteng"
    page.keyboard.press("Escape")
    body = save(page)
    assert 'data-decorative="true"' in body and "data-video" not in body and "<strong>Sitti, M.Si.</strong>" in body


def test_link_that_leads_nowhere_is_refused_in_a_sentence_and_a_bare_host_is_made_whole(desk, page):
    desk(make_draft(body_html=""))
    page.locator("[contenteditable=true]").click()
    page.keyboard.type("Lihat ")
    tool(page, "Tautan").click()
    asked = page.get_by_role("dialog", name="Tautan")
    for address, why in {
        "javascript:alert(1)": "diawali “javascript:” tidak dapat dipakai",
        "data:text/html,x": "diawali “data:” tidak dapat dipakai",
        "ftp://berkas.example/x": "diawali “ftp:” tidak dapat dipakai",
        "kontak": "bukan alamat yang utuh",
        "https://localhost/": "Nama situs pada alamat ini tidak lengkap",
    }.items():
        asked.get_by_label("Alamat tautan").fill(address)
        asked.get_by_role("button", name="Pakai").click()
        asked.get_by_role("alert").get_by_text(why).wait_for()
    asked.get_by_label("Alamat tautan").fill("selayar.example/data")
    asked.get_by_label("Teks yang ditautkan").fill("datanya")
    page.keyboard.press("Enter")
    page.keyboard.type(" hari ini.")
    assert save(page) == '<p>Lihat <a href="https://selayar.example/data" rel="noopener">datanya</a> hari ini.</p>'


def test_faults_of_a_hurried_draft_are_told_and_reached(desk, page):
    """A pasted headline that is too long, another picture in the same row, and faults within the text."""
    boat, light = make_photo(), make_photo(title="Mercusuar", alt="Mercusuar di atas tebing")
    figures = "".join(f'<figure data-photo="{boat.pk}" data-alt="{alt}"></figure>' for alt in ("Nelayan", "foto"))
    long = "<p>Satu.</p>" * 60 + figures + '<p>Dua <a href="https://slot-gacor.example/">di sini</a>.</p>'
    edition = make_draft(body_html=long)
    EditionPhoto.objects.create(edition=edition, photo=boat, alt="Nelayan menarik jolloro", caption="Pagi hari.")
    desk(edition)
    headline = "Nelayan Pasimarannu " * 6 + "HILANG"
    page.locator("#id_title").fill(headline)
    page.locator("#id_title-room").get_by_text("126 dari 120 huruf, pendekkan").wait_for()
    assert page.input_value("#id_title") == headline
    page.locator("[data-rules]").get_by_text("Judul: 126 dari 120 huruf, pendekkan.").wait_for()

    page.get_by_role("button", name="Ganti foto").click()
    page.get_by_role("button", name="Mercusuar").click()
    assert page.input_value("#id_photos-0-alt") == light.alt
    page.get_by_text("teks alternatifnya sekarang saran dari pustaka. Periksa, juga keterangannya.").wait_for()

    page.get_by_role("link", name="belum mengatakan apa pun").click()
    chosen = page.locator(".held.ProseMirror-selectednode")
    assert chosen.get_by_text("Teks alternatif: foto").count() == 1
    inside = "node => { const { top, bottom } = node.getBoundingClientRect(); return top > 0 && bottom < innerHeight }"
    assert chosen.evaluate(inside)
    page.get_by_role("link", name="Tautan “di sini” tidak aman").click()
    wait_until(page, "getSelection().toString() === 'di sini'")


def test_table_has_header_cells_that_say_what_they_head(desk, page):
    desk(make_draft(body_html=""))
    page.locator("[contenteditable=true]").click()
    tool(page, "Tabel").click()
    page.keyboard.type("Hari")
    tool(page, "Kolom kepala").click()
    wait_until(page, "document.activeElement.isContentEditable")
    page.keyboard.press("Tab")
    page.keyboard.type("Kapal")
    body = save(page)
    assert '<thead><tr><th scope="col">Hari</th><th scope="col">Kapal</th>' in body
    assert '<tbody><tr><th scope="row">' in body


def test_toolbar_is_reached_and_left_with_the_keyboard_alone(desk, page):
    desk(make_draft(body_html="<p>Kata</p>"))
    text = page.get_by_role("textbox", name="Isi")
    text.focus()
    page.keyboard.press("Control+A")
    page.keyboard.press("Escape")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "Tebal"
    page.keyboard.press("Enter")
    assert text.evaluate("node => node === document.activeElement && node.innerHTML") == "<p><strong>Kata</strong></p>"
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("!document.activeElement.closest('.richtext')")


def test_whatsapp_card_and_search_result_follow_the_typing(desk, page):
    make_photo()
    desk()
    look = page.locator("[data-look]")
    page.locator("#id_title").fill("Kapal kedua tiba di Pasimarannu")
    page.get_by_label("Ringkasan").fill("Kapal perintis singgah dua kali sepekan.")
    look.locator(".look__message").get_by_text("Kapal perintis singgah dua kali sepekan.").wait_for()
    assert look.locator("[data-look-found]").inner_text() == "Kapal kedua tiba di Pasimarannu"
    assert look.get_by_text("Belum ada foto utama").is_visible()
    page.get_by_role("button", name="Pilih foto dari pustaka").click()
    page.get_by_role("button", name="Nelayan jolloro").click()
    look.get_by_text("Kartu di daftar, 3 : 2").wait_for()
    sizes = [(1200, 630), (400, 267), (1200, 630)]
    images = "nodes => nodes.map(image => [image.naturalWidth, image.naturalHeight])"
    wait_until(page, "[...document.querySelectorAll('[data-look] img')].every(image => image.naturalWidth)")
    assert [tuple(size) for size in look.locator("img").evaluate_all(images)] == sizes
    assert "/photo/" in look.get_by_role("link", name="Atur titik fokus").get_attribute("href")


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_without_scripts_the_panel_shows_what_was_saved_and_words_become_paragraphs(
    page, live_server, transactional_db
):
    client = sign_in(Client(), make_user(is_staff=True, is_superuser=True))
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    edition = make_draft(title="Kapal kedua", body_html="<p>Satu.</p>")
    EditionPhoto.objects.create(edition=edition, photo=make_photo(), alt="Nelayan")
    page.goto(live_server.url + reverse("admin:news_edition_change", args=[edition.pk]))
    assert page.locator("[data-look] img[src*=share]").count() == 2
    page.fill("#id_body_html", "Baris *satu*.\n\nBaris dua.")
    page.get_by_role("button", name="Simpan konsep").click()
    edition.refresh_from_db()
    assert edition.body_html == "<p>Baris <strong>satu</strong>.</p><p>Baris dua.</p>"


def test_flood_of_emoji_is_refused_in_a_sentence_and_stays_in_the_form(desk, page):
    edition = make_draft(body_html="<p>Lama.</p>")
    desk(edition)
    page.evaluate("document.querySelector('#id_body_html').value = '<p>' + '🎉'.repeat(201000) + '</p>'")
    page.get_by_role("button", name="Simpan konsep").click()
    page.locator(".errorlist", has_text="Teks ini terlalu panjang: 201.007").wait_for()
    assert page.evaluate("document.querySelector('#id_body_html').value.length") > 400_000
    edition.refresh_from_db()
    assert edition.body_html == "<p>Lama.</p>"


def rich_body(photo):
    return (
        "<p>Kapal perintis kini singgah <strong>dua kali</strong> sepekan di Pasimarannu, Kecamatan Pasimarannu.</p>"
        '<h2>Jadwal baru</h2><p>Jadwal ini berlaku sampai akhir tahun, lihat <a href="/kontak/">kontak</a>.</p>'
        "<table><caption>Jadwal kapal</caption><thead><tr><th>Hari</th><th>Berangkat</th><th>Tiba</th></tr></thead>"
        "<tbody><tr><th>Senin</th><td>08.00</td><td>17.00</td></tr><tr><th>Kamis</th><td>09.00</td><td>18.00</td></tr>"
        "</tbody></table><figure><blockquote><p>“Warga menunggu jadwal ini sejak lama.”</p></blockquote><figcaption>"
        "<strong>Sitti Aminah</strong>, Camat Pasimarannu</figcaption></figure>"
        f'<figure data-photo="{photo.pk}" data-alt="Nelayan menarik jolloro ke pantai"><figcaption>Jolloro membantu '
        "memindahkan penumpang.</figcaption></figure><h3>Yang perlu dibawa</h3><ul><li>KTP</li><li>Tiket</li></ul>"
        '<figure data-video="dQw4w9WgXcQ"><figcaption>Pelepasan kapal dari Pelabuhan Benteng</figcaption></figure>'
    )


@pytest.mark.parametrize("page", LOOKS.values(), ids=LOOKS, indirect=True)
def test_axe_finds_nothing_in_the_editor_and_on_the_page(desk, page, live_server, request):
    name, photo = request.node.callspec.id, make_photo()
    article = make_live_article(title="Kapal kedua tiba di Pasimarannu", body_html=rich_body(photo))
    page.goto(live_server.url + article.get_absolute_url())
    screenshot(page, f"editor-{name}-article")
    found = [f"article: {line}" for line in axe(page)]
    edition = make_draft(title="Kapal kedua tiba di Pasimarannu", body_html=rich_body(photo))
    EditionPhoto.objects.create(edition=edition, photo=photo, alt="Nelayan menarik jolloro")
    desk(edition)
    page.locator(".held img").wait_for()
    page.locator("[contenteditable=true] td").first.click()
    page.wait_for_load_state("networkidle")
    screenshot(page, f"editor-{name}")
    found += [f"editor: {line}" for line in axe(page)]
    tool(page, "Tautan").click()
    screenshot(page, f"editor-{name}-dialog", full_page=False)
    found += [f"dialog: {line}" for line in axe(page)]
    too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert found == [] and too_wide <= 0
