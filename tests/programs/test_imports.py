"""A list from its arrival to the register: what each row would do, and that it does that, once."""

import json
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from programs.actions import imports, people
from programs.imports.running import resume, work
from programs.models import HeadingMap, ImportPart, ImportRow, PossibleDouble, RosterImport, Worker
from programs.numbers import age_on
from selayar_site.claims import Stale
from selayar_site.models import Audit
from tests.factories import make_nik, make_user, make_worker
from tests.lists import (
    WORKER_HEADINGS,
    applied,
    checked,
    csv_of,
    places,
    received,
    worker_list,
    worker_row,
    xlsx_of,
)

NAME = WORKER_HEADINGS.index("Nama")

pytestmark = pytest.mark.django_db


def details(row) -> dict:
    return json.loads(row.details.reveal())


def fates(roster_import) -> list[str]:
    return list(roster_import.rows.order_by("pk").values_list("fate", flat=True))


def only(roster_import) -> ImportRow:
    return roster_import.rows.get()


def test_new_list_becomes_workers_with_their_history():
    places()
    user = make_user()
    found = applied(checked(csv_of(*worker_list(3))), by=user)
    assert found.state == "done" and found.summary["applied"]["outcome"] == {"written": 3}
    worker = Worker.objects.get(name="Pekerja Contoh Ba")
    assert (worker.birth_date, worker.sex, worker.village.name) == (date(1971, 2, 2), "P", "Bontolebang")
    assert worker.phone.reveal() == "+6281200000001" and worker.nik_index
    entry = Audit.objects.about(worker).get()
    assert (entry.action, entry.actor, entry.to_state) == ("register", user, f"impor no. {found.pk}")


def test_dry_run_writes_nothing_into_the_register():
    places()
    before = Audit.objects.count()
    found = checked(csv_of(*worker_list(3)))
    assert found.state == "checked" and fates(found) == ["new"] * 3 and not Worker.objects.exists()
    assert set(Audit.objects.all()[: Audit.objects.count() - before].values_list("object_type", flat=True)) == {
        "programs.rosterimport"
    }


def test_same_file_again_changes_nothing():
    places()
    content = csv_of(*worker_list(3))
    applied(checked(content))
    versions = list(Worker.objects.values_list("version", flat=True))
    again = checked(content)
    assert fates(again) == ["same"] * 3
    with pytest.raises(ValidationError, match="Tidak ada baris baru"):
        imports.apply_list(again, by=make_user(), version=again.version)
    assert list(Worker.objects.values_list("version", flat=True)) == versions


def test_changes_are_shown_with_masked_numbers_and_written():
    places()
    applied(checked(csv_of(WORKER_HEADINGS, worker_row(1))))
    found = checked(csv_of(WORKER_HEADINGS, worker_row(1, name="Pekerja Contoh Ba Baru", phone="0813 5555 8888")))
    row = only(found)
    assert row.fate == "changed" and row.target == Worker.objects.get().pk
    changes = {label: (before, after) for label, before, after in details(row)["changes"]}
    assert changes["nama"] == ("Pekerja Contoh Ba", "Pekerja Contoh Ba Baru")
    assert changes["telepon"] == ("•••• 0001", "•••• 8888")
    applied(found)
    worker = Worker.objects.get()
    assert (worker.name, worker.name_key, worker.phone.reveal()) == (
        "Pekerja Contoh Ba Baru",
        "pekerja contoh ba baru",
        "+6281355558888",
    )
    entry = Audit.objects.about(worker).filter(action="change").get()
    assert entry.changed == ["name", "phone"]
    assert Worker.objects.filter(phone_index=worker.phone_index).count() == 1


def test_empty_cells_say_nothing():
    places()
    applied(checked(csv_of(WORKER_HEADINGS, worker_row(1))))
    again = checked(csv_of(WORKER_HEADINGS, worker_row(1, phone="-", birth_date="", sex="", village="", occupation="")))
    assert fates(again) == ["same"]


def test_applying_twice_does_nothing_twice():
    places()
    found = checked(csv_of(*worker_list(2)))
    version = found.version
    applied(found)
    with pytest.raises((Stale, ValidationError)):
        imports.apply_list(found, by=make_user(), version=version)
    with pytest.raises(ValidationError):
        imports.apply_list(found, by=make_user(), version=found.version)
    assert not work(found.pk) and Worker.objects.count() == 2


