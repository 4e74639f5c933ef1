"""The verbs of secret links: give one, take it back. Reading by one is in access_views.py.

A link's history stands with its edition. No page that is kept shows any of this, so nothing is purged.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from news.models import PUBLISHED, Edition, EmbargoLink, PreviewLink, Standing
from news.models.access import digest, new_token
from selayar_site.models import Audit, User

ERASED = "(dihapus)"
USUAL_LIFE = timedelta(days=7)
LONGEST_LIFE = timedelta(days=30)


@transaction.atomic
def make_preview(
    edition: Edition,
    *,
    by: User,
    purpose: str = "",
    expires_at: datetime | None = None,
    at: datetime | None = None,
) -> tuple[PreviewLink, str]:
    """A link to the unpublished text, and its token: the only time that anyone sees it.

    It ends after a week where nothing else is asked for, and after 30 days at most.
    """
    at = at or timezone.now()
    expires_at = expires_at or at + USUAL_LIFE
    if edition.standing(at) in (*PUBLISHED, Standing.WITHDRAWN):
        raise ValidationError("Pratinjau hanya untuk teks yang belum terbit. Bagikan alamat halamannya.")
    if not at < expires_at <= at + LONGEST_LIFE:
        raise ValidationError(f"Tautan pratinjau berlaku paling lama {LONGEST_LIFE.days} hari.")
    token = new_token()
    link = PreviewLink(
        edition=edition,
        token_hash=digest(token),
        purpose=purpose.strip(),
        made_by=by,
        made_at=at,
        expires_at=expires_at,
    )
    link.full_clean()
    link.save()
    Audit.objects.record(edition, "make_preview", by=by)
    return link, token


@transaction.atomic
def give_embargo_access(
    edition: Edition,
    *,
    by: User,
    name: str,
    outlet: str,
    email: str = "",
    at: datetime | None = None,
) -> tuple[EmbargoLink, str]:
    """A journalist's own link to an approved text that waits for its moment, and its token."""
    at = at or timezone.now()
    if edition.standing(at) != Standing.SCHEDULED:
        raise ValidationError("Akses embargo hanya untuk siaran pers yang sudah disetujui dan terjadwal.")
    token = new_token()
    link = EmbargoLink(
        edition=edition,
        token_hash=digest(token),
        name=name.strip(),
        outlet=outlet.strip(),
        email=email.strip(),
        made_by=by,
        made_at=at,
    )
    link.full_clean()
    link.save()
    Audit.objects.record(edition, "give_embargo_access", by=by)
    return link, token


def revoke_preview(link: PreviewLink, *, by: User, at: datetime | None = None) -> None:
    """Close the link at once. Raises ValidationError where somebody else already has."""
    _revoke(link, "revoke_preview", by=by, at=at)


def revoke_embargo_access(link: EmbargoLink, *, by: User, at: datetime | None = None) -> None:
    """Close this journalist's link at once; the others stay. Raises ValidationError where somebody else already has."""
    _revoke(link, "revoke_embargo_access", by=by, at=at)


@transaction.atomic
def _revoke(link: PreviewLink | EmbargoLink, action: str, *, by: User, at: datetime | None) -> None:
    at = at or timezone.now()
    # One UPDATE that only one of two can win.
    if not type(link).objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=at, revoked_by=by):
        raise ValidationError("Tautan ini sudah dicabut.")
    link.revoked_at, link.revoked_by = at, by
    Audit.objects.record(link.edition, action, by=by)


def forget_journalists(at: datetime | None = None) -> int:
    """A duty of `tick`: erase name, outlet and address some time after an embargo ended; answers how many.

    UU 27/2022, article 43: what is no longer needed is erased. That the link was opened, and when, stays.
    """
    at = at or timezone.now()
    count = 0
    for link in EmbargoLink.objects.over(at - settings.EMBARGO_DATA_KEPT).select_related("edition")[:200]:
        with transaction.atomic():
            gone = {"name": ERASED, "outlet": ERASED, "email": "", "erased_at": at}
            if EmbargoLink.objects.filter(pk=link.pk, erased_at__isnull=True).update(**gone):
                Audit.objects.record(link.edition, "forget_journalist", by=None)
                count += 1
    return count
