"""The office in a large archive: its lists, forms and searches open as in a small one, and read little."""

import html
import re
from argparse import Namespace
from collections.abc import Callable

from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from news.models import Correction, LinkCheck
from news.search.rebuild import rebuild
from selayar_site.models import Audit, Photo
from tests.corpus import load_corpus
from tests.factories import make_user
from tests.gauntlet.big import MOST, SMALL, every, long_reads, measured
from tests.gauntlet.report import Report
from tests.rows import a_row, add_rows
from tests.scratch import Scratch
from tests.sign_in import sign_in

# What grows with the releases.
ALSO_LARGE = (Audit, LinkCheck, Photo, Correction)
BATCH = 2000
# Told, not held: twelve photos carry the whole corpus, in life a photo has a handful of uses.
TOLD = "selayar_site_photo_changelist"
HEAVIEST = 400_000  # bytes of a page: no list of choices holds the archive


def trial(report: Report, site: Scratch, options: Namespace) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    small = min(SMALL, options.articles // 2)
    fill(small)
    client = office()
    times, most_filters = (1, 2) if options.quick else (3, 12)
    before = {name: measured(url, 1, client) for name, url in pages(client, most_filters).items()}
    call_command("flush", interactive=False, verbosity=0)
    fill(
        options.articles, every(10_000, lambda number: report.tell(f"office: {number} of {options.articles} articles"))
    )
    client = office()
    for name, url in pages(client, most_filters).items():
        found = measured(url, times, client)
        most = max(MOST, options.articles // 20)
        plans = [plan for statement in found.statements for plan in long_reads(statement, most)]
        report.tell(f"office: {name:<60} {found.queries} queries  {found.ms:7.1f} ms  {found.size // 1000} kB")
        if name in before and "_change" not in name.replace("_changelist", ""):  # rows have more or less about them
            same = found.queries == before[name].queries
            report.check(same, f"{name} asks as often as among {small}", before[name].queries, found.queries)
        report.check(found.size < HEAVIEST, f"{name} holds no list of the archive", found.size)
        # A search for part of a word reads a table of short rows; so does a count that ends at a thousand.
        plans = [plan for plan in plans if "?q=" not in name and "[SELECT COUNT(*) FROM (" not in plan]
        if "delete" not in name and not name.startswith(TOLD):
            report.check(not plans, f"{name} reads little of the large tables", *plans)


def fill(articles: int, progress: Callable[[int], None] = lambda number: None) -> None:
    load_corpus(articles, progress=progress)
    rebuild()
    for large in ALSO_LARGE:
        for begun in range(0, articles, BATCH):
            add_rows(large, min(BATCH, articles - begun))
    for model in admin.site._registry:
        if not model._base_manager.exists():
            a_row(model).save()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def office() -> Client:
    return sign_in(Client(headers={"host": "127.0.0.1"}), make_user(is_staff=True, is_superuser=True))


def pages(client: Client, most_filters: int) -> dict[str, str]:
    """The lists of the registry with their filters and searches, and the form, history and deletion of a row."""
    found = {"start page": "/admin/"}
    for model, desk in admin.site._registry.items():
        row = model._base_manager.order_by("pk").first()
        for kind, arguments in (
            ("changelist", []),
            ("add", []),
            *((kind, [row.pk]) for kind in ("change", "history", "delete")),
        ):
            name = f"{model._meta.app_label}_{model._meta.model_name}_{kind}"
            try:
                url = reverse(f"admin:{name}", args=arguments)
            except NoReverseMatch:
                continue
            if client.get(url, follow=True).status_code == 200:
                found[name] = url
        name = f"{model._meta.app_label}_{model._meta.model_name}_changelist"
        if name in found:
            answer = client.get(found[name]).content.decode()
            asked = sorted(set(re.findall(r'href="(\?[^"]+)"', answer)))[:most_filters]
            asked += ["?q=kapal", "?q=jarang+zzz"] if desk.search_fields else []
            urls = {name + text: found[name] + html.unescape(text) for text in asked}
            found |= {text: url for text, url in urls.items() if client.get(url).status_code == 200}
    return found
