"""What hangs on a programme's page: whom to ask, and documents to take away."""

from typing import Any

from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q

from programs.models.catalogue import Program
from selayar_site.documents import free_slug


def private_storage() -> Storage:
    return storages["private"]


class ProgramContact(models.Model):
    """Where to ask. Numbers and addresses of offices, never of a private person."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="contacts")
    office = models.CharField("kantor atau bagian", max_length=120)
    about = models.CharField("untuk urusan", max_length=160, blank=True)
    address = models.CharField("alamat", max_length=200, blank=True)
    phone = models.CharField("telepon kantor", max_length=30, blank=True)
    email = models.EmailField("surel kantor", blank=True)
    hours = models.CharField("jam layanan", max_length=120, blank=True)
    position = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = "kontak"
        verbose_name_plural = "kontak"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(address="", phone="", email=""),
                name="programs_programcontact_can_be_reached",
                violation_error_message="Isi alamat, telepon, atau surel, agar warga dapat menghubunginya.",
            ),
        ]

    def __str__(self) -> str:
        return self.office


class ProgramDocument(models.Model):
    """A PDF of a programme. Its file lies where no address leads; `program_document` hands it out."""

    program = models.ForeignKey(Program, models.CASCADE, related_name="documents")
    slug = models.SlugField(max_length=90, editable=False)
    title = models.CharField("judul", max_length=120)
    file = models.FileField("berkas PDF", upload_to="program/%Y/%m/", max_length=160, storage=private_storage)
    size = models.PositiveIntegerField("ukuran (bita)", editable=False)
    pages = models.PositiveSmallIntegerField("halaman", editable=False)
    position = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = "dokumen"
        verbose_name_plural = "dokumen"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "slug"],
                name="programs_programdocument_one_address_each",
                violation_error_message="Dua dokumen tidak dapat memiliki alamat yang sama.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The address is made of the first title, once."""
        if not self.slug:
            self.slug = free_slug(self.title, set(self.program.documents.values_list("slug", flat=True)))
        super().save(*args, **kwargs)
