"""The waiting list: who is listed, on which consent, and how one leaves it."""

import threading
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs import waiting as public
from programs.actions import doubles, people, waiting
from programs.models import ConsentWording, PossibleDouble, WaitingEntry, WaitingPublication, Worker
from programs.small_cells import merge_small
from selayar_site.claims import Stale
from selayar_site.models import Audit, AuditReason
from selayar_site.months import month_of
from tests.factories import make_membership, make_occupation, make_user, make_village, make_waiting_entry, make_worker

TODAY = timezone.localdate()


@pytest.mark.django_db
def test_who_is_listed_waits_on_the_current_wording():
    ConsentWording(text="Saya bersedia, versi baru.").add()
    user, worker = make_user(), make_worker()
    entry = make_waiting_entry(worker=worker, by=user, note="Menunggu di rumah.")
    assert entry.consent == ConsentWording.current() and entry.listed_by == user
    assert Audit.objects.about(entry).get().action == "list_waiting"
    assert list(WaitingEntry.objects.available()) == [entry]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"death_date": TODAY}, "sudah meninggal"),
        ({"moved_on": TODAY}, "pindah ke luar kabupaten"),
        ({"formal_since": TODAY}, "bekerja formal"),
        ({"formal_since": TODAY + timedelta(days=1)}, ""),
    ],
)
def test_who_cannot_be_covered_is_not_listed(changes, sentence):
    worker = make_worker()
    people.change_person(worker, by=None, version=1, **changes)
    if not sentence:
        assert make_waiting_entry(worker=worker).pk
        return
    with pytest.raises(ValidationError, match=sentence):
        make_waiting_entry(worker=worker)


@pytest.mark.django_db
def test_who_is_covered_or_merged_or_listed_is_not_listed():
    covered = make_worker()
    month = month_of(TODAY)
    make_membership(worker=covered, first=month, last=month)
    with pytest.raises(ValidationError, match="sudah ditanggung APBD kabupaten"):
        make_waiting_entry(worker=covered)
    place = {"village": make_village(), "occupation": make_occupation()}
    keep, gone = (make_worker(name="Muh. Nasir", **place) for _ in range(2))
    doubles.merge(PossibleDouble.objects.get(), keep=keep, by=make_user(), version=1, reason="Sama.")
    with pytest.raises(ValidationError, match="sudah digabungkan"):
        make_waiting_entry(worker=gone)
    make_waiting_entry(worker=keep)
    with pytest.raises(ValidationError, match="sudah ada dalam daftar tunggu"):
        make_waiting_entry(worker=keep)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"since": TODAY + timedelta(days=1)}, "belum tiba"),
        ({"consent_on": TODAY + timedelta(days=1)}, "belum tiba"),
        ({"since": date(1999, 1, 1)}, "antara 2000 dan 2100"),
        ({"consent_how": "?"}, "bukan pilihan|tidak sah|valid"),
        ({"source": ""}, "."),
        ({"note": "NIK 9901991705804321"}, "hapus NIK"),
    ],
)
def test_impossible_entries_are_refused_with_a_sentence(wrong, sentence):
    with pytest.raises(ValidationError, match=sentence):
        make_waiting_entry(**wrong)


@pytest.mark.django_db
def test_nobody_is_listed_without_a_wording():
    worker, user = make_worker(), make_user()
    ConsentWording.objects.all().delete()
    with pytest.raises(ValidationError, match="teks persetujuan"):
        waiting.list_worker(worker, by=user, since=TODAY, source="counter", consent_on=TODAY, consent_how="signed")


@pytest.mark.django_db
def test_withdrawing_says_why_and_lets_the_worker_be_listed_again():
    entry = make_waiting_entry()
    with pytest.raises(ValidationError, match="dasar keputusan"):
        waiting.withdraw_waiting(entry, by=make_user(), version=1, reason="by_error")
    with pytest.raises(ValidationError, match="Pilih alasannya"):
        waiting.withdraw_waiting(entry, by=make_user(), version=1, reason="?")
    waiting.withdraw_waiting(entry, by=make_user(), version=1, reason="by_error", note="Tertukar.")
    assert Audit.objects.about(entry).first().reason.text == "Tertukar."
    with pytest.raises(ValidationError, match="tidak menunggu lagi"):
        waiting.withdraw_waiting(entry, by=make_user(), version=2, reason="by_error", note="Tertukar.")
    assert make_waiting_entry(worker=entry.worker).pk != entry.pk


