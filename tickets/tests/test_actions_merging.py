"""Merge: several callers, one matter. Never a chain (section 3)."""

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hotline import clock
from tickets.actions.merging import add_caller
from tickets.flow import Action
from tickets.models import Event, Ticket
from tickets.operation import Forbidden, perform
from tickets.tests.conftest import City, dues, ended, last_event, nothing_changes, on, refused

pytestmark = pytest.mark.usefixtures("pinned")


def merged(city: City, ticket: Ticket, main: Ticket) -> Ticket:
    return city.do(ticket, Action.MERGE, city.dispatcher, into=main, text="同一路段")


def fresh(*tickets: Ticket) -> list[Ticket]:
    return [Ticket.objects.get(pk=ticket.pk) for ticket in tickets]


def test_merge_keeps_number_caller_and_journal(city: City) -> None:
    main, child = city.dispatched(), city.register(caller_name="王丽", caller_phone="12000000002")
    number, events = child.number, list(child.events.values())
    child = merged(city, child, main)
    assert (child.merged_into, child.step, child.number, child.caller.name) == (main, 2, number, "王丽")  # type: ignore[attr-defined]
    assert list(child.events.order_by("seq").values())[:1] == events
    assert (last_event(child).action, last_event(child).details["main"]) == ("merge", main.number)
    assert (dues(child), ended(child)) == ({}, {"handle": "cancelled"})
    assert fresh(main)[0].version == main.version  # the main ticket is not touched
    assert child not in Ticket.objects.waiting()


@pytest.mark.parametrize("scene", ["return_asked", "extension_asked", "draft_waits", "supervised", "referred", "assisted"])
def test_merging_ends_what_the_merged_ticket_owed(city: City, scene: str) -> None:
    child = merged(city, getattr(city, scene)(), city.register())
    assert (child.step, dues(child)) == (1, {})
    assert not child.assignments.filter(ended_at=None).exists()


def test_never_a_chain(city: City) -> None:
    """Merging into a merged ticket goes to its main; what was merged into a ticket goes along."""
    main, middle, late = city.register(), city.register(), city.register()
    middle = merged(city, middle, main)
    late = merged(city, late, middle)
    assert late.merged_into == main
    other = city.dispatched()
    merged(city, main, other)
    for ticket in fresh(main, middle, late):
        assert (ticket.merged_into, ticket.step, last_event(ticket).to_step) == (other, 2, 2)
    assert [last_event(t).action for t in fresh(middle, late)] == ["merge", "merge"]


def test_not_into_itself_nor_into_its_own_child(city: City) -> None:
    main = city.register()
    child = city.one_more(main)
    for into in (main, child):
        with refused(field="into"):
            merged(city, main, into)
    with pytest.raises(IntegrityError, match="merged_into_itself"), transaction.atomic():
        Ticket.objects.filter(pk=main.pk).update(merged_into=main.pk)


@pytest.mark.parametrize("scene", ["accepted", "compiled", "published", "filed"])
def test_only_into_an_open_ticket(city: City, scene: str) -> None:
    ticket, main = city.register(), getattr(city, scene)()
    with refused(match="open ticket"):
        merged(city, ticket, main)


@pytest.mark.parametrize("scene", ["replied", "accepted"])
def test_a_replied_ticket_is_not_merged(city: City, scene: str) -> None:
    ticket, main = getattr(city, scene)(), city.register()
    with refused():
        merged(city, ticket, main)


def test_a_merged_ticket_follows_with_an_event_each_time(city: City) -> None:
    main = city.register()
    child = city.one_more(main)
    main = city.replied(city.supervised(city.dispatched(main)))
    [child] = fresh(child)
    assert (child.step, child.result) == (3, main.result)
    assert list(child.events.order_by("seq").values_list("seq", "action", "from_step", "to_step")) == [
        (1, "register", None, 1), (2, "merge", 1, 1), (3, "follow", 1, 2), (4, "follow", 2, 4), (5, "follow", 4, 3),
    ]  # fmt: skip
    assert last_event(child).details == {"main": main.number, "action": "reply"}
    assert dues(child) == {}  # what is owed, is owed on the main ticket


@pytest.mark.parametrize("together", [False, True])
def test_each_caller_is_answered_before_the_main_is_accepted(city: City, together: bool) -> None:
    main = city.replied()
    children = [city.one_more(main, caller_phone=f"1200000001{n}") for n in range(2)]
    data: dict[str, Any] = {"answered": True, "how": "phone", "text": "已电话告知"}
    main = city.do(main, Action.ANSWER_CALLER, city.clerk, merged_too=together, **data)
    if not together:
        for child in children:
            with refused(match="merged"):
                city.do(main, Action.ACCEPT, city.clerk)
            city.do(child, Action.ANSWER_CALLER, city.clerk, **data | {"answered": False, "how": "", "text": "号码停机"})
    main = city.accepted(main)
    outcome = "answered" if together else "not_possible"
    for child in fresh(*children):
        assert (child.step, child.closed, child.answer_outcome, child.closed_at) == (5, "accepted", outcome, main.closed_at)


def test_one_text_for_all_names_no_other_caller(city: City) -> None:
    """Identity stays per ticket: neither caller's data enters any of the journals."""
    main = city.replied()
    child = city.one_more(main)
    text = "已告知陈小明（12000000001）和王丽（12000000002）"
    main = city.do(main, Action.ANSWER_CALLER, city.clerk, answered=True, how="phone", text=text, merged_too=True)
    for event in (last_event(main), last_event(fresh(child)[0])):
        assert event.action == "answer_caller"
        assert event.opinion == "已告知陈**（120******01）和王*（120******02）"


