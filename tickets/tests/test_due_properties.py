"""For random calendars, dispatches, extensions and calendar edits: what is stored is what the pure function gives from scratch."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from hotline import clock
from hotline.deadlines import recompute, rules
from hotline.deadlines.actions import owed
from hotline.deadlines.models import Alarm, Deadline, Kind
from hotline.deadlines.policy import planned
from hotline.deadlines.sweep import sweep
from hotline.workdays import actions as calendar_actions, models as calendar_models
from hotline.workdays.models import CalendarDay
from hotline.workdays.rules import Calendar
from tickets.flow import Action
from tickets.models import Ticket
from tickets.operation import Refused
from tickets.tests.conftest import City

FIRST, LAST = date(2026, 1, 5), date(2026, 8, 31)
DAYS = st.dates(FIRST, LAST + timedelta(days=60))
BOUNDS = datetime(2026, 1, 5), datetime(2026, 8, 31)  # noqa: DTZ001 - hypothesis wants them without a zone
MOMENTS = st.datetimes(*BOUNDS, timezones=st.just(clock.TZ))
CLOSURES = st.lists(st.tuples(DAYS, st.booleans()), max_size=8, unique_by=lambda row: row[0])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 12 * 24)),
        st.tuples(st.just("extend"), st.integers(1, 23)),
        st.tuples(st.just("edit"), CLOSURES),
        st.tuples(st.just("sweep"), st.just(None)),
        st.tuples(st.just("reply"), st.just(None)),
    ),
    max_size=6,
)


class Rollback(Exception):
    """Ends an example: the next begins with an empty city."""


def close(days: list[tuple[date, bool]], city: City) -> None:
    """Local days off and emergency closures, of the city or of the housing authority alone."""
    for day, is_local in days:
        unit = city.housing if is_local else None
        CalendarDay.objects.get_or_create(date=day, kind="emergency", unit=unit, defaults={"is_workday": False, "name": "台风"})
    calendar_actions.changed(actor=None, why="test")
    calendar_models.forget()


def pure(kind: Kind, start: datetime, workdays: int, calendar: Calendar) -> datetime:
    """From scratch: no stored date is asked."""
    return rules.due(kind, start, workdays=workdays, calendar=calendar).at


def replayed(row: Deadline, history: list[tuple[datetime, Calendar, int]]) -> datetime:
    """The due time by the pure functions alone: dispatch, then each extension and each recomputation as it came."""
    start, calendar, workdays = history[0]
    due = pure(Kind.REPLY, start, workdays, calendar)
    for now, calendar, total in history[1:]:
        if total != workdays:
            workdays, due = total, pure(Kind.REPLY, start, total, calendar)
        else:
            due = calendar.recompute(start, workdays, due_at=due, now=now).due_at
    return due


@given(closed=CLOSURES, start=MOMENTS, steps=STEPS)
def example(city: City, closed: list[tuple[date, bool]], start: datetime, steps: list[tuple[str, Any]]) -> None:
    try:
        with transaction.atomic():
            walk(city, closed, start, steps)
            raise Rollback
    except Rollback:
        calendar_models.forget()


def prove(city: City, examples: int) -> None:
    settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))(example)(city)


@pytest.mark.django_db
def test_stored_due_times_are_the_pure_ones(city: City) -> None:
    prove(city, 12)


@pytest.mark.soak
@pytest.mark.django_db
def test_stored_due_times_are_the_pure_ones_in_depth(city: City) -> None:
    prove(city, 400)


def walk(city: City, closed: list[tuple[date, bool]], start: datetime, steps: list[tuple[str, Any]]) -> None:
    now = start
    with clock.at(now):
        close(closed, city)
        ticket = city.dispatched()
    of_unit = rules.calendar_of(city.housing)
    history = [(start, of_unit, 7)]
    for step, value in steps:
        with clock.at(now):
            if step == "wait":
                now += timedelta(hours=value)
            elif step == "extend":
                history += extend(city, ticket, value, now)
            elif step == "reply":
                meet(city, ticket)
            elif step == "edit":
                close(value, city)
                recompute.recompute()
                if not Deadline.objects.open().filter(subject_id=ticket.pk, kind=Kind.REPLY).exists():
                    continue  # what is met stays what it was
                history.append((now, rules.calendar_of(city.housing), history[-1][2]))
            else:
                sweep()
        check(ticket, history, now)


def extend(city: City, ticket: Ticket, days: int, now: datetime) -> list[tuple[datetime, Calendar, int]]:
    """Ask for and grant an extension where the rules allow it."""
    try:
        city.do(ticket, Action.REQUEST_EXTENSION, city.handler, workdays=days, text="需要采购配件")
        city.do(ticket, Action.DECIDE_EXTENSION, city.office_head, granted=True, text="同意", workdays=days)
    except Refused:
        return []
    row = Deadline.objects.get(subject_id=ticket.pk, kind=Kind.REPLY)
    return [(now, rules.calendar_of(city.housing), row.workdays or 0)]


def meet(city: City, ticket: Ticket) -> None:
    """The unit replies, where it still can."""
    if Ticket.objects.get(pk=ticket.pk).step < 3:
        city.replied(ticket)


def check(ticket: Ticket, history: list[tuple[datetime, Calendar, int]], now: datetime) -> None:
    row = Deadline.objects.select_related("unit").get(subject_id=ticket.pk, kind=Kind.REPLY)
    assert clock.local(row.due_at) == replayed(row, history)
    assert row.limit_at is not None
    assert row.due_at <= row.limit_at
    assert row.counted_from == history[0][0]
    for alarm in Alarm.objects.filter(deadline=row):
        assert alarm.raised_at >= alarm.planned_at
        assert alarm.raised_at <= (row.met_at or now)
    if row.is_open and row.next_alarm_at and row.next_alarm_at > now:
        # nothing that is still to come lies before the moment the sweep will look
        raised = set(Alarm.objects.filter(deadline=row, due_at=row.due_at).values_list("stage", flat=True))
        later = [p.at for p in planned(owed(row), rules.calendar_of(row.unit), rules.hours()) if p.stage.name not in raised]
        assert min(later) >= row.next_alarm_at or min(later) <= now
