"""What no constraint can promise, counted again."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

# Of one promise: the first tell what is wrong, the number how much.
SHOWN = 20


class Command(BaseCommand):
    help = "Counts the registers again and tells what does not agree. Changes nothing; fails where anything is told."

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for name, promise in settings.INVARIANTS.items():
            found = 0
            for sentence in import_string(promise)():
                found += 1
                if found <= SHOWN:
                    self.stdout.write(sentence)
            if found > SHOWN:
                self.stdout.write(f"… dan {found - SHOWN} lagi.")
            if options["verbosity"] > 1 or found:
                self.stdout.write(f"{name}: {found or 'terpenuhi'}")
            broken += found
        if broken:
            raise CommandError(f"{broken} hal tidak sesuai.")
        self.stdout.write("Semua janji terpenuhi.")
