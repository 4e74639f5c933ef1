"""Sponsorship: one civil servant covers one informal worker.

    reserved → submitted → verified → sent → active → ended          reserved → lapsed
                 ↘ returned ↗                 ↘ rejected → verified

The states that hold both persons are `LIVE`; at most one live sponsorship for each civil servant and for each
worker, by constraint. A month is year × 12 + month − 1.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from programs.models.catalogue import Payer, Program
from programs.models.civil_servants import CivilServant
from programs.models.workers import Worker
from selayar_site.months import EARLIEST, LATEST, check_month, month_name

LONGEST_TERM = 12


class SponsorshipQuerySet(models.QuerySet["Sponsorship"]):
    def live(self, at: datetime | None = None) -> "SponsorshipQuerySet":
        """What holds both persons at that instant: a reservation that has run out holds nobody."""
        return self.filter(state__in=Sponsorship.LIVE).exclude(
            state=Sponsorship.State.RESERVED, reserved_until__lte=at or timezone.now()
        )

    def run_out(self, at: datetime | None = None) -> "SponsorshipQuerySet":
        """Reservations whose time is over and which nobody has marked so yet."""
        return self.filter(state=Sponsorship.State.RESERVED, reserved_until__lte=at or timezone.now())


class Sponsorship(models.Model):
    class State(models.TextChoices):
        RESERVED = "reserved", "Dipesan sementara"
        SUBMITTED = "submitted", "Menunggu verifikasi"
        RETURNED = "returned", "Dikembalikan untuk dilengkapi"
        VERIFIED = "verified", "Terverifikasi"
        SENT = "sent", "Dikirim ke BPJS Ketenagakerjaan"
        ACTIVE = "active", "Aktif"
        REJECTED = "rejected", "Ditolak BPJS Ketenagakerjaan"
        LAPSED = "lapsed", "Pesanan gugur"
        ENDED = "ended", "Berakhir"

    class EndReason(models.TextChoices):
        WORKER_DIED = "worker_died", "Pekerja meninggal"
        WORKER_MOVED = "worker_moved", "Pekerja pindah ke luar kabupaten"
        WORKER_EMPLOYED = "worker_employed", "Pekerja menjadi pekerja formal"
        WORKER_WISH = "worker_wish", "Atas keinginan pekerja"
        SPONSOR_RETIRED = "sponsor_retired", "ASN pensiun"
        SPONSOR_MOVED = "sponsor_moved", "ASN pindah ke luar kabupaten"
        SPONSOR_DIED = "sponsor_died", "ASN meninggal"
        SPONSOR_STOPPED = "sponsor_stopped", "ASN berhenti menanggung"
        REPLACED = "replaced", "Pekerja diganti"
        REJECTED = "rejected", "Ditolak BPJS Ketenagakerjaan"
        STAFF_ERROR = "staff_error", "Salah catat"

    class PaysBy(models.TextChoices):
        PAYROLL = "payroll", "Potongan gaji"
        TRANSFER = "transfer", "Transfer sendiri"

    # Who pays, as the tariff and the ledger ask it.
    payer = Payer.ASN
    LIVE = (State.RESERVED, State.SUBMITTED, State.RETURNED, State.VERIFIED, State.SENT, State.ACTIVE)
    # From each state to those that a verb may lead to; the final ones lead nowhere.
    TRANSITIONS: dict[str, tuple[str, ...]] = {
        State.RESERVED: (State.SUBMITTED, State.LAPSED),
        State.SUBMITTED: (State.RETURNED, State.VERIFIED, State.ENDED),
        State.RETURNED: (State.SUBMITTED, State.ENDED),
        State.VERIFIED: (State.SENT, State.ENDED),
        State.SENT: (State.ACTIVE, State.REJECTED, State.ENDED),
        State.REJECTED: (State.VERIFIED, State.ENDED),
        State.ACTIVE: (State.ENDED,),
        State.LAPSED: (),
        State.ENDED: (),
    }

    program = models.ForeignKey(
        Program, models.PROTECT, related_name="sponsorships", db_index=False, verbose_name="program"
    )
    civil_servant = models.ForeignKey(
        CivilServant, models.PROTECT, related_name="sponsorships", db_index=False, verbose_name="ASN"
    )
    worker = models.ForeignKey(
        Worker, models.PROTECT, related_name="sponsorships", db_index=False, verbose_name="pekerja"
    )
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.RESERVED, editable=False)
    has_savings = models.BooleanField("dengan JHT", default=False)
    pays_by = models.CharField("cara membayar", max_length=10, choices=PaysBy, default=PaysBy.PAYROLL)
    first_month = models.PositiveIntegerField("bulan pertama", null=True, blank=True, validators=[check_month])
    months = models.PositiveSmallIntegerField("lama (bulan)", null=True, blank=True)
    # A worker who takes the place of another, or a pair that comes back: the sponsor's line goes on.
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, editable=False, related_name="replaced_by", verbose_name="melanjutkan"
    )
    reserved_at = models.DateTimeField("dipesan pada", editable=False)
    reserved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="dipesan"
    )
    reserved_until = models.DateTimeField("dipesan sampai", editable=False)
    submitted_at = models.DateTimeField("diajukan pada", null=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="diajukan"
    )
    verified_at = models.DateTimeField("diverifikasi pada", null=True, editable=False)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="verifikator",
    )
    ended_at = models.DateTimeField("diakhiri pada", null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="diakhiri"
    )
    end_reason = models.CharField("alasan berakhir", max_length=16, choices=EndReason, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = SponsorshipQuerySet.as_manager()

    class Meta:
        verbose_name = "pertanggungan"
        verbose_name_plural = "pertanggungan"
        ordering = ["-reserved_at", "-pk"]
        permissions = [("verify_sponsorship", "Memverifikasi pertanggungan")]
        indexes = [
            models.Index(fields=["state", "submitted_at", "id"], name="programs_sponsorship_queue"),
            models.Index(fields=["civil_servant", "-reserved_at"], name="programs_sponsorship_of_asn"),
            models.Index(fields=["worker", "-reserved_at"], name="programs_sponsorship_of_worker"),
            models.Index(fields=["-reserved_at", "-id"], name="programs_sponsorship_newest"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["civil_servant"],
                condition=Q(state__in=["reserved", "submitted", "returned", "verified", "sent", "active"]),
                name="programs_sponsorship_one_live_per_asn",
                violation_error_message="ASN ini sudah menanggung seorang pekerja.",
            ),
            models.UniqueConstraint(
                fields=["worker"],
                condition=Q(state__in=["reserved", "submitted", "returned", "verified", "sent", "active"]),
                name="programs_sponsorship_one_live_per_worker",
                violation_error_message="Pekerja ini sudah ditanggung atau sedang dipilih ASN lain.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["reserved", "lapsed"], submitted_at__isnull=True, submitted_by__isnull=True)
                | ~Q(state__in=["reserved", "lapsed"]) & Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="programs_sponsorship_submission_is_one_fact",
                violation_error_message="Yang diajukan menyebut siapa dan kapan.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["reserved", "lapsed", "submitted", "returned"], verified_at__isnull=True,
                            verified_by__isnull=True)
                | Q(state__in=["verified", "sent", "active", "rejected"], verified_at__isnull=False,
                    verified_by__isnull=False)
                | Q(state="ended", verified_at__isnull=True, verified_by__isnull=True)
                | Q(state="ended", verified_at__isnull=False, verified_by__isnull=False),
                name="programs_sponsorship_verification_is_one_fact",
                violation_error_message="Yang diverifikasi menyebut siapa dan kapan.",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")
                | ~Q(state="ended") & Q(ended_at__isnull=True, ended_by__isnull=True, end_reason=""),
                name="programs_sponsorship_end_is_one_fact",
                violation_error_message="Yang berakhir menyebut kapan dan mengapa.",
            ),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True)
                | ~Q(verified_by=F("submitted_by")) & (Q(reserved_by__isnull=True) | ~Q(verified_by=F("reserved_by"))),
                name="programs_sponsorship_four_eyes",
                violation_error_message="Yang memverifikasi bukan yang mencatat. Mintalah rekan Anda.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["reserved", "lapsed"])
                | Q(
                    first_month__gte=EARLIEST, first_month__lte=LATEST - LONGEST_TERM, months__gte=1,
                    months__lte=LONGEST_TERM,
                ),
                name="programs_sponsorship_has_a_term",
                violation_error_message="Pilih bulan pertama, dan lama 1 sampai 12 bulan.",
            ),
            models.CheckConstraint(
                condition=Q(reserved_until__gt=F("reserved_at")),
                name="programs_sponsorship_reserved_for_a_while",
                violation_error_message="Pesanan berakhir sesudah dimulai.",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")),
                name="programs_sponsorship_not_its_own_successor",
                violation_error_message="Sebuah pertanggungan tidak melanjutkan dirinya sendiri.",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        """Without a name: titles of pages and messages are made of this."""
        return f"Pertanggungan no. {self.pk}"

    @property
    def last_month(self) -> int | None:
        """Of the agreed term."""
        return None if self.first_month is None or self.months is None else self.first_month + self.months - 1

    @property
    def term(self) -> str:
        if self.first_month is None or self.last_month is None:
            return "belum dipilih"
        if self.months == 1:
            return month_name(self.first_month)
        return f"{month_name(self.first_month)} sampai {month_name(self.last_month)}"

    def is_live(self, at: datetime | None = None) -> bool:
        """The same truth as `live()`, for one."""
        return self.state in self.LIVE and not self.has_run_out(at)

    def has_run_out(self, at: datetime | None = None) -> bool:
        return self.state == self.State.RESERVED and self.reserved_until <= (at or timezone.now())

    @classmethod
    def shown_in_history(cls, keys: Iterable[int]) -> "dict[int, Sponsorship]":
        return Sponsorship.objects.in_bulk(keys)


class EligibilityAnswer(models.Model):
    """What one named rule said of a sponsorship, and from what; asked at submission and again at verification."""

    class Result(models.TextChoices):
        PASS = "pass", "Memenuhi"
        WARN = "warn", "Perlu diperiksa"
        FAIL = "fail", "Tidak memenuhi"

    sponsorship = models.ForeignKey(
        Sponsorship, models.CASCADE, related_name="answers", db_index=False, verbose_name="pertanggungan"
    )
    rule = models.CharField("aturan", max_length=30)
    result = models.CharField("jawaban", max_length=4, choices=Result)
    reason = models.CharField("alasan", max_length=250)
    inputs = models.JSONField("dasar", default=dict, help_text="Tanpa NIK, nomor KK, atau telepon.")
    asked_at = models.DateTimeField("ditanyakan")
    overridden_at = models.DateTimeField("dikecualikan pada", null=True)
    overridden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="dikecualikan oleh"
    )

    class Meta:
        verbose_name = "jawaban kelayakan"
        verbose_name_plural = "jawaban kelayakan"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sponsorship", "rule"],
                name="programs_eligibilityanswer_one_for_each_rule",
                violation_error_message="Setiap aturan dijawab satu kali.",
            ),
            models.CheckConstraint(
                condition=Q(overridden_at__isnull=True, overridden_by__isnull=True)
                | Q(overridden_at__isnull=False, overridden_by__isnull=False) & ~Q(result="pass"),
                name="programs_eligibilityanswer_override_is_one_fact",
                violation_error_message="Pengecualian menyebut siapa dan kapan, dan hanya untuk yang tidak memenuhi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.get_result_display()}"

    @property
    def holds_up(self) -> bool:
        """Whether verification waits for somebody's decision on it."""
        return self.result != self.Result.PASS and self.overridden_at is None
