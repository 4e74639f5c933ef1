"""Search engines are told of what changed: a real server on this machine stands for them."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from news import actions, indexnow
from news.models import EngineNotice
from tests.factories import make_approved, make_draft, make_live_article, make_submitted, make_user

pytestmark = pytest.mark.django_db

KEY = "0123456789abcdef"
ORIGIN = "https://humas.example.go.id"


class Engine(ThreadingHTTPServer):
    status = 200
    heard: list[dict[str, Any]]


class Ear(BaseHTTPRequestHandler):
    server: Engine

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.path == "/indexnow" and self.headers["Content-Type"] == "application/json; charset=utf-8"
        self.server.heard.append(body)
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture
def engine(settings: Any) -> Iterator[Engine]:
    server = Engine(("127.0.0.1", 0), Ear)
    server.heard = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.PUBLIC_ORIGIN, settings.INDEXNOW_KEY = ORIGIN, KEY
    settings.INDEXNOW_URL = f"http://127.0.0.1:{server.server_port}/indexnow"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def told(engine: Engine) -> list[str]:
    return [url.removeprefix(ORIGIN) for body in engine.heard for url in body["urlList"]]


def test_published_release_is_told_once_with_the_key_and_where_it_lies(engine: Engine, client: Client) -> None:
    article = make_live_article(title="Dermaga dibuka")
    assert indexnow.send() == 1 and indexnow.send() == 0
    (body,) = engine.heard
    assert body == {
        "host": "humas.example.go.id",
        "key": KEY,
        "keyLocation": f"{ORIGIN}/{KEY}.txt",
        "urlList": [ORIGIN + article.get_absolute_url()],
    }
    assert client.get(f"/{KEY}.txt").text == KEY
    assert client.get("/fedcba9876543210.txt").status_code == 404
    assert not EngineNotice.objects.exists()


def test_scheduled_release_is_told_at_its_moment_and_not_before(engine: Engine) -> None:
    moment = timezone.now() + timedelta(hours=3)
    make_approved(live_from=moment, at=timezone.now())
    assert indexnow.send() == indexnow.send(moment - timedelta(seconds=1)) == 0 and not engine.heard
    assert indexnow.send(moment) == 1


def test_draft_and_what_was_taken_back_are_never_told(engine: Engine) -> None:
    make_draft(), make_submitted()
    moment = timezone.now() + timedelta(hours=3)
    edition = make_approved(live_from=moment, at=timezone.now())
    actions.take_back(edition, by=make_user(), version=edition.version)
    assert indexnow.send(moment + timedelta(days=1)) == 0 and not engine.heard
    assert not EngineNotice.objects.exists()


def test_each_change_that_readers_see_is_told(engine: Engine) -> None:
    article = make_live_article(title="Dermaga dibuka")
    indexnow.send()
    actions.correct(article, by=make_user(), kind="pembaruan", right="Sudah dibuka.")
    assert indexnow.send() == 1
    article.refresh_from_db()
    actions.move(article, by=make_user(), slug="dermaga-baru")
    assert indexnow.send() == 2 and set(told(engine)[-2:]) == {"/berita/dermaga-baru/", "/berita/dermaga-dibuka/"}
    actions.withdraw(article, by=make_user(), version=article.version, mode="gone", reason="Keliru.")
    assert indexnow.send() == 1
    article.refresh_from_db()
    actions.reinstate(article, by=make_user(), version=article.version)
    assert indexnow.send() == 1


def test_end_of_showing_is_told(engine: Engine) -> None:
    end = timezone.now() + timedelta(days=2)
    make_live_article(expires_at=end)
    assert indexnow.send() == 1
    assert indexnow.send(end) == 1


def test_engine_that_fails_is_asked_again_later_and_later(engine: Engine, caplog: Any) -> None:
    make_live_article()
    at, engine.status = timezone.now(), 503
    assert indexnow.send(at) == 0 and indexnow.send(at + timedelta(minutes=1)) == 0
    assert len(engine.heard) == 1 and "status 503" in caplog.text
    assert indexnow.send(at + timedelta(minutes=2)) == 0 and len(engine.heard) == 2
    engine.status = 202
    assert indexnow.send(at + timedelta(minutes=7)) == 1


def test_engine_that_never_answers_is_let_go(engine: Engine, settings: Any) -> None:
    settings.INDEXNOW_URL = "http://127.0.0.1:9/indexnow"
    make_live_article()
    at = timezone.now()
    for _ in range(indexnow.MOST_TRIES):
        assert indexnow.send(at) == 0
        at += timedelta(days=1)
    assert not EngineNotice.objects.exists()


def test_two_at_once_tell_each_address_once(engine: Engine) -> None:
    make_live_article()
    at = timezone.now()
    assert len(indexnow._claim(at)) == 1 and indexnow._claim(at) == []
    assert len(indexnow._claim(at + indexnow.LEASE)) == 1  # who was killed while telling


def test_without_a_key_nobody_is_told(client: Client) -> None:
    make_live_article()
    assert not EngineNotice.objects.exists() and indexnow.send() == 0
    assert client.get(f"/{KEY}.txt").status_code == 404


def test_change_is_told_as_a_task_after_the_commit(
    engine: Engine, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    with django_capture_on_commit_callbacks() as callbacks:
        make_live_article()
    assert indexnow.tell_engines.enqueue in callbacks
