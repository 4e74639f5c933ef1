"""Press releases: the document (article), its texts (editions), and what hangs on them."""

from .access import EmbargoLink, EmbargoOpening, LinkStanding, PreviewLink
from .article import Address, Answer, Article
from .attachments import Attachment
from .autosave import Autosave, Presence
from .correction import Correction
from .edition import Edition, EditionPhoto
from .front import LeadPin
from .links import LinkCheck
from .numbers import ReleaseCounter
from .review import ReviewComment
from .search import SearchWord
from .standing import PUBLISHED, Standing
from .taxonomy import Category, Tag

__all__ = [
    "PUBLISHED",
    "Address",
    "Answer",
    "Article",
    "Attachment",
    "Autosave",
    "Category",
    "Correction",
    "Edition",
    "EditionPhoto",
    "EmbargoLink",
    "EmbargoOpening",
    "LeadPin",
    "LinkCheck",
    "LinkStanding",
    "Presence",
    "PreviewLink",
    "ReleaseCounter",
    "ReviewComment",
    "SearchWord",
    "Standing",
    "Tag",
]
