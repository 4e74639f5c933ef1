"""Tables that tell of groups and never of a person. Pure: counts go in, what may be published comes out.

Three rules, in this order:

1. **Merged**: what counts fewer than five joins the rest, step by step, until the rest counts five as well; where
   the rest stays small, the smallest group joins it. Everybody is in some published group; under five in all,
   nothing is published.
2. **In fives**: each number that leaves is rounded to a multiple of five, and the total is the sum of what is
   shown. Whatever is added up or taken away, between cells, tables, totals and months, is a multiple of five
   again: no subtraction ends at one to four people. (A total of its own would be one more clue: with it, who goes
   through all possible registers finds groups of four. Tables of the same people may so differ in their totals by
   some; say it beside them, and publish no exact count of the same people on the same day.)
3. **Held**: a published number stays until what it counts has changed by five or more. A table whose number
   moves tells of five people or more, never of the one who came last month, although somebody knows the others.

Publish once a month, with the former publication as `former`: the three rules hold between publications, not
between glances at a register. Keep `Cell.count` to yourself: it is what the next month is held against.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

FLOOR = 5
REST = "lainnya"


def to_rest(key: object) -> str:
    """The one step of a one-dimensional table: into the rest."""
    return REST


@dataclass(frozen=True)
class Cell:
    """`shown` may be published; `count` is the count that it was made from."""

    count: int
    shown: int


@dataclass(frozen=True)
class Publication[K: Hashable]:
    """One table as it may be published; empty while it counts fewer than five people."""

    cells: dict[K, Cell] = field(default_factory=dict)

    @property
    def shown(self) -> dict[K, int]:
        return {key: cell.shown for key, cell in self.cells.items()}

    @property
    def total(self) -> int:
        """About how many people; 0 where nothing may be said."""
        return sum(self.shown.values())


def publication[K: Hashable](
    cells: Mapping[K, int],
    *,
    former: Publication[K] | None = None,
    steps: Sequence[Callable[[K], K]] = (to_rest,),  # type: ignore[assignment]  # the rest is a key like others
) -> Publication[K]:
    """What may be published of `cells` (people in each group), after what was published before."""
    before = former.cells if former else {}
    merged = merge_small(cells, steps=steps)
    return Publication({key: _held(count, before.get(key)) for key, count in merged.items()})


def merge_small[K: Hashable](
    cells: Mapping[K, int],
    *,
    floor: int = FLOOR,
    steps: Sequence[Callable[[K], K]] = (to_rest,),  # type: ignore[assignment]  # the rest is a key like others
) -> dict[K, int]:
    """The groups with those under `floor` merged: exact counts, none under `floor`, of everybody; else nothing.

    Each step names the coarser group of a key; the last one leads to one and the same rest. Groups of nobody
    are left out, so that a name that is not shown does not say whether it is empty or small.
    """
    found = {key: count for key, count in cells.items() if count > 0}
    for step in steps:
        for key in [key for key, count in found.items() if count < floor]:
            _join(found, [key], step(key))
    while len(found) > 1 and min(found.values()) < floor:
        smallest, next_one = _by_size(found)[:2]
        _join(found, [smallest, next_one], steps[-1](smallest))
    return found if found and min(found.values()) >= floor else {}


def in_fives(count: int) -> int:
    """The nearest multiple of five."""
    return (count + FLOOR // 2) // FLOOR * FLOOR


def _held(count: int, former: Cell | None) -> Cell:
    if former is not None and abs(count - former.count) < FLOOR:
        return former
    return Cell(count, in_fives(count))


def _join[K: Hashable](found: dict[K, int], keys: Iterable[K], target: K) -> None:
    people = sum(found.pop(key) for key in keys)
    found[target] = found.get(target, 0) + people


def _by_size[K: Hashable](found: Mapping[K, int]) -> list[K]:
    return sorted(found, key=lambda key: (found[key], repr(key)))
