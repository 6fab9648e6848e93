"""Telling of alarms: per receiver and stage one message that lists its tickets, at most one an hour; urgent ones at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from hotline import options
from hotline.deadlines import subjects
from hotline.deadlines.models import Alarm, Bundle, Deadline, Told
from hotline.deadlines.receivers import Receiver, Receivers
from hotline.notices.actions import leave
from hotline.notices.models import Notice

KIND = "alarm"  # of the notice
LISTED = 20  # obligations a message names; its page lists them all
BUNDLES = 100  # a transaction


def tell(alarms: Sequence[tuple[Alarm, frozenset[str]]], receivers: Receivers, now: datetime) -> None:
    """Note who is to be told of these alarms (each with its audiences); the urgent ones are told here, singly."""
    wanted = [(alarm, receiver) for alarm, audiences in alarms for receiver in receivers.of(alarm.deadline, audiences)]
    bundles = _bundles({(receiver, alarm.stage) for alarm, receiver in wanted})
    told = [Told(alarm=alarm, bundle=bundles[receiver, alarm.stage]) for alarm, receiver in wanted]
    Told.objects.bulk_create(told, batch_size=1000)
    urgent = [row for row in told if row.alarm.deadline.is_urgent]
    _send([(row.bundle, [row]) for row in urgent], now)


def bundle_up(now: datetime) -> int:
    """Write the messages that may go out now; gives how many. What waits longer is found again by the next sweep."""
    pause = timedelta(minutes=options.get("bundle_minutes"))
    waiting = Exists(Told.objects.filter(bundle=OuterRef("pk"), notice=None))
    ready = Bundle.objects.filter(waiting, Q(last_at=None) | Q(last_at__lte=now - pause)).order_by("pk")
    written = 0
    while True:
        with transaction.atomic():
            bundles = list(ready.select_for_update(of=("self",), skip_locked=True)[:BUNDLES])
            messages = _still_open(bundles)
            written += _send(messages, now)
            Bundle.objects.filter(pk__in=[bundle.pk for bundle, _rows in messages]).update(last_at=now)
        if len(bundles) < BUNDLES:
            return written


def _still_open(bundles: list[Bundle]) -> list[tuple[Bundle, list[Told]]]:
    """What waits in these bundles. What was done or moved while it waited is dropped: nobody is told of it any more."""
    rows = Told.objects.filter(bundle__in=bundles, notice=None).select_related("alarm__deadline__unit").order_by("pk")
    waiting: dict[int, list[Told]] = defaultdict(list)
    moot = []
    for row in rows:
        deadline = row.alarm.deadline
        over = not deadline.is_open and not deadline.has_lapsed
        if over or row.alarm.due_at != deadline.due_at:
            moot.append(row.pk)
        else:
            waiting[row.bundle_id].append(row)
    Told.objects.filter(pk__in=moot).delete()
    return [(bundle, waiting[bundle.pk]) for bundle in bundles if bundle.pk in waiting]


def _bundles(wanted: Iterable[tuple[Receiver, str]]) -> dict[tuple[Receiver, str], Bundle]:
    """The bundle of each receiver and stage, made where it is missing (three statements)."""
    keys = sorted(set(wanted))  # one order for everybody, so that two sweeps cannot wait for each other
    Bundle.objects.bulk_create([Bundle(**{f"{what}_id": pk}, stage=stage) for (what, pk), stage in keys], ignore_conflicts=True)
    persons = [pk for (what, pk), _stage in keys if what == "person"]
    robots = [pk for (what, pk), _stage in keys if what == "robot"]
    rows = Bundle.objects.filter(Q(person__in=persons) | Q(robot__in=robots))
    return {(_receiver(row), row.stage): row for row in rows}


def _receiver(bundle: Bundle) -> Receiver:
    return ("person", bundle.person_id) if bundle.person_id else ("robot", bundle.robot_id or 0)


def _send(messages: Sequence[tuple[Bundle, list[Told]]], now: datetime) -> int:
    """Leave one notice for each bundle with the obligations in it, and note it on them; gives how many."""
    if not messages:
        return 0
    named = subjects.describe({_subject(row) for _bundle, rows in messages for row in rows[:LISTED]})
    notices = {}
    for bundle, rows in messages:
        notice = Notice(
            person_id=bundle.person_id, robot_id=bundle.robot_id, kind=KIND, cause=f"told:{rows[0].pk}",
            params={"stage": bundle.stage, "count": len(rows), "items": [_item(row, named) for row in rows[:LISTED]]},
            link=_link(rows, named), is_urgent=rows[0].alarm.deadline.is_urgent, is_duty=True, created_at=now,
        )  # fmt: skip
        notices[notice.cause] = (notice, rows)
    leave(notice for notice, _rows in notices.values())
    # By cause, not by the objects: they were stored set-based.
    stored = Notice.objects.filter(kind=KIND, cause__in=notices).values_list("cause", "pk")
    for cause, pk in stored:
        Told.objects.filter(pk__in=[row.pk for row in notices[cause][1]]).update(notice=pk)
    return len(messages)


def _subject(row: Told) -> tuple[str, int]:
    deadline = row.alarm.deadline
    return (deadline.subject_type, deadline.subject_id)


def _item(row: Told, named: dict[tuple[str, int], subjects.Subject]) -> dict[str, Any]:
    """One obligation as the message names it: plain values, no caller data."""
    deadline: Deadline = row.alarm.deadline
    subject = named.get(_subject(row))
    return {
        "kind": deadline.kind,
        "number": subject.number if subject else "",
        "title": subject.title if subject else "",
        "link": subject.link if subject else "",
        "unit": deadline.unit.label,
        "due_at": deadline.due_at.isoformat(),
        "provisional": deadline.provisional,
    }


def _link(rows: list[Told], named: dict[tuple[str, int], subjects.Subject]) -> str:
    """Straight to the matter where there is only one, else to the message's own page."""
    subject = named.get(_subject(rows[0])) if len(rows) == 1 else None
    return subject.link if subject else reverse("deadlines:told", args=[rows[0].pk])
