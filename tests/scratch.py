"""A site in a folder of its own, with real servers: where `make bench` and `make gauntlet` work.

Everything goes with the folder, also after an error. The caller's process never sets Django up: what needs
it runs in a forked process (`Scratch.run`), so one run may work on several sites and databases.
"""

import http.client
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.migrated import POSTGRES, TEMPLATE, copy_sqlite
from tests.servers import free_port

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")

fork = multiprocessing.get_context("fork")


@dataclass
class Server:
    """Granian with one worker, as `make run` starts it."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    def pids(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [self.process.pid, *map(int, children)]

    def worker(self) -> int:
        """The process that answers: the largest."""
        return max(self.pids(), key=resident)

    def cpu_ms(self) -> float:
        """What the server has used of the processor until now, in milliseconds."""
        return sum(_cpu_ticks(pid) for pid in self.pids()) * 1000 / TICKS

    def kill(self) -> None:
        """What a power cut looks like to its processes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def errors(self) -> list[str]:
        """Lines of the log that tell of an exception."""
        words = ("Traceback", "Internal Server Error", "ERROR", "panicked")
        return [line for line in self.log.read_text(errors="replace").splitlines() if any(w in line for w in words)]


def resident(pid: int) -> int:
    """Bytes of memory in use by that process."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def _cpu_ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


@dataclass
class Scratch:
    folder: Path
    settings: str
    database_url: str = ""
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def database(self) -> str:
        return "PostgreSQL" if self.database_url else "SQLite"

    def environment(self, **more: str) -> dict[str, str]:
        """Ours alone: nothing that a developer has set enters."""
        ours = ("SELAYAR_", "DJANGO_", "GRANIAN_", "PG")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        for name in ("DATABASE_URL", "VALKEY_URL"):
            kept.pop(name, None)
        if self.database_url:
            kept["DATABASE_URL"] = self.database_url
        return {
            **kept,
            "SELAYAR_DEMO": "1",
            "SELAYAR_DATA_DIR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": self.settings,
            **self.extra,
            **more,
        }

    def run(self, work: Callable[..., Any], *arguments: Any, **more: str) -> Any:
        """`work(*arguments)` in a process set up as this site, whose answer is handed back.

        `more` are variables of its environment. Raises RuntimeError with the traceback of what it raised.
        """
        ours, theirs = fork.Pipe(duplex=False)
        process = fork.Process(target=_work, args=(self.environment(**more), theirs, work, arguments))
        process.start()
        theirs.close()
        try:
            answer, trouble = ours.recv()
        except EOFError:
            answer, trouble = None, "The process ended without an answer."
        process.join()
        if trouble:
            raise RuntimeError(trouble)
        return answer

    @contextmanager
    def serve(self, app: str = "selayar_site.wsgi:application", **more: str) -> Iterator[Server]:
        server = self.start(app, **more)
        try:
            yield server
        finally:
            if server.process.poll() is None:
                server.kill()

    def start(self, app: str = "selayar_site.wsgi:application", **more: str) -> Server:
        """A running server; the caller kills it. Raises RuntimeError with its log when it does not answer."""
        port, log = free_port(), self.folder / f"server-{uuid.uuid4().hex[:8]}.log"
        command = [
            str(Path(sys.executable).with_name("granian")),
            *("--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--blocking-threads", "4"),
            *("--workers-kill-timeout", "2", "--log-level", "warning", app),
        ]
        with log.open("wb") as out:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment(**more), stdout=out, stderr=out, start_new_session=True
            )
        server = Server(process, port, log)
        end = time.monotonic() + 60
        while time.monotonic() < end and process.poll() is None:
            try:
                if ask(port, "/robots.txt").status < 500:
                    return server
            except OSError:
                time.sleep(0.05)
        if process.poll() is None:
            server.kill()
        raise RuntimeError(f"The server did not start:\n{log.read_text(errors='replace')}")


@contextmanager
def scratch(settings: str, postgres_url: str = "") -> Iterator[Scratch]:
    """A site without content, and without tables unless the run migrated some; on PostgreSQL a database of its own."""
    folder = Path(tempfile.mkdtemp(prefix="selayar-scratch-"))
    try:
        if not postgres_url:
            copy_sqlite(folder / "db.sqlite3")
        yield Scratch(folder, settings, _new_database(postgres_url) if postgres_url else "")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _new_database(url: str) -> str:
    import psycopg

    name = f"scratch_{uuid.uuid4().hex[:8]}"
    copied = f" TEMPLATE {TEMPLATE}" if os.environ.get(POSTGRES) == url else ""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}{copied}")
    return f"{url.rpartition('/')[0]}/{name}"


def _work(environment: dict[str, str], answers: Any, work: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    try:
        os.environ.clear()
        os.environ.update(environment)
        import django

        django.setup()
        answers.send((work(*arguments), ""))
    except BaseException:
        answers.send((None, traceback.format_exc()))


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(port: int, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str) -> Reply:
    """One request on a connection of its own. Raises OSError where no whole answer comes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=body, headers=named)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, found, answer.read())
    except http.client.HTTPException as error:
        raise ConnectionError(repr(error)) from error
    finally:
        connection.close()
