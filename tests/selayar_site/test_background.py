"""Tasks beside the requests: on threads, without holding up the answer, and mail by a real server."""

import re
import socketserver
import threading
from contextlib import contextmanager

import pytest
from django.db import connection
from django.tasks import TaskResultStatus, task, task_backends
from django.urls import reverse

from selayar_site.models import User
from tests.factories import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@task
def count_accounts() -> int:
    return User.objects.count()


@task
def fail() -> None:
    raise RuntimeError("This task always fails.")


@pytest.fixture
def on_threads(settings):
    """The back end as it is outside the tests; at the end nothing is under way."""
    settings.TASKS = {
        "default": {**settings.TASKS["default"], "BACKEND": "selayar_site.background.ThreadBackend"},
    }
    yield task_backends["default"].pool
    task_backends["default"].pool.shutdown()


class Talk(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as smtplib speaks; takes nothing in before the server's gate is open."""

    def handle(self) -> None:
        self.server.gate.wait(10)
        self.say("220 surat.example")
        while line := self.rfile.readline():
            if line.upper().startswith(b"DATA"):
                self.say("354 go on")
                lines = list(iter(self.rfile.readline, b".\r\n"))
                self.server.messages.append(b"".join(lines).decode())
                self.server.has_mail.set()
            self.say("221 bye" if line.upper().startswith(b"QUIT") else "250 surat.example")

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mail_server(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk) as server:
        server.gate, server.has_mail, server.messages = threading.Event(), threading.Event(), []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        options = {"host": "127.0.0.1", "port": server.server_address[1], "timeout": 10}
        settings.MAILERS = {
            "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options},
        }
        try:
            yield server
        finally:
            server.gate.set()
            server.shutdown()


def test_task_runs_beside_with_a_connection_of_its_own(on_threads):
    make_user()
    result = count_accounts.enqueue()
    on_threads.shutdown()
    assert (result.status, result.return_value) == (TaskResultStatus.SUCCESSFUL, 1)
    assert connection.is_usable()


def test_task_that_fails_is_told_to_the_log_and_holds_up_no_other(on_threads, caplog):
    fail.enqueue()
    result = count_accounts.enqueue()
    on_threads.shutdown()
    assert result.return_value == 0
    assert "RuntimeError" in caplog.text


def test_answer_to_a_forgotten_password_waits_for_no_mail(client, on_threads, settings):
    user = make_user(email="siti@selayar.example")
    with mail_server(settings) as server:
        known = client.post(reverse("account_reset_password"), {"email": " Siti@Selayar.example "})
        unknown = client.post(reverse("account_reset_password"), {"email": "tidak@ada.example"})
        assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
        assert not server.messages  # the server has not even greeted
        server.gate.set()
        assert server.has_mail.wait(10)
        on_threads.shutdown()
    (message,) = server.messages
    assert user.email in message and "Auto-Submitted: auto-generated" in message
    link = re.search(r"http://127\.0\.0\.1:8000(/\S+)", message.replace("=\r\n", "").replace("=3D", "="))[1]
    assert "Kata sandi baru" in client.get(link, follow=True).content.decode()


def test_request_for_a_new_password_looks_nobody_up(client, django_assert_num_queries, settings):
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend", "QUEUES": ["mail"]}}
    make_user(email="siti@selayar.example")
    for email in ("siti@selayar.example", "tidak@ada.example"):
        with django_assert_num_queries(0):
            client.post(reverse("account_reset_password"), {"email": email})
