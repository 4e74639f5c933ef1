"""The newsroom: Django's admin as the desk of writers and editors."""

from . import editions, taxonomy

__all__ = ["editions", "taxonomy"]
