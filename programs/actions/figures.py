"""Figures: entered by one, approved by another, and replaced or retracted where they were wrong.

Nothing approved is edited.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from programs.models import Figure, Indicator
from programs.models.figures import indonesian
from selayar_site.claims import claim
from selayar_site.models import Audit, User
from selayar_site.pagestore import purge

State = Figure.State
# What the person writes; all else is written by the verbs.
WRITTEN = (
    "indicator", "area", "nature", "wording", "value", "numerator", "denominator", "definition", "as_of", "precision",
    "source", "source_url", "publisher", "published_on", "is_confirmed", "note", "correction",
)  # fmt: skip
REPLACED = "Angka ini sudah digantikan, atau penggantinya sedang menunggu persetujuan."


@transaction.atomic
def enter_figure(*, by: User, replaces: Figure | None = None, at: datetime | None = None, **fields: Any) -> Figure:
    """Write a figure down; it waits for another person. `replaces` is the approved figure that was wrong.

    Raises ValidationError with the sentences of fields and promises.
    """
    figure = Figure(**fields, replaces=replaces, entered_by=by, entered_at=at or timezone.now())
    if replaces is not None:
        _check_replacement(figure, replaces)
    _write(figure)
    Audit.objects.record(figure, "enter_figure", by=by, to_state="pending", reason=figure.correction)
    return figure


def _check_replacement(figure: Figure, former: Figure) -> None:
    if former.state not in Figure.TOLD:
        raise ValidationError("Hanya angka yang sudah disetujui yang digantikan; yang lain diubah saja.")
    if (figure.indicator_id, figure.area_id, figure.nature) != (former.indicator_id, former.area_id, former.nature):
        raise ValidationError("Pengganti memuat indikator, wilayah, dan sifat yang sama dengan angka yang digantikan.")


@transaction.atomic
def change_figure(figure: Figure, *, by: User, version: int, at: datetime | None = None, **fields: Any) -> set[str]:
    """Write what differs of a figure that still waits; gives the names of what changed.

    Its writer alone may: after somebody else's comma the writer could approve their own figure.
    Raises Stale and ValidationError.
    """
    claim(figure, version)
    figure.refresh_from_db()
    _must_wait(figure)
    changed = {name for name in WRITTEN if name in fields and getattr(figure, name) != fields[name]}
    if not changed:
        return changed
    if by != figure.entered_by:
        raise ValidationError("Angka ini ditulis oleh orang lain. Tolak dengan alasannya, agar penulisnya memperbaiki.")
    for name in changed:
        setattr(figure, name, fields[name])
    figure.entered_at = at or timezone.now()
    if figure.replaces is not None:
        _check_replacement(figure, figure.replaces)
    _write(figure)
    Audit.objects.record(figure, "change", by=by, changed=changed)
    return changed


@transaction.atomic
def approve_figure(figure: Figure, *, by: User, version: int, at: datetime | None = None) -> None:
    """Publish it. Raises Stale, and ValidationError for one's own and for what does not wait."""
    _decide(figure, State.APPROVED, by=by, version=version, at=at)
    Audit.objects.record(figure, "approve", by=by, from_state="pending", to_state="approved")
    purge("programs")


@transaction.atomic
def refuse_figure(figure: Figure, *, by: User, version: int, reason: str, at: datetime | None = None) -> None:
    """Do not publish it; who wrote it may take it back in the same way. Raises Stale and ValidationError."""
    if not reason.strip():
        raise ValidationError("Tuliskan mengapa angka ini tidak disetujui.")
    _decide(figure, State.REFUSED, by=by, version=version, at=at)
    Audit.objects.record(
        figure, "refuse_figure", by=by, from_state="pending", to_state="refused", reason=reason.strip()
    )


@transaction.atomic
def retract_figure(figure: Figure, *, by: User, version: int, reason: str, at: datetime | None = None) -> None:
    """Nobody stands for it any more, and no number takes its place: readers see it struck out, with the reason.

    Raises Stale, and ValidationError without a reason and for what does not hold.
    """
    claim(figure, version)
    figure.refresh_from_db()
    if figure.state != State.APPROVED:
        raise ValidationError(f"Hanya angka yang disetujui yang ditarik; ini {figure.get_state_display().lower()}.")
    if figure.replacements.filter(state__in=Figure.TOLD).exists():
        raise ValidationError("Angka ini sudah digantikan. Tarik penggantinya bila itu yang keliru.")
    if not reason.strip():
        raise ValidationError("Tuliskan mengapa angka ini ditarik. Pembaca melihat alasannya.")
    figure.state, figure.retraction = State.RETRACTED, reason
    figure.retracted_by, figure.retracted_at = by, at or timezone.now()
    figure.clean_fields()
    figure.validate_constraints()
    figure.save()
    Audit.objects.record(
        figure, "retract_figure", by=by, from_state="approved", to_state="retracted", reason=figure.retraction
    )
    purge("programs")


def _decide(figure: Figure, state: str, *, by: User, version: int, at: datetime | None) -> None:
    claim(figure, version)
    figure.refresh_from_db()
    _must_wait(figure)
    figure.state, figure.decided_by, figure.decided_at = state, by, at or timezone.now()
    figure.validate_constraints()
    figure.save()


def _must_wait(figure: Figure) -> None:
    if figure.state != State.PENDING:
        raise ValidationError(f"Angka ini tidak menunggu lagi: {figure.get_state_display().lower()}.")


def _write(figure: Figure) -> None:
    """Save, with sentences instead of exceptions of the database."""
    figure.clean_fields()
    check_sum(figure)
    figure.validate_constraints()
    try:
        with transaction.atomic():
            figure.save()
    except IntegrityError as error:  # two replacements at once: all else was looked at above
        raise ValidationError(REPLACED) from error


def check_sum(figure: Figure) -> None:
    """A share agrees with its own parts, to the percentage point that rounding explains. Raises ValidationError."""
    if figure.indicator.kind != Indicator.Kind.SHARE:
        return
    if figure.numerator is not None and figure.denominator:
        share = Decimal(figure.numerator) * 100 / figure.denominator
        if abs(share - Decimal(figure.value)) >= 1:
            told = f"Pembilang dibagi penyebut adalah {indonesian(round(share, 1))} persen: periksa ketiga angkanya."
            raise ValidationError({"value": told})
    elif Decimal(figure.value) > 100:
        raise ValidationError({"value": "Lebih dari 100 persen hanya dapat ditulis dengan pembilang dan penyebutnya."})
