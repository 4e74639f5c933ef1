"""A real Chromium for the tests, which fail when it complains."""

import os
import shutil
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # Nothing but this machine can be found.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Each width and each colour scheme once: a page takes its layout from the one and its colours from the other.
LOOKS = {
    "wide-light": {"viewport": {"width": 1280, "height": 900}},
    "narrow-dark": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}
SHOTS = Path(__file__).resolve().parent.parent / "shots"


def find_chromium() -> str | None:
    """The browser of this machine: CHROME, else what PATH offers."""
    named = os.environ.get("CHROME")
    if named:
        return named
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))
    return next(filter(None, found), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright keeps an event loop alive in this thread, and Django then takes each query for one made
    # inside a coroutine: it would refuse it, and use a second connection, which is closed here.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    from django.db import connections

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        yield chromium
        chromium.close()
        connections.close_all()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A fresh window, 1280 × 900. The test fails on an error in the console (a breach of the content security
    policy is one), an uncaught exception, an answer of 500 or more, and a request to another host.

    `@pytest.mark.parametrize("page", [{"viewport": …, "color_scheme": "dark"}], indirect=True)` sets up the
    window otherwise. A test that provokes a complaint says so: `page.complaints.clear()`.
    """
    usual = {"viewport": {"width": 1280, "height": 900}, "locale": "id-ID", "timezone_id": "Asia/Makassar"}
    context = browser.new_context(**usual | getattr(request, "param", {}))
    context.set_default_timeout(30_000)  # a busy machine is no fault
    window = context.new_page()
    complaints = listen(window)
    yield window
    context.close()
    assert not complaints, "The browser complained:\n" + "\n".join(complaints)


def listen(page: Page) -> list[str]:
    """Everything the browser will complain of, as it comes. The list is also `page.complaints`."""
    complaints: list[str] = []

    def on_console(message: ConsoleMessage) -> None:
        # A 4xx answer is often what the test asks for; it looks at the status itself.
        if message.type == "error" and "the server responded with a status of 4" not in message.text:
            complaints.append(f"console: {message.text}")

    def on_response(response: Response) -> None:
        if response.status >= 500:
            complaints.append(f"{response.status}: {response.url}")

    def on_request(request: Any) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname not in {"127.0.0.1", "localhost"}:
            complaints.append(f"asked another host: {request.url}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: complaints.append(f"exception: {error}"))
    page.on("response", on_response)
    page.on("request", on_request)
    page.complaints = complaints
    return complaints


def wait_until(page: Page, expression: str, *, seconds: float = 30) -> None:
    """Until the expression is true in the page. Playwright's own waiting evaluates text, which the CSP refuses."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"Not true within {seconds} s: {expression}"
        page.wait_for_timeout(50)


def axe(page: Page) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA and its best practices, a line each; empty is good.

    The script goes in through the debugger: the content security policy would refuse any other way.
    """
    page.wait_for_load_state()  # after a click the new page may not have begun
    session = page.context.new_cdp_session(page)
    source = files("axe_playwright_python").joinpath("axe.min.js").read_text()
    options = {"runOnly": {"type": "tag", "values": AXE_RULES}, "resultTypes": ["violations"]}
    session.send("Runtime.evaluate", {"expression": source})
    # Colours on their way from light to dark are neither.
    settled = """Promise.all(document.getAnimations().filter(each => each instanceof CSSTransition)
        .map(each => each.finished.catch(() => 0)))"""
    session.send("Runtime.evaluate", {"expression": settled, "awaitPromise": True})
    answer = session.send(
        "Runtime.evaluate",
        {"expression": f"axe.run(document, {options!r})", "awaitPromise": True, "returnByValue": True},
    )
    session.detach()
    assert "exceptionDetails" not in answer, answer
    return [
        f"{violation['id']} ({violation['impact']}): {violation['help']} {node['html'][:160]}"
        for violation in answer["result"]["value"]["violations"]
        for node in violation["nodes"]
    ]


def screenshot(page: Page, name: str, *, full_page: bool = True) -> Path:
    """Keep a picture under shots/ for a person to look at, when SHOTS is set; answers where it is or would be."""
    path = SHOTS / f"{name}.png"
    if os.environ.get("SHOTS"):
        path.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=path, full_page=full_page)
    return path
