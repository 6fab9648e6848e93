"""Several people at once, on real connections: consecutive numbers, one winner, one act per form, no error but a refusal."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import connection, transaction

from hotline import options
from hotline.deadlines.models import Deadline
from tickets import misses
from tickets.actions import register
from tickets.actions.merging import add_caller
from tickets.flow import Action
from tickets.models import Event, SupervisionOrder, Ticket
from tickets.operation import Busy, Changed, Refused, perform, perform_many
from tickets.tests.conftest import City, make_city

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8


@pytest.fixture
def city(transactional_db: None) -> City:
    """Committed, so that every thread sees it."""
    options.forget()
    return make_city()


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What each call gave or raised, all started at the same moment, each on a connection of its own."""
    workers = min(len(calls), THREADS)
    start = threading.Barrier(workers)

    def run(number: int, call: Callable[[], Any]) -> Any:
        try:
            if number < workers:
                start.wait(timeout=20)
            return call()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run, range(len(calls)), calls))


def journal_is_whole() -> None:
    for ticket in Ticket.objects.all():
        previous = ""
        events = list(Event.objects.filter(ticket=ticket).order_by("seq"))
        assert [event.seq for event in events] == list(range(1, len(events) + 1))
        for event in events:
            assert event.hash == event.chained_to(previous)
            previous = event.hash
        assert (ticket.version, ticket.last_hash, ticket.step) == (len(events), previous, events[-1].to_step)


def test_fifty_registrations_give_fifty_consecutive_numbers(city: City) -> None:
    call = lambda: register(actor=city.operator, title="路灯", content="不亮", type="help", caller_phone="12000000001")  # noqa: E731
    events = at_once(*[call] * 50)
    numbers = sorted(Ticket.objects.get(pk=event.ticket_id).number for event in events)
    day = numbers[0].split("-")[0]
    assert numbers == [f"{day}-{n:05d}" for n in range(1, 51)]
    journal_is_whole()


def test_a_failed_registration_among_others_leaves_no_gap(city: City) -> None:
    good = lambda: register(actor=city.operator, title="路灯", content="不亮", type="help")  # noqa: E731

    def bad() -> None:
        with transaction.atomic():
            good()
            raise ValueError("no")

    results = at_once(*[good, bad] * 8)
    assert sum(isinstance(result, ValueError) for result in results) == 8
    assert sorted(int(number[-5:]) for number in Ticket.objects.values_list("number", flat=True)) == list(range(1, 9))


@pytest.mark.parametrize("run", range(3))
def test_two_people_who_saw_the_same_one_wins_the_other_is_told(city: City, run: int) -> None:
    ticket = city.register()
    city.person("other", city.office, "dispatcher")  # type: ignore[arg-type]
    data: dict[str, Any] = {"lead": city.housing, "how": "order", "caller_told": True, "version": 1}
    results = at_once(
        *[lambda who=who: perform(ticket.pk, Action.DISPATCH, actor=who, **data) for who in (city.dispatcher, city.other)]
    )
    [event] = [result for result in results if isinstance(result, Event)]
    [changed] = [result for result in results if isinstance(result, Changed)]
    assert changed.events == [event]
    assert (Event.objects.count(), Deadline.objects.open().filter(kind="reply").count()) == (2, 1)
    journal_is_whole()


def test_even_where_both_acts_would_be_possible(city: City) -> None:
    """Two notes do not exclude each other; all the same the second person is told what is new."""
    ticket = city.register()
    results = at_once(*[lambda: perform(ticket.pk, Action.NOTE, actor=city.operator, text="x", version=1)] * 4)
    assert sorted(type(result).__name__ for result in results) == ["Changed", "Changed", "Changed", "Event"]


def test_without_a_version_they_act_one_after_the_other(city: City) -> None:
    """The sweep and batches have seen no page."""
    ticket = city.register()
    results = at_once(*[lambda: perform(ticket.pk, Action.NOTE, actor=city.operator, text="x")] * 12)
    assert sorted(event.seq for event in results) == list(range(2, 14))
    journal_is_whole()


def test_a_double_click_acts_once(city: City) -> None:
    ticket, key = city.register(), uuid.uuid4()
    call = lambda: perform(ticket.pk, Action.NOTE, actor=city.operator, text="x", version=1, request_id=key)  # noqa: E731
    results = at_once(*[call] * 4)
    assert {event.pk for event in results} == {Event.objects.get(action="note").pk}


def test_a_double_click_registers_once(city: City) -> None:
    key = uuid.uuid4()
    call = lambda: register(actor=city.operator, title="路灯", content="不亮", type="help", request_id=key)  # noqa: E731
    results = at_once(*[call] * 4)
    assert {event.pk for event in results} == {Event.objects.get().pk}
    assert register(actor=city.operator, title="t", content="c", type="help").seq == 1
    assert sorted(number[-5:] for number in Ticket.objects.values_list("number", flat=True)) == ["00001", "00002"]  # no gap


def test_a_double_click_adds_one_caller(city: City) -> None:
    main, key = city.dispatched(), uuid.uuid4()
    call = lambda: add_caller(actor=city.operator, into=main, title="t", content="c", type="help", request_id=key)  # noqa: E731
    results = at_once(*[call] * 4)
    assert {type(result) for result in results} == {Ticket}
    assert (Ticket.objects.count(), Ticket.objects.filter(merged_into=main).count()) == (2, 1)
    journal_is_whole()


