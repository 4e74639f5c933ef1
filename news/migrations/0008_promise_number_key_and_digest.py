from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("news", "0007_fill_number_key_and_digest")]

    operations = [
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("number_key__isnull", True), ("release_number__isnull", True)),
                    models.Q(("number_key__isnull", False), ("release_number__isnull", False)),
                    _connector="OR",
                ),
                name="news_article_number_with_its_key",
                violation_error_message="Nomor siaran pers dan bentuknya dalam alamat diberikan sekaligus.",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), models.Q(("text_digest", ""), _negated=True)),
                    models.Q(models.Q(("state", "approved"), _negated=True), ("text_digest", "")),
                    _connector="OR",
                ),
                name="news_edition_approved_has_its_digest",
                violation_error_message="Edisi yang disetujui memiliki sidik naskah, dan hanya yang disetujui.",
            ),
        ),
    ]
