"""The pages on which anybody checks a release: by its number, printed on paper with a QR code, or by its words."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from news.authenticity import (
    LONGEST_NUMBER,
    LONGEST_TEXT,
    answer_for_number,
    compare,
    key_asked,
    known_texts,
    published_editions,
)
from news.digest import plain_text
from news.models import Answer, Article
from news.models.article import Outcome
from news.numbers import EXAMPLE, is_shortened
from news.sharing import whatsapp_text
from selayar_site.methods import read_only
from selayar_site.models import SiteIdentity
from selayar_site.pagestore import keep_until, kept, not_kept
from selayar_site.templatetags.site_tags import dateline

READABLE = {Outcome.LIVE, Outcome.NOTICE}


@read_only
def number_search(request: HttpRequest) -> HttpResponse:
    """The form for a number; with one it leads to its page, whatever that will say."""
    asked = request.GET.get("nomor", "")
    key = key_asked(asked)
    is_incomplete = bool(key) and is_shortened(key) and not _is_known(key)
    if key and not is_incomplete:
        return redirect("number_detail", number=key)
    context: dict[str, object] = {"longest": LONGEST_NUMBER, "example": EXAMPLE}
    context |= {"is_incomplete": is_incomplete, "is_unreadable": bool(asked.strip()) and not key}
    return render(request, "news/number_search.html", context)


def _is_known(key: str) -> bool:
    try:
        answer_for_number(key, timezone.now())
    except Article.DoesNotExist:
        return False
    return True


@kept("news", "site")
def number_detail(request: HttpRequest, number: str) -> HttpResponse:
    """Genuine, corrected, replaced, withdrawn or unknown. Every spelling of a number leads to one address."""
    at = timezone.now()
    key = key_asked(number)
    try:
        answer = answer_for_number(key, at)
    except Article.DoesNotExist:
        return _unknown(request)
    if number != key:
        return _to_one_spelling("number_detail", key)
    article = answer.article
    context = _standing(answer, at) | {
        "editions": published_editions(article, at),
        "corrections": list(article.corrections.filter(at__lte=at)),
        "longest": LONGEST_TEXT,
    }
    return keep_until(render(request, "news/number_detail.html", context), answer.until)


def _to_one_spelling(name: str, key: str) -> HttpResponse:
    """Not kept: of spellings there is no end."""
    return not_kept(HttpResponsePermanentRedirect(reverse(name, kwargs={"number": key})))


def _unknown(request: HttpRequest) -> HttpResponse:
    context = {"longest": LONGEST_NUMBER, "example": EXAMPLE}
    return render(request, "news/number_unknown.html", context, status=404)


def _standing(answer: Answer, at: datetime) -> dict[str, object]:
    article = answer.article
    return {
        "article": article,
        "edition": article.live,
        "is_withdrawn": article.is_withdrawn(at),
        "is_readable": answer.outcome in READABLE,
        "replaced_by": answer.url if answer.outcome is Outcome.MOVED else "",
        "successor": article.successor(at) if answer.outcome is not Outcome.MOVED else None,
    }


@kept("news", "site")
def number_text(request: HttpRequest, number: str) -> HttpResponse:
    """The plain text that the digest is taken of, byte for byte, while the release may be read."""
    key = key_asked(number)
    try:
        answer = answer_for_number(key, timezone.now())
    except Article.DoesNotExist:
        return _unknown(request)
    if number != key:
        return _to_one_spelling("number_text", key)
    if answer.outcome not in READABLE:
        return HttpResponse("Siaran pers ini tidak tayang lagi.\n", "text/plain; charset=utf-8", status=410)
    edition = answer.article.live
    response = HttpResponse(
        plain_text(edition.title, edition.summary, edition.body_html), content_type="text/plain; charset=utf-8"
    )
    response["X-Robots-Tag"] = "noindex"
    return keep_until(response, answer.until)


@csrf_exempt  # public pages have no cookie; nothing is changed and nothing is kept
@require_http_methods(["GET", "HEAD", "POST"])
def number_compare(request: HttpRequest, number: str) -> HttpResponse:
    """A text that somebody holds, line by line beside the published one. It is not stored and not logged."""
    key = key_asked(number)
    try:
        answer = answer_for_number(key, timezone.now())
    except Article.DoesNotExist:
        return _unknown(request)
    if request.method != "POST" or answer.outcome not in READABLE:
        return redirect("number_detail", number=key)
    text = request.POST.get("teks", "")
    context = {"article": answer.article, "edition": answer.article.live, "longest": LONGEST_TEXT, "text": text}
    if len(text) > LONGEST_TEXT:
        context |= {"is_too_long": True, "text": text[:LONGEST_TEXT]}
    else:
        lines = compare(text, _known(answer.article))
        context |= {"lines": lines, "differing": [line for line in lines if not line.is_there]}
    response = render(request, "news/number_compare.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _known(article: Article) -> list[str]:
    site = SiteIdentity.current()
    opening = dateline(article.live.place, article.first_live_from, site.byline)
    return known_texts(article, opening=opening, extra=[whatsapp_text(article), article.release_number or ""])
