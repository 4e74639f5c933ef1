"""The office in a large archive: its lists, forms and searches open as in a small one, and read little."""

import html
import re
from argparse import Namespace

from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from news.models import Correction, LinkCheck
from selayar_site.models import Audit, Photo
from tests.factories import make_user
from tests.gauntlet.big import MOST, SMALL, Measured, every, long_reads, measured
from tests.gauntlet.copies import load_archive, many_rows
from tests.gauntlet.report import Report
from tests.rows import a_row
from tests.scratch import Scratch
from tests.sign_in import sign_in

# What grows with the releases, and the columns that no two rows share.
ALSO_LARGE = {Audit: (), LinkCheck: ("url",), Photo: ("key",), Correction: ()}
# Told, not held: twelve photos carry the whole corpus, in life a photo has a handful of uses.
TOLD = "selayar_site_photo_changelist"
HEAVIEST = 400_000  # bytes of a page: no list of choices holds the archive
SLOW = 1000  # ms; told, for the machine may be busy


def trial(report: Report, site: Scratch, options: Namespace) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    small = min(SMALL, options.articles // 2)
    fill(report, small)
    client = office()
    most_filters = 2 if options.quick else 8
    before = {name: found for name, url in pages(client, most_filters).items() if (found := opened(client, url))}
    report.tell(f"office: {len(before)} pages among {small} articles")
    call_command("flush", interactive=False, verbosity=0)
    fill(report, options.articles)
    client = office()
    explained: dict[str, list[str]] = {}  # the same is asked on many pages
    most = max(MOST, options.articles // 20)
    slow = []
    for name, url in pages(client, most_filters).items():
        found = opened(client, url)
        if found is None:
            continue
        slow += [name] if found.ms > SLOW else []
        report.tell(f"office: {name:<60} {found.queries} queries  {found.ms:7.1f} ms  {found.size // 1000} kB")
        if name in before and "_change" not in name.replace("_changelist", ""):  # rows have more or less about them
            same = found.queries == before[name].queries
            report.check(same, f"{name} asks as often as among {small}", before[name].queries, found.queries)
        report.check(found.size < HEAVIEST, f"{name} holds no list of the archive", found.size)
        # A small table is rightly read whole.
        if not options.quick and "delete" not in name and not name.startswith(TOLD):
            plans = [plan for asked in found.statements for plan in _explained(asked, most, explained)]
            # A search for part of a word reads a table of short rows; so does a count that ends at a thousand.
            plans = [plan for plan in plans if "?q=" not in name and "[SELECT COUNT(*) FROM (" not in plan]
            report.check(not plans, f"{name} reads little of the large tables", *plans)
    report.tell(f"office: {len(slow)} pages took longer than {SLOW} ms {slow}")


def _explained(statement: str, most: int, known: dict[str, list[str]]) -> list[str]:
    if statement not in known:
        known[statement] = long_reads(statement, most)
    return known[statement]


def opened(client: Client, url: str) -> Measured | None:
    """The page as it is opened the second time; none where it is not to be had."""
    return measured(url, 1, client) if client.get(url, follow=True).status_code == 200 else None


def fill(report: Report, articles: int) -> None:
    load_archive(articles, every(10_000, lambda number: report.tell(f"office: {number} of {articles} articles")))
    for large, own in ALSO_LARGE.items():
        many_rows(large, articles, own)
        report.tell(f"office: {articles} rows of {large.__name__}")
    spread_photos()
    for model in admin.site._registry:
        if not model._base_manager.exists():
            a_row(model).save()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def spread_photos() -> None:
    """The corpus has twelve photos; in life a photo has a handful of uses."""
    keys = list(Photo.objects.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE news_editionphoto SET photo_id = (SELECT photo.id FROM selayar_site_photo photo "
            "WHERE photo.id >= %s + news_editionphoto.id %% %s ORDER BY photo.id LIMIT 1)",
            [keys[0], keys[-1] - keys[0] + 1],
        )


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
            found[name] = url
        name = f"{model._meta.app_label}_{model._meta.model_name}_changelist"
        if name in found:
            asked = filters_of(client.get(found[name]).content.decode(), most_filters)
            asked += ["?q=kapal", "?q=jarang+zzz"] if desk.search_fields else []
            found |= {name + text: found[name] + html.unescape(text) for text in asked}
    return found


def filters_of(page: str, most: int) -> list[str]:
    """The choices of the list's filters: one of each filter before the second of any."""
    choices = sorted(set(re.findall(r'href="(\?[^"]+)"', page)))
    seen: dict[str, int] = {}
    turns = []
    for choice in choices:
        name = re.split("[=_]", choice)[0]
        turns.append((seen.setdefault(name, 0), choice))
        seen[name] += 1
    return [choice for _, choice in sorted(turns)[:most]]
