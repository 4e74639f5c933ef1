"""Pages that draw on the whole site."""

from datetime import UTC
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from news.front import front_articles
from news.models import Article, Category
from news.models.article import earliest
from programs.models import Program
from programs.statistics import home_answers, program_answers
from programs.tariff_tables import TariffPage, sector_tables
from selayar_site.media import picture_for_all
from selayar_site.methods import read_only
from selayar_site.models import Page, SiteIdentity
from selayar_site.months import begins_at, month_at
from selayar_site.pagestore import keep_until, kept
from selayar_site.resend import is_resendable, sent_too_late
from selayar_site.sharecard import headline_card

HOME_LATEST = 6
HOME_SECTION = 3
# Tariffs that ended longer ago are history.
MONTHS_BACK = 12
# Thirty days: the address never changes, and a new emblem may take that long to be seen in a tab.
FAVICON_SECONDS = 30 * 24 * 60 * 60


@kept("news", "programs", "site")
def home(request: HttpRequest) -> HttpResponse:
    """The lead story, the latest, what each category had before that, and the programmes."""
    at = timezone.now()
    articles, pins_change = front_articles(at)
    Article.objects.load_cards(articles, pictured=HOME_LATEST + 1)
    context = {
        "lead": articles[0] if articles else None,
        "latest": articles[1 : HOME_LATEST + 1],
        "sections": by_category(articles[HOME_LATEST + 1 :]),
        "programs": Program.objects.listed(),
        "answers": home_answers(),
    }
    until = earliest(Article.objects.next_change(at), pins_change)
    return keep_until(render(request, "home.html", context), until)


def by_category(articles: list[Article]) -> list[tuple[Category, list[Article]]]:
    """The newest few of each category, in the order of the office."""
    sections: dict[Category, list[Article]] = {}
    for article in articles:
        if article.live.category:
            sections.setdefault(article.live.category, []).append(article)
    order = sorted(sections, key=lambda category: (category.position, category.name))
    return [(category, sections[category][:HOME_SECTION]) for category in order]


@kept("programs", "news", "site")
def program_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A programme, with what was reported about it (a roof view: programmes know nothing of releases)."""
    at = timezone.now()
    month = month_at(at)
    program = get_object_or_404(Program.objects.listed().complete(), slug=slug)
    articles = Article.objects.listed(at).where_live(programs=program)[:HOME_LATEST]
    tariffs = TariffPage(month, sector_tables(program.payer, since=month - MONTHS_BACK))
    context = {
        "program": program,
        "articles": Article.objects.load_cards(articles),
        "tariffs": tariffs,
        "answers": program_answers(program),
    }
    until = earliest(Article.objects.next_change(at), begins_at(month + 1))
    return keep_until(render(request, "programs/program_detail.html", context), until)


@kept("site")
def page_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "page_detail.html", {"page": get_object_or_404(Page, slug=slug)})


@kept("site")
def site_card(request: HttpRequest) -> HttpResponse:
    """The picture that messengers show beside a link to a page that gathers others."""
    site = SiteIdentity.current()
    return _card(site.tagline or site.description, site)


@kept("programs", "site")
def program_card(request: HttpRequest, slug: str) -> HttpResponse:
    return _card(get_object_or_404(Program.objects.listed(), slug=slug).name, SiteIdentity.current())


@kept("site")
def page_card(request: HttpRequest, slug: str) -> HttpResponse:
    return _card(get_object_or_404(Page, slug=slug).title, SiteIdentity.current())


def _card(headline: str, site: SiteIdentity) -> HttpResponse:
    return picture_for_all(headline_card(headline, site_name=site.site_name, publisher=site.regency))


@kept("site")
def robots(request: HttpRequest) -> HttpResponse:
    """Search pages are not kept out: a robot that may not read them cannot see that they say `noindex`.

    The files of a press kit are: they are made anew for each who asks, are large, and tell nothing that the page of the
    release does not (wildcards: RFC 9309, 2.2.3).
    """
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /akun/",
        "Disallow: /berita/*/paket/*.",
        "",
        f"Sitemap: {settings.PUBLIC_ORIGIN}{reverse('sitemap')}",
        f"Sitemap: {settings.PUBLIC_ORIGIN}{reverse('sitemap_news')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@read_only
def indexnow_key(request: HttpRequest, key: str) -> HttpResponse:
    """The proof for IndexNow that who speaks for this site holds its key."""
    if not settings.INDEXNOW_KEY or key != settings.INDEXNOW_KEY:
        raise Http404
    return HttpResponse(key, content_type="text/plain; charset=utf-8")


@kept("site")
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a hole (RFC 9116); not there until somebody has said so, nor when that is a year ago."""
    site, at = SiteIdentity.current(), timezone.now()
    expires_at = site.security_expires_at
    if expires_at is None or expires_at <= at or not site.security_address:
        raise Http404
    lines = [
        f"Contact: {site.security_address}",
        f"Expires: {expires_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: id, en",
        f"Canonical: {settings.PUBLIC_ORIGIN}{reverse('security')}",
    ]
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    return keep_until(response, expires_at)


@read_only
def favicon(request: HttpRequest) -> FileResponse:
    """Browsers ask here where no page says better: for files, feeds and the pages of a broken site."""
    icon = finders.find("brand/favicon.ico")
    if icon is None:
        raise Http404
    headers = {"Cache-Control": f"public, max-age={FAVICON_SECONDS}"}
    return FileResponse(Path(icon).open("rb"), content_type="image/x-icon", headers=headers)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    if is_resendable(request):
        return sent_too_late(request)
    return render(request, "403_csrf.html", status=403)
