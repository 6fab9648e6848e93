"""When each obligation of section 4 is due. Pure: the calendar and the options in force are handed in."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from hotline import clock, options
from hotline.deadlines.actions import DueTime
from hotline.deadlines.models import Deadline, Kind
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
}
# Obligations counted in minutes of the clock.
MINUTES: Mapping[Kind, str] = {
    Kind.MAJOR_VERIFIED: "major_verified_minutes",
    Kind.MAJOR_REPORTED: "major_reported_minutes",
    Kind.MAJOR_GROUP: "major_group_minutes",
}


def due(
    kind: Kind,
    start: datetime,
    *,
    urgency: str = "normal",
    workdays: int | None = None,
    calendar: Calendar | None = None,
    option: Callable[[str], Any] = options.get,
) -> DueTime:
    """When an obligation of that kind, opened at `start`, is due (section 4).

    `workdays` overrides the option where the issuer sets the time. Raises ValueError for a kind that has no rule here
    (the assisting report is counted back from the lead's reply: `before_lead`).
    """
    calendar = calendar or current()
    if kind in MINUTES:
        return DueTime(start + timedelta(minutes=option(MINUTES[kind])))
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
    calendar = calendar or current()
    if reply.limit_at is None or reply.workdays is None or reply.counted_from is None:
        return 0
    n = reply.workdays
    while n < options.get("limit_workdays") and calendar.add(reply.counted_from, n + 1).due_at <= reply.limit_at:
        n += 1
    return n - reply.workdays


def counted(start: datetime, n: int, result: Due) -> DueTime:
    """A due time together with what it was counted from."""
    return DueTime(result.due_at, start, n, result.provisional, result.version)


def _handle(start: datetime, urgency: str, option: Callable[[str], Any]) -> DueTime:
    if urgency != "normal":
        return DueTime(start + timedelta(minutes=option("handle_minutes_urgent")))
    return DueTime(clock.start_of(clock.local(start).date() + clock.DAY))  # 24:00 of the same day


def _sign_for(start: datetime, urgency: str, calendar: Calendar, option: Callable[[str], Any]) -> DueTime:
    if urgency == "critical":
        return DueTime(start + timedelta(minutes=option("sign_for_minutes_critical")))
    n = option("sign_for_workdays")
    return counted(start, n, calendar.service_end(start, n))
