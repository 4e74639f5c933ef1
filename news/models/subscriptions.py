"""Who asked for releases by mail, of which kind and how often; and the proof that they asked.

An address is sealed at rest and found by its blind index. Nothing is sent to an address before its owner has
pressed the button in a mail that went there; until then there is a `SignUp` and no `Subscription`.
"""

from datetime import datetime, timedelta
from typing import Self

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone

from selayar_site.sealed import SealedTextField

# How long a sign-up waits for the button in its mail.
SIGN_UP_LIFE = timedelta(days=3)
# How long an ended subscription can be taken up again. Then its address is erased; the consent text says so.
ERASED_AFTER = timedelta(days=7)
# How long the proof of a consent outlives it. It holds no address.
PROOF_KEPT = timedelta(days=2 * 365)


class Rhythm(models.TextChoices):
    AT_ONCE = "at_once", "Segera setelah terbit"
    DAILY = "daily", "Sekali sehari"
    WEEKLY = "weekly", "Sekali seminggu"


class ConsentText(models.Model):
    """One wording of what people agree to. It is never rewritten: a new wording is a new row."""

    number = models.PositiveSmallIntegerField("versi", unique=True, editable=False)
    text = models.TextField("teks", help_text="Kalimat di samping kotak centang, dari sudut pandang pelanggan.")
    since = models.DateTimeField("berlaku sejak", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "teks persetujuan"
        verbose_name_plural = "teks persetujuan langganan"
        default_permissions = ("view", "add")
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="news_consenttext_says_something",
                violation_error_message="Tuliskan teks persetujuannya.",
            ),
        ]

    def __str__(self) -> str:
        return f"Teks persetujuan versi {self.number}"

    @classmethod
    def current(cls) -> "ConsentText | None":
        """The newest wording; without one nobody can sign up."""
        return cls.objects.order_by("-number").first()

    def add(self) -> None:
        """Save a new wording under the next number; of two at once each gets its own, by the constraint."""
        while True:
            newest = ConsentText.current()
            self.number = newest.number + 1 if newest else 1
            try:
                with transaction.atomic():
                    self.save(force_insert=True)
            except IntegrityError:
                if not ConsentText.objects.filter(number=self.number).exists():
                    raise
            else:
                return


class Consent(models.Model):
    """That somebody agreed, to which words, from when until when: the proof that UU 27/2022 asks for.

    `proof` is a blind index of the address for this purpose alone: who shows the address can be answered, and
    the address cannot be read from it.
    """

    text = models.ForeignKey(ConsentText, models.PROTECT, verbose_name="teks", related_name="+")
    proof = models.CharField(max_length=64)
    asked_at = models.DateTimeField("diminta")
    given_at = models.DateTimeField("diberikan")
    ended_at = models.DateTimeField("berakhir", null=True)

    class Meta:
        verbose_name = "persetujuan"
        verbose_name_plural = "persetujuan"
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["proof"],
                condition=Q(ended_at__isnull=True),
                name="news_consent_one_valid_per_address",
                violation_error_message="Alamat ini sudah memiliki persetujuan yang berlaku.",
            ),
            models.CheckConstraint(
                condition=Q(given_at__gte=F("asked_at")) & (Q(ended_at__isnull=True) | Q(ended_at__gte=F("given_at"))),
                name="news_consent_moments_in_order",
                violation_error_message="Persetujuan diminta, diberikan, lalu berakhir.",
            ),
        ]

    def __str__(self) -> str:
        return f"Persetujuan {self.pk}"


class Choice(models.Model):
    """What somebody wants to read, and how often. No category and no programme can be chosen beside everything."""

    rhythm = models.CharField("irama", max_length=10, choices=Rhythm, default=Rhythm.AT_ONCE)
    is_everything = models.BooleanField("semua siaran pers", default=True)
    categories = models.ManyToManyField("news.Category", verbose_name="kategori", related_name="+")
    programs = models.ManyToManyField("programs.Program", verbose_name="program", related_name="+")

    class Meta:
        abstract = True

    def subjects(self) -> list[str]:
        """The names of what was chosen; empty for everything."""
        if self.is_everything:
            return []
        return [str(each) for each in (*self.categories.all(), *self.programs.all())]


