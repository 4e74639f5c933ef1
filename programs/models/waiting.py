"""The waiting list: informal workers who agreed to be covered, until somebody does or they think otherwise."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from programs.models.sponsorship import Sponsorship
from programs.models.workers import Worker
from selayar_site.months import EARLIEST, LATEST, check_month, month_name


class ConsentWording(models.Model):
    """One wording of what a worker agrees to. It is never rewritten: a new wording is a new row."""

    class Purpose(models.TextChoices):
        WAITING = "waiting", "Daftar tunggu"

    purpose = models.CharField("untuk", max_length=12, choices=Purpose, default=Purpose.WAITING)
    number = models.PositiveSmallIntegerField("versi", editable=False)
    text = models.TextField("teks", help_text="Yang dibacakan atau ditandatangani, dari sudut pandang pekerja.")
    since = models.DateTimeField("berlaku sejak", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "teks persetujuan pekerja"
        verbose_name_plural = "teks persetujuan pekerja"
        default_permissions = ("view", "add")
        ordering = ["purpose", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "number"],
                name="programs_consentwording_each_number_once",
                violation_error_message="Versi ini sudah ada.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="programs_consentwording_says_something",
                violation_error_message="Tuliskan teks persetujuannya.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, versi {self.number}"

    @classmethod
    def current(cls, purpose: str = Purpose.WAITING) -> "ConsentWording | None":
        """The newest wording; without one nobody can be listed."""
        return cls.objects.filter(purpose=purpose).order_by("-number").first()

    def add(self) -> None:
        """Save a new wording under the next number; of two at once each gets its own, by the constraint."""
        while True:
            newest = ConsentWording.current(self.purpose)
            self.number = newest.number + 1 if newest else 1
            try:
                with transaction.atomic():
                    self.save(force_insert=True)
            except IntegrityError:
                if not ConsentWording.objects.filter(purpose=self.purpose, number=self.number).exists():
                    raise
            else:
                return


class WaitingEntryQuerySet(models.QuerySet["WaitingEntry"]):
    def waiting(self) -> "WaitingEntryQuerySet":
        return self.filter(state=WaitingEntry.State.WAITING)

    def available(self, on: date | None = None) -> "WaitingEntryQuerySet":
        """Who waits and could be covered on that day: alive, in the regency, without formal employment, chosen by
        nobody yet.
        """
        chosen = Sponsorship.objects.live().values("worker")
        return self.waiting().filter(worker__in=Worker.objects.insurable(on)).exclude(worker__in=chosen)


class WaitingEntry(models.Model):
    """That a worker wants to be covered, who wrote it down, and on which consent.

    Who takes the consent back leaves nothing written behind: the note goes, and the reasons in the history.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Menunggu"
        TAKEN = "taken", "Sudah ditanggung"
        WITHDRAWN = "withdrawn", "Dicabut"

    class How(models.TextChoices):
        SIGNED = "signed", "Tertulis, bertanda tangan"
        THUMB = "thumb", "Tertulis, cap jempol"
        SPOKEN = "spoken", "Lisan, di hadapan petugas"

    class Source(models.TextChoices):
        COUNTER = "counter", "Datang ke loket"
        VILLAGE = "village", "Diusulkan desa atau kelurahan"
        AGENCY = "agency", "Diusulkan OPD"
        SURVEY = "survey", "Pendataan lapangan"

    class Reason(models.TextChoices):
        BY_WISH = "by_wish", "Atas keinginan pekerja"
        COVERED = "covered", "Sudah ditanggung pembayar lain"
        GONE = "gone", "Meninggal, pindah, atau bekerja formal"
        BY_ERROR = "by_error", "Salah catat"

    worker = models.ForeignKey(Worker, models.PROTECT, related_name="waiting_entries", verbose_name="pekerja")
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.WAITING, editable=False)
    since = models.DateField("menunggu sejak", help_text="Tanggal pekerja ini meminta atau diusulkan.")
    listed_at = models.DateTimeField("dicatat pada", auto_now_add=True)
    listed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="dicatat oleh"
    )
    source = models.CharField("asal", max_length=10, choices=Source)
    consent = models.ForeignKey(
        ConsentWording, models.PROTECT, related_name="+", editable=False, verbose_name="teks persetujuan"
    )
    consent_on = models.DateField("persetujuan diberikan")
    consent_how = models.CharField("cara persetujuan", max_length=8, choices=How)
    note = models.TextField(
        "catatan", blank=True, max_length=500, help_text="Hanya dibaca petugas. Jangan menulis nomor di sini."
    )
    ended_at = models.DateTimeField("berakhir pada", null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, verbose_name="oleh"
    )
    reason = models.CharField("alasan pencabutan", max_length=10, choices=Reason, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = WaitingEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "daftar tunggu"
        verbose_name_plural = "daftar tunggu"
        ordering = ["since", "pk"]
        indexes = [models.Index(fields=["state", "since", "id"], name="programs_waitingentry_by_age")]
        constraints = [
            models.UniqueConstraint(
                fields=["worker"],
                condition=Q(state="waiting"),
                name="programs_waitingentry_one_each",
                violation_error_message="Pekerja ini sudah ada dalam daftar tunggu.",
            ),
            models.CheckConstraint(
                condition=Q(since__gte="2000-01-01", since__lt="2100-01-01"),
                name="programs_waitingentry_since_a_possible_day",
                violation_error_message="Pilih tanggal antara 2000 dan 2100.",
            ),
            models.CheckConstraint(
                condition=Q(consent_how__in=["signed", "thumb", "spoken"], consent_on__gte="2000-01-01"),
                name="programs_waitingentry_consent_is_told",
                violation_error_message="Sebutkan kapan dan bagaimana pekerja menyetujuinya.",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at__isnull=True, ended_by__isnull=True, reason="")
                | Q(state="taken", ended_at__isnull=False, ended_by__isnull=False, reason="")
                | Q(
                    state="withdrawn",
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                    reason__in=["by_wish", "covered", "gone", "by_error"],
                ),
                name="programs_waitingentry_end_is_one_fact",
                violation_error_message="Yang berakhir menyebut kapan, oleh siapa, dan mengapa.",
            ),
            models.CheckConstraint(
                condition=~Q(reason="by_wish") | Q(note=""),
                name="programs_waitingentry_wish_leaves_no_note",
                violation_error_message="Catatan tentang orang yang mencabut persetujuannya dihapus.",
            ),
        ]

    def __str__(self) -> str:
        return f"Daftar tunggu no. {self.pk}"

    @classmethod
    def shown_in_history(cls, keys: Iterable[int]) -> "dict[int, WaitingEntry]":
        return WaitingEntry.objects.in_bulk(keys)


class WaitingPublication(models.Model):
    """What everyone may read of the waiting list in a month (programs/small_cells.py). Never changed."""

    month = models.PositiveIntegerField("bulan", unique=True, validators=[check_month])
    as_of = models.DateTimeField("keadaan pada", default=timezone.now)
    # Rows of district, occupation group, age band, count and what is shown of it. No count is under five.
    cells: Any = models.JSONField("kelompok", default=list)

    class Meta:
        verbose_name = "terbitan daftar tunggu"
        verbose_name_plural = "terbitan daftar tunggu"
        default_permissions = ("view",)
        ordering = ["-month"]
        constraints = [
            models.CheckConstraint(
                condition=Q(month__gte=EARLIEST, month__lte=LATEST),
                name="programs_waitingpublication_of_a_possible_month",
                violation_error_message="Pilih bulan antara Januari 2000 dan Desember 2100.",
            ),
        ]

    def __str__(self) -> str:
        return f"Daftar tunggu, {month_name(self.month)}"
