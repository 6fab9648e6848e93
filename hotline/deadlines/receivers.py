"""Who an audience is for one obligation: persons, and the work groups of their units. A constant number of queries a batch."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from hotline.deadlines.models import Deadline, Kind
from hotline.deadlines.policy import ANSWERED, COMMANDED, DEFAULT_OWNERS, ON_DUTY, OWNERS, Audience
from hotline.notices.models import Robot
from hotline.people.duty import Duty, duty_next, duty_now
from hotline.people.models import Person, Role, Unit

Receiver = tuple[str, int]  # ("person" or "robot", its id)
_OFFICE_ROLES: dict[str, Role] = {Audience.SUPERVISOR: Role.SUPERVISOR, Audience.OFFICE_HEAD: Role.OFFICE_HEAD}
_UNIT_ROLES: dict[str, Role] = {Audience.OWNER: Role.HANDLER, Audience.UNIT_LEADER: Role.UNIT_LEADER}


@dataclass
class Receivers:
    """Everybody who could be told about a batch: persons by unit and role, the office's by role, robots by unit."""

    office: int | None = None
    in_units: dict[tuple[int, str], set[int]] = field(default_factory=lambda: defaultdict(set))
    in_office: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    robots: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    active: frozenset[int] = frozenset()  # of the persons named in obligations
    running: Duty | None = None  # the shift of this instant
    coming: Duty | None = None  # the shift that confirms the handover

    def of(self, deadline: Deadline, audiences: Iterable[str]) -> set[Receiver]:
        """The receivers of an alarm. Where nobody is there to be told, the supervisors are: no alarm goes unheard."""
        persons: set[int] = set()
        units: set[int] = set()
        for audience in audiences:
            found = self._persons(deadline, audience)
            persons |= found or self.in_office[Role.SUPERVISOR]
            units |= self._groups(deadline, audience)
        return {("person", pk) for pk in persons} | {("robot", pk) for unit in units for pk in self.robots[unit]}

    def _persons(self, deadline: Deadline, audience: str) -> set[int]:
        if audience in _OFFICE_ROLES:
            return self.in_office[_OFFICE_ROLES[audience]]
        if audience == Audience.OWNER and deadline.person_id:
            return {deadline.person_id} & self.active
        if audience == Audience.OWNER and (own := self._on_duty(Kind(deadline.kind), deadline.unit_id)) is not None:
            return own
        if self.office in (deadline.held_by_id, deadline.unit_id):
            leads = audience == Audience.UNIT_LEADER
            roles = (Role.OFFICE_HEAD,) if leads else OWNERS.get(Kind(deadline.kind), DEFAULT_OWNERS)
            return {pk for role in roles for pk in self.in_office[role]} | self._commanding(deadline, audience)
        role = _UNIT_ROLES[audience]
        if audience == Audience.UNIT_LEADER:  # the sub-unit's own and those of the unit that owes
            return self.in_units[deadline.held_by_id, role] | self.in_units[deadline.unit_id, role]
        handlers = self.in_units[deadline.held_by_id, role] or self.in_units[deadline.unit_id, role]
        return handlers | self._commanding(deadline, audience)

    def _on_duty(self, kind: Kind, unit: int) -> set[int] | None:
        """The leaders of the shift that owes it; at night, and where nobody is named, the office head (D11). None: no matter
        of a shift."""
        if kind == Kind.HANDOVER_CONFIRM:
            leaders = self.coming.leaders if self.coming and self.coming.unit == unit else frozenset()
        elif kind in ON_DUTY:
            leaders = self.running.leaders if self.running and self.running.unit == unit else frozenset()
        else:
            return None
        return set(leaders) or self.in_office[Role.OFFICE_HEAD]

    def _commanding(self, deadline: Deadline, audience: str) -> frozenset[int]:
        """The leaders on duty, where they are told beside the owner."""
        if self.running is None or audience != Audience.OWNER:
            return frozenset()
        own = deadline.kind in ANSWERED and deadline.unit_id == self.running.unit
        return self.running.leaders if own or deadline.kind in COMMANDED else frozenset()

    def _groups(self, deadline: Deadline, audience: str) -> set[int]:
        if audience in _OFFICE_ROLES:
            return {self.office} if self.office else set()
        return set() if deadline.person_id else {deadline.held_by_id}


def find(deadlines: Iterable[Deadline]) -> Receivers:
    """Look up whoever could be told about these obligations (five queries)."""
    deadlines = list(deadlines)
    units = {pk for d in deadlines for pk in (d.unit_id, d.held_by_id)}
    found = Receivers(office=Unit.objects.filter(kind=Unit.Kind.OFFICE, parent=None).values_list("pk", flat=True).first())
    everybody = Person.objects.filter(is_active=True)
    at_units = everybody.filter(unit__in=units, groups__name__in=_UNIT_ROLES.values())
    for pk, unit, role in at_units.values_list("pk", "unit_id", "groups__name"):
        found.in_units[unit, role].add(pk)
    at_office = everybody.filter(unit=found.office, groups__isnull=False)
    for pk, role in at_office.values_list("pk", "groups__name"):
        if role != Role.OPERATOR:  # hundreds of them, and none is told
            found.in_office[role].add(pk)
    for pk, unit in Robot.objects.filter(is_active=True, unit__in=units | {found.office}).values_list("pk", "unit_id"):
        found.robots[unit].add(pk)
    if any(d.kind in ON_DUTY | COMMANDED | ANSWERED for d in deadlines):
        found.running = duty_now()
    if any(d.kind == Kind.HANDOVER_CONFIRM for d in deadlines):
        found.coming = duty_now() or duty_next()
    named = {d.person_id for d in deadlines if d.person_id}
    found.active = frozenset(everybody.filter(pk__in=named).values_list("pk", flat=True)) if named else frozenset()
    return found
