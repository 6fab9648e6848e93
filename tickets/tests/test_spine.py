"""register → dispatch → sign → reply → answer → accept → compile → publish → file, each with its deadlines and events."""

import pytest
from django.db import DatabaseError, connection, transaction

from hotline.deadlines.models import Deadline, Kind
from tickets.flow import Action
from tickets.models import Event, Step, Ticket
from tickets.operation import Refused, perform
from tickets.tests.conftest import City


def open_kinds(ticket: Ticket) -> set[str]:
    return set(Deadline.objects.open().of(*ticket.subject).values_list("kind", flat=True))


def test_a_call_travels_all_seven_steps(city: City) -> None:
    ticket = city.register()
    assert (ticket.step, open_kinds(ticket)) == (Step.REGISTRATION, {Kind.HANDLE})
    ticket = city.dispatched(ticket)
    assert (ticket.step, open_kinds(ticket)) == (Step.HANDLING, {Kind.REPLY, Kind.SIGN_FOR})
    ticket = city.do(ticket, Action.SIGN_FOR, city.handler)
    assert (ticket.step, open_kinds(ticket)) == (Step.HANDLING, {Kind.REPLY})
    ticket = city.replied(ticket)
    assert (ticket.step, open_kinds(ticket)) == (Step.REPLY, {Kind.ACCEPT, Kind.CALLBACK})
    with pytest.raises(Refused, match="P17"):
        city.do(ticket, Action.ACCEPT, city.clerk)
    ticket = city.answered(ticket)
    ticket = city.do(ticket, Action.CALLBACK, city.clerk, reached=True, solved=True, satisfaction=5)
    assert open_kinds(ticket) == {Kind.ACCEPT}
    ticket = city.accepted(ticket)
    assert (ticket.step, open_kinds(ticket), ticket.closed) == (Step.COMPILATION, set(), "accepted")
    ticket = city.compiled(ticket)
    ticket = city.published(ticket)
    ticket = city.filed(ticket)
    assert (ticket.step, ticket.is_filed, open_kinds(ticket)) == (Step.ARCHIVE, True, set())
    assert list(ticket.events.order_by("seq").values_list("seq", "action", "from_step", "to_step")) == [
        (1, "register", None, 1),
        (2, "dispatch", 1, 2),
        (3, "sign_for", 2, 2),
        (4, "reply", 2, 3),
        (5, "answer_caller", 3, 3),
        (6, "callback", 3, 3),
        (7, "accept", 3, 5),
        (8, "compile", 5, 6),
        (9, "publish", 6, 7),
        (10, "file", 7, 7),
    ]


def test_a_filed_ticket_is_final(city: City) -> None:
    ticket = city.filed()
    with pytest.raises(Refused):
        perform(ticket.pk, Action.NOTE, actor=city.dispatcher, text="补充")
    for sql in (
        "UPDATE tickets_ticket SET title = 'x'",
        "DELETE FROM tickets_ticket",
        "UPDATE tickets_caller SET name = 'x'",
        "DELETE FROM tickets_assignment",
    ):
        with pytest.raises(DatabaseError, match="final"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


@pytest.mark.parametrize("sql", ["UPDATE tickets_event SET opinion = 'x'", "DELETE FROM tickets_event"])
def test_events_are_only_added(city: City, sql: str) -> None:
    city.register()
    with pytest.raises(DatabaseError, match="only added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Event.objects.count() == 1
