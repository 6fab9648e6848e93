"""What every page shows of the signed-in person: the names, the navigation, the unread badge."""

from typing import Any, cast

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from hotline import clock, options
from hotline.notices.badge import unread
from hotline.people.models import Person, Role
from hotline.workdays.missing import missing_now

_CALENDAR_PAGES = frozenset({"home", "workdays:year", "workdays:explain", "workdays:change"})
_NO_TICKETS = frozenset({Role.ADMIN, Role.AUDITOR})  # section 2: no ticket content for these alone


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of templates/base.html. Asks the database only for what a template prints, and nothing for strangers."""
    user = getattr(request, "user", None)
    if not (isinstance(user, Person) or (user is not None and user.is_authenticated)):
        return {}
    person = cast(Person, user)

    return {
        "office_name": SimpleLazyObject(lambda: options.get("office_name")),
        "unread": SimpleLazyObject(lambda: unread(person)),  # "" when there is nothing
        "holds": SimpleLazyObject(lambda: dict.fromkeys(person.roles, True)),  # {% if holds.operator %}
        "sees_tickets": SimpleLazyObject(lambda: bool(person.roles - _NO_TICKETS)),
        "role_labels": SimpleLazyObject(lambda: [role.label for role in Role if role in person.roles]),
        "calendar_missing": SimpleLazyObject(lambda: calendar_missing(request, person)),  # the year, or None
        "this_year": SimpleLazyObject(lambda: clock.today().year),
    }


def calendar_missing(request: HttpRequest, person: Person) -> int | None:
    """The year whose official schedule is missing: an admin is told on the home page and on those of the calendar."""
    match = request.resolver_match
    return missing_now() if match and match.view_name in _CALENDAR_PAGES and person.has_role(Role.ADMIN) else None
