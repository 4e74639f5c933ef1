"""“Kiriman surel” and “Langganan”: what goes out, what fails, and who reads by mail, without anybody's address."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.forms import EmailField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from news import dispatches, subscriptions
from news.addresses import index_of, mask_address, tidy
from news.models import ConsentText, Dispatch, Edition, MailSwitch, Sending, SignUp, Subscription
from news.words import moment, short_moment
from selayar_site.office import OfficeAdmin, ViewOnlyAdmin

SHOWN_FAILURES = 50


@admin.register(Dispatch)
class DispatchAdmin(ViewOnlyAdmin):
    """Each release and each digest with how far it has come; the pause button stands above."""

    list_display = ("what", "kind", "made", "waiting_count", "sent_count", "failed_count", "dropped_count")
    list_filter = ("rhythm",)
    ordering = ("-made_at", "-pk")
    change_list_template = "admin/news/dispatch/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("jeda/", wrap(self.pause_view), name="news_dispatch_pause"),
            path("lanjut/", wrap(self.resume_view), name="news_dispatch_resume"),
            path("<int:pk>/hentikan/", wrap(self.stop_view), name="news_dispatch_stop"),
            path("<int:pk>/coba-lagi/", wrap(self.retry_view), name="news_dispatch_retry"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Dispatch]:
        newest = Edition.objects.filter(article=OuterRef("article"), state=Edition.State.APPROVED).order_by(
            "-live_from"
        )
        return Dispatch.objects.with_counts().annotate(headline=Subquery(newest.values("title")[:1]))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {
            "title": "Kiriman surel",
            "switch": MailSwitch.current(),
            "figures": figures(),
            "may_change": request.user.has_perm("news.change_dispatch"),
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One dispatch: what failed and why, with addresses masked."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        dispatch = self.get_object(request, object_id)
        if dispatch is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        failed = dispatch.sendings.filter(
            Q(state=Sending.State.FAILED) | Q(attempts__gt=1, state=Sending.State.WAITING)
        )
        context = {
            **self.admin_site.each_context(request),
            "title": self.what(dispatch),
            "opts": self.opts,
            "dispatch": dispatch,
            "kind": self.kind(dispatch),
            "failures": [_failure(row) for row in failed.select_related("subscription", "bounce")[:SHOWN_FAILURES]],
            "may_change": request.user.has_perm("news.change_dispatch"),
        }
        return TemplateResponse(request, "admin/news/dispatch.html", context)

    # Columns

    @admin.display(description="kiriman")
    def what(self, row: Any) -> str:
        return row.headline or str(row)

    @admin.display(description="irama")
    def kind(self, row: Dispatch) -> str:
        return "Dihentikan" if row.stopped_at else row.get_rhythm_display()

    @admin.display(description="disiapkan", ordering="-made_at")
    def made(self, row: Dispatch) -> str:
        return short_moment(row.made_at)

    @admin.display(description="menunggu")
    def waiting_count(self, row: Dispatch) -> int:
        return row.waiting

    @admin.display(description="terkirim")
    def sent_count(self, row: Dispatch) -> int:
        return row.sent

    @admin.display(description="gagal")
    def failed_count(self, row: Dispatch) -> int:
        return row.failed

    @admin.display(description="tidak jadi")
    def dropped_count(self, row: Dispatch) -> int:
        return row.dropped

    # Buttons

    @method_decorator(require_POST)
    def pause_view(self, request: HttpRequest) -> HttpResponse:
        return self._do(request, dispatches.pause_mail, "Kiriman dijeda. Tidak ada surel keluar sampai dilanjutkan.")

    @method_decorator(require_POST)
    def resume_view(self, request: HttpRequest) -> HttpResponse:
        return self._do(request, dispatches.resume_mail, "Kiriman dilanjutkan.")

    @method_decorator(require_POST)
    def stop_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = get_object_or_404(Dispatch, pk=pk)
        return self._do(
            request, dispatches.stop_dispatch, "Kiriman dihentikan. Yang menunggu tidak jadi dikirim.", found
        )

    @method_decorator(require_POST)
    def retry_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = get_object_or_404(Dispatch, pk=pk)
        return self._do(request, dispatches.retry_failed, "Yang gagal dicoba lagi pada menit berikutnya.", found)

    def _do(self, request: HttpRequest, verb: Any, sentence: str, dispatch: Dispatch | None = None) -> HttpResponse:
        if not request.user.has_perm("news.change_dispatch"):
            raise PermissionDenied
        try:
            verb(*([dispatch] if dispatch else []), by=request.user)
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
        else:
            messages.success(request, sentence)
        if dispatch:
            return redirect("admin:news_dispatch_change", dispatch.pk)
        return redirect("admin:news_dispatch_changelist")


def figures() -> list[tuple[str, int]]:
    """How the subscriptions stand, in numbers alone."""
    rows = Subscription.objects.aggregate(
        active=Count("pk", Q(ended_at=None, paused_at=None)),
        paused=Count("pk", Q(ended_at=None, paused_at__isnull=False)),
        ended=Count("pk", Q(ended_at__isnull=False)),
    )
    return [
        ("Langganan aktif", rows["active"]),
        ("Dijeda karena surel kembali", rows["paused"]),
        ("Berhenti, alamat segera dihapus", rows["ended"]),
        ("Belum dikonfirmasi", SignUp.objects.count()),
        ("Surel menunggu giliran", Sending.objects.filter(state=Sending.State.WAITING).count()),
    ]


def _failure(row: Sending) -> dict[str, Any]:
    assert row.subscription.address
    return {
        "address": mask_address(row.subscription.address.reveal()),
        "state": row.get_state_display(),
        "remark": row.remark,
        "attempts": row.attempts,
        "next": moment(row.due_at) if row.state == Sending.State.WAITING and row.due_at > timezone.now() else "",
    }


class StateFilter(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("aktif", "Aktif"), ("dijeda", "Dijeda"), ("berhenti", "Berhenti")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Subscription]) -> QuerySet[Subscription]:
        states = {
            "aktif": Q(ended_at=None, paused_at=None),
            "dijeda": Q(ended_at=None, paused_at__isnull=False),
            "berhenti": Q(ended_at__isnull=False),
        }
        return queryset.filter(states.get(self.value() or "", Q()))


@admin.register(Subscription)
class SubscriptionAdmin(ViewOnlyAdmin):
    """Who reads by mail, masked. An address is asked for by POST alone, and only to erase it."""

    list_display = ("masked", "rhythm", "wanted", "state", "since_when")
    list_display_links = None
    list_filter = (StateFilter, "rhythm")
    ordering = ("-pk",)
    change_list_template = "admin/news/subscription/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        erase = path("hapus/", self.admin_site.admin_view(self.erase_view), name="news_subscription_erase")
        return [erase, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscription]:
        return super().get_queryset(request).prefetch_related("categories", "programs")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {"title": "Langganan surel", "may_change": request.user.has_perm("news.change_subscription")}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    @method_decorator(require_POST)
    def erase_view(self, request: HttpRequest) -> HttpResponse:
        """For who asks the office to be forgotten and has no mail with the link any more."""
        if not request.user.has_perm("news.change_subscription"):
            raise PermissionDenied
        try:
            address = tidy(EmailField().clean(request.POST.get("email", "").strip()))
        except ValidationError:
            messages.error(request, "Tuliskan alamat surel yang lengkap.")
            return redirect("admin:news_subscription_changelist")
        found = Subscription.objects.filter(address_index=index_of(address)).first()
        if found:
            subscriptions.erase(found, by=request.user)  # type: ignore[arg-type]  # the admin asks for an account
            messages.success(request, "Langganan berhenti dan alamatnya sudah dihapus.")
        else:
            messages.warning(request, "Tidak ada langganan dengan alamat itu.")
        return redirect("admin:news_subscription_changelist")

    @admin.display(description="alamat (disamarkan)")
    def masked(self, row: Subscription) -> str:
        return mask_address(row.address.reveal()) if row.address else ""

    @admin.display(description="yang diterima")
    def wanted(self, row: Subscription) -> str:
        return ", ".join(row.subjects()) or "Semua siaran pers"

    @admin.display(description="keadaan")
    def state(self, row: Subscription) -> str:
        return row.state

    @admin.display(description="sejak")
    def since_when(self, row: Subscription) -> str:
        return short_moment(row.since)


@admin.register(ConsentText)
class ConsentTextAdmin(OfficeAdmin):
    """A new wording is added; no wording that somebody agreed to is rewritten."""

    list_display = ("number", "text", "since")
    fields = ("text",)
    sections = ("news",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ConsentText, form: Any, change: bool) -> None:
        obj.add()
