"""The ledger and the lists that fill it."""

import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from programs.actions import cover, doubles, people
from programs.actions.cover import Entry, Fate
from programs.models import CoverMonth, Membership, PossibleDouble, Rate, RatePart, Tariff, Worker
from selayar_site.claims import Stale
from selayar_site.models import Audit
from selayar_site.months import month_number
from tests.factories import (
    make_listing,
    make_membership,
    make_occupation,
    make_program,
    make_tariffs,
    make_user,
    make_village,
    make_worker,
)

JANUARY, JUNE, DECEMBER = (month_number(2026, month) for month in (1, 6, 12))


def months_of(worker):
    rows = CoverMonth.objects.standing().filter(worker=worker).order_by("month")
    return [(month - JANUARY + 1, payer) for month, payer in rows.values_list("month", "payer")]


@pytest.mark.django_db
def test_who_is_listed_gets_every_month_at_its_tariff():
    worker = make_worker()
    answer = cover.enrol(Entry(worker.pk, JANUARY, DECEMBER, make_listing()), by=None)
    assert answer.fate == Fate.NEW and answer.sentence == "Dicatat: Januari 2026 sampai Desember 2026."
    assert months_of(worker) == [(month, "apbd") for month in range(1, 13)]
    assert set(CoverMonth.objects.values_list("amount", flat=True)) == {16_800}
    assert Rate.objects.get().parts.count() == 2 and Audit.objects.about(Membership.objects.get()).count() == 1


@pytest.mark.django_db
def test_month_keeps_the_amount_that_it_was_written_with():
    membership = make_membership()
    Tariff.objects.filter(benefit__code="jkk").update(amount=12_000)
    other = make_membership()
    assert {row.amount for row in membership.months_of_cover.all()} == {16_800}
    assert {row.amount for row in other.months_of_cover.all()} == {18_800}
    call_command("invariants")


@pytest.mark.django_db
def test_tariff_that_changes_within_the_list_counts_from_its_month():
    make_tariffs()
    jkk = Tariff.objects.get(benefit__code="jkk")
    Tariff.objects.create(benefit=jkk.benefit, sector="other", payer="apbd", valid_from=JUNE, amount=5_000, source="PP")
    amounts = list(make_membership().months_of_cover.order_by("month").values_list("amount", flat=True))
    assert amounts == [16_800] * 5 + [11_800] * 7


@pytest.mark.django_db
def test_savings_are_paid_for_where_the_list_says_so():
    assert make_membership(has_savings=True).months_of_cover.first().amount == 36_800


@pytest.mark.django_db
def test_same_list_twice_changes_nothing():
    worker, listing = make_worker(), make_listing()
    entries = [Entry(worker.pk, JANUARY, DECEMBER, listing)] * 2
    assert [answer.fate for answer in cover.enrol_many(entries, by=None)] == [Fate.NEW, Fate.SAME]
    assert [answer.fate for answer in cover.enrol_many(entries, by=None)] == [Fate.SAME] * 2
    assert Membership.objects.count() == 1 and CoverMonth.objects.count() == 12


@pytest.mark.django_db
def test_longer_list_adds_what_is_missing():
    worker, listing = make_worker(), make_listing()
    cover.enrol(Entry(worker.pk, JANUARY + 3, JUNE, listing), by=None)
    answer = cover.enrol(Entry(worker.pk, JANUARY, DECEMBER, listing), by=None)
    assert len(answer.added) == 9 and len(months_of(worker)) == 12
    assert answer.sentence == "Dicatat: Januari 2026 sampai Maret 2026, Juli 2026 sampai Desember 2026."
    assert Membership.objects.count() == 3
    call_command("invariants")


