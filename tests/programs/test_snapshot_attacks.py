"""Subtracting one's way to a person: tables of one month from each other, and months from months.

The reader here has everything that is public (CSV, JSON, page), knows the rules, and tries all that can be done with
numbers: sums and differences of any of them. Registers are made by chance, change by chance, and are counted and
published by the verbs as in life.
"""

import re
from collections import Counter
from datetime import date
from itertools import combinations
from random import Random

import pytest

from programs.actions import snapshots
from programs.models import Agency, Area, CivilServant, Occupation, Placement, Snapshot, Worker
from programs.snapshot_sources import SOURCES
from selayar_site.months import first_day, month_number
from selayar_site.sample.population import People
from tests.factories import make_occupation, make_published_snapshot, make_snapshot, make_user, make_village

pytestmark = [pytest.mark.django_db, pytest.mark.once]
JANUARY = month_number(2026, 1)


def places():
    """Few enough groups for small cells to be the rule; without digits in their names."""
    villages = [make_village(code=f"99.01.{number}.1001") for number in range(11, 18)]
    for letter, area in zip("ABCDEFG", Area.objects.filter(kind=Area.Kind.DISTRICT).order_by("code"), strict=True):
        Area.objects.filter(pk=area.pk).update(name=f"Kecamatan {letter}")
    for letter in "abcdef":
        Agency.objects.create(code=letter, name=f"Dinas {letter}", short_name=letter, kind="dinas")
    return villages, [make_occupation(name=f"Pekerjaan {letter}") for letter in "abcdef"], list(Agency.objects.all())


def populate(chance, size):
    villages, occupations, agencies = places()
    weights = [chance.choice((0, 1, 1, 2, 8, 20)) for _ in villages]
    weights[0] = 5
    made = People()
    rows = []
    for number in range(size):
        worker = made.worker(number)
        worker.death_date = worker.moved_on = worker.formal_since = None
        worker.village = chance.choices(villages, weights)[0]
        worker.occupation = occupations[min(5, int(chance.expovariate(0.6)))]
        worker.prepare()
        rows.append(worker)
    Worker.objects.bulk_create(rows)
    servants = [made.civil_servant(number) for number in range(size // 3)]
    for servant in servants:
        servant.prepare()
    CivilServant.objects.bulk_create(servants)
    Placement.objects.bulk_create(
        Placement(
            civil_servant=servant, agency=agencies[min(5, int(chance.expovariate(0.7)))], from_on=date(2020, 1, 1)
        )
        for servant in servants
    )


def disturb(chance, month):
    """What happens in a month: a few leave, a few move, one comes."""
    keys = list(Worker.objects.values_list("pk", flat=True))
    for pk in chance.sample(keys, min(len(keys), chance.randrange(9))):
        Worker.objects.filter(pk=pk).update(moved_on=first_day(month))
    villages = list(Area.objects.filter(kind__in=Area.VILLAGES))
    trades = list(Occupation.objects.all())
    for pk in chance.sample(keys, min(len(keys), chance.randrange(9))):
        Worker.objects.filter(pk=pk).update(village=chance.choice(villages), occupation=chance.choice(trades))


def public_numbers(snapshot):
    """By table and group: what is in the CSV."""
    return {(cell.table, cell.key): cell.shown for cell in snapshot.cells.all()}


def true_counts(snapshot):
    return {source.slug: dict(source.count(snapshot.as_of)) for source in SOURCES}


@pytest.mark.parametrize("seed", range(12))
def test_no_sum_or_difference_of_public_numbers_ends_at_one_to_four_people(seed):
    chance = Random(seed)
    populate(chance, chance.choice((6, 20, 60, 140)))
    months, truths = [], []
    for month in range(JANUARY, JANUARY + 4):
        snapshot = make_published_snapshot(month)
        months.append(public_numbers(snapshot))
        truths.append(true_counts(snapshot))
        disturb(chance, month + 1)
    numbers = [number for month in months for number in month.values()]
    totals = [
        sum(number for (table, _), number in month.items() if table == source.slug)
        for month in months
        for source in SOURCES
    ]
    for one, other in combinations([*numbers, *totals], 2):
        assert (one - other) % 5 == 0
    for month, truth in zip(months, truths, strict=True):
        for (table, key), number in month.items():
            assert number >= 5
            # Every published group is one of five people or more, also the one that was merged.
            named = sum(n for k, n in truth[table].items() if (table, k) in month and k != key)
            people = truth[table].get(key) if key != "lainnya" else sum(truth[table].values()) - named
            assert people >= 5


@pytest.mark.parametrize("seed", range(6))
def test_the_register_with_one_person_more_is_told_in_the_same_way(seed):
    """Somebody who knows everybody else sees no number move because of one; a group that appears or goes has five."""
    chance = Random(100 + seed)
    populate(chance, 90)
    before = public_numbers(make_published_snapshot(JANUARY))
    worker = Worker.objects.order_by("pk")[chance.randrange(90)]
    Worker.objects.filter(pk=worker.pk).update(moved_on=first_day(JANUARY + 1))
    after = public_numbers(make_published_snapshot(JANUARY + 1))
    assert {key: after[key] for key in before.keys() & after.keys()} == {
        key: before[key] for key in before.keys() & after.keys()
    }


def test_withdrawing_and_publishing_again_is_no_second_look():
    """What was copied before a withdrawal stands against what comes after it: months are held against both."""
    chance = Random(7)
    populate(chance, 90)
    first = make_published_snapshot(JANUARY)
    before = public_numbers(first)
    snapshots.withdraw_snapshot(first, by=make_user(), version=first.version, reason="Keliru.")
    Worker.objects.filter(pk=Worker.objects.order_by("pk")[5].pk).update(moved_on=first_day(JANUARY))
    after = public_numbers(make_published_snapshot(JANUARY))
    assert all(before[key] == after[key] for key in before.keys() & after.keys())


def test_what_was_refused_is_held_against_nothing_and_told_to_nobody(client):
    populate(Random(3), 60)
    refused = make_snapshot(JANUARY)
    snapshots.refuse_snapshot(refused, by=make_user(), version=refused.version, reason="Belum lengkap.")
    published = make_published_snapshot(JANUARY)
    assert published.former is None
    rows = client.get("/statistik/data.json").json()["daftar"]
    assert len(rows) == published.cells.count() > 0


def test_no_page_or_file_tells_a_true_count(client):
    """Every number that stands in a table or in data is one of the published, or their sum."""
    populate(Random(5), 140)
    snapshot = make_published_snapshot(JANUARY)
    told = Counter()
    for cell in snapshot.cells.all():
        told[cell.table] += cell.shown
    allowed = {cell.shown for cell in snapshot.cells.all()} | set(told.values())
    html = client.get("/statistik/").text.partition('id="daftar"')[2].partition('id="data"')[0]
    words = re.sub(r"<[^>]+>", " ", re.sub(r"<(title|desc|text)[^>]*>", " ", html))
    for number in re.findall(r"(?<![\w.])\d[\d.]*(?![\w])", words):
        value = int(number.rstrip(".").replace(".", ""))
        assert value in allowed or value in (2026, 31), number
    for row in client.get("/statistik/data.json").json()["daftar"]:
        assert row["jumlah"] in allowed and "count" not in row
    assert Snapshot.objects.get().is_intact()
