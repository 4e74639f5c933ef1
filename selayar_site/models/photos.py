"""The photo library."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator
from django.db import models


class Photo(models.Model):
    """One picture, decoded and written anew on arrival; see selayar_site/pictures.py for the pipeline.

    Files live under `foto/<key>/` in the public media; `key` is random, and new whenever the renditions
    are made again, so their addresses may be cached for ever.
    """

    key = models.CharField(max_length=22, unique=True, editable=False)
    title = models.CharField("judul di pustaka", max_length=120, help_text="Untuk menemukan foto; tidak tampil.")
    credit = models.CharField("kredit", max_length=120, help_text="Misalnya: Foto: HUMAS Selayar.")
    alt = models.CharField(
        "usulan teks alternatif", max_length=250, blank=True, help_text="Apa yang tampak, untuk yang tidak melihatnya."
    )
    focal_x = models.PositiveSmallIntegerField(
        "titik fokus mendatar (%)", default=50, validators=[MaxValueValidator(100)]
    )
    focal_y = models.PositiveSmallIntegerField("titik fokus tegak (%)", default=50, validators=[MaxValueValidator(100)])
    width = models.PositiveIntegerField("lebar", editable=False)
    height = models.PositiveIntegerField("tinggi", editable=False)
    renditions = models.JSONField(
        default=dict, editable=False, help_text="Variant → widths and bytes of the files that exist."
    )
    digest = models.CharField(max_length=64, db_index=True, editable=False, help_text="SHA-256 of the file as it came.")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, editable=False, verbose_name="diunggah oleh", related_name="photos"
    )
    uploaded_at = models.DateTimeField("diunggah", auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "foto"
        verbose_name_plural = "pustaka foto"
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["-uploaded_at", "-id"], name="selayar_site_photo_newest")]
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
        ]

    def __str__(self) -> str:
        return self.title

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

    def nearest(self, variant: str, width: int) -> int:
        """The smallest existing width not under `width`, else the largest."""
        widths = self.widths(variant)
        return next((each for each in widths if each >= width), widths[-1])
