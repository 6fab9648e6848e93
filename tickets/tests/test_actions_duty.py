"""What leaders on duty may do with tickets, what it opens and meets, and that it ends with the shift (D4, D7, D11-D13, D17)."""

from datetime import datetime, timedelta

import pytest

from hotline import clock
from hotline.deadlines.models import Deadline, Kind
from hotline.deadlines.sweep import sweep
from hotline.notices.models import Notice
from hotline.people.models import Person, Unit
from tickets.flow import Action
from tickets.models import Assignment, Ticket
from tickets.operation import Forbidden, Refused, perform
from tickets.tests.conftest import T0, City, dues, last_event, on_duty

pytestmark = pytest.mark.usefixtures("pinned")
CALL = {"handle_by": T0 + timedelta(days=3), "text": "已当面答复。", "arrangement": "供水科今日到现场。"}


def at(day: int, hour: int, minute: int = 0, month: int = 9) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=clock.TZ)


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("person__username", flat=True))


def test_a_call_is_recorded_with_time_result_and_arrangement(city: City, duty_leader: Person) -> None:
    ticket = city.do(city.register(wants_duty_leader=True), Action.LEADER_CALL, duty_leader, **CALL)
    event = last_event(ticket)
    assert (event.opinion, event.details["arrangement"], event.details["handle_by"]) == (
        "已当面答复。", "供水科今日到现场。", "2026-10-03T10:00:00+08:00",
    )  # fmt: skip
    assert told("leader_call") == {"dispatcher"}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"handle_by": T0 - timedelta(minutes=1)}, "handle_by"),
        ({"handle_by": T0 + timedelta(days=367)}, "handle_by"),
        ({"text": " "}, "text"),
        ({"arrangement": " "}, "arrangement"),
    ],
)
def test_a_call_without_its_parts_is_refused(city: City, duty_leader: Person, wrong: dict[str, object], field: str) -> None:
    ticket = city.register()
    with pytest.raises(Refused) as refusal:
        city.do(ticket, Action.LEADER_CALL, duty_leader, **(CALL | wrong))
    assert refusal.value.field == field
    assert Ticket.objects.get(pk=ticket.pk).version == ticket.version


def test_handled_at_once_is_typed_to_the_minute(city: City, duty_leader: Person) -> None:
    with clock.at(T0 + timedelta(seconds=40)):
        city.do(city.register(), Action.LEADER_CALL, duty_leader, **(CALL | {"handle_by": T0}))


def test_what_the_leader_tells_the_caller_is_a_promise(city: City, duty_leader: Person) -> None:
    """D13: with a legal basis not later than the current deadline, and owed by the unit that works on it; once."""
    ticket = city.dispatched()
    before = dues(ticket)
    late = CALL | {"handle_by": before["reply"] + timedelta(minutes=1)}
    with pytest.raises(Refused) as refusal:
        perform(ticket.pk, Action.LEADER_CALL, actor=duty_leader, **late)
    assert refusal.value.field == "handle_by"
    perform(ticket.pk, Action.LEADER_CALL, actor=duty_leader, has_basis=False, **late)  # explained: nothing is promised
    assert dues(ticket) == before
    ticket = city.do(Ticket.objects.get(pk=ticket.pk), Action.LEADER_CALL, duty_leader, **CALL)
    assert dues(ticket) == before | {"promise": at(3, 10, month=10)}
    assert "handler" in told("promised")
    perform(ticket.pk, Action.LEADER_CALL, actor=duty_leader, **(CALL | {"handle_by": T0 + timedelta(days=2)}))
    assert dues(ticket) == before | {"promise": at(3, 10, month=10)}


def test_what_nobody_works_on_yet_is_promised_within_a_reply_and_owed_by_nobody(city: City, duty_leader: Person) -> None:
    ticket = city.register()
    before = dues(ticket)
    with pytest.raises(Refused):
        perform(
            ticket.pk, Action.LEADER_CALL, actor=duty_leader, **(CALL | {"handle_by": at(16, 0, month=10) + timedelta(minutes=1)})
        )
    perform(ticket.pk, Action.LEADER_CALL, actor=duty_leader, **(CALL | {"handle_by": at(16, 0, month=10)}))
    assert dues(ticket) == before


def test_where_the_reply_is_overdue_the_time_of_an_order_may_be_promised(city: City, duty_leader: Person) -> None:
    """P10: three working days; the reply was due on 15 October 2026, a Thursday; from Friday three working days end on Wednesday."""
    ticket = city.dispatched()
    with clock.at(at(16, 10, month=10)):
        with pytest.raises(Refused):
            perform(ticket.pk, Action.PROMISE, actor=duty_leader, by=at(22, 0, month=10) + timedelta(minutes=1), text="x")
        perform(ticket.pk, Action.PROMISE, actor=duty_leader, by=at(22, 0, month=10), text="下周三前答复。")


