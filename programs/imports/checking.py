"""The dry run: every row of the file with its fate. Nothing is written into a register."""

from collections.abc import Iterator
from itertools import batched

from programs.imports import files
from programs.imports.cells import Cell, dump
from programs.imports.headings import is_numbering
from programs.imports.judging import Judge
from programs.imports.keeping import content_of, drop_content
from programs.imports.kinds import Judged
from programs.imports.refusals import SheetRefused
from programs.imports.running import BATCH, Hold
from programs.models import ImportRow, RosterImport
from selayar_site.models import Audit

State = RosterImport.State
NO_ROWS = "Di bawah judul kolom tidak ada satu baris pun. Periksa lembar dan baris judul yang dipilih."


def check(hold: Hold) -> None:
    """Judge the rows that are still to be judged. Raises Lost."""
    roster_import = hold.roster_import
    try:
        judge = Judge(roster_import)
        for rows in batched(_rows(roster_import), BATCH, strict=False):
            judged = judge.judge(rows)
            hold.in_a_transaction(lambda judged=judged: _keep(hold, judged))  # type: ignore[misc]
            if hold.is_over:
                return
        if not roster_import.rows.exists():
            raise SheetRefused(NO_ROWS)
    except SheetRefused as refusal:
        sentence = str(refusal)
        hold.in_a_transaction(lambda: _refuse(hold, sentence))
    else:
        hold.in_a_transaction(lambda: _finish(hold))


def _rows(roster_import: RosterImport) -> Iterator[tuple[int, list[Cell]]]:
    """The rows under the headings that were not judged yet."""
    content = content_of(roster_import)
    after = max(roster_import.position, roster_import.heading_row)
    is_first = True
    for number, cells in files.rows_of(content, roster_import.form, roster_import.sheet):
        if number <= roster_import.heading_row:
            continue
        was_first, is_first = is_first, False
        if number > after and not (was_first and is_numbering(cells)):
            yield number, cells


def _keep(hold: Hold, judged: list[Judged]) -> None:
    hold.step(position=judged[-1].number)
    ImportRow.objects.bulk_create([_row(hold.roster_import, each) for each in judged])


def _row(roster_import: RosterImport, judged: Judged) -> ImportRow:
    fate = judged.fate
    settled = fate in (ImportRow.Fate.SAME, ImportRow.Fate.REFUSED)
    return ImportRow(
        roster_import=roster_import,
        number=judged.number,
        cells=dump(judged.cells),
        details=judged.details,
        fate=fate,
        outcome=fate if settled else ImportRow.Outcome.WAITING,
        reason=judged.wrong[0][0] if judged.wrong else "",
        is_noted=bool(judged.notes) and not judged.wrong,
        target=getattr(judged.target, "pk", None),
        key=judged.key,
        second_key=judged.second_key,
        alike=judged.alike,
        plan=judged.plan,
    )


def _finish(hold: Hold) -> None:
    sums = hold.roster_import.count_rows()
    hold.step(state=State.CHECKED, summary={"checked": sums}, position=0, total=0)


def _refuse(hold: Hold, sentence: str) -> None:
    """The file turned out not to be a list. What it held goes at once."""
    hold.step(state=State.REFUSED, problem=sentence[:300])
    drop_content(hold.roster_import)
    Audit.objects.record(hold.roster_import, "refuse_list", by=None, to_state=State.REFUSED)
