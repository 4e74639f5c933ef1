"""What surrounds the releases: categories, tags, corrections, addresses."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.safestring import SafeString

from news.models import Address, Category, Correction, Edition, Tag
from news.words import short_moment
from selayar_site.office import OfficeAdmin, ViewOnlyAdmin, link


@admin.register(Category)
class CategoryAdmin(OfficeAdmin):
    list_display = ("name", "slug", "position")
    ordering = ("position", "name")
    search_fields = ("name",)
    sections = ("news",)


@admin.register(Tag)
class TagAdmin(OfficeAdmin):
    list_display = ("name", "slug")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}
    sections = ("news",)


@admin.register(Correction)
class CorrectionAdmin(OfficeAdmin):
    """The wording can be mended; a new one is written from its release."""

    unit = "catatan"
    list_display = ("right", "kind", "headline", "shown_at", "written_by")
    list_filter = ("kind",)
    list_select_related = ("written_by",)
    sortable_by = ("shown_at",)
    search_fields = ("wrong", "right")
    fields = ("kind", "wrong", "right", "shown_at", "written_by")
    readonly_fields = ("shown_at", "written_by")
    sections = ("news",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Correction]:
        newest = Edition.objects.filter(article=OuterRef("article")).order_by("-number").values("title")[:1]
        return super().get_queryset(request).annotate(headline=Subquery(newest))

    @admin.display(description="siaran pers")
    def headline(self, correction: Any) -> str:
        return correction.headline

    @admin.display(description="waktu", ordering="at")
    def shown_at(self, correction: Correction) -> str:
        return short_moment(correction.at)


@admin.register(Address)
class AddressAdmin(ViewOnlyAdmin):
    """Every address ever given, for who asks what became of one."""

    list_display = ("slug", "is_current", "page", "given_at")
    search_fields = ("slug",)
    ordering = ("-given_at", "-pk")
    sortable_by = ()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="halaman")
    def page(self, address: Address) -> SafeString:
        return link(f"/berita/{address.slug}/", "Buka")
