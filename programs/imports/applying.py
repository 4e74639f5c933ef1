"""Writing what the dry run showed, and nothing else: each row is judged again, in the transaction that writes it."""

import json
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from programs.imports.cells import load
from programs.imports.judging import Judge
from programs.imports.kinds import Fate, Judged
from programs.imports.running import BATCH, Hold
from programs.models import ImportRow, RosterImport
from selayar_site.claims import Stale
from selayar_site.models import Audit, User

Outcome = ImportRow.Outcome
State = RosterImport.State
CHANGED_SINCE = (
    "Sejak daftar diperiksa, data di register berubah, jadi baris ini tidak diterapkan. Unggah lagi daftarnya."
)
CONTRADICTS = "Nomor pada baris ini bertentangan dengan yang baru saja dicatat orang lain. Unggah lagi daftarnya."


def apply(hold: Hold) -> None:
    """Write the rows that still wait, batch by batch. Raises Lost."""
    judge = Judge(hold.roster_import)
    while _waiting(hold.roster_import).exists():
        hold.in_a_transaction(lambda: _apply_batch(hold, judge))
        if hold.is_over:
            return
    hold.in_a_transaction(lambda: _finish(hold))


def _waiting(roster_import: RosterImport):  # type: ignore[no-untyped-def]  # a queryset of the related manager
    return roster_import.rows.filter(outcome=Outcome.WAITING).order_by("pk")


def _apply_batch(hold: Hold, judge: Judge) -> None:
    roster_import = hold.roster_import
    hold.step()  # first: it keeps others from the same rows until the end of the transaction
    rows = list(_waiting(roster_import)[:BATCH])
    now = judge.judge((row.number, load(row.cells.reveal())) for row in rows)
    results: dict[int, tuple[str, str]] = {}
    ready = []
    for row, judged in zip(rows, now, strict=True):
        if judged.plan == row.plan:
            ready.append(judged)
        else:
            results[row.number] = _not_as_checked(judged)
    assert roster_import.applied_by is not None
    source = f"impor no. {roster_import.pk}"
    results |= _written(judge, ready, by=roster_import.applied_by, source=source)
    _note(rows, results)
    hold.step(position=roster_import.position + len(rows))


def _not_as_checked(judged: Judged) -> tuple[str, str]:
    if judged.fate == Fate.SAME:
        return Outcome.SAME, ""
    if judged.fate == Fate.REFUSED:
        return Outcome.REFUSED, " ".join(sentence for _, sentence in judged.wrong)
    return Outcome.DIFFERS, CHANGED_SINCE


def _written(judge: Judge, rows: Sequence[Judged], *, by: User, source: str) -> dict[int, tuple[str, str]]:
    """All at once; where the database refuses one of them, each by itself."""
    if _try(judge, rows, by, source):
        return {row.number: (Outcome.WRITTEN, "") for row in rows}
    results = {}
    for row in rows:
        again = judge.judge([(row.number, row.cells)])[0]  # what was tried with the others was taken back
        if again.plan != row.plan:
            results[row.number] = _not_as_checked(again)
        elif _try(judge, [again], by, source):
            results[row.number] = (Outcome.WRITTEN, "")
        else:
            results[row.number] = (Outcome.DIFFERS, CONTRADICTS)
    return results


def _try(judge: Judge, rows: Sequence[Judged], by: User, source: str) -> bool:
    try:
        with transaction.atomic():
            judge.kind.write(rows, by=by, source=source)
    except (IntegrityError, Stale, ValidationError):
        return False
    return True


def _note(rows: Sequence[ImportRow], results: dict[int, tuple[str, str]]) -> None:
    for outcome in Outcome.values:
        keys = [row.pk for row in rows if results[row.number] == (outcome, "")]
        if keys:
            ImportRow.objects.filter(pk__in=keys).update(outcome=outcome)
    told = [row for row in rows if results[row.number][1]]
    for row in told:
        row.outcome, sentence = results[row.number]
        row.details = json.dumps({**json.loads(row.details.reveal()), "wrong": [sentence]})  # type: ignore[union-attr]
        row.save(update_fields=["outcome", "details"])


def _finish(hold: Hold) -> None:
    roster_import = hold.roster_import
    sums = {**roster_import.summary, "applied": roster_import.count_rows()}
    hold.step(state=State.DONE, summary=sums, done_at=timezone.now())
    roster_import.parts.all().delete()
    Audit.objects.record(roster_import, "finish_import", by=roster_import.applied_by, to_state=State.DONE)
