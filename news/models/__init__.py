"""Press releases: the document (article), its texts (editions), and what hangs on them."""

from .access import EmbargoLink, EmbargoOpening, LinkStanding, PreviewLink
from .article import Address, Answer, Article
from .attachments import Attachment
from .autosave import Autosave, Presence
from .correction import Correction
from .edition import Edition, EditionPhoto
from .front import LeadPin
from .links import LinkCheck
from .mailing import Bounce, Dispatch, MailSwitch, Quota, Sending, SentArticle
from .notices import EngineNotice
from .numbers import ReleaseCounter
from .reads import Reads
from .review import ReviewComment
from .search import SearchWord
from .standing import PUBLISHED, Standing
from .subscriptions import Consent, ConsentText, Rhythm, SignUp, Subscription
from .taxonomy import Category, Tag

__all__ = [
    "PUBLISHED",
    "Address",
    "Answer",
    "Article",
    "Attachment",
    "Autosave",
    "Bounce",
    "Category",
    "Consent",
    "ConsentText",
    "Correction",
    "Dispatch",
    "Edition",
    "EditionPhoto",
    "EmbargoLink",
    "EmbargoOpening",
    "EngineNotice",
    "LeadPin",
    "LinkCheck",
    "LinkStanding",
    "MailSwitch",
    "Presence",
    "PreviewLink",
    "Quota",
    "Reads",
    "ReleaseCounter",
    "ReviewComment",
    "Rhythm",
    "SearchWord",
    "Sending",
    "SentArticle",
    "SignUp",
    "Standing",
    "Subscription",
    "Tag",
]
