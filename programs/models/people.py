"""What civil servants and workers have in common: a name, a birth, and numbers that may contradict it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from programs.names import name_key
from programs.numbers import Sex, age_on


class NumberCheck(models.TextChoices):
    """Whether the numbers say the same birth date and sex as was typed. Registry offices make mistakes too."""

    AGREES = "agrees", "Sesuai"
    PENDING = "pending", "Berbeda, menunggu keputusan"
    ACCEPTED = "accepted", "Berbeda, diterima petugas"


class Person(models.Model):
    """A person of a register. Sealed numbers stand in the concrete models, each under a name of its own."""

    name = models.CharField("nama", max_length=120, help_text="Seperti pada KTP.")
    name_key = models.CharField(max_length=120, editable=False, help_text="Untuk mencari dan mencocokkan.")
    birth_date = models.DateField("tanggal lahir")
    sex = models.CharField("jenis kelamin", max_length=1, choices=Sex)
    number_check = models.CharField(
        "nomor dan data lahir", max_length=10, choices=NumberCheck, default=NumberCheck.AGREES, editable=False
    )
    number_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="diputuskan"
    )
    number_checked_at = models.DateTimeField("diputuskan pada", null=True, editable=False)
    created_at = models.DateTimeField("dicatat", auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        """The name alone: titles of pages, messages and links are made of this."""
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.prepare()
        super().save(*args, **kwargs)

    def prepare(self) -> None:
        """Fill what follows from the other columns. Bulk writers call it for each row.

        A decision of an officer stays until the numbers agree, or a verb takes it back.
        """
        self.name_key = name_key(self.name)
        if not self.contradictions():
            self.number_check, self.number_checked_by, self.number_checked_at = NumberCheck.AGREES, None, None
        elif self.number_check == NumberCheck.AGREES:
            self.number_check = NumberCheck.PENDING

    def contradictions(self) -> list[str]:
        """What the numbers say otherwise than was typed, as sentences without the number."""
        raise NotImplementedError

    def age_on(self, day: Any) -> int:
        return age_on(self.birth_date, day)


def person_promises(model: str) -> list[models.BaseConstraint]:
    """The promises of a `Person`, under the name of the concrete model."""
    return [
        models.CheckConstraint(
            condition=~Q(name="") & ~Q(name_key=""),
            name=f"programs_{model}_has_a_name",
            violation_error_message="Tuliskan nama orangnya.",
        ),
        models.CheckConstraint(
            condition=Q(birth_date__gte="1900-01-01", birth_date__lt="2100-01-01"),
            name=f"programs_{model}_was_born_in_our_time",
            violation_error_message="Tanggal lahir harus sesudah tahun 1900.",
        ),
        models.CheckConstraint(
            condition=Q(sex__in=["L", "P"]),
            name=f"programs_{model}_has_a_sex",
            violation_error_message="Pilih jenis kelamin seperti pada KTP.",
        ),
        models.CheckConstraint(
            condition=Q(number_check="accepted", number_checked_by__isnull=False, number_checked_at__isnull=False)
            | Q(
                number_check__in=["agrees", "pending"],
                number_checked_by__isnull=True,
                number_checked_at__isnull=True,
            ),
            name=f"programs_{model}_number_decision_is_one_fact",
            violation_error_message="Keputusan atas nomor yang berbeda menyebut siapa dan kapan.",
        ),
    ]


def differences(source: str, *, birth_date: Any, sex: str, person: Person) -> list[str]:
    """What a number named `source` says otherwise than the person's row."""
    found = []
    if birth_date != person.birth_date:
        found.append(f"Tanggal lahir dalam {source} berbeda dari yang ditulis.")
    if sex != person.sex:
        found.append(f"Jenis kelamin dalam {source} berbeda dari yang ditulis.")
    return found
