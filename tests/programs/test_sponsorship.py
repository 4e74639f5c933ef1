"""One civil servant covers one worker: the ways of a sponsorship and what can never be."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from programs import invariants
from programs.actions import people
from programs.actions import sponsorship as actions
from programs.models import Benefit, CoverMonth, EligibilityAnswer, Membership, Sponsorship, Tariff, WaitingEntry
from selayar_site.claims import Stale
from selayar_site.models import Audit
from selayar_site.months import month_number
from tests.factories import (
    make_civil_servant,
    make_membership,
    make_nik,
    make_occupation,
    make_sponsorship,
    make_tariffs,
    make_user,
    make_waiting_entry,
    make_worker,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
DECEMBER = month_number(2026, 12)
KK, OTHER_KK = "9901991234560001", "9901991234560002"
State, EndReason = Sponsorship.State, Sponsorship.EndReason


def pair(**worker):
    """A civil servant and a worker with nothing to be asked about."""
    sponsor = make_civil_servant(nik=make_nik(), kk=KK)
    return sponsor, make_worker(**{"kk": OTHER_KK, "birth_date": date(1990, 3, 4)} | worker)


def reserved(**fields) -> Sponsorship:
    sponsor, worker = pair(**fields.pop("worker_fields", {}))
    return make_sponsorship(civil_servant=sponsor, worker=worker, at=NOW, **fields)


def submitted(**fields) -> Sponsorship:
    row = reserved(**fields)
    actions.submit(row, by=make_user(), version=row.version, first_month=DECEMBER, months=3, at=NOW)
    return row


def make_relief() -> None:
    """Half of it from April to December 2026 (PP 50/2025), as for a fisher."""
    make_tariffs(payer="asn")
    for code, half, whole in (("jkk", 5_000, 10_000), ("jkm", 3_400, 6_800)):
        benefit = Benefit.objects.get(code=code)
        for since, amount in ((month_number(2026, 4), half), (month_number(2027, 1), whole)):
            row = {"benefit": benefit, "sector": "other", "payer": "asn", "valid_from": since}
            Tariff.objects.get_or_create(**row, defaults={"amount": amount, "source": "PP 50/2025"})


def verified(**fields) -> Sponsorship:
    make_relief()
    row = submitted(**fields)
    actions.verify(row, by=make_user(), version=row.version, at=NOW)
    return row


def told(row) -> list[str]:
    return list(Audit.objects.about(row).values_list("action", flat=True))[::-1]


def test_from_reservation_to_verified_with_the_months_of_the_term():
    row = verified()
    assert (row.state, row.term) == (State.VERIFIED, "Desember 2026 sampai Februari 2027")
    months = CoverMonth.objects.filter(sponsorship=row)
    # Relief of half until December 2026 (PP 50/2025), the whole from January on.
    assert dict(months.values_list("month", "amount")) == {
        DECEMBER: 8_400, DECEMBER + 1: 16_800, DECEMBER + 2: 16_800
    }  # fmt: skip
    assert set(months.values_list("payer", flat=True)) == {"asn"}
    assert told(row) == ["reserve", "submit", "verify"]


def test_worker_leaves_the_waiting_list_when_chosen_and_comes_back_when_let_go():
    sponsor, worker = pair()
    entry = make_waiting_entry(worker=worker)
    row = make_sponsorship(civil_servant=sponsor, worker=worker)
    assert not WaitingEntry.objects.available().exists()
    actions.let_go(row, by=None, version=row.version)
    assert WaitingEntry.objects.available().get() == entry
    make_relief()
    again = make_sponsorship(civil_servant=sponsor, worker=worker, at=NOW)
    actions.submit(again, by=make_user(), version=again.version, first_month=DECEMBER, months=3, at=NOW)
    actions.verify(again, by=make_user(), version=again.version, at=NOW)
    entry.refresh_from_db()
    assert entry.state == WaitingEntry.State.TAKEN


def test_month_that_went_missing_is_counted_by_the_invariants():
    row = verified()
    assert list(invariants.sponsorships_have_their_months()) == []
    CoverMonth.objects.filter(sponsorship=row, month=DECEMBER + 1).update(
        voided_at=NOW, voided_by=row.verified_by, void_reason="unpaid"
    )
    (sentence,) = invariants.sponsorships_have_their_months()
    assert sentence == f"Pertanggungan no. {row.pk}: 3 bulan disepakati, 2 bulan yang berlaku di buku."


def test_one_asn_holds_one_worker_and_one_worker_has_one_asn():
    first = reserved()
    for other in (
        {"civil_servant": first.civil_servant, "worker": make_worker()},
        {"civil_servant": make_civil_servant(), "worker": first.worker},
    ):
        with pytest.raises(ValidationError) as error:
            make_sponsorship(**other, at=NOW)
        assert error.value.messages[0] in (actions.ASN_TAKEN, actions.WORKER_TAKEN)
    assert Sponsorship.objects.count() == 1


def test_reservation_frees_both_sides_at_the_second_it_runs_out():
    row = reserved(hold=timedelta(days=7))
    over = NOW + timedelta(days=7)
    assert row.is_live(over - timedelta(seconds=1)) and not row.is_live(over)
    assert not Sponsorship.objects.live(over).exists()
    with pytest.raises(ValidationError):
        make_sponsorship(civil_servant=row.civil_servant, worker=make_worker(), at=over - timedelta(seconds=1))
    again = make_sponsorship(civil_servant=row.civil_servant, worker=make_worker(), at=over)
    other = make_sponsorship(civil_servant=make_civil_servant(), worker=row.worker, at=over)
    row.refresh_from_db()
    assert (row.state, again.state, other.state) == (State.LAPSED, State.RESERVED, State.RESERVED)
    assert told(row) == ["reserve", "lapse"]


def test_who_submits_too_late_reads_that_the_time_is_over():
    row = reserved(hold=timedelta(hours=1))
    with pytest.raises(ValidationError, match="Waktu pesanan ini sudah habis"):
        actions.submit(
            row, by=make_user(), version=row.version, first_month=DECEMBER, months=1, at=NOW + timedelta(hours=1)
        )
    row.refresh_from_db()
    assert row.state == State.RESERVED and not row.answers.exists()


def test_run_out_reservations_are_marked_once():
    rows = [reserved(hold=timedelta(hours=1)), reserved(hold=timedelta(hours=3))]
    assert actions.lapse_run_out(NOW + timedelta(hours=2)) == 1
    assert actions.lapse_run_out(NOW + timedelta(hours=2)) == 0
    assert [Sponsorship.objects.get(pk=row.pk).state for row in rows] == [State.LAPSED, State.RESERVED]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"first_month": DECEMBER - 5}, "first_month"),
        ({"first_month": DECEMBER + 12}, "first_month"),
        ({"months": 0}, "months"),
        ({"months": 13}, "months"),
        ({"pays_by": "gold"}, "pays_by"),
    ],
)
def test_term_that_cannot_be_is_refused_at_its_field(fields, wrong):
    row = reserved()
    with pytest.raises(ValidationError) as error:
        actions.submit(
            row, by=make_user(), version=row.version, at=NOW, **{"first_month": DECEMBER, "months": 3} | fields
        )
    assert list(error.value.message_dict) == [wrong]
    row.refresh_from_db()
    assert row.state == State.RESERVED


def test_second_of_two_who_press_reads_that_it_changed():
    row = submitted()
    stale = row.version
    actions.give_back(row, by=make_user(), version=stale, reason="Foto KTP buram.")
    with pytest.raises(Stale):
        actions.verify(row, by=make_user(), version=stale, at=NOW)
    actions.submit(row, by=row.submitted_by, version=row.version, first_month=DECEMBER, months=6, at=NOW)
    assert (row.state, row.months) == (State.SUBMITTED, 6)


@pytest.mark.parametrize("column", ["submitted_by", "reserved_by"])
def test_who_entered_it_does_not_verify_it(column):
    make_relief()
    row = submitted(by=make_user())
    with pytest.raises(ValidationError, match="bukan yang mencatat"):
        actions.verify(row, by=getattr(row, column), version=row.version, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sponsorship.objects.filter(pk=row.pk).update(
            state="verified", verified_at=NOW, verified_by=getattr(row, column)
        )


def test_end_is_final_keeps_the_months_until_then_and_frees_both():
    row = verified()
    actions.end(row, by=make_user(), version=row.version, reason=EndReason.WORKER_DIED, last_month=DECEMBER + 1, at=NOW)
    standing = CoverMonth.objects.standing().filter(sponsorship=row)
    assert sorted(standing.values_list("month", flat=True)) == [DECEMBER, DECEMBER + 1]
    for verb in (actions.verify, actions.let_go):
        row.refresh_from_db()
        with pytest.raises(ValidationError, match="Tidak dapat dilakukan"):
            verb(row, by=make_user(), version=row.version)
    again = make_sponsorship(
        civil_servant=row.civil_servant, worker=make_worker(), continues=row, at=NOW + timedelta(days=1)
    )
    assert again.replaces == row


def test_only_an_ended_one_of_the_same_asn_is_continued_and_once():
    row = verified()
    with pytest.raises(ValidationError, match="sudah berakhir"):
        make_sponsorship(civil_servant=row.civil_servant, worker=make_worker(), continues=row, at=NOW)
    actions.end(row, by=make_user(), version=row.version, reason=EndReason.REPLACED, at=NOW)
    with pytest.raises(ValidationError, match="sudah berakhir"):
        make_sponsorship(civil_servant=make_civil_servant(), worker=make_worker(), continues=row, at=NOW)
    first = make_sponsorship(civil_servant=row.civil_servant, worker=make_worker(), continues=row, at=NOW)
    actions.let_go(first, by=None, version=first.version)
    with pytest.raises(ValidationError, match="sudah dilanjutkan"):
        make_sponsorship(civil_servant=row.civil_servant, worker=make_worker(), continues=row, at=NOW)


def test_month_of_another_payer_stops_verification_and_no_officer_can_override_it():
    make_relief()
    row = submitted()
    make_membership(worker=row.worker, first=DECEMBER, last=DECEMBER)
    with pytest.raises(ValidationError, match="Tidak ada pembayar lain"):
        actions.verify(row, by=make_user(), version=row.version, at=NOW)
    row.refresh_from_db()
    assert row.state == State.SUBMITTED
    actions.ask_rules(row, at=NOW)
    with pytest.raises(ValidationError, match="tidak dapat dikecualikan"):
        actions.override(row.answers.get(rule="one_payer"), by=make_user(), version=row.version, reason="Mohon.")
    assert Membership.objects.count() == 1 and not CoverMonth.objects.filter(sponsorship=row).exists()


def test_without_a_tariff_nothing_is_verified():
    row = submitted()
    with pytest.raises(ValidationError, match="Belum ada"):
        actions.verify(row, by=make_user(), version=row.version, at=NOW)
    row.refresh_from_db()
    assert row.state == State.SUBMITTED and not CoverMonth.objects.exists()


RULES = [
    ({}, {}, None, "pass"),
    ({"birth_date": date(2009, 1, 2)}, {}, "age", "fail"),  # 17 on 1 December 2026
    ({"birth_date": date(2008, 12, 1)}, {}, None, "pass"),  # 18 on that very day
    ({"birth_date": date(1961, 12, 2)}, {}, None, "pass"),  # 64, the day before 65
    ({"birth_date": date(1961, 12, 1)}, {}, "age", "fail"),
    ({"birth_date": date(1961, 12, 1), "kpj": "01234567895"}, {}, "age", "warn"),
    ({"death_date": date(2026, 11, 1)}, {}, "alive", "fail"),
    ({"moved_on": date(2026, 11, 1)}, {}, "resident", "fail"),
    ({"moved_on": date(2027, 6, 1)}, {}, "resident", "warn"),
    ({"formal_since": date(2027, 1, 1)}, {}, "informal", "fail"),
    ({"formal_since": date(2027, 3, 1)}, {}, None, "pass"),
    ({"kk": KK}, {}, "other_family", "fail"),
    ({"kk": None}, {}, "other_family", "warn"),
    ({}, {"kk": None}, "other_family", "warn"),
    ({}, {"nik": None}, "somebody_else", "warn"),
    ({}, {"left_on": date(2026, 12, 1), "left_reason": "retired"}, "in_service", "fail"),
    ({}, {"birth_date": date(1969, 1, 5)}, "in_service", "warn"),  # retires on 1 February 2027
]


@pytest.mark.parametrize(("worker", "sponsor", "rule", "result"), RULES)
def test_truth_table_of_eligibility(worker, sponsor, rule, result):
    make_relief()
    born = sponsor.pop("birth_date", date(1980, 5, 17)) if sponsor else date(1980, 5, 17)
    sponsor = make_civil_servant(birth_date=born, **{"nik": make_nik(born), "kk": KK} | sponsor)
    worker = make_worker(**{"kk": OTHER_KK, "birth_date": date(1990, 3, 4)} | worker)
    row = make_sponsorship(civil_servant=sponsor, worker=worker, at=NOW)
    actions.submit(row, by=make_user(), version=row.version, first_month=DECEMBER, months=3, at=NOW)
    answers = dict(row.answers.values_list("rule", "result"))
    assert {name for name, said in answers.items() if said != "pass"} == ({rule} if rule else set())
    assert len(answers) == 9 and answers.get(rule, "pass") == result
    if result == "pass":
        actions.verify(row, by=make_user(), version=row.version, at=NOW)
        return
    with pytest.raises(ValidationError):
        actions.verify(row, by=make_user(), version=row.version, at=NOW)
    row.refresh_from_db()
    actions.override(row.answers.get(rule=rule), by=make_user(), version=row.version, reason="Berkas asli dilihat.")
    actions.verify(row, by=make_user(), version=row.version, at=NOW)
    assert row.state == State.VERIFIED


def test_nobody_covers_himself():
    nik = make_nik(date(1990, 3, 4), serial=77)
    sponsor = make_civil_servant(birth_date=date(1990, 3, 4), nik=nik, kk=KK)
    row = make_sponsorship(civil_servant=sponsor, worker=pair(nik=nik)[1], at=NOW)
    actions.submit(row, by=make_user(), version=row.version, first_month=DECEMBER, months=1, at=NOW)
    assert row.answers.get(rule="somebody_else").result == EligibilityAnswer.Result.FAIL


def test_decision_on_an_answer_ends_when_the_answer_becomes_another():
    row = submitted(worker_fields={"kk": None})
    officer = make_user()
    actions.override(row.answers.get(rule="other_family"), by=officer, version=row.version, reason="KK dilihat.")
    actions.ask_rules(row, at=NOW)
    assert row.answers.get(rule="other_family").overridden_by == officer
    worker = row.worker
    worker.refresh_from_db()
    people.change_person(worker, by=officer, version=worker.version, kk=KK)
    actions.ask_rules(row, at=NOW)
    answer = row.answers.get(rule="other_family")
    assert (answer.result, answer.overridden_by) == ("fail", None)


def test_answers_and_reasons_hold_no_number():
    row = submitted(worker_fields={"phone": "+628009999123"})
    numbers = [row.worker.nik.reveal(), row.worker.kk.reveal(), row.civil_servant.nip.reveal(), KK]
    said = " ".join(f"{answer.reason} {answer.inputs}" for answer in row.answers.all())
    assert not [number for number in numbers if number in said]


LIVE_STATES = ["submitted", "returned", "verified", "sent", "active"]


@pytest.mark.parametrize("state", LIVE_STATES)
def test_no_raw_sql_makes_a_second_live_one(state):
    make_relief()
    live = submitted()
    ended = submitted(worker_fields={"birth_date": date(1991, 3, 4)})
    actions.end(ended, by=make_user(), version=ended.version, reason=EndReason.STAFF_ERROR, at=NOW)
    verifier = make_user()
    for column, key in (("civil_servant_id", live.civil_servant_id), ("worker_id", live.worker_id)):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE programs_sponsorship SET state = %s, {column} = %s, ended_at = NULL, ended_by_id = NULL, "
                "end_reason = '', verified_at = CASE WHEN %s THEN NULL ELSE submitted_at END, "
                "verified_by_id = CASE WHEN %s THEN NULL ELSE CAST(%s AS bigint) END WHERE id = %s",
                [state, key, *[state in ("submitted", "returned")] * 2, verifier.pk, ended.pk],
            )


def test_transitions_are_those_of_the_table_and_no_others():
    for before, allowed in Sponsorship.TRANSITIONS.items():
        assert set(allowed) <= set(State.values)
        if before in (State.ENDED, State.LAPSED):
            assert not allowed
    assert set(Sponsorship.TRANSITIONS) == set(State.values)


def test_occupation_that_is_no_longer_used_is_looked_at():
    row = submitted(worker_fields={"occupation": make_occupation(is_active=False)})
    assert row.answers.get(rule="informal").result == "warn"
