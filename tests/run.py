"""`make test`: the database tests on PostgreSQL, then the whole suite on SQLite, with nothing installed by hand.

Arguments are handed on to pytest. TEST_DATABASE_URL names a PostgreSQL to use instead of our own;
REQUIRE_ALL=1 makes a skipped test a failure.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

NO_TESTS_COLLECTED = 5
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import migrated  # noqa: E402
from tests.browser import find_chromium  # noqa: E402
from tests.servers import postgres  # noqa: E402


def main(arguments: list[str]) -> int:
    # An interrupted run tidies up as well.
    for name in ("SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), lambda number, frame: sys.exit(128 + number))
    folder = tempfile.mkdtemp(prefix="selayar-tests-")
    environment = {**os.environ, "TMPDIR": folder, "PYTHONDONTWRITEBYTECODE": "1"}
    given = environment.pop("TEST_DATABASE_URL", "")
    try:
        with nullcontext(given) if given else postgres() as url:
            environment |= migrated.make(Path(folder), url)
            say("Database tests on PostgreSQL")
            second = pytest(["--database-only", *arguments], {**environment, "TEST_DATABASE_URL": url})
            second = 0 if second == NO_TESTS_COLLECTED else second  # none of the named tests uses the database
            say("The whole suite on SQLite")
            first = pytest(arguments, environment)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if not find_chromium():
        say("The browser tests were SKIPPED: no Chromium was found. Install one, or name it in CHROME.")
    say(f"PostgreSQL: {verdict(second)}. SQLite: {verdict(first)}.")
    return first or second


def pytest(arguments: list[str], environment: dict[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", "-n", "3", "-q", "--dist", "worksteal", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def verdict(status: int) -> str:
    return "passed" if status == 0 else f"FAILED (status {status})"


def say(text: str) -> None:
    print(f"\n{text}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
