"""What is published already gets its key and its digest, as `give_number` and `approve` do from now on."""

from django.db import migrations

from news.digest import digest_of
from news.numbers import number_key

BATCH = 500


def fill(apps, schema_editor):
    article, edition = apps.get_model("news", "Article"), apps.get_model("news", "Edition")
    numbered = article.objects.filter(release_number__isnull=False).only("pk", "release_number")
    for row in numbered.order_by("pk").iterator(chunk_size=BATCH):
        article.objects.filter(pk=row.pk).update(number_key=number_key(row.release_number))
    approved = edition.objects.filter(state="approved").only("pk", "title", "summary", "body_html")
    for row in approved.order_by("pk").iterator(chunk_size=BATCH):
        digest = digest_of(row.title, row.summary, row.body_html)
        edition.objects.filter(pk=row.pk).update(text_digest=digest)


class Migration(migrations.Migration):
    dependencies = [("news", "0006_number_key_and_digest")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
