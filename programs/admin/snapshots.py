"""Monthly snapshots in the office: counted by one, looked at as readers will see them and published by another."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from programs.actions import snapshots
from programs.forms.snapshots import SnapshotDecisionForm
from programs.models import Snapshot
from programs.register_tables import read_register
from selayar_site.claims import Stale
from selayar_site.months import month_name
from selayar_site.office import ViewOnlyAdmin, posted_version

from .people import CHANGED_MEANWHILE

State = Snapshot.State
DONE = {
    "approve": "Terbit. Tabelnya sudah tampil untuk umum.",
    "refuse": "Tidak diterbitkan. Alasannya ada pada riwayat; bulan ini dapat dihitung lagi.",
    "withdraw": "Dicabut. Pembaca melihat alasannya, tabelnya tidak lagi.",
}


@admin.register(Snapshot)
class SnapshotAdmin(ViewOnlyAdmin):
    change_list_template = "admin/programs/snapshot/change_list.html"
    list_display = ("month_words", "state", "computed_by", "computed_at", "decided_by", "decided_at")
    list_filter = ("state",)
    list_select_related = ("computed_by", "decided_by")
    ordering = ("-month", "-pk")
    sortable_by = ()
    unit = "cuplikan"

    @admin.display(description="bulan")
    def month_words(self, snapshot: Snapshot) -> str:
        return snapshot.month_name

    def get_urls(self) -> list[URLPattern]:
        compute = self.admin_site.admin_view(require_POST(self.compute_view))
        return [path("hitung/", compute, name="programs_snapshot_compute"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        may = request.user.has_perm("programs.add_snapshot")
        month = month_name(snapshots.month_before(timezone.localdate()))
        return super().changelist_view(request, {"next_month": month if may else "", **(extra_context or {})})

    def compute_view(self, request: HttpRequest) -> HttpResponse:
        """Count the month before this one."""
        if not request.user.has_perm("programs.add_snapshot"):
            raise PermissionDenied
        by: Any = request.user
        try:
            snapshot = snapshots.compute_snapshot(snapshots.month_before(timezone.localdate()), by=by)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect("admin:programs_snapshot_changelist")
        messages.success(request, "Dihitung. Tabelnya terbit setelah disetujui orang lain.")
        return redirect("admin:programs_snapshot_change", snapshot.pk)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        snapshot: Any = self.get_object(request, object_id)
        if snapshot is None:
            raise Http404
        if not self.has_view_permission(request, snapshot):
            raise PermissionDenied
        may_decide = request.user.has_perm("programs.approve_snapshot")
        if request.method == "POST" and not may_decide:
            raise PermissionDenied
        form, status = SnapshotDecisionForm(request.POST or None), 200
        if request.method == "POST" and form.is_valid():
            try:
                return self._decide(request, snapshot, form.cleaned_data["reason"])
            except Stale:
                status = 409
                form.add_error(None, CHANGED_MEANWHILE)
            except ValidationError as refusal:
                form.add_error(None, refusal)
            snapshot.refresh_from_db()
        context = {
            **self.admin_site.each_context(request),
            "title": str(snapshot),
            "subtitle": None,
            "opts": self.opts,
            "snapshot": snapshot,
            "register": read_register(until=snapshot),
            "form": form,
            "may_decide": may_decide and snapshot.state in (State.COMPUTED, State.APPROVED),
            "is_own": snapshot.computed_by_id == request.user.pk,
            "history_url": reverse("admin:programs_snapshot_history", args=[snapshot.pk]),
        }
        return TemplateResponse(request, "admin/programs/snapshot/change_form.html", context, status=status)

    def _decide(self, request: HttpRequest, snapshot: Snapshot, reason: str) -> HttpResponse:
        decision = request.POST.get("decision", "")
        facts: Any = {"by": request.user, "version": posted_version(request)}
        if decision == "approve":
            snapshots.approve_snapshot(snapshot, **facts)
        elif decision == "refuse":
            snapshots.refuse_snapshot(snapshot, reason=reason, **facts)
        elif decision == "withdraw":
            snapshots.withdraw_snapshot(snapshot, reason=reason, **facts)
        else:
            raise ValidationError("Pilih salah satu keputusan.")
        messages.success(request, DONE[decision])
        return redirect("admin:programs_snapshot_change", snapshot.pk)
