"""Step 2 at the units: dispatch, sign-for, handing on, return, extension, disagreement (P3–P5, P7, P11, P19, X2, X3)."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hotline import clock
from hotline.deadlines.models import Deadline, Kind
from hotline.models import Option
from hotline.people.models import Role, Unit
from tickets.flow import Action
from tickets.models import Assignment, AssignmentOrder, Extension, Instruction, Reply, Return, Ticket
from tickets.operation import Forbidden, Refused
from tickets.tests.conftest import T0, City, dues, ended, last_event, on, refused, told

pytestmark = pytest.mark.usefixtures("pinned")
REPLY_DUE = on(10, 16)  # 7 wd after September 30: the 15th, 24:00
LIMIT = on(11, 18)  # 30 wd after September 30: November 17, 24:00
SIGN_DUE = on(10, 8, 17, 30)  # the next working day within service hours (X2)


def deadline(ticket: Ticket, kind: str) -> Deadline:
    return Deadline.objects.open().of(*ticket.subject).get(kind=kind)


# ---- dispatch


def test_dispatch_by_order_opens_what_the_unit_owes(city: City) -> None:
    """P3, P7."""
    ticket = city.dispatched()
    assert (ticket.step, ticket.first_dispatched_at) == (2, T0)
    assert (dues(ticket), ended(ticket)) == ({"reply": REPLY_DUE, "sign_for": SIGN_DUE}, {"handle": "met"})
    reply = deadline(ticket, Kind.REPLY)
    assert (reply.unit, reply.held_by, reply.limit_at, reply.workdays, reply.provisional) == (
        city.housing,
        city.housing,
        LIMIT,
        7,
        False,
    )
    assert told(ticket) == {("handler", "dispatched")}
    assert last_event(ticket).details == {
        "caller_told": True, "workdays": 7, "lead": city.housing.pk, "lead_name": "市住建局", "assisting": [],
        "assisting_names": [], "how": "order", "reply_required": True, "due_at": "2026-10-16T00:00:00+08:00", "order": "交办〔2026〕1号",
    }  # fmt: skip


def test_orders_are_numbered_in_sequence_and_a_phone_call_needs_none(city: City) -> None:
    for how in ("order", "phone", "order"):
        city.dispatched(how=how)
    assert list(AssignmentOrder.objects.order_by("pk").values_list("number", "event_seq")) == [
        ("交办〔2026〕1号", 2),
        ("交办〔2026〕2号", 2),
    ]
    with clock.at(on(12, 31, 23, 0).replace(year=2027)):
        city.dispatched()
    assert AssignmentOrder.objects.order_by("pk").last().number == "交办〔2027〕1号"  # type: ignore[union-attr]


def test_one_lead_and_assisting_units(city: City) -> None:
    """P5; the assisting report is due 2 wd before the lead's: October 13, 24:00."""
    ticket = city.assisted()
    assert set(ticket.assignments.values_list("unit__name", "is_lead")) == {("市住建局", True), ("市水务局", False)}
    assert dues(ticket) == {"reply": REPLY_DUE, "sign_for": SIGN_DUE, "sign_for[2]": SIGN_DUE, "assist": on(10, 14)}
    assert deadline(ticket, Kind.ASSIST).unit == city.water
    assert told(ticket) == {("handler", "dispatched"), ("water_handler", "dispatched")}


def test_a_critical_ticket_is_signed_for_in_half_an_hour_by_the_clock(city: City) -> None:
    """X2: clock time, in the middle of the night of a holiday too."""
    with clock.at(on(10, 2, 3, 0)):
        ticket = city.dispatched(city.register(urgency="critical"))
    assert dues(ticket) == {"sign_for": on(10, 2, 3, 30), "reply": REPLY_DUE}  # the 7 wd begin on October 8 all the same
    assert dues(city.dispatched(city.register(urgency="urgent")))["sign_for"] == SIGN_DUE


