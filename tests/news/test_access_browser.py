"""Secret links in a real browser: from the button in the admin to the journalist's telephone."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from news import access
from news.models import EmbargoLink
from tests.browser import LOOKS, axe, screenshot
from tests.factories import make_approved, make_draft, make_user
from tests.sign_in import sign_in

TEXT = "Sebanyak 120 nelayan di Kecamatan Benteng menerima kartu kepesertaan pada Sabtu pagi."


def make_scheduled():
    return make_approved(
        title="Nelayan Benteng menerima kartu kepesertaan",
        summary="Sebanyak 120 nelayan kini terlindungi.",
        body_html=f"<p>{TEXT}</p>" * 6,
        live_from=timezone.now() + timedelta(days=2),
    )


def sign_in_browser(page, live_server):
    """With the session cookie alone: the sign-in itself is tried elsewhere."""
    client = sign_in(Client(), make_user(is_staff=True, is_superuser=True))
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])


def bearer(link_and_token):
    link, token = link_and_token
    return link.path_with(token)


def faults(page, name):
    page.wait_for_load_state()  # after a click the new page may not have begun
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    too_wide = [f"{name}: {width} px too wide"] if width > 0 else []
    return [f"{name}: {line}" for line in axe(page)] + too_wide


@pytest.mark.parametrize("page", [{"permissions": ["clipboard-read", "clipboard-write"]}], indirect=True)
def test_journalist_reads_under_embargo_until_the_link_is_revoked(page, browser, live_server, transactional_db):
    edition = make_scheduled()
    sign_in_browser(page, live_server)
    page.goto(live_server.url + reverse("admin:news_edition_access", args=[edition.pk]))
    page.get_by_label("nama wartawan", exact=False).fill("Ratna")
    page.get_by_label("media", exact=False).fill("Harian Pesisir")
    page.locator("form[action*=embargo]").get_by_role("button", name="Buat tautan").click()
    page.get_by_role("button", name="Salin tautan").click()
    page.get_by_role("button", name="Tautan tersalin").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.input_value("#fresh-url") and copied.startswith(settings.PUBLIC_ORIGIN)
    address = live_server.url + copied.removeprefix(settings.PUBLIC_ORIGIN)

    # On the telephone, without JavaScript and without a cookie.
    telephone = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    reader = telephone.new_page()
    reader.goto(address)
    assert TEXT not in reader.content()
    reader.get_by_role("button", name="Saya mengerti, buka naskah").click()
    assert TEXT in reader.content() and "Ratna, Harian Pesisir" in reader.content()
    assert telephone.cookies() == []

    page.goto(page.url.removesuffix("embargo/"))
    page.get_by_text(re.compile("Dibuka 1 kali")).wait_for()
    assert copied not in page.content()
    page.get_by_role("button", name="Cabut tautan: Ratna").click()
    page.get_by_text("tidak dapat dibuka lagi").wait_for()
    assert not EmbargoLink.objects.get().is_open()
    assert reader.goto(address).status == 410 and TEXT not in reader.content()
    telephone.close()


@pytest.mark.parametrize("page", LOOKS.values(), ids=LOOKS, indirect=True)
def test_axe_finds_nothing_on_pages_before_publication(page, live_server, transactional_db, request):
    shot, by, edition = f"access-{request.node.callspec.id}", make_user(), make_scheduled()
    links = {
        "preview": bearer(access.make_preview(edition, by=by, purpose="Kepala Dinas Sosial")),
        "embargo": bearer(access.give_embargo_access(edition, by=by, name="Ratna", outlet="Harian Pesisir")),
    }
    found = []
    for name, address in links.items():
        page.goto(live_server.url + address)
        screenshot(page, f"{shot}-{name}")
        found += faults(page, name)
        page.locator("main form button").click()
        page.get_by_text(TEXT).first.wait_for()
        screenshot(page, f"{shot}-{name}-open")
        found += faults(page, f"{name} open")
    page.goto(f"{live_server.url}/pratinjau/{'x' * 43}/")
    screenshot(page, f"{shot}-closed")
    found += faults(page, "closed")

    revoked, _ = access.give_embargo_access(edition, by=by, name="Andi", outlet="Radio Bahari", email="a@b.example")
    access.revoke_embargo_access(revoked, by=by)
    sign_in_browser(page, live_server)
    for name, at in (("draft", make_draft().pk), ("scheduled", edition.pk)):
        page.goto(live_server.url + reverse("admin:news_edition_access", args=[at]))
        screenshot(page, f"{shot}-admin-{name}")
        found += faults(page, f"admin {name}")
    page.get_by_text(re.compile("Dibuka 1 kali, terakhir")).nth(1).click()
    page.locator("form[action$='pratinjau/']").get_by_role("button", name="Buat tautan").click()
    page.locator("#fresh-url").wait_for()
    screenshot(page, f"{shot}-admin-fresh")
    found += faults(page, "admin fresh")
    page.locator("form[action$='embargo/']").get_by_role("button", name="Buat tautan").click()
    screenshot(page, f"{shot}-admin-error")
    found += faults(page, "admin error")
    assert not found, "\n".join(found)
