"""Reading by a secret link: a button for whoever fetches the address, the text for who presses it.

Messengers fetch each address that is pasted into a talk, and show what they find to everyone in it. So GET
gives away nothing, not even which release it is; only POST, which no messenger sends, shows the text.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from news.models import Answer, Edition, EmbargoLink, LinkStanding, PreviewLink
from news.models.article import Outcome
from news.views import shown
from news.words import moment

# Nothing of it stays behind: not in a cache, not in a search engine, not as the referrer of a link in the text.
HEADERS = {
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
CLOSED: dict[LinkStanding | None, str] = {
    None: "Tautan ini tidak dikenal. Periksa apakah alamatnya tersalin utuh.",
    LinkStanding.REVOKED: "Tautan ini sudah dicabut oleh yang membuatnya.",
    LinkStanding.EXPIRED: "Masa berlaku tautan ini sudah habis.",
    LinkStanding.PUBLISHED: "Siaran pers ini sudah terbit dan dapat dibaca semua orang.",
    LinkStanding.WITHDRAWN: "Siaran pers ini sudah dicabut. Keterangannya ada di halaman siaran pers itu.",
    LinkStanding.WAITING: "Naskah ini sedang diperiksa kembali dan belum dapat dibaca.",
}

type View = Callable[[HttpRequest, str], HttpResponse]


def secret_page(view: View) -> View:
    """A page that is no one's to keep. It knows no cookie, so there is no CSRF token either: whoever makes a
    stranger's browser send the form must know the secret already, and moves nothing but a counter."""

    @csrf_exempt
    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        response = require_http_methods(["GET", "HEAD", "POST"])(view)(request, token)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return wrapped


@secret_page
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The draft for a colleague, until it is published."""
    at = timezone.now()
    link = PreviewLink.objects.bearing(token).first()
    standing = link.standing(at) if link else None
    if link is None or standing != LinkStanding.OPEN:
        return _closed(request, link, standing)
    if request.method != "POST":
        return render(request, "news/preview.html")
    link.note_opening(at)
    return render(request, "news/preview_open.html", _text(link.edition, at))


@secret_page
def embargo(request: HttpRequest, token: str) -> HttpResponse:
    """The scheduled text for one journalist; from its moment on, the public page."""
    at = timezone.now()
    link = EmbargoLink.objects.bearing(token).first()
    standing = link.standing(at) if link else None
    if link and standing == LinkStanding.PUBLISHED:
        return redirect(link.edition.article)
    if link is None or standing != LinkStanding.OPEN:
        return _closed(request, link, standing)
    if request.method != "POST":
        return render(request, "news/embargo.html")
    link.note_opening(at)
    lifted_at = link.edition.live_from
    marks = {"link": link, "release_moment": moment(lifted_at) if lifted_at else ""}
    return render(request, "news/embargo_open.html", _text(link.edition, at) | marks)


def _closed(
    request: HttpRequest, link: PreviewLink | EmbargoLink | None, standing: LinkStanding | None
) -> HttpResponse:
    """404 for what never was a link, 410 for one that is over; where the text is public, the way to it."""
    is_public = standing in (LinkStanding.PUBLISHED, LinkStanding.WITHDRAWN)
    context = {"sentence": CLOSED[standing], "article": link.edition.article if link and is_public else None}
    return render(request, "news/preview_closed.html", context, status=410 if link else 404)


def _text(edition: Edition, at: datetime) -> dict[str, object]:
    """What the article page will be made of; a text without a moment is dated as if it went live now."""
    edition = Edition.objects.complete().select_related("article").get(pk=edition.pk)
    article = edition.article
    edition.live_from = edition.live_from or at
    article.first_live_from = article.first_live_from or edition.live_from
    article.live = edition
    return shown(Answer(Outcome.LIVE, article), at)
