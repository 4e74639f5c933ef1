from django.apps import apps as live_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

from selayar_site.roles import APPS, grant


def write_roles(apps, schema_editor):
    # Django makes permissions after the last migration; the roles need them now.
    for label in APPS:
        create_permissions(live_apps.get_app_config(label), verbosity=0, apps=apps)
    grant(apps)


class Migration(migrations.Migration):
    dependencies = [("selayar_site", "0017_roles_of_sponsorships"), ("programs", "0016_lists_of_members")]
    operations = [migrations.RunPython(write_roles, migrations.RunPython.noop)]
