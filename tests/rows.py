"""Rows of any model by its fields alone, for what holds of every list: plausible, numbered, past the verbs."""

import itertools
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from news.models import Correction, Edition
from news.models.mailing import Dispatch
from news.models.reads import Reads
from programs.models import Allocation, Area, Award, CivilServant, ConsentWording, Snapshot, Tariff
from selayar_site.models import Photo
from tests import factories

_numbers = itertools.count(1)
_targets: dict[type[models.Model], list[models.Model]] = {}  # of the rows under way, so that no row has them all
# A later end than a beginning, where a constraint asks for it.
ENDS = ("ends_at", "expires_at", "ends_on")


def _area(number: int) -> dict[str, Any]:
    province, _ = Area.objects.get_or_create(code="99", defaults={"kind": "province", "name": "Provinsi"})
    return {"kind": "desa", "code": f"{number:013d}", "parent": province}


def _written() -> models.Model:
    """An article as in life, with a text."""
    edition: Any = a_row(Edition)
    edition.save_base(raw=True)
    return edition.article


# What a check or a page asks for beyond the fields.
ALSO: dict[type[models.Model], Callable[[int], dict[str, Any]]] = {
    Area: _area,
    Dispatch: lambda number: {"rhythm": "at_once", "article": _written()},
    CivilServant: lambda number: {
        "nip": factories.make_nip(date(1970 + number // 900 % 30, 1, 1), serial=1 + number % 900)
    },
    Allocation: lambda number: {"year": 2000 + number % 100},
    Award: lambda number: {"evidence": "", "evidence_size": 0, "evidence_pages": 0},
    Snapshot: lambda number: {"month": 24_000 + number % 1200},
    ConsentWording: lambda number: {"number": 100 + number % 30_000},
    Tariff: lambda number: {"valid_from": 24_240 + number % 600, "amount": 8400},
    Reads: lambda number: {"article": _written()},
    Correction: lambda number: {"wrong": "Angka lama."},
    Photo: lambda number: {
        "renditions": {"card": [400], "full": [400], "share": [1200], "master": [1], "bytes": 1},
    },
}


def add_rows(model: type[models.Model], number: int) -> None:
    """So many more rows of a model, each with a target of its own in every list of many."""
    _targets.clear()
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
        return number % 32_000  # a small one too
    if field.has_default():
        return field.get_default()
    if isinstance(field, models.DateTimeField):
        return timezone.now() + timedelta(hours=field.name in ENDS, microseconds=number)
    if isinstance(field, models.DateField):
        return timezone.localdate() + timedelta(days=field.name in ENDS)
    if isinstance(field, models.IntegerField | models.DecimalField):
        return 1
    return f"{number}-baris"  # a sealed field, say


def _is_single(model: type[models.Model], field: Any) -> bool:
    """Whether a constraint lets one row alone point to a target: no other of its fields differs from row to row."""
    fields = [each.fields for each in model._meta.constraints if isinstance(each, models.UniqueConstraint)]
    others = [
        [model._meta.get_field(name) for name in names if name != field.name] for names in fields if field.name in names
    ]
    return field.unique or any(not any(map(_differs, group)) for group in others)


def _differs(field: Any) -> bool:
    is_text = isinstance(field, models.CharField) and not field.choices and not field.blank
    return not field.null and (is_text or isinstance(field, models.DateTimeField))


def _target(field: Any) -> models.Model:
    model = field.related_model
    if model not in _targets:
        _targets[model] = list(model._base_manager.order_by("pk")[:2000]) or [_own(field)]
    return _targets[model][next(_numbers) % len(_targets[model])]


def factory_of(model: type[models.Model]) -> Callable[[], models.Model] | None:
    """`make_civil_servant` for CivilServant, if there is one."""
    found: Callable[[], models.Model] | None = getattr(
        factories, "make" + re.sub("[A-Z]", r"_\g<0>", model.__name__).lower(), None
    )
    return found


def _own(field: Any) -> models.Model:
    model = field.related_model
    factory = factory_of(model)
    row: models.Model = factory() if factory else model._base_manager.bulk_create([a_row(model)])[0]
    return row
