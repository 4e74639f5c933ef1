"""A list from the office of a village into the register, in a real browser."""

import pytest
from django.conf import settings
from django.test import Client

from programs.models import Worker
from selayar_site import roles
from tests.factories import make_nik
from tests.lists import csv_of, places, worker_list, worker_row
from tests.news.test_newsroom_browser import roles_granted  # noqa: F401  a fixture
from tests.programs.test_people_browser import look
from tests.sign_in import make_staff, sign_in

pytestmark = [pytest.mark.usefixtures("roles_granted"), pytest.mark.once]


def test_officer_brings_a_list_in(page, live_server):
    places()
    client = sign_in(Client(), make_staff(roles.PROGRAM_OFFICER))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}/admin/programs/rosterimport/")
    page.get_by_role("link", name="Impor daftar baru").click()
    look(page, "import-add")
    bad = worker_row(9, nik="7.30101E+15")
    noted = worker_row(10, nik=make_nik(serial=9), sex="P", birth_date="17/05/1980")
    content = csv_of(*worker_list(4), bad, noted)
    page.get_by_label("Daftar pekerja").check()
    page.get_by_label("Berkas").set_input_files({"name": "daftar.csv", "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Unggah dan baca").click()
    look(page, "import-match")
    page.get_by_role("button", name="Periksa daftar").click()
    page.get_by_text("6 baris diperiksa: 5 baru, 1 ditolak.").wait_for()
    look(page, "import-checked")
    page.get_by_role("link", name="Ditolak 1").click()
    assert page.get_by_text("tertulis dengan huruf E").is_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Unduh yang ditolak (XLSX)").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    page.get_by_role("button", name="Terapkan 5 baris").click()
    page.get_by_text("6 baris selesai: 5 diterapkan, 1 tidak diterapkan.").wait_for()
    look(page, "import-done")
    assert Worker.objects.count() == 5
