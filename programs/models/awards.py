"""Awards that the regency received, with what proves them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from programs.models.catalogue import Program
from programs.models.figures import EARLIEST_YEAR, LATEST_YEAR, SOURCE_URL, Domain
from programs.models.parts import private_storage
from selayar_site.models import Photo, PhotoUse
from selayar_site.text import LineField, ProseField


class AwardQuerySet(models.QuerySet["Award"]):
    def listed(self) -> "AwardQuerySet":
        """What the public sees, the latest first, each with its photo."""
        return self.filter(is_public=True).select_related("photo").order_by("-given_on", "-pk")


class Award(models.Model):
    """One award. Health and labour are never one list: the UHC Award says nothing of workers' cover."""

    slug = models.SlugField("alamat", max_length=60, unique=True)
    name = LineField("nama penghargaan", max_length=120)
    domain = models.CharField("bidang", max_length=10, choices=Domain)
    about = ProseField("untuk apa", help_text="Apa yang dinilai dan apa yang diakui, dalam satu atau dua kalimat.")
    judged_year = models.PositiveSmallIntegerField(
        "tahun penilaian", null=True, blank=True, help_text="Isi bila berbeda dari tahun penyerahan."
    )
    given_on = models.DateField("diserahkan pada")
    place = LineField("tempat", max_length=120, blank=True)
    given_by = LineField("diserahkan oleh", max_length=160, help_text="Nama dan jabatan, atau lembaganya.")
    received_by = LineField("diterima oleh", max_length=160, help_text="Nama dan jabatan saat itu.")
    source = LineField("sumber", max_length=200, help_text="Dokumen atau siaran yang menjadi dasar catatan ini.")
    source_url = models.CharField("alamat sumber", max_length=300, blank=True, validators=[SOURCE_URL])
    is_confirmed = models.BooleanField(
        "sudah dipastikan", default=False, help_text="Belum dipastikan: halaman umum menyebutnya belum dikonfirmasi."
    )
    evidence = models.FileField(
        "bukti (PDF)",
        upload_to="penghargaan/%Y/%m/",
        max_length=160,
        storage=private_storage,
        blank=True,
        help_text="Pindaian piagam atau surat keputusannya.",
    )
    evidence_size = models.PositiveIntegerField("ukuran bukti (bita)", default=0, editable=False)
    evidence_pages = models.PositiveSmallIntegerField("halaman bukti", default=0, editable=False)
    photo = models.ForeignKey(
        Photo, models.PROTECT, null=True, blank=True, verbose_name="foto", related_name="awards",
        help_text="Dari pustaka foto.",
    )  # fmt: skip
    alt = LineField(
        "teks alternatif",
        max_length=250,
        blank=True,
        help_text="Apa yang tampak pada foto, untuk yang tidak melihatnya.",
    )
    caption = LineField("keterangan foto", max_length=250, blank=True)
    programs = models.ManyToManyField(Program, blank=True, verbose_name="program", related_name="awards")
    is_public = models.BooleanField("tampil untuk umum", default=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = "penghargaan"
        verbose_name_plural = "penghargaan"
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(judged_year__isnull=True) | Q(judged_year__gte=EARLIEST_YEAR, judged_year__lte=LATEST_YEAR),
                name="programs_award_judged_in_a_possible_year",
                violation_error_message="Pilih tahun antara 2000 dan 2100.",
            ),
            models.CheckConstraint(
                condition=Q(photo__isnull=True) | ~Q(alt=""),
                name="programs_award_photo_is_described",
                violation_error_message="Tuliskan apa yang tampak pada foto, untuk pembaca yang tidak melihatnya.",
            ),
            models.CheckConstraint(
                condition=Q(evidence="", evidence_size=0, evidence_pages=0)
                | ~Q(evidence="") & Q(evidence_size__gt=0, evidence_pages__gt=0),
                name="programs_award_evidence_is_measured",
                violation_error_message="Ukuran dan jumlah halaman bukti tidak diketahui: unggah lagi PDF-nya.",
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="programs_award_has_a_source",
                violation_error_message="Sebutkan sumbernya.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.photo is not None and self.photo.is_sensitive:
            raise ValidationError({"photo": "Foto ini ditandai anak atau korban. Pilih foto lain untuk penghargaan."})

    @property
    def is_decorative(self) -> bool:
        """For `{% picture %}`: a photo of an award always tells something."""
        return False

    @classmethod
    def uses_of(cls, photo: Photo, most: int) -> list[PhotoUse]:
        """The awards that show the photo, for the library; the `most` newest."""
        rows = cls.objects.filter(photo=photo).order_by("-pk")[:most]
        return [PhotoUse(award, "Tampil" if award.is_public else "Tidak tampil", award.is_public) for award in rows]

    @classmethod
    def publishes(cls, photo: Photo) -> bool:
        return cls.objects.filter(photo=photo, is_public=True).exists()
