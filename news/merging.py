"""Two people wrote on the same version of a text: what differs, who changed what, and one text made of both.

A form carries the fingerprints of what it was rendered from. With them three texts can be compared although only
two are there: a field whose stored value still has its fingerprint was changed by the later writer alone.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

from django.http import QueryDict

MINE, STORED, MERGED = "mine", "stored", "merged"
MOST_BLOCKS = 800  # more are not merged: comparing them would take seconds
LONGEST_BASE = 200_000  # characters of fingerprints that are read


# The form as values


@dataclass
class Row:
    """One row under the form (a photo, an attachment). `pk` is empty for a new one."""

    pk: str
    values: dict[str, list[str]]
    is_deleted: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.pk and not any(text.strip() for name in self.said for text in self.values.get(name, []))

    @property
    def said(self) -> list[str]:
        """Without what a new row comes with."""
        return [name for name in self.values if name not in ("role", "position")]


@dataclass
class Text:
    """All that a form says: its fields, and the rows under it by prefix."""

    fields: dict[str, list[str]]
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def row(self, key: str) -> Row | None:
        prefix, _, pk = key.partition(":")
        return next((row for row in self.rows.get(prefix, []) if row.pk == pk), None)


def text_in(data: QueryDict, fields: Iterable[str], names: Mapping[str, Sequence[str]]) -> Text:
    """The text of a sent form: its `fields`, and rows of the fields in `names` by prefix."""
    rows = {prefix: _rows_in(data, prefix, row_names) for prefix, row_names in names.items()}
    return Text({name: data.getlist(name) for name in fields}, rows)


def _rows_in(data: QueryDict, prefix: str, names: Sequence[str]) -> list[Row]:
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    count = min(int(total), 200) if re.fullmatch("[0-9]{1,4}", total) else 0
    rows = []
    for number in range(count):
        start = f"{prefix}-{number}-"
        values = {name: data.getlist(start + name) for name in names}
        row = Row(data.get(f"{start}id", ""), values, is_deleted=f"{start}DELETE" in data)
        if not row.is_empty:
            rows.append(row)
    return rows


def data_of(text: Text, stored: Text) -> list[tuple[str, str]]:
    """The form that a browser would send of it, with `stored` in the database: its rows come first."""
    pairs = [(name, value) for name, values in text.fields.items() for value in values]
    for prefix, rows in text.rows.items():
        known = [row.pk for row in stored.rows.get(prefix, [])]
        ordered = sorted((row for row in rows if row.pk in known), key=lambda row: known.index(row.pk))
        new = [row for row in rows if row.pk not in known and not row.is_deleted]
        # Rows that were taken away elsewhere come back as new ones.
        for number, row in enumerate([*ordered, *(Row("", row.values) for row in new)]):
            start = f"{prefix}-{number}-"
            pairs += [(start + name, value) for name, values in row.values.items() for value in values]
            pairs += [(f"{start}id", row.pk)] if row.pk else []
            pairs += [(f"{start}DELETE", "on")] if row.is_deleted else []
        pairs += [
            (f"{prefix}-TOTAL_FORMS", str(len(ordered) + len(new))),
            (f"{prefix}-INITIAL_FORMS", str(len(ordered))),
        ]
    return pairs


# Fingerprints


def _print(value: Any) -> str:
    return sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")).hexdigest()[:12]


def _even(values: Sequence[str]) -> list[str]:
    """Values as they count: in any order, whatever the browser's line ends."""
    return sorted(text.replace("\r\n", "\n").strip() for text in values if text.strip())


def same(a: Sequence[str], b: Sequence[str]) -> bool:
    return _even(a) == _even(b)


def same_row(a: Row, b: Row) -> bool:
    return a.is_deleted == b.is_deleted and all(
        same(a.values.get(name, []), b.values.get(name, [])) for name in b.values
    )


def _row_print(row: Row) -> str:
    return _print({name: _even(values) for name, values in row.values.items()})


