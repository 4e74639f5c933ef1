"""“Tautan mati”, and the links of one release with the button that asks them now."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString

from news.links import links_of, problem_of
from news.models import Edition, LinkCheck
from news.tasks import check_links
from news.words import short_moment
from selayar_site.office import ViewOnlyAdmin, link


class OutcomeFilter(admin.SimpleListFilter):
    title = "hasil"
    parameter_name = "hasil"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        outcome = LinkCheck.Outcome
        return [
            (each.value, str(each.label))
            for each in (outcome.DEAD, outcome.UNREACHABLE, outcome.DANGEROUS, outcome.PRIVATE)
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[LinkCheck]) -> QuerySet[LinkCheck]:
        return queryset.filter(outcome=self.value()) if self.value() else queryset


@admin.register(LinkCheck)
class LinkCheckAdmin(ViewOnlyAdmin):
    """What readers meet now and should not; the newest finding first."""

    list_display = ("shown_url", "sentence", "headline", "found_at")
    list_display_links = None
    list_filter = (OutcomeFilter,)
    ordering = ("-checked_at", "-pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[LinkCheck]:
        return LinkCheck.objects.dead()

    @admin.display(description="tautan")
    def shown_url(self, row: LinkCheck) -> str:
        """Never as a link: nobody of the office should step into what may be unsafe."""
        return row.url if len(row.url) <= 90 else f"{row.url[:90]}…"

    @admin.display(description="siaran pers")
    def headline(self, row: LinkCheck) -> SafeString:
        return link(reverse("admin:news_edition_links", args=[row.edition_id]), row.edition.title)

    @admin.display(description="diperiksa", ordering="-checked_at")
    def found_at(self, row: LinkCheck) -> str:
        return short_moment(row.checked_at) if row.checked_at else ""


def link_urls(site: AdminSite) -> list[URLPattern]:
    """The addresses under those of Edition."""
    return [path("<int:pk>/tautan/", site.admin_view(edition_links(site)), name="news_edition_links")]


def edition_links(site: AdminSite) -> Any:
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        """The links of one text as they stood when last asked; the button asks them again."""
        user: Any = request.user
        if not user.has_perm("news.view_edition"):
            raise PermissionDenied
        edition = get_object_or_404(Edition.objects.select_related("article"), pk=pk)
        if request.method == "POST":
            if not user.has_perm("news.change_edition"):
                raise PermissionDenied
            check_links.enqueue(edition.pk)
            messages.success(
                request, "Tautan sedang diperiksa. Muat ulang halaman ini sebentar lagi untuk melihat hasilnya."
            )
            return redirect("admin:news_edition_links", pk)
        context = {
            **site.each_context(request),
            "title": "Tautan",
            "opts": Edition._meta,
            "edition": edition,
            "rows": _rows(edition),
            "may_check": user.has_perm("news.change_edition"),
        }
        return TemplateResponse(request, "admin/news/links.html", context)

    return view


def _rows(edition: Edition) -> list[dict[str, Any]]:
    known = {row.url: row for row in LinkCheck.objects.filter(edition=edition)}
    rows = []
    for each in links_of(edition.body_html):
        row, problem = known.get(each.url), problem_of(each)
        outcome = problem[0] if problem else row.outcome if row else LinkCheck.Outcome.UNCHECKED
        rows.append(
            {
                "link": each,
                "outcome": outcome,
                "label": LinkCheck.Outcome(outcome).label,
                "sentence": problem[1] if problem else row.sentence if row else "",
                "checked": short_moment(row.checked_at) if row and row.checked_at else "",
            }
        )
    return rows
