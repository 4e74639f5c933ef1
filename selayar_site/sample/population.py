"""An artificial population for the demo and for measuring. Nobody in it exists, and it is the same every time.

Written in bulk: the verbs take one person and some ten queries at a time. What they promise holds here too: numbers
are read by the same readers, sealed and indexed, each row's history says that it was registered (by the system), and
rows that may be one person are noted.
"""

import tomllib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate, count
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from programs.actions.doubles import note_doubles
from programs.models import Agency, Area, CivilServant, FormerNip, Occupation, Person, Placement, Worker
from programs.numbers import ARTIFICIAL_AREA, CivilStatus, Sex
from selayar_site.models import Audit

WORKERS, CIVIL_SERVANTS = 6000, 3871  # as many civil servants as the regency counted in September 2023
BATCH = 1000
# Ages are told from here and not from today: a second load must know whom the first one made.
REFERENCE = date(2026, 1, 1)
# Days between the oldest and the youngest; the step has no divisor in common with either, so that birth dates repeat
# only after as many people, and the serial then differs.
WORKER_DAYS, SERVANT_DAYS, STEP = 46 * 365, 12_600, 7919


def load_population(workers: int = WORKERS, civil_servants: int = CIVIL_SERVANTS) -> Iterator[str]:
    """Fill the registers up to so many rows, whoever is there already; tells how far it is, after each thousand.

    Each thousand is a transaction of its own: what was interrupted goes on. Only under SELAYAR_DEMO=1, where numbers
    with the artificial prefix are valid. Needs the basics (`load_basics`).
    """
    if not settings.DEMO:
        raise RuntimeError("An artificial population belongs into no register of real people.")
    makers: list[tuple[type[Person], int, Callable[[People, int], Any], str]] = [
        (CivilServant, civil_servants, People.civil_servant, "ASN"),
        (Worker, workers, People.worker, "pekerja"),
    ]
    for model, wanted, make, name in makers:
        there = model._default_manager.count()
        fresh = (make(people, number) for people in [People()] for number in count())
        while there < wanted:
            batch = [next(fresh) for _ in range(min(BATCH, wanted - there))]
            there += _write(model, batch)
            yield f"{min(there, wanted)} dari {wanted} {name}"


@transaction.atomic
def _write(model: type[Person], batch: Sequence[Any]) -> int:
    """Add those whom no row knows yet; gives how many."""
    rows = _unknown(model, batch)
    for row in rows:
        row.prepare()
    model._default_manager.bulk_create(rows)
    Audit.objects.record_many(rows, "register", by=None)
    if model is Worker:
        note_doubles(rows)
    else:
        Placement.objects.bulk_create(
            Placement(civil_servant=row, agency=agency, from_on=day) for row in rows for agency, day in row.places
        )
    return len(rows)


def _unknown(model: type[Person], batch: Sequence[Any]) -> list[Any]:
    """Those of whose unique numbers none is taken."""
    found = list(batch)
    columns: list[tuple[type[Model], str]] = [(model, "nik_index")]
    if model is CivilServant:
        columns += [(CivilServant, "nip_index"), (FormerNip, "nip_index")]
    for where, name in columns:
        index: Any = model._meta.get_field(name)
        codes = [index.of(getattr(row, index.source)) for row in found]
        given = {code for code in codes if code}
        taken = set(where._default_manager.filter(**{f"{name}__in": given}).values_list(name, flat=True))
        found = [row for row, code in zip(found, codes, strict=True) if code not in taken]
    return found


