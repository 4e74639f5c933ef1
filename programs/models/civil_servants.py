"""Civil servants (ASN) and where they serve."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from programs.models.catalogue import Agency
from programs.models.people import Person, differences, person_promises
from programs.numbers import CivilStatus, digits_of, read_nik, read_nip, retires_on
from selayar_site.blind import BlindIndexField, found_by
from selayar_site.sealed import SealedTextField

if TYPE_CHECKING:
    from selayar_site.models import User


class CivilServantQuerySet(models.QuerySet["CivilServant"]):
    def by_nip(self, nip: str) -> "CivilServantQuerySet":
        """Whose NIP that is or was: a PPPK's changes with the agency."""
        digits = digits_of(nip)
        former = found_by(FormerNip.objects.filter(civil_servant=OuterRef("pk")), "nip_index", digits)
        current = CivilServant._meta.get_field("nip_index")
        assert isinstance(current, BlindIndexField)
        return self.filter(Q(nip_index=current.of(digits)) | Exists(former)) if digits else self.none()

    def by_nik(self, nik: str) -> "CivilServantQuerySet":
        return found_by(self, "nik_index", digits_of(nik))  # type: ignore[return-value]

    def by_kk(self, kk: str) -> "CivilServantQuerySet":
        """Everybody on that family card."""
        return found_by(self, "kk_index", digits_of(kk))  # type: ignore[return-value]

    def serving(self, on: date | None = None) -> "CivilServantQuerySet":
        on = on or timezone.localdate()
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gt=on))

    def of_agency(self, agency: Agency | int, on: date | None = None) -> "CivilServantQuerySet":
        """Who serves there on that day, or did last where they left the service."""
        key = agency.pk if isinstance(agency, Agency) else agency
        return self.filter(pk__in=Placement.objects.in_force(on).filter(agency=key).values("civil_servant"))

    def with_agency(self, on: date | None = None) -> "CivilServantQuerySet":
        """With `agency_name` and `agency_key`, where each serves on that day."""
        here = Placement.objects.filter(civil_servant=OuterRef("pk"), from_on__lte=on or timezone.localdate())
        latest = here.order_by("-from_on")
        return self.annotate(
            agency_key=Subquery(latest.values("agency")[:1]),
            agency_name=Subquery(latest.values("agency__short_name")[:1]),
        )

    def retiring(self, since: date, until: date) -> "CivilServantQuerySet":
        """Whose forecast first day out of service lies in `since` … `until`, both included."""
        found = Q(pk__in=[])
        for age in CivilServant.RetirementAge.values:
            found |= Q(
                retirement_age=age,
                birth_date__gte=_first_birthday(since, age),
                birth_date__lt=_first_birthday(until + timedelta(days=1), age),
            )
        return self.serving(since).filter(found)


