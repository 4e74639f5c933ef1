"""The same picture twice: found in the library by its bytes or by its look, however large the library is."""

from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Count
from django.utils.formats import date_format
from django.utils.timezone import localtime
from PIL import Image

from selayar_site import looks
from selayar_site.imaging import Picture
from selayar_site.models import Photo, PhotoBand

# Of those that share a band, the ones that share most: a copy shares nearly all.
COMPARED = 50
BATCH = 100
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Twin:
    """A photo of the library that shows what a file shows."""

    photo: Photo
    is_same_file: bool

    @property
    def sentence(self) -> str:
        photo, day = self.photo, date_format(localtime(self.photo.uploaded_at), "j F Y")
        if self.is_same_file:
            return f"Berkas yang sama sudah ada di pustaka sejak {day}, berjudul “{photo.title}”."
        return f"Tampaknya foto yang sama sudah ada di pustaka sejak {day}, berjudul “{photo.title}”."


class AlreadyThere(Exception):
    """The library has that picture; whether it is wanted twice is for a person to say."""

    def __init__(self, twin: Twin, picture: Picture) -> None:
        super().__init__(twin.sentence)
        self.twin, self.picture = twin, picture


def twin_of(picture: Picture, *, look: str, but: Photo | None = None) -> Twin | None:
    """The photo made from the very same file, else the one that looks most like it and nearly the same."""
    others = Photo.objects.exclude(pk=but.pk) if but else Photo.objects.all()
    if same := others.filter(digest=picture.digest).order_by("pk").first():
        return Twin(same, is_same_file=True)
    sharing = PhotoBand.objects.filter(band__in=looks.bands(look)).values_list("photo_id", "photo__look")
    nearest = sharing.annotate(shared=Count("pk")).order_by("-shared", "photo_id")[:COMPARED]
    found = sorted((looks.difference(look, their), pk) for pk, their, _ in nearest if not but or pk != but.pk)
    if not found or found[0][0] > looks.MOST:
        return None
    return Twin(Photo.objects.get(pk=found[0][1]), is_same_file=False)


def keep_bands(photo: Photo) -> None:
    """Let the photo be found by its look. In the transaction that writes the look."""
    PhotoBand.objects.filter(photo=photo).delete()
    PhotoBand.objects.bulk_create(PhotoBand(photo=photo, band=band) for band in looks.bands(photo.look or ""))


def look_at_the_rest() -> int:
    """A duty of `tick`: take the looks of photos that came before looks were kept; how many."""
    done = 0
    while done < MOST_AT_ONCE and (batch := list(Photo.objects.filter(look=None).order_by("pk")[:BATCH])):
        for photo in batch:
            photo.look = _look_of(photo)
        with transaction.atomic():
            for photo in batch:
                # Another file may have come in its place meanwhile, with its look.
                if Photo.objects.filter(pk=photo.pk, key=photo.key, look=None).update(look=photo.look):
                    keep_bands(photo)
        done += len(batch)
    return done


def _look_of(photo: Photo) -> str:
    name = photo.file_name("full", photo.nearest("full", 400))
    try:
        with default_storage.open(name) as file, Image.open(file) as seen:
            return looks.look(seen)
    except (FileNotFoundError, Image.UnidentifiedImageError):
        return ""
