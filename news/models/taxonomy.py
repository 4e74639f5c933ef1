"""How releases are sorted: one category each, any number of tags."""

from django.db import models

from selayar_site.text import LineField


class Category(models.Model):
    slug = models.SlugField("alamat", max_length=60, unique=True)
    name = LineField("nama", max_length=60, unique=True)
    description = LineField("uraian", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = "kategori"
        verbose_name_plural = "kategori"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    slug = models.SlugField("alamat", max_length=60, unique=True)
    name = LineField("nama", max_length=60, unique=True)

    class Meta:
        verbose_name = "tagar"
        verbose_name_plural = "tagar"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
