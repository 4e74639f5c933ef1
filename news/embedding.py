"""A release as a card in other people's pages: the card itself, and the oEmbed provider that hands it out.

https://oembed.com/ (version 1.0). The card is a page without a script that anybody may frame; it follows what
becomes of the release, so that a withdrawn one does not live on elsewhere.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.csp import CSP
from django.utils.html import format_html
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override

from news.models import Article
from news.models.article import Outcome
from selayar_site.imaging import SHARE_SIZE
from selayar_site.methods import read_only
from selayar_site.models import SiteIdentity
from selayar_site.open_data import whole
from selayar_site.pagestore import keep_until, kept

# CSS pixels. Narrower than its usual width the card stands upright; in a lower frame it shows less.
WIDTH, HEIGHT = 560, 280
NARROW_HEIGHT = 480
DAY = 86_400

FRAMED_CSP: dict[str, Any] = {
    **settings.SECURE_CSP,
    "script-src": [CSP.NONE],
    "connect-src": [CSP.NONE],
    "frame-ancestors": ["*"],
}

_own_path = re.compile(r"/berita/([a-z0-9_-]{1,80})/?")


@kept("news", "site")
@xframe_options_exempt
@csp_override(FRAMED_CSP)
def article_embed(request: HttpRequest, slug: str) -> HttpResponse:
    """The card. Of a withdrawn release it says that, and why."""
    at = timezone.now()
    try:
        answer = Article.objects.answer_for(slug, at)
    except Article.DoesNotExist:
        raise Http404 from None
    article = answer.article
    is_withdrawn = article.is_withdrawn(at)
    if answer.outcome is Outcome.MOVED and not is_withdrawn:
        return HttpResponsePermanentRedirect(reverse("article_embed", kwargs={"slug": article.slug}))
    context = {"article": article, "edition": article.live, "is_withdrawn": is_withdrawn}
    is_gone = is_withdrawn or answer.outcome is Outcome.GONE
    context |= {"is_gone": is_gone, "corrections": list(article.corrections.filter(at__lte=at)[:1])}
    return keep_until(render(request, "news/article_embed.html", context, status=410 if is_gone else 200), answer.until)


@read_only
def oembed(request: HttpRequest) -> HttpResponse:
    """404 for what is not a readable release of ours, 501 for another format than JSON and XML; nothing is private."""
    form = request.GET.get("format", "json")
    if form not in {"json", "xml"}:
        return HttpResponse("Format yang tersedia: json dan xml.\n", "text/plain; charset=utf-8", status=501)
    article = _article_at(request.GET.get("url", ""))
    if article is None:
        return _for_all(HttpResponse("Tidak ada siaran pers di alamat itu.\n", "text/plain; charset=utf-8", status=404))
    width = _size(request.GET.get("maxwidth"), WIDTH)
    height = _size(request.GET.get("maxheight"), NARROW_HEIGHT if width < WIDTH else HEIGHT)
    data = _described(article, width, height, _limits(request))
    if form == "xml":
        response = HttpResponse(_xml(data), content_type="text/xml; charset=utf-8")
    else:
        response = JsonResponse(data, json_dumps_params={"ensure_ascii": False})
    return _for_all(response)


def _for_all[R: HttpResponse](response: R) -> R:
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _article_at(address: str) -> Article | None:
    """The release that may be read at an address of ours, former addresses too."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    path = _own_path.fullmatch(parts.path)
    if parts.scheme not in {"http", "https"} or parts.netloc != urlsplit(settings.PUBLIC_ORIGIN).netloc or not path:
        return None
    at = timezone.now()
    try:
        answer = Article.objects.answer_for(path[1], at)
    except Article.DoesNotExist:
        return None
    is_moved = answer.outcome is Outcome.MOVED and not answer.article.is_withdrawn(at)
    if is_moved and not answer.article.live.has_expired(at):
        return answer.article
    return answer.article if answer.outcome is Outcome.LIVE else None


def _size(asked: str | None, usual: int) -> int:
    """No larger than asked for; what is no number is not asked for."""
    return min(int(asked), usual) if asked and re.fullmatch("[1-9][0-9]{0,5}", asked) else usual


def _limits(request: HttpRequest) -> tuple[int, int]:
    return _size(request.GET.get("maxwidth"), SHARE_SIZE[0]), _size(request.GET.get("maxheight"), SHARE_SIZE[1])


def _described(article: Article, width: int, height: int, limits: tuple[int, int]) -> dict[str, Any]:
    site = SiteIdentity.current()
    title = article.live.title
    src = whole(reverse("article_embed", kwargs={"slug": article.slug}))
    data: dict[str, Any] = {
        "type": "rich",
        "version": "1.0",
        "title": title,
        "author_name": f"{site.byline} {site.regency}",
        "author_url": whole("/"),
        "provider_name": site.site_name,
        "provider_url": whole("/"),
        "cache_age": DAY,
        "html": format_html(
            '<iframe src="{}" width="{}" height="{}" title="{}" frameborder="0" loading="lazy" '
            'sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"></iframe>',
            src, width, height, title,
        ),
        "width": width,
        "height": height,
    }  # fmt: skip
    for url, wide, high in _pictures(article):
        if wide <= limits[0] and high <= limits[1]:
            return data | {"thumbnail_url": whole(url), "thumbnail_width": wide, "thumbnail_height": high}
    return data


def _pictures(article: Article) -> Iterator[tuple[str, int, int]]:
    """Address, width and height of what may stand for the release, the largest first."""
    yield reverse("article_card", kwargs={"slug": article.slug}), *SHARE_SIZE
    if lead := article.live.lead:
        for width in reversed(lead.photo.widths("card")):
            yield lead.photo.file_url("card", width), width, lead.photo.height_of("card", width)


def _xml(data: dict[str, Any]) -> bytes:
    out = BytesIO()
    handler = SimplerXMLGenerator(out, "utf-8")
    handler.startDocument()
    handler.startElement("oembed", AttributesImpl({}))
    for name, value in data.items():
        handler.addQuickElement(name, str(value))
    handler.endElement("oembed")
    handler.endDocument()
    return out.getvalue()
