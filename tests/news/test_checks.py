"""What `migrate` says before an upgrade that would fail."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from news.checks import addresses_of_the_site_are_free
from news.models import Address
from tests.factories import make_live_article

pytestmark = pytest.mark.django_db


def taken_before_it_was_reserved() -> Address:
    """A row of a database from before migration 0017."""
    address = make_live_article().addresses.get()
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = 1")
            cursor.execute("UPDATE news_address SET slug = 'arsip' WHERE id = %s", [address.pk])
            cursor.execute("PRAGMA ignore_check_constraints = 0")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE news_address DROP CONSTRAINT news_address_is_not_of_the_site")
            cursor.execute("UPDATE news_address SET slug = 'arsip' WHERE id = %s", [address.pk])
    return address


def test_address_of_the_site_stops_the_migration_with_a_way_out():
    address = taken_before_it_was_reserved()
    (error,) = addresses_of_the_site_are_free(None, databases=["default"])
    assert "/berita/arsip/" in error.msg
    with pytest.raises(CommandError, match=r"news\.E001"):
        call_command("check", databases=["default"])
    way_out = error.hint.partition(": ")[2].partition(";")[0]
    with connection.cursor() as cursor:
        cursor.execute(way_out)
    address.refresh_from_db()
    assert address.slug == "arsip-lama" and addresses_of_the_site_are_free(None, databases=["default"]) == []


def test_nothing_is_said_of_other_addresses_nor_without_a_database():
    make_live_article()
    assert addresses_of_the_site_are_free(None, databases=["default"]) == []
    assert addresses_of_the_site_are_free(None) == []