def fingerprints(text: Text, rich: Sequence[str] = ()) -> str:
    """Of a text as it is stored, for a form to carry. `rich` names the fields that are HTML."""
    base: dict[str, Any] = {name: _print(_even(values)) for name, values in text.fields.items()}
    for name in rich:
        base[f"{name}:blocks"] = [_print(block) for block in blocks("".join(text.fields.get(name, [])))]
    for prefix, rows in text.rows.items():
        base |= {f"{prefix}:{row.pk}": _row_print(row) for row in rows if row.pk}
    return json.dumps(base, separators=(",", ":"))


def read_fingerprints(text: str) -> dict[str, Any]:
    """What a form carried; nothing where that was tampered with: then everything counts as changed by both."""
    try:
        base = json.loads(text[:LONGEST_BASE])
    except ValueError:
        return {}
    return base if isinstance(base, dict) else {}


# What differs


@dataclass(frozen=True)
class Difference:
    """A field or row that two wrote differently. `choice` is what is proposed; empty where only a person can say."""

    key: str
    mine: Any
    stored: Any
    is_mine: bool  # changed by the later writer
    is_stored: bool  # changed by who saved first
    merged: str | None = None
    doubled: int = 0
    choice: str = ""


def differences(mine: Text, stored: Text, base: Mapping[str, Any], rich: Sequence[str] = ()) -> list[Difference]:
    """In the order of the form; rows after fields."""
    found = []
    for name, values in stored.fields.items():
        typed = mine.fields.get(name, [])
        if not same(typed, values):
            is_mine, is_stored = (base.get(name) != _print(_even(side)) for side in (typed, values))
            found.append(_difference(name, typed, values, is_mine, is_stored, base if name in rich else None))
    for prefix, rows in stored.rows.items():
        pks = [row.pk for row in rows] + [row.pk for row in mine.rows.get(prefix, []) if row.pk]
        for pk in dict.fromkeys(pks):
            key = f"{prefix}:{pk}"
            if each := _row_difference(key, mine.row(key), stored.row(key), base.get(key)):
                found.append(each)
    return found


def _difference(
    key: str, mine: list[str], stored: list[str], is_mine: bool, is_stored: bool, base: Mapping[str, Any] | None
) -> Difference:
    merged, doubled = None, 0
    if base is not None and is_mine and is_stored:
        merged, doubled = merge(base.get(f"{key}:blocks"), "".join(mine), "".join(stored))
    choice = _proposal(is_mine, is_stored, merged is not None)
    return Difference(key, mine, stored, is_mine, is_stored, merged, doubled, choice)


def _proposal(is_mine: bool, is_stored: bool, is_merged: bool) -> str:
    if is_mine != is_stored:
        return MINE if is_mine else STORED
    return MERGED if is_merged else ""


def _row_difference(key: str, mine: Row | None, stored: Row | None, base: Any) -> Difference | None:
    """None where both agree. A side is None where it has no such row."""
    if mine is not None and mine.is_deleted:
        if stored is None:
            return None
        is_stored = base != _row_print(stored)
        return Difference(key, None, stored, True, is_stored, choice=_proposal(True, is_stored, False))
    if mine is None:  # came meanwhile
        return Difference(key, None, stored, False, True, choice=STORED)
    is_mine = base != _row_print(mine)
    if stored is None:  # taken away meanwhile
        return Difference(key, mine, None, is_mine, True, choice=_proposal(is_mine, True, False))
    if same_row(mine, stored):
        return None
    is_stored = base != _row_print(stored)
    return Difference(key, mine, stored, is_mine, is_stored, choice=_proposal(is_mine, is_stored, False))


def chosen(mine: Text, stored: Text, found: Sequence[Difference], choices: Mapping[str, str]) -> Text:
    """One text of both: of each difference the side chosen for its key, else the one proposed, else mine.

    Rows that are new in either are in it.
    """
    fields = dict(mine.fields)
    rows = {prefix: list(rows) for prefix, rows in mine.rows.items()}
    for difference in found:
        choice = choices.get(difference.key) or difference.choice or MINE
        prefix, _, pk = difference.key.partition(":")
        if not pk:
            side = {STORED: difference.stored, MERGED: [difference.merged]}.get(choice, difference.mine)
            fields[difference.key] = side
        elif choice == STORED:
            rows[prefix] = [row for row in rows.get(prefix, []) if row.pk != pk]
            rows[prefix] += [difference.stored] if difference.stored else []
        elif difference.mine is None:
            rows[prefix] = [row for row in rows.get(prefix, []) if row.pk != pk]
            rows[prefix] += [Row(pk, difference.stored.values, is_deleted=True)]
    return Text(fields, rows)


