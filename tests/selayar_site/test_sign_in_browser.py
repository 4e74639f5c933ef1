"""The first day of a colleague, and the admin's own pages, in a real browser: by keyboard, light and dark."""

import pytest
from django.core.cache import cache

from selayar_site import roles
from tests.browser import axe, screenshot, wait_until
from tests.factories import make_page, make_program
from tests.sign_in import code_of, make_staff, set_up_factor

PASSWORD = "kapal-layar-di-teluk"
SCREENS = [(1280, "light"), (390, "dark")]


@pytest.fixture(autouse=True)
def clean_start(transactional_db):
    cache.clear()


def look(page, name):
    """Keep pictures at both widths and in both schemes; complain of whatever axe finds."""
    found = []
    for width, scheme in SCREENS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colours on their way
        screenshot(page, f"{name}-{width}-{scheme}")
        found += [f"{name} {width} {scheme}: {line}" for line in axe(page)]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
    assert found == []


def type_and_enter(page, *texts):
    """Into the focused field and those after it; Enter sends the form."""
    for number, text in enumerate(texts):
        if number:
            page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Enter")


def sign_in(page, live_server, user, secret):
    page.goto(f"{live_server.url}/admin/")
    page.focus("[name=login]")
    type_and_enter(page, user.email, PASSWORD)
    page.wait_for_url("**/kode/**")
    page.focus("[name=code]")
    type_and_enter(page, code_of(secret))
    page.wait_for_url("**/admin/")


def test_first_day_by_keyboard(page, live_server):
    user = make_staff(roles.WRITER, password=PASSWORD)
    page.goto(f"{live_server.url}/admin/")
    look(page, "sign-in")
    page.focus("[name=login]")
    type_and_enter(page, user.email, "bukan-ini-sandinya")
    page.wait_for_selector(".summary")
    look(page, "sign-in-refused")

    page.focus("[name=password]")
    type_and_enter(page, PASSWORD)
    page.wait_for_selector("[name=code]")
    look(page, "set-up")
    secret = page.locator(".secret").text_content()
    page.focus("[name=code]")
    type_and_enter(page, "000000")
    page.wait_for_selector(".summary")
    look(page, "set-up-refused")
    assert page.locator(".secret").text_content() == secret
    page.focus("[name=code]")
    page.fill("[name=code]", "")
    type_and_enter(page, code_of(secret))

    page.wait_for_url("**/cadangan/")
    look(page, "recovery-codes")
    codes = page.locator(".codes li").all_text_contents()
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh").press("Enter")
    assert download.value.path().read_text().split() == codes
    page.get_by_role("link", name="Sudah saya simpan").press("Enter")
    page.wait_for_url("**/admin/")

    page.get_by_role("button", name="Keluar").press("Enter")
    page.wait_for_url("**/akun/masuk/")
    assert "Anda sudah keluar" in page.inner_text("main")
    page.focus("[name=login]")
    type_and_enter(page, user.email, PASSWORD)
    page.wait_for_url("**/kode/**")
    look(page, "second-step")
    page.focus("[name=code]")
    type_and_enter(page, codes[0])
    page.wait_for_url("**/admin/")


def test_session_that_ended_leads_back_to_the_page(page, live_server):
    user = make_staff(roles.EDITOR, password=PASSWORD)
    secret = set_up_factor(user)
    sign_in(page, live_server, user, secret)
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/admin/news/tag/")
    page.focus("[name=login]")
    type_and_enter(page, user.email, PASSWORD)
    page.wait_for_url("**/kode/**")
    page.focus("[name=code]")
    type_and_enter(page, code_of(secret, step=1))
    page.wait_for_url("**/admin/news/tag/")


def test_office_of_the_administrator(page, live_server):
    user = make_staff(roles.ADMINISTRATOR, roles.PROGRAM_OFFICER, password=PASSWORD)
    colleague = make_staff(roles.WRITER)
    set_up_factor(colleague)
    sign_in(page, live_server, user, set_up_factor(user))
    kept, program = make_page(), make_program()
    for name, path in {
        "index": "",
        "accounts": "selayar_site/user/",
        "account": f"selayar_site/user/{colleague.pk}/change/",
        "reset": f"selayar_site/user/{colleague.pk}/langkah-kedua/",
        "roles": "auth/group/",
        "history": "selayar_site/audit/",
        "page": f"selayar_site/page/{kept.pk}/change/",
        "page-history": f"selayar_site/page/{kept.pk}/history/",
        "identity": "selayar_site/siteidentity/",
        "programs": "programs/program/",
        "program": f"programs/program/{program.pk}/change/",
        "areas": "programs/area/",
    }.items():
        page.goto(f"{live_server.url}/admin/{path}")
        look(page, f"office-{name}")


