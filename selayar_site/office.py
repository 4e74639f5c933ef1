"""What every list and form of the admin shares: one history, cheap counts, and nobody overwritten."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import FieldDoesNotExist, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from selayar_site.claims import Stale, claim
from selayar_site.forms import DayField
from selayar_site.history import Line, lines
from selayar_site.models import Audit
from selayar_site.pagestore import purge
from selayar_site.richtext import plain

OVERTAKEN = (
    "Selagi Anda menulis, orang lain telah menyimpan perubahan. Tulisan Anda belum disimpan dan tidak hilang: "
    "semuanya masih ada pada formulir di bawah. Bandingkan dahulu, lalu simpan lagi."
)


# For a choice of a few: Django's two lists side by side need a script, and speak English in part.
TICKED: dict[Any, Any] = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}


class CappedPaginator(Paginator):
    """Counts to a thousand and no further: counting a hundred thousand rows costs more than showing fifty.

    Rows beyond that are reached by searching and filtering.
    """

    LIMIT = 1000

    @cached_property
    def _counted(self) -> int:
        rows = self.object_list
        if isinstance(rows, QuerySet):
            return rows.order_by()[: self.LIMIT + 1].count()
        return len(rows)

    @cached_property
    def count(self) -> int:
        return min(self._counted, self.LIMIT)

    @property
    def is_capped(self) -> bool:
        return self._counted > self.LIMIT


class OfficeAdmin(admin.ModelAdmin):
    """A ModelAdmin whose changes are told to `Audit` and to the page store.

    `sections` names what the page store must forget when a row changes.
    """

    list_per_page = 50
    show_full_result_count = False
    # Facets count every filter's rows in full.
    show_facets = admin.ShowFacets.NEVER
    paginator = CappedPaginator
    object_history_template = "admin/object_history.html"
    formfield_overrides: ClassVar[dict[Any, Any]] = {models.DateField: {"form_class": DayField}}
    sections: tuple[str, ...] = ()
    has_history = True
    # What the list is called, and what one row of it: “2 foto” in the “Pustaka foto”.
    list_title = ""
    unit = ""

    def name_of_option(self, obj: Any) -> str:
        """How a box that completes what is typed names the row."""
        return str(obj)

    def name_of_list(self) -> str:
        return self.list_title or capfirst(str(self.opts.verbose_name_plural))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": self.name_of_list(), **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        context |= {"has_history": self.has_history, "list_title": self.name_of_list()}
        return super().render_change_form(request, context, *args, **kwargs)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Django allows every column of the model: by `?password__startswith=` one reads, sign by sign, what no page
        shows. Here only what the filters of the list ask for."""
        try:
            self.opts.get_field(lookup.partition(LOOKUP_SEP)[0])
        except FieldDoesNotExist:  # the parameter of a filter of our own
            return super().lookup_allowed(lookup, value, request)
        filters: list[Any] = list(self.get_list_filter(request))
        asked = {getattr(each, "parameter_name", each) if isinstance(each, type | str) else each[0] for each in filters}
        is_asked = any(lookup == name or lookup.startswith(f"{name}{LOOKUP_SEP}") for name in asked)
        return is_asked and super().lookup_allowed(lookup, value, request)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.purge_pages()

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> Any:
        return super().render_delete_form(request, {**context, "list_title": self.name_of_list()})

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        self.purge_pages()

    def purge_pages(self) -> None:
        for section in self.sections:
            purge(section)

    def construct_change_message(  # type: ignore[override]  # read by the two methods below alone
        self, request: HttpRequest, form: forms.ModelForm, formsets: Sequence[Any], add: bool = False
    ) -> list[str]:
        """The names of what changed: fields of the form, and each list of rows under it that changed."""
        names = set(form.changed_data)
        names |= {formset.prefix for formset in formsets or () if formset.has_changed()}
        return sorted(names)

    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> Audit:  # type: ignore[override]
        return Audit.objects.record(obj, "add", by=request.user)  # type: ignore[arg-type]

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> Audit | None:  # type: ignore[override]
        """Nothing is told of a form saved as it was."""
        if not message:
            return None
        return Audit.objects.record(obj, "change", by=request.user, changed=message)  # type: ignore[arg-type]

    def log_deletions(self, request: HttpRequest, queryset: Any) -> list[Audit]:  # type: ignore[override]
        return [Audit.objects.record(obj, "delete", by=request.user) for obj in queryset]  # type: ignore[arg-type]

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """As Django's, which loads all that hangs on a thing: here the first of it are told, and keep the thing.

        Also what names it in a list of many: a tag is not taken out of published texts by the way.
        """
        held = [row for obj in objs for row in still_naming(obj)]
        return ([], {}, set(), held) if held else super().get_deleted_objects(objs, request)

    def history_entries(self, obj: Any) -> QuerySet[Audit]:
        """What the page “Riwayat” tells of, newest first."""
        return Audit.objects.about(obj)

    def history_lines(self, entries: Iterable[Audit]) -> list[Line]:
        return lines(entries)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        obj = self.get_object(request, unquote(object_id))
        if obj is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined]
        if not self.has_view_or_change_permission(request, obj):
            raise PermissionDenied
        entries = self.history_entries(obj).select_related("reason")
        page = CappedPaginator(entries, 50).get_page(request.GET.get(PAGE_VAR))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Riwayat: {obj}",
            "subtitle": None,
            "lines": self.history_lines(page.object_list),
            "page": page,
            "page_var": PAGE_VAR,
            "list_title": self.name_of_list(),
            "object": obj,
            "opts": self.opts,
            "preserved_filters": self.get_preserved_filters(request),
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)