@pytest.mark.django_db
@pytest.mark.parametrize("other", ["program", "village", "payer", "package"])
def test_month_of_another_payer_is_told_and_nothing_is_forced(other):
    worker, program, village = make_worker(), make_program(), make_village()
    first = {"payer": "village", "program": program, "village": village}
    second = {
        "program": first | {"program": make_program()},
        "village": first | {"village": make_village()},
        "payer": {"payer": "apbd", "program": program},
        "package": first | {"has_savings": True},
    }[other]
    make_membership(worker=worker, first=JUNE, last=JUNE, **first)
    (answer,) = cover.enrol_many([Entry(worker.pk, JANUARY, DECEMBER, make_listing(**second))], by=None)
    assert answer.fate == Fate.TAKEN and answer.taken == ((JUNE, "village"),) and answer.added == ()
    assert "Anggaran desa (Juni 2026)" in answer.sentence
    assert months_of(worker) == [(6, "village")]
    with pytest.raises(ValidationError, match="Juni 2026"):
        cover.enrol(answer.entry, by=None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"death_date": date(2026, 6, 30)}, "meninggal pada Juni 2026"),
        ({"moved_on": date(2026, 3, 1)}, "pindah ke luar kabupaten pada Maret 2026"),
        ({"formal_since": date(2026, 11, 1)}, "bekerja formal pada November 2026"),
    ],
)
def test_nobody_is_covered_after_the_month_that_ends_their_right(changes, sentence):
    worker, listing = make_worker(), make_listing()
    people.change_person(worker, by=None, version=1, **changes)
    (answer,) = cover.enrol_many([Entry(worker.pk, JANUARY, DECEMBER, listing)], by=None)
    assert answer.fate == Fate.REFUSED and sentence in answer.sentence and not CoverMonth.objects.exists()
    last = JANUARY + next(iter(changes.values())).month - 1
    assert cover.enrol(Entry(worker.pk, JANUARY, last, listing), by=None).fate == Fate.NEW


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (JUNE, JANUARY, "sebelum bulan pertama"),
        (JANUARY, JANUARY + 60, "60 bulan"),
        (2019 * 12, 2019 * 12, "Belum ada tarif JKK"),
        (0, JANUARY, "antara 2000 dan 2100"),
    ],
)
def test_impossible_months_are_refused_with_a_sentence(first, last, sentence):
    (answer,) = cover.enrol_many([Entry(make_worker().pk, first, last, make_listing())], by=None)
    assert answer.fate == Fate.REFUSED and sentence in answer.sentence


@pytest.mark.django_db
def test_unknown_and_merged_rows_are_refused():
    village, occupation = make_village(), make_occupation()
    keep, gone = (make_worker(name="Muh. Nasir", village=village, occupation=occupation) for _ in range(2))
    doubles.merge(PossibleDouble.objects.get(), keep=keep, by=make_user(), version=1, reason="Sama.")
    listing = make_listing()
    answers = cover.enrol_many([Entry(pk, JUNE, JUNE, listing) for pk in (gone.pk, 0, keep.pk)], by=None)
    assert [answer.fate for answer in answers] == [Fate.REFUSED, Fate.REFUSED, Fate.NEW]


@pytest.mark.django_db
def test_impossible_lists_are_refused():
    for wrong in ({"payer": "asn"}, {"payer": "apbd", "village": make_village()}, {"source": " "}):
        with pytest.raises(ValidationError):
            make_membership(**wrong)


@pytest.mark.django_db
def test_foreseeing_writes_nothing_and_says_the_same():
    taken, listing = make_worker(), make_listing()
    make_membership(worker=taken, payer="partner")
    entries = [Entry(pk, JANUARY, DECEMBER, listing) for pk in (make_worker().pk, taken.pk, 0)]
    before = Audit.objects.count(), Rate.objects.count(), CoverMonth.objects.count()
    foreseen = cover.foresee(entries)
    assert before == (Audit.objects.count(), Rate.objects.count(), CoverMonth.objects.count())
    assert foreseen == cover.enrol_many(entries, by=None)
    assert [answer.fate for answer in foreseen] == [Fate.NEW, Fate.TAKEN, Fate.REFUSED]


@pytest.mark.django_db
def test_many_take_as_few_queries_as_some(django_assert_max_num_queries):
    listing = make_listing()
    workers = [make_worker() for _ in range(12)]
    make_membership(worker=workers[0])  # its rate is there
    with django_assert_max_num_queries(14):
        cover.enrol_many([Entry(worker.pk, JANUARY, DECEMBER, listing) for worker in workers[:2]], by=None)
    with django_assert_max_num_queries(14):
        cover.enrol_many([Entry(worker.pk, JANUARY, DECEMBER, listing) for worker in workers[2:]], by=None)


@pytest.mark.django_db
def test_ending_voids_the_months_to_come_and_frees_them():
    user, membership = make_user(), make_membership()
    cover.end_membership(
        membership, by=user, version=1, last_month=JUNE, reason="other_payer", note="Ditanggung desa sejak Juli."
    )
    assert membership.period == "Januari 2026 sampai Juni 2026"
    assert months_of(membership.worker) == [(month, "apbd") for month in range(1, 7)]
    voided = CoverMonth.objects.exclude(voided_at=None)
    assert voided.count() == 6 and {row.void_reason for row in voided} == {"other_payer"}
    entry = Entry(membership.worker_id, JUNE + 1, DECEMBER, make_listing(payer="village"))
    assert cover.enrol(entry, by=user).fate == Fate.NEW
    assert months_of(membership.worker)[6] == (7, "village")
    call_command("invariants")


