"""Urgent notices: the banner over every public page, with a beginning and an end."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from selayar_site.jsonlist import moment_of


class UrgentNoticeQuerySet(models.QuerySet["UrgentNotice"]):
    def ahead(self, at: datetime) -> "UrgentNoticeQuerySet":
        """Notices that hold at that instant or will."""
        return self.filter(ends_at__gt=at).order_by("-pk")


class UrgentNotice(models.Model):
    """Information *serta merta*: what people must know without delay (UU 14/2008 article 10, PerKI 1/2021).

    Periods may overlap; the newest notice that holds is shown, alone.
    """

    class Level(models.TextChoices):
        NOTICE = "notice", "Pemberitahuan"
        WARNING = "warning", "Peringatan"
        DANGER = "danger", "Darurat"

    level = models.CharField("tingkat", max_length=10, choices=Level, default=Level.WARNING)
    text = models.CharField(
        "teks", max_length=200, help_text="Satu atau dua kalimat: apa yang terjadi, di mana, apa yang perlu dilakukan."
    )
    link = models.CharField(
        "tautan",
        max_length=200,
        blank=True,
        validators=[
            RegexValidator(r"^(/(?![/\\])|https://)[^\s<>\"\\]*\Z", "Tulis alamat halaman situs ini atau alamat https.")
        ],
        help_text="Alamat siaran pers dengan keterangan lengkap, misalnya /berita/kapal-malam-ditunda/.",
    )
    starts_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("sampai", help_text="Wajib: spanduk turun sendiri pada waktu ini.")
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, verbose_name="diumumkan oleh", related_name="+"
    )
    announced_at = models.DateTimeField("diumumkan", auto_now_add=True)

    objects = UrgentNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "spanduk serta merta"
        verbose_name_plural = "spanduk serta merta"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["ends_at"], name="selayar_site_urgentnotice_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")),
                name="selayar_site_urgentnotice_ends_after_start",
                violation_error_message="Waktu selesai harus sesudah waktu mulai.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="selayar_site_urgentnotice_says_it",
                violation_error_message="Tuliskan apa yang perlu segera diketahui.",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def holds(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "UrgentNotice":
        """From `values()`, or a JSON column (jsonlist.py), whose moments are text."""
        moments = {name: moment_of(row[name]) for name in ("starts_at", "ends_at")}
        return cls(**row | moments)
