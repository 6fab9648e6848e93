"""A day that goes to another unit in the night before it: what waits for the unit that comes waits for the other one (D9, D15)."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from dutyroster.actions import handover, publish, roster as rosters, swaps
from dutyroster.actions.roster import Planned
from dutyroster.clockwork import tick
from dutyroster.models import Roster, Shift, Version
from dutyroster.tests.conftest import NOVEMBER, Town, at
from hotline import options
from hotline.deadlines.models import Alarm, Deadline, Kind, Told
from hotline.deadlines.sweep import sweep
from hotline.notices.models import Notice
from hotline.people.models import Person, Unit
from knowledge import actions as knowledge
from knowledge.models import KnowledgeQuestion
from tickets.tests.conftest import make_city
from tickets.tests.test_concurrency import at_once

DAY, NEXT = date(2026, 11, 21), date(2026, 11, 22)  # the 21st is housing's, the 22nd water's
DECEMBER = date(2026, 12, 1)
PASSWORD = "geheim-12345"


@pytest.fixture
def night(town: Town) -> Town:
    """22:01 of the 21st: housing has signed, and the handover lies before water; the leaders of all three units are named."""
    return night_of(town)


def night_of(town: Town) -> Town:
    city = town.city
    with at("2026-10-20 10:00"):
        roster = town.roster(NOVEMBER, [city.housing, city.water])
        town.out, town.into, town.new = (town.name_leaders(roster, unit) for unit in (city.housing, city.water, city.health))
    with at("2026-11-21 08:31"):
        tick()
    with at("2026-11-21 21:30"):
        handover.sign(town.shift(DAY), actor=town.out[0], password=PASSWORD)
    return town


def move(unit: Unit, day: date = NEXT) -> None:
    roster = Roster.objects.get(month=day.replace(day=1))
    plan = rosters.plan_of(roster) | {day: Planned(unit.pk)}
    rosters.change(roster.month, plan, actor=None, how=Version.How.EDIT)


def confirmation(shift: Shift) -> Deadline:
    return Deadline.objects.open().of(*shift.subject).get(kind=Kind.HANDOVER_CONFIRM)


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("person__username", flat=True))


def names(*people: Person) -> list[str]:
    return sorted(person.username for person in people)


def at_home(person: Person) -> set[tuple[str, str]]:
    """What the person's home page says is owed of duty: kind and link."""
    client = Client()
    client.force_login(person)
    sections = client.get("/").context["sections"]
    rows: list[Any] = [row for found in sections if found.template == "dutyroster/home_owed.html" for row in found.rows]
    return {(str(due["code"]), row["link"]) for row, due in rows}


def test_the_confirmation_goes_to_the_unit_that_comes_now(night: Town) -> None:
    city, duty = night.city, night.shift(DAY)
    with at("2026-11-21 22:01"):
        tick()
        assert confirmation(duty).unit == city.water
    with at("2026-11-21 23:00"):
        move(city.health)
    owed = confirmation(duty)
    assert (owed.unit, owed.held_by) == (city.health, city.health)
    with at("2026-11-21 23:01"):
        assert ("handover_confirm", "/duty/2026-11-21/book/") in at_home(night.new[0])
        assert ("handover_confirm", "/duty/2026-11-21/book/") not in at_home(night.into[0])
    with at("2026-11-22 08:00"):
        sweep()
    alarm = Alarm.objects.get(deadline=owed)
    receivers = set(Told.objects.filter(alarm=alarm, bundle__person__isnull=False).values_list("bundle__person", flat=True))
    assert (alarm.stage, receivers) == ("before_2h", {night.new[0].pk, night.new[1].pk})
    with at("2026-11-22 08:20"):
        handover.confirm(duty, actor=night.new[0], password=PASSWORD)
    assert not Deadline.objects.open().of(*duty.subject).filter(kind=Kind.HANDOVER_CONFIRM).exists()


def test_the_leaders_who_come_now_hear_of_the_signed_handover_once(night: Town) -> None:
    assert told("handover_signed") == names(*night.into[:2])
    with at("2026-11-21 21:45"):  # before 22:00 too: it is signed
        move(night.city.health)
        move(night.city.water)
        move(night.city.health)
    assert told("handover_signed") == names(*night.into[:2], *night.new[:2])


