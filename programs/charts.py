"""Charts and the map as numbers for SVG templates: lengths in percent of the width, heights in pixels.

So words keep their size on every screen, and nothing is drawn in the browser. Colours are classes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from math import sqrt

from programs.models import Area
from programs.models.figures import indonesian
from selayar_site.months import month_name

BAR_HEIGHT = 34
LINE_HEIGHT, LINE_TOP, LINE_BOTTOM = 132, 26, 22
SMALL_HEIGHT, SMALL_TOP, SMALL_BOTTOM = 46, 6, 6
MAP_HEIGHT = 500
SMALLEST_DOT, LARGEST_DOT = 5, 19
EMPTY_DOT = 4


@dataclass(frozen=True)
class Bar:
    label: str
    value: int
    length: str
    top: int


def bars(rows: Sequence[tuple[str, int]]) -> list[Bar]:
    """Measured by the longest."""
    most = max((value for _, value in rows), default=0) or 1
    return [
        Bar(label, value, f"{100 * value / most:.2f}%", position * BAR_HEIGHT)
        for position, (label, value) in enumerate(rows)
    ]


@dataclass(frozen=True)
class Point:
    month: int
    value: int
    x: float
    y: float

    @property
    def cx(self) -> str:
        return f"{self.x:.2f}%"

    @property
    def cy(self) -> str:
        return f"{self.y:.1f}"

    @property
    def words_y(self) -> str:
        return f"{self.y - 9:.1f}"


@dataclass(frozen=True)
class Line:
    """Values by month, from nought up. A month that is not told leaves a gap."""

    points: list[Point]
    height: int
    bottom: int

    @property
    def words(self) -> str:
        return "; ".join(f"{month_name(point.month)}: {indonesian(point.value)}" for point in self.points)

    @property
    def runs(self) -> list[str]:
        """`points` of a polyline for each run of months without a gap, in a box of 100 by the height."""
        return [" ".join(f"{point.x:.2f},{point.y:.1f}" for point in run) for run in self._runs() if len(run) > 1]

    def _runs(self) -> Iterator[list[Point]]:
        steps = groupby(enumerate(self.points), key=lambda pair: pair[1].month - pair[0])
        return ([point for _, point in run] for _, run in steps)

    @property
    def ends(self) -> list[Point]:
        return [self.points[0], self.points[-1]]

    @property
    def first_month(self) -> str:
        return month_name(self.points[0].month)

    @property
    def last_month(self) -> str:
        return month_name(self.points[-1].month)


def line(values: Mapping[int, int], *, small: bool = False) -> Line | None:
    """Of values by month; None for fewer than two."""
    if len(values) < 2:
        return None
    height, top, below = (SMALL_HEIGHT, SMALL_TOP, SMALL_BOTTOM) if small else (LINE_HEIGHT, LINE_TOP, LINE_BOTTOM)
    months = sorted(values)
    span, most = months[-1] - months[0], max(values.values()) or 1
    bottom = height - below
    points = [
        Point(month, values[month], 1 + 98 * (month - months[0]) / span, bottom - (bottom - top) * values[month] / most)
        for month in months
    ]
    return Line(points, height, bottom)


@dataclass(frozen=True)
class Dot:
    """One kecamatan on the map; `value` is None where it is told with others."""

    area: Area
    value: int | None
    radius: float

    @property
    def cx(self) -> str:
        return f"{self.area.map_x}%"

    @property
    def cy(self) -> int:
        return MAP_HEIGHT * (self.area.map_y or 0) // 100

    @property
    def r(self) -> str:
        return f"{self.radius:.1f}"


@dataclass(frozen=True)
class Land:
    """A stretch of one island, between two of its kecamatan."""

    x1: str
    y1: int
    x2: str
    y2: int


@dataclass(frozen=True)
class Map:
    dots: list[Dot]
    lands: list[Land]
    height: int = MAP_HEIGHT

    @property
    def words(self) -> str:
        told = (
            f"{dot.area.name}: {indonesian(dot.value) if dot.value is not None else 'dalam Lainnya'}"
            for dot in self.dots
        )
        return "; ".join(told)


def area_map(areas: Sequence[Area], values: Mapping[str, int]) -> Map | None:
    """A dot for each area that has its place on the map, its surface by the value; None where none has."""
    placed = sorted((area for area in areas if area.map_x is not None), key=lambda area: (area.map_y, area.map_x))
    most = max(values.values(), default=0) or 1
    dots = []
    for area in placed:
        value = values.get(area.pk)
        reach = EMPTY_DOT if value is None else SMALLEST_DOT + (LARGEST_DOT - SMALLEST_DOT) * sqrt(value / most)
        dots.append(Dot(area, value, reach))
    return Map(dots, _lands(dots)) if dots else None


def _lands(dots: Sequence[Dot]) -> list[Land]:
    """Where a kecamatan has an island of its own, a stretch of no length: round ends make a round island."""
    found = [Land(dot.cx, dot.cy, dot.cx, dot.cy) for dot in dots]
    for name in {dot.area.island for dot in dots} - {""}:
        together = [dot for dot in dots if dot.area.island == name]
        found += [Land(one.cx, one.cy, other.cx, other.cy) for one, other in pairwise(together)]
    return found
