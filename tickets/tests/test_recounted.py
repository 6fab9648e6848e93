"""A changed calendar on real tickets: moved deadlines, events, alarms; and what is provisional says so."""

import pytest

from hotline import clock
from hotline.deadlines import recompute
from hotline.deadlines.models import Alarm, Change, Deadline, Kind
from hotline.deadlines.sweep import sweep
from hotline.workdays import actions as calendar_actions, models as calendar_models
from hotline.workdays.models import CalendarDay
from tickets import word
from tickets.journal import verify
from tickets.models import AssignmentOrder, Ticket
from tickets.pages import timeline
from tickets.tests.conftest import City, dues, last_event, on
from tickets.tests.test_word import xml

pytestmark = pytest.mark.usefixtures("pinned")


def closed(*days: int, unit: object = None) -> None:
    """An emergency closure of these days of October 2026, counted again."""
    for day in days:
        CalendarDay.objects.create(date=on(10, day).date(), is_workday=False, name="台风", kind="emergency", unit=unit)
    calendar_actions.changed(actor=None, why="台风停工")
    calendar_models.forget()
    recompute.recompute(by="郑伟")


def test_a_typhoon_moves_the_deadline_with_an_event_and_new_alarms(city: City) -> None:
    """The 9th and 12th closed: the 7 wd are 8, 10, 13, 14, 15, 16, 19."""
    ticket = city.dispatched()
    with clock.at(on(10, 13, 8, 30)):
        sweep()
        assert Alarm.objects.filter(deadline__kind="reply").count() == 1
        closed(9, 12)
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert dues(ticket)["reply"] == on(10, 20)
    event = last_event(ticket)
    assert (event.action, event.actor, event.actor_name, event.to_step) == ("recount", None, "系统", 2)
    assert event.details["by"] == "郑伟"
    assert event.details["change"] == "台风停工"
    assert {"kind": "reply", "from": "2026-10-16T00:00:00+08:00", "to": "2026-10-20T00:00:00+08:00"} in event.details["moved"]
    assert "回复 10月15日24:00 → 10月19日24:00" in str(timeline([event], [])[0]["details"])
    assert verify(Ticket.objects.all()) == []
    with clock.at(on(10, 20, 8)):
        sweep()
    stages = Alarm.objects.filter(deadline__kind="reply", due_at=on(10, 20)).order_by("pk").values_list("stage", flat=True)
    assert list(stages) == ["before_2wd", "before_1wd", "due"]


def test_only_the_closed_district_s_deadlines_move(city: City) -> None:
    ours, theirs = city.dispatched(), city.dispatched(lead=city.district)
    closed(9, unit=city.district)
    assert dues(ours)["reply"] == on(10, 16)
    assert dues(theirs)["reply"] == on(10, 17)
    assert Ticket.objects.get(pk=ours.pk).version == ours.version
    # what is dispatched from now on counts it too, and so do orders
    with clock.at(on(10, 8, 9)):
        assert dues(city.supervised(city.dispatched(lead=city.district)))["supervision"] == on(10, 14)


def test_one_event_for_all_that_moved_on_a_ticket(city: City) -> None:
    ticket = city.assisted()
    version = ticket.version
    closed(9)
    ticket = Ticket.objects.get(pk=ticket.pk)
    assert ticket.version == version + 1
    assert {moved["kind"] for moved in last_event(ticket).details["moved"]} == {"reply", "assist"}
    assert Change.objects.filter(why="calendar").count() == 2


def test_a_due_time_in_a_year_without_a_schedule_says_so_everywhere(city: City) -> None:
    """Dispatched on December 28, 2026: the seventh working day lies in 2027."""
    with clock.at(on(12, 28, 10)):
        ticket = city.dispatched()
        row = Deadline.objects.get(subject_id=ticket.pk, kind=Kind.REPLY)
        assert row.provisional
        event = last_event(ticket)
        assert event.details["provisional"] is True
        assert "（暂定）" in str(timeline([event], [])[0]["details"])
        assert "（暂定）" in xml(word.assignment_order(AssignmentOrder.objects.get()))
        supervised = city.supervised(city.dispatched())
        assert last_event(supervised).details.get("provisional", False) == Deadline.objects.get(kind=Kind.SUPERVISION).provisional


def test_a_due_time_in_this_year_says_nothing(city: City) -> None:
    assert "provisional" not in last_event(city.dispatched()).details
