"""The photo library of the office: upload one or many, find, set the focal point, see where used, replace."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import BaseForm
from django.forms.widgets import Script
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from selayar_site import originals
from selayar_site.claims import Stale
from selayar_site.forms import ReasonForm
from selayar_site.models import Photo, PhotoUse
from selayar_site.office import VersionedAdmin, posted_version
from selayar_site.photo_filters import AltFilter, CareFilter, UseFilter
from selayar_site.photo_forms import ABOUT, FOCAL_FIELDS, PhotoForm, PhotoUploadForm, ReplaceForm, last_credit
from selayar_site.photo_upload import Pair, Taken, as_card, take_all
from selayar_site.pictures import (
    AlreadyThere,
    Drawing,
    PhotoInUse,
    PictureRefused,
    drawn_around,
    remove_photo,
    replace_file,
    set_focus,
)
from selayar_site.sealed import SealError
from selayar_site.templatetags.site_tags import moment

IN_USE = (
    "Foto ini masih dipakai, jadi tidak dapat dihapus. Lepaskan dahulu dari siaran pers itu, atau biarkan di pustaka."
)
WHY_ORIGINAL = "Misalnya: dicetak untuk baliho HUT Kabupaten. Nama Anda dan alasan ini masuk ke riwayat foto."
SHOWN_USES = 50
OVERTAKEN = "Selagi halaman ini terbuka, orang lain mengubah foto ini. Periksa dahulu, lalu pilih lagi penggantinya."
NO_ORIGINAL = "Berkas aslinya tidak dapat dibuka. Beri tahu administrator: kuncinya atau berkasnya tidak ada lagi."


@admin.register(Photo)
class PhotoAdmin(VersionedAdmin):
    form = PhotoForm
    change_form_template = "admin/selayar_site/photo/change_form.html"
    list_display = ["thumbnail", "name", "source", "has_alt", "is_used", "uploaded"]
    list_display_links = ["thumbnail", "name"]
    sortable_by = ["uploaded"]
    list_select_related = ["uploaded_by"]
    list_filter = [CareFilter, UseFilter, AltFilter, "rights", "uploaded_at"]
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["title", "credit", "alt"]
    search_help_text = "Cari judul, kredit, atau teks alternatif."
    # A photo is taken out one by one, by its verb.
    actions = None
    readonly_fields = ["preview", "measures", "uploader", "upload_moment"]
    fieldsets = [
        (None, {"fields": ["title", "credit", ("rights", "rights_note"), "taken_on", "is_sensitive", "alt"]}),
        (
            "Titik fokus",
            {
                "fields": ["preview", ("focal_x", "focal_y")],
                "description": "Bagian terpenting foto. Kartu dan gambar untuk WhatsApp dipotong di sekitarnya: klik "
                "pada foto, atau isi angkanya (0 kiri/atas, 100 kanan/bawah).",
            },
        ),
        ("Berkas", {"fields": ["measures", "uploader", "upload_moment"]}),
    ]
    sections = ("news", "programs")

    class Media:
        css = {"all": ["css/photo-admin.css"]}
        js = [Script("js/photo-focus.js", type="module")]

    # The list

    def get_queryset(self, request: HttpRequest) -> QuerySet[Photo]:
        return super().get_queryset(request).with_is_used()  # type: ignore[attr-defined]  # the model's own queryset

    @admin.display(description="foto")
    def thumbnail(self, photo: Photo) -> SafeString:
        width = photo.nearest("card", 400)
        return format_html(
            '<img class="photo-thumbnail" src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
            photo.file_url("card", width, "avif"),
            width,
            photo.height_of("card", width),
            photo.alt or photo.title,
        )

    @admin.display(description="judul di pustaka", ordering="title")
    def name(self, photo: Photo) -> SafeString | str:
        if not photo.is_sensitive:
            return photo.title
        return format_html('{} <span class="photo-badge">Anak atau korban: lindungi identitas</span>', photo.title)

    @admin.display(description="kredit dan hak pakai", ordering="credit")
    def source(self, photo: Photo) -> SafeString:
        return format_html('{}<br><span class="quiet">{}</span>', photo.credit, photo.get_rights_display())

    @admin.display(description="teks alternatif")
    def has_alt(self, photo: Photo) -> str:
        return "ada" if photo.alt else "belum ada"

    @admin.display(description="dipakai")
    def is_used(self, photo: Photo) -> str:
        return "ya" if photo.is_used else "belum"  # type: ignore[attr-defined]  # annotated above

    @admin.display(description="diunggah", ordering="uploaded_at")
    def uploaded(self, photo: Photo) -> SafeString:
        day = date_format(localtime(photo.uploaded_at), "j M Y")
        return format_html('{}<br><span class="quiet">{}</span>', day, photo.uploaded_by)

    # One photo

    @admin.display(description="foto")
    def preview(self, photo: Photo) -> SafeString:
        return render_to_string("selayar_site/admin/_photo_preview.html", {"photo": photo})

    @admin.display(description="ukuran")
    def measures(self, photo: Photo) -> SafeString:
        return format_html(
            '{} × {} titik · <a href="{}">lihat berkas terbesar</a>',
            photo.width,
            photo.height,
            photo.file_url("master", photo.width),
        )

    @admin.display(description="diunggah oleh")
    def uploader(self, photo: Photo) -> str:
        """In words: the page of an account is not for everybody."""
        return str(photo.uploaded_by)

    @admin.display(description="diunggah")
    def upload_moment(self, photo: Photo) -> str:
        return moment(photo.uploaded_at)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        photo = kwargs.get("obj")
        if photo is not None:
            context |= {
                "uses": self.use_rows(request, photo.shown_in(SHOWN_USES + 1)),
                "may_replace": self.may_replace(request, photo),
                "may_open_original": bool(photo.original) and request.user.has_perm("selayar_site.view_original"),
                "originals_are_kept": settings.KEEP_ORIGINALS,
            }
        return super().render_change_form(request, context, *args, **kwargs)

    def use_rows(self, request: HttpRequest, uses: list[PhotoUse]) -> list[dict[str, Any]]:
        """With the address of each thing in the office, where one may look at it."""
        return [{"title": str(use.thing), "use": use, "url": self._address_of(request, use.thing)} for use in uses]

    def _address_of(self, request: HttpRequest, thing: Any) -> str:
        desk = self.admin_site._registry.get(type(thing))
        if desk is None or not desk.has_view_permission(request, thing):
            return ""
        return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/ganti/", view(self.replace_view), name="selayar_site_photo_replace"),
            path("<int:pk>/asli/", view(self.original_view), name="selayar_site_photo_original"),
            *super().get_urls(),
        ]

    # Upload

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One page for one photo and for thirty. Not Django's: drawing must not happen inside a transaction."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self._upload_form(request)
        results = []
        if request.method == "POST" and form.is_valid():
            results = take_all(form, by=request.user)  # type: ignore[arg-type]  # the admin asks for an account
        if request.accepts("text/html"):
            return self._upload_page(request, form, results)
        return self._upload_json(request, form, results)

    def _upload_form(self, request: HttpRequest) -> PhotoUploadForm:
        if request.method == "POST":
            return PhotoUploadForm(request.POST, request.FILES)
        return PhotoUploadForm(initial={"credit": last_credit(request.user)})  # type: ignore[arg-type]  # an account

    def _upload_json(self, request: HttpRequest, form: PhotoUploadForm, results: list[Taken]) -> HttpResponse:
        """For scripts, which send one file at a time."""
        if not results:
            return JsonResponse({"sentence": _all_errors(form)}, status=422)
        if results[0].photo and "leads_on" in request.POST:
            self._praise(request, results[0].photo)
        return JsonResponse(results[0].as_json(), status=results[0].status)

    def _upload_page(self, request: HttpRequest, form: PhotoUploadForm, results: list[Taken]) -> HttpResponse:
        if len(results) == 1 and results[0].photo:
            return self._answer_alone(request, results[0].photo)
        if len(results) == 1 and not results[0].pair:
            form.add_error("photos", results[0].sentence)
            results = []
        context = {
            **self.page_context(request, "Unggah foto", form),
            "results": results,
            "refused": [result for result in results if not result.photo],
            "is_popup": IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST,
            "is_popup_var": IS_POPUP_VAR,
            "to_field_var": TO_FIELD_VAR,
            "to_field": request.POST.get(TO_FIELD_VAR) or request.GET.get(TO_FIELD_VAR, ""),
        }
        return TemplateResponse(request, "selayar_site/admin/photo_upload.html", context)

    def _answer_alone(self, request: HttpRequest, photo: Photo) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return self.response_add(request, photo)
        self._praise(request, photo)
        return redirect("admin:selayar_site_photo_change", photo.pk)

    def _praise(self, request: HttpRequest, photo: Photo) -> None:
        messages.success(request, f"Foto “{photo.title}” tersimpan. Periksa titik fokusnya.")

    def page_context(self, request: HttpRequest, title: str, form: BaseForm) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts, "form": form}

    # Saving

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Django wraps saving in a transaction, which on SQLite is the lock: what is to be drawn is drawn before."""
        with self._drawn_before(request, object_id) as drawing:
            request.drawing = drawing  # type: ignore[attr-defined]  # read by save_model
            return super().changeform_view(request, object_id, form_url, extra_context)

    @contextmanager
    def _drawn_before(self, request: HttpRequest, object_id: str | None) -> Iterator[Drawing | None]:
        photo = self.get_object(request, unquote(object_id)) if object_id and request.method == "POST" else None
        if photo is None or not self.has_change_permission(request, photo):
            yield None
            return
        form = PhotoForm(request.POST, instance=photo)
        if not form.is_valid() or not set(FOCAL_FIELDS) & set(form.changed_data):
            yield None
            return
        with drawn_around(photo, x=form.cleaned_data["focal_x"], y=form.cleaned_data["focal_y"]) as drawing:
            yield drawing

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        drawing = request.drawing  # type: ignore[attr-defined]  # set by changeform_view
        if not set(FOCAL_FIELDS) & set(form.changed_data):
            super().save_model(request, obj, form, change)
            return
        if drawing is None:  # the photo changed between the drawing and now
            raise Stale
        set_focus(obj, drawing, by=request.user, version=posted_version(request))  # type: ignore[arg-type]
        obj.save(update_fields=ABOUT)

    def construct_change_message(  # type: ignore[override]  # as in OfficeAdmin
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> list[str]:
        """Without what the verb has told already."""
        return [
            name for name in super().construct_change_message(request, form, formsets, add) if name not in FOCAL_FIELDS
        ]

    # Another file, and the original

    def may_replace(self, request: HttpRequest, photo: Photo) -> bool:
        """What readers see is changed only by who may approve it."""
        return self.has_change_permission(request, photo) and (
            request.user.has_perm("selayar_site.replace_published") or not photo.is_published()
        )

    def photo_or_404(self, request: HttpRequest, pk: int) -> Photo:
        photo = self.get_object(request, str(pk))
        if photo is None:
            raise Http404
        return photo

    def replace_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Not in a transaction: the new renditions are drawn here."""
        photo = self.photo_or_404(request, pk)
        uses = photo.shown_in(SHOWN_USES + 1)
        if not self.may_replace(request, photo):
            raise PermissionDenied
        form = ReplaceForm(request.POST or None, request.FILES or None, initial={"is_sensitive": photo.is_sensitive})
        status, pair = 200, None
        if request.method == "POST" and form.is_valid():
            status, pair = self._replace(request, photo, form)
            if status == 201:
                return self._answer_replaced(request, photo, uses)
            photo = self.photo_or_404(request, pk)
        if not request.accepts("text/html"):
            answer = {"sentence": _all_errors(form), **(pair.as_json() if pair else {})}
            return JsonResponse(answer, status=409 if status == 409 else 422)
        context = {
            **self.page_context(request, "Ganti berkas foto", form),
            "photo": photo,
            "pair": pair,
            "uses": self.use_rows(request, uses),
        }
        return TemplateResponse(request, "admin/selayar_site/photo/replace.html", context, status=status)

    def _replace(self, request: HttpRequest, photo: Photo, form: ReplaceForm) -> tuple[int, Pair | None]:
        """The status of the answer: 201, or why not, which the form then says."""
        try:
            replace_file(
                photo,
                form.cleaned_data["file"],
                by=request.user,  # type: ignore[arg-type]  # the admin asks for an account
                version=posted_version(request),
                is_sensitive=form.cleaned_data["is_sensitive"],
                may_be_twin=form.cleaned_data["keep_twins"],
            )
        except PictureRefused as refusal:
            form.add_error("file", str(refusal))
        except AlreadyThere as known:
            form.add_error("file", f"Belum diganti. {known}")
            return 409, Pair.of(known)
        except Stale:
            form.add_error(None, OVERTAKEN)
            return 409, None
        else:
            return 201, None
        return 200, None

    def _answer_replaced(self, request: HttpRequest, photo: Photo, uses: list[PhotoUse]) -> HttpResponse:
        messages.success(request, "Berkasnya diganti. Periksa teks alternatif dan titik fokusnya.")
        if uses:
            messages.info(request, "Teks alternatif di siaran pers yang memakainya juga perlu diperiksa.")
        if not request.accepts("text/html"):
            return JsonResponse({"photo": as_card(photo)}, status=201)
        return redirect("admin:selayar_site_photo_change", photo.pk)

    def original_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks why, then hands the file over for saving; the history keeps both."""
        photo = self.photo_or_404(request, pk)
        if not request.user.has_perm("selayar_site.view_original"):
            raise PermissionDenied
        if not photo.original:
            raise Http404
        form = ReasonForm(request.POST or None, help_text=WHY_ORIGINAL)
        if request.method == "POST" and form.is_valid():
            try:
                content = originals.hand_over(photo, by=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
            except (SealError, FileNotFoundError):
                form.add_error(None, NO_ORIGINAL)
            else:
                return _file_to_save(content, f"foto-{photo.pk}-asli.{photo.original.rpartition('.')[2]}")
        context = {**self.page_context(request, "Unduh berkas asli", form), "photo": photo}
        return TemplateResponse(request, "admin/selayar_site/photo/original.html", context)

    # Removing

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        photo = self.get_object(request, unquote(object_id))
        try:
            if photo and photo.shown_in(most=1):
                raise PhotoInUse
            return super().delete_view(request, object_id, extra_context)
        except PhotoInUse:
            messages.error(request, IN_USE)
            return redirect("admin:selayar_site_photo_change", object_id)

    def delete_model(self, request: HttpRequest, obj: Photo) -> None:
        remove_photo(obj, by=request.user)  # type: ignore[arg-type]
        self.purge_pages()

    def log_deletions(self, request: HttpRequest, queryset: Any) -> list[Any]:
        """Told by the verb."""
        return []


def _all_errors(form: BaseForm) -> str:
    return " ".join(str(sentence) for errors in form.errors.values() for sentence in errors)


def _file_to_save(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