def test_a_shorter_time_can_be_set_and_none_longer(city: City) -> None:
    assert dues(city.dispatched(workdays=2))["reply"] == on(10, 10)
    ticket = city.register()
    for workdays in (8, 0, -1):
        with refused(field="workdays"):
            city.dispatched(ticket, workdays=workdays)


def test_the_times_are_settings(city: City) -> None:
    Option.objects.create(key="reply_workdays", value=5)
    Option.objects.create(key="sign_for_minutes_critical", value=10)
    assert dues(city.dispatched(city.register(urgency="critical"))) == {"reply": on(10, 14), "sign_for": on(9, 30, 10, 10)}


def test_units_are_named_once_and_work(city: City) -> None:
    ticket, closed = city.register(), Unit.objects.create(name="旧局", is_active=False)
    for values in (
        {"assisting": [city.housing]},
        {"assisting": [city.water, city.water]},
        {"assisting": [closed]},
        {"lead": closed},
    ):
        with refused():
            city.dispatched(ticket, **values)


def test_one_lead_in_the_database(city: City) -> None:
    ticket = city.dispatched()
    with pytest.raises(IntegrityError, match="one_lead"), transaction.atomic():
        Assignment.objects.create(ticket=ticket, unit=city.water, held_by=city.water, is_lead=True, assigned_at=T0)
    with pytest.raises(IntegrityError, match="unit_assigned_once"), transaction.atomic():
        Assignment.objects.create(ticket=ticket, unit=city.housing, held_by=city.housing, is_lead=False, assigned_at=T0)


def test_where_the_office_leads_its_dispatchers_are_told(city: City) -> None:
    """P5: the office is then the lead unit, and its dispatchers handle it."""
    city.person("second", city.office, Role.DISPATCHER)
    ticket = city.dispatched(lead=city.office)
    assert told(ticket) == {("second", "dispatched")}
    assert city.do(ticket, Action.REPLY, city.second, text="已协调解决").step == 3


# ---- sign for


def test_sign_for(city: City) -> None:
    ticket = city.assisted()
    with clock.at(on(10, 8, 9, 0)):
        ticket = city.do(ticket, Action.SIGN_FOR, city.water_handler)
    assert list(ticket.assignments.order_by("pk").values_list("signed_at", flat=True)) == [None, on(10, 8, 9, 0)]
    assert set(dues(ticket)) == {"reply", "sign_for", "assist"}
    assert deadline(ticket, Kind.SIGN_FOR).unit == city.housing
    with refused(match="signed"):
        city.do(ticket, Action.SIGN_FOR, city.water_handler)


def test_a_dispatch_for_information_closes_at_sign_for(city: City) -> None:
    """P3: no reply is expected; the office's own obligations begin."""
    ticket = city.for_information(assisting=[city.water])
    assert dues(ticket) == {"sign_for": SIGN_DUE, "sign_for[2]": SIGN_DUE}
    with refused(match="information"):
        city.do(ticket, Action.REPLY, city.handler, text="已阅")
    ticket = city.do(ticket, Action.SIGN_FOR, city.water_handler)
    assert ticket.step == 2  # only the lead's signature counts
    ticket = city.do(ticket, Action.SIGN_FOR, city.handler)
    assert (ticket.step, dues(ticket)) == (3, {"accept": on(10, 11), "callback": on(10, 14)})  # 3 wd, 5 wd
    assert "市住建局" in ticket.result
    assert city.accepted(city.answered(ticket)).step == 5


# ---- handing on


def test_handing_on_does_not_restart_the_clock(city: City) -> None:
    """P19."""
    ticket = city.dispatched(lead=city.district)
    with clock.at(on(10, 12, 9, 0)):
        ticket = city.do(ticket, Action.HAND_ON, city.district_handler, to=city.street, text="请办理")
    assert (ticket.step, dues(ticket)) == (2, {"reply": REPLY_DUE, "sign_for": SIGN_DUE})
    for kind in (Kind.REPLY, Kind.SIGN_FOR):
        row = deadline(ticket, kind)
        assert (row.unit, row.held_by, row.opened_at) == (city.district, city.street, T0)
    assert told(ticket) == {("street_handler", "handed_on")}
    assert city.do(ticket, Action.REPLY, city.street_handler, text="已修好").step == 3


