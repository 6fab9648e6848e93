"""When each obligation of section 4 is due. Pure: the calendar and the options in force are handed in."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from hotline import clock, options
from hotline.deadlines.models import Deadline, DueTime, Kind
from hotline.deadlines.policy import Hours
from hotline.people.models import Unit
from hotline.workdays.models import current
from hotline.workdays.rules import Calendar, Due

# Obligations counted in working days, with the option that says how many.
WORKDAYS: Mapping[Kind, str] = {
    Kind.REPLY: "reply_workdays",
    Kind.REFERRAL: "referral_workdays",
    Kind.DECIDE_RETURN: "decision_workdays",
    Kind.DECIDE_EXTENSION: "decision_workdays",
    Kind.DECIDE_REDO: "decision_workdays",
    Kind.ACCEPT: "accept_workdays",
    Kind.CALLBACK: "callback_workdays",
    Kind.REDO: "order_workdays",
    Kind.SUPERVISION: "order_workdays",
    Kind.INSTRUCTION: "instruction_workdays",
    Kind.SIGN_ORDER: "decision_workdays",
    Kind.REVIEW: "knowledge_review_workdays",
}
# Obligations counted in minutes of the clock.
MINUTES: Mapping[Kind, str] = {
    Kind.MAJOR_VERIFIED: "major_verified_minutes",
    Kind.MAJOR_REPORTED: "major_reported_minutes",
    Kind.MAJOR_GROUP: "major_group_minutes",
}
# Obligations due at an hour: of the day they arise on, or so many days later.
HOURS: Mapping[Kind, tuple[str, int]] = {
    Kind.CALLBACK_SHEET: ("callback_sheet_due_at", 0),
    Kind.HARD_CASE: ("shift_ends_at", 0),
    Kind.HANDOVER_SIGN: ("shift_ends_at", 0),
    Kind.HANDOVER_CONFIRM: ("handover_confirmed_at", 1),
    Kind.DIGEST: ("digest_due_at", 1),
}
# Obligations due on a day of the month they arise in.
MONTHLY: Mapping[Kind, str] = {Kind.ROSTER: "roster_due_on", Kind.LEADER_INFO: "leader_info_due_on"}
Options = Callable[[str], Any]


def due(
    kind: Kind,
    start: datetime,
    *,
    urgency: str = "normal",
    workdays: int | None = None,
    calendar: Calendar | None = None,
    option: Options = options.get,
) -> DueTime:
    """When an obligation of that kind, opened at `start`, is due (section 4).

    `workdays` overrides the option where the issuer sets the time. Raises ValueError for a kind that has no rule here: the
    assisting report is counted back from the lead's reply (`before_lead`), a promise and a required report name their own time.
    """
    calendar = calendar or current()
    if kind in MINUTES:
        return DueTime(start + timedelta(minutes=option(MINUTES[kind])))
    if (at := _at_an_hour(kind, clock.local(start).date(), option)) is not None:
        return DueTime(at)
    if kind == Kind.HANDLE:
        return _handle(start, urgency, option)
    if kind == Kind.SIGN_FOR:
        return _sign_for(start, urgency, calendar, option)
    if kind not in WORKDAYS:
        raise ValueError(f"no due time for {kind}")
    n = workdays if workdays is not None else option(WORKDAYS[kind])
    return counted(start, n, calendar.add(start, n))


def before_lead(lead: DueTime, start: datetime, *, calendar: Calendar | None = None) -> DueTime:
    """An assisting unit's report: so many working days before the lead's reply, but never before `start`'s next one."""
    calendar = calendar or current()
    n = max(1, (lead.workdays or 0) - options.get("assist_workdays_before"))
    return counted(start, n, calendar.add(start, n))


def workdays_left(reply: Deadline, calendar: Calendar | None = None) -> int:
    """How many working days a reply deadline can still be extended by before its limit (P7)."""
    calendar = calendar or calendar_of(reply.unit)
    if reply.limit_at is None or reply.workdays is None or reply.counted_from is None:
        return 0
    n = reply.workdays
    while n < options.get("limit_workdays") and calendar.add(reply.counted_from, n + 1).due_at <= reply.limit_at:
        n += 1
    return n - reply.workdays


