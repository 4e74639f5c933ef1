"""The table of measures, from servers and an archive of its own."""

import argparse
import http.client
import re
import time
from contextlib import ExitStack
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from tests import servers
from tests.bench.front import find_nginx, nginx
from tests.scratch import Scratch, Server, ask, fork, resident, scratch

SETTINGS = "tests.bench.settings"
QUERIES_LIMIT = {"article": 6}
CPU_LIMIT = {"article": 6, "list, page 500": 8, "search, common word": 150, "search, rare word": 20}
NO_STORE = {"SELAYAR_PAGE_STORE": "off"}


@dataclass(frozen=True)
class Row:
    what: str
    found: float
    unit: str = ""
    limit: float | None = None

    def __str__(self) -> str:
        digits = 0 if self.unit in {"", "B", "MB"} else 2
        figure = "" if self.limit is None else f"≤ {self.limit:g}"
        note = "above" if self.limit is not None and self.found > self.limit else ""
        return f"  {self.what:<46} {self.found:>10,.{digits}f} {self.unit:<4} {figure:>9}  {note}".rstrip()


def main() -> None:
    options = arguments()
    begun = time.monotonic()
    with ExitStack() as stack:
        url = stack.enter_context(servers.postgres()) if options.postgres else ""
        site = stack.enter_context(scratch(SETTINGS, url))
        inside(site, "prepare")
        print(f"{site.database}; processor time of the server in milliseconds per request\n", flush=True)
        sizes, paths = growing(site, options)
        show("Uncached, by articles in the archive", growth_rows(sizes))
        show("Queries, uncached", [Row(*each) for each in query_rows(site, paths)])
        show("Kept pages", kept_rows(site, paths, options))
        show("Behind nginx", front_rows(site, options))
        show("Bytes, compressed", byte_rows(site, paths))
        questions, precision, first = inside(site, "judged")
        show(
            f"Search, {questions} judged questions",
            [Row("precision of the first five", precision, "/1"), Row("first answer relevant", first, "/1")],
        )
        show("Lists brought in", roster_rows(inside(site, "roster", options.rows), options.rows))
        show("Pictures", [Row("12 megapixels, all renditions", inside(site, "upload_seconds"), "s", 3)])
    print(f"\nbench: done in {time.monotonic() - begun:.0f} s")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--articles", type=int, nargs="+", default=[1000, 10_000], help="sizes of the archive")
    parser.add_argument("--full", action="store_true", help="up to 100,000 articles")
    parser.add_argument("--quick", action="store_true", help="a small archive and few requests: a try-out")
    parser.add_argument("--rows", type=int, default=50_000, help="rows of the list that is brought in")
    parser.add_argument("--postgres", action="store_true", help="on PostgreSQL instead of SQLite")
    options = parser.parse_args()
    if options.full:
        options.articles = [1000, 10_000, 100_000]
    if options.quick:
        options.articles = [100, 300]
        options.rows = 1000
    options.articles.sort()
    return options


def inside(site: Scratch, name: str, *arguments: Any) -> Any:
    return site.run(_call, name, arguments)


def _call(name: str, arguments: tuple[Any, ...]) -> Any:
    # Imported where Django is set up.
    return getattr(import_module("tests.bench.inside"), name)(*arguments)


def show(title: str, rows: list[Row]) -> None:
    print(title, *rows, "", sep="\n", flush=True)


# Measuring


