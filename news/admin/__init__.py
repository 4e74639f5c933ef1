"""The newsroom: Django's admin as the desk of writers and editors."""

from . import access, compare, editions, front, links, reads, subscriptions, taxonomy

__all__ = ["access", "compare", "editions", "front", "links", "reads", "subscriptions", "taxonomy"]
