"""Django's admin site for the role admin: units, persons, categories, calendar, options. Never ticket content."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hotline.people.models import Person, Role


class RoleAdminSite(admin.AdminSite):
    site_header = site_title = _("12345 hotline administration")
    index_title = _("Units, people, categories, calendar, options")
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        """The role admin; the permissions of its group say what may be changed."""
        return isinstance(request.user, Person) and request.user.has_role(Role.ADMIN)
