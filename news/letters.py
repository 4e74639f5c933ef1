"""The mails to subscribers: words, headers and links. No picture is fetched and nobody's opening is noted.

`Message-ID` and the return address are the same at each try, so a mail that a killed process had handed over is
known again by the mail programs that it reaches twice.
"""

import re
from datetime import datetime
from email.policy import Policy
from email.utils import formataddr, parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.formats import date_format

from news.addresses import mask_address
from news.body import for_feeds
from news.models import Article, Rhythm, Sending, SignUp
from selayar_site.models import SiteIdentity
from selayar_site.richtext import plain

SENDING, SIGN_UP = "s", "p"
_tag = re.compile(r"([sp])([0-9]{1,18})-([0-9a-f]{20})")
DIGEST_NAMES = {Rhythm.DAILY.value: "Ringkasan harian", Rhythm.WEEKLY.value: "Ringkasan mingguan"}


class OneLine(str):
    """A header in ASCII that is written on one line, however long: Python would write a long address as an
    encoded word (RFC 2047), which no mail program takes for the address that it is."""

    name: str

    def __new__(cls, name: str, value: str) -> "OneLine":
        made = super().__new__(cls, value)
        made.name = name  # by which Python's email package knows a header that is ready
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]  # for copies of a mail
        return self.name, str(self)

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


# What a mail that comes back is known by


def tag_of(kind: str, key: int) -> str:
    """A name for a mail that only we can make, in letters that survive every mail server."""
    return f"{kind}{key}-{_signature(kind, key)}"


def _signature(kind: str, key: int) -> str:
    return salted_hmac("news.letters.tag", f"{kind}{key}", algorithm="sha256").hexdigest()[:20]


def find_tags(text: str) -> list[tuple[str, int]]:
    """The tags of ours in a text, as kind and key; others are passed over."""
    found = [(kind, int(key), signature) for kind, key, signature in _tag.findall(text.lower())]
    return [(kind, key) for kind, key, signature in found if constant_time_compare(signature, _signature(kind, key))]


def return_path(tag: str) -> str:
    """`bounce+tag@host` (RFC 5233); the sender itself where no address for bounces is set."""
    local, _, domain = settings.BOUNCE_ADDRESS.partition("@")
    return f"{local}+{tag}@{domain}" if domain else parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


# The mails


def confirmation(sign_up: SignUp) -> EmailMultiAlternatives:
    """The mail with the button; the only one that goes to an address which nobody has confirmed."""
    assert sign_up.address and sign_up.secret
    url = reverse("confirm_subscription", kwargs={"token": sign_up.secret.reveal()})
    context = {"sign_up": sign_up, "url": settings.PUBLIC_ORIGIN + url, "subjects": sign_up.subjects()}
    return _message(
        "confirm",
        "Konfirmasi langganan siaran pers",
        context,
        to=sign_up.address.reveal(),
        tag=tag_of(SIGN_UP, sign_up.pk),
    )


def letter(sending: Sending, articles: list[Article], at: datetime) -> EmailMultiAlternatives:
    """One release in full, or a digest of several."""
    subscription = sending.subscription
    assert subscription.address and subscription.secret
    token = {"token": subscription.secret.reveal()}
    leave_url = settings.PUBLIC_ORIGIN + reverse("unsubscribe", kwargs=token)
    context = {
        "articles": articles,
        "manage_url": settings.PUBLIC_ORIGIN + reverse("manage_subscription", kwargs=token),
        "leave_url": leave_url,
        "masked": mask_address(subscription.address.reveal()),
        "subjects": subscription.subjects(),
        "subscription": subscription,
    }
    headers = {
        **_list_headers(),
        "List-Unsubscribe": OneLine("List-Unsubscribe", f"<{leave_url}>"),
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",  # RFC 8058
        "Precedence": "bulk",
    }
    where: dict[str, Any] = {"to": subscription.address.reveal(), "tag": tag_of(SENDING, sending.pk)}
    where["headers"] = headers
    if sending.dispatch.article_id:
        article = articles[0]
        body_html = for_feeds(article.live.body_html, {}, origin=settings.PUBLIC_ORIGIN)
        words = {"article": article, "edition": article.live, "body_html": body_html, "body": plain(body_html)}
        return _message("release", article.live.title, context | words, **where)
    day = date_format(timezone.localtime(at) if not sending.dispatch.period else sending.dispatch.period, "l, j F Y")
    name = DIGEST_NAMES[sending.dispatch.rhythm]
    subject = f"{len(articles)} siaran pers – {day}"
    return _message("digest", subject, context | {"name": name, "day": day}, **where)


def _list_headers() -> dict[str, str]:
    """Which list it is (RFC 2919, RFC 2369)."""
    host = urlsplit(settings.PUBLIC_ORIGIN).hostname
    return {
        "List-Id": f"Siaran pers <siaran-pers.{host}>",
        "List-Archive": OneLine("List-Archive", f"<{settings.PUBLIC_ORIGIN}{reverse('article_list')}>"),
    }


def _message(
    template: str, subject: str, context: dict[str, Any], *, to: str, tag: str, headers: dict[str, str] | None = None
) -> EmailMultiAlternatives:
    site = SiteIdentity.current()
    context = {**context, "identity": site, "origin": settings.PUBLIC_ORIGIN, "subject": subject}
    name, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    message = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=_tidied(render_to_string(f"news/mail/{template}.txt", context)),
        from_email=return_path(tag),  # of the envelope; readers see the header below
        to=[to],
        reply_to=[site.email] if site.email else None,
        headers={
            "From": formataddr((name or f"{site.byline} {site.short_name}", sender)),
            "Message-ID": f"<{tag}@{urlsplit(settings.PUBLIC_ORIGIN).hostname}>",
            "Auto-Submitted": "auto-generated",  # RFC 3834
            "X-Auto-Response-Suppress": "All",
            **(headers or {}),
        },
    )
    message.attach_alternative(render_to_string(f"news/mail/{template}.html", context), "text/html")
    return message


def _tidied(text: str) -> str:
    """Without the blank lines that a template leaves, and with the sign that parts the end (RFC 3676, 4.3)."""
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in text.splitlines())).strip()
    return text.replace("\n--\n", "\n-- \n") + "\n"
