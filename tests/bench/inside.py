"""What is measured inside the site: queries, an upload. Runs in a process of the site's own (`Scratch.run`)."""

import time
from collections.abc import Callable

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from news.search.rebuild import rebuild
from selayar_site.management.commands.demo import collect_static
from selayar_site.models import User
from selayar_site.pictures import add_photo
from tests.bench import lists
from tests.corpus import addresses, load_corpus
from tests.news.test_search_judged import judge
from tests.pictures import phone_photo


def prepare() -> None:
    call_command("migrate", verbosity=0)
    collect_static()


def archive(articles: int) -> dict[str, str]:
    """A fresh corpus of that size, and the addresses to measure in it."""
    call_command("flush", interactive=False, verbosity=0)
    load_corpus(articles, progress=_tell("entered", articles))
    rebuild(progress=_tell("indexed", articles))
    return addresses(articles)


def _tell(what: str, articles: int) -> Callable[[int], None]:
    """Ten lines of progress for a large archive, none for a small one."""
    step = max(10_000, articles // 10)

    def tell(done: int) -> None:
        if done % step == 0:
            print(f"    {done:,} {what}", flush=True)

    return tell


def judged() -> tuple[int, float, float]:
    """How many questions people judged, the precision of the first five answers, and how often the first is right."""
    call_command("flush", interactive=False, verbosity=0)
    return judge()


def queries(paths: dict[str, str]) -> dict[str, int]:
    client = Client(headers={"host": "127.0.0.1"})
    found = {}
    for name, path in paths.items():
        client.get(path)  # the first connection asks for its own
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200, path
        found[name] = len(captured)
    return found


def upload_seconds() -> float:
    """A telephone's 12 megapixels through the whole pipeline."""
    content = phone_photo()
    by = User.objects.earliest("pk")
    begun = time.perf_counter()
    add_photo(ContentFile(content, name="foto.jpg"), by=by, title="Foto telepon", credit="Bench")
    return time.perf_counter() - begun


def roster(rows: int) -> dict[str, float]:
    """A list of so many people through the import."""
    call_command("flush", interactive=False, verbosity=0)
    return lists.measure(rows)
