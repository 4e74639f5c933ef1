"""The photo library."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.lookups import IsNull

from selayar_site.text import LineField


@dataclass(frozen=True)
class PhotoUse:
    """Where a photo is shown, as told by the model that shows it."""

    thing: models.Model
    state: str  # of the thing, in words
    is_published: bool  # readers see it, or will without anybody's further step


class PhotoQuerySet(models.QuerySet["Photo"]):
    def used(self) -> "PhotoQuerySet":
        return self.filter(_is_used())

    def unused(self) -> "PhotoQuerySet":
        return self.filter(~_is_used())

    def with_is_used(self) -> "PhotoQuerySet":
        return self.annotate(is_used=models.ExpressionWrapper(_is_used(), output_field=models.BooleanField()))


class Photo(models.Model):
    """One picture, decoded and written anew on arrival; see selayar_site/pictures.py for the pipeline.

    Files live under `foto/<key>/` in the public media; `key` is random, and new whenever the renditions
    are made again, so their addresses may be cached for ever.

    A model with a foreign key to it has the classmethods `uses_of(photo, most) -> list[PhotoUse]` and
    `publishes(photo) -> bool`.
    """

    class Rights(models.TextChoices):
        OWN = "own", "Milik HUMAS"
        PERMISSION = "permission", "Izin tertulis"
        FREE = "free", "Lisensi bebas"
        OTHER = "other", "Lainnya"

    REUSABLE = (Rights.OWN, Rights.FREE)
    # What `{% picture %}` reads.
    SHOWN = ("key", "alt", "width", "height", "renditions")

    key = models.CharField(max_length=22, unique=True, editable=False)
    title = LineField("judul di pustaka", max_length=120, help_text="Untuk menemukan foto; tidak tampil.")
    credit = LineField("kredit", max_length=120, help_text="Misalnya: Foto: HUMAS Selayar.")
    rights = models.CharField("hak pakai", max_length=10, choices=Rights, default=Rights.OWN)
    rights_note = models.CharField(
        "catatan hak pakai",
        max_length=200,
        blank=True,
        help_text="Siapa yang memberi izin dan kapan, atau nama lisensinya. Wajib bila “Lainnya”.",
    )
    taken_on = models.DateField("tanggal pemotretan", null=True, blank=True)
    # UU 11/2012, article 19 (children in the news) and Kode Etik Jurnalistik, article 5 (victims).
    is_sensitive = models.BooleanField(
        "menampilkan anak atau korban",
        default=False,
        help_text="Anak di bawah 18 tahun, atau korban bencana, kecelakaan, maupun kejahatan. Siaran pers yang memakai "
        "foto ini baru dapat diajukan setelah identitas mereka dipastikan terlindungi.",
    )
    alt = LineField(
        "usulan teks alternatif", max_length=250, blank=True, help_text="Apa yang tampak, untuk yang tidak melihatnya."
    )
    focal_x = models.PositiveSmallIntegerField(
        "titik fokus mendatar (%)", default=50, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField("titik fokus tegak (%)", default=50, validators=[MaxValueValidator(100)])
    width = models.PositiveIntegerField("lebar", editable=False)
    height = models.PositiveIntegerField("tinggi", editable=False)
    # Variant → widths of the files that exist; how many bytes all of them take, and the one that is shared.
    renditions = models.JSONField(default=dict, editable=False)
    # SHA-256 of the file as it came.
    digest = models.CharField(max_length=64, db_index=True, editable=False)
    # As in selayar_site/looks.py; empty where it tells nothing, NULL until it was looked at.
    look = models.CharField(max_length=32, null=True, editable=False)  # noqa: DJ001  # NULL is not the same as empty
    # The name of the sealed original; empty where none is kept.
    original = models.CharField(max_length=40, blank=True, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, verbose_name="diunggah oleh", related_name="photos"
    )
    uploaded_at = models.DateTimeField("diunggah", auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = "foto"
        verbose_name_plural = "pustaka foto"
        ordering = ["-uploaded_at", "-pk"]
        permissions = [
            ("view_original", "Mengunduh berkas asli foto"),
            ("replace_published", "Mengganti berkas foto yang sudah terbit"),
        ]
        indexes = [
            models.Index(fields=["-uploaded_at", "-id"], name="selayar_site_photo_newest"),
            models.Index(fields=["id"], condition=Q(look=None), name="selayar_site_photo_unseen"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(focal_x__lte=100, focal_y__lte=100),
                name="selayar_site_photo_focal_point_inside",
                violation_error_message="Titik fokus berada di dalam foto: 0 sampai 100 persen.",
            ),
            models.CheckConstraint(
                condition=models.Q(width__gt=0, height__gt=0),
                name="selayar_site_photo_has_a_size",
                violation_error_message="Ukuran foto tidak diketahui: unggah lagi fotonya.",
            ),
            models.CheckConstraint(
                condition=~Q(rights="other") | ~Q(rights_note=""),
                name="selayar_site_photo_other_rights_explained",
                violation_error_message="Jelaskan hak pakainya pada catatan.",
            ),
        ]

    @classmethod
    def shown_in_history(cls, keys: Iterable[int]) -> "dict[int, Photo]":
        return Photo.objects.in_bulk(keys)

    def __str__(self) -> str:
        return self.title

    def shown_in(self, most: int = 50) -> list[PhotoUse]:
        """What shows this photo, each thing once: of each kind the newest, so many that one can look through them."""
        return [use for model in self._shown_by() for use in model.uses_of(self, most)]

    def is_published(self) -> bool:
        """Whether readers see it somewhere, or will without anybody's further step."""
        return any(model.publishes(self) for model in self._shown_by())

    def _shown_by(self) -> list[Any]:
        return [relation.related_model for relation in self._meta.related_objects]

    @property
    def may_be_reused(self) -> bool:
        """Whether others may take it over: ours or free, and of nobody who must be protected.

        Permission was given to us, not to everybody; what "other" rights allow, only a person can read.
        """
        return self.rights in self.REUSABLE and not self.is_sensitive

    def widths(self, variant: str) -> list[int]:
        """The widths (px) in which that variant exists, smallest first: full, card, share or master."""
        return self.renditions[variant]

    def height_of(self, variant: str, width: int) -> int:
        if variant == "card":
            return max(1, round(width * 2 / 3))
        if variant == "share":
            return 630
        return max(1, round(width * self.height / self.width))

    def file_name(self, variant: str, width: int, extension: str = "jpg") -> str:
        """The name in the storage of public media."""
        return f"foto/{self.key}/{variant}-{width}.{extension}"

    def file_names(self) -> list[str]:
        """All files of this photo. Full and card exist as AVIF and as JPEG, share and master as JPEG."""
        extensions = {"full": ("avif", "jpg"), "card": ("avif", "jpg"), "share": ("jpg",), "master": ("jpg",)}
        return [
            self.file_name(variant, width, extension)
            for variant, endings in extensions.items()
            for width in self.widths(variant)
            for extension in endings
        ]

    def file_url(self, variant: str, width: int, extension: str = "jpg") -> str:
        return default_storage.url(self.file_name(variant, width, extension))

    @property
    def share_bytes(self) -> int:
        """How large the file is that messengers and feeds are given; 0 where it is gone."""
        if known := self.renditions.get("share_bytes"):
            return known
        try:  # drawn before the size was noted
            return default_storage.size(self.file_name("share", self.widths("share")[-1]))
        except FileNotFoundError:
            return 0

    def srcset(self, variant: str, extension: str) -> str:
        """All files of that variant and their widths, as HTML writes them. The storage is asked once."""
        widths = self.widths(variant)
        folder = self.file_url(variant, widths[0], extension).rpartition("/")[0]
        return ", ".join(f"{folder}/{variant}-{width}.{extension} {width}w" for width in widths)

    def nearest(self, variant: str, width: int) -> int:
        """The smallest existing width not under `width`, else the largest."""
        widths = self.widths(variant)
        return next((each for each in widths if each >= width), widths[-1])


class PhotoBand(models.Model):
    """A part of a photo's look. Photos that look the same share at least one, so nobody has to compare them all."""

    # Hidden from the photo: it is no use of it.
    photo = models.ForeignKey(Photo, models.CASCADE, related_name="+")
    band = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["band", "photo"],
                name="selayar_site_photoband_once",
                violation_error_message="Foto ini sudah dikenali dari bagian itu.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.photo_id}: {self.band}"


def _is_used() -> Q:
    """Whether anything shows the photo: each model with a foreign key to it is asked."""
    used = Q()
    for relation in Photo._meta.related_objects:
        shows = {relation.field.name: OuterRef("pk")}
        # Not EXISTS: PostgreSQL would read all uses there are to answer for one page of photos.
        first = Subquery(relation.related_model._base_manager.filter(**shows).order_by().values("pk")[:1])
        used |= Q(IsNull(first, False))
    return used
