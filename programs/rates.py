"""What a month of cover costs: the tariffs of the month together, fixed as a rate."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from programs.models import Benefit, NoTariff, Rate, RatePart, Tariff


class Paid(Protocol):
    """What a contribution hangs on besides month and sector."""

    @property
    def payer(self) -> str: ...

    @property
    def has_savings(self) -> bool: ...


@dataclass
class Rates:
    """What months cost; each tariff is read once, each rate written once."""

    _tariffs: dict[tuple[int, str, str, bool], list[Tariff]] = field(default_factory=dict)
    _rates: dict[str, Rate] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._table = Tariff.objects.table()
        rows = Benefit.objects.order_by("position", "code").values_list("code", "is_optional")
        self._benefits = {True: [code for code, _ in rows], False: [code for code, optional in rows if not optional]}

    def tariffs(self, month: int, sector: str, of: Paid) -> list[Tariff]:
        """Raises NoTariff."""
        key = (month, sector, of.payer, of.has_savings)
        if key not in self._tariffs:
            codes = self._benefits[of.has_savings]
            if not codes:
                raise NoTariff("Belum ada manfaat dan tarif yang dicatat.")
            self._tariffs[key] = [
                self._table.tariff_in(month, benefit=code, sector=sector, payer=of.payer) for code in codes
            ]
        return self._tariffs[key]

    def rate(self, month: int, sector: str, of: Paid) -> Rate:
        tariffs = self.tariffs(month, sector, of)
        key = " ".join(f"{tariff.pk}:{tariff.amount}" for tariff in tariffs)
        if key not in self._rates:
            self._rates[key] = _rate(key, sector, of.payer, tariffs)
        return self._rates[key]


def _rate(key: str, sector: str, payer: str, tariffs: Sequence[Tariff]) -> Rate:
    """The rate of exactly those tariffs at their amounts of today, written if it is new."""
    amount = sum(tariff.amount or 0 for tariff in tariffs)
    rate, is_new = Rate.objects.get_or_create(key=key, defaults={"payer": payer, "sector": sector, "amount": amount})
    if is_new:
        RatePart.objects.bulk_create(
            [RatePart(rate=rate, tariff=tariff, amount=tariff.amount or 0) for tariff in tariffs]
        )
    return rate