class SignUp(Choice):
    """Somebody typed an address into the form. Only its owner can make a subscription of it."""

    address = SealedTextField("alamat surel", aad="news.signup.address")
    address_index = models.CharField(max_length=64, db_index=True, editable=False)
    secret = SealedTextField(aad="news.signup.secret")
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("diminta")
    # When the mail with the button is next tried; none once it is sent. Claimed as a Sending is.
    due_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "pendaftaran langganan"
        verbose_name_plural = "pendaftaran langganan"
        default_permissions = ("view",)
        indexes = [models.Index(fields=["due_at"], name="news_signup_due")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(secret_hash=""),
                name="news_signup_has_a_secret",
                violation_error_message="Pendaftaran memiliki kunci.",
            ),
        ]

    def __str__(self) -> str:
        return f"Pendaftaran {self.pk}"

    def is_open(self, at: datetime | None = None) -> bool:
        return self.asked_at > (at or timezone.now()) - SIGN_UP_LIFE


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def active(self) -> Self:
        """Those that are sent to: neither ended nor paused."""
        return self.filter(ended_at__isnull=True, paused_at__isnull=True)

    def wanting(self, *, category_id: int | None, program_ids: list[int]) -> Self:
        """Those that want a release of that category and these programmes."""
        chosen = Subscription.categories.through.objects.filter(category=category_id).values("subscription")
        followed = Subscription.programs.through.objects.filter(program__in=program_ids).values("subscription")
        return self.filter(Q(is_everything=True) | Q(pk__in=chosen) | Q(pk__in=followed))


class Subscription(Choice):
    """One confirmed address. Its row goes, address and all, some days after it was ended."""

    class Pause(models.TextChoices):
        HARD_BOUNCE = "hard_bounce", "Alamatnya tidak ada lagi"
        SOFT_BOUNCES = "soft_bounces", "Surel berulang kali kembali"

    address = SealedTextField("alamat surel", aad="news.subscription.address")
    address_index = models.CharField(max_length=64, unique=True, editable=False)
    # What stands in the links of each mail; found by its hash.
    secret = SealedTextField(aad="news.subscription.secret")
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    consent = models.ForeignKey(Consent, models.PROTECT, editable=False, related_name="+")
    # The digest of a slower rhythm that was left: it comes once more, so that what it gathered is not lost.
    owed = models.CharField(max_length=10, choices=Rhythm, blank=True, editable=False)
    since = models.DateTimeField("sejak", help_text="Yang terbit sebelum ini tidak dikirim.")
    paused_at = models.DateTimeField("dijeda", null=True)
    pause_reason = models.CharField("alasan jeda", max_length=20, choices=Pause, blank=True)
    ended_at = models.DateTimeField("berhenti", null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = "langganan"
        verbose_name_plural = "langganan"
        default_permissions = ("view", "change")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["rhythm", "since"], name="news_subscription_due"),
            models.Index(fields=["ended_at"], name="news_subscription_ended"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True, pause_reason="") | Q(paused_at__isnull=False) & ~Q(pause_reason=""),
                name="news_subscription_pause_when_and_why",
                violation_error_message="Jeda menyebut waktu dan alasannya.",
            ),
            models.CheckConstraint(
                condition=~Q(address_index="") & ~Q(secret_hash=""),
                name="news_subscription_can_be_found",
                violation_error_message="Langganan dapat ditemukan menurut alamat dan kuncinya.",
            ),
        ]

    def __str__(self) -> str:
        return f"Langganan {self.pk}"

    @property
    def state(self) -> str:
        if self.ended_at:
            return "Berhenti"
        return self.get_pause_reason_display() if self.paused_at else "Aktif"

    @property
    def erased_at(self) -> datetime | None:
        """When the address of an ended subscription goes."""
        return self.ended_at + ERASED_AFTER if self.ended_at else None
