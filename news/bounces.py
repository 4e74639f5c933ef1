"""Mail that came back: reading delivery reports (RFC 3464), and what follows for the subscription.

The return address of each mail names its sending (`bounce+s12-…@host`), signed, so that nobody can end another's
subscription with an invented report. Reports arrive in a Maildir that `tick` empties, or through a pipe
(`manage.py take_bounce`); deploy/README.md shows both with Postfix.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import Message
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from news import subscriptions
from news.letters import SENDING, SIGN_UP, find_tags
from news.models import Bounce, Sending, SignUp, Subscription

logger = logging.getLogger(__name__)

HARD, SOFT = Bounce.Kind.HARD.value, Bounce.Kind.SOFT.value
# The mailbox does not exist, or not any more (RFC 3463).
GONE = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4"}
SAYS_GONE = re.compile(
    r"user unknown|unknown user|no such (user|recipient|mailbox)|mailbox (unavailable|not found|does not exist)|"
    r"does ?n[o']t exist|address rejected|recipient rejected|account (has been )?(disabled|closed)",
    re.IGNORECASE,
)
# So many days on which mail came back or was refused to the end. Mail of one day tells once: a mailbox that is
# full today is full for each release of today. Long enough for three of a weekly digest.
SOFT_DAYS, SOFT_WITHIN = 3, timedelta(days=30)
# Longer messages are no reports that we asked for.
LONGEST = 1024 * 1024
AT_A_TIME = 200


# Reading


def status_in(text: str, code: int = 0) -> str:
    """The enhanced status code of a server's words (RFC 3463), or one made of the reply code."""
    found = re.search(r"\b([245])\.([0-9]{1,3})\.([0-9]{1,3})\b", text)
    return found[0] if found else f"{code // 100 or 5}.0.0"


def kind_of(status: str, words: str = "") -> str:
    """Whether the address is gone for good. A full mailbox, a policy and what nobody explains are not for good."""
    if status in GONE:
        return HARD
    return HARD if status in {"5.0.0", "5.5.0", "5.1.0"} and SAYS_GONE.search(words) else SOFT


def report_of(message: Message) -> tuple[str, str] | None:
    """Kind and status of a report that a mail failed for good; None for every other message."""
    if message.get_content_type() != "multipart/report":
        return None
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in _blocks(part):
            if str(block.get("Action", "")).strip().lower() != "failed":
                continue
            words = str(block.get("Diagnostic-Code", ""))
            status = status_in(str(block.get("Status", "")) or words)
            if status in {"5.0.0", "4.0.0"}:
                status = status_in(words, int(status[0]) * 100)
            return kind_of(status, words), status
    return None


def _blocks(part: Message) -> Iterator[Message]:
    payload = part.get_payload()
    for block in payload if isinstance(payload, list) else []:
        if isinstance(block, Message):
            yield block


def is_complaint(message: Message) -> bool:
    """Whether it is a report that the reader pressed “spam” (RFC 5965)."""
    if message.get_content_type() != "multipart/report":
        return False
    parts = [part for part in message.walk() if part.get_content_type() == "message/feedback-report"]
    return any("feedback-type: abuse" in part.as_string().lower() for part in parts)


def mails_named(message: Message) -> list[tuple[str, int]]:
    """Which of our mails it is about: by the address it came to, else by the headers of the mail that it quotes."""
    for name in ("X-Original-To", "Delivered-To", "Envelope-To", "To"):
        if found := find_tags(" ".join(str(value) for value in message.get_all(name, []))):
            return found
    for part in message.walk():
        if part is not message and (found := find_tags(str(part.get("Message-ID", "")))):
            return found
        if part.get_content_type() == "text/rfc822-headers" and (found := find_tags(str(part.get_payload()))):
            return found
    return []


# What follows


@transaction.atomic
def note(sending: Sending, *, kind: str, status: str, at: datetime) -> bool:
    """Count a bounce once. A gone address pauses its subscription, so do soft ones of three days within a month."""
    rows = Subscription.objects.select_for_update().filter(pk=sending.subscription_id)
    subscription = rows.first()
    if subscription is None or Bounce.objects.filter(sending=sending).exists():
        return False
    Bounce.objects.create(sending=sending, subscription=subscription, kind=kind, status=status[:12], at=at)
    if kind == HARD:
        subscriptions.pause(subscription, reason=Subscription.Pause.HARD_BOUNCE, at=at)
    else:
        since = max(at - SOFT_WITHIN, subscription.since)
        soft = Bounce.objects.filter(subscription=subscription, kind=SOFT, at__gt=since)
        if len({timezone.localdate(moment) for moment in soft.values_list("at", flat=True)}) >= SOFT_DAYS:
            subscriptions.pause(subscription, reason=Subscription.Pause.SOFT_BOUNCES, at=at)
    return True


def take_bounce(raw: bytes, at: datetime | None = None) -> str:
    """Do what a message that came to the return address asks for: "hard", "soft", "complaint", or "" for nothing.

    Out-of-office notes, reports of delays and anybody's letters ask for nothing.
    """
    at = at or timezone.now()
    message = message_from_bytes(raw[:LONGEST], policy=policy.compat32)
    complaint, report = is_complaint(message), report_of(message)
    if not complaint and report is None:
        return ""
    for kind, key in mails_named(message):
        if kind == SIGN_UP:
            SignUp.objects.filter(pk=key).update(due_at=None)
            return "complaint" if complaint or report is None else report[0]
        sending = Sending.objects.select_related("subscription").filter(pk=key).first()
        if kind != SENDING or sending is None:
            continue
        if complaint or report is None:
            subscriptions.end(sending.subscription, at=at)
            return "complaint"
        return report[0] if note(sending, kind=report[0], status=report[1], at=at) else ""
    return ""


def empty_maildir(at: datetime | None = None) -> int:
    """A duty of `tick`: take what has come to the Maildir of the return address; answers how much it was.

    Each message is removed once it was dealt with. One that cannot be is put aside under `cur/` for a person.
    """
    if not settings.BOUNCE_MAILDIR:
        return 0
    folder, done = Path(settings.BOUNCE_MAILDIR), 0
    for path in sorted(folder.glob("new/*"))[:AT_A_TIME]:
        try:
            with path.open("rb") as file:
                take_bounce(file.read(LONGEST), at)
        except FileNotFoundError:  # another process was first
            continue
        except Exception as error:  # no message of a stranger may stop the others
            logger.error("A returned mail was put aside: %s", type(error).__name__)
            with suppress(OSError):
                path.rename(folder / "cur" / f"{path.name}:2,")
            continue
        path.unlink(missing_ok=True)
        done += 1
    return done
