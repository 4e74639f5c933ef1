from typing import Any

from django.core.management.base import BaseCommand

from selayar_site.pictures import sweep


class Command(BaseCommand):
    help = "Removes files of photos that no row names any more, a day after the last was written. Once a day is enough."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{sweep()} folders and originals removed")
