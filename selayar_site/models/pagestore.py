"""What the page store must forget: written with the change itself, so a crash between the two loses nothing."""

from django.db import models


class Purge(models.Model):
    section = models.CharField(max_length=30)
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "pembaruan halaman"
        verbose_name_plural = "pembaruan halaman"

    def __str__(self) -> str:
        return self.section
