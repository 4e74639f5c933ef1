"""The catalogue in the office: programmes, agencies, occupations, and the areas to look up."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Case, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator

from programs.forms.documents import DocumentForm
from programs.forms.questions import QuestionsField
from programs.models import Agency, Area, Occupation, Program, ProgramContact, ProgramDocument, Treasurer
from selayar_site.editor import RichTextField, editor_csp
from selayar_site.models import User
from selayar_site.office import OfficeAdmin, VersionedAdmin, ViewOnlyAdmin
from selayar_site.roles import TREASURER


class LinesField(forms.CharField):
    """A list of texts, one on each line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)


class ProgramForm(forms.ModelForm):
    other_names = LinesField(
        label="Nama lain",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text="Ejaan lain yang dipakai orang saat mencari. Satu nama setiap baris.",
    )
    body_html = RichTextField(label="Uraian", required=False)
    legal_basis = LinesField(
        label="Dasar hukum",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "class": "vLargeTextField"}),
        help_text="Satu peraturan setiap baris.",
    )
    faq = QuestionsField(
        label="Tanya jawab",
        required=False,
        help_text="Kosongkan pertanyaan dan jawabannya untuk menghapus. Angka kecil tampil lebih dahulu.",
    )


class ContactInline(admin.StackedInline):
    model = ProgramContact
    extra = 0
    verbose_name_plural = "kontak: nomor dan alamat kantor, bukan milik pribadi"
    fields = ("office", "about", ("phone", "email"), "address", "hours", "position")


class DocumentInline(admin.StackedInline):
    model = ProgramDocument
    form = DocumentForm
    extra = 0
    verbose_name_plural = "dokumen (PDF)"
    fields = ("title", "file", "position")


@admin.register(Program)
class ProgramAdmin(VersionedAdmin):
    form = ProgramForm
    inlines = (ContactInline, DocumentInline)
    sections = ("programs",)
    list_display = ("name", "kind", "funder", "is_public", "position", "updated_at")
    list_filter = ("is_public", "kind")
    search_fields = ("name", "other_names", "summary", "funder")
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug", "other_names", "kind", "summary", "body_html")}),
        ("Biaya dan hukum", {"fields": ("funder", "payer", "legal_basis", "starts_on", "ends_on")}),
        ("Bagi pembaca", {"fields": ("faq", "is_public", "position")}),
    )
    changeform_view = method_decorator(editor_csp)(VersionedAdmin.changeform_view)

    def get_readonly_fields(self, request: HttpRequest, obj: Program | None = None) -> tuple[str, ...]:
        """The address is given once: links and bookmarks lead there."""
        return ("slug",) if obj is not None else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Program | None = None) -> dict[str, Any]:
        return {} if obj is not None else dict(self.prepopulated_fields)


class TreasurerInline(admin.TabularInline):
    model = Treasurer
    extra = 0
    verbose_name_plural = "bendahara OPD ini"

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The accounts of that role alone: whoever keeps the agencies may not see all accounts of the site."""
        if db_field.name == "user":
            kwargs["queryset"] = User.objects.filter(is_active=True, groups__name=TREASURER).order_by("email")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Agency)
class AgencyAdmin(OfficeAdmin):
    list_display = ("name", "short_name", "code", "kind", "is_active")
    list_filter = ("is_active", "kind")
    search_fields = ("name", "short_name", "code")
    inlines = (TreasurerInline,)


class AreaDistrictFilter(admin.SimpleListFilter):
    title = "kecamatan"
    parameter_name = "kecamatan"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(Area.objects.filter(kind=Area.Kind.DISTRICT).order_by("name").values_list("code", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Area]) -> QuerySet[Area]:
        return queryset.filter(parent=self.value()) if self.value() else queryset


@admin.register(Area)
class AreaAdmin(ViewOnlyAdmin):
    """Codes and names of the Ministry of Home Affairs: they come with the program and are only looked up."""

    list_display = ("name", "kind", "code", "parent")
    list_filter = ("kind", AreaDistrictFilter)
    search_fields = ("name", "parent__name", "code")
    list_select_related = ("parent",)
    ordering = ("code",)
    has_history = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Area]:
        return super().get_queryset(request).select_related("parent")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Area], search_term: str
    ) -> tuple[QuerySet[Area], bool]:
        """What is to be chosen: names that begin so first, then those of its kecamatan."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if not request.path.endswith("/autocomplete/"):
            return found, may_repeat
        term = search_term.strip()
        nearness = Case(
            When(name__iexact=term, then=0), When(name__istartswith=term, then=1), When(name__icontains=term, then=2),
            default=3,
        )  # fmt: skip
        return found.order_by(nearness, "name", "code"), may_repeat

    def name_of_option(self, area: Area) -> str:
        return area.name_and_place

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        raise Http404("Areas have no history: nobody changes them here.")


@admin.register(Occupation)
class OccupationAdmin(OfficeAdmin):
    list_display = ("name", "sector", "group", "position", "is_active")
    list_filter = ("is_active", "sector", "group")
    search_fields = ("name",)
