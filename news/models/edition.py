"""The edition: one version of an article's text, on its way from draft to approved."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone
from django.utils.functional import cached_property

from news.body import figures_in, photos_of
from news.search.index import put, text_of
from programs.models import Program
from selayar_site.jsonlist import json_list
from selayar_site.models import Photo, PhotoUse
from selayar_site.richtext import sanitize, word_count
from selayar_site.text import LineField

from .attachments import Attachment
from .attachments import private_storage as private_storage  # named here by the first migration
from .standing import Standing, condition
from .taxonomy import Tag


class EditionQuerySet(models.QuerySet["Edition"]):
    def open(self) -> "EditionQuerySet":
        """Still being written or reviewed: at most one per article."""
        return self.filter(state__in=Edition.OPEN_STATES)

    def newsroom(self) -> "EditionQuerySet":
        """One row for each article: its newest edition, which is the open one where there is one."""
        newer = Edition.objects.filter(article=OuterRef("article"), number__gt=OuterRef("number"))
        return self.filter(~Exists(newer)).with_replaced_from()

    def standing(self, standing: str, at: datetime | None = None) -> "EditionQuerySet":
        """Those that stand so at that instant; `standing` is one of `Standing`."""
        at = at or timezone.now()
        newer = Edition.objects.filter(
            article=OuterRef("article"),
            state=Edition.State.APPROVED,
            live_from__lte=at,
            live_from__gt=OuterRef("live_from"),
        )
        return self.filter(condition(standing, at, replaced=Exists(newer)))

    def with_replaced_from(self) -> "EditionQuerySet":
        """With `replaced_from`, when the next edition takes the place of each: `standing()` then asks no query."""
        newer = Edition.objects.filter(
            article=OuterRef("article"), state=Edition.State.APPROVED, live_from__gt=OuterRef("live_from")
        )
        return self.annotate(replaced_from=Subquery(newer.order_by("live_from").values("live_from")[:1]))

    def awaiting_second_look(self) -> "EditionQuerySet":
        """Approved by one person alone and seen by nobody else since; the latest first."""
        return self.filter(four_eyes_waived=True, second_look_at=None).order_by("-approved_at", "-pk")

    def lacking_alt(self) -> "EditionQuerySet":
        """Open ones with a photo that neither says what it shows nor is decorative."""
        silent = EditionPhoto.objects.filter(edition=OuterRef("pk"), alt="", is_decorative=False)
        # By key, so that a database begins with the few that are open and not with the newest of all.
        return self.filter(pk__in=Edition.objects.open().filter(Exists(silent)).order_by().values("pk"))

    def with_lead(self) -> "EditionQuerySet":
        """With category and lead photo: what a card shows. Two queries."""
        lead = EditionPhoto.objects.filter(role=EditionPhoto.Role.LEAD).select_related("photo")
        return self.select_related("category").prefetch_related(Prefetch("photos", lead, to_attr="leads"))

    def complete(self) -> "EditionQuerySet":
        """With all that the article page shows. Two queries; the short lists ride along as JSON."""
        return self.with_lists().prefetch_related(Prefetch("photos", EditionPhoto.objects.select_related("photo")))

    def with_lists(self) -> "EditionQuerySet":
        """The same without the photos."""
        attachments = Attachment.objects.filter(edition=OuterRef("pk"))
        return self.select_related("category").annotate(
            tag_rows=json_list(Tag.objects.filter(editions=OuterRef("pk")), "id", "slug", "name"),
            program_rows=json_list(Program.objects.listed().filter(editions=OuterRef("pk")), "id", "slug", "name"),
            attachment_rows=json_list(attachments, "id", "slug", "title", "file", "size", "pages", "position"),
        )


class Edition(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", "Konsep"
        IN_REVIEW = "in_review", "Menunggu persetujuan"
        RETURNED = "returned", "Dikembalikan"
        APPROVED = "approved", "Disetujui"

    class ChangeKind(models.TextChoices):
        FIRST = "first", "Terbitan pertama"
        MINOR = "minor", "Perbaikan kecil"
        UPDATE = "update", "Pembaruan"
        CORRECTION = "correction", "Ralat"

    OPEN_STATES = (State.DRAFT, State.IN_REVIEW, State.RETURNED)
    WRITABLE_STATES = (State.DRAFT, State.RETURNED)

    article = models.ForeignKey("news.Article", models.PROTECT, related_name="editions", verbose_name="naskah")
    number = models.PositiveSmallIntegerField("edisi", default=1, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.DRAFT, editable=False)

    title = LineField("judul", max_length=120, help_text="Satu kalimat pendek, tanpa titik di akhir.")
    summary = LineField(
        "ringkasan",
        max_length=260,
        blank=True,
        help_text="Satu atau dua kalimat untuk daftar, WhatsApp, dan pencarian.",
    )
    body_html = models.TextField("isi", blank=True)
    place = LineField("tempat", max_length=60, default="Benteng", help_text="Nama tempat di awal teras berita.")
    category = models.ForeignKey("news.Category", models.PROTECT, null=True, blank=True, verbose_name="kategori")
    tags = models.ManyToManyField("news.Tag", blank=True, verbose_name="tagar", related_name="editions")
    programs = models.ManyToManyField(
        "programs.Program", blank=True, verbose_name="program terkait", related_name="editions"
    )
    press_contact = LineField(
        "narahubung pers", max_length=160, blank=True, help_text="Kosongkan untuk memakai narahubung situs."
    )
    change_kind = models.CharField(
        "jenis perubahan", max_length=10, choices=ChangeKind, default=ChangeKind.FIRST, editable=False
    )
    change_note = LineField(
        "catatan perubahan", max_length=200, blank=True, help_text="Mulai edisi kedua: apa yang berubah dan mengapa."
    )

    live_from = models.DateTimeField("terbit", null=True, blank=True, editable=False)
    expires_at = models.DateTimeField("berhenti tayang", null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        editable=False,
        verbose_name="penulis",
        related_name="editions_written",
    )
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    saved_at = models.DateTimeField("terakhir disimpan", auto_now=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="editions_submitted"
    )
    submitted_at = models.DateTimeField("diajukan", null=True, editable=False)
    # Who changed the text while it waited: an author from then on, who does not approve it either.
    mended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="editions_mended"
    )
    mended_at = models.DateTimeField("disunting selama ditinjau", null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="editions_approved"
    )
    approved_at = models.DateTimeField("disetujui", null=True, editable=False)
    four_eyes_waived = models.BooleanField("disetujui oleh pengaju sendiri", default=False, editable=False)
    # Of what one person approved alone: who looked at it afterwards.
    second_look_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="editions_looked_at"
    )
    second_look_at = models.DateTimeField("dilihat kembali", null=True, editable=False)

    # SHA-256 of the text as approved.
    text_digest = models.CharField("sidik naskah", max_length=64, blank=True, editable=False)

    objects = EditionQuerySet.as_manager()

    # Set by `with_lead()`, `complete()` and `answer_for()`.
    leads: list["EditionPhoto"]
    current_slug: str
    next_coming: datetime | None
    next_ending: datetime | None
    next_correction: datetime | None
    replaced_from: datetime | None
    tag_rows: list[dict[str, Any]] | None
    program_rows: list[dict[str, Any]] | None
    attachment_rows: list[dict[str, Any]] | None
    correction_rows: list[dict[str, Any]] | None

    class Meta:
        verbose_name = "siaran pers"
        verbose_name_plural = "siaran pers"
        ordering = ["-saved_at", "-pk"]
        permissions = [
            ("approve_edition", "Menyetujui dan mengembalikan siaran pers"),
            ("withdraw_article", "Mencabut siaran pers"),
        ]
        indexes = [
            models.Index(fields=["state", "-saved_at", "-id"], name="news_edition_by_state"),
            models.Index(
                fields=["four_eyes_waived", "second_look_at", "-approved_at", "-id"], name="news_edition_looked_at"
            ),
            models.Index(fields=["-saved_at", "-id"], name="news_edition_newest"),
            # With the state in front, so that SQLite takes them without statistics, which a rebuilt table loses.
            models.Index(fields=["state", "live_from"], name="news_edition_approved_from"),
            models.Index(fields=["state", "expires_at"], name="news_edition_approved_until"),
            # Revisions, without reading the first editions: a partial index would not be used, the number is bound.
            models.Index(fields=["number", "live_from"], name="news_edition_revised"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "number"],
                name="news_edition_number_once_per_article",
                violation_error_message="Nomor edisi ini sudah dipakai.",
            ),
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(state__in=["draft", "in_review", "returned"]),
                name="news_edition_one_open_per_article",
                violation_error_message="Siaran pers ini sudah memiliki revisi yang sedang dikerjakan.",
            ),
            models.UniqueConstraint(
                fields=["article", "live_from"],
                condition=Q(state="approved"),
                name="news_edition_one_live_at_a_moment",
                violation_error_message="Sudah ada edisi lain yang terbit tepat pada waktu itu. Pilih waktu lain.",
            ),
            models.CheckConstraint(
                condition=Q(state="approved", live_from__isnull=False, approved_at__isnull=False)
                | ~Q(state="approved") & Q(live_from__isnull=True, approved_at__isnull=True),
                name="news_edition_approved_has_its_moment",
                violation_error_message="Edisi yang disetujui memiliki waktu terbit, dan hanya yang disetujui.",
            ),
            models.CheckConstraint(
                condition=Q(state="approved") & ~Q(text_digest="") | ~Q(state="approved") & Q(text_digest=""),
                name="news_edition_approved_has_its_digest",
                violation_error_message="Edisi yang disetujui memiliki sidik naskah, dan hanya yang disetujui.",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="news_edition_approval_who_and_when",
                violation_error_message="Persetujuan menyebut siapa dan kapan.",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="news_edition_submission_who_and_when",
                violation_error_message="Pengajuan menyebut siapa dan kapan.",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False),
                name="news_edition_submitted_before_review",
                violation_error_message="Siaran pers diajukan lebih dahulu.",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("submitted_by")) | Q(four_eyes_waived=True),
                name="news_edition_approver_is_not_submitter",
                violation_error_message="Siaran pers disetujui oleh orang lain daripada yang mengajukannya.",
            ),
            models.CheckConstraint(
                condition=Q(mended_at__isnull=True, mended_by__isnull=True)
                | Q(mended_at__isnull=False, mended_by__isnull=False),
                name="news_edition_mending_who_and_when",
                violation_error_message="Penyuntingan selama ditinjau menyebut siapa dan kapan.",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | Q(mended_by__isnull=True)
                | ~Q(approved_by=F("mended_by"))
                | Q(four_eyes_waived=True),
                name="news_edition_approver_did_not_mend",
                violation_error_message="Siaran pers disetujui oleh orang lain daripada yang menyuntingnya.",
            ),
            models.CheckConstraint(
                condition=Q(second_look_at__isnull=True, second_look_by__isnull=True)
                | Q(second_look_at__isnull=False, second_look_by__isnull=False, four_eyes_waived=True),
                name="news_edition_second_look_who_and_when",
                violation_error_message="Hanya yang disetujui sendirian dilihat kembali, oleh siapa dan kapan.",
            ),
            models.CheckConstraint(
                condition=Q(second_look_by__isnull=True) | ~Q(second_look_by=F("approved_by")),
                name="news_edition_second_look_is_not_the_first",
                violation_error_message="Perbaikan kecil dilihat kembali oleh orang lain daripada yang menyetujuinya.",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True) | Q(live_from__isnull=True) | Q(expires_at__gt=F("live_from")),
                name="news_edition_expires_after_it_goes_live",
                violation_error_message="Waktu berhenti tayang harus sesudah waktu terbit.",
            ),
            models.CheckConstraint(
                condition=Q(number=1, change_kind="first") | Q(number__gt=1) & ~Q(change_kind="first"),
                name="news_edition_first_is_the_first",
                violation_error_message="Terbitan pertama adalah edisi nomor satu, dan hanya itu.",
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="news_edition_has_a_title",
                violation_error_message="Tuliskan judul.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def shown_in_history(cls, keys: Iterable[int]) -> "dict[int, Edition]":
        return Edition.objects.in_bulk(keys)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.body_html = sanitize(self.body_html)
        with transaction.atomic():
            super().save(*args, **kwargs)
            self._keep_body_photos()
            put([(self.pk, text_of(self.title, self.summary, self.body_html))])

    def _keep_body_photos(self) -> None:
        """The photos of the text as uses of the library, in step with it. One query where nothing changed."""
        wanted = self.uses_in_body()
        names = ("position", "photo_id", "alt", "is_decorative", "caption", "identity_protected")
        uses = EditionPhoto.objects.filter(edition=self, role=EditionPhoto.Role.BODY)
        if list(uses.values_list(*names)) != [tuple(getattr(use, name) for name in names) for use in wanted]:
            uses.delete()
            EditionPhoto.objects.bulk_create(wanted)

    def uses_in_body(self) -> list["EditionPhoto"]:
        """The photos that the text names and the library has, as uses; unsaved."""
        self.__dict__.pop("body_photos", None)
        known = photos_of([self.body_html])
        return [
            EditionPhoto(
                edition=self,
                role=EditionPhoto.Role.BODY,
                position=number,
                photo=known[figure.photo_id],
                alt=figure.alt[:250],
                is_decorative=figure.is_decorative,
                caption=figure.caption[:250],
                identity_protected=figure.is_protected,
            )
            for number, figure in enumerate(figures_in(self.body_html))
            if figure.photo_id in known
        ]

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES

    @property
    def is_writable(self) -> bool:
        return self.state in self.WRITABLE_STATES

    def has_hand_of(self, user: Any) -> bool:
        """Whether this person submitted the text or changed it since: four eyes need somebody else."""
        return user.pk in (self.submitted_by_id, self.mended_by_id)

    @property
    def lead(self) -> "EditionPhoto | None":
        if "leads" in self.__dict__:
            return self.leads[0] if self.leads else None
        return next((use for use in self.photos.all() if use.role == EditionPhoto.Role.LEAD), None)

    @property
    def gallery(self) -> list["EditionPhoto"]:
        return [use for use in self.photos.all() if use.role == EditionPhoto.Role.GALLERY]

    def hold_photos(self, uses: "list[EditionPhoto]") -> None:
        """Let `photos.all()` be these without a query, as a prefetch leaves them."""
        held: Any = self.photos.all()
        held._result_cache, held._prefetch_done = uses, True
        self.__dict__["_prefetched_objects_cache"] = {"photos": held}

    @cached_property
    def body_photos(self) -> dict[int, Photo]:
        """The photos that the text names: no query after `complete()` or `answer_for()`, nor without any."""
        if "photos" in getattr(self, "_prefetched_objects_cache", {}):
            return {use.photo_id: use.photo for use in self.photos.all() if use.role == EditionPhoto.Role.BODY}
        return photos_of([self.body_html])

    @property
    def shown_tags(self) -> list[Tag]:
        """The tags; needs `complete()`, as do the two that follow."""
        return [Tag(**row) for row in sorted(self.tag_rows or [], key=lambda row: row["name"])]

    @property
    def shown_programs(self) -> list[Program]:
        return [Program(**row) for row in sorted(self.program_rows or [], key=lambda row: row["name"])]

    @property
    def shown_attachments(self) -> list[Attachment]:
        rows = sorted(self.attachment_rows or [], key=lambda row: (row["position"], row["id"]))
        return [Attachment(**row) for row in rows]

    @property
    def reading_minutes(self) -> int:
        """At 200 words a minute, the pace of careful reading on a phone; at least one."""
        return max(1, round(word_count(self.body_html) / 200))

    def has_expired(self, at: datetime | None = None) -> bool:
        return self.expires_at is not None and self.expires_at <= (at or timezone.now())

    def standing(self, at: datetime | None = None) -> Standing:
        """How it stands at that instant; the same truth as the queryset's `standing()`."""
        at = at or timezone.now()
        if self.article.is_withdrawn(at):
            return Standing.WITHDRAWN
        if self.state != self.State.APPROVED:
            return Standing(self.state)
        if self.is_scheduled(at):
            return Standing.SCHEDULED
        if self.is_replaced(at):
            return Standing.FORMER
        return Standing.EXPIRED if self.has_expired(at) else Standing.LIVE

    def is_replaced(self, at: datetime) -> bool:
        """Whether a newer edition has gone live by then; no query after `with_replaced_from()`."""
        if "replaced_from" in self.__dict__:
            return self.replaced_from is not None and self.replaced_from <= at
        newer = self.article.editions.filter(state=self.State.APPROVED, live_from__lte=at, live_from__gt=self.live_from)
        return newer.exists()

    def is_scheduled(self, at: datetime | None = None) -> bool:
        return self.live_from is not None and self.live_from > (at or timezone.now())


