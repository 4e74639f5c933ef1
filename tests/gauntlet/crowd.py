"""A crowd on slow lines, and readers beside it who must not notice."""

import selectors
import socket
import statistics
import threading
import time
from argparse import Namespace
from contextlib import suppress
from itertools import cycle, islice

from news.models import Article
from tests.corpus import load_corpus
from tests.gauntlet.report import Report
from tests.scratch import Scratch, ask

# Not a measure: where somebody waits this long, the crowd holds the server.
PATIENCE = 10.0
READERS = 4


def trial(report: Report, site: Scratch, options: Namespace) -> None:
    clients, seconds = options.crowd, 0.8 if options.quick else 20
    if not Article.objects.listed().exists():
        load_corpus(30)
    path = Article.objects.listed()[0].get_absolute_url()
    with site.serve() as server:
        alone = Readers(server.port, path)
        alone.read(min(seconds, 3))
        crowd = [slow(server.port, path, seconds) for slow in islice(cycle((SlowHead, SlowBody, SlowReader)), clients)]
        stop = threading.Event()
        trickle = threading.Thread(target=_trickle, args=(crowd, stop))
        trickle.start()
        beside = Readers(server.port, path)
        beside.read(seconds + 1)
        time.sleep(1)
        stop.set()
        trickle.join()
        answered = [client.status for client in crowd]
        for client in crowd:
            client.line.close()
        report.check(not beside.troubles, "every reader gets the page", *beside.troubles[:3])
        report.check(max(beside.waits) < PATIENCE, "no reader waits for the crowd", max(beside.waits))
        good = [status for status in answered if status in {"200", "403", "404", "405"}]
        report.check(len(good) == clients, "each slow client gets its answer as well", sorted(set(answered)))
        report.check(not server.errors(), "no exception in the log", *server.errors()[:3])
    report.tell(f"crowd: readers alone {alone}; beside {clients} slow clients {beside}")


class Readers:
    """A few who read one page after another."""

    def __init__(self, port: int, path: str) -> None:
        self.port, self.paths = port, ("/", "/berita/", path)
        self.waits: list[float] = []
        self.troubles: list[str] = []

    def __str__(self) -> str:
        waits = sorted(self.waits)
        worst = waits[int(len(waits) * 0.99)]
        return f"{len(waits)} pages, median {statistics.median(waits) * 1000:.1f} ms, 99 % under {worst * 1000:.0f} ms"

    def read(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        threads = [threading.Thread(target=self._read, args=(end,)) for _ in range(READERS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _read(self, end: float) -> None:
        for path in cycle(self.paths):
            begun = time.monotonic()
            if begun > end:
                return
            try:
                status = ask(self.port, path).status
                if status != 200:
                    self.troubles.append(f"{path}: {status}")
            except OSError as error:
                self.troubles.append(repr(error))
            self.waits.append(time.monotonic() - begun)
            time.sleep(0.02)


class Slow:
    """One client, which sends `content` evenly over the time and reads what comes."""

    step = 65536

    def __init__(self, port: int, content: bytes, seconds: float) -> None:
        self.line = socket.create_connection(("127.0.0.1", port))
        self.line.setblocking(False)
        self.content, self.sent, self.received = content, 0, b""
        self.begun, self.seconds = time.monotonic(), seconds

    def go_on(self) -> None:
        share = min(1.0, (time.monotonic() - self.begun) / self.seconds)
        due = self.content[self.sent : int(len(self.content) * share)]
        if due:
            with suppress(OSError):  # also where the answer is there and the line is closed
                self.sent += self.line.send(due)
        with suppress(OSError):
            self.received += self.line.recv(self.step)

    @property
    def status(self) -> str:
        return (
            self.received[9:12].decode("latin-1") if self.received.startswith(b"HTTP/1.1 ") else str(self.received[:60])
        )


class SlowHead(Slow):
    """The head of the request takes all the time."""

    def __init__(self, port: int, path: str, seconds: float) -> None:
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUser-Agent: {'x' * 300}\r\nConnection: close\r\n\r\n"
        super().__init__(port, head.encode(), seconds)


class SlowBody(Slow):
    """A form that arrives letter by letter."""

    def __init__(self, port: int, path: str, seconds: float) -> None:
        body = "login=" + "a" * 500
        head = f"POST /akun/masuk/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {len(body)}\r\n"
        kind = "Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\n"
        super().__init__(port, (head + kind + body).encode(), seconds)
        self.begun -= seconds * 0.2  # the head is there soon


class SlowReader(Slow):
    """Asks at once and takes the page in sips."""

    step = 200

    def __init__(self, port: int, path: str, seconds: float) -> None:
        super().__init__(
            port, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n".encode(), 0.01
        )
        self.line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)


def _trickle(crowd: list[Slow], stop: threading.Event) -> None:
    with selectors.DefaultSelector():
        while not stop.wait(0.05):
            for client in crowd:
                client.go_on()
