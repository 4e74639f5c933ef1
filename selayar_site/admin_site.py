"""The admin as one product."""

from django.contrib.admin import AdminSite


class OfficeSite(AdminSite):
    site_header = "Ruang kerja"
    site_title = "Ruang kerja"
    index_title = "Hari ini"
