from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0020_look_at_small_corrections_afterwards"),
    ]

    operations = [
        migrations.AlterField(
            model_name="edition",
            name="text_digest",
            field=models.CharField(blank=True, editable=False, max_length=64, verbose_name="sidik naskah"),
        ),
    ]
