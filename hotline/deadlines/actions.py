"""The door to deadlines: open, meet, cancel, extend, hand on, pass on. Called inside the transaction of the change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from hotline import clock
from hotline.deadlines import rules
from hotline.deadlines.models import Change, Deadline, DeadlineQuerySet, DueTime, Kind
from hotline.deadlines.policy import Hours, Owed, agenda
from hotline.deadlines.rules import Calendars
from hotline.people.models import Person, Unit
from hotline.workdays.models import current
from hotline.workdays.rules import Calendar


def open_(
    kind: Kind,
    *,
    subject: tuple[str, int],
    unit: Unit,
    due: DueTime,
    cause: str = "",
    held_by: Unit | None = None,
    person: Person | None = None,
    limit_at: datetime | None = None,
    limit_from: datetime | None = None,
    is_urgent: bool = False,
    set_by: str = "",
) -> Deadline:
    """Open an obligation and arm its alarms. Raises IntegrityError where the same one is open already."""
    now = clock.now()
    deadline = Deadline(
        kind=kind,
        subject_type=subject[0],
        subject_id=subject[1],
        cause=cause,
        unit=unit,
        held_by=held_by or unit,
        person=person,
        is_urgent=is_urgent,
        opened_at=now,
        armed_at=now,
        due_at=due.at,
        limit_at=limit_at,
        limit_from=limit_from,
        counted_from=due.counted_from,
        workdays=due.workdays,
        provisional=due.provisional,
        calendar_version=due.calendar_version,
        set_by=set_by,
    )
    deadline.next_alarm_at = first_alarm(deadline, rules.calendar_of(unit), rules.hours())
    deadline.save(force_insert=True)
    return deadline


def meet(subject: tuple[str, int], *kinds: Kind, cause: str | None = None, at: datetime | None = None) -> int:
    """Mark the open obligations of these kinds as met, now or `at` an earlier instant; gives how many there were."""
    return _open(subject, kinds, cause).update(met_at=at or clock.now(), next_alarm_at=None)


def cancel(subject: tuple[str, int], *kinds: Kind, cause: str | None = None) -> int:
    """Cancel the open obligations of these kinds (all kinds when none is named); gives how many there were."""
    return _open(subject, kinds, cause).update(cancelled_at=clock.now(), next_alarm_at=None)


def extend(deadline: Deadline, due: DueTime, *, by: str = "") -> None:
    """Give a reply more time (P7), and the reports that depend on it. Raises IntegrityError beyond a reply's `limit_at`."""
    move([Move(deadline, due)], rules.Calendars(current()), why=Change.Why.EXTENDED, by=by)


@dataclass(frozen=True)
class Move:
    """Where the due time of an open obligation goes; `limit_at` replaces a reply's limit."""

    deadline: Deadline
    due: DueTime
    limit_at: datetime | None = None


def move(moves: Iterable[Move], calendars: Calendars, *, why: Change.Why = Change.Why.CALENDAR, by: str = "") -> None:
    """Put due times elsewhere: keeps the old ones on record and arms the alarms anew, in two statements.

    A due time that stays only learns how it is counted now. Raises IntegrityError beyond a reply's limit.
    """
    moves, now, hours = list(moves), clock.now(), rules.hours()
    changes = []
    for m in moves:
        row, due, old = m.deadline, m.due, m.deadline.due_at
        row.due_at, row.workdays = due.at, due.workdays
        row.provisional, row.calendar_version = due.provisional, due.calendar_version
        row.limit_at = m.limit_at or row.limit_at
        if old != due.at:
            row.armed_at = now
            row.next_alarm_at = first_alarm(row, calendars.of(row.unit_id), hours)
            changes.append(_change(row, old, now, why, by))
    store([m.deadline for m in moves], *_COLUMNS)
    Change.objects.bulk_create(changes)


def _change(row: Deadline, old: datetime, now: datetime, why: Change.Why, by: str) -> Change:
    return Change(
        deadline=row, at=now, why=why, by=by, old_due_at=old, new_due_at=row.due_at, workdays=row.workdays,
        calendar_version=row.calendar_version,
    )  # fmt: skip


# What a move changes, with the type of its column.
_COLUMNS = {
    "due_at": "timestamptz", "limit_at": "timestamptz", "armed_at": "timestamptz", "next_alarm_at": "timestamptz",
    "workdays": "smallint", "provisional": "boolean", "calendar_version": "integer",
}  # fmt: skip


def store(rows: list[Deadline], *names: str) -> None:
    """Write these columns of many rows in one statement of plain arrays: Django's would be a CASE with a branch per row."""
    arrays = ", ".join(f"%s::{kind}[]" for kind in ("bigint", *(_COLUMNS[name] for name in names)))
    columns = ", ".join(f"{name} = new.{name}" for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE deadlines_deadline SET {columns} FROM unnest({arrays}) AS new ({', '.join(('id', *names))}) "
            "WHERE deadlines_deadline.id = new.id",
            [[row.pk for row in rows], *([getattr(row, name) for row in rows] for name in names)],
        )


def first_alarm(deadline: Deadline, calendar: Calendar, hours: Hours) -> datetime | None:
    """When the sweep first has to look at an obligation that was just armed; `calendar` is that of its unit."""
    found = agenda(owed(deadline), frozenset(), deadline.armed_at, calendar, hours)
    return deadline.armed_at if found.ripe else found.next_at


def owed(deadline: Deadline) -> Owed:
    """What the policy needs to know of an obligation."""
    return Owed(Kind(deadline.kind), deadline.due_at, deadline.armed_at, deadline.is_urgent)


def make_urgent(subject: tuple[str, int]) -> None:
    """From now on alarms about this subject are told singly and at once, at night too: the next sweep looks again."""
    armed = Deadline.objects.open().of(*subject).filter(is_urgent=False, next_alarm_at__isnull=False)
    now = clock.now()
    armed.update(is_urgent=True, armed_at=now, next_alarm_at=now)


def hand_on(subject: tuple[str, int], *kinds: Kind, cause: str, held_by: Unit) -> None:
    """Put the open obligations of these kinds and that cause into the hands of a sub-unit; the clock does not restart (P19)."""
    _open(subject, kinds, cause).update(held_by=held_by)


def pass_to(subject: tuple[str, int], *kinds: Kind, unit: Unit) -> int:
    """Another unit owes the open obligations of these kinds (all kinds when none is named) from now on, by the same time; gives
    how many there were. What was told of them stays told; the next sweep looks at the other alarms again, by its calendar."""
    return _open(subject, kinds, None).update(unit=unit, held_by=unit, next_alarm_at=clock.now())


def _open(subject: tuple[str, int], kinds: tuple[Kind, ...], cause: str | None) -> DeadlineQuerySet:
    rows = Deadline.objects.open().of(*subject)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    return rows if cause is None else rows.filter(cause=cause)
