"""The press kit: a page that says how large everything is, and the files, for as long as the release may be read."""

from collections.abc import Callable, Iterator
from datetime import datetime
from threading import BoundedSemaphore

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from news.kit import Kit, KitFile, zip_parts, zip_size
from news.models import Answer, Article
from news.models.article import Outcome
from selayar_site.methods import read_only
from selayar_site.models import SiteIdentity
from selayar_site.pagestore import keep_until, kept

# Of the four threads of a process two are left for pages, however slow those are who fetch the whole.
AT_ONCE = 2
RETRY_SECONDS = 30

_turns = BoundedSemaphore(AT_ONCE)


@kept("news", "site")
def article_kit(request: HttpRequest, slug: str) -> HttpResponse:
    answer = _answer(slug)
    if refusal := _refusal(request, answer, "article_kit"):
        return refusal
    kit = _kit(answer)
    context = {"kit": kit, "article": kit.article, "edition": kit.article.live, "zip_size": zip_size(kit.files)}
    return keep_until(render(request, "news/article_kit.html", context), answer.until)


@kept("news", "site")
def article_letter(request: HttpRequest, slug: str) -> HttpResponse:
    """The letter. Kept as a page is, so a crowd is answered without setting it again."""
    answer = _answer(slug)
    if refusal := _refusal(request, answer, "article_letter"):
        return refusal
    pdf = _kit(answer).pdf
    if pdf is None:
        raise Http404
    return keep_until(_file(pdf, "application/pdf"), answer.until)


@kept("news", "site")
def article_text(request: HttpRequest, slug: str) -> HttpResponse:
    answer = _answer(slug)
    if refusal := _refusal(request, answer, "article_text"):
        return refusal
    return keep_until(_file(_kit(answer).text, "text/plain; charset=utf-8"), answer.until)


@read_only
def article_photo(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A photo for print; its number is its place in the kit."""
    answer = _answer(slug)
    if refusal := _refusal(request, answer, "article_photo", number=number):
        return refusal
    photo = next((photo for photo in _kit(answer).photos if photo.number == number), None)
    if photo is None:
        raise Http404
    return _file(photo.file, "image/jpeg")


@read_only
def article_zip(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Everything at once, put together while it is sent."""
    answer = _answer(slug)
    if refusal := _refusal(request, answer, "article_zip"):
        return refusal
    # To know its size the letter is set, which may take long: that needs a turn as well.
    if not _turns.acquire(blocking=False):
        return _busy(request, answer.article)
    try:
        kit = _kit(answer)
        size = zip_size(kit.files)
        parts = zip_parts(kit.files, at=answer.article.live.live_from)
    except BaseException:
        _turns.release()
        raise
    turn = _Turn(parts, _turns.release)
    if request.method == "HEAD":
        turn.close()
    response = StreamingHttpResponse(turn, content_type="application/zip", headers={"Content-Length": str(size)})
    return _to_save(response, f"{slug}.zip")


def _busy(request: HttpRequest, article: Article) -> HttpResponse:
    context = {"article": article, "edition": article.live}
    response = render(request, "news/article_kit_busy.html", context, status=503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


class _Turn:
    """The parts of one ZIP; `close` ends the turn, also of who left before the first part (PEP 3333)."""

    def __init__(self, parts: Iterator[bytes], done: Callable[[], None]) -> None:
        self._parts, self._done = parts, done
        self._is_open = True

    def __iter__(self) -> Iterator[bytes]:
        return self._parts

    def close(self) -> None:
        if self._is_open:
            self._is_open = False
            self._done()


def _answer(slug: str) -> Answer:
    try:
        return Article.objects.answer_for(slug, timezone.now())
    except Article.DoesNotExist:
        raise Http404 from None


def _refusal(request: HttpRequest, answer: Answer, name: str, **more: int) -> HttpResponse | None:
    """What is not readable has no kit; nor has what is readable under a notice, which is not to be quoted."""
    article = answer.article
    if answer.outcome is Outcome.LIVE:
        return None
    if answer.outcome is Outcome.MOVED:
        own = reverse(name, kwargs={"slug": article.slug, **more})
        url = answer.url if article.is_withdrawn() else own
        return keep_until(HttpResponsePermanentRedirect(url), answer.until)
    context = {"article": article, "successor": article.successor()}
    return keep_until(render(request, "news/article_gone.html", context, status=410), answer.until)


def _kit(answer: Answer, at: datetime | None = None) -> Kit:
    corrections = list(answer.article.corrections.filter(at__lte=at or timezone.now()))
    return Kit(answer.article, corrections, SiteIdentity.current())


def _file(file: KitFile, content_type: str) -> HttpResponse:
    return _to_save(HttpResponse(file.content(), content_type=content_type), file.name)


def _to_save[R: HttpResponseBase](response: R, name: str) -> R:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Robots-Tag"] = "noindex"
    return response
