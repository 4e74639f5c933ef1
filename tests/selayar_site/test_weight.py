"""What pages weigh on a cheap phone, filled with the sample content, as a real browser asks for them.

Bytes are those that travel: pages as the page store compresses them, files as WhiteNoise does, pictures as they are.
"""

import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, Response

from news.models import Article, Category, EditionPhoto
from selayar_site.sample import load
from tests.factories import make_approved, make_user

pytestmark = pytest.mark.once

PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
# The lead and the three beside it: what the start page shows pictures of.
PICTURED = 4
TEXT = (".css", ".js", ".svg")


@pytest.fixture
def filled(transactional_db: Any, settings: Any) -> list[Article]:
    """The sample as it is read: texts of all, photos of the newest few. The newest first."""
    settings.PHOTO_AVIF_SPEED = 8  # as in production
    load.load_basics()
    editor = make_user()
    for position, indicator in enumerate(load._toml(load.HERE / "figures.toml")["indicators"]):
        load._load_indicator(indicator | {"position": position}, by=make_user(), approver=editor)
    releases = [tomllib.loads(path.read_text(encoding="utf-8")) for path in (load.HERE / "releases").glob("*.toml")]
    released = sorted((each for each in releases if "date" in each), key=lambda each: each["date"], reverse=True)
    for place, release in enumerate(released):
        edition = make_approved(
            category=Category.objects.get(slug=release["category"]),
            live_from=timezone.make_aware(release["date"]),
            body_html=release["body"],
            **{name: release[name] for name in ("slug", "title", "summary", "place")},
        )
        if place < PICTURED:
            photo = load._photo(release["lead"]["photo"], by=editor)
            EditionPhoto.objects.create(edition=edition, photo=photo, alt=release["lead"]["alt"])
    return list(Article.objects.listed())


class Visit:
    """One reader: every address that was asked for, and what its answer weighed."""

    def __init__(self, page: Page, origin: str) -> None:
        self._page, self._origin = page, origin
        self._answers: list[Response] = []
        icon = Path(str(finders.find("brand/favicon.svg"))).read_bytes()
        self.sizes = {"/static/brand/favicon.svg": _travels(".svg", icon)}  # of which the browser does not tell
        page.on("response", lambda answer: self._answers.append(answer))

    def read(self, address: str) -> dict[str, int]:
        """Open a page; what that asked for besides all before."""
        known = set(self.sizes)
        self._page.goto(self._origin + address, wait_until="networkidle")
        for answer in self._answers:  # gone with the next page; what was asked for before is in the browser's memory
            path = urlsplit(answer.url).path
            if answer.status == 200 and path not in self.sizes:
                self.sizes[path] = _travels(path, answer.body())
        self._answers.clear()
        return {path: size for path, size in self.sizes.items() if path not in known}


def _travels(path: str, body: bytes) -> int:
    if path.endswith(TEXT):
        return len(brotli.compress(body))
    return len(brotli.compress(body, quality=6)) if path.endswith("/") else len(body)


def weight(sizes: dict[str, int]) -> int:
    return sum(sizes.values())


@pytest.mark.parametrize("page", [PHONE], indirect=True)
def test_pages_are_light_on_a_phone(
    filled: list[Article], live_server: Any, page: Page, browser: Any, client: Client
) -> None:
    newest = filled[0].get_absolute_url()
    visit = Visit(page, live_server.url)
    visit.read("/")
    home = dict(visit.sizes)
    assert weight(home) <= 100_000 and len(home) <= 18, home
    assert any(path.endswith(".avif") for path in home)
    for address in ("/berita/", newest):
        more = {path: size for path, size in visit.read(address).items() if "/media/" not in path}
        assert address in more and weight(more) <= 25_000, more
    for ending, most in ((".css", 12_000), (".js", 10_000), (".woff2", 60_000)):
        files = {path: size for path, size in visit.sizes.items() if path.endswith(ending)}
        assert 0 < weight(files) <= most, files

    context = browser.new_context(**PHONE)
    stranger = Visit(context.new_page(), live_server.url)
    stranger.read(newest)
    context.close()
    assert weight(stranger.sizes) <= 80_000 and len(stranger.sizes) <= 14, stranger.sizes
    assert any(path.endswith(".avif") for path in stranger.sizes)

    addresses = ["/", "/berita/", "/program/", "/statistik/", "/tentang/", "/langganan/"]
    addresses += [each.get_absolute_url() for each in filled]
    pages = {address: len(brotli.compress(client.get(address).content, quality=6)) for address in addresses}
    assert max(pages.values()) <= 14_000, pages
