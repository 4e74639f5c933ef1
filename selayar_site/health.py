"""Whether this process can do its work, for the load balancer, the container and the operator's monitor."""

import logging
import os
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Min
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from selayar_site.methods import read_only
from selayar_site.models import Purge

# `tick` comes every minute.
PURGE_IS_LATE = timedelta(minutes=5)
# Room for a few photos and for the database to grow until somebody comes.
LEAST_FREE_BYTES = 200 * 1024 * 1024

logger = logging.getLogger(__name__)


@read_only
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when this process can serve, 503 when it cannot; words only, for anyone may ask.

    Late purges are told and do not make it unfit: readers see a page that is some minutes old, and taking
    every process out of service would show them none. Like all addresses it answers to the site's own names
    alone, so a probe sends the site's Host header.
    """
    purges = _purges(timezone.now())
    answer = {
        "database": "down" if purges is None else "ok",
        "purges": purges or "unknown",
        "storage": _storage(),
    }
    fit = answer["database"] == answer["storage"] == "ok"
    return JsonResponse(answer, status=200 if fit else 503, headers={"Cache-Control": "no-store"})


def _purges(at: datetime) -> str | None:
    """ "ok" or "late"; None where the database does not answer."""
    try:
        oldest = Purge.objects.aggregate(at=Min("written_at"))["at"]
    except DatabaseError as error:
        logger.error("The database does not answer: %s", error)
        return None
    return "late" if oldest and oldest < at - PURGE_IS_LATE else "ok"


def _storage() -> str:
    """Asked without writing: a stranger's question must not wear the disk."""
    try:
        room = os.statvfs(settings.DATA_DIR)
    except OSError:
        return "missing"
    if not os.access(settings.DATA_DIR, os.W_OK):
        return "read-only"
    return "ok" if room.f_bavail * room.f_frsize >= LEAST_FREE_BYTES else "full"
