"""Which release a page was made by: after an upgrade no page of the old code or templates is shown."""

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

SUFFIXES = {".py", ".html", ".txt", ".svg", ".xml", ".css", ".js", ".json", ".typ"}


def fingerprint(directories: Iterable[Path]) -> str:
    """16 hexadecimal digits for the names, sizes and times of the files that pages are made from."""
    seen = blake2b(digest_size=8)
    for directory in directories:
        for path in sorted(directory.rglob("*")):
            if path.suffix in SUFFIXES and path.is_file():
                status = path.stat()
                seen.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return seen.hexdigest()
