"""What cover costs: benefits, and the tariff of each from a month on."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from programs.models.catalogue import Occupation, Payer
from selayar_site.months import EARLIEST, LATEST, check_month, month_name


class Benefit(models.Model):
    """One of the benefits of BPJS Ketenagakerjaan (JKK, JKM, JHT)."""

    code = models.SlugField("singkatan", max_length=10, unique=True)
    name = models.CharField("nama", max_length=80, unique=True)
    description = models.CharField(
        "manfaat", max_length=300, help_text="Apa yang diterima peserta, dalam satu kalimat."
    )
    is_optional = models.BooleanField("pilihan tambahan", default=False)
    position = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = "manfaat"
        verbose_name_plural = "manfaat"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code.upper()})"


class NoTariff(LookupError):
    """Nothing was decided for that month, benefit, sector and payer. Its text is a sentence for the office."""


class TariffQuerySet(models.QuerySet["Tariff"]):
    def in_force(self, month: int) -> "TariffQuerySet":
        """The one tariff of each benefit, sector and payer that counts in that month; none where it has ended."""
        newer = Tariff.objects.filter(
            benefit=OuterRef("benefit"), sector=OuterRef("sector"), payer=OuterRef("payer"), valid_from__lte=month
        )
        return self.filter(
            valid_from=Subquery(newer.order_by("-valid_from").values("valid_from")[:1]), amount__isnull=False
        )

    def with_end(self) -> "TariffQuerySet":
        """With `valid_until`, the last month that each counts in, or None while nothing follows."""
        later = Tariff.objects.filter(
            benefit=OuterRef("benefit"),
            sector=OuterRef("sector"),
            payer=OuterRef("payer"),
            valid_from__gt=OuterRef("valid_from"),
        )
        return self.annotate(valid_until=Subquery(later.order_by("valid_from").values("valid_from")[:1]) - 1)

    def table(self) -> "TariffTable":
        """All of them in memory, to ask about many months without asking the database again. One query."""
        return TariffTable(self.select_related("benefit"))


class Tariff(models.Model):
    """The monthly contribution for one benefit, sector and payer from a month on, until the next row's.

    The end is not stored, so two tariffs can never hold at once. A row without an amount says that none holds
    from then on. Whole rupiah; a month is year × 12 + month − 1. What was agreed at a tariff keeps its amount.
    """

    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="tariffs", verbose_name="manfaat")
    sector = models.CharField("sektor", max_length=10, choices=Occupation.Sector)
    payer = models.CharField("yang membayar", max_length=10, choices=Payer)
    valid_from = models.PositiveIntegerField("berlaku sejak", validators=[check_month])
    amount = models.PositiveIntegerField(
        "iuran per bulan (rupiah)",
        null=True,
        blank=True,
        help_text="Kosongkan untuk menyatakan bahwa sejak bulan itu tidak ada tarif.",
    )
    source = models.CharField("dasar", max_length=160, help_text="Peraturan yang menetapkannya.")
    is_confirmed = models.BooleanField(
        "sudah dipastikan",
        default=False,
        help_text="Belum dipastikan: halaman umum menyebutnya belum dikonfirmasi.",
    )
    note = models.CharField("keterangan", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = TariffQuerySet.as_manager()

    # Set by `with_end()`.
    valid_until: int | None

    class Meta:
        verbose_name = "tarif iuran"
        verbose_name_plural = "tarif iuran"
        ordering = ["payer", "sector", "benefit", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["benefit", "sector", "payer", "valid_from"],
                name="programs_tariff_one_from_a_month",
                violation_error_message="Sudah ada tarif untuk manfaat, sektor, dan pembayar ini mulai bulan itu.",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__gte=EARLIEST, valid_from__lte=LATEST),
                name="programs_tariff_from_a_possible_month",
                violation_error_message="Pilih bulan antara Januari 2000 dan Desember 2100.",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0, amount__lte=10_000_000),
                name="programs_tariff_amount_is_possible",
                violation_error_message="Iuran lebih dari nol dan paling banyak Rp10.000.000 sebulan.",
            ),
            models.CheckConstraint(
                condition=Q(sector__in=["transport", "other"]),
                name="programs_tariff_has_a_sector",
                violation_error_message="Pilih sektor.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.benefit.code.upper()} {self.get_sector_display()} {self.get_payer_display()} {self.since}"

    @property
    def since(self) -> str:
        return month_name(self.valid_from)


class TariffTable:
    """Every tariff, asked by month."""

    def __init__(self, tariffs: Iterable[Tariff]) -> None:
        self._rows: dict[tuple[str, str, str], list[Tariff]] = defaultdict(list)
        for tariff in sorted(tariffs, key=lambda tariff: tariff.valid_from):
            self._rows[tariff.benefit.code, tariff.sector, tariff.payer].append(tariff)

    def tariff_in(self, month: int, *, benefit: str, sector: str, payer: str) -> Tariff:
        """The tariff that counts in that month; `benefit` is its code. Raises NoTariff."""
        found = None
        for tariff in self._rows.get((benefit, sector, payer), []):
            if tariff.valid_from > month:
                break
            found = tariff
        if found is None or found.amount is None:
            raise NoTariff(
                f"Belum ada tarif {benefit.upper()} untuk {Occupation.Sector(sector).label.lower()}, dibayar "
                f"{Payer(payer).label}, pada {month_name(month)}."
            )
        return found

    def amount_in(self, month: int, *, benefits: Iterable[str], sector: str, payer: str) -> int:
        """What those benefits cost together in that month, in rupiah. Raises NoTariff where one has none."""
        rows = (self.tariff_in(month, benefit=benefit, sector=sector, payer=payer) for benefit in benefits)
        return sum(row.amount or 0 for row in rows)

    def is_confirmed_in(self, month: int, *, benefits: Iterable[str], sector: str, payer: str) -> bool:
        """Whether each of those amounts is certain. Raises NoTariff."""
        return all(
            self.tariff_in(month, benefit=benefit, sector=sector, payer=payer).is_confirmed for benefit in benefits
        )