def test_row_that_would_now_do_something_else_is_reported_not_forced():
    places()
    applied(checked(csv_of(*worker_list(3))))
    names = {number: f"{worker_row(number)[NAME]} Baru" for number in (1, 2, 3)}
    rows = [worker_row(number, name=name) for number, name in names.items()]
    found = checked(csv_of(WORKER_HEADINGS, *rows))
    first, second, _ = Worker.objects.order_by("birth_date")
    people.change_person(first, by=None, version=first.version, name=f"{names[1]} Petugas")
    people.change_person(second, by=None, version=second.version, name=names[2])
    applied(found)
    assert list(found.rows.order_by("pk").values_list("outcome", flat=True)) == ["differs", "same", "written"]
    first.refresh_from_db()
    assert first.name.endswith(" Petugas")
    assert "berubah" in details(found.rows.get(outcome="differs"))["wrong"][0]


def test_person_entered_meanwhile_is_not_entered_again():
    village, occupation = places()
    found = checked(csv_of(*worker_list(2)))
    nik = worker_row(1)[1]
    name = f"{worker_row(1)[NAME]} Lain"
    make_worker(nik=nik, name=name, birth_date=date(1971, 2, 2), sex="P", village=village, occupation=occupation)
    applied(found)
    assert list(found.rows.order_by("pk").values_list("outcome", flat=True)) == ["differs", "written"]
    assert Worker.objects.get(name=name) and Worker.objects.count() == 2


def test_right_number_beside_another_name_renames_nobody():
    places()
    applied(checked(csv_of(*worker_list(2))))
    found = checked(csv_of(WORKER_HEADINGS, worker_row(1, name="Daeng Lain"), worker_row(2)))
    assert fates(found) == ["refused", "same"]
    assert "milik Pekerja Contoh Ba" in details(found.rows.get(fate="refused"))["wrong"][0]


@pytest.mark.parametrize("born", [date(2015, 6, 5), date(1935, 6, 5)])
def test_age_that_cannot_be_covered_is_told(born):
    places()
    row = worker_row(1, nik=make_nik(born), birth_date=f"{born:%d/%m/%Y}", sex="")
    age = age_on(born, timezone.localdate())
    assert f"Berusia {age} tahun" in details(only(checked(csv_of(WORKER_HEADINGS, row))))["notes"][0]


def test_number_twice_in_the_file_is_refused_the_second_time():
    places()
    row = worker_row(1)
    found = checked(csv_of(WORKER_HEADINGS, row, worker_row(2), worker_row(3, nik=row[1], name="Orang Lain")))
    assert fates(found) == ["new", "new", "refused"]
    assert "baris 2" in details(found.rows.get(fate="refused"))["wrong"][0]


def test_number_twice_is_seen_across_batches(monkeypatch):
    places()
    monkeypatch.setattr("programs.imports.checking.BATCH", 2)
    rows = [worker_row(number) for number in range(1, 6)]
    found = checked(csv_of(WORKER_HEADINGS, *rows, worker_row(9, nik=rows[0][1])))
    assert fates(found) == ["new"] * 5 + ["refused"]


def test_probable_doubles_are_told_before_and_noted_after():
    village, occupation = places()
    make_worker(name="Muhammad Nasir", village=village, occupation=occupation)
    twin = worker_row(1, nik=make_nik(serial=7777), name="Muh. Nasir", birth_date="17/05/1980", sex="L")
    found = checked(csv_of(WORKER_HEADINGS, twin))
    row = only(found)
    assert row.fate == "new" and row.is_noted
    assert "Mungkin sudah tercatat dengan NIK lain" in details(row)["notes"][0]
    assert not PossibleDouble.objects.exists()
    applied(found)
    assert PossibleDouble.objects.count() == 1


def test_two_rows_of_one_person_under_two_numbers_are_noted():
    places()
    one = worker_row(1, nik=make_nik(serial=1111), name="Nurdin", birth_date="17/05/1980", sex="L")
    two = worker_row(2, nik=make_nik(serial=2222), name="NURDIN", birth_date="17/05/1980", sex="L")
    found = checked(csv_of(WORKER_HEADINGS, one, two))
    assert [row.is_noted for row in found.rows.order_by("pk")] == [False, True]


