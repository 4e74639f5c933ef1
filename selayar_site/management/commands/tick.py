"""What a timer asks for every minute. Nothing that readers see waits for it."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from selayar_site.pagestore import drain

logger = logging.getLogger(__name__)

# Each is short, may run twice at once, and returns how many things it did.
DUTIES: dict[str, Callable[[], int]] = {
    "purges left behind by a process that was killed": drain,
}


class Command(BaseCommand):
    help = "Does what is due. Run it every minute from a timer; more often or less does no harm."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = []
        for name, duty in DUTIES.items():
            try:
                done = duty()
            except Exception:  # one duty that fails must not keep the others from being done
                logger.exception("Not done: %s", name)
                failed.append(name)
            else:
                if done or options["verbosity"] > 1:
                    self.stdout.write(f"{name}: {done}")
        if failed:
            raise CommandError(f"Not done: {', '.join(failed)}.")
