"""What stands when Django has started, whichever command came first."""

import os
import subprocess
import sys
from pathlib import Path

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
