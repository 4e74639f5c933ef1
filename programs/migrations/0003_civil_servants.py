import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import selayar_site.blind
import selayar_site.sealed


class Migration(migrations.Migration):
    dependencies = [
        ("programs", "0002_tariffs_contacts_documents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CivilServant",
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
                (
                    "status",
                    models.CharField(choices=[("pns", "PNS"), ("pppk", "PPPK")], max_length=4, verbose_name="status"),
                ),
                ("nip", selayar_site.sealed.SealedTextField(aad="programs.civilservant.nip", verbose_name="NIP")),
                (
                    "nip_index",
                    selayar_site.blind.BlindIndexField(purpose="programs.civilservant.nip", source="nip", unique=True),
                ),
                (
                    "nik",
                    selayar_site.sealed.SealedTextField(
                        aad="programs.civilservant.nik", blank=True, null=True, verbose_name="NIK"
                    ),
                ),
                (
                    "nik_index",
                    selayar_site.blind.BlindIndexField(purpose="programs.civilservant.nik", source="nik", unique=True),
                ),
                (
                    "kk",
                    selayar_site.sealed.SealedTextField(
                        aad="programs.civilservant.kk", blank=True, null=True, verbose_name="nomor KK"
                    ),
                ),
                (
                    "kk_index",
                    selayar_site.blind.BlindIndexField(db_index=True, purpose="programs.civilservant.kk", source="kk"),
                ),
                (
                    "phone",
                    selayar_site.sealed.SealedTextField(
                        aad="programs.civilservant.phone", blank=True, null=True, verbose_name="telepon"
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="Alamat menurut daftar OPD, untuk mencocokkan akun.",
                        max_length=254,
                        verbose_name="surel",
                    ),
                ),
                ("position", models.CharField(blank=True, max_length=120, verbose_name="jabatan")),
                (
                    "retirement_age",
                    models.PositiveSmallIntegerField(
                        choices=[(58, "58 tahun"), (60, "60 tahun"), (65, "65 tahun")],
                        default=58,
                        verbose_name="batas usia pensiun",
                    ),
                ),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="tidak lagi bertugas sejak")),
                (
                    "left_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("retired", "Pensiun"),
                            ("died", "Meninggal"),
                            ("moved", "Pindah ke luar kabupaten"),
                            ("resigned", "Berhenti"),
                            ("contract", "Perjanjian kerja berakhir"),
                        ],
                        max_length=10,
                        verbose_name="sebab",
                    ),
                ),
                (
                    "account",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="civil_servant",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="akun",
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
            ],
            options={
                "verbose_name": "ASN",
                "verbose_name_plural": "ASN",
                "ordering": ["name_key", "pk"],
                "permissions": [
                    ("find_civilservant", "Mencari ASN menurut NIP, NIK, atau KK"),
                    ("reveal_civilservant", "Membuka nomor seorang ASN"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FormerNip",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("nip", selayar_site.sealed.SealedTextField(aad="programs.formernip.nip", verbose_name="NIP lama")),
                (
                    "nip_index",
                    selayar_site.blind.BlindIndexField(purpose="programs.civilservant.nip", source="nip", unique=True),
                ),
                ("replaced_at", models.DateTimeField(auto_now_add=True, verbose_name="diganti pada")),
                (
                    "civil_servant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_nips",
                        to="programs.civilservant",
                        verbose_name="ASN",
                    ),
                ),
            ],
            options={
                "verbose_name": "NIP lama",
                "verbose_name_plural": "NIP lama",
                "ordering": ["-replaced_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(verbose_name="bertugas sejak")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="programs.agency",
                        verbose_name="OPD",
                    ),
                ),
                (
                    "civil_servant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="placements",
                        to="programs.civilservant",
                        verbose_name="ASN",
                    ),
                ),
            ],
            options={
                "verbose_name": "penempatan",
                "verbose_name_plural": "penempatan",
                "ordering": ["-from_on"],
            },
        ),
        migrations.CreateModel(
            name="Treasurer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("from_on", models.DateField(default=django.utils.timezone.localdate, verbose_name="sejak")),
                (
                    "until_on",
                    models.DateField(
                        blank=True, help_text="Kosongkan selama masih bertugas.", null=True, verbose_name="sampai"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="treasurers",
                        to="programs.agency",
                        verbose_name="OPD",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="treasurerships",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="akun",
                    ),
                ),
            ],
            options={
                "verbose_name": "bendahara",
                "verbose_name_plural": "bendahara",
                "ordering": ["-from_on", "pk"],
            },
        ),
        migrations.AddIndex(
            model_name="civilservant",
            index=models.Index(fields=["name_key", "id"], name="programs_civilservant_by_name"),
        ),
        migrations.AddIndex(
            model_name="civilservant",
            index=models.Index(fields=["retirement_age", "birth_date"], name="programs_civilservant_retiring"),
        ),
        migrations.AddIndex(
            model_name="civilservant",
            index=models.Index(fields=["email"], name="programs_civilservant_by_email"),
        ),
        migrations.AddConstraint(
            model_name="civilservant",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("name", ""), _negated=True), models.Q(("name_key", ""), _negated=True)),
                name="programs_civilservant_has_a_name",
                violation_error_message="Tuliskan nama orangnya.",
            ),
        ),
        migrations.AddConstraint(
            model_name="civilservant",
            constraint=models.CheckConstraint(
                condition=models.Q(("birth_date__gte", "1900-01-01"), ("birth_date__lt", "2100-01-01")),
                name="programs_civilservant_was_born_in_our_time",
                violation_error_message="Tanggal lahir harus sesudah tahun 1900.",
            ),
        ),
        migrations.AddConstraint(
            model_name="civilservant",
            constraint=models.CheckConstraint(
                condition=models.Q(("sex__in", ["L", "P"])),
                name="programs_civilservant_has_a_sex",
                violation_error_message="Pilih jenis kelamin seperti pada KTP.",
            ),
        ),
        migrations.AddConstraint(
            model_name="civilservant",
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
                name="programs_civilservant_number_decision_is_one_fact",
                violation_error_message="Keputusan atas nomor yang berbeda menyebut siapa dan kapan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="civilservant",
            constraint=models.CheckConstraint(
                condition=models.Q(("nip_index__isnull", False)),
                name="programs_civilservant_has_a_nip",
                violation_error_message="Isi NIP.",
            ),
        ),
        migrations.AddConstraint(
            model_name="civilservant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("nik__isnull", True), ("nik_index__isnull", True)),
                    models.Q(("nik__isnull", False), ("nik_index__isnull", False)),
                    _connector="OR",
                ),
                name="programs_civilservant_nik_with_its_index",
                violation_error_message="NIK dan penandanya disimpan bersama.",
            ),
        ),
        migrations.AddConstraint(
            model_name="civilservant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kk__isnull", True), ("kk_index__isnull", True)),
                    models.Q(("kk__isnull", False), ("kk_index__isnull", False)),
                    _connector="OR",
                ),
                name="programs_civilservant_kk_with_its_index",
                violation_error_message="Nomor KK dan penandanya disimpan bersama.",
            ),
        ),
        migrations.AddConstraint(
            model_name="civilservant",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["pns", "pppk"])),
                name="programs_civilservant_is_pns_or_pppk",
                violation_error_message="Pilih PNS atau PPPK.",
            ),
        ),
        migrations.AddConstraint(
            model_name="civilservant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("left_on__isnull", True), ("left_reason", "")),
                    models.Q(("left_on__isnull", False), models.Q(("left_reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="programs_civilservant_leaving_is_one_fact",
                violation_error_message="Tuliskan tanggal dan sebab tidak lagi bertugas.",
            ),
        ),
        migrations.AddConstraint(
            model_name="civilservant",
            constraint=models.CheckConstraint(
                condition=models.Q(("left_on__isnull", True), ("left_on__gt", models.F("birth_date")), _connector="OR"),
                name="programs_civilservant_leaves_after_birth",
                violation_error_message="Tanggal berhenti tidak mungkin sebelum tanggal lahir.",
            ),
        ),
        migrations.AddConstraint(
            model_name="civilservant",
            constraint=models.CheckConstraint(
                condition=models.Q(("retirement_age__gte", 50), ("retirement_age__lte", 70)),
                name="programs_civilservant_retires_at_a_possible_age",
                violation_error_message="Batas usia pensiun antara 50 dan 70 tahun.",
            ),
        ),
        migrations.AddConstraint(
            model_name="formernip",
            constraint=models.CheckConstraint(
                condition=models.Q(("nip_index__isnull", False)),
                name="programs_formernip_is_a_number",
                violation_error_message="Isi NIP.",
            ),
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(fields=["agency", "from_on"], name="programs_placement_of_agency"),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.UniqueConstraint(
                fields=("civil_servant", "from_on"),
                name="programs_placement_one_from_a_day",
                violation_error_message="Pada tanggal itu sudah ada penempatan lain.",
            ),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_on__gte", "1950-01-01"), ("from_on__lt", "2100-01-01")),
                name="programs_placement_from_a_possible_day",
                violation_error_message="Tanggal penempatan harus sesudah tahun 1950.",
            ),
        ),
        migrations.AddConstraint(
            model_name="treasurer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until_on__isnull", True)),
                fields=("agency", "user"),
                name="programs_treasurer_in_office_once",
                violation_error_message="Akun ini sudah menjadi bendahara OPD tersebut.",
            ),
        ),
        migrations.AddConstraint(
            model_name="treasurer",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__isnull", True), ("until_on__gte", models.F("from_on")), _connector="OR"),
                name="programs_treasurer_ends_after_the_start",
                violation_error_message="Tanggal berakhir tidak boleh sebelum tanggal mulai.",
            ),
        ),
    ]
