"""What holds for every test: a folder of its own, no network, no skipped test that nobody notices."""

import os
import shutil
import sys
from pathlib import Path

import hypothesis
import pytest

from tests import migrated, servers
from tests.browser import browser, find_chromium, page  # noqa: F401  fixtures for every test

# The same examples in each run, and no limit on a busy machine.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("suite")

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_reset_sequences"}


def pytest_configure(config):
    from django.conf import settings

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # WhiteNoise warns without it


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """The suffix of this process is in the name by now."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        migrated.copy_sqlite(Path(database["TEST"]["NAME"]))


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings):
    """Whether the database is there already; its folder goes at the end."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    return database["ENGINE"].endswith("sqlite3") and Path(database["TEST"]["NAME"]).exists()


def pytest_unconfigure(config):
    from django.conf import settings

    shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


def pytest_addoption(parser):
    parser.addoption(
        "--database-only", action="store_true", help="only tests that use the database, without the browser's"
    )


def pytest_collection_modifyitems(config, items):
    chromium = find_chromium()
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker("browser")
            if not chromium:
                item.add_marker(pytest.mark.skip(reason="no Chromium found (CHROME, chromium, google-chrome)"))
    if config.getoption("--database-only"):
        left = ("browser", "once")
        kept = [item for item in items if _uses_database(item) and not any(map(item.get_closest_marker, left))]
        config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
        items[:] = kept


def _uses_database(item) -> bool:
    return bool(item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(item.fixturenames))


def pytest_sessionfinish(session, exitstatus):
    """With REQUIRE_ALL=1 a skipped test fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("REQUIRE_ALL") and reporter and reporter.stats.get("skipped") and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _refuse_network(event, arguments):
    """Python tells this hook of each connection; only this machine may be reached."""
    if event == "socket.connect":
        address = arguments[1]
        if isinstance(address, tuple) and not _is_loopback(address[0]):
            raise RuntimeError(f"A test tried to reach {address[0]}.")
    elif event == "socket.getaddrinfo" and not _is_loopback(arguments[0]):
        raise RuntimeError(f"A test tried to look up {arguments[0]}.")


def _is_loopback(host) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    return name in {None, "", "localhost", "::1", "0.0.0.0"} or name.startswith("127.")


sys.addaudithook(_refuse_network)


@pytest.fixture(scope="session")
def valkey_url():
    """A real Valkey for the session."""
    with servers.valkey() as url:
        yield url
