from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "hotline.people"
    label = "people"
    verbose_name = _("Units and people")
    default = True


class RoleAdminConfig(admin_apps.AdminConfig):
    """Django's admin, open to the role admin (hotline/people/admin_site.py)."""

    default = False
    default_site = "hotline.people.admin_site.RoleAdminSite"
