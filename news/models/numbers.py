"""How far the release numbers of each year have come."""

from django.db import models


class ReleaseCounter(models.Model):
    year = models.PositiveSmallIntegerField("tahun", unique=True)
    last = models.PositiveIntegerField("nomor terakhir", default=0)

    class Meta:
        verbose_name = "penghitung nomor siaran pers"
        verbose_name_plural = "penghitung nomor siaran pers"

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"
