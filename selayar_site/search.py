"""The search page: releases by rank, and the programmes that are meant."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from news.filters import ArticleFilter
from news.models import Article
from news.numbers import number_in
from news.search.find import LONGEST_QUESTION, begun
from news.search.pages import Wanted, page_of, wanted
from news.search.ranking import best, load, near, near_stems
from news.search.snippets import Part, parts, snippet
from news.search.spelling import meant
from news.stems import asked, districts, stems
from programs.models import Program
from selayar_site.methods import read_only
from selayar_site.pagination import BadCursor

PROGRAMS = 3
SUGGESTIONS = 5
# A word that is typed again, or let stand, asks nothing for so long.
SUGGESTIONS_SECONDS = 60


@dataclass(frozen=True)
class Result:
    article: Article
    title: list[Part]
    passage: list[Part]


@read_only
def search(request: HttpRequest) -> HttpResponse:
    """What answers the words in `q`, ten a page, narrowed as the list is.

    Never kept: anybody may ask anything.
    """
    question = _question(request)
    asked_for = request.GET.copy()
    asked_for["q"] = ""  # judged here, in words of its own
    narrowed = ArticleFilter(asked_for)
    try:
        page = wanted(request.GET, narrowed.at)
    except BadCursor:
        raise Http404 from None
    query = urlencode({"q": question}) + (f"&{narrowed.query('q')}" if narrowed.query("q") else "")
    context: dict[str, object] = {"question": question, "longest": LONGEST_QUESTION, "filter": narrowed, "query": query}
    if not narrowed.is_valid():
        return render(request, "search.html", context | {"is_refused": True, "is_filtered": True}, status=404)
    context["is_filtered"] = bool(narrowed.removals)
    context["removals"] = [(text, f"?{urlencode({'q': question})}&{url[1:]}") for text, url in narrowed.removals]
    if len(question) > LONGEST_QUESTION:
        context |= {"is_too_long": True, "question": question[:LONGEST_QUESTION]}
    elif question:
        context["number_key"] = number_in(question)
        context |= _answers(question, page, narrowed) if asked(question) else {"is_too_common": True}
    return render(request, "search.html", context)


@read_only
def search_suggestions(request: HttpRequest) -> JsonResponse:
    """Headlines with words that begin like those in `q`, for the field while it is typed in (static/js/suggest.js)."""
    question = _question(request)
    articles = begun(question)[:SUGGESTIONS] if len(question) <= LONGEST_QUESTION else []
    rows = [{"title": article.live_title, "url": article.get_absolute_url()} for article in articles]
    headers = {"Cache-Control": f"public, max-age={SUGGESTIONS_SECONDS}", "X-Robots-Tag": "noindex"}
    return JsonResponse({"suggestions": rows}, headers=headers)


def _question(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\0", " ").split())


def _answers(question: str, page: Wanted, narrowed: ArticleFilter) -> dict[str, object]:
    found = best(question, narrowed.at, narrowed.within(), until=page.until)
    shown = page_of(found.articles, page)
    if page.place and not shown.articles:
        raise Http404
    words = set(asked(question))
    answers: dict[str, object] = {
        "page": shown,
        "results": [_result(article, words) for article in load(shown.articles)],
        "programs": [] if page.place or narrowed.is_narrow else _programs(words),  # releases alone are narrowed
        "count": len(found.articles),
        "is_capped": found.is_capped,
    }
    return answers if shown.articles else answers | _help(question, narrowed)


def _result(article: Article, wanted: set[str]) -> Result:
    return Result(article, parts(article.live.title, wanted), snippet(article.live, wanted))


def _programs(wanted: set[str]) -> list[Program]:
    """Those whose name and summary have all the words; there are a handful, so they are simply read."""
    return [
        program
        for program in Program.objects.listed()
        if wanted <= set(stems(f"{_names(program)} {program.summary}")) and wanted & set(stems(_names(program)))
    ][:PROGRAMS]


def _names(program: Program) -> str:
    return " ".join([program.name, *map(str, program.other_names)])


def _help(question: str, narrowed: ArticleFilter) -> dict[str, object]:
    """What leads on where nothing was found: headlines that begin so, else what was probably meant; what is near."""
    suggestions = list(begun(question)[:SUGGESTIONS])
    some = load(near(question, narrowed.at, narrowed.within())[:SUGGESTIONS])
    wanted = set(near_stems(question))
    return {
        "suggestions": suggestions,
        "meant": "" if suggestions else meant(question),
        "districts": districts(question),
        "near": [_result(article, wanted) for article in some],
    }
