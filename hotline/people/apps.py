from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class PeopleConfig(AppConfig):
    name = "hotline.people"
    label = "people"
    default = True


class RoleAdminConfig(admin_apps.AdminConfig):
    """Django's admin, open to the role admin (hotline/people/admin_site.py)."""

    default = False
    default_site = "hotline.people.admin_site.RoleAdminSite"
