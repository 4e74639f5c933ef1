"""A real SMTP server that listens on this machine and answers as a test asks it to."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.servers import free_port


@dataclass(frozen=True)
class Delivery:
    sender: str  # of the envelope
    to: str
    message: EmailMessage
    raw: bytes


@dataclass
class Postmaster:
    """What was delivered, and what is answered: by address, else `data`; empty is taken."""

    port: int = 0
    delivered: list[Delivery] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    data: str = ""
    on_data: Callable[[], None] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def mailers(self) -> dict[str, Any]:
        options = {"host": "127.0.0.1", "port": self.port, "timeout": 5}
        return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}

    @property
    def subjects(self) -> list[str]:
        return [str(each.message["Subject"]) for each in self.delivered]

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.data:
            return self.data
        message = message_from_bytes(envelope.content, policy=policy.default)
        with self.lock:
            self.delivered += [Delivery(envelope.mail_from, to, message, envelope.content) for to in envelope.rcpt_tos]
        if self.on_data:
            self.on_data()
        return "250 OK"


@contextmanager
def post_office() -> Iterator[Postmaster]:
    postmaster = Postmaster(port=free_port())
    controller = Controller(postmaster, hostname="127.0.0.1", port=postmaster.port)
    controller.start()
    try:
        yield postmaster
    finally:
        controller.stop()