@pytest.mark.parametrize("to", ["water", "office", "district"])
def test_handing_on_stays_inside_the_own_tree(city: City, to: str) -> None:
    """Not to a foreign unit, and not to where it lies already."""
    ticket = city.dispatched(lead=city.district)
    with refused(field="to"):
        city.do(ticket, Action.HAND_ON, city.district_handler, to=getattr(city, to))


def test_handing_up_is_not_handing_on(city: City) -> None:
    ticket = city.dispatched(lead=city.street)
    with refused(field="to"):
        city.do(ticket, Action.HAND_ON, city.street_handler, to=city.district)


def test_handing_on_moves_only_what_the_unit_owes(city: City) -> None:
    """What the office must decide about that unit's request stays with the office."""
    ticket = city.return_asked(city.dispatched(lead=city.district), city.district_handler)
    ticket = city.do(ticket, Action.REQUEST_EXTENSION, city.district_handler, workdays=2, text="待料")
    ticket = city.do(ticket, Action.HAND_ON, city.district_handler, to=city.street)
    held = set(Deadline.objects.open().of(*ticket.subject).values_list("kind", "held_by__name"))
    assert held == {
        ("reply", "龙华区中山街道办"), ("sign_for", "龙华区中山街道办"), ("decide_return", "12345热线办"), ("decide_extension", "12345热线办"),
    }  # fmt: skip


# ---- progress, assisting report, disagreement


@pytest.mark.parametrize(
    ("urgency", "expected"),
    [("normal", set()), ("urgent", {("dispatcher", "progress"), ("supervisor", "progress")})],
)
def test_progress_of_urgent_matters_is_told(city: City, urgency: str, expected: set[Any]) -> None:
    """P7."""
    ticket = city.dispatched(city.register(urgency=urgency))
    ticket = city.do(ticket, Action.PROGRESS, city.handler, text="已派人到场")
    assert (ticket.step, told(ticket), last_event(ticket).details) == (2, expected, {"unit": "市住建局"})


def test_an_assisting_unit_reports_and_moves_nothing(city: City) -> None:
    """P5: only the lead's reply moves the ticket."""
    ticket = city.assisted()
    ticket = city.do(ticket, Action.ASSIST_REPORT, city.water_handler, text="供水正常")
    assert (ticket.step, ended(ticket)["assist"], told(ticket)) == (2, "met", {("handler", "assist_report")})
    assert set(dues(ticket)) == {"reply", "sign_for", "sign_for[2]"}
    with refused(Forbidden):
        city.do(ticket, Action.REPLY, city.water_handler, text="我局办结")


def test_a_disagreement_is_told_to_the_office(city: City) -> None:
    """P11."""
    ticket = city.do(city.assisted(), Action.DISAGREE, city.water_handler, text="应由住建局负责")
    assert (ticket.step, told(ticket)) == (2, {("dispatcher", "disagreement"), ("supervisor", "disagreement")})


# ---- return


def test_a_return_needs_reason_and_basis(city: City) -> None:
    """X3."""
    ticket = city.dispatched()
    for values in ({"text": " ", "basis": "三定"}, {"text": "非本局", "basis": ""}):
        with refused():
            city.do(ticket, Action.REQUEST_RETURN, city.handler, **values)
    ticket = city.return_asked(ticket)
    assert (ticket.step, told(ticket)) == (2, {("dispatcher", "return_requested")})
    assert dues(ticket) == {"reply": REPLY_DUE, "sign_for": SIGN_DUE, "decide_return": on(10, 9)}  # 1 wd: October 8
    assert last_event(ticket).details == {"basis": "三定方案第三条", "unit": "市住建局"}
    with refused(match="already"):
        city.return_asked(ticket)


