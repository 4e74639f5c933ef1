"""The catalogue in the office."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.areas import load_areas
from programs.models import Area, Occupation, Program
from selayar_site import roles
from selayar_site.models import Audit
from tests.factories import make_agency, make_program, make_worker
from tests.sign_in import make_staff, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    user = make_staff(roles.PROGRAM_OFFICER)
    sign_in(client, user)
    return user


def form_of(program, **fields):
    values = {"name": program.name, "kind": program.kind, "summary": program.summary, "funder": program.funder}
    values |= {f"{rows}-{name}_FORMS": 0 for rows in ("contacts", "documents") for name in ("TOTAL", "INITIAL")}
    return {**values, "is_public": "on", "position": 0, "version": program.version, **fields}


def change_url(program):
    return reverse("admin:programs_program_change", args=[program.pk])


def test_lists_are_written_one_a_line(client, officer):
    program = make_program()
    client.post(change_url(program), form_of(program, other_names="Sikamaseang\r\n\r\n  Si Kamaseang "))
    program.refresh_from_db()
    assert program.other_names == ["Sikamaseang", "Si Kamaseang"]


def rows_of(*pairs, **more):
    """As the browser sends rows of questions and answers."""
    rows = {}
    for number, (question, answer) in enumerate(pairs, 1):
        rows |= {f"faq-{number}-question": question, f"faq-{number}-answer": answer, f"faq-{number}-place": number}
    return rows | more


def test_questions_are_written_in_rows_in_the_wished_order(client, officer):
    program = make_program()
    rows = rows_of(
        ("Berapa iurannya?", " Rp16.800 per bulan. "), ("", ""), ("Siapa yang membayar?", "ASN.\r\nSetiap bulan."),
        **{"faq-3-place": 1, "faq-1-place": "x"},
    )  # fmt: skip
    client.post(change_url(program), form_of(program, **rows))
    program.refresh_from_db()
    assert [pair["question"] for pair in program.faq] == ["Berapa iurannya?", "Siapa yang membayar?"]
    client.post(change_url(program), form_of(program, **rows | {"faq-1-place": 2}))
    program.refresh_from_db()
    assert program.faq == [
        {"question": "Siapa yang membayar?", "answer": "ASN.\nSetiap bulan."},
        {"question": "Berapa iurannya?", "answer": "Rp16.800 per bulan."},
    ]


def test_form_shows_what_it_would_save(client, officer):
    program = make_program(other_names=["Satu", "Dua"], faq=[{"question": "Apa?", "answer": "Ini.\nItu."}])
    page = client.get(change_url(program)).content.decode()
    assert 'value="Apa?"' in page and "Ini.\nItu.</textarea>" in page and "Satu\nDua" in page
    client.post(change_url(program), form_of(program, other_names="Satu\nDua", **rows_of(("Apa?", "Ini.\r\nItu."))))
    assert not Audit.objects.about(program).exists()


@pytest.mark.parametrize("row", [("Berapa iurannya?", ""), ("", "Rp16.800.")])
def test_half_a_question_is_refused_and_kept(client, officer, row):
    program = make_program()
    page = client.post(change_url(program), form_of(program, **rows_of(row))).content.decode()
    assert ("memerlukan jawaban" in page or "tanpa pertanyaan" in page) and (row[0] or row[1]) in page


def test_second_writer_of_a_program_is_stopped(client, officer):
    program = make_program()
    client.post(change_url(program), form_of(program, name="Dari yang pertama"))
    assert client.post(change_url(program), form_of(program, name="Dari yang kedua")).status_code == 409
    assert Program.objects.get().name == "Dari yang pertama"


def test_areas_are_looked_up_and_not_changed(client, officer):
    Area.objects.create(code="73", name="Sulawesi Selatan", kind=Area.Kind.PROVINCE)
    url = reverse("admin:programs_area_change", args=["73"])
    assert client.get(url).status_code == 200
    assert client.post(url, {"name": "Lain"}).status_code == 403
    assert client.get(reverse("admin:programs_area_history", args=["73"])).status_code == 404
    assert client.get(reverse("admin:programs_area_add")).status_code == 403


def test_verifier_looks_and_changes_nothing(client):
    sign_in(client, make_staff(roles.VERIFIER))
    program = make_program()
    assert client.get(change_url(program)).status_code == 200
    assert client.post(change_url(program), form_of(program, name="Lain")).status_code == 403


def test_occupations_are_found_by_name(client, officer):
    for name in ("Nelayan", "Tukang becak"):
        Occupation.objects.create(name=name, sector=Occupation.Sector.OTHER)
    rows = client.get(reverse("admin:programs_occupation_changelist"), {"q": "becak"}).context["cl"].result_list
    assert [row.name for row in rows] == ["Tukang becak"]


def test_officer_names_a_treasurer_among_those_who_hold_the_role():
    treasurer, other = make_staff(roles.TREASURER), make_staff(roles.AUDITOR)
    client = sign_in(Client(), make_staff(roles.PROGRAM_OFFICER))
    page = client.get(f"/admin/programs/agency/{make_agency().pk}/change/").text
    assert str(treasurer) in page and str(other) not in page


def test_villages_are_offered_with_their_kecamatan(client):
    load_areas()
    sign_in(client, make_staff(roles.PROGRAM_OFFICER))
    question = {"app_label": "programs", "model_name": "worker", "field_name": "village"}
    with CaptureQueriesContext(connection) as queries:
        found = client.get("/admin/autocomplete/", {**question, "term": "bonea"}).json()["results"]
    assert {row["text"] for row in found} == {
        "Desa Bonea, Kecamatan Pasimarannu",
        "Desa Bonea Makmur, Kecamatan Bontomanai",
        "Desa Bonea Timur, Kecamatan Bontomanai",
    }
    by_place = client.get("/admin/autocomplete/", {**question, "term": "bonea bontomanai"}).json()["results"]
    assert len(by_place) == 2 and len(queries) < 12
    worker = make_worker(village=Area.objects.get(name="Bonea"))
    page = client.get(reverse("admin:programs_worker_change", args=[worker.pk])).text
    assert "Desa Bonea, Kecamatan Pasimarannu</option>" in page
