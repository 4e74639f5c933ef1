"""Rosters of civil servants, and lists of members that fill months: what their rows would do."""

import json
from datetime import date

import pytest

from programs.actions import imports
from programs.imports import values
from programs.imports.kinds import kinds
from programs.imports.running import work
from programs.models import CivilServant, CoverMonth, Membership, Placement, Program
from selayar_site.models import Audit
from selayar_site.months import month_number
from tests.factories import (
    make_agency,
    make_civil_servant,
    make_listing,
    make_membership,
    make_nik,
    make_nip,
    make_user,
    make_worker,
)
from tests.lists import applied, checked, csv_of, make_servant_row, received

pytestmark = pytest.mark.django_db

HEADINGS = ["NIP", "Nama", "OPD", "Status", "TMT"]
JANUARY, MARCH = month_number(2026, 1), month_number(2026, 3)


def told(row) -> dict:
    return json.loads(row.details.reveal())


def servants(*rows, headings=HEADINGS):
    return checked(csv_of(headings, *rows), "civil_servants")


def only_sentence(roster_import) -> str:
    return " ".join(told(roster_import.rows.get(fate="refused"))["wrong"])


@pytest.fixture
def agency():
    return make_agency(name="Dinas Contoh", short_name="Diskon")


def test_roster_becomes_civil_servants_where_they_serve(agency):
    applied(servants(make_servant_row(), make_servant_row(date(1981, 6, 2), name="Siti", opd="DISKON", status="P3K")))
    person = CivilServant.objects.get(name="Andi Contoh")
    assert (person.status, person.sex, person.birth_date) == ("pns", "L", date(1980, 5, 17))
    placement = Placement.objects.get(civil_servant=person)
    assert (placement.agency, placement.from_on) == (agency, date(2020, 2, 1))
    assert CivilServant.objects.get(name="Siti").status == "pppk"
    assert Audit.objects.about(person).get().action == "register"


def test_move_to_another_agency_is_a_placement(agency):
    person = make_civil_servant(agency=agency, from_on=date(2020, 1, 1))
    nip = person.nip.reveal()
    make_agency(name="Badan Lain", short_name="Balai")
    found = servants(make_servant_row(nip=nip, name=person.name, opd="Balai", tmt="01/03/2026"))
    assert told(found.rows.get())["changes"] == [["OPD", "Diskon", "Balai sejak 1 Maret 2026"]]
    applied(found)
    assert person.agency().short_name == "Balai" and Placement.objects.count() == 2
    assert Audit.objects.about(person).filter(action="place").count() == 1
    again = servants(make_servant_row(nip=nip, name=person.name, opd="Balai", tmt="01/03/2026"))
    assert again.rows.get().fate == "same"
    early = servants(make_servant_row(nip=nip, name=person.name, opd="Diskon", tmt="01/01/2021"))
    assert "sejak 1 Maret 2026" in only_sentence(early)


def test_new_number_of_a_contract_is_found_by_the_nik(agency):
    nik = make_nik()
    person = make_civil_servant(status="pppk", nik=nik, agency=agency, nip=make_nip(since="202113"))
    new = make_nip(since="202413")
    headings = [*HEADINGS, "NIK"]
    applied(servants([*make_servant_row(nip=new, name=person.name, status="PPPK"), nik], headings=headings))
    person.refresh_from_db()
    assert person.nip.reveal() == new and person.former_nips.count() == 1
    name = f"{person.name} Baru"
    old = servants(make_servant_row(nip=person.former_nips.get().nip.reveal(), name=name, status="PPPK"))
    assert "NIP lama" in told(old.rows.get())["notes"][0] and old.rows.get().fate == "changed"
    applied(old)
    person.refresh_from_db()
    assert (person.name, person.nip.reveal()) == (name, new)


def test_numbers_of_two_people_in_one_row_are_refused(agency):
    one, two = make_civil_servant(agency=agency), make_civil_servant(agency=agency, nik=make_nik())
    row = [*make_servant_row(nip=one.nip.reveal(), name=one.name), two.nik.reveal()]
    assert "dua orang yang berbeda" in only_sentence(servants(row, headings=[*HEADINGS, "NIK"]))


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"opd": "Dinas Conto"}, "Mungkin “Dinas Contoh”?"),
        ({"opd": ""}, "OPD belum diisi."),
        ({"name": ""}, "Nama belum diisi."),
        ({"status": "Honorer"}, "“Honorer” tidak dikenal"),
        ({"nip": "198005170000001001"}, "tahun pengangkatan"),
        ({"tmt": "kapan"}, "bukan tanggal"),
    ],
)
def test_row_that_cannot_be_says_why(agency, cells, sentence):
    assert sentence in only_sentence(servants(make_servant_row(**cells)))