def cpu_ms(server: Server, path: str, requests: int, **headers: str) -> float:
    """Of the server, per request; asked by another process over one connection, after a warm-up."""
    _asked_by_another(server.port, path, max(20, requests // 20), headers)
    before = server.cpu_ms()
    _asked_by_another(server.port, path, requests, headers)
    return (server.cpu_ms() - before) / requests


def _asked_by_another(port: int, path: str, requests: int, headers: dict[str, str]) -> None:
    client = fork.Process(target=_ask, args=(port, path, requests, headers))
    client.start()
    client.join()
    if client.exitcode:
        raise RuntimeError(f"{path} was not answered.")


def _ask(port: int, path: str, requests: int, headers: dict[str, str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for _ in range(requests):
        connection.request("GET", path, headers={"Accept-Encoding": "br", **headers})
        answer = connection.getresponse()
        answer.read()
        assert answer.status in {200, 304}, answer.status


type Sizes = dict[int, dict[str, float]]


def growing(site: Scratch, options: argparse.Namespace) -> tuple[Sizes, dict[str, str]]:
    """Processor time of each uncached page at each size of the archive, and the addresses at the last."""
    found: Sizes = {}
    paths: dict[str, str] = {}
    for articles in options.articles:
        begun = time.monotonic()
        paths = inside(site, "archive", articles)
        print(f"  {articles:,} articles loaded and indexed in {time.monotonic() - begun:.0f} s", flush=True)
        with site.serve(**NO_STORE) as server:
            requests = 20 if options.quick else 200
            found[articles] = {name: cpu_ms(server, path, requests) for name, path in paths.items()}
    return found, paths


def growth_rows(sizes: Sizes) -> list[Row]:
    smallest = min(sizes)
    rows = []
    for articles, pages in sizes.items():
        for name, found in pages.items():
            rows.append(Row(f"{name}, {articles:,}", found, "ms", CPU_LIMIT.get(name)))
            if articles != smallest:
                rows.append(Row(f"    against {smallest:,}", found / sizes[smallest][name], "×", 1.5))
    return rows


def query_rows(site: Scratch, paths: dict[str, str]) -> list[tuple[str, float, str, float]]:
    found = inside(site, "queries", paths)
    return [(name, count, "", QUERIES_LIMIT.get(name, 8)) for name, count in found.items()]


def kept_rows(site: Scratch, paths: dict[str, str], options: argparse.Namespace) -> list[Row]:
    requests = 200 if options.quick else 5000
    with site.serve("tests.bench.bare:application") as server:
        fixed = cpu_ms(server, "/bench/fixed", requests)
    with site.serve() as server:
        ours = cpu_ms(server, "/bench/fixed", requests)
        before = resident(server.worker())
        pages = {name: cpu_ms(server, paths[name], requests) for name in ("home", "list", "article", "feed")}
        etag = ask(server.port, "/", Accept_Encoding="br").headers["etag"]
        unchanged = cpu_ms(server, "/", requests, **{"If-None-Match": etag})
        after = resident(server.worker())
    rows = [Row("a fixed string, of this server", ours, "ms"), Row("    of Django without middleware", fixed, "ms")]
    for name, found in {**pages, "home, unchanged (304)": unchanged}.items():
        rows += [
            Row(f"{name}, kept", found, "ms"),
            Row("    against a fixed string of this server", found / ours, "×", 0.5),
        ]
    rows.append(Row("memory of the server's process before", before / 1e6, "MB", 150))
    rows.append(Row(f"    and {5 * requests:,} requests later", after / 1e6, "MB", 150))
    return rows


def roster_rows(found: dict[str, float], rows: int) -> list[Row]:
    """Seconds of each step; the memory at most includes what made the files."""
    steps = [Row(f"{rows:,} people: {name}", found[name], "s", 120) for name in found if not name.startswith("memory")]
    return [*steps, Row("    memory of the process before", found["memory before"], "MB"),
            Row("    and at most", found["memory at most"], "MB", 500)]  # fmt: skip


def front_rows(site: Scratch, options: argparse.Namespace) -> list[Row]:
    """What nginx itself uses; nothing where there is none on this machine."""
    command = find_nginx()
    if command is None:
        return []
    requests = 1000 if options.quick else 20_000
    with site.serve() as server:
        page = ask(server.port, "/", Accept_Encoding="br").body
        with nginx(command, site.folder / "nginx", server.port, page) as front:
            held, file = cpu_ms(front, "/", requests), cpu_ms(front, "/file.html", requests)
    return [
        Row("home, held", held, "ms"),
        Row("a file of the same size", file, "ms"),
        Row("    against the file", held / file, "×", 1.1),
    ]


def byte_rows(site: Scratch, paths: dict[str, str]) -> list[Row]:
    with site.serve() as server:

        def size(path: str) -> tuple[int, str]:
            plain = ask(server.port, path).body
            return len(ask(server.port, path, Accept_Encoding="br").body), plain.decode("utf-8", "replace")

        rows, linked = [], set()
        for name in ("home", "list", "article"):
            length, html = size(paths[name])
            rows.append(Row(f"HTML of {name}", length, "B", 14_000))
            linked |= set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js|woff2))"', html))
        for path in sorted(linked):
            if path.endswith(".css"):
                named = re.findall(r"""url\(["']?([^"')]+\.woff2)""", size(path)[1])
                linked |= {path.rpartition("/")[0] + "/" + each if each[0] != "/" else each for each in named}
        everything = sum(size(path)[0] for path in {_resolved(path) for path in linked})
        for name, limit in (("home", 100_000), ("article", 80_000)):
            first = everything + size(paths[name])[0]
            rows.append(Row(f"first visit of {name}, without pictures", first, "B", limit))
        rows.append(Row("second page, without pictures", size(paths["list"])[0], "B", 25_000))
        for ending, what, limit in (("css", "CSS", 12_000), ("js", "JavaScript", 10_000), ("woff2", "fonts", 60_000)):
            files = {_resolved(path) for path in linked if path.endswith(ending)}
            rows.append(Row(f"{what}, {len(files)} files", sum(size(path)[0] for path in files), "B", limit))
    return rows


def _resolved(path: str) -> str:
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


if __name__ == "__main__":
    main()
