"""Whoever changes the journal, or what was signed, behind the program's back is found out."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from hotline import clock
from hotline.deadlines.sweep import sweep
from tickets import journal
from tickets.actions import signing
from tickets.facts import Facts
from tickets.flow import Action
from tickets.models import Event, Step, SupervisionOrder, Ticket
from tickets.operation import Operation
from tickets.tests.conftest import T0, City, on


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@contextmanager
def unguarded() -> Iterator[Callable[..., None]]:
    """SQL as the owner of the tables, with the triggers off: what verification is there to find."""
    with connection.cursor() as cursor:
        # Constraints that are still to be checked would keep the tables from being altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("tickets_event", "tickets_ticket"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield lambda sql, *values: cursor.execute(sql, values)
        for table in ("tickets_event", "tickets_ticket"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def faults(*tickets: Ticket) -> list[str]:
    return [str(fault) for fault in journal.verify(Ticket.objects.filter(pk__in=[t.pk for t in tickets]))]


def run(*options: str) -> tuple[str, str]:
    """Output and last sentence on stderr (empty: exit 0)."""
    out = StringIO()
    try:
        call_command("verify_journal", *options, stdout=out, stderr=StringIO())
    except CommandError as error:  # manage.py makes exit 1 of it
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def test_untouched_passes(city: City) -> None:
    city.filed()
    main = city.dispatched()
    city.do(city.register(), Action.MERGE, city.dispatcher, into=main)
    city.do(main, Action.NOTE, city.handler, text="现场\n“已看”😀𠮷 <b> 1e5 é")
    city.supervised(city.dispatched(assisting=[city.water]))
    city.replied(main)
    events = Event.objects.count()
    assert run() == (f"checked 4 tickets, {events} events, 1 supervision orders: all as they were written\n", "")


def test_nothing_to_check() -> None:
    assert journal.verify(Ticket.objects.none()) == []


@pytest.mark.parametrize(
    "column",
    ["opinion = 'x'", "actor_name = 'x'", "actor_unit = 'x'", "action = 'note'", "at = at + interval '1 microsecond'",
     "details = '{}'", "details = details || '{\"workdays\": 8}'", "actor_id = NULL", "hash = 'x'", "algorithm = 'none'"],
)  # fmt: skip
def test_a_changed_event_is_found(city: City, column: str) -> None:
    ticket, other = city.replied(), city.dispatched()
    with unguarded() as sql:
        sql(f"UPDATE tickets_event SET {column} WHERE ticket_id = %s AND seq = 2", ticket.pk)
    found = faults(ticket, other)
    assert found[0].startswith(f"Ticket {ticket.number}, event 2: ")
    # A changed hash also breaks the link of the event after it.
    assert len(found) == (2 if column.startswith("hash") else 1)


def test_a_changed_opinion_is_told_in_one_sentence(city: City) -> None:
    ticket = city.replied()
    with unguarded() as sql:
        sql("UPDATE tickets_event SET opinion = '不予办理' WHERE ticket_id = %s AND seq = 3", ticket.pk)
    assert faults(ticket) == [f"Ticket {ticket.number}, event 3: it is not what was written: its hash does not fit."]


def test_changed_steps_are_found(city: City) -> None:
    ticket = city.replied()
    with unguarded() as sql:
        sql("UPDATE tickets_event SET to_step = 4 WHERE ticket_id = %s AND seq = 2", ticket.pk)
    found = faults(ticket)
    assert len(found) == 2
    assert found[0].startswith(f"Ticket {ticket.number}, event 2: it is not what was written")
    assert found[1] == f"Ticket {ticket.number}, event 3: it does not begin in the step where the event before it ended."


def test_a_deleted_event_is_found(city: City) -> None:
    ticket = city.accepted()
    with unguarded() as sql:
        sql("DELETE FROM tickets_event WHERE ticket_id = %s AND seq IN (2, 3)", ticket.pk)
    assert faults(ticket) == [f"Ticket {ticket.number}, event {seq}: this event is missing." for seq in (2, 3)]


def test_a_deleted_event_whose_number_was_given_on_is_found(city: City) -> None:
    ticket = city.accepted()
    with unguarded() as sql:
        sql("DELETE FROM tickets_event WHERE ticket_id = %s AND seq = 4", ticket.pk)
        sql("UPDATE tickets_event SET seq = 4 WHERE ticket_id = %s AND seq = 5", ticket.pk)
        sql("UPDATE tickets_ticket SET version = 4 WHERE id = %s", ticket.pk)
    assert faults(ticket) == [f"Ticket {ticket.number}, event 4: it is not what was written: its hash does not fit."]


def test_a_deleted_last_event_is_found(city: City) -> None:
    ticket = city.replied()
    with unguarded() as sql:
        sql("DELETE FROM tickets_event WHERE ticket_id = %s AND seq = 3", ticket.pk)
    assert faults(ticket) == [
        f"Ticket {ticket.number}: the ticket counts 3 events, the journal ends with event 2.",
        f"Ticket {ticket.number}: the ticket stands in step 3, its last event left it in step 2.",
    ]


def test_a_journal_that_is_gone_is_found(city: City) -> None:
    ticket = city.register()
    with unguarded() as sql:
        sql("DELETE FROM tickets_event WHERE ticket_id = %s", ticket.pk)
    assert faults(ticket) == [f"Ticket {ticket.number}: there is no event at all."]


def test_a_rewritten_chain_is_found_by_the_ticket(city: City) -> None:
    ticket = city.dispatched()
    last = Event.objects.get(ticket=ticket, seq=2)
    last.opinion = "改写"
    forged = last.chained_to(Event.objects.get(ticket=ticket, seq=1).hash)
    with unguarded() as sql:
        sql("UPDATE tickets_event SET opinion = '改写', hash = %s WHERE ticket_id = %s AND seq = 2", forged, ticket.pk)
    assert faults(ticket) == [f"Ticket {ticket.number}: the ticket's hash is not that of its last event."]


def test_a_moved_ticket_is_found(city: City) -> None:
    filed, running = city.filed(), city.dispatched()
    with unguarded() as sql:
        sql("UPDATE tickets_ticket SET step = 4 WHERE id = %s", running.pk)
        sql("UPDATE tickets_ticket SET filed_at = NULL, step = 6 WHERE id = %s", filed.pk)
    assert faults(filed, running) == [
        f"Ticket {filed.number}: the ticket stands in step 6, its last event left it in step 7.",
        f"Ticket {running.number}: the ticket stands in step 4, its last event left it in step 2.",
    ]


def test_the_command_names_every_fault_and_fails(city: City) -> None:
    first, second = city.replied(), city.register()
    with unguarded() as sql:
        sql("UPDATE tickets_event SET opinion = 'x' WHERE seq = 1")
    said, last = run()
    assert said.splitlines() == [
        f"Ticket {t.number}, event 1: it is not what was written: its hash does not fit." for t in (first, second)
    ]
    assert last == "checked 2 tickets, 4 events, 0 supervision orders: 2 faults"


def test_one_ticket_or_those_since_a_day(city: City) -> None:
    with clock.at(clock.now() - timedelta(days=3)):
        old = city.register()
    new = city.dispatched()
    assert run("--ticket", old.number) == ("checked 1 tickets, 1 events, 0 supervision orders: all as they were written\n", "")
    assert run("--since", str(clock.today())) == (
        "checked 1 tickets, 2 events, 0 supervision orders: all as they were written\n",
        "",
    )
    assert run("--since", str(clock.today()), "--ticket", old.number)[0].startswith("checked 0 tickets")
    assert run("--ticket", "x") == ("", "There is no ticket x.")
    assert run("--since", "soon") == ("", "“soon” is not a day like 2026-10-15.")
    assert new.number != old.number


def test_it_goes_in_chunks_with_few_statements(city: City, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries) -> None:
    for _i in range(5):
        city.register()
    monkeypatch.setattr(journal, "CHUNK", 2)
    told: list[tuple[int, ...]] = []
    with django_assert_num_queries(10):  # three a chunk, and one that finds nothing more
        assert journal.verify(Ticket.objects.all(), lambda *numbers: told.append(numbers)) == []
    assert told == [(2, 2, 0), (4, 4, 0), (5, 5, 0)]


def test_progress_is_told_on_stderr(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    city.dispatched()
    monkeypatch.setattr("tickets.management.commands.verify_journal.EVERY", 1)
    out, err = StringIO(), StringIO()
    call_command("verify_journal", stdout=out, stderr=err)
    assert (out.getvalue().count("\n"), err.getvalue()) == (1, "1 tickets, 2 events …\n")


# ---- supervision orders


@pytest.fixture
def ordered(city: City) -> SupervisionOrder:
    """A notice signed in the queue; with other orders around it."""
    city.supervised()
    with clock.at(on(9, 15, 10)):
        ticket = city.dispatched()
    with clock.at(T0):
        sweep()
    notice = SupervisionOrder.objects.get(ticket=ticket)
    signing.sign(notice, actor=city.office_head)
    with clock.at(T0):
        city.case_opened()
    notice.refresh_from_db()
    return notice


def changed(order: SupervisionOrder, sql: str, *values: Any) -> list[str]:
    """The faults of all tickets after that change of the order's row."""
    assert journal.verify(Ticket.objects.all()) == []
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE tickets_supervisionorder DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE tickets_supervisionorder SET {sql} WHERE id = %s", [*values, order.pk])
    return [str(fault) for fault in journal.verify(Ticket.objects.all())]