def test_the_command_is_told_at_once(city: City) -> None:
    """D14: of a major incident, and of who asks for the leader those who take the calls at that hour (D17); nobody at night."""
    principal, deputy = (city.person(name, city.water, rank=name) for name in ("principal", "deputy"))
    with on_duty(principal, deputy, callers=[principal]):
        city.register(wants_duty_leader=True)
        assert told("leader_wanted") == {"principal"}
        city.register()
        assert Notice.objects.filter(kind="leader_wanted").count() == 1
        city.do(city.register(), Action.DECLARE_MAJOR, deputy, text="燃气泄漏")
        assert {"principal", "office_head"} <= told("major_declared")
        assert "deputy" not in told("major_declared")  # who declared it
        with clock.at(at(30, 22)):
            city.register(wants_duty_leader=True)
        assert Notice.objects.filter(kind="leader_wanted").count() == 1


def test_between_three_and_five_only_who_takes_the_calls(city: City, duty_leader: Person) -> None:
    deputy = city.person("deputy", city.water, rank="deputy")
    ticket = city.register()
    with on_duty(duty_leader, deputy, callers=[duty_leader]):
        with pytest.raises(Forbidden):
            perform(ticket.pk, Action.LEADER_CALL, actor=deputy, **CALL)
        perform(ticket.pk, Action.OPINE, actor=deputy, text="其他权力不变。")
        perform(ticket.pk, Action.LEADER_CALL, actor=duty_leader, **CALL)


def test_the_powers_begin_and_end_with_the_shift(city: City, duty_leader: Person) -> None:
    ticket = city.register()
    for moment, allowed in ((at(30, 8, 29), False), (at(30, 8, 30), True), (at(30, 21, 59), True), (at(30, 22), False)):
        with clock.at(moment):
            if allowed:
                perform(ticket.pk, Action.OPINE, actor=duty_leader, text="请核实。")
            else:
                with pytest.raises(Forbidden):
                    perform(ticket.pk, Action.OPINE, actor=duty_leader, text="请核实。")


def test_the_caller_in_the_arrangement_is_masked(city: City, duty_leader: Person) -> None:
    ticket = city.do(city.register(), Action.LEADER_CALL, duty_leader, **(CALL | {"arrangement": "联系陈小明 12000000001"}))
    assert last_event(ticket).details["arrangement"] == "联系陈** 120******01"


def test_a_hard_case_is_owed_by_the_shift_until_its_end_and_met_by_an_opinion(city: City, duty_leader: Person) -> None:
    """D7: solved the same day, or coordinated with a written opinion; 22:00."""
    ticket = city.do(city.register(), Action.FLAG_HARD, city.operator, text="两局互相推诿", mark="shirking")
    row = Deadline.objects.open().of(*ticket.subject).get(kind=Kind.HARD_CASE)
    assert (row.unit, clock.local(row.due_at), last_event(ticket).details["mark"]) == (city.water, at(30, 22), "shirking")
    assert told("hard_case") == {"dutyleader"}
    city.do(ticket, Action.OPINE, duty_leader, text="由市水务局牵头。")
    row.refresh_from_db()
    assert row.met_at == clock.now()


def test_a_note_or_another_opinion_does_not_meet_it(city: City, duty_leader: Person) -> None:
    ticket = city.do(city.register(), Action.FLAG_HARD, city.operator, text="两局互相推诿")
    city.do(ticket, Action.NOTE, city.dispatcher, text="已知悉。")
    assert "hard_case" in dues(ticket)


@pytest.mark.parametrize("how", ["answered", "replied", "accepted", "unmarked", "withdrawn"])
def test_a_hard_case_ends_when_it_is_solved(city: City, duty_leader: Person, how: str) -> None:
    ticket = city.register() if how == "answered" else city.dispatched()
    ticket = city.do(ticket, Action.FLAG_HARD, city.operator, text="难")
    if how == "answered":
        city.do(ticket, Action.ANSWER, city.operator, text="已解释")
    elif how == "replied":
        city.replied(ticket)
    elif how == "accepted":  # marked again after the reply
        ticket = city.do(city.replied(ticket), Action.FLAG_HARD, city.operator, text="误标", hard=False)
        ticket = city.do(ticket, Action.FLAG_HARD, city.operator, text="仍难")
        assert "hard_case" in dues(ticket)
        city.accepted(city.answered(ticket))
    elif how == "unmarked":
        city.do(ticket, Action.FLAG_HARD, city.operator, text="误标", hard=False)
    else:
        city.do(ticket, Action.WITHDRAW, city.operator, text="不要了")
    assert "hard_case" not in dues(ticket)
    row = Deadline.objects.of(*ticket.subject).filter(kind=Kind.HARD_CASE).latest("pk")
    is_solved = how in ("answered", "replied", "accepted")
    assert (row.met_at is not None, row.cancelled_at is not None) == (is_solved, not is_solved)


