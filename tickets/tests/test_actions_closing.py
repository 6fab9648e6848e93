"""Accepting, withdrawing, and the set-based way to the archive (P13–P17; steps 5–7 at real size)."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from hotline import clock
from tickets.flow import Action
from tickets.models import Event, Ticket
from tickets.operation import perform, perform_many
from tickets.tests.conftest import T0, City, dues, ended, last_event, on, refused, snapshot, told

pytestmark = pytest.mark.usefixtures("pinned")


def test_accept(city: City) -> None:
    ticket = city.answered()
    with clock.at(on(10, 8, 9, 0)):
        ticket = city.do(ticket, Action.ACCEPT, city.supervisor, text="同意办结")
    assert (ticket.step, ticket.closed, ticket.closed_at) == (5, "accepted", on(10, 8, 9, 0))
    assert (dues(ticket), ended(ticket)["accept"], told(ticket)) == ({"callback": on(10, 14)}, "met", set())


@pytest.mark.parametrize(
    "scene", ["register", "dispatched", "referred", "replied", "supervised", "extension_asked", "draft_waits"]
)
def test_withdraw_ends_everything_that_was_owed(city: City, scene: str) -> None:
    ticket = city.do(getattr(city, scene)(), Action.WITHDRAW, city.clerk, text="来电人称问题已解决，不再反映")
    assert (ticket.step, ticket.closed, ticket.answer_outcome) == (5, "withdrawn", "answered")
    assert (ticket.result, last_event(ticket).opinion) == ("来电人称问题已解决，不再反映", "来电人称问题已解决，不再反映")
    assert (dues(ticket), ticket.closed_at) == ({}, T0)


def test_a_withdrawn_ticket_can_still_come_to_the_archive(city: City) -> None:
    """A callback that waited for its decision must not hold it back with nobody owing the decision."""
    ticket = city.do(city.called_back(), Action.WITHDRAW, city.clerk, text="不再反映")
    if "decide_redo" in dues(ticket):
        ticket = city.do(ticket, Action.STAND, city.supervisor, text="已撤诉")
    assert dues(ticket) == {}
    assert city.filed(city.published(city.compiled(ticket))).is_filed


def test_compile_publish_file(city: City) -> None:
    ticket = city.do(city.register(), Action.ANSWER, city.operator, text="已解释")
    with clock.at(on(10, 1, 9, 0)):
        ticket = city.compiled(ticket)
    assert (ticket.step, ticket.compiled, last_event(ticket).at) == (6, "nothing_to_compile", on(10, 1, 9, 0))
    ticket = city.published(ticket)
    assert (ticket.step, ticket.is_filed) == (7, False)
    with clock.at(on(10, 20, 9, 0)):
        ticket = city.filed(ticket)
    assert (ticket.step, ticket.filed_at) == (7, on(10, 20, 9, 0))


def test_a_case_of_the_digest_is_marked(city: City) -> None:
    ticket = city.accepted()
    perform_many(Action.COMPILE, [ticket.pk], actor=city.editor, outcome="case", digest=7)
    ticket.refresh_from_db()
    assert (ticket.compiled, last_event(ticket).details) == ("case", {"outcome": "case", "digest": 7})


def test_publishing_ends_what_can_no_longer_be_done(city: City) -> None:
    """In the archive nobody can call back, instruct or record any more: nothing may stay open, overdue for ever."""
    ticket = city.submitted(city.major(city.accepted()))
    assert set(dues(ticket)) == {"callback", "instruction", "major_verified", "major_reported", "major_group"}
    ticket = city.published(city.compiled(ticket))
    assert (dues(ticket), ended(ticket)["callback"]) == ({}, "cancelled")


@pytest.mark.parametrize("method", [Action.COMPILE, Action.PUBLISH, Action.FILE])
def test_set_based_actions_have_one_door(city: City, method: Action) -> None:
    scene = {Action.COMPILE: city.accepted, Action.PUBLISH: city.compiled, Action.FILE: city.published}[method]
    who = {Action.COMPILE: city.editor, Action.PUBLISH: city.office_head, Action.FILE: city.archivist}[method]
    ticket = scene()
    with refused():
        perform(ticket.pk, method, actor=who)


def test_a_batch_does_what_it_may_and_lists_the_rest(city: City) -> None:
    good, early, unhappy = city.compiled(), city.accepted(), city.called_back(city.compiled())
    batch = perform_many(Action.PUBLISH, [good.pk, early.pk, unhappy.pk], actor=city.office_head)
    assert (batch.done, set(batch.refused)) == ([good.pk], {early.number, unhappy.number})
    assert [Ticket.objects.get(pk=t.pk).step for t in (good, early, unhappy)] == [7, 5, 6]


def test_a_batch_run_twice_moves_nothing_twice(city: City) -> None:
    ids = [city.accepted().pk for _ in range(3)]
    assert perform_many(Action.COMPILE, ids, actor=city.editor, chunk=2).done == ids
    before = snapshot()
    assert (perform_many(Action.COMPILE, ids, actor=city.editor).done, snapshot()) == ([], before)
    assert perform_many(Action.COMPILE, [], actor=city.editor).done == []


def test_a_batch_is_not_a_query_per_ticket(city: City) -> None:
    def queries(n: int) -> int:
        ids = [city.do(city.register(), Action.ANSWER, city.operator, text="已解释").pk for _ in range(n)]
        with CaptureQueriesContext(connection) as captured:
            perform_many(Action.COMPILE, ids, actor=city.editor)
        return len(captured)

    queries(1)  # what is read once per process
    assert queries(1) == queries(6)


@pytest.mark.parametrize("chunk", [1, 2, 1000])
def test_merged_tickets_go_to_the_archive_with_their_main(city: City, chunk: int) -> None:
    main = city.register()
    children = [city.one_more(main, caller_phone=f"1200000001{n}") for n in range(2)]
    main = city.do(main, Action.ANSWER, city.operator, text="已解释")
    for action, who in ((Action.COMPILE, city.editor), (Action.PUBLISH, city.office_head), (Action.FILE, city.archivist)):
        batch = perform_many(action, [main.pk], actor=who, chunk=chunk)
        assert set(batch.done) == {main.pk, *(c.pk for c in children)}
    assert Ticket.objects.filter(filed_at=None).count() == 0


def test_a_merged_ticket_never_goes_without_its_main(city: City) -> None:
    """It follows the main ticket's step, whoever's number stands on the list."""
    main = city.register()
    child = city.one_more(main)
    main = city.do(main, Action.ANSWER, city.operator, text="已解释")
    perform_many(Action.COMPILE, [child.pk], actor=city.editor)
    assert len(set(Ticket.objects.values_list("step", flat=True))) == 1


@pytest.mark.parametrize("chunk", [1, 2, 1000])
@pytest.mark.parametrize("unhappy", [0, 1, 2])
def test_one_unhappy_caller_holds_all_of_them_back(city: City, unhappy: int, chunk: int) -> None:
    """Main and merged tickets stand in the same step, also where a batch is cut between them."""
    main = city.register()
    family = [main, city.one_more(main), city.one_more(main, caller_phone="12000000003")]
    city.do(main, Action.ANSWER, city.operator, text="已解释")
    perform_many(Action.COMPILE, [main.pk], actor=city.editor)
    city.called_back(family[unhappy])
    batch = perform_many(Action.PUBLISH, [main.pk], actor=city.office_head, chunk=chunk)
    assert (batch.done, set(Ticket.objects.values_list("step", flat=True))) == ([], {6})
    city.do(family[unhappy], Action.STAND, city.supervisor, text="已解释")
    assert len(perform_many(Action.PUBLISH, [main.pk], actor=city.office_head, chunk=chunk).done) == 3


def test_a_filed_ticket_is_final_in_the_database(city: City) -> None:
    ticket = city.filed()
    with pytest.raises(DatabaseError, match="final"), transaction.atomic():
        Ticket.objects.filter(pk=ticket.pk).update(filed_at=None)
    with pytest.raises(DatabaseError, match="filed ticket is final"), transaction.atomic():
        Event.objects.create(
            ticket=ticket, seq=99, at=T0, action="note", from_step=7, to_step=7, actor_name="x", actor_unit="x", hash="x"
        )
    with pytest.raises(IntegrityError, match="ticket_filed_in_archive"), transaction.atomic():
        Ticket.objects.filter(pk=city.compiled().pk).update(filed_at=T0)
    with pytest.raises(IntegrityError, match="ticket_step"), transaction.atomic():
        Ticket.objects.filter(pk=city.compiled().pk).update(step=8)
