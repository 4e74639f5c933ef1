"""The ground and the roof of the site, and its admin."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.models.signals import post_migrate


class SelayarSiteConfig(AppConfig):
    name = "selayar_site"
    verbose_name = "Situs"

    def ready(self) -> None:
        """Make the folder of the data, and register the checks. Raises ImproperlyConfigured where it cannot be made."""
        # Django runs its checks in no fixed order; one opens the database, and SQLite makes no folder.
        try:
            Path(settings.DATA_DIR).mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ImproperlyConfigured(f"SELAYAR_DATA_DIR cannot be made: {error}.") from error
        # Django asks SQLite inside a transaction and keeps a “no” for good: a process that began during a long
        # write would answer 500 until it is started again. Every SQLite since 3.38 has JSON.
        setattr(DatabaseWrapper.features_class, "supports_json_field", True)  # noqa: B010  a method to the stubs
        from selayar_site import checks, planner  # noqa: F401 the checks register themselves

        post_migrate.connect(planner.after_migrate, sender=self)


class OfficeAdminConfig(AdminConfig):
    """Django's admin with our site class: one product in Indonesian, behind the second factor."""

    default_site = "selayar_site.admin_site.OfficeSite"
