"""What the public reads of the figures: by indicator, each source beside the others, and the bars that show them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from programs.models import Allocation, Figure, Indicator, Program
from selayar_site.prepared import Prepared

# Of the indicator that leads the start page, and of those beside it.
HOME_INDICATORS = 3
BAR_HEIGHT = 58


@dataclass(frozen=True)
class Bar:
    """One figure in a chart. Lengths are percent of the chart's width, so that words keep their size on a phone."""

    figure: Figure
    length: str
    top: int

    @property
    def words_y(self) -> int:
        return self.top + 14

    @property
    def source_y(self) -> int:
        return self.top + 31

    @property
    def bar_y(self) -> int:
        return self.top + 38

    @property
    def kind(self) -> str:
        if self.figure.nature == Figure.Nature.TARGET:
            return "target"
        return "sure" if self.figure.is_confirmed else "unsure"


@dataclass(frozen=True)
class Row:
    """A figure that none has replaced, and the ones that it replaced, the latest first."""

    figure: Figure
    former: list[Figure] = field(default_factory=list)


@dataclass(frozen=True)
class Answer:
    """All that sources answer to one indicator, the latest state of things first."""

    indicator: Indicator
    rows: list[Row]

    @property
    def whole(self) -> list[Figure]:
        """What holds of the regency as a whole."""
        return [row.figure for row in self.rows if row.figure.area_id is None and not row.figure.is_retracted]

    @property
    def observed(self) -> list[Figure]:
        return [figure for figure in self.whole if figure.nature == Figure.Nature.OBSERVED]

    @property
    def latest(self) -> Figure | None:
        return next(iter(self.observed), None)

    @property
    def others(self) -> list[Figure]:
        """What other sources say of the same year as the latest."""
        latest = self.latest
        return [figure for figure in self.observed if latest and _contradict(figure, latest)]

    @property
    def is_contradicted(self) -> bool:
        return any(_contradict(one, other) for one in self.observed for other in self.observed)

    @property
    def implied(self) -> list[Figure]:
        """Shares whose source names what was counted and not what it was divided by."""
        return [figure for figure in self.whole if figure.implied_denominator]

    @property
    def bars(self) -> list[Bar]:
        """From the earliest on; none for a single count, which has nothing to be measured by."""
        figures = sorted(self.whole, key=lambda figure: (figure.as_of, figure.pk))
        is_share = self.indicator.kind == Indicator.Kind.SHARE
        if not figures or (len(figures) == 1 and not is_share):
            return []
        most = max([Decimal(100) if is_share else Decimal(1), *(Decimal(figure.value) for figure in figures)])
        return [
            Bar(figure, f"{Decimal(figure.value) * 100 / most:.2f}%", position * BAR_HEIGHT)
            for position, figure in enumerate(figures)
        ]

    @property
    def chart_height(self) -> int:
        return len(self.bars) * BAR_HEIGHT

    @property
    def kinds(self) -> set[str]:
        return {bar.kind for bar in self.bars}


def _contradict(one: Figure, other: Figure) -> bool:
    return one.as_of.year == other.as_of.year and one.publisher != other.publisher and one.value != other.value


def answers(figures: Iterable[Figure]) -> list[Answer]:
    """Published figures, in their order, by indicator. Load them with their indicator."""
    by_key = {figure.pk: figure for figure in figures}
    replaced = {figure.replaces_id for figure in by_key.values()}
    found: defaultdict[Indicator, list[Row]] = defaultdict(list)
    for figure in by_key.values():
        if figure.pk not in replaced:
            found[figure.indicator].append(Row(figure, _former(figure, by_key)))
    return [Answer(indicator, rows) for indicator, rows in found.items()]


def _former(figure: Figure, by_key: dict[int, Figure]) -> list[Figure]:
    former = by_key.get(figure.replaces_id or 0)
    return [former, *_former(former, by_key)] if former else []


def all_answers() -> list[Answer]:
    """Everything that is published. One query."""
    return answers(Figure.objects.published().select_related("indicator", "area").in_order())


def program_answers(program: Program) -> list[Answer]:
    """What is published of that programme. One query."""
    figures = Figure.objects.published().filter(indicator__programs=program)
    return answers(figures.select_related("indicator", "area").in_order())


def home_answers() -> list[Answer]:
    """The few that stand on the start page, as long as something was observed. One query."""
    return [answer for answer in answers(_home_figures()) if answer.latest][:HOME_INDICATORS]


_home_figures = Prepared(
    lambda: (
        Figure.objects.current()
        .filter(indicator__on_home=True, area__isnull=True)
        .select_related("indicator")
        .in_order()
    )
)


def budgets() -> list[Allocation]:
    """The published budgets, by programme and the latest year first. One query."""
    rows = Allocation.objects.published().select_related("program")
    return list(rows.order_by("program__position", "program__name", "-year"))