def test_an_upheld_return_cancels_the_units_deadlines(city: City) -> None:
    ticket = city.extension_asked(city.assisted())
    with clock.at(on(10, 8, 9, 0)):
        ticket = city.return_upheld(ticket)
    assert (ticket.step, ticket.returns_upheld, dues(ticket)) == (1, 1, {"handle": on(10, 9)})
    assert ended(ticket) == {
        "handle": "met", "reply": "cancelled", "sign_for": "cancelled", "assist": "cancelled", "decide_extension": "cancelled",
        "decide_return": "met",
    }  # fmt: skip
    assert not ticket.assignments.filter(ended_at=None).exists()
    assert told(ticket) == {("handler", "return_upheld")}
    # The next unit has 7 wd from its own dispatch: 13, 14, 15, 16, 19, 20, 21. The limit stays 30 wd from the first one.
    with clock.at(on(10, 12, 9, 0)):
        ticket = city.dispatched(ticket, lead=city.water)
    assert (dues(ticket)["reply"], deadline(ticket, Kind.REPLY).limit_at) == (on(10, 22), LIMIT)
    assert ticket.first_dispatched_at == T0


def test_a_refused_return_changes_only_the_request(city: City) -> None:
    ticket = city.do(city.return_asked(), Action.DECIDE_RETURN, city.dispatcher, granted=False, text="属于贵局职责")
    assert (ticket.step, ticket.returns_upheld, dues(ticket)) == (2, 0, {"reply": REPLY_DUE, "sign_for": SIGN_DUE})
    assert (ended(ticket)["decide_return"], told(ticket)) == ("met", {("handler", "return_refused")})
    row = Return.objects.get()
    assert (row.granted, row.decided_by, row.decided_at) == (False, city.dispatcher, T0)


def test_an_assisting_units_upheld_return_releases_that_unit_only(city: City) -> None:
    ticket = city.return_asked(city.assisted(), city.water_handler)
    ticket = city.do(ticket, Action.DECIDE_RETURN, city.dispatcher, granted=True, text="同意")
    assert (ticket.step, ticket.returns_upheld) == (2, 0)
    assert dues(ticket) == {"reply": REPLY_DUE, "sign_for": SIGN_DUE}
    assert list(ticket.assignments.filter(ended_at=None).values_list("unit__name", flat=True)) == ["市住建局"]
    assert told(ticket) == {("water_handler", "return_upheld")}


def test_after_two_upheld_returns_the_office_head_names_the_unit(city: City) -> None:
    """X3: and that unit cannot return it."""
    ticket = city.return_upheld()
    assert ("office_head", "head_names_unit") not in told(ticket)
    ticket = city.return_upheld(city.dispatched(ticket))
    assert (ticket.returns_upheld, told(ticket)) == (2, {("handler", "return_upheld"), ("office_head", "head_names_unit")})
    with refused(Forbidden):
        city.dispatched(ticket)
    ticket = city.do(ticket, Action.DISPATCH, city.office_head, lead=city.housing, how="order", caller_told=True)
    with refused(match="cannot be returned"):
        city.return_asked(ticket)


def test_nobody_decides_their_own_return(city: City) -> None:
    """Not even with the right: the person, the flow and the database."""
    both = city.person("both", city.office, Role.DISPATCHER)
    ticket = city.return_asked(city.dispatched(lead=city.office), both)
    with refused(Forbidden):
        city.do(ticket, Action.DECIDE_RETURN, both, granted=True, text="同意")
    assert city.do(ticket, Action.DECIDE_RETURN, city.dispatcher, granted=True, text="同意").step == 1


