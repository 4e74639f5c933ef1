"""Write the index of the search anew: after an import past the verbs, or a change of search_words.toml."""

from typing import Any

from django.core.management.base import BaseCommand

from news.search.rebuild import rebuild


class Command(BaseCommand):
    help = "Menyusun ulang indeks pencarian. Selama itu pencarian memakai indeks yang lama."

    def handle(self, *args: Any, **options: Any) -> None:
        done = rebuild(progress=self.tell if options["verbosity"] > 1 else lambda done: None)
        self.stdout.write(f"{done} naskah diindeks.")

    def tell(self, done: int) -> None:
        self.stdout.write(f"  {done}")
