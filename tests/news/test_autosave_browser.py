"""Nothing lost, nobody overwritten: in a real browser, as a hurried writer would have it."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from news.models import Autosave, Edition
from selayar_site import roles
from tests.browser import LOOKS, axe, listen, screenshot
from tests.factories import make_draft
from tests.news.test_newsroom_browser import PASSWORD, make_signing, roles_granted, write_in_editor  # noqa: F401
from tests.sign_in import code_of, make_staff
from tests.sign_in import sign_in as session_of

pytestmark = pytest.mark.usefixtures("roles_granted")
BODY = "<p>Bupati membuka musyawarah.</p><p>Hadir 40 orang.</p><p>Acara selesai siang.</p>"


def enter(page, live_server, user):
    """Signed in without the pages of the sign-in; those have tests of their own."""
    value = session_of(Client(), user).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])


def form_of(live_server, edition) -> str:
    return f"{live_server.url}/admin/news/edition/{edition.pk}/change/"


def is_kept(page):
    """Until the page says that the text is put aside."""
    page.locator("[data-saved]", has_text="Disimpan sementara").wait_for()


@pytest.fixture
def writer():
    return make_staff(roles.WRITER, full_name="Siti Aminah", email="siti@selayar.example")


@pytest.fixture
def other_page(page):
    """A second person's browser."""
    context = page.context.browser.new_context(viewport={"width": 1280, "height": 900}, locale="id-ID")
    context.set_default_timeout(10_000)
    window = context.new_page()
    complaints = listen(window)
    yield window
    context.close()
    assert not complaints, complaints


def test_words_come_back_after_the_tab_was_closed(page, live_server, writer):
    edition = make_draft(title="Musyawarah desa", body_html=BODY)
    enter(page, live_server, writer)
    page.goto(form_of(live_server, edition))
    page.fill("#id_title", "Musyawarah desa di Pasimasunggu")
    write_in_editor(page, "Kalimat yang tidak boleh hilang. ")
    is_kept(page)
    tab = page.context.new_page()
    page.close()
    tab.goto(form_of(live_server, edition))
    offer = tab.locator(".unsaved")
    assert "belum tersimpan dari pukul" in offer.inner_text()
    offer.get_by_text("Lihat bedanya").click()
    assert "tidak boleh hilang" in offer.inner_text()
    screenshot(tab, "autosave-offer")
    offer.get_by_role("link", name="Pulihkan").click()
    assert tab.input_value("#id_title") == "Musyawarah desa di Pasimasunggu"
    assert "tidak boleh hilang" in tab.locator("[contenteditable=true]").inner_text()
    screenshot(tab, "autosave-restored")
    tab.get_by_role("button", name="Simpan konsep").click()
    tab.wait_for_url("**/change/")
    assert tab.locator(".unsaved").count() == 0
    edition.refresh_from_db()
    assert "tidak boleh hilang" in edition.body_html and not Autosave.objects.of(writer, edition).exists()


def test_last_words_before_the_tab_closes_are_kept_too(page, live_server, writer):
    """Closed before the two seconds are over."""
    enter(page, live_server, writer)
    page.goto(f"{live_server.url}/admin/news/edition/add/")
    page.fill("#id_title", "Baru saja diketik")
    page.on("dialog", lambda dialog: dialog.accept())  # “leave the page?”
    page.goto("about:blank")
    for _ in range(50):
        if Autosave.objects.exists():
            break
        page.wait_for_timeout(100)
    assert Autosave.objects.get().data["title"] == "Baru saja diketik"


