from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0005_identity_protected"),
    ]

    operations = [
        migrations.AlterField(
            model_name="editionphoto",
            name="role",
            field=models.CharField(
                choices=[("lead", "Foto utama"), ("gallery", "Galeri"), ("body", "Di dalam teks")],
                default="lead",
                max_length=10,
                verbose_name="tempat",
            ),
        ),
    ]
