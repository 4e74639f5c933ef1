"""Indicators, figures and budgets in the office: written by one, approved by another."""

import re
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from programs.actions import figures
from programs.forms.figures import DecisionForm, RetractionForm
from programs.models import Allocation, Area, Figure, Indicator
from selayar_site.claims import Stale
from selayar_site.office import TICKED, VersionedAdmin, posted_version

from .people import CHANGED_MEANWHILE, Refused
from .tariffs import rupiah


@admin.register(Indicator)
class IndicatorAdmin(VersionedAdmin):
    list_display = ("name", "domain", "kind", "unit", "is_public", "on_home", "position")
    list_filter = ("domain", "is_public", "on_home")
    search_fields = ("name", "definition")
    formfield_overrides = VersionedAdmin.formfield_overrides | TICKED
    prepopulated_fields = {"slug": ("name",)}
    sections = ("programs",)
    fieldsets = (
        (None, {"fields": ("name", "slug", "domain", "kind", "unit")}),
        ("Bagi pembaca", {"fields": ("definition", "method", "difference")}),
        ("Tampil", {"fields": ("programs", "is_public", "on_home", "position")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Indicator | None = None) -> tuple[str, ...]:
        """What was answered stays the question: its address, and whether it is a share or a count."""
        if obj is None:
            return ()
        return ("slug", "kind") if obj.figures.exists() else ("slug",)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Indicator | None = None) -> dict[str, Any]:
        return {} if obj is not None else dict(self.prepopulated_fields)


class StateFilter(admin.SimpleListFilter):
    title = "keadaan"
    parameter_name = "keadaan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        states = [(str(value), str(label)) for value, label in Figure.State.choices]
        return [*states, ("digantikan", "Sudah digantikan")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Figure]) -> QuerySet[Figure]:
        if self.value() == "digantikan":
            approved = Figure.objects.filter(replaces=OuterRef("pk"), state=Figure.State.APPROVED)
            return queryset.filter(Exists(approved))
        return queryset.filter(state=self.value()) if self.value() in Figure.State.values else queryset


