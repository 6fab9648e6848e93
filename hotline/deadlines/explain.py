"""Why a deadline is due when it is: its days counted one by one, and everything that was done to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext as _

from hotline import clock
from hotline.deadlines import rules, subjects
from hotline.deadlines.actions import owed
from hotline.deadlines.models import Alarm, Change, Deadline, Kind
from hotline.deadlines.policy import agenda
from hotline.deadlines.subjects import Subject
from hotline.deadlines.texts import due_text, due_view, stage_text
from hotline.workdays.models import current
from hotline.workdays.rules import Calendar, Step

# What may be counted in minutes of the clock.
_MINUTES = (*rules.MINUTES, Kind.HANDLE, Kind.SIGN_FOR)


@dataclass(frozen=True)
class Explanation:
    """A deadline as its page shows it; `steps` is empty where nothing was counted in days."""

    deadline: Deadline
    about: Subject | None
    due: dict[str, Any]
    how: str
    remark: str
    steps: Sequence[Step]
    limit: str
    version: int
    changes: list[dict[str, Any]]
    alarms: list[dict[str, Any]]
    next_alarm: dict[str, Any] | None


def explain(deadline: Deadline) -> Explanation:
    """Everything about one deadline, in a constant number of queries."""
    now = clock.now()
    calendar = rules.calendar_of(deadline.unit, current())
    key = (deadline.subject_type, deadline.subject_id)
    raised = list(Alarm.objects.filter(deadline=deadline).order_by("raised_at", "pk"))
    steps, remark = _counted(deadline, calendar)
    return Explanation(
        deadline=deadline,
        about=subjects.describe([key]).get(key),
        due=due_view(deadline, now),
        how=_how(deadline),
        remark=remark,
        steps=steps,
        limit=due_text(deadline.limit_at) if deadline.limit_at else "",
        version=calendar.version,
        changes=[_change(change) for change in Change.objects.filter(deadline=deadline).order_by("at", "pk")],
        alarms=[_alarm(alarm) for alarm in raised],
        next_alarm=_next(deadline, raised, calendar, now),
    )


def _counted(deadline: Deadline, calendar: Calendar) -> tuple[Sequence[Step], str]:
    """The days, and a remark where they do not lead to the due time that is in force."""
    if deadline.counted_from is None or deadline.workdays is None:
        return [], ""
    service = deadline.kind == Kind.SIGN_FOR
    try:
        steps = calendar.explain(deadline.counted_from, deadline.workdays, service=service)
        add = calendar.service_end if service else calendar.add
        plain = add(deadline.counted_from, deadline.workdays).due_at
    except ValueError as error:
        return [], str(error)
    return steps, _remark(deadline, calendar, plain)


def _remark(deadline: Deadline, calendar: Calendar, plain: datetime) -> str:
    if plain == deadline.due_at:
        return ""
    said = {"plain": due_text(plain), "due": due_text(deadline.due_at)}
    if not deadline.is_open:
        message = _("The calendar has changed since this ended. By the days as they are now it would have been due %(plain)s.")
    elif deadline.calendar_version != calendar.version:
        message = _("The calendar has just changed; this deadline is about to be counted again.")
    else:
        message = _("By these days alone it would be due %(plain)s. It stays %(due)s: a changed calendar makes nobody overdue.")
    return message % said


def _how(deadline: Deadline) -> str:
    if deadline.workdays is not None and deadline.counted_from is not None:
        said = {"n": deadline.workdays, "start": f"{clock.local(deadline.counted_from):%Y-%m-%d %H:%M}"}
        if deadline.kind == Kind.SIGN_FOR:
            return _("%(n)s working days from %(start)s, to the end of the service hours.") % said
        return _("%(n)s working days from %(start)s. The day it starts does not count.") % said
    moment = clock.local(deadline.due_at)
    if deadline.kind in _MINUTES and moment.time() != time():
        minutes = round((deadline.due_at - deadline.opened_at).total_seconds() / 60)
        return _("%(n)s minutes from the moment it was opened, by the clock: nights and days off count.") % {"n": minutes}
    if deadline.kind == Kind.HANDLE:
        return _("Until the end of the day it was opened; no working days are counted.")
    return _("Set to this hour of this day; no working days are counted.")


def _change(change: Change) -> dict[str, Any]:
    return {
        "at": change.at,
        "why": change.get_why_display(),
        "by": change.by,
        "old": due_text(change.old_due_at),
        "new": due_text(change.new_due_at),
        "workdays": change.workdays,
        "version": change.calendar_version,
    }


def _alarm(alarm: Alarm) -> dict[str, Any]:
    return {"stage": stage_text(alarm.stage), "raised_at": alarm.raised_at, "due": due_text(alarm.due_at)}


def _next(deadline: Deadline, raised: list[Alarm], calendar: Calendar, now: datetime) -> dict[str, Any] | None:
    """The next alarm that will come, if any is still to come."""
    if not deadline.is_open:
        return None
    stages = frozenset(alarm.stage for alarm in raised if alarm.due_at == deadline.due_at)
    found = agenda(owed(deadline), stages, now, calendar, rules.hours())
    if found.ripe:
        return {"stage": stage_text(found.ripe[0].stage.name), "at": found.ripe[0].at}
    if found.next_at is None:
        return None
    later = agenda(owed(deadline), stages, found.next_at, calendar, rules.hours()).ripe
    return {"stage": stage_text(later[0].stage.name), "at": found.next_at}
