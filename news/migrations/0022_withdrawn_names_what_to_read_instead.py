import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def forget_what_cannot_be_said(apps, schema_editor):
    """On the way back: only who is redirected was told of another."""
    articles = apps.get_model("news", "Article").objects.exclude(withdrawal_mode="redirect")
    articles.filter(withdrawal_target__isnull=False).update(withdrawal_target=None)


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0021_no_english_help"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="article",
            name="news_article_redirect_has_a_target",
        ),
        migrations.AlterField(
            model_name="article",
            name="withdrawal_target",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="news.article",
                verbose_name="siaran pers pengganti",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawal_mode", "redirect"), _negated=True),
                    ("withdrawal_target__isnull", False),
                    _connector="OR",
                ),
                name="news_article_redirect_has_a_target",
                violation_error_message="Pilih siaran pers tujuan pengalihan.",
            ),
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawal_target__isnull", True),
                    models.Q(("withdrawal_mode", ""), _negated=True),
                    _connector="OR",
                ),
                name="news_article_withdrawn_names_another",
                violation_error_message="Hanya siaran pers yang dicabut yang menunjuk penggantinya.",
            ),
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_what_cannot_be_said),
    ]
