"""The waiting list of the office: the longest wait first, entered and withdrawn by the verbs."""

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html

from programs.actions import waiting
from programs.forms.waiting import WaitingForm, WithdrawalForm
from programs.models import Area, ConsentWording, Occupation, WaitingEntry, Worker
from programs.names import name_key
from programs.numbers import digits_of
from selayar_site.claims import Stale
from selayar_site.office import OfficeAdmin, posted_version

from .people import CHANGED_MEANWHILE, TYPED_INTO_NAMES, Refused, looks_like_number

SINCE = ((30, "lebih dari sebulan"), (90, "lebih dari tiga bulan"), (180, "lebih dari enam bulan"), (365, "setahun"))


class StateFilter(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("terhalang", "Menunggu, tidak dapat ditanggung"),
            *((str(value), str(label)) for value, label in WaitingEntry.State.choices if value != "waiting"),
        ]

    def choices(self, changelist: Any) -> Any:
        """Without Django's “all”: its place is who can be covered."""
        first, *others = super().choices(changelist)
        yield {**first, "display": "Menunggu"}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[WaitingEntry]) -> QuerySet[WaitingEntry]:
        rows: Any = queryset  # the model's own queryset
        if self.value() in (WaitingEntry.State.TAKEN, WaitingEntry.State.WITHDRAWN):
            return rows.filter(state=self.value())
        if self.value() == "terhalang":
            return rows.waiting().exclude(worker__in=Worker.objects.insurable())
        return rows.available()


class DistrictFilter(admin.SimpleListFilter):
    title = "kecamatan"
    parameter_name = "kecamatan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Area.objects.filter(kind=Area.Kind.DISTRICT).order_by("name").values_list("code", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[WaitingEntry]) -> QuerySet[WaitingEntry]:
        return queryset.filter(worker__village__parent=self.value()) if self.value() else queryset


class GroupFilter(admin.SimpleListFilter):
    title = "kelompok pekerjaan"
    parameter_name = "kelompok"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in Occupation.Group.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[WaitingEntry]) -> QuerySet[WaitingEntry]:
        known = self.value() in Occupation.Group.values
        return queryset.filter(worker__occupation__group=self.value()) if known else queryset


class SinceFilter(admin.SimpleListFilter):
    title = "lama menunggu"
    parameter_name = "lama"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(days), words) for days, words in SINCE]

    def queryset(self, request: HttpRequest, queryset: QuerySet[WaitingEntry]) -> QuerySet[WaitingEntry]:
        days = {str(days): days for days, _ in SINCE}.get(self.value() or "")
        return queryset.filter(since__lte=timezone.localdate() - timedelta(days=days)) if days else queryset