def test_what_is_closed_already_is_marked_and_owed_by_nobody(city: City, duty_leader: Person) -> None:
    ticket = city.do(city.accepted(), Action.FLAG_HARD, city.operator, text="难")
    assert ticket.is_hard
    assert "hard_case" not in dues(ticket)
    assert told("hard_case") == set()


def test_at_night_a_hard_case_waits_for_the_next_shift(city: City, duty_leader: Person) -> None:
    with clock.at(at(30, 22, 5)):
        ticket = city.do(city.register(), Action.FLAG_HARD, city.operator, text="难")
    assert "hard_case" not in dues(ticket)


def test_a_required_report_is_owed_and_met_by_that_unit_alone(city: City, duty_leader: Person) -> None:
    """D11: from any unit, by a stated time; the reply deadline does not move."""
    ticket = city.dispatched(assisting=[city.water])
    before = dues(ticket)
    ticket = city.do(ticket, Action.REQUIRE_PROGRESS, duty_leader, unit=city.housing, by=at(30, 16), text="请报进展")
    assert dues(ticket) == before | {"progress": at(30, 16)}
    city.do(ticket, Action.PROGRESS, city.water_handler, text="协办单位的进展")
    assert "progress" in dues(ticket)
    city.do(ticket, Action.PROGRESS, city.handler, text="已到现场")
    assert dues(ticket) == before
    assert "handler" in told("progress_required")


def test_a_second_report_of_the_same_unit_is_refused_while_one_is_owed(city: City, duty_leader: Person) -> None:
    ticket = city.dispatched()
    ask = {"unit": city.housing, "by": at(30, 16), "text": "请报进展"}
    city.do(ticket, Action.REQUIRE_PROGRESS, duty_leader, **ask)
    with pytest.raises(Refused, match=r"already|已"):
        perform(ticket.pk, Action.REQUIRE_PROGRESS, actor=duty_leader, **ask)


@pytest.mark.parametrize("by", [T0, T0 - timedelta(hours=1), T0 + timedelta(days=31)])
def test_a_report_is_due_ahead_and_soon(city: City, duty_leader: Person, by: datetime) -> None:
    ticket = city.dispatched()
    with pytest.raises(Refused) as refusal:
        perform(ticket.pk, Action.REQUIRE_PROGRESS, actor=duty_leader, unit=city.housing, by=by, text="请报进展")
    assert refusal.value.field == "by"


def test_a_stranger_to_the_ticket_owes_no_report(city: City, duty_leader: Person) -> None:
    ticket = city.dispatched()
    with pytest.raises(Refused) as refusal:
        perform(ticket.pk, Action.REQUIRE_PROGRESS, actor=duty_leader, unit=city.health, by=at(30, 16), text="x")
    assert refusal.value.field == "unit"


def test_a_unit_whose_work_has_ended_owes_no_report(city: City, duty_leader: Person) -> None:
    ticket = city.dispatched(assisting=[city.water])
    Assignment.objects.filter(ticket=ticket, unit=city.water).update(ended_at=T0)
    with pytest.raises(Refused) as refusal:
        perform(ticket.pk, Action.REQUIRE_PROGRESS, actor=duty_leader, unit=city.water, by=at(30, 16), text="x")
    assert refusal.value.field == "unit"


def test_a_promise_is_its_own_row_and_moves_nothing(city: City, duty_leader: Person) -> None:
    """D13: dispatched on 30 September 2026, the reply is due on 15 October (spec section 4)."""
    ticket = city.dispatched()
    before = dues(ticket)
    ticket = city.do(ticket, Action.PROMISE, duty_leader, by=at(9, 17, month=10), text="10月9日前答复您。")
    assert dues(ticket) == before | {"promise": at(9, 17, month=10)}
    city.replied(ticket)
    assert Deadline.objects.of(*ticket.subject).get(kind=Kind.PROMISE).met_at == clock.now()


