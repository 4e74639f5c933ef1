"""Files on their way into the library: each is taken, or answered with one sentence."""

import io
import logging
from base64 import b64encode
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from selayar_site.models import Photo, User
from selayar_site.photo_forms import PhotoUploadForm
from selayar_site.pictures import AlreadyThere, Picture, PictureRefused, add_photo

logger = logging.getLogger(__name__)
NOT_STORED = (
    "Server tidak dapat menyimpan berkas ini sekarang: coba lagi sebentar lagi, dan hubungi administrator bila tetap "
    "gagal."
)
SHOWN_WIDTH = 360


@dataclass(frozen=True)
class Pair:
    """A file and the photo of the library that it repeats, to be shown side by side."""

    photo: Photo
    preview: str  # a data: address, for the file is not stored
    measures: str

    @classmethod
    def of(cls, known: AlreadyThere) -> "Pair":
        return cls(known.twin.photo, _preview(known.picture), _measures(*known.picture.image.size))

    def as_json(self) -> dict[str, Any]:
        photo = self.photo
        known = {**as_card(photo), "whole": photo.file_url("full", photo.nearest("full", 400)), "measures": self.known}
        return {"twin": known, "preview": self.preview, "measures": self.measures}

    @property
    def known(self) -> str:
        return _measures(self.photo.width, self.photo.height)


@dataclass(frozen=True)
class Taken:
    """What became of one file: a photo, or the sentence of its refusal, and what it repeats if that is why."""

    name: str
    photo: Photo | None = None
    sentence: str = ""
    pair: Pair | None = None

    @property
    def status(self) -> int:
        if self.photo:
            return 201
        return 409 if self.pair else 422

    def as_json(self) -> dict[str, Any]:
        if self.photo:
            return {"photo": as_card(self.photo)}
        return {"sentence": self.sentence, **(self.pair.as_json() if self.pair else {})}


def as_card(photo: Photo) -> dict[str, Any]:
    """What scripts of the office show of a photo."""
    return {
        "id": photo.pk,
        "title": photo.title,
        "alt": photo.alt,
        "credit": photo.credit,
        "is_sensitive": photo.is_sensitive,
        "src": photo.file_url("card", photo.nearest("card", 400)),
        "share": photo.file_url("share", photo.nearest("share", 1200)),
        "change": reverse("admin:selayar_site_photo_change", args=[photo.pk]),
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
    try:
        return Taken(name, photo=add_photo(file, may_be_twin=keep_twin, **fields))
    except PictureRefused as refusal:
        return Taken(name, sentence=str(refusal))
    except AlreadyThere as known:
        return Taken(name, sentence=f"Belum disimpan. {known}", pair=Pair.of(known))
    except OSError:  # a full disk must not take the answer for the other files along
        logger.exception("A photo could not be stored.")
        return Taken(name, sentence=NOT_STORED)


def _preview(picture: Picture) -> str:
    small, out = picture.image.copy(), io.BytesIO()
    small.thumbnail((SHOWN_WIDTH, SHOWN_WIDTH))
    small.save(out, "JPEG", quality=70)
    return f"data:image/jpeg;base64,{b64encode(out.getvalue()).decode()}"


def _measures(width: int, height: int) -> str:
    return f"{width} × {height} titik"
