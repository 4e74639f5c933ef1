"""Sealed fields: personal data at rest, encrypted and authenticated, and an index to find it again.

A sealed value is written as

    length of the key's id (1 byte) ‖ key's id ‖ nonce (12 bytes) ‖ AES-256-GCM ciphertext and tag

under the first key of `settings.SEALING_KEYS`; every key of the ring opens. The additional data is a
name given to each field by hand, so a value moved to another column does not open, while renaming a
model or a field does no harm. In Python a value is a `Sealed`: only `reveal()` gives its text.
"""

import hashlib
import hmac
import os
from typing import TYPE_CHECKING, Any, NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.query_utils import DeferredAttribute

NONCE_BYTES = 12
TAG_BYTES = 16
SHOWN = 4


class SealError(Exception):
    """A stored value cannot be opened. The text names keys and fields, never a value."""


def mask(text: str) -> str:
    """Dots for all but the last four signs; for all of them where the text has fewer than eight."""
    shown = text[-SHOWN:] if len(text) >= 2 * SHOWN else ""
    return "•" * (len(text) - len(shown)) + shown


class Sealed:
    """A text that is not shown by accident: `str()` masks it, `repr()` hides it, it is not pickled.

    `reveal()` is the only way to the text; whoever calls it for a person's eyes records it.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __str__(self) -> str:
        return mask(self._text)

    def __repr__(self) -> str:
        return "<sealed>"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sealed):
            return NotImplemented
        return hmac.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash(self._text)

    def __copy__(self) -> "Sealed":
        return self

    def __deepcopy__(self, memo: dict[int, object]) -> "Sealed":
        return self

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        raise TypeError("A sealed value is not pickled: it would leave the database in clear text.")


def seal(text: str, *, aad: str) -> bytes:
    """The bytes to store, under the first key of the ring; never the same twice."""
    return seal_bytes(text.encode(), aad=aad)


def seal_bytes(content: bytes, *, aad: str) -> bytes:
    """`seal()` for what is no text, such as a file that fits into memory."""
    key_id, key = next(iter(settings.SEALING_KEYS.items()))
    nonce = os.urandom(NONCE_BYTES)
    name = key_id.encode("ascii")
    return bytes([len(name)]) + name + nonce + AESGCM(key).encrypt(nonce, content, aad.encode())


def key_id_of(blob: bytes) -> str:
    """The id of the key that sealed `blob`. Raises SealError where these bytes were never sealed."""
    length = blob[0] if blob else 0
    if not 1 <= length <= 8 or len(blob) < 1 + length + NONCE_BYTES + TAG_BYTES:
        raise SealError("A stored value is not sealed.")
    return blob[1 : 1 + length].decode("ascii", "replace")


def unseal(blob: bytes, *, aad: str) -> str:
    """The text again. Raises SealError for a missing key and for altered or misplaced bytes."""
    return unseal_bytes(blob, aad=aad).decode()


def unseal_bytes(blob: bytes, *, aad: str) -> bytes:
    """What `seal_bytes()` was given. Raises SealError as `unseal()` does."""
    key_id = key_id_of(blob)
    key = settings.SEALING_KEYS.get(key_id)
    if key is None:
        raise SealError(f"A value of {aad} was sealed with the key “{key_id}”, which SELAYAR_SEALING_KEYS lacks.")
    start = 1 + blob[0]
    nonce, ciphertext = blob[start : start + NONCE_BYTES], blob[start + NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, ciphertext, aad.encode())
    except InvalidTag:
        raise SealError(
            f"A value of {aad} does not open: its bytes were altered, or “{key_id}” is another key."
        ) from None


def blind_index(text: str, *, purpose: str) -> str:
    """64 hexadecimal digits that are equal for equal texts of one purpose and tell nothing else.

    For uniqueness and for search by the whole value. The caller normalises first; a purpose, such as
    "programs.worker.nik", keeps the same number in two registers from being matched by its index.
    """
    if not text or not purpose:
        raise ValueError("A blind index needs a text and a purpose.")
    key = hmac.digest(settings.BLIND_INDEX_KEY, purpose.encode(), hashlib.sha256)
    return hmac.digest(key, text.encode(), hashlib.sha256).hex()


class _SealingAttribute(DeferredAttribute):
    """What is assigned as text is read back as `Sealed`, before the row was ever saved."""

    field: "SealedTextField"

    def __set__(self, instance: models.Model, value: "Sealed | str | None") -> None:
        instance.__dict__[self.field.attname] = self.field.to_python(value)


if TYPE_CHECKING:
    _Field = models.Field["Sealed | str | None", "Sealed | None"]
else:
    _Field = models.Field


class SealedTextField(_Field):
    """A text column sealed with `seal()`. An empty text is no value: it is stored as NULL.

    It cannot be searched, sorted, made unique or indexed; keep a `blind_index()` beside it. It is in no
    form unless a form adds it: a mask shown in an input would be saved over the value.
    """

    description = "Teks tersegel"
    empty_strings_allowed = False
    descriptor_class = _SealingAttribute

    def __init__(self, *args: Any, aad: str, **kwargs: Any) -> None:
        kwargs["editable"] = False
        self.aad = aad
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, path, args, {**kwargs, "aad": self.aad}

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        errors = super().check(**kwargs)
        if self.unique or self.db_index:  # type: ignore[attr-defined]
            errors.append(
                checks.Error(
                    "A sealed column is never the same twice, so it can be neither unique nor indexed.",
                    hint="Put the promise on a blind_index() column beside it.",
                    obj=self,
                    id="selayar.E010",
                )
            )
        if not self.aad:
            errors.append(checks.Error("A sealed field needs its own `aad`.", obj=self, id="selayar.E011"))
        return errors

    def get_internal_type(self) -> str:
        return "BinaryField"

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is sealed: only isnull can be asked. Search by its blind index.")

    def get_transform(self, lookup_name: str) -> NoReturn:
        raise FieldError(f"{self.name} is sealed: nothing can be computed from it.")

    def to_python(self, value: Any) -> Sealed | None:
        if value is None or value == "":
            return None
        if isinstance(value, Sealed):
            return value
        if isinstance(value, str):
            return Sealed(value)
        raise TypeError(f"{self.name} takes a text, not {type(value).__name__}.")

    def get_prep_value(self, value: Any) -> Sealed | None:
        return self.to_python(value)

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        sealed = self.to_python(value)
        if sealed is None:
            return None
        return connection.Database.Binary(seal(sealed.reveal(), aad=self.aad))  # type: ignore[attr-defined]

    def from_db_value(self, value: bytes | None, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(unseal(bytes(value), aad=self.aad))

    def value_to_string(self, obj: models.Model) -> NoReturn:
        raise SealError(f"{self.name} is sealed and is not exported as text. `manage.py backup` copies the database.")
