"""Monthly snapshots: counted by one, published by another, never edited, withdrawn in the open."""

import hashlib
import itertools
import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from programs.actions import snapshots
from programs.invariants import snapshots_are_as_counted
from programs.models import Area, Occupation, Snapshot, Worker
from programs.waiting import publish_due
from selayar_site import roles
from selayar_site.claims import Stale
from selayar_site.models import Audit, Purge
from selayar_site.months import month_number
from tests.factories import (
    make_agency,
    make_civil_servant,
    make_membership,
    make_occupation,
    make_published_snapshot,
    make_snapshot,
    make_user,
    make_village,
    make_waiting_entry,
    make_worker,
)
from tests.sign_in import make_staff

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = month_number(2026, 9), month_number(2026, 10)
codes = itertools.count(20)


def table(snapshot, slug="pekerja-kecamatan"):
    return {cell.label: cell.shown for cell in snapshot.cells.filter(table=slug)}


def settle(people, name="Wilayah", code=""):
    """So many workers in one new kecamatan."""
    village = make_village(code=f"{code or f'99.01.{next(codes)}'}.1001")
    Area.objects.filter(pk=village.parent_id).update(name=name)
    occupation = make_occupation()
    return [make_worker(village=village, occupation=occupation) for _ in range(people)]


def test_registers_are_counted_in_fives_and_small_groups_together():
    settle(8, name="Benteng")
    settle(3, name="Buki")
    settle(2, name="Taka Bonerate")
    agency = make_agency(short_name="Dinkes")
    for _ in range(6):
        make_civil_servant(agency=agency)
    snapshot = make_snapshot()
    assert table(snapshot) == {"Benteng": 10, "Lainnya (gabungan)": 5}
    assert table(snapshot, "asn-opd") == {"Dinkes": 5}


def test_cover_is_counted_by_payer_and_the_waiting_list_as_it_was_published():
    workers = settle(12, code="99.01.88")
    for worker in workers[:7]:
        make_membership(worker=worker)
    for worker in workers[7:]:
        make_waiting_entry(worker=worker)
    publish_due(timezone.make_aware(datetime(2026, 11, 1, 6)))
    snapshot = make_snapshot(OCTOBER)
    assert table(snapshot, "terlindungi-pembayar") == {"APBD kabupaten": 5}
    assert table(snapshot, "tunggu-kecamatan") == {"Wilayah": 5}
    assert table(make_snapshot(OCTOBER + 3, at=datetime(2027, 3, 1, tzinfo=UTC)), "terlindungi-pembayar") == {}
    assert not list(snapshots_are_as_counted())
    snapshot.cells.filter(table="tunggu-kecamatan").update(shown=10, count=10)
    (told,) = snapshots_are_as_counted()
    assert "Oktober 2026" in told


def test_trades_without_a_group_of_their_own_are_the_rest():
    settle(10)
    Occupation.objects.update(group="sea")
    settle(6)
    assert table(make_snapshot(), "pekerja-pekerjaan") == {"Laut dan pesisir": 10, "Lainnya (gabungan)": 5}


def test_who_died_moved_or_was_merged_is_not_counted_and_the_day_decides():
    workers = settle(10, name="Benteng")
    Worker.objects.filter(pk=workers[0].pk).update(death_date=date(2026, 10, 31))
    Worker.objects.filter(pk=workers[1].pk).update(moved_on=date(2026, 11, 1))
    merged = {"merged_into": workers[3], "merged_by": make_user(), "merged_at": timezone.now()}
    Worker.objects.filter(pk=workers[2].pk).update(**merged)
    snapshot = make_snapshot(OCTOBER)
    assert snapshot.cells.get(table="pekerja-kecamatan").count == 8


def test_nothing_is_public_before_a_second_person_approves():
    settle(5)
    snapshot = make_snapshot()
    assert not Snapshot.objects.published()
    with pytest.raises(ValidationError, match="orang lain"):
        snapshots.approve_snapshot(snapshot, by=snapshot.computed_by, version=snapshot.version)
    snapshot.refresh_from_db()
    before = Purge.objects.count()
    snapshots.approve_snapshot(snapshot, by=make_user(), version=snapshot.version)
    assert list(Snapshot.objects.published()) == [snapshot] and Purge.objects.count() > before
    told = list(Audit.objects.about(snapshot).values_list("action", "to_state"))
    assert told == [("approve", "approved"), ("compute_snapshot", "computed")]