def _first_birthday(day: date, age: int) -> date:
    """The earliest birth date whose first day out of service is not before `day`.

    One goes on the first of a month, for a birthday in the month before: the births of a month go together.
    """
    month = day.year * 12 + day.month - 1 if day.day == 1 else day.year * 12 + day.month
    month -= age * 12 + 1
    return date(month // 12, month % 12 + 1, 1)


class CivilServant(Person):
    class RetirementAge(models.IntegerChoices):
        """Age limits (Law 20/2023, article 55; some functional posts go on longer)."""

        STAFF = 58, "58 tahun"
        SENIOR = 60, "60 tahun"
        EXPERT = 65, "65 tahun"

    class LeftReason(models.TextChoices):
        RETIRED = "retired", "Pensiun"
        DIED = "died", "Meninggal"
        MOVED = "moved", "Pindah ke luar kabupaten"
        RESIGNED = "resigned", "Berhenti"
        CONTRACT = "contract", "Perjanjian kerja berakhir"

    status = models.CharField("status", max_length=4, choices=CivilStatus)
    nip = SealedTextField("NIP", aad="programs.civilservant.nip")
    nip_index = BlindIndexField(source="nip", purpose="programs.civilservant.nip", unique=True)
    nik = SealedTextField("NIK", aad="programs.civilservant.nik", null=True, blank=True)
    nik_index = BlindIndexField(source="nik", purpose="programs.civilservant.nik", unique=True)
    kk = SealedTextField("nomor KK", aad="programs.civilservant.kk", null=True, blank=True)
    kk_index = BlindIndexField(source="kk", purpose="programs.civilservant.kk", db_index=True)
    phone = SealedTextField("telepon", aad="programs.civilservant.phone", null=True, blank=True)
    email = models.EmailField("surel", blank=True, help_text="Alamat menurut daftar OPD, untuk mencocokkan akun.")
    position = models.CharField("jabatan", max_length=120, blank=True)
    retirement_age = models.PositiveSmallIntegerField(
        "batas usia pensiun", choices=RetirementAge, default=RetirementAge.STAFF
    )
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="civil_servant",
        verbose_name="akun",
    )
    left_on = models.DateField("tidak lagi bertugas sejak", null=True, blank=True)
    left_reason = models.CharField("sebab", max_length=10, choices=LeftReason, blank=True)

    objects = CivilServantQuerySet.as_manager()

    # Set by `with_agency()`.
    agency_key: int | None
    agency_name: str | None

    class Meta:
        verbose_name = "ASN"
        verbose_name_plural = "ASN"
        ordering = ["name_key", "pk"]
        permissions = [
            ("find_civilservant", "Mencari ASN menurut NIP, NIK, atau KK"),
            ("reveal_civilservant", "Membuka nomor seorang ASN"),
        ]
        indexes = [
            models.Index(fields=["name_key", "id"], name="programs_civilservant_by_name"),
            models.Index(fields=["retirement_age", "birth_date"], name="programs_civilservant_retiring"),
            models.Index(fields=["email"], name="programs_civilservant_by_email"),
        ]
        constraints = [
            *person_promises("civilservant"),
            models.CheckConstraint(
                condition=Q(nip_index__isnull=False),
                name="programs_civilservant_has_a_nip",
                violation_error_message="Isi NIP.",
            ),
            models.CheckConstraint(
                condition=Q(nik__isnull=True, nik_index__isnull=True) | Q(nik__isnull=False, nik_index__isnull=False),
                name="programs_civilservant_nik_with_its_index",
                violation_error_message="NIK dan penandanya disimpan bersama.",
            ),
            models.CheckConstraint(
                condition=Q(kk__isnull=True, kk_index__isnull=True) | Q(kk__isnull=False, kk_index__isnull=False),
                name="programs_civilservant_kk_with_its_index",
                violation_error_message="Nomor KK dan penandanya disimpan bersama.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["pns", "pppk"]),
                name="programs_civilservant_is_pns_or_pppk",
                violation_error_message="Pilih PNS atau PPPK.",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, left_reason="") | Q(left_on__isnull=False) & ~Q(left_reason=""),
                name="programs_civilservant_leaving_is_one_fact",
                violation_error_message="Tuliskan tanggal dan sebab tidak lagi bertugas.",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gt=F("birth_date")),
                name="programs_civilservant_leaves_after_birth",
                violation_error_message="Tanggal berhenti tidak mungkin sebelum tanggal lahir.",
            ),
            models.CheckConstraint(
                condition=Q(retirement_age__gte=50, retirement_age__lte=70),
                name="programs_civilservant_retires_at_a_possible_age",
                violation_error_message="Batas usia pensiun antara 50 dan 70 tahun.",
            ),
        ]

    def contradictions(self) -> list[str]:
        assert self.nip is not None
        nip = read_nip(self.nip.reveal(), status=self.status)
        found = differences("NIP", birth_date=nip.birth_date, sex=nip.sex, person=self)
        if self.nik is not None:
            nik = read_nik(self.nik.reveal())
            found += differences("NIK", birth_date=nik.birth_date, sex=nik.sex, person=self)
        return found

    def retires_on(self) -> date:
        """The forecast first day out of service; the truth is a decree."""
        return retires_on(self.birth_date, self.retirement_age)

    def is_serving(self, on: date | None = None) -> bool:
        return self.left_on is None or self.left_on > (on or timezone.localdate())

    def agency(self, on: date | None = None) -> Agency | None:
        """Where the person serves on that day. One query; lists use `with_agency()`."""
        rows = self.placements.filter(from_on__lte=on or timezone.localdate()).select_related("agency")
        last = rows.order_by("-from_on").first()
        return last.agency if last else None


