"""Lists taken in, matched, applied, taken back, handed out and erased; `programs.imports` does the work itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from programs.imports import files, headings, returned, running
from programs.imports.keeping import drop_content, dump_head, head_of, index_of, keep_content
from programs.imports.kinds import Kind, kind_of
from programs.imports.refusals import SheetRefused
from programs.models import HeadingMap, ImportRow, RosterImport
from selayar_site.claims import claim
from selayar_site.models import Audit, User

State = RosterImport.State
# Of a workbook so many sheets can be chosen from.
MOST_SHEETS = 8
NOT_NOW = "Keadaan daftar ini sudah berubah. Muat ulang halamannya."


def receive(content: bytes, *, kind: Kind, by: User) -> RosterImport:
    """Take a file in, sealed, with its headings found and guessed. Raises SheetRefused; nothing is kept then.

    A file whose headings were matched before is checked at once.
    """
    form = files.form_of(content)
    sheets = [
        (name, files.head_of(content, form, number))
        for number, name in enumerate(files.sheet_names(content, form)[:MOST_SHEETS])
    ]
    filled = [number for number, (_, rows) in enumerate(sheets) if rows]
    if not filled:
        raise SheetRefused("Berkas ini tidak berisi satu baris pun. Periksa apakah daftarnya sudah tersimpan.")
    sheet = max(filled, key=lambda number: (headings.find_heading_row(sheets[number][1], kind.fields) > 0, -number))
    with transaction.atomic():
        roster_import = RosterImport.objects.create(
            kind=kind.code,
            form=form,
            uploaded_by=by,
            content_index=index_of(content),
            head=dump_head(sheets),
            total=files.length_of(content, form, sheet),
            **_matched(sheets, sheet, kind),
        )
        keep_content(roster_import, content)
        Audit.objects.record(roster_import, "upload_list", by=by)
        known = remembered(roster_import)
        if known is not None and kind.is_clear(known):
            _check(roster_import, columns=known, options=kind.settled({}))
    return roster_import


def _matched(sheets: Any, sheet: int, kind: Kind) -> dict[str, Any]:
    rows = sheets[sheet][1]
    heading_row = headings.find_heading_row(rows, kind.fields)
    found = headings.guess(headings.headings_of(rows, heading_row), kind.fields) if heading_row else {}
    return {"sheet": sheet, "heading_row": heading_row, "columns": found}


def headings_of(roster_import: RosterImport, *, sheet: int | None = None, heading_row: int | None = None) -> list[str]:
    """The headings of the file, as chosen or as asked for; empty ones where a column has none."""
    sheets = head_of(roster_import)
    if not sheets:
        return []
    rows = sheets[roster_import.sheet if sheet is None else sheet][1]
    row = roster_import.heading_row if heading_row is None else heading_row
    width = max((len(cells) for _, cells in rows), default=0)
    found = headings.headings_of(rows, row) if row else []
    return found + [""] * (width - len(found))


def remembered(roster_import: RosterImport) -> dict[str, int] | None:
    """The columns as somebody matched them for a file with the same headings."""
    names = headings_of(roster_import)
    if not any(names):
        return None
    known = HeadingMap.objects.filter(kind=roster_import.kind, shape=headings.shape_of(names)).first()
    return known.columns if known else None


@transaction.atomic
def choose_rows(roster_import: RosterImport, *, sheet: int, heading_row: int | None, version: int) -> None:
    """Another sheet, or another row of headings; the columns are guessed anew. None has the row looked for."""
    claim(roster_import, version)
    roster_import.refresh_from_db()
    _expect(roster_import, State.MAPPING, State.CHECKED)
    sheets = head_of(roster_import)
    if not 0 <= sheet < len(sheets) or not sheets[sheet][1]:
        raise ValidationError("Pilih lembar yang berisi daftar.")
    found = _matched(sheets, sheet, kind_of(roster_import))
    if heading_row is not None:
        names = headings.headings_of(sheets[sheet][1], heading_row) if heading_row else []
        found |= {"heading_row": heading_row, "columns": headings.guess(names, kind_of(roster_import).fields)}
    RosterImport.objects.filter(pk=roster_import.pk).update(**found)
    roster_import.refresh_from_db()
    known = remembered(roster_import)
    if known is not None:
        RosterImport.objects.filter(pk=roster_import.pk).update(columns=known)
        roster_import.columns = known


@transaction.atomic
def match_columns(
    roster_import: RosterImport, *, columns: Mapping[str, int], options: Mapping[str, Any], by: User, version: int
) -> None:
    """Say which column is what, remember it for the next file of this shape, and have the list checked (again)."""
    claim(roster_import, version)
    roster_import.refresh_from_db()
    _expect(roster_import, State.MAPPING, State.CHECKED)
    missing = kind_of(roster_import).missing(columns, options)
    if missing:
        raise ValidationError(missing)
    names = headings_of(roster_import)
    if any(names):
        HeadingMap.objects.update_or_create(
            kind=roster_import.kind,
            shape=headings.shape_of(names),
            defaults={"columns": dict(columns), "changed_by": by},
        )
    _check(roster_import, columns=columns, options=options)
    Audit.objects.record(roster_import, "match_columns", by=by)


def _check(roster_import: RosterImport, *, columns: Mapping[str, int], options: Mapping[str, Any]) -> None:
    roster_import.rows.all().delete()
    roster_import.columns, roster_import.options = dict(columns), dict(options)
    roster_import.state, roster_import.position, roster_import.summary = State.CHECKING, 0, {}
    roster_import.save()
    running.start(roster_import)


@transaction.atomic
def apply_list(roster_import: RosterImport, *, by: User, version: int, at: datetime | None = None) -> None:
    """Have the new and changed rows written. Raises ValidationError where there is nothing to write."""
    claim(roster_import, version)
    roster_import.refresh_from_db()
    _expect(roster_import, State.CHECKED)
    waiting = roster_import.rows.filter(outcome=ImportRow.Outcome.WAITING).count()
    if not waiting:
        raise ValidationError("Tidak ada baris baru atau berubah, jadi tidak ada yang diterapkan.")
    roster_import.state, roster_import.applied_by, roster_import.applied_at = State.APPLYING, by, at or timezone.now()
    roster_import.position, roster_import.total = 0, waiting
    roster_import.save()
    Audit.objects.record(roster_import, "apply_list", by=by, from_state=State.CHECKED, to_state=State.APPLYING)
    running.start(roster_import)


@transaction.atomic
def try_again(roster_import: RosterImport, *, by: User, version: int) -> None:
    """Go on where the work was stopped, once its cause is mended."""
    claim(roster_import, version)
    roster_import.refresh_from_db()
    _expect(roster_import, State.STUCK)
    roster_import.state = State.APPLYING if roster_import.applied_at else State.CHECKING
    roster_import.problem = ""
    roster_import.save()
    Audit.objects.record(roster_import, "retry_import", by=by, from_state=State.STUCK, to_state=roster_import.state)
    running.start(roster_import)


@transaction.atomic
def discard(roster_import: RosterImport, *, by: User, version: int, at: datetime | None = None) -> None:
    """Take a list back before it is applied: its rows and the file are erased at once."""
    claim(roster_import, version)
    roster_import.refresh_from_db()
    _expect(roster_import, State.MAPPING, State.CHECKING, State.CHECKED, State.STUCK)
    if roster_import.applied_at is not None:
        raise ValidationError("Sebagian daftar sudah diterapkan, jadi tidak dapat dibatalkan.")
    before = roster_import.state
    _erase(roster_import, at or timezone.now(), state=State.DISCARDED)
    Audit.objects.record(roster_import, "discard_list", by=by, from_state=before, to_state=State.DISCARDED)


def kept_days() -> int:
    """How many days rows and files stay."""
    days: int = settings.IMPORT_DATA_KEPT.days
    return days


def erase_old(at: datetime | None = None) -> int:
    """Duty of `tick`: rows and files of lists that came long ago go; who did what, and the sums, stay."""
    at, erased = at or timezone.now(), 0
    for roster_import in RosterImport.objects.over(at).order_by("pk")[:50]:
        with transaction.atomic():
            ended = (State.DONE, State.REFUSED, State.DISCARDED)
            _erase(roster_import, at, state=roster_import.state if roster_import.state in ended else State.DISCARDED)
            Audit.objects.record(roster_import, "erase_list", by=None)
            erased += 1
    return erased


def _erase(roster_import: RosterImport, at: datetime, *, state: str) -> None:
    drop_content(roster_import)
    # The lease goes with it: whoever works on the list loses it at the next batch.
    RosterImport.objects.filter(pk=roster_import.pk).update(state=state, erased_at=at, lease="", lease_until=None)
    roster_import.refresh_from_db()


def _expect(roster_import: RosterImport, *states: str) -> None:
    if roster_import.state not in states or roster_import.erased_at is not None:
        raise ValidationError(NOT_NOW)


@transaction.atomic
def return_rows(roster_import: RosterImport, *, by: User) -> list[str]:
    """Note that somebody takes the refused rows out, numbers and all; answers with the headings of the file.

    Raises ValidationError where there are none, or not any more.
    """
    if roster_import.erased_at is not None or not returned.count_back(roster_import):
        raise ValidationError("Tidak ada baris yang ditolak, atau isinya sudah dihapus.")
    Audit.objects.record(roster_import, "return_rows", by=by)
    return headings_of(roster_import)