def extensions(reply: Deadline, most: int) -> list[tuple[int, DueTime]]:
    """What a reply would be due after 1, 2, … `most` working days more (P7); [] where it cannot be extended."""
    if reply.counted_from is None or reply.workdays is None:
        return []
    calendar = calendar_of(reply.unit)
    more = range(1, most + 1)
    return [(n, due(Kind.REPLY, reply.counted_from, workdays=reply.workdays + n, calendar=calendar)) for n in more]


def limit(first: datetime, dispatched: datetime, calendar: Calendar) -> datetime:
    """How far a reply can be extended: 30 wd from the first dispatch, or 7 wd from the last if that is later (section 4)."""
    most, usual = options.get("limit_workdays"), options.get("reply_workdays")
    return max(calendar.add(first, most).due_at, calendar.add(dispatched, usual).due_at)


def counted(start: datetime, n: int, result: Due) -> DueTime:
    """A due time together with what it was counted from."""
    return DueTime(result.due_at, start, n, result.provisional, result.version)


def calendar_of(unit: Unit, calendar: Calendar | None = None) -> Calendar:
    """The calendar (the one in force by default) as it holds for a unit: its own closures and those above it count too."""
    return Calendars(calendar or current()).of(unit.pk)


class Calendars:
    """One calendar as it holds for every unit: own closures and those of the units above count. The tree is read once."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._of: dict[tuple[int, ...], Calendar] = {(): calendar}

    @cached_property
    def _parents(self) -> dict[int, int | None]:
        return dict(Unit.objects.values_list("pk", "parent_id"))

    def of(self, unit_id: int) -> Calendar:
        """The calendar of that unit."""
        if not self.calendar.local:
            return self.calendar
        closed, above = [], [unit_id]
        while above:
            here = above.pop()
            closed += [here] if here in self.calendar.local else []
            parent = self._parents.get(here)
            above += [parent] if parent else []
        return self._of.setdefault(tuple(closed), self.calendar.of_units(closed) if closed else self.calendar)


def hours() -> Hours:
    """When working days begin and nobody is told of what is not urgent, as the options say."""
    opens, _dash, _closes = options.get("service_hours").partition("-")
    start, _dash, end = options.get("quiet_hours").partition("-")
    return Hours(time.fromisoformat(opens), (time.fromisoformat(start), time.fromisoformat(end)))


def knowledge(asked: date) -> date:
    """The day a knowledge point asked on that duty day is answered: the next, after Friday to Sunday on Monday (D9)."""
    return asked + clock.DAY * (1 if asked.isoweekday() <= 4 else 8 - asked.isoweekday())


def _at_an_hour(kind: Kind, day: date, option: Options) -> datetime | None:
    """The kinds that are due when a clock on the wall says so; None for the others."""
    if kind in HOURS:
        name, later = HOURS[kind]
        return _on(day + clock.DAY * later, option(name))
    if kind == Kind.KNOWLEDGE:
        return _on(knowledge(day), option("knowledge_due_at"))
    if kind in MONTHLY:
        number, _space, at = option(MONTHLY[kind]).partition(" ")
        return _on(day.replace(day=int(number)), at)
    if kind == Kind.NOTICE:
        next_month = (day.replace(day=28) + 4 * clock.DAY).replace(day=1)
        return _on(next_month - clock.DAY, option("duty_notice_due_at"))
    return None


def _on(day: date, at: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(at), clock.TZ)


def _handle(start: datetime, urgency: str, option: Options) -> DueTime:
    if urgency != "normal":
        return DueTime(start + timedelta(minutes=option("handle_minutes_urgent")))
    return DueTime(clock.start_of(clock.local(start).date() + clock.DAY))  # 24:00 of the same day


def _sign_for(start: datetime, urgency: str, calendar: Calendar, option: Options) -> DueTime:
    if urgency == "critical":
        return DueTime(start + timedelta(minutes=option("sign_for_minutes_critical")))
    n = option("sign_for_workdays")
    return counted(start, n, calendar.service_end(start, n))
