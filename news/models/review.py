"""What a reviewer asks for."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from news.passages import Found, Passage, locate
from selayar_site.text import ProseField


class ReviewCommentQuerySet(models.QuerySet["ReviewComment"]):
    def since(self, moment: datetime | None) -> "ReviewCommentQuerySet":
        """Those written from that moment on; all where there is none."""
        return self.filter(written_at__gte=moment) if moment else self.all()


class ReviewComment(models.Model):
    """What the reviewer asks for: of the whole, of one field, or of one passage of the text."""

    class Field(models.TextChoices):
        """What a comment is about; the values are the form's own names."""

        TITLE = "title", "Judul"
        SUMMARY = "summary", "Ringkasan"
        BODY = "body_html", "Isi"
        PHOTOS = "photos", "Foto"
        ATTACHMENTS = "attachments", "Lampiran"

    edition = models.ForeignKey("news.Edition", models.PROTECT, related_name="comments")
    field = models.CharField("tentang", max_length=20, choices=Field, blank=True)
    text = ProseField("komentar")
    # The passage: its words, those around it, and how many signs stood in front; see news/passages.py.
    quotation = models.TextField("kutipan", blank=True)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    place = models.PositiveIntegerField(default=0)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="oleh")
    written_at = models.DateTimeField("waktu", auto_now_add=True)
    settled_at = models.DateTimeField("ditangani", null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ditangani oleh"
    )

    objects = ReviewCommentQuerySet.as_manager()

    class Meta:
        verbose_name = "komentar"
        verbose_name_plural = "komentar"
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="news_reviewcomment_says_something",
                violation_error_message="Tuliskan apa yang perlu diperbaiki.",
            ),
            models.CheckConstraint(
                condition=Q(quotation="") | Q(field="body_html"),
                name="news_reviewcomment_quotes_the_text",
                violation_error_message="Yang dikutip adalah bagian dari isi.",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="news_reviewcomment_settled_who_and_when",
                violation_error_message="Yang ditangani menyebut siapa dan kapan.",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_settled(self) -> bool:
        return self.settled_at is not None

    def found_in(self, html: str) -> Found | None:
        """The passage as it stands in this text; None where it is gone, or the comment is of no passage."""
        if not self.quotation:
            return None
        return locate(html, Passage(self.quotation, self.before, self.after, self.place))
