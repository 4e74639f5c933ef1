from django.apps import apps as live_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

from selayar_site.roles import APPS, ROLES, grant


def write_roles(apps, schema_editor):
    # Django makes permissions after the last migration; the roles need them now.
    for label in (*APPS, "auth"):
        create_permissions(live_apps.get_app_config(label), verbosity=0, apps=apps)
    grant(apps)


def remove_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("selayar_site", "0001_initial"),
        ("programs", "0001_initial"),
        ("news", "0002_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(write_roles, remove_roles)]
