"""An event's hash is what the spec says, computed here by hand: nobody changes the algorithm unnoticed (section 7)."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone

import pytest
from django.db import IntegrityError, connection, transaction

from tickets.models import Event
from tickets.tests.conftest import T0, City

PREVIOUS = "0123456789abcdef" * 4


def event(**more: object) -> Event:
    values: dict[str, object] = {
        "ticket_id": 7, "seq": 3, "at": T0, "action": "reply", "from_step": 2, "to_step": 3, "actor_id": 9, "actor_name": "林𠮷",
        "actor_unit": "市住建局", "opinion": "已修好\n“谢谢”🙂", "details": {"b": [1, None, True], "a": {"z": "é", "y": 1.5}},
    }  # fmt: skip
    return Event(**values | more)


CANONICAL = (
    '{"action":"reply","actor":9,"at":"2026-09-30T02:00:00.000000+00:00","details":{"a":{"y":1.5,"z":"é"},"b":[1,null,true]},'
    '"from":2,"name":"林𠮷","opinion":"已修好\\n“谢谢”🙂","seq":3,"ticket":7,"to":3,"unit":"市住建局"}'
)


def test_canonical() -> None:
    assert event().canonical() == CANONICAL


def test_hash() -> None:
    """sha256 of the previous hash, a line feed and the canonical text, in UTF-8."""
    assert event().chained_to(PREVIOUS) == hashlib.sha256((PREVIOUS + "\n" + CANONICAL).encode()).hexdigest()
    # the same, once computed with sha256sum
    assert event().chained_to(PREVIOUS) == "b3ad8e731d641fcc22653f83af81aaa2c8316488191387dbb2d253114a7205db"
    assert event().chained_to("") == "e2d3e4c1726da438742c3d81086d3157d64458e1a194ef715e89d9efab230627"


def test_the_same_instant_in_any_zone_is_the_same_text() -> None:
    for zone in (UTC, timezone(timedelta(hours=-5))):
        assert event(at=T0.astimezone(zone)).canonical() == CANONICAL
    assert event(at=datetime(2026, 9, 30, 2, 0, 0, 1, UTC)).canonical() != CANONICAL


@pytest.mark.parametrize(
    "change",
    [
        {"ticket_id": 8}, {"seq": 4}, {"at": T0 + timedelta(microseconds=1)}, {"action": "note"}, {"from_step": None}, {"to_step": 4},
        {"actor_id": None}, {"actor_name": "林"}, {"actor_unit": ""}, {"opinion": ""}, {"details": {}},
    ],
)  # fmt: skip
def test_every_part_counts(change: dict[str, object]) -> None:
    assert event(**change).chained_to(PREVIOUS) != event().chained_to(PREVIOUS)


@pytest.mark.usefixtures("pinned")
def test_stored_events_are_chained_and_read_back_the_same(city: City) -> None:
    """What JSON and the database make of an event is what was hashed."""
    ticket = city.filed(city.published(city.compiled(city.called_back(city.accepted(), solved=True, satisfaction=5))))
    previous = ""
    for seq, stored in enumerate(Event.objects.filter(ticket=ticket).order_by("seq"), 1):
        assert (stored.seq, stored.algorithm, stored.hash) == (seq, "sha256-1", stored.chained_to(previous))
        previous = stored.hash
    assert (ticket.version, ticket.last_hash) == (seq, previous)


@pytest.mark.usefixtures("pinned")
def test_a_sequence_number_is_given_once(city: City) -> None:
    ticket = city.register()
    with pytest.raises(IntegrityError, match="event_gapless"), transaction.atomic():
        Event.objects.create(ticket=ticket, seq=1, at=T0, action="note", to_step=1, actor_name="x", actor_unit="x", hash="x")


@pytest.mark.parametrize("table", ["tickets_caller", "tickets_assignment", "tickets_assignmentorder"])
def test_nothing_of_a_filed_ticket_is_moved_to_another(city: City, table: str) -> None:
    filed, other = city.filed(), city.register()
    with connection.cursor() as cursor:
        if table == "tickets_caller":
            cursor.execute("DELETE FROM tickets_caller WHERE ticket_id = %s", [other.pk])
        with pytest.raises(IntegrityError, match="is final"), transaction.atomic():
            cursor.execute(f"UPDATE {table} SET ticket_id = %s WHERE ticket_id = %s", [other.pk, filed.pk])
