"""The ground: who acts, what happened, how the site is named, pictures, and what the page store must forget."""

from .accounts import User
from .audit import Audit, AuditReason
from .identity import Page, SiteIdentity
from .pagestore import Purge
from .photos import Photo, PhotoBand, PhotoUse
from .urgent import UrgentNotice

__all__ = [
    "Audit",
    "AuditReason",
    "Page",
    "Photo",
    "PhotoBand",
    "PhotoUse",
    "Purge",
    "SiteIdentity",
    "UrgentNotice",
    "User",
]
