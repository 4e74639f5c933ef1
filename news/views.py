"""Press releases, for everyone."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from news.filters import ArticleFilter
from news.models import Answer, Article, Attachment
from news.models.article import ArticleQuerySet, Outcome
from selayar_site.crops import SHAPES, crop, crop_size
from selayar_site.media import document_response
from selayar_site.pagestore import keep_until, kept
from selayar_site.pagination import AFTER, BEFORE, BadCursor, keyset_page
from selayar_site.sharecard import share_card

PAGE_SIZE = 12
RELATED = 3
FILTERS = tuple(ArticleFilter.base_filters)


@kept("news", "programs", "site", params=(*FILTERS, AFTER, BEFORE))
def article_list(request: HttpRequest) -> HttpResponse:
    """All releases, newest first, narrowed by what the address asks for; made-up filters are not found."""
    at = timezone.now()
    narrowed = ArticleFilter(request.GET, queryset=Article.objects.listed(at))
    if not narrowed.is_valid():
        raise Http404
    try:
        page = keyset_page(
            narrowed.qs,
            order=("-first_live_from", "-pk"),
            size=PAGE_SIZE,
            params=request.GET,
            keep=FILTERS,
            load=ArticleQuerySet.with_live,
        )
    except BadCursor:
        raise Http404 from None
    if not page.items and (AFTER in request.GET or BEFORE in request.GET):  # beyond either end
        raise Http404
    context = {"page": page, "filter": narrowed, "is_filtered": any(narrowed.form.cleaned_data.values())}
    return keep_until(render(request, "news/article_list.html", context), Article.objects.next_change(at))


@kept("news", "programs", "site")
def article_detail(request: HttpRequest, slug: str) -> HttpResponse:
    at = timezone.now()
    answer = _answer(slug, at)
    if answer.outcome is Outcome.MOVED:
        response: HttpResponse = HttpResponsePermanentRedirect(answer.url)
    elif answer.outcome is Outcome.GONE:
        response = render(request, "news/article_gone.html", {"article": answer.article}, status=410)
    else:
        response = render(request, "news/article_detail.html", {**shown(answer, at), "is_public": True})
    return keep_until(response, answer.until)


@kept("news")
def article_unslashed(request: HttpRequest, slug: str) -> HttpResponse:
    """An address without its last stroke: straight to where the release is now, in one hop."""
    answer = _answer(slug, timezone.now())
    return keep_until(HttpResponsePermanentRedirect(answer.url or f"{request.path}/"), answer.until)


def _answer(slug: str, at: datetime) -> Answer:
    try:
        return Article.objects.answer_for(slug, at)
    except Article.DoesNotExist:
        raise Http404 from None


def shown(answer: Answer, at: datetime) -> dict[str, object]:
    """What the article page is made of."""
    article = answer.article
    related = Article.objects.listed(at).exclude(pk=article.pk).with_title()
    return {
        "article": article,
        "edition": article.live,
        "notice": article if answer.outcome is Outcome.NOTICE else None,
        "corrections": list(article.corrections.filter(at__lte=at)),
        "related": related.where_live(category=article.live.category)[:RELATED],
    }


def article_attachment(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """A document, for as long as the release that it belongs to may be read."""
    answer = _answer(slug, timezone.now())
    if answer.outcome is Outcome.MOVED:
        return HttpResponsePermanentRedirect(answer.url)
    if answer.outcome is Outcome.GONE:
        return render(request, "news/article_gone.html", {"article": answer.article}, status=410)
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
    response = HttpResponse(share_card(answer.article.live), content_type="image/jpeg")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"  # feed readers and consumers of oEmbed show it
    return keep_until(response, answer.until)


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
    return keep_until(HttpResponse(picture, content_type="image/jpeg"), answer.until)
