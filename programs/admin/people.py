"""What the lists of civil servants and workers share: numbers masked, found and opened with a recorded reason."""

import re
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from programs.actions import people
from programs.forms.people import WHY, FindForm, PersonForm, masked
from programs.models import NumberCheck, Person
from programs.names import name_key
from programs.numbers import digits_of
from selayar_site.claims import Stale
from selayar_site.forms import ReasonForm
from selayar_site.office import VersionedAdmin, posted_version

# A number typed into the search for names would stand in the address, in logs and in the browser's history.
looks_like_number = re.compile("[0-9]{6}")
TYPED_INTO_NAMES = "Kotak cari hanya untuk nama. Nomor dicari di halaman ini, agar tidak tertinggal di alamat halaman."
CHANGED_MEANWHILE = "Selagi halaman ini terbuka, orang lain mengubah data ini. Periksa dahulu, lalu ulangi."


class Refused:
    """Mixed into a form whose verb refused it: it shows the verb's sentences."""

    refusal: ValidationError

    def clean(self) -> Any:
        cleaned = super().clean()  # type: ignore[misc]  # the form's
        known = self.fields  # type: ignore[attr-defined]
        if hasattr(self.refusal, "error_dict"):
            for name, errors in self.refusal.error_dict.items():
                self.add_error(name if name in known else None, errors)  # type: ignore[attr-defined]
        else:
            self.add_error(None, self.refusal)  # type: ignore[attr-defined]
        return cleaned


class NumberCheckFilter(admin.SimpleListFilter):
    title = "nomor dan data lahir"
    parameter_name = "nomor"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(value), str(label)) for value, label in NumberCheck.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        known = self.value() in NumberCheck.values
        return queryset.filter(number_check=self.value()) if known else queryset


