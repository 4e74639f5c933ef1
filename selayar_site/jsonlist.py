"""Small lists that ride along: the rows of a subquery as one JSON column.

A page that shows five short lists would ask five questions; its first query can bring them.
"""

from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.db.models import Func, JSONField, Subquery
from django.db.models.functions import JSONObject


class _Rows(Func):
    """All rows as one list. Not an Aggregate, which would bring a GROUP BY into the subquery."""

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="JSONB_AGG", **context)


def json_list(rows: models.QuerySet[Any], *fields: str) -> Subquery:
    """`rows` as a list of objects with those fields, None or empty where there are no rows.

    The order is not promised (SQLite before 3.44 sorts no aggregate): sort what comes back.
    """
    return Subquery(rows.order_by().values(json_rows=_Rows(JSONObject(**{name: name for name in fields}))))


def moment_of(value: str | datetime) -> datetime:
    """A moment of such a row, which is text: with an offset on PostgreSQL, UTC on SQLite."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return at if at.tzinfo else at.replace(tzinfo=UTC)
