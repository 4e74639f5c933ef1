"""The artificial population of the demo: whole, the same every time, and of nobody."""

from datetime import date

import pytest

from programs.actions import people
from programs.models import Agency, CivilServant, Placement, Worker
from programs.numbers import ARTIFICIAL_AREA, CivilStatus, read_nip
from selayar_site.models import Audit
from selayar_site.sample.load import load_basics
from selayar_site.sample.population import People, load_population
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def load(workers, civil_servants):
    return list(load_population(workers, civil_servants))


def numbers():
    sealed = [*Worker.objects.all(), *CivilServant.objects.exclude(nik__isnull=True)]
    return {row.nik.reveal() for row in sealed}


@pytest.mark.once
def test_three_hundred_are_whole_and_artificial():
    load_basics()
    assert load(200, 100) == ["100 dari 100 ASN", "200 dari 200 pekerja"]
    workers, servants = list(Worker.objects.all()), list(CivilServant.objects.with_agency())
    assert (len(workers), len(servants)) == (200, 100)
    assert all(nik.startswith(ARTIFICIAL_AREA) for nik in numbers())
    assert all(person.agency_name and person.is_serving() for person in servants)
    assert {person.status for person in servants} == set(CivilStatus)
    assert all(read_nip(person.nip.reveal(), status=person.status) for person in servants)
    assert all(person.email.endswith(".example") for person in servants if person.email)
    assert len({worker.village_id[:8] for worker in workers}) == 11
    for row in (*workers, *servants):
        row.full_clean(exclude=["nip_index", "nik_index", "kk_index", "phone_index"])
        sealed = row.number_check
        row.prepare()
        assert row.number_check == sealed


@pytest.mark.once
def test_a_second_load_adds_nobody_and_a_larger_one_goes_on():
    load_basics()
    load(20, 10)
    first = numbers(), set(Placement.objects.values_list("pk", flat=True))
    assert load(20, 10) == []
    assert (numbers(), set(Placement.objects.values_list("pk", flat=True))) == first
    load(30, 15)
    assert first[0] < numbers() and (Worker.objects.count(), CivilServant.objects.count()) == (30, 15)


@pytest.mark.once
def test_whoever_has_such_a_number_already_is_kept():
    load_basics()
    person = People().civil_servant(3)
    fields = {name: getattr(person, name) for name in ("name", "birth_date", "sex", "status")}
    kept = people.register_civil_servant(
        by=make_user(),
        agency=Agency.objects.all()[0],
        from_on=date(2024, 1, 1),
        **fields | {"nip": person.nip, "name": "Nama Lain"},
    )
    load(0, 10)
    assert CivilServant.objects.count() == 10 and CivilServant.objects.filter(name="Nama Lain").get() == kept


def test_history_tells_of_each_that_the_system_registered_them():
    load_basics()
    load(3, 2)
    for person in (*Worker.objects.all(), *CivilServant.objects.all()):
        (entry,) = Audit.objects.about(person)
        assert (entry.action, entry.actor, entry.actor_label) == ("register", None, "sistem")


def test_no_register_of_real_people_takes_them(settings):
    settings.DEMO = False
    with pytest.raises(RuntimeError):
        load(1, 1)
    assert not Worker.objects.exists()