def test_sign_in_that_ends_while_writing_loses_nothing(page, live_server):
    user, secret = make_signing(roles.WRITER, email="siti@selayar.example")
    edition = make_draft(title="Musyawarah desa", body_html=BODY)
    enter(page, live_server, user)
    page.goto(form_of(live_server, edition))
    page.wait_for_load_state("networkidle")
    Session.objects.all().delete()
    write_in_editor(page, "Ditulis sesudah masa masuk berakhir. ")
    notice = page.locator("[data-beside]")
    notice.get_by_text("Masa masuk Anda sudah berakhir").wait_for()
    page.get_by_role("button", name="Simpan konsep").click()
    page.wait_for_timeout(500)
    assert page.url == form_of(live_server, edition)
    assert page.evaluate("document.activeElement.matches('[data-beside]')")
    screenshot(page, "autosave-signed-out")
    assert axe(page) == []

    with page.context.expect_page() as opening:
        notice.get_by_role("link", name="Masuk lagi di tab baru").click()
    tab = opening.value
    tab.fill("input[name=login]", user.email)
    tab.fill("input[name=password]", PASSWORD)
    tab.get_by_role("button", name="Masuk").click()
    tab.fill("input[name=code]", code_of(secret))
    tab.get_by_role("button", name="Masuk").click()
    tab.wait_for_url("**/admin/")
    tab.close()

    page.bring_to_front()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    is_kept(page)
    assert "berakhir" not in notice.inner_text()
    page.get_by_role("button", name="Simpan konsep").click()
    page.get_by_text("Konsep tersimpan pukul").wait_for()
    edition.refresh_from_db()
    assert "sesudah masa masuk" in edition.body_html


def test_form_of_the_night_before_is_saved_in_the_morning(page, live_server, writer):
    """Another sign-in in between: the token of the form is old, and nobody notices."""
    edition = make_draft(title="Musyawarah desa")
    enter(page, live_server, writer)
    page.clock.install()
    page.goto(form_of(live_server, edition))
    page.fill("#id_place", "Bontoharu")
    page.clock.run_for(3000)
    is_kept(page)
    page.context.clear_cookies()
    enter(page, live_server, writer)
    page.clock.set_system_time(timezone.now() + timedelta(hours=11))
    page.get_by_role("button", name="Simpan konsep").click()
    page.get_by_text("Konsep tersimpan pukul").wait_for()
    edition.refresh_from_db()
    assert edition.place == "Bontoharu"


def test_words_just_saved_are_not_offered_again(page, live_server, writer):
    """Saved before the two seconds are over, once and again."""
    edition = make_draft()
    enter(page, live_server, writer)
    page.goto(form_of(live_server, edition))
    for title in ("Satu", "Dua", "Tiga"):
        page.fill("#id_title", title)
        page.get_by_role("button", name="Simpan konsep").click()
        page.get_by_text("Konsep tersimpan pukul").wait_for()
        page.wait_for_timeout(300)
        page.goto(form_of(live_server, edition))
        assert page.locator(".unsaved").count() == 0
    edition.refresh_from_db()
    assert (edition.title, edition.version) == ("Tiga", 4)


def test_without_connection_the_page_says_so_and_keeps_the_words(page, live_server, writer):
    edition = make_draft()
    enter(page, live_server, writer)
    page.goto(form_of(live_server, edition))
    page.context.set_offline(True)
    page.fill("#id_title", "Ditulis tanpa sinyal")
    page.get_by_text("Sambungan terputus").wait_for()
    page.get_by_role("button", name="Simpan konsep").click()
    page.wait_for_timeout(300)
    assert page.input_value("#id_title") == "Ditulis tanpa sinyal"
    page.context.set_offline(False)
    page.get_by_role("button", name="Simpan konsep").click()
    page.get_by_text("Konsep tersimpan pukul").wait_for()
    page.complaints.clear()