# Merging rich text


class _Top(HTMLParser):
    """Cuts HTML where an element of the outermost level begins or ends."""

    VOID = ("br", "hr", "img", "col", "wbr")

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.cuts, self._depth = [0], 0
        self._starts = [0]
        for line in html.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def _place(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag in self.VOID:
            return
        if self._depth == 0:
            self.cuts.append(self._place())
        self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in self.VOID or not self._depth:
            return
        self._depth -= 1
        if self._depth == 0:
            self.cuts.append(self._place() + len(tag) + 3)


def blocks(html: str) -> list[str]:
    """The outermost elements of sanitised HTML; joined they are `html` again, but for blanks between them."""
    html = html.replace("\r\n", "\n")
    parser = _Top(html)
    parser.feed(html)
    parser.close()
    cuts = [*parser.cuts, len(html)]
    parts = (html[start:end].strip() for start, end in pairwise(cuts))
    return [part for part in parts if part]


def new_blocks(base: Any, html: str) -> list[str]:
    """The blocks of `html` whose fingerprints are not among `base`."""
    known = base if isinstance(base, list) else []
    return [block for block in blocks(html) if _print(block) not in known]


def merge(base: Any, mine: str, stored: str) -> tuple[str | None, int]:
    """Both texts in one, block by block, and how many places hold both versions one after the other.

    `base` are the fingerprints of the blocks that both began with. What only one of the two changed is taken from
    there; where both changed the same place the stored blocks stand before mine, so that no word is missing.
    None where there is no base to go by.
    """
    ours, theirs = blocks(mine), blocks(stored)
    if not isinstance(base, list) or max(len(base), len(ours), len(theirs)) > MOST_BLOCKS:
        return None, 0
    left, right = [_print(block) for block in theirs], [_print(block) for block in ours]
    merged: list[str] = []
    doubled = i = j = k = 0
    for same_i, same_j, same_k in [*_kept_by_both(base, left, right), (len(base), len(left), len(right))]:
        was, now_left, now_right = base[i:same_i], left[j:same_j], right[k:same_k]
        if now_right in (was, now_left):
            merged += theirs[j:same_j]
        elif now_left == was:
            merged += ours[k:same_k]
        else:
            both, twice = _both(was, theirs[j:same_j], ours[k:same_k])
            merged, doubled = [*merged, *both], doubled + twice
        merged += theirs[same_j : same_j + 1]
        i, j, k = same_i + 1, same_j + 1, same_k + 1
    return "".join(merged), doubled


def _both(was: list[Any], theirs: list[str], ours: list[str]) -> tuple[list[str], int]:
    """A passage that both changed, and how many of its places hold both versions."""
    if len(was) == len(theirs) == len(ours):
        merged, doubled = [], 0
        for before, left, right in zip(was, theirs, ours, strict=True):
            if left == right or _print(right) == before:
                merged.append(left)
            elif _print(left) == before:
                merged.append(right)
            else:
                merged, doubled = [*merged, left, right], doubled + 1
        return merged, doubled
    new = [block for block in ours if block not in theirs and _print(block) not in was]
    return [*theirs, *new], int(bool(theirs and new))


def _kept_by_both(base: list[Any], left: list[str], right: list[str]) -> list[tuple[int, int, int]]:
    """Places of the base that both sides still have, ascending on all three."""
    at_left, at_right = _places(base, left), _places(base, right)
    return [(place, at_left[place], at_right[place]) for place in sorted(at_left.keys() & at_right.keys())]


def _places(base: list[Any], side: list[str]) -> dict[int, int]:
    matcher = SequenceMatcher(None, [str(each) for each in base], side, autojunk=False)
    return {
        match.a + offset: match.b + offset for match in matcher.get_matching_blocks() for offset in range(match.size)
    }
