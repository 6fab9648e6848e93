"""The small city of the tickets' tests, with a roster of two units, an editor more, and the few deeds tests are made of."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from hotline import clock
from hotline.deadlines.models import Deadline
from hotline.people import duty
from hotline.people.models import Person, Role, Unit
from knowledge import actions
from knowledge.models import KnowledgeAnswer, KnowledgeItem, KnowledgeQuestion
from tickets.operation import Refused
from tickets.tests.conftest import City, city, make_city, on, pinned

TITLE, ANSWER = "公租房申请条件是什么？", "申请人应当具有本市户籍，家庭人均住房面积低于15平方米。"


@contextmanager
def roster(units: dict[Any, Unit], leaders: dict[Unit, list[Person]] | None = None) -> Iterator[None]:
    """Who is on duty by day, 08:30-22:00, with these leaders."""

    def shift(day: Any) -> duty.Duty | None:
        unit = units.get(day)
        if unit is None:
            return None
        begins, ends = datetime.combine(day, time(8, 30), clock.TZ), datetime.combine(day, time(22), clock.TZ)
        ids = frozenset(person.pk for person in (leaders or {}).get(unit, []))
        return duty.Duty(0, day, unit.pk, begins, ends, ids, ids, ids)

    def running() -> duty.Duty | None:
        found = shift(clock.today())
        return found if found and found.is_running(clock.now()) else None

    def coming() -> duty.Duty | None:
        return next((d for d in map(shift, sorted(units)) if d and d.begins_at > clock.now()), None)

    before = duty._roster
    duty.register(duty.Roster(running=running, coming=coming))
    try:
        yield
    finally:
        duty.register(before)


class Town(City):
    """The city with what knowledge needs."""

    def ask(self, who: Person | None = None, **more: Any) -> KnowledgeQuestion:
        values = {"text": TITLE, "unit": self.housing} | more
        return actions.ask(actor=who or self.operator, **values)

    def answered(self, question: KnowledgeQuestion | None = None, **more: Any) -> KnowledgeQuestion:  # type: ignore[override]
        row = question or self.ask()
        actions.answer(row.pk, **({"actor": self.handler, "text": ANSWER, "version": row.version} | more))
        return KnowledgeQuestion.objects.get(pk=row.pk)

    def published(self, question: KnowledgeQuestion | None = None, **more: Any) -> KnowledgeItem:  # type: ignore[override]
        row = question or self.answered()
        values = {
            "actor": self.editor, "version": row.version, "title": "公租房申请条件", "question": row.text, "answer": ANSWER,
            "unit": self.housing,
        }  # fmt: skip
        return actions.publish(row.pk, **(values | more))

    def item(self, **more: Any) -> KnowledgeItem:
        values = {
            "actor": self.editor, "title": "公租房申请条件", "question": TITLE, "answer": ANSWER, "unit": self.housing,
        }  # fmt: skip
        return actions.create(**(values | more))

    def doubted(
        self, item: KnowledgeItem | None = None, who: Person | None = None, text: str = "面积标准已经改了"
    ) -> KnowledgeItem:
        row = item or self.item()
        actions.object_to(row.pk, actor=who or self.operator, text=text)
        return KnowledgeItem.objects.get(pk=row.pk)


def fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def dues(row: Any) -> dict[tuple[str, str], datetime]:
    """What is open about it: (kind, cause) and when it is due."""
    return {(d.kind, d.cause): clock.local(d.due_at) for d in Deadline.objects.open().of(*row.subject)}


def ended(row: Any) -> list[tuple[str, str]]:
    """How what was owed ended, in order."""
    rows = Deadline.objects.of(*row.subject).order_by("pk")
    return [(d.kind, "met" if d.met_at else "cancelled") for d in rows if not d.is_open]


def last_answer(question: KnowledgeQuestion) -> KnowledgeAnswer:
    return question.answers.latest("number")


def equip(town: City) -> Town:
    town.__class__ = Town
    town.person("editor2", town.office, Role.EDITOR)
    town.person("principal", town.housing, rank="principal")
    town.person("clerk_of_unit", town.housing)  # no role, no rank
    return town  # type: ignore[return-value]


@pytest.fixture
def town(city: City) -> Town:
    return equip(city)


@pytest.fixture
def client_of(town: Town) -> Callable[[Person], Client]:
    def make(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return make


@contextmanager
def refused(error: type[Refused] = Refused, match: str | None = None, *, field: str | None = None) -> Iterator[None]:
    """The block is refused in exactly this way, with that English sentence, naming that field."""
    with translation.override("en"):
        with pytest.raises(Refused, match=match) as caught:
            yield
        assert caught.type is error
        assert field is None or caught.value.field == field


__all__ = ["City", "city", "make_city", "on", "pinned"]
