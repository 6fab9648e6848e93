"""What every page shows of the signed-in person: the names, the navigation, the unread badge."""

from typing import Any, cast

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from hotline import clock, options
from hotline.notices.models import Notice
from hotline.people.models import Person, Role

_BADGE_LIMIT = 99
_NO_TICKETS = frozenset({Role.ADMIN, Role.AUDITOR})  # section 2: no ticket content for these alone


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of templates/base.html. Asks the database only for what a template prints, and nothing for strangers."""
    user = getattr(request, "user", None)
    if not (isinstance(user, Person) or (user is not None and user.is_authenticated)):
        return {}
    person = cast(Person, user)

    def unread() -> str:
        count = len(Notice.objects.filter(person_id=person.pk, read_at=None).values_list("pk")[: _BADGE_LIMIT + 1])
        return f"{_BADGE_LIMIT}+" if count > _BADGE_LIMIT else str(count or "")

    return {
        "office_name": SimpleLazyObject(lambda: options.get("office_name")),
        "unread": SimpleLazyObject(unread),  # "" when there is nothing
        "holds": SimpleLazyObject(lambda: dict.fromkeys(person.roles, True)),  # {% if holds.operator %}
        "sees_tickets": SimpleLazyObject(lambda: bool(person.roles - _NO_TICKETS)),
        "role_labels": SimpleLazyObject(lambda: [role.label for role in Role if role in person.roles]),
        "this_year": SimpleLazyObject(lambda: clock.today().year),
    }
