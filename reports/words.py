"""What the page says about a list in words."""

from django.utils import dateformat
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from hotline import clock
from hotline.deadlines.models import Kind
from hotline.people.models import Unit
from reports.scope import OPEN, Scope

STATES = {
    "overdue": pgettext_lazy("tally", "overdue"),
    "today": gettext_lazy("due today"),
    "soon": gettext_lazy("due soon"),
    "open": gettext_lazy("open in all"),
    "provisional": gettext_lazy("provisional"),
}
AGES = {
    "not_yet": gettext_lazy("not yet overdue"),
    "day1": gettext_lazy("overdue for less than 1 working day"),
    "day3": gettext_lazy("overdue for 1 or 2 working days"),
    "day5": gettext_lazy("overdue for 3 or 4 working days"),
    "older": gettext_lazy("overdue for 5 or more working days"),
}
RESULTS = {
    "due": gettext_lazy("fell due"),
    "in_time": gettext_lazy("met in time"),
    "missed": gettext_lazy("missed"),
    "backlog": gettext_lazy("overdue at the end of the day"),
}


def title(scope: Scope) -> str:
    """What a list holds: 「overdue · reply · Housing Bureau」."""
    parts = []
    if scope.day:
        parts += [dateformat.format(scope.day, "Y-m-d"), str(RESULTS[scope.result])]
    elif scope.state != OPEN or not scope.age:
        parts.append(str(STATES[scope.state]))
    if scope.age:
        parts.append(str(AGES[scope.age]))
    if scope.kind:
        parts.append(str(Kind(scope.kind).label))
    if scope.unit:
        parts.append(Unit.objects.get(pk=scope.unit).label)
    return " · ".join(parts)


def as_of(scope: Scope, *, dated: bool = False) -> str:
    """The instant the figures are of: the hour alone while it is today, unless it is to be read on other days (`dated`)."""
    at = clock.local(scope.at)
    shown = f"{at:%H:%M}" if at.date() == clock.today() and not dated else f"{at:%Y-%m-%d %H:%M}"
    return _("as of %(at)s") % {"at": shown}
