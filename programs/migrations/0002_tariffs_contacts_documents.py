import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

import programs.models.parts
import programs.months


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Benefit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.SlugField(max_length=10, unique=True, verbose_name="singkatan")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="nama")),
                (
                    "description",
                    models.CharField(
                        help_text="Apa yang diterima peserta, dalam satu kalimat.",
                        max_length=300,
                        verbose_name="manfaat",
                    ),
                ),
                ("is_optional", models.BooleanField(default=False, verbose_name="pilihan tambahan")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
            ],
            options={
                "verbose_name": "manfaat",
                "verbose_name_plural": "manfaat",
                "ordering": ["position", "code"],
            },
        ),
        migrations.CreateModel(
            name="ProgramContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("office", models.CharField(max_length=120, verbose_name="kantor atau bagian")),
                ("about", models.CharField(blank=True, max_length=160, verbose_name="untuk urusan")),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="alamat")),
                ("phone", models.CharField(blank=True, max_length=30, verbose_name="telepon kantor")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="surel kantor")),
                ("hours", models.CharField(blank=True, max_length=120, verbose_name="jam layanan")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
            ],
            options={
                "verbose_name": "kontak",
                "verbose_name_plural": "kontak",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ProgramDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(editable=False, max_length=90)),
                ("title", models.CharField(max_length=120, verbose_name="judul")),
                (
                    "file",
                    models.FileField(
                        max_length=160,
                        storage=programs.models.parts.private_storage,
                        upload_to="program/%Y/%m/",
                        verbose_name="berkas PDF",
                    ),
                ),
                ("size", models.PositiveIntegerField(editable=False, verbose_name="ukuran (bita)")),
                ("pages", models.PositiveSmallIntegerField(editable=False, verbose_name="halaman")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
            ],
            options={
                "verbose_name": "dokumen",
                "verbose_name_plural": "dokumen",
                "ordering": ["position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Tariff",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "sector",
                    models.CharField(
                        choices=[("transport", "Transportasi"), ("other", "Selain transportasi")],
                        max_length=10,
                        verbose_name="sektor",
                    ),
                ),
                (
                    "payer",
                    models.CharField(
                        choices=[
                            ("asn", "ASN (Sikamseang)"),
                            ("apbd", "APBD kabupaten"),
                            ("village", "Anggaran desa"),
                            ("own", "Pekerja sendiri"),
                            ("partner", "Baznas atau perusahaan"),
                        ],
                        max_length=10,
                        verbose_name="yang membayar",
                    ),
                ),
                (
                    "valid_from",
                    models.PositiveIntegerField(validators=[programs.months.check_month], verbose_name="berlaku sejak"),
                ),
                (
                    "amount",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="Kosongkan untuk menyatakan bahwa sejak bulan itu tidak ada tarif.",
                        null=True,
                        verbose_name="iuran per bulan (rupiah)",
                    ),
                ),
                (
                    "source",
                    models.CharField(help_text="Peraturan yang menetapkannya.", max_length=160, verbose_name="dasar"),
                ),
                (
                    "is_confirmed",
                    models.BooleanField(
                        default=False,
                        help_text="Belum dipastikan: halaman umum menyebutnya belum dikonfirmasi.",
                        verbose_name="sudah dipastikan",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="keterangan")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                "verbose_name": "tarif iuran",
                "verbose_name_plural": "tarif iuran",
                "ordering": ["payer", "sector", "benefit", "valid_from"],
            },
        ),
        migrations.AddField(
            model_name="program",
            name="payer",
            field=models.CharField(
                blank=True,
                choices=[
                    ("asn", "ASN (Sikamseang)"),
                    ("apbd", "APBD kabupaten"),
                    ("village", "Anggaran desa"),
                    ("own", "Pekerja sendiri"),
                    ("partner", "Baznas atau perusahaan"),
                ],
                help_text="Menentukan tabel tarif pada halamannya. Kosongkan untuk program tanpa iuran BPJS Ketenagakerjaan.",
                max_length=10,
                verbose_name="pembayar iuran",
            ),
        ),
        migrations.AddConstraint(
            model_name="area",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind__in", ["desa", "kelurahan"]),
                        django.db.models.lookups.Exact(django.db.models.functions.text.Length("code"), 13),
                    ),
                    models.Q(
                        ("kind", "kecamatan"),
                        django.db.models.lookups.Exact(django.db.models.functions.text.Length("code"), 8),
                    ),
                    models.Q(
                        ("kind", "regency"),
                        django.db.models.lookups.Exact(django.db.models.functions.text.Length("code"), 5),
                    ),
                    models.Q(
                        ("kind", "province"),
                        django.db.models.lookups.Exact(django.db.models.functions.text.Length("code"), 2),
                    ),
                    _connector="OR",
                ),
                name="programs_area_code_says_kind",
                violation_error_message="Panjang kode wilayah tidak sesuai dengan jenisnya (Permendagri).",
            ),
        ),
        migrations.AddField(
            model_name="programcontact",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="programs.program"
            ),
        ),
        migrations.AddField(
            model_name="programdocument",
            name="program",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="documents", to="programs.program"
            ),
        ),
        migrations.AddField(
            model_name="tariff",
            name="benefit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tariffs",
                to="programs.benefit",
                verbose_name="manfaat",
            ),
        ),
        migrations.AddConstraint(
            model_name="programcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("address", ""), ("email", ""), ("phone", ""), _negated=True),
                name="programs_programcontact_can_be_reached",
                violation_error_message="Isi alamat, telepon, atau surel, agar warga dapat menghubunginya.",
            ),
        ),
        migrations.AddConstraint(
            model_name="programdocument",
            constraint=models.UniqueConstraint(
                fields=("program", "slug"),
                name="programs_programdocument_one_address_each",
                violation_error_message="Dua dokumen tidak dapat memiliki alamat yang sama.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tariff",
            constraint=models.UniqueConstraint(
                fields=("benefit", "sector", "payer", "valid_from"),
                name="programs_tariff_one_from_a_month",
                violation_error_message="Sudah ada tarif untuk manfaat, sektor, dan pembayar ini mulai bulan itu.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tariff",
            constraint=models.CheckConstraint(
                condition=models.Q(("valid_from__gte", 24000), ("valid_from__lte", 25211)),
                name="programs_tariff_from_a_possible_month",
                violation_error_message="Pilih bulan antara Januari 2000 dan Desember 2100.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tariff",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount__isnull", True), models.Q(("amount__gt", 0), ("amount__lte", 10000000)), _connector="OR"
                ),
                name="programs_tariff_amount_is_possible",
                violation_error_message="Iuran lebih dari nol dan paling banyak Rp10.000.000 sebulan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="tariff",
            constraint=models.CheckConstraint(
                condition=models.Q(("sector__in", ["transport", "other"])),
                name="programs_tariff_has_a_sector",
                violation_error_message="Pilih sektor.",
            ),
        ),
    ]
