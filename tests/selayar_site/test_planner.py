"""SQLite is told what its tables hold, after a migration and once a day."""

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations import Migration
from django.db.models.signals import post_migrate

from selayar_site import planner
from tests.factories import make_live_article

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 7)


def forget() -> None:
    """As a migration does that rebuilds the table."""
    make_live_article()
    planner.gather()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sqlite_stat1 WHERE tbl = 'news_edition'")


def is_known() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM sqlite_stat1 WHERE tbl = 'news_edition'")
        return cursor.fetchone()[0] > 0


def migrated(plan: list[tuple[Migration, bool]]) -> None:
    config = apps.get_app_config("selayar_site")
    post_migrate.send(config, app_config=config, using="default", plan=plan, apps=apps, verbosity=0, interactive=False)


def test_statistics_are_gathered_after_a_migration():
    if connection.vendor != "sqlite":
        migrated([(Migration("0099_rebuild", "news"), False)])
        return
    forget()
    migrated([])
    assert not is_known()
    migrated([(Migration("0099_rebuild", "news"), False)])
    assert is_known()


def test_statistics_are_gathered_once_a_day():
    if connection.vendor != "sqlite":
        assert not planner.refresh(TODAY)
        return
    forget()
    assert planner.refresh(TODAY) and is_known()
    forget()
    assert not planner.refresh(TODAY) and not is_known()
    assert planner.refresh(TODAY + timedelta(days=1)) and is_known()
