"""Awards in the office."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from programs.forms.figures import AwardForm
from programs.models import Award
from selayar_site.office import TICKED, VersionedAdmin


@admin.register(Award)
class AwardAdmin(VersionedAdmin):
    form = AwardForm
    list_display = ("name", "domain", "given_on", "place", "is_confirmed", "is_public")
    list_filter = ("domain", "is_public", "is_confirmed")
    search_fields = ("name", "about", "given_by", "received_by")
    autocomplete_fields = ("photo",)
    formfield_overrides = VersionedAdmin.formfield_overrides | TICKED
    prepopulated_fields = {"slug": ("name",)}
    sections = ("programs",)
    fieldsets = (
        (None, {"fields": ("name", "slug", "domain", "about", "judged_year")}),
        ("Penyerahan", {"fields": ("given_on", "place", "given_by", "received_by")}),
        ("Bukti", {"fields": ("source", "source_url", "is_confirmed", "evidence")}),
        ("Foto", {"fields": ("photo", "alt", "caption")}),
        ("Tampil", {"fields": ("programs", "is_public")}),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Award | None = None) -> tuple[str, ...]:
        """The address is given once: links lead there."""
        return ("slug",) if obj is not None else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Award | None = None) -> dict[str, Any]:
        return {} if obj is not None else dict(self.prepopulated_fields)
