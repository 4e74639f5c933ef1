from django.db import migrations

FIRST = (
    "Saya setuju menerima siaran pers lewat surel menurut pilihan di atas. Alamat surel saya dipakai hanya untuk itu, "
    "disimpan tersegel, tidak diberikan kepada pihak lain, dan dihapus tujuh hari setelah saya berhenti. "
    "Saya dapat berhenti kapan saja melalui tautan pada setiap surel."
)


def write_text(apps, schema_editor):
    apps.get_model("news", "ConsentText").objects.get_or_create(number=1, defaults={"text": FIRST})


def remove_text(apps, schema_editor):
    """Nothing is to be done: the table goes with the migration before."""


class Migration(migrations.Migration):
    dependencies = [("news", "0010_subscriptions")]
    operations = [migrations.RunPython(write_text, remove_text)]
