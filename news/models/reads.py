"""How often each release was read, by day and by the kind of place that readers came from."""

from django.db import models
from django.db.models import Q


class Reads(models.Model):
    """A number that `news.reads.store` adds to and nobody sets.

    The only right there is, is to view: not even a role made by hand can change it. It says nothing of a reader.
    """

    class Source(models.TextChoices):
        SEARCH = "search", "Mesin pencari"
        WHATSAPP = "whatsapp", "WhatsApp"
        SOCIAL = "social", "Media sosial lain"
        FEED = "feed", "Umpan (RSS/Atom)"
        MAIL = "mail", "Surel"
        OTHER = "other", "Situs lain"
        OWN = "own", "Halaman situs ini"
        DIRECT = "direct", "Langsung atau tidak diketahui"

    class Span(models.TextChoices):
        DAY = "day", "Hari"
        MONTH = "month", "Bulan"

    article = models.ForeignKey("news.Article", models.PROTECT, related_name="reads", verbose_name="siaran pers")
    span = models.CharField("rentang", max_length=5, choices=Span, default=Span.DAY)
    begins_on = models.DateField("mulai")
    source = models.CharField("asal", max_length=8, choices=Source)
    number = models.PositiveBigIntegerField("pembacaan", default=0)

    class Meta:
        verbose_name = "statistik pembacaan"
        verbose_name_plural = "statistik pembacaan"
        default_permissions = ("view",)
        indexes = [models.Index(fields=["span", "begins_on"], name="news_reads_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "span", "begins_on", "source"],
                name="news_reads_once",
                violation_error_message="Pembacaan hari, siaran pers, dan asal itu sudah memiliki hitungan.",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=0),
                name="news_reads_not_negative",
                violation_error_message="Pembacaan tidak dapat kurang dari nol.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.begins_on}, {self.get_source_display()}: {self.number}"
