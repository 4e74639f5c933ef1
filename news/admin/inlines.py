"""What hangs on a release in its form: photos and attachments."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import Select
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from news.forms import AttachmentForm, EditionPhotoForm, EditionPhotoFormSet
from news.models import Attachment, Edition, EditionPhoto
from selayar_site.templatetags.site_tags import file_size


class EditionPhotoInline(admin.StackedInline):
    model = EditionPhoto
    form = EditionPhotoForm
    formset = EditionPhotoFormSet
    verbose_name_plural = "foto utama dan galeri"
    readonly_fields = ("thumbnail",)
    fields = ("photo", "thumbnail", "alt", "is_decorative", "identity_protected", "caption", ("role", "position"))

    def get_extra(self, request: HttpRequest, obj: Edition | None = None, **kwargs: Any) -> int:
        """One empty row where there is no photo yet: adding more needs JavaScript, writing one does not."""
        return 0 if obj and obj.photos.exclude(role=EditionPhoto.Role.BODY).exists() else 1

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The plain select: the picker leads to the library itself."""
        if db_field.name == "photo":
            return db_field.formfield(widget=Select({"data-photo-picker": ""}))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[EditionPhoto]:
        """Without those of the text: they are written there."""
        return super().get_queryset(request).exclude(role=EditionPhoto.Role.BODY).select_related("photo")

    @admin.display(description="tampak")
    def thumbnail(self, use: EditionPhoto) -> SafeString | str:
        if not use.photo_id:
            return ""
        return render_to_string("admin/news/edition/_thumbnail.html", {"photo": use.photo})


class AttachmentInline(admin.StackedInline):
    model = Attachment
    form = AttachmentForm
    verbose_name_plural = "lampiran (PDF)"
    readonly_fields = ("kept_file",)
    fields = ("title", "file", "kept_file", "position")
    extra = 0

    @admin.display(description="tersimpan")
    def kept_file(self, attachment: Attachment) -> str:
        if not attachment.pk:
            return "Belum ada."
        address = reverse("admin:news_edition_attachment", args=[attachment.edition_id, attachment.slug])
        size = f"{attachment.pages} halaman, {file_size(attachment.size)}"
        return format_html('<a href="{}">{}.pdf</a>, {}', address, attachment.slug, size)
