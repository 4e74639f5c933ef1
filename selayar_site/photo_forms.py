"""What is asked of a photo: when it is uploaded, changed, replaced, and when its original is opened."""

from datetime import date
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from selayar_site.forms import DayField, leave_whole
from selayar_site.models import Photo, User

MAX_FILES = 30
# Tells iPhones to send a JPEG where they would send HEIC.
ACCEPT = "image/jpeg,image/png,image/webp,image/avif"
FOCAL_FIELDS = ("focal_x", "focal_y")
ABOUT = ("title", "credit", "rights", "rights_note", "taken_on", "is_sensitive", "alt")


class PastDayField(DayField):
    """A day that has been."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, **options})

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value and not date(1850, 1, 1) <= value <= timezone.localdate():
            raise forms.ValidationError("Tanggal pemotretan sudah lewat, dan tidak sebelum tahun 1850.")


class PhotoForm(forms.ModelForm):
    taken_on = PastDayField(label="Tanggal pemotretan")

    class Meta:
        model = Photo
        fields = [*ABOUT, *FOCAL_FIELDS]
        widgets = {"alt": AdminTextareaWidget(attrs={"rows": 2})}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        explain_other_rights(self)
        return cleaned


def explain_other_rights(form: forms.BaseForm) -> None:
    """The constraint's sentence, at the field where it is mended."""
    if form.cleaned_data.get("rights") == Photo.Rights.OTHER and not form.cleaned_data.get("rights_note"):
        form.add_error("rights_note", "Jelaskan hak pakainya: dari siapa, dan boleh dipakai untuk apa.")


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
        widget=ManyFiles(attrs={"accept": ACCEPT, "multiple": True}),
        allow_empty_file=True,
        error_messages={"required": "Pilih sedikitnya satu foto."},
        help_text="JPEG, PNG, WebP, atau AVIF; paling besar 25 MB per foto. Boleh beberapa sekaligus. Lokasi (GPS) "
        "dan data kamera tidak pernah ikut tampil.",
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
    rights = forms.ChoiceField(label="Hak pakai", choices=Photo.Rights, initial=Photo.Rights.OWN)
    rights_note = forms.CharField(
        label="Catatan hak pakai",
        max_length=200,
        required=False,
        widget=AdminTextInputWidget(),
        help_text=Photo._meta.get_field("rights_note").help_text,
    )
    taken_on = PastDayField(
        label="Tanggal pemotretan", help_text="Boleh kosong: diisi dari kamera bila fotonya menyebutkannya."
    )
    is_sensitive = forms.BooleanField(
        label="Menampilkan anak atau korban",
        required=False,
        help_text=Photo._meta.get_field("is_sensitive").help_text,
    )
    alt = forms.CharField(
        label="Usulan teks alternatif",
        max_length=250,
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text="Apa yang tampak, untuk yang tidak melihatnya. Hanya dipakai bila fotonya satu; pada beberapa foto, "
        "isilah nanti satu per satu.",
    )
    keep_twins = forms.BooleanField(
        label="Simpan juga foto yang sudah ada",
        required=False,
        help_text="Biasanya tidak: foto yang sama, juga dalam ukuran lain, cukup sekali di pustaka.",
    )
    # Which of many this one is, where a script sends them one by one.
    number = forms.IntegerField(required=False, min_value=1, max_value=9999, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        explain_other_rights(self)
        return super().clean() or self.cleaned_data

    def about(self) -> dict[str, Any]:
        """What is said of every photo of the upload alike."""
        return {name: self.cleaned_data[name] for name in ABOUT if name not in {"title", "alt"}}


class OneUploadForm(PhotoUploadForm):
    """For one photo beside the text that will show it; sent to the same address."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"auto_id": "upload_%s", **options})
        for name in ("taken_on", "keep_twins", "number"):
            del self.fields[name]
        leave_whole(self)
        photo = self.fields["photos"]
        photo.widget = forms.FileInput({"accept": ACCEPT, "required": True})
        photo.help_text = "JPEG, PNG, WebP, atau AVIF; paling besar 25 MB."
        self.fields["title"].help_text = "Untuk menemukan foto kembali; tidak tampil."
        self.fields["alt"].help_text = "Apa yang tampak, untuk yang tidak melihatnya."


def last_credit(user: User) -> str:
    """The credit of the last photo of somebody, which is mostly that of the next."""
    last = Photo.objects.filter(uploaded_by=user).first()
    return last.credit if last else ""


class ReplaceForm(forms.Form):
    file = forms.FileField(
        label="Foto pengganti",
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ACCEPT}),
        error_messages={"required": "Pilih foto penggantinya."},
        help_text="JPEG, PNG, WebP, atau AVIF; paling besar 25 MB.",
    )
    is_sensitive = forms.BooleanField(
        label="Yang baru menampilkan anak atau korban",
        required=False,
        help_text=Photo._meta.get_field("is_sensitive").help_text,
    )
    identity_protected = forms.BooleanField(
        label="Identitas mereka terlindungi",
        required=False,
        help_text="Penggantinya langsung tampil di semua tempat; yang dipastikan pada foto lama tidak berlaku lagi.",
    )
    keep_twins = forms.BooleanField(
        label="Ganti walaupun foto itu sudah ada di pustaka",
        required=False,
        help_text="Biasanya tidak: pakai foto yang sudah ada itu.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("is_sensitive") and not cleaned.get("identity_protected"):
            self.add_error(
                "identity_protected", "Pastikan dahulu: wajah tidak dikenali, nama dan alamat tidak disebut."
            )
        return cleaned