@pytest.mark.parametrize(("model", "scene"), [(Return, "return_asked"), (Extension, "extension_asked"), (Reply, "draft_waits")])
def test_decided_by_another_in_the_database(city: City, model: Any, scene: str) -> None:
    getattr(city, scene)()
    row = model.objects.get()
    row.decided_by = row.requested_by
    with pytest.raises(IntegrityError, match="decided_by_another"), transaction.atomic():
        row.save()


# ---- extension


def test_an_extension_is_asked_and_granted(city: City) -> None:
    """P7: 7 + 5 wd after September 30 are October 22."""
    ticket = city.extension_asked()
    assert (dues(ticket)["decide_extension"], told(ticket)) == (on(10, 9), {("office_head", "extension_requested")})
    assert dues(ticket)["reply"] == REPLY_DUE
    with refused(match="already"):
        city.extension_asked(ticket)
    with clock.at(on(10, 8, 9, 0)):
        ticket = city.do(ticket, Action.DECIDE_EXTENSION, city.office_head, granted=True, text="同意")
    assert dues(ticket) == {"reply": on(10, 23), "sign_for": SIGN_DUE}
    assert (ended(ticket)["decide_extension"], told(ticket)) == ("met", {("handler", "extension_granted")})
    assert last_event(ticket).details == {"granted": True, "workdays": 5, "due_at": "2026-10-23T00:00:00+08:00"}


@pytest.mark.parametrize(("workdays", "due"), [(1, on(10, 17)), (4, on(10, 22)), (5, on(10, 23))])
def test_an_extension_may_be_granted_in_part(city: City, workdays: int, due: object) -> None:
    ticket = city.do(
        city.extension_asked(), Action.DECIDE_EXTENSION, city.office_head, granted=True, text="部分同意", workdays=workdays
    )
    assert dues(ticket)["reply"] == due


@pytest.mark.parametrize("workdays", [0, -1, 6])
def test_not_more_is_granted_than_was_asked_and_not_nothing(city: City, workdays: int) -> None:
    ticket = city.extension_asked()
    with refused(field="workdays"):
        city.do(ticket, Action.DECIDE_EXTENSION, city.office_head, granted=True, text="同意", workdays=workdays)


def test_a_refused_extension_leaves_the_due_date(city: City) -> None:
    ticket = city.do(city.extension_asked(), Action.DECIDE_EXTENSION, city.office_head, granted=False, text="请按期办结")
    assert (dues(ticket)["reply"], told(ticket)) == (REPLY_DUE, {("handler", "extension_refused")})


def test_thirty_working_days_are_the_most_in_total(city: City) -> None:
    """P7: 7 + 23. One more is refused, in one go or in two."""
    ticket = city.dispatched()
    with refused(field="workdays"):
        city.extension_asked(ticket, 24)
    ticket = city.do(city.extension_asked(ticket, 20), Action.DECIDE_EXTENSION, city.office_head, granted=True, text="同意")
    with refused(field="workdays"):
        city.extension_asked(ticket, 4)
    ticket = city.do(city.extension_asked(ticket, 3), Action.DECIDE_EXTENSION, city.office_head, granted=True, text="同意")
    assert dues(ticket)["reply"] == LIMIT
    with refused(match="limit"):
        city.extension_asked(ticket, 1)


def test_the_limit_counts_from_the_first_dispatch(city: City) -> None:
    """Dispatched again on October 12: November 17 is the 26th wd after that day, so 19 more than 7 are possible."""
    ticket = city.return_upheld()
    with clock.at(on(10, 12, 9, 0)):
        ticket = city.dispatched(ticket)
        with refused(field="workdays"):
            city.extension_asked(ticket, 20)
        ticket = city.extension_asked(ticket, 19)
        ticket = city.do(ticket, Action.DECIDE_EXTENSION, city.office_head, granted=True, text="同意")
    assert dues(ticket)["reply"] == LIMIT


