"""Rows of the register that may be one person: found, told apart, or made one."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from programs.models import PossibleDouble, Worker
from programs.names import are_near
from programs.numbers import read_reason
from selayar_site.claims import claim
from selayar_site.models import Audit, User

State = PossibleDouble.State
# Filled from the row that goes where the row that stays has nothing.
FILLED = ("kk", "phone", "kpj", "death_date", "formal_since", "moved_on")
BATCH = 500


def note_doubles(workers: Sequence[Worker]) -> int:
    """Note the pairs of one of `workers` and another row that may be the same person; gives how many there are.

    Born on the same day in the same village, and named the same or nearly so. May be repeated; what was
    decided stays. One query for each 500 workers, and one to write.
    """
    pairs = {
        (min(pk, worker.pk), max(pk, worker.pk)): kind
        for worker, pk, kind in may_be(workers)
        if worker.merged_into_id is None
    }
    rows = [PossibleDouble(first_id=first, second_id=second, kind=kind) for (first, second), kind in pairs.items()]
    PossibleDouble.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)
    return len(rows)


def may_be(workers: Sequence[Worker]) -> Iterator[tuple[Worker, int, str]]:
    """Each of `workers`, who need not be saved, with the key of a row that may be the same person, and of what kind.

    One query for each 500 workers.
    """
    for start in range(0, len(workers), BATCH):
        part = workers[start : start + BATCH]
        alike = _alike(part)
        for worker in part:
            for pk, key in alike[worker.birth_date, worker.village_id]:
                if pk != worker.pk and (kind := _kind(worker.name_key, key)):
                    yield worker, pk, kind


def _alike(workers: Sequence[Worker]) -> "defaultdict[tuple[date, str], list[tuple[int, str]]]":
    """Rows with the birth date and village of one of `workers`."""
    days, villages = {worker.birth_date for worker in workers}, {worker.village_id for worker in workers}
    rows = Worker.objects.current().filter(birth_date__in=days, village__in=villages)
    found: defaultdict[tuple[date, str], list[tuple[int, str]]] = defaultdict(list)
    for pk, key, day, village in rows.values_list("pk", "name_key", "birth_date", "village_id").order_by():
        found[day, village].append((pk, key))
    return found


def _kind(one: str, other: str) -> str:
    if one == other:
        return PossibleDouble.Kind.SAME_NAME
    return PossibleDouble.Kind.NEAR_NAME if are_near(one, other) else ""


@transaction.atomic
def tell_apart(pair: PossibleDouble, *, by: User, version: int, reason: str, at: datetime | None = None) -> None:
    """An officer has seen that these are two people. It is not asked again."""
    reason = read_reason(reason, missing="Tuliskan apa yang membedakan kedua orang ini.")
    _decide(pair, State.DIFFERENT, by=by, version=version, at=at)
    Audit.objects.record(pair, "tell_apart", by=by, from_state="open", to_state="different", reason=reason)


def _decide(pair: PossibleDouble, state: str, *, by: User, version: int, at: datetime | None) -> None:
    claim(pair, version)
    pair.refresh_from_db()
    if pair.state != State.OPEN:
        raise ValidationError(f"Pasangan ini sudah diputuskan: {pair.get_state_display().lower()}.")
    pair.state, pair.decided_by, pair.decided_at = state, by, at or timezone.now()
    pair.save()


@transaction.atomic
def merge(
    pair: PossibleDouble, *, keep: Worker, by: User, version: int, reason: str, at: datetime | None = None
) -> Worker:
    """Make one person of the pair: `keep` stays, everything that refers to the other refers to it from now on.

    The other row stays as a sign, with its numbers and its history. Where both rows have what only one may
    have, such as a live sponsorship, nothing is done and the sentence says what to settle first.
    """
    reason = read_reason(reason, missing="Tuliskan mengapa kedua baris ini orang yang sama.")
    if keep.pk not in (pair.first_id, pair.second_id):
        raise ValidationError("Pilih salah satu dari kedua baris.")
    at = at or timezone.now()
    # Whoever merges locks people first, the lower number first, and then the questions about them.
    both = Worker.objects.filter(pk__in=[pair.first_id, pair.second_id]).order_by("pk")
    rows = {row.pk: row for row in both.select_for_update()}
    _decide(pair, State.SAME, by=by, version=version, at=at)
    gone_id = pair.second_id if keep.pk == pair.first_id else pair.first_id
    keep, gone = rows[keep.pk], rows[gone_id]
    if keep.merged_into_id or gone.merged_into_id:
        raise ValidationError("Salah satu baris sudah digabungkan ke baris lain.")
    claim(keep, keep.version)
    claim(gone, gone.version)
    _move_references(gone, keep)
    _fold(gone, keep, by=by, at=at)
    _carry_pairs(gone, keep)
    Audit.objects.record(keep, "merge", by=by, reason=reason)
    Audit.objects.record(gone, "merged", by=by, reason=reason)
    return keep


def _references() -> list[Any]:
    """Every column of any model that points to a worker, but for the two that this module keeps itself."""
    return [
        field
        for model in apps.get_models()
        if model not in (Worker, PossibleDouble)
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey) and field.related_model is Worker
    ]


def _move_references(gone: Worker, keep: Worker) -> None:
    for field in _references():
        try:
            with transaction.atomic():
                field.model._base_manager.filter(**{field.name: gone}).update(**{field.name: keep})
        except IntegrityError as error:
            what = field.model._meta.verbose_name
            raise ValidationError(
                f"Kedua baris sama-sama memiliki {what} yang hanya boleh satu. Selesaikan dahulu salah satunya, lalu "
                "gabungkan lagi."
            ) from error
    Worker.objects.filter(merged_into=gone).update(merged_into=keep)


def _fold(gone: Worker, keep: Worker, *, by: User, at: datetime) -> None:
    gone.merged_into, gone.merged_by, gone.merged_at = keep, by, at
    gone.save()  # first: it lets go of the KPJ that only one current row may have
    taken = [name for name in FILLED if getattr(keep, name) in (None, "") and getattr(gone, name) not in (None, "")]
    for name in taken:
        setattr(keep, name, getattr(gone, name))
    if taken:
        keep.save()


def _carry_pairs(gone: Worker, keep: Worker) -> None:
    """What was asked and decided about the row that went holds for the one that stays."""
    about = PossibleDouble.objects.filter(Q(first=gone) | Q(second=gone)).exclude(state=State.SAME)
    for row in about:
        other = row.second_id if row.first_id == gone.pk else row.first_id
        first, second = sorted((other, keep.pk))
        told = {"kind": row.kind, "state": row.state, "decided_by": row.decided_by, "decided_at": row.decided_at}
        PossibleDouble.objects.get_or_create(first_id=first, second_id=second, defaults=told)
    about.filter(state=State.OPEN).delete()
