"""What the newsroom says about a release, in whole words."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from news.models import Edition, Standing
from selayar_site.templatetags.site_tags import moment as plain_moment


def moment(at: datetime) -> str:
    """“Sabtu, 7 Maret 2026, pukul 09.00 WITA”: with the weekday, so that a wrong date is noticed."""
    return f"{date_format(timezone.localtime(at), 'l')}, {plain_moment(at)}"


def short_moment(at: datetime) -> str:
    """“7 Mar 2026, 09.00”, for columns."""
    local = timezone.localtime(at)
    return f"{date_format(local, 'j M Y')}, {local:%H.%M}"


def column_moment(at: datetime) -> str:
    """“7 Mar 2026, 09.00 WITA”, for a column that says when readers had something."""
    return f"{short_moment(at)} {settings.TIME_ZONE_LABEL}"


def standing_words(edition: Edition, at: datetime | None = None) -> str:
    """How the edition stands, and since or until when where that matters."""
    standing = edition.standing(at)
    if standing == Standing.LIVE and edition.expires_at:
        return f"{standing.label} sampai {moment(edition.expires_at)}"
    when = {
        Standing.SCHEDULED: edition.live_from,
        Standing.EXPIRED: edition.expires_at,
        Standing.WITHDRAWN: edition.article.withdrawn_at,
    }.get(standing)
    return f"{standing.label} {moment(when)}" if when else str(standing.label)


def remark(edition: Edition, at: datetime | None = None) -> str:
    """What readers see meanwhile, where another edition than this one is up."""
    at = at or timezone.now()
    if edition.number == 1 or not edition.article.is_known(at) or edition.article.is_withdrawn(at):
        return ""
    if edition.state == Edition.State.APPROVED and not edition.is_scheduled(at):
        return ""
    return "Edisi sebelumnya tetap tayang."
