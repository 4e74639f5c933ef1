"""Snapshots: counted by one, published by another, withdrawn with a reason. What was counted is never edited."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from programs.models import Snapshot, SnapshotCell
from programs.models.snapshots import digest_of
from programs.small_cells import REST, Cell, Publication, publication
from programs.snapshot_sources import SOURCES
from selayar_site.claims import claim
from selayar_site.models import Audit, User
from selayar_site.months import check_month, first_day, month_name
from selayar_site.pagestore import purge

State = Snapshot.State
OVERTAKEN = "Cuplikan lain sudah terbit setelah yang ini dihitung. Tolak yang ini, lalu hitung lagi."


@transaction.atomic
def compute_snapshot(month: int, *, by: User, at: datetime | None = None) -> Snapshot:
    """Count the registers as they were on the last day of `month`; the tables wait for another person.

    Numbers are held against what was published last, withdrawn or not: whoever copied it has it still.
    Raises ValidationError for a month that is not over, that is published or waits, or lies before the last one.
    """
    at = at or timezone.now()
    check_month(month)
    if timezone.localdate(at) < first_day(month + 1):
        raise ValidationError(f"{month_name(month)} belum berakhir.")
    former = Snapshot.objects.told().first()
    if former and month < former.month:
        raise ValidationError(f"{former.month_name} sudah pernah terbit; cuplikan terbit menurut urutan bulan.")
    if former and month == former.month and former.state == State.APPROVED:
        raise ValidationError(f"Cuplikan {month_name(month)} sudah terbit. Cabut dahulu yang keliru.")
    snapshot = Snapshot(month=month, former=former, computed_by=by, computed_at=at)
    cells = count_registers(snapshot)
    snapshot.digest = digest_of(snapshot.code, cells)
    try:
        with transaction.atomic():
            snapshot.save(force_insert=True)
    except IntegrityError as error:
        raise ValidationError(f"Cuplikan {month_name(month)} sudah dihitung dan menunggu persetujuan.") from error
    SnapshotCell.objects.bulk_create(cells)
    Audit.objects.record(snapshot, "compute_snapshot", by=by, to_state="computed")
    return snapshot


def count_registers(snapshot: Snapshot) -> list[SnapshotCell]:
    """The cells of all tables, not yet saved."""
    before = former_cells(snapshot.former)
    found = []
    for source in SOURCES:
        told = publication(source.count(snapshot.as_of), former=Publication(before.get(source.slug, {})))
        names = [*source.names().items(), (REST, "Lainnya (gabungan)")]
        found += [
            _cell(snapshot, source.slug, key, name, position, told.cells[key])
            for position, (key, name) in enumerate(names)
            if key in told.cells
        ]
    return found


def former_cells(snapshot: Snapshot | None) -> dict[str, dict[str, Cell]]:
    """The cells of a snapshot by table and key."""
    found: dict[str, dict[str, Cell]] = {}
    for cell in snapshot.cells.all() if snapshot else []:
        found.setdefault(cell.table, {})[cell.key] = Cell(cell.count, cell.shown)
    return found


def _cell(snapshot: Snapshot, table: str, key: str, label: str, position: int, cell: Cell) -> SnapshotCell:
    return SnapshotCell(
        snapshot=snapshot, table=table, key=key, label=label, position=position, shown=cell.shown, count=cell.count
    )


@transaction.atomic
def approve_snapshot(snapshot: Snapshot, *, by: User, version: int, at: datetime | None = None) -> None:
    """Publish it. Raises Stale, and ValidationError for one's own, for what was altered, decided or overtaken."""
    _claim_waiting(snapshot, version)
    if not snapshot.is_intact():
        raise ValidationError("Isi cuplikan ini tidak sama dengan saat dihitung. Tolak, lalu hitung lagi.")
    last = Snapshot.objects.told().first()
    if last != snapshot.former:
        raise ValidationError(OVERTAKEN)
    _decide(snapshot, State.APPROVED, by=by, at=at)
    Audit.objects.record(snapshot, "approve", by=by, from_state="computed", to_state="approved")
    purge("programs")


@transaction.atomic
def refuse_snapshot(snapshot: Snapshot, *, by: User, version: int, reason: str, at: datetime | None = None) -> None:
    """Do not publish it; the month may be counted again. Raises Stale and ValidationError."""
    if not reason.strip():
        raise ValidationError("Tuliskan mengapa cuplikan ini tidak diterbitkan.")
    _claim_waiting(snapshot, version)
    _decide(snapshot, State.REFUSED, by=by, at=at)
    Audit.objects.record(
        snapshot, "refuse_snapshot", by=by, from_state="computed", to_state="refused", reason=reason.strip()
    )


@transaction.atomic
def withdraw_snapshot(snapshot: Snapshot, *, by: User, version: int, reason: str, at: datetime | None = None) -> None:
    """Take its tables down; readers see that it was there, and why it is not. Raises Stale and ValidationError."""
    claim(snapshot, version)
    snapshot.refresh_from_db()
    if snapshot.state != State.APPROVED:
        raise ValidationError(f"Hanya cuplikan yang terbit yang dicabut; ini {snapshot.get_state_display().lower()}.")
    if not reason.strip():
        raise ValidationError("Tuliskan mengapa cuplikan ini dicabut. Pembaca melihat alasannya.")
    snapshot.state, snapshot.withdrawal = State.WITHDRAWN, reason
    snapshot.withdrawn_by, snapshot.withdrawn_at = by, at or timezone.now()
    snapshot.clean_fields()
    snapshot.validate_constraints()
    snapshot.save()
    Audit.objects.record(
        snapshot,
        "withdraw_snapshot",
        by=by,
        from_state="approved",
        to_state="withdrawn",
        reason=snapshot.withdrawal,
    )
    purge("programs")


def _claim_waiting(snapshot: Snapshot, version: int) -> None:
    claim(snapshot, version)
    snapshot.refresh_from_db()
    if snapshot.state != State.COMPUTED:
        raise ValidationError(f"Cuplikan ini tidak menunggu lagi: {snapshot.get_state_display().lower()}.")


def _decide(snapshot: Snapshot, state: str, *, by: User, at: datetime | None) -> None:
    snapshot.state, snapshot.decided_by, snapshot.decided_at = state, by, at or timezone.now()
    snapshot.validate_constraints()
    try:
        with transaction.atomic():
            snapshot.save()
    except IntegrityError as error:  # another one was approved at the same moment
        raise ValidationError(OVERTAKEN) from error


def month_before(today: date) -> int:
    """The last month that is over."""
    return today.year * 12 + today.month - 2
