"""What stands first: the release that leads the front page, and the urgent notice over every page."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from news.models import Article, LeadPin
from news.models.article import earliest
from selayar_site.models import Audit, SiteIdentity, UrgentNotice, User
from selayar_site.pagestore import purge
from selayar_site.prepared import Prepared

# Pins ahead that are looked at; an office has one or two.
MOST_PINS = 20
# What the front page is made of.
POOL = 40

# Questions


def lead_pin(at: datetime | None = None) -> LeadPin | None:
    """The pin that leads at that instant: the newest of those whose period covers it and whose release is listed."""
    at = at or timezone.now()
    listed = Article.objects.listed(at).order_by().values("pk")
    return LeadPin.objects.covering(at).filter(article__in=listed).first()


def urgent(at: datetime | None = None) -> UrgentNotice | None:
    """The notice over every page at that instant; pages have it from `identity.urgent` without asking again."""
    return SiteIdentity.current(at).urgent


def front_articles(at: datetime, size: int = POOL) -> tuple[list[Article], datetime | None]:
    """The newest listed articles, at most so many, a pinned one in front; and when a pin next changes that.

    The same choice as `lead_pin()`: a pin whose release is not listed (withdrawn, expired, not yet live) leads
    nothing, and stands in the way of none.
    """
    pins, newest = _pins(at=at), _newest(at=at)[:size]
    held = [pin.article_id for pin in pins if pin.holds(at)]
    found = {article.pk: article for article in newest}
    if older := set(held) - found.keys():
        found |= {article.pk: article for article in Article.objects.listed(at).filter(pk__in=older)}
    lead = next((found[pk] for pk in held if pk in found), None)
    articles = [*([lead] if lead else []), *(article for article in newest if article != lead)]
    moments = [moment for pin in pins for moment in (pin.starts_at, pin.ends_at) if moment > at]
    return articles, earliest(*moments)


_pins = Prepared(lambda at: LeadPin.objects.ahead(at)[:MOST_PINS], at=datetime)
_newest = Prepared(lambda at: Article.objects.listed(at)[:POOL], at=datetime)


# Verbs


@transaction.atomic
def pin_lead(
    article: Article, *, by: User, ends_at: datetime, starts_at: datetime | None = None, at: datetime | None = None
) -> LeadPin:
    """Hold a release at the top of the front page, from now or from a moment on."""
    at = at or timezone.now()
    refuse_pin(article, starts_at or at, ends_at, at)
    pin = LeadPin.objects.create(article=article, starts_at=starts_at or at, ends_at=ends_at, pinned_by=by)
    Audit.objects.record(article, "pin_lead", by=by)
    purge("news")
    return pin


@transaction.atomic
def unpin_lead(pin: LeadPin, *, by: User, at: datetime | None = None) -> None:
    """End a pin now. One that has ended stays as it was."""
    if _end_now(pin, at or timezone.now()):
        Audit.objects.record(pin.article, "unpin_lead", by=by)
        purge("news")


@transaction.atomic
def announce(
    *,
    by: User,
    text: str,
    ends_at: datetime,
    level: str = UrgentNotice.Level.WARNING,
    link: str = "",
    starts_at: datetime | None = None,
    at: datetime | None = None,
) -> UrgentNotice:
    """Put an urgent notice over every public page, from now or from a moment on, until `ends_at`."""
    at = at or timezone.now()
    starts_at = starts_at or at
    refuse_period(starts_at, ends_at, at)
    notice = UrgentNotice(
        level=level, text=text.strip(), link=link, starts_at=starts_at, ends_at=ends_at, announced_by=by
    )
    notice.full_clean()
    notice.save()
    Audit.objects.record(notice, "announce", by=by, to_state=level)
    purge("site")
    return notice


@transaction.atomic
def end_notice(notice: UrgentNotice, *, by: User, at: datetime | None = None) -> None:
    """Take a notice down now. One that has ended stays as it was."""
    if _end_now(notice, at or timezone.now()):
        Audit.objects.record(notice, "end_notice", by=by)
        purge("site")


def refuse_pin(article: Article, starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    """Raises ValidationError, by field, where the article may not lead in that period."""
    refuse_period(starts_at, ends_at, at)
    if article.is_withdrawn(at):
        raise ValidationError({"article": "Siaran pers ini sudah dicabut."})
    if article.first_live_from is None or article.first_live_from >= ends_at:
        raise ValidationError({"article": "Siaran pers ini belum terbit dalam masa itu."})


def refuse_period(starts_at: datetime, ends_at: datetime, at: datetime) -> None:
    """Raises ValidationError for `ends_at` where the period is empty or over."""
    if ends_at <= max(starts_at, at):
        raise ValidationError({"ends_at": "Waktu selesai harus sesudah waktu mulai dan belum lewat."})


def _end_now(thing: LeadPin | UrgentNotice, at: datetime) -> bool:
    """Whether it had not ended yet. What has not begun either ends with its beginning."""
    rows = type(thing)._base_manager.filter(pk=thing.pk, ends_at__gt=at)
    ends_at = max(at, thing.starts_at)
    if not rows.update(ends_at=ends_at):
        return False
    thing.ends_at = ends_at
    return True