def test_number_that_contradicts_the_birth_waits_for_an_officer():
    places()
    found = checked(csv_of(WORKER_HEADINGS, worker_row(1, sex="L")))
    assert "Jenis kelamin dalam NIK berbeda" in details(only(found))["notes"][0]
    applied(found)
    assert Worker.objects.get().number_check == "pending"


def test_swapped_day_and_month_is_refused():
    places()
    row = worker_row(5)  # 6 June 1975 … made 6/8
    row[1], row[3] = make_nik(date(1975, 8, 6), "P", serial=9), "08/06/1975"
    found = checked(csv_of(WORKER_HEADINGS, row))
    assert "tertukar" in details(only(found))["wrong"][0]


def test_merged_row_leads_to_the_one_that_stays():
    from programs.actions import doubles

    village, occupation = places()
    place = {"village": village, "occupation": occupation}
    keep = make_worker(name="Muh. Nasir", **place)
    gone = make_worker(name="Muhammad Nasir", **place)
    doubles.merge(PossibleDouble.objects.get(), keep=keep, by=make_user(), version=1, reason="Sama.")
    row = worker_row(
        1, nik=gone.nik.reveal(), name="Muh. Nasir", birth_date="17/05/1980", sex="L", phone="081355558888"
    )
    found = applied(checked(csv_of(WORKER_HEADINGS, row)))
    assert only(found).outcome == "written"
    keep.refresh_from_db()
    assert keep.phone.reveal() == "+6281355558888" and keep.nik.reveal() != gone.nik.reveal()


def test_kpj_of_another_is_refused():
    village, occupation = places()
    make_worker(kpj="07234561890", village=village, occupation=occupation)
    found = checked(csv_of([*WORKER_HEADINGS, "KPJ"], [*worker_row(1), "07234561890"]))
    assert "KPJ ini sudah tercatat" in details(only(found))["wrong"][0]


def test_list_of_numbers_alone_adds_them():
    village, occupation = places()
    worker = make_worker(village=village, occupation=occupation)
    applied(checked(csv_of(["NIK", "Nomor KPJ"], [worker.nik.reveal(), "07234561890"])))
    worker.refresh_from_db()
    assert worker.kpj == "07234561890"


def test_headings_are_asked_once():
    places()
    user = make_user()
    first = received(
        csv_of(["NIK", "Panggilan", "Desa", "Pekerjaan"], [worker_row(1)[1], "Abc", "Bontolebang", "Nelayan"])
    )
    assert first.state == "mapping" and first.columns == {"nik": 0, "village": 2, "occupation": 3}
    columns = {**first.columns, "name": 1}
    imports.match_columns(first, columns=columns, options={}, by=user, version=first.version)
    second = received(
        csv_of(["nik ", "PANGGILAN", "Desa", "Pekerjaan"], [worker_row(2)[1], "Def", "Bontolebang", "Nelayan"])
    )
    assert second.state == "checking" and second.columns == columns
    work(second.pk)
    assert fates(second) == ["new"]
    assert HeadingMap.objects.count() == 1


def test_matching_can_be_changed_after_the_check():
    places()
    found = checked(
        csv_of(
            ["NIK", "Nama", "Nama", "Desa", "Pekerjaan"], [worker_row(1)[1], "A1", "Benar", "Bontolebang", "Nelayan"]
        )
    )
    imports.match_columns(
        found, columns={**found.columns, "name": 2}, options={}, by=make_user(), version=found.version
    )
    work(found.pk)
    assert details(only(found))["who"] == "Benar"


def test_killed_worker_is_followed_where_it_stopped(monkeypatch):
    """The second batch dies in the middle: what it wrote is undone, the first stays."""
    places()
    monkeypatch.setattr("programs.imports.applying.BATCH", 2)
    found = checked(csv_of(*worker_list(5)))
    imports.apply_list(found, by=make_user(), version=found.version)
    from programs.actions import bulk

    register, calls = bulk.register_workers, []

    def dies(rows, **told):
        calls.append(len(rows))
        register(rows, **told)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return None

    monkeypatch.setattr(bulk, "register_workers", dies)
    with pytest.raises(KeyboardInterrupt):
        work(found.pk)
    assert Worker.objects.count() == 2
    monkeypatch.setattr(bulk, "register_workers", register)
    assert not work(found.pk)  # still held
    assert resume() == 0
    RosterImport.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert resume() == 1
    found.refresh_from_db()
    assert found.state == "done" and Worker.objects.count() == 5
    assert found.summary["applied"]["outcome"] == {"written": 5}


