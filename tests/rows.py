"""Rows of any model by its fields alone, for what holds of every list: plausible, numbered, past the verbs."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from news.models import Correction
from news.models.mailing import Dispatch
from programs.models import Area
from selayar_site.models import Photo

_numbers = itertools.count(1)
# A later end than a beginning, where a constraint asks for it.
ENDS = ("ends_at", "expires_at", "ends_on")


def _area(number: int) -> dict[str, Any]:
    province, _ = Area.objects.get_or_create(code="99", defaults={"kind": "province", "name": "Provinsi"})
    return {"kind": "desa", "code": f"{number:013d}", "parent": province}


# What a check or a page asks for beyond the fields.
ALSO: dict[type[models.Model], Callable[[int], dict[str, Any]]] = {
    Area: _area,
    Dispatch: lambda number: {"rhythm": "at_once", "article": _own(Dispatch._meta.get_field("article"))},
    Correction: lambda number: {"wrong": "Angka lama."},
    Photo: lambda number: {
        "renditions": {"card": [400], "full": [400], "share": [1200], "master": [1], "bytes": 1},
    },
}


def add_rows(model: type[models.Model], number: int) -> None:
    """So many more rows of a model, each with a target of its own in every list of many."""
    rows = model._base_manager.bulk_create([a_row(model) for _ in range(number)])
    for field in model._meta.many_to_many:
        if field.remote_field.through._meta.auto_created:
            for row in rows:
                getattr(row, field.name).set([_target(field)])


def a_row(model: type[models.Model]) -> models.Model:
    number = next(_numbers)
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    also = ALSO[model](number) if model in ALSO else {}
    return model(**{field.name: _value(model, field, number) for field in fields} | also)


def _value(model: type[models.Model], field: Any, number: int) -> Any:
    if field.null:
        return None
    if field.is_relation:
        return _own(field) if _is_single(model, field) else _target(field)
    if field.blank and isinstance(field, models.CharField | models.TextField):
        return ""
    if field.choices:
        return field.get_default() if field.has_default() else field.choices[0][0]
    if isinstance(field, models.EmailField):
        return f"orang{number}@rows.example"
    if isinstance(field, models.CharField | models.TextField):
        return f"{number}-baris"[: field.max_length]
    if field.unique and isinstance(field, models.IntegerField):
        return number
    if field.has_default():
        return field.get_default()
    if isinstance(field, models.DateTimeField):
        return timezone.now() + timedelta(hours=field.name in ENDS, microseconds=number)
    if isinstance(field, models.DateField):
        return timezone.localdate() + timedelta(days=field.name in ENDS)
    return 1 if isinstance(field, models.IntegerField) else f"{number}-baris"  # a sealed field, say


def _is_single(model: type[models.Model], field: Any) -> bool:
    """Whether a constraint lets one row alone point to a target."""
    alone = [(field.name,)]
    return field.unique or any(
        tuple(each.fields) in alone for each in model._meta.constraints if hasattr(each, "fields")
    )


def _target(field: Any) -> models.Model:
    return field.related_model._base_manager.order_by("pk").first() or _own(field)


def _own(field: Any) -> models.Model:
    row = a_row(field.related_model)
    return field.related_model._base_manager.bulk_create([row])[0]
