"""What a release is made of: its text, its photos, its attachments."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.functional import cached_property

from news.models import Address, Attachment, Edition, EditionPhoto, ReviewComment
from news.slugs import free_slug, refuse_reserved, slug_of
from selayar_site.documents import DocumentRefused, accept_document, document_name
from selayar_site.editor import RichTextField
from selayar_site.forms import leave_whole
from selayar_site.models import Photo

from .fields import CHANGE_KINDS, MomentField, TagsField


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

    settled = forms.ModelMultipleChoiceField(
        label="Komentar yang sudah ditangani",
        queryset=ReviewComment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Edition
        fields = (
            "title", "summary", "place", "body_html", "change_note",
            "category", "programs", "press_contact", "expires_at",
        )  # fmt: skip
        widgets = {"summary": forms.Textarea({"rows": 3}), "programs": forms.CheckboxSelectMultiple}

    # Set by the admin for who may change a text in review.
    is_mending = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leave_whole(self)
        if self.instance.pk:
            self.initial["tag_names"] = list(self.instance.tags.all())
            self.initial["slug"] = self.instance.article.slug
        if self.instance.pk and self.instance.number > 1:
            self.initial["kind"] = self.instance.change_kind
        else:
            del self.fields["kind"]
        # Its boxes stand beside the comments, not among the fields.
        comments = self.instance.comments.all() if self.instance.pk else ReviewComment.objects.none()
        if comments:
            self.fields["settled"].queryset = comments  # type: ignore[attr-defined]
            self.initial["settled"] = [comment.pk for comment in comments if comment.is_settled]
        else:
            del self.fields["settled"]
        # An address that readers may know is changed by a step of its own, never by saving a text.
        if self.instance.pk and self.instance.article.is_known():
            del self.fields["slug"]

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].lower()
        refuse_reserved(slug)
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
        if self.instance.pk and is_fresh and not (self.instance.is_writable or self.is_mending):
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
        leave_whole(self)
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
        # What was said and confirmed of one photo says nothing of the next; the picker names the one that is meant.
        if self.instance.pk and {"photo", "alt"} & set(self.changed_data) == {"photo"} and photo:
            cleaned["alt"] = "" if cleaned.get("is_decorative") else photo.alt
        meant = self.data.get(self.add_prefix("identity_protected"))
        if self.instance.pk and photo and "photo" in self.changed_data and meant != str(photo.pk):
            cleaned["identity_protected"] = False
        return cleaned


class EditionPhotoFormSet(forms.BaseInlineFormSet):
    NEWEST = 40

    @cached_property
    def newest(self) -> dict[str, Photo]:
        """The newest photos and those in use or chosen here, by key: two queries for all rows."""
        sent = [self.data.get(f"{self.prefix}-{number}-photo", "") for number in range(50)] if self.is_bound else []
        keys = [int(key) for key in sent if re.fullmatch("[0-9]{1,9}", key)]
        # Of an edition that is not there yet Django would ask for every photo without one.
        in_use = Q(uses__edition=self.instance.pk) if self.instance.pk else Q()
        here = Photo.objects.filter(Q(pk__in=keys) | in_use).distinct()
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        leave_whole(self)

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
