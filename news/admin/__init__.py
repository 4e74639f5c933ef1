"""The newsroom: Django's admin as the desk of writers and editors."""

from . import access, editions, taxonomy

__all__ = ["access", "editions", "taxonomy"]
