"""The home page of the people on duty today begins with the way to their page."""

from django.utils.translation import gettext_lazy as _

from dutyroster import onduty
from hotline import clock
from hotline.people.models import Person
from tickets.home import Section, register_section


def is_on_duty_today(person: Person) -> bool:
    """Of today's crew, from midnight to midnight: the page also says what to do before and after the hours."""
    shift = onduty.shift_on(clock.now())
    return shift is not None and onduty.crew(shift).of(person) is not None


def section(person: Person) -> Section:
    """One line that leads to the page of the day."""
    return Section(_("You are on duty today"), [onduty.shift_on(clock.now())], template="dutyroster/home_on_duty.html")


def register() -> None:
    """Called when the app is ready."""
    register_section(is_on_duty_today, section, first=True)
