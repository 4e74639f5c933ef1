"""Who may read a text before its moment: colleagues by preview link, journalists under embargo.

A link is a secret that its bearer carries, so only the digest of its token is kept: a copy of the database
opens nothing. Whether a link opens is a function of the clock and of its edition; no job closes one.
"""

import hashlib
import secrets
from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from .standing import PUBLISHED, Standing

TOKEN_BYTES = 32


def new_token() -> str:
    """256 random bits in 43 characters that an address may hold."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def digest(token: str) -> str:
    """What is kept of a token. A plain SHA-256: with 256 random bits there is nothing to guess, so neither salt
    nor slowness adds anything, and finding a link by its digest tells nothing by the time it takes."""
    return hashlib.sha256(token.encode()).hexdigest()


class LinkStanding(models.TextChoices):
    OPEN = "open", "Berlaku"
    REVOKED = "revoked", "Dicabut"
    PUBLISHED = "published", "Sudah terbit"
    WITHDRAWN = "withdrawn", "Siaran pers dicabut"
    EXPIRED = "expired", "Kedaluwarsa"
    WAITING = "waiting", "Persetujuan ditarik"


class SecretLinkQuerySet(models.QuerySet):
    def bearing(self, token: str) -> Self:
        """The link with that token, or none."""
        return self.filter(token_hash=digest(token)).select_related("edition__article")


class SecretLink(models.Model):
    """What both kinds share. `url_name` is the address at which a kind is opened."""

    url_name: ClassVar[str]

    edition = models.ForeignKey(
        "news.Edition", models.PROTECT, editable=False, verbose_name="siaran pers", related_name="%(class)ss"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, verbose_name="dibuat oleh", related_name="+"
    )
    made_at = models.DateTimeField("dibuat", editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        verbose_name="dicabut oleh",
        related_name="+",
    )
    revoked_at = models.DateTimeField("dicabut", null=True, editable=False)

    class Meta:
        abstract = True
        default_permissions = ("view",)
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="%(app_label)s_%(class)s_revocation_who_and_when",
                violation_error_message="Pencabutan tautan menyebut siapa dan kapan.",
            ),
            models.CheckConstraint(
                condition=~Q(token_hash=""),
                name="%(app_label)s_%(class)s_has_a_token",
                violation_error_message="Tautan rahasia memiliki kunci.",
            ),
        ]

    def path_with(self, token: str) -> str:
        return reverse(self.url_name, kwargs={"token": token})

    def standing(self, at: datetime | None = None) -> LinkStanding:
        """Whether the link opens at that instant, and if not, why."""
        at = at or timezone.now()
        if self.revoked_at is not None:
            return LinkStanding.REVOKED
        edition = self.edition.standing(at)
        if edition == Standing.WITHDRAWN:
            return LinkStanding.WITHDRAWN
        if edition in PUBLISHED:
            return LinkStanding.PUBLISHED
        return self._standing_before_publication(edition, at)

    def _standing_before_publication(self, edition: Standing, at: datetime) -> LinkStanding:
        raise NotImplementedError

    def is_open(self, at: datetime | None = None) -> bool:
        return self.standing(at) == LinkStanding.OPEN


class PreviewLink(SecretLink):
    """The draft as readers will see it, for whoever was sent the link; it dies when the edition is live."""

    url_name = "preview"

    purpose = models.CharField(
        "untuk siapa",
        max_length=80,
        blank=True,
        help_text="Agar Anda tahu tautan mana yang perlu dicabut, misalnya: Kepala Dinas Sosial.",
    )
    expires_at = models.DateTimeField("berlaku sampai", editable=False)
    openings = models.PositiveIntegerField("dibuka", default=0, editable=False)
    last_opened_at = models.DateTimeField("terakhir dibuka", null=True, editable=False)

    objects = SecretLinkQuerySet.as_manager()

    class Meta(SecretLink.Meta):
        verbose_name = "tautan pratinjau"
        verbose_name_plural = "tautan pratinjau"
        constraints = [
            *SecretLink.Meta.constraints,
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")),
                name="news_previewlink_expires_after_it_is_made",
                violation_error_message="Tautan berlaku sampai waktu sesudah dibuat.",
            ),
            models.CheckConstraint(
                condition=Q(openings=0, last_opened_at__isnull=True) | Q(openings__gt=0, last_opened_at__isnull=False),
                name="news_previewlink_openings_and_their_last",
                violation_error_message="Jumlah pembukaan dan waktu terakhirnya dicatat bersama.",
            ),
        ]

    def __str__(self) -> str:
        return self.purpose or f"Tautan pratinjau {self.pk}"

    def note_opening(self, at: datetime) -> None:
        """Count it. Who opened it is not known, and nothing of them is kept."""
        type(self).objects.filter(pk=self.pk).update(openings=F("openings") + 1, last_opened_at=at)

    def _standing_before_publication(self, edition: Standing, at: datetime) -> LinkStanding:
        return LinkStanding.EXPIRED if self.expires_at <= at else LinkStanding.OPEN


class EmbargoLinkQuerySet(SecretLinkQuerySet):
    def running(self, at: datetime) -> Self:
        """Those that open at that instant; the soonest release first."""
        scheduled = Q(edition__state="approved", edition__live_from__gt=at)
        kept = ~Q(edition__article__withdrawn_at__lte=at)
        return self.filter(scheduled & kept, revoked_at__isnull=True).order_by("edition__live_from", "pk")

    def over(self, before: datetime) -> Self:
        """Those that ended by then and still name their bearer. A text that is no longer scheduled may be again:
        its links end when nobody has touched it since.
        """
        ended = Q(revoked_at__lte=before) | Q(edition__live_from__lte=before)
        left = Q(edition__live_from__isnull=True, edition__saved_at__lte=before, made_at__lte=before)
        return self.filter(ended | left, erased_at__isnull=True)


class EmbargoLink(SecretLink):
    """A scheduled text for one accredited journalist, until its moment; then it leads to what everyone reads.

    If the approval is taken back it opens nothing, and opens again once the edition is scheduled anew.
    """

    url_name = "embargo"

    name = models.CharField("nama wartawan", max_length=80)
    outlet = models.CharField("media", max_length=80)
    email = models.EmailField("alamat surel", blank=True)
    erased_at = models.DateTimeField("data pribadi dihapus", null=True, editable=False)

    objects = EmbargoLinkQuerySet.as_manager()

    class Meta(SecretLink.Meta):
        verbose_name = "akses embargo"
        verbose_name_plural = "akses embargo"
        constraints = [
            *SecretLink.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(outlet=""),
                name="news_embargolink_names_its_bearer",
                violation_error_message="Akses embargo menyebut nama dan medianya.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.outlet}" if self.erased_at is None else f"Wartawan {self.pk} (data dihapus)"

    def note_opening(self, at: datetime) -> None:
        """Log it, to the minute: pressing reload a thousand times writes one line, whoever is first."""
        minute = at.replace(second=0, microsecond=0)
        EmbargoOpening.objects.bulk_create([EmbargoOpening(link=self, at=minute)], ignore_conflicts=True)

    def _standing_before_publication(self, edition: Standing, at: datetime) -> LinkStanding:
        return LinkStanding.OPEN if edition == Standing.SCHEDULED else LinkStanding.WAITING


class EmbargoOpening(models.Model):
    """That a journalist's link was opened in that minute; nothing else of the visit is known."""

    link = models.ForeignKey(EmbargoLink, models.CASCADE, related_name="openings", verbose_name="akses embargo")
    at = models.DateTimeField("dibuka")

    class Meta:
        verbose_name = "pembukaan naskah embargo"
        verbose_name_plural = "pembukaan naskah embargo"
        default_permissions = ("view",)
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["link", "at"],
                name="news_embargoopening_once_a_minute",
                violation_error_message="Pembukaan dalam menit itu sudah tercatat.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.link_id}: {timezone.localtime(self.at):%Y-%m-%d %H:%M}"
