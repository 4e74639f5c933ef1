"""Workers: informal workers of the regency, and rows that may be one and the same person."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils import timezone

from programs.models.catalogue import Area, Occupation
from programs.models.people import Person, differences, person_promises
from programs.numbers import digits_of, read_nik
from selayar_site.blind import BlindIndexField, found_by
from selayar_site.sealed import SealedTextField


class WorkerQuerySet(models.QuerySet["Worker"]):
    def current(self) -> "WorkerQuerySet":
        """Without the rows that were merged into another."""
        return self.filter(merged_into__isnull=True)

    def by_nik(self, nik: str) -> "WorkerQuerySet":
        """Whose NIK that is, however its digits are grouped; merged rows too."""
        return found_by(self, "nik_index", digits_of(nik))  # type: ignore[return-value]

    def by_kk(self, kk: str) -> "WorkerQuerySet":
        """Everybody on that family card."""
        return found_by(self, "kk_index", digits_of(kk))  # type: ignore[return-value]

    def insurable(self, on: date | None = None) -> "WorkerQuerySet":
        """Alive, in the regency and without formal employment on that day."""
        on = on or timezone.localdate()
        return self.current().filter(
            Q(death_date__isnull=True) | Q(death_date__gt=on),
            Q(moved_on__isnull=True) | Q(moved_on__gt=on),
            Q(formal_since__isnull=True) | Q(formal_since__gt=on),
        )


class Worker(Person):
    """An informal worker. A row that was merged into another stays as a sign to it; nothing else refers to it."""

    nik = SealedTextField("NIK", aad="programs.worker.nik")
    nik_index = BlindIndexField(source="nik", purpose="programs.worker.nik", unique=True)
    kk = SealedTextField("nomor KK", aad="programs.worker.kk", null=True, blank=True)
    kk_index = BlindIndexField(source="kk", purpose="programs.worker.kk", db_index=True)
    phone = SealedTextField("telepon", aad="programs.worker.phone", null=True, blank=True)
    phone_index = BlindIndexField(source="phone", purpose="programs.worker.phone", db_index=True)
    kpj = models.CharField(  # noqa: DJ001  # None, because one number belongs to one worker and many have none
        "KPJ",
        max_length=11,
        null=True,
        blank=True,
        validators=[RegexValidator("^[0-9]{11}\\Z", "KPJ terdiri atas 11 angka.")],
        help_text="Nomor peserta BPJS Ketenagakerjaan, setelah diterima.",
    )
    occupation = models.ForeignKey(Occupation, models.PROTECT, related_name="workers", verbose_name="pekerjaan")
    village = models.ForeignKey(
        Area,
        models.PROTECT,
        related_name="workers",
        verbose_name="desa atau kelurahan",
        limit_choices_to={"kind__in": Area.VILLAGES},
        error_messages={"invalid": "Pilih desa atau kelurahan, bukan kecamatan."},
    )
    death_date = models.DateField("meninggal", null=True, blank=True)
    formal_since = models.DateField(
        "bekerja formal sejak", null=True, blank=True, help_text="Menerima upah dan terdaftar oleh pemberi kerja."
    )
    moved_on = models.DateField("pindah ke luar kabupaten", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, editable=False, related_name="merged_rows", verbose_name="digabungkan ke"
    )
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    merged_at = models.DateTimeField("digabungkan pada", null=True, editable=False)

    objects = WorkerQuerySet.as_manager()

    class Meta:
        verbose_name = "pekerja"
        verbose_name_plural = "pekerja"
        ordering = ["name_key", "pk"]
        permissions = [
            ("find_worker", "Mencari pekerja menurut NIK, KK, atau telepon"),
            ("reveal_worker", "Membuka nomor seorang pekerja"),
            ("decide_worker", "Memutuskan data ganda dan nomor yang berbeda"),
        ]
        indexes = [
            models.Index(fields=["name_key", "id"], name="programs_worker_by_name"),
            models.Index(fields=["birth_date", "village"], name="programs_worker_alike"),
            models.Index(fields=["village", "occupation"], name="programs_worker_by_place"),
        ]
        constraints = [
            *person_promises("worker"),
            models.UniqueConstraint(
                fields=["kpj"],
                condition=Q(merged_into__isnull=True),
                name="programs_worker_one_per_kpj",
                violation_error_message="KPJ ini sudah tercatat pada pekerja lain.",
            ),
            models.CheckConstraint(
                condition=Q(nik_index__isnull=False),
                name="programs_worker_has_a_nik",
                violation_error_message="Isi NIK.",
            ),
            models.CheckConstraint(
                condition=Q(kk__isnull=True, kk_index__isnull=True) | Q(kk__isnull=False, kk_index__isnull=False),
                name="programs_worker_kk_with_its_index",
                violation_error_message="Nomor KK dan penandanya disimpan bersama.",
            ),
            models.CheckConstraint(
                condition=Q(kpj__isnull=True) | ~Q(kpj=""),
                name="programs_worker_kpj_or_none",
                violation_error_message="KPJ yang belum ada dikosongkan.",
            ),
            models.CheckConstraint(
                condition=Q(death_date__isnull=True) | Q(death_date__gte=F("birth_date")),
                name="programs_worker_dies_after_birth",
                violation_error_message="Tanggal meninggal tidak mungkin sebelum tanggal lahir.",
            ),
            models.CheckConstraint(
                condition=Q(formal_since__isnull=True) | Q(formal_since__gt=F("birth_date")),
                name="programs_worker_employed_after_birth",
                violation_error_message="Tanggal mulai bekerja formal tidak mungkin sebelum tanggal lahir.",
            ),
            models.CheckConstraint(
                condition=Q(moved_on__isnull=True) | Q(moved_on__gte=F("birth_date")),
                name="programs_worker_moves_after_birth",
                violation_error_message="Tanggal pindah tidak mungkin sebelum tanggal lahir.",
            ),
            models.CheckConstraint(
                # With `programs_area_code_says_kind`: a code of 13 signs is a village's and no other's.
                condition=Exact(Length(F("village_id")), 13),
                name="programs_worker_lives_in_a_village",
                violation_error_message="Pilih desa atau kelurahan, bukan kecamatan.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True, merged_by__isnull=True, merged_at__isnull=True)
                | Q(merged_into__isnull=False, merged_by__isnull=False, merged_at__isnull=False),
                name="programs_worker_merging_is_one_fact",
                violation_error_message="Penggabungan menyebut ke mana, oleh siapa, dan kapan.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="programs_worker_not_merged_into_itself",
                violation_error_message="Seorang pekerja tidak digabungkan ke barisnya sendiri.",
            ),
        ]

    def contradictions(self) -> list[str]:
        assert self.nik is not None
        nik = read_nik(self.nik.reveal())
        return differences("NIK", birth_date=nik.birth_date, sex=nik.sex, person=self)

    def is_alive(self, on: date | None = None) -> bool:
        return self.death_date is None or self.death_date > (on or timezone.localdate())


class PossibleDouble(models.Model):
    """Two rows that may be one person, and what an officer decided. Kept: the question is asked once."""

    class Kind(models.TextChoices):
        SAME_NAME = "same_name", "Nama, tanggal lahir, dan desa sama"
        NEAR_NAME = "near_name", "Nama mirip, tanggal lahir dan desa sama"

    class State(models.TextChoices):
        OPEN = "open", "Menunggu keputusan"
        SAME = "same", "Orang yang sama"
        DIFFERENT = "different", "Orang yang berbeda"

    first = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="baris pertama")
    second = models.ForeignKey(Worker, models.PROTECT, related_name="+", verbose_name="baris kedua")
    kind = models.CharField("alasan", max_length=10, choices=Kind)
    state = models.CharField("keadaan", max_length=10, choices=State, default=State.OPEN)
    found_at = models.DateTimeField("ditemukan", auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="diputuskan oleh"
    )
    decided_at = models.DateTimeField("diputuskan pada", null=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "kemungkinan data ganda"
        verbose_name_plural = "kemungkinan data ganda"
        ordering = ["-found_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "-found_at", "-id"], name="programs_possibledouble_open"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="programs_possibledouble_asked_once",
                violation_error_message="Pasangan ini sudah tercatat.",
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")),
                name="programs_possibledouble_older_row_first",
                violation_error_message="Baris yang lebih lama disebut pertama.",
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(state="open") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="programs_possibledouble_decision_is_one_fact",
                violation_error_message="Keputusan menyebut siapa dan kapan.",
            ),
        ]

    def __str__(self) -> str:
        return f"Kemungkinan data ganda no. {self.pk}"

    @classmethod
    def shown_in_history(cls, keys: Iterable[int]) -> "dict[int, PossibleDouble]":
        return PossibleDouble.objects.in_bulk(keys)