def test_database_itself_keeps_the_second_person_and_the_fives():
    settle(5)
    snapshot = make_snapshot()
    facts = {"state": "approved", "decided_at": timezone.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Snapshot.objects.filter(pk=snapshot.pk).update(decided_by=snapshot.computed_by, **facts)
    for shown in (0, 4, 6):
        with pytest.raises(IntegrityError), transaction.atomic():
            snapshot.cells.update(shown=shown)


def test_a_stale_decision_is_no_decision():
    snapshot = make_snapshot()
    with pytest.raises(Stale):
        snapshots.approve_snapshot(snapshot, by=make_user(), version=snapshot.version + 1)


def test_month_that_is_not_over_is_not_counted():
    with pytest.raises(ValidationError, match="belum berakhir"):
        make_snapshot(at=timezone.make_aware(datetime(2026, 10, 31, 23)))


def test_month_waits_once_and_is_published_once_and_in_order():
    first = make_snapshot(OCTOBER)
    with pytest.raises(ValidationError, match="menunggu persetujuan"):
        make_snapshot(OCTOBER)
    snapshots.approve_snapshot(first, by=make_user(), version=first.version)
    with pytest.raises(ValidationError, match="sudah terbit"):
        make_snapshot(OCTOBER)
    with pytest.raises(ValidationError, match="urutan bulan"):
        make_snapshot(SEPTEMBER)


def test_what_was_counted_before_another_was_published_is_overtaken():
    late, first = make_snapshot(OCTOBER), make_snapshot(SEPTEMBER)
    snapshots.approve_snapshot(first, by=make_user(), version=first.version)
    with pytest.raises(ValidationError, match="setelah yang ini dihitung"):
        snapshots.approve_snapshot(late, by=make_user(), version=late.version)
    with pytest.raises(IntegrityError), transaction.atomic():
        Snapshot.objects.filter(pk=late.pk).update(state="approved", decided_by=make_user(), decided_at=timezone.now())


def test_altered_cells_are_not_published():
    settle(5)
    snapshot = make_snapshot()
    snapshot.cells.update(shown=50)
    with pytest.raises(ValidationError, match="tidak sama"):
        snapshots.approve_snapshot(snapshot, by=make_user(), version=snapshot.version)


def test_cells_are_not_saved_again():
    settle(5)
    with pytest.raises(TypeError):
        make_snapshot().cells.get(table="pekerja-kecamatan").save()


def test_digest_is_of_what_is_published_and_can_be_computed_by_anybody():
    settle(6, name="Benteng", code="99.01.77")
    snapshot = make_snapshot(OCTOBER)
    rows = sorted(snapshot.cells.values_list("table", "key", "label", "shown"))
    lines = [json.dumps(["2026-10", *row], ensure_ascii=False, separators=(",", ":")) for row in rows]
    assert '["2026-10","pekerja-kecamatan","99.01.77","Benteng",5]' in lines
    assert snapshot.digest == hashlib.sha256("\n".join(lines).encode()).hexdigest()
    snapshot.cells.update(count=7)
    assert snapshot.is_intact()  # true counts are in no digest: they could be guessed from it


def test_withdrawal_says_why_and_the_month_may_be_told_again():
    settle(6, name="Benteng")
    snapshot = make_published_snapshot(OCTOBER)
    with pytest.raises(ValidationError, match="mengapa"):
        snapshots.withdraw_snapshot(snapshot, by=make_user(), version=snapshot.version, reason=" ")
    snapshot.refresh_from_db()
    snapshots.withdraw_snapshot(snapshot, by=make_user(), version=snapshot.version, reason="Daftar dimuat dua kali.")
    assert not Snapshot.objects.published() and snapshot.withdrawal == "Daftar dimuat dua kali."
    settle(2, name="Buki")
    again = make_published_snapshot(OCTOBER)
    assert again.former == snapshot
    with pytest.raises(ValidationError, match="terbit yang dicabut"):
        snapshots.withdraw_snapshot(snapshot, by=make_user(), version=snapshot.version, reason="Lagi.")


def test_refusal_says_why_and_the_month_may_be_counted_again():
    snapshot = make_snapshot(OCTOBER)
    with pytest.raises(ValidationError, match="mengapa"):
        snapshots.refuse_snapshot(snapshot, by=make_user(), version=snapshot.version, reason="")
    snapshot.refresh_from_db()
    snapshots.refuse_snapshot(snapshot, by=snapshot.computed_by, version=snapshot.version, reason="Daftar belum masuk.")
    assert make_snapshot(OCTOBER).state == "computed"


def test_command_counts_last_month_for_an_account_that_may():
    officer, out = make_staff(roles.PROGRAM_OFFICER), StringIO()
    call_command("snapshot", by=officer.email, month="2026-09", stdout=out)
    snapshot = Snapshot.objects.get()
    assert (snapshot.month, snapshot.computed_by) == (SEPTEMBER, officer) and snapshot.digest in out.getvalue()
    for options in (
        {"by": make_staff(roles.VERIFIER).email},
        {"by": "tidak@ada.example"},
        {"by": officer.email, "month": "Oktober"},
        {"by": officer.email, "month": "2026-09"},
    ):
        with pytest.raises(CommandError):
            call_command("snapshot", **options)
