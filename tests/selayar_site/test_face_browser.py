"""The public pages as a reader's browser shows them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news import actions
from programs.actions import figures
from programs.areas import load_areas
from tests.browser import axe, screenshot
from tests.factories import (
    OCTOBER,
    make_award,
    make_indicator,
    make_live_article,
    make_occupation,
    make_page,
    make_program,
    make_published_figure,
    make_published_snapshot,
    make_village,
    make_worker,
)

BODY = (
    "<p>Isi pertama.</p><h2>Anak judul</h2><p>Isi kedua.</p><table><thead><tr>"
    + "".join(f'<th scope="col">Kolom yang panjang {number}</th>' for number in range(6))
    + "</tr></thead><tbody><tr>"
    + "<td>Rp16.800</td>" * 6
    + "</tr></tbody></table><blockquote><p>Kutipan.</p></blockquote>"
)
LONG_TITLE = "Ketenagakerjaan dan pertanggungjawaban penyelenggaraan pemerintahan sepulau-pulau"


def tell_figures() -> None:
    """Every chart of `/statistik/`: bars, the map, lines of two months, and a figure that was retracted."""
    load_areas()
    share = make_indicator(kind="share", unit="pekerja")
    make_published_figure(indicator=share, value=53)
    wrong = make_published_figure(indicator=share, value=59)
    figures.retract_figure(wrong, by=wrong.entered_by, version=wrong.version, reason="Tidak ada dokumennya.")
    village, occupation = make_village(code="73.01.10.2001"), make_occupation()
    for _ in range(6):
        make_worker(village=village, occupation=occupation)
    for month in (OCTOBER, OCTOBER + 1):
        make_published_snapshot(month)
    make_award()


@pytest.fixture
def addresses(transactional_db) -> list[str]:
    article = make_live_article(title=LONG_TITLE, body_html=BODY)
    now = timezone.now()
    actions.correct(article, by=article.created_by, kind="ralat", at=now, wrong="“12”", right="Yang benar 11.")
    make_live_article(live_from=now - timedelta(days=1))
    program = make_program(faq=[{"question": "Berapa?", "answer": "Rp16.800."}], legal_basis=["UU 24/2011"])
    tell_figures()
    slugs = [make_page(slug=slug).slug for slug in ("tentang", "kontak")]
    shown = ["/", "/berita/", article.get_absolute_url(), "/program/", program.get_absolute_url(), "/tidak-ada/"]
    shown += ["/statistik/", "/penghargaan/"]
    return [*shown, *(f"/{slug}/" for slug in slugs), "/panduan-gaya/"]


@pytest.mark.parametrize(("width", "scheme", "turned"), [(320, "light", 768), (1280, "dark", 390)])
def test_each_page_fits_and_has_no_barrier(addresses, live_server, page, width, scheme, turned):
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for address in addresses:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(live_server.url + address)
        assert page.locator("h1").count() == 1, address
        assert axe(page) == [], address
        for each in (width, turned):
            page.set_viewport_size({"width": each, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= each, (address, each)
            screenshot(page, f"{address.strip('/').replace('/', '-') or 'beranda'}-{each}-{scheme}")


def test_text_is_comfortable_on_a_phone(addresses, live_server, page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(live_server.url + addresses[2])
    size = page.locator(".prose p").first.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
    assert size >= 18


def test_reader_without_javascript_misses_nothing(addresses, live_server, browser):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(live_server.url + addresses[2])
        assert page.get_by_role("link", name="WhatsApp").is_visible()
        assert page.get_by_role("button", name="Salin tautan").is_hidden()
        page.get_by_role("navigation", name="Utama").get_by_role("link", name="Program").click()
        assert page.locator("h1").inner_text() == "Program perlindungan sosial"


def test_styleguide_stays_out_of_search(client, db):
    answer = client.get("/panduan-gaya/")
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies
