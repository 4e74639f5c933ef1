"""One run of the mail duty in a process of its own: python -m tests.post_once DATABASE PORT START

DATABASE is the name of the test's database, PORT that of its mail server, START a file to wait for.
"""

import os
import sys
import time
from pathlib import Path

import django


def main(database: str, port: str, start: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from tests import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": int(port), "timeout": 5},
        }
    }
    django.setup()
    from django.db import connection

    from news import mailing

    connection.ensure_connection()
    print("ready", flush=True)
    while not Path(start).exists():
        time.sleep(0.001)
    print(mailing.post(), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
