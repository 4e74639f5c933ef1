"""“Akses sebelum terbit”: the page of an edition's secret links, for colleagues and for journalists."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from news import access
from news.models import Edition, EmbargoLink, EmbargoOpening, LinkStanding, PreviewLink, Standing
from news.words import moment, standing_words
from selayar_site.models import User
from selayar_site.office import ViewOnlyAdmin
from selayar_site.sealed import SealError, seal, unseal

SHOWN_OPENINGS = 20
FRESH = "news.access.fresh"  # in the session, until it was shown


class PreviewForm(forms.ModelForm):
    days = forms.TypedChoiceField(
        label="Berlaku selama",
        choices=[(1, "1 hari"), (3, "3 hari"), (7, "7 hari"), (14, "14 hari"), (30, "30 hari")],
        coerce=int,
        initial=access.USUAL_LIFE.days,
    )

    class Meta:
        model = PreviewLink
        fields = ("purpose",)

    def arguments(self, at: datetime) -> dict[str, Any]:
        return {
            "purpose": self.cleaned_data["purpose"],
            "expires_at": at + timedelta(days=self.cleaned_data["days"]),
        }


class EmbargoForm(forms.ModelForm):
    class Meta:
        model = EmbargoLink
        fields = ("name", "outlet", "email")
        error_messages = {
            "name": {"required": "Tuliskan nama wartawannya."},
            "outlet": {"required": "Tuliskan nama medianya."},
        }
        help_texts = {"email": "Boleh kosong. Dipakai untuk menyiapkan surat yang Anda kirim sendiri."}

    def arguments(self, at: datetime) -> dict[str, Any]:
        return self.cleaned_data


@dataclass(frozen=True)
class Kind:
    """One kind of link: who may hand it out, when, and how it is spoken of."""

    title: str
    explanation: str
    refusal: str
    permission: str
    view_permission: str
    is_due: Callable[[Standing], bool]
    form: type[PreviewForm] | type[EmbargoForm]
    make: Callable[..., tuple[PreviewLink | EmbargoLink, str]]
    revoke: Callable[..., None]
    links: Callable[[Edition], QuerySet[Any]]


def _preview_links(edition: Edition) -> QuerySet[Any]:
    return PreviewLink.objects.filter(edition=edition).select_related("edition__article", "made_by", "revoked_by")


def _embargo_links(edition: Edition) -> QuerySet[Any]:
    latest = EmbargoOpening.objects.order_by("-at")[:SHOWN_OPENINGS]
    return (
        EmbargoLink.objects.filter(edition=edition)
        .select_related("edition__article", "made_by", "revoked_by")
        .annotate(opened=Count("openings"))
        .prefetch_related(Prefetch("openings", latest, to_attr="latest_openings"))
    )


UNPUBLISHED = (Standing.DRAFT, Standing.RETURNED, Standing.IN_REVIEW, Standing.SCHEDULED)

KINDS = {
    "pratinjau": Kind(
        title="Tautan pratinjau",
        explanation="Siapa pun yang memegang tautan ini dapat membaca naskah sebagaimana akan tampak, sampai terbit.",
        refusal="Pratinjau hanya untuk teks yang belum terbit.",
        permission="news.change_edition",
        view_permission="news.view_previewlink",
        is_due=lambda standing: standing in UNPUBLISHED,
        form=PreviewForm,
        make=access.make_preview,
        revoke=access.revoke_preview,
        links=_preview_links,
    ),
    "embargo": Kind(
        title="Akses embargo",
        explanation="Satu tautan untuk satu wartawan. Namanya tertera pada naskah, dan setiap pembukaan dicatat.",
        refusal="Akses embargo hanya untuk siaran pers yang sudah disetujui dan terjadwal.",
        permission="news.approve_edition",
        view_permission="news.view_embargolink",
        is_due=lambda standing: standing == Standing.SCHEDULED,
        form=EmbargoForm,
        make=access.give_embargo_access,
        revoke=access.revoke_embargo_access,
        links=_embargo_links,
    ),
}


@dataclass(frozen=True)
class Row:
    link: PreviewLink | EmbargoLink
    standing: LinkStanding


@dataclass(frozen=True)
class Panel:
    name: str
    kind: Kind
    form: PreviewForm | EmbargoForm | None
    rows: list[Row]
    may_revoke: bool


@admin.register(PreviewLink)
class AccessAdmin(ViewOnlyAdmin):
    """Three addresses on an edition, and no list of its own."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/", wrap(self.page_view), name="news_edition_access"),
            path("<int:pk>/<slug:name>/", wrap(self.make_view), name="news_edition_access_make"),
            path("<int:pk>/<slug:name>/<int:link>/cabut/", wrap(self.revoke_view), name="news_edition_access_revoke"),
        ]

    def page_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, self.edition(pk), timezone.now(), fresh=self.fresh_link(request, pk))

    def fresh_link(self, request: HttpRequest, pk: int) -> dict[str, Any] | None:
        """What `make_view` left in the session, sealed so that nobody reads it there; told once."""
        try:
            name, key, token = unseal(base64.b64decode(request.session.pop(FRESH, "")), aad=FRESH).split(" ")
        except (SealError, ValueError):
            return None
        link = KINDS[name].links(self.edition(pk)).filter(pk=key).first()
        if link is None:
            return None
        url = settings.PUBLIC_ORIGIN + link.path_with(token)
        return {"link": link, "url": url, "mail": _mail(link, url)}

    @method_decorator(require_POST)
    def make_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Then to the page, which shows the link once: reloading it makes no second one."""
        kind, edition, at = self.kind(request, name), self.edition(pk), timezone.now()
        form = kind.form(request.POST, auto_id=f"id_{name}_%s")
        if form.is_valid():
            try:
                link, token = kind.make(edition, by=request.user, at=at, **form.arguments(at))
            except ValidationError as refusal:
                for field, sentences in refusal.update_error_dict({}).items():
                    form.add_error(field if field in form.fields else None, sentences)
            else:
                request.session[FRESH] = base64.b64encode(seal(f"{name} {link.pk} {token}", aad=FRESH)).decode()
                return redirect("admin:news_edition_access", pk)
        return self.page(request, edition, at, sent={name: form})

    @method_decorator(require_POST)
    def revoke_view(self, request: HttpRequest, pk: int, name: str, link: int) -> HttpResponse:
        kind = self.kind(request, name)
        found = get_object_or_404(kind.links(self.edition(pk)), pk=link)
        try:
            kind.revoke(found, by=request.user)
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
        else:
            messages.success(request, f"Dicabut: {found}. Tautannya tidak dapat dibuka lagi.")
        return redirect("admin:news_edition_access", pk)

    def edition(self, pk: int) -> Edition:
        return get_object_or_404(Edition.objects.select_related("article"), pk=pk)

    def kind(self, request: HttpRequest, name: str) -> Kind:
        if name not in KINDS:
            raise Http404
        if not request.user.has_perm(KINDS[name].permission):
            raise PermissionDenied
        return KINDS[name]

    def page(
        self,
        request: HttpRequest,
        edition: Edition,
        at: datetime,
        *,
        sent: dict[str, PreviewForm | EmbargoForm] | None = None,
        fresh: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """`sent` holds a form to be mended; `fresh` the link that was just made, shown this once."""
        user: Any = request.user
        panels = [_panel(name, edition, user, at, (sent or {}).get(name)) for name in KINDS if _may_see(name, user)]
        if not panels or not user.has_perm("news.view_edition"):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "Akses sebelum terbit",
            "opts": Edition._meta,
            "edition": edition,
            "step": {"label": "Akses sebelum terbit"},
            "standing": edition.standing(at),
            "standing_words": standing_words(edition, at),
            "panels": panels,
            "fresh": fresh,
        }
        return TemplateResponse(request, "admin/news/access.html", context)


def _may_see(name: str, user: User) -> bool:
    return user.has_perm(KINDS[name].permission) or user.has_perm(KINDS[name].view_permission)


def _panel(name: str, edition: Edition, user: User, at: datetime, sent: PreviewForm | EmbargoForm | None) -> Panel:
    kind = KINDS[name]
    may_change = user.has_perm(kind.permission)
    is_offered = may_change and (kind.is_due(edition.standing(at)) or sent)
    form = (sent or kind.form(auto_id=f"id_{name}_%s")) if is_offered else None
    rows = [Row(link, link.standing(at)) for link in kind.links(edition)]
    return Panel(name, kind, form, rows, may_change)


def _mail(link: PreviewLink | EmbargoLink, url: str) -> str:
    """A `mailto:` with the letter, for one's own mail program. The subject names no release: it is seen by many."""
    if not isinstance(link, EmbargoLink) or not link.email or not link.edition.live_from:
        return ""
    letter = (
        f"Yth. {link.name}, {link.outlet}\n\n"
        f"Berikut tautan pribadi Anda ke naskah yang masih dalam embargo sampai {moment(link.edition.live_from)}:\n"
        f"{url}\n\nMohon tidak meneruskan tautan maupun naskahnya."
    )
    return f"mailto:{quote(link.email, safe='@')}?subject={quote('Akses naskah embargo')}&body={quote(letter)}"