@admin.register(WaitingEntry)
class WaitingEntryAdmin(OfficeAdmin):
    form = WaitingForm
    list_display = ("who", "place", "trade", "age", "since", "waited", "source")
    list_display_links = ("who",)
    list_filter = (StateFilter, DistrictFilter, GroupFilter, SinceFilter)
    list_select_related = ("worker__village__parent", "worker__occupation")
    ordering = ("since", "pk")
    sortable_by = ()
    actions = None
    autocomplete_fields = ("worker",)
    search_fields = ("worker__name_key",)
    search_help_text = "Nama atau sebagian nama"
    list_title, unit = "Daftar tunggu", "orang"

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    # The list

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By words of the name, spelt for comparing."""
        if looks_like_number.search(digits_of(search_term)):
            return queryset.none(), False
        for word in name_key(search_term).split():
            queryset = queryset.filter(worker__name_key__contains=word)
        return queryset, False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if looks_like_number.search(digits_of(request.GET.get("q", ""))):
            messages.warning(request, TYPED_INTO_NAMES)
            find = request.user.has_perm("programs.find_worker")
            return redirect("admin:programs_worker_find" if find else "admin:programs_waitingentry_changelist")
        return super().changelist_view(request, extra_context)

    @admin.display(description="nama")
    def who(self, entry: WaitingEntry) -> str:
        return entry.worker.name

    @admin.display(description="desa, kecamatan")
    def place(self, entry: WaitingEntry) -> str:
        village = entry.worker.village
        return f"{village.name}, {village.parent.name}" if village.parent else village.name

    @admin.display(description="pekerjaan")
    def trade(self, entry: WaitingEntry) -> str:
        return entry.worker.occupation.name

    @admin.display(description="umur")
    def age(self, entry: WaitingEntry) -> str:
        return f"{entry.worker.age_on(timezone.localdate())} tahun"

    @admin.display(description="lamanya")
    def waited(self, entry: WaitingEntry) -> str:
        """Until today, or until it ended."""
        until = timezone.localdate(entry.ended_at) if entry.ended_at else timezone.localdate()
        return f"{(until - entry.since).days} hari"

    # Adding

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        wording = ConsentWording.current()
        told = "Belum ada teks persetujuan: tuliskan dahulu."
        if wording:
            # Django prints a description as it is; the text was typed by somebody.
            told = format_html("Bacakan kepada pekerja (versi {}): “{}”", wording.number, wording.text)
        return (
            (None, {"fields": ("worker", "since", "source")}),
            ("Persetujuan", {"fields": ("consent_on", "consent_how"), "description": told}),
            ("Catatan", {"fields": ("note",)}),
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        for right in ("add", "change", "delete", "view"):
            setattr(form.base_fields["worker"].widget, f"can_{right}_related", False)
        if (refusal := getattr(request, "refusal", None)) is not None:
            return type(form.__name__, (Refused, form), {"refusal": refusal})
        return form

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """What the verb refuses comes back as an error of the form, everything typed still in it."""
        try:
            return super().add_view(request, form_url, extra_context)
        except ValidationError as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]  # read by get_form
            return super().add_view(request, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        stored = waiting.list_worker(by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        obj.__dict__.update(stored.__dict__)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Told by the verb."""

    # One entry

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        entry: Any = self.get_object(request, object_id)
        if entry is None:
            raise Http404
        if not self.has_view_permission(request, entry):
            raise PermissionDenied
        may_withdraw = self.has_change_permission(request, entry)
        if request.method == "POST" and not may_withdraw:
            raise PermissionDenied
        form, status = WithdrawalForm(request.POST or None), 200
        if request.method == "POST" and form.is_valid():
            try:
                waiting.withdraw_waiting(
                    entry,
                    by=request.user,  # type: ignore[arg-type]  # the admin asks for an account
                    version=posted_version(request),
                    **form.cleaned_data,
                )
            except Stale:
                status = 409
                form.add_error(None, CHANGED_MEANWHILE)
            except ValidationError as error:
                form.refuse(error)
            else:
                messages.success(request, "Dicabut dari daftar tunggu.")
                return redirect("admin:programs_waitingentry_changelist")
            entry = self.get_object(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Daftar tunggu: {entry.worker}",
            "subtitle": None,
            "opts": self.opts,
            "entry": entry,
            "form": form if may_withdraw and entry.state == WaitingEntry.State.WAITING else None,
            "facts": self._facts(entry),
            "worker_url": reverse("admin:programs_worker_change", args=[entry.worker_id]),
            "history_url": reverse("admin:programs_waitingentry_history", args=[entry.pk]),
        }
        return TemplateResponse(request, "admin/programs/waitingentry/entry.html", context, status=status)

    def get_queryset(self, request: HttpRequest) -> QuerySet[WaitingEntry]:
        rows: QuerySet[WaitingEntry] = super().get_queryset(request)
        return rows.select_related("worker__village__parent", "worker__occupation", "consent", "listed_by", "ended_by")

    def _facts(self, entry: WaitingEntry) -> list[tuple[str, str]]:
        consent = f"{entry.get_consent_how_display()}, {_day(entry.consent_on)}, teks versi {entry.consent.number}"
        facts = [
            ("Keadaan", entry.get_state_display()),
            ("Menunggu sejak", f"{_day(entry.since)} ({self.waited(entry)})"),
            ("Tempat tinggal", self.place(entry)),
            ("Pekerjaan", self.trade(entry)),
            ("Umur", self.age(entry)),
            ("Asal", entry.get_source_display()),
            ("Persetujuan", consent),
            ("Dicatat", f"{entry.listed_by}, {_day(timezone.localdate(entry.listed_at))}"),
            ("Catatan", entry.note),
        ]
        if entry.ended_at:
            ended = f"{entry.get_reason_display()}: " if entry.reason else ""
            facts.append(("Berakhir", f"{ended}{entry.ended_by}, {_day(timezone.localdate(entry.ended_at))}"))
        return [(label, value) for label, value in facts if value]


def _day(day: Any) -> str:
    return date_format(day, "j F Y")


@admin.register(ConsentWording)
class ConsentWordingAdmin(OfficeAdmin):
    """A new wording is added; no wording that somebody agreed to is rewritten."""

    list_display = ("number", "purpose", "text", "since")
    fields = ("purpose", "text")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: ConsentWording, form: Any, change: bool) -> None:
        obj.add()