@pytest.mark.parametrize(("moment", "possible"), [(on(10, 15, 23, 59), True), (on(10, 16), False)])
def test_only_before_it_is_due(city: City, moment: Any, possible: bool) -> None:
    """`due_at` is exclusive: overdue from 00:00 of the 16th on."""
    ticket = city.dispatched()
    with clock.at(moment):
        if possible:
            assert "decide_extension" in dues(city.extension_asked(ticket))
        else:
            with refused(match="before it is due"):
                city.extension_asked(ticket)


def test_nobody_decides_their_own_extension(city: City) -> None:
    """Not even an office head who handles the office's own tickets."""
    head = city.person("head", city.office, Role.OFFICE_HEAD, Role.HANDLER)
    ticket = city.dispatched(lead=city.office)
    ticket = city.do(ticket, Action.REQUEST_EXTENSION, head, workdays=2, text="待料")
    with refused(Forbidden):
        city.do(ticket, Action.DECIDE_EXTENSION, head, granted=True, text="同意")
    assert dues(city.do(ticket, Action.DECIDE_EXTENSION, city.office_head, granted=True, text="同意"))["reply"] == on(10, 20)


def test_the_limit_holds_in_the_database(city: City) -> None:
    row = deadline(city.dispatched(), Kind.REPLY)
    for due_at, limit_at in ((on(11, 19), LIMIT), (REPLY_DUE, None), (REPLY_DUE, on(10, 15))):
        with pytest.raises(IntegrityError, match="deadline_reply_within_limit"), transaction.atomic():
            Deadline.objects.filter(pk=row.pk).update(due_at=due_at, limit_at=limit_at)


# ---- re-dispatch on an instruction


def test_a_redispatch_follows_an_instruction(city: City) -> None:
    """P4, P11: the former units lose it, the new one has its own 7 wd; each instruction is followed once."""
    ticket = city.dispatched()
    data: dict[str, Any] = {"lead": city.water, "how": "order", "caller_told": True}
    with refused(match="instruction"):
        city.do(ticket, Action.REDISPATCH, city.dispatcher, **data)
    ticket = city.submitted(ticket)
    with refused(match="instruction"):  # submitted is not instructed
        city.do(ticket, Action.REDISPATCH, city.dispatcher, **data)
    with clock.at(on(10, 12, 9, 0)):
        ticket = city.do(ticket, Action.INSTRUCT, city.cityleader, text="请水务局牵头处理。")
        ticket = city.do(ticket, Action.REDISPATCH, city.dispatcher, **data)
    assert (ticket.step, told(ticket)) == (2, {("water_handler", "dispatched")})
    assert dues(ticket) == {"reply": on(10, 22), "sign_for": on(10, 13, 17, 30)}
    assert deadline(ticket, Kind.REPLY).limit_at == LIMIT
    assert list(ticket.assignments.filter(ended_at=None).values_list("unit__name", flat=True)) == ["市水务局"]
    assert last_event(ticket).details["instructions"] == [Instruction.objects.get().pk]
    with refused(match="instruction"):
        city.do(ticket, Action.REDISPATCH, city.dispatcher, **data)


def test_a_late_redispatch_has_its_seven_days_beyond_the_limit(city: City) -> None:
    """Re-dispatched on November 10: 7 wd are 11, 12, 13, 16, 17, 18, 19, later than 30 wd from the first dispatch."""
    ticket = city.dispatched()
    with clock.at(on(11, 10, 9, 0)):
        ticket = city.do(
            city.instructed(ticket), Action.REDISPATCH, city.dispatcher, lead=city.water, how="phone", caller_told=True
        )
        row = deadline(ticket, Kind.REPLY)
        assert (clock.local(row.due_at), row.limit_at) == (on(11, 20), on(11, 20))
        with refused(match="extended to the limit already"):
            city.do(ticket, Action.REQUEST_EXTENSION, city.water_handler, workdays=1, text="待料")


