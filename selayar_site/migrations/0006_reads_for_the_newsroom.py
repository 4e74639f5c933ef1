from django.apps import apps as live_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

from selayar_site.roles import APPS, grant


def write_roles(apps, schema_editor):
    # Django makes permissions after the last migration; the roles need them now.
    for label in (*APPS, "auth"):
        create_permissions(live_apps.get_app_config(label), verbosity=0, apps=apps)
    grant(apps)


class Migration(migrations.Migration):
    dependencies = [("selayar_site", "0005_roles_of_the_registers"), ("news", "0013_count_reads")]
    # Going back, a right to see what is no longer there does nothing.
    operations = [migrations.RunPython(write_roles, migrations.RunPython.noop)]
