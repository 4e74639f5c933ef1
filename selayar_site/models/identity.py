"""How the site is named, and its editable pages. Another regency changes data here, not code."""

from typing import Any

from django.db import models
from django.urls import reverse

from selayar_site.jsonlist import json_list
from selayar_site.richtext import sanitize


class SiteIdentity(models.Model):
    """One row: what the pages, mails, feeds and structured data say of the publisher."""

    regency = models.CharField("nama daerah", max_length=80, help_text="Misalnya: Kabupaten Kepulauan Selayar.")
    short_name = models.CharField("nama pendek daerah", max_length=40, help_text="Misalnya: Selayar.")
    site_name = models.CharField("nama situs", max_length=60)
    tagline = models.CharField("semboyan", max_length=120, blank=True)
    description = models.CharField("uraian situs", max_length=200, help_text="Tampil pada hasil pencarian.")
    byline = models.CharField("baris penulis", max_length=40, default="HUMAS")
    office = models.CharField("kantor pengelola", max_length=120)
    street = models.CharField("alamat", max_length=160, blank=True)
    town = models.CharField("kota", max_length=60, blank=True)
    province = models.CharField("provinsi", max_length=60, blank=True)
    postcode = models.CharField("kode pos", max_length=5, blank=True)
    email = models.EmailField("surel", blank=True)
    phone = models.CharField("telepon", max_length=30, blank=True)
    press_contact = models.CharField("narahubung pers", max_length=120, blank=True)
    licence = models.CharField(
        "lisensi", max_length=200, blank=True, help_text="Syarat pemakaian ulang teks dan gambar."
    )

    # Set by `current()`.
    page_rows: list[dict[str, Any]] | None = None

    class Meta:
        verbose_name = "identitas situs"
        verbose_name_plural = "identitas situs"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1),
                name="selayar_site_siteidentity_is_single",
                violation_error_message="Identitas situs hanya satu.",
            ),
        ]

    def __str__(self) -> str:
        return self.site_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> "SiteIdentity":
        """The identity with its footer pages, in one query; general words before the first is entered."""
        pages = json_list(Page.objects.all(), "slug", "title", "position")
        return cls.objects.annotate(page_rows=pages).first() or cls(
            regency="Kabupaten", short_name="Kabupaten", site_name="Siaran Pers", description="", office="HUMAS"
        )

    @property
    def footer_pages(self) -> list["Page"]:
        rows = sorted(self.page_rows or [], key=lambda row: (row["position"], row["slug"]))
        return [Page(**row) for row in rows]


class Page(models.Model):
    """A page whose words the office keeps itself, at /<slug>/."""

    slug = models.SlugField("alamat", max_length=60, unique=True)
    title = models.CharField("judul", max_length=90)
    summary = models.CharField("ringkasan", max_length=220, help_text="Tampil di bawah judul dan pada hasil pencarian.")
    body_html = models.TextField("isi")
    position = models.PositiveSmallIntegerField("urutan di kaki halaman", default=0)
    updated_at = models.DateTimeField("diperbarui", auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "halaman"
        verbose_name_plural = "halaman"
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("page_detail", kwargs={"slug": self.slug})

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body_html = sanitize(self.body_html)
        super().save(*args, **kwargs)
