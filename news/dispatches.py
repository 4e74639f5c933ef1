"""What goes out, to whom and when: preparing dispatches, choosing what stands in each mail, and stopping.

Nothing is prepared before its moment: a release is looked for by `listed()` once it is live, and looked at again
when its mail is written. What was withdrawn meanwhile is not sent, what was corrected goes out as corrected.
"""

from datetime import date, datetime, timedelta
from itertools import batched

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from news.models import Article, Correction, Dispatch, MailSwitch, Rhythm, Sending, SentArticle, Subscription
from news.models.article import ArticleQuerySet
from news.models.subscriptions import SubscriptionQuerySet
from selayar_site.models import Audit, User

# A release that could not be sent for so long is no news any more. Digests reach back one rhythm and a bit.
LOOK_BACK = {
    Rhythm.AT_ONCE.value: timedelta(days=2),
    Rhythm.DAILY.value: timedelta(days=3),
    Rhythm.WEEKLY.value: timedelta(days=10),
}
BATCH = 1000
# In one digest; the newest are taken.
MOST_IN_DIGEST = 40

# Preparing


def prepare(at: datetime) -> int:
    """Make the dispatches that are due at that instant, each once whoever else does the same; answers how many."""
    releases = [_prepare_release(article, at) for article in _unsent_releases(at)]
    return sum(releases) + sum(_prepare_digest(rhythm, day, at) for rhythm, day in due_digests(at))


def _unsent_releases(at: datetime) -> list[Article]:
    made = Dispatch.objects.filter(article=OuterRef("pk"))
    recent = Article.objects.listed(at).filter(first_live_from__gt=at - LOOK_BACK[Rhythm.AT_ONCE])
    return recent.filter(~Exists(made)).with_live()


def _prepare_release(article: Article, at: datetime) -> bool:
    programs = list(article.live.programs.values_list("pk", flat=True))
    wanting = Subscription.objects.active().wanting(category_id=article.live.category_id, program_ids=programs)
    wanting = wanting.filter(rhythm=Rhythm.AT_ONCE, since__lt=article.first_live_from)
    return _make(Dispatch(rhythm=Rhythm.AT_ONCE, article=article, made_at=at), wanting)


def due_digests(at: datetime) -> list[tuple[str, date]]:
    """The latest digest of each rhythm whose hour has come, and its day. One that was missed is made up for."""
    local = timezone.localtime(at)
    today = local.date() if local.hour >= settings.DIGEST_HOUR else local.date() - timedelta(days=1)
    monday = today - timedelta(days=today.weekday())
    return [(Rhythm.DAILY.value, today), (Rhythm.WEEKLY.value, monday)]


def digest_moment(day: date) -> datetime:
    """When the digest of that day closes."""
    return timezone.make_aware(datetime(day.year, day.month, day.day, settings.DIGEST_HOUR))


def _prepare_digest(rhythm: str, day: date, at: datetime) -> bool:
    """Nothing on a quiet day, nor for nobody: what somebody is owed waits for the next that has something."""
    digests = Dispatch.objects.filter(rhythm=rhythm, period__isnull=False).order_by("-period")
    latest = digests.values_list("period", flat=True).first()
    if latest and latest >= day:
        return False
    new = _in_digest(rhythm, day, at)
    if not (new.filter(first_live_from__gt=digest_moment(latest)) if latest else new).exists():
        return False
    subscriptions = Subscription.objects.active().filter(
        Q(rhythm=rhythm) | Q(owed=rhythm), since__lt=digest_moment(day)
    )
    return subscriptions.exists() and _make(Dispatch(rhythm=rhythm, period=day, made_at=at), subscriptions)


def _in_digest(rhythm: str, day: date, at: datetime) -> ArticleQuerySet:
    moment = digest_moment(day)
    return Article.objects.listed(at).filter(
        first_live_from__gt=moment - LOOK_BACK[rhythm], first_live_from__lte=moment
    )


def _make(dispatch: Dispatch, subscriptions: SubscriptionQuerySet) -> bool:
    """The dispatch with all its sendings, or nothing where another process has made it."""
    try:
        with transaction.atomic():
            dispatch.save(force_insert=True)
            for keys in batched(subscriptions.values_list("pk", flat=True), BATCH, strict=False):
                rows = [Sending(dispatch=dispatch, subscription_id=key, due_at=dispatch.made_at) for key in keys]
                Sending.objects.bulk_create(rows)
            if dispatch.period:
                Subscription.objects.filter(owed=dispatch.rhythm).update(owed="")
    except IntegrityError:
        return False
    return True