@pytest.mark.parametrize(
    "sql",
    ["text = 'x'", "due_at = due_at + interval '1 day'", "missed_due_at = missed_due_at + interval '1 day'", "issued_by_id = NULL",
     "issued_at = issued_at - interval '1 minute'", "workdays = 5", "why = 'hot'", "kind = 'case'", "hash = ''", "hash = 'x'",
     "number = '督通字〔2026〕9号'", "nth = 2", "issued_at = NULL, number = ''"],
)  # fmt: skip
def test_a_changed_order_is_found_and_named(ordered: SupervisionOrder, sql: str) -> None:
    seq = Event.objects.get(ticket=ordered.ticket, action=Action.SIGN_ORDER).seq
    expected = f"Ticket {ordered.ticket.number}, event {seq}: supervision order 督通字〔2026〕1号 is not what was issued."
    assert changed(ordered, sql) == [expected]


def test_an_order_signed_anew_for_the_forger_is_found(ordered: SupervisionOrder) -> None:
    """The event keeps the signature too, and the chain keeps the event."""
    forged = SupervisionOrder.objects.get(pk=ordered.pk)
    forged.text = "改写"
    found = changed(ordered, "text = '改写', hash = %s", forged.signature())
    assert found == [f"Ticket {ordered.ticket.number}, event 3: supervision order 督通字〔2026〕1号 is not what was issued."]


