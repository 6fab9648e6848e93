"""Step 3: the reply, its approval, the answer to the caller, the callback (P5, P7, P8, P17, P18)."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hotline import clock
from hotline.people.models import Role
from tickets.flow import Action
from tickets.models import Callback, Reply, Ticket
from tickets.operation import Forbidden
from tickets.tests.conftest import T0, City, dues, ended, last_event, on, refused, told
from tickets.tests.test_files import png

pytestmark = pytest.mark.usefixtures("pinned")


def test_a_reply_reaches_the_office(city: City) -> None:
    """The unit's deadlines are met; accepting is due after 3 wd (12, 13, 14 October), the callback after 5 (… 15, 16)."""
    ticket = city.extension_asked(city.return_asked(city.assisted()))
    with clock.at(on(10, 10, 9, 0)):  # a Saturday, made up
        ticket = city.replied(ticket)
    assert (ticket.step, ticket.result, ticket.replied_at) == (3, "已更换灯具，恢复照明。", on(10, 10, 9, 0))
    assert dues(ticket) == {"accept": on(10, 15), "callback": on(10, 17)}
    assert ended(ticket) == {
        "handle": "met", "reply": "met", "sign_for": "cancelled", "assist": "cancelled", "decide_return": "cancelled",
        "decide_extension": "cancelled",
    }  # fmt: skip
    assert told(ticket) == {("callback_clerk", "replied")}
    assert last_event(ticket).details == {"unit": "市住建局"}


def test_a_reply_waits_for_the_unit_leader_where_the_unit_wants_it(city: City) -> None:
    """Section 4: the deadline is met when the reply reaches the office, not when it is drafted."""
    ticket = city.draft_waits()
    assert (ticket.step, ticket.result, told(ticket)) == (2, "", {("unit_leader", "reply_to_approve")})
    assert set(dues(ticket)) == {"reply", "sign_for"}
    with refused(match="already"):
        city.do(ticket, Action.REPLY, city.health_handler, text="又一份")
    with clock.at(on(10, 8, 9, 0)):
        ticket = city.do(ticket, Action.DECIDE_REPLY, city.unit_leader, granted=True)
    assert (ticket.step, ticket.result, ticket.replied_at) == (3, "已核查并整改。", on(10, 8, 9, 0))
    assert told(ticket) == {("health_handler", "reply_approved"), ("callback_clerk", "replied")}
    assert set(dues(ticket)) == {"accept", "callback"}


def test_a_reply_given_back_may_be_sent_again(city: City) -> None:
    ticket = city.draft_waits()
    with refused(field="text"):
        city.do(ticket, Action.DECIDE_REPLY, city.unit_leader, granted=False)
    ticket = city.do(ticket, Action.DECIDE_REPLY, city.unit_leader, granted=False, text="请补充依据")
    assert (ticket.step, told(ticket), set(dues(ticket))) == (2, {("health_handler", "reply_given_back")}, {"reply", "sign_for"})
    ticket = city.do(ticket, Action.REPLY, city.health_handler, text="依据已补充")
    assert list(Reply.objects.order_by("pk").values_list("granted", flat=True)) == [False, None]


def test_nobody_approves_their_own_reply(city: City) -> None:
    drafting = city.person("drafting", city.health, Role.HANDLER, Role.UNIT_LEADER)
    ticket = city.do(city.dispatched(lead=city.health), Action.REPLY, drafting, text="已办")
    with refused(Forbidden):
        city.do(ticket, Action.DECIDE_REPLY, drafting, granted=True)
    assert city.do(ticket, Action.DECIDE_REPLY, city.unit_leader, granted=True).step == 3


def test_a_supervised_unit_is_still_answered_by_its_leader(city: City) -> None:
    """A supervision order does not throw away what waits for a decision that can still be taken in step 4."""
    ticket = city.do(city.supervised(city.draft_waits()), Action.DECIDE_REPLY, city.unit_leader, granted=True)
    assert (ticket.step, ended(ticket)["supervision"], ended(ticket)["reply"]) == (3, "met", "met")


