"""The roster of civil servants, and who keeps an agency's payroll."""

from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format

from programs.actions import people
from programs.forms.people import CivilServantForm, NewCivilServantForm, PlaceForm
from programs.models import Agency, CivilServant, NumberCheck
from programs.numbers import CivilStatus
from selayar_site.claims import Stale
from selayar_site.office import posted_version

from .people import CHANGED_MEANWHILE, NumberCheckFilter, PersonAdmin

YEAR = timedelta(days=365)


class AgencyFilter(admin.SimpleListFilter):
    title = "OPD"
    parameter_name = "opd"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(pk), name) for pk, name in Agency.objects.order_by("name").values_list("pk", "short_name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[CivilServant]) -> QuerySet[CivilServant]:
        rows: Any = queryset  # the model's own queryset
        known = {key for key, _ in self.lookup_choices}
        return rows.of_agency(int(self.value() or 0)) if self.value() in known else rows


class StatusFilter(admin.SimpleListFilter):
    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in CivilStatus.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[CivilServant]) -> QuerySet[CivilServant]:
        return queryset.filter(status=self.value()) if self.value() in CivilStatus.values else queryset


class ServiceFilter(admin.SimpleListFilter):
    title = "masa tugas"
    parameter_name = "tugas"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("pensiun", "Pensiun dalam 12 bulan"),
            ("lewat", "Lewat batas usia"),
            ("berhenti", "Tidak lagi bertugas"),
        ]

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        yield {**first, "display": "Bertugas"}
        yield from others

    def queryset(self, request: HttpRequest, queryset: QuerySet[CivilServant]) -> QuerySet[CivilServant]:
        rows: Any = queryset  # the model's own queryset
        today = timezone.localdate()
        match self.value():
            case "pensiun":
                return rows.retiring(today, today + YEAR)
            case "lewat":
                return rows.retiring(today - 60 * YEAR, today - timedelta(days=1)).serving(today)
            case "berhenti":
                return rows.filter(left_on__isnull=False)
        return rows.serving()


@admin.register(CivilServant)
class CivilServantAdmin(PersonAdmin):
    form = CivilServantForm
    list_display = ("name", "agency_now", "status", "position", "retirement", "to_do")
    list_filter = (ServiceFilter, AgencyFilter, StatusFilter, NumberCheckFilter)
    person = (None, {"fields": ("name", "birth_date", "sex")})
    numbers = (
        "Nomor",
        {
            "fields": ("status", "nip", "nik", "kk", "phone"),
            "description": "Nomor disimpan tersegel. Yang tersimpan hanya tampak empat angka terakhirnya.",
        },
    )
    service = (
        "Tugas",
        {
            "fields": ("position", "email", "retirement_age", "left_on", "left_reason"),
            "description": "Perkiraan pensiun dihitung dari tanggal lahir dan batas usia; yang berlaku adalah surat "
            "keputusannya.",
        },
    )
    fieldsets = (person, numbers, service)  # type: ignore[assignment]  # read one by one above
    add_fieldsets = (
        person,
        numbers,
        ("Tugas", {"fields": ("agency", "from_on", "position", "email", "retirement_age")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[CivilServant]:
        rows: Any = super().get_queryset(request)  # the model's own queryset
        return rows.with_agency()

    def get_fieldsets(self, request: HttpRequest, obj: CivilServant | None = None) -> Any:
        return self.add_fieldsets if obj is None else super().get_fieldsets(request, obj)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = NewCivilServantForm
        return super().get_form(request, obj, change, **kwargs)

    @admin.display(description="OPD")
    def agency_now(self, person: CivilServant) -> str:
        return person.agency_name or "—"

    @admin.display(description="perkiraan pensiun")
    def retirement(self, person: CivilServant) -> str:
        return date_format(person.retires_on(), "M Y")

    @admin.display(description="perlu tindakan")
    def to_do(self, person: CivilServant) -> str:
        return "nomor berbeda" if person.number_check == NumberCheck.PENDING else "—"

    @admin.display(description="NIP")
    def shown_nip(self, person: CivilServant) -> str:
        return self.shown(person, "nip")

    def register(self, request: HttpRequest, values: dict[str, Any]) -> CivilServant:
        return people.register_civil_servant(by=request.user, **values)  # type: ignore[arg-type]  # the admin asks for an account

    def told_of(self, person: CivilServant) -> str:
        agency = person.agency()
        return f"{person.get_status_display()} · {agency or 'tanpa OPD'}"

    def more_about(self, request: HttpRequest, person: CivilServant) -> dict[str, Any]:
        may_place = self.has_change_permission(request, person) and request.user.has_perm("programs.add_placement")
        return {
            "placements": person.placements.select_related("agency"),
            "former_nips": person.former_nips.all(),
            "retires_on": person.retires_on(),
            "place_url": reverse("admin:programs_civilservant_place", args=[person.pk]) if may_place else "",
        }

    def get_urls(self) -> list[URLPattern]:
        place = self.admin_site.admin_view(self.place_view)
        return [path("<int:pk>/pindah/", place, name="programs_civilservant_place"), *super().get_urls()]

    def place_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """To another agency, from a day on; earlier months stay with the agency before."""
        person = self.person_or_404(request, pk)
        if not (self.has_change_permission(request, person) and request.user.has_perm("programs.add_placement")):
            raise PermissionDenied
        form, status = PlaceForm(request.POST or None), 200
        if request.method == "POST" and form.is_valid():
            try:
                people.place(person, by=request.user, version=posted_version(request), **form.cleaned_data)  # type: ignore[arg-type]
            except Stale:
                person, status = self.person_or_404(request, pk), 409
                form.add_error(None, CHANGED_MEANWHILE)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, f"Penempatan {person} dicatat.")
                return redirect(self.address_of(person))
        return self.step_page(
            request,
            "Pindahkan ke OPD lain",
            form,
            person=person,
            status=status,
            submit="Catat penempatan",
            lead="Penempatan sebelumnya berakhir sehari sebelum tanggal ini dan tetap tersimpan.",
        )
