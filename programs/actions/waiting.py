"""The waiting list's verbs: listed on a consent, taken by a sponsorship, withdrawn."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from programs.models import ConsentWording, CoverMonth, PossibleDouble, WaitingEntry, Worker
from programs.numbers import read_reason
from selayar_site.claims import claim
from selayar_site.models import Audit, AuditReason, User
from selayar_site.months import month_name, month_of

State, Reason = WaitingEntry.State, WaitingEntry.Reason
TWICE = "Pekerja ini sudah ada dalam daftar tunggu."


@transaction.atomic
def list_worker(
    worker: Worker,
    *,
    by: User,
    since: date,
    source: str,
    consent_on: date,
    consent_how: str,
    note: str = "",
    at: datetime | None = None,
) -> WaitingEntry:
    """Put a worker on the list, on the current wording of the consent.

    Raises ValidationError with the sentence for who cannot be covered, is covered or is listed already.
    """
    at = at or timezone.now()
    today = timezone.localdate(at)
    worker = Worker.objects.select_for_update(of=("self",)).get(pk=worker.pk)
    if refusal := _refusal(worker, today):
        raise ValidationError({"worker": refusal})
    consent = ConsentWording.current()
    if consent is None:
        raise ValidationError("Belum ada teks persetujuan. Mintalah petugas program menuliskannya dahulu.")
    if note.strip():
        note = read_reason(note, missing="")
    for name, day in (("since", since), ("consent_on", consent_on)):
        if day > today:
            raise ValidationError({name: "Tanggal ini belum tiba."})
    entry = WaitingEntry(
        worker=worker,
        listed_by=by,
        since=since,
        source=source,
        consent=consent,
        consent_on=consent_on,
        consent_how=consent_how,
        note=note.strip(),
    )
    entry.clean_fields(exclude=["worker", "consent", "listed_by"])
    entry.validate_constraints()
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError as error:
        raise ValidationError({"worker": TWICE}) from error
    Audit.objects.record(entry, "list_waiting", by=by, to_state=State.WAITING)
    return entry


def _refusal(worker: Worker, today: date) -> str:
    if worker.merged_into_id is not None:
        return "Baris ini sudah digabungkan. Pakailah baris yang dipertahankan."
    ends = (
        (worker.death_date, "sudah meninggal"),
        (worker.moved_on, "sudah pindah ke luar kabupaten"),
        (worker.formal_since, "sudah bekerja formal"),
    )
    for day, words in ends:
        if day is not None and day <= today:
            return f"Menurut catatan, pekerja ini {words}. Perbaiki dahulu datanya bila keliru."
    covered = CoverMonth.objects.standing().filter(worker=worker, month=month_of(today)).first()
    if covered is not None:
        return f"Pekerja ini sudah ditanggung {covered.get_payer_display()} pada {month_name(covered.month)}."
    return ""


@transaction.atomic
def take(entry: WaitingEntry, *, by: User, at: datetime | None = None) -> None:
    """A sponsorship takes the worker. Of two who take at once one reads a sentence."""
    rows = WaitingEntry.objects.waiting().filter(pk=entry.pk)
    if not rows.update(state=State.TAKEN, ended_at=at or timezone.now(), ended_by=by, version=models.F("version") + 1):
        raise ValidationError("Orang ini tidak menunggu lagi.")
    entry.refresh_from_db()
    Audit.objects.record(entry, "take_waiting", by=by, from_state=State.WAITING, to_state=State.TAKEN)


@transaction.atomic
def withdraw_waiting(
    entry: WaitingEntry,
    *,
    by: User,
    version: int,
    reason: str,
    note: str = "",
    erase: bool = False,
    at: datetime | None = None,
) -> None:
    """Take a worker off the list. `note` says on what that rests; the person's own wish needs none and leaves none.

    A wish erases the entry's note and every reason in its history (UU 27/2022, article 8 and 43); with `erase` the
    worker goes as a whole, where no other register needs the row. Raises Stale and ValidationError.
    """
    if reason not in Reason.values:
        raise ValidationError({"reason": "Pilih alasannya."})
    is_wish = reason == Reason.BY_WISH
    if erase and not is_wish:
        raise ValidationError({"erase": "Data orangnya hanya dihapus atas keinginannya sendiri."})
    note = "" if is_wish else read_reason(note, missing="Tuliskan dasar keputusan Anda, misalnya surat yang diterima.")
    claim(entry, version)
    entry.refresh_from_db()
    if entry.state != State.WAITING:
        raise ValidationError(f"Entri ini tidak menunggu lagi: {entry.get_state_display().lower()}.")
    entry.state, entry.reason = State.WITHDRAWN, reason
    entry.ended_at, entry.ended_by = at or timezone.now(), by
    if is_wish:
        entry.note = ""
        _erase_reasons(entry)
    entry.save()
    Audit.objects.record(
        entry, "withdraw_waiting", by=by, from_state=State.WAITING, to_state=State.WITHDRAWN, reason=note
    )
    if erase:
        _erase(entry.worker, by=by)


def _erase_reasons(thing: models.Model) -> None:
    AuditReason.objects.filter(audit__object_type=thing._meta.label_lower, audit__object_id=thing.pk).delete()


def _erase(worker: Worker, *, by: User) -> None:
    """The row and what was written about it; the history keeps that it was there, without a name."""
    for entry in worker.waiting_entries.all():
        _erase_reasons(entry)
    _erase_reasons(worker)
    Audit.objects.record(worker, "erase_worker", by=by)
    worker.waiting_entries.all().delete()
    PossibleDouble.objects.filter(Q(first=worker) | Q(second=worker)).delete()
    try:
        worker.delete()
    except models.ProtectedError as error:
        told = (
            "Data pekerja ini masih dipakai catatan lain, misalnya bulan yang sudah ditanggung. Cabut dari daftar "
            "tunggu tanpa menghapusnya."
        )
        raise ValidationError({"erase": told}) from error
