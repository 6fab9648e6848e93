"""What each role may do on Django's admin pages. Everything else a role may do is decided by rules, not by permissions."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

from hotline.people.models import Role

_ALL = ("add", "change", "delete", "view")

# role: {app.model: actions}. Where deleting is allowed, the admin page refuses it for what was ever used.
PERMISSIONS: dict[Role, dict[str, tuple[str, ...]]] = {
    Role.ADMIN: {
        "people.unit": _ALL,
        "people.person": _ALL,
        "tickets.category": _ALL,
        # The calendar is changed on a page of its own, which first shows what moves.
        "workdays.calendarday": ("view",),
        "workdays.calendaryear": ("view",),
        "workdays.calendarversion": ("view",),
        "hotline.option": ("change", "view"),
        "notices.robot": _ALL,
    },
}


@transaction.atomic
def ensure_roles() -> None:
    """Make the group of every role with exactly these permissions; changes nothing when all is there."""
    for role in Role:
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set(_permissions(PERMISSIONS.get(role, {})))


def _permissions(wanted: dict[str, tuple[str, ...]]) -> list[Permission]:
    """The rows for those names; a model of an app that is not installed has none."""
    condition = Q(pk__in=[])
    for label, actions in wanted.items():
        app, model = label.split(".")
        condition |= Q(content_type__app_label=app, codename__in=[f"{action}_{model}" for action in actions])
    return list(Permission.objects.filter(condition))