def test_files_of_a_draft_stay_with_it(city: City, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    ticket = city.do(city.dispatched(lead=city.health), Action.REPLY, city.health_handler, text="见附件", uploads=[png()])
    assert list(ticket.attachments.values_list("event_seq", flat=True)) == [3]  # type: ignore[attr-defined]


# ---- the answer to the caller


@pytest.mark.parametrize(("answered", "how", "outcome"), [(True, "phone", "answered"), (False, "", "not_possible")])
def test_the_caller_is_answered_or_the_reason_is_recorded(city: City, answered: bool, how: str, outcome: str) -> None:
    """P8: who, how, when, what."""
    ticket = city.do(city.replied(), Action.ANSWER_CALLER, city.clerk, answered=answered, how=how, text="已告知处理结果")
    event = last_event(ticket)
    assert (ticket.step, ticket.answer_outcome) == (3, outcome)
    assert (event.actor, event.at, event.opinion, event.details) == (
        city.clerk,
        T0,
        "已告知处理结果",
        {"answered": answered, "how": how},
    )


def test_the_unit_may_answer_the_caller_itself(city: City) -> None:
    """P8: by the office or by the unit; before the reply too."""
    ticket = city.do(city.dispatched(), Action.ANSWER_CALLER, city.handler, answered=True, how="in_person", text="现场答复")
    assert (ticket.step, ticket.answer_outcome) == (2, "answered")
    assert city.accepted(city.replied(ticket)).step == 5


@pytest.mark.parametrize("missing", ["result", "answer_outcome", "closed"])
def test_p17_holds_in_the_database(city: City, missing: str) -> None:
    ticket = city.accepted()
    with pytest.raises(IntegrityError, match="ticket_result_and_answer"), transaction.atomic():
        Ticket.objects.filter(pk=ticket.pk).update(**{missing: ""})


def test_no_acceptance_without_an_answer(city: City) -> None:
    """P17."""
    ticket = city.replied()
    with refused(match="P17"):
        city.do(ticket, Action.ACCEPT, city.clerk)


# ---- callback


@pytest.mark.parametrize(
    ("solved", "satisfaction", "opens"),
    [(True, 5, False), (True, 4, False), (True, 3, False), (True, 2, True), (True, 1, True), (False, 5, True), (False, 1, True)],
)
def test_unsolved_or_dissatisfied_opens_a_redo_decision(city: City, solved: bool, satisfaction: int, opens: bool) -> None:
    """P18: supervisor, 1 wd (October 8)."""
    ticket = city.called_back(solved=solved, satisfaction=satisfaction)
    assert (ticket.step, ended(ticket)["callback"]) == (3, "met")
    assert dues(ticket) == {"accept": on(10, 11)} | ({"decide_redo": on(10, 9)} if opens else {})
    assert told(ticket) == ({("supervisor", "unhappy_callback")} if opens else set())
    assert last_event(ticket).details == {"reached": True, "solved": solved, "satisfaction": satisfaction}


def test_an_attempt_that_reaches_nobody_leaves_the_callback_open(city: City) -> None:
    ticket = city.do(city.replied(), Action.CALLBACK, city.clerk, reached=False, text="无人接听")
    assert set(dues(ticket)) == {"accept", "callback"}
    row = Callback.objects.get()
    assert (row.reached, row.solved, row.satisfaction, row.needs_decision) == (False, None, None, False)


@pytest.mark.parametrize(
    "data",
    [{"solved": True}, {"satisfaction": 5}, {}, {"solved": True, "satisfaction": 0}, {"solved": True, "satisfaction": 6}],
)
def test_a_reached_caller_answers_both_questions_with_one_of_five_grades(city: City, data: dict[str, Any]) -> None:
    ticket = city.replied()
    with refused():
        city.do(ticket, Action.CALLBACK, city.clerk, reached=True, **data)


def test_a_callback_answers_when_reached_in_the_database(city: City) -> None:
    ticket = city.replied()
    for values in ({"reached": True}, {"reached": False, "solved": True, "satisfaction": 5}):
        with pytest.raises(IntegrityError, match="callback_answers"), transaction.atomic():
            Callback.objects.create(ticket=ticket, at=T0, by=city.clerk, **values)


def test_a_second_unhappy_callback_joins_the_decision_that_waits(city: City) -> None:
    ticket = city.called_back(city.called_back())
    assert (dues(ticket), Callback.objects.count()) == ({"accept": on(10, 11), "decide_redo": on(10, 9)}, 2)
    ticket = city.do(ticket, Action.STAND, city.supervisor, text="无法律依据，已解释")
    assert dues(ticket) == {"accept": on(10, 11)}


def test_a_callback_blocks_nothing(city: City) -> None:
    """Not called: the ticket is accepted all the same; the callback may still be made in 5 and 6."""
    ticket = city.accepted()
    assert dues(ticket) == {"callback": on(10, 14)}
    ticket = city.called_back(city.compiled(ticket), solved=True, satisfaction=5)
    assert (ticket.step, dues(ticket)) == (6, {})
