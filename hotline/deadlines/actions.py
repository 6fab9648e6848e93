"""The door to deadlines: open, meet, cancel, extend, hand on. Called inside the transaction of the change."""

from dataclasses import dataclass
from datetime import datetime

from hotline import clock
from hotline.deadlines.models import Deadline, DeadlineQuerySet, Kind
from hotline.people.models import Person, Unit


@dataclass(frozen=True)
class DueTime:
    """When something is due and how that was found. All instants are aware, Asia/Shanghai; `at` is exclusive."""

    at: datetime
    counted_from: datetime | None = None
    workdays: int | None = None
    provisional: bool = False
    calendar_version: int | None = None


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
    is_urgent: bool = False,
    set_by: str = "",
) -> Deadline:
    """Open an obligation. Raises IntegrityError where the same one is open already."""
    return Deadline.objects.create(
        kind=kind,
        subject_type=subject[0],
        subject_id=subject[1],
        cause=cause,
        unit=unit,
        held_by=held_by or unit,
        person=person,
        is_urgent=is_urgent,
        opened_at=clock.now(),
        due_at=due.at,
        limit_at=limit_at,
        counted_from=due.counted_from,
        workdays=due.workdays,
        provisional=due.provisional,
        calendar_version=due.calendar_version,
        set_by=set_by,
    )


def meet(subject: tuple[str, int], *kinds: Kind, cause: str | None = None, at: datetime | None = None) -> int:
    """Mark the open obligations of these kinds as met, now or `at` an earlier instant; gives how many there were."""
    return _open(subject, kinds, cause).update(met_at=at or clock.now(), next_alarm_at=None)


def cancel(subject: tuple[str, int], *kinds: Kind, cause: str | None = None) -> int:
    """Cancel the open obligations of these kinds (all kinds when none is named); gives how many there were."""
    return _open(subject, kinds, cause).update(cancelled_at=clock.now(), next_alarm_at=None)


def extend(deadline: Deadline, due: DueTime) -> None:
    """Give a reply more time (P7), and the reports that depend on it. Raises IntegrityError beyond a reply's `limit_at`."""
    deadline.due_at = due.at
    deadline.workdays = due.workdays
    deadline.provisional = due.provisional
    deadline.calendar_version = due.calendar_version
    deadline.save(update_fields=["due_at", "workdays", "provisional", "calendar_version"])


def hand_on(subject: tuple[str, int], *kinds: Kind, cause: str, held_by: Unit) -> None:
    """Put the open obligations of these kinds and that cause into the hands of a sub-unit; the clock does not restart (P19)."""
    _open(subject, kinds, cause).update(held_by=held_by)


def _open(subject: tuple[str, int], kinds: tuple[Kind, ...], cause: str | None) -> DeadlineQuerySet:
    rows = Deadline.objects.open().of(*subject)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    return rows if cause is None else rows.filter(cause=cause)