def test_an_order_that_is_gone_or_on_another_ticket_is_found(ordered: SupervisionOrder) -> None:
    other = Ticket.objects.exclude(pk=ordered.ticket_id).latest("pk")
    gone = f"Ticket {ordered.ticket.number}, event 3: supervision order 督通字〔2026〕1号 is gone."
    assert sorted(changed(ordered, "ticket_id = %s", other.pk)) == sorted(
        [gone, f"Ticket {other.number}: no event tells of supervision order 督通字〔2026〕1号."]
    )
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM tickets_supervisionorder WHERE id = %s", [ordered.pk])
    assert [str(fault) for fault in journal.verify(Ticket.objects.all())] == [gone]


@pytest.mark.parametrize("hash_", ["", "f" * 64])
def test_an_order_slipped_in_is_found(city: City, hash_: str) -> None:
    ticket = city.dispatched()
    SupervisionOrder.objects.create(
        ticket=ticket, kind="notice", unit=city.housing, text="x", number="督通字〔2026〕77号", hash=hash_,
        opened_at=T0, issued_at=T0, due_at=T0,
    )  # fmt: skip
    assert faults(ticket) == [f"Ticket {ticket.number}: no event tells of supervision order 督通字〔2026〕77号."]


def test_orders_of_before_signatures_are_passed_over(city: City) -> None:
    """Then the event named the number and nothing else."""
    ticket = city.dispatched()
    op = Operation(
        ticket, Action.SUPERVISE, city.supervisor, Facts.of(ticket), details={"order": "督通字〔2026〕5号", "kind": "notice"}
    )
    op.write(Step.SUPERVISION)
    SupervisionOrder.objects.create(
        ticket=ticket, kind="notice", unit=city.housing, text="x", number="督通字〔2026〕5号", issued_by=city.supervisor,
        opened_at=T0, issued_at=T0, due_at=T0,
    )  # fmt: skip
    assert faults(ticket) == []


def test_details_that_somebody_tampered_with_stop_nothing(ordered: SupervisionOrder) -> None:
    for details in ("{}", "[]", '{"signature": 1}', '{"signature": 1, "row": "x"}'):
        with unguarded() as sql:
            sql("UPDATE tickets_event SET details = %s WHERE ticket_id = %s AND seq = 3", details, ordered.ticket_id)
        found = faults(ordered.ticket)
        assert found[0].endswith("event 3: it is not what was written: its hash does not fit.")
        assert found[1].endswith("no event tells of supervision order 督通字〔2026〕1号.")


def test_the_command_and_its_summary_know_of_orders(ordered: SupervisionOrder) -> None:
    assert "2 supervision orders: all as they were written" in run()[0]
    changed(ordered, "text = 'x'")
    said, last = run("--ticket", ordered.ticket.number)
    assert "supervision order 督通字〔2026〕1号 is not what was issued." in said
    assert last.endswith("1 supervision orders: 1 faults")
