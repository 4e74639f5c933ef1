"""The WSGI layer that counts: kept pages are answered before Django is entered, so the count is made before it too."""

import atexit
import logging
import re
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

from .sources import is_reader, source_of

type Environ = dict[str, Any]
type StartResponse = Callable[..., Any]
# Slug, source and quarter of an hour (of the epoch: every time zone begins its day with one) → reads.
type Counts = dict[tuple[str, str, int], int]

QUARTER = 15 * 60
# Seconds between two writings: what a killed process may lose.
EVERY = 5.0
# While the database is down; about 10 MB. What does not fit is not counted.
MOST_KEYS = 50_000

COUNTED = ("200", "304")

_release = re.compile(r"/berita/([a-z0-9_-]{1,80})/")

logger = logging.getLogger(__name__)


class ReadCounter:
    """Counts what `app` answers and hands the counts to `write`, which adds them up in the database.

    `write` is called from a thread of its own, begun with the first read: no reader waits for it, and what it
    raises is logged and tried again with what came meanwhile.
    """

    def __init__(
        self,
        app: Callable[[Environ, StartResponse], Iterable[bytes]],
        write: Callable[[Counts], None],
        *,
        own_hosts: Iterable[str],
        session_cookie: str,
        every: float = EVERY,
    ) -> None:
        self._app = app
        self._write = write
        self._own_hosts = frozenset(own_hosts)
        self._session_cookie = session_cookie + "="
        self._every = every
        self._counts: Counts = {}
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._thread: threading.Thread | None = None

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        slug = self._slug(environ)
        if slug is None:
            return self._app(environ, start_response)

        # Now: the page store takes from the query what no page depends on.
        source = source_of(environ, self._own_hosts)

        def started(status: str, *arguments: Any) -> Any:
            if status[:3] in COUNTED:
                self._add(slug, source)
            return start_response(status, *arguments)

        return self._app(environ, started)

    def _slug(self, environ: Environ) -> str | None:
        """The release whose page a reader asks for; None for every other request."""
        path = environ.get("PATH_INFO", "")
        if not path.startswith("/berita/") or environ["REQUEST_METHOD"] != "GET":
            return None
        found = _release.fullmatch(path)
        if found is None or self._session_cookie in environ.get("HTTP_COOKIE", "") or not is_reader(environ):
            return None
        return found[1]

    def _add(self, slug: str, source: str) -> None:
        key = slug, source, int(time.time()) // QUARTER
        with self._lock:
            if key in self._counts or len(self._counts) < MOST_KEYS:
                self._counts[key] = self._counts.get(key, 0) + 1
            if self._thread is None:
                # Here and not at start: a server may fork its workers after it has loaded the application.
                self._thread = threading.Thread(target=self._go_on, name="reads", daemon=True)
                self._thread.start()
                atexit.register(self.flush)

    def _go_on(self) -> None:
        while True:
            time.sleep(self._every)
            self.flush()

    def flush(self) -> None:
        """Hand on what was counted since the last time; kept for the next where that fails."""
        with self._writing:
            with self._lock:
                counts, self._counts = self._counts, {}
            if not counts:
                return
            try:
                self._write(counts)
            except Exception as error:  # whatever the database is up to, counting must not end
                logger.warning("Reads wait to be written: %s", error)
                self._take_back(counts)

    def _take_back(self, counts: Counts) -> None:
        with self._lock:
            for key, number in counts.items():
                if key in self._counts or len(self._counts) < MOST_KEYS:
                    self._counts[key] = self._counts.get(key, 0) + number
