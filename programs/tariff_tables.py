"""Tariffs as a reader asks for them: in which months, in which sector, how much, and how sure that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from programs.models import Benefit, NoTariff, Occupation, Tariff, TariffTable
from selayar_site.months import month_name


@dataclass(frozen=True)
class Part:
    """What one benefit costs; None where there is no tariff for it."""

    benefit: Benefit
    amount: int | None


@dataclass(frozen=True)
class Period:
    """Months in which nothing changes. `until` is None while no end is known; amounts in rupiah."""

    since: int
    until: int | None
    parts: tuple[Part, ...]
    total: int | None
    sources: tuple[str, ...]
    notes: tuple[str, ...]
    is_confirmed: bool

    @property
    def name(self) -> str:
        if self.until is None:
            return f"Sejak {month_name(self.since)}"
        if self.until == self.since:
            return month_name(self.since)
        return f"{month_name(self.since)} sampai {month_name(self.until)}"

    @property
    def until_name(self) -> str:
        return "" if self.until is None else month_name(self.until)

    def holds_in(self, month: int) -> bool:
        return self.since <= month and (self.until is None or month <= self.until)


@dataclass(frozen=True)
class SectorTable:
    sector: str
    name: str
    benefits: tuple[Benefit, ...]
    periods: tuple[Period, ...]

    def now(self, month: int) -> Period | None:
        return next((period for period in self.periods if period.holds_in(month)), None)

    @property
    def sources(self) -> list[str]:
        return sorted({source for period in self.periods for source in period.sources})

    @property
    def notes(self) -> list[str]:
        return sorted({note for period in self.periods for note in period.notes})


@dataclass(frozen=True)
class TariffPage:
    """What a programme's page says of its contributions in the given month."""

    month: int
    tables: list[SectorTable]

    @property
    def month_name(self) -> str:
        return month_name(self.month)

    @property
    def now(self) -> list[tuple[SectorTable, Period]]:
        """What holds in this month, sector by sector."""
        return [(table, period) for table in self.tables if (period := table.now(self.month)) and period.total]

    @property
    def benefits(self) -> tuple[Benefit, ...]:
        return self.tables[0].benefits if self.tables else ()

    @property
    def sources(self) -> list[str]:
        return sorted({source for table in self.tables for source in table.sources})

    @property
    def notes(self) -> list[str]:
        return sorted({note for table in self.tables for note in table.notes})


def sector_tables(payer: str, *, since: int) -> list[SectorTable]:
    """For each sector what that payer pays, in the months from `since` on. One query.

    The total counts what every member has; what is optional stands beside it.
    """
    tariffs = list(Tariff.objects.filter(payer=payer).select_related("benefit")) if payer else []
    benefits = tuple(
        sorted({tariff.benefit for tariff in tariffs}, key=lambda benefit: (benefit.is_optional, benefit.position))
    )
    tables = []
    for sector in Occupation.Sector:
        own = [tariff for tariff in tariffs if tariff.sector == sector]
        periods = tuple(_periods(own, benefits, sector=sector, payer=payer, since=since))
        if periods:
            tables.append(SectorTable(sector.value, str(sector.label), benefits, periods))
    return tables


def _periods(
    tariffs: list[Tariff], benefits: Iterable[Benefit], *, sector: str, payer: str, since: int
) -> Iterable[Period]:
    table = TariffTable(tariffs)
    begins = sorted({tariff.valid_from for tariff in tariffs})
    for begin, end in pairwise([*begins, None]):
        assert begin is not None
        until = None if end is None else end - 1
        if until is not None and until < since:
            continue
        found = [_in_force(table, begin, benefit, sector, payer) for benefit in benefits]
        if not any(found):
            continue
        basic = [row for row, benefit in zip(found, benefits, strict=True) if not benefit.is_optional]
        yield Period(
            since=begin,
            until=until,
            parts=tuple(
                Part(benefit, row.amount if row else None) for row, benefit in zip(found, benefits, strict=True)
            ),
            total=sum(row.amount or 0 for row in basic if row) if basic and all(basic) else None,
            sources=tuple(sorted({row.source for row in found if row})),
            notes=tuple(sorted({row.note for row in found if row and row.note})),
            is_confirmed=all(row.is_confirmed for row in found if row),
        )


def _in_force(table: TariffTable, month: int, benefit: Benefit, sector: str, payer: str) -> Tariff | None:
    try:
        return table.tariff_in(month, benefit=benefit.code, sector=sector, payer=payer)
    except NoTariff:
        return None
