"""Nobody may be found in a published table: not by subtraction, and not by going through every possible register."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.small_cells import FLOOR, REST, Cell, Publication, in_fives, merge_small, publication

ALL = "semua"
STEPS = (
    lambda key: (key[0], REST, key[2]),
    lambda key: (key[0], REST, ALL),
    lambda key: (REST, REST, ALL),
)
tables = st.dictionaries(st.sampled_from("ABCDEFGHIJK"), st.integers(0, 30))
keys = st.tuples(st.sampled_from("ABC"), st.sampled_from(["nelayan", "petani", REST]), st.sampled_from(["18", "30"]))
groups = st.dictionaries(keys, st.integers(0, 12))


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({}, {}),
        ({"A": 4}, {}),
        ({"A": 5}, {"A": 5}),
        ({"A": 9, "B": 0}, {"A": 9}),
        ({"A": 9, "B": 4, "C": 1}, {"A": 9, REST: 5}),
        ({"A": 9, "B": 7, "C": 1}, {"A": 9, REST: 8}),
        ({"A": 9, "C": 1}, {REST: 10}),
        ({"A": 9, REST: 6, "C": 1}, {"A": 9, REST: 7}),
        ({"A": 2, "B": 2}, {}),
    ],
)
def test_small_groups_join_the_rest_until_it_counts_five(cells, expected):
    assert merge_small(cells) == expected


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # Occupations first, then ages, then districts.
        ({("A", "nelayan", "18"): 2, ("A", "petani", "18"): 3}, {("A", REST, "18"): 5}),
        ({("A", "nelayan", "18"): 2, ("A", "petani", "30"): 3}, {("A", REST, ALL): 5}),
        ({("A", "nelayan", "18"): 2, ("B", "petani", "30"): 3}, {(REST, REST, ALL): 5}),
        (
            {("A", "nelayan", "18"): 5, ("B", "nelayan", "18"): 6, ("B", "petani", "30"): 1},
            {("B", "nelayan", "18"): 6, (REST, REST, ALL): 6},
        ),
    ],
)
def test_groups_merge_by_occupation_then_age_then_district(cells, expected):
    assert merge_small(cells, steps=STEPS) == expected


@given(cells=groups)
def test_merged_table_has_everybody_and_no_group_under_five(cells):
    merged = merge_small(cells, steps=STEPS)
    people = sum(cells.values())
    assert sum(merged.values()) == (people if people >= FLOOR else 0)
    assert all(count >= FLOOR for count in merged.values())


@given(cells=tables)
def test_what_is_shown_is_as_it_was_counted(cells):
    for key, count in merge_small(cells).items():
        assert key == REST or count == cells[key]


@given(count=st.integers(FLOOR, 5000))
def test_rounding_is_to_the_nearest_five(count):
    assert in_fives(count) % 5 == 0
    assert abs(in_fives(count) - count) <= 2
    assert in_fives(count) >= FLOOR


@given(months=st.lists(tables, min_size=1, max_size=6))
def test_every_sum_and_difference_of_published_numbers_is_a_multiple_of_five(months):
    former = None
    for cells in months:
        former = publication(cells, former=former)
        assert all(number % FLOOR == 0 and number >= FLOOR for number in former.shown.values())
        assert former.total == sum(former.shown.values())


@given(months=st.lists(tables, min_size=2, max_size=6))
def test_number_moves_only_when_five_people_or_more_have(months):
    former: Publication[str] = Publication()
    for cells in months:
        now = publication(cells, former=former)
        counts = merge_small(cells)
        for key, cell in now.cells.items():
            before = former.cells.get(key)
            if before is not None and cell.shown != before.shown:
                assert abs(counts[key] - before.count) >= FLOOR
            assert abs(counts[key] - cell.count) < FLOOR
        former = now


def test_number_follows_a_slow_drift_in_the_end():
    former = publication({"A": 20})
    shown = []
    for count in range(21, 32):
        former = publication({"A": count}, former=former)
        shown.append(former.shown["A"])
    assert shown == [20, 20, 20, 20, 25, 25, 25, 25, 25, 30, 30]


def test_group_that_shrinks_under_five_is_gone_at_once():
    former = publication({"A": 6, "B": 20})
    assert publication({"A": 4, "B": 20}, former=former).shown == {REST: 25}


def test_group_that_came_back_is_counted_anew():
    assert publication({"A": 9}, former=Publication({"B": Cell(20, 20)})).shown == {"A": 10}


# The strongest reader: knows these rules, has everything that was ever published, goes through every register
# that would have given it, and asks of each group whether all of those registers agree on one to four people.


def _along(joint, axis):
    totals = defaultdict(int)
    for key, count in joint.items():
        totals[key[axis]] += count
    return dict(totals)


def _read(*tables):
    return tuple(frozenset(table.shown.items()) for table in tables)


def _pinned(outcomes, asked, most):
    """What of `asked(register)` is one to four in all the registers that give the same publication.

    Registers with a count above `most` stand so near the end of what was gone through that the end would tell.
    """
    for registers in outcomes.values():
        for values in zip(*(asked(register) for register in registers), strict=True):
            if len(set(values)) == 1 and 1 <= abs(values[0]) < FLOOR and max(registers[0]) <= most:
                yield registers[0], values[0]


def _table(names, counts):
    return dict(zip(names, counts, strict=True))


def test_no_register_behind_one_table_can_be_told():
    outcomes = defaultdict(list)
    for counts in product(range(14), repeat=3):
        outcomes[_read(publication(_table("ABC", counts)))].append(counts)
    assert not list(_pinned(outcomes, lambda counts: counts, most=9))


def test_no_cross_of_two_tables_can_be_told():
    outcomes = defaultdict(list)
    for counts in product(range(11), repeat=4):
        joint = _table(product("AB", "xy"), counts)
        outcomes[_read(publication(_along(joint, 0)), publication(_along(joint, 1)))].append(counts)
    assert not list(_pinned(outcomes, lambda counts: counts, most=6))


def test_no_change_between_two_months_can_be_told():
    outcomes = defaultdict(list)
    for counts in product(range(14), repeat=4):
        first = publication(_table("AB", counts[:2]))
        second = publication(_table("AB", counts[2:]), former=first)
        outcomes[_read(first, second)].append(counts)
    assert not list(_pinned(outcomes, lambda c: (c[2] - c[0], c[3] - c[1], c[2] + c[3] - c[0] - c[1]), most=9))


def test_reader_who_goes_through_registers_is_a_real_danger():
    """Exact counts, merged alone, are found out by the same reader."""
    outcomes = defaultdict(list)
    for counts in product(range(7), repeat=4):
        outcomes[frozenset(merge_small(_table("ABCD", counts)).items())].append(counts)
    assert list(_pinned(outcomes, lambda counts: counts, most=5))
