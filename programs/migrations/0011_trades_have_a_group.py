from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programs", "0010_cover")]

    operations = [
        migrations.AddField(
            model_name="occupation",
            name="group",
            field=models.CharField(
                choices=[
                    ("sea", "Laut dan pesisir"),
                    ("land", "Pertanian dan peternakan"),
                    ("trade", "Perdagangan dan makanan"),
                    ("transport", "Angkutan dan bongkar muat"),
                    ("craft", "Bangunan, kerajinan, dan rumah tangga"),
                    ("other", "Lainnya"),
                ],
                default="other",
                help_text="Untuk daftar tunggu yang dibaca umum.",
                max_length=10,
                verbose_name="kelompok",
            ),
        ),
    ]