def test_what_is_told_before_stays_told_and_what_comes_is_told_to_the_other(night: Town) -> None:
    """D11: a change at 08:10, after the warning; the alarm of 08:30 is the new leaders'."""
    duty = night.shift(DAY)
    with at("2026-11-21 22:01"):
        tick()
    with at("2026-11-22 08:00"):
        sweep()
    with at("2026-11-22 08:10"):
        move(night.city.health)
        sweep()
    with at("2026-11-22 08:30"):
        sweep()
    due = Told.objects.filter(alarm__deadline=confirmation(duty), alarm__stage="due")
    receivers = set(due.values_list("bundle__person", flat=True))
    assert {night.new[0].pk, night.new[1].pk} <= receivers
    assert receivers.isdisjoint({night.into[0].pk, night.into[1].pk})
    assert Alarm.objects.filter(deadline=confirmation(duty)).count() == 2


def test_a_swap_takes_it_along(night: Town) -> None:
    city, duty = night.city, night.shift(DAY)
    with at("2026-11-21 22:01"):
        tick()
        swap = swaps.ask(night.shift(NEXT).pk, night.shift(date(2026, 11, 23)).pk, actor=city.water_handler, reason="台风")
        swaps.consent(swap.pk, actor=city.handler, agrees=True)
        swaps.decide(swap.pk, actor=city.office_head, grants=True)
    assert confirmation(duty).unit == city.housing


def test_other_days_move_nothing(night: Town) -> None:
    with at("2026-11-21 22:01"):
        tick()
        move(night.city.health, date(2026, 11, 23))
    assert confirmation(night.shift(DAY)).unit == night.city.water
    assert told("handover_signed") == names(*night.into[:2])


def test_a_month_announced_in_the_night_before_it_begins(town: Town) -> None:
    """Where no unit followed the office owed it; now one does."""
    city = town.city
    with at("2026-10-20 10:00"):
        town.roster(NOVEMBER, [city.housing])
        december = town.roster(DECEMBER, [city.water], announced=False)
    for moment in ("2026-11-30 08:31", "2026-11-30 22:01"):
        with at(moment):
            tick()
    duty = town.shift(date(2026, 11, 30))
    assert confirmation(duty).unit == city.office
    with at("2026-11-30 22:30"):
        publish.announce(december, actor=city.office_head, version=1)
    assert confirmation(duty).unit == city.water


def asked(town: Town, moment: str = "2026-11-21 23:00", **more: Any) -> KnowledgeQuestion:
    with at(moment):
        values = {"actor": town.city.operator, "text": "公租房申请条件是什么？", "shown": f"{town.city.water.pk}:{NEXT}"} | more
        return knowledge.ask(**values)


def owed_by(question: KnowledgeQuestion) -> tuple[Unit, Unit, Unit]:
    question.refresh_from_db()
    owed = Deadline.objects.of(*question.subject).get(kind=Kind.KNOWLEDGE)
    return question.unit, owed.unit, owed.held_by


def test_a_question_of_the_night_goes_to_the_unit_that_comes_now(night: Town) -> None:
    """D9: it was asked of the shift, not of the unit."""
    city, question = night.city, asked(night)
    due, version = question.due_at, question.version
    with at("2026-11-22 07:00"):
        move(city.health)
    assert owed_by(question) == (city.health,) * 3
    assert (question.duty_day, question.due_at, question.version) == (NEXT, due, version + 1)
    moved = Notice.objects.filter(kind="knowledge_asked", cause=f"knowledge:{question.pk}:{question.version}")
    assert sorted(moved.values_list("person__username", flat=True)) == names(city.health_handler, *night.new[:2])


def test_questions_that_are_not_of_the_shift_to_come_stay(night: Town) -> None:
    """One the unit has answered already, and one of another day."""
    city = night.city
    answered, other = asked(night), asked(night, text="公积金如何提取？")
    KnowledgeQuestion.objects.filter(pk=other.pk).update(duty_day=date(2026, 11, 20))
    with at("2026-11-21 23:30"):
        knowledge.answer(answered.pk, actor=city.water_handler, text="详见通知。", version=answered.version)
        KnowledgeQuestion.objects.filter(pk=answered.pk).update(state=KnowledgeQuestion.State.ASKED)  # given back
        move(city.health)
    assert owed_by(answered) == owed_by(other) == (city.water,) * 3


@pytest.mark.django_db(transaction=True)
def test_the_clock_ends_the_day_while_the_next_one_moves(transactional_db: None) -> None:
    """Whoever is first: the handover lies before the unit that has the day."""
    options.forget()
    town = night_of(Town(make_city()))
    health = town.city.health

    def then(call: Callable[[], Any]) -> Callable[[], Any]:
        def run() -> Any:
            with at("2026-11-21 22:01"):
                return call()

        return run

    assert not [one for one in at_once(then(tick), then(lambda: move(health))) if isinstance(one, Exception)]
    assert confirmation(town.shift(DAY)).unit == health
