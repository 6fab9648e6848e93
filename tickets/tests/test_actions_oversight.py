"""Step 4: supervising, redoing, letting a result stand (P9, P10, P18)."""

import pytest

from hotline import clock
from hotline.deadlines.models import Deadline, Kind
from hotline.people.models import Role
from tickets.flow import Action
from tickets.models import Callback, SupervisionOrder, Ticket
from tickets.operation import Forbidden
from tickets.tests.conftest import T0, City, dues, ended, last_event, on, refused, told

pytestmark = pytest.mark.usefixtures("pinned")
REPLY_DUE, SIGN_DUE = on(10, 16), on(10, 8, 17, 30)


def test_a_case_is_opened_by_the_supervisor_and_waits_for_the_head(city: City) -> None:
    """P9: the ticket is in supervision, the unit owes nothing new until the order is signed. The head has 1 wd."""
    ticket = city.case_opened()
    assert (ticket.step, told(ticket)) == (4, {("office_head", "order_to_sign")})
    assert dues(ticket) == {"reply": REPLY_DUE, "sign_for": SIGN_DUE, "sign_order": on(10, 9)}
    order = SupervisionOrder.objects.get()
    assert (order.number, order.kind, order.why, order.unit) == ("", "case", "hot", city.housing)
    assert (order.opened_by, order.opened_at, order.issued_at, order.due_at) == (city.supervisor, T0, None, None)
    assert last_event(ticket).details == {"kind": "case", "matter": "hot", "workdays": 3}
    with refused(match="waits for the office head's signature already"):
        city.case_opened(ticket)


def test_the_signature_gives_number_and_deadline(city: City) -> None:
    """P9: 3 wd from the signature are 8, 9, 10 October (a Saturday, made up). The reply deadline stays what it was."""
    ticket = city.supervised()
    assert (ticket.step, told(ticket)) == (4, {("handler", "supervision")})
    assert dues(ticket) == {"reply": REPLY_DUE, "sign_for": SIGN_DUE, "supervision": on(10, 11)}
    assert ended(ticket)["sign_order"] == "met"
    order = SupervisionOrder.objects.get()
    assert (order.number, order.issued_by, order.issued_at, order.due_at) == (
        "督办字〔2026〕1号",
        city.office_head,
        T0,
        on(10, 11),
    )
    assert order.hash == order.signature()
    assert last_event(ticket).details == {
        "granted": True, "order": "督办字〔2026〕1号", "kind": "case", "workdays": 3, "due_at": "2026-10-11T00:00:00+08:00",
        "row": order.pk, "signature": order.hash,
    }  # fmt: skip


def test_the_head_gives_a_case_back(city: City) -> None:
    ticket = city.do(city.case_opened(), Action.SIGN_ORDER, city.office_head, granted=False, text="先与承办单位协调。")
    assert (ticket.step, told(ticket)) == (4, {("supervisor", "order_refused")})
    assert dues(ticket) == {"reply": REPLY_DUE, "sign_for": SIGN_DUE}
    order = SupervisionOrder.objects.get()
    assert (order.number, order.refused_at) == ("", T0)
    with refused(match="No supervision order waits"):
        city.do(ticket, Action.SIGN_ORDER, city.office_head, granted=True)
    other = city.case_opened()
    with refused(field="text"):
        city.do(other, Action.SIGN_ORDER, city.office_head, granted=False)


def test_nobody_signs_the_case_they_opened(city: City) -> None:
    both = city.person("both", city.office, Role.SUPERVISOR, Role.OFFICE_HEAD)
    ticket = city.do(city.dispatched(), Action.SUPERVISE, both, text="限期办结")
    with refused(Forbidden):
        city.do(ticket, Action.SIGN_ORDER, both, granted=True)


def test_cases_are_numbered_by_themselves_each_year_anew(city: City) -> None:
    for _again in range(2):
        city.supervised()
    with clock.at(on(1, 4, 9, 0).replace(year=2027)):
        city.supervised()
    assert list(SupervisionOrder.objects.order_by("pk").values_list("number", flat=True)) == [
        "督办字〔2026〕1号", "督办字〔2026〕2号", "督办字〔2027〕1号",
    ]  # fmt: skip


def test_an_order_is_moot_once_the_unit_replies(city: City) -> None:
    ticket = city.replied(city.case_opened())
    assert SupervisionOrder.objects.get().dropped_at == T0
    assert ended(ticket)["sign_order"] == "cancelled"


def test_a_new_order_replaces_the_deadline_of_the_last(city: City) -> None:
    """5 wd from October 12: 13, 14, 15, 16, 19."""
    ticket = city.supervised()
    with clock.at(on(10, 12, 9, 0)):
        ticket = city.supervised(ticket, workdays=5)
    assert (dues(ticket)["supervision"], ended(ticket)["supervision"]) == (on(10, 20), "cancelled")
    assert Deadline.objects.open().of(*ticket.subject).filter(kind=Kind.SUPERVISION).count() == 1


