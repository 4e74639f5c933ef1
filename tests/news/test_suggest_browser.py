"""Headlines offered while words are typed, in a real browser."""

import pytest

from tests.browser import axe, screenshot, wait_until
from tests.factories import make_live_article

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.once
def test_headline_is_found_by_keyboard_alone(live_server, page):
    for title in ("Iuran nelayan turun", "Nelayan menerima kartu", "Dermaga dibuka"):
        make_live_article(title=title)
    page.goto(f"{live_server.url}/cari/")
    field = page.locator("#kata")
    field.press_sequentially("nelay")
    wait_until(page, "document.querySelectorAll('#saran-2 [role=option]').length === 2")
    assert field.get_attribute("aria-expanded") == "true"
    assert not axe(page)
    field.press("ArrowDown")
    field.press("ArrowDown")
    assert field.get_attribute("aria-activedescendant") == "saran-2-1"
    screenshot(page, "search-suggestions", full_page=False)
    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false" and field.input_value() == "nelay"
    field.press("ArrowUp")
    field.press("Enter")
    page.wait_for_url("**/berita/iuran-nelayan-turun/")


@pytest.mark.once
@pytest.mark.parametrize("page", [{"java_script_enabled": False}], indirect=True)
def test_field_searches_without_scripts(live_server, page):
    make_live_article(title="Iuran nelayan turun")
    page.goto(f"{live_server.url}/cari/")
    page.locator("#kata").fill("nelayan")
    page.locator("#kata").press("Enter")
    assert page.get_by_role("heading", name="Iuran nelayan turun").is_visible()
