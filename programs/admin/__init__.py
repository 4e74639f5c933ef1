"""The programmes in the office."""

from . import awards, catalogue, civil_servants, doubles, figures, imports, snapshots, tariffs, waiting, workers

__all__ = [
    "awards",
    "catalogue",
    "civil_servants",
    "doubles",
    "figures",
    "imports",
    "snapshots",
    "tariffs",
    "waiting",
    "workers",
]