@pytest.mark.django_db
def test_own_wish_leaves_nothing_written_behind():
    entry = make_waiting_entry(note="Sakit sejak Mei.")
    Audit.objects.record(entry, "change", by=None, reason="Sakit sejak Mei.")
    waiting.withdraw_waiting(entry, by=make_user(), version=1, reason="by_wish", note="Sakit.")
    entry.refresh_from_db()
    assert entry.note == "" and not AuditReason.objects.exists()
    assert Worker.objects.filter(pk=entry.worker_id).exists()


@pytest.mark.django_db
def test_own_wish_can_take_the_whole_row_where_nothing_needs_it():
    worker = make_worker(name="Siti Rahma")
    entry = make_waiting_entry(worker=worker)
    people.find_by_number(Worker, kind="nik", number=worker.nik.reveal(), by=make_user(), reason="Siti di loket.")
    waiting.withdraw_waiting(entry, by=make_user(), version=1, reason="by_wish", erase=True)
    assert not Worker.objects.exists() and not WaitingEntry.objects.exists() and not AuditReason.objects.exists()
    assert Audit.objects.filter(action="erase_worker").count() == 1


@pytest.mark.django_db
def test_row_that_the_ledger_needs_stays_and_so_does_all():
    worker = make_worker()
    make_membership(worker=worker, first=month_of(TODAY) - 9, last=month_of(TODAY) - 5)
    entry = make_waiting_entry(worker=worker, note="Catatan.")
    with pytest.raises(ValidationError, match="masih dipakai"):
        waiting.withdraw_waiting(entry, by=make_user(), version=1, reason="by_wish", erase=True)
    entry = WaitingEntry.objects.get()
    assert entry.state == "waiting" and entry.note == "Catatan."
    with pytest.raises(ValidationError, match="atas keinginannya"):
        waiting.withdraw_waiting(entry, by=make_user(), version=1, reason="gone", note="Surat.", erase=True)


@pytest.mark.django_db
def test_who_is_taken_waits_no_more():
    entry = make_waiting_entry()
    waiting.take(entry, by=make_user())
    assert entry.state == "taken" and not WaitingEntry.objects.available().exists()
    with pytest.raises(ValidationError, match="tidak menunggu lagi"):
        waiting.take(entry, by=make_user())


@pytest.mark.django_db
def test_who_dies_or_moves_is_not_available_from_that_day():
    entry = make_waiting_entry()
    people.change_person(entry.worker, by=None, version=1, moved_on=TODAY)
    assert not WaitingEntry.objects.available().exists()
    assert WaitingEntry.objects.available(TODAY - timedelta(days=1)).exists()


def refused(row: models.Model, constraint: str, **values) -> None:
    assert constraint in {item.name for item in type(row)._meta.constraints}
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)
    assert constraint in str(error.value) or "UNIQUE" in str(error.value)


