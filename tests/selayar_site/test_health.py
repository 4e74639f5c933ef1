from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from selayar_site.models import Purge


@pytest.mark.django_db
def test_sound_process_answers_ok_in_words(client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "purges": "ok", "storage": "ok"}
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.django_db
def test_late_purge_is_told_and_keeps_the_process_in_service(client):
    waiting = Purge.objects.create(section="news")
    assert client.get("/healthz").json()["purges"] == "ok"
    Purge.objects.filter(pk=waiting.pk).update(written_at=timezone.now() - timedelta(minutes=6))
    response = client.get("/healthz")
    assert (response.status_code, response.json()["purges"]) == (200, "late")


@pytest.mark.django_db(transaction=True)
def test_lost_database_is_told_without_details(client, settings, tmp_path):
    table = Purge._meta.db_table
    with connection.schema_editor() as editor:
        editor.alter_db_table(Purge, table, table + "_away")
    try:
        response = client.get("/healthz")
    finally:
        with connection.schema_editor() as editor:
            editor.alter_db_table(Purge, table + "_away", table)
    assert response.status_code == 503
    assert response.json() == {"database": "down", "purges": "unknown", "storage": "ok"}


@pytest.mark.django_db
def test_missing_data_directory_is_told(client, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "gone"
    response = client.get("/healthz")
    assert (response.status_code, response.json()["storage"]) == (503, "missing")


@pytest.mark.django_db
def test_full_disk_is_told(client, settings):
    # The kernel's own file system has no room for anybody.
    settings.DATA_DIR = "/proc"
    response = client.get("/healthz")
    assert (response.status_code, response.json()["storage"]) == (503, "full")


def test_unknown_host_is_told_nothing(client):
    response = client.get("/healthz", headers={"host": "evil.example"})
    assert response.status_code == 400


def test_health_is_only_asked(client):
    assert client.post("/healthz").status_code == 405
