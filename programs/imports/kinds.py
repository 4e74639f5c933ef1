"""What every kind of list has in common: its fields, and the judgement on a row.

A kind reads the cells of a row, compares what they say with the register, many rows at once, and writes what was
judged new or changed. It does nothing else: reading files, remembering headings, batches, progress and what goes back
are the same for all.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms

from programs.imports.cells import Cell
from programs.models import ImportRow, RosterImport
from selayar_site.models import User
from selayar_site.sealed import blind_index

Fate = ImportRow.Fate


@dataclass(frozen=True)
class Field:
    """One of our fields, and how offices call it: words parted by commas, spelt as `headings.normal()` spells."""

    name: str
    label: str
    words: str
    help: str = ""
    needed: bool = False

    @property
    def synonyms(self) -> list[str]:
        return self.words.split(", ")


@dataclass
class Judged:
    """A row and what it would do. Sentences and shown values hold no whole number of a person."""

    number: int
    cells: list[Cell]
    values: dict[str, Any] = field(default_factory=dict)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    who: str = ""
    key: str = ""
    second_key: str = ""
    alike: str = ""
    target: Any = None
    # field → before and after; `shown` has them as people may read them.
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    shown: list[tuple[str, str, str]] = field(default_factory=list)
    # What the list left out and a number said: no reason to change anything.
    derived: set[str] = field(default_factory=set)
    # New although the register knows the person: what is new is something about them.
    is_new: bool = False

    @property
    def fate(self) -> str:
        if self.wrong:
            return Fate.REFUSED
        if self.target is None or self.is_new:
            return Fate.NEW
        return Fate.CHANGED if self.changes else Fate.SAME

    @property
    def plan(self) -> str:
        """Equal for rows that would write the same."""
        target = getattr(self.target, "pk", None)
        values = self.changes if self.target is not None else {name: ("", v) for name, v in self.values.items()}
        told = sorted((name, _spelt(before), _spelt(after)) for name, (before, after) in values.items())
        return blind_index(json.dumps([self.fate, target, told]), purpose="programs.importrow.plan")

    @property
    def details(self) -> str:
        """For the pages, as JSON."""
        told = {"who": self.who, "changes": self.shown, "wrong": [each[1] for each in self.wrong], "notes": self.notes}
        return json.dumps({name: value for name, value in told.items() if value})

    def refuse(self, name: str, sentence: str) -> None:
        self.wrong.append((name, sentence))


def _spelt(value: Any) -> str:
    return str(getattr(value, "pk", value))


class Kind:
    """A kind of list. `Tables` of what the rows are matched with are made once for a stretch of work."""

    code: str
    label: str
    about: str
    permission: str
    fields: tuple[Field, ...]
    # Numbers that a file may have once: the row's key, its field, and what people call it.
    unique: tuple[tuple[str, str, str], ...] = ()
    # What is asked about the whole list beside its columns.
    options: type[forms.Form]

    def tables(self, options: Mapping[str, Any]) -> Any:
        raise NotImplementedError

    def read(self, row: Judged, cells: Mapping[str, Cell], tables: Any) -> None:
        """Fill `values`, `who` and the keys of the row from the cells by field, and refuse what cannot be."""
        raise NotImplementedError

    def compare(self, rows: Sequence[Judged], tables: Any) -> None:
        """Find whom the rows mean, and what would change. A number of queries that does not grow with the rows."""
        raise NotImplementedError

    def write(self, rows: Sequence[Judged], *, by: User, source: str) -> None:
        """Write new and changed rows with their history, in the caller's transaction, in a fixed order of locks.

        Raises IntegrityError, Stale or ValidationError with nothing to be kept: the caller goes back and tries the
        rows one by one.
        """
        raise NotImplementedError

    def page_of(self, key: int) -> str:
        """The address of the register's row."""
        raise NotImplementedError

    def missing(self, columns: Mapping[str, int], options: Mapping[str, Any]) -> list[str]:
        """What must still be told before the list can be checked, as sentences."""
        return [f"Pilih kolom untuk {each.label}." for each in self.fields if each.needed and each.name not in columns]

    def is_clear(self, columns: Mapping[str, int]) -> bool:
        """Whether a list with these columns needs no question beside them."""
        return not self.missing(columns, {})

    def settled(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The options as they are kept: plain values, with today where nothing was said of a day."""
        form = self.options(given)
        return plain_options(form) if form.is_valid() else {}


def plain_options(form: forms.Form) -> dict[str, Any]:
    """What a valid form of options says, as JSON takes it."""
    plain = {}
    for name, value in form.cleaned_data.items():
        plain[name] = value.isoformat() if isinstance(value, date) else getattr(value, "pk", value)
    return plain


def kinds() -> dict[str, Kind]:
    from programs.imports.civil_servants import CivilServants
    from programs.imports.members import Members
    from programs.imports.workers import Workers

    return {kind.code: kind for kind in (Workers(), CivilServants(), Members())}


def kind_of(roster_import: RosterImport) -> Kind:
    return kinds()[roster_import.kind]
