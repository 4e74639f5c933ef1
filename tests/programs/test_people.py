"""Civil servants and workers: the verbs of the registers."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from programs.actions import people
from programs.models import CivilServant, NumberCheck, PossibleDouble, ProgramContact, Treasurer, Worker
from selayar_site.claims import Stale
from selayar_site.models import Audit, AuditReason
from tests.factories import (
    make_agency,
    make_civil_servant,
    make_nik,
    make_nip,
    make_occupation,
    make_program,
    make_user,
    make_village,
    make_worker,
)

pytestmark = pytest.mark.django_db
BORN = date(1980, 5, 17)


def told(thing):
    return list(Audit.objects.about(thing).values_list("action", flat=True))


def test_worker_is_entered_with_sealed_numbers_and_found_by_them():
    nik = make_nik(serial=41)
    worker = make_worker(
        name="Hj. St. Aminah", nik=f"{nik[:6]} {nik[6:]}", phone="0812 3456 7890", kk="9901991234560001"
    )
    worker.refresh_from_db()
    assert str(worker.nik) == "•" * 12 + nik[-4:] and worker.nik.reveal() == nik
    assert worker.name_key == "siti aminah" and worker.phone.reveal() == "+6281234567890"
    assert Worker.objects.by_nik(f"{nik[:8]}-{nik[8:]}").get() == worker
    assert list(Worker.objects.by_kk("9901 9912 3456 0001")) == [worker]
    assert not Worker.objects.by_nik("") and told(worker) == ["register"]


def test_wrong_numbers_are_told_all_at_once_by_field():
    with pytest.raises(ValidationError) as error:
        make_worker(nik="123", phone="0", kpj="5")
    assert set(error.value.message_dict) == {"nik", "phone", "kpj"}


def test_one_nik_is_one_worker():
    nik = make_nik(serial=42)
    make_worker(nik=nik)
    with pytest.raises(ValidationError) as error:
        make_worker(nik=nik)
    assert "sudah tercatat" in " ".join(error.value.messages) and nik not in str(error.value)


def test_family_card_is_not_the_nik_also_when_one_is_changed_later():
    worker = make_worker()
    with pytest.raises(ValidationError, match="tidak pernah sama"):
        people.change_person(worker, by=None, version=worker.version, kk=worker.nik.reveal())


def test_numbers_that_say_otherwise_wait_for_an_officer():
    worker, user = make_worker(birth_date=BORN, nik=make_nik(date(1981, 5, 17))), make_user()
    assert worker.number_check == NumberCheck.PENDING and worker.contradictions() == [
        "Tanggal lahir dalam NIK berbeda dari yang ditulis."
    ]
    with pytest.raises(ValidationError, match="dasar keputusan"):
        people.accept_numbers(worker, by=user, version=worker.version, reason=" ")
    worker.refresh_from_db()
    people.accept_numbers(worker, by=user, version=worker.version, reason="Akta lahir sudah dilihat.")
    assert (worker.number_check, worker.number_checked_by) == (NumberCheck.ACCEPTED, user)
    people.change_person(worker, by=user, version=worker.version, name="Lain")
    assert worker.number_check == NumberCheck.ACCEPTED
    people.change_person(worker, by=user, version=worker.version, sex="P")
    assert worker.number_check == NumberCheck.PENDING and worker.number_checked_by is None
    people.change_person(worker, by=user, version=worker.version, sex="L", birth_date=date(1981, 5, 17))
    assert worker.number_check == NumberCheck.AGREES


def test_change_tells_what_and_never_the_value():
    worker = make_worker()
    phone = "+6281234567891"
    assert people.change_person(worker, by=make_user(), version=1, phone=phone, name=worker.name) == {"phone"}
    entry = Audit.objects.about(worker).first()
    assert entry.changed == ["phone"] and phone not in str(entry.__dict__)
    with pytest.raises(Stale):
        people.change_person(worker, by=None, version=1, name="Kedua")


def test_dates_that_cannot_be_are_refused_with_a_sentence():
    worker = make_worker()
    with pytest.raises(ValidationError, match="sebelum tanggal lahir"):
        people.change_person(worker, by=None, version=worker.version, death_date=date(1979, 1, 1))


def test_a_district_is_no_village():
    village = make_village()
    with pytest.raises(ValidationError, match="desa atau kelurahan"):
        make_worker(village=village.parent)


def test_who_died_moved_or_is_employed_is_not_insurable():
    today = timezone.localdate()
    worker, *others = (make_worker() for _ in range(4))
    for other, name in zip(others, ("death_date", "moved_on", "formal_since"), strict=True):
        people.change_person(other, by=None, version=other.version, **{name: today})
    assert list(Worker.objects.insurable()) == [worker]
    assert Worker.objects.insurable(today - timedelta(days=1)).count() == 4


# Civil servants


def test_nip_is_found_by_the_number_of_today_and_by_the_one_before():
    person = make_civil_servant(status="pppk", nip=make_nip(since="202321", serial=7))
    former, new = person.nip.reveal(), make_nip(since="202521", serial=7)
    people.change_person(person, by=make_user(), version=person.version, nip=new)
    for number in (former, new, f"{new[:8]} {new[8:]}"):
        assert CivilServant.objects.by_nip(number).get() == person
    assert [row.nip.reveal() for row in person.former_nips.all()] == [former]
    people.change_person(person, by=None, version=person.version, nip=former)
    assert [row.nip.reveal() for row in person.former_nips.all()] == [new]


def test_one_nip_is_one_civil_servant():
    nip = make_nip(serial=8)
    make_civil_servant(nip=nip)
    with pytest.raises(ValidationError, match="sudah"):
        make_civil_servant(nip=nip)
    with pytest.raises(ValidationError, match="bulan pengangkatan"):
        make_civil_servant(nip=make_nip(since="202321"))


def test_agency_is_a_question_of_the_day():
    here, there = make_agency(short_name="Lama"), make_agency(short_name="Baru")
    person = make_civil_servant(agency=here, from_on=date(2020, 1, 1))
    people.place(person, agency=there, from_on=date(2026, 3, 1), by=make_user(), version=person.version)
    days = {date(2019, 12, 31): None, date(2026, 2, 28): here, date(2026, 3, 1): there}
    for day, agency in days.items():
        assert person.agency(day) == agency
        row = CivilServant.objects.with_agency(day).get()
        assert row.agency_key == (agency and agency.pk) and row.agency_name == (agency and agency.short_name)
        for each in (here, there):
            assert CivilServant.objects.of_agency(each, day).exists() == (each == agency)
    with pytest.raises(ValidationError, match="sudah ada penempatan"):
        people.place(person, agency=here, from_on=date(2026, 3, 1), by=None, version=person.version)


@pytest.mark.parametrize("born", [date(1968, 12, 31), date(1969, 1, 1), date(1969, 12, 31), date(1970, 1, 1), BORN])
def test_retiring_soon_is_the_same_for_one_and_for_many(born):
    person = make_civil_servant(birth_date=born, nip=make_nip(born))
    for since in (date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2), date(2027, 2, 1)):
        until = since + timedelta(days=364)
        assert CivilServant.objects.retiring(since, until).exists() == (since <= person.retires_on() <= until)


def test_treasurer_keeps_an_agency_for_a_while():
    agency, user = make_agency(), make_user()
    Treasurer.objects.create(agency=agency, user=user, from_on=date(2026, 1, 1), until_on=date(2026, 6, 30))
    days = {date(2025, 12, 31): 0, date(2026, 1, 1): 1, date(2026, 6, 30): 1, date(2026, 7, 1): 0}
    for day, count in days.items():
        assert Treasurer.objects.agencies_of(user, day).count() == count


# Finding and opening


def test_finding_is_recorded_with_its_reason_whether_or_not_someone_is_found():
    user, worker = make_user(), make_worker()
    nik = worker.nik.reveal()
    assert people.find_by_number(Worker, kind="nik", number=nik, by=user, reason="Warga di loket.") == [worker]
    entry = Audit.objects.about(worker).first()
    assert (entry.action, entry.actor, entry.reason.text) == ("find_by_number", user, "Warga di loket.")
    assert people.find_by_number(Worker, kind="nik", number=make_nik(serial=9998), by=user, reason="Telepon.") == []
    assert told(user) == ["find_nobody"]
    assert nik not in str(list(Audit.objects.values()) + list(AuditReason.objects.values()))
    for field, given in {"reason": {"reason": ""}, "number": {"number": "1"}, "kind": {"kind": "name"}}.items():
        with pytest.raises(ValidationError) as error:
            people.find_by_number(Worker, **{"kind": "nik", "number": nik, "by": user, "reason": "x"} | given)
        assert field in error.value.message_dict


def test_opening_a_number_is_recorded():
    user, worker = make_user(), make_worker()
    assert people.reveal(worker, "nik", by=user, reason="Mencocokkan KTP.") == worker.nik.reveal()
    entry = Audit.objects.about(worker).first()
    assert (entry.action, entry.changed, entry.reason.text) == ("reveal", ["nik"], "Mencocokkan KTP.")
    for field, reason in (("phone", "x"), ("nik", " "), ("name", "x"), ("none", "x")):
        with pytest.raises(ValidationError):
            people.reveal(worker, field, by=user, reason=reason)


def test_many_are_written_at_once_with_their_keys():
    """As the imports do."""
    one, occupation = make_worker(), make_occupation()
    values = {"birth_date": BORN, "sex": "L", "occupation": occupation, "village": one.village}
    rows = [Worker(name=f"Muh. Ali {number}", nik=make_nik(serial=100 + number), **values) for number in range(20)]
    for row in rows:
        row.prepare()
    Worker.objects.bulk_create(rows)
    assert Worker.objects.by_nik(make_nik(serial=119)).get().name_key == "muhammad ali 19"
    assert not PossibleDouble.objects.exists()


# The database


def refused(row: models.Model, constraint: str, **values) -> None:
    assert constraint in {item.name for item in type(row)._meta.constraints}
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        type(row)._base_manager.filter(pk=row.pk).update(**values)
    assert constraint in str(error.value) or "UNIQUE" in str(error.value)


def test_roster_keeps_its_promises_past_every_verb():
    person = make_civil_servant(status="pppk", nip=make_nip(since="202321", serial=7))
    refused(person, "programs_civilservant_has_a_name", name_key="")
    refused(person, "programs_civilservant_has_a_nip", nip_index=None)
    refused(person, "programs_civilservant_nik_with_its_index", nik_index="0" * 64)
    refused(person, "programs_civilservant_kk_with_its_index", kk="9901991234560001")
    refused(person, "programs_civilservant_is_pns_or_pppk", status="asn")
    refused(person, "programs_civilservant_leaving_is_one_fact", left_on=date(2026, 1, 1))
    refused(person, "programs_civilservant_leaves_after_birth", left_on=date(1970, 1, 1), left_reason="died")
    refused(person, "programs_civilservant_retires_at_a_possible_age", retirement_age=40)
    refused(person, "programs_civilservant_number_decision_is_one_fact", number_checked_at=timezone.now())
    first = person.placements.get()
    second = people.place(person, agency=make_agency(), from_on=date(2026, 3, 1), by=None, version=person.version)
    refused(second, "programs_placement_one_from_a_day", from_on=first.from_on)
    refused(second, "programs_placement_from_a_possible_day", from_on=date(1949, 1, 1))
    people.change_person(person, by=None, version=person.version, nip=make_nip(since="202521", serial=7))
    refused(person.former_nips.get(), "programs_formernip_is_a_number", nip_index=None)
    with pytest.raises(models.ProtectedError):
        second.agency.delete()


def test_treasurers_and_contacts_keep_theirs():
    agency, user = make_agency(), make_user()
    row = Treasurer.objects.create(agency=agency, user=user, from_on=date(2026, 1, 1))
    refused(row, "programs_treasurer_ends_after_the_start", until_on=date(2025, 12, 31))
    with pytest.raises(IntegrityError), transaction.atomic():
        Treasurer.objects.create(agency=agency, user=user, from_on=date(2026, 2, 1))
    contact = ProgramContact.objects.create(program=make_program(), office="Dinas", phone="(0414) 000")
    refused(contact, "programs_programcontact_can_be_reached", phone="")