def test_urging_tells_who_owes_and_moves_nothing(city: City) -> None:
    ticket = city.dispatched()
    before = dues(ticket)
    ticket = city.do(ticket, Action.URGE, city.supervisor, text="请加快办理。")
    assert (ticket.step, dues(ticket), last_event(ticket).details) == (2, before, {"units": ["市住建局"]})
    assert told(ticket) == {("handler", "urged"), ("housing_leader", "urged")}


def test_urging_where_nobody_owes_anything_is_refused(city: City) -> None:
    ticket = city.supervised()
    Deadline.objects.open().of(*ticket.subject).update(met_at=clock.now())
    with refused(match="Nobody owes"):
        city.do(ticket, Action.URGE, city.supervisor, text="请加快办理。")


def test_a_supervised_sub_unit_owes_it(city: City) -> None:
    """P19: the order goes to the lead unit, in the hands it lies in."""
    ticket = city.do(city.dispatched(lead=city.district), Action.HAND_ON, city.district_handler, to=city.street)
    ticket = city.supervised(ticket)
    row = Deadline.objects.open().of(*ticket.subject).get(kind=Kind.SUPERVISION)
    assert (row.unit, row.held_by) == (city.district, city.street)
    assert told(ticket) == {("district_handler", "supervision"), ("street_handler", "supervision")}


def test_supervising_leaves_a_return_to_be_decided(city: City) -> None:
    """A return is decided in step 4 as in 2; an extension is decided in 2 only, and is moot."""
    ticket = city.supervised(city.extension_asked(city.return_asked()))
    assert set(dues(ticket)) == {"reply", "sign_for", "supervision", "decide_return"}
    assert ended(ticket)["decide_extension"] == "cancelled"
    ticket = city.do(ticket, Action.DECIDE_RETURN, city.dispatcher, granted=True, text="同意")
    assert (ticket.step, dues(ticket)) == (1, {"handle": on(10, 1)})


def test_a_supervised_dispatch_for_information_owes_a_reply(city: City) -> None:
    """Otherwise nobody could ever meet the supervision deadline."""
    ticket = city.do(city.supervised(city.for_information()), Action.REPLY, city.handler, text="已处理")
    assert (ticket.step, ended(ticket)["supervision"]) == (3, "met")


def test_without_a_lead_nobody_is_supervised(city: City) -> None:
    ticket = city.referred()
    with refused(match="leads"):
        city.supervised(ticket)


@pytest.mark.parametrize("workdays", [0, -1, 31])
def test_an_order_names_a_sensible_time(city: City, workdays: int) -> None:
    ticket = city.dispatched()
    with refused(field="workdays"):
        city.do(ticket, Action.SUPERVISE, city.supervisor, text="限期办结", workdays=workdays)


# ---- redo


def test_redo_with_requirements_and_a_new_deadline(city: City) -> None:
    """P10."""
    ticket = city.redone(city.answered())
    assert (ticket.step, ticket.result, ticket.answer_outcome, ticket.closed) == (4, "", "", "")
    assert (dues(ticket), told(ticket)) == ({"redo": on(10, 11)}, {("handler", "redo")})
    assert ended(ticket)["accept"] == "cancelled"
    assert ended(ticket)["callback"] == "cancelled"
    assert last_event(ticket).details == {"workdays": 3, "due_at": "2026-10-11T00:00:00+08:00"}
    assert last_event(ticket).opinion == "答复过于简单，请说明恢复时间。"
    ticket = city.replied(ticket)
    assert (ticket.step, ended(ticket)["redo"]) == (3, "met")


def test_an_order_may_pass_the_limit_of_the_reply(city: City) -> None:
    """Section 4: redo and supervision deadlines may pass the limit (November 18); 30 wd from November 16 end on December 28."""
    ticket = city.replied()
    with clock.at(on(11, 16, 9, 0)):
        ticket = city.do(ticket, Action.REDO, city.supervisor, text="重办", workdays=30)
    # 17–20 (4), 23–27 (9), 30–December 4 (14), 7–11 (19), 14–18 (24), 21–25 (29), 28 (30)
    assert dues(ticket) == {"redo": on(12, 29)}


@pytest.mark.parametrize("scene", ["accepted", "compiled"])
def test_redo_from_compilation_and_bulletin_opens_the_ticket_again(city: City, scene: str) -> None:
    ticket = city.do(getattr(city, scene)(), Action.REDO, city.office_head, text="重办")
    assert (ticket.step, ticket.closed, ticket.closed_at, dues(ticket)) == (4, "", None, {"redo": on(10, 11)})


def test_redo_of_a_direct_answer_makes_the_office_lead(city: City) -> None:
    """No unit led so far: the office does (P5), and its dispatchers are told."""
    ticket = city.do(city.register(), Action.ANSWER, city.operator, text="已解释")
    ticket = city.redone(ticket)
    part = ticket.assignments.get()
    assert (ticket.step, part.unit, part.is_lead, part.ended_at, part.reply_required) == (4, city.office, True, None, True)
    assert dues(ticket) == {"redo": on(10, 11)}
    assert ("dispatcher", "redo") in told(ticket)
    ticket = city.do(ticket, Action.REPLY, city.dispatcher, text="已重新核实")
    assert (ticket.step, set(dues(ticket))) == (3, {"accept", "callback"})


