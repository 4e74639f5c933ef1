"""Mail that comes back, as mail servers really write it: Postfix, Exim, Exchange, Gmail, and those that lie."""

import io
import logging
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from news import bounces, dispatches, letters, mailing, subscriptions
from news.bounces import empty_maildir, take_bounce
from news.models import Bounce, Sending, SignUp, Subscription
from tests.factories import make_consent_text, make_live_article, make_sign_up, make_subscription, make_user

pytestmark = pytest.mark.django_db

POSTFIX = """\
Return-Path: <>
Delivered-To: {to}
From: MAILER-DAEMON@mx.contoh.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B1"

--B1
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx.contoh.example.

--B1
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.contoh.example
X-Postfix-Queue-ID: 4F5A11C0
Arrival-Date: Mon, 23 Nov 2026 07:00:11 +0800 (WITA)

Final-Recipient: rfc822; pembaca@contoh.example
Original-Recipient: rfc822;pembaca@contoh.example
Action: {action}
Status: {status}
Remote-MTA: dns; mx2.contoh.example
Diagnostic-Code: smtp; {words}

--B1
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

Return-Path: <{to}>
Message-ID: <{tag}@127.0.0.1>
Subject: Kabar

--B1--
"""

EXCHANGE = """\
From: <postmaster@kantor.example>
To: <{to}>
Subject: Undeliverable: Kabar
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_ex"

--=_ex
Content-Type: multipart/alternative; boundary="=_alt"

--=_alt
Content-Type: text/plain; charset="utf-8"

Kotak surel tidak ditemukan.
--=_alt--

--=_ex
Content-Type: message/delivery-status

Reporting-MTA: dns;EX01.kantor.example
Received-From-MTA: dns;humas.example

Final-Recipient: rfc822;pembaca@kantor.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup

--=_ex
Content-Type: message/rfc822

Message-ID: <{tag}@127.0.0.1>
Subject: Kabar
To: pembaca@kantor.example

Isi.
--=_ex--
"""

COMPLAINT = """\
From: <feedback@penyedia.example>
To: <{to}>
Subject: FW: Kabar
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="arf"

--arf
Content-Type: text/plain

This is an email abuse report.

--arf
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Penyedia/1.0
Version: 1

--arf
Content-Type: message/rfc822

Message-ID: <{tag}@127.0.0.1>
Subject: Kabar

Isi.
--arf--
"""

OUT_OF_OFFICE = """\
From: pembaca@contoh.example
To: <{to}>
Subject: Sedang cuti
Auto-Submitted: auto-replied
Content-Type: text/plain

Saya kembali Senin. 5.1.1 user unknown.
"""

QMAIL = """\
From: MAILER-DAEMON@qmail.example
To: <{to}>
Subject: failure notice

Hi. This is the qmail-send program. I'm afraid I wasn't able to deliver your message.
"""


@pytest.fixture
def sending(settings, mailoutbox) -> Sending:
    settings.BOUNCE_ADDRESS = "kembali@selayar.example"
    return sent(make_subscription(address="pembaca@contoh.example"))


def sent(subscription: Subscription) -> Sending:
    """One more mail to that reader."""
    make_live_article()
    mailing.post()
    return Sending.objects.filter(subscription=subscription).latest("pk")


def report(sending: Sending, text: str = POSTFIX, **words: str) -> bytes:
    tag = letters.tag_of("s", sending.pk)
    values = {"to": letters.return_path(tag), "tag": tag, "action": "failed"}
    values |= {"status": "5.1.1", "words": "550 5.1.1 <pembaca@contoh.example>: User unknown"}
    return text.format(**values | words).replace("\n", "\r\n").encode()


def state_of(sending: Sending) -> str:
    return Subscription.objects.get(pk=sending.subscription_id).state


@pytest.mark.parametrize("text", [POSTFIX, EXCHANGE])
def test_gone_mailbox_pauses_its_subscription(sending, text):
    other = make_subscription()
    assert take_bounce(report(sending, text)) == "hard"
    assert state_of(sending) == "Alamatnya tidak ada lagi" and Subscription.objects.get(pk=other.pk).state == "Aktif"
    assert take_bounce(report(sending, text)) == "" and Bounce.objects.count() == 1
    make_live_article()
    mailing.post(timezone.now() + timedelta(minutes=1))
    assert set(Sending.objects.filter(subscription=sending.subscription)) == {sending}


@pytest.mark.parametrize(
    ("status", "words", "kind"),
    [
        ("5.1.1", "550 5.1.1 no such user", "hard"),
        ("5.1.10", "550 5.1.10 RecipientNotFound", "hard"),
        ("5.2.1", "550 5.2.1 The email account that you tried to reach is disabled", "hard"),
        ("5.4.4", "550 5.4.4 Host not found", "hard"),
        ("5.0.0", "550 User unknown", "hard"),
        ("5.0.0", "550-5.1.1 The email account that you tried to reach does not exist", "hard"),
        ("5.0.0", "550 Message blocked", "soft"),
        ("5.2.2", "552 5.2.2 Mailbox full", "soft"),
        ("5.7.1", "550 5.7.1 Message rejected due to content", "soft"),
        ("5.7.26", "550 5.7.26 Unauthenticated email is not accepted", "soft"),
        ("4.4.1", "connect to mx: Connection timed out", "soft"),
        ("4.4.7", "delivery time expired", "soft"),
        ("", "", "soft"),
        ("berantakan", "x" * 5000, "soft"),
    ],
)
def test_only_what_says_gone_for_good_is_hard(sending, status, words, kind):
    assert take_bounce(report(sending, status=status, words=words)) == kind


