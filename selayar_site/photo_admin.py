"""The photo library of the office: upload one or many, find, set the focal point."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from selayar_site.models import Photo
from selayar_site.office import VersionedAdmin, posted_version
from selayar_site.pictures import PhotoInUse, PictureRefused, add_photo, refocus, remove_photo, same_picture

MAX_FILES = 30
FOCAL_FIELDS = {"focal_x", "focal_y"}
IN_USE = (
    "Foto ini masih dipakai ({uses}), jadi tidak dapat dihapus. Lepaskan dahulu dari siaran pers itu, atau biarkan "
    "di pustaka."
)


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files; each is judged by the pipeline, so that one bad file does not refuse the others."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        files = [file for file in data or () if file]
        if not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > MAX_FILES:
            raise forms.ValidationError(
                f"Ada {len(files)} foto; sekali unggah paling banyak {MAX_FILES}. Pilih lebih sedikit, lalu unggah "
                "sisanya setelah ini."
            )
        return files


class PhotoUploadForm(forms.Form):
    photos = FilesField(
        label="Foto",
        widget=ManyFiles(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif", "multiple": True}),
        allow_empty_file=True,
        error_messages={"required": "Pilih sedikitnya satu foto."},
        help_text="JPEG, PNG, WebP, atau AVIF; paling besar 25 MB per foto. Boleh beberapa sekaligus. Lokasi (GPS) "
        "dan data kamera selalu dibuang.",
    )
    title = forms.CharField(
        label="Judul di pustaka",
        max_length=100,
        widget=AdminTextInputWidget(),
        help_text="Untuk menemukan foto kembali; tidak tampil. Pada beberapa foto, nomor ditambahkan.",
    )
    credit = forms.CharField(
        label="Kredit", max_length=120, widget=AdminTextInputWidget(), help_text="Misalnya: Foto: HUMAS Selayar."
    )
    alt = forms.CharField(
        label="Usulan teks alternatif",
        max_length=250,
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text="Apa yang tampak, untuk yang tidak melihatnya. Hanya dipakai bila fotonya satu; pada beberapa foto, "
        "isilah nanti satu per satu.",
    )


@dataclass(frozen=True)
class Taken:
    """What became of one file: a photo, or the sentence of its refusal. `note` is a warning."""

    name: str
    photo: Photo | None = None
    sentence: str = ""
    note: str = ""

    @property
    def change_url(self) -> str:
        return reverse("admin:selayar_site_photo_change", args=[self.photo.pk]) if self.photo else ""

    def as_json(self) -> dict[str, str]:
        if not self.photo:
            return {"sentence": self.sentence}
        return {
            "title": self.photo.title,
            "note": self.note,
            "url": self.change_url,
            "thumbnail": self.photo.file_url("card", self.photo.nearest("card", 400)),
        }


class PhotoForm(forms.ModelForm):
    class Meta:
        model = Photo
        fields = ["title", "credit", "alt", "focal_x", "focal_y"]
        widgets = {"alt": AdminTextareaWidget(attrs={"rows": 2})}


@admin.register(Photo)
class PhotoAdmin(VersionedAdmin):
    form = PhotoForm
    list_display = ["thumbnail", "title", "credit", "uploaded_by", "uploaded_at"]
    list_display_links = ["thumbnail", "title"]
    list_select_related = ["uploaded_by"]
    list_filter = ["uploaded_at", ("alt", admin.EmptyFieldListFilter)]
    search_fields = ["title", "credit", "alt"]
    search_help_text = "Cari judul, kredit, atau teks alternatif."
    # A photo is taken out one by one, by its verb.
    actions = None
    readonly_fields = ["preview", "measures", "uploaded_by", "uploaded_at"]
    fieldsets = [
        (None, {"fields": ["title", "credit", "alt"]}),
        (
            "Titik fokus",
            {
                "fields": ["preview", ("focal_x", "focal_y")],
                "description": "Bagian terpenting foto. Kartu dan gambar untuk WhatsApp dipotong di sekitarnya: klik "
                "pada foto, atau isi angkanya (0 kiri/atas, 100 kanan/bawah).",
            },
        ),
        ("Berkas", {"fields": ["measures", "uploaded_by", "uploaded_at"]}),
    ]
    sections = ("news",)

    class Media:
        css = {"all": ["css/photo-admin.css"]}
        js = [Script("js/photo-focus.js", type="module")]

    @admin.display(description="foto")
    def thumbnail(self, photo: Photo) -> SafeString:
        width = photo.nearest("card", 400)
        return format_html(
            '<img class="photo-thumbnail" src="{}" width="{}" height="{}" alt="" loading="lazy">',
            photo.file_url("card", width, "avif"),
            width,
            photo.height_of("card", width),
        )

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

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One page for one photo and for thirty. Not Django's: drawing must not happen inside a transaction."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self._upload_form(request)
        results = []
        if request.method == "POST" and form.is_valid():
            results = self._take(request, form)
        if request.accepts("text/html"):
            return self._upload_page(request, form, results)
        return self._upload_json(form, results)

    def _upload_form(self, request: HttpRequest) -> PhotoUploadForm:
        if request.method == "POST":
            return PhotoUploadForm(request.POST, request.FILES)
        last = Photo.objects.filter(uploaded_by_id=request.user.pk).first()
        return PhotoUploadForm(initial={"credit": last.credit if last else ""})

    def _take(self, request: HttpRequest, form: PhotoUploadForm) -> list[Taken]:
        files, data = form.cleaned_data["photos"], form.cleaned_data
        alone = len(files) == 1
        return [
            _taken(
                file,
                by=request.user,
                title=data["title"] if alone else f"{data['title']} ({number})",
                credit=data["credit"],
                alt=data["alt"] if alone else "",
            )
            for number, file in enumerate(files, 1)
        ]

    def _upload_json(self, form: PhotoUploadForm, results: list[Taken]) -> HttpResponse:
        if not results:
            sentences = [str(sentence) for errors in form.errors.values() for sentence in errors]
            return JsonResponse({"sentence": " ".join(sentences)}, status=422)
        return JsonResponse(results[0].as_json(), status=201 if results[0].photo else 422)

    def _upload_page(self, request: HttpRequest, form: PhotoUploadForm, results: list[Taken]) -> HttpResponse:
        if len(results) == 1 and results[0].photo:
            return self._answer_alone(request, results[0], results[0].photo)
        if len(results) == 1:
            form.add_error("photos", results[0].sentence)
            results = []
        context = {
            **self.admin_site.each_context(request),
            "title": "Unggah foto",
            "opts": self.opts,
            "form": form,
            "results": results,
            "refused": [result for result in results if not result.photo],
            "is_popup": IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST,
            "is_popup_var": IS_POPUP_VAR,
            "to_field_var": TO_FIELD_VAR,
            "to_field": request.POST.get(TO_FIELD_VAR) or request.GET.get(TO_FIELD_VAR, ""),
        }
        return TemplateResponse(request, "selayar_site/admin/photo_upload.html", context)

    def _answer_alone(self, request: HttpRequest, result: Taken, photo: Photo) -> HttpResponse:
        if IS_POPUP_VAR in request.POST:
            return self.response_add(request, photo)
        messages.success(request, f"Foto “{photo.title}” tersimpan. Periksa titik fokusnya.")
        if result.note:
            messages.warning(request, result.note)
        return redirect(result.change_url)

    def save_model(self, request: HttpRequest, obj: Photo, form: Any, change: bool) -> None:
        if FOCAL_FIELDS & set(form.changed_data):
            x, y = form.cleaned_data["focal_x"], form.cleaned_data["focal_y"]
            refocus(obj, x=x, y=y, by=request.user, version=posted_version(request))  # type: ignore[arg-type]
            obj.save(update_fields=["title", "credit", "alt"])
        else:
            super().save_model(request, obj, form, change)

    def construct_change_message(  # type: ignore[override]  # as in OfficeAdmin
        self, request: HttpRequest, form: Any, formsets: Any, add: bool = False
    ) -> list[str]:
        """Without what the verb has told already."""
        return [
            name for name in super().construct_change_message(request, form, formsets, add) if name not in FOCAL_FIELDS
        ]

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        photo = self.get_object(request, unquote(object_id))
        uses = self.get_deleted_objects([photo], request)[3] if photo else []
        try:
            if uses:
                raise PhotoInUse
            return super().delete_view(request, object_id, extra_context)
        except PhotoInUse:
            messages.error(request, IN_USE.format(uses=f"{len(uses) or 1} kali"))
            return redirect("admin:selayar_site_photo_change", object_id)

    def delete_model(self, request: HttpRequest, obj: Photo) -> None:
        remove_photo(obj, by=request.user)  # type: ignore[arg-type]
        self.purge_pages()

    def log_deletions(self, request: HttpRequest, queryset: Any) -> list[Any]:
        """Told by the verb."""
        return []


def _taken(file: UploadedFile, *, by: Any, title: str, credit: str, alt: str) -> Taken:
    name = file.name or "tanpa nama"
    try:
        photo = add_photo(file, by=by, title=title, credit=credit, alt=alt)
    except PictureRefused as refusal:
        return Taken(name, sentence=str(refusal))
    twin = same_picture(photo)
    note = ""
    if twin:
        day = date_format(localtime(twin.uploaded_at), "j F Y")
        note = f"Berkas yang sama sudah ada di pustaka: “{twin.title}”, {day}. Hapus salah satunya bila kembar."
    return Taken(name, photo=photo, note=note)
