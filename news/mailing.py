"""Sending what is due: a limited number each minute, tried again with growing patience, never twice at once.

Who sends is `manage.py tick`, each minute, in a process of its own; a request only writes down that something is
due. A mail is claimed by one UPDATE that moves its turn on by a lease, is handed to the mail server, and is noted
as sent in the next commit. A process that is killed in between leaves a mail that comes due again after the
lease, with the same Message-ID. Nothing of an address is logged.
"""

import logging
import smtplib
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.db.models import F
from django.utils import timezone

from news import bounces, letters
from news.dispatches import articles_of, prepare
from news.models import MailSwitch, Quota, Sending, SignUp
from selayar_site.sealed import blind_index

logger = logging.getLogger(__name__)

# Longer than any run: a run claims nothing more after RUN_SECONDS, and one mail takes a minute at most.
LEASE = timedelta(minutes=10)
RUN_SECONDS = 45
# After each try that failed for a while; after the last of them it has failed. Together about a day.
PATIENCE = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720)]


class Unreachable(Exception):
    """The mail server itself does not work: no other mail would get further now."""


class Refused(Exception):
    """The mail server would not take this mail. `kind` is None where trying again makes sense."""

    def __init__(self, remark: str, kind: str | None = None, status: str = "") -> None:
        super().__init__(remark)
        self.remark, self.kind, self.status = remark, kind, status


def post(at: datetime | None = None) -> int:
    """A duty of `tick`: prepare what is due and send some of it; answers how many mails went out."""
    at = at or timezone.now()
    prepare(at)
    run = Run(at)
    try:
        return run.confirmations() + (0 if MailSwitch.current().is_paused else run.sendings())
    except Unreachable as error:
        logger.error("The mail server cannot be used now: %s", error)
        return run.count
    finally:
        run.close()


