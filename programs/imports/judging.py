"""Rows of one list, judged against the file itself and the register: the same way when checked and when applied."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Min

from programs.imports.cells import Cell
from programs.imports.kinds import Judged, kind_of
from programs.models import ImportRow, RosterImport


class Judge:
    """Made once for a stretch of work: it keeps the villages, trades and agencies that the rows are matched with."""

    def __init__(self, roster_import: RosterImport) -> None:
        self.roster_import = roster_import
        self.kind = kind_of(roster_import)
        self.columns: Mapping[str, int] = roster_import.columns
        self.tables = self.kind.tables(roster_import.options)

    def judge(self, rows: Iterable[tuple[int, list[Cell]]]) -> list[Judged]:
        """What each row would do now. The number of queries does not grow with the rows."""
        judged = []
        for number, cells in rows:
            row = Judged(number, cells)
            self.kind.read(row, self._by_field(cells), self.tables)
            judged.append(row)
        for key, name, label in self.kind.unique:
            for row, first in self._later(judged, key):
                row.refuse(name, f"{label} ini sudah tertulis pada baris {first}. Hapus salah satu dari keduanya.")
        self.kind.compare(judged, self.tables)
        for row, first in self._later(judged, "alike"):
            if not row.wrong:
                row.notes.append(
                    f"Mungkin orang yang sama dengan baris {first}: nama, tanggal lahir, dan desanya sama."
                )
        return judged

    def _by_field(self, cells: Sequence[Cell]) -> dict[str, Cell]:
        return {name: cells[column] if column < len(cells) else "" for name, column in self.columns.items()}

    def _later(self, rows: Sequence[Judged], key: str) -> list[tuple[Judged, int]]:
        """Rows whose key another row of the file had before them, and the number of the first that had it."""
        wanted = {getattr(row, key) for row in rows} - {""}
        stored = ImportRow.objects.filter(roster_import=self.roster_import, **{f"{key}__in": wanted})
        first: dict[str, int] = dict(stored.values_list(key).annotate(first=Min("number")).order_by())
        for row in rows:
            digest = getattr(row, key)
            first[digest] = min(first.get(digest, row.number), row.number)
        return [
            (row, first[getattr(row, key)])
            for row in rows
            if getattr(row, key) and first[getattr(row, key)] < row.number
        ]
