"""The verbs of the photo library, and where its files are.

Files are written before their row is committed, under an address that is never used twice, so a page
never names a file that is not there. What is left over (a row rolled back, renditions made again) is
taken away by `sweep()`, a day later: pages kept by readers and messengers still name it until then.
"""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from PIL import Image

from selayar_site import looks, originals
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
from selayar_site.photo_twins import AlreadyThere, keep_bands, twin_of

__all__ = [
    "AlreadyThere",
    "Drawing",
    "PhotoInUse",
    "Picture",
    "PictureRefused",
    "accept",
    "add_photo",
    "drawn_around",
    "refocus",
    "remove_photo",
    "replace_file",
    "set_focus",
    "sweep",
]

ROOT = "foto"
FOCAL_VARIANTS = ("card", "share")
GRACE = timedelta(days=1)


class PhotoInUse(Exception):
    """A photo that something still shows is not removed."""


@dataclass(frozen=True)
class Drawing:
    """Files that were written for a photo and that no row names yet."""

    key: str
    renditions: dict[str, object]
    focal_x: int = 50
    focal_y: int = 50


def add_photo(
    file: File, *, by: User, title: str, credit: str, alt: str = "", may_be_twin: bool = True, **details: Any
) -> Photo:
    """Take a file into the library, with all its renditions. About a second for 12 megapixels.

    `details` are `rights`, `rights_note`, `is_sensitive` and `taken_on`, which the file may tell itself.
    Call it outside a transaction: drawing under a lock would make other writers wait.
    Raises PictureRefused, whose text is for the person who sent the file, and AlreadyThere unless it may be a twin.
    """
    picture = accept(file)
    look = _look_for_twins(picture, may_be_twin=may_be_twin)
    details["taken_on"] = details.get("taken_on") or _believable(picture.taken_on)
    with _new_folder() as key, _kept_original(file, picture) as original:
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
                look=look,
                original=original,
                uploaded_by=by,
                **details,
            )
            keep_bands(photo)
            Audit.objects.record(photo, "add", by=by)
    return photo


def refocus(photo: Photo, *, x: int, y: int, by: User, version: int | None = None) -> None:
    """Cut cards and the share picture around another point (per cent), under a new address.

    Call it outside a transaction, as `add_photo`; inside one, draw before it begins (`drawn_around`) and only
    write in it (`set_focus`). Raises Stale when somebody else changed the photo since `version` (as loaded,
    if not given).
    """
    with drawn_around(photo, x=x, y=y) as drawing:
        set_focus(photo, drawing, by=by, version=photo.version if version is None else version)


@contextmanager
def drawn_around(photo: Photo, *, x: int, y: int) -> Iterator[Drawing]:
    """The files of `photo` cut around another point; they go again where the block did not write them onto it."""
    with _new_folder() as key:
        with default_storage.open(photo.file_name("master", photo.width)) as file, Image.open(file) as master:
            written = _write(key, focal_renditions(master.convert("RGB"), x=x, y=y))
        _copy(photo, key, written)
        yield Drawing(key, written, x, y)


@transaction.atomic
def set_focus(photo: Photo, drawing: Drawing, *, by: User, version: int) -> None:
    """Let the photo have what was drawn around the new point. Raises Stale as `refocus`."""
    claim(photo, version)
    _take_over(photo, drawing)
    photo.save(update_fields=["key", "renditions", "focal_x", "focal_y"])
    Audit.objects.record(photo, "refocus", by=by, changed=["focal_x", "focal_y"])
    purge("news", "programs")


