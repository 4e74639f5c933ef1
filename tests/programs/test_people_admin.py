"""The registers in the office, as the officers use them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.models import CivilServant, NumberCheck, PossibleDouble, Worker
from selayar_site import roles
from selayar_site.models import Audit
from tests.factories import (
    make_agency,
    make_civil_servant,
    make_nik,
    make_nip,
    make_occupation,
    make_village,
    make_worker,
)
from tests.sign_in import make_staff, sign_in

pytestmark = pytest.mark.django_db
WORKERS, SERVANTS = "/admin/programs/worker/", "/admin/programs/civilservant/"
BORN = date(1980, 5, 17)


@pytest.fixture
def officer(client):
    user = make_staff(roles.PROGRAM_OFFICER)
    sign_in(client, user)
    return user


def text_of(response):
    return " ".join(response.content.decode().split())


def worker_form(worker=None, **fields):
    if worker is None:
        values = {"village": make_village().pk, "occupation": make_occupation().pk, "name": "Baso", "sex": "L"}
        return values | {"birth_date": "1980-05-17", "nik": make_nik(serial=77)} | fields
    values = {name: getattr(worker, name) for name in ("name", "sex", "village_id", "occupation_id", "version")}
    values |= {"village": values.pop("village_id"), "occupation": values.pop("occupation_id")}
    return values | {"birth_date": worker.birth_date.isoformat()} | fields


def change_url(person):
    return reverse(f"admin:programs_{person._meta.model_name}_change", args=[person.pk])


def test_worker_is_entered_and_told_in_the_history(client, officer):
    response = client.post(f"{WORKERS}add/", worker_form(kpj="07234561890", phone="0812 3456 7890"))
    assert response.status_code == 302, text_of(response)
    worker = Worker.objects.get()
    assert (worker.kpj, worker.nik.reveal(), worker.birth_date) == ("07234561890", make_nik(serial=77), BORN)
    assert [(entry.action, entry.actor) for entry in Audit.objects.about(worker)] == [("register", officer)]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"nik": "123"}, "terdiri atas 16 angka"),
        ({"nik": ""}, "tidak boleh kosong"),
        ({"kk": make_nik(serial=77)}, "tidak pernah sama"),
        ({"death_date": "1970-05-17"}, "sebelum tanggal lahir"),
        ({"village": ""}, "tidak boleh kosong"),
    ],
)
def test_what_is_wrong_is_told_in_place_and_typing_is_kept(client, officer, fields, sentence):
    response = client.post(f"{WORKERS}add/", worker_form(name="Nama yang diketik", **fields))
    assert response.status_code == 200 and sentence in text_of(response)
    assert "Nama yang diketik" in text_of(response) and not Worker.objects.exists()


def test_nik_that_is_taken_is_told_in_place(client, officer):
    make_worker(nik=make_nik(serial=77))
    response = client.post(f"{WORKERS}add/", worker_form())
    assert response.status_code == 200 and "sudah tercatat pada pekerja lain" in text_of(response)


def test_form_saved_as_it_was_changes_nothing(client, officer):
    worker = make_worker(phone="081234567890", kk="9901991234560001")
    assert client.post(change_url(worker), worker_form(worker)).status_code == 302
    worker.refresh_from_db()
    assert worker.phone.reveal() == "+6281234567890" and worker.kk
    assert [entry.action for entry in Audit.objects.about(worker)] == ["register"]


def test_form_tells_of_each_person_alone(client, officer):
    """Fields are shared by the forms of a class: what one person's page says must not stay on the next."""
    first, second = make_worker(phone="081234567890"), make_worker()
    page = text_of(client.get(change_url(first)))
    assert "•••• 7890" in page and f"•••• {first.nik.reveal()[-4:]}" in page
    page = text_of(client.get(change_url(second)))
    assert "•••• 7890" not in page and first.nik.reveal()[-4:] not in page and page.count("Belum ada.") == 3


def test_a_dash_takes_a_number_away_but_never_the_nik(client, officer):
    worker = make_worker(phone="081234567890")
    client.post(change_url(worker), worker_form(worker, phone="-"))
    worker.refresh_from_db()
    assert worker.phone is None and worker.phone_index is None
    assert "wajib ada" in text_of(client.post(change_url(worker), worker_form(worker, nik="-")))


def test_second_writer_of_a_worker_is_stopped(client, officer):
    worker = make_worker()
    client.post(change_url(worker), worker_form(worker, name="Pertama"))
    assert client.post(change_url(worker), worker_form(worker, name="Kedua")).status_code == 409
    worker.refresh_from_db()
    assert worker.name == "Pertama"


