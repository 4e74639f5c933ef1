"""The newsroom's forms: what a release is made of, and what each step asks for."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from news.models import Address, Article, Attachment, Correction, Edition, EditionPhoto, ReviewComment, Tag
from news.slugs import free_slug, slug_of
from news.words import moment, short_moment
from selayar_site.documents import DocumentRefused, accept_document, document_name
from selayar_site.editor import RichTextField
from selayar_site.models import Photo

MOMENT = "%Y-%m-%dT%H:%M"
CHANGE_KINDS = [
    (Edition.ChangeKind.UPDATE, "Pembaruan: ada kabar baru"),
    (Edition.ChangeKind.CORRECTION, "Ralat: ada yang keliru"),
    (Edition.ChangeKind.MINOR, "Perbaikan kecil: salah ketik, bukan judul, ringkasan, atau angka"),
]


class MomentField(forms.DateTimeField):
    """A moment in the site's own zone, from the browser's own picker (`datetime-local`)."""

    default_error_messages = {"invalid": "Tuliskan tanggal dan jamnya."}

    def __init__(self, **options: Any) -> None:
        picker = forms.DateTimeInput({"type": "datetime-local"}, format=MOMENT)
        super().__init__(**{"widget": picker, "input_formats": [MOMENT, f"{MOMENT}:%S"], **options})

    def to_python(self, value: Any) -> datetime | None:
        """Years far off break time-zone arithmetic, so they are refused before it."""
        if isinstance(value, str) and value.strip() and not re.match(r"20[0-9]{2}-", value.strip()):
            raise ValidationError("Pilih tanggal antara tahun 2000 dan 2099.")
        return super().to_python(value)


class TagsField(forms.CharField):
    """Names parted by commas, as writers think of them; known ones are found whatever their capitals.

    Gives unsaved tags for new names: the admin saves them with the release.
    """

    MOST = 12

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(tag.name for tag in value) if isinstance(value, list) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value: Any) -> list[Tag]:
        words = super().clean(value) or ""
        names = {
            " ".join(name.split()).lstrip("#").strip().lower(): name for name in words.split(",") if name.strip(" #")
        }
        if len(names) > self.MOST:
            raise ValidationError(f"Paling banyak {self.MOST} tagar.")
        return [self._tag(" ".join(name.split()).lstrip("#").strip()) for name in names.values()]

    def _tag(self, name: str) -> Tag:
        slug = slug_of(name)
        if len(name) > 60 or not slugify(name):
            raise ValidationError(f"“{name[:60]}” tidak dapat menjadi tagar: paling banyak 60 huruf atau angka.")
        known = Tag.objects.filter(Q(name__iexact=name) | Q(slug=slug)).first()
        return known or Tag(name=name, slug=slug[:60])


class EditionForm(forms.ModelForm):
    """What a writer writes. It may be saved with almost anything missing; see rules.py for what may not."""

    slug = forms.SlugField(
        label="Alamat",
        max_length=80,
        required=False,
        help_text="Bagian akhir alamat halaman. Kosongkan untuk membuatnya dari judul.",
        error_messages={"invalid": "Alamat hanya memakai huruf kecil, angka, dan tanda hubung."},
    )
    body_html = RichTextField(label="Isi", required=False, with_figures=True)
    tag_names = TagsField(
        label="Tagar",
        required=False,
        max_length=800,
        help_text="Dipisahkan koma, misalnya: nelayan, BPJS Ketenagakerjaan. Tagar baru dibuat sendiri.",
    )
    kind = forms.ChoiceField(label="Jenis perubahan", choices=CHANGE_KINDS, required=False, widget=forms.RadioSelect)
    expires_at = MomentField(
        label="Berhenti tayang",
        required=False,
        help_text="Hanya untuk kabar yang memiliki batas waktu, misalnya pengumuman pendaftaran.",
    )

    class Meta:
        model = Edition
        fields = (
            "title", "summary", "place", "body_html", "change_note",
            "category", "programs", "press_contact", "expires_at",
        )  # fmt: skip
        widgets = {"summary": forms.Textarea({"rows": 3}), "programs": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["tag_names"] = list(self.instance.tags.all())
            self.initial["slug"] = self.instance.article.slug
        if self.instance.pk and self.instance.number > 1:
            self.initial["kind"] = self.instance.change_kind
        else:
            del self.fields["kind"]
        # An address that readers may know is changed by a step of its own, never by saving a text.
        if self.instance.pk and self.instance.article.is_known():
            del self.fields["slug"]

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].lower()
        if slug and self._is_taken(slug):
            raise ValidationError(Address._meta.get_field("slug").error_messages["unique"])
        return slug

    def _is_taken(self, slug: str) -> bool:
        taken = Address.objects.filter(slug=slug)
        return taken.exclude(article=self.instance.article_id, is_current=True).exists()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.instance.change_kind = cleaned.get("kind") or self.instance.change_kind
        # One that is not writable any more was overtaken: who lost that race is told by the claim.
        is_fresh = self.data.get("version") == str(self.instance.version)
        if self.instance.pk and is_fresh and not self.instance.is_writable:
            raise ValidationError(
                f"Siaran pers ini sedang {self.instance.get_state_display().lower()}, jadi tidak dapat disimpan. "
                "Tulisan Anda masih ada di bawah: salin dahulu, lalu tarik siaran persnya ke konsep."
            )
        return cleaned

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]  # Django's, not in the stubs
        for tag in self.cleaned_data["tag_names"]:
            if not tag.pk:
                tag.save()
        self.instance.tags.set(self.cleaned_data["tag_names"])

    @property
    def wanted_slug(self) -> str:
        """The address asked for, or a free one made from the headline."""
        return self.cleaned_data["slug"] or free_slug(slug_of(self.cleaned_data["title"]), self.instance.article)


class EditionPhotoForm(forms.ModelForm):
    """The select offers the newest photos; JavaScript puts a search of the whole library in its place."""

    class Meta:
        model = EditionPhoto
        fields = ("photo", "role", "alt", "is_decorative", "identity_protected", "caption", "position")
        widgets = {"alt": forms.Textarea({"rows": 2}), "photo": forms.Select({"data-photo-picker": ""})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "role" in self.fields:  # those of the text come with the text
            roles = [choice for choice in EditionPhoto.Role.choices if choice[0] != EditionPhoto.Role.BODY]
            self.fields["role"].choices = roles  # type: ignore[attr-defined]

    def _get_validation_exclusions(self) -> set[str]:
        """That there is one lead is asked of all rows together: two may change places."""
        return super()._get_validation_exclusions() | {"role"}  # type: ignore[misc]  # Django's, not in the stubs

    def clean(self) -> dict[str, Any]:
        """The library's own description serves where none is given here."""
        cleaned = super().clean() or self.cleaned_data
        photo = cleaned.get("photo")
        if photo and not cleaned.get("alt") and not cleaned.get("is_decorative"):
            cleaned["alt"] = photo.alt
        # What was confirmed of one photo says nothing of the next.
        if self.instance.pk and "photo" in self.changed_data and "identity_protected" not in self.changed_data:
            cleaned["identity_protected"] = False
        return cleaned


