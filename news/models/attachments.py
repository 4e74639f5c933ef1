"""The documents that hang on an edition."""

from typing import Any

from django.core.files.storage import Storage, storages
from django.db import models

from selayar_site.documents import free_slug
from selayar_site.text import LineField


def private_storage() -> Storage:
    return storages["private"]


class Attachment(models.Model):
    """A document of one edition. Its file lies where no address leads; readers get it from
    `article_attachment` while the edition is live, at an address that a new file or title keeps."""

    edition = models.ForeignKey("news.Edition", models.CASCADE, related_name="attachments")
    slug = models.SlugField(max_length=90, editable=False)
    title = LineField("judul", max_length=120)
    file = models.FileField("berkas PDF", upload_to="lampiran/%Y/%m/", max_length=160, storage=private_storage)
    size = models.PositiveIntegerField("ukuran (bita)", editable=False)
    pages = models.PositiveSmallIntegerField("halaman", editable=False)
    position = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = "lampiran"
        verbose_name_plural = "lampiran"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "slug"],
                name="news_attachment_one_address_each",
                violation_error_message="Dua lampiran tidak dapat memiliki alamat yang sama.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The address is made of the first title, once; whoever writes has claimed the edition."""
        if not self.slug:
            self.slug = free_slug(self.title, set(self.edition.attachments.values_list("slug", flat=True)))
        super().save(*args, **kwargs)
