"""An officer's morning with the registers, in a real browser: find, open a number, decide about a double."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client

from selayar_site import roles
from tests.browser import LOOKS, axe, screenshot
from tests.factories import make_nik, make_occupation, make_village, make_worker
from tests.news.test_newsroom_browser import roles_granted  # noqa: F401  a fixture
from tests.sign_in import make_staff, sign_in

pytestmark = pytest.mark.usefixtures("roles_granted")


def look(page, name):
    found = []
    for label, look in LOOKS.items():
        page.set_viewport_size(look["viewport"])
        page.emulate_media(color_scheme=look.get("color_scheme", "light"), reduced_motion="reduce")
        screenshot(page, f"registers-{name}-{label}")
        found += [f"{name} {label}: {line}" for line in axe(page)]
        assert page.evaluate("document.documentElement.scrollWidth") <= look["viewport"]["width"], name
    assert found == []


def test_officer_finds_opens_and_decides(page, live_server):
    place = {"village": make_village(), "occupation": make_occupation()}
    worker = make_worker(name="Muh. Nasir", nik=make_nik(date(1981, 5, 17)), **place)
    make_worker(name="Muhammad Nasir", **place)
    client = sign_in(Client(), make_staff(roles.PROGRAM_OFFICER))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}/admin/programs/worker/")
    look(page, "list")
    page.get_by_role("link", name="Cari menurut nomor").click()
    look(page, "find")
    page.get_by_label("Nomornya").fill(worker.nik.reveal())
    page.get_by_label("Untuk apa?").fill("Warga bertanya di loket.")
    page.get_by_role("button", name="Cari").click()
    assert worker.nik.reveal() not in page.content() + page.url
    look(page, "found")
    page.get_by_role("link", name="Muh. Nasir").click()
    look(page, "form")
    page.get_by_role("link", name="buka nomornya").click()
    page.get_by_label("Alasan").fill("Mencocokkan KTP.")
    page.get_by_role("button", name="Buka nomornya").click()
    assert page.get_by_text(worker.nik.reveal()).is_visible()
    look(page, "opened")
    page.get_by_role("link", name="Kembali ke Muh. Nasir").click()
    page.get_by_role("link", name="Muhammad Nasir (").click()
    look(page, "pair")
    page.get_by_label("Alasan").fill("KTP keduanya sama.")
    page.get_by_label("Kiri").check()
    page.get_by_role("button", name="Orang yang sama: gabungkan").click()
    page.get_by_text("Kedua baris digabungkan.").wait_for()
    worker.refresh_from_db()
    assert worker.merged_rows.count() == 1
