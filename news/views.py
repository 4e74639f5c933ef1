"""Press releases, for everyone."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from news import archive
from news.filters import ArticleFilter
from news.models import Answer, Article, Attachment, Correction
from news.models.article import ArticleQuerySet, Outcome
from news.related import around
from selayar_site.crops import SHAPES, crop, crop_size
from selayar_site.media import document_response, picture_for_all
from selayar_site.methods import read_only
from selayar_site.months import begins_at, month_number
from selayar_site.pagestore import keep_until, kept
from selayar_site.pagination import AFTER, BEFORE, BadCursor, Page, PreparedKeyset, keyset_page
from selayar_site.sharecard import share_card

PAGE_SIZE = 12
FILTERS = tuple(ArticleFilter.base_filters)


def _of_month(at: datetime, begins: datetime, ends: datetime) -> ArticleQuerySet:
    return Article.objects.listed(at).filter(first_live_from__gte=begins, first_live_from__lt=ends)


_cards: Any = {"order": ("-first_live_from", "-pk"), "size": PAGE_SIZE, "load": ArticleQuerySet.load_cards}
_prepared: Any = _cards | {"model": Article, "at": datetime}
_all_pages = PreparedKeyset(Article.objects.listed, **_prepared)
_month_pages = PreparedKeyset(_of_month, begins=datetime, ends=datetime, **_prepared)


@kept("news", "programs", "site", params=(*FILTERS, AFTER, BEFORE))
def article_list(request: HttpRequest) -> HttpResponse:
    """All releases, newest first, narrowed by what the address asks for.

    Filters that no list of ours offers are not found, and the page says which.
    """
    at = timezone.now()
    narrowed = ArticleFilter(request.GET, at=at)
    if not narrowed.is_valid():
        context: dict[str, object] = {"filter": narrowed, "is_filtered": True, "address": request.path}
        return render(request, "news/article_list.html", context, status=404)
    if narrowed.is_narrow:  # anybody's words may stand in the address
        pages = partial(keyset_page, narrowed.qs, **_cards)
        context = _shown_page(request, pages) | {"is_filtered": True, "address": request.path}
    else:
        context = _shown_page(request, partial(_all_pages.page, at=at))
    context["filter"] = narrowed
    return keep_until(render(request, "news/article_list.html", context), Article.objects.next_change(at))


@kept("news", "site")
def article_archive(request: HttpRequest) -> HttpResponse:
    """The years and months that hold releases, and how many each."""
    at = timezone.now()
    years = archive.years(at)
    context = {"years": years, "total": sum(year.count for year in years)}
    return keep_until(render(request, "news/article_archive.html", context), Article.objects.next_change(at))


@kept("news", "site", params=(AFTER, BEFORE))
def article_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The releases of a month; months outside those of the archive are not found."""
    at = timezone.now()
    months = archive.months_until(at)
    asked = archive.Month(month_number(year, month))
    if asked.number not in months or request.path != asked.url:  # 02026/007, or the thirteenth month
        raise Http404
    pages = partial(_month_pages.page, at=at, begins=begins_at(asked.number), ends=begins_at(asked.number + 1))
    context = _shown_page(request, pages) | {
        "month": asked,
        "newer_month": archive.Month(asked.number + 1) if asked.number != months[0] else None,
        "older_month": archive.Month(asked.number - 1) if asked.number != months[-1] else None,
    }
    return keep_until(render(request, "news/article_list.html", context), Article.objects.next_change(at))


def _shown_page(request: HttpRequest, pages: Callable[..., Page[Article]]) -> dict[str, object]:
    """The one of these pages that the address asks for. Raises Http404."""
    try:
        page = pages(params=request.GET, keep=FILTERS)
    except BadCursor:
        raise Http404 from None
    if not page.items and (AFTER in request.GET or BEFORE in request.GET):  # beyond either end
        raise Http404
    # As the links to it are written; `kept` has left no other parameters.
    query = request.GET.urlencode(safe=":~")
    return {"page": page, "address": f"{request.path}{query and '?'}{query}"}


@kept("news", "programs", "site")
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    answer = _answer(slug, at)
    if answer.outcome is Outcome.MOVED:
        response: HttpResponse = HttpResponsePermanentRedirect(answer.url)
    elif answer.outcome is Outcome.GONE:
        response = render(request, "news/article_gone.html", _gone(answer, at), status=410)
    else:
        response = render(request, "news/article_detail.html", {**shown(answer, at), "is_public": True})
    return keep_until(response, answer.until)


@kept("news")
def article_unslashed(request: HttpRequest, slug: str) -> HttpResponse:
    """An address without its last stroke: straight to where the release is now, in one hop."""
    answer = _answer(slug, timezone.now())
    return keep_until(HttpResponsePermanentRedirect(answer.url or f"{request.path}/"), answer.until)


def _gone(answer: Answer, at: datetime) -> dict[str, object]:
    return {"article": answer.article, "successor": answer.article.successor(at)}


def _answer(slug: str, at: datetime) -> Answer:
    try:
        return Article.objects.answer_for(slug, at)
    except Article.DoesNotExist:
        raise Http404 from None


def shown(answer: Answer, at: datetime) -> dict[str, object]:
    """What the article page is made of."""
    article = answer.article
    return {
        "article": article,
        "edition": article.live,
        "notice": article if answer.outcome is Outcome.NOTICE else None,
        "successor": article.successor(at),
        "corrections": _corrections(article, at),
        "around": around(article, at),
    }


def _corrections(article: Article, at: datetime) -> list[Correction]:
    """The newest first; they came with the answer, except to a preview."""
    if "correction_rows" not in article.live.__dict__:
        return list(article.corrections.filter(at__lte=at))
    found = map(Correction.from_row, article.live.correction_rows or [])
    return sorted(found, key=lambda each: (each.at, each.pk), reverse=True)


@read_only
def article_attachment(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """A document, for as long as the release that it belongs to may be read."""
    answer = _answer(slug, timezone.now())
    if answer.outcome is Outcome.MOVED:
        return HttpResponsePermanentRedirect(answer.url)
    if answer.outcome is Outcome.GONE:
        return render(request, "news/article_gone.html", _gone(answer, timezone.now()), status=410)
    found = next((each for each in answer.article.live.shown_attachments if each.slug == name), None)
    if found is None:
        raise Http404
    return attachment_response(found)


def attachment_response(attachment: Attachment) -> HttpResponseBase:
    try:
        return document_response(attachment.file.open(), f"{attachment.slug}.pdf")
    except FileNotFoundError as error:  # a restore without its files
        raise Http404 from error


@kept("news", "site")
def article_card(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture that messengers and social networks show beside the link."""
    answer = _answer(slug, timezone.now())
    if answer.outcome not in {Outcome.LIVE, Outcome.NOTICE}:
        raise Http404
    return keep_until(picture_for_all(share_card(answer.article.live)), answer.until)


@kept("news")
def article_picture(request: HttpRequest, slug: str, shape: str) -> HttpResponse:
    """The lead photo in one of the shapes that the structured data name."""
    answer = _answer(slug, timezone.now())
    lead = answer.article.live.lead
    if answer.outcome is not Outcome.LIVE or lead is None or shape not in SHAPES or not crop_size(lead.photo, shape):
        raise Http404
    try:
        picture = crop(lead.photo, shape)
    except FileNotFoundError as error:  # a restore without its files
        raise Http404 from error
    return keep_until(picture_for_all(picture), answer.until)
