"""What became of each link in a release: where it led when it was last asked."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from .article import Article
from .edition import Edition

# A live link is asked again after a week; one that gave no answer after a day.
AGAIN_AFTER = timedelta(days=7)
RETRY_AFTER = timedelta(days=1)
# A server may be down for a night; one silent on three days is as good as gone.
SILENT_DAYS = 3


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    def shown(self, at: datetime | None = None) -> "LinkCheckQuerySet":
        """In texts that readers see at that instant."""
        live = Q(pk=OuterRef("edition__article"), live_edition_id=OuterRef("edition"))
        return self.filter(Exists(Article.objects.listed(at).filter(live)))

    def dead(self, at: datetime | None = None) -> "LinkCheckQuerySet":
        """What readers meet now and should not: gone, silent for days, or unsafe. Newest finding first."""
        return self.shown(at).filter(self._bad()).select_related("edition").order_by("-checked_at", "-pk")

    @staticmethod
    def _bad() -> Q:
        outcome = LinkCheck.Outcome
        silent = Q(outcome=outcome.UNREACHABLE, failures__gte=SILENT_DAYS)
        return silent | Q(outcome__in=[outcome.DEAD, outcome.DANGEROUS, outcome.PRIVATE])

    def unsafe(self) -> "LinkCheckQuerySet":
        """Those that keep their release from being published."""
        return self.filter(outcome__in=[LinkCheck.Outcome.DANGEROUS, LinkCheck.Outcome.PRIVATE])

    def due(self, at: datetime) -> "LinkCheckQuerySet":
        """To be asked by now, the longest due first."""
        return self.filter(due_at__lte=at).order_by("due_at", "pk")

    def watch(self, edition: Edition, urls: list[str], at: datetime) -> None:
        """From now on look after these links of the edition, and after no others of it."""
        self.filter(edition=edition).exclude(url__in=urls).delete()
        rows: list[Any] = [LinkCheck(edition=edition, url=url, due_at=at) for url in urls]
        self.bulk_create(rows, ignore_conflicts=True)


class LinkCheck(models.Model):
    """One link of one edition, and how it answered when last asked."""

    class Outcome(models.TextChoices):
        UNCHECKED = "unchecked", "Belum diperiksa"
        OK = "ok", "Berfungsi"
        OWN = "own", "Halaman situs ini"
        DEAD = "dead", "Mati"
        UNREACHABLE = "unreachable", "Tidak menjawab"
        DANGEROUS = "dangerous", "Berbahaya"
        PRIVATE = "private", "Jaringan dalam"

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="links", verbose_name="siaran pers")
    url = models.CharField("tautan", max_length=1000)
    outcome = models.CharField("hasil", max_length=12, choices=Outcome, default=Outcome.UNCHECKED)
    status = models.PositiveSmallIntegerField("kode jawaban HTTP", null=True)
    sentence = models.CharField("keterangan", max_length=200, blank=True)
    checked_at = models.DateTimeField("diperiksa", null=True)
    failures = models.PositiveSmallIntegerField("tidak menjawab berturut-turut", default=0)
    due_at = models.DateTimeField("diperiksa lagi")

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "tautan mati"
        verbose_name_plural = "tautan mati"
        ordering = ["-checked_at", "-pk"]
        indexes = [
            models.Index(fields=["due_at"], name="news_linkcheck_due"),
            models.Index(fields=["outcome", "-checked_at"], name="news_linkcheck_by_outcome"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "url"],
                name="news_linkcheck_once_per_edition",
                violation_error_message="Tautan ini sudah tercatat pada edisi tersebut.",
            ),
        ]

    def __str__(self) -> str:
        return self.url

    def note(self, *, outcome: str, status: int | None, sentence: str, at: datetime | None = None) -> None:
        """Keep what was found, unless the link has been taken out of the text meanwhile."""
        at = at or timezone.now()
        is_silent = outcome == self.Outcome.UNREACHABLE
        found: dict[str, Any] = {
            "outcome": outcome,
            "status": status,
            "sentence": sentence[:200],
            "checked_at": at,
            "due_at": at + (RETRY_AFTER if is_silent else AGAIN_AFTER),
        }
        failures = F("failures") + 1 if is_silent else 0
        LinkCheck.objects.filter(pk=self.pk).update(**found, failures=failures)
        for name, value in found.items():
            setattr(self, name, value)
        self.failures = self.failures + 1 if is_silent else 0
