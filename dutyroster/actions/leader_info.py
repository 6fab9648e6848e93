"""What units owe for next month: principal, deputy and staff by name (D21). Announcing opens it, changes keep it in step."""

from collections.abc import Iterable
from datetime import datetime

from dutyroster.models import DutyLeader, Roster, Shift
from hotline import clock
from hotline.deadlines import actions as deadlines, rules
from hotline.deadlines.models import Deadline, DueTime, Kind
from hotline.people.models import Rank, Unit
from hotline.workdays.models import current
from hotline.workdays.rules import Calendar


def cause(unit: int) -> str:
    """How the obligation of that unit is told apart from those of the others on the same roster."""
    return f"unit:{unit}"


def sync_leader_info(roster: Roster) -> None:
    """Every unit with a day ahead that has not named its leaders owes them; a unit without a day any more owes nothing.

    For an announced roster only, in the transaction that changed it and holds its lock.
    """
    shifts = list(roster.shifts.select_related("unit").order_by("day"))
    ahead = _first_ahead(shifts)
    owing = set(
        Deadline.objects.open().of(*roster.subject).filter(kind=Kind.LEADER_INFO).values_list("cause", flat=True)
    )  # fmt: skip
    named = complete(roster)
    calendars = rules.Calendars(current())
    for pk, shift in ahead.items():
        if cause(pk) not in owing and pk not in named:
            due = due_at(roster, shift.begins_at, calendars.of(pk))
            deadlines.open_(Kind.LEADER_INFO, subject=roster.subject, unit=shift.unit, due=due, cause=cause(pk))
    for gone in sorted(owing - {cause(shift.unit_id) for shift in shifts}):
        deadlines.cancel(roster.subject, Kind.LEADER_INFO, cause=gone)


def usual_due(roster: Roster, calendar: Calendar | None = None) -> datetime:
    """The 28th of the month before, 16:00 (option `leader_info_due_on`)."""
    return rules.due(Kind.LEADER_INFO, clock.start_of(roster.month - clock.DAY), calendar=calendar).at


def due_at(roster: Roster, begins_at: datetime, calendar: Calendar) -> DueTime:
    """Until when a unit that is asked now names its leaders; `begins_at` is when its first day ahead begins.

    The 28th, 16:00, while that lies ahead. Who is asked later cannot be late at once: the close of service on the next working
    day, or the publishing on the month's last day where that is earlier and not today, but before the duty day begins.
    """
    now = clock.now()
    usual = usual_due(roster, calendar)
    if now < usual:
        return DueTime(usual)
    ends = [calendar.service_end(now, 1).due_at, begins_at]
    last_day = roster.month - clock.DAY
    if now.date() < last_day:
        ends.append(rules.due(Kind.NOTICE, clock.start_of(last_day), calendar=calendar).at)
    return DueTime(min(ends))


def complete(roster: Roster) -> set[int]:
    """Ids of the units that have named a principal and at least one deputy (one query)."""
    ranks: dict[int, set[str]] = {}
    rows = DutyLeader.objects.filter(roster=roster, person__is_active=True, rank__in=(Rank.PRINCIPAL, Rank.DEPUTY))
    for unit, rank in rows.values_list("unit_id", "rank"):
        ranks.setdefault(unit, set()).add(rank)
    return {unit for unit, found in ranks.items() if len(found) == 2}


def meet(roster: Roster, unit: Unit) -> None:
    """The unit has named its leaders."""
    deadlines.meet(roster.subject, Kind.LEADER_INFO, cause=cause(unit.pk))


def _first_ahead(shifts: Iterable[Shift]) -> dict[int, Shift]:
    """Of each unit the first day that has not begun; `shifts` in the order of their days."""
    now = clock.now()
    found: dict[int, Shift] = {}
    for shift in shifts:
        if now < shift.begins_at:
            found.setdefault(shift.unit_id, shift)
    return found
