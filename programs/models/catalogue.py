"""The catalogue: programmes, and the lists that their registers are built on."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.urls import reverse

from selayar_site.jsonlist import json_list
from selayar_site.richtext import sanitize
from selayar_site.text import LineField


class Payer(models.TextChoices):
    """Who pays a contribution. The tariff hangs on it: relief is not for what the state pays (PP 50/2025)."""

    ASN = "asn", "ASN (Sikamseang)"
    APBD = "apbd", "APBD kabupaten"
    VILLAGE = "village", "Anggaran desa"
    OWN = "own", "Pekerja sendiri"
    PARTNER = "partner", "Baznas atau perusahaan"


class ProgramQuerySet(models.QuerySet["Program"]):
    def listed(self) -> "ProgramQuerySet":
        """What the public sees, in the order of the office."""
        return self.filter(is_public=True).order_by("position", "name")

    def complete(self) -> "ProgramQuerySet":
        """With contacts, documents, budgets and awards, which ride along as JSON: no query more."""
        contacts = self.model.contacts.rel.related_model._default_manager.filter(program=OuterRef("pk"))
        documents = self.model.documents.rel.related_model._default_manager.filter(program=OuterRef("pk"))
        budgets = self.model.allocations.rel.related_model._default_manager.filter(program=OuterRef("pk"))
        awards = self.model.awards.rel.related_model._default_manager.filter(programs=OuterRef("pk"), is_public=True)
        told = ("year", "amount", "is_approximate", "source", "source_url", "is_confirmed", "note")
        return self.annotate(
            budget_rows=json_list(budgets, *told),
            award_rows=json_list(awards, "slug", "name", "given_on"),
            contact_rows=json_list(contacts, "id", "office", "about", "address", "phone", "email", "hours", "position"),
            document_rows=json_list(documents, "id", "slug", "title", "size", "pages", "position"),
        )


class Program(models.Model):
    class Kind(models.TextChoices):
        SPONSORSHIP = "sponsorship", "Ditanggung perorangan"
        BUDGET = "budget", "Dibiayai anggaran daerah"
        VILLAGE = "village", "Dibiayai desa"
        HEALTH = "health", "Jaminan kesehatan"
        PARTNER = "partner", "Dibiayai mitra"

    slug = models.SlugField("alamat", max_length=60, unique=True)
    name = LineField("nama", max_length=120)
    other_names = models.JSONField(
        "nama lain", default=list, blank=True, help_text="Ejaan lain yang dipakai orang saat mencari."
    )
    kind = models.CharField("jenis", max_length=20, choices=Kind)
    summary = LineField("ringkasan", max_length=220)
    body_html = models.TextField("uraian", blank=True)
    payer = models.CharField(
        "pembayar iuran",
        max_length=10,
        choices=Payer,
        blank=True,
        help_text="Menentukan tabel tarif pada halamannya. Kosongkan untuk program tanpa iuran BPJS Ketenagakerjaan.",
    )
    funder = LineField("penanggung biaya", max_length=160)
    legal_basis = models.JSONField("dasar hukum", default=list, blank=True, help_text="Satu peraturan setiap butir.")
    faq = models.JSONField("tanya jawab", default=list, blank=True, help_text="Daftar pertanyaan dan jawaban.")
    starts_on = models.DateField("mulai", null=True, blank=True)
    ends_on = models.DateField("berakhir", null=True, blank=True)
    is_public = models.BooleanField("tampil untuk umum", default=True)
    position = models.PositiveSmallIntegerField("urutan", default=0)
    updated_at = models.DateTimeField("diperbarui", auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ProgramQuerySet.as_manager()

    # Set by `complete()`.
    contact_rows: list[dict[str, Any]] | None
    document_rows: list[dict[str, Any]] | None
    budget_rows: list[dict[str, Any]] | None
    award_rows: list[dict[str, Any]] | None

    class Meta:
        verbose_name = "program"
        verbose_name_plural = "program"
        ordering = ["position", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="programs_program_ends_after_it_starts",
                violation_error_message="Tanggal berakhir tidak boleh sebelum tanggal mulai.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("program_detail", kwargs={"slug": self.slug})

    @property
    def shown_contacts(self) -> list[dict[str, Any]]:
        """Whom to ask, in the order of the office; needs `complete()`, as does the next."""
        return sorted(self.contact_rows or [], key=lambda row: (row["position"], row["id"]))

    @property
    def shown_documents(self) -> list[dict[str, Any]]:
        return sorted(self.document_rows or [], key=lambda row: (row["position"], row["id"]))

    @property
    def shown_budgets(self) -> list[dict[str, Any]]:
        """The latest year first."""
        return sorted(self.budget_rows or [], key=lambda row: -row["year"])

    @property
    def shown_awards(self) -> list[dict[str, Any]]:
        """The latest first."""
        rows = [row | {"given_on": date.fromisoformat(str(row["given_on"])[:10])} for row in self.award_rows or []]
        return sorted(rows, key=lambda row: row["given_on"], reverse=True)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body_html = sanitize(self.body_html)
        super().save(*args, **kwargs)


class Agency(models.Model):
    """An organisation unit of the regency (OPD)."""

    class Kind(models.TextChoices):
        SECRETARIAT = "sekretariat", "Sekretariat"
        INSPECTORATE = "inspektorat", "Inspektorat"
        OFFICE = "dinas", "Dinas"
        BOARD = "badan", "Badan"
        DISTRICT = "kecamatan", "Kecamatan"
        HOSPITAL = "rumah-sakit", "Rumah sakit"
        OTHER = "lain", "Satuan lain"

    code = models.CharField("kode", max_length=20, unique=True)
    name = LineField("nama", max_length=160, unique=True)
    short_name = LineField("nama singkat", max_length=60)
    kind = models.CharField("jenis", max_length=20, choices=Kind)
    is_active = models.BooleanField("aktif", default=True)

    class Meta:
        verbose_name = "OPD"
        verbose_name_plural = "OPD"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """A part of the regency, with the code of the Ministry of Home Affairs."""

    class Kind(models.TextChoices):
        PROVINCE = "province", "Provinsi"
        REGENCY = "regency", "Kabupaten"
        DISTRICT = "kecamatan", "Kecamatan"
        VILLAGE = "desa", "Desa"
        URBAN_VILLAGE = "kelurahan", "Kelurahan"

    VILLAGES = (Kind.VILLAGE, Kind.URBAN_VILLAGE)

    code = models.CharField("kode wilayah", max_length=13, primary_key=True)
    name = LineField("nama", max_length=80)
    kind = models.CharField("jenis", max_length=10, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, verbose_name="bagian dari", related_name="parts"
    )

    # Our own drawing of where a kecamatan lies, in percent of the map's width and height from its upper left corner.
    map_x = models.PositiveSmallIntegerField("letak dari kiri (%)", null=True, blank=True)
    map_y = models.PositiveSmallIntegerField("letak dari atas (%)", null=True, blank=True)
    island = LineField(
        "pulau pada peta",
        max_length=60,
        blank=True,
        help_text="Kecamatan sepulau digambar sebagai satu daratan, dari atas ke bawah.",
    )

    class Meta:
        verbose_name = "wilayah"
        verbose_name_plural = "wilayah"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="province", parent__isnull=True) | ~Q(kind="province") & Q(parent__isnull=False),
                name="programs_area_has_a_parent",
                violation_error_message="Setiap wilayah di bawah provinsi adalah bagian dari wilayah lain.",
            ),
            models.CheckConstraint(
                # 73, 73.01, 73.01.01, 73.01.01.1001: who points to a village can promise it by the length.
                condition=(Q(kind__in=["desa", "kelurahan"]) & Exact(Length("code"), 13))
                | (Q(kind="kecamatan") & Exact(Length("code"), 8))
                | (Q(kind="regency") & Exact(Length("code"), 5))
                | (Q(kind="province") & Exact(Length("code"), 2)),
                name="programs_area_code_says_kind",
                violation_error_message="Panjang kode wilayah tidak sesuai dengan jenisnya (Permendagri).",
            ),
            models.CheckConstraint(
                condition=Q(map_x__isnull=True, map_y__isnull=True) | Q(map_x__lte=100, map_y__lte=100),
                name="programs_area_place_on_the_map",
                violation_error_message="Letak pada peta ditulis lengkap: 0 sampai 100 dari kiri dan dari atas.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"

    @property
    def name_and_place(self) -> str:
        """ "Desa Bonea, Kecamatan Pasimarannu": names of villages come more than once. Loads the parent."""
        return f"{self}, {self.parent}" if self.parent and self.kind in self.VILLAGES else str(self)


class Occupation(models.Model):
    """An informal trade. The sector decides the tariff (PP 50/2025 relieves transport for longer)."""

    class Sector(models.TextChoices):
        TRANSPORT = "transport", "Transportasi"
        OTHER = "other", "Selain transportasi"

    class Group(models.TextChoices):
        """What the public sees instead of trades that few people have."""

        SEA = "sea", "Laut dan pesisir"
        LAND = "land", "Pertanian dan peternakan"
        TRADE = "trade", "Perdagangan dan makanan"
        TRANSPORT = "transport", "Angkutan dan bongkar muat"
        CRAFT = "craft", "Bangunan, kerajinan, dan rumah tangga"
        OTHER = "other", "Lainnya"

    name = LineField("nama", max_length=80, unique=True)
    sector = models.CharField("sektor iuran", max_length=10, choices=Sector)
    group = models.CharField(
        "kelompok", max_length=10, choices=Group, default=Group.OTHER, help_text="Untuk daftar tunggu yang dibaca umum."
    )
    position = models.PositiveSmallIntegerField("urutan", default=0)
    is_active = models.BooleanField("dipakai", default=True)

    class Meta:
        verbose_name = "pekerjaan"
        verbose_name_plural = "pekerjaan"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
