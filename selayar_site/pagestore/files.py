"""Entries and generations in a directory shared by the processes of one machine.

    <dir>/sections/<name>      its length is the section's generation: a purge appends one byte
    <dir>/entries/<xx>/<hash>  one page: a line of JSON, then its bodies

No Django here: this is the path of every kept page. Appending is atomic and needs no lock; entries are
written beside their place and renamed. To empty the store, remove the whole directory, not a part of it.
"""

import contextlib
import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from tempfile import mkstemp

# About 2,000 pages of 40 kB in their three forms: 80 MB.
SHARDS = 64
PAGES_IN_SHARD = 32
FIRST_READ = 32 * 1024

_section_name = re.compile(r"[a-z_]{1,30}")


@dataclass(slots=True)
class Entry:
    """A page as it is answered. `bodies` holds the forms that were read: "br", "gzip", ""."""

    status: str
    headers: list[tuple[str, str]]
    etag: str
    kept_until: float
    generations: dict[str, int]
    bodies: dict[str, bytes]


class PageFiles:
    def __init__(self, directory: str | Path) -> None:
        self._sections = os.path.join(directory, "sections", "")
        self._entries = os.path.join(directory, "entries", "")

    def generation(self, section: str) -> int:
        """How often the section was purged; 0 before the first time. One system call."""
        try:
            return os.stat(self._sections + section).st_size
        except FileNotFoundError:
            return 0

    def generations(self, sections: Iterable[str]) -> dict[str, int]:
        return {section: self.generation(section) for section in sections}

    def bump(self, section: str) -> None:
        """Let go of every page of the section, on disk when this returns. Raises OSError."""
        if not _section_name.fullmatch(section):
            raise ValueError(f"{section!r} is no name of a section.")
        os.makedirs(self._sections, exist_ok=True)
        file = os.open(self._sections + section, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            os.write(file, b".")
            os.fsync(file)
        finally:
            os.close(file)

    def read(self, key: str, encoding: str, *, now: float) -> Entry | None:
        """The page in that form if it still holds at `now`; an unreadable one is no page."""
        try:
            file = os.open(self._path(key), os.O_RDONLY)
        except OSError:
            return None
        try:
            return self._read(file, key, encoding, now)
        except (OSError, ValueError, KeyError):
            return None
        finally:
            os.close(file)

    def _read(self, file: int, key: str, encoding: str, now: float) -> Entry | None:
        data = os.read(file, FIRST_READ)
        line_end = data.index(b"\n")
        head = json.loads(data[:line_end])
        if head["key"] != key or head["until"] <= now:
            return None
        for section, generation in head["generations"].items():
            if self.generation(section) != generation:
                return None
        if encoding not in head["bodies"]:
            encoding = ""
        start, length = head["bodies"][encoding]
        start += line_end + 1
        body = data[start : start + length]
        if len(body) < length:
            body = os.pread(file, length, start)
        if len(body) != length:
            return None
        # Servers insist on tuples (PEP 3333); JSON knows only lists.
        headers = [(name, value) for name, value in head["headers"]]
        return Entry(head["status"], headers, head["etag"], head["until"], head["generations"], {encoding: body})

    def write(self, key: str, entry: Entry) -> None:
        """Keep the page, unless a section of it was purged meanwhile. Raises OSError (disk full)."""
        if self.generations(entry.generations) != entry.generations:
            return
        path = self._path(key)
        shard = os.path.dirname(path)
        os.makedirs(shard, exist_ok=True)
        self._evict(shard)
        file, temporary = mkstemp(prefix="new-", dir=shard)
        try:
            with os.fdopen(file, "wb") as out:
                out.write(_packed(key, entry))
            os.replace(temporary, path)
        except OSError:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise

    def _evict(self, shard: str) -> None:
        """Make room for one more: the oldest go first, left-over temporary files among them."""
        with os.scandir(shard) as found:
            files = list(found)
        if len(files) < PAGES_IN_SHARD:
            return
        with contextlib.suppress(FileNotFoundError):  # another process was here first
            files.sort(key=lambda file: file.stat().st_mtime_ns)
            for file in files[: len(files) - PAGES_IN_SHARD + 1]:
                os.unlink(file.path)

    def _path(self, key: str) -> str:
        name = blake2b(key.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()
        return f"{self._entries}{int(name[:2], 16) % SHARDS:02x}/{name}"


def _packed(key: str, entry: Entry) -> bytes:
    """The small forms first: they come with the first read."""
    places, start = {}, 0
    for encoding, body in entry.bodies.items():
        places[encoding] = (start, len(body))
        start += len(body)
    head = {
        "key": key,
        "status": entry.status,
        "headers": entry.headers,
        "etag": entry.etag,
        "until": entry.kept_until,
        "generations": entry.generations,
        "bodies": places,
    }
    return json.dumps(head, separators=(",", ":")).encode() + b"\n" + b"".join(entry.bodies.values())