def test_a_promise_is_not_later_than_the_current_deadline(city: City, duty_leader: Person) -> None:
    ticket = city.dispatched()
    due = dues(ticket)["reply"]
    assert due == at(16, 0, month=10)
    for wrong in (T0, due + timedelta(minutes=1)):
        with pytest.raises(Refused) as refusal:
            perform(ticket.pk, Action.PROMISE, actor=duty_leader, by=wrong, text="x")
        assert refusal.value.field == "by"
    perform(ticket.pk, Action.PROMISE, actor=duty_leader, by=due, text="按期答复。")


def test_a_promise_ends_with_the_unit_that_owed_it(city: City, duty_leader: Person) -> None:
    ticket = city.dispatched()
    city.do(ticket, Action.PROMISE, duty_leader, by=at(9, 17, month=10), text="x")
    city.do(city.return_asked(ticket), Action.DECIDE_RETURN, city.dispatcher, granted=True, text="不属该局")
    assert Deadline.objects.of(*ticket.subject).get(kind=Kind.PROMISE).cancelled_at == clock.now()


def test_first_contact_is_passed_on_and_joint_matters_name_their_units(city: City, duty_leader: Person) -> None:
    ticket = city.do(city.register(), Action.FIRST_CONTACT, duty_leader, joint=True, units=[city.health], text="请一并处理")
    assert last_event(ticket).details["unit_names"] == ["市卫健委"]
    assert told("first_contact") == {"dispatcher"}
    with pytest.raises(Refused) as refusal:
        perform(ticket.pk, Action.FIRST_CONTACT, actor=duty_leader, joint=True, units=[], text="x")
    assert refusal.value.field == "units"


def test_the_shift_sees_what_it_needs_and_no_more(city: City) -> None:
    """Section 2: hard, urgent, major, asking for the leader, the own unit's, the sheet's; after 22:00 nothing."""
    leader = city.person("fresh", city.water, rank="principal")
    plain, hard, wanting = city.register(), city.register(), city.register(wants_duty_leader=True)
    city.do(hard, Action.FLAG_HARD, city.operator, text="难")
    urgent, own, sheet = city.register(urgency="urgent"), city.dispatched(lead=city.water), city.replied()
    ended = city.do(city.register(wants_duty_leader=True), Action.ANSWER, city.operator, text="已解释")
    with on_duty(leader, sheet=[sheet]):
        mine = city.register(actor=leader)
        seen = set(Ticket.objects.visible_to(leader))
        assert seen == {hard, wanting, urgent, own, sheet, mine}
        assert not {plain, ended} & seen
        with clock.at(at(30, 22)):
            assert set(Ticket.objects.visible_to(leader)) == set()


def test_a_leader_who_belongs_to_a_part_of_the_unit_sees_the_units_tickets(city: City) -> None:
    """D5: the duty unit's own; the deputy may come from any part of it."""
    part = Unit.objects.create(name="供水科", parent=city.water)
    leader = city.person("principal", city.water, rank="principal")
    deputy = city.person("deputy", part, rank="deputy")
    own = city.dispatched(lead=city.water)
    with on_duty(leader, deputy):
        assert set(Ticket.objects.visible_to(deputy)) == {own}


def test_the_sheet_shows_its_callers_with_a_logged_reason_and_records_callbacks(city: City) -> None:
    """D10: being on the sheet is the reason, and the call a callback; of other tickets an identity is revealed with a reason."""
    leader = city.person("fresh", city.water, rank="principal")
    sheet, other = city.replied(), city.replied(city.dispatched())
    with on_duty(leader, sheet=[sheet]):
        perform(sheet.pk, Action.REVEAL, actor=leader, text="回访单第1件")
        perform(sheet.pk, Action.CALLBACK, actor=leader, reached=True, solved=True, satisfaction=5)
        perform(other.pk, Action.REVEAL, actor=leader, text="来电人要求值班领导回电")  # section 7: with a reason, and logged
        with pytest.raises(Forbidden):
            perform(other.pk, Action.CALLBACK, actor=leader, reached=False)
    with pytest.raises(Forbidden):
        perform(other.pk, Action.REVEAL, actor=leader, text="班后")
    assert last_event(sheet).actor == last_event(other).actor == leader


def test_the_alarms_of_a_major_incident_reach_the_leaders_too(city: City, duty_leader: Person) -> None:
    """D14: beside those of the office who owe the report (P6: verified within 15 minutes)."""
    city.do(city.register(), Action.DECLARE_MAJOR, city.operator, text="燃气泄漏")
    Notice.objects.all().delete()
    with clock.at(T0 + timedelta(minutes=15)):
        sweep()
    reached = set(
        Notice.objects.filter(kind="alarm", params__items__0__kind="major_verified").values_list("person__username", flat=True)
    )
    assert reached == {"dispatcher", "supervisor", "office_head", "dutyleader"}
