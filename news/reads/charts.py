"""Columns of a chart, measured for an SVG that is stretched to its place: only the words stand outside of it."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, GAP, HEIGHT = 10, 2, 100


@dataclass(frozen=True)
class Column:
    x: float
    y: float
    width: float
    height: float
    label: str
    number: int


@dataclass(frozen=True)
class Chart:
    """`top` is what the height of the whole chart stands for."""

    title: str
    columns: list[Column]
    top: int

    @property
    def width(self) -> int:
        return len(self.columns) * WIDTH

    @property
    def total(self) -> int:
        return sum(column.number for column in self.columns)

    @property
    def most(self) -> Column:
        return max(self.columns, key=lambda column: column.number)

    @property
    def half(self) -> int:
        return self.top // 2


def chart(title: str, rows: Sequence[tuple[str, int]]) -> Chart:
    """A column for each of the rows, label and number, in their order."""
    top = _round_above(max((number for _, number in rows), default=0))
    columns = []
    for place, (label, number) in enumerate(rows):
        height = round(HEIGHT * number / top, 2)
        columns.append(Column(place * WIDTH + GAP / 2, HEIGHT - height, WIDTH - GAP, height, label, number))
    return Chart(title, columns, top)


def _round_above(number: int) -> int:
    """The smallest of 2, 4, 6, 8, 10, 20, 40 … that is not under the number: each can be halved."""
    step = 1
    while True:
        for times in (2, 4, 6, 8, 10):
            if number <= step * times:
                return step * times
        step *= 10
