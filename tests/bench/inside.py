"""What is measured inside the site: queries, an upload. Runs in a process of the site's own (`Scratch.run`)."""

import time

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from selayar_site.management.commands.demo import collect_static
from selayar_site.models import User
from selayar_site.pictures import add_photo
from tests.corpus import addresses, load_corpus
from tests.pictures import phone_photo


def prepare() -> None:
    call_command("migrate", verbosity=0)
    collect_static()


def archive(articles: int) -> dict[str, str]:
    """A fresh corpus of that size, and the addresses to measure in it."""
    call_command("flush", interactive=False, verbosity=0)
    load_corpus(articles)
    return addresses(articles)


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
