"""The home page of the people on duty today or tomorrow begins with the way to their page."""

from django.utils.translation import gettext_lazy as _

from dutyroster import onduty
from dutyroster.models import Shift
from hotline import clock
from hotline.people.models import Person
from tickets.home import Section, register_section


def shifts_of(person: Person) -> list[Shift]:
    """Today's and tomorrow's duty day of whose crew the person is and not on leave, from midnight to midnight (four queries at
    most): the page also says what to do before and after the hours."""
    near = (clock.today(), clock.today() + clock.DAY)
    shifts = list(Shift.objects.in_force().filter(day__in=near).select_related("unit", "roster").order_by("day"))
    crews = onduty.crews(shifts)
    return [shift for shift in shifts if (named := crews[shift.pk].of(person)) and not named.is_away]


def section(person: Person) -> Section:
    """A line for each day that leads to its page."""
    shifts = shifts_of(person)
    is_today = any(shift.day == clock.today() for shift in shifts)
    title = _("You are on duty today") if is_today else _("You are on duty tomorrow")
    return Section(title, shifts, template="dutyroster/home_on_duty.html")


def register() -> None:
    """Called when the app is ready."""
    register_section(lambda person: bool(shifts_of(person)), section, first=True)
