"""Work on one list in a process of its own: python -m tests.apply_once DATABASE LIST START

DATABASE is the name of the test's database, LIST the key of the import, START a file to wait for.
"""

import os
import sys
import time
from pathlib import Path

import django


def main(database: str, key: str, start: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from tests import settings

    settings.DATABASES["default"]["NAME"] = database
    django.setup()
    from django.db import connection

    from programs.imports import applying
    from programs.imports.running import work

    applying.BATCH = 20
    connection.ensure_connection()
    print("ready", flush=True)
    while not Path(start).exists():
        time.sleep(0.001)
    print(work(int(key)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
