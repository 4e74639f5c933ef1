"""Rows that may be one person: found, told apart, made one."""

import threading
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone

from programs.actions import doubles, people
from programs.models import PossibleDouble, Worker
from selayar_site.claims import Stale
from selayar_site.models import Audit
from tests.factories import make_occupation, make_user, make_village, make_worker

State = PossibleDouble.State


def pair_of(one: str = "Muh. Nasir", other: str = "Muhammad Nasir", **fields):
    village, occupation = make_village(), make_occupation()
    rows = [make_worker(name=name, village=village, occupation=occupation, **fields) for name in (one, other)]
    return PossibleDouble.objects.get(), *rows


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("other", "kind"),
    [("H. MUHAMMAD NASIR", "same_name"), ("Muhammad Nassir", "near_name"), ("Muh. Nasir Ali", "near_name")],
)
def test_alike_rows_are_noted(other, kind):
    pair, first, second = pair_of(other=other)
    assert (pair.first, pair.second, pair.kind, pair.state) == (first, second, kind, State.OPEN)


@pytest.mark.django_db
def test_other_people_are_not_noted():
    village = make_village()
    make_worker(name="Muh. Nasir", village=village)
    make_worker(name="Siti Rahma", village=village)
    make_worker(name="Muh. Nasir", village=village, birth_date=date(1981, 1, 1))
    make_worker(name="Muh. Nasir")
    assert not PossibleDouble.objects.exists()


@pytest.mark.django_db
def test_who_was_told_apart_is_not_asked_again():
    pair, first, _ = pair_of()
    with pytest.raises(ValidationError, match="membedakan"):
        doubles.tell_apart(pair, by=make_user(), version=pair.version, reason="")
    doubles.tell_apart(pair, by=make_user(), version=1, reason="Ayah dan anak angkat.")
    doubles.note_doubles([first])
    pair.refresh_from_db()
    assert pair.state == State.DIFFERENT and PossibleDouble.objects.count() == 1
    with pytest.raises(ValidationError, match="sudah diputuskan"):
        doubles.merge(pair, keep=first, by=make_user(), version=pair.version, reason="Sama.")


@pytest.mark.django_db
def test_merging_keeps_both_histories_and_fills_gaps():
    pair, keep, gone = pair_of()
    people.change_person(gone, by=None, version=gone.version, kpj="07234561890", phone="081234567890")
    user = make_user()
    doubles.merge(pair, keep=keep, by=user, version=pair.version, reason="KTP diperiksa.")
    keep.refresh_from_db(), gone.refresh_from_db()
    assert (keep.kpj, keep.phone.reveal()) == ("07234561890", "+6281234567890")
    assert (gone.merged_into, gone.merged_by, gone.kpj) == (keep, user, "07234561890")
    assert list(Worker.objects.current()) == [keep] and Worker.objects.by_nik(gone.nik.reveal()).get() == gone
    assert Audit.objects.about(keep).first().action == "merge"
    assert [entry.action for entry in Audit.objects.about(gone)] == ["merged", "change", "register"]
    with pytest.raises(ValidationError, match="sudah digabungkan"):
        people.change_person(gone, by=user, version=gone.version, name="Lain")


@pytest.mark.django_db
def test_merging_twice_does_nothing_twice():
    pair, keep, _ = pair_of()
    doubles.merge(pair, keep=keep, by=make_user(), version=1, reason="Sama.")
    with pytest.raises(Stale):
        doubles.merge(pair, keep=keep, by=make_user(), version=1, reason="Sama.")
    assert Audit.objects.filter(action="merge").count() == 1


@pytest.mark.django_db
def test_questions_about_the_row_that_went_go_on():
    pair, keep, gone = pair_of()
    third = make_worker(name="Muh. Nasir", village=keep.village, occupation=keep.occupation)
    assert PossibleDouble.objects.count() == 3
    other = PossibleDouble.objects.get(first=gone, second=third)
    doubles.tell_apart(PossibleDouble.objects.get(first=keep, second=third), by=make_user(), version=1, reason="Beda.")
    doubles.merge(pair, keep=keep, by=make_user(), version=1, reason="Sama.")
    assert not PossibleDouble.objects.filter(state=State.OPEN).exists()
    assert not PossibleDouble.objects.filter(pk=other.pk).exists()


@pytest.mark.django_db
def test_rows_merged_before_point_to_the_one_that_stays():
    pair, second, first = pair_of()
    doubles.merge(pair, keep=second, by=make_user(), version=1, reason="Sama.")
    third = make_worker(name="Muh. Nasir", village=first.village, occupation=first.occupation)
    doubles.merge(PossibleDouble.objects.get(state=State.OPEN), keep=third, by=make_user(), version=1, reason="Sama.")
    assert set(Worker.objects.values_list("merged_into", flat=True)) == {None, third.pk}


