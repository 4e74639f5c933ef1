"""The catalogue in the office."""

import pytest
from django.urls import reverse

from programs.models import Area, Occupation, Program
from selayar_site import roles
from selayar_site.models import Audit
from tests.factories import make_program
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


def test_questions_are_written_with_their_answers(client, officer):
    program = make_program()
    faq = "Berapa iurannya?\r\nRp16.800 per bulan.\r\n\r\nSiapa yang membayar?\r\nSeorang ASN.\r\nSetiap bulan."
    client.post(change_url(program), form_of(program, faq=faq))
    program.refresh_from_db()
    assert program.faq == [
        {"question": "Berapa iurannya?", "answer": "Rp16.800 per bulan."},
        {"question": "Siapa yang membayar?", "answer": "Seorang ASN.\nSetiap bulan."},
    ]


def test_form_shows_what_it_would_save(client, officer):
    kept = {"other_names": ["Satu", "Dua"], "faq": [{"question": "Apa?", "answer": "Ini.\nItu."}]}
    program = make_program(**kept)
    form = client.get(change_url(program)).context["adminform"].form
    shown = {name: form[name].value() for name in kept}
    shown = {name: form.fields[name].prepare_value(value) for name, value in shown.items()}
    client.post(change_url(program), form_of(program, **shown))
    program.refresh_from_db()
    assert {name: getattr(program, name) for name in kept} == kept
    assert not Audit.objects.about(program).exists()


def test_question_without_answer_is_refused(client, officer):
    program = make_program()
    response = client.post(change_url(program), form_of(program, faq="Berapa iurannya?"))
    assert "memerlukan jawaban" in response.content.decode()


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
