"""The WSGI layer in front of Django."""

import gzip
import logging
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import brotli

from .declare import ASKED, MARK, Mark
from .files import Entry, PageFiles
from .query import canonical

type Environ = dict[str, Any]
type StartResponse = Callable[..., Any]

KEPT_STATUSES = {200, 301, 410}
MAX_BODY = 1024 * 1024
# Below this a compressed form saves no packet.
MIN_COMPRESSED = 500
# Those that say something of one answer or one connection.
PASSING_HEADERS = {"content-length", "date", "connection", "server", "etag"}
SUFFIX = {"br": "-br", "gzip": "-gz", "": ""}

logger = logging.getLogger(__name__)


class PageStore:
    """Answers kept pages itself and hands everything else to `app`.

    `hosts` are the names (without port) that Django allows, `origin_host` that of the public origin as
    browsers send it. `release` tells the code and templates of one release from another's. `https_header`
    is the WSGI name of the header that the front server overwrites with the scheme, if there is one.
    """

    def __init__(
        self,
        app: Callable[[Environ, StartResponse], Iterable[bytes]],
        files: PageFiles,
        *,
        hosts: Iterable[str],
        origin_host: str,
        session_cookie: str,
        release: str = "",
        https_header: str = "",
    ) -> None:
        self._app = app
        self._files = files
        self._hosts = frozenset(hosts)
        self._origin_host = origin_host
        self._session_cookie = session_cookie + "="
        self._release = release
        self._https_header = https_header

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        key = self._key(environ)
        if key is None:
            return self._app(environ, start_response)
        encoding = _preferred(environ.get("HTTP_ACCEPT_ENCODING", ""))
        entry = self._files.read(key, encoding, now=time.time())
        if entry is not None:
            return _answer(entry, environ, start_response)
        if environ["REQUEST_METHOD"] == "GET" and "HTTP_COOKIE" not in environ:
            return self._render(key, encoding, environ, start_response)
        return self._app(environ, start_response)

    def _key(self, environ: Environ) -> str | None:
        """What the page is a function of; None where this request is none of the store's."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in environ:
            return None
        if self._session_cookie in environ.get("HTTP_COOKIE", "") or environ.get("SCRIPT_NAME"):
            return None
        host = environ.get("HTTP_HOST", "")
        if host != self._origin_host and not self._is_own(host, environ.get("SERVER_PORT", "")):
            return None
        query = canonical(environ.get("QUERY_STRING", ""))
        if query is None:
            return None
        scheme = environ["wsgi.url_scheme"]
        if self._https_header:
            scheme = environ.get(self._https_header, scheme)
        return f"{self._release} {scheme}://{host}{environ.get('PATH_INFO', '')}?{query}"

    def _is_own(self, host: str, server_port: str) -> bool:
        """A name that Django allows, at the port that listens: a made-up port makes no pages."""
        name, colon, port = host.rpartition(":")
        return (name in self._hosts and port == server_port) if colon else host in self._hosts

    def _render(self, key: str, encoding: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        environ[ASKED] = True
        started: list[Any] = []

        def started_with(*arguments: Any) -> None:
            started[:] = arguments

        response = self._app(environ, started_with)
        mark: Mark | None = getattr(response, MARK, None)
        if mark is None or not _may_be_kept(response, environ["PATH_INFO"]):
            start_response(*started)
            return response
        entry = _entry(started[0], started[1], response.content, mark)  # type: ignore[attr-defined]
        response.close()  # type: ignore[attr-defined]
        try:
            self._files.write(key, entry)
        except OSError as error:
            logger.warning("A page could not be kept: %s", error)
        form = encoding if encoding in entry.bodies else ""
        entry.bodies = {form: entry.bodies[form]}
        return _answer(entry, environ, start_response)


def _may_be_kept(response: Any, path: str) -> bool:
    """A page that could differ between two readers is never kept, whatever its view declares."""
    if response.status_code not in KEPT_STATUSES or response.streaming or len(response.content) > MAX_BODY:
        return False
    vary = {name.strip().lower() for name in response.headers.get("Vary", "").split(",") if name.strip()}
    control = response.headers.get("Cache-Control", "").lower()
    if response.cookies or vary - {"accept-encoding"} or "private" in control or "no-store" in control:
        logger.error("%s is declared kept, but sets a cookie, varies or is private.", path)
        return False
    return True


def _entry(status: str, headers: list[tuple[str, str]], content: bytes, mark: Mark) -> Entry:
    bodies = {"": content}
    if len(content) >= MIN_COMPRESSED:
        # The smallest form first, as the files want it. The time is left out so that equal pages are equal.
        small = {"br": brotli.compress(content, quality=6), "gzip": gzip.compress(content, 6, mtime=0)}
        bodies = small | bodies
    return Entry(
        status,
        [(name, value) for name, value in headers if name.lower() not in PASSING_HEADERS],
        blake2b(content, digest_size=12).hexdigest(),
        mark.until,
        mark.generations,
        bodies,
    )


def _answer(entry: Entry, environ: Environ, start_response: StartResponse) -> list[bytes]:
    ((encoding, body),) = entry.bodies.items()
    etag = f'"{entry.etag}{SUFFIX[encoding]}"'
    condition = environ.get("HTTP_IF_NONE_MATCH")
    if condition and entry.status.startswith("200") and (etag in condition or condition.strip() == "*"):
        kept = [header for header in entry.headers if header[0] in ("Cache-Control", "Vary")]
        start_response("304 Not Modified", [*kept, ("ETag", etag)])
        return []
    headers = [*entry.headers, ("ETag", etag), ("Content-Length", str(len(body)))]
    if encoding:
        headers.append(("Content-Encoding", encoding))
    start_response(entry.status, headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


@lru_cache(maxsize=256)
def _preferred(accepted: str) -> str:
    """ "br", "gzip" or "": the smallest form that Accept-Encoding allows (RFC 9110, 12.5.3)."""
    allowed = set()
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        if weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            allowed.add(name.strip())
    return next((name for name in ("br", "gzip") if name in allowed), "")
