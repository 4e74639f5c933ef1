"""The ledger: one row for each worker and month of cover, whoever pays; and the lists that fill it.

A month is year × 12 + month − 1 (selayar_site/months.py), an amount whole rupiah. Rows are never edited: a month that
should not stand is voided, with who, when and why, and may then be given to another payer.
"""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Max, Min, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from programs.models.catalogue import Agency, Area, Occupation, Payer, Program
from programs.models.tariffs import Tariff
from programs.models.workers import Worker
from selayar_site.months import EARLIEST, LATEST, check_month, month_name
from selayar_site.text import LineField

# Of one membership: a list for more years than this is a mistake in a year.
LONGEST = 60


class VoidReason(models.TextChoices):
    """Why a month does not stand any more."""

    DIED = "died", "Pekerja meninggal"
    MOVED = "moved", "Pindah ke luar kabupaten"
    EMPLOYED = "employed", "Menjadi pekerja formal"
    OTHER_PAYER = "other_payer", "Ditanggung pembayar lain"
    UNPAID = "unpaid", "Tidak dibayar"
    BY_WISH = "by_wish", "Atas keinginan pekerja"
    BY_ERROR = "by_error", "Salah catat"


class Rate(models.Model):
    """What one month costs: certain tariffs together, at the amounts that they had. Never changed."""

    key = models.CharField(max_length=120, unique=True, help_text="Tarif dan jumlahnya, sebagai satu kata.")
    payer = models.CharField("yang membayar", max_length=10, choices=Payer)
    sector = models.CharField("sektor", max_length=10, choices=Occupation.Sector)
    amount = models.PositiveIntegerField("iuran per bulan (rupiah)")

    class Meta:
        verbose_name = "iuran bulanan"
        verbose_name_plural = "iuran bulanan"
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount__lte=100_000_000),
                name="programs_rate_amount_is_possible",
                violation_error_message="Iuran sebulan lebih dari nol dan paling banyak Rp100.000.000.",
            ),
        ]

    def __str__(self) -> str:
        return f"Rp{self.amount:,}".replace(",", ".")