def test_an_answer_given_before_the_redo_does_not_count_after_it(city: City) -> None:
    main = city.replied()
    child = city.one_more(main)
    data: dict[str, Any] = {"answered": True, "how": "phone", "text": "已电话告知"}
    main = city.redone(city.do(main, Action.ANSWER_CALLER, city.clerk, merged_too=True, **data))
    main = city.do(city.replied(main), Action.ANSWER_CALLER, city.clerk, **data)
    with refused(match="merged"):
        city.do(main, Action.ACCEPT, city.clerk)
    city.do(child, Action.ANSWER_CALLER, city.clerk, **data)
    assert city.accepted(main).step == 5


def test_direct_answer_and_decline_serve_all_callers(city: City) -> None:
    main = city.register()
    child = city.one_more(main)
    city.do(main, Action.ANSWER, city.operator, text="已解释")
    [child] = fresh(child)
    assert (child.step, child.closed, child.result, child.answer_outcome) == (5, "answered", "已解释", "answered")


@pytest.mark.parametrize(("action", "who"), [(Action.WITHDRAW, "operator"), (Action.VOID, "operator")])
def test_one_caller_does_not_withdraw_for_the_others(city: City, action: Action, who: str) -> None:
    main = city.register()
    city.one_more(main)
    with refused(match="merges"):
        city.do(main, action, getattr(city, who), text="不再反映")


def test_a_merged_callers_unhappy_callback_is_decided_on_the_main(city: City) -> None:
    main = city.replied()
    child = city.called_back(city.one_more(main))
    assert dues(child) == {"decide_redo": on(10, 9)}
    main = city.redone(main)
    [child] = fresh(child)
    assert (main.step, child.step, dues(child), ended(child)["decide_redo"]) == (4, 4, {}, "met")


@pytest.mark.parametrize("scene", ["register", "dispatched", "supervised"])
def test_unmerge(city: City, scene: str) -> None:
    main = getattr(city, scene)()
    child = city.one_more(main)
    with clock.at(on(10, 8, 9, 0)):
        child = city.do(child, Action.UNMERGE, city.operator, text="不是同一处")
    assert (child.step, child.merged_into, child.result, dues(child)) == (1, None, "", {"handle": on(10, 9)})
    assert (last_event(child).details, last_event(child).to_step) == ({"main": main.number}, 1)
    assert city.dispatched(child).step == 2


def test_unmerge_brings_back_what_leaders_and_the_office_owe(city: City) -> None:
    main = city.register()
    child = city.major(city.submitted(city.register()))
    child = city.do(child, Action.MERGE, city.operator, into=main)
    assert dues(child) == {}
    child = city.do(child, Action.UNMERGE, city.operator, text="不是同一处")
    assert set(dues(child)) == {"handle", "instruction", "major_verified", "major_reported", "major_group"}


def test_a_result_goes_along_without_its_caller(city: City) -> None:
    main = city.register()
    child = city.one_more(main)
    city.do(main, Action.ANSWER, city.operator, text="已告知陈小明")
    child.refresh_from_db()
    assert child.result == "已告知陈**"


def test_no_journal_holds_the_caller_of_another_ticket(city: City) -> None:
    main = city.register()
    child = city.one_more(main)
    for ticket in (main, child):
        noted = city.do(ticket, Action.NOTE, city.operator, text="陈小明和王丽说的是同一处")
        assert last_event(noted).opinion == "陈**和王*说的是同一处"


def test_no_unmerge_after_the_reply(city: City) -> None:
    main = city.dispatched()
    child = city.one_more(main)
    city.replied(main)
    with refused():
        city.do(child, Action.UNMERGE, city.operator, text="不是同一处")


def test_one_caller_more_is_one_transaction(city: City) -> None:
    """「+1 caller」= register + merge: refused as a whole where the merge is refused."""
    main = city.dispatched()
    child = city.one_more(main)
    assert (child.merged_into, child.step, [e.action for e in child.events.order_by("seq")]) == (main, 2, ["register", "merge"])
    closed = city.accepted()
    with refused():
        city.one_more(closed)


def test_one_caller_more_sent_twice_adds_one(city: City) -> None:
    main, key = city.dispatched(), uuid.uuid4()
    first = city.one_more(main, request_id=key)
    with nothing_changes():
        assert city.one_more(main, request_id=key) == first


def test_confidentiality_stays_per_ticket(city: City) -> None:
    main = city.dispatched()
    child = city.one_more(main, is_confidential=True)
    assert (fresh(main)[0].is_confidential, child.is_confidential) == (False, True)
    with refused(Forbidden):
        city.do(child, Action.REVEAL, city.dispatcher, text="需要联系")


def test_journals_stay_apart(city: City) -> None:
    main = city.register()
    child = city.one_more(main)
    perform(main.pk, Action.NOTE, actor=city.operator, text="主件备注")
    perform(child.pk, Action.NOTE, actor=city.operator, text="并件备注")
    assert [e.opinion for e in Event.objects.filter(action="note").order_by("pk")] == ["主件备注", "并件备注"]
    assert fresh(main)[0].version == 2
    assert add_caller(actor=city.operator, into=child, title="t", content="c", type="help").merged_into == main
