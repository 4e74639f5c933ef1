"""Figures: what is counted, what each source says of it, and who stands for that; budgets beside them."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.dateformat import format as format_date

from programs.models.catalogue import Area, Program
from selayar_site.text import LineField, ProseField

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
SOURCE_URL = RegexValidator(
    r"\A(/(?![/\\])|https://)[^\s<>\"\\]*\Z", "Tulis alamat halaman situs ini (/berita/…/) atau alamat https."
)


class Domain(models.TextChoices):
    """Health and labour cover are counted apart and honoured apart: their figures are never added up."""

    LABOUR = "labour", "Jaminan sosial ketenagakerjaan"
    HEALTH = "health", "Jaminan kesehatan"


class Indicator(models.Model):
    """What is counted, and how. Each source's answer to it is a `Figure`."""

    class Kind(models.TextChoices):
        SHARE = "share", "Bagian dari keseluruhan (persen)"
        COUNT = "count", "Jumlah"

    slug = models.SlugField("alamat", max_length=60, unique=True)
    name = LineField("nama", max_length=120)
    domain = models.CharField("bidang", max_length=10, choices=Domain)
    kind = models.CharField("jenis angka", max_length=10, choices=Kind)
    unit = LineField("satuan", max_length=30, help_text="Yang dihitung, misalnya: pekerja, ASN, penduduk, OPD.")
    definition = ProseField("yang diukur", help_text="Satu atau dua kalimat yang dipahami siapa pun.")
    method = ProseField(
        "bagaimana angka ini dihitung", help_text="Pembilang, penyebut, asal data, dan keterbatasannya."
    )
    difference = ProseField(
        "mengapa sumber berbeda",
        blank=True,
        help_text="Isi bila angka dari beberapa sumber tidak sejalan: apa bedanya dan apa yang belum diketahui.",
    )
    programs = models.ManyToManyField(Program, blank=True, verbose_name="program", related_name="indicators")
    is_public = models.BooleanField("tampil untuk umum", default=True)
    on_home = models.BooleanField("tampil di beranda", default=False, help_text="Angka terbarunya saja.")
    position = models.PositiveSmallIntegerField("urutan", default=0)
    updated_at = models.DateTimeField("diperbarui", auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "indikator"
        verbose_name_plural = "indikator"
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(definition="") & ~Q(method=""),
                name="programs_indicator_says_what_it_counts",
                violation_error_message="Tuliskan apa yang diukur dan bagaimana angkanya dihitung.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class FigureQuerySet(models.QuerySet["Figure"]):
    def published(self) -> "FigureQuerySet":
        """What a second person approved, of public indicators: those replaced or retracted since as well."""
        return self.filter(state__in=Figure.TOLD, indicator__is_public=True)

    def current(self) -> "FigureQuerySet":
        """The published ones that hold: neither replaced nor retracted."""
        replacement = Figure.objects.filter(replaces=OuterRef("pk"), state__in=Figure.TOLD)
        return self.published().filter(~Exists(replacement), state=Figure.State.APPROVED)

    def in_order(self) -> "FigureQuerySet":
        """By indicator, the latest state of things first."""
        return self.order_by("indicator__position", "indicator__name", "-as_of", "-published_on", "-pk")


class Figure(models.Model):
    """One number as one source gives it.

    What was approved is never edited: a new row replaces it, or it is retracted with a reason, for all to see.
    """

    class State(models.TextChoices):
        PENDING = "pending", "Menunggu persetujuan"
        APPROVED = "approved", "Disetujui"
        REFUSED = "refused", "Tidak disetujui"
        RETRACTED = "retracted", "Ditarik"

    class Nature(models.TextChoices):
        OBSERVED = "observed", "Keadaan yang tercatat"
        TARGET = "target", "Target"

    class Wording(models.TextChoices):
        EXACT = "exact", "Tepat"
        ABOUT = "about", "Sekitar"
        OVER = "over", "Lebih dari"

    class Precision(models.TextChoices):
        DAY = "day", "Tanggal"
        MONTH = "month", "Bulan"
        YEAR = "year", "Tahun"

    # What stays before the readers' eyes.
    TOLD = (State.APPROVED, State.RETRACTED)

    indicator = models.ForeignKey(Indicator, models.PROTECT, verbose_name="indikator", related_name="figures")
    area = models.ForeignKey(
        Area,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name="wilayah",
        related_name="+",
        help_text="Kosongkan untuk seluruh kabupaten.",
    )
    nature = models.CharField("sifat", max_length=10, choices=Nature, default=Nature.OBSERVED)
    wording = models.CharField(
        "ketepatan", max_length=10, choices=Wording, default=Wording.EXACT, help_text="Sebagaimana kata sumbernya."
    )
    value = models.DecimalField("angka", max_digits=14, decimal_places=2, help_text="Untuk persen tanpa tanda %.")
    numerator = models.PositiveBigIntegerField("pembilang", null=True, blank=True)
    denominator = models.PositiveBigIntegerField(
        "penyebut", null=True, blank=True, help_text="Kosongkan bila sumber tidak menyebutnya. Jangan dihitung sendiri."
    )
    definition = ProseField(
        "yang dihitung menurut sumber ini",
        blank=True,
        help_text="Bila berbeda dari, atau lebih rinci daripada, indikator.",
    )
    as_of = models.DateField("keadaan pada", help_text="Kapan keadaan itu berlaku, bukan kapan diterbitkan.")
    precision = models.CharField(
        "tanggal diketahui sampai",
        max_length=5,
        choices=Precision,
        default=Precision.DAY,
        help_text="Bila hanya bulannya yang diketahui, pilih bulan dan isi tanggal terakhir bulan itu.",
    )
    source = LineField("sumber", max_length=200, help_text="Dokumen atau siaran yang memuat angka ini.")
    source_url = models.CharField("alamat sumber", max_length=300, blank=True, validators=[SOURCE_URL])
    publisher = LineField("penerbit angka", max_length=160, help_text="Lembaga yang menyatakan angka ini.")
    published_on = models.DateField("diterbitkan", null=True, blank=True)
    is_confirmed = models.BooleanField(
        "sudah dipastikan",
        default=False,
        help_text="Anda melihat dokumen penerbitnya sendiri. Selain itu halaman umum menyebutnya belum dikonfirmasi.",
    )
    note = ProseField("keterangan bagi pembaca", blank=True)
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        verbose_name="menggantikan",
        related_name="replacements",
    )
    correction = LineField(
        "alasan koreksi",
        max_length=250,
        blank=True,
        help_text="Apa yang keliru pada angka sebelumnya. Tampil untuk umum.",
    )
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.PENDING, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, verbose_name="ditulis oleh", related_name="+"
    )
    entered_at = models.DateTimeField("ditulis", editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        verbose_name="diputuskan oleh",
        related_name="+",
    )
    decided_at = models.DateTimeField("diputuskan", null=True, editable=False)
    retracted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        verbose_name="ditarik oleh",
        related_name="+",
    )
    retracted_at = models.DateTimeField("ditarik", null=True, editable=False)
    retraction = LineField("alasan penarikan", max_length=250, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = "angka"
        verbose_name_plural = "angka"
        ordering = ["-as_of", "-pk"]
        permissions = [("approve_figure", "Menyetujui angka yang ditulis orang lain")]
        indexes = [models.Index(fields=["state", "-as_of"], name="programs_figure_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gte=0, value__lte=10**12),
                name="programs_figure_value_is_possible",
                violation_error_message="Angka tidak boleh kurang dari nol.",
            ),
            models.CheckConstraint(
                condition=Q(denominator__isnull=True) | Q(denominator__gt=0, numerator__isnull=False),
                name="programs_figure_denominator_has_a_numerator",
                violation_error_message="Penyebut lebih dari nol dan disertai pembilangnya.",
            ),
            models.CheckConstraint(
                condition=Q(as_of__gte=date(EARLIEST_YEAR, 1, 1), as_of__lte=date(LATEST_YEAR, 12, 31)),
                name="programs_figure_of_a_possible_day",
                violation_error_message="Pilih tanggal antara tahun 2000 dan 2100.",
            ),
            models.CheckConstraint(
                condition=Q(state="pending", decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    state__in=["approved", "refused", "retracted"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="programs_figure_decision_has_a_name",
                violation_error_message="Keputusan selalu disertai nama dan waktunya.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "refused"]) | ~Q(decided_by=F("entered_by")),
                name="programs_figure_approved_by_another",
                violation_error_message="Angka disetujui oleh orang lain, bukan oleh yang menulisnya.",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True, correction="") | Q(replaces__isnull=False) & ~Q(correction=""),
                name="programs_figure_correction_says_why",
                violation_error_message="Tuliskan alasan koreksinya: apa yang keliru pada angka sebelumnya.",
            ),
            models.CheckConstraint(
                condition=Q(replaces__isnull=True) | ~Q(replaces=F("id")),
                name="programs_figure_replaces_another",
                violation_error_message="Angka tidak dapat menggantikan dirinya sendiri.",
            ),
            models.UniqueConstraint(
                fields=["replaces"],
                condition=~Q(state="refused"),
                name="programs_figure_one_replacement_each",
                violation_error_message="Angka ini sudah digantikan, atau penggantinya sedang menunggu persetujuan.",
            ),
            models.CheckConstraint(
                condition=Q(retracted_by__isnull=True, retracted_at__isnull=True, retraction="") & ~Q(state="retracted")
                | Q(state="retracted", retracted_by__isnull=False, retracted_at__isnull=False) & ~Q(retraction=""),
                name="programs_figure_retraction_says_why",
                violation_error_message="Tuliskan alasan penarikannya; pembaca melihatnya.",
            ),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(publisher=""),
                name="programs_figure_has_a_source",
                violation_error_message="Sebutkan sumber dan penerbit angkanya.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.words} ({self.as_of_words})"

    @property
    def shown_value(self) -> int | Decimal:
        """Without noughts after the comma that say nothing."""
        whole = int(self.value)
        return whole if whole == self.value else Decimal(self.value).normalize()

    @property
    def words(self) -> str:
        """As a sentence says it: “sekitar 53 persen”, “468 ASN”."""
        how = {self.Wording.ABOUT: "sekitar ", self.Wording.OVER: "lebih dari "}.get(self.Wording(self.wording), "")
        return f"{how}{indonesian(self.shown_value)} {self.measure}"

    @property
    def measure(self) -> str:
        return "persen" if self.indicator.kind == Indicator.Kind.SHARE else self.indicator.unit

    @property
    def as_of_words(self) -> str:
        """As exactly as it is known: “19 September 2023”, “Agustus 2024”, “2024”."""
        form = {self.Precision.MONTH: "F Y", self.Precision.YEAR: "Y"}
        return format_date(self.as_of, form.get(self.Precision(self.precision), "j F Y"))

    @property
    def is_retracted(self) -> bool:
        return self.state == self.State.RETRACTED

    @property
    def implied_denominator(self) -> int | None:
        """What the source divided by, where it gives a share and what it divided but not that. Our own sum."""
        if self.indicator.kind != Indicator.Kind.SHARE or self.denominator or not self.numerator or not self.value:
            return None
        return int((Decimal(self.numerator) * 100 / Decimal(self.value)).to_integral_value())


class AllocationQuerySet(models.QuerySet["Allocation"]):
    def published(self) -> "AllocationQuerySet":
        return self.filter(program__is_public=True)


class Allocation(models.Model):
    """The money set aside for a programme in one year. Whole rupiah."""

    program = models.ForeignKey(Program, models.PROTECT, verbose_name="program", related_name="allocations")
    year = models.PositiveSmallIntegerField("tahun anggaran")
    amount = models.PositiveBigIntegerField("jumlah (rupiah)", help_text="Tulis angka saja, tanpa titik.")
    is_approximate = models.BooleanField("jumlah perkiraan", default=False, help_text="Sumber menyebut “sekitar”.")
    source = LineField("sumber", max_length=200, help_text="Dokumen yang memuatnya, misalnya DPA atau siaran pers.")
    source_url = models.CharField("alamat sumber", max_length=300, blank=True, validators=[SOURCE_URL])
    is_confirmed = models.BooleanField(
        "sudah dipastikan", default=False, help_text="Belum dipastikan: halaman umum menyebutnya belum dikonfirmasi."
    )
    note = LineField("keterangan", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AllocationQuerySet.as_manager()

    class Meta:
        verbose_name = "anggaran program"
        verbose_name_plural = "anggaran program"
        ordering = ["-year", "program"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "year"],
                name="programs_allocation_one_a_year",
                violation_error_message="Anggaran program ini untuk tahun itu sudah ada: ubah baris itu.",
            ),
            models.CheckConstraint(
                condition=Q(year__gte=EARLIEST_YEAR, year__lte=LATEST_YEAR),
                name="programs_allocation_of_a_possible_year",
                violation_error_message="Pilih tahun antara 2000 dan 2100.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount__lte=10**13),
                name="programs_allocation_amount_is_possible",
                violation_error_message="Jumlah lebih dari nol dan paling banyak Rp10 triliun.",
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="programs_allocation_has_a_source",
                violation_error_message="Sebutkan sumbernya.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program}, {self.year}"


def indonesian(value: Any) -> str:
    """ "24.874"; "12,1": points part thousands, a comma the fraction."""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))
