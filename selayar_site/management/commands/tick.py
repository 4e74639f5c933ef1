"""What a timer asks for every minute. Nothing that readers see waits for it."""

import logging
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Does what is due. Run it every minute from a timer; more often or less does no harm."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = []
        for name, duty in settings.DUTIES.items():
            try:
                done = import_string(duty)()
            except Exception:  # one duty that fails must not keep the others from being done
                logger.exception("Not done: %s", name)
                failed.append(name)
            else:
                if done or options["verbosity"] > 1:
                    self.stdout.write(f"{name}: {done}")
        if failed:
            raise CommandError(f"Not done: {', '.join(failed)}.")
