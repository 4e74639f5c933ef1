"""What stands when Django has started, whichever command came first."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from django.db.backends.sqlite3.base import DatabaseWrapper

ROOT = Path(__file__).resolve().parents[2]
OPEN_DATABASE = "import django; django.setup(); from django.db import connection; connection.ensure_connection()"


def start(folder: Path) -> subprocess.CompletedProcess:
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "selayar_site.settings"}
    return subprocess.run(
        [sys.executable, "-c", OPEN_DATABASE],
        cwd=ROOT,
        env={**environment, "SELAYAR_DEMO": "1", "SELAYAR_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_database_opens_where_no_folder_was(tmp_path):
    started = start(tmp_path / "a" / "data")
    assert started.returncode == 0, started.stderr
    assert (tmp_path / "a" / "data").stat().st_mode & 0o077 == 0


def test_folder_that_cannot_be_made_is_named():
    started = start(Path("/dev/null/data"))
    assert started.returncode != 0
    assert "ImproperlyConfigured: SELAYAR_DATA_DIR cannot be made" in started.stderr


def test_process_that_begins_during_a_long_write_learns_nothing_wrong(tmp_path):
    file = tmp_path / "db.sqlite3"
    writer = sqlite3.connect(file, isolation_level=None)
    writer.execute("BEGIN EXCLUSIVE")
    options = {"transaction_mode": "IMMEDIATE", "timeout": 0}
    other = {"NAME": file, "OPTIONS": options, "AUTOCOMMIT": True, "TIME_ZONE": None, "CONN_HEALTH_CHECKS": False}
    assert DatabaseWrapper({**other, "CONN_MAX_AGE": 0}).features.supports_json_field is True
    writer.close()