def test_delayed_mail_and_other_letters_change_nothing(sending):
    for text in (OUT_OF_OFFICE, QMAIL, "", "\x00\xff", "Content-Type: multipart/report; boundary=x\n\n--x\n"):
        assert take_bounce(report(sending, text)) == ""
    for action in ("delayed", "delivered", "relayed", "expanded"):
        assert take_bounce(report(sending, action=action)) == ""
    assert state_of(sending) == "Aktif" and Bounce.objects.count() == 0


def test_soft_ones_of_three_days_within_a_month_pause_and_older_ones_are_forgotten(sending):
    full = {"status": "5.2.2", "words": "552 5.2.2 Mailbox full"}
    start = timezone.now()
    sendings = [sending] + [sent(sending.subscription) for _ in range(4)]
    for day, each in zip([0, 20, 40], sendings, strict=False):
        assert take_bounce(report(each, **full), start + timedelta(days=day)) == "soft"
        assert state_of(sending) == "Aktif"
    assert take_bounce(report(sendings[3], **full), start + timedelta(days=41)) == "soft"
    assert state_of(sending) == "Surel berulang kali kembali"
    subscription = Subscription.objects.get()
    subscriptions.resume(subscription, text=make_consent_text(), at=start + timedelta(days=42))
    take_bounce(report(sendings[4], **full), start + timedelta(days=43))
    assert state_of(sending) == "Aktif", "counting begins anew"


def test_mailbox_that_was_full_on_one_day_is_full_once(sending):
    at = timezone.localtime().replace(hour=9)
    for hour, each in enumerate([sending] + [sent(sending.subscription) for _ in range(4)]):
        take_bounce(report(each, status="5.2.2", words="552 5.2.2 Mailbox full"), at + timedelta(hours=hour))
    assert state_of(sending) == "Aktif" and Bounce.objects.count() == 5


def test_who_presses_spam_is_unsubscribed(sending):
    assert take_bounce(report(sending, COMPLAINT)) == "complaint"
    assert state_of(sending) == "Berhenti"


def test_invented_report_ends_nobodys_subscription(sending):
    tag = letters.tag_of("s", sending.pk)
    forged = tag[:-1] + ("0" if tag[-1] != "0" else "1")
    for text in (POSTFIX, COMPLAINT):
        assert take_bounce(report(sending, text, to=f"kembali+{forged}@selayar.example", tag=forged)) == ""
    other = letters.tag_of("s", sending.pk + 1).partition("-")[2]
    assert take_bounce(report(sending, to=f"kembali+s{sending.pk}-{other}@selayar.example", tag="x")) == ""
    assert state_of(sending) == "Aktif"


def test_report_is_known_by_the_quoted_mail_where_the_address_lost_its_tag(sending):
    assert take_bounce(report(sending, to="kembali@selayar.example")) == "hard"


def test_confirmation_that_comes_back_is_not_tried_again(settings):
    settings.BOUNCE_ADDRESS = "kembali@selayar.example"
    asked = make_sign_up()
    tag = letters.tag_of("p", asked.pk)
    text = POSTFIX.format(to=letters.return_path(tag), tag=tag, action="failed", status="5.1.1", words="550 5.1.1")
    assert take_bounce(text.encode()) == "hard"
    assert SignUp.objects.get().due_at is None


def test_tick_empties_the_maildir_and_puts_aside_what_it_cannot_read(sending, settings, tmp_path: Path, caplog):
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    settings.BOUNCE_MAILDIR = str(tmp_path)
    (tmp_path / "new" / "1.humas").write_bytes(report(sending))
    (tmp_path / "new" / "2.humas").write_bytes(report(sending, OUT_OF_OFFICE))
    (tmp_path / "new" / "3.humas").mkdir()  # no message at all
    with caplog.at_level(logging.ERROR):
        assert empty_maildir() == 2
    assert state_of(sending) == "Alamatnya tidak ada lagi"
    assert [path.name for path in (tmp_path / "cur").iterdir()] == ["3.humas:2,"]
    assert empty_maildir() == 0 and "pembaca" not in caplog.text


def test_no_maildir_is_no_duty(settings):
    assert settings.BOUNCE_MAILDIR == "" and empty_maildir() == 0


def test_pipe_of_the_mail_server_takes_one_report(sending, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(report(sending))))
    call_command("take_bounce")
    assert state_of(sending) == "Alamatnya tidak ada lagi"


def test_huge_message_is_read_to_its_limit_only(sending):
    raw = report(sending) + b"x" * (bounces.LONGEST + 10)
    assert take_bounce(raw) == "hard"


def test_ended_subscription_is_not_paused(sending):
    subscriptions.end(sending.subscription)
    take_bounce(report(sending))
    assert state_of(sending) == "Berhenti"


def test_stopped_dispatch_has_nothing_to_try_again(sending):
    Sending.objects.update(state="failed")
    dispatches.stop_dispatch(sending.dispatch, by=make_user())
    assert dispatches.retry_failed(sending.dispatch, by=make_user()) == 0