def replace_file(
    photo: Photo,
    file: File,
    *,
    by: User,
    version: int,
    is_sensitive: bool | None = None,
    may_be_twin: bool = True,
) -> None:
    """Put another picture in the place of this one: everything that shows it shows the new one from now on.

    `is_sensitive` says whether the new one shows children or victims; as the former one if nothing is said.
    Words stay, the focal point returns to the middle. Files of the former picture live for a day, its sealed
    original goes with the next sweep. Call it outside a transaction, as `add_photo`.
    Raises PictureRefused, AlreadyThere unless it may be the twin of another photo, and Stale when somebody else
    changed the photo since `version`.
    """
    picture = accept(file)
    if picture.digest == photo.digest:
        raise PictureRefused("Berkas ini sama persis dengan foto yang sekarang, jadi tidak ada yang diganti.")
    look = _look_for_twins(picture, may_be_twin=may_be_twin, but=photo)
    with _new_folder() as key, _kept_original(file, picture) as original:
        drawing = Drawing(key, _write(key, renditions(picture.image, x=50, y=50)))
        with transaction.atomic():
            claim(photo, version)
            _take_over(photo, drawing)
            photo.width, photo.height = picture.image.size
            photo.digest, photo.look, photo.original = picture.digest, look, original
            if is_sensitive is not None:
                photo.is_sensitive = is_sensitive
            photo.save(
                update_fields=[
                    "key", "renditions", "focal_x", "focal_y", "width", "height", "digest", "look", "original",
                    "is_sensitive",
                ]
            )  # fmt: skip
            keep_bands(photo)
            Audit.objects.record(photo, "replace_file", by=by)
            purge("news", "programs")


def remove_photo(photo: Photo, *, by: User) -> None:
    """Take a photo that nothing shows out of the library, with its files.

    Raises PhotoInUse.
    """
    key, original = photo.key, photo.original
    with transaction.atomic():
        Audit.objects.record(photo, "delete", by=by)
        try:
            photo.delete()
        except ProtectedError as error:
            raise PhotoInUse from error
        transaction.on_commit(lambda: _discard(key))
        transaction.on_commit(lambda: originals.discard(original))


def sweep(at: datetime | None = None) -> int:
    """Remove the folders and originals that no row names and that nothing was written to for a day; how many."""
    before = (at or timezone.now()) - GRACE
    return _sweep_folders(before) + originals.sweep(before)


def _sweep_folders(before: datetime) -> int:
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
    """A fresh key, whose files go again when the block fails or gives them to no row."""
    key = secrets.token_urlsafe(16)
    try:
        yield key
    except BaseException:
        _discard(key)
        raise
    if not Photo.objects.filter(key=key).exists():
        _discard(key)


@contextmanager
def _kept_original(file: File, picture: Picture) -> Iterator[str]:
    """The name of the sealed original where originals are kept, else empty; it goes again when the block fails."""
    name = ""
    if settings.KEEP_ORIGINALS:
        file.seek(0)
        name = originals.keep(file.read(), picture.kind)
    try:
        yield name
    except BaseException:
        originals.discard(name)
        raise


def _look_for_twins(picture: Picture, *, may_be_twin: bool, but: Photo | None = None) -> str:
    """The look of the picture. Raises AlreadyThere."""
    look = looks.look(picture.image)
    if not may_be_twin and (twin := twin_of(picture, look=look, but=but)):
        raise AlreadyThere(twin, picture)
    return look


def _believable(day: date | None) -> date | None:
    """Cameras whose clock was never set tell of 1970, or of years to come."""
    return day if day and date(2000, 1, 2) <= day <= timezone.localdate() else None


def _take_over(photo: Photo, drawing: Drawing) -> None:
    _retire(photo.key)
    photo.key, photo.renditions = drawing.key, drawing.renditions
    photo.focal_x, photo.focal_y = drawing.focal_x, drawing.focal_y


def _write(key: str, files: Iterable[Rendition]) -> dict[str, object]:
    """Store the files; variant → widths, and how many bytes they take, all and the shared one."""
    found: dict[str, set[int]] = {}
    size = share_bytes = 0
    for file in files:
        default_storage.save(f"{ROOT}/{key}/{file.name}", ContentFile(file.content))
        found.setdefault(file.variant, set()).add(file.width)
        size += len(file.content)
        share_bytes = len(file.content) if file.variant == "share" else share_bytes
    widths = {variant: sorted(each) for variant, each in found.items()}
    return {**widths, "bytes": size, "share_bytes": share_bytes}


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