class PersonAdmin(VersionedAdmin):
    """The numbers of `form.numbers` are written in the form and shown as masks; the verbs write and record."""

    form: type[PersonForm]
    change_form_template = "admin/programs/person/change_form.html"
    change_list_template = "admin/programs/person/change_list.html"
    actions = None
    search_fields = ("name_key",)
    search_help_text = "Nama atau sebagian nama"
    ordering = ("name_key", "pk")
    sortable_by = ()

    class Media:
        css = {"all": ("admin-site/people.css",)}

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def may(self, request: HttpRequest, verb: str) -> bool:
        return request.user.has_perm(f"programs.{verb}_{self.opts.model_name}")

    # The list

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By words of the name, spelt for comparing."""
        if looks_like_number.search(digits_of(search_term)):
            return queryset.none(), False
        for word in name_key(search_term).split():
            queryset = queryset.filter(name_key__contains=word)
        return queryset, False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if looks_like_number.search(digits_of(request.GET.get("q", ""))):
            messages.warning(request, TYPED_INTO_NAMES)
            find = f"admin:programs_{self.opts.model_name}_find"
            return redirect(find if self.may(request, "find") else f"admin:programs_{self.opts.model_name}_changelist")
        context = {"title": capfirst(self.opts.verbose_name_plural), "may_find": self.may(request, "find")}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    # The form

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """One chooses here; lists are kept in their own pages."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            for right in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{right}_related", False)
        return field

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Who may not change sees masks where others write."""
        if obj is not None and not self.has_change_permission(request, obj):
            return (*self.readonly_fields, *(f"shown_{name}" for name in self.form.numbers))
        return tuple(self.readonly_fields)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None or self.has_change_permission(request, obj):
            return super().get_fieldsets(request, obj)
        shown: dict[Any, str] = {name: f"shown_{name}" for name in self.form.numbers}
        return [
            (title, {**rest, "fields": [shown.get(name, name) for name in rest["fields"]]})
            for title, rest in super().get_fieldsets(request, obj)
        ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        if kwargs.get("fields"):  # Django refuses to hear of sealed columns; the form declares them itself
            kwargs["fields"] = [name for name in kwargs["fields"] if name not in self.form.numbers]
        form = super().get_form(request, obj, change, **kwargs)
        if obj is not None:
            told = {name: self._told(request, obj, name) for name in self.form.numbers}
            form = type(form.__name__, (form,), {"told": told})
        if (refusal := getattr(request, "refusal", None)) is not None:
            return type(form.__name__, (Refused, form), {"refusal": refusal})
        return form

    def _told(self, request: HttpRequest, obj: Person, name: str) -> str:
        """What is stored, as a mask, and the way to open it."""
        if not getattr(obj, name):
            return "Belum ada."
        return format_html(
            "Tersimpan: <strong>{}</strong>{}. Kosongkan bila tidak berubah{}.",
            masked(getattr(obj, name)),
            self.opening(request, obj, name),
            "" if name in self.form.needed else "; tulis tanda - untuk menghapusnya",
        )

    def opening(self, request: HttpRequest, obj: Person, name: str) -> SafeString | str:
        if not self.may(request, "reveal"):
            return ""
        url = reverse(f"admin:programs_{self.opts.model_name}_reveal", args=[obj.pk, name])
        return format_html(' · <a href="{}">buka nomornya</a>', url)

    def shown(self, obj: Person, name: str) -> str:
        return masked(getattr(obj, name))

    @admin.display(description="NIK")
    def shown_nik(self, obj: Person) -> str:
        return self.shown(obj, "nik")

    @admin.display(description="nomor KK")
    def shown_kk(self, obj: Person) -> str:
        return self.shown(obj, "kk")

    @admin.display(description="telepon")
    def shown_phone(self, obj: Person) -> str:
        return self.shown(obj, "phone")

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
        if change:
            stored = self.model._base_manager.get(pk=obj.pk)
            version = posted_version(request)
            people.change_person(stored, by=request.user, version=version, **form.values())  # type: ignore[arg-type]
        else:
            stored = self.register(request, form.values())
        obj.__dict__.update(stored.__dict__)
        for sentence in stored.contradictions() if stored.number_check == NumberCheck.PENDING else []:
            messages.warning(request, f"{sentence} Periksa dokumennya, lalu putuskan di bawah “Nomor dan data lahir”.")

    def register(self, request: HttpRequest, values: dict[str, Any]) -> Person:
        raise NotImplementedError

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Told by the verb, as the next."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any: ...

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        person = kwargs.get("obj")
        if person is not None:
            url = reverse(f"admin:programs_{self.opts.model_name}_accept", args=[person.pk])
            pending = person.number_check == NumberCheck.PENDING
            context |= {
                "contradictions": person.contradictions() if person.number_check != NumberCheck.AGREES else [],
                "number_check": person.get_number_check_display(),
                "number_checked": person.number_checked_by,
                "number_checked_at": person.number_checked_at,
                "accept_url": url if pending and self.may_decide(request) else "",
                "numbers_to_open": self.numbers_to_open(request, person),
                **self.more_about(request, person),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def more_about(self, request: HttpRequest, person: Any) -> dict[str, Any]:
        return {}

    def numbers_to_open(self, request: HttpRequest, person: Person) -> list[tuple[str, str]]:
        """For who looks and does not change: the form has the ways otherwise."""
        if self.has_change_permission(request, person) or not self.may(request, "reveal"):
            return []
        name = f"admin:programs_{self.opts.model_name}_reveal"
        return [
            (self.label_of(number), reverse(name, args=[person.pk, number]))
            for number in self.form.numbers
            if getattr(person, number)
        ]

    def label_of(self, number: str) -> str:
        return str(self.opts.get_field(number).verbose_name)  # type: ignore[union-attr]

    def may_decide(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    # Pages of their own

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, f"programs_{self.opts.model_name}"
        return [
            path("cari-nomor/", view(self.find_view), name=f"{name}_find"),
            path("<int:pk>/nomor/<str:field>/", view(self.reveal_view), name=f"{name}_reveal"),
            path("<int:pk>/terima-nomor/", view(self.accept_view), name=f"{name}_accept"),
            *super().get_urls(),
        ]

    def person_or_404(self, request: HttpRequest, pk: int) -> Any:
        person = self.get_object(request, str(pk))
        if person is None:
            raise Http404
        if not self.has_view_or_change_permission(request, person):
            raise PermissionDenied
        return person

    def step_page(
        self, request: HttpRequest, title: str, form: forms.Form, *, person: Person | None = None, **context: Any
    ) -> TemplateResponse:
        """A page with one small form. Never kept by a browser: it may say a number."""
        status = context.pop("status", 200)
        template = context.pop("template", "admin/programs/person/step.html")
        page = {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": None,
            "opts": self.opts,
            "form": form,
            "person": person,
            "version": getattr(person, "version", ""),
            **context,
        }
        response = TemplateResponse(request, template, page, status=status)
        add_never_cache_headers(response)
        return response

    def find_view(self, request: HttpRequest) -> HttpResponse:
        """Who has that number: asked by POST with a reason, answered with masks and links."""
        if not self.may(request, "find"):
            raise PermissionDenied
        form = FindForm(request.POST or None, model=self.model)
        found: list[Any] | None = None
        if request.method == "POST" and form.is_valid():
            try:
                found = people.find_by_number(self.model, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
            except ValidationError as error:
                form.add_error(None, error)
            else:
                form = FindForm(model=self.model, initial={"kind": form.cleaned_data["kind"]})
        rows = [{"person": row, "about": self.told_of(row), "url": self.address_of(row)} for row in found or []]
        return self.step_page(
            request,
            f"Cari {self.opts.verbose_name} menurut nomor",
            form,
            template="admin/programs/person/find.html",
            rows=rows,
            has_asked=found is not None,
        )

    def told_of(self, person: Any) -> str:
        """Enough to see whether it is the one who was meant."""
        return ""

    def address_of(self, person: Person) -> str:
        return reverse(f"admin:programs_{self.opts.model_name}_change", args=[person.pk])

    def reveal_view(self, request: HttpRequest, pk: int, field: str) -> HttpResponse:
        """One number for this one answer, after a reason that stays in the history."""
        person = self.person_or_404(request, pk)
        if not self.may(request, "reveal"):
            raise PermissionDenied
        if field not in self.form.numbers or not getattr(person, field):
            raise Http404
        form, number = ReasonForm(request.POST or None, help_text=WHY), ""
        if request.method == "POST" and form.is_valid():
            try:
                number = people.reveal(person, field, by=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
            except ValidationError as error:
                form.add_error("reason", error)
        return self.step_page(
            request,
            f"Buka {self.label_of(field)}",
            form,
            person=person,
            number=number,
            number_name=self.label_of(field),
            submit="Buka nomornya",
            lead="Nomor ini tampil sekali, pada jawaban berikutnya saja. Riwayat mencatat siapa yang membukanya dan "
            "untuk apa.",
        )

    def accept_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """An officer decides that the typed birth date and sex are right although a number says otherwise."""
        person = self.person_or_404(request, pk)
        if not self.may_decide(request):
            raise PermissionDenied
        form, status = ReasonForm(request.POST or None, help_text=WHY), 200
        if request.method == "POST" and form.is_valid():
            try:
                reason = form.cleaned_data["reason"]
                people.accept_numbers(person, by=request.user, version=posted_version(request), reason=reason)  # type: ignore[arg-type]
            except Stale:
                person, status = self.person_or_404(request, pk), 409
                form.add_error(None, CHANGED_MEANWHILE)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, "Keputusan Anda dicatat.")
                return redirect(self.address_of(person))
        return self.step_page(
            request,
            "Terima nomor yang berbeda",
            form,
            person=person,
            status=status,
            lead=" ".join(person.contradictions()),
            submit="Terima data yang tertulis",
        )
