"""The ways of a sponsorship. Whoever writes one locks the civil servant first, then the worker, then the row.

The two partial unique constraints decide every race into a live state; the loser reads their sentence.
"""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from programs import eligibility
from programs.actions import waiting
from programs.actions.terms import fill_months, void_months
from programs.models import CivilServant, CoverMonth, EligibilityAnswer, Program, Sponsorship, WaitingEntry, Worker
from programs.models.sponsorship import LONGEST_TERM
from programs.numbers import read_reason
from selayar_site.claims import claim
from selayar_site.models import Audit, User
from selayar_site.months import month_of

State = Sponsorship.State
RESERVED_FOR = timedelta(days=7)
# A term may begin so many months before the one in which it is submitted (BPJS takes at most three back).
MONTHS_BACK, MONTHS_AHEAD = 3, 12
ASN_TAKEN = "Anda sudah menanggung seorang pekerja, atau masih memesan satu. Satu ASN menanggung satu pekerja."
WORKER_TAKEN = "Pekerja ini baru saja dipilih ASN lain. Pilihlah pekerja lain dari daftar tunggu."
RAN_OUT = "Waktu pesanan ini sudah habis, jadi pekerjanya tersedia lagi bagi ASN lain. Pilihlah lagi dari daftar."


@transaction.atomic
def reserve(
    *,
    program: Program,
    civil_servant: CivilServant,
    worker: Worker,
    by: User | None,
    continues: Sponsorship | None = None,
    hold: timedelta = RESERVED_FOR,
    at: datetime | None = None,
) -> Sponsorship:
    """Hold a worker for a civil servant for a while. What ran out before frees both sides at that second.

    Raises ValidationError with the sentence of the promise where either is taken, or no longer fit to be chosen.
    """
    at = at or timezone.now()
    sponsor = CivilServant.objects.select_for_update().get(pk=civil_servant.pk)
    chosen = Worker.objects.select_for_update().get(pk=worker.pk)
    if chosen.merged_into_id:
        raise ValidationError("Baris ini sudah digabungkan. Pakailah baris yang dipertahankan.")
    if not sponsor.is_serving(timezone.localdate(at)):
        raise ValidationError("ASN ini tidak lagi bertugas.")
    if program.kind != Program.Kind.SPONSORSHIP:
        raise ValidationError("Program ini tidak ditanggung perorangan.")
    _lapse(Sponsorship.objects.run_out(at).filter(Q(civil_servant=sponsor) | Q(worker=chosen)).order_by("pk"))
    row = Sponsorship(
        program=program,
        civil_servant=sponsor,
        worker=chosen,
        replaces=_ended(continues, sponsor),
        reserved_at=at,
        reserved_by=by,
        reserved_until=at + hold,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise _sentence(error) from error
    Audit.objects.record(row, "reserve", by=by, to_state=State.RESERVED)
    return row


def _ended(before: Sponsorship | None, sponsor: CivilServant) -> Sponsorship | None:
    if before is not None and (before.state != State.ENDED or before.civil_servant_id != sponsor.pk):
        raise ValidationError("Yang dilanjutkan haruslah pertanggungan ASN yang sama, yang sudah berakhir.")
    return before


def _sentence(error: IntegrityError) -> ValidationError:
    """PostgreSQL names the constraint, SQLite the column."""
    text = str(error)
    if "one_live_per_asn" in text or "civil_servant_id" in text:
        return ValidationError(ASN_TAKEN, "asn_taken")
    if "one_live_per_worker" in text or "worker_id" in text:
        return ValidationError(WORKER_TAKEN, "worker_taken")
    if "replaces" in text:
        return ValidationError("Pertanggungan itu sudah dilanjutkan.", "continued")
    raise error


def lapse_run_out(at: datetime | None = None) -> int:
    """Mark the reservations whose time is over, a hundred at a time; gives how many. Readers need not wait for it."""
    count = 0
    while True:
        with transaction.atomic():
            found = _lapse(Sponsorship.objects.run_out(at).order_by("pk")[:100])
        count += found
        if not found:
            return count


def _lapse(rows: QuerySet[Sponsorship]) -> int:
    count = 0
    for row in rows.select_for_update():
        _move(row, State.LAPSED, by=None, action="lapse")
        count += 1
    return count


def _move(row: Sponsorship, to: str, *, by: User | None, action: str, reason: str = "") -> None:
    """The one place where a state changes; the caller holds the row and has set what belongs to the new state."""
    _check_way(row, to)
    before, row.state = row.state, to
    row.save()
    Audit.objects.record(row, action, by=by, from_state=before, to_state=to, reason=reason)


def _check_way(row: Sponsorship, to: str) -> None:
    if to not in Sponsorship.TRANSITIONS[row.state]:
        raise ValidationError(f"Tidak dapat dilakukan: keadaannya sekarang “{row.get_state_display().lower()}”.")


def _claimed(row: Sponsorship, version: int) -> None:
    """Take the row for writing, as it is now."""
    CivilServant.objects.select_for_update().only("pk").get(pk=row.civil_servant_id)
    Worker.objects.select_for_update().only("pk").get(pk=row.worker_id)
    claim(row, version)
    row.refresh_from_db()


@transaction.atomic
def let_go(row: Sponsorship, *, by: User | None, version: int) -> None:
    """Give a reservation back before its time is over."""
    _claimed(row, version)
    _move(row, State.LAPSED, by=by, action="let_go")


@transaction.atomic
def submit(
    row: Sponsorship,
    *,
    by: User,
    version: int,
    first_month: int,
    months: int,
    has_savings: bool = False,
    pays_by: str = Sponsorship.PaysBy.PAYROLL,
    at: datetime | None = None,
) -> None:
    """Ask for verification, for the first time or again. Every rule is asked and its answer kept, whatever it says.

    Raises Stale, and ValidationError by field or where the reservation has run out.
    """
    at = at or timezone.now()
    _claimed(row, version)
    if row.has_run_out(at):
        raise ValidationError(RAN_OUT, "ran_out")
    this = month_of(timezone.localdate(at))
    if not this - MONTHS_BACK <= first_month <= this + MONTHS_AHEAD:
        raise ValidationError({"first_month": "Pilih bulan antara tiga bulan yang lalu dan setahun ke depan."})
    if not 1 <= months <= LONGEST_TERM:
        raise ValidationError({"months": f"Pilih 1 sampai {LONGEST_TERM} bulan."})
    if pays_by not in Sponsorship.PaysBy.values:
        raise ValidationError({"pays_by": "Pilih cara membayarnya."})
    row.first_month, row.months, row.has_savings, row.pays_by = first_month, months, has_savings, pays_by
    row.submitted_at, row.submitted_by = at, by
    _move(row, State.SUBMITTED, by=by, action="submit")
    ask_rules(row, at=at)


def ask_rules(row: Sponsorship, *, at: datetime | None = None) -> list[EligibilityAnswer]:
    """Ask every rule anew and keep what each says. A decision stays while its rule says the same as then."""
    assert row.first_month is not None and row.last_month is not None
    held = CoverMonth.objects.standing().between(row.first_month, row.last_month).filter(worker=row.worker_id)
    case = eligibility.Case(
        civil_servant=CivilServant.objects.get(pk=row.civil_servant_id),
        worker=Worker.objects.select_related("occupation").get(pk=row.worker_id),
        first_month=row.first_month,
        last_month=row.last_month,
        taken=dict(held.exclude(sponsorship=row).values_list("month", "payer")),
    )
    before = {answer.rule: answer for answer in row.answers.all()}
    found = []
    for rule, said in eligibility.ask(case).items():
        answer = before.get(rule) or EligibilityAnswer(sponsorship=row, rule=rule)
        if (answer.result, answer.inputs) != (said.result, said.inputs):
            answer.overridden_at = answer.overridden_by = None
        answer.result, answer.reason, answer.inputs = said.result, said.reason, said.inputs
        answer.asked_at = at or timezone.now()
        answer.save()
        found.append(answer)
    return found


@transaction.atomic
def give_back(row: Sponsorship, *, by: User, version: int, reason: str) -> None:
    """Return it to the civil servant, with what is to be mended."""
    reason = read_reason(reason, missing="Tuliskan apa yang perlu dilengkapi atau diperbaiki.")
    _claimed(row, version)
    _move(row, State.RETURNED, by=by, action="give_back", reason=reason)


@transaction.atomic
def override(answer: EligibilityAnswer, *, by: User, version: int, reason: str, at: datetime | None = None) -> None:
    """An officer takes an answer on himself. `version` is the sponsorship's. Another payer's months are no opinion."""
    reason = read_reason(reason, missing="Tuliskan dasar keputusan Anda, misalnya dokumen yang diperiksa.")
    row = answer.sponsorship
    _claimed(row, version)
    if row.state != State.SUBMITTED:
        raise ValidationError("Hanya yang sedang menunggu verifikasi yang diputuskan.")
    if row.submitted_by_id == by.pk or row.reserved_by_id == by.pk:
        raise ValidationError("Yang memutuskan bukan yang mencatat. Mintalah rekan Anda.")
    answer.refresh_from_db()
    if answer.result == EligibilityAnswer.Result.PASS:
        raise ValidationError("Aturan ini sudah dipenuhi.")
    if answer.rule in eligibility.BEYOND_DECISION:
        raise ValidationError("Bulan yang sudah ditanggung pembayar lain tidak dapat dikecualikan. Pilih bulan lain.")
    answer.overridden_at, answer.overridden_by = at or timezone.now(), by
    answer.save()
    Audit.objects.record(row, "override", by=by, changed=[answer.rule], reason=reason)


@transaction.atomic
def verify(row: Sponsorship, *, by: User, version: int, at: datetime | None = None) -> list[CoverMonth]:
    """Take it as it is: every rule is asked again, and the months of the term enter the ledger, amounts fixed.
    The worker leaves the waiting list.

    Also what BPJS rejected, once it was mended. Raises ValidationError with every rule that stands in the way, where
    a month has another payer or no tariff, and for the one who entered it.
    """
    at = at or timezone.now()
    _claimed(row, version)
    _check_way(row, State.VERIFIED)
    if by.pk in (row.submitted_by_id, row.reserved_by_id):
        raise ValidationError("Yang memverifikasi bukan yang mencatat. Mintalah rekan Anda.", "four_eyes")
    if unsettled := [answer for answer in ask_rules(row, at=at) if answer.holds_up]:
        told = [f"{eligibility.TITLES[answer.rule]}: {answer.reason}" for answer in unsettled]
        raise ValidationError([*told, "Putuskan dahulu butir ini, atau kembalikan kepada ASN."])
    row.verified_at, row.verified_by = at, by
    try:
        with transaction.atomic():
            _move(row, State.VERIFIED, by=by, action="verify")
            months = fill_months(row)
    except IntegrityError as error:
        if "covermonth" in str(error):
            raise ValidationError("Salah satu bulannya baru saja ditanggung pembayar lain. Periksa lagi.") from error
        raise _sentence(error) from error
    for entry in WaitingEntry.objects.waiting().filter(worker=row.worker_id):
        waiting.take(entry, by=by, at=at)
    return months


@transaction.atomic
def end(
    row: Sponsorship,
    *,
    by: User,
    version: int,
    reason: str,
    last_month: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> None:
    """Final. The months after `last_month` are voided; without one, those after the month that `at` lies in.

    `note` says more where the coded reason does not say enough. Coming back is a new sponsorship.
    """
    if reason not in Sponsorship.EndReason.values:
        raise ValidationError({"reason": "Pilih alasannya."})
    note = read_reason(note, missing="") if note.strip() else ""
    at = at or timezone.now()
    _claimed(row, version)
    row.ended_at, row.ended_by, row.end_reason = at, by, reason
    _move(row, State.ENDED, by=by, action="end_sponsorship", reason=note)
    keep = month_of(timezone.localdate(at)) if last_month is None else last_month
    void_months(row, after=keep, by=by, at=at)
