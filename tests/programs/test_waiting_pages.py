"""The waiting list as everyone reads it."""

import pytest

from programs import waiting
from tests.factories import make_occupation, make_program, make_village, make_waiting_entry, make_worker

pytestmark = pytest.mark.django_db
ADDRESS = "/sikamseang/daftar-tunggu/"


def test_page_says_that_nothing_was_published_yet(client):
    assert "belum pernah diterbitkan" in client.get(ADDRESS).text


def test_page_does_not_say_how_few_they_are(client):
    make_waiting_entry()
    waiting.publish_due()
    assert "kurang dari lima orang" in client.get(ADDRESS).text


def test_page_tells_groups_and_nobody(client, django_assert_max_num_queries):
    village, trade = make_village(), make_occupation(group="sea")
    workers = [make_worker(name=f"Muh. Nasir {number}", village=village, occupation=trade) for number in range(6)]
    for worker in workers:
        make_waiting_entry(worker=worker, note="Rumah biru.")
    waiting.publish_due()
    make_program(slug="sikamseang", name="Sikamseang")
    with django_assert_max_num_queries(8):
        answer = client.get(ADDRESS)
    assert "Laut dan pesisir" in answer.text and village.parent.name in answer.text and "5 orang" in answer.text
    assert "Nasir" not in answer.text and "Rumah biru" not in answer.text and village.name not in answer.text
    assert not answer.cookies and "/program/sikamseang/" in answer.text


def test_page_changes_with_the_month_alone(client):
    before = client.get(ADDRESS).text
    village = make_village()
    for _ in range(5):
        make_waiting_entry(worker=make_worker(village=village))
    assert client.get(ADDRESS).text == before


def test_page_of_the_programme_leads_there(client):
    make_program(slug="sikamseang")
    make_program(slug="apbd", kind="budget")
    assert ADDRESS in client.get("/program/sikamseang/").text
    assert ADDRESS not in client.get("/program/apbd/").text
