"""People entered and changed by the hundred: the promises of `actions.people`, with few queries.

The database keeps the promises; its refusal comes as IntegrityError for all of them together, and the caller then
asks one by one. Rows are written in the order of their index or key, so that two who write the same people wait for
each other instead of standing in each other's way.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from programs.actions.doubles import note_doubles
from programs.actions.people import BIRTH_FIELDS
from programs.models import Agency, CivilServant, FormerNip, NumberCheck, Person, Placement, Worker
from selayar_site.blind import BlindIndexField
from selayar_site.claims import Stale
from selayar_site.models import Audit, User

BATCH = 500
# What `Person.prepare()` fills.
PREPARED = {"name_key", "number_check", "number_checked_by", "number_checked_at"}


@transaction.atomic
def register_workers(rows: Sequence[Mapping[str, Any]], *, by: User | None, source: str = "") -> list[Worker]:
    """`register_worker()` for many. The numbers are in their one spelling; `source` goes into the history."""
    workers = _created(Worker, rows, "nik_index")
    Audit.objects.record_many(workers, "register", by=by, to_state=source)
    note_doubles(workers)
    return workers


@transaction.atomic
def register_civil_servants(
    rows: Sequence[tuple[Mapping[str, Any], Agency, date]], *, by: User | None, source: str = ""
) -> list[CivilServant]:
    """`register_civil_servant()` for many, each with the agency and the day since when."""
    places = {str(fields["nip"]): (agency, from_on) for fields, agency, from_on in rows}
    people = _created(CivilServant, [fields for fields, _, _ in rows], "nip_index")
    placements = []
    for person in people:
        assert person.nip is not None
        agency, from_on = places[person.nip.reveal()]
        placements.append(Placement(civil_servant=person, agency=agency, from_on=from_on))
    Placement.objects.bulk_create(placements, batch_size=BATCH)
    Audit.objects.record_many(people, "register", by=by, to_state=source)
    return people


def _created[P: Person](model: type[P], rows: Sequence[Mapping[str, Any]], order: str) -> list[P]:
    people = [model(**fields) for fields in rows]
    index: Any = model._meta.get_field(order)
    for person in people:
        person.prepare()
        index.pre_save(person, True)
    people.sort(key=lambda person: getattr(person, order))
    return model._default_manager.bulk_create(people, batch_size=BATCH)


@transaction.atomic
def change_people[P: Person](
    changes: Sequence[tuple[P, Mapping[str, Any]]], *, by: User | None, source: str = ""
) -> None:
    """`change_person()` for many rows of one register, each written where nobody wrote since it was read.

    Raises Stale where somebody did.
    """
    told, moved = {}, []
    for person, fields in sorted(changes, key=lambda each: each[0].pk):
        former = person.nip if isinstance(person, CivilServant) and "nip" in fields else None
        _write(person, fields)
        if former is not None:
            _keep_former(person, former)
        told[person.pk] = set(fields)
        if isinstance(person, Worker) and {"name", "birth_date", "village"} & set(fields):
            moved.append(person)
    people = [person for person, _ in changes]
    Audit.objects.record_many(people, "change", by=by, to_state=source, changed=told)
    note_doubles(moved)


def _write(person: Person, fields: Mapping[str, Any]) -> None:
    """One UPDATE that claims the version and writes what differs."""
    for name, value in fields.items():
        setattr(person, name, value)
    if BIRTH_FIELDS & set(fields):
        person.number_check = NumberCheck.AGREES
        person.number_checked_by = person.number_checked_at = None
    person.prepare()
    columns = {name: getattr(person, name) for name in {*fields, *PREPARED}}
    for field in type(person)._meta.local_fields:
        if isinstance(field, BlindIndexField) and field.source in fields:
            columns[field.name] = field.pre_save(person, False)
    rows = type(person)._base_manager.filter(pk=person.pk, version=person.version)
    if not rows.update(version=F("version") + 1, **columns):
        raise Stale
    person.version += 1


def _keep_former(person: Any, nip: Any) -> None:
    """The number before is kept; one that is taken up again is former no more."""
    FormerNip.objects.filter(civil_servant=person, nip_index=person.nip_index).delete()
    FormerNip.objects.create(civil_servant=person, nip=nip)


@transaction.atomic
def place_many(
    rows: Sequence[tuple[CivilServant, Agency, date]], *, by: User | None, source: str = ""
) -> list[Placement]:
    """`place()` for many. Raises Stale as `change_people()` does, IntegrityError for a day that is taken."""
    for person, _, _ in sorted(rows, key=lambda each: each[0].pk):
        if not CivilServant.objects.filter(pk=person.pk, version=person.version).update(version=F("version") + 1):
            raise Stale
        person.version += 1
    made = [Placement(civil_servant=person, agency=agency, from_on=from_on) for person, agency, from_on in rows]
    placements = Placement.objects.bulk_create(made, batch_size=BATCH)
    Audit.objects.record_many([person for person, _, _ in rows], "place", by=by, to_state=source)
    return placements
