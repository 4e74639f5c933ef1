"""Taking a release along, in a real browser: copied, downloaded, checked, and shown on somebody else's page."""

import http.server
import io
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.browser import axe, screenshot
from tests.factories import make_approved, make_identity

TITLE = "Iuran nelayan turun separuh"


@contextmanager
def other_site(html: str) -> Iterator[str]:
    """A page of another origin."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f'<!doctype html><html lang="id"><title>Situs lain</title>{html}'.encode())

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def faults(page, name):
    page.wait_for_load_state()
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{name}: {line}" for line in axe(page)] + ([f"{name}: {width} px too wide"] if width > 0 else [])


@pytest.mark.once
@pytest.mark.parametrize("page", [{"permissions": ["clipboard-read", "clipboard-write"]}], indirect=True)
def test_release_is_copied_checked_downloaded_and_embedded(page, browser, live_server, transactional_db):
    make_identity(press_contact="Bagian Humas")
    article = make_approved(
        title=TITLE, slug="iuran", summary="Mulai April.", body_html="<p>Rp8.400 sebulan.</p>"
    ).article
    found = []
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{live_server.url}/berita/iuran/")
    page.get_by_text("Salin untuk WhatsApp").click()
    page.get_by_role("button", name="Salin teks").click()
    page.get_by_role("button", name="Teks tersalin").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"*{TITLE}*\n\nBenteng, ") and ". Mulai April.\n\n" in copied
    assert article.release_number in copied
    found += faults(page, "article")

    page.get_by_role("link", name=article.release_number).click()
    page.get_by_role("heading", name="Asli:").wait_for()
    found += faults(page, "number")
    page.get_by_label("Teks yang Anda terima").fill(copied + "\nTransfer dahulu.")
    page.get_by_role("button", name="Cocokkan").click()
    page.get_by_role("heading", name="1 dari 5 baris tidak ada").wait_for()
    found += faults(page, "compared")

    page.goto(f"{live_server.url}/v/")
    page.get_by_label("Nomor siaran pers").fill("999/HUMAS/III/2026")
    page.get_by_role("button", name="Periksa").click()
    page.get_by_role("heading", name="Nomor ini tidak dapat dipastikan").wait_for()
    found += faults(page, "unknown")

    page.goto(f"{live_server.url}/berita/iuran/")
    page.get_by_role("link", name="Paket pers").click()
    found += faults(page, "kit")
    screenshot(page, "kit")
    with page.expect_download() as download:
        page.get_by_role("link", name="Unduh semuanya").click()
    archive = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert download.value.suggested_filename == "iuran.zip" and archive.testzip() is None

    html = Client().get(f"/oembed/?url={settings.PUBLIC_ORIGIN}/berita/iuran/&maxwidth=320").json()["html"]
    with other_site(html.replace(settings.PUBLIC_ORIGIN, live_server.url)) as address:
        page.goto(address)
        card = page.frame_locator("iframe")
        card.get_by_role("heading", name=TITLE).wait_for()
        # Its style came through the frame's sandbox.
        assert card.locator(".embed__card").evaluate("card => getComputedStyle(card).display") == "flex"
        page.goto(f"{live_server.url}/berita/iuran/kartu/")
        found += faults(page, "card")
    assert found == []