# Choosing


@transaction.atomic
def articles_of(sending: Sending, at: datetime) -> list[Article]:
    """The releases of this mail as they stand now, oldest choice first kept: what a first try chose, a second sends.

    Empty where nothing is left to send: withdrawn, not wanted any more, or sent already in another way.
    """
    chosen = SentArticle.objects.filter(sending=sending)
    if not chosen.exists():
        keys = list(_candidates(sending, at).values_list("pk", flat=True)[:MOST_IN_DIGEST])
        rows = [SentArticle(sending=sending, subscription_id=sending.subscription_id, article_id=key) for key in keys]
        SentArticle.objects.bulk_create(rows, ignore_conflicts=True)
    corrections = Prefetch("corrections", Correction.objects.filter(at__lte=at))
    listed = Article.objects.listed(at).filter(pk__in=chosen.values("article"))
    return listed.prefetch_related(corrections).with_live()


def _candidates(sending: Sending, at: datetime) -> ArticleQuerySet:
    dispatch, subscription = sending.dispatch, sending.subscription
    if dispatch.period:
        articles = _in_digest(dispatch.rhythm, dispatch.period, at)
    else:
        articles = Article.objects.listed(at).filter(pk__in=[dispatch.article_id])
    sent = SentArticle.objects.filter(subscription=subscription, article=OuterRef("pk"))
    articles = articles.filter(~Exists(sent), first_live_from__gt=subscription.since)
    if subscription.is_everything:
        return articles
    return articles.meeting(Q(category__in=subscription.categories.all()) | Q(programs__in=subscription.programs.all()))


# Stopping


@transaction.atomic
def stop_dispatch(dispatch: Dispatch, *, by: User, at: datetime | None = None) -> int:
    """Send no more of it; answers how many were still waiting. Raises ValidationError where it was stopped before."""
    at = at or timezone.now()
    if not Dispatch.objects.filter(pk=dispatch.pk, stopped_at__isnull=True).update(stopped_at=at, stopped_by=by):
        raise ValidationError("Kiriman ini sudah dihentikan.")
    dispatch.stopped_at, dispatch.stopped_by = at, by
    Audit.objects.record(dispatch, "stop_dispatch", by=by)
    waiting = Sending.objects.filter(dispatch=dispatch, state=Sending.State.WAITING)
    return waiting.update(state=Sending.State.DROPPED, done_at=at, remark="Dihentikan oleh HUMAS.")


@transaction.atomic
def retry_failed(dispatch: Dispatch, *, by: User, at: datetime | None = None) -> int:
    """Try the failed mails of a dispatch once more from the beginning; answers how many.

    Not those that were refused for good (5…, RFC 3463).
    """
    at = at or timezone.now()
    failed = Sending.objects.filter(
        dispatch=dispatch, dispatch__stopped_at__isnull=True, state=Sending.State.FAILED
    ).exclude(bounce__status__startswith="5")
    count = Sending.objects.filter(pk__in=list(failed.values_list("pk", flat=True))).update(
        state=Sending.State.WAITING, due_at=at, attempts=0, done_at=None, remark=""
    )
    if count:
        Audit.objects.record(dispatch, "retry_dispatch", by=by)
    return count


@transaction.atomic
def pause_mail(*, by: User, at: datetime | None = None) -> None:
    """Send nothing to subscribers until `resume_mail()`. Raises ValidationError where it is paused already."""
    at = at or timezone.now()
    MailSwitch.objects.bulk_create([MailSwitch(pk=1)], ignore_conflicts=True)
    if not MailSwitch.objects.filter(pk=1, paused_at__isnull=True).update(paused_at=at, paused_by=by):
        raise ValidationError("Kiriman surel sudah dijeda.")
    Audit.objects.record(MailSwitch(pk=1), "pause_mail", by=by)


@transaction.atomic
def resume_mail(*, by: User) -> None:
    """Go on where it was paused. Raises ValidationError where it is not paused."""
    if not MailSwitch.objects.filter(pk=1, paused_at__isnull=False).update(paused_at=None, paused_by=None):
        raise ValidationError("Kiriman surel tidak sedang dijeda.")
    Audit.objects.record(MailSwitch(pk=1), "resume_mail", by=by)