@pytest.mark.parametrize("run", range(4))
def test_merging_into_each_other(city: City, run: int) -> None:
    """One lock order against the other: whatever happens, it is a refusal or a merge, and never a circle."""
    a, b = city.register(), city.register()
    merge = lambda x, y: lambda: perform(x.pk, Action.MERGE, actor=city.dispatcher, into=y)  # noqa: E731
    results = at_once(merge(a, b), merge(b, a), merge(a, b), merge(b, a))
    assert {type(result) for result in results} <= {Event, Refused, Busy, Changed}
    assert sum(isinstance(result, Event) for result in results) == 1
    assert sorted(t.merged_into_id is None for t in Ticket.objects.all()) == [False, True]
    journal_is_whole()


@pytest.mark.parametrize("run", range(3))
def test_merging_in_a_ring_makes_no_chain(city: City, run: int) -> None:
    tickets = [city.register() for _ in range(4)]
    calls = [
        lambda x=x, y=y: perform(x.pk, Action.MERGE, actor=city.dispatcher, into=y)
        for x, y in zip(tickets, tickets[1:] + tickets[:1], strict=True)
    ]
    results = at_once(*calls)
    assert {type(result) for result in results} <= {Event, Refused, Busy, Changed}
    for ticket in Ticket.objects.exclude(merged_into=None).select_related("merged_into"):
        assert ticket.merged_into is not None
        assert ticket.merged_into.merged_into_id is None
        assert ticket.step == ticket.merged_into.step
    journal_is_whole()


@pytest.mark.parametrize("run", range(3))
def test_merging_while_the_main_moves(city: City, run: int) -> None:
    """The merged ticket stands where the main stands, whichever came first."""
    main, child = city.register(), city.register()
    results = at_once(
        lambda: perform(child.pk, Action.MERGE, actor=city.operator, into=main),
        lambda: perform(main.pk, Action.ANSWER, actor=city.operator, text="已解释"),
        lambda: perform(child.pk, Action.NOTE, actor=city.operator, text="x"),
    )
    assert {type(result) for result in results} <= {Event, Refused, Busy}
    child.refresh_from_db()
    main.refresh_from_db()
    assert main.step == 5
    assert (child.merged_into_id, child.step) in ((None, 1), (main.pk, 5))
    journal_is_whole()


def test_a_batch_run_by_two_at_once_moves_each_ticket_once(city: City) -> None:
    ids = [city.do(city.register(), Action.ANSWER, city.operator, text="已解释").pk for _ in range(12)]
    results = at_once(*[lambda: perform_many(Action.COMPILE, ids, actor=city.editor, chunk=3)] * 3)
    assert sorted(pk for batch in results for pk in batch.done) == ids
    assert Event.objects.filter(action="compile").count() == 12
    journal_is_whole()


def test_a_lock_that_stays_taken_is_busy_and_saves_nothing(city: City) -> None:
    ticket = city.register()
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Ticket.objects.select_for_update().get(pk=ticket.pk)
            held.set()
            assert done.wait(20)

    def ask() -> Event:
        assert held.wait(20)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '200ms'")
            return perform(ticket.pk, Action.NOTE, actor=city.operator, text="x")
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '5s'")
            done.set()

    _nothing, answer = at_once(hold, ask)
    assert type(answer) is Busy
    assert Event.objects.count() == 1
    assert perform(ticket.pk, Action.NOTE, actor=city.operator, text="x").seq == 2  # "please send it again" works


def test_a_busy_counter_is_busy_too(city: City) -> None:
    """Registering waits for the day's number; a number somebody holds for long is no error 500."""
    held, done = threading.Event(), threading.Event()
    call = lambda: register(actor=city.operator, title="t", content="c", type="help")  # noqa: E731

    def hold() -> None:
        with transaction.atomic():
            call()
            held.set()
            assert done.wait(20)

    def ask() -> Event:
        assert held.wait(20)
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '200ms'")
            return call()
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '5s'")
            done.set()

    _nothing, answer = at_once(hold, ask)
    assert type(answer) is Busy
    assert [ticket.number[-5:] for ticket in Ticket.objects.all()] == ["00001"]


def test_a_third_miss_waits_for_the_ticket_before_it_takes_the_order(city: City) -> None:
    """Every action locks the ticket first; who holds the order meanwhile would be waited for by it: a deadlock."""
    ticket = city.dispatched()
    missed = Deadline.objects.get(kind="reply")
    values = {"unit": city.housing, "text": "x", "opened_at": missed.opened_at, "missed": missed, "missed_due_at": missed.due_at}
    order = SupervisionOrder.objects.create(ticket=ticket, kind="notice", part=missed.cause, nth=3, **values)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Ticket.objects.select_for_update(no_key=True).get(pk=ticket.pk)
            following = pool.submit(in_own_connection, misses.follow_up)
            wait_for_a_lock()
            SupervisionOrder.objects.select_for_update(nowait=True).get(pk=order.pk)
        following.result()
    order.refresh_from_db()
    assert order.submitted_at


def in_own_connection(call: Callable[[], Any]) -> Any:
    try:
        return call()
    finally:
        connection.close()


def wait_for_a_lock() -> None:
    """Until some other connection to this database waits for a lock."""
    end = monotonic() + 10
    while monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
        sleep(0.02)
    raise AssertionError("nobody waits")
