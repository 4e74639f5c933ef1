"""What is sent to subscribers: one dispatch for each release or digest, one sending for each subscriber.

That nobody gets the same twice is kept by three unique constraints: one dispatch for a release or a digest, one
sending for a dispatch and a subscriber, one `SentArticle` for a release and a subscriber, whichever way it went.
"""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.formats import date_format

from .subscriptions import Rhythm


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    def with_counts(self) -> Self:
        """How its sendings stand: `waiting`, `sent`, `failed`, `dropped`."""
        return self.annotate(**{each.value: Count("sendings", Q(sendings__state=each)) for each in Sending.State})


class Dispatch(models.Model):
    """A release to those who want it at once, or the digest of a day or a week."""

    rhythm = models.CharField("irama", max_length=10, choices=Rhythm)
    article = models.ForeignKey("news.Article", models.PROTECT, null=True, verbose_name="siaran pers", related_name="+")
    period = models.DateField("hari", null=True)
    made_at = models.DateTimeField("disiapkan")
    stopped_at = models.DateTimeField("dihentikan", null=True)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="dihentikan oleh", related_name="+"
    )

    objects = DispatchQuerySet.as_manager()

    # Set by `with_counts()`.
    waiting: int
    sent: int
    failed: int
    dropped: int

    class Meta:
        verbose_name = "kiriman surel"
        verbose_name_plural = "kiriman surel"
        default_permissions = ("view", "change")
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["-made_at", "-id"], name="news_dispatch_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(rhythm="at_once", article__isnull=False, period__isnull=True)
                | ~Q(rhythm="at_once") & Q(article__isnull=True, period__isnull=False),
                name="news_dispatch_release_or_digest",
                violation_error_message="Kiriman berisi satu siaran pers, atau ringkasan satu masa.",
            ),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(article__isnull=False),
                name="news_dispatch_one_per_release",
                violation_error_message="Siaran pers ini sudah disiapkan untuk dikirim.",
            ),
            models.UniqueConstraint(
                fields=["rhythm", "period"],
                condition=Q(period__isnull=False),
                name="news_dispatch_one_per_period",
                violation_error_message="Ringkasan masa ini sudah disiapkan.",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True, stopped_by__isnull=True)
                | Q(stopped_at__isnull=False, stopped_by__isnull=False),
                name="news_dispatch_stopped_who_and_when",
                violation_error_message="Penghentian menyebut siapa dan kapan.",
            ),
        ]

    def __str__(self) -> str:
        if self.period:
            name = "harian" if self.rhythm == Rhythm.DAILY else "mingguan"
            return f"Ringkasan {name} {date_format(self.period, 'j F Y')}"
        return f"Kiriman siaran pers {self.article_id}"


class SendingQuerySet(models.QuerySet["Sending"]):
    def due(self, at: datetime) -> Self:
        """Those to be tried now, oldest first."""
        return self.filter(state=Sending.State.WAITING, due_at__lte=at).order_by("due_at", "pk")


class Sending(models.Model):
    """One mail of a dispatch.

    A process claims it by moving `due_at` on by the length of a lease, so what a killed process held comes back.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Menunggu"
        SENT = "sent", "Terkirim"
        FAILED = "failed", "Gagal"
        DROPPED = "dropped", "Tidak jadi dikirim"

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, verbose_name="kiriman", related_name="sendings")
    subscription = models.ForeignKey(
        "news.Subscription", models.CASCADE, verbose_name="langganan", related_name="sendings"
    )
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.WAITING)
    due_at = models.DateTimeField("giliran")
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    done_at = models.DateTimeField("selesai", null=True)
    remark = models.CharField("keterangan", max_length=80, blank=True)

    objects = SendingQuerySet.as_manager()

    class Meta:
        verbose_name = "pengiriman"
        verbose_name_plural = "pengiriman"
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["state", "due_at"], name="news_sending_due"),
            models.Index(fields=["done_at"], name="news_sending_done"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dispatch", "subscription"],
                name="news_sending_once_per_subscriber",
                violation_error_message="Pelanggan ini sudah tercatat pada kiriman ini.",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", done_at__isnull=True)
                | Q(state__in=["sent", "failed", "dropped"], done_at__isnull=False),
                name="news_sending_done_when",
                violation_error_message="Pengiriman yang selesai menyebut kapan.",
            ),
        ]

    def __str__(self) -> str:
        return f"Pengiriman {self.pk}"


class SentArticle(models.Model):
    """That a release goes, or went, to a subscriber with this sending and with no other."""

    sending = models.ForeignKey(Sending, models.CASCADE, related_name="items")
    subscription = models.ForeignKey("news.Subscription", models.CASCADE, related_name="+")
    article = models.ForeignKey("news.Article", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "siaran pers terkirim"
        verbose_name_plural = "siaran pers terkirim"
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "article"],
                name="news_sentarticle_once_per_subscriber",
                violation_error_message="Siaran pers ini sudah dikirim kepada pelanggan ini.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sending_id}: {self.article_id}"


class Bounce(models.Model):
    """A mail that came back. One sending comes back once, however many reports tell of it."""

    class Kind(models.TextChoices):
        HARD = "hard", "Alamat tidak ada"
        SOFT = "soft", "Sementara tidak dapat menerima"

    sending = models.OneToOneField(Sending, models.CASCADE, related_name="bounce")
    subscription = models.ForeignKey("news.Subscription", models.CASCADE, related_name="bounces")
    kind = models.CharField("jenis", max_length=10, choices=Kind)
    status = models.CharField("kode", max_length=12, help_text="Menurut RFC 3463, misalnya 5.1.1.")
    at = models.DateTimeField("waktu")

    class Meta:
        verbose_name = "surel kembali"
        verbose_name_plural = "surel kembali"
        default_permissions = ("view",)
        indexes = [models.Index(fields=["subscription", "at"], name="news_bounce_of_subscriber")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.status})"


class Quota(models.Model):
    """How often something was done in a window of time, by a blind key: it names neither address nor network."""

    key = models.CharField(max_length=64, unique=True)
    used = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "batas pemakaian"
        verbose_name_plural = "batas pemakaian"
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.used} sampai {timezone.localtime(self.ends_at):%H.%M}"

    @staticmethod
    def take(key: str, *, most: int, ends_at: datetime) -> bool:
        """Use one of `most` of that key; False where all are used. Two at once never use the same one."""
        Quota.objects.bulk_create([Quota(key=key, ends_at=ends_at)], ignore_conflicts=True)
        return bool(Quota.objects.filter(key=key, used__lt=most).update(used=F("used") + 1))


class MailSwitch(models.Model):
    """The office's pause button for everything that goes to subscribers. One row."""

    paused_at = models.DateTimeField("dijeda", null=True)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, verbose_name="dijeda oleh", related_name="+"
    )

    class Meta:
        verbose_name = "jeda kiriman surel"
        verbose_name_plural = "jeda kiriman surel"
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="news_mailswitch_is_single",
                violation_error_message="Tombol jeda hanya satu.",
            ),
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True, paused_by__isnull=True)
                | Q(paused_at__isnull=False, paused_by__isnull=False),
                name="news_mailswitch_paused_who_and_when",
                violation_error_message="Jeda menyebut siapa dan kapan.",
            ),
        ]

    def __str__(self) -> str:
        return "Dijeda" if self.paused_at else "Berjalan"

    @classmethod
    def current(cls) -> "MailSwitch":
        return cls.objects.select_related("paused_by").filter(pk=1).first() or cls(pk=1)

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None and self.paused_at <= timezone.now()
