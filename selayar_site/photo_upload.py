"""Files on their way into the library: each is taken, or answered with one sentence."""

import logging
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from selayar_site.models import Photo, User
from selayar_site.photo_forms import PhotoUploadForm
from selayar_site.pictures import PictureRefused, add_photo, known_picture

logger = logging.getLogger(__name__)
NOT_STORED = (
    "Server tidak dapat menyimpan berkas ini sekarang: coba lagi sebentar lagi, dan hubungi administrator bila tetap "
    "gagal."
)


@dataclass(frozen=True)
class Taken:
    """What became of one file: a photo, or the sentence of its refusal. `twin` is the same file in the library."""

    name: str
    photo: Photo | None = None
    sentence: str = ""
    twin: Photo | None = None

    @property
    def shown(self) -> Photo | None:
        return self.photo or self.twin

    @property
    def change_url(self) -> str:
        return reverse("admin:selayar_site_photo_change", args=[self.shown.pk]) if self.shown else ""

    @property
    def status(self) -> int:
        if self.photo:
            return 201
        return 409 if self.twin else 422

    def as_json(self) -> dict[str, str]:
        if not self.shown:
            return {"sentence": self.sentence}
        return {
            "title": self.shown.title,
            "sentence": self.sentence,
            "url": self.change_url,
            "thumbnail": self.shown.file_url("card", self.shown.nearest("card", 400)),
        }


def take_all(form: PhotoUploadForm, *, by: User) -> list[Taken]:
    """Each file of a valid form for itself, in its order. Call it outside a transaction."""
    files, data = form.cleaned_data["photos"], form.cleaned_data
    first = data["number"]
    is_alone = len(files) == 1 and not first
    return [
        _take(
            file,
            by=by,
            keep_twin=data["keep_twins"],
            title=data["title"] if is_alone else f"{data['title']} ({number})",
            alt=data["alt"] if is_alone else "",
            **form.about(),
        )
        for number, file in enumerate(files, first or 1)
    ]


def _take(file: UploadedFile, *, keep_twin: bool, **fields: Any) -> Taken:
    name = file.name or "tanpa nama"
    twin = None if keep_twin else known_picture(file)
    if twin:
        return Taken(name, twin=twin, sentence=f"Belum disimpan. {twin_sentence(twin)}")
    try:
        return Taken(name, photo=add_photo(file, **fields))
    except PictureRefused as refusal:
        return Taken(name, sentence=str(refusal))
    except OSError:  # a full disk must not take the answer for the other files along
        logger.exception("A photo could not be stored.")
        return Taken(name, sentence=NOT_STORED)


def twin_sentence(twin: Photo) -> str:
    day = date_format(localtime(twin.uploaded_at), "j F Y")
    return f"Berkas yang sama sudah ada di pustaka sejak {day}, berjudul “{twin.title}”."
