"""The admin as one product: the office's own words, order and sign-in."""

from functools import wraps
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.views.i18n import JavaScriptCatalog

from selayar_site.history import linked_lines
from selayar_site.models import Audit
from selayar_site.resend import is_resendable, sent_too_late

# What stands where on the first page; models not named here follow under their app.
SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Siaran pers",
        (
            "news.edition",
            "news.article",
            "news.correction",
            "selayar_site.photo",
            "news.leadpin",
            "selayar_site.urgentnotice",
            "news.linkcheck",
            "news.dispatch",
            "news.subscription",
            "news.consenttext",
            "news.reads",
            "news.category",
            "news.tag",
        ),
    ),
    (
        "Warga dan ASN",
        (
            "programs.worker",
            "programs.waitingentry",
            "programs.consentwording",
            "programs.possibledouble",
            "programs.civilservant",
            "programs.rosterimport",
        ),
    ),
    (
        "Program",
        (
            "programs.program",
            "programs.tariff",
            "programs.benefit",
            "programs.agency",
            "programs.occupation",
            "programs.area",
        ),
    ),
    (
        "Angka dan penghargaan",
        ("programs.figure", "programs.indicator", "programs.snapshot", "programs.allocation", "programs.award"),
    ),
    ("Situs", ("selayar_site.page", "selayar_site.siteidentity")),
    ("Akun dan riwayat", ("selayar_site.user", "auth.group", "selayar_site.audit")),
)
# Third parties register lists of their own: keys of second factors, mail confirmations, Django's groups.
CLOSED = ("allauth.", "django.contrib.auth.")


class Options(AutocompleteJsonView):
    """What completes a box: named by the list that the rows are of."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        found = super().serialize_result(obj, to_field_name)
        namer = getattr(self.model_admin, "name_of_option", None)
        return {**found, "text": namer(obj)} if namer else found


class OfficeSite(AdminSite):
    site_header = "Ruang kerja"
    site_title = "Ruang kerja"
    index_title = "Ruang kerja"
    site_url = "/"
    empty_value_display = "—"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # Nothing is deleted by the dozen here.
        self.disable_action("delete_selected")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        if admin_class is not None and admin_class.__module__.startswith(CLOSED):
            return
        super().register(model_or_iterable, admin_class, **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """A form sent after the sign-in ended is shown back; Django's redirect would lose it."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def admitted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated and is_resendable(request):
                return sent_too_late(request)
            return inner(request, *args, **kwargs)

        return admitted

    @method_decorator(secure_admin_login)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Strangers go to the sign-in with its second factor; Django's own form is never shown."""
        return redirect("admin:index")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]
        return redirect("account_change_password")

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        answer: Any = Options.as_view(admin_site=self)(request)
        return answer

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Django's catalogue with ours over it: it lacks a dozen Indonesian sentences, and the editor's all."""
        return JavaScriptCatalog.as_view(packages=["django.contrib.admin", "selayar_site"])(request)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "time_zone_label": settings.TIME_ZONE_LABEL}

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The lists by what one comes for, not by app."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        left = {row["model"]._meta.label_lower: row for app in apps for row in app["models"]}
        sections = []
        for number, (title, labels) in enumerate(SECTIONS):
            rows = [left.pop(label) for label in labels if label in left]
            if rows:
                sections.append({"name": title, "app_label": f"bagian-{number}", "app_url": "", "models": rows})
        for app in apps:
            rows = [row for row in app["models"] if row["model"]._meta.label_lower in left]
            if rows:
                sections.append({**app, "models": rows})
        return sections

    def app_index(self, request: HttpRequest, app_label: str, extra_context: Any = None) -> Any:
        """How the program is parted says nothing to who works with it."""
        return redirect("admin:index")

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        mine = Audit.objects.filter(actor=request.user).select_related("reason")[:8]  # type: ignore[misc]
        return super().index(request, {"lines": linked_lines(mine), **(extra_context or {})})