def test_a_redispatch_from_supervision_ends_the_order(city: City) -> None:
    """Redo and supervision deadlines change by a new order only; the former unit owes nothing any more."""
    ticket = city.instructed(city.supervised())
    ticket = city.do(ticket, Action.REDISPATCH, city.dispatcher, lead=city.water, how="phone", caller_told=True)
    assert (ticket.step, dues(ticket)) == (4, {"reply": REPLY_DUE, "sign_for": SIGN_DUE})
    assert ended(ticket)["supervision"] == "cancelled"
    assert city.do(ticket, Action.REPLY, city.water_handler, text="已办").step == 3


# ---- texts


LONG = "长" * 100_000
OPTIONAL_TEXTS: list[tuple[str, Action, str, dict[str, Any]]] = [
    ("register", Action.PROPOSE, "operator", {"lead": "water"}),
    ("register", Action.REFER, "operator", {"to": "税务局", "connected": False, "caller_told": True}),
    ("register", Action.DISPATCH, "dispatcher", {"lead": "water", "how": "phone", "caller_told": True}),
    ("answered", Action.ACCEPT, "clerk", {}),
    ("replied", Action.CALLBACK, "clerk", {"reached": False}),
    ("draft_waits", Action.DECIDE_REPLY, "unit_leader", {"granted": True}),
    ("register", Action.MERGE, "dispatcher", {"into": "register"}),
]


@pytest.mark.parametrize(("scene", "action", "who", "data"), OPTIONAL_TEXTS, ids=lambda value: getattr(value, "value", ""))
def test_an_endless_text_is_refused_where_a_text_is_optional_too(
    city: City, scene: str, action: Action, who: str, data: dict[str, Any]
) -> None:
    ticket = getattr(city, scene)()
    values = {
        key: getattr(city, value) if key == "lead" else city.register() if key == "into" else value for key, value in data.items()
    }
    with refused(Refused, field="text"):
        city.do(ticket, action, getattr(city, who), text=LONG, **values)


REQUIRED_TEXTS = [
    ("dispatched", Action.PROGRESS, "handler", {}),
    ("dispatched", Action.REPLY, "handler", {}),
    ("dispatched", Action.DISAGREE, "handler", {}),
    ("dispatched", Action.SUPERVISE, "supervisor", {}),
    ("replied", Action.REDO, "supervisor", {}),
    ("replied", Action.ANSWER_CALLER, "clerk", {"answered": True, "how": "phone"}),
    ("dispatched", Action.WITHDRAW, "operator", {}),
    ("register", Action.NOTE, "operator", {}),
    ("register", Action.REVEAL, "dispatcher", {}),
    ("register", Action.DECLARE_MAJOR, "operator", {}),
    ("register", Action.FLAG_HARD, "operator", {}),
    ("register", Action.ANSWER, "operator", {}),
    ("register", Action.VOID, "operator", {}),
]


@pytest.mark.parametrize(("scene", "action", "who", "data"), REQUIRED_TEXTS, ids=lambda value: getattr(value, "value", ""))
def test_a_text_is_neither_empty_nor_endless(city: City, scene: str, action: Action, who: str, data: dict[str, Any]) -> None:
    ticket = getattr(city, scene)()
    for text in ("", " \n\t", LONG, "长" * 4001):
        with refused(Refused, field="text"):
            city.do(ticket, action, getattr(city, who), text=text, **data)


def test_an_extension_moves_the_assisting_report_along(city: City) -> None:
    """Two working days before the lead's reply: of 12 wd from September 30 that is the 10th, October 20."""
    ticket = city.do(city.dispatched(assisting=[city.water]), Action.REQUEST_EXTENSION, city.handler, workdays=5, text="待料")
    before = dues(ticket)["assist"]
    ticket = city.do(ticket, Action.DECIDE_EXTENSION, city.office_head, granted=True, text="同意")
    assert (before, dues(ticket)["assist"]) == (on(10, 14), on(10, 21))