def test_mismatch_warns_and_is_decided_with_a_reason(client, officer):
    response = client.post(f"{WORKERS}add/", worker_form(nik=make_nik(date(1981, 5, 17))), follow=True)
    assert "Tanggal lahir dalam NIK berbeda" in text_of(response)
    worker = Worker.objects.get()
    assert "nomor berbeda" in text_of(client.get(WORKERS, {"nomor": "pending"}))
    url = reverse("admin:programs_worker_accept", args=[worker.pk])
    assert "tidak boleh kosong" in text_of(client.post(url, {"version": worker.version, "reason": ""}))
    assert client.post(url, {"version": 99, "reason": "Akta."}).status_code == 409
    client.post(url, {"version": worker.version, "reason": "Akta lahir dilihat."})
    worker.refresh_from_db()
    assert (worker.number_check, worker.number_checked_by) == (NumberCheck.ACCEPTED, officer)
    assert "Akta lahir dilihat." in text_of(client.get(reverse("admin:programs_worker_history", args=[worker.pk])))


def test_person_is_found_by_number_only_by_post_and_with_a_reason(client, officer):
    worker = make_worker(name="Baso Contoh")
    url, nik = f"{WORKERS}cari-nomor/", worker.nik.reveal()
    assert "Baso Contoh" not in text_of(client.get(url, {"kind": "nik", "number": nik, "reason": "x"}))
    assert "Baso Contoh" not in text_of(client.post(url, {"kind": "nik", "number": nik}))
    found = client.post(url, {"kind": "nik", "number": f"{nik[:6]} {nik[6:]}", "reason": "Di loket."})
    assert "Baso Contoh" in text_of(found) and nik not in text_of(found) and "no-store" in found["Cache-Control"]
    assert Audit.objects.about(worker).first().reason.text == "Di loket."
    nobody = client.post(url, {"kind": "nik", "number": make_nik(serial=9998), "reason": "Telepon."})
    assert "belum tercatat" in text_of(nobody)


def test_reason_holds_no_number(client, officer):
    """It is read in the history by everybody who may look there."""
    worker = make_worker()
    nik = worker.nik.reveal()
    for url, given in {
        f"{WORKERS}cari-nomor/": {"kind": "nik", "number": nik},
        reverse("admin:programs_worker_reveal", args=[worker.pk, "nik"]): {},
    }.items():
        response = client.post(url, {**given, "reason": f"Warga {nik[:6]} {nik[6:]}."})
        assert response.status_code == 200 and "hapus NIK" in text_of(response)
    assert [entry.action for entry in Audit.objects.about(worker)] == ["register"]


def test_number_typed_into_the_search_for_names_is_sent_to_the_right_place(client, officer):
    worker = make_worker()
    response = client.get(WORKERS, {"q": worker.nik.reveal()})
    assert (response.status_code, response["Location"]) == (302, f"{WORKERS}cari-nomor/")


def test_names_are_searched_as_they_are_heard_of(client, officer):
    make_worker(name="H. Muh. Nasir")
    make_worker(name="Siti")
    assert [row.name for row in client.get(WORKERS, {"q": "muhammad"}).context["cl"].result_list] == ["H. Muh. Nasir"]


def test_lists_answer_the_questions_of_the_day(client, officer):
    worker = make_worker(kpj="07234561890")
    other = make_worker(death_date=date(2020, 1, 1))
    for question, rows in {
        "": [worker],
        "keadaan=tercatat": [worker, other],
        "keadaan=meninggal": [other],
        "perlu=kpj&keadaan=tercatat": [other],
        f"kecamatan={worker.village.parent_id}&desa={worker.village_id}": [worker],
        f"pekerjaan={worker.occupation_id}": [worker],
        "pekerjaan=x&desa=y&nomor=z": [worker],
    }.items():
        found = client.get(f"{WORKERS}?{question}").context["cl"].result_list
        assert set(found) == set(rows), question


def test_roster_is_filtered_by_agency_status_and_retirement(client, officer):
    today = timezone.localdate()
    born = date(today.year - 58, today.month, 1)
    soon = make_civil_servant(birth_date=born, nip=make_nip(born), agency=make_agency())
    young = make_civil_servant(status="pppk", nip=make_nip(since="202321"))
    for question, rows in {
        "": [soon, young],
        "tugas=pensiun": [soon],
        "status=pppk": [young],
        f"opd={soon.agency().pk}": [soon],
        "tugas=berhenti": [],
        "opd=x": [soon, young],
    }.items():
        assert set(client.get(f"{SERVANTS}?{question}").context["cl"].result_list) == set(rows), question


