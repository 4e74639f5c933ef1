"""The verbs of the photo library, and where its files are.

Files are written before their row is committed, under an address that is never used twice, so a page
never names a file that is not there. What is left over (a row rolled back, renditions made again) is
taken away by `sweep()`, a day later: pages kept by readers and messengers still name it until then.
"""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from PIL import Image

from selayar_site.claims import claim
from selayar_site.imaging import (
    Picture,
    PictureRefused,
    Rendition,
    accept,
    focal_renditions,
    renditions,
)
from selayar_site.models import Audit, Photo, User
from selayar_site.pagestore import purge

__all__ = [
    "PhotoInUse",
    "Picture",
    "PictureRefused",
    "accept",
    "add_photo",
    "refocus",
    "remove_photo",
    "same_picture",
    "sweep",
]

ROOT = "foto"
FOCAL_VARIANTS = ("card", "share")
GRACE = timedelta(days=1)


class PhotoInUse(Exception):
    """A photo that something still shows is not removed."""


def add_photo(file: File, *, by: User, title: str, credit: str, alt: str = "") -> Photo:
    """Take a file into the library, with all its renditions. About a second for 12 megapixels.

    Call it outside a transaction: drawing under a lock would make other writers wait.
    Raises PictureRefused, whose text is for the person who sent the file.
    """
    picture = accept(file)
    with _new_folder() as key:
        written = _write(key, renditions(picture.image, x=50, y=50))
        with transaction.atomic():
            photo = Photo.objects.create(
                key=key,
                title=title,
                credit=credit,
                alt=alt,
                width=picture.image.width,
                height=picture.image.height,
                renditions=written,
                digest=picture.digest,
                uploaded_by=by,
            )
            Audit.objects.record(photo, "add", by=by)
    return photo


def refocus(photo: Photo, *, x: int, y: int, by: User, version: int | None = None) -> None:
    """Cut cards and the share picture around another point (per cent), under a new address.

    Raises Stale when somebody else changed the photo since `version` (as loaded, if not given).
    """
    with _new_folder() as key:
        with default_storage.open(photo.file_name("master", photo.width)) as file, Image.open(file) as master:
            written = _write(key, focal_renditions(master.convert("RGB"), x=x, y=y))
        _copy(photo, key, written)
        with transaction.atomic():
            claim(photo, photo.version if version is None else version)
            _retire(photo.key)
            photo.key, photo.renditions, photo.focal_x, photo.focal_y = key, written, x, y
            photo.save(update_fields=["key", "renditions", "focal_x", "focal_y"])
            Audit.objects.record(photo, "refocus", by=by, changed=["focal_x", "focal_y"])
            purge("news")


def remove_photo(photo: Photo, *, by: User) -> None:
    """Take a photo that nothing shows out of the library, with its files.

    Raises PhotoInUse.
    """
    key = photo.key
    with transaction.atomic():
        Audit.objects.record(photo, "delete", by=by)
        try:
            photo.delete()
        except ProtectedError as error:
            raise PhotoInUse from error
        transaction.on_commit(lambda: _discard(key))


def same_picture(photo: Photo) -> Photo | None:
    """Another photo of the library made from the very same file, if there is one."""
    return Photo.objects.filter(digest=photo.digest).exclude(pk=photo.pk).order_by("pk").first()


def sweep(at: datetime | None = None) -> int:
    """Remove the folders that no row names and that nothing was written to for a day; how many."""
    before = (at or timezone.now()) - GRACE
    try:
        folders, _ = default_storage.listdir(ROOT)
    except FileNotFoundError:
        return 0
    known = set(Photo.objects.values_list("key", flat=True))
    left_over = [key for key in folders if key not in known and _last_written(key) < before]
    for key in left_over:
        _discard(key)
    return len(left_over)


@contextmanager
def _new_folder() -> Iterator[str]:
    """A fresh key, whose files go again when the block fails."""
    key = secrets.token_urlsafe(16)
    try:
        yield key
    except BaseException:
        _discard(key)
        raise


def _write(key: str, files: Iterable[Rendition]) -> dict[str, object]:
    """Store the files; variant → widths, and how many bytes they take."""
    found: dict[str, set[int]] = {}
    size = 0
    for file in files:
        default_storage.save(f"{ROOT}/{key}/{file.name}", ContentFile(file.content))
        found.setdefault(file.variant, set()).add(file.width)
        size += len(file.content)
    return {**{variant: sorted(widths) for variant, widths in found.items()}, "bytes": size}


def _copy(photo: Photo, key: str, written: dict[str, object]) -> None:
    """Bring along what does not hang on the focal point, without losing quality in another encoding."""
    for name in photo.file_names():
        variant = name.rsplit("/", 1)[-1].split("-")[0]
        if variant in FOCAL_VARIANTS:
            continue
        with default_storage.open(name) as file:
            size = file.size
            default_storage.save(name.replace(photo.key, key), file)
        written[variant] = photo.renditions[variant]
        written["bytes"] += size  # type: ignore[operator]  # an int, put there by _write


def _retire(key: str) -> None:
    """Start the day of grace of a folder that its row is about to leave."""
    transaction.on_commit(lambda: default_storage.save(f"{ROOT}/{key}/retired", ContentFile(b"")))


def _discard(key: str) -> None:
    folder = f"{ROOT}/{key}"
    try:
        _, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        default_storage.delete(f"{folder}/{name}")
    default_storage.delete(folder)


def _last_written(key: str) -> datetime:
    _, names = default_storage.listdir(f"{ROOT}/{key}")
    return max(
        (default_storage.get_modified_time(f"{ROOT}/{key}/{name}") for name in names),
        default=datetime.min.replace(tzinfo=timezone.get_default_timezone()),
    )
