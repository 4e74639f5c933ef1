"""Documents of programmes, as PDF."""

from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile

from programs.models import ProgramDocument
from selayar_site.documents import DocumentRefused, accept_document, document_name


class DocumentForm(forms.ModelForm):
    class Meta:
        model = ProgramDocument
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