@pytest.mark.django_db
def test_list_keeps_its_promises_past_every_verb():
    entry, other, user, now = make_waiting_entry(note="Ada."), make_waiting_entry(), make_user(), timezone.now()
    end = {"ended_at": now, "ended_by": user}
    refused(entry, "programs_waitingentry_one_each", worker=other.worker)
    refused(entry, "programs_waitingentry_since_a_possible_day", since=date(1999, 1, 1))
    refused(entry, "programs_waitingentry_consent_is_told", consent_how="?")
    refused(entry, "programs_waitingentry_end_is_one_fact", state="taken")
    refused(entry, "programs_waitingentry_end_is_one_fact", state="withdrawn", **end)
    refused(entry, "programs_waitingentry_end_is_one_fact", ended_at=now)
    refused(entry, "programs_waitingentry_wish_leaves_no_note", state="withdrawn", reason="by_wish", **end)
    ConsentWording(text="Dua.").add()
    first, second = ConsentWording.objects.order_by("number")[:2]
    refused(second, "programs_consentwording_each_number_once", number=first.number)
    refused(second, "programs_consentwording_says_something", text="")
    row = WaitingPublication.objects.create(month=24_322)
    refused(row, "programs_waitingpublication_of_a_possible_month", month=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        WaitingPublication.objects.create(month=24_322)


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
def test_of_two_at_once_one_lists_one_takes_and_one_publishes():
    ConsentWording.objects.get_or_create(number=1, defaults={"text": "Saya bersedia."})
    worker, users = make_worker(), [make_user(), make_user()]
    listing = [lambda user=user: make_waiting_entry(worker=worker, by=user) and "won" for user in users]
    assert at_once(*listing) == ["ValidationError", "won"]
    entry = WaitingEntry.objects.get()
    mine = [WaitingEntry.objects.get(pk=entry.pk) for _ in users]
    taking = [lambda row=row, user=user: waiting.take(row, by=user) for row, user in zip(mine, users, strict=True)]
    assert at_once(*taking) == ["ValidationError", "won"]
    assert Audit.objects.filter(action="take_waiting").count() == 1
    assert sorted(at_once(*[lambda: str(public.publish_due())] * 2)) == ["0", "1"]


# What everyone reads


def listed(number, **fields):
    for _ in range(number):
        make_waiting_entry(worker=make_worker(**fields))


def moment(month, day=3):
    return timezone.make_aware(datetime(2027, month, day, 8))


@pytest.mark.django_db
def test_groups_of_five_are_published_once_a_month_and_held():
    village, sea, land = make_village(), make_occupation(group="sea"), make_occupation(group="land")
    listed(6, village=village, occupation=sea)
    listed(5, village=village, occupation=land)
    listed(1, village=village, occupation=make_occupation(group="trade"))
    assert public.publish_due(moment(1)) == 1 and public.publish_due(moment(1, 20)) == 0
    page = public.waiting_page()
    district = village.parent.name
    told = [(each.name, [(trade.name, trade.people) for trade in each.trades]) for each in page.districts]
    rest = ("Kecamatan lain", [("Pekerjaan lain", [None, 5])])
    assert page.ages == ["45–64", "Lain"]
    assert told == [(district, [("Laut dan pesisir", [5, None])]), rest] and page.total == 10
    listed(3, village=village, occupation=sea)
    assert public.publish_due(moment(2)) == 1 and public.waiting_page().districts == page.districts
    listed(3, village=village, occupation=sea)
    assert public.publish_due(moment(3)) == 1
    assert public.waiting_page().districts[0].trades[0].people == [10, None]


@pytest.mark.django_db
def test_fewer_than_five_are_not_published_at_all():
    listed(4)
    public.publish_due(moment(1))
    page = public.waiting_page()
    assert page.districts == [] and page.total == 0 and WaitingPublication.objects.get().cells == []


@pytest.mark.django_db
def test_nothing_small_is_kept_for_the_public():
    village = make_village()
    for group, number in (("sea", 7), ("land", 2), ("trade", 1)):
        listed(number, village=village, occupation=make_occupation(group=group))
    public.publish_due(moment(1))
    assert all(count >= 5 for *_, count, _ in WaitingPublication.objects.get().cells)


@pytest.mark.parametrize(
    ("age", "band"), [(17, "all"), (18, "18"), (29, "18"), (30, "30"), (44, "30"), (45, "45"), (64, "45"), (65, "all")]
)
def test_bands_of_age(age, band):
    assert public.band_of(age) == band


keys = st.tuples(
    st.sampled_from(["73.01.01", "73.01.02"]),
    st.sampled_from(["sea", "land", "other"]),
    st.sampled_from(["18", "30", "all"]),
)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(cells=st.dictionaries(keys, st.integers(0, 9)))
def test_every_group_that_is_left_has_five(cells):
    merged = merge_small(cells, steps=public.STEPS)
    people_in_all = sum(cells.values())
    assert sum(merged.values()) == (people_in_all if people_in_all >= 5 else 0)
    assert all(count >= 5 for count in merged.values())