# ---- what callbacks cause


def redo_from_callback(city: City, ticket: Ticket) -> Ticket:
    return city.redone(city.called_back(city.replied(ticket)))


def test_redo_decides_the_callback(city: City) -> None:
    ticket = redo_from_callback(city, city.dispatched())
    assert (dues(ticket), ended(ticket)["decide_redo"]) == ({"redo": on(10, 11)}, "met")
    assert Callback.objects.get().decision == "redo"


def test_after_two_redos_from_callbacks_only_stand_is_left(city: City) -> None:
    """P18."""
    ticket = redo_from_callback(city, redo_from_callback(city, city.dispatched()))
    ticket = city.called_back(city.replied(ticket))
    for who in (city.supervisor, city.office_head):
        with refused(match="P18"):
            city.do(ticket, Action.REDO, who, text="第三次重办")
    ticket = city.do(ticket, Action.STAND, city.supervisor, text="无政策依据，已向来电人解释")
    assert (ticket.step, set(dues(ticket)), ended(ticket)["decide_redo"]) == (3, {"accept"}, "met")
    assert last_event(ticket).opinion == "无政策依据，已向来电人解释"
    assert [c.decision for c in Callback.objects.order_by("pk")] == ["redo", "redo", "stand"]


def test_a_redo_of_a_careless_reply_does_not_count(city: City) -> None:
    """P10 is not P18: only redos from callbacks are limited."""
    ticket = city.dispatched()
    for _ in range(3):
        ticket = city.redone(city.replied(ticket))
    assert redo_from_callback(city, redo_from_callback(city, ticket)).step == 4


def test_one_redo_for_two_unhappy_callbacks_counts_once(city: City) -> None:
    """P18: at most two redos, not two callbacks."""
    ticket = city.redone(city.called_back(city.called_back(city.replied())))
    ticket = redo_from_callback(city, ticket)
    assert ticket.step == 4


def test_stand_needs_a_callback_that_waits(city: City) -> None:
    ticket = city.replied()
    with refused(match="No callback waits"):
        city.do(ticket, Action.STAND, city.supervisor, text="无依据")


def test_a_callback_after_acceptance_can_still_cause_a_redo(city: City) -> None:
    ticket = city.called_back(city.compiled())
    assert dues(ticket) == {"decide_redo": on(10, 9)}
    assert city.redone(ticket).step == 4


def test_two_supervisors_are_both_told(city: City) -> None:
    city.person("supervisor2", city.office, Role.SUPERVISOR)
    assert told(city.called_back()) == {("supervisor", "unhappy_callback"), ("supervisor2", "unhappy_callback")}


def test_a_redo_of_a_direct_answer_is_no_dispatch(city: City) -> None:
    """P7: the 30 wd count from the first dispatch, not from a redo that made the office the lead."""
    ticket = city.redone(city.called_back(city.do(city.register(), Action.ANSWER, city.operator, text="请到窗口办理")))
    assert ticket.first_dispatched_at is None
    with clock.at(on(11, 2, 9, 0)):
        ticket = city.do(
            city.instructed(ticket), Action.REDISPATCH, city.dispatcher, lead=city.water, how="phone", caller_told=True
        )
    assert ticket.first_dispatched_at == on(11, 2, 9, 0)
    assert Deadline.objects.get(kind="reply").limit_at == on(12, 15)  # November 3–30 are 20 wd, December 1–14 ten


def test_redo_of_a_withdrawn_ticket_brings_back_what_the_leader_owes(city: City) -> None:
    ticket = city.do(city.submitted(city.dispatched()), Action.WITHDRAW, city.operator, text="不用了")
    assert "instruction" not in dues(ticket)
    assert {"instruction", "redo"} <= set(dues(city.redone(ticket)))


@pytest.mark.parametrize("why", ["missed", "nonsense"])
def test_a_case_is_about_something(city: City, why: str) -> None:
    """A missed deadline is a notice, not a case."""
    ticket = city.dispatched()
    with refused(field="why"):
        city.case_opened(ticket, why=why)


def test_an_order_names_no_caller(city: City) -> None:
    city.case_opened(text="来电人陈小明多次反映，请限期办结。")
    assert "陈小明" not in SupervisionOrder.objects.get().text


def test_a_case_given_back_leaves_no_ticket_without_an_obligation(city: City) -> None:
    """Dispatched for information, supervised, signed for: once the case is given back, a reply is owed in 7 wd."""
    ticket = city.do(city.case_opened(city.for_information()), Action.SIGN_FOR, city.handler)
    assert dues(ticket) == {"sign_order": on(10, 9)}
    ticket = city.do(ticket, Action.SIGN_ORDER, city.office_head, granted=False, text="先请单位书面答复。")
    assert (ticket.step, dues(ticket)) == (4, {"reply": REPLY_DUE})
    assert ("handler", "dispatched") in told(ticket)
    assert city.replied(ticket).step == 3
