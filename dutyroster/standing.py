"""What somebody is to a duty day: of the crew, of the unit, of the office. The shift alone gives the rights of a leader (D11)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dutyroster import onduty
from dutyroster.actions import leaders
from dutyroster.models import Shift
from dutyroster.onduty import Crew, Named
from hotline import clock
from hotline.people.models import Person, Rank, Role, Unit

EARLY = timedelta(minutes=30)  # so long before the shift people may check in
_NO_CONTENT = frozenset({Role.ADMIN, Role.AUDITOR})  # section 2: they keep the system, and read no matters


@dataclass(frozen=True)
class Standing:
    """One person and one duty day."""

    person: Person
    crew: Crew
    named: Named | None  # as whom the person is expected, if at all
    is_unit: bool  # belongs to the unit on duty, or to what is below it
    is_office: bool  # of the hotline office, with a role that reads matters

    @property
    def shift(self) -> Shift:
        return self.crew.shift

    @property
    def is_leader(self) -> bool:
        """Of the day's command: principal, deputy or approved substitute who is expected."""
        return self.crew.is_leader(self.person)

    @property
    def is_crew(self) -> bool:
        return self.named is not None

    @property
    def sees_phones(self) -> bool:
        """The leaders' contacts: for the office's planners, front desk and supervision alone (D22)."""
        return leaders.sees_all(self.person)

    @property
    def is_desk(self) -> bool:
        """Of the office's front desk: confirms attendance, prints slips (D20, D21)."""
        return self.is_office and is_desk(self.person)

    @property
    def is_head(self) -> bool:
        return self.is_office and self.person.has_role(Role.OFFICE_HEAD)

    @property
    def sees(self) -> bool:
        """Whether the day's page is for this person: the unit on duty, and the office."""
        return self.is_unit or self.is_crew or self.is_office

    def has_command(self, moment: datetime) -> bool:
        """A leader while the shift runs (D11)."""
        return self.is_leader and self.shift.begins_at <= moment < self.shift.ends_at


def standing(person: Person, shift: Shift, crew: Crew | None = None) -> Standing:
    """What this person is to that day (four queries at most; `crew` spares two)."""
    crew = crew or onduty.crew(shift)
    return Standing(person, crew, crew.of(person), shift.unit_id in _own(person, shift), is_of_office(person))


def _own(person: Person, shift: Shift) -> frozenset[int]:
    """Units the person belongs to for the duty day's sake: sub-units serve with their unit (D11, section 2)."""
    if person.unit_id == shift.unit_id:
        return frozenset({shift.unit_id})
    return frozenset(Unit.objects.ancestors(person.unit).values_list("pk", flat=True))


def is_of_office(person: Person) -> bool:
    """Whether the person works at the hotline office with matters; accounts that only keep the system do not."""
    return person.is_active and person.unit.kind == Unit.Kind.OFFICE and bool(person.roles - _NO_CONTENT)


def is_desk(person: Person) -> bool:
    """The front desk: dispatchers and the head of the office."""
    return person.unit.kind == Unit.Kind.OFFICE and person.has_role(Role.DISPATCHER, Role.OFFICE_HEAD)


def opens_at(shift: Shift) -> datetime:
    """From when people may check in and slips are printed."""
    return shift.begins_at - EARLY


def day_ends_at(shift: Shift) -> datetime:
    """24:00 of the duty day."""
    return clock.start_of(shift.day + clock.DAY)


def counts_as_leader(rank: str) -> bool:
    return rank in (Rank.PRINCIPAL, Rank.DEPUTY)
