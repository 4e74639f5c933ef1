"""The front page: which release leads it, and until when."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.timezone import localtime


class LeadPinQuerySet(models.QuerySet["LeadPin"]):
    def ahead(self, at: datetime) -> "LeadPinQuerySet":
        """Pins that hold at that instant or will: those that can still change the front page."""
        return self.filter(ends_at__gt=at).order_by("-pk")

    def covering(self, at: datetime) -> "LeadPinQuerySet":
        """Pins that hold at that instant; the first, which is the newest, leads."""
        return self.ahead(at).filter(starts_at__lte=at)


class LeadPin(models.Model):
    """A release held at the top of the front page for a while.

    Periods may overlap and the newest pin wins: a story of one day is laid over a story of the week, which
    comes back in the evening. So two editors at once cannot collide, and there is nothing to lock.
    """

    article = models.ForeignKey("news.Article", models.PROTECT, related_name="pins", verbose_name="siaran pers")
    starts_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("sampai")
    pinned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, verbose_name="disematkan oleh", related_name="+"
    )
    pinned_at = models.DateTimeField("disematkan", auto_now_add=True)

    objects = LeadPinQuerySet.as_manager()

    class Meta:
        verbose_name = "berita utama"
        verbose_name_plural = "berita utama"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["ends_at"], name="news_leadpin_ends_at")]
        constraints = [
            # Ended before it began is one that never held.
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")),
                name="news_leadpin_ends_after_it_starts",
                violation_error_message="Waktu selesai harus sesudah waktu mulai.",
            ),
        ]

    def __str__(self) -> str:
        return f"Berita utama mulai {date_format(localtime(self.starts_at), 'j F Y, H.i')}"

    def holds(self, at: datetime) -> bool:
        """Whether its period covers that instant; the twin of `covering()`."""
        return self.starts_at <= at < self.ends_at
