"""What everyone reads of the registers: the tables of the published snapshots, with their charts and as data."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from programs.charts import BAR_HEIGHT, Bar, Line, Map, area_map, bars, line
from programs.models import Area, Snapshot, SnapshotCell
from programs.small_cells import REST
from programs.snapshot_sources import SOURCE_BY_SLUG, SOURCES, Source
from selayar_site.months import month_name

# A year and the month to compare it with.
MONTHS_SHOWN = 13
# More rows than these stand folded under their chart, which names each as well.
LONG_TABLE = 12
# Name → kind and meaning, in the order of the columns.
COLUMNS = {
    "bulan": ("teks", "Bulan cuplikan (tahun-bulan)."),
    "keadaan_pada": ("tanggal", "Hari terakhir bulan itu; daftar dihitung menurut keadaan hari itu."),
    "tabel": ("teks", "Nama tetap tabelnya."),
    "judul": ("teks", "Yang dihitung dan menurut apa."),
    "kode": (
        "teks",
        "Kode wilayah Kemendagri, OPD, kelompok pekerjaan, atau pembayar; lainnya: gabungan.",
    ),
    "kelompok": ("teks", "Nama kelompok sebagaimana tercatat saat dihitung."),
    "jumlah": ("bilangan", "Orang, dalam kelipatan lima; kelompok di bawah lima orang ada di dalam Lainnya."),
    "satuan": ("teks", "Yang dihitung: pekerja atau ASN."),
    "terbit_pada": ("waktu", "Kapan orang kedua menyetujuinya (ISO 8601)."),
    "sidik": ("teks", "SHA-256 seluruh cuplikan bulan itu; cara menghitungnya ada di halaman ini."),
}


@dataclass(frozen=True)
class Group:
    """One group through the months."""

    key: str
    label: str
    value: int
    line: Line | None


@dataclass(frozen=True)
class Table:
    """One table of the latest month, and what it was in the months before."""

    source: Source
    snapshot: Snapshot
    cells: list[SnapshotCell]
    totals: dict[int, int]
    history: dict[str, dict[int, int]]
    areas: list[Area]

    @property
    def total(self) -> int:
        return sum(cell.shown for cell in self.cells)

    @property
    def is_long(self) -> bool:
        return len(self.cells) > LONG_TABLE

    @property
    def has_rest(self) -> bool:
        return any(cell.key == REST for cell in self.cells)

    @property
    def bars(self) -> list[Bar]:
        """The largest first, the rest last."""
        ordered = sorted(self.cells, key=lambda cell: (cell.key == REST, -cell.shown))
        return bars([(cell.label, cell.shown) for cell in ordered])

    @property
    def bars_height(self) -> int:
        return len(self.cells) * BAR_HEIGHT

    @property
    def map(self) -> Map | None:
        if not self.source.is_map:
            return None
        return area_map(self.areas, {cell.key: cell.shown for cell in self.cells})

    @property
    def line(self) -> Line | None:
        return line(self.totals)

    @property
    def months(self) -> list[int]:
        return sorted(self.totals)

    @property
    def month_names(self) -> list[str]:
        return [month_name(month) for month in self.months]

    @property
    def groups(self) -> list[Group]:
        """Small multiples, each from nought to its own highest: the same fall is as steep in a small group."""
        return [
            Group(cell.key, cell.label, cell.shown, line(self.history[cell.key], small=True)) for cell in self.cells
        ]

    @property
    def by_month(self) -> list[tuple[str, list[int | None]]]:
        """The rows of the table through the months; None where a group was told with others."""
        rows = [(cell.label, [self.history[cell.key].get(month) for month in self.months]) for cell in self.cells]
        total: list[int | None] = [self.totals[month] for month in self.months]
        return [*rows, ("Jumlah", total)]


@dataclass(frozen=True)
class Register:
    """The latest snapshot, its tables, and those that were withdrawn of the months shown."""

    snapshot: Snapshot | None
    tables: list[Table]
    withdrawn: list[Snapshot]


def read_register(until: Snapshot | None = None) -> Register:
    """What is published; of `until`, with that one, as it will look or looked on the day of its own. Three queries."""
    told = list(Snapshot.objects.told().order_by("-month", "-pk")[: 2 * MONTHS_SHOWN])
    shown = [row for row in told if row.state == Snapshot.State.APPROVED]
    if until is not None:
        shown = [until, *(row for row in shown if row.month < until.month)]
    shown = shown[:MONTHS_SHOWN]
    withdrawn = [row for row in told if row.state == Snapshot.State.WITHDRAWN]
    if not shown:
        return Register(None, [], withdrawn)
    return Register(shown[0], _tables(shown), withdrawn)


def _tables(shown: list[Snapshot]) -> list[Table]:
    months = {snapshot.pk: snapshot.month for snapshot in shown}
    cells: defaultdict[str, list[SnapshotCell]] = defaultdict(list)
    totals: defaultdict[str, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    history: defaultdict[str, defaultdict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for cell in SnapshotCell.objects.filter(snapshot__in=months).order_by("position", "key"):
        month = months[cell.snapshot_id]
        totals[cell.table][month] += cell.shown
        history[cell.table][cell.key][month] = cell.shown
        if month == shown[0].month:
            cells[cell.table].append(cell)
    areas = list(Area.objects.filter(kind=Area.Kind.DISTRICT).order_by("code"))
    return [
        Table(source, shown[0], cells[source.slug], totals[source.slug], history[source.slug], areas)
        for source in SOURCES
        if cells[source.slug]
    ]


def register_rows() -> list[dict[str, Any]]:
    """All published cells, the latest month first. Two queries."""
    published = {snapshot.pk: snapshot for snapshot in Snapshot.objects.published()}
    cells = SnapshotCell.objects.filter(snapshot__in=published).order_by("-snapshot__month", "table", "position", "key")
    return [_row(published[cell.snapshot_id], cell) for cell in cells]


def _row(snapshot: Snapshot, cell: SnapshotCell) -> dict[str, Any]:
    source = SOURCE_BY_SLUG.get(cell.table)
    values = [
        snapshot.code, snapshot.as_of.isoformat(), cell.table, source.title if source else cell.table, cell.key,
        cell.label, cell.shown, source.unit if source else "",
        snapshot.decided_at.isoformat(timespec="seconds") if snapshot.decided_at else None, snapshot.digest,
    ]  # fmt: skip
    return dict(zip(COLUMNS, values, strict=True))


def withdrawn_rows() -> list[dict[str, Any]]:
    """The snapshots that were published once and are not any more, without their tables."""
    rows = Snapshot.objects.filter(state=Snapshot.State.WITHDRAWN).order_by("-withdrawn_at")
    return [
        {
            "bulan": row.code,
            "dicabut_pada": row.withdrawn_at.isoformat(timespec="seconds") if row.withdrawn_at else None,
            "alasan": row.withdrawal,
        }
        for row in rows
    ]
