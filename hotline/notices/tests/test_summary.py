"""The daily summary: once a day, of what was not read and what is owed, to those who want it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from hotline import clock
from hotline.notices import actions, outbox, summary
from hotline.notices.models import Delivery, Notice, Preference
from hotline.notices.outbox import deliver
from hotline.notices.summary import summarise
from hotline.notices.tests.conftest import Mailbox, left, person, urgent
from hotline.people.models import Person, Unit

pytestmark = pytest.mark.django_db
EIGHT = clock.start_of(date(2026, 10, 15)) + timedelta(hours=8)


@pytest.fixture(autouse=True)
def _eight_oclock() -> Iterator[None]:
    with clock.at(EIGHT):
        yield


def told(to: Person, number: int = 1, **more: Any) -> Notice:
    """An ordinary notice of yesterday noon."""
    values = {"is_urgent": False, "created_at": EIGHT - timedelta(hours=20)} | more
    return urgent(to, number, params={"number": f"2026-{number:03}", "title": "路灯"}, **values)


def texts_of(mailbox: Mailbox) -> dict[str, str]:
    return {message["To"]: text for message, text in zip(mailbox.messages, mailbox.texts, strict=True)}


@pytest.fixture
def owed(monkeypatch: Any) -> dict[int, list[tuple[str, str]]]:
    owed: dict[int, list[tuple[str, str]]] = {}
    monkeypatch.setattr(summary, "_sources", [])
    outbox.register_summary(lambda persons: {p.pk: owed[p.pk] for p in persons if p.pk in owed})
    return owed


def test_it_lists_what_was_not_read_or_mailed(anna: Person, unit: Unit, mailbox: Mailbox) -> None:
    bert = person("bert", unit)
    left(told(anna, 1), told(anna, 2), told(anna, 3, created_at=EIGHT - timedelta(hours=25)), told(anna, 4, created_at=EIGHT))
    left(told(anna, 5, is_duty=True), told(bert, 1))
    deliver()
    actions.mark_read(bert)
    actions.mark_read(anna, ids=Notice.objects.filter(person=anna, cause="event:2").values_list("pk", flat=True))
    mailbox.messages.clear()
    assert summarise(EIGHT) == 1
    assert deliver(clock.now() + timedelta(seconds=1)) == 1
    text = texts_of(mailbox)["anna@unit.example"]
    assert "2026-001" in text
    assert not any(number in text for number in ("2026-002", "2026-003", "2026-004", "2026-005"))
    assert "https://hotline.example/inbox/" in text


def test_once_a_day_and_not_before_eight(anna: Person, mailbox: Mailbox) -> None:
    left(told(anna))
    assert summarise(EIGHT - timedelta(seconds=1)) == 0
    assert [summarise(EIGHT + timedelta(minutes=m)) for m in (90, 100, 110)] == [1, 0, 0]
    left(told(anna, 2, created_at=EIGHT + timedelta(hours=3)))
    assert summarise(EIGHT + clock.DAY) == 1
    assert Delivery.objects.count() == 2


def test_each_as_chosen(unit: Unit, mailbox: Mailbox, owed: dict[int, list[tuple[str, str]]]) -> None:
    people = {name: person(name, unit) for name in ("default", "at_once", "inbox", "owing", "debtor", "nothing")}
    for name in ("at_once", "inbox"):
        Preference.objects.create(person=people[name], ordinary=name)
    Preference.objects.create(person=people["owing"], ordinary="inbox", obligations=True)
    Preference.objects.create(person=people["nothing"], ordinary="inbox", obligations=True)
    owed |= {people[name].pk: [("3件在办，1件逾期", "/deadlines/")] for name in ("owing", "debtor", "default")}
    left(*(told(people[name]) for name in ("default", "at_once", "inbox", "owing", "nothing")))
    deliver()
    mailbox.messages.clear()
    assert summarise(EIGHT) == 2
    deliver(clock.now() + timedelta(seconds=1))
    texts = texts_of(mailbox)
    assert sorted(texts) == ["default@unit.example", "owing@unit.example"]
    assert "3件在办，1件逾期\n  https://hotline.example/deadlines/" in texts["owing@unit.example"]
    assert "2026-001" not in texts["owing@unit.example"]
    assert "2026-001" in texts["default@unit.example"]


def test_it_stays_out_of_inbox_and_badge(anna: Person, mailbox: Mailbox) -> None:
    left(told(anna))
    summarise(EIGHT)
    assert Notice.objects.in_inbox_of(anna).count() == 1
    assert Notice.objects.unread_by(anna).count() == 1


def test_who_has_read_everything_meanwhile_gets_none(anna: Person, mailbox: Mailbox) -> None:
    left(told(anna))
    assert summarise(EIGHT) == 1
    actions.mark_read(anna)
    assert deliver() == 0
    assert Delivery.objects.get().state == Delivery.State.DROPPED


def test_without_mail_there_is_none(anna: Person, mailbox: Mailbox, settings: Any) -> None:
    left(told(anna))
    settings.EMAIL_ON = False
    assert summarise(EIGHT) == 0


def test_many_people_in_few_statements(
    unit: Unit, mailbox: Mailbox, owed: dict[int, list[tuple[str, str]]], django_assert_max_num_queries: Any
) -> None:
    people = [person(f"p{n}", unit) for n in range(60)]
    left(*(told(p) for p in people))
    with clock.at(EIGHT), django_assert_max_num_queries(14):
        assert summarise(EIGHT) == 60


def test_fifty_lines_and_how_many_more(anna: Person, mailbox: Mailbox) -> None:
    left(*(told(anna, n) for n in range(53)))
    summarise(EIGHT)
    deliver(clock.now() + timedelta(seconds=1))
    text = texts_of(mailbox)["anna@unit.example"]
    assert text.count("· ") == 51
    assert "3" in text.split("· ")[-1]
