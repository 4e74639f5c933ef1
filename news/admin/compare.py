"""Two editions of a release beside each other, and the way back to an earlier one."""

import re
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from news import actions
from news.compare import compare
from news.models import Edition
from news.words import standing_words

from .second_look import second_look_of

VIEWS = {"menyatu": "Dalam satu teks", "berdampingan": "Berdampingan"}


def compare_urls(site: AdminSite) -> list[URLPattern]:
    """The addresses under those of Edition."""
    return [
        path("<int:pk>/bandingkan/", site.admin_view(edition_compare(site)), name="news_edition_compare"),
        path("<int:pk>/pulihkan/", site.admin_view(news_edition_restore), name="news_edition_restore"),
    ]


def edition_compare(site: AdminSite) -> Any:
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        """`dari` and `ke` are numbers of editions; without them this one and the one before it."""
        user: Any = request.user
        if not user.has_perm("news.view_edition"):
            raise PermissionDenied
        edition = get_object_or_404(Edition.objects.select_related("article"), pk=pk)
        editions = {row.number: row for row in edition.article.editions.select_related("category", "article")}
        to = _asked(request, "ke", editions) or edition.number
        since = _asked(request, "dari", editions) or max((n for n in editions if n < to), default=to)
        view_name = request.GET.get("tampilan", "")
        context = {
            **site.each_context(request),
            "title": "Bandingkan edisi",
            "opts": Edition._meta,
            "edition": edition,
            "editions": [(number, _words(row)) for number, row in sorted(editions.items())],
            "found": compare(editions[since], editions[to]),
            "since": since,
            "to": to,
            "views": VIEWS.items(),
            "view": view_name if view_name in VIEWS else "menyatu",
            "may_restore": _may_restore(user, edition, list(editions.values())),
            "newest": max(editions),
            "second_look": second_look_of(edition, user),
        }
        return TemplateResponse(request, "admin/news/compare.html", context)

    return view


def _asked(request: HttpRequest, name: str, editions: dict[int, Edition]) -> int | None:
    text = request.GET.get(name, "")
    number = int(text) if re.fullmatch("[0-9]{1,5}", text) else 0
    return number if number in editions else None


def _words(edition: Edition) -> str:
    return f"Edisi {edition.number} – {standing_words(edition)}"


def _may_restore(user: Any, edition: Edition, editions: list[Edition]) -> bool:
    newest = max(editions, key=lambda row: row.number)
    is_free = not any(row.is_open for row in editions) and not newest.is_scheduled()
    return is_free and not edition.article.withdrawn_at and user.has_perm("news.change_edition")


@require_POST
def news_edition_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Start the next edition with what this one says, and go there."""
    user: Any = request.user
    if not user.has_perm("news.change_edition"):
        raise PermissionDenied
    edition = get_object_or_404(Edition.objects.select_related("article"), pk=pk)
    try:
        restored = actions.restore(edition, by=user)
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
        return redirect("admin:news_edition_compare", pk)
    messages.success(
        request,
        f"Teks edisi {edition.number} disalin ke revisi baru. Yang terbit tidak berubah sampai revisi disetujui.",
    )
    return redirect("admin:news_edition_change", restored.pk)
