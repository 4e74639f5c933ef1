from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("news", "0007_autosave")]

    operations = [
        migrations.AddField(
            model_name="reviewcomment",
            name="field",
            field=models.CharField(
                blank=True,
                choices=[
                    ("title", "Judul"),
                    ("summary", "Ringkasan"),
                    ("body_html", "Isi"),
                    ("photos", "Foto"),
                    ("attachments", "Lampiran"),
                ],
                max_length=20,
                verbose_name="tentang",
            ),
        ),
    ]
