"""What is to be put right by hand before the tables can be changed."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from news.models import Address


@register(Tags.database)
def addresses_of_the_site_are_free(
    app_configs: Sequence[Any] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Asked by `migrate` before it begins: a release that has an address of the site from before it was reserved.

    The constraint (migration 0017) would end the upgrade half-way with nothing but its own name.
    """
    return [error for alias in databases or () for error in _taken(alias)]


def _taken(alias: str) -> list[CheckMessage]:
    connection, table = connections[alias], Address._meta.db_table
    with connection.cursor() as cursor:
        if table not in connection.introspection.table_names(cursor):
            return []
        places = ", ".join(["%s"] * len(Address.RESERVED))
        cursor.execute(f"SELECT slug FROM {table} WHERE slug IN ({places}) ORDER BY slug", Address.RESERVED)
        taken = [slug for (slug,) in cursor.fetchall()]
    return [
        Error(
            f"A release has the address /berita/{slug}/, which is a page of the site now.",
            hint=f"Give it another, then migrate: UPDATE {table} SET slug = '{slug}-lama' WHERE slug = '{slug}';"
            " (manage.py dbshell, after a backup).",
            id="news.E001",
        )
        for slug in taken
    ]
