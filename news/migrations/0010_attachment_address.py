from django.db import migrations, models

import news.models.edition


class Migration(migrations.Migration):
    dependencies = [("news", "0009_search")]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="slug",
            field=models.SlugField(default="", editable=False, max_length=90),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="attachment",
            name="file",
            field=models.FileField(
                max_length=160,
                storage=news.models.edition.private_storage,
                upload_to="lampiran/%Y/%m/",
                verbose_name="berkas PDF",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.UniqueConstraint(
                fields=["edition", "slug"],
                name="news_attachment_one_address_each",
                violation_error_message="Dua lampiran tidak dapat memiliki alamat yang sama.",
            ),
        ),
    ]
