"""The register of workers in the office."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from programs.actions import people
from programs.forms.people import WorkerForm
from programs.models import Area, NumberCheck, Occupation, PossibleDouble, Worker
from selayar_site.models import Audit

from .people import NumberCheckFilter, PersonAdmin


def open_pairs() -> "QuerySet[PossibleDouble]":
    """The open questions about a worker of the outer query."""
    return PossibleDouble.objects.filter(
        Q(first=OuterRef("pk")) | Q(second=OuterRef("pk")), state=PossibleDouble.State.OPEN
    )


class DistrictFilter(admin.SimpleListFilter):
    title = "kecamatan"
    parameter_name = "kecamatan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Area.objects.filter(kind=Area.Kind.DISTRICT).order_by("name").values_list("code", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Worker]) -> QuerySet[Worker]:
        return queryset.filter(village__parent=self.value()) if self.value() else queryset


class VillageFilter(admin.SimpleListFilter):
    """The villages of the chosen district: all 88 at once would be a wall."""

    title = "desa atau kelurahan"
    parameter_name = "desa"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        district = request.GET.get(DistrictFilter.parameter_name, "")
        if not district:
            return []
        return list(Area.objects.filter(parent=district).order_by("name").values_list("code", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Worker]) -> QuerySet[Worker]:
        return queryset.filter(village=self.value()) if self.value() else queryset


class OccupationFilter(admin.SimpleListFilter):
    title = "pekerjaan"
    parameter_name = "pekerjaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(pk), name) for pk, name in Occupation.objects.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Worker]) -> QuerySet[Worker]:
        asked = self.value() or ""
        known = {str(key) for key, _ in self.lookup_choices}
        return queryset.filter(occupation=int(asked)) if asked in known else queryset


class NeedFilter(admin.SimpleListFilter):
    """What an officer is to do about a row."""

    title = "perlu tindakan"
    parameter_name = "perlu"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("kpj", "Belum ada KPJ"), ("ganda", "Mungkin ganda")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Worker]) -> QuerySet[Worker]:
        if self.value() == "kpj":
            return queryset.filter(kpj__isnull=True, merged_into__isnull=True)
        return queryset.filter(Exists(open_pairs())) if self.value() == "ganda" else queryset


class StandingFilter(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("tercatat", "Semua yang tercatat"),
            ("meninggal", "Meninggal"),
            ("formal", "Bekerja formal"),
            ("pindah", "Pindah"),
            ("gabung", "Sudah digabungkan"),
        ]

    def choices(self, changelist: Any) -> Any:
        """Without Django's “all”: its place is what one usually wants, those who can be covered."""
        first, *others = super().choices(changelist)
        yield {**first, "display": "Dapat dilindungi"}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[Worker]) -> QuerySet[Worker]:
        rows: Any = queryset  # the model's own queryset
        marks = {"meninggal": "death_date", "formal": "formal_since", "pindah": "moved_on", "gabung": "merged_into"}
        if self.value() in marks:
            return rows.filter(**{f"{marks[self.value() or '']}__isnull": False})
        return rows.current() if self.value() == "tercatat" else rows.insurable()


# Of the lists that a worker stands in or stood in.
SHOWN_LISTS = 24


