"""The home page's warning that next month's roster is missing or has gaps (expected beyond D)."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dutyroster.actions import roster as rosters
from dutyroster.models import Shift
from hotline import clock, options
from hotline.deadlines import rules
from hotline.deadlines.models import Kind
from hotline.people.models import Person
from tickets import home


def register() -> None:
    """Called when the app is ready."""
    home.register_section(is_wanted, make, first=True)


def is_wanted(person: Person) -> bool:
    """For those who plan, from the 15th on (option `roster_warn_day`), while a day of next month has no unit (one query)."""
    today = clock.today()
    return rosters.may_plan(person) and today.day >= options.get("roster_warn_day") and missing_days() > 0


def make(person: Person) -> home.Section:
    """The section of the page; its one row says how much is missing."""
    month = rosters.next_month(clock.today())
    days = rosters.month_days(month)
    due = rules.due(Kind.ROSTER, clock.start_of(clock.today())).at
    row = {"month": month, "missing": missing_days(), "days": len(days), "due": due}
    return home.Section(
        _("Next month's roster"), [row], reverse("dutyroster:month", args=[month]), more=True,
        more_label=_("Plan the month"), template="dutyroster/roster_warning.html",
    )  # fmt: skip


def missing_days() -> int:
    """How many days of next month have no unit (one query)."""
    days = rosters.month_days(rosters.next_month(clock.today()))
    return len(days) - Shift.objects.filter(day__gte=days[0], day__lte=days[-1]).count()
