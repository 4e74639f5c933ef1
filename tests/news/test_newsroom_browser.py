"""A release's whole way in a real browser: from the writer's desk to the reader's 410."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from news import actions
from news.models import Article
from news.words import moment
from selayar_site import roles
from selayar_site.roles import grant
from tests.browser import LOOKS, axe, screenshot
from tests.factories import make_approved, make_category, make_draft, make_program, make_submitted
from tests.pictures import phone_photo
from tests.sign_in import code_of, make_staff, set_up_factor
from tests.sign_in import sign_in as session_of

PASSWORD = "kata sandi untuk dicoba"
BODY = "Sebanyak 120 nelayan di Kecamatan Benteng menerima kartu kepesertaan pada Sabtu pagi."


@pytest.fixture
def roles_granted(transactional_db):
    """A flushed database has lost what the migrations wrote."""
    from django.apps import apps
    from django.contrib.auth.management import create_permissions

    for config in apps.get_app_configs():
        create_permissions(config, verbosity=0)
    grant(apps)
    assert Group.objects.exists()


def make_signing(*role, **fields):
    user = make_staff(*role, **fields)
    user.set_password(PASSWORD)
    user.save()
    return user, set_up_factor(user)


def sign_in(page, live_server, user, secret, *, step=0):
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/admin/")
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.fill("input[name=code]", code_of(secret, step=step))
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url("**/admin/")


def write_in_editor(page, text):
    page.locator("[contenteditable=true]").click()
    page.keyboard.type(text)


def test_release_from_first_word_to_withdrawal(page, live_server, roles_granted):
    writer, writer_secret = make_signing(roles.WRITER, email="penulis@selayar.example")
    editor, editor_secret = make_signing(roles.EDITOR, email="penyunting@selayar.example")
    make_category(name="Perlindungan sosial")
    make_program(name="Sikamseang")

    # The writer uploads the phone's photo, then writes.
    sign_in(page, live_server, writer, writer_secret)
    page.goto(f"{live_server.url}/admin/selayar_site/photo/add/")
    page.set_input_files(
        "input[type=file]", {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": phone_photo()}
    )
    page.fill("input[name=title]", "Kartu nelayan Benteng")
    page.fill("input[name=credit]", "Foto: HUMAS Selayar")
    page.fill("textarea[name=alt]", "Seorang nelayan berdiri di perahu jolloro.")
    page.get_by_role("button", name="Unggah").click()
    page.wait_for_url("**/photo/*/change/**")

    page.goto(f"{live_server.url}/admin/")
    page.get_by_role("link", name="Tulis siaran pers").click()
    page.fill("#id_title", "Nelayan Benteng menerima kartu kepesertaan")
    write_in_editor(page, BODY)
    page.get_by_role("button", name="Simpan dan ajukan").click()
    assert "belum dapat diajukan" in page.inner_text(".messagelist")

    # What is missing is listed; each line leads to its field.
    page.get_by_role("link", name="Tuliskan ringkasan").click()
    page.keyboard.type("Sebanyak 120 nelayan kini terlindungi.")
    assert page.input_value("#id_summary") == "Sebanyak 120 nelayan kini terlindungi."
    page.select_option("#id_category", label="Perlindungan sosial")
    page.get_by_label("Sikamseang").check()
    page.fill("#id_tag_names", "nelayan, BPJS Ketenagakerjaan")
    page.get_by_role("button", name="Pilih foto dari pustaka").click()
    page.get_by_label("Cari di pustaka").fill("nelayan berdiri")
    screenshot(page, "newsroom-library", full_page=False)
    page.get_by_role("button", name="Kartu nelayan Benteng").click()
    page.get_by_role("button", name="Simpan konsep").click()
    assert "Konsep tersimpan" in page.inner_text(".messagelist")
    assert "nelayan berdiri" in page.input_value("#id_photos-0-alt")
    page.select_option("#id_photos-0-role", "lead")
    screenshot(page, "newsroom-form")
    page.get_by_role("button", name="Simpan dan ajukan").click()
    assert "Menunggu persetujuan" in page.inner_text(".newsroom__state")
    screenshot(page, "newsroom-submitted")

    # The editor returns it with a comment.
    sign_in(page, live_server, editor, editor_secret)
    screenshot(page, "newsroom-desk-editor")
    page.get_by_role("link", name="Nelayan Benteng").first.click()
    page.get_by_text("Kembalikan", exact=True).first.click()
    page.fill("textarea[name=comment]", "Sebutkan siapa yang menyerahkan kartu.")
    screenshot(page, "newsroom-review")
    page.get_by_role("button", name="Kembalikan").click()
    assert "Dikembalikan kepada penulis" in page.inner_text(".messagelist")

    # The writer reads it above the form and submits again.
    sign_in(page, live_server, writer, writer_secret, step=1)
    screenshot(page, "newsroom-desk-writer")
    page.get_by_role("link", name="Nelayan Benteng").first.click()
    assert "Sebutkan siapa" in page.inner_text(".remarks")
    page.fill("#id_place", "Benteng")
    screenshot(page, "newsroom-returned")
    page.get_by_role("button", name="Simpan dan ajukan").click()

    # The editor approves for a moment in WITA, which is said in words first.
    sign_in(page, live_server, editor, editor_secret, step=1)
    page.get_by_role("link", name="Nelayan Benteng").first.click()
    page.get_by_label("Pada waktu tertentu").check()
    at = timezone.localtime() + timedelta(days=2)
    page.fill("input[name=live_from]", f"{at:%Y-%m-%dT09:00}")
    page.get_by_role("button", name="Setujui").click()
    screenshot(page, "newsroom-confirm")
    assert "pukul 09.00 WITA" in page.inner_text(".newsroom__moment")
    page.get_by_role("button", name="Ya, setujui untuk waktu itu").click()
    assert "Terjadwal" in page.inner_text(".newsroom__state")
    article = Article.objects.get()
    assert page.request.get(f"{live_server.url}{article.get_absolute_url()}").status == 404

    # Taken back and approved for now; a revision is written while the text stays.
    page.get_by_role("button", name="Tarik kembali persetujuan").click()
    page.get_by_label("Sekarang juga").check()
    page.get_by_role("button", name="Setujui").click()
    assert page.request.get(f"{live_server.url}{article.get_absolute_url()}").status == 200
    screenshot(page, "newsroom-live")
    page.get_by_text("Buat revisi", exact=True).first.click()
    page.get_by_role("button", name="Buat revisi").click()
    page.fill("#id_title", "Judul yang belum boleh terbaca")
    page.fill("#id_change_note", "Judul diperjelas.")
    page.get_by_role("button", name="Simpan konsep").click()
    screenshot(page, "newsroom-revision")
    assert "belum boleh" not in page.request.get(f"{live_server.url}{article.get_absolute_url()}").text()

    # It gets an end, in words, while the revision waits; the list finds it by the day it went out.
    ends_at = timezone.localtime() + timedelta(days=3)
    page.get_by_text("Atur saat berhenti tayang", exact=True).first.click()
    page.fill("#id_set_end_ends_at", f"{ends_at:%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="Atur saat berhenti tayang").click()
    assert moment(ends_at) in page.inner_text("#content-main") and "Edisi 2" in page.inner_text("#content-main")
    screenshot(page, "newsroom-end-confirm")
    page.get_by_role("button", name="Ya, berhenti pada waktu itu").click()
    assert moment(ends_at) in page.inner_text(".messagelist")
    revision = page.url
    page.goto(f"{live_server.url}/admin/news/edition/")
    page.locator("summary", has_text="Terbit:").click()
    page.locator("summary", has_text="Penulis:").click()
    assert page.locator("#changelist-filter details[open]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("#changelist-filter details[open]").count() == 0
    page.locator("summary", has_text="Terbit:").click()
    page.fill("#id_terbit_dari", f"{timezone.localtime():%Y-%m-%d}")
    page.get_by_role("button", name="Tampilkan").click()
    assert "Judul yang belum boleh terbaca" in page.inner_text("#result_list")
    assert page.locator("#changelist-filter details[open]").count() == 0
    page.goto(revision)

    # Withdrawn with a reason: the old address says so.
    page.get_by_text("Cabut", exact=True).first.click()
    page.get_by_label("Alasan pencabutan", exact=True).fill("Jumlah penerima keliru dan sedang diperiksa.")
    screenshot(page, "newsroom-withdraw")
    page.get_by_role("button", name="Cabut").click()
    screenshot(page, "newsroom-withdraw-confirm")
    page.get_by_role("button", name="Ya, cabut siaran pers ini").click()
    assert "sudah dicabut" in page.inner_text(".messagelist")
    answer = page.request.get(f"{live_server.url}{article.get_absolute_url()}")
    assert answer.status == 410 and "sedang diperiksa" in answer.text()


def newsroom_pages():
    """The pages of a newsroom in the middle of a day, by name."""
    draft = make_draft(title="Konsep tanpa ringkasan", summary="", category=None)
    waiting, live = make_submitted(title="Menunggu redaktur"), make_approved(title="Sudah terbit")
    returned = make_submitted(title="Dikembalikan")
    actions.give_back(returned, by=live.approved_by, version=returned.version, comment="Lengkapi jumlahnya.")
    make_approved(title="Terjadwal lusa", live_from=timezone.now() + timedelta(days=2))
    return {
        "desk": "/admin/",
        "list": "/admin/news/edition/",
        "days": "/admin/news/edition/?terbit_dari=kemarin&q=zzz",
        "add": "/admin/news/edition/add/",
        "draft": f"/admin/news/edition/{draft.pk}/change/",
        "returned": f"/admin/news/edition/{returned.pk}/change/",
        "waiting": f"/admin/news/edition/{waiting.pk}/change/",
        "live": f"/admin/news/edition/{live.pk}/change/",
        "tags": "/admin/news/tag/",
    }


@pytest.mark.parametrize("page", LOOKS.values(), ids=LOOKS, indirect=True)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(page, live_server, roles_granted, request):
    editor, secret = make_signing(roles.EDITOR)
    sign_in(page, live_server, editor, secret)
    found = []
    for name, url in newsroom_pages().items():
        page.goto(live_server.url + url)
        page.wait_for_load_state("networkidle")
        screenshot(page, f"newsroom-{request.node.callspec.id}-{name}")
        found += [f"{name}: {line}" for line in axe(page)]
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        found += [f"{name}: {width} px too wide"] if width > 0 else []
    assert not found, "\n".join(found)


def test_passage_marked_in_the_text_is_commented_on_and_found_by_the_writer(page, live_server):
    writer, editor = make_staff(roles.WRITER), make_staff(roles.EDITOR)
    edition = make_submitted(by=writer, body_html="<p>Bupati hadir.</p><p>Acara selesai. Bupati <em>hadir</em>.</p>")
    address = f"{live_server.url}/admin/news/edition/{edition.pk}/change/"

    def enter(user) -> None:
        value = session_of(Client(), user).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        page.goto(address)

    enter(editor)
    page.locator("[data-paper] em").evaluate("place => getSelection().selectAllChildren(place)")
    page.get_by_role("button", name="Komentari bagian ini").click()
    page.keyboard.type("Sudah disebut.")
    page.get_by_role("button", name="Simpan komentar").click()
    page.get_by_role("link", name="Lihat di dalam naskah").wait_for()
    comment = edition.comments.get()
    assert (comment.quotation, comment.before) == ("hadir", "Bupati hadir. Acara selesai. Bupati ")
    assert not axe(page)
    edition.refresh_from_db()
    actions.give_back(edition, by=editor, version=edition.version)
    enter(writer)
    page.locator("[contenteditable=true]").wait_for()
    page.get_by_role("link", name="Lihat di dalam naskah").click()
    assert page.evaluate("getSelection().anchorNode.parentElement.tagName") == "EM"
    page.get_by_label("Sudah ditangani").check()
    page.get_by_role("button", name="Simpan konsep").click()
    page.get_by_text(f"Ditangani {writer}").wait_for()
    comment.refresh_from_db()
    assert comment.settled_by == writer