# Members


def members(*rows, headings=("NIK", "Nama", "Mulai", "Sampai"), **options):
    listing = make_listing(program=Program.objects.first(), payer=options.get("payer", "apbd"))
    user = make_user()
    found = received(csv_of(headings, *rows), "members", user)
    given = {
        "program": listing.program.pk, "payer": "apbd", "village": None, "agency": None, "has_savings": False,
        "source": "SK Contoh 1/2026", "listed_on": "2026-01-05", "first_month": None, "last_month": None,
    }  # fmt: skip
    imports.match_columns(found, columns=found.columns, options=given | options, by=user, version=found.version)
    work(found.pk)
    found.refresh_from_db()
    return found


def test_list_of_members_fills_the_months_of_the_ledger():
    one, two, three = (make_worker(name=name) for name in ("Muh. Nasir", "Siti Aminah", "Orang Ketiga"))
    rows = [
        [one.nik.reveal(), "Muhammad Nasir", "Januari 2026", "03/2026"],
        [two.nik.reveal(), "Sitti Aminah", "2026-02", "2026-02"],
        [three.nik.reveal(), "Orang Lain", "2026-02", "2026-02"],
    ]
    found = members(*rows)
    first, second, third = found.rows.order_by("pk")
    assert [first.fate, second.fate, third.fate] == ["new", "new", "refused"] and not Membership.objects.exists()
    assert told(first)["changes"] == [["bulan", "—", "Januari 2026 sampai Maret 2026"]]
    assert "milik Orang Ketiga" in told(third)["wrong"][0]
    applied(found)
    months = CoverMonth.objects.standing().filter(worker=one).order_by("month").values_list("month", flat=True)
    assert list(months) == [JANUARY, JANUARY + 1, MARCH] and Membership.objects.count() == 2
    assert Membership.objects.filter(source="SK Contoh 1/2026").count() == 2
    assert {row.fate for row in members(*rows[:2]).rows.all()} == {"same"}


def test_months_for_the_whole_list_stand_where_a_row_has_none():
    worker = make_worker()
    found = members([worker.nik.reveal(), ""], headings=("NIK", "Mulai"), first_month=JANUARY, last_month=MARCH)
    applied(found)
    assert CoverMonth.objects.standing().filter(worker=worker).count() == 3


def test_member_who_is_unknown_or_covered_already_is_refused():
    membership = make_membership(payer="own")
    taken = membership.worker.nik.reveal()
    found = members([make_nik(), "Tak Dikenal", "01/2026", "02/2026"], [taken, "", "01/2026", "02/2026"])
    sentences = [" ".join(told(row)["wrong"]) for row in found.rows.order_by("pk")]
    assert "belum ada dalam daftar pekerja" in sentences[0]
    assert "Sudah ditanggung" in sentences[1]


def test_month_taken_between_check_and_import_is_reported():
    worker = make_worker()
    found = members([worker.nik.reveal(), "", "01/2026", "02/2026"])
    other = members([worker.nik.reveal(), "", "01/2026", "01/2026"], payer="own")
    applied(other)
    applied(found)
    assert found.rows.get().outcome == "refused" and "Sudah ditanggung" in told(found.rows.get())["wrong"][0]
    assert CoverMonth.objects.standing().filter(worker=worker).count() == 1


def test_what_a_list_of_members_needs_is_asked_for():
    form = kinds()["members"].options({})
    assert not form.is_valid() and {"program", "payer", "source", "listed_on"} <= set(form.errors)
    listing = make_listing()
    told = {"program": listing.program.pk, "payer": "village", "source": "SK", "listed_on": "2026-01-05"}
    assert "Sebutkan desa" in str(kinds()["members"].options(told).errors)


@pytest.mark.parametrize(
    "written", ["Januari 2026", "jan 2026", "01/2026", "2026-01", "15/01/2026", date(2026, 1, 31), "Jan-2026", 46023]
)
def test_month_is_read_as_it_is_written(written):
    assert values.read_month(written) == JANUARY
