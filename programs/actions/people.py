"""Civil servants and workers: entered, changed, their numbers found, opened and judged."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from programs.actions.doubles import note_doubles
from programs.models import Agency, CivilServant, FormerNip, NumberCheck, Person, Placement, Worker
from programs.numbers import digits_of, read_kk, read_kpj, read_nik, read_nip, read_phone, read_reason
from selayar_site.blind import found_by
from selayar_site.claims import claim
from selayar_site.models import Audit, User
from selayar_site.sealed import Sealed

# What contradicts each other; a decision on it holds until one of them changes.
BIRTH_FIELDS = {"nik", "nip", "birth_date", "sex", "status"}
# What is masked on screen and opened one by one.
NUMBERS = {"nik", "kk", "nip", "phone", "kpj"}
# The sealed numbers by which someone is found, and how each is read.
SEARCHES: dict[type[Person], tuple[str, ...]] = {Worker: ("nik", "kk", "phone"), CivilServant: ("nip", "nik", "kk")}
TAKEN = {
    "programs_worker.nik_index": ("nik", "NIK ini sudah tercatat pada pekerja lain. Cari orangnya menurut NIK."),
    "programs_worker_nik_index": ("nik", "NIK ini sudah tercatat pada pekerja lain. Cari orangnya menurut NIK."),
    "kpj": ("kpj", "KPJ ini sudah tercatat pada pekerja lain."),
    "nip_index": ("nip", "NIP ini sudah tercatat pada ASN lain. Cari orangnya menurut NIP."),
    "nik_index": ("nik", "NIK ini sudah tercatat pada ASN lain. Cari orangnya menurut NIK."),
}


def normal_numbers(model: type[Person], given: Mapping[str, Any], *, person: Person | None = None) -> dict[str, Any]:
    """`given` with each number in its one spelling, empty ones as None.

    Raises ValidationError by field, with every sentence at once.
    """
    found, wrong = dict(given), {}
    status = str(given.get("status") or getattr(person, "status", ""))
    nik = digits_of(given["nik"]) if given.get("nik") else ""
    if not nik and "nik" not in given and person is not None and person.nik:  # type: ignore[attr-defined]
        nik = person.nik.reveal()  # type: ignore[attr-defined]
    readers: dict[str, Callable[[str], str]] = {
        "nik": lambda text: read_nik(text).text,
        "nip": lambda text: read_nip(text, status=status).text,
        "kk": lambda text: read_kk(text, nik=nik),
        "kpj": read_kpj,
        "phone": read_phone,
    }
    for name, read in readers.items():
        if name in given:
            text = given[name].reveal() if isinstance(given[name], Sealed) else str(given[name] or "").strip()
            try:
                found[name] = read(text) if text else None
            except ValidationError as error:
                wrong[name] = error
    if wrong:
        raise ValidationError(wrong)
    return found


@transaction.atomic
def register_worker(*, by: User | None, **fields: Any) -> Worker:
    """Enter a worker and look for rows that may be the same person; `fields` are the columns of `Worker`."""
    worker = Worker(**normal_numbers(Worker, fields))
    _write(worker)
    Audit.objects.record(worker, "register", by=by)
    note_doubles([worker])
    return worker


@transaction.atomic
def register_civil_servant(*, by: User | None, agency: Agency, from_on: date, **fields: Any) -> CivilServant:
    """Enter a civil servant who serves at `agency` since that day."""
    person = CivilServant(**normal_numbers(CivilServant, fields))
    _write(person)
    Placement.objects.create(civil_servant=person, agency=agency, from_on=from_on)
    Audit.objects.record(person, "register", by=by)
    return person


@transaction.atomic
def change_person(person: Person, *, by: User | None, version: int, **fields: Any) -> set[str]:
    """Write what differs; gives the names of what changed.

    A new number, birth date or sex takes back the decision on contradicting ones. A former NIP is kept.
    """
    claim(person, version)
    person.refresh_from_db()
    if isinstance(person, Worker) and person.merged_into_id:
        raise ValidationError("Baris ini sudah digabungkan. Ubah data pada baris yang dipertahankan.")
    fields = normal_numbers(type(person), fields, person=person)
    old_nip = person.nip if isinstance(person, CivilServant) else None
    changed = set()
    for name, value in fields.items():
        before = getattr(person, name)
        before = before.reveal() if isinstance(before, Sealed) else before
        if before != value:
            setattr(person, name, value)
            changed.add(name)
    if not changed:
        return changed
    if changed & BIRTH_FIELDS:
        person.number_check = NumberCheck.AGREES
        person.number_checked_by = person.number_checked_at = None
    _write(person)
    if isinstance(person, CivilServant) and "nip" in changed:
        _keep_former(person, old_nip)
    Audit.objects.record(person, "change", by=by, changed=changed)
    if isinstance(person, Worker) and changed & {"name", "birth_date", "village"}:
        note_doubles([person])
    return changed


def _keep_former(person: CivilServant, nip: Sealed | None) -> None:
    """The number before is kept; one that is taken up again is former no more."""
    FormerNip.objects.filter(civil_servant=person, nip_index=person.nip_index).delete()
    try:
        with transaction.atomic():
            FormerNip.objects.create(civil_servant=person, nip=nip)
    except IntegrityError as error:
        raise ValidationError({"nip": "NIP sebelumnya sudah tercatat sebagai NIP lama orang lain."}) from error


def _write(person: Person) -> None:
    """Save, with the sentences of fields and constraints instead of exceptions of the database."""
    person.prepare()
    person.clean_fields()
    for field in type(person)._meta.local_fields:
        if hasattr(field, "purpose"):
            field.pre_save(person, person._state.adding)  # the promises below look at the blind indexes
    person.validate_constraints()
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:
        raise _sentence(error) from error


def _sentence(error: IntegrityError) -> ValidationError:
    text = str(error)
    for mark, (field, sentence) in TAKEN.items():
        if mark in text:
            return ValidationError({field: sentence})
    return ValidationError("Data ini bertentangan dengan yang sudah tercatat. Muat ulang halaman, lalu coba lagi.")


@transaction.atomic
def accept_numbers(person: Person, *, by: User, version: int, reason: str, at: datetime | None = None) -> None:
    """An officer has seen why the numbers say another birth date or sex, and takes the row as it is."""
    reason = read_reason(reason, missing="Tuliskan dasar keputusan Anda, misalnya dokumen yang diperiksa.")
    claim(person, version)
    person.refresh_from_db()
    if person.number_check != NumberCheck.PENDING:
        raise ValidationError("Tidak ada perbedaan yang menunggu keputusan.")
    person.number_check = NumberCheck.ACCEPTED
    person.number_checked_by, person.number_checked_at = by, at or timezone.now()
    person.save()
    Audit.objects.record(person, "accept_numbers", by=by, from_state="pending", to_state="accepted", reason=reason)


@transaction.atomic
def place(person: CivilServant, *, agency: Agency, from_on: date, by: User | None, version: int) -> Placement:
    """From that day on the civil servant serves there; later placements stay as they are."""
    claim(person, version)
    placement = Placement(civil_servant=person, agency=agency, from_on=from_on)
    placement.full_clean()
    try:
        with transaction.atomic():
            placement.save()
    except IntegrityError as error:
        raise ValidationError({"from_on": "Pada tanggal itu sudah ada penempatan lain."}) from error
    Audit.objects.record(person, "place", by=by)
    return placement


@transaction.atomic
def find_by_number[P: Person](model: type[P], *, kind: str, number: str, by: User, reason: str) -> list[P]:
    """Whose number that is. Recorded with the reason: on each row found, or on the asker's account where none is.

    `kind` is one of `SEARCHES`. Raises ValidationError for what cannot be such a number, and without a reason.
    """
    if kind not in SEARCHES[model]:
        raise ValidationError({"kind": "Pilih jenis nomornya."})
    try:
        reason = read_reason(reason, missing="Tuliskan untuk apa orang ini dicari.")
    except ValidationError as error:
        raise ValidationError({"reason": error}) from error
    readers: dict[str, Callable[[str], str]] = {
        "nik": lambda text: read_nik(text).text,
        "nip": lambda text: read_nip(text).text,
        "kk": read_kk,
        "phone": read_phone,
    }
    try:
        text = readers[kind](number)
    except ValidationError as error:
        raise ValidationError({"number": error}) from error
    rows: Any = model._default_manager
    found: list[P] = list(rows.by_nip(text) if kind == "nip" else found_by(rows.all(), f"{kind}_index", text))
    for person in found:
        Audit.objects.record(person, "find_by_number", by=by, changed=[kind], reason=reason)
    if not found:
        Audit.objects.record(by, "find_nobody", by=by, reason=reason)
    return found


@transaction.atomic
def reveal(person: Person, field: str, *, by: User, reason: str) -> str:
    """The number in clear, for one answer. Raises ValidationError without a reason or without a number."""
    reason = read_reason(reason, missing="Tuliskan untuk apa nomor ini dibuka.")
    value = getattr(person, field, None) if field in NUMBERS else None
    if not value:
        raise ValidationError("Nomor ini tidak ada.")
    Audit.objects.record(person, "reveal", by=by, changed=[field], reason=reason)
    return value.reveal() if isinstance(value, Sealed) else str(value)