class EditionPhotoFormSet(forms.BaseInlineFormSet):
    NEWEST = 40

    @cached_property
    def newest(self) -> dict[str, Photo]:
        """The newest photos and those in use or chosen here, by key: two queries for all rows."""
        sent = [self.data.get(f"{self.prefix}-{number}-photo", "") for number in range(50)] if self.is_bound else []
        keys = [int(key) for key in sent if re.fullmatch("[0-9]{1,9}", key)]
        here = Photo.objects.filter(Q(pk__in=keys) | Q(uses__edition=self.instance.pk)).distinct()
        return {str(photo.pk): photo for photo in [*Photo.objects.all()[: self.NEWEST], *here]}

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        choices = [("", "Pilih foto"), *((key, photo.title) for key, photo in self.newest.items())]
        form.fields["photo"].widget.choices = choices

    def clean(self) -> None:
        super().clean()
        kept = [form.cleaned_data for form in self.forms if form.is_valid() and not form.cleaned_data.get("DELETE")]
        if sum(row.get("role") == EditionPhoto.Role.LEAD for row in kept if row.get("photo")) > 1:
            raise ValidationError("Hanya ada satu foto utama. Jadikan foto lainnya bagian galeri.")

    def save(self, commit: bool = True) -> list[EditionPhoto]:
        """Two photos may change places: the former lead steps down first."""
        former = [form.instance.pk for form in self.initial_forms if form.has_changed()]
        EditionPhoto.objects.filter(pk__in=former).update(role=EditionPhoto.Role.GALLERY)
        for form in self.initial_forms:
            if form.instance.pk in former:
                form.instance.role = form.cleaned_data["role"]
        return super().save(commit)


class AttachmentForm(forms.ModelForm):
    class Meta:
        model = Attachment
        fields = ("title", "file", "position")
        widgets = {"file": forms.FileInput({"accept": "application/pdf,.pdf"})}

    def clean(self) -> dict[str, Any]:
        """The PDF is written anew, under a name made of its title."""
        cleaned = super().clean() or self.cleaned_data
        sent = cleaned.get("file")
        if isinstance(sent, UploadedFile) and cleaned.get("title"):
            try:
                document = accept_document(sent, title=cleaned["title"])
            except DocumentRefused as refusal:
                self.add_error("file", str(refusal))
            else:
                cleaned["file"] = ContentFile(document.content, document_name(cleaned["title"]))
                self.instance.size, self.instance.pages = len(document.content), document.pages
        return cleaned


