"""How the site is named, and its editable pages. Another regency changes data here, not code."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from selayar_site.jsonlist import json_list
from selayar_site.prepared import Prepared
from selayar_site.richtext import sanitize
from selayar_site.text import LineField

from .urgent import UrgentNotice

URGENT_FIELDS = ("id", "level", "text", "link", "starts_at", "ends_at")


# RFC 9116, 2.5.5: less than a year ahead.
SECURITY_HOLDS = timedelta(days=364)


def not_in_the_future(day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError("Tanggal ini belum tiba.")


class SiteIdentity(models.Model):
    """One row: what the pages, mails, feeds and structured data say of the publisher."""

    regency = LineField("nama daerah", max_length=80, help_text="Misalnya: Kabupaten Kepulauan Selayar.")
    short_name = LineField("nama pendek daerah", max_length=40, help_text="Misalnya: Selayar.")
    site_name = LineField("nama situs", max_length=60)
    tagline = LineField("semboyan", max_length=120, blank=True)
    description = LineField("uraian situs", max_length=200, help_text="Tampil pada hasil pencarian.")
    byline = LineField("baris penulis", max_length=40, default="HUMAS")
    office = LineField("kantor pengelola", max_length=120)
    street = models.CharField("alamat", max_length=160, blank=True)
    town = models.CharField("kota", max_length=60, blank=True)
    province = models.CharField("provinsi", max_length=60, blank=True)
    postcode = models.CharField("kode pos", max_length=5, blank=True)
    email = models.EmailField("surel", blank=True)
    phone = models.CharField("telepon", max_length=30, blank=True)
    press_contact = models.CharField("narahubung pers", max_length=120, blank=True)
    security_email = models.EmailField(
        "surel keamanan", blank=True, help_text="Tujuan laporan celah keamanan. Kosongkan untuk memakai surel kantor."
    )
    security_confirmed_on = models.DateField(
        "surel keamanan dipastikan pada",
        null=True,
        blank=True,
        validators=[not_in_the_future],
        help_text="Kapan terakhir dipastikan bahwa surel itu dibaca. Berkas /.well-known/security.txt berlaku satu "
        "tahun sejak tanggal ini, lalu tidak ditampilkan lagi sampai tanggalnya diperbarui.",
    )
    licence = models.CharField(
        "lisensi", max_length=200, blank=True, help_text="Syarat pemakaian ulang teks, dalam satu kalimat."
    )
    picture_licence = models.CharField(
        "lisensi gambar", max_length=200, blank=True, help_text="Syarat pemakaian ulang foto, dalam satu kalimat."
    )
    licence_url = models.CharField(
        "alamat syarat lengkap",
        max_length=200,
        blank=True,
        validators=[RegexValidator(r"\A(https://[^\s]+|/[^/\s][^\s]*)\Z", "Tuliskan alamat https://… atau /halaman/.")],
        help_text="Halaman situs ini, misalnya /pemakaian-ulang/, atau teks lisensi, misalnya https://….",
    )

    # Set by `current()`.
    at: datetime
    page_rows: list[dict[str, Any]] | None = None
    urgent_rows: list[dict[str, Any]] | None = None

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
    def current(cls, at: datetime | None = None) -> "SiteIdentity":
        """The identity with its footer pages and urgent notices, in one query; before it is entered general words
        stand for it, and two queries more bring the rest."""
        at = at or timezone.now()
        site = next(iter(_current(at=at)), None) or cls._unnamed(at)
        site.at = at
        return site

    @classmethod
    def _unnamed(cls, at: datetime) -> "SiteIdentity":
        site = cls(regency="Kabupaten", short_name="Kabupaten", site_name="Siaran Pers", description="", office="HUMAS")
        site.page_rows = [dict(row) for row in Page.objects.values("slug", "title", "position")]
        site.urgent_rows = [dict(row) for row in UrgentNotice.objects.ahead(at).values(*URGENT_FIELDS)]
        return site

    @property
    def security_address(self) -> str:
        """Where to tell of a hole, as an address; empty where nobody is named."""
        email = self.security_email or self.email
        return f"mailto:{email}" if email else ""

    @property
    def security_expires_at(self) -> datetime | None:
        """Until when that was promised to be read; None where nobody did."""
        if self.security_confirmed_on is None:
            return None
        return datetime.combine(self.security_confirmed_on, time(), timezone.get_default_timezone()) + SECURITY_HOLDS

    @property
    def footer_pages(self) -> list["Page"]:
        rows = sorted(self.page_rows or [], key=lambda row: (row["position"], row["slug"]))
        return [Page(**row) for row in rows]

    @property
    def urgent(self) -> UrgentNotice | None:
        """The notice that stands over every page at the instant of `current()`: the newest that holds."""
        return next((notice for notice in self._notices if notice.holds(self.at)), None)

    @property
    def next_urgent_change(self) -> datetime | None:
        """When a notice next begins or ends: no page may be kept beyond it."""
        moments = (moment for notice in self._notices for moment in (notice.starts_at, notice.ends_at))
        return min((moment for moment in moments if moment > self.at), default=None)

    @property
    def _notices(self) -> list[UrgentNotice]:
        rows = sorted(self.urgent_rows or [], key=lambda row: row["id"], reverse=True)
        return [UrgentNotice.from_row(row) for row in rows]


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

    def clean(self) -> None:
        """A page is asked for last, so at an address that the site needs itself nobody would find it."""
        if self._state.adding and self.slug.lower() in reserved_slugs():
            raise ValidationError(
                {"slug": f"Alamat /{self.slug}/ sudah dipakai bagian lain situs ini. Pilih yang lain."}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body_html = sanitize(self.body_html)
        super().save(*args, **kwargs)


def _with_lists(at: datetime) -> models.QuerySet[SiteIdentity]:
    pages = json_list(Page.objects.all(), "slug", "title", "position")
    urgent = json_list(UrgentNotice.objects.ahead(at), *URGENT_FIELDS)
    rows = {"page_rows": pages, "urgent_rows": urgent}
    return SiteIdentity.objects.annotate(**rows)[:1]


_current = Prepared(_with_lists, at=datetime)


def reserved_slugs() -> frozenset[str]:
    """The first part of every address of the site, and of its files."""
    routes = [*_routes(get_resolver()), settings.STATIC_URL, settings.MEDIA_URL]
    return frozenset(first for route in routes if (first := route.strip("/").partition("/")[0].lower()))


def _routes(resolver: URLResolver) -> Iterator[str]:
    """Each address as it is written in the resolver; those that begin with what is given there are left out."""
    for pattern in resolver.url_patterns:
        route = str(pattern.pattern)
        if isinstance(pattern, URLResolver) and not route:
            yield from _routes(pattern)
        elif not route.startswith("<"):
            yield route