def test_civil_servant_is_entered_moved_and_keeps_the_old_number(client, officer):
    first, second = make_agency(), make_agency()
    values = {"name": "Rahma", "birth_date": "1980-05-17", "sex": "P", "status": "pppk", "retirement_age": 58}
    values |= {"nip": make_nip(sex="P", since="202321", serial=9), "agency": first.pk, "from_on": "2023-04-01"}
    assert client.post(f"{SERVANTS}add/", values).status_code == 302
    person = CivilServant.objects.get()
    assert person.agency() == first
    place = reverse("admin:programs_civilservant_place", args=[person.pk])
    client.post(place, {"version": person.version, "agency": second.pk, "from_on": "2025-10-01"})
    person.refresh_from_db()
    assert person.agency() == second and person.agency(date(2025, 9, 30)) == first
    new = make_nip(sex="P", since="202521", serial=9)
    values = {name: value for name, value in values.items() if name not in ("agency", "from_on")}
    client.post(change_url(person), values | {"nip": new, "version": person.version})
    person.refresh_from_db()
    assert person.nip.reveal() == new and person.former_nips.count() == 1


def test_two_rows_are_compared_and_merged(client, officer):
    village, occupation = make_village(), make_occupation()
    first, second = (
        make_worker(name=name, village=village, occupation=occupation) for name in ("Muh. Nasir", "Muhammad Nasir")
    )
    pair = PossibleDouble.objects.get()
    url = change_url(pair)
    assert "Muhammad Nasir" in text_of(client.get("/admin/programs/possibledouble/"))
    page = text_of(client.get(url))
    assert page.count("berbeda</span>") == 2 and first.nik.reveal() not in page  # name and NIK
    given = {"version": pair.version, "decision": "same", "reason": "KTP diperiksa."}
    assert "Pilih baris" in text_of(client.post(url, given))
    assert "tidak boleh kosong" in text_of(client.post(url, given | {"keep": "first", "reason": ""}))
    assert client.post(url, given | {"keep": "second"})["Location"] == change_url(second)
    first.refresh_from_db()
    assert first.merged_into == second
    assert client.post(url, given | {"keep": "first"}).status_code == 409
    assert "Sudah digabungkan" in text_of(client.get(change_url(first)))
    assert client.post(change_url(first), worker_form(first)).status_code == 403
    history = text_of(client.get(reverse("admin:programs_worker_history", args=[second.pk])))
    assert "baris ganda digabungkan" in history and history.count("dicatat") >= 2


def test_two_people_are_told_apart(client, officer):
    village, occupation = make_village(), make_occupation()
    for _ in range(2):
        make_worker(name="Muh. Nasir", village=village, occupation=occupation)
    pair = PossibleDouble.objects.get()
    client.post(change_url(pair), {"version": 1, "decision": "different", "reason": "Dua KTP berbeda."})
    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == ("different", officer)
    assert "Muh. Nasir" not in text_of(client.get("/admin/programs/possibledouble/"))


@pytest.mark.parametrize(
    ("role", "status", "find", "reveal", "decide"),
    [
        (roles.PROGRAM_OFFICER, 200, 200, 200, 200),
        (roles.VERIFIER, 200, 200, 200, 200),
        (roles.BPJS_LIAISON, 200, 200, 200, 403),
        (roles.AUDITOR, 200, 403, 403, 403),
        (roles.TREASURER, 403, 403, 403, 403),
        (roles.WRITER, 403, 403, 403, 403),
        (roles.ADMINISTRATOR, 403, 403, 403, 403),
    ],
)
def test_roles_reach_what_they_may(client, role, status, find, reveal, decide):
    worker = make_worker(nik=make_nik(date(1981, 5, 17)))
    sign_in(client, make_staff(role))
    pages = {
        WORKERS: status,
        change_url(worker): status,
        f"{WORKERS}cari-nomor/": find,
        reverse("admin:programs_worker_reveal", args=[worker.pk, "nik"]): reveal,
        reverse("admin:programs_worker_accept", args=[worker.pk]): decide,
    }
    assert {url: client.get(url).status_code for url in pages} == pages
    if role != roles.PROGRAM_OFFICER:
        assert client.post(change_url(worker), worker_form(worker, name="Lain")).status_code == 403


def test_what_is_not_there_is_not_opened(client, officer):
    worker = make_worker()
    for field in ("phone", "name", "nik_index", "pk"):
        assert client.get(reverse("admin:programs_worker_reveal", args=[worker.pk, field])).status_code == 404
    assert client.get(reverse("admin:programs_worker_reveal", args=[999999, "nik"])).status_code == 404


@pytest.mark.parametrize("url", [WORKERS, SERVANTS, "/admin/programs/possibledouble/"])
def test_lists_ask_the_same_for_ten_and_for_a_hundred(client, officer, url):
    village, occupation, agency = make_village(), make_occupation(), make_agency()
    counts = []
    for size in (10, 40):
        for number in range(size):
            make_worker(name=f"Baso {'abcdefgh'[number % 8]}", village=village, occupation=occupation)
            make_civil_servant(agency=agency)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 14
