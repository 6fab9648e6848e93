"""The audit trail: for auditors alone, without ticket content."""

import pytest
from django.db import connection
from django.test import Client

from tickets.flow import Action
from tickets.models import Ticket
from tickets.tests.conftest import City


@pytest.fixture
def revealed(city: City) -> Ticket:
    ticket = city.dispatched(text="内部意见")
    return city.do(ticket, Action.REVEAL, city.handler, text="需回电核实")


def page(city: City, query: str = "", who: str = "auditor") -> tuple[int, str]:
    client = Client()
    client.force_login(getattr(city, who))
    response = client.get(f"/audit/{query}")
    return response.status_code, response.content.decode()


def test_auditor_sees_acts_but_no_content(city: City, revealed: Ticket) -> None:
    status, text = page(city)
    assert status == 200
    assert ("需回电核实" in text, "内部意见" in text, revealed.title in text) == (True, False, False)
    assert text.count(f"?number={revealed.number}") == 3
    assert page(city, "?only=reveal")[1].count(f"?number={revealed.number}") == 1


def test_others_are_refused(city: City, revealed: Ticket) -> None:
    assert [page(city, who=who)[0] for who in ("admin", "office_head", "operator", "handler")] == [403] * 4


def test_a_changed_journal_is_found(city: City, revealed: Ticket) -> None:
    assert "note-success" in page(city, f"?number={revealed.number}")[1]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE tickets_event DISABLE TRIGGER event_no_change")
        cursor.execute("UPDATE tickets_event SET opinion = 'x' WHERE seq = 2")
    assert "note-error" in page(city, f"?number={revealed.number}")[1]
    assert "note-error" in page(city, "?number=20200101-00001")[1]


def test_a_changed_supervision_order_is_found(city: City) -> None:
    ticket = city.supervised()
    assert "note-success" in page(city, f"?number={ticket.number}")[1]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tickets_supervisionorder SET text = 'x'")
    text = page(city, f"?number={ticket.number}")[1]
    assert "note-error" in text
    assert "督办字〔" in text