@pytest.mark.django_db
def test_two_kpj_are_no_reason_to_lose_one():
    pair, keep, gone = pair_of()
    people.change_person(keep, by=None, version=1, kpj="07234561890")
    people.change_person(gone, by=None, version=1, kpj="07234561891")
    doubles.merge(pair, keep=keep, by=make_user(), version=1, reason="Sama.")
    assert set(Worker.objects.values_list("kpj", flat=True)) == {"07234561890", "07234561891"}


# The database


def refused(row: models.Model, constraint: str, **values) -> None:
    assert constraint in {item.name for item in type(row)._meta.constraints}
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)
    assert constraint in str(error.value) or "UNIQUE" in str(error.value)


@pytest.mark.django_db
def test_registers_keep_their_promises_past_every_verb():
    pair, first, second = pair_of()
    now, user = timezone.now(), make_user()
    refused(first, "programs_worker_has_a_name", name="")
    refused(first, "programs_worker_has_a_nik", nik_index=None)
    refused(first, "programs_worker_was_born_in_our_time", birth_date=date(1899, 1, 1))
    refused(first, "programs_worker_has_a_sex", sex="X")
    refused(first, "programs_worker_dies_after_birth", death_date=date(1970, 1, 1))
    refused(first, "programs_worker_employed_after_birth", formal_since=date(1970, 1, 1))
    refused(first, "programs_worker_moves_after_birth", moved_on=date(1970, 1, 1))
    refused(first, "programs_worker_lives_in_a_village", village=first.village.parent)
    refused(first, "programs_worker_kk_with_its_index", kk="9901991234560001")
    refused(first, "programs_worker_kpj_or_none", kpj="")
    refused(first, "programs_worker_number_decision_is_one_fact", number_check="accepted")
    refused(first, "programs_worker_merging_is_one_fact", merged_into=second)
    refused(first, "programs_worker_not_merged_into_itself", merged_into=first, merged_by=user, merged_at=now)
    refused(first.village, "programs_area_code_says_kind", kind="kecamatan")
    refused(pair, "programs_possibledouble_older_row_first", first=second)
    refused(pair, "programs_possibledouble_decision_is_one_fact", state="same")
    with pytest.raises(IntegrityError), transaction.atomic():
        Worker.objects.filter(pk=first.pk).update(nik_index=second.nik_index)
    with pytest.raises(models.ProtectedError):
        first.delete()


# Two at once


def at_once(*tasks):
    barrier, answers = threading.Barrier(len(tasks)), []

    def run(task):
        try:
            barrier.wait(timeout=20)
            answers.append(task() or "won")
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
def test_of_two_who_merge_at_once_one_does():
    pair, first, second = pair_of()
    users = [make_user(), make_user()]

    def merging(keep, user):
        mine = PossibleDouble.objects.get(pk=pair.pk)
        return lambda: doubles.merge(mine, keep=keep, by=user, version=mine.version, reason="Sama.") and "won"

    answers = at_once(merging(first, users[0]), merging(second, users[1]))
    assert answers == ["Stale", "won"] or answers == ["ValidationError", "won"]
    assert Worker.objects.current().count() == 1 and Audit.objects.filter(action="merge").count() == 1


@pytest.mark.django_db(transaction=True)
def test_chains_merged_at_once_end_at_a_current_row():
    pair, first, second = pair_of()
    third = make_worker(name="Muh. Nasir", village=first.village, occupation=first.occupation)
    other = PossibleDouble.objects.get(first=second, second=third)
    user = make_user()
    at_once(
        lambda: doubles.merge(pair, keep=first, by=user, version=1, reason="Sama.") and "won",
        lambda: doubles.merge(other, keep=third, by=user, version=1, reason="Sama.") and "won",
    )
    assert not Worker.objects.filter(merged_into__merged_into__isnull=False).exists()
    assert Worker.objects.current().count() == 2


@pytest.mark.django_db(transaction=True)
def test_one_nik_entered_twice_at_once_is_one_worker():
    village, occupation, nik = make_village(), make_occupation(), "9901991705800007"
    values = {"nik": nik, "village": village, "occupation": occupation, "name": "Sama"}
    answers = at_once(*(lambda: make_worker(**values) and "won" for _ in range(4)))
    assert answers == ["ValidationError"] * 3 + ["won"] and Worker.objects.count() == 1
