"""What an article page leads on to: the release before it, the one after it, and those about the same things."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q, QuerySet, Subquery

from news.models import Article, Edition
from selayar_site.prepared import Prepared

RELATED = 3
# What releases have in common, and how much that says.
PROGRAM, TAG, CATEGORY = 4, 3, 1
# So many of the newest with each tag and programme are looked at, and so many of all these are weighed.
LOOKED_AT = 12
WEIGHED = 12


@dataclass(frozen=True)
class Around:
    """Articles of `listed()` with `live_title`."""

    newer: Article | None = None
    older: Article | None = None
    related: tuple[Article, ...] = ()


def around(article: Article, at: datetime) -> Around:
    """What stands around a listed article that has its `live` edition from `answer_for()`. Two queries."""
    weights = _weights(article.live)
    weights.pop(article.pk, None)
    likely = sorted(weights, key=lambda key: (-weights[key], -key))[:WEIGHED]
    moment = article.first_live_from
    found = _around(keys=likely, key=article.pk, moment=moment, at=at) if moment else []
    place = (moment, article.pk)
    newer = [each for each in found if _place(each) > place]
    older = [each for each in found if _place(each) < place]
    related = sorted((each for each in found if each.pk in weights), key=lambda each: weights[each.pk], reverse=True)
    return Around(
        newer=newer[-1] if newer else None, older=older[0] if older else None, related=tuple(related[:RELATED])
    )


def _place(article: Article) -> tuple[datetime | None, int]:
    return (article.first_live_from, article.pk)


def _around_rows(keys: list[int], key: int, moment: datetime, at: datetime) -> QuerySet[Article]:
    listed = Article.objects.listed(at)
    newer = listed.filter(Q(first_live_from__gte=moment) & (Q(first_live_from__gt=moment) | Q(pk__gt=key)))
    older = listed.filter(Q(first_live_from__lte=moment) & (Q(first_live_from__lt=moment) | Q(pk__lt=key)))
    beside = [
        Subquery(newer.order_by("first_live_from", "pk").values("pk")[:1]),
        Subquery(older.order_by("-first_live_from", "-pk").values("pk")[:1]),
    ]
    return listed.with_title().filter(pk__in=[*keys, *beside])


_around = Prepared(_around_rows, keys=WEIGHED, key=int, moment=datetime, at=datetime)


def _weights(edition: Edition) -> Counter[int]:
    """By article how much its newest texts have in common with this one; drafts are among them, none is shown."""
    shared = [
        *((Edition.programs.through, "program", row["id"], PROGRAM) for row in edition.program_rows or []),
        *((Edition.tags.through, "tag", row["id"], TAG) for row in edition.tag_rows or []),
    ]
    parts = [
        f"SELECT edition_id, {weight} AS weight FROM (SELECT edition_id FROM {model._meta.db_table} "
        f"WHERE {name}_id = %s ORDER BY id DESC LIMIT {LOOKED_AT}) AS p{number}"
        for number, (model, name, _, weight) in enumerate(shared)
    ]
    params = [key for _, _, key, _ in shared]
    if edition.category_id:
        parts.append(
            f"SELECT id AS edition_id, {CATEGORY} AS weight FROM (SELECT id FROM {Edition._meta.db_table} "
            f"WHERE category_id = %s ORDER BY id DESC LIMIT {LOOKED_AT}) AS c"
        )
        params.append(edition.category_id)
    weights: Counter[int] = Counter()
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT article_id, weight FROM ({' UNION ALL '.join(parts)}) AS shared "
                f"JOIN {Edition._meta.db_table} AS e ON e.id = shared.edition_id",
                params,
            )
            for key, weight in cursor.fetchall():
                weights[key] += weight
    return weights
