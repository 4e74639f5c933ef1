"""The column beside a sealed one that finds a value again, filled by itself."""

from typing import Any

from django.core.exceptions import FieldError
from django.db import models

from selayar_site.sealed import Sealed, blind_index


class BlindIndexField(models.CharField):
    """`blind_index()` of the sealed field `source`, written with every save and bulk insert.

    `save(update_fields=…)` must name it beside its source. None where the source is empty, so that it may be
    unique. `purpose` is given by hand once and never changed: stored values hang on it.
    """

    def __init__(self, *args: Any, source: str, purpose: str, **kwargs: Any) -> None:
        self.source, self.purpose = source, purpose
        super().__init__(*args, **{**kwargs, "max_length": 64, "null": True, "editable": False})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for given in ("max_length", "null", "editable"):
            kwargs.pop(given, None)
        return name, path, args, {**kwargs, "source": self.source, "purpose": self.purpose}

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        value = self.of(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, value)
        return value

    def of(self, value: Sealed | str | None) -> str | None:
        """What is stored for that text, normalised by the caller."""
        text = value.reveal() if isinstance(value, Sealed) else value
        return blind_index(text, purpose=self.purpose) if text else None


def found_by[M: models.Model](rows: "models.QuerySet[M]", name: str, text: str) -> "models.QuerySet[M]":
    """The rows whose sealed field is that text; `name` is its BlindIndexField. None for an empty text."""
    field = rows.model._meta.get_field(name)
    if not isinstance(field, BlindIndexField):
        raise FieldError(f"{name} is no blind index.")
    return rows.filter(**{name: field.of(text)}) if text else rows.none()
