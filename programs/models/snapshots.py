"""Snapshots: what the registers count in a month, frozen, for everyone once a second person has approved it."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from programs.small_cells import FLOOR
from selayar_site.months import EARLIEST, LATEST, check_month, first_day, last_day, month_name
from selayar_site.text import LineField


class SnapshotQuerySet(models.QuerySet["Snapshot"]):
    def published(self) -> "SnapshotQuerySet":
        """What everyone may read, the latest month first."""
        return self.filter(state=Snapshot.State.APPROVED).order_by("-month")

    def told(self) -> "SnapshotQuerySet":
        """What everyone could read once, withdrawn ones too, the last told first."""
        return self.filter(state__in=Snapshot.TOLD).order_by("-decided_at", "-pk")


class Snapshot(models.Model):
    """The tables of one month. Its cells are written with it and never changed."""

    class State(models.TextChoices):
        COMPUTED = "computed", "Menunggu persetujuan"
        APPROVED = "approved", "Terbit"
        REFUSED = "refused", "Tidak disetujui"
        WITHDRAWN = "withdrawn", "Dicabut"

    # Whoever copied them has them still: the next month is held against the last of these.
    TOLD = (State.APPROVED, State.WITHDRAWN)

    month = models.PositiveIntegerField("bulan", validators=[check_month], editable=False)
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.COMPUTED, editable=False)
    former = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="followers",
        verbose_name="dihitung terhadap terbitan",
    )
    digest = models.CharField("sidik (SHA-256)", max_length=64, editable=False)
    computed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, verbose_name="dihitung oleh", related_name="+"
    )
    computed_at = models.DateTimeField("dihitung", editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        verbose_name="diputuskan oleh",
        related_name="+",
    )
    decided_at = models.DateTimeField("diputuskan", null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        verbose_name="dicabut oleh",
        related_name="+",
    )
    withdrawn_at = models.DateTimeField("dicabut", null=True, editable=False)
    withdrawal = LineField("alasan pencabutan", max_length=250, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = "cuplikan bulanan"
        verbose_name_plural = "cuplikan bulanan"
        ordering = ["-month", "-pk"]
        permissions = [("approve_snapshot", "Menyetujui cuplikan yang dihitung orang lain, dan mencabut yang terbit")]
        constraints = [
            models.UniqueConstraint(
                fields=["month"],
                condition=Q(state="computed"),
                name="programs_snapshot_one_waits_per_month",
                violation_error_message="Cuplikan bulan ini sudah dihitung dan menunggu persetujuan.",
            ),
            models.UniqueConstraint(
                fields=["month"],
                condition=Q(state="approved"),
                name="programs_snapshot_one_published_per_month",
                violation_error_message="Cuplikan bulan ini sudah terbit. Cabut dahulu yang keliru.",
            ),
            models.UniqueConstraint(
                Coalesce(F("former"), Value(0)),
                condition=Q(state__in=["approved", "withdrawn"]),
                name="programs_snapshot_one_follows_each",
                violation_error_message="Cuplikan lain sudah terbit setelah yang ini dihitung. Hitung lagi.",
            ),
            models.CheckConstraint(
                condition=Q(month__gte=EARLIEST, month__lte=LATEST),
                name="programs_snapshot_of_a_possible_month",
                violation_error_message="Pilih bulan antara Januari 2000 dan Desember 2100.",
            ),
            models.CheckConstraint(
                condition=Q(state="computed", decided_by__isnull=True, decided_at__isnull=True)
                | Q(
                    state__in=["approved", "refused", "withdrawn"],
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                ),
                name="programs_snapshot_decision_has_a_name",
                violation_error_message="Keputusan selalu disertai nama dan waktunya.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["computed", "refused"]) | ~Q(decided_by=F("computed_by")),
                name="programs_snapshot_approved_by_another",
                violation_error_message="Cuplikan disetujui oleh orang lain, bukan oleh yang menghitungnya.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True, withdrawal="") & ~Q(state="withdrawn")
                | Q(state="withdrawn", withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawal=""),
                name="programs_snapshot_withdrawal_says_why",
                violation_error_message="Tuliskan alasan pencabutannya; pembaca melihatnya.",
            ),
        ]

    def __str__(self) -> str:
        return f"Cuplikan {self.month_name}"

    @property
    def month_name(self) -> str:
        return month_name(self.month)

    @property
    def as_of(self) -> date:
        """The last day of the month: the registers are counted as they were on it."""
        return last_day(self.month)

    @property
    def code(self) -> str:
        """As data writes it: 2026-10."""
        return f"{first_day(self.month):%Y-%m}"

    def is_intact(self) -> bool:
        """Whether its cells are those that were hashed."""
        return self.digest == digest_of(self.code, self.cells.all())


class SnapshotCell(models.Model):
    """One group of one table. `shown` is for everyone; `count` for the next month's computing and for nobody's eyes."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="cells")
    table = models.CharField("tabel", max_length=40)
    key = models.CharField("kode", max_length=40)
    label = LineField("kelompok", max_length=160)
    position = models.PositiveSmallIntegerField("urutan")
    shown = models.PositiveIntegerField("jumlah terbit")
    count = models.PositiveIntegerField("jumlah sebenarnya")

    class Meta:
        verbose_name = "isi cuplikan"
        verbose_name_plural = "isi cuplikan"
        ordering = ["table", "position", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "table", "key"],
                name="programs_snapshotcell_each_group_once",
                violation_error_message="Setiap kelompok muncul sekali dalam satu tabel.",
            ),
            models.CheckConstraint(
                # Whole numbers: the division leaves the rest behind.
                condition=Q(shown__gte=FLOOR, count__gte=FLOOR, shown=F("shown") / FLOOR * FLOOR),
                name="programs_snapshotcell_never_tells_of_few",
                violation_error_message="Yang terbit adalah kelipatan lima, dari paling sedikit lima orang.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table}: {self.label}"

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("Cells are written with their snapshot, in bulk, and never again.")


def digest_of(code: str, cells: Iterable[SnapshotCell]) -> str:
    """SHA-256 of what is published, so that anybody may compute it. See `public_lines` for the bytes.

    Without the true counts: who tries all possible ones would find them by their digest.
    """
    return hashlib.sha256("\n".join(public_lines(code, cells)).encode()).hexdigest()


def public_lines(code: str, cells: Iterable[SnapshotCell]) -> list[str]:
    """One JSON array per cell (month, table, key, label, number), sorted by table and key."""
    rows = sorted((cell.table, cell.key, cell.label, cell.shown) for cell in cells)
    return [json.dumps([code, *row], ensure_ascii=False, separators=(",", ":")) for row in rows]
