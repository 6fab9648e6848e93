"""Deadlines are counted again when the calendar has changed (section 4): in the background, batch by batch.

What a deadline was counted with is its `calendar_version`; a row that has the newest is passed over, so work that was
interrupted just goes on, and a second run does nothing. Each batch commits with its events, changes and alarms.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from hotline import clock
from hotline.deadlines import actions, rules
from hotline.deadlines.models import Change, Deadline, DeadlineQuerySet, DueTime, Kind
from hotline.deadlines.rules import Calendars
from hotline.jobs import actions as jobs
from hotline.jobs.models import Job
from hotline.workdays.actions import RECOMPUTE
from hotline.workdays.models import current
from hotline.workdays.rules import Calendar

log = logging.getLogger(__name__)
BATCH = 200
_RETRIES = 5
_AGAIN = ("40P01", "40001", "55P03")  # deadlock, serialisation, lock timeout

# A deadline as it is now, and when it was due before.
Moves = Sequence[tuple[Deadline, datetime]]
Follow = Callable[[Moves, str], None]
Lock = Callable[[Sequence[int]], None]
_follow: dict[str, Follow] = {}
_lock: dict[str, Lock] = {}


def on_moved(subject_type: str, function: Follow, *, lock: Lock | None = None) -> None:
    """An upper app records that deadlines of its subjects moved, in the same transaction; `by` is who changed the calendar.

    `lock` is called first with the ids of the batch's subjects, sorted: whoever locks a subject before its deadlines
    everywhere else must do so here too, or the two wait for each other.
    """
    _follow[subject_type] = function
    if lock:
        _lock[subject_type] = lock


@dataclass(frozen=True)
class Moved:
    """How a deadline is counted now: its due time, and its limit if it has one."""

    due: DueTime
    limit_at: datetime | None


def moved(deadline: Deadline, calendar: Calendar, now: datetime) -> Moved | None:
    """How the deadline is counted by that calendar (its unit's), or None if nothing about it changes. Saves nothing.

    Raises ValueError where the calendar cannot count it.
    """
    if deadline.counted_from is None or deadline.workdays is None:
        return None
    start, n, service = deadline.counted_from, deadline.workdays, deadline.kind == Kind.SIGN_FOR
    found = calendar.recompute(start, n, due_at=deadline.due_at, now=now, service=service)
    due, limit_at = rules.counted(start, n, found), _limit(deadline, found.due_at, calendar)
    if (due.at, due.provisional, limit_at) == (deadline.due_at, deadline.provisional, deadline.limit_at):
        return None
    return Moved(due, limit_at)


def _limit(deadline: Deadline, due_at: datetime, calendar: Calendar) -> datetime | None:
    """A reply's limit moves with its days, but never below the due time."""
    if deadline.kind != Kind.REPLY or deadline.limit_at is None:
        return deadline.limit_at
    if deadline.limit_from is None or deadline.counted_from is None:
        return max(deadline.limit_at, due_at)
    return max(rules.limit(deadline.limit_from, deadline.counted_from, calendar), due_at)


def counted() -> DeadlineQuerySet:
    """What can move at all: open and counted in working days."""
    return Deadline.objects.open().filter(workdays__isnull=False)


def stale(version: int) -> DeadlineQuerySet:
    """What was counted with an older calendar."""
    return counted().filter(Q(calendar_version=None) | Q(calendar_version__lt=version))


def recompute(*, by: str = "", progress: Callable[[int], None] = lambda looked: None) -> int:
    """Count again whatever was counted with an older calendar; gives how many were looked at.

    It begins anew until nothing is left: what others were just opening with the older calendar is found as well.
    """
    looked = last = 0
    while True:
        ids = stale(current().version).filter(pk__gt=last).order_by("pk").values_list("pk", "subject_type", "subject_id")
        batch = list(ids[:BATCH])
        if not batch and not last:
            return looked
        if batch:
            _again(batch, by)
        last = batch[-1][0] if batch else 0
        looked += len(batch)
        progress(looked)


@jobs.register(RECOMPUTE)
def run(job: Job, progress: jobs.Progress) -> str:
    """The background job behind a change of the calendar."""
    left = stale(current().version).count()
    before = max(job.done, job.total - left)  # a worker that was killed has done more than it told
    total = before + left
    looked = recompute(by=job.person.name if job.person else "", progress=lambda n: progress(before + n, max(total, before + n)))
    moved_ = Change.objects.filter(why=Change.Why.CALENDAR, at__gte=job.started_at).count()
    return _("%(looked)s deadlines were counted again, %(moved)s of them moved.") % {"looked": before + looked, "moved": moved_}


def _again(batch: list[tuple[int, str, int]], by: str) -> None:
    """One batch; somebody who works on the same tickets goes first, then it is tried again."""
    for attempt in range(1, _RETRIES + 1):
        try:
            return _batch(batch, by)
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", None) not in _AGAIN or attempt == _RETRIES:
                raise


@transaction.atomic
def _batch(batch: list[tuple[int, str, int]], by: str) -> None:
    for subject_type, lock in _lock.items():
        lock(sorted({subject_id for _pk, kind, subject_id in batch if kind == subject_type}))
    now, calendar = clock.now(), current()
    calendars = Calendars(calendar)
    rows = stale(calendar.version).filter(pk__in=[pk for pk, *_subject in batch]).select_related("unit").order_by("pk")
    found = [(row, _moved(row, calendars.of(row.unit_id), now)) for row in rows.select_for_update(of=("self",), no_key=True)]
    before = {row.pk: row.due_at for row, _how in found}
    moves = [actions.Move(row, how.due, how.limit_at) for row, how in found if how]
    actions.move(moves, calendars, by=by)
    _stay([row.pk for row, how in found if how is None], calendar.version, now)
    _tell_above([(m.deadline, before[m.deadline.pk]) for m in moves if m.deadline.due_at != before[m.deadline.pk]], by)


def _moved(deadline: Deadline, calendar: Calendar, now: datetime) -> Moved | None:
    try:
        return moved(deadline, calendar, now)
    except ValueError:  # one row that cannot be counted must not hold up all others
        log.exception("deadline %s cannot be counted again", deadline.pk)
        return None


def _stay(ids: list[int], version: int, now: datetime) -> None:
    """The due time stays, but its warnings may not: the next sweep looks at them again."""
    rows = Deadline.objects.filter(pk__in=ids)
    rows.filter(next_alarm_at__isnull=False).update(next_alarm_at=now)
    rows.update(calendar_version=version)


def _tell_above(moves: Iterable[tuple[Deadline, datetime]], by: str) -> None:
    grouped: dict[str, list[tuple[Deadline, datetime]]] = {}
    for deadline, before in moves:
        grouped.setdefault(deadline.subject_type, []).append((deadline, before))
    for subject_type, found in grouped.items():
        if subject_type in _follow:
            _follow[subject_type](found, by)
