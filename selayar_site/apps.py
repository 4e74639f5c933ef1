"""The ground and the roof of the site, and its admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class SelayarSiteConfig(AppConfig):
    name = "selayar_site"
    verbose_name = "Situs"

    def ready(self) -> None:
        from selayar_site import checks  # noqa: F401 registers itself


class OfficeAdminConfig(AdminConfig):
    """Django's admin with our site class: one product in Indonesian, behind the second factor."""

    default_site = "selayar_site.admin_site.OfficeSite"