class RatePart(models.Model):
    """One of the tariffs of a rate, with what it was then."""

    rate = models.ForeignKey(Rate, models.CASCADE, related_name="parts", verbose_name="iuran bulanan")
    tariff = models.ForeignKey(Tariff, models.PROTECT, related_name="+", verbose_name="tarif")
    amount = models.PositiveIntegerField("jumlah (rupiah)")

    class Meta:
        verbose_name = "bagian iuran"
        verbose_name_plural = "bagian iuran"
        constraints = [
            models.UniqueConstraint(
                fields=["rate", "tariff"],
                name="programs_ratepart_each_tariff_once",
                violation_error_message="Setiap tarif dihitung satu kali.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tariff} Rp{self.amount}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def standing(self) -> "MembershipQuerySet":
        """Of which at least one month stands."""
        return self.filter(last_month__gte=F("first_month"))

    def covering(self, month: int) -> "MembershipQuerySet":
        return self.filter(first_month__lte=month, last_month__gte=month)

    def with_months(self) -> "MembershipQuerySet":
        """With what the ledger holds of each: `months`, `earliest` and `latest` of those that stand."""
        stands = Q(months_of_cover__voided_at__isnull=True)
        return self.annotate(
            months=Count("months_of_cover", filter=stands),
            earliest=Min("months_of_cover__month", filter=stands),
            latest=Max("months_of_cover__month", filter=stands),
        )


class Membership(models.Model):
    """A worker in a list of those that a scheme covers, for months in a row; the ledger has a row for each.

    `until_month` is what was listed; `last_month` is the last that stands, and lies before it once the membership
    was ended early; before `first_month` where none stands.
    """

    worker = models.ForeignKey(
        Worker, models.PROTECT, related_name="memberships", db_index=False, verbose_name="pekerja"
    )
    program = models.ForeignKey(
        Program, models.PROTECT, related_name="memberships", db_index=False, verbose_name="program"
    )
    payer = models.CharField("yang membayar", max_length=10, choices=[row for row in Payer.choices if row[0] != "asn"])
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        db_index=False,
        verbose_name="OPD yang menganggarkan",
    )
    village = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="memberships",
        db_index=False,
        verbose_name="desa yang membayar",
        limit_choices_to={"kind__in": Area.VILLAGES},
    )
    has_savings = models.BooleanField("dengan JHT", default=False)
    first_month = models.PositiveIntegerField("bulan pertama", validators=[check_month])
    until_month = models.PositiveIntegerField("sampai bulan", validators=[check_month])
    last_month = models.PositiveIntegerField("bulan terakhir yang berlaku", editable=False)
    source = LineField("daftar", max_length=160, help_text="Surat keputusan atau daftar yang memuatnya.")
    listed_on = models.DateField("tanggal daftar")
    created_at = models.DateTimeField("dicatat", auto_now_add=True)
    ended_at = models.DateTimeField("diakhiri pada", null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name="diakhiri oleh",
    )
    end_reason = models.CharField("alasan berakhir", max_length=12, choices=VoidReason, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = MembershipQuerySet.as_manager()

    # Set by `with_months()`.
    months: int
    earliest: int | None
    latest: int | None

    class Meta:
        verbose_name = "kepesertaan dari daftar"
        verbose_name_plural = "kepesertaan dari daftar"
        ordering = ["-listed_on", "-pk"]
        indexes = [
            models.Index(fields=["-listed_on", "-id"], name="programs_membership_newest"),
            models.Index(fields=["worker", "first_month"], name="programs_membership_of_worker"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(payer__in=["apbd", "village", "own", "partner"]),
                name="programs_membership_not_paid_by_asn",
                violation_error_message="Iuran dari ASN dicatat sebagai Sikamseang, bukan sebagai daftar.",
            ),
            models.CheckConstraint(
                condition=Q(payer="village", village__isnull=False, agency__isnull=True)
                | ~Q(payer="village") & Q(village__isnull=True),
                name="programs_membership_village_pays_itself",
                violation_error_message="Sebutkan desa yang membayar bila desa yang membayar, dan hanya bila demikian.",
            ),
            models.CheckConstraint(
                condition=Q(village__isnull=True) | Q(Exact(Length(F("village_id")), 13)),
                name="programs_membership_payer_is_a_village",
                violation_error_message="Pilih desa atau kelurahan, bukan kecamatan.",
            ),
            models.CheckConstraint(
                condition=Q(
                    first_month__gte=EARLIEST,
                    until_month__lte=LATEST,
                    until_month__gte=F("first_month"),
                    until_month__lt=F("first_month") + LONGEST,
                ),
                name="programs_membership_of_possible_months",
                violation_error_message="Bulan terakhir tidak sebelum bulan pertama, dan paling banyak 60 bulan.",
            ),
            models.CheckConstraint(
                condition=Q(last_month=F("until_month"), ended_at__isnull=True, ended_by__isnull=True, end_reason="")
                | Q(
                    last_month__lt=F("until_month"),
                    last_month__gte=F("first_month") - 1,
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                    end_reason__in=VoidReason.values,
                ),
                name="programs_membership_end_is_one_fact",
                violation_error_message="Yang berakhir lebih awal menyebut kapan, oleh siapa, dan mengapa.",
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="programs_membership_has_a_source",
                violation_error_message="Sebutkan daftar atau surat yang memuatnya.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_payer_display()}, {self.period}"

    @property
    def period(self) -> str:
        """The months that stand, in words."""
        if self.last_month < self.first_month:
            return "tidak berlaku"
        if self.last_month == self.first_month:
            return month_name(self.first_month)
        return f"{month_name(self.first_month)} sampai {month_name(self.last_month)}"

    @classmethod
    def shown_in_history(cls, keys: Iterable[int]) -> "dict[int, Membership]":
        return Membership.objects.in_bulk(keys)


class CoverMonthQuerySet(models.QuerySet["CoverMonth"]):
    def standing(self) -> "CoverMonthQuerySet":
        """What counts: everything but what was voided."""
        return self.filter(voided_at__isnull=True)

    def between(self, first: int, last: int) -> "CoverMonthQuerySet":
        return self.filter(month__gte=first, month__lte=last)


class CoverMonth(models.Model):
    """One worker's cover in one month. Two payers for one month cannot be: the constraint says so."""

    worker = models.ForeignKey(
        Worker, models.PROTECT, related_name="months_of_cover", db_index=False, verbose_name="pekerja"
    )
    month = models.PositiveIntegerField("bulan", validators=[check_month])
    payer = models.CharField("yang membayar", max_length=10, choices=Payer)
    program = models.ForeignKey(Program, models.PROTECT, related_name="+", db_index=False, verbose_name="program")
    membership = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        related_name="months_of_cover",
        db_index=False,
        verbose_name="kepesertaan",
    )
    sponsorship = models.ForeignKey(
        "programs.Sponsorship",
        models.PROTECT,
        null=True,
        related_name="months_of_cover",
        db_index=False,
        verbose_name="pertanggungan",
    )
    rate = models.ForeignKey(Rate, models.PROTECT, related_name="+", db_index=False, verbose_name="iuran bulanan")
    amount = models.PositiveIntegerField("iuran (rupiah)")
    created_at = models.DateTimeField("dicatat", auto_now_add=True)
    voided_at = models.DateTimeField("dibatalkan pada", null=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False, verbose_name="dibatalkan"
    )
    void_reason = models.CharField("alasan pembatalan", max_length=12, choices=VoidReason, blank=True)

    objects = CoverMonthQuerySet.as_manager()

    class Meta:
        verbose_name = "bulan perlindungan"
        verbose_name_plural = "bulan perlindungan"
        ordering = ["worker", "month", "pk"]
        indexes = [
            models.Index(fields=["worker", "month"], name="programs_covermonth_of_worker"),
            models.Index(fields=["membership", "month"], name="programs_covermonth_of_list"),
            models.Index(fields=["sponsorship", "month"], name="programs_covermonth_of_asn"),
            models.Index(fields=["month", "payer", "program"], name="programs_covermonth_by_month"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "month"],
                condition=Q(voided_at__isnull=True),
                name="programs_covermonth_one_payer_a_month",
                violation_error_message="Bulan itu sudah ditanggung.",
            ),
            models.CheckConstraint(
                condition=Q(month__gte=EARLIEST, month__lte=LATEST),
                name="programs_covermonth_in_a_possible_month",
                violation_error_message="Pilih bulan antara Januari 2000 dan Desember 2100.",
            ),
            models.CheckConstraint(
                condition=Q(payer="asn", membership__isnull=True, sponsorship__isnull=False)
                | Q(
                    payer__in=["apbd", "village", "own", "partner"],
                    membership__isnull=False,
                    sponsorship__isnull=True,
                ),
                name="programs_covermonth_has_its_source",
                violation_error_message="Bulan dari ASN berasal dari sebuah pertanggungan, yang lain dari daftar.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="programs_covermonth_costs_something",
                violation_error_message="Iuran sebulan lebih dari nol.",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, voided_by__isnull=True, void_reason="")
                | Q(voided_at__isnull=False, voided_by__isnull=False, void_reason__in=VoidReason.values),
                name="programs_covermonth_voiding_is_one_fact",
                violation_error_message="Pembatalan menyebut kapan, oleh siapa, dan mengapa.",
            ),
        ]

    def __str__(self) -> str:
        return f"{month_name(self.month)}, {self.get_payer_display()}"