@pytest.mark.django_db
def test_membership_can_be_void_as_a_whole_and_begun_anew():
    user, membership = make_user(), make_membership()
    end = {"by": user, "reason": "by_error", "note": "Salah orang."}
    cover.end_membership(membership, version=1, last_month=JANUARY - 1, **end)
    assert not months_of(membership.worker) and membership.period == "tidak berlaku"
    assert not Membership.objects.standing().exists()
    with pytest.raises(ValidationError, match="tidak berlaku"):
        cover.end_membership(membership, version=2, last_month=JANUARY - 1, **end)
    make_membership(worker=membership.worker)
    assert len(months_of(membership.worker)) == 12
    call_command("invariants")


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"last_month": DECEMBER}, {"reason": "?"}, {"note": " "}, {"last_month": 24_000}])
def test_ending_needs_an_earlier_month_and_a_reason(wrong):
    membership = make_membership()
    right = {"last_month": JUNE, "reason": "moved", "note": "Surat pindah."}
    with pytest.raises(ValidationError):
        cover.end_membership(membership, by=make_user(), version=1, **right | wrong)
    assert len(months_of(membership.worker)) == 12


@pytest.mark.django_db
def test_ending_from_an_old_page_is_stale():
    membership = make_membership()
    with pytest.raises(Stale):
        cover.end_membership(membership, by=make_user(), version=7, last_month=JUNE, reason="moved", note="Surat.")


@pytest.mark.django_db
def test_all_cover_of_a_worker_ends_together():
    worker = make_worker()
    make_membership(worker=worker, last=JUNE)
    make_membership(worker=worker, first=JUNE + 1, payer="partner")
    ended = cover.end_cover(worker, by=make_user(), last_month=JUNE - 1, reason="died", note="Akta kematian.")
    assert len(ended) == 2 and [month for month, _ in months_of(worker)] == [1, 2, 3, 4, 5]
    assert cover.end_cover(worker, by=make_user(), last_month=JUNE, reason="died", note="Akta kematian.") == []
    call_command("invariants")


@pytest.mark.django_db
def test_merged_rows_with_the_same_month_are_settled_first():
    village, occupation = make_village(), make_occupation()
    one, other = (make_worker(name="Muh. Nasir", village=village, occupation=occupation) for _ in range(2))
    make_membership(worker=one, last=JUNE)
    twice = make_membership(worker=other, first=JUNE)
    pair, by = PossibleDouble.objects.get(), make_user()
    with pytest.raises(ValidationError, match="bulan perlindungan yang hanya boleh satu"):
        doubles.merge(pair, keep=one, by=by, version=1, reason="Sama.")
    cover.end_membership(twice, by=by, version=1, last_month=JUNE - 1, reason="by_error", note="Baris ganda.")
    make_membership(worker=other, first=JUNE + 1)
    doubles.merge(PossibleDouble.objects.get(), keep=one, by=by, version=1, reason="Sama.")
    assert len(months_of(one)) == 12
    call_command("invariants")


# The database


def refused(row: models.Model, constraint: str, **values) -> None:
    assert constraint in {item.name for item in type(row)._meta.constraints}
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)
    assert constraint in str(error.value) or "UNIQUE" in str(error.value)


@pytest.mark.django_db
def test_ledger_keeps_its_promises_past_every_verb():
    membership, user, now = make_membership(), make_user(), timezone.now()
    first, second = membership.months_of_cover.order_by("month")[:2]
    refused(second, "programs_covermonth_one_payer_a_month", month=first.month)
    refused(first, "programs_covermonth_in_a_possible_month", month=7)
    refused(first, "programs_covermonth_has_its_source", payer="asn")
    refused(first, "programs_covermonth_has_its_source", membership=None)
    refused(first, "programs_covermonth_has_its_source", payer="?")
    refused(first, "programs_covermonth_costs_something", amount=0)
    refused(first, "programs_covermonth_voiding_is_one_fact", voided_at=now)
    refused(first, "programs_covermonth_voiding_is_one_fact", voided_at=now, voided_by=user, void_reason="?")
    refused(membership, "programs_membership_not_paid_by_asn", payer="asn")
    refused(membership, "programs_membership_village_pays_itself", payer="village")
    refused(membership, "programs_membership_village_pays_itself", village=make_village())
    refused(membership, "programs_membership_payer_is_a_village", payer="village", village=make_village().parent)
    refused(membership, "programs_membership_of_possible_months", first_month=DECEMBER + 1)
    refused(membership, "programs_membership_of_possible_months", until_month=JANUARY + 60, last_month=JANUARY + 60)
    refused(membership, "programs_membership_end_is_one_fact", last_month=JUNE)
    refused(membership, "programs_membership_end_is_one_fact", last_month=DECEMBER + 1)
    refused(membership, "programs_membership_has_a_source", source="")
    refused(Rate.objects.get(), "programs_rate_amount_is_possible", amount=0)
    one, other = RatePart.objects.all()
    refused(one, "programs_ratepart_each_tariff_once", tariff=other.tariff)
    with pytest.raises(models.ProtectedError):
        membership.worker.delete()


