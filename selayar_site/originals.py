"""Sealed originals: photos as they came from the camera, for those who may and say why.

Kept only where SELAYAR_KEEP_ORIGINALS is on, sealed like personal data (they hold the place, and faces that
a later picture may hide), in a storage of their own that no address leads to. A name is never used twice.
"""

import secrets
from collections import Counter
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import transaction

from selayar_site.models import Audit, Photo, User
from selayar_site.sealed import SealError, key_id_of, seal_bytes, unseal_bytes


def keep(content: bytes, kind: str) -> str:
    """Seal the file and store it; its name there. `kind` is its ending: jpg, png, webp or avif."""
    name = f"{secrets.token_urlsafe(16)}.{kind}"
    return _storage().save(name, ContentFile(seal_bytes(content, aad=_aad(name))))


def hand_over(photo: Photo, *, by: User, reason: str) -> bytes:
    """The original, for that person's eyes; the history keeps who and why, whatever comes of it.

    Raises SealError where it does not open, FileNotFoundError where it is gone or was never kept.
    """
    if not photo.original:
        raise FileNotFoundError(f"No original is kept of photo {photo.pk}.")
    Audit.objects.record(photo, "view_original", by=by, reason=reason)
    return unseal_bytes(_read(photo.original), aad=_aad(photo.original))


def discard(name: str) -> None:
    if name:
        _storage().delete(name)


def sweep(before: datetime) -> int:
    """Remove the originals that no row names and that were written before that moment; how many."""
    storage = _storage()
    try:
        _, names = storage.listdir("")
    except FileNotFoundError:
        return 0
    known = set(Photo.objects.exclude(original="").values_list("original", flat=True))
    left_over = [name for name in names if name not in known and storage.get_modified_time(name) < before]
    for name in left_over:
        storage.delete(name)
    return len(left_over)


def reseal_originals(*, current: str) -> Counter[str]:
    """Bring all under the key `current`; counts as `reseal()` of the command does. Safe to stop and to repeat."""
    count: Counter[str] = Counter()
    for pk, name in Photo.objects.exclude(original="").values_list("pk", "original").iterator(chunk_size=500):
        count[_reseal(pk, name, current)] += 1
    return count


def _reseal(pk: int, name: str, current: str) -> str:
    try:
        blob = _read(name)
        if key_id_of(blob) == current:
            return "untouched"
        content = unseal_bytes(blob, aad=_aad(name))
    except (SealError, FileNotFoundError):
        return "unopened"
    new = keep(content, name.rpartition(".")[2])
    # An UPDATE that asks for the name it read: the photo may have got another file meanwhile.
    changed = Photo.objects.filter(pk=pk, original=name).update(original=new)
    discarded = name if changed else new
    transaction.on_commit(lambda: discard(discarded))
    return "resealed" if changed else "changed"


def _storage() -> Storage:
    return storages["originals"]


def _read(name: str) -> bytes:
    with _storage().open(name) as file:
        return file.read()


def _aad(name: str) -> str:
    """With the name, so that one original put in another's place does not open."""
    return f"selayar_site.photo.original:{name}"
