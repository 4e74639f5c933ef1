"""Rows that the database copies by itself: a large archive in a minute, where writing each text takes an hour.

Of the releases a block is written as tests/corpus.py does, and indexed; what follows is the same block, later. Of
everything else rows are copied as they are, but for the columns that no two of them share.
"""

from collections.abc import Callable

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.models import Max, Min

from news.models import Address, Article, Correction, Edition, EditionPhoto
from news.search.index import COLUMNS, _key
from news.search.rebuild import rebuild
from tests.corpus import APART, load_corpus
from tests.rows import add_rows

BLOCK = 5000
WRITTEN = 1000
OWN = {"slug", "release_number", "number_key"}
PARTS = (Article, Address, Edition, Edition.tags.through, Edition.programs.through, EditionPhoto, Correction)


def load_archive(articles: int, progress: Callable[[int], None]) -> None:
    """That many releases with their search, the oldest entered first; at most BLOCK of them are different texts."""
    block = min(BLOCK, articles)
    load_corpus(articles, first=articles - block)
    rebuild()
    spans = {model: _span(model) for model in PARTS}
    for turn in range(1, articles // block):
        with transaction.atomic(), connection.cursor() as cursor:
            for model in PARTS:
                cursor.execute(_copied(model, turn, block, spans))
            first, last = spans[Edition]
            columns = ", ".join(COLUMNS)
            cursor.execute(
                f"INSERT INTO news_search ({_key()}, {columns}) SELECT {_key()} + %s, {columns} FROM news_search "
                f"WHERE {_key()} BETWEEN %s AND %s",
                [turn * (last - first + 1), first, last],
            )
        progress((turn + 1) * block)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), PARTS):
            cursor.execute(statement)


def _span(model: type[models.Model]) -> tuple[int, int]:
    found = model._base_manager.aggregate(first=Min("pk"), last=Max("pk"))
    return found["first"] or 0, found["last"] or 0


def _copied(model: type[models.Model], turn: int, block: int, spans: dict[type[models.Model], tuple[int, int]]) -> str:
    """The statement that copies the first block of a model, so many blocks later in time and in its numbers."""
    values = {}
    for field in model._meta.concrete_fields:
        column = f'"{field.column}"'
        target = model if field.primary_key else field.related_model
        if target in spans:
            first, last = spans[target]
            values[column] = f"{column} + {turn * (last - first + 1)}"
        elif isinstance(field, models.DateTimeField):
            values[column] = _later(column, turn * block * int(APART.total_seconds()))
        else:
            values[column] = f"{column} || '-{turn}'" if field.column in OWN else column
    key, (first, last) = model._meta.pk.column, spans[model]
    return (
        f'INSERT INTO "{model._meta.db_table}" ({", ".join(values)}) SELECT {", ".join(values.values())} '
        f'FROM "{model._meta.db_table}" WHERE "{key}" BETWEEN {first} AND {last}'
    )


def _later(column: str, seconds: int) -> str:
    if connection.vendor == "sqlite":
        return f"strftime('%Y-%m-%d %H:%M:%S', {column}, '+{seconds} seconds')"
    return f"{column} + interval '{seconds} seconds'"


def many_rows(model: type[models.Model], number: int, own: tuple[str, ...]) -> None:
    """About so many rows of a model by its fields alone; `own` are texts of which no two rows have the same."""
    add_rows(model, min(WRITTEN, number))
    table, key = model._meta.db_table, model._meta.pk.column
    columns = [f'"{field.column}"' for field in model._meta.concrete_fields if not field.primary_key]
    values = [f"{column} || '-' || copy" if column.strip('"') in own else column for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""WITH RECURSIVE copies(copy) AS (SELECT 1 UNION ALL SELECT copy + 1 FROM copies WHERE copy < %s),
            newest AS (SELECT * FROM {table} ORDER BY {key} DESC LIMIT %s)
            INSERT INTO {table} ({", ".join(columns)})
            SELECT {", ".join(values)} FROM copies CROSS JOIN newest WHERE copy <= %s""",
            [number // WRITTEN - 1, WRITTEN, number // WRITTEN - 1],
        )
