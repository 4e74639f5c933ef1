"""How an edition stands at an instant, as the newsroom asks: its state read with the clock and the withdrawal."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, Q


class Standing(models.TextChoices):
    DRAFT = "draft", "Konsep"
    RETURNED = "returned", "Dikembalikan"
    IN_REVIEW = "in_review", "Menunggu persetujuan"
    SCHEDULED = "scheduled", "Terjadwal"
    LIVE = "live", "Terbit"
    FORMER = "former", "Edisi lama"
    EXPIRED = "expired", "Berhenti tayang"
    WITHDRAWN = "withdrawn", "Dicabut"


# Readers may have met the text.
PUBLISHED = (Standing.LIVE, Standing.FORMER, Standing.EXPIRED)


def condition(standing: str, at: datetime, *, replaced: Exists) -> Q:
    """Which editions stand so at that instant. Each edition meets exactly one; `Edition.standing()` is its twin.

    `replaced` asks whether a newer approved edition of the article is live or was by then.
    """
    if standing == Standing.WITHDRAWN:
        return Q(article__withdrawn_at__lte=at)
    clock = {
        Standing.SCHEDULED: Q(live_from__gt=at),
        Standing.FORMER: Q(live_from__lte=at) & Q(replaced),
        Standing.EXPIRED: Q(live_from__lte=at, expires_at__lte=at) & ~Q(replaced),
        Standing.LIVE: Q(live_from__lte=at) & (Q(expires_at__isnull=True) | Q(expires_at__gt=at)) & ~Q(replaced),
    }
    # Not “is null or later”: SQLite would begin with all articles of that index, which are nearly all there are.
    not_withdrawn = ~Q(article__withdrawn_at__lte=at)
    state = Q(state="approved") & clock[Standing(standing)] if standing in clock else Q(state=standing)
    return not_withdrawn & state