class Run:
    """One run over what is due, over one connection to the mail server."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.count = 0
        self._mailer: Any = mailers.default
        self._until = time.monotonic() + RUN_SECONDS

    def close(self) -> None:
        with suppress(OSError):
            self._mailer.close()

    def _may_go_on(self) -> bool:
        """Within this run's time and, with all other processes together, within the rate of this minute."""
        key = blind_index(f"mail {self.at:%Y-%m-%dT%H:%M}", purpose="news.quota")
        until = self.at + timedelta(minutes=2)
        return time.monotonic() < self._until and Quota.take(key, most=settings.MAIL_RATE, ends_at=until)

    # Sign-ups

    def confirmations(self) -> int:
        for sign_up in SignUp.objects.filter(due_at__lte=self.at).order_by("due_at")[: settings.MAIL_RATE]:
            if not self._may_go_on():
                break
            if not self._claim(SignUp.objects.filter(pk=sign_up.pk, due_at=sign_up.due_at)):
                continue
            self._one(f"Confirmation {sign_up.pk}", partial(self._confirm, sign_up))
        return self.count

    def _confirm(self, sign_up: SignUp) -> None:
        mine = SignUp.objects.filter(pk=sign_up.pk, attempts=sign_up.attempts + 1)
        try:
            self._hand_over(letters.confirmation(sign_up))
        except Unreachable:
            mine.update(due_at=self._next_try(sign_up.attempts))
            raise
        except Refused as refusal:
            mine.update(due_at=None if refusal.kind else self._next_try(sign_up.attempts))
        else:
            mine.update(due_at=None)
            self.count += 1

    # Releases and digests

    def sendings(self) -> int:
        before = self.count
        for sending in list(Sending.objects.due(self.at).values_list("pk", "due_at")[: settings.MAIL_RATE]):
            if not self._may_go_on():
                break
            if self._claim(Sending.objects.due(self.at).filter(pk=sending[0], due_at=sending[1])):
                self._one(f"Mail {sending[0]}", partial(self._load_and_send, sending[0]))
        return self.count - before

    @staticmethod
    def _one(name: str, send: Callable[[], None]) -> None:
        """Whatever is wrong with one mail, the others go out; it comes due again after the lease."""
        try:
            send()
        except Unreachable:
            raise
        except Exception as error:  # sealed with a key that is gone, erased while it was written …
            logger.error("%s could not be written: %s", name, type(error).__name__)

    def _load_and_send(self, key: int) -> None:
        sending = Sending.objects.select_related("dispatch", "subscription").filter(pk=key).first()
        if sending is not None:  # its reader may have been erased since it was claimed
            self._send(sending)

    def _claim(self, rows: Any) -> bool:
        """One UPDATE that only one of two processes can win."""
        return bool(rows.order_by().update(due_at=self.at + LEASE, attempts=F("attempts") + 1))

    def _send(self, sending: Sending) -> None:
        if why := _reason_to_drop(sending):
            return self._finish(sending, Sending.State.DROPPED, why)
        articles = articles_of(sending, self.at)
        if not articles:
            return self._finish(sending, Sending.State.DROPPED, "Tidak ada lagi yang perlu dikirim.")
        try:
            self._hand_over(letters.letter(sending, articles, self.at))
        except Unreachable as error:
            self._postpone(sending, str(error))
            raise
        except Refused as refusal:
            self._refused(sending, refusal)
        else:
            self._finish(sending, Sending.State.SENT)
            self.count += 1
        return None

    def _refused(self, sending: Sending, refusal: Refused) -> None:
        if refusal.kind is None:
            is_over = not self._postpone(sending, refusal.remark)
            # Not where our server is held back (4.7): that would pause every reader of a large provider.
            if is_over and refusal.status.startswith("4") and not refusal.status.startswith("4.7"):
                bounces.note(sending, kind=bounces.SOFT, status=refusal.status, at=self.at)
            return
        self._finish(sending, Sending.State.FAILED, refusal.remark)
        bounces.note(sending, kind=refusal.kind, status=refusal.status, at=self.at)

    def _postpone(self, sending: Sending, remark: str) -> bool:
        """To its next try; False where that was the last, and it has failed."""
        due_at = self._next_try(sending.attempts - 1)
        if due_at is None:
            self._finish(sending, Sending.State.FAILED, remark)
            return False
        self._mine(sending).update(due_at=due_at, remark=remark[:80])
        return True

    def _next_try(self, failed_before: int) -> datetime | None:
        return self.at + PATIENCE[failed_before] if failed_before < len(PATIENCE) else None

    def _finish(self, sending: Sending, state: str, remark: str = "") -> None:
        done_at = max(self.at, timezone.now()) if state == Sending.State.SENT else self.at
        self._mine(sending).update(state=state, done_at=done_at, remark=remark[:80])

    @staticmethod
    def _mine(sending: Sending) -> Any:
        """The row, as long as no other process has taken it over."""
        return Sending.objects.filter(pk=sending.pk, attempts=sending.attempts, state=Sending.State.WAITING)

    # The mail server

    def _hand_over(self, message: EmailMultiAlternatives) -> None:
        """To the mail server, or Refused, or Unreachable. No text of the server is kept: it may name the address."""
        try:
            self._mailer.open()
            self._mailer.send_messages([message])
        except smtplib.SMTPRecipientsRefused as error:
            code, text = next(iter(error.recipients.values()))
            raise _refusal_of_recipient(code, text) from None
        except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            if error.smtp_code == 421:
                raise Unreachable("kode 421") from None
            raise Refused(f"Server surel menolak (kode {error.smtp_code}).") from None
        except smtplib.SMTPResponseException as error:
            raise Unreachable(f"Server surel menolak (kode {error.smtp_code}).") from None
        except OSError as error:  # smtplib's own are among them
            raise Unreachable(f"Server surel tidak terhubung ({type(error).__name__}).") from None
        except ValueError:
            raise Refused("Alamatnya tidak sah.", kind=bounces.HARD, status="5.1.3") from None


def _reason_to_drop(sending: Sending) -> str:
    subscription = sending.subscription
    if sending.dispatch.stopped_at:
        return "Dihentikan oleh HUMAS."
    if subscription.ended_at:
        return "Langganan berhenti."
    return "Langganan dijeda." if subscription.paused_at else ""


def _refusal_of_recipient(code: int, text: bytes | str) -> Refused:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    status = bounces.status_in(words, code)
    kind = bounces.kind_of(status, words) if code >= 500 else None
    # Our own server's policy (5.7) is nobody's mailbox: it is mended here, and tried again.
    if status.startswith("5.7"):
        kind = None
    return Refused(f"Penerima ditolak (kode {code}, {status}).", kind=kind, status=status)
