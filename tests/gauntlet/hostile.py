"""Requests that no browser sends, at the public addresses of a real server: each gets an answer, and none a 5xx."""

import random
import re
import socket
from argparse import Namespace
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import quote

from news.models import Article
from programs.models import Program
from tests.corpus import load_corpus
from tests.gauntlet.report import Report
from tests.scratch import Scratch

VALUES = (
    "", "0", "-1", "1e9", "9" * 400, "NaN", "²", "١٢٣", "１２", "None", "true", "\x00", "a\x00b", "\x7f",
    "\u202egnp.exe", "🎏" * 300, "\ud800", "'", '"', "' OR 1=1--", "%", "_", "\\", "*", "(((((", "[",
    "{{7*7}}", "{% debug %}", "${7*7}",
    "<script>x</script>", "../../../etc/passwd", "http://127.0.0.1/", "//evil.example", "\r\nSet-Cookie: x=1",
    "a" * 3000, "2026-02-30T10:00:00Z~1", "2026-03-07T09:05:00Z~0", "0001-01-01T00:00:00Z~1",
    "9999-12-31T23:59:59Z~9", "~~~~",
    "2026-03-07T09:05:00Z~" + "9" * 18, "2026-03-07T09:05:00Z~" + "9" * 40, "perlindungan-sosial", "kelautan",
)  # fmt: skip
RAW = ("%", "%zz", "%u0041", "%ff%fe", "%C0%80", "%ED%A0%80", "%00", "&&&=", "=", ";;;", "a[]=1", "%26" * 50, "+" * 200)
PARAMS = ("kategori", "program", "tagar", "sesudah", "sebelum", "page", "p", "q", "next", "utm_source", "", "a[]")
SEGMENTS = (
    "..", ".", "%2e%2e", "..;", "%00", "%ff", "%2f", "%5c", "%25", ".git", ".env", "wp-login.php", "kartu.jpg",
    "index.php", "%F0%9F%8E%8F", "~", "'", "%0d%0aX:1", "a" * 300, "9" * 40, "-", "_",
)  # fmt: skip
METHODS = ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "POST", "PROPFIND", "TRACE", "get", "LANCANG")
HEADERS = (
    ("Accept-Encoding", "br;q=x, gzip;q=, *"), ("Accept-Encoding", "," * 2000), ("Accept-Language", "x" * 4000),
    ("Accept", "\x01/*"), ("Cookie", "sessionid=" + "x" * 32), ("Cookie", "a" * 6000), ("Cookie", ";;;==;\xe9"),
    ("Cookie", 'messages="[[\\"__json'), ("Authorization", "Basic !!!"), ("Authorization", "Bearer " + "a" * 3000),
    ("If-None-Match", "*"), ("If-None-Match", '"' * 500), ("If-None-Match", 'W/"\xff"'),
    ("If-Modified-Since", "kemarin"), ("If-Modified-Since", "Mon, 99 Foo 99999 99:99:99 GMT"), ("Range", "bytes=-0"),
    ("Range", "bytes=" + "0-0," * 400),
    ("X-Forwarded-For", "1.1.1.1," * 200), ("X-Forwarded-For", "bukan alamat"), ("X-Forwarded-Host", "evil.example"),
    ("X-Forwarded-Proto", "javascript"), ("Forwarded", "for=;host=;;"), ("Referer", "http://[::1"),
    ("Origin", "http://["), ("Origin", "null"), ("User-Agent", "\xf0" * 2000),
    ("Content-Type", "multipart/form-data"), ("Content-Type", "\xff"),
    ("Content-Type", "application/x-www-form-urlencoded; charset=utf-7"), ("X-HTTP-Method-Override", "DELETE"),
    ("Save-Data", "on" * 500), ("Upgrade", "h2c"), ("Host", "evil.example"), ("Host", "127.0.0.1:1"), ("Host", "[::1"),
    ("Host", "a" * 300), ("Host", ""),
)  # fmt: skip
BODIES = (
    b"", b"{", b"%ff=%00&" * 50, b"&".join(b"f%d=1" % number for number in range(3000)), b"--x\r\n" * 500,
    b"\x00" * 10_000, b"login=a&password=b", b"x" * 100_000,
)  # fmt: skip


