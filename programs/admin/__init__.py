"""The programmes in the office."""

from . import catalogue, civil_servants, doubles, tariffs, workers

__all__ = ["catalogue", "civil_servants", "doubles", "tariffs", "workers"]
