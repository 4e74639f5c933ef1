"""Nothing typed is lost: keeping it aside while it is written, and saying who else writes."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.utils import timezone

from news.models import Autosave, Edition, Presence
from news.models.autosave import KEPT_FOR
from selayar_site.models import User

MOST_BYTES = 1_000_000  # of one form as it is sent; the longest release so far has 9,000
MOST_WINDOWS = 10  # of one person with one text; the oldest gives way
# What a form carries beside its text. Passwords and files are not in it.
NOT_TYPED = ("csrfmiddlewaretoken", "window", "owner", "restored", "edition", "_save", "_submit", "_merge", "_edit")


class TooLong(Exception):
    """More than MOST_BYTES."""


class Gone(Exception):
    """What it belongs to, the edition or the account, was deleted meanwhile."""


def is_window(text: str) -> bool:
    """Whether it names a window: 8 to 36 letters, digits and hyphens."""
    return bool(re.fullmatch("[A-Za-z0-9-]{8,36}", text))


def typed_in(data: QueryDict) -> str:
    """The typed part of a sent form, as it is kept."""
    pairs = [(name, value) for name, values in data.lists() if name not in NOT_TYPED for value in values]
    return urlencode([pair for pair in pairs if not pair[0].startswith("merge-")])


def keep(
    data: QueryDict, *, by: User, edition: Edition | None, window: str, version: int, at: datetime | None = None
) -> datetime:
    """Keep the form of that window, in place of what was kept of it before. Touches no edition, tells no history.

    Of a window that was saved nothing more is kept: its last words may arrive after its form.
    Answers when it was kept. Raises TooLong, and Gone where the edition is no more.
    """
    typed = typed_in(data)
    # Three signs for each byte that is no letter, at most.
    if len(typed) > 3 * MOST_BYTES:
        raise TooLong
    at = at or timezone.now()
    values = {"edition": edition, "base_version": version, "typed": typed, "saved_at": at}
    rows = Autosave.objects.filter(user=by, window=window).exclude(typed=Autosave.SAVED)
    try:
        with transaction.atomic():
            if not rows.update(**values):
                Autosave.objects.bulk_create([Autosave(user=by, window=window, **values)], ignore_conflicts=True)
                rows.update(**values)
                surplus = Autosave.objects.of(by, edition).values_list("pk", flat=True)[MOST_WINDOWS:]
                Autosave.objects.filter(pk__in=list(surplus)).delete()
            if edition and not Edition.objects.filter(pk=edition.pk).exists():
                raise Gone  # foreign keys are looked at only when the outermost transaction ends
    except IntegrityError as error:
        raise Gone from error
    return at


def discard(*, by: User, windows: list[str]) -> int:
    """Forget what these windows left: it was saved, or is not wanted."""
    rows = Autosave.objects.filter(user=by, window__in=windows)
    return rows.delete()[0] if windows else 0


def saved(*, by: User, window: str, restored: str = "") -> None:
    """That window's form was saved: forget what was kept of it, and of the one that it was restored from."""
    discard(by=by, windows=[restored])
    if is_window(window):
        values = {"edition": None, "typed": Autosave.SAVED, "saved_at": timezone.now()}
        Autosave.objects.update_or_create(user=by, window=window, defaults=values)


def sweep(at: datetime | None = None) -> int:
    """A duty of `manage.py tick`: what lay unsaved for 30 days, and windows long closed."""
    at = at or timezone.now()
    an_hour_ago = at - timedelta(hours=1)
    Presence.objects.filter(seen_at__lt=an_hour_ago).delete()
    Autosave.objects.filter(typed=Autosave.SAVED, saved_at__lt=an_hour_ago).delete()
    return Autosave.objects.filter(saved_at__lt=at - KEPT_FOR).delete()[0]


# Who else


@dataclass(frozen=True)
class Other:
    """Somebody else with the text open, or the same person in another window."""

    name: str
    since: datetime
    is_self: bool

    @property
    def sentence(self) -> str:
        clock = f"{timezone.localtime(self.since):%H.%M}"
        if self.is_self:
            return f"Siaran pers ini juga terbuka di jendela Anda yang lain (sejak {clock})."
        return f"{self.name} juga membuka siaran pers ini (sejak {clock})."


def note_presence(edition_id: int, *, by: User, window: str, at: datetime | None = None) -> None:
    """One query, whoever else is there. Raises Gone where the edition is no more."""
    at = at or timezone.now()
    try:
        with transaction.atomic():
            Presence.objects.bulk_create(
                [Presence(edition_id=edition_id, user=by, window=window, since=at, seen_at=at)],
                update_conflicts=True,
                unique_fields=["edition", "user", "window"],
                update_fields=["seen_at"],
            )
    except IntegrityError as error:
        raise Gone from error


def others(edition_id: int, *, than: User, window: str = "", at: datetime | None = None) -> list[Other]:
    """Who else has the text open now, one entry a person, longest first. One query."""
    rows = Presence.objects.here(at).filter(edition=edition_id).exclude(user=than, window=window)
    found: dict[int, Other] = {}
    for row in rows.select_related("user").order_by("since", "pk"):
        found.setdefault(row.user_id, Other(str(row.user), row.since, row.user_id == than.pk))
    return list(found.values())
