"""Content to begin with on a new installation."""

from typing import Any

from django.core.management.base import BaseCommand

from selayar_site.sample.load import load_basics


class Command(BaseCommand):
    help = "Mengisi identitas, halaman, wilayah, OPD, pekerjaan, program, kategori, dan tagar yang belum ada."

    def handle(self, *args: Any, **options: Any) -> None:
        load_basics()
        self.stdout.write("Isi awal tersedia. Sesuaikan di ruang kerja: Identitas situs, Halaman, OPD.")
