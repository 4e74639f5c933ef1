"""What a reviewer asks for."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class ReviewComment(models.Model):
    """What the reviewer asks for when an edition is returned."""

    class Field(models.TextChoices):
        """What a comment is about; the values are the form's own names."""

        TITLE = "title", "Judul"
        SUMMARY = "summary", "Ringkasan"
        BODY = "body_html", "Isi"
        PHOTOS = "photos", "Foto"
        ATTACHMENTS = "attachments", "Lampiran"

    edition = models.ForeignKey("news.Edition", models.PROTECT, related_name="comments")
    field = models.CharField("tentang", max_length=20, choices=Field, blank=True)
    text = models.TextField("komentar")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="oleh")
    written_at = models.DateTimeField("waktu", auto_now_add=True)

    class Meta:
        verbose_name = "komentar"
        verbose_name_plural = "komentar"
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="news_reviewcomment_says_something",
                violation_error_message="Tuliskan apa yang perlu diperbaiki.",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]
