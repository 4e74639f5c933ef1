"""Lists that come from outside: what was sent in, what each of its rows would do, and what was done."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone

from selayar_site.sealed import SealedTextField


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    def running(self) -> "RosterImportQuerySet":
        return self.filter(state__in=RosterImport.RUNNING)

    def left_alone(self, at: datetime) -> "RosterImportQuerySet":
        """Under way by their state, and held by nobody any more: a process was killed, or its time was over."""
        return self.running().filter(Q(lease_until__isnull=True) | Q(lease_until__lt=at))

    def over(self, at: datetime) -> "RosterImportQuerySet":
        """With rows that were kept long enough."""
        return self.filter(uploaded_at__lt=at - settings.IMPORT_DATA_KEPT, erased_at__isnull=True)


class RosterImport(models.Model):
    """One list from its arrival to its end. The rows are erased after a while; this and its sums stay.

    The name of the file is not kept: people put names and numbers of people into it.
    """

    class Kind(models.TextChoices):
        WORKERS = "workers", "Daftar pekerja"
        CIVIL_SERVANTS = "civil_servants", "Daftar ASN"
        MEMBERS = "members", "Daftar peserta"

    class Form(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "XLSX"

    class State(models.TextChoices):
        MAPPING = "mapping", "Menunggu pencocokan kolom"
        CHECKING = "checking", "Sedang diperiksa"
        CHECKED = "checked", "Menunggu diterapkan"
        APPLYING = "applying", "Sedang diterapkan"
        DONE = "done", "Selesai"
        REFUSED = "refused", "Tidak terbaca"
        STUCK = "stuck", "Terhenti"
        DISCARDED = "discarded", "Dibatalkan"

    RUNNING = (State.CHECKING, State.APPLYING)
    # How long whoever works on a list is left to it without a sign of life.
    LEASE = timedelta(seconds=90)

    kind = models.CharField("jenis daftar", max_length=20, choices=Kind)
    form = models.CharField("bentuk berkas", max_length=4, choices=Form)
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.MAPPING)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="diunggah oleh"
    )
    uploaded_at = models.DateTimeField("diunggah", default=timezone.now)
    content_index = models.CharField(max_length=64, help_text="Berkas yang sama dikenali lagi.")
    # The first rows of each sheet, as JSON: where there are no headings, they are people.
    head = SealedTextField("awal berkas", aad="programs.rosterimport.head", null=True)
    sheet = models.PositiveSmallIntegerField("lembar", default=0)
    heading_row = models.PositiveSmallIntegerField("baris judul", default=0)
    columns = models.JSONField("pencocokan kolom", default=dict)
    options = models.JSONField("pilihan", default=dict)
    position = models.PositiveIntegerField("baris yang sudah dikerjakan", default=0)
    total = models.PositiveIntegerField("perkiraan jumlah baris", default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease = models.CharField(max_length=16, blank=True, default="")
    lease_until = models.DateTimeField(null=True)
    # Sums by fate, by outcome and by what was refused: they outlive the rows.
    summary = models.JSONField("ringkasan", default=dict)
    problem = models.CharField("halangan", max_length=300, blank=True, default="")
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="diterapkan oleh"
    )
    applied_at = models.DateTimeField("diterapkan", null=True)
    done_at = models.DateTimeField("selesai", null=True)
    erased_at = models.DateTimeField("isi dihapus", null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        verbose_name = "impor daftar"
        verbose_name_plural = "impor daftar"
        ordering = ["-uploaded_at", "-pk"]
        permissions = [
            ("import_workers", "Mengimpor daftar pekerja"),
            ("import_civil_servants", "Mengimpor daftar ASN"),
            ("import_members", "Mengimpor daftar peserta yang dibayari"),
        ]
        indexes = [
            models.Index(fields=["-uploaded_at", "-id"], name="programs_rosterimport_newest"),
            models.Index(fields=["content_index"], name="programs_rosterimport_same"),
            models.Index(fields=["state"], name="programs_rosterimport_running"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_by__isnull=True, applied_at__isnull=True)
                | Q(applied_by__isnull=False, applied_at__isnull=False),
                name="programs_rosterimport_applying_is_one_fact",
                violation_error_message="Penerapan menyebut oleh siapa dan kapan.",
            ),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=False) | ~Q(state__in=["applying", "done"]),
                name="programs_rosterimport_applied_by_somebody",
                violation_error_message="Daftar diterapkan oleh seseorang.",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(head__isnull=True),
                name="programs_rosterimport_erased_whole",
                violation_error_message="Isi yang dihapus tidak tersisa sebagian.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} no. {self.pk}"

    @property
    def is_running(self) -> bool:
        return self.state in self.RUNNING

    @property
    def percent(self) -> int:
        """How far the stage is, as far as the file tells its length."""
        return min(99, self.position * 100 // self.total) if self.total else 0

    def count_rows(self) -> dict[str, Any]:
        """The sums that `summary` keeps."""
        rows = self.rows.order_by()
        sums: dict[str, Any] = {"rows": rows.count()}
        for name in ("fate", "outcome"):
            sums[name] = {row[name]: row["n"] for row in rows.values(name).annotate(n=Count("pk"))}
        refused = rows.filter(outcome=ImportRow.Outcome.REFUSED).values("reason").annotate(n=Count("pk"))
        sums["reasons"] = {row["reason"]: row["n"] for row in refused.order_by("-n", "reason")}
        sums["noted"] = rows.filter(is_noted=True).count()
        return sums


class ImportPart(models.Model):
    """A piece of the file as it came, sealed; gone as soon as the list is applied."""

    roster_import = models.ForeignKey(RosterImport, models.CASCADE, related_name="parts", verbose_name="impor")
    number = models.PositiveSmallIntegerField("urutan")
    content = SealedTextField("isi", aad="programs.importpart.content")

    class Meta:
        verbose_name = "potongan berkas impor"
        verbose_name_plural = "potongan berkas impor"
        constraints = [
            models.UniqueConstraint(
                fields=["roster_import", "number"],
                name="programs_importpart_one_of_a_number",
                violation_error_message="Potongan ini sudah ada.",
            ),
        ]

    def __str__(self) -> str:
        return f"Potongan {self.number} dari impor no. {self.roster_import_id}"


class ImportRow(models.Model):
    """One row as it came, what it would do when it was checked (`fate`), and what became of it (`outcome`)."""

    class Fate(models.TextChoices):
        NEW = "new", "Baru"
        CHANGED = "changed", "Berubah"
        SAME = "same", "Sama"
        REFUSED = "refused", "Ditolak"

    class Outcome(models.TextChoices):
        WAITING = "waiting", "Menunggu"
        WRITTEN = "written", "Diterapkan"
        SAME = "same", "Sudah sama"
        REFUSED = "refused", "Ditolak"
        DIFFERS = "differs", "Berubah sejak diperiksa"

    roster_import = models.ForeignKey(RosterImport, models.CASCADE, related_name="rows", verbose_name="impor")
    number = models.PositiveIntegerField("baris")
    cells = SealedTextField("isi baris", aad="programs.importrow.cells")
    # Name, changes, refusals and notes in words, as JSON; numbers in it are masks.
    details = SealedTextField("keterangan", aad="programs.importrow.details")
    fate = models.CharField("nasib", max_length=8, choices=Fate)
    outcome = models.CharField("hasil", max_length=8, choices=Outcome)
    # The field that was refused first.
    reason = models.CharField("sebab", max_length=30, blank=True, default="")
    is_noted = models.BooleanField("perlu dilihat", default=False)
    target = models.BigIntegerField("baris register", null=True)
    # Blind indexes: what identifies the person in this file, a second number, and name with birth and village.
    key = models.CharField(max_length=64, blank=True, default="")
    second_key = models.CharField(max_length=64, blank=True, default="")
    alike = models.CharField(max_length=64, blank=True, default="")
    # What it would write, digested: applied only where that is still so.
    plan = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = "baris impor"
        verbose_name_plural = "baris impor"
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["roster_import", "fate", "id"], name="programs_importrow_by_fate"),
            models.Index(fields=["roster_import", "outcome", "id"], name="programs_importrow_by_outcome"),
            models.Index(fields=["roster_import", "key"], name="programs_importrow_by_key"),
            models.Index(fields=["roster_import", "second_key"], name="programs_importrow_by_second"),
            models.Index(fields=["roster_import", "alike"], name="programs_importrow_by_likeness"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["roster_import", "number"],
                name="programs_importrow_read_once",
                violation_error_message="Baris ini sudah dibaca.",
            ),
            models.CheckConstraint(
                condition=Q(fate="refused", outcome="refused")
                | Q(fate="same", outcome="same")
                | Q(fate__in=["new", "changed"]),
                name="programs_importrow_nothing_to_do_is_done",
                violation_error_message="Baris yang sama atau ditolak tidak menunggu apa pun.",
            ),
        ]

    def __str__(self) -> str:
        return f"Baris {self.number} dari impor no. {self.roster_import_id}"


class HeadingMap(models.Model):
    """Which column means what, for all files with the same headings: asked once."""

    kind = models.CharField("jenis daftar", max_length=20, choices=RosterImport.Kind)
    shape = models.CharField("sidik judul kolom", max_length=64)
    columns = models.JSONField("pencocokan kolom", default=dict)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="dicocokkan oleh"
    )
    changed_at = models.DateTimeField("dicocokkan", auto_now=True)

    class Meta:
        verbose_name = "pencocokan judul kolom"
        verbose_name_plural = "pencocokan judul kolom"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "shape"],
                name="programs_headingmap_one_of_a_shape",
                violation_error_message="Susunan judul ini sudah dicocokkan.",
            ),
        ]

    def __str__(self) -> str:
        return f"Pencocokan kolom no. {self.pk}"
