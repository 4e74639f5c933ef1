"""The demo's settings, with a throw-away data folder for each process.

Nothing of the developer's environment enters: a test must not pass because of a variable in a shell.
The database is SQLite in a file (as in production, so that threads really contend for its lock), or what
TEST_DATABASE_URL names. Importing this module touches no disk; tests/conftest.py makes the folder.
"""

import os
import tempfile
from pathlib import Path

for _name in list(os.environ):
    if _name.startswith("SELAYAR_") or _name in {"DATABASE_URL", "VALKEY_URL"}:
        del os.environ[_name]
os.environ["SELAYAR_DEMO"] = "1"
os.environ["DJANGO_LIVE_TEST_SERVER_ADDRESS"] = "127.0.0.1"
os.environ["SELAYAR_DATA_DIR"] = str(Path(tempfile.gettempdir()) / f"selayar-test-{os.getpid()}")
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]

from selayar_site.settings import *  # noqa: E402, F403
from selayar_site.settings import CACHES, DATA_DIR, DATABASES, LOGGING, STORAGES, TASKS  # noqa: E402
from tests import migrated  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    # Nobody needs the data after a power cut.
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
elif os.environ.get(migrated.POSTGRES):
    DATABASES["default"]["TEST"] = {"TEMPLATE": migrated.TEMPLATE}
# Connections end with their thread: a live server would leave them open otherwise.
DATABASES["default"]["CONN_MAX_AGE"] = 0
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "tests"}

# A test sees what a task did; tests/selayar_site/test_background.py tries the threads.
TASKS["default"]["BACKEND"] = "django.tasks.backends.immediate.ImmediateBackend"

# Hashed names need collectstatic first.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# The slow hasher is Django's, not ours to try: 0.2 s a sign-in.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PHOTO_AVIF_SPEED = 10  # how small a file gets is not asked
# pytest shows what was logged; below WARNING it is noise.
LOGGING["root"] = {**LOGGING["root"], "level": "WARNING"}
LOGGING["loggers"]["django"]["level"] = "WARNING"  # type: ignore[index]
