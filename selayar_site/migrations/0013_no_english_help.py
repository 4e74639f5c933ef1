from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("selayar_site", "0012_roles_of_snapshots"),
    ]

    operations = [
        migrations.AlterField(
            model_name="photo",
            name="digest",
            field=models.CharField(db_index=True, editable=False, max_length=64),
        ),
        migrations.AlterField(
            model_name="photo",
            name="look",
            field=models.CharField(editable=False, max_length=32, null=True),
        ),
        migrations.AlterField(
            model_name="photo",
            name="original",
            field=models.CharField(blank=True, editable=False, max_length=40),
        ),
        migrations.AlterField(
            model_name="photo",
            name="renditions",
            field=models.JSONField(default=dict, editable=False),
        ),
    ]
