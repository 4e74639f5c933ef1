"""Figures and awards, as the office writes them."""

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from programs.models import Award
from selayar_site.documents import DocumentRefused, accept_document, document_name


class DecisionForm(forms.Form):
    """Only what is not approved needs a reason."""

    reason = forms.CharField(
        label="Alasan bila tidak disetujui",
        required=False,
        max_length=300,
        widget=forms.Textarea({"rows": 2, "class": "vLargeTextField"}),
        help_text="Apa yang perlu diperbaiki. Penulisnya membaca ini pada riwayat.",
    )


class RetractionForm(forms.Form):
    reason = forms.CharField(
        label="Alasan penarikan",
        max_length=250,
        widget=forms.Textarea({"rows": 2, "class": "vLargeTextField"}),
        help_text="Tampil untuk umum di samping angka yang dicoret.",
    )


class AwardForm(forms.ModelForm):
    class Meta:
        model = Award
        fields = "__all__"  # noqa: DJ007  # the admin's fieldsets name them
        widgets = {"evidence": forms.FileInput({"accept": "application/pdf,.pdf"})}

    def clean(self) -> dict[str, Any]:
        """The PDF is written anew, under a name made of the award's."""
        cleaned = super().clean() or self.cleaned_data
        photo = cleaned.get("photo")
        if photo is not None and photo.is_sensitive:
            self.add_error("photo", "Foto ini ditandai menampilkan anak atau korban. Pilih foto lain.")
        if photo is not None and not cleaned.get("alt") and "alt" not in self.errors:
            self.add_error("alt", "Tuliskan apa yang tampak pada foto, untuk pembaca yang tidak melihatnya.")
        sent = cleaned.get("evidence")
        if isinstance(sent, UploadedFile):
            try:
                document = accept_document(sent, title=cleaned.get("name", ""))
            except DocumentRefused as refusal:
                self.add_error("evidence", str(refusal))
            else:
                cleaned["evidence"] = ContentFile(document.content, document_name(cleaned.get("name", "")))
                self.instance.evidence_size, self.instance.evidence_pages = len(document.content), document.pages
        return cleaned
