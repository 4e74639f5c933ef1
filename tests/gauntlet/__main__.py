"""The heavy trials, bounded in count and time. `--quick` is the small seeded sample that `.ci/run` runs."""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module

from tests import servers
from tests.gauntlet.report import Report
from tests.migrated import POSTGRES
from tests.scratch import Scratch, scratch

SETTINGS = "tests.gauntlet.settings"
TRIALS = ("races", "kills", "hostile", "crowd", "big", "office")
# What databases do differently.
ON_BOTH = {"races", "big", "office"}


def main() -> int:
    options = arguments()
    begun = time.monotonic()
    passed, failures = 0, []
    with ExitStack() as stack:
        postgres = os.environ.get(POSTGRES, "") if needs_postgres(options) else ""
        if not postgres and needs_postgres(options):
            postgres = stack.enter_context(servers.postgres())
        for name, url in trials(options, postgres):
            with scratch(SETTINGS, url) as site:
                print(f"\n{name} on {site.database}", flush=True)
                report = site.run(_trial, name, site, options)
            passed += report.passed
            failures += [f"{name} on {site.database}: {text}" for text in report.failures]
    print("\n".join(["", *(f"FAILED  {text}" for text in failures)]))
    print(f"gauntlet: {passed} passed, {len(failures)} failed ({time.monotonic() - begun:.0f} s)")
    return 1 if failures else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make gauntlet", description=__doc__)
    parser.add_argument("trials", nargs="*", metavar="TRIAL", help=f"of {', '.join(TRIALS)}; all by default")
    parser.add_argument("--quick", action="store_true", help="a small sample of each")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, help="how many times a web server is killed (50)")
    parser.add_argument("--steps", type=int, help="at how many steps of each verb a process is killed (100)")
    parser.add_argument("--contestants", type=int, help="processes in each race (20)")
    parser.add_argument("--requests", type=int, help="hostile requests (5000)")
    parser.add_argument("--crowd", type=int, help="slow clients (200)")
    parser.add_argument("--articles", type=int, help="articles of the large corpus (100000)")
    parser.add_argument("--sqlite-only", action="store_true")
    options = parser.parse_args()
    if unknown := set(options.trials) - set(TRIALS):
        parser.error(f"no such trial: {', '.join(unknown)}")
    options.trials = options.trials or list(TRIALS)
    usual = {"rounds": 50, "steps": 100, "contestants": 20, "requests": 5000, "crowd": 200, "articles": 100_000}
    sample = {"rounds": 1, "steps": 2, "contestants": 4, "requests": 100, "crowd": 20, "articles": 200}
    for option, value in (sample if options.quick else usual).items():
        if getattr(options, option) is None:
            setattr(options, option, value)
    return options


def needs_postgres(options: argparse.Namespace) -> bool:
    return not options.sqlite_only and bool(ON_BOTH & set(options.trials))


def trials(options: argparse.Namespace, postgres: str) -> Iterator[tuple[str, str]]:
    """Each trial asked for, and the PostgreSQL it runs on; none is SQLite."""
    for name in options.trials:
        yield name, ""
        # PostgreSQL rightly reads a small table whole: nothing to see in a small archive.
        if postgres and name in ON_BOTH and not (options.quick and name in {"big", "office"}):
            yield name, postgres


def _trial(name: str, site: Scratch, options: argparse.Namespace) -> Report:
    """In a process of the site's own: only here is Django set up, and may a trial import it."""
    from django.conf import settings
    from django.core.management import call_command

    settings.STATIC_ROOT.mkdir()  # WhiteNoise warns without it
    call_command("migrate", verbosity=0)
    report = Report()
    import_module(f"tests.gauntlet.{name}").trial(report, site, options)
    return report


if __name__ == "__main__":
    sys.exit(main())