@pytest.mark.django_db
def test_raw_sql_cannot_give_a_month_to_two_payers():
    month = make_membership().months_of_cover.first()
    columns = "worker_id, month, payer, program_id, membership_id, rate_id, amount, created_at, void_reason"
    again = f"INSERT INTO programs_covermonth ({columns}) SELECT {columns} FROM programs_covermonth WHERE id = %s"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(again, [month.pk])
    CoverMonth.objects.filter(pk=month.pk).update(
        voided_at=timezone.now(), voided_by=make_user(), void_reason="by_error"
    )
    with connection.cursor() as cursor:  # a voided one is in nobody's way, nor are many of them
        cursor.execute(
            again.replace("void_reason) SELECT", "void_reason) SELECT").replace(", void_reason FROM", ", '' FROM"),
            [month.pk],
        )
    assert CoverMonth.objects.standing().filter(worker=month.worker, month=month.month).count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("break_it", "told"),
    [
        (lambda m: m.months_of_cover.filter(month=JUNE).delete(), "11 bulan yang berlaku"),
        (lambda m: m.months_of_cover.filter(month=DECEMBER).update(month=DECEMBER + 1), "12 bulan yang berlaku"),
        (lambda m: m.months_of_cover.filter(month=JUNE).update(payer="own"), "pembayar, atau programnya berbeda"),
        (lambda m: m.months_of_cover.filter(month=JUNE).update(amount=1), "jumlahnya berbeda"),
        (lambda m: Rate.objects.update(amount=5), "bagiannya berjumlah Rp16800"),
        (lambda m: Tariff.objects.filter(benefit__code="jkk").update(sector="transport"), "milik pembayar atau sektor"),
        (lambda m: Tariff.objects.filter(benefit__code="jkk").update(valid_from=JUNE), "baru berlaku sesudah"),
    ],
)
def test_broken_promise_is_told(break_it, told, capsys):
    membership = make_membership()
    break_it(membership)
    with pytest.raises(CommandError, match="tidak sesuai"):
        call_command("invariants")
    printed = capsys.readouterr().out
    assert told in printed and membership.worker.name not in printed


# Two at once


def at_once(*tasks):
    barrier, answers = threading.Barrier(len(tasks)), []

    def run(task):
        try:
            barrier.wait(timeout=20)
            answers.append(task())
        except (ValidationError, Stale) as error:
            answers.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[task]) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return sorted(map(str, answers))


@pytest.mark.django_db(transaction=True)
def test_of_two_lists_at_once_one_has_the_months():
    workers, lists = [make_worker() for _ in range(3)], [make_listing(), make_listing(payer="partner")]
    one, other = ([Entry(worker.pk, JANUARY, DECEMBER, listing) for worker in workers] for listing in lists)

    def listing(entries):
        return lambda: {answer.fate for answer in cover.enrol_many(entries, by=None)} == {Fate.NEW}

    assert at_once(listing(one), listing(list(reversed(other)))) == ["False", "True"]
    assert CoverMonth.objects.count() == 36 and len({row.payer for row in CoverMonth.objects.all()}) == 1
    call_command("invariants")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_end_at_once_one_does():
    membership, users = make_membership(), [make_user(), make_user()]

    def ending(user):
        mine = Membership.objects.get(pk=membership.pk)
        how = {"last_month": JUNE, "reason": "moved", "note": "Surat pindah."}
        return lambda: cover.end_membership(mine, by=user, version=1, **how) or "won"

    assert at_once(ending(users[0]), ending(users[1])) == ["Stale", "won"]
    assert Audit.objects.filter(action="end_cover").count() == 1
    assert Worker.objects.count() == 1 and len(months_of(membership.worker)) == 6
