"""The sweep: raises every alarm whose moment has come, exactly once, whatever crashes, restarts or runs twice.

It reads only what is due (`next_alarm_at`), in batches, each its own transaction: alarm rows, what they cause above and who
is to be told commit together. Rows another sweep works on are skipped. Nothing here needs Redis: rows are the truth.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from hotline import clock
from hotline.deadlines import receivers, rules
from hotline.deadlines.actions import owed, store
from hotline.deadlines.models import Alarm, Deadline, DeadlineQuerySet, Kind
from hotline.deadlines.policy import DUE, Agenda, Planned, agenda
from hotline.deadlines.telling import bundle_up, tell
from hotline.workdays.models import current

log = logging.getLogger(__name__)
BATCH = 500
STUCK = timedelta(minutes=10)  # what could not be handled is tried again then; it holds back nothing else

Missed = Callable[[Sequence[Deadline], datetime], None]
Follow = Callable[[], int]
_missed: dict[Kind, Missed] = {}
_follow: list[Follow] = []


def on_missed(*kinds: Kind) -> Callable[[Missed], Missed]:
    """An upper app does something when obligations of these kinds are missed, in the transaction of their alarms.

    It gets the deadlines (locked) and the instant; it may add rows, but wait for no lock on rows others hold long.
    """

    def register(function: Missed) -> Missed:
        _missed.update(dict.fromkeys(kinds, function))
        return function

    return register


def after_sweep(function: Follow) -> Follow:
    """An upper app finishes, in transactions of its own, what its `on_missed` began; gives how much it did.

    It is called after every sweep, also when nothing was due: what a crash left undone is found again.
    """
    _follow.append(function)
    return function


@dataclass
class Swept:
    """What a sweep did: alarms per kind and stage, messages written, and what the floors above did after it."""

    alarms: Counter[tuple[str, str]] = field(default_factory=Counter)
    messages: int = 0
    followed: int = 0

    @property
    def raised(self) -> int:
        return self.alarms.total()


@dataclass(frozen=True)
class Ripe:
    """An obligation and the alarms to raise on it now."""

    deadline: Deadline
    agenda: Agenda


def sweep(*, batch: int = BATCH, progress: Callable[[int], None] = lambda looked_at: None) -> Swept:
    """Raise what is due now, write the messages, let the floors above follow. Repeatable and safe beside another sweep.

    `progress` is called after each batch with how many obligations were looked at so far.
    """
    now = clock.now()
    swept = Swept()
    looked_at = 0
    while True:
        with transaction.atomic():
            rows = list(_due(now).select_for_update(of=("self",), skip_locked=True)[:batch])
            if rows:
                _raise(rows, now, swept)
        if not rows:
            break
        looked_at += len(rows)
        progress(looked_at)
    for function in _follow:
        swept.followed += _guarded(function)
    swept.messages += bundle_up(now)
    return swept


def rehearse(now: datetime) -> Counter[tuple[str, str]]:
    """What a sweep would raise at that instant, per kind and stage; changes nothing and keeps no rows in memory."""
    found: Counter[tuple[str, str]] = Counter()
    rows: list[Deadline] = []
    for deadline in _due(now).iterator(chunk_size=BATCH):
        rows.append(deadline)
        if len(rows) == BATCH:
            found.update(_names(_ripe(rows, now)))
            rows = []
    found.update(_names(_ripe(rows, now)))
    return found


def _due(now: datetime) -> DeadlineQuerySet:
    return Deadline.objects.alarmed(now).select_related("unit", "held_by", "person")


def _guarded(function: Follow) -> int:
    """A fault above must not keep the messages back; it is logged and tried again at the next sweep."""
    try:
        return function()
    except Exception:
        log.exception("after the sweep: %s", function.__qualname__)
        return 0


def _raise(rows: list[Deadline], now: datetime, swept: Swept) -> None:
    """A batch at once; where one row of it cannot be handled, each alone, so that it holds back no other."""
    try:
        with transaction.atomic():
            found = _raise_together(rows, now)
    except Exception:
        log.exception("a batch of %s alarms failed", len(rows))
        found = [ripe for row in rows for ripe in _raise_alone(row, now)]
    swept.alarms.update(_names(found))
    swept.messages += sum(1 for ripe in found if ripe.deadline.is_urgent and ripe.agenda.ripe)


def _raise_alone(row: Deadline, now: datetime) -> list[Ripe]:
    try:
        with transaction.atomic():
            return _raise_together([row], now)
    except Exception:
        log.exception("the alarms of deadline %s failed; next try in %s", row.pk, STUCK)
        Deadline.objects.filter(pk=row.pk).update(next_alarm_at=now + STUCK)
        return []


def _raise_together(rows: list[Deadline], now: datetime) -> list[Ripe]:
    found = _ripe(rows, now)
    alarms = [_alarm(ripe.deadline, planned, now) for ripe in found for planned in ripe.agenda.ripe]
    Alarm.objects.bulk_create(alarms, batch_size=BATCH)
    for ripe in found:
        ripe.deadline.next_alarm_at = ripe.agenda.next_at
    store([ripe.deadline for ripe in found], "next_alarm_at")
    _end([ripe.deadline for ripe in found if any(planned.stage.ends for planned in ripe.agenda.ripe)], now)
    _tell_above(found, now)
    tell(_latest(found, alarms), receivers.find(rows), now)
    return found


def _end(deadlines: list[Deadline], now: datetime) -> None:
    """The clock closes these; what is told of them still finds them so."""
    for deadline in deadlines:
        deadline.cancelled_at = now
    Deadline.objects.filter(pk__in=[d.pk for d in deadlines]).update(cancelled_at=now, next_alarm_at=None)


def _ripe(rows: Iterable[Deadline], now: datetime) -> list[Ripe]:
    rows = list(rows)
    raised: dict[int, set[str]] = {row.pk: set() for row in rows}
    due = {row.pk: row.due_at for row in rows}
    for pk, stage, due_at in Alarm.objects.filter(deadline__in=rows).values_list("deadline_id", "stage", "due_at"):
        if due_at == due[pk]:
            raised[pk].add(stage)
    calendars, hours = rules.Calendars(current()), rules.hours()
    return [Ripe(row, agenda(owed(row), frozenset(raised[row.pk]), now, calendars.of(row.unit_id), hours)) for row in rows]


def _alarm(deadline: Deadline, planned: Planned, now: datetime) -> Alarm:
    return Alarm(deadline=deadline, stage=planned.stage.name, due_at=deadline.due_at, planned_at=planned.at, raised_at=now)


def _tell_above(found: list[Ripe], now: datetime) -> None:
    missed: dict[Missed, list[Deadline]] = {}
    for ripe in found:
        function = _missed.get(Kind(ripe.deadline.kind))
        if function and any(planned.stage.name == DUE for planned in ripe.agenda.ripe):
            missed.setdefault(function, []).append(ripe.deadline)
    for function, deadlines in missed.items():
        function(deadlines, now)


def _latest(found: list[Ripe], alarms: list[Alarm]) -> list[tuple[Alarm, frozenset[str]]]:
    """Of several alarms caught up at once on one obligation only the last is told, to all whom any of them would tell."""
    by_stage = {(alarm.deadline_id, alarm.stage): alarm for alarm in alarms}
    latest = []
    for ripe in found:
        if ripe.agenda.ripe:
            last = ripe.agenda.ripe[-1].stage
            audience = frozenset(a.value for planned in ripe.agenda.ripe for a in planned.stage.tells)
            latest.append((by_stage[ripe.deadline.pk, last.name], audience))
    return latest


def _names(found: Iterable[Ripe]) -> Iterable[tuple[str, str]]:
    return [(ripe.deadline.kind, planned.stage.name) for ripe in found for planned in ripe.agenda.ripe]
