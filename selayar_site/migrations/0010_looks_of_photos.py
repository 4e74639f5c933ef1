import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("selayar_site", "0009_roles_of_figures"),
    ]

    operations = [
        migrations.CreateModel(
            name="PhotoBand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("band", models.PositiveIntegerField()),
            ],
        ),
        migrations.AddField(
            model_name="photo",
            name="look",
            field=models.CharField(
                editable=False,
                help_text="As in selayar_site/looks.py; empty where it tells nothing, NULL until it was looked at.",
                max_length=32,
                null=True,
            ),
        ),
        migrations.AddIndex(
            model_name="photo",
            index=models.Index(condition=models.Q(("look", None)), fields=["id"], name="selayar_site_photo_unseen"),
        ),
        migrations.AddField(
            model_name="photoband",
            name="photo",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="selayar_site.photo"
            ),
        ),
        migrations.AddConstraint(
            model_name="photoband",
            constraint=models.UniqueConstraint(
                fields=("band", "photo"),
                name="selayar_site_photoband_once",
                violation_error_message="Foto ini sudah dikenali dari bagian itu.",
            ),
        ),
    ]
