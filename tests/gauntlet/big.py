"""A large archive: the same number of queries, about the same time, and an index in every plan."""

import json
import re
import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.corpus import addresses, load_corpus
from tests.gauntlet.report import Report
from tests.scratch import Scratch

# Reading one of these from end to end is what an archive must not cost.
LARGE = "news_(article|edition|address|editionphoto|edition_tags|edition_programs)"
SMALL = 1000
# Rows of one table that a step of a plan may read in any archive.
MOST = 4000
# Told, not held: a list with few members reads the archive until the page is full.
TOLD = {"list of a rare tag"}


@dataclass(frozen=True)
class Measured:
    queries: int
    ms: float
    statements: list[str]
    size: int  # bytes of the page


def trial(report: Report, site: Scratch, options: Namespace) -> None:
    articles = options.articles
    small = min(SMALL, articles // 2)
    load_corpus(small)
    before = {name: measured(path) for name, path in addresses(small).items()}
    # Afresh: rows lie in the order in which they came, and planners care.
    call_command("flush", interactive=False, verbosity=0)
    tell = every(10_000, lambda number: report.tell(f"big: {number} of {articles} articles"))
    load_corpus(articles, progress=tell)
    after = {name: measured(path) for name, path in addresses(articles).items()}
    for name, found in after.items():
        ratio = found.ms / before[name].ms
        plans = [plan for statement in found.statements for plan in long_reads(statement, max(MOST, articles // 20))]
        report.tell(f"big: {name:<18} {found.queries} queries  {found.ms:7.1f} ms  ×{ratio:.2f} of {small} articles")
        same = found.queries == before[name].queries
        report.check(same, f"{name} asks as often as among {small}", before[name].queries, found.queries)
        if name not in TOLD:
            report.check(not plans, f"{name} reads little of the large tables", *plans)


def every(step: int, tell: Callable[[int], None]) -> Callable[[int], None]:
    return lambda number: None if number % step else tell(number)


def measured(path: str, times: int = 5, client: Client | None = None) -> Measured:
    """Through Django without the page store; the shortest of some waits: other work on the machine touches it least."""
    client = client or Client(headers={"host": "127.0.0.1"})
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path)
    assert answer.status_code < 400, path
    queries = [query["sql"] for query in captured.captured_queries]  # now: the next request empties the list
    waits = []
    for _ in range(times):
        begun = time.perf_counter()
        client.get(path)
        waits.append(time.perf_counter() - begun)
    statements = [query for query in queries if query.startswith("SELECT")]
    return Measured(len(queries), min(waits) * 1000, statements, len(answer.content))


def long_reads(statement: str, most: int) -> list[str]:
    """Where the database reads a large table whole (SQLite, by its plan), or more than `most` rows (PostgreSQL)."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
            found = [row[3] for row in cursor.fetchall() if re.search(rf"SCAN {LARGE}\b(?!.*USING)", row[3])]
        else:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}")
            ((plans,),) = cursor.fetchall()
            plan = (plans if isinstance(plans, list) else json.loads(plans))[0]["Plan"]
            found = [text for node in nodes(plan) if (text := reading(node, most))]
    return [f"{text}  [{statement[:200]}]" for text in found]


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes(part)


def reading(node: dict[str, Any], most: int) -> str:
    """What a step of a plan reads of a large table, if it is much; else empty."""
    table = node.get("Relation Name", "")
    rows = (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
    much = re.fullmatch(LARGE, table) and rows > most
    return f"{node['Node Type']} of {rows:.0f} rows of {table}" if much else ""
