import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.conf import settings
from django.db import migrations, models

import selayar_site.blind
import selayar_site.sealed


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0003_civil_servants"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Worker",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="Seperti pada KTP.", max_length=120, verbose_name="nama")),
                (
                    "name_key",
                    models.CharField(editable=False, help_text="Untuk mencari dan mencocokkan.", max_length=120),
                ),
                ("birth_date", models.DateField(verbose_name="tanggal lahir")),
                (
                    "sex",
                    models.CharField(
                        choices=[("L", "Laki-laki"), ("P", "Perempuan")], max_length=1, verbose_name="jenis kelamin"
                    ),
                ),
                (
                    "number_check",
                    models.CharField(
                        choices=[
                            ("agrees", "Sesuai"),
                            ("pending", "Berbeda, menunggu keputusan"),
                            ("accepted", "Berbeda, diterima petugas"),
                        ],
                        default="agrees",
                        editable=False,
                        max_length=10,
                        verbose_name="nomor dan data lahir",
                    ),
                ),
                ("number_checked_at", models.DateTimeField(editable=False, null=True, verbose_name="diputuskan pada")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="dicatat")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("nik", selayar_site.sealed.SealedTextField(aad="programs.worker.nik", verbose_name="NIK")),
                (
                    "nik_index",
                    selayar_site.blind.BlindIndexField(purpose="programs.worker.nik", source="nik", unique=True),
                ),
                (
                    "kk",
                    selayar_site.sealed.SealedTextField(
                        aad="programs.worker.kk", blank=True, null=True, verbose_name="nomor KK"
                    ),
                ),
                (
                    "kk_index",
                    selayar_site.blind.BlindIndexField(db_index=True, purpose="programs.worker.kk", source="kk"),
                ),
                (
                    "phone",
                    selayar_site.sealed.SealedTextField(
                        aad="programs.worker.phone", blank=True, null=True, verbose_name="telepon"
                    ),
                ),
                (
                    "phone_index",
                    selayar_site.blind.BlindIndexField(db_index=True, purpose="programs.worker.phone", source="phone"),
                ),
                (
                    "kpj",
                    models.CharField(
                        blank=True,
                        help_text="Nomor peserta BPJS Ketenagakerjaan, setelah diterima.",
                        max_length=11,
                        null=True,
                        validators=[
                            django.core.validators.RegexValidator("^[0-9]{11}\\Z", "KPJ terdiri atas 11 angka.")
                        ],
                        verbose_name="KPJ",
                    ),
                ),
                ("death_date", models.DateField(blank=True, null=True, verbose_name="meninggal")),
                (
                    "formal_since",
                    models.DateField(
                        blank=True,
                        help_text="Menerima upah dan terdaftar oleh pemberi kerja.",
                        null=True,
                        verbose_name="bekerja formal sejak",
                    ),
                ),
                ("moved_on", models.DateField(blank=True, null=True, verbose_name="pindah ke luar kabupaten")),
                ("merged_at", models.DateTimeField(editable=False, null=True, verbose_name="digabungkan pada")),
                (
                    "merged_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_rows",
                        to="programs.worker",
                        verbose_name="digabungkan ke",
                    ),
                ),
                (
                    "number_checked_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="diputuskan",
                    ),
                ),
                (
                    "occupation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="workers",
                        to="programs.occupation",
                        verbose_name="pekerjaan",
                    ),
                ),
                (
                    "village",
                    models.ForeignKey(
                        error_messages={"invalid": "Pilih desa atau kelurahan, bukan kecamatan."},
                        limit_choices_to={"kind__in": ("desa", "kelurahan")},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="workers",
                        to="programs.area",
                        verbose_name="desa atau kelurahan",
                    ),
                ),
            ],
            options={
                "verbose_name": "pekerja",
                "verbose_name_plural": "pekerja",
                "ordering": ["name_key", "pk"],
                "permissions": [
                    ("find_worker", "Mencari pekerja menurut NIK, KK, atau telepon"),
                    ("reveal_worker", "Membuka nomor seorang pekerja"),
                    ("decide_worker", "Memutuskan data ganda dan nomor yang berbeda"),
                ],
            },
        ),
        migrations.CreateModel(
            name="PossibleDouble",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("same_name", "Nama, tanggal lahir, dan desa sama"),
                            ("near_name", "Nama mirip, tanggal lahir dan desa sama"),
                        ],
                        max_length=10,
                        verbose_name="alasan",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Menunggu keputusan"),
                            ("same", "Orang yang sama"),
                            ("different", "Orang yang berbeda"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("found_at", models.DateTimeField(auto_now_add=True, verbose_name="ditemukan")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="diputuskan pada")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="diputuskan oleh",
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.worker",
                        verbose_name="baris pertama",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="programs.worker",
                        verbose_name="baris kedua",
                    ),
                ),
            ],
            options={
                "verbose_name": "kemungkinan data ganda",
                "verbose_name_plural": "kemungkinan data ganda",
                "ordering": ["-found_at", "-pk"],
            },
        ),
        migrations.AddIndex(
            model_name="worker",
            index=models.Index(fields=["name_key", "id"], name="programs_worker_by_name"),
        ),
        migrations.AddIndex(
            model_name="worker",
            index=models.Index(fields=["birth_date", "village"], name="programs_worker_alike"),
        ),
        migrations.AddIndex(
            model_name="worker",
            index=models.Index(fields=["village", "occupation"], name="programs_worker_by_place"),
        ),
        migrations.AddConstraint(
            model_name="worker",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("name", ""), _negated=True), models.Q(("name_key", ""), _negated=True)),
                name="programs_worker_has_a_name",
                violation_error_message="Tuliskan nama orangnya.",
            ),
        ),
        migrations.AddConstraint(
            model_name="worker",
            constraint=models.CheckConstraint(
                condition=models.Q(("birth_date__gte", "1900-01-01"), ("birth_date__lt", "2100-01-01")),
                name="programs_worker_was_born_in_our_time",
                violation_error_message="Tanggal lahir harus sesudah tahun 1900.",
            ),
        ),
        migrations.AddConstraint(
            model_name="worker",
            constraint=models.CheckConstraint(
                condition=models.Q(("sex__in", ["L", "P"])),
                name="programs_worker_has_a_sex",
                violation_error_message="Pilih jenis kelamin seperti pada KTP.",
            ),
        ),
        migrations.AddConstraint(
            model_name="worker",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("number_check", "accepted"),
                        ("number_checked_at__isnull", False),
                        ("number_checked_by__isnull", False),
                    ),
                    models.Q(
                        ("number_check__in", ["agrees", "pending"]),
                        ("number_checked_at__isnull", True),
                        ("number_checked_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="programs_worker_number_decision_is_one_fact",
                violation_error_message="Keputusan atas nomor yang berbeda menyebut siapa dan kapan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="worker",
            constraint=models.UniqueConstraint(
                condition=models.Q(("merged_into__isnull", True)),
                fields=("kpj",),
                name="programs_worker_one_per_kpj",
                violation_error_message="KPJ ini sudah tercatat pada pekerja lain.",
            ),
        ),
        migrations.AddConstraint(
            model_name="worker",
            constraint=models.CheckConstraint(
                condition=models.Q(("nik_index__isnull", False)),
                name="programs_worker_has_a_nik",
                violation_error_message="Isi NIK.",
            ),
        ),
        migrations.AddConstraint(
            model_name="worker",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kk__isnull", True), ("kk_index__isnull", True)),
                    models.Q(("kk__isnull", False), ("kk_index__isnull", False)),
                    _connector="OR",
                ),
                name="programs_worker_kk_with_its_index",
                violation_error_message="Nomor KK dan penandanya disimpan bersama.",
            ),
        ),
        migrations.AddConstraint(
            model_name="worker",
            constraint=models.CheckConstraint(
                condition=models.Q(("kpj__isnull", True), models.Q(("kpj", ""), _negated=True), _connector="OR"),
                name="programs_worker_kpj_or_none",
                violation_error_message="KPJ yang belum ada dikosongkan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="worker",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("death_date__isnull", True), ("death_date__gte", models.F("birth_date")), _connector="OR"
                ),
                name="programs_worker_dies_after_birth",
                violation_error_message="Tanggal meninggal tidak mungkin sebelum tanggal lahir.",
            ),
        ),
        migrations.AddConstraint(
            model_name="worker",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("formal_since__isnull", True), ("formal_since__gt", models.F("birth_date")), _connector="OR"
                ),
                name="programs_worker_employed_after_birth",
                violation_error_message="Tanggal mulai bekerja formal tidak mungkin sebelum tanggal lahir.",
            ),
        ),
        migrations.AddConstraint(
            model_name="worker",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("moved_on__isnull", True), ("moved_on__gte", models.F("birth_date")), _connector="OR"
                ),
                name="programs_worker_moves_after_birth",
                violation_error_message="Tanggal pindah tidak mungkin sebelum tanggal lahir.",
            ),
        ),
        migrations.AddConstraint(
            model_name="worker",
            constraint=models.CheckConstraint(
                condition=django.db.models.lookups.Exact(
                    django.db.models.functions.text.Length(models.F("village_id")), 13
                ),
                name="programs_worker_lives_in_a_village",
                violation_error_message="Pilih desa atau kelurahan, bukan kecamatan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="worker",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_at__isnull", True), ("merged_by__isnull", True), ("merged_into__isnull", True)),
                    models.Q(
                        ("merged_at__isnull", False), ("merged_by__isnull", False), ("merged_into__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="programs_worker_merging_is_one_fact",
                violation_error_message="Penggabungan menyebut ke mana, oleh siapa, dan kapan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="worker",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into__isnull", True),
                    models.Q(("merged_into", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="programs_worker_not_merged_into_itself",
                violation_error_message="Seorang pekerja tidak digabungkan ke barisnya sendiri.",
            ),
        ),
        migrations.AddIndex(
            model_name="possibledouble",
            index=models.Index(fields=["state", "-found_at", "-id"], name="programs_possibledouble_open"),
        ),
        migrations.AddConstraint(
            model_name="possibledouble",
            constraint=models.UniqueConstraint(
                fields=("first", "second"),
                name="programs_possibledouble_asked_once",
                violation_error_message="Pasangan ini sudah tercatat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="possibledouble",
            constraint=models.CheckConstraint(
                condition=models.Q(("first__lt", models.F("second"))),
                name="programs_possibledouble_older_row_first",
                violation_error_message="Baris yang lebih lama disebut pertama.",
            ),
        ),
        migrations.AddConstraint(
            model_name="possibledouble",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True), ("state", "open")),
                    models.Q(
                        models.Q(("state", "open"), _negated=True),
                        ("decided_at__isnull", False),
                        ("decided_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="programs_possibledouble_decision_is_one_fact",
                violation_error_message="Keputusan menyebut siapa dan kapan.",
            ),
        ),
    ]