class People:
    """Makes the same person for the same number, however many there are."""

    def __init__(self) -> None:
        path = Path(__file__).parent / "population.toml"
        self.given = tomllib.loads(path.read_text(encoding="utf-8"))

    @cached_property
    def agencies(self) -> "Weighted":
        return Weighted(Agency.objects.order_by("code"), self.given["agencies"], lambda agency: agency.code)

    @cached_property
    def villages(self) -> "Weighted":
        rows = Area.objects.filter(kind__in=Area.VILLAGES).order_by("code")
        return Weighted(rows, self.given["districts"], lambda village: village.parent_id)

    @cached_property
    def occupations(self) -> "Weighted":
        return Weighted(Occupation.objects.order_by("name"), self.given["occupations"], lambda trade: trade.name)

    def worker(self, number: int) -> Worker:
        chance = Random(f"worker {number}")
        days, round_ = number * STEP % WORKER_DAYS, number // WORKER_DAYS
        born = date(REFERENCE.year - 18, 1, 1) - timedelta(days + 1)
        sex = Sex.MALE if chance.random() < 0.68 else Sex.FEMALE
        worker = Worker(
            name=self.name(chance, sex),
            nik=_nik(born, sex, 1000 + (days * 37 + round_) % 6000),
            kk=_kk(number) if chance.random() < 0.8 else None,
            phone=f"+628009999{number % 9900 + 100:04d}" if chance.random() < 0.6 else None,
            kpj=f"09{number:09d}" if chance.random() < 0.5 else None,
            birth_date=born,
            sex=sex,
            village=self.villages.pick(chance),
            occupation=self.occupations.pick(chance),
        )
        fate, day = chance.random(), REFERENCE + timedelta(chance.randrange(-60, 300))
        if fate < 0.02:
            worker.death_date = day
        elif fate < 0.035:
            worker.moved_on = day
        elif fate < 0.055:
            worker.formal_since = day
        elif fate < 0.06:
            worker.birth_date -= timedelta(30)  # typed otherwise than the card says: an officer decides
        return worker

    def civil_servant(self, number: int) -> CivilServant:
        """With `places`, where the person serves since when."""
        chance = Random(f"civil servant {number}")
        days, round_ = number * STEP % SERVANT_DAYS, number // SERVANT_DAYS
        born = date(REFERENCE.year - 22, 1, 1) - timedelta(days + 1)
        sex = Sex.MALE if chance.random() < 0.44 else Sex.FEMALE
        is_pppk = chance.random() < 0.3
        first = max(2019 if is_pppk else 1993, born.year + 22)
        year = chance.randint(first, max(first, REFERENCE.year - 1))
        month = chance.choice((1, 3, 4, 12))
        if chance.random() < 0.06:  # appointed of late, so that the tables of this year's months differ
            year, month = REFERENCE.year, chance.randint(1, 10)
        written = f"{year}21" if is_pppk else f"{year}{month:02d}"
        serial = 100 + (days * 37 + round_) % 900
        name = self.name(chance, sex)
        person = CivilServant(
            name=f"{name}, {chance.choice(self.given['names']['degrees'])}" if chance.random() < 0.8 else name,
            status=CivilStatus.PPPK if is_pppk else CivilStatus.PNS,
            nip=f"{born:%Y%m%d}{written}{1 if sex == Sex.MALE else 2}{serial}",
            nik=_nik(born, sex, 7000 + (days * 37 + round_) % 3000) if chance.random() < 0.9 else None,
            # Now and then the card of a worker: nobody sponsors their own family.
            kk=_kk(number if chance.random() < 0.02 else 50_000_000 + number) if chance.random() < 0.8 else None,
            email=f"asn.{number + 1}@pegawai.example" if chance.random() < 0.9 else "",
            birth_date=born,
            sex=sex,
            position=chance.choice(self.given["names"]["positions"]),
            retirement_age=60 if chance.random() < 0.15 else 58,
        )
        places = [(self.agencies.pick(chance), date(year, month, 1))]
        if year < 2021 and chance.random() < 0.12:
            places.append((self.agencies.pick(chance), date(2022, 1, 3)))
        person.places = places  # type: ignore[attr-defined]
        return person

    def name(self, chance: Random, sex: str) -> str:
        words = self.given["names"]
        name = f"{chance.choice(words[sex]['given'])} {chance.choice(words['after'])}"
        if chance.random() < 0.45:
            name = f"{chance.choice(words[sex]['before'])} {name}"
        return f"{name} Dg. {chance.choice(words['daeng'])}" if chance.random() < 0.12 else name


class Weighted:
    """Rows to pick from by chance, those of a heavier group more often."""

    def __init__(self, rows: Any, weights: dict[str, int], group: Callable[[Any], str]) -> None:
        self.rows = list(rows)
        sizes: dict[str, int] = {}
        for row in self.rows:
            sizes[group(row)] = sizes.get(group(row), 0) + 1
        self.reach = list(accumulate(weights.get(group(row), 10) / sizes[group(row)] for row in self.rows))

    def pick(self, chance: Random) -> Any:
        return chance.choices(self.rows, cum_weights=self.reach)[0]


def _nik(born: date, sex: str, serial: int) -> str:
    day = born.day + (40 if sex == Sex.FEMALE else 0)
    return f"{ARTIFICIAL_AREA}{day:02d}{born:%m%y}{serial:04d}"


def _kk(family: int) -> str:
    """No NIK has a day 00."""
    return f"{ARTIFICIAL_AREA}00{family:08d}"
