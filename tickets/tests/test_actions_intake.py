"""Step 1: registering, answering, declining, referring, proposing, reopening (P1, P2, X4, X7)."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hotline import clock
from hotline.people.models import Person
from tickets.actions import register
from tickets.actions.intake import reopen_as_new
from tickets.flow import Action
from tickets.models import Caller, Event, Ticket
from tickets.operation import Forbidden, Refused, perform
from tickets.tests.conftest import T0, City, dues, ended, last_event, nothing_changes, on, refused, told

pytestmark = pytest.mark.usefixtures("pinned")
MINIMUM: dict[str, Any] = {"title": "路灯不亮", "content": "海秀路路灯不亮。", "type": "help"}


def test_register_keeps_what_p1_asks_for(city: City) -> None:
    event = register(
        actor=city.operator, title=" 停车 ", content="占道停车。", type="complaint", caller_name=" 陈小明 ", caller_employer="某公司",
        caller_phone="+86 120-0000 0001", called_at=T0 - timedelta(minutes=3), channel="wechat", urgency="urgent",
        address="海秀路1号", district=city.district, is_confidential=True, wants_duty_leader=True, wants_answer=False, answer_by="sms",
    )  # fmt: skip
    ticket = Ticket.objects.get(pk=event.ticket_id)
    assert (ticket.title, ticket.content, ticket.type, ticket.channel, ticket.urgency) == (
        "停车", "占道停车。", "complaint", "wechat", "urgent",
    )  # fmt: skip
    assert (ticket.registered_at, ticket.called_at) == (T0, T0 - timedelta(minutes=3))
    assert (ticket.registered_by, ticket.address, ticket.district) == (city.operator, "海秀路1号", city.district)
    assert (ticket.is_confidential, ticket.wants_duty_leader, ticket.wants_answer, ticket.answer_by) == (True, True, False, "sms")
    assert (ticket.step, ticket.version) == (1, 1)
    caller = Caller.objects.get(ticket=ticket)
    assert (caller.name, caller.employer, caller.phone) == ("陈小明", "某公司", "12000000001")
    assert "12000000001" not in event.canonical()
    assert "陈小明" not in event.canonical()
    assert told(ticket) == set()


def test_numbers_follow_each_other_within_the_day_and_begin_anew(city: City) -> None:
    with refused(Refused):  # a refusal takes no number
        city.register(caller_phone="abc")
    numbers = [city.register().number for _ in range(2)]
    with clock.at(on(9, 30, 23, 59)):
        numbers.append(city.register().number)
    with clock.at(on(10, 1, 0, 0)):  # the day of Shanghai, eight hours before that of UTC
        numbers.append(city.register().number)
    assert numbers == ["20260930-00001", "20260930-00002", "20260930-00003", "20261001-00001"]


def test_the_number_is_unique_in_the_database(city: City) -> None:
    number = city.register().number
    with pytest.raises(IntegrityError), transaction.atomic():
        Ticket.objects.create(number=number, **MINIMUM, registered_at=T0, registered_by=city.operator, called_at=T0)


@pytest.mark.parametrize(
    ("urgency", "due"), [("normal", on(10, 1)), ("urgent", on(9, 30, 10, 30)), ("critical", on(9, 30, 10, 30))]
)
def test_answer_or_dispatch_in_time(city: City, urgency: str, due: object) -> None:
    """特急/急: 30 min; else the same day 24:00."""
    assert dues(city.register(urgency=urgency)) == {"handle": due}


def test_registering_late_at_night_leaves_until_midnight(city: City) -> None:
    with clock.at(on(9, 30, 23, 59)):
        assert dues(city.register()) == {"handle": on(10, 1)}


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("title", {"title": ""}),
        ("title", {"title": "   "}),
        ("title", {"title": "长" * 100_000}),
        ("content", {"content": ""}),
        ("content", {"content": "长" * 100_000}),
        ("content", {"content": "长" * 4001}),
        ("caller_phone", {"caller_phone": "打不通"}),
        ("called_at", {"called_at": T0 + timedelta(minutes=3)}),
        ("called_at", {"called_at": T0 + timedelta(days=1)}),
    ],
)
def test_bad_input_names_the_field(city: City, field: str, values: dict[str, Any]) -> None:
    with refused(Refused, field=field):
        register(actor=city.operator, **MINIMUM | values)


def test_texts_are_kept_as_typed(city: City) -> None:
    """Emoji, rare characters, HTML and template syntax are plain text, in Python and in the database."""
    text = "🙂𠮷 <script>alert('x')</script> {{ 7*7 }} {% now 'Y' %} & \"'%s %(x)s"
    ticket = city.register(title=text[:60], content=text, caller_name="𠮷野🙂")
    assert (ticket.title, ticket.content, ticket.caller.name) == (text[:60], text, "𠮷野🙂")  # type: ignore[attr-defined]
    ticket = city.do(ticket, Action.NOTE, city.operator, text=text)
    assert last_event(ticket).opinion == text
    assert city.register(content="𠮷" * 4000).content == "𠮷" * 4000  # characters, not bytes


def test_the_same_form_registers_once(city: City) -> None:
    key = uuid.uuid4()
    first = register(actor=city.operator, request_id=key, **MINIMUM)
    with nothing_changes():
        assert register(actor=city.operator, request_id=key, **MINIMUM) == first
    assert Ticket.objects.count() == 1


def test_the_same_form_acts_once(city: City) -> None:
    key, ticket = uuid.uuid4(), city.register()
    first = perform(ticket.pk, Action.NOTE, actor=city.operator, request_id=key, text="一次", version=1)
    with nothing_changes():
        assert perform(ticket.pk, Action.NOTE, actor=city.operator, request_id=key, text="一次", version=1) == first


def test_the_duty_leader_registers_answers_and_proposes_and_no_more(city: City, duty_leader: Person) -> None:
    """D11: these; not dispatch, accept, redo or extend."""
    ticket = city.register(actor=duty_leader)
    ticket = city.do(ticket, Action.PROPOSE, duty_leader, lead=city.water, text="建议转水务局")
    with refused(Forbidden):
        perform(ticket.pk, Action.DISPATCH, actor=duty_leader, lead=city.water, how="order", caller_told=True)
    assert city.do(ticket, Action.ANSWER, duty_leader, text="已解释").step == 5


def test_answer_directly(city: City) -> None:
    ticket = city.do(city.register(), Action.ANSWER, city.operator, text="按规定，办理需要身份证。")
    assert (ticket.step, ticket.closed, ticket.result, ticket.answer_outcome) == (
        5,
        "answered",
        "按规定，办理需要身份证。",
        "answered",
    )
    assert (ticket.closed_at, dues(ticket), ended(ticket), told(ticket)) == (T0, {}, {"handle": "met"}, set())
    assert last_event(ticket).opinion == "按规定，办理需要身份证。"


def test_a_void_call_answers_nobody(city: City) -> None:
    ticket = city.do(city.register(), Action.VOID, city.operator, text="无声")
    assert (ticket.step, ticket.closed, ticket.result, ticket.answer_outcome) == (5, "void", "无声", "not_possible")
    assert (dues(ticket), ended(ticket)) == ({}, {"handle": "met"})


def test_decline_for_a_listed_reason_when_the_caller_knows(city: City) -> None:
    """X4."""
    ticket = city.register()
    reason = "已进入诉讼、仲裁、行政复议或信访程序的事项"
    for values in ({"reason": "不想办"}, {"caller_told": False}, {"text": " "}):
        with refused(Refused):
            data = {"reason": reason, "text": "已说明", "caller_told": True} | values
            perform(ticket.pk, Action.DECLINE, actor=city.dispatcher, **data)
    ticket = city.do(ticket, Action.DECLINE, city.dispatcher, reason=reason, text="已说明", caller_told=True)
    assert (ticket.step, ticket.closed, ticket.answer_outcome, dues(ticket)) == (5, "declined", "answered", {})
    assert last_event(ticket).details["reason"] == reason


def test_a_referral_is_tracked_until_its_outcome(city: City) -> None:
    """P2: 7 wd after September 30 are October 15."""
    ticket = city.register()
    with refused(Refused):
        perform(ticket.pk, Action.REFER, actor=city.operator, to="税务局", connected=False, caller_told=False)
    ticket = city.referred(ticket)
    assert (ticket.step, dues(ticket), ended(ticket)) == (2, {"referral": on(10, 16)}, {"handle": "met"})
    assert ticket.assignments.count() == 0
    assert last_event(ticket).details == {"to": "海口市税务局", "connected": False}
    settled = city.do(ticket, Action.REFERRAL_OUTCOME, city.dispatcher, settled=True, text="税务局已办理")
    assert (settled.step, settled.closed, settled.result, dues(settled)) == (5, "referred", "税务局已办理", {})


def test_a_referral_not_settled_comes_back(city: City) -> None:
    with clock.at(on(10, 8, 9, 0)):
        ticket = city.do(city.referred(), Action.REFERRAL_OUTCOME, city.operator, settled=False, text="对方不受理")
    assert (ticket.step, ticket.closed, dues(ticket), ended(ticket)["referral"]) == (1, "", {"handle": on(10, 9)}, "met")


def test_a_proposal_is_recorded_and_moves_nothing(city: City) -> None:
    ticket = city.do(city.register(), Action.PROPOSE, city.operator, lead=city.water, assisting=[city.housing], text="漏水")
    assert (ticket.step, dues(ticket)) == (1, {"handle": on(10, 1)})
    assert last_event(ticket).details == {"lead": city.water.pk, "lead_name": "市水务局", "assisting": [city.housing.pk]}


def test_reopening_links_a_new_ticket_and_leaves_the_archived_one(city: City) -> None:
    """X7."""
    city.person("reader", city.office)
    old = city.register(is_confidential=True, urgency="urgent", address="海秀路1号", district=city.district)
    city.do(old, Action.NAME_READERS, city.office_head, readers=[city.reader], text="承办需要")
    old = city.replied(city.dispatched(old))
    old = city.filed(city.published(city.compiled(city.accepted(city.answered(old)))))
    before = (
        Ticket.objects.filter(pk=old.pk).values().get(),
        list(old.events.values()),
        list(Caller.objects.filter(ticket=old).values()),
    )
    with clock.at(on(10, 20, 9, 0)):
        event = reopen_as_new(old.pk, actor=city.operator, text="灯又灭了")
    new = Ticket.objects.get(pk=event.ticket_id)
    assert before == (
        Ticket.objects.filter(pk=old.pk).values().get(), list(old.events.values()), list(Caller.objects.filter(ticket=old).values())
    )  # fmt: skip
    assert (new.reopened_from, new.step, new.number) == (old, 1, "20261020-00001")
    assert (new.title, new.urgency, new.address, new.district) == (old.title, "urgent", "海秀路1号", city.district)
    assert new.content.startswith("灯又灭了")
    assert (new.is_confidential, list(new.identity_readers.all())) == (True, [city.reader])
    assert (new.caller.name, new.caller.phone) == ("陈小明", "12000000001")  # type: ignore[attr-defined]
    assert event.details == {"reopened_from": old.number}
    assert dues(new) == {"handle": on(10, 20, 9, 30)}


def test_not_reopened_twice_while_it_runs(city: City) -> None:
    old = city.filed()
    new = reopen_as_new(old.pk, actor=city.operator, text="又坏了").ticket
    with refused(Refused):
        reopen_as_new(old.pk, actor=city.operator, text="又坏了")
    city.do(new, Action.ANSWER, city.operator, text="已解释")
    assert reopen_as_new(old.pk, actor=city.operator, text="第三次").ticket.reopened_from == old


@pytest.mark.parametrize("step", ["register", "dispatched", "replied", "accepted", "compiled"])
def test_only_an_archived_ticket_is_reopened(city: City, step: str) -> None:
    ticket = getattr(city, step)()
    with refused(Refused):
        reopen_as_new(ticket.pk, actor=city.operator, text="又坏了")


def test_reopening_sent_twice_opens_once(city: City) -> None:
    old, key = city.published(), uuid.uuid4()
    first = reopen_as_new(old.pk, actor=city.operator, text="又坏了", request_id=key)
    with nothing_changes():
        assert reopen_as_new(old.pk, actor=city.operator, text="又坏了", request_id=key) == first
    assert Event.objects.filter(action="register").count() == 2
