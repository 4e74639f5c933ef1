"""Ralat and its kin: what readers are told was wrong."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from selayar_site.jsonlist import moment_of
from selayar_site.text import ProseField


class Correction(models.Model):
    """A dated notice on an article. Its wording can be mended without touching an edition."""

    class Kind(models.TextChoices):
        CORRECTION = "ralat", "Ralat"
        UPDATE = "pembaruan", "Pembaruan"
        REPLY = "hak_jawab", "Hak jawab"

    article = models.ForeignKey("news.Article", models.PROTECT, related_name="corrections", verbose_name="siaran pers")
    kind = models.CharField("jenis", max_length=10, choices=Kind, default=Kind.CORRECTION)
    at = models.DateTimeField("waktu", default=timezone.now)
    wrong = ProseField("yang keliru", blank=True, help_text="Dikutip secukupnya, agar pembaca mengenalinya.")
    right = ProseField("yang benar", help_text="Satu atau dua kalimat yang dapat berdiri sendiri.")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, verbose_name="ditulis oleh", related_name="+"
    )

    class Meta:
        verbose_name = "ralat, pembaruan, atau hak jawab"
        verbose_name_plural = "ralat, pembaruan, dan hak jawab"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at"], name="news_correction_at")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind="ralat") | ~models.Q(wrong=""),
                name="news_correction_says_what_was_wrong",
                violation_error_message="Ralat menyebut apa yang keliru.",
            ),
            models.CheckConstraint(
                condition=~models.Q(right=""),
                name="news_correction_says_what_is_right",
                violation_error_message="Tuliskan apa yang benar.",
            ),
        ]

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "Correction":
        """From a JSON column (jsonlist.py)."""
        return cls(**row | {"at": moment_of(row["at"])})

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.right[:60]}"
