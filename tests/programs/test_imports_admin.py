"""A list through the office: uploaded, matched, looked through, applied, sent back."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from programs.imports.running import work
from programs.models import CivilServant, ImportRow, RosterImport, Worker
from selayar_site import roles
from selayar_site.models import Audit
from tests.factories import make_agency
from tests.lists import WORKER_HEADINGS, applied, checked, csv_of, places, received, worker_list, worker_row, xlsx_of
from tests.sign_in import make_staff, sign_in

pytestmark = pytest.mark.django_db

ADD = "/admin/programs/rosterimport/add/"


@pytest.fixture
def officer(client):
    return sign_in(client, make_staff(roles.PROGRAM_OFFICER))


def page(name: str, roster_import, *more) -> str:
    return reverse(f"admin:programs_rosterimport_{name}", args=[roster_import.pk, *more])


def send(client, content: bytes, kind: str = "workers", name: str = "daftar.csv"):
    return client.post(ADD, {"kind": kind, "file": SimpleUploadedFile(name, content)})


def text_of(response) -> str:
    return response.content.decode()


def matching(roster_import, **more) -> dict:
    return {f"column_{name}": column for name, column in roster_import.columns.items()} | {
        "version": roster_import.version,
        **more,
    }


def test_officer_brings_a_list_into_the_register(officer, django_capture_on_commit_callbacks):
    places()
    answer = send(officer, csv_of(*worker_list(3), worker_row(4, nik="1")))
    roster_import = RosterImport.objects.get()
    assert answer.url == page("match", roster_import)
    assert "B · NIK" in text_of(officer.get(answer.url))
    with django_capture_on_commit_callbacks(execute=True):
        answer = officer.post(answer.url, matching(roster_import))
    assert answer.url == page("change", roster_import)
    answer = officer.get(answer.url)
    assert "4 baris diperiksa: 3 baru, 1 ditolak." in text_of(answer) and "no-store" in answer["Cache-Control"]
    roster_import.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        officer.post(page("apply", roster_import), {"version": roster_import.version})
    assert Worker.objects.count() == 3
    done = text_of(officer.get(page("change", roster_import)))
    assert "4 baris selesai: 3 diterapkan, 1 tidak diterapkan." in done
    assert "3 diterapkan" in text_of(officer.get("/admin/programs/rosterimport/"))


def test_servants_of_an_agency_are_brought_in(officer, django_capture_on_commit_callbacks):
    from tests.lists import make_servant_row

    agency = make_agency()
    send(officer, csv_of(["NIP", "Nama"], make_servant_row()[:2]), "civil_servants")
    roster_import = RosterImport.objects.get()
    refused = officer.post(page("match", roster_import), matching(roster_import))
    assert "Pilih kolom OPD, atau satu OPD untuk seluruh daftar." in text_of(refused)
    with django_capture_on_commit_callbacks(execute=True):
        officer.post(page("match", roster_import), matching(roster_import, agency=agency.pk))
    roster_import.refresh_from_db()
    applied(roster_import)
    assert CivilServant.objects.get().agency() == agency


def test_known_headings_lead_to_the_check_at_once(officer, django_capture_on_commit_callbacks):
    places()
    checked(csv_of(*worker_list(1)))
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(officer, csv_of(*worker_list(2)))
    newest = RosterImport.objects.latest("pk")
    assert answer.url == page("change", newest) and newest.state == "checked"


def test_rows_are_filtered_and_paged(officer):
    places()
    rows = [worker_row(number) for number in range(1, 61)]
    found = checked(csv_of(WORKER_HEADINGS, *rows, worker_row(61, village="Entah"), worker_row(62, nik="12")))
    url = page("change", found)
    first = text_of(officer.get(url))
    assert first.count("fate fate--") == 50 and "sesudah=" in first
    assert text_of(officer.get(f"{url}?baris=ditolak")).count("fate fate--") == 2
    village = text_of(officer.get(f"{url}?baris=ditolak&sebab=village"))
    assert village.count("fate fate--") == 1 and "“Entah” tidak dikenal" in village
    assert officer.get(f"{url}?baris=entah").status_code == 404
    assert officer.get(f"{url}?sesudah=x").status_code == 404


def test_work_under_way_shows_how_far_it_is(officer):
    places()
    found = received(csv_of(*worker_list(9)))
    officer.post(page("match", found), matching(found))
    work(found.pk, seconds=0)
    RosterImport.objects.update(state="checking", position=5, total=10)
    told = text_of(officer.get(page("change", found)))
    assert "5 dari sekitar 10 baris" in told and 'value="50"' in told and "Muat ulang" in told


def test_another_row_of_headings_is_chosen(officer):
    places()
    found = received(
        csv_of(["Alamat", "Nama", "Pekerjaan"], ["NIK", "Nama", "Desa"], [worker_row(1)[1], "Abc", "Bontolebang"])
    )
    officer.post(page("rows", found), {"version": found.version, "sheet": 0, "heading_row": 2})
    found.refresh_from_db()
    assert found.heading_row == 2 and found.columns == {"nik": 0, "name": 1, "village": 2}


def test_sheet_with_the_list_is_found_and_can_be_changed(officer):
    places()
    found = received(xlsx_of(["Petunjuk pengisian"], sheets=[("Data", worker_list(1)), ("Lain", [["a"], ["b"]])]))
    assert found.sheet == 1 and found.columns["nik"] == 1
    shown = text_of(officer.get(page("match", found)))
    assert "Data" in shown and "Lain" in shown
    officer.post(page("rows", found), {"version": found.version, "sheet": 2, "heading_row": 1})
    found.refresh_from_db()
    assert found.sheet == 2


def test_column_chosen_twice_is_told(officer):
    places()
    found = received(csv_of(*worker_list(1)))
    answer = officer.post(page("match", found), matching(found, column_name=found.columns["nik"]))
    assert "sudah dipilih untuk NIK" in text_of(answer)


def test_loser_of_two_at_once_is_told(officer):
    places()
    found = received(csv_of(*worker_list(1)))
    RosterImport.objects.update(version=5)
    assert officer.post(page("match", found), matching(found)).status_code == 409
    assert "orang lain mengubah" in text_of(officer.post(page("apply", found), {"version": 1}, follow=True))


def test_refused_rows_go_back_with_their_reasons(officer):
    places()
    bad = worker_row(1, nik="1234", name="=HYPERLINK(1)", phone="+62 812")
    headings = [*WORKER_HEADINGS, "Catatan"]
    found = checked(csv_of(headings, [*bad, "@SUM(A1)"], [*worker_row(2, village="Entah"), "-1"]))
    answer = officer.post(page("return", found, "csv"))
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Disposition"] == f'attachment; filename="baris-ditolak-impor-{found.pk}.csv"'
    lines = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert lines[0] == [*headings, "Alasan"]
    assert lines[1][1:3] == ["1234", "'=HYPERLINK(1)"] and lines[1][9] == "'@SUM(A1)"
    assert lines[2][1] == f"'{worker_row(2)[1]}" and lines[2][9] == "-1"
    assert "Entah" in lines[2][10]
    sheet = load_workbook(io.BytesIO(officer.post(page("return", found, "xlsx")).content)).active
    assert [cell.value for cell in sheet[1]] == [*headings, "Alasan"]
    assert sheet["B3"].value == worker_row(2)[1] and sheet["B3"].data_type == "s"
    assert sheet["C2"].value == "'=HYPERLINK(1)" and sheet["C2"].data_type == "s"
    assert Audit.objects.about(found).filter(action="return_rows", actor__isnull=False).count() == 2


def test_mended_rows_are_taken_without_another_question(officer, django_capture_on_commit_callbacks):
    places()
    found = checked(csv_of(WORKER_HEADINGS, worker_row(1, village="Entah")))
    back = officer.post(page("return", found, "csv")).getvalue()
    with django_capture_on_commit_callbacks(execute=True):
        send(officer, back.replace(b"Entah", b"Bontolebang", 1))
    again = RosterImport.objects.latest("pk")
    assert again.state == "checked" and again.summary["checked"]["fate"] == {"new": 1}


def test_list_is_discarded_with_its_rows(officer):
    places()
    found = checked(csv_of(*worker_list(2)))
    answer = officer.post(page("discard", found), {"version": found.version}, follow=True)
    assert "isinya dihapus" in text_of(answer) and not ImportRow.objects.exists()
    assert officer.post(page("return", found, "csv")).status_code == 302


def test_same_file_is_recognised(officer):
    places()
    content = csv_of(*worker_list(1))
    first = applied(checked(content))
    assert str(first) in text_of(officer.get(page("change", checked(content))))


@pytest.mark.parametrize(
    ("role", "may_workers", "may_servants"),
    [(roles.PROGRAM_OFFICER, True, True), (roles.VERIFIER, True, False), (roles.AUDITOR, False, False)],
)
def test_each_kind_is_for_who_may_bring_it_in(role, may_workers, may_servants):
    places()
    client = sign_in(Client(), make_staff(role))
    lists = [(checked(csv_of(*worker_list(1), worker_row(3, nik="1"))), may_workers)]
    lists.append((received(csv_of(["NIP", "Nama"], ["1", "A"]), "civil_servants"), may_servants))
    for roster_import, may in lists:
        assert client.get(page("change", roster_import)).status_code == 200
        assert client.get(page("match", roster_import)).status_code == (200 if may else 403)
        for step in ("apply", "discard", "rows", "retry"):
            answer = client.post(page(step, roster_import), {"version": 99})
            assert answer.status_code == (302 if may else 403), (step, may)
        assert client.post(page("return", roster_import, "csv")).status_code != (403 if may else 200)
    offered = client.get(ADD)
    assert offered.status_code == (200 if may_workers else 403)
    assert ("Daftar ASN" in text_of(offered)) is may_servants


@pytest.mark.parametrize("role", [roles.WRITER, roles.EDITOR, roles.BPJS_LIAISON, roles.TREASURER])
def test_others_see_no_lists(role):
    places()
    found = checked(csv_of(*worker_list(1)))
    client = sign_in(Client(), make_staff(role))
    asked = [client.get(ADD), client.get("/admin/programs/rosterimport/"), client.get(page("change", found))]
    assert {answer.status_code for answer in asked} == {403}
    assert client.post(page("return", found, "csv")).status_code == 403


def test_steps_are_taken_by_post_only(officer):
    places()
    found = checked(csv_of(*worker_list(1)))
    for name in ("apply", "discard", "rows", "retry"):
        assert officer.get(page(name, found)).status_code == 405
    assert officer.get(page("return", found, "csv")).status_code == 405
    assert officer.post(page("return", found, "exe")).status_code == 404


def test_page_asks_as_often_for_many_rows_as_for_few(officer, django_assert_max_num_queries):
    places()
    few, many = checked(csv_of(*worker_list(2))), checked(csv_of(*worker_list(60)))
    counts = []
    for found in (few, many):
        with django_assert_max_num_queries(14) as asked:
            officer.get(page("change", found))
        counts.append(len(asked))
    assert counts[1] - counts[0] <= 1  # where the list goes on