class ViewOnlyAdmin(OfficeAdmin):
    """Rows that the admin shows and nobody changes there."""

    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@dataclass(frozen=True)
class Difference:
    """One field of a form that lost a race: what was typed beside what is stored now."""

    label: str
    typed: str
    stored: str


class Overtaken:
    """Mixed into the form that lost: it never saves, and says why."""

    def clean(self) -> None:
        super().clean()  # type: ignore[misc]  # the form's
        raise ValidationError(OVERTAKEN, code="stale")


class VersionedAdmin(OfficeAdmin):
    """For models with a `version` column: every save claims the version that its form was rendered from.

    The claim is one UPDATE before anything else is written, rows under the form included. Who loses gets
    the own words back in the form (409), with the stored words beside each field that differs.
    """

    change_form_template = "admin/versioned_change_form.html"

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Stale:
            return self.overtaken_view(request, object_id, form_url, extra_context)

    def overtaken_view(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: dict[str, Any] | None
    ) -> HttpResponse:
        """The answer to a form that lost: itself, with what is stored beside what was typed."""
        request.is_stale = True  # type: ignore[attr-defined]  # read by get_form and render_change_form
        response = super().changeform_view(request, object_id, form_url, extra_context)
        response.status_code = 409
        return response

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if getattr(request, "is_stale", False):
            return type(form.__name__, (Overtaken, form), {})
        return form

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            claim(obj, posted_version(request))
        super().save_model(request, obj, form, change)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        if obj is not None:
            context["version"] = obj.version
        if obj is not None and getattr(request, "is_stale", False):
            stored = self.model._base_manager.get(pk=obj.pk)
            context["version"] = stored.version
            context["differences"] = differences(context["adminform"].form, stored)
        elif request.method == "POST":
            context["version"] = request.POST.get("version", "")
        return super().render_change_form(request, context, add, change, form_url, obj)


def posted_version(request: HttpRequest) -> int:
    """The version that the form or button was rendered from. Raises Stale where it says none."""
    text = request.POST.get("version", "")
    if not re.fullmatch("[0-9]{1,9}", text):
        raise Stale
    return int(text)


def differences(form: forms.ModelForm, stored: models.Model) -> list[Difference]:
    """The fields of a bound form whose text is not the stored one, in the order of the form."""
    as_stored = type(form)(instance=stored)
    pairs = [
        (str(field.label), shown(field, form[name].value()), shown(field, as_stored[name].value()))
        for name, field in form.fields.items()
    ]
    return [Difference(*pair) for pair in pairs if pair[1] != pair[2]]


def shown(field: forms.Field, value: Any) -> str:
    """The value of a form's field as a person reads it."""
    if value in (None, "", []):
        return "—"
    if isinstance(field, forms.ModelChoiceField):
        keys = value if isinstance(value, list | tuple) else [value]
        keys = [getattr(key, "pk", key) for key in keys]
        return ", ".join(sorted(str(row) for row in field.queryset.filter(pk__in=keys)))  # type: ignore[union-attr]
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    if isinstance(field, forms.BooleanField):
        return "ya" if value else "tidak"
    text = str(value)
    return plain(text) if text.startswith("<") else text.replace("\r\n", "\n")


def still_naming(thing: models.Model, most: int = 20) -> list[str]:
    """What keeps a row from being deleted, of each kind the first."""
    holding = [
        relation.related_model._base_manager.filter(**{relation.field.name: thing.pk}).order_by("-pk")[:most]
        for relation in thing._meta.related_objects
        if relation.many_to_many or relation.on_delete is models.PROTECT
    ]
    return [f"{row._meta.verbose_name}: {row}" for rows in holding for row in rows]


def link(url: str, text: str) -> SafeString:
    """A link for a column of a list."""
    return format_html('<a href="{}">{}</a>', url, text)