class FormerNip(models.Model):
    """A number that a civil servant had before: lists of other offices go on naming it."""

    civil_servant = models.ForeignKey(CivilServant, models.CASCADE, related_name="former_nips", verbose_name="ASN")
    nip = SealedTextField("NIP lama", aad="programs.formernip.nip")
    # The same purpose as of the number in use, so that one question finds either.
    nip_index = BlindIndexField(source="nip", purpose="programs.civilservant.nip", unique=True)
    replaced_at = models.DateTimeField("diganti pada", auto_now_add=True)

    class Meta:
        verbose_name = "NIP lama"
        verbose_name_plural = "NIP lama"
        ordering = ["-replaced_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(nip_index__isnull=False),
                name="programs_formernip_is_a_number",
                violation_error_message="Isi NIP.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.nip)


class PlacementQuerySet(models.QuerySet["Placement"]):
    def in_force(self, on: date | None = None) -> "PlacementQuerySet":
        """The one placement of each civil servant on that day."""
        on = on or timezone.localdate()
        later = Placement.objects.filter(
            civil_servant=OuterRef("civil_servant"), from_on__gt=OuterRef("from_on"), from_on__lte=on
        )
        return self.filter(~Exists(later), from_on__lte=on)


class Placement(models.Model):
    """A civil servant serves at an agency from a day on, until the next placement.

    The end is not stored: two placements can neither overlap nor leave a gap, and the last is the open one.
    """

    civil_servant = models.ForeignKey(CivilServant, models.CASCADE, related_name="placements", verbose_name="ASN")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="placements", verbose_name="OPD")
    from_on = models.DateField("bertugas sejak")

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = "penempatan"
        verbose_name_plural = "penempatan"
        ordering = ["-from_on"]
        indexes = [models.Index(fields=["agency", "from_on"], name="programs_placement_of_agency")]
        constraints = [
            models.UniqueConstraint(
                fields=["civil_servant", "from_on"],
                name="programs_placement_one_from_a_day",
                violation_error_message="Pada tanggal itu sudah ada penempatan lain.",
            ),
            models.CheckConstraint(
                condition=Q(from_on__gte="1950-01-01", from_on__lt="2100-01-01"),
                name="programs_placement_from_a_possible_day",
                violation_error_message="Tanggal penempatan harus sesudah tahun 1950.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} sejak {self.from_on}"


class TreasurerQuerySet(models.QuerySet["Treasurer"]):
    def in_office(self, on: date | None = None) -> "TreasurerQuerySet":
        on = on or timezone.localdate()
        return self.filter(Q(until_on__isnull=True) | Q(until_on__gte=on), from_on__lte=on)

    def agencies_of(self, user: "User", on: date | None = None) -> "models.QuerySet[Agency]":
        """The agencies whose treasurer that account is on that day."""
        return Agency.objects.filter(pk__in=self.in_office(on).filter(user=user).values("agency"))


class Treasurer(models.Model):
    """An account keeps the payroll of an agency (bendahara) from one day to another, both included."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="treasurers", verbose_name="OPD")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="treasurerships", verbose_name="akun"
    )
    from_on = models.DateField("sejak", default=timezone.localdate)
    until_on = models.DateField("sampai", null=True, blank=True, help_text="Kosongkan selama masih bertugas.")

    objects = TreasurerQuerySet.as_manager()

    class Meta:
        verbose_name = "bendahara"
        verbose_name_plural = "bendahara"
        ordering = ["-from_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "user"],
                condition=Q(until_on__isnull=True),
                name="programs_treasurer_in_office_once",
                violation_error_message="Akun ini sudah menjadi bendahara OPD tersebut.",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="programs_treasurer_ends_after_the_start",
                violation_error_message="Tanggal berakhir tidak boleh sebelum tanggal mulai.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.agency.short_name}"