def test_editor_writes_what_the_sanitiser_keeps(page, live_server):
    user = make_staff(roles.ADMINISTRATOR, password=PASSWORD)
    kept = make_page(body_html="<p>Awal.</p>")
    sign_in(page, live_server, user, set_up_factor(user))
    page.goto(f"{live_server.url}/admin/selayar_site/page/{kept.pk}/change/")
    text = page.get_by_role("textbox", name="Isi")
    text.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Biasa ")
    press(page, "Tebal")
    page.keyboard.type("tebal")
    press(page, "Tabel")
    page.keyboard.type("Kecamatan")
    press(page, "Judul tabel")
    page.fill("dialog input", "Peserta menurut kecamatan")
    look(page, "editor-dialog")
    page.locator("dialog").get_by_role("button", name="Pakai").click()
    page.get_by_role("button", name="Simpan dan lanjut menyunting").click()
    page.wait_for_selector(".messagelist")
    kept.refresh_from_db()
    assert kept.body_html.startswith("<p>Biasa <strong>tebal</strong></p>")
    assert '<caption>Peserta menurut kecamatan</caption><thead><tr><th scope="col">Kecamatan</th>' in kept.body_html


def test_text_pasted_from_a_word_processor_keeps_its_meaning(page, live_server):
    user = make_staff(roles.ADMINISTRATOR, password=PASSWORD)
    kept = make_page(body_html="")
    sign_in(page, live_server, user, set_up_factor(user))
    page.goto(f"{live_server.url}/admin/selayar_site/page/{kept.pk}/change/")
    page.get_by_role("textbox", name="Isi").click()
    page.evaluate(
        """html => {
            const data = new DataTransfer()
            data.setData("text/html", html)
            const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
            document.querySelector("[contenteditable=true]").dispatchEvent(paste)
        }""",
        '<b style="font-weight:normal"><p><span style="font-weight:400">biasa</span> '
        '<span style="font-weight:700">kuat</span></p></b><script>x()</script>',
    )
    assert page.locator("[name=body_html]").input_value() == "<p>biasa <strong>kuat</strong></p>"


def test_toolbar_is_one_stop_for_the_tab_key(page, live_server):
    user = make_staff(roles.ADMINISTRATOR, password=PASSWORD)
    kept = make_page()
    sign_in(page, live_server, user, set_up_factor(user))
    page.goto(f"{live_server.url}/admin/selayar_site/page/{kept.pk}/change/")
    page.get_by_role("button", name="Paragraf").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.textContent") == "Subjudul"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "textbox"


def test_second_writer_compares_and_saves(page, live_server):
    user = make_staff(roles.ADMINISTRATOR, password=PASSWORD)
    kept = make_page(title="Asli")
    sign_in(page, live_server, user, set_up_factor(user))
    page.goto(f"{live_server.url}/admin/selayar_site/page/{kept.pk}/change/")
    type(kept).objects.filter(pk=kept.pk).update(title="Dari orang lain", version=kept.version + 1)
    page.fill("[name=title]", "Dari saya")
    page.get_by_role("button", name="Simpan dan lanjut menyunting").click()
    page.wait_for_selector(".differences")
    look(page, "overtaken")
    assert "Dari orang lain" in page.inner_text(".differences")
    assert page.input_value("[name=title]") == "Dari saya"
    page.get_by_role("button", name="Simpan dan lanjut menyunting").click()
    page.wait_for_selector(".messagelist")
    kept.refresh_from_db()
    assert (kept.title, kept.version) == ("Dari saya", 3)


def press(page, name):
    """A button of the toolbar; the editor takes the focus back in the next frame."""
    page.get_by_role("toolbar").get_by_role("button", name=name, exact=True).click()
    if name != "Judul tabel":
        wait_until(page, "document.activeElement.isContentEditable")