def test_second_of_two_writers_merges_and_both_texts_survive(page, other_page, live_server, writer):
    edition = make_draft(title="Musyawarah desa", body_html=BODY)
    colleague = make_staff(roles.WRITER, full_name="Andi Baso", email="baso@selayar.example")
    enter(page, live_server, writer)
    enter(other_page, live_server, colleague)
    with page.expect_response(lambda response: response.request.method == "POST"):  # the page's sign of life
        page.goto(form_of(live_server, edition))
    other_page.goto(form_of(live_server, edition))
    assert "Siti Aminah juga membuka siaran pers ini" in other_page.inner_text("[data-beside]")

    other_page.locator("[contenteditable=true] p").last.click()
    other_page.keyboard.press("End")
    other_page.keyboard.type(" Rekan menambah ini.")
    other_page.fill("#id_title", "Musyawarah di Kayuadi")
    other_page.get_by_role("button", name="Simpan konsep").click()
    other_page.get_by_text("Konsep tersimpan pukul").wait_for()

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.get_by_text("baru saja disimpan dari tempat lain").wait_for()
    screenshot(page, "autosave-overtaken")
    write_in_editor(page, "")
    page.keyboard.press("Control+Home")
    page.keyboard.type("Saya membuka begini. ")
    page.fill("#id_title", "Musyawarah desa di Jampea")
    page.fill("#id_summary", "Ringkasan dari saya.")
    page.get_by_role("button", name="Simpan konsep").click()
    page.get_by_role("heading", name="Selagi Anda menulis").wait_for()
    assert "Andi Baso" in page.inner_text("[role=alert]")
    for name, width, scheme in (("wide-light", 1280, "light"), ("narrow-dark", 390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        screenshot(page, f"autosave-merge-{name}")
        assert axe(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

    # By keyboard alone: the headline is asked, everything else is proposed.
    headline = page.get_by_role("group", name="Judul")
    headline.get_by_label("Pakai tulisan saya").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Simpan gabungan ini").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Konsep tersimpan pukul").wait_for()
    edition.refresh_from_db()
    assert edition.title == "Musyawarah desa di Jampea" and edition.summary == "Ringkasan dari saya."
    assert "Saya membuka begini." in edition.body_html and "Rekan menambah ini." in edition.body_html
    assert edition.body_html.count("Hadir 40 orang.") == 1


@pytest.mark.parametrize("page", LOOKS.values(), ids=LOOKS, indirect=True)
def test_offers_read_well_and_work_by_keyboard(page, live_server, writer, request):
    edition = make_draft(title="Musyawarah desa", body_html=BODY)
    typed = f"title=Musyawarah+di+Jampea&summary=Ringkasan+baru&body_html={BODY}&place=Benteng"
    rows = "photos-TOTAL_FORMS=0&photos-INITIAL_FORMS=0&attachments-TOTAL_FORMS=0&attachments-INITIAL_FORMS=0"
    for number, days in ((1, 0), (2, 3)):
        Autosave.objects.create(
            user=writer, edition=edition, window=f"jendela-{number}", base_version=edition.version,
            typed=f"{typed}&{rows}", saved_at=timezone.now() - timedelta(days=days),
        )  # fmt: skip
    enter(page, live_server, writer)
    page.goto(form_of(live_server, edition))
    page.wait_for_load_state("networkidle")
    page.locator(".unsaved summary").first.focus()
    page.keyboard.press("Enter")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    screenshot(page, f"autosave-offers-{request.node.callspec.id}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Pulihkan"
    page.keyboard.press("Enter")
    page.wait_for_url("**pulihkan=*")
    assert page.input_value("#id_title") == "Musyawarah di Jampea"


@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_without_javascript_a_form_sent_too_late_can_be_sent_again(page, live_server):
    user, secret = make_signing(roles.WRITER, email="siti@selayar.example")
    edition = make_draft(title="Musyawarah desa")
    enter(page, live_server, user)
    page.goto(form_of(live_server, edition))
    page.fill("#id_title", "Ditulis tanpa JavaScript")
    Session.objects.all().delete()
    page.get_by_role("button", name="Simpan konsep").click()
    assert "tidak hilang" in page.inner_text("h1")
    screenshot(page, "autosave-sent-too-late")
    with page.context.expect_page() as opening:
        page.get_by_role("link", name="Masuk lagi di tab baru").click()
    tab = opening.value
    tab.fill("input[name=login]", user.email)
    tab.fill("input[name=password]", PASSWORD)
    tab.get_by_role("button", name="Masuk").click()
    tab.fill("input[name=code]", code_of(secret))
    tab.get_by_role("button", name="Masuk").click()
    tab.wait_for_url("**/admin/")
    page.get_by_role("button", name="Kirim lagi").click()
    page.get_by_role("button", name="Kirim lagi").click()
    edition = Edition.objects.get()
    assert edition.title == "Ditulis tanpa JavaScript"


def test_page_keeps_its_promises_about_what_is_sent(page, live_server, writer):
    """One request after typing stops, none while nothing is typed, and no words in the browser's own stores."""
    edition = make_draft()
    enter(page, live_server, writer)
    sent = []
    page.on("request", lambda request: sent.append(request) if "/sementara/" in request.url else None)
    page.goto(form_of(live_server, edition))
    page.wait_for_timeout(2600)
    assert sent == []
    page.locator("#id_title").press_sequentially("Mengetik cepat sekali", delay=30)
    is_kept(page)
    assert len(sent) == 1
    stores = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert "Mengetik" not in stores


def test_rules_turn_beside_their_fields_while_somebody_writes(page, live_server, writer):
    edition = make_draft(by=writer, summary="", body_html=BODY)
    enter(page, live_server, writer)
    page.goto(form_of(live_server, edition))
    summary = page.locator(".field-summary .rule")
    assert summary.inner_text().strip() == "Tuliskan ringkasan: satu atau dua kalimat."
    page.get_by_role("link", name="Tuliskan ringkasan").click()
    page.keyboard.type("Ringkasannya.")
    page.locator(".field-summary .rule__met", has_text="Ringkasan ada").wait_for()
    assert page.locator("#id_summary").evaluate("field => field === document.activeElement")
    assert page.locator("[data-rules-said]").inner_text() == "Semua syarat untuk diajukan terpenuhi."
    page.fill("#id_title", "")
    page.locator(".field-title .rule__open").wait_for()
    page.get_by_role("heading", name="Belum dapat disimpan").wait_for()
    assert not axe(page)
    edition.refresh_from_db()
    assert (edition.summary, edition.version) == ("", 1)


def test_line_being_written_stays_above_the_buttons_and_the_tools_stay_in_sight(page, live_server, writer):
    edition = make_draft(by=writer, body_html="<p>Satu.</p>" * 40)
    enter(page, live_server, writer)
    page.goto(form_of(live_server, edition))
    page.locator("[contenteditable=true] p").last.click()
    page.keyboard.press("Control+End")
    for number in range(6):
        page.keyboard.press("Enter")
        page.keyboard.type(f"Baris {number}")
    line = page.locator("[contenteditable=true] p").last.bounding_box()
    bar, tools = page.locator(".savebar").bounding_box(), page.locator(".richtext__toolbar").bounding_box()
    assert line["y"] + line["height"] <= bar["y"]
    assert 0 <= tools["y"] < 60
    is_kept(page)


def test_text_too_long_to_be_sent_at_parting_is_kept_before_its_form_is_sent(page, live_server, writer):
    edition = make_draft(by=writer, body_html="<p>" + "Kalimat panjang. " * 5_000 + "</p>")
    enter(page, live_server, writer)
    page.goto(form_of(live_server, edition))
    page.route("**/change/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.fill("#id_title", "Tidak boleh hilang")
    with page.expect_request(lambda request: request.method == "POST" and request.url.endswith("/change/")):
        page.get_by_role("button", name="Simpan konsep").click()
    # By the time the form goes out, its text is kept.
    assert Autosave.objects.get().data["title"] == "Tidak boleh hilang"
    page.complaints.clear()
