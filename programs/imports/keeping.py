"""The file as it came, sealed in pieces beside its import, until it is no more needed."""

import base64
import hashlib
import json
from typing import Any

from programs.imports.cells import Cell, dump, load
from programs.models import ImportPart, RosterImport
from selayar_site.sealed import blind_index

PART_BYTES = 192 * 1024


def keep_content(roster_import: RosterImport, content: bytes) -> None:
    """Small pieces: the command `reseal` reads hundreds at once."""
    pieces = range(0, len(content), PART_BYTES)
    ImportPart.objects.bulk_create(
        [
            ImportPart(
                roster_import=roster_import,
                number=number,
                content=base64.b64encode(content[start : start + PART_BYTES]).decode(),
            )
            for number, start in enumerate(pieces)
        ]
    )


def content_of(roster_import: RosterImport) -> bytes:
    parts = roster_import.parts.order_by("number").iterator(chunk_size=20)
    return b"".join(base64.b64decode(part.content.reveal()) for part in parts if part.content is not None)


def index_of(content: bytes) -> str:
    return blind_index(hashlib.sha256(content).hexdigest(), purpose="programs.rosterimport.content")


def dump_head(sheets: list[tuple[str, list[tuple[int, list[Cell]]]]]) -> str:
    return json.dumps(
        [{"name": name, "rows": [[number, dump(cells)] for number, cells in rows]} for name, rows in sheets]
    )


def head_of(roster_import: RosterImport) -> list[tuple[str, list[tuple[int, list[Cell]]]]]:
    """The sheets by name, with the first rows of each; empty where it was erased."""
    if roster_import.head is None:
        return []
    sheets: list[dict[str, Any]] = json.loads(roster_import.head.reveal())
    return [(sheet["name"], [(number, load(cells)) for number, cells in sheet["rows"]]) for sheet in sheets]


def drop_content(roster_import: RosterImport) -> None:
    """Rows and file; the sums stay."""
    roster_import.rows.all().delete()
    roster_import.parts.all().delete()
    RosterImport.objects.filter(pk=roster_import.pk).update(head=None)
    roster_import.head = None
