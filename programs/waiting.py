"""The waiting list as everyone may read it: groups of five and more, once a month, and nobody in particular."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from programs.models import Area, Occupation, WaitingEntry, WaitingPublication
from programs.numbers import age_on
from programs.small_cells import Cell, Publication, publication
from selayar_site.months import month_of
from selayar_site.pagestore import purge

# District, occupation group, age band.
Key = tuple[str, str, str]

OTHER_TRADES = Occupation.Group.OTHER.value
ALL_AGES = "all"
OTHER_DISTRICTS = "rest"
# From that age on; who is younger or older than these stands among all ages.
BANDS = (18, 30, 45)
LAST_AGE = 64
AGES = {"18": "18–29", "30": "30–44", "45": "45–64", ALL_AGES: "Lain"}

# What is too small joins these, in this order.
STEPS = (
    lambda key: (key[0], OTHER_TRADES, key[2]),
    lambda key: (key[0], OTHER_TRADES, ALL_AGES),
    lambda key: (OTHER_DISTRICTS, OTHER_TRADES, ALL_AGES),
)


def band_of(age: int) -> str:
    """The band's first age, as text; all ages for who could not be covered at that age."""
    if age > LAST_AGE:
        return ALL_AGES
    return next((str(first) for first in reversed(BANDS) if age >= first), ALL_AGES)


def publish_due(at: datetime | None = None) -> int:
    """A duty of `tick`: publish the month's groups, once; gives 1 where it did. What was published stays."""
    at = at or timezone.now()
    month = month_of(timezone.localdate(at))
    if WaitingPublication.objects.filter(month__gte=month).exists():
        return 0
    now = publication(_counted(at), former=_read(WaitingPublication.objects.first()), steps=STEPS)
    cells = [[*key, cell.count, cell.shown] for key, cell in sorted(now.cells.items())]
    try:
        with transaction.atomic():
            WaitingPublication.objects.create(month=month, as_of=at, cells=cells)
            purge("programs")
    except IntegrityError:  # another process did, this instant
        return 0
    return 1


def _counted(at: datetime) -> Counter[Key]:
    on = timezone.localdate(at)
    rows = WaitingEntry.objects.available(on).values_list(
        "worker__village__parent_id", "worker__occupation__group", "worker__birth_date"
    )
    return Counter(
        (str(district), group, band_of(age_on(born, on))) for district, group, born in rows.order_by().iterator()
    )


def _read(row: WaitingPublication | None) -> Publication[Key]:
    if row is None:
        return Publication()
    return Publication({(cell[0], cell[1], cell[2]): Cell(cell[3], cell[4]) for cell in row.cells})


@dataclass(frozen=True)
class Trade:
    """The people of one group of trades, by the ages of the page; None where there are too few to be told, or none."""

    name: str
    people: list[int | None]


@dataclass(frozen=True)
class District:
    name: str
    trades: list[Trade]

    @property
    def people(self) -> int:
        return sum(number or 0 for trade in self.trades for number in trade.people)


@dataclass(frozen=True)
class WaitingPage:
    """The latest publication, by district; without groups while fewer than five wait."""

    as_of: datetime | None
    districts: list[District]
    ages: list[str]

    @property
    def total(self) -> int:
        return sum(district.people for district in self.districts)


def waiting_page() -> WaitingPage:
    """Two queries."""
    row = WaitingPublication.objects.first()
    if row is None:
        return WaitingPage(None, [], [])
    shown = _read(row).shown
    ages = [age for age in AGES if any(key[2] == age for key in shown)]
    areas = Area.objects.filter(code__in={district for district, *_ in shown}).order_by("code")
    names = {**dict(areas.values_list("code", "name")), OTHER_DISTRICTS: "Kecamatan lain"}
    districts = [District(name, _trades(shown, code, ages)) for code, name in names.items()]
    return WaitingPage(row.as_of, [district for district in districts if district.trades], [AGES[age] for age in ages])


def _trades(shown: dict[Key, int], district: str, ages: list[str]) -> list[Trade]:
    rows = [
        Trade(_trade(group), [shown.get((district, group, age)) for age in ages]) for group in Occupation.Group.values
    ]
    return [row for row in rows if any(row.people)]


def _trade(group: str) -> str:
    return "Pekerjaan lain" if group == OTHER_TRADES else str(Occupation.Group(group).label)
