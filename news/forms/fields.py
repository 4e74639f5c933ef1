"""What one field of the newsroom's forms takes."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import slugify

from news.models import Edition, Tag
from news.slugs import slug_of

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
