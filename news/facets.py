"""What releases are sorted by, as lists to choose from."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.utils import timezone

from news.models import Article, Category, Edition, Tag
from programs.models import Program
from selayar_site.prepared import Prepared

CATEGORY, PROGRAM, TAG = "kategori", "program", "tagar"


@dataclass
class Facets:
    """By their slugs the keys and the names of each kind, in the order in which they are offered."""

    keys: dict[str, dict[str, int]] = field(default_factory=lambda: {CATEGORY: {}, PROGRAM: {}, TAG: {}})
    names: dict[str, dict[str, str]] = field(default_factory=lambda: {CATEGORY: {}, PROGRAM: {}, TAG: {}})

    def choices(self, kind: str) -> list[tuple[str, str]]:
        return list(self.names[kind].items())


def facets(at: datetime | None = None) -> Facets:
    """Those that readers may know at that instant. One query."""
    found = Facets()
    rows: list[Any] = _all(at=at or timezone.now())
    for kind, _, name, slug, key in sorted(rows, key=lambda row: (row[0], row[1], row[2].casefold())):
        found.keys[kind][slug], found.names[kind][slug] = key, name
    return found


def _all_rows(at: datetime) -> QuerySet[Any]:
    columns = ("facet", "position", "name", "slug", "pk")
    tags = _rows(shown_tags(at), TAG).annotate(position=Value(0)).values_list(*columns)
    programs = _rows(Program.objects.listed(), PROGRAM).values_list(*columns)
    return _rows(Category.objects.all(), CATEGORY).values_list(*columns).union(tags, programs)


_all = Prepared(_all_rows, at=datetime)


def _rows(rows: QuerySet[Any], kind: str) -> QuerySet[Any]:
    return rows.order_by().annotate(facet=Value(kind))


def shown_tags(at: datetime | None = None) -> QuerySet[Tag]:
    """The tags of what is published: those of drafts would tell of them."""
    live = Q(pk=OuterRef("article"), live_edition_id=OuterRef("pk"))
    listed = Article.objects.listed(at or timezone.now())
    editions = Edition.objects.filter(Exists(listed.filter(live)), tags=OuterRef("pk"))
    return Tag.objects.filter(Exists(editions))
