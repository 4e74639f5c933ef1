"""An import in words, and the ways to look through its rows."""

from dataclasses import dataclass
from typing import Any

from programs.models import ImportRow, RosterImport

State = RosterImport.State
Fate, Outcome = ImportRow.Fate, ImportRow.Outcome
FATES = {value: str(label) for value, label in Fate.choices}
OUTCOMES = {value: str(label) for value, label in Outcome.choices}


@dataclass(frozen=True)
class Tab:
    """Some of the rows: their name in the address, what they are called, how many, and how they are found."""

    name: str
    label: str
    count: int
    where: dict[str, Any]
    is_current: bool = False
    has_reasons: bool = False


def number(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def said(roster_import: RosterImport) -> str:
    """What was found or done, in a few words for a list."""
    sums = roster_import.summary
    if not sums:
        return ""
    if "applied" in sums:
        done = sums["applied"]["outcome"]
        parts = [(done.get(Outcome.WRITTEN, 0), "diterapkan"), (done.get(Outcome.SAME, 0), "sudah sama")]
        parts.append((done.get(Outcome.REFUSED, 0) + done.get(Outcome.DIFFERS, 0), "tidak diterapkan"))
    else:
        fates = sums["checked"]["fate"]
        parts = [(fates.get(fate, 0), FATES[fate].lower()) for fate in Fate.values]
    return ", ".join(f"{number(count)} {word}" for count, word in parts if count)


def sentence_of(roster_import: RosterImport) -> str:
    """What the person reads first."""
    sums = roster_import.summary
    if roster_import.state == State.CHECKED:
        return f"{number(sums['checked']['rows'])} baris diperiksa: {said(roster_import)}."
    if roster_import.state == State.DONE:
        return f"{number(sums['applied']['rows'])} baris selesai: {said(roster_import)}."
    return ""


def tabs_of(roster_import: RosterImport, asked: str, reason: str) -> list[Tab]:
    """The ways to look; none before the list is checked, and none after its rows were erased."""
    sums = roster_import.summary
    if not sums or roster_import.erased_at is not None or roster_import.state == State.CHECKING:
        return []
    found = _after(sums["applied"]) if "applied" in sums else _before(sums["checked"])
    tabs = [Tab("", "Semua", found[0], {})]
    tabs += [Tab(*each) for each in found[1] if each[2]]
    chosen = next((tab for tab in tabs if tab.name == asked), None)
    if chosen is None:
        return tabs
    has_reasons = chosen.where.get("outcome") == Outcome.REFUSED
    where = {**chosen.where, "reason": reason} if has_reasons and reason else chosen.where
    current = Tab(chosen.name, chosen.label, chosen.count, where, True, has_reasons)
    return [current if tab is chosen else tab for tab in tabs]


def _before(sums: dict[str, Any]) -> tuple[int, list[tuple[str, str, int, dict[str, Any]]]]:
    fates = sums["fate"]
    return sums["rows"], [
        ("baru", "Baru", fates.get(Fate.NEW, 0), {"fate": Fate.NEW}),
        ("berubah", "Berubah", fates.get(Fate.CHANGED, 0), {"fate": Fate.CHANGED}),
        ("ditolak", "Ditolak", fates.get(Fate.REFUSED, 0), {"outcome": Outcome.REFUSED}),
        ("dilihat", "Perlu dilihat", sums.get("noted", 0), {"is_noted": True}),
        ("sama", "Sama", fates.get(Fate.SAME, 0), {"fate": Fate.SAME}),
    ]


def _after(sums: dict[str, Any]) -> tuple[int, list[tuple[str, str, int, dict[str, Any]]]]:
    done = sums["outcome"]
    return sums["rows"], [
        ("diterapkan", "Diterapkan", done.get(Outcome.WRITTEN, 0), {"outcome": Outcome.WRITTEN}),
        ("ditolak", "Ditolak", done.get(Outcome.REFUSED, 0), {"outcome": Outcome.REFUSED}),
        ("berbeda", "Berubah sejak diperiksa", done.get(Outcome.DIFFERS, 0), {"outcome": Outcome.DIFFERS}),
        ("dilihat", "Perlu dilihat", sums.get("noted", 0), {"is_noted": True}),
        ("sama", "Sudah sama", done.get(Outcome.SAME, 0), {"outcome": Outcome.SAME}),
    ]
