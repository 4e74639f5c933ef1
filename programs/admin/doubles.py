"""Two rows side by side: one person or two?"""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format

from programs.actions import doubles
from programs.forms.people import WHY, DoubleForm, masked
from programs.models import PossibleDouble, Worker
from selayar_site.claims import Stale
from selayar_site.office import ViewOnlyAdmin, posted_version

from .people import CHANGED_MEANWHILE


class StateFilter(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("same", "Orang yang sama"), ("different", "Orang yang berbeda")]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield {**first, "display": "Menunggu keputusan"}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[PossibleDouble]) -> QuerySet[PossibleDouble]:
        state = self.value() if self.value() in ("same", "different") else PossibleDouble.State.OPEN
        return queryset.filter(state=state)


@admin.register(PossibleDouble)
class PossibleDoubleAdmin(ViewOnlyAdmin):
    list_display = ("names", "place", "born", "kind", "found_at")
    list_display_links = ("names",)
    list_filter = (StateFilter, "kind")
    list_select_related = ("first__village", "second")
    ordering = ("-found_at", "-pk")
    sortable_by = ()

    @admin.display(description="nama")
    def names(self, pair: PossibleDouble) -> str:
        return f"{pair.first} / {pair.second}"

    @admin.display(description="desa")
    def place(self, pair: PossibleDouble) -> str:
        return pair.first.village.name

    @admin.display(description="lahir")
    def born(self, pair: PossibleDouble) -> str:
        return date_format(pair.first.birth_date, "j M Y")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        pair: Any = self.get_object(request, object_id)
        if pair is None:
            raise Http404
        if not self.has_view_permission(request, pair):
            raise PermissionDenied
        may_decide = request.user.has_perm("programs.decide_worker")
        if request.method == "POST" and not may_decide:
            raise PermissionDenied
        form, status = DoubleForm(request.POST or None, help_text=WHY), 200
        if request.method == "POST" and form.is_valid():
            try:
                return self._decide(request, pair, form.cleaned_data)
            except Stale:
                status = 409
                form.add_error(None, CHANGED_MEANWHILE)
                pair = self.get_object(request, object_id)
                if pair is None:
                    return redirect("admin:programs_possibledouble_changelist")
            except ValidationError as error:
                form.add_error(None, error)
        context = {
            **self.admin_site.each_context(request),
            "title": "Satu orang atau dua?",
            "subtitle": None,
            "opts": self.opts,
            "pair": pair,
            "form": form,
            "columns": [("first", "Kiri", pair.first), ("second", "Kanan", pair.second)],
            "rows": compared(pair.first, pair.second),
            "may_decide": may_decide and pair.state == PossibleDouble.State.OPEN,
            "history_url": reverse("admin:programs_possibledouble_history", args=[pair.pk]),
        }
        return TemplateResponse(request, "admin/programs/possibledouble/change_form.html", context, status=status)

    def _decide(self, request: HttpRequest, pair: PossibleDouble, given: dict[str, Any]) -> HttpResponse:
        facts: Any = {"by": request.user, "version": posted_version(request), "reason": given["reason"]}
        if given["decision"] == "different":
            doubles.tell_apart(pair, **facts)
            messages.success(request, "Dicatat sebagai dua orang. Pertanyaan ini tidak muncul lagi.")
            return redirect("admin:programs_possibledouble_changelist")
        if not given["keep"]:
            raise ValidationError({"keep": "Pilih baris yang dipertahankan."})
        worker = doubles.merge(pair, keep=getattr(pair, given["keep"]), **facts)
        messages.success(request, f"Kedua baris digabungkan. Semua catatan kini pada {worker}.")
        return redirect("admin:programs_worker_change", worker.pk)


def compared(first: Worker, second: Worker) -> list[dict[str, Any]]:
    """What is known of both, line by line, and whether it differs; numbers as masks."""
    both, lines = (first, second), []
    for name in ("name", "birth_date", "sex", "village", "occupation", "death_date", "formal_since", "moved_on"):
        lines.append(_line(name, both, [_shown(row, name) for row in both]))
    for name in ("nik", "kk", "phone", "kpj"):
        lines.append(_line(name, both, [masked(getattr(row, name)) for row in both]))
    recorded = [date_format(row.created_at, "j M Y") for row in both]
    return [*lines, {"label": "dicatat", "first": recorded[0], "second": recorded[1], "differs": False}]


def _line(name: str, both: tuple[Worker, Worker], shown: list[str]) -> dict[str, Any]:
    field: Any = Worker._meta.get_field(name)
    differs = getattr(both[0], name) != getattr(both[1], name)
    return {"label": str(field.verbose_name), "first": shown[0], "second": shown[1], "differs": differs}


def _shown(row: Worker, name: str) -> str:
    value = getattr(row, name)
    if name == "sex":
        return row.get_sex_display()
    if value is None:
        return "—"
    return (
        date_format(value, "j F Y") if name in ("birth_date", "death_date", "formal_since", "moved_on") else str(value)
    )
