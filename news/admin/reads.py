"""“Statistik pembacaan”: what HUMAS may know of its readers, as charts that are tables too."""

import re
from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format

from news.models import Article, Edition, Reads
from news.reads import store
from news.reads.charts import chart
from news.reads.store import Period
from selayar_site.office import ViewOnlyAdmin

PERIODS = (7, 30, 90)
MONTHS = 12
MOST_READ = 20


@admin.register(Reads)
class ReadsAdmin(ViewOnlyAdmin):
    """The list of this model is a page of charts; its rows are numbers that nobody sets."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        period = Period(_days(request.GET.get("hari", "30")), timezone.localdate())
        article = _article(request.GET.get("siaran", ""))
        context = {
            **self.admin_site.each_context(request),
            "title": "Statistik pembacaan",
            "opts": self.opts,
            "period": period,
            "periods": PERIODS,
            "edition": _named([article.pk])[article.pk] if article else None,
            "article": article,
            "total": store.total_of(article) if article else None,
            "days": chart("Pembacaan per hari", _dated(store.by_day(period, article), "j F Y")),
            "months": chart("Pembacaan per bulan", _dated(store.by_month(period.until, MONTHS, article), "F Y")),
            "sources": _shares(store.by_source(period, article)),
            "most_read": [] if article else _most_read(period),
        }
        return TemplateResponse(request, "admin/news/reads.html", context)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The page, and no single row: there is nothing to see in one."""
        return obj is None and super().has_view_permission(request, obj)


def _days(text: str) -> int:
    if text not in map(str, PERIODS):
        raise Http404
    return int(text)


def _article(text: str) -> Article | None:
    if not text:
        return None
    article = Article.objects.filter(pk=int(text)).first() if re.fullmatch("[1-9][0-9]{0,17}", text) else None
    if article is None or article.first_live_from is None:
        raise Http404
    return article


def _dated(rows: Sequence[tuple[Any, int]], form: str) -> list[tuple[str, int]]:
    return [(date_format(day, form), number) for day, number in rows]


def _shares(rows: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    total = sum(number for _, number in rows)
    return [{"label": label, "number": number, "share": round(100 * number / (total or 1))} for label, number in rows]


def _most_read(period: Period) -> list[dict[str, Any]]:
    rows = store.most_read(period, MOST_READ)
    named = _named([row.article_id for row in rows])
    return [{"edition": named[row.article_id], "number": row.number} for row in rows]


def _named(articles: list[int]) -> dict[int, Edition]:
    """The office knows a release by its newest edition."""
    return Article.shown_in_history(articles)