@admin.register(Figure)
class FigureAdmin(VersionedAdmin):
    change_form_template = "admin/programs/figure/change_form.html"
    list_display = ("indicator", "words", "as_of_words", "publisher", "is_confirmed", "state", "entered_by")
    list_filter = (StateFilter, "indicator", "is_confirmed")
    list_select_related = ("indicator", "entered_by")
    search_fields = ("indicator__name", "source", "publisher")
    date_hierarchy = None
    ordering = ("-entered_at", "-pk")
    sortable_by = ()
    sections = ("programs",)
    fieldsets = (
        (None, {"fields": ("indicator", "area", "nature", "wording", "value", ("numerator", "denominator"))}),
        ("Keadaan", {"fields": ("as_of", "precision", "definition")}),
        ("Asal angka", {"fields": ("publisher", "source", "source_url", "published_on", "is_confirmed")}),
        ("Bagi pembaca", {"fields": ("note", "correction")}),
    )

    class Media:
        css = {"all": ("admin-site/people.css",)}

    @admin.display(description="angka")
    def words(self, figure: Figure) -> str:
        return figure.words

    @admin.display(description="keadaan pada")
    def as_of_words(self, figure: Figure) -> str:
        return figure.as_of_words

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Figure | None = None) -> bool:
        """What was decided is only looked at."""
        waits = obj is None or obj.state == Figure.State.PENDING
        return waits and super().has_change_permission(request, obj)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "area":
            kwargs["queryset"] = Area.objects.filter(kind=Area.Kind.DISTRICT).order_by("name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    # Writing

    def former(self, request: HttpRequest) -> Figure | None:
        """The figure that the new one is to replace, named in the address of the form."""
        asked = request.GET.get("menggantikan", "")
        return Figure.objects.filter(pk=int(asked)).first() if re.fullmatch("[0-9]{1,9}", asked) else None

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        former = self.former(request)
        if former is None:
            return super().get_changeform_initial_data(request)
        return {name: getattr(former, name) for name in figures.WRITTEN if name != "correction"}

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if (refusal := getattr(request, "refusal", None)) is not None:
            return type(form.__name__, (Refused, form), {"refusal": refusal})
        return form

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only a correction has a reason."""
        if (obj.replaces_id if obj else self.former(request)) is not None:
            return self.fieldsets
        *others, (title, _) = self.fieldsets
        return [*others, (title, {"fields": ("note",)})]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """What a verb refuses comes back as an error of the form, everything typed still in it."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except ValidationError as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]  # read by get_form
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The verbs write; `obj` was changed by the form and is read anew."""
        given: Any = {name: value for name, value in form.cleaned_data.items() if name in figures.WRITTEN}
        by: Any = request.user
        if change:
            stored = Figure.objects.get(pk=obj.pk)
            figures.change_figure(stored, by=by, version=posted_version(request), **given)
        else:
            stored = figures.enter_figure(by=by, replaces=self.former(request), **given)
            messages.info(request, "Angka ini tampil untuk umum setelah disetujui orang lain.")
        obj.__dict__.update(stored.__dict__)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Told by the verb, as the next."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any: ...

    # Deciding

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(require_POST(self.decide_view))
        retract = self.admin_site.admin_view(require_POST(self.retract_view))
        return [
            path("<int:pk>/putuskan/", decide, name="programs_figure_decide"),
            path("<int:pk>/tarik/", retract, name="programs_figure_retract"),
            *super().get_urls(),
        ]

    def may_decide(self, request: HttpRequest, figure: Figure) -> bool:
        return figure.state == Figure.State.PENDING and request.user.has_perm("programs.approve_figure")

    def may_retract(self, request: HttpRequest, figure: Figure) -> bool:
        return figure.state == Figure.State.APPROVED and request.user.has_perm("programs.approve_figure")

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        figure: Figure | None = kwargs.get("obj")
        former = figure.replaces if figure else self.former(request)
        context |= {"former": former and (former, self.address_of(former))}
        if figure is not None:
            by = figure.replacements.exclude(state=Figure.State.REFUSED).first()
            may_replace = figure.state in Figure.TOLD and by is None and self.has_add_permission(request)
            is_replaced = by is not None and by.state in Figure.TOLD
            context |= {
                "figure": figure,
                "is_own": figure.entered_by_id == request.user.pk,
                "decision_form": DecisionForm() if self.may_decide(request, figure) else None,
                "retraction_form": RetractionForm() if self.may_retract(request, figure) and not is_replaced else None,
                "retract_url": reverse("admin:programs_figure_retract", args=[figure.pk]),
                "decide_url": reverse("admin:programs_figure_decide", args=[figure.pk]),
                "replacement": by and (by, self.address_of(by)),
                "replace_url": f"{reverse('admin:programs_figure_add')}?menggantikan={figure.pk}"
                if may_replace
                else "",
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def address_of(self, figure: Figure) -> str:
        return reverse("admin:programs_figure_change", args=[figure.pk])

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        figure: Any = self.get_object(request, str(pk))
        if figure is None:
            raise Http404
        if not self.may_decide(request, figure) and figure.state == Figure.State.PENDING:
            raise PermissionDenied
        facts: Any = {"by": request.user}
        try:
            facts["version"] = posted_version(request)
            if request.POST.get("decision") == "approve":
                figures.approve_figure(figure, **facts)
                messages.success(request, "Disetujui. Angka ini sudah tampil untuk umum.")
            else:
                figures.refuse_figure(figure, reason=request.POST.get("reason", "")[:300], **facts)
                messages.success(request, "Tidak disetujui. Alasannya ada pada riwayat.")
        except Stale:
            messages.error(request, CHANGED_MEANWHILE)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect(self.address_of(figure))

    def retract_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        figure: Any = self.get_object(request, str(pk))
        if figure is None:
            raise Http404
        if not request.user.has_perm("programs.approve_figure"):
            raise PermissionDenied
        facts: Any = {"by": request.user, "reason": request.POST.get("reason", "")[:250]}
        try:
            figures.retract_figure(figure, version=posted_version(request), **facts)
            messages.success(request, "Ditarik. Pembaca melihat angka ini dicoret beserta alasannya.")
        except Stale:
            messages.error(request, CHANGED_MEANWHILE)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        return redirect(self.address_of(figure))


@admin.register(Allocation)
class AllocationAdmin(VersionedAdmin):
    list_display = ("program", "year", "price", "source", "is_confirmed")
    list_filter = ("program", "year", "is_confirmed")
    list_select_related = ("program",)
    ordering = ("-year", "program")
    sections = ("programs",)

    @admin.display(description="jumlah")
    def price(self, allocation: Allocation) -> str:
        return rupiah(allocation.amount)
