"""Keyset pagination: pages that stay right while new things are published, at any depth, without counting.

A page is named by the item it begins after, as in `?sesudah=2026-03-07T09:05:00Z~812` (further down the
list) or `?sebelum=…` (further up): the values of the ordering, joined by `~`, moments in UTC.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from operator import attrgetter
from typing import Any, Protocol
from urllib.parse import urlencode

from django.db import models
from django.db.models import Exists, Q, QuerySet
from django.http import QueryDict

from selayar_site.prepared import Prepared

AFTER = "sesudah"
BEFORE = "sebelum"
MAX_LENGTH = 60
YEARS = range(2000, 2101)

_day = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_moment = re.compile(_day.pattern + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{6})?Z")
_number = re.compile(r"[1-9][0-9]{0,17}")


type Kind = type[datetime] | type[date] | type[int]


class BadCursor(ValueError):
    """The address asks for a page that no list of ours links to. Views answer 404."""


@dataclass(frozen=True)
class Page[T: models.Model]:
    """Some items in the order of the list; the addresses are relative (`?…`), empty where nothing follows."""

    items: list[T]
    previous_url: str
    next_url: str


@dataclass(frozen=True)
class _Key:
    """One part of the ordering."""

    name: str
    descending: bool
    field: "models.Field[Any, Any]"

    @property
    def kind(self) -> Kind:
        if isinstance(self.field, models.DateTimeField):
            return datetime
        return date if isinstance(self.field, models.DateField) else int

    def beyond(self, *, backward: bool) -> str:
        return "lt" if self.descending != backward else "gt"


def keyset_page[T: models.Model](
    queryset: QuerySet[T],
    *,
    order: Sequence[str],
    size: int,
    params: QueryDict,
    keep: Iterable[str] = (),
    load: Callable[[Any], list[T]] = list,
) -> Page[T]:
    """The page of `queryset` that `params` (request.GET) asks for.

    `order` names columns of the model that are never null, such as ("-first_live_from", "-pk"); the last
    one is unique. `keep` names parameters that the links carry on. `load` evaluates the sliced queryset
    (`ArticleQuerySet.with_live`), and costs what that costs.

    Raises BadCursor.
    """
    keys = [_key(queryset.model, name) for name in order]

    def ask(cursor: list[Any], *, backward: bool) -> list[T]:
        return load(_rows(queryset, keys, cursor, backward=backward)[: size + 1])

    return _page(keys, size, params, keep, ask)


class PreparedKeyset[T: models.Model]:
    """`keyset_page` for a list whose SQL is always the same: compiled once for each side of a cursor (prepared.py).

    `build(**values)` is the list; `kinds` are those of its values. `load` is given the rows.
    """

    def __init__(
        self,
        build: Callable[..., QuerySet[T]],
        *,
        model: type[T],
        order: Sequence[str],
        size: int,
        load: Callable[[list[T]], list[T]] = list,
        **kinds: type[datetime] | type[int] | type[str],
    ) -> None:
        self._keys, self._size, self._load = [_key(model, name) for name in order], size, load
        places = {f"place_{key.name}": key.kind for key in self._keys}

        def rows(*, backward: bool, places: Iterable[str] = (), **values: Any) -> QuerySet[T]:
            cursor = [values.pop(name) for name in places]
            return _rows(build(**values), self._keys, cursor, backward=backward)[: size + 1]

        self._first = Prepared(partial(rows, backward=False), **kinds)
        self._beyond = {
            backward: Prepared(partial(rows, backward=backward, places=list(places)), **places, **kinds)
            for backward in (False, True)
        }

    def page(self, *, params: QueryDict, keep: Iterable[str] = (), **values: datetime | int | str) -> Page[T]:
        """The page that `params` ask for, of the list with these values. Raises BadCursor."""

        def ask(cursor: list[Any], *, backward: bool) -> list[T]:
            if not cursor:
                return self._load(self._first(**values))
            places = {f"place_{key.name}": value for key, value in zip(self._keys, cursor, strict=True)}
            return self._load(self._beyond[backward](**places, **values))

        return _page(self._keys, self._size, params, keep, ask)


def _rows[T: models.Model](
    queryset: QuerySet[T], keys: list[_Key], cursor: list[Any], *, backward: bool
) -> QuerySet[T]:
    """What lies beyond the cursor, from there on; everything where there is none."""
    found = queryset.order_by(*_order_by(keys, backward=backward))
    if not cursor:
        return found
    # Whether the list goes on at the side that the page is entered from rides along with each row.
    rest = queryset.order_by().filter(_beyond(keys, cursor, backward=not backward, inclusive=True))
    behind: dict[str, Any] = {"has_more_behind": Exists(rest)}
    return found.filter(_beyond(keys, cursor, backward=backward)).annotate(**behind)


class _Ask[T: models.Model](Protocol):
    """One row more than a page has, where there are so many."""

    def __call__(self, cursor: list[Any], *, backward: bool) -> list[T]: ...


def _page[T: models.Model](
    keys: list[_Key], size: int, params: QueryDict, keep: Iterable[str], ask: _Ask[T]
) -> Page[T]:
    cursor, backward = read_cursor(params, [key.kind for key in keys])
    items = ask(cursor, backward=backward)
    more, items = len(items) > size, items[:size]
    if backward:
        items.reverse()

    def link(name: str, item: T) -> str:
        written = write_cursor(attrgetter(key.name)(item) for key in keys)
        kept = [(known, value) for known in keep for value in params.getlist(known) if value]
        return "?" + urlencode([*kept, (name, written)], safe=":~")

    if not items:
        return Page([], "", "")
    behind_too = bool(cursor) and bool(items[0].has_more_behind)  # type: ignore[attr-defined]  # annotated by _rows
    has_previous, has_next = (more, behind_too) if backward else (behind_too, more)
    return Page(
        items,
        previous_url=link(BEFORE, items[0]) if has_previous else "",
        next_url=link(AFTER, items[-1]) if has_next else "",
    )


def _key(model: type[models.Model], name: str) -> _Key:
    column = name.removeprefix("-")
    field = model._meta.pk if column == "pk" else model._meta.get_field(column)
    assert isinstance(field, models.Field)
    return _Key(column, name.startswith("-"), field)


def _order_by(keys: list[_Key], *, backward: bool) -> list[str]:
    return [f"-{key.name}" if key.descending != backward else key.name for key in keys]


def _beyond(keys: list[_Key], values: Sequence[Any], *, backward: bool, inclusive: bool = False) -> Q:
    """The rows on one side of `values`: `a <= x AND (a < x OR pk < y)`, whose first part an index can enter.

    With the row of `values` itself where `inclusive`.
    """
    key, value = keys[0], values[0]
    side = key.beyond(backward=backward)
    if len(keys) == 1:
        return Q(**{f"{key.name}__{side}{'e' if inclusive else ''}": value})
    further = _beyond(keys[1:], values[1:], backward=backward, inclusive=inclusive)
    return Q(**{f"{key.name}__{side}e": value}) & (Q(**{f"{key.name}__{side}": value}) | further)


def read_cursor(params: QueryDict, kinds: Sequence[Kind]) -> tuple[list[Any], bool]:
    """The values of the cursor, none on the first page, and whether the page lies before them. Raises BadCursor."""
    asked = [(name, text) for name in (AFTER, BEFORE) for text in params.getlist(name)]
    if not asked:
        return [], False
    if len(asked) > 1:
        raise BadCursor("A page is asked for by one cursor.")
    name, text = asked[0]
    parts = text.split("~")
    if len(text) > MAX_LENGTH or len(parts) != len(kinds):
        raise BadCursor("The cursor does not fit this list.")
    return [_read(kind, part) for kind, part in zip(kinds, parts, strict=True)], name == BEFORE


def write_cursor(values: Iterable[datetime | date | int]) -> str:
    """What `read_cursor` reads; numbers begin at 1."""
    return "~".join(_write(value) for value in values)


def _read(kind: Kind, text: str) -> Any:
    try:
        value = _parsed(kind, text)
    except ValueError:
        raise BadCursor("The cursor names no possible day.") from None
    # One address for each page: what is read must be what would be written.
    if value is None or (isinstance(value, date) and value.year not in YEARS) or _write(value) != text:
        raise BadCursor("The cursor is not readable.")
    return value


def _parsed(kind: Kind, text: str) -> datetime | date | int | None:
    """Digits are ASCII and counted before they become numbers. Raises ValueError for the 30th of February."""
    if kind is datetime:
        return datetime.fromisoformat(text) if _moment.fullmatch(text) else None
    if kind is date:
        return date.fromisoformat(text) if _day.fullmatch(text) else None
    return int(text) if _number.fullmatch(text) else None


def _write(value: datetime | date | int) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"
    return value.isoformat() if isinstance(value, date) else str(value)
