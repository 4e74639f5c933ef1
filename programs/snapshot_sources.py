"""What a monthly snapshot counts: one table each, of people in groups of one kind. A new table is a new row below.

A source counts people and never names them. What may be published of its counts is decided elsewhere
(`programs.small_cells`), so it gives them as they are. Never a table by two kinds of groups at once: each such
table is one more to take others from.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, QuerySet

from programs.models import (
    Agency,
    Area,
    CivilServant,
    CoverMonth,
    Occupation,
    Payer,
    Placement,
    WaitingPublication,
    Worker,
)
from programs.small_cells import REST
from programs.waiting import OTHER_DISTRICTS
from selayar_site.months import month_of


@dataclass(frozen=True)
class Source:
    """`count` gives people by key on a day; `names` the names of all keys, in the order of the table.

    The slug is kept in the cells and in the readers' files: once published it is not changed.
    """

    slug: str
    title: str
    unit: str
    group: str
    method: str
    count: Callable[[date], Mapping[str, int]]
    names: Callable[[], Mapping[str, str]]
    is_map: bool = False


def _grouped(rows: "QuerySet[Any]", key: str) -> dict[str, int]:
    found = rows.order_by().annotate(group=F(key)).values("group").annotate(people=Count("pk"))
    return {str(row["group"]): row["people"] for row in found}


def _civil_servants_by_agency(on: date) -> dict[str, int]:
    serving = CivilServant.objects.serving(on).values("pk")
    return _grouped(Placement.objects.in_force(on).filter(civil_servant__in=serving), "agency__code")


def _agencies() -> dict[str, str]:
    return dict(Agency.objects.order_by("short_name").values_list("code", "short_name"))


def _workers_by_district(on: date) -> dict[str, int]:
    return _grouped(Worker.objects.insurable(on), "village__parent")


def _districts() -> dict[str, str]:
    rows = Area.objects.filter(kind=Area.Kind.DISTRICT).order_by("name")
    return dict(rows.values_list("code", "name"))


def _workers_by_occupation(on: date) -> dict[str, int]:
    """By group; those of no group of their own are the rest from the start."""
    found = _grouped(Worker.objects.insurable(on), "occupation__group")
    if people := found.pop(Occupation.Group.OTHER, 0):
        found[REST] = people
    return found


def _occupations() -> dict[str, str]:
    return {str(value): str(label) for value, label in Occupation.Group.choices if value != Occupation.Group.OTHER}


def _covered_by_payer(on: date) -> dict[str, int]:
    """One standing row for each worker and month: rows are people."""
    return _grouped(CoverMonth.objects.standing().filter(month=month_of(on)), "payer")


def _payers() -> dict[str, str]:
    return {str(value): str(label) for value, label in Payer.choices}


def _waiting_by_district(on: date) -> dict[str, int]:
    """Summed from what was published of the list: an own count would be a second look at the same people."""
    published = WaitingPublication.objects.filter(month__lte=month_of(on) + 1).order_by("-month").first()
    found: Counter[str] = Counter()
    for district, _, _, _, shown in published.cells if published else ():
        found[REST if district == OTHER_DISTRICTS else district] += shown
    return dict(found)


WORKERS = (
    "Pekerja informal yang tercatat dalam daftar pekerja, masih hidup, tinggal di kabupaten, dan belum bekerja formal "
    "pada hari terakhir bulan itu. Baris ganda yang sudah digabungkan dihitung satu kali. Tercatat tidak berarti "
    "semuanya sudah terlindungi."
)
SOURCES = (
    Source(
        slug="pekerja-kecamatan",
        title="Pekerja informal terdaftar menurut kecamatan",
        unit="pekerja",
        group="kecamatan",
        method=f"{WORKERS} Kecamatan adalah tempat tinggal yang tercatat, bukan tempat bekerja.",
        count=_workers_by_district,
        names=_districts,
        is_map=True,
    ),
    Source(
        slug="pekerja-pekerjaan",
        title="Pekerja informal terdaftar menurut kelompok pekerjaan",
        unit="pekerja",
        group="kelompok pekerjaan",
        method=f"{WORKERS} Setiap orang dihitung pada pekerjaan utamanya.",
        count=_workers_by_occupation,
        names=_occupations,
    ),
    Source(
        slug="terlindungi-pembayar",
        title="Pekerja informal dengan iuran bulan itu menurut pembayar",
        unit="pekerja",
        group="pembayar",
        method="Pekerja yang tercatat dalam buku iuran untuk bulan itu, dari daftar APBD, desa, mitra, pekerja "
        "sendiri, dan ASN. Setiap pekerja hanya memiliki satu pembayar dalam sebulan. Tercatat belum berarti "
        "terlindungi: perlindungan berlaku setelah iurannya disetor ke BPJS Ketenagakerjaan.",
        count=_covered_by_payer,
        names=_payers,
    ),
    Source(
        slug="tunggu-kecamatan",
        title="Daftar tunggu menurut kecamatan",
        unit="pekerja",
        group="kecamatan",
        method="Pekerja yang menyetujui pencatatannya dan menunggu seorang ASN atau penanggung lain. Dijumlahkan dari "
        "terbitan daftar tunggu yang terakhir, yang sudah dibulatkan.",
        count=_waiting_by_district,
        names=_districts,
        is_map=True,
    ),
    Source(
        slug="asn-opd",
        title="ASN menurut perangkat daerah",
        unit="ASN",
        group="OPD",
        method="PNS dan PPPK yang masih bertugas pada hari terakhir bulan itu, menurut penempatan yang tercatat.",
        count=_civil_servants_by_agency,
        names=_agencies,
    ),
)
SOURCE_BY_SLUG = {source.slug: source for source in SOURCES}