def test_check_is_taken_up_where_it_stopped(monkeypatch):
    places()
    monkeypatch.setattr("programs.imports.checking.BATCH", 2)
    found = received(csv_of(*worker_list(5)))
    imports.match_columns(found, columns=found.columns, options={}, by=make_user(), version=found.version)
    assert work(found.pk, seconds=0)
    found.refresh_from_db()
    assert found.rows.count() == 2 and found.state == "checking"
    work(found.pk)
    found.refresh_from_db()
    assert fates(found) == ["new"] * 5 and found.state == "checked"


def test_list_that_fails_again_and_again_is_stopped(monkeypatch):
    places()
    found = received(csv_of(*worker_list(2)))
    imports.match_columns(found, columns=found.columns, options={}, by=make_user(), version=found.version)
    monkeypatch.setattr("programs.imports.checking.Judge", lambda *given: 1 / 0)
    for _ in range(6):
        RosterImport.objects.update(lease_until=None)
        resume()
    found.refresh_from_db()
    assert found.state == "stuck" and "administrator" in found.problem
    monkeypatch.undo()
    imports.try_again(found, by=make_user(), version=found.version)
    work(found.pk)
    found.refresh_from_db()
    assert found.state == "checked"


def test_what_was_discarded_or_is_old_is_erased():
    places()
    found = checked(csv_of(*worker_list(2)))
    imports.discard(found, by=make_user(), version=found.version)
    assert (found.state, found.rows.count(), found.parts.count(), found.head) == ("discarded", 0, 0, None)
    done = applied(checked(csv_of(*worker_list(3))))
    assert not ImportPart.objects.exists()  # the file is gone as soon as it is applied
    assert imports.erase_old() == 0
    assert imports.erase_old(at=timezone.now() + timedelta(days=31)) == 1
    done.refresh_from_db()
    assert done.state == "done" and not ImportRow.objects.exists() and done.summary["applied"]["rows"] == 3


def test_work_under_way_is_lost_to_whoever_discards(monkeypatch):
    places()
    found = received(csv_of(*worker_list(2)))
    user = make_user()
    imports.match_columns(found, columns=found.columns, options={}, by=user, version=found.version)
    from programs.imports import judging

    judge = judging.Judge.judge

    def discarded_meanwhile(self, rows):
        judged = judge(self, rows)
        now = RosterImport.objects.get()
        imports.discard(now, by=user, version=now.version)
        return judged

    monkeypatch.setattr(judging.Judge, "judge", discarded_meanwhile)
    work(found.pk)
    assert RosterImport.objects.get().state == "discarded" and not ImportRow.objects.exists()


def test_stored_list_is_sealed():
    from django.db import connection

    places()
    row = worker_row(1)
    checked(csv_of(WORKER_HEADINGS, row))
    with connection.cursor() as cursor:
        for table in ("programs_rosterimport", "programs_importrow", "programs_importpart"):
            cursor.execute(f"SELECT * FROM {table}")
            text = repr([[bytes(cell) if isinstance(cell, memoryview) else cell for cell in each] for each in cursor])
            assert row[1] not in text and row[2] not in text


def test_title_rows_merged_headings_and_numbering_are_passed_over():
    places()
    row = worker_row(1)
    found = checked(
        xlsx_of(
            ["DAFTAR PEKERJA RENTAN"],
            ["Kecamatan Contoh"],
            [],
            ["No", "Nama", "Nomor", None, "Alamat", None, "Pekerjaan"],
            [None, None, "NIK", "KK", "Desa", "Kecamatan", None],
            [1, 2, 3, 4, 5, 6, 7],
            [1, row[2], row[1], None, "Desa Bontolebang", None, "nelayan"],
        )
    )
    assert found.heading_row == 5
    assert fates(found) == ["new"] and only(found).number == 7