class EditionPhoto(models.Model):
    """One use of a library photo in one edition; what it means there is decided per use."""

    class Role(models.TextChoices):
        LEAD = "lead", "Foto utama"
        GALLERY = "gallery", "Galeri"
        BODY = "body", "Di dalam teks"  # kept by Edition.save()

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="photos")
    photo = models.ForeignKey(Photo, models.PROTECT, related_name="uses", verbose_name="foto")
    role = models.CharField("tempat", max_length=10, choices=Role, default=Role.LEAD)
    alt = LineField(
        "teks alternatif",
        max_length=250,
        blank=True,
        help_text="Apa yang tampak pada foto, untuk yang tidak melihatnya.",
    )
    is_decorative = models.BooleanField(
        "hiasan", default=False, help_text="Foto tidak menambah keterangan apa pun; pembaca layar melewatinya."
    )
    caption = LineField("keterangan foto", max_length=250, blank=True)
    identity_protected = models.BooleanField(
        "identitas terlindungi",
        default=False,
        help_text="Untuk foto yang menampilkan anak atau korban: wajah tidak dapat dikenali, dan nama, alamat, serta "
        "sekolah tidak disebut. Pada kegiatan biasa cukup izin tertulis orang tua atau walinya.",
    )
    position = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = "foto"
        verbose_name_plural = "foto"
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["edition"], condition=Q(alt="", is_decorative=False), name="news_editionphoto_silent")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(role="lead"),
                name="news_editionphoto_one_lead_per_edition",
                violation_error_message="Hanya ada satu foto utama. Jadikan foto lainnya bagian galeri.",
            ),
            models.CheckConstraint(
                condition=Q(is_decorative=False) | Q(alt=""),
                name="news_editionphoto_decorative_has_no_alt",
                violation_error_message="Foto hiasan tidak memiliki teks alternatif: kosongkan salah satunya.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.photo)

    @classmethod
    def uses_of(cls, photo: Photo, most: int, at: datetime | None = None) -> list[PhotoUse]:
        """The editions that show the photo, for the library; the `most` newest."""
        at = at or timezone.now()
        editions = Edition.objects.filter(pk__in=cls.objects.filter(photo=photo).values("edition"))
        return [
            PhotoUse(
                edition,
                str(edition.standing(at).label),
                edition.state == Edition.State.APPROVED and not edition.is_replaced(at),
            )
            for edition in editions.select_related("article").defer("body_html").with_replaced_from()[:most]
        ]

    @classmethod
    def publishes(cls, photo: Photo, at: datetime | None = None) -> bool:
        """Whether an approved edition that none has replaced shows the photo."""
        editions = Edition.objects.filter(pk__in=cls.objects.filter(photo=photo).values("edition"))
        newer = Edition.objects.filter(
            article=OuterRef("article"),
            state=Edition.State.APPROVED,
            live_from__lte=at or timezone.now(),
            live_from__gt=OuterRef("live_from"),
        )
        return editions.filter(~Exists(newer), state=Edition.State.APPROVED).exists()
