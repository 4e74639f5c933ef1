"""Search engines told at once of what changed, by IndexNow (indexnow.org/documentation), where a key is set.

`announce()` writes a row in the transaction of the change, with the moment from which readers see it; `send()`
tells the engines of what is due: as a task after the commit, and from `tick`. What they are told is
decided then, by what a reader would get: an address at which nothing has ever been is never named.
"""

import http.client
import json
import logging
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.tasks import task
from django.urls import reverse
from django.utils import timezone

from news.models import Article, EngineNotice

# Addresses told at a time; the protocol takes 10,000.
MOST = 500
TIMEOUT = 5.0  # seconds
# Minutes until the next try: 2, 4, 8 … of which the last is half a day later.
MOST_TRIES = 10
# A process that was killed while it told leaves its rows for the next.
LEASE = timedelta(minutes=2)

logger = logging.getLogger(__name__)


def announce(article: Article, *, slug: str = "", at: datetime | None = None) -> None:
    """Let the engines ask for the release's page again from that moment on; in the transaction of the change."""
    if not settings.INDEXNOW_KEY:
        return
    at = at or timezone.now()
    EngineNotice.objects.create(article=article, slug=slug or article.slug, due_at=at)
    if at <= timezone.now():
        transaction.on_commit(tell_engines.enqueue, robust=True)


@task
def tell_engines() -> int:
    return send()


def send(at: datetime | None = None) -> int:
    """A duty of `tick`: tell the engines of what is due; answers how many addresses. Several at once do no harm."""
    if not settings.INDEXNOW_KEY:
        return 0
    at = at or timezone.now()
    claimed = _claim(at)
    slugs = sorted({notice.slug for notice in claimed if _is_known(notice.slug, at)})
    problem = _tell(slugs) if slugs else ""
    if not problem:
        EngineNotice.objects.filter(pk__in=[notice.pk for notice in claimed]).delete()
        return len(slugs)
    logger.warning("The search engines were not told of %d addresses: %s", len(slugs), problem)
    for notice in claimed:
        _put_off(notice, at)
    return 0


def _claim(at: datetime) -> list[EngineNotice]:
    """The rows that are due and that no other process has taken meanwhile."""
    claimed = []
    for notice in EngineNotice.objects.due(at)[:MOST]:
        same = EngineNotice.objects.filter(pk=notice.pk, due_at=notice.due_at)
        if same.update(due_at=at + LEASE):
            claimed.append(notice)
    return claimed


def _put_off(notice: EngineNotice, at: datetime) -> None:
    tries = notice.tries + 1
    row = EngineNotice.objects.filter(pk=notice.pk)
    if tries >= MOST_TRIES:
        logger.error("The search engines are no longer told of %s: tried %d times.", notice.slug, tries)
        row.delete()
    else:
        row.update(tries=tries, due_at=at + timedelta(minutes=2**tries))


def _is_known(slug: str, at: datetime) -> bool:
    """Whether a reader would get an answer there: the text, the way to it, or why it is gone."""
    try:
        Article.objects.answer_for(slug, at)
    except Article.DoesNotExist:
        return False
    return True


def _tell(slugs: list[str]) -> str:
    """Send the addresses; answers with what went wrong, or nothing."""
    origin, key = settings.PUBLIC_ORIGIN, settings.INDEXNOW_KEY
    body = {
        "host": urlsplit(origin).netloc,
        "key": key,
        "keyLocation": origin + reverse("indexnow_key", args=[key]),
        "urlList": [origin + reverse("article_detail", args=[slug]) for slug in slugs],
    }
    target = urlsplit(settings.INDEXNOW_URL)
    kind = http.client.HTTPSConnection if target.scheme == "https" else http.client.HTTPConnection
    connection = kind(target.netloc, timeout=TIMEOUT)
    try:
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": f"IndexNow (+{origin})"}
        connection.request("POST", target.path or "/", json.dumps(body), headers)
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return str(error) or type(error).__name__
    finally:
        connection.close()
    return "" if status in (200, 202) else f"status {status}"
