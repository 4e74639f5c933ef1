"""What search engines must be told: a changed release, from when on, and how often it was tried."""

from datetime import datetime

from django.db import models
from django.utils import timezone


class EngineNoticeQuerySet(models.QuerySet["EngineNotice"]):
    def due(self, at: datetime | None = None) -> "EngineNoticeQuerySet":
        return self.filter(due_at__lte=at or timezone.now()).order_by("due_at", "pk")


class EngineNotice(models.Model):
    """Written with the change itself (news/indexnow.py), gone when the engines have answered."""

    article = models.ForeignKey("news.Article", models.CASCADE, related_name="+", verbose_name="siaran pers")
    slug = models.SlugField("alamat", max_length=80)
    due_at = models.DateTimeField("dikirim pada")
    tries = models.PositiveSmallIntegerField("percobaan", default=0)

    objects = EngineNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "pemberitahuan mesin pencari"
        verbose_name_plural = "pemberitahuan mesin pencari"
        default_permissions = ("view",)
        indexes = [models.Index(fields=["due_at"], name="news_enginenotice_due")]

    def __str__(self) -> str:
        return self.slug
