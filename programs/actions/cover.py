"""The ledger's verbs for lists of members: who is listed gets the months, who leaves loses those to come.

Whoever writes months locks the worker's row first, the lower number first, and memberships after it. The
constraint on worker and month settles what is left.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import batched

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from programs.models import (
    Agency,
    Area,
    CoverMonth,
    Membership,
    NoTariff,
    Payer,
    Program,
    VoidReason,
    Worker,
)
from programs.models.cover import LONGEST
from programs.numbers import read_reason
from programs.rates import Rates
from selayar_site.claims import claim
from selayar_site.models import Audit, User
from selayar_site.months import EARLIEST, LATEST, month_name, month_names, month_of, months_in_a_row

BATCH = 500
ATTEMPTS = 3


@dataclass(frozen=True)
class Listing:
    """What a list says of all who stand in it."""

    program: Program
    payer: str
    source: str
    listed_on: date
    agency: Agency | None = None
    village: Area | None = None
    has_savings: bool = False

    def check(self) -> None:
        """Raises ValidationError where such a list cannot be."""
        if self.payer not in Payer.values or self.payer == Payer.ASN:
            raise ValidationError("Iuran dari ASN dicatat sebagai Sikamseang, bukan sebagai daftar.")
        if (self.payer == Payer.VILLAGE) != (self.village is not None):
            raise ValidationError("Sebutkan desa yang membayar bila desa yang membayar, dan hanya bila demikian.")
        if self.payer == Payer.VILLAGE and self.agency is not None:
            raise ValidationError("Daftar desa tidak dianggarkan oleh OPD.")
        if not self.source.strip():
            raise ValidationError("Sebutkan daftar atau surat yang memuatnya.")


@dataclass(frozen=True)
class Entry:
    """One worker in a list, from month to month, both included."""

    worker_id: int
    first_month: int
    last_month: int
    listing: Listing


class Fate(StrEnum):
    NEW = "new"
    SAME = "same"
    TAKEN = "taken"
    REFUSED = "refused"


@dataclass(frozen=True)
class Answer:
    """What becomes of an entry. Of `TAKEN` and `REFUSED` nothing at all is written.

    `added` are the months that the ledger gets, `taken` those that it has from another, with that payer.
    """

    entry: Entry
    fate: Fate
    sentence: str
    added: tuple[int, ...] = ()
    taken: tuple[tuple[int, str], ...] = ()


def foresee(entries: Sequence[Entry]) -> list[Answer]:
    """What `enrol_many` would do now. Writes nothing; some queries for each 500 entries."""
    return [answer for part in batched(entries, BATCH, strict=False) for answer in _Plan(part).answers]


def enrol_many(entries: Iterable[Entry], *, by: User | None) -> list[Answer]:
    """Put workers in lists and fill their months: for each of them everything or nothing, in the entries' order.

    A month that another payer has is reported and not forced. May be repeated: what stands already is the same.
    Each 500 entries are a transaction of their own. Raises ValidationError for a list that cannot be.
    """
    return [answer for part in batched(entries, BATCH, strict=False) for answer in _enrol(part, by=by)]


def enrol(entry: Entry, *, by: User | None) -> Answer:
    """One worker. Raises ValidationError with the sentence where nothing can be written."""
    (answer,) = _enrol([entry], by=by)
    if answer.fate in (Fate.TAKEN, Fate.REFUSED):
        raise ValidationError(answer.sentence)
    return answer


def _enrol(entries: Sequence[Entry], *, by: User | None) -> list[Answer]:
    for attempt in range(1, ATTEMPTS + 1):
        try:
            with transaction.atomic():
                plan = _Plan(entries, lock=True)
                plan.write(by=by)
                return plan.answers
        except IntegrityError as error:  # somebody wrote months without asking for the lock; look again
            if attempt == ATTEMPTS or "covermonth" not in str(error):
                raise
    raise AssertionError("unreachable")


@dataclass(frozen=True)
class _Held:
    """Who has a month already."""

    payer: str
    program_id: int
    village_id: str | None
    has_savings: bool | None

    @property
    def words(self) -> str:
        return str(Payer(self.payer).label)


class _Plan:
    """The fate of each of some entries, and how to write it."""

    def __init__(self, entries: Sequence[Entry], *, lock: bool = False) -> None:
        for listing in {id(entry.listing): entry.listing for entry in entries}.values():
            listing.check()
        keys = {entry.worker_id for entry in entries}
        self._workers = {worker.pk: worker for worker in _workers(keys, lock=lock)}
        self._held = _held(keys, entries)
        self._rates = Rates()
        self._wanted: list[tuple[Entry, list[int]]] = []
        self.answers = [self._answer(entry) for entry in entries]

    def _answer(self, entry: Entry) -> Answer:
        worker = self._workers.get(entry.worker_id)
        if refusal := _refusal(entry, worker):
            return Answer(entry, Fate.REFUSED, refusal)
        assert worker is not None
        own, held = _own(entry.listing), self._held[worker.pk]
        months = range(entry.first_month, entry.last_month + 1)
        if others := [(month, held[month]) for month in months if held.get(month, own) != own]:
            return Answer(entry, Fate.TAKEN, _taken(others), taken=tuple((month, who.payer) for month, who in others))
        missing = [month for month in months if month not in held]
        if not missing:
            return Answer(entry, Fate.SAME, "Semua bulannya sudah tercatat.")
        try:
            for month in missing:
                self._rates.tariffs(month, worker.occupation.sector, entry.listing)
        except NoTariff as error:
            return Answer(entry, Fate.REFUSED, str(error))
        held.update(dict.fromkeys(missing, own))
        self._wanted.append((entry, missing))
        return Answer(entry, Fate.NEW, f"Dicatat: {month_names(missing)}.", added=tuple(missing))

    def write(self, *, by: User | None) -> None:
        memberships = [
            _membership(entry, first, last)
            for entry, missing in self._wanted
            for first, last in months_in_a_row(missing)
        ]
        Membership.objects.bulk_create(memberships, batch_size=BATCH)
        months = [self._month(membership, month) for membership in memberships for month in _months(membership)]
        CoverMonth.objects.bulk_create(months, batch_size=2000)
        Audit.objects.record_many(memberships, "enrol", by=by)

    def _month(self, membership: Membership, month: int) -> CoverMonth:
        rate = self._rates.rate(month, self._workers[membership.worker_id].occupation.sector, membership)
        return CoverMonth(
            worker_id=membership.worker_id,
            month=month,
            payer=membership.payer,
            program_id=membership.program_id,
            membership=membership,
            rate=rate,
            amount=rate.amount,
        )


def _workers(keys: set[int], *, lock: bool) -> Iterable[Worker]:
    """Those workers with what decides on cover; no number of theirs is unsealed."""
    rows = Worker.objects.filter(pk__in=keys).select_related("occupation").order_by("pk")
    if lock:
        rows = rows.select_for_update(of=("self",))
    return rows.only("merged_into", "death_date", "moved_on", "formal_since", "occupation__sector")


def _held(keys: set[int], entries: Sequence[Entry]) -> defaultdict[int, dict[int, _Held]]:
    """For each worker the months that stand, and whose they are."""
    found: defaultdict[int, dict[int, _Held]] = defaultdict(dict)
    if not entries:
        return found
    first, last = min(entry.first_month for entry in entries), max(entry.last_month for entry in entries)
    rows = CoverMonth.objects.standing().between(first, last).filter(worker__in=keys).order_by()
    told = ("payer", "program_id", "membership__village_id", "membership__has_savings")
    for worker, month, *who in rows.values_list("worker_id", "month", *told):
        found[worker][month] = _Held(*who)
    return found


def _own(listing: Listing) -> _Held:
    village = listing.village.pk if listing.village else None
    return _Held(listing.payer, listing.program.pk, village, listing.has_savings)


def _refusal(entry: Entry, worker: Worker | None) -> str:
    """Why that worker cannot be in such a list, or nothing."""
    if worker is None:
        return "Pekerja ini tidak ada dalam daftar pekerja."
    if worker.merged_into_id is not None:
        return "Baris ini sudah digabungkan. Pakailah baris yang dipertahankan."
    if not EARLIEST <= entry.first_month <= entry.last_month <= LATEST:
        return "Bulan terakhir tidak boleh sebelum bulan pertama, dan tahunnya antara 2000 dan 2100."
    if entry.last_month - entry.first_month >= LONGEST:
        return f"Paling banyak {LONGEST} bulan sekaligus. Periksa tahunnya."
    ends = (
        (worker.death_date, "Pekerja ini tercatat meninggal"),
        (worker.moved_on, "Pekerja ini tercatat pindah ke luar kabupaten"),
        (worker.formal_since, "Pekerja ini tercatat bekerja formal"),
    )
    for day, words in ends:
        if day is not None and entry.last_month > month_of(day):
            return f"{words} pada {month_name(month_of(day))}; bulan sesudahnya tidak dapat ditanggung."
    return ""


def _taken(others: Sequence[tuple[int, _Held]]) -> str:
    by_payer: defaultdict[str, list[int]] = defaultdict(list)
    for month, who in others:
        by_payer[who.words].append(month)
    told = "; ".join(f"{words} ({month_names(months)})" for words, months in by_payer.items())
    return f"Sudah ditanggung dari daftar, desa, atau paket lain: {told}. Tidak ada bulan yang dicatat."


def _membership(entry: Entry, first: int, last: int) -> Membership:
    listing = entry.listing
    return Membership(
        worker_id=entry.worker_id,
        program=listing.program,
        payer=listing.payer,
        agency=listing.agency,
        village=listing.village,
        has_savings=listing.has_savings,
        first_month=first,
        until_month=last,
        last_month=last,
        source=listing.source,
        listed_on=listing.listed_on,
    )


def _months(membership: Membership) -> range:
    return range(membership.first_month, membership.last_month + 1)


@transaction.atomic
def end_membership(
    membership: Membership,
    *,
    by: User,
    version: int,
    last_month: int,
    reason: str,
    note: str,
    at: datetime | None = None,
) -> None:
    """Void the months after `last_month`; the one before the first voids all. A return is a new membership.

    Raises Stale, and ValidationError where no month would be voided and without a reason.
    """
    if reason not in VoidReason.values:
        raise ValidationError({"reason": "Pilih alasannya."})
    note = read_reason(note, missing="Tuliskan dasar keputusan Anda, misalnya surat yang diterima.")
    Worker.objects.select_for_update().only("pk").get(pk=membership.worker_id)
    claim(membership, version)
    membership.refresh_from_db()
    if not membership.first_month - 1 <= last_month < membership.last_month:
        raise ValidationError({"last_month": f"Yang masih berlaku: {membership.period}. Pilih bulan sebelum akhirnya."})
    at = at or timezone.now()
    later = membership.months_of_cover.standing().filter(month__gt=last_month)
    later.update(voided_at=at, voided_by=by, void_reason=reason)
    membership.last_month, membership.end_reason = last_month, reason
    membership.ended_at, membership.ended_by = at, by
    membership.save(update_fields=["last_month", "end_reason", "ended_at", "ended_by"])
    Audit.objects.record(membership, "end_cover", by=by, to_state=reason, reason=note)


@transaction.atomic
def end_cover(
    worker: Worker, *, by: User, last_month: int, reason: str, note: str, at: datetime | None = None
) -> list[Membership]:
    """End every membership of a worker that goes on after `last_month`; gives them."""
    ended = list(worker.memberships.standing().filter(last_month__gt=last_month).order_by("pk"))
    for row in ended:
        last = max(last_month, row.first_month - 1)
        end_membership(row, by=by, version=row.version, last_month=last, reason=reason, note=note, at=at)
    return ended
