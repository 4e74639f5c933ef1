"""What search engines may index: an index, a file for each month of releases, one for the other pages, and the
news of two days.

The form is that of sitemaps.org/protocol.html, and for news of Google (Search Central, “Create a news sitemap”).
Addresses are those of the public origin, whatever name the request came by.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from news.models import Article
from news.models.article import earliest
from news.months import changed_by_month, listed_in
from programs.models import Program
from selayar_site.models import Page
from selayar_site.months import month_number, year_and_month
from selayar_site.pagestore import keep_until, kept

# Google reads no more, and no older, news from such a file.
NEWS_AGE = timedelta(days=2)
MOST_NEWS = 1000
# sitemaps.org: of one file.
MOST_ADDRESSES = 50_000


class Year:
    """Four digits in an address; the databases and Python know the same years."""

    regex = "20[0-9]{2}"

    def to_python(self, text: str) -> int:
        return int(text)

    def to_url(self, number: int) -> str:
        return f"{number:04d}"


class MonthNumber(Year):
    """Two digits: one spelling for each month."""

    regex = "0[1-9]|1[0-2]"

    def to_url(self, number: int) -> str:
        return f"{number:02d}"


@dataclass(frozen=True)
class Entry:
    path: str
    changed_at: datetime | None = None


@kept("news", "programs", "site")
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index. Months without a listed release have no file."""
    at = timezone.now()
    moments = [page.changed_at for page in _pages() if page.changed_at]
    files = [Entry(reverse("sitemap_pages"), max(moments, default=None)), Entry(reverse("sitemap_news"))]
    for month, changed_at in changed_by_month(at).items():
        files.append(Entry(reverse("sitemap_month", args=year_and_month(month)), changed_at))
    return keep_until(_xml(request, "index", files), Article.objects.next_change(at))


@kept("news")
def sitemap_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The releases that first appeared in that month, each with when its text or its correction did."""
    at = timezone.now()
    rows = listed_in(month_number(year, month), at).with_changed_at(at)
    entries = [Entry(article.get_absolute_url(), article.changed_at) for article in rows[:MOST_ADDRESSES]]
    if not entries:
        raise Http404
    return keep_until(_xml(request, "urls", entries), Article.objects.next_change(at))


@kept("programs", "site")
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    """What is no release. Pages that only gather others carry no date: theirs says nothing of their own."""
    return _xml(request, "urls", _pages())


@kept("news", "site")
def sitemap_news(request: HttpRequest) -> HttpResponse:
    """The releases of the last two days."""
    at = timezone.now()
    articles = Article.objects.listed(at).filter(first_live_from__gt=at - NEWS_AGE).with_title()[:MOST_NEWS]
    oldest = min((article.first_live_from for article in articles if article.first_live_from), default=None)
    until = earliest(Article.objects.next_change(at), oldest and oldest + NEWS_AGE)
    return keep_until(_xml(request, "news", articles), until)


def _pages() -> list[Entry]:
    gathering = [
        Entry(reverse(name))
        for name in ("home", "article_list", "program_list", "waiting_list", "statistics", "award_list")
    ]
    programs = [Entry(program.get_absolute_url(), program.updated_at) for program in Program.objects.listed()]
    return [*gathering, *programs, *(Entry(page.get_absolute_url(), page.updated_at) for page in Page.objects.all())]


def _xml(request: HttpRequest, template: str, entries: object) -> HttpResponse:
    return render(request, f"sitemaps/{template}.xml", {"entries": entries}, content_type="application/xml")
