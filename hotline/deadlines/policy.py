"""Who is told of what and when: the alarms of each obligation (section 4). Data and pure functions; no queries, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from enum import StrEnum

from hotline import clock
from hotline.deadlines.models import Kind
from hotline.people.models import Role
from hotline.workdays.rules import Calendar, last_day


class Audience(StrEnum):
    """Who is told, from the nearest to the highest."""

    OWNER = "owner"  # the person named, else the unit's handlers, else the office's roles in OWNERS
    UNIT_LEADER = "unit_leader"
    SUPERVISOR = "supervisor"
    OFFICE_HEAD = "office_head"


@dataclass(frozen=True)
class Stage:
    """One alarm of a policy: so many working days or minutes before (negative) or after the due time, and who is told."""

    name: str
    tells: tuple[Audience, ...]
    workdays: int = 0
    minutes: int = 0
    ends: bool = False  # the clock closes the obligation at this stage

    @property
    def is_before(self) -> bool:
        return self.workdays < 0 or self.minutes < 0


OWNER, LEADER, SUPERVISOR, HEAD = Audience
DUE = "due"


def before(*tells: Audience, wd: int = 0, minutes: int = 0) -> Stage:
    return Stage(f"before_{_span(wd, minutes)}", tells, -wd, -minutes)


def due(*tells: Audience, ends: bool = False) -> Stage:
    return Stage(DUE, tells, ends=ends)


def after(*tells: Audience, wd: int = 0, minutes: int = 0) -> Stage:
    return Stage(f"after_{_span(wd, minutes)}", tells, wd, minutes)


def _span(wd: int, minutes: int) -> str:
    if wd:
        return f"{wd}wd"
    return f"{minutes // 60}h" if minutes % 60 == 0 else f"{minutes}m"


_REPLY = (
    before(OWNER, wd=2),
    before(OWNER, LEADER, wd=1),
    due(OWNER, LEADER, SUPERVISOR),
    after(LEADER, SUPERVISOR, wd=1),
    after(LEADER, SUPERVISOR, wd=3),
    after(LEADER, SUPERVISOR, HEAD, wd=5),
)
_ORDERED = (
    before(OWNER, LEADER, wd=1),
    due(OWNER, LEADER, SUPERVISOR),
    after(LEADER, SUPERVISOR, HEAD, wd=1),
    after(LEADER, SUPERVISOR, HEAD, wd=3),
    after(LEADER, SUPERVISOR, HEAD, wd=5),
)
_DECISION = (
    before(OWNER, minutes=480),  # 16:00, for what is due at 24:00
    due(OWNER, SUPERVISOR),
    after(OWNER, SUPERVISOR, HEAD, wd=1),
    after(SUPERVISOR, HEAD, wd=3),
    after(SUPERVISOR, HEAD, wd=5),
)
_OFFICE = (
    before(OWNER, wd=1),
    due(OWNER, SUPERVISOR),
    after(OWNER, SUPERVISOR, wd=1),
    after(SUPERVISOR, HEAD, wd=3),
    after(SUPERVISOR, HEAD, wd=5),
)
_INCIDENT = (before(OWNER, minutes=5), due(OWNER, SUPERVISOR, HEAD), after(OWNER, SUPERVISOR, HEAD, minutes=15))
# Obligations of the duty day and of the roster: an hour of the clock.
_HOURS = (before(OWNER, minutes=120), due(OWNER, LEADER, SUPERVISOR), after(LEADER, HEAD, wd=1))
_DATES = (before(OWNER, wd=2), before(OWNER, LEADER, wd=1), due(OWNER, LEADER, HEAD), after(LEADER, HEAD, wd=1))

POLICY: Mapping[Kind, tuple[Stage, ...]] = {
    Kind.HANDLE: (
        before(OWNER, minutes=240),
        before(OWNER, minutes=10),
        due(OWNER, SUPERVISOR),
        after(OWNER, SUPERVISOR, HEAD, wd=1),
        after(SUPERVISOR, HEAD, wd=3),
        after(SUPERVISOR, HEAD, wd=5),
    ),
    Kind.REPLY: _REPLY,
    Kind.SIGN_FOR: (
        before(OWNER, minutes=120),
        before(OWNER, minutes=10),
        due(OWNER, LEADER),
        after(OWNER, LEADER, SUPERVISOR, wd=1),
        after(LEADER, SUPERVISOR, wd=3),
        after(LEADER, SUPERVISOR, HEAD, wd=5),
    ),
    Kind.ASSIST: (
        before(OWNER, wd=1),
        due(OWNER, LEADER),
        after(LEADER, SUPERVISOR, wd=1),
        after(LEADER, SUPERVISOR, wd=3),
        after(LEADER, SUPERVISOR, HEAD, wd=5),
    ),
    Kind.REFERRAL: (before(OWNER, wd=2), *_OFFICE),
    Kind.DECIDE_RETURN: _DECISION,
    Kind.DECIDE_EXTENSION: _DECISION,
    Kind.DECIDE_REDO: _DECISION,
    Kind.SIGN_ORDER: _DECISION,
    Kind.ACCEPT: _OFFICE,
    # Closed as "not called" when it is due; it blocks nothing (section 4).
    Kind.CALLBACK: (before(OWNER, wd=1), due(OWNER, ends=True)),
    Kind.REDO: _ORDERED,
    Kind.SUPERVISION: _ORDERED,
    Kind.INSTRUCTION: (
        before(OWNER, wd=1),
        due(OWNER, SUPERVISOR, HEAD),
        after(OWNER, SUPERVISOR, HEAD, wd=1),
        after(SUPERVISOR, HEAD, wd=3),
        after(SUPERVISOR, HEAD, wd=5),
    ),
    Kind.MAJOR_VERIFIED: _INCIDENT,
    Kind.MAJOR_REPORTED: _INCIDENT,
    Kind.MAJOR_GROUP: _INCIDENT,
    Kind.PROMISE: (before(OWNER, wd=1), due(OWNER, LEADER, SUPERVISOR), after(LEADER, SUPERVISOR, HEAD, wd=1)),
    Kind.KNOWLEDGE: (before(OWNER, minutes=720), *_HOURS[1:]),  # the evening before: two hours before 08:00 it is night
    Kind.CALLBACK_SHEET: _HOURS,
    Kind.HARD_CASE: _HOURS,
    Kind.HANDOVER_SIGN: _HOURS,
    Kind.HANDOVER_CONFIRM: _HOURS,
    Kind.DIGEST: _HOURS,
    Kind.ROSTER: _DATES,
    Kind.LEADER_INFO: _DATES,
    Kind.NOTICE: _DATES,
    Kind.PROGRESS: (before(OWNER, minutes=30), due(OWNER, LEADER, SUPERVISOR), after(LEADER, SUPERVISOR, HEAD, wd=1)),
    Kind.REVIEW: (before(OWNER, wd=2), due(OWNER, LEADER), after(OWNER, LEADER, SUPERVISOR, wd=3)),
}

# Who answers for what the office owes, where no person is named.
OWNERS: Mapping[Kind, tuple[Role, ...]] = {
    Kind.HANDLE: (Role.DISPATCHER,),
    Kind.REFERRAL: (Role.DISPATCHER,),
    Kind.DECIDE_RETURN: (Role.DISPATCHER,),
    Kind.DECIDE_EXTENSION: (Role.OFFICE_HEAD,),
    Kind.DECIDE_REDO: (Role.SUPERVISOR,),
    Kind.SIGN_ORDER: (Role.OFFICE_HEAD,),
    Kind.ACCEPT: (Role.CALLBACK_CLERK,),
    Kind.CALLBACK: (Role.CALLBACK_CLERK,),
    Kind.MAJOR_VERIFIED: (Role.DISPATCHER,),
    Kind.MAJOR_REPORTED: (Role.DISPATCHER, Role.OFFICE_HEAD),
    Kind.MAJOR_GROUP: (Role.DISPATCHER, Role.OFFICE_HEAD),
    Kind.DIGEST: (Role.EDITOR,),
    Kind.ROSTER: (Role.OFFICE_HEAD,),
    Kind.NOTICE: (Role.OFFICE_HEAD,),
    Kind.REVIEW: (Role.EDITOR,),
    Kind.KNOWLEDGE: (Role.EDITOR,),
}
# What the leaders on duty owe: their alarms go to them while the shift runs, and to the office head at night (D11).
ON_DUTY = frozenset({Kind.CALLBACK_SHEET, Kind.HARD_CASE, Kind.HANDOVER_SIGN})
# What the office owes and the leaders on duty command: they are told beside it (D11, D14).
COMMANDED = frozenset({Kind.MAJOR_VERIFIED, Kind.MAJOR_REPORTED, Kind.MAJOR_GROUP})
# What the unit on duty owes by its handlers and its leaders alike: those on duty are told beside the handlers (D8, D9).
ANSWERED = frozenset({Kind.KNOWLEDGE})
DEFAULT_OWNERS = (Role.DISPATCHER,)  # what the office owes as a lead unit (P5)


@dataclass(frozen=True)
class Hours:
    """When a working day begins, and the hours in which nobody is told of what is not urgent (`quiet`: from, until)."""

    opens: time = time(8, 30)
    quiet: tuple[time, time] = (time(22), time(8))

    def awake(self, moment: datetime) -> datetime:
        """The moment itself, or the end of the quiet hours it falls into (half-open: the last quiet minute is before it)."""
        start, end = self.quiet
        at = clock.local(moment)
        if start <= end:
            quiet, tomorrow = start <= at.time() < end, False
        else:
            quiet, tomorrow = at.time() >= start or at.time() < end, at.time() >= start
        if not quiet:
            return at
        return datetime.combine(at.date() + clock.DAY * tomorrow, end, clock.TZ)


@dataclass(frozen=True)
class Owed:
    """Of an obligation, what its alarms depend on."""

    kind: Kind
    due_at: datetime
    armed_at: datetime
    is_urgent: bool = False


@dataclass(frozen=True)
class Planned:
    """One alarm and its moment."""

    stage: Stage
    at: datetime


@dataclass(frozen=True)
class Agenda:
    """The alarms to be raised now, in order, and when to look again (None: never)."""

    ripe: tuple[Planned, ...] = ()
    next_at: datetime | None = field(default=None)


def planned(owed: Owed, calendar: Calendar, hours: Hours) -> list[Planned]:
    """All alarms of an obligation in the order of their moments.

    A warning that would come before the obligation was armed, or not before its due time, is left out. What comes at or
    after the due time is never left out: where the due time has passed already, it comes at once.
    """
    found = []
    for stage in POLICY[owed.kind]:
        at = _moment(stage, owed.due_at, calendar, hours)
        if stage.is_before and at <= owed.armed_at:
            continue
        at = max(at, owed.armed_at)
        at = clock.local(at) if owed.is_urgent else hours.awake(at)
        if not (stage.is_before and at >= owed.due_at):
            found.append(Planned(stage, at))
    return sorted(found, key=lambda alarm: alarm.at)  # stable: stages of one moment stay in the policy's order


def agenda(owed: Owed, raised: frozenset[str], now: datetime, calendar: Calendar, hours: Hours) -> Agenda:
    """What to raise at `now` when the stages `raised` were raised before for this due time."""
    open_ = [alarm for alarm in planned(owed, calendar, hours) if alarm.stage.name not in raised]
    later = [alarm.at for alarm in open_ if alarm.at > now]
    return Agenda(tuple(alarm for alarm in open_ if alarm.at <= now), min(later, default=None))


def _moment(stage: Stage, due_at: datetime, calendar: Calendar, hours: Hours) -> datetime:
    """`n` wd before: when the working day opens, `n` working days before the last day. `n` wd after: when the working day
    opens on which `n` whole working days have passed since the last day."""
    if not stage.workdays:
        return due_at + timedelta(minutes=stage.minutes)
    day = last_day(due_at)
    if stage.workdays < 0:
        day = calendar.minus(day, -stage.workdays)
    else:
        for _passed in range(stage.workdays + 1):
            day = calendar.next_workday(day)
    return datetime.combine(day, hours.opens, clock.TZ)