@dataclass(frozen=True)
class Request:
    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def written(self, port: int) -> bytes:
        named = {name.lower() for name, _ in self.headers}
        lines = [f"{self.method} {self.target} HTTP/1.1"]
        lines += [] if "host" in named else [f"Host: 127.0.0.1:{port}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        lines += ["Connection: close", f"Content-Length: {len(self.body)}", "", ""]
        return "\r\n".join(lines).encode("latin-1") + self.body


def trial(report: Report, site: Scratch, options: Namespace) -> None:
    if not Article.objects.listed().exists():
        load_corpus(30)
    chance = random.Random(options.seed)
    paths = public_paths()
    made = [hostile(chance, paths) for _ in range(options.requests)]
    with site.serve() as server, ThreadPoolExecutor(4) as pool:
        found: dict[str, int] = {}
        answers = pool.map(lambda request: answer(server.port, request), made)
        for number, (request, status) in enumerate(zip(made, answers, strict=True), 1):
            found[status] = found.get(status, 0) + 1
            promise = "an answer, and never a 5xx"
            report.check(status.isdigit() and status < "500", promise, status, str(request)[:280])
            if number % 1000 == 0:
                report.tell(f"hostile: {number} of {options.requests}")
        errors = server.errors()
        report.check(not errors, "no exception in the log", *errors[:3])
    report.tell(
        f"hostile: {options.requests} requests at {len(paths)} addresses, by status {dict(sorted(found.items()))}"
    )


def public_paths() -> list[str]:
    """Each public address, with a thing that is there where it names one."""
    articles = Article.objects.listed()[:5]
    paths = [
        "/",
        "/berita/",
        "/program/",
        "/rss/berita.xml",
        "/rss/berita.atom",
        "/sitemap.xml",
        "/healthz",
        "/robots.txt",
    ]
    paths += ["/panduan-gaya/", "/tentang/", "/akun/masuk/", "/admin/", "/admin/login/", "/pratinjau/x/", "/embargo/x/"]
    paths += ["/media/foto/x/full-400.jpg", "/static/x.css", "/cari/"]
    paths += [article.get_absolute_url() for article in articles]
    paths += [f"{article.get_absolute_url()}kartu.jpg" for article in articles]
    return paths + [program.get_absolute_url() for program in Program.objects.listed()[:2]]


def hostile(chance: random.Random, paths: list[str]) -> Request:
    path = chance.choice(paths)
    if chance.random() < 0.3:
        path = _bent(path, chance)
    query = _query(chance) if chance.random() < 0.6 else ""
    headers = tuple(chance.sample(HEADERS, chance.randint(1, 3))) if chance.random() < 0.4 else ()
    method = chance.choice(METHODS) if chance.random() < 0.25 else "GET"
    body = chance.choice(BODIES) if method in {"POST", "PUT", "PATCH", "LANCANG"} else b""
    return Request(method, (path + query)[:7000], headers, body)


def _bent(path: str, chance: random.Random) -> str:
    parts = path.split("/")
    parts.insert(chance.randint(1, len(parts)), chance.choice(SEGMENTS))
    return re.sub("//+$", "/", "/".join(parts)) if chance.random() < 0.8 else path + "/" * chance.randint(1, 40)


def _query(chance: random.Random) -> str:
    pairs = []
    for _ in range(chance.choice((1, 1, 1, 2, 3, 30))):
        value = chance.choice(VALUES).encode("utf-8", "surrogatepass")
        text = quote(value, safe="~:") if chance.random() < 0.75 else chance.choice(RAW)
        pairs.append(f"{quote(chance.choice(PARAMS))}={text}")
    return "?" + "&".join(pairs)


def answer(port: int, request: Request) -> str:
    """The status, or what went wrong in its place."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(request.written(port))
            received = b"".join(iter(lambda: connection.recv(65536), b""))
    except OSError as error:
        return repr(error)
    head, _, body = received.partition(b"\r\n\r\n")
    status = re.match(rb"HTTP/1\.[01] (\d{3})", head)
    if not status:
        return f"dropped after {received[:40]!r}"
    length = re.search(rb"(?im)^content-length: *(\d+)", head)
    if length and len(body) != int(length[1]) and request.method != "HEAD" and status[1] not in (b"304", b"204"):
        return f"cut off after {len(body)} of {int(length[1])} bytes"
    return status[1].decode()
