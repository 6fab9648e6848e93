"""The duty roster's part of the home page: who is on duty now and next, and what of swaps waits for this person (D11)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from dutyroster import onduty, sides
from dutyroster.actions import roster as rosters
from dutyroster.actions.leaders import sees_all
from dutyroster.actions.swaps import waiting
from dutyroster.models import Shift
from dutyroster.onduty import Crew
from hotline import clock
from hotline.people.models import Person
from tickets.home import Section, register_section

TEMPLATE = "dutyroster/home_section.html"


@dataclass(frozen=True)
class OnDuty:
    """What the part shows. `today` is whose day it is also outside its hours; `is_running`: the powers are in force now."""

    now: datetime
    today: Shift | None
    crew: Crew | None
    is_running: bool
    resumes_at: datetime | None  # at night: when the next duty day begins; else these are its hours, whether a unit has it or not
    next: Shift | None
    next_crew: Crew | None
    shows_phones: bool
    may_plan: bool
    swaps_waiting: int


def on_duty(person: Person) -> OnDuty:
    """Who is on duty now and next, as that person may see it (a constant number of queries). Phones are for the office alone."""
    now = clock.now()
    today, coming = onduty.shift_on(now), onduty.coming()
    crews = onduty.crews([shift for shift in (today, coming) if shift])
    resumes_at = onduty.resumes_at()
    return OnDuty(
        now=now,
        today=today,
        crew=crews[today.pk] if today else None,
        is_running=today is not None and resumes_at is None,
        resumes_at=resumes_at,
        next=coming,
        next_crew=crews[coming.pk] if coming else None,
        shows_phones=sees_all(person),
        may_plan=rosters.may_plan(person),
        swaps_waiting=waiting(person, sides.units_of(person)),
    )


def section(person: Person) -> Section:
    """The part of the home page, above the work."""
    return Section(_("On duty"), [on_duty(person)], template=TEMPLATE, is_work=False)


def register() -> None:
    """Called when the app is ready."""
    register_section(lambda person: True, section, first=True)