@admin.register(Worker)
class WorkerAdmin(PersonAdmin):
    form = WorkerForm
    list_display = ("name", "place", "occupation", "age", "has_kpj", "to_do")
    list_filter = (StandingFilter, DistrictFilter, VillageFilter, OccupationFilter, NeedFilter, NumberCheckFilter)
    list_select_related = ("village__parent", "occupation")
    autocomplete_fields = ("village",)
    fieldsets = (
        (None, {"fields": ("name", "birth_date", "sex")}),
        (
            "Nomor",
            {
                "fields": ("nik", "kk", "phone", "kpj"),
                "description": "Nomor disimpan tersegel. Yang tersimpan hanya tampak empat angka terakhirnya.",
            },
        ),
        ("Tempat tinggal dan pekerjaan", {"fields": ("village", "occupation")}),
        (
            "Yang mengubah haknya",
            {
                "fields": ("death_date", "formal_since", "moved_on"),
                "description": "Perlindungan berakhir bila pekerja meninggal, menerima upah, atau pindah dari "
                "kabupaten.",
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Worker]:
        return super().get_queryset(request).annotate(in_question=Exists(open_pairs()))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The village that is chosen stands there with its kecamatan, as in the list that it was chosen from."""
        field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "village":
            field.queryset = field.queryset.select_related("parent")
            field.label_from_instance = lambda village: village.name_and_place
        return field

    def has_change_permission(self, request: HttpRequest, obj: Worker | None = None) -> bool:
        """A row that was merged is a sign to the one that stays."""
        if obj is not None and obj.merged_into_id is not None:
            return False
        return super().has_change_permission(request, obj)

    def may_decide(self, request: HttpRequest) -> bool:
        return request.user.has_perm("programs.decide_worker")

    @admin.display(description="desa, kecamatan", ordering="village")
    def place(self, worker: Worker) -> str:
        above = worker.village.parent
        return f"{worker.village.name}, {above.name}" if above else worker.village.name

    @admin.display(description="umur")
    def age(self, worker: Worker) -> str:
        return f"{worker.age_on(timezone.localdate())} tahun"

    @admin.display(description="KPJ")
    def has_kpj(self, worker: Worker) -> str:
        return "ada" if worker.kpj else "belum"

    @admin.display(description="perlu tindakan")
    def to_do(self, worker: Worker) -> str:
        marks = []
        if worker.merged_into_id:
            return "sudah digabungkan"
        if worker.in_question:  # type: ignore[attr-defined]  # annotated above
            marks.append("mungkin ganda")
        if worker.number_check == NumberCheck.PENDING:
            marks.append("nomor berbeda")
        return ", ".join(marks) or "—"

    @admin.display(description="KPJ")
    def shown_kpj(self, worker: Worker) -> str:
        return self.shown(worker, "kpj")

    def register(self, request: HttpRequest, values: dict[str, Any]) -> Worker:
        return people.register_worker(by=request.user, **values)  # type: ignore[arg-type]  # the admin asks for an account

    def told_of(self, worker: Worker) -> str:
        born = date_format(worker.birth_date, "j F Y")
        merged = " · sudah digabungkan ke baris lain" if worker.merged_into_id else ""
        return f"lahir {born} · {self.place(worker)} · {worker.occupation}{merged}"

    def more_about(self, request: HttpRequest, worker: Worker) -> dict[str, Any]:
        pairs = PossibleDouble.objects.filter(Q(first=worker) | Q(second=worker), state=PossibleDouble.State.OPEN)
        merged = worker.merged_into
        return {
            "pairs": [self._pair(pair, worker) for pair in pairs.select_related("first", "second")],
            "merged_into": format_html('<a href="{}">{}</a>', self.address_of(merged), merged) if merged else "",
            "waiting": self._waiting(request, worker),
            "memberships": worker.memberships.select_related("program").order_by("-first_month", "-pk")[:SHOWN_LISTS],
            "merged_rows": [(row, self.address_of(row)) for row in worker.merged_rows.all()],
        }

    def _waiting(self, request: HttpRequest, worker: Worker) -> tuple[str, str] | None:
        """Words and address of the entry that waits, or of the way to make one."""
        entry = worker.waiting_entries.waiting().first()
        if entry is not None and request.user.has_perm("programs.view_waitingentry"):
            words = f"Menunggu sejak {date_format(entry.since, 'j F Y')}"
            return words, reverse("admin:programs_waitingentry_change", args=[entry.pk])
        if entry is None and request.user.has_perm("programs.add_waitingentry") and worker.merged_into_id is None:
            return "Masukkan ke daftar tunggu", f"{reverse('admin:programs_waitingentry_add')}?worker={worker.pk}"
        return None

    def name_of_option(self, worker: Worker) -> str:
        """Two of one name are told apart by their birth."""
        return f"{worker.name}, lahir {date_format(worker.birth_date, 'j F Y')}"

    def _pair(self, pair: PossibleDouble, worker: Worker) -> SafeString:
        other = pair.second if pair.first_id == worker.pk else pair.first
        url = reverse("admin:programs_possibledouble_change", args=[pair.pk])
        return format_html('<a href="{}">{} ({})</a>', url, other, pair.get_kind_display().lower())

    def history_entries(self, worker: Worker) -> "QuerySet[Audit]":
        """With what happened to the rows that were merged into this one."""
        keys = [worker.pk, *worker.merged_rows.values_list("pk", flat=True)]
        return Audit.objects.filter(object_type=worker._meta.label_lower, object_id__in=keys).order_by("-at", "-pk")
