"""The office's own desk: accounts, roles, history, how the site is named, and its pages."""

from typing import Any

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import ActionLocation
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from selayar_site import photo_admin  # noqa: F401  # registers the photo library
from selayar_site.editor import RichTextField, editor_csp
from selayar_site.forms import ReasonForm
from selayar_site.history import action_name, lines, thing_name
from selayar_site.models import Audit, Page, SiteIdentity, User
from selayar_site.office import OfficeAdmin, VersionedAdmin, ViewOnlyAdmin
from selayar_site.tasks import mail_password_link

WHY_LOOSEN = "Misalnya: ponsel hilang; dipastikan melalui telepon kantor. Alasan masuk ke riwayat."


@admin.register(User)
class UserAdmin(OfficeAdmin):
    """Accounts are opened and closed, never deleted; nobody changes their own rights."""

    list_display = ("full_name", "email", "position", "role_names", "has_factor", "is_active", "last_login")
    list_filter = ("is_active", "is_staff", "groups")
    search_fields = ("full_name", "email", "position")
    ordering = ("full_name", "pk")
    fields = ("full_name", "email", "position", "is_active", "is_staff", "groups", "joined_at", "last_login")
    readonly_fields = ("joined_at", "last_login")
    actions = ("send_password_link",)
    change_form_template = "admin/selayar_site/user/change_form.html"
    formfield_overrides = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
        return super().get_queryset(request).annotate(with_factor=Exists(factors)).prefetch_related("groups")

    @admin.display(description="peran")
    def role_names(self, user: User) -> str:
        if user.is_superuser:
            return "semua hak"
        return ", ".join(group.name for group in user.groups.all()) or "—"

    @admin.display(description="langkah kedua", boolean=True)
    def has_factor(self, user: User) -> bool:
        return bool(user.with_factor)  # type: ignore[attr-defined]  # annotated above

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Who runs everything is changed only by their like: a new mail address would be a way in."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        own = ("is_active", "is_staff", "groups") if obj is not None and obj.pk == request.user.pk else ()
        return (*self.readonly_fields, *own)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups" and field is not None:
            field.label, field.help_text = "Peran", "Satu orang dapat memegang beberapa peran."
        return field

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not change:
            send_password_link(obj)
            messages.info(request, "Tautan untuk membuat kata sandi dikirim ke alamat surelnya.")
        elif "is_active" in form.changed_data:
            verb = "reactivate" if obj.is_active else "deactivate"
            Audit.objects.record(obj, verb, by=request.user)  # type: ignore[arg-type]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        user: User = form.instance
        before = set(user.groups.values_list("name", flat=True))
        super().save_related(request, form, formsets, change)
        after = set(user.groups.values_list("name", flat=True))
        for role in sorted(after - before):
            Audit.objects.record(user, "grant_role", by=request.user, to_state=role[:30])  # type: ignore[arg-type]
        for role in sorted(before - after):
            Audit.objects.record(user, "take_role", by=request.user, from_state=role[:30])  # type: ignore[arg-type]

    @admin.action(description="Kirim tautan kata sandi", permissions=["change"], location=ActionLocation.CHANGE_FORM)
    def send_password_link(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset.filter(is_active=True):
            send_password_link(user)
            Audit.objects.record(user, "send_password_link", by=request.user)  # type: ignore[arg-type]
            messages.success(request, f"Tautan untuk membuat kata sandi dikirim kepada {user}.")

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<int:pk>/langkah-kedua/",
            self.admin_site.admin_view(self.reset_second_factor),
            name="selayar_site_user_reset_second_factor",
        )
        return [own, *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        obj = kwargs.get("obj")
        context["may_reset_factor"] = obj is not None and self._may_reset(request, obj) and obj.with_factor
        return super().render_change_form(request, context, *args, **kwargs)

    def _may_reset(self, request: HttpRequest, user: User) -> bool:
        return user.pk != request.user.pk and self.has_change_permission(request, user)

    def reset_second_factor(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For a colleague who lost the telephone: takes factor and recovery codes away, says why."""
        user = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self._may_reset(request, user):
            raise PermissionDenied
        form = ReasonForm(request.POST or None, help_text=WHY_LOOSEN)
        if request.method == "POST" and form.is_valid():
            reset_second_factor(user, by=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
            messages.success(request, f"Langkah kedua {user} dilepas. Ia memasangnya lagi saat masuk berikutnya.")
            return redirect("admin:selayar_site_user_change", pk)
        context = {
            **self.admin_site.each_context(request),
            "title": "Lepas langkah kedua",
            "subtitle": str(user),
            "form": form,
            "original": user,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/selayar_site/user/reset_second_factor.html", context)


@transaction.atomic
def reset_second_factor(user: User, *, by: User, reason: str) -> None:
    """Sessions that went through the factor are worth nothing afterwards (second_factor.py)."""
    Authenticator.objects.filter(user=user).delete()
    Audit.objects.record(user, "reset_second_factor", by=by, reason=reason)


def send_password_link(user: User) -> None:
    transaction.on_commit(lambda: mail_password_link.enqueue(user.email))


@admin.register(Group)
class RoleAdmin(ViewOnlyAdmin):
    """Roles come with the program (selayar_site/roles.py); here one reads what each may do."""

    list_title, unit = "Peran", "peran"
    list_display = ("name", "people")
    search_fields = ("name",)
    ordering = ("name",)
    fields = ("name", "rights", "holders")
    readonly_fields = ("rights", "holders")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Group]:
        return super().get_queryset(request).annotate(number=Count("user"))

    @admin.display(description="orang", ordering="number")
    def people(self, group: Group) -> int:
        return int(group.number)  # type: ignore[attr-defined]  # annotated above

    @admin.display(description="hak")
    def rights(self, group: Group) -> SafeString:
        rows = group.permissions.select_related("content_type").order_by("content_type__app_label", "codename")
        return _listed([right_name(row.codename, str(row.content_type), row.name) for row in rows])

    @admin.display(description="dipegang oleh")
    def holders(self, group: Group) -> SafeString | str:
        people = User.objects.filter(groups=group)[:100]
        return _listed([str(user) if user.is_active else f"{user} (ditutup)" for user in people]) if people else "—"


VERBS = {"add": "menambah", "change": "mengubah", "delete": "menghapus", "view": "melihat"}


def right_name(codename: str, thing: str, name: str) -> str:
    """Django writes “Can add foto”; here it reads “menambah foto”."""
    verb = VERBS.get(codename.split("_")[0])
    return f"{verb} {thing.partition(' | ')[2] or thing}" if verb else name


def _listed(texts: list[str]) -> SafeString:
    return format_html_join("", "<div>{}</div>", [(text,) for text in texts])


class KindFilter(admin.SimpleListFilter):
    """By the kind of thing; only kinds of our own apps, so no query for the choices."""

    title = "jenis"
    parameter_name = "jenis"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        registered = model_admin.admin_site._registry
        return sorted(
            ((model._meta.label_lower, str(model._meta.verbose_name)) for model in registered),
            key=lambda pair: pair[1].casefold(),
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet[Audit]) -> QuerySet[Audit]:
        return queryset.filter(object_type=self.value()) if self.value() else queryset


@admin.register(Audit)
class AuditAdmin(ViewOnlyAdmin):
    list_display = ("at", "actor_label", "what", "thing", "change", "fields_changed")
    list_filter = (("at", admin.DateFieldListFilter), KindFilter)
    search_fields = ("actor_label",)
    search_help_text = "Cari menurut nama pelaku."
    ordering = ("-at", "-pk")
    sortable_by = ()
    list_select_related = ("reason",)
    fields = ("at", "actor_label", "what", "thing", "change", "fields_changed", "why")
    readonly_fields = ("what", "thing", "change", "fields_changed", "why")

    @admin.display(description="tindakan")
    def what(self, entry: Audit) -> str:
        return action_name(entry.action)

    @admin.display(description="objek")
    def thing(self, entry: Audit) -> str:
        return thing_name(entry.object_type, entry.object_id)

    @admin.display(description="keadaan")
    def change(self, entry: Audit) -> str:
        return lines([entry])[0].change or "—"

    @admin.display(description="bidang yang berubah")
    def fields_changed(self, entry: Audit) -> str:
        return lines([entry])[0].fields or "—"

    @admin.display(description="alasan")
    def why(self, entry: Audit) -> str:
        return lines([entry])[0].reason or "—"


@admin.register(SiteIdentity)
class SiteIdentityAdmin(OfficeAdmin):
    """One row, so the list leads straight to its form."""

    sections = ("site",)
    fieldsets = (
        ("Nama", {"fields": ("regency", "short_name", "site_name", "tagline", "description")}),
        ("Kantor", {"fields": ("office", "street", "town", "province", "postcode", "email", "phone")}),
        ("Siaran pers", {"fields": ("byline", "press_contact")}),
        ("Keamanan", {"fields": ("security_email", "security_confirmed_on")}),
        ("Pemakaian ulang", {"fields": ("licence", "picture_licence", "licence_url")}),
    )

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        identity = SiteIdentity.objects.first()
        if identity is None:
            return redirect("admin:selayar_site_siteidentity_add")
        return redirect("admin:selayar_site_siteidentity_change", identity.pk)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not SiteIdentity.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class PageForm(forms.ModelForm):
    body_html = RichTextField(label="Isi")


@admin.register(Page)
class PageAdmin(VersionedAdmin):
    form = PageForm
    sections = ("site",)
    list_display = ("title", "address", "position", "updated_at")
    search_fields = ("title", "summary", "slug")
    fields = ("title", "slug", "summary", "body_html", "position")
    prepopulated_fields = {"slug": ("title",)}
    changeform_view = method_decorator(editor_csp)(VersionedAdmin.changeform_view)

    @admin.display(description="alamat", ordering="slug")
    def address(self, page: Page) -> str:
        return reverse("page_detail", kwargs={"slug": page.slug})

    def get_readonly_fields(self, request: HttpRequest, obj: Page | None = None) -> tuple[str, ...]:
        """The address is given once: links and bookmarks lead there."""
        return ("slug",) if obj is not None else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Page | None = None) -> dict[str, Any]:
        return {} if obj is not None else dict(self.prepopulated_fields)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