@dataclass(frozen=True)
class Confirmation:
    """What is said back before a step counts: the heaviest sentence first, and the words of the two ways on."""

    opening: SafeString
    sentences: tuple[str, ...]
    yes: str
    back: str


class StepForm(forms.Form):
    """What a step asks for beside the version; some ask for nothing."""

    # Of a valid form: what is still to be confirmed.
    confirmation: Confirmation | None = None

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        self.edition = edition
        super().__init__(*args, **kwargs)

    def arguments(self) -> dict[str, Any]:
        """What the verb is called with."""
        return self.cleaned_data


def _paragraph(label: str, help_text: str = "", *, required: bool = True, rows: int = 4) -> forms.CharField:
    area = forms.Textarea({"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=required, widget=area, max_length=4000)


class GiveBackForm(StepForm):
    """One comment on the whole, and one on each field that needs it."""

    comment = _paragraph("Yang perlu diperbaiki", "Penulis membacanya di atas formulirnya.", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in ReviewComment.Field.choices:
            self.fields[f"on_{name}"] = forms.CharField(
                label=f"Tentang {label.lower()}", required=False, max_length=4000
            )

    def clean(self) -> dict[str, Any]:
        if not any(self.cleaned_data.values()):
            self.add_error("comment", "Tuliskan apa yang perlu diperbaiki, agar penulis tahu langkah berikutnya.")
        return self.cleaned_data

    def arguments(self) -> dict[str, Any]:
        remarks = {name: self.cleaned_data[f"on_{name}"] for name in ReviewComment.Field.values}
        return {"comment": self.cleaned_data["comment"], "remarks": remarks}


class ApproveForm(StepForm):
    """Now, or for a moment. `confirmed` is set by the page that shows the moment in words."""

    NOW, LATER = "now", "later"

    when = forms.ChoiceField(
        label="Waktu terbit",
        choices=[(NOW, "Sekarang juga"), (LATER, "Pada waktu tertentu")],
        initial=NOW,
        widget=forms.RadioSelect,
    )
    live_from = MomentField(label="Tanggal dan jam (WITA)", required=False)
    waive_four_eyes = _paragraph(
        "Alasan menyetujui sendiri",
        "Anda sendiri yang mengajukan perbaikan kecil ini. Alasan Anda dicatat untuk dilihat kembali.",
        rows=2,
    )
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_own:
            del self.fields["waive_four_eyes"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        later = cleaned.get("when") == self.LATER
        if later and not cleaned.get("live_from") and "live_from" not in self.errors:
            self.add_error("live_from", "Pilih tanggal dan jam terbitnya.")
        elif later and "live_from" in cleaned and cleaned["live_from"] <= timezone.now():
            self.add_error("live_from", "Waktu itu sudah lewat. Pilih waktu yang akan datang.")
        return cleaned

    @property
    def confirmation(self) -> Confirmation | None:  # type: ignore[override]  # a plain None in the base
        if self.cleaned_data["when"] != self.LATER or self.cleaned_data["confirmed"]:
            return None
        return Confirmation(
            format_html("Terbit <strong>{}</strong>.", moment(self.cleaned_data["live_from"])),
            ("Sebelum waktu itu tidak seorang pun dapat membacanya, dan persetujuan masih dapat ditarik kembali.",),
            "Ya, setujui untuk waktu itu",
            "Ganti waktunya",
        )

    def arguments(self) -> dict[str, Any]:
        live_from = self.cleaned_data["live_from"] if self.cleaned_data["when"] == self.LATER else None
        return {"live_from": live_from, "waive_four_eyes": self.cleaned_data.get("waive_four_eyes", "")}


class RevisionForm(StepForm):
    kind = forms.ChoiceField(
        label="Jenis perubahan",
        choices=CHANGE_KINDS,
        initial=Edition.ChangeKind.UPDATE,
        widget=forms.RadioSelect,
    )


class CorrectForm(StepForm):
    kind = forms.ChoiceField(
        label="Jenis", choices=Correction.Kind, initial=Correction.Kind.CORRECTION, widget=forms.RadioSelect
    )
    wrong = _paragraph("Yang keliru", "Dikutip secukupnya, agar pembaca mengenalinya.", required=False, rows=2)
    right = _paragraph("Yang benar", "Satu atau dua kalimat yang dapat berdiri sendiri.", rows=3)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == Correction.Kind.CORRECTION and not cleaned.get("wrong"):
            self.add_error("wrong", "Ralat menyebut apa yang keliru.")
        return cleaned


class MoveForm(StepForm):
    slug = forms.SlugField(
        label="Alamat baru",
        max_length=80,
        help_text="Alamat lama tetap ada dan mengantar pembaca ke sini.",
        error_messages={"invalid": "Alamat hanya memakai huruf kecil, angka, dan tanda hubung."},
    )


class WithdrawForm(StepForm):
    MOST = 8  # to pick from

    mode = forms.ChoiceField(
        label="Yang dilihat pembaca",
        choices=[
            (Article.Withdrawal.GONE, "Alasan pencabutan saja"),
            (Article.Withdrawal.NOTICE, "Teksnya, di bawah keterangan pencabutan"),
            (Article.Withdrawal.REDIRECT, "Siaran pers lain"),
        ],
        initial=Article.Withdrawal.GONE,
        widget=forms.RadioSelect,
    )
    target = forms.CharField(
        label="Siaran pers tujuan",
        required=False,
        help_text="Judul lengkap atau alamatnya, bila pembaca dialihkan. Sebagian judul memberi daftar pilihan.",
    )
    picked = forms.ChoiceField(label="Yang dimaksud", required=False, widget=forms.RadioSelect)
    reason = _paragraph("Alasan pencabutan", "Dibaca oleh umum.", rows=3)
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = str(self.data.get("target", "")).replace("\0", "").strip()
        is_redirect = self.data.get("mode") == Article.Withdrawal.REDIRECT
        self.exact, self.matches = self._named(words) if is_redirect and words else (None, [])
        field: Any = self.fields["picked"]
        field.choices = [(str(each.pk), _title_and_address(each)) for each in self.matches]
        if not self.matches:
            del self.fields["picked"]

    def _named(self, words: str) -> tuple[Article | None, list[Article]]:
        """The release that goes by this address or whole headline; where none or several do, those to pick from."""
        others = Article.objects.listed().exclude(pk=self.edition.article_id).with_title()
        slug = urlsplit(words).path.rstrip("/").rpartition("/")[2] if _is_address(words) else words
        if by_address := others.filter(addresses__slug=slug.lower()).first():
            return by_address, []
        same = list(others.where_live(title__iexact=words)[: self.MOST])
        if len(same) == 1:
            return same[0], []
        return None, same or list(others.where_live(title__icontains=words)[: self.MOST])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        words, picked = cleaned.get("target"), cleaned.pop("picked", "")
        cleaned["target"] = self.exact or next((each for each in self.matches if str(each.pk) == picked), None)
        if cleaned.get("mode") != Article.Withdrawal.REDIRECT or cleaned["target"]:
            return cleaned
        if self.matches:
            self.add_error("picked", "Pilih siaran pers yang dimaksud, atau tulis judul lengkapnya.")
        elif words:
            self.add_error("target", "Tidak ada siaran pers yang tayang dengan judul atau alamat itu.")
        else:
            self.add_error("target", "Pilih siaran pers tujuan pengalihan.")
        return cleaned

    @property
    def confirmation(self) -> Confirmation | None:  # type: ignore[override]  # a plain None in the base
        if self.cleaned_data["confirmed"]:
            return None
        return Confirmation(
            self._outcome(),
            (
                f"Alasan yang dibaca umum: “{self.cleaned_data['reason']}”",
                "Siaran pers ini hilang dari daftar, umpan, dan pencarian. Pencabutan dapat dibatalkan kemudian.",
            ),
            "Ya, cabut siaran pers ini",
            "Jangan cabut",
        )

    def _outcome(self) -> SafeString:
        words, mode = "Siaran pers ini dicabut, dan <strong>{}</strong>{}.", self.cleaned_data["mode"]
        if mode == Article.Withdrawal.REDIRECT:
            target = self.cleaned_data["target"]
            return format_html(
                words, f"pembaca diantar ke “{target.live_title}”", f" di alamat {target.get_absolute_url()}"
            )
        if mode == Article.Withdrawal.NOTICE:
            return format_html(words, "teksnya tetap dapat dibaca", " di bawah keterangan pencabutan")
        return format_html(words, "pembaca hanya mendapat alasannya", ", bukan teksnya")

    def arguments(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("mode", "target", "reason")}


def _is_address(words: str) -> bool:
    return "/" in words and " " not in words


def _title_and_address(article: Article) -> str:
    when = short_moment(article.first_live_from) if article.first_live_from else ""
    return f"{article.live_title} ({article.get_absolute_url()}, {when})"
