"""Databases with every migration applied, made once for a run and copied: migrating costs more than most tests.

What is made is named in two variables of the environment, which the tests and the heavy trials look for.
Without them, as under a bare `pytest`, each database is migrated on its own.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
SQLITE, POSTGRES = "MIGRATED_SQLITE", "MIGRATED_POSTGRES"
TEMPLATE = "migrated"


def make(folder: Path, postgres_url: str) -> dict[str, str]:
    """Migrate a SQLite in `folder` and a database on that server; gives the variables that name them."""
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    template = urlsplit(postgres_url)._replace(path=f"/{TEMPLATE}").geturl()
    runs = [_migrate(folder), _migrate(folder, DATABASE_URL=template)]
    for run in runs:
        if run.wait():
            raise RuntimeError("The migrations failed.")
    return {SQLITE: str(folder / "db.sqlite3"), POSTGRES: postgres_url}


def _migrate(folder: Path, **more: str) -> "subprocess.Popen[bytes]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SELAYAR_", "DJANGO_"))}
    for name in ("DATABASE_URL", "VALKEY_URL"):
        kept.pop(name, None)
    environment = {**kept, "SELAYAR_DEMO": "1", "SELAYAR_DATA_DIR": str(folder), **more}
    return subprocess.Popen([sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=ROOT, env=environment)


def copy_sqlite(to: Path) -> bool:
    """Put the migrated SQLite there; whether there was one."""
    made = os.environ.get(SQLITE)
    if made:
        shutil.copyfile(made, to)
    return bool(made)
