"""What somebody has typed and not yet saved, and who has which text open right now."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

KEPT_FOR = timedelta(days=30)
GONE_AFTER = timedelta(minutes=1)


class AutosaveQuerySet(models.QuerySet["Autosave"]):
    def left_by(self, user: Any) -> "AutosaveQuerySet":
        """What this person left unsaved, newest first."""
        return self.filter(user=user).exclude(typed=Autosave.SAVED).order_by("-saved_at", "-pk")

    def of(self, user: Any, edition: Any = None) -> "AutosaveQuerySet":
        """The same of this edition (None: of releases not yet begun)."""
        return self.left_by(user).filter(edition=edition)


class Autosave(models.Model):
    """The form as it was typed in one window, beside the edition: it makes no one stale and is nobody else's.

    One row for each window, not for each edition: two windows of one person do not overwrite each other.
    """

    # Instead of the form, where it was saved: what comes from that window afterwards was under way before.
    SAVED = ""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="autosaves", verbose_name="penulis")
    edition = models.ForeignKey(
        "news.Edition", models.CASCADE, null=True, related_name="autosaves", verbose_name="siaran pers"
    )
    window = models.CharField("jendela", max_length=36)
    base_version = models.PositiveIntegerField("ditulis dari versi", default=0)
    # The form without files, as application/x-www-form-urlencoded: any sign in it, NUL too, is kept everywhere.
    typed = models.TextField("isian")
    saved_at = models.DateTimeField("disimpan", default=timezone.now)

    objects = AutosaveQuerySet.as_manager()

    class Meta:
        verbose_name = "tulisan yang belum tersimpan"
        verbose_name_plural = "tulisan yang belum tersimpan"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "window"],
                name="news_autosave_one_per_window",
                violation_error_message="Satu jendela memiliki satu tulisan yang belum tersimpan.",
            ),
            models.CheckConstraint(
                condition=~Q(window=""),
                name="news_autosave_has_a_window",
                violation_error_message="Tulisan yang belum tersimpan berasal dari suatu jendela.",
            ),
        ]
        indexes = [models.Index(fields=["saved_at"], name="news_autosave_oldest")]

    def __str__(self) -> str:
        return f"{self.user}, {timezone.localtime(self.saved_at):%Y-%m-%d %H:%M}"

    @property
    def data(self) -> QueryDict:
        return QueryDict(self.typed)


class PresenceQuerySet(models.QuerySet["Presence"]):
    def here(self, at: datetime | None = None) -> "PresenceQuerySet":
        """Those seen within the last minute."""
        return self.filter(seen_at__gt=(at or timezone.now()) - GONE_AFTER)


class Presence(models.Model):
    """A window that has an edition's form open. It says so every 20 seconds."""

    edition = models.ForeignKey("news.Edition", models.CASCADE, related_name="presences", verbose_name="siaran pers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="pengguna")
    window = models.CharField("jendela", max_length=36)
    since = models.DateTimeField("sejak", default=timezone.now)
    seen_at = models.DateTimeField("terakhir terlihat", default=timezone.now)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = "yang sedang membuka"
        verbose_name_plural = "yang sedang membuka"
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "user", "window"],
                name="news_presence_one_per_window",
                violation_error_message="Satu jendela tercatat satu kali.",
            )
        ]
        indexes = [models.Index(fields=["seen_at"], name="news_presence_oldest")]

    def __str__(self) -> str:
        return f"{self.user}, {timezone.localtime(self.seen_at):%Y-%m-%d %H:%M}"
