"""What does not move a ticket: incidents, submissions, instructions, investigations, identity (P4, P6, P11, P12, X6)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hotline import clock
from hotline.deadlines.models import Deadline
from hotline.models import Option
from hotline.people.models import Person, Role
from tickets.flow import Action
from tickets.models import Incident, Instruction, may_see_identity
from tickets.operation import Forbidden
from tickets.tests.conftest import T0, City, dues, ended, last_event, on, refused, told
from tickets.tests.test_files import png

pytestmark = pytest.mark.usefixtures("pinned")


def test_a_major_incident_starts_three_clocks(city: City) -> None:
    """P6 and section 4: verified 15 min, reported 30 min, work group told 30 min."""
    Option.objects.create(key="major_checklist", value=["核实情况", "通知消防"])
    ticket = city.major(city.register())
    assert dues(ticket) == {
        "handle": on(10, 1), "major_verified": on(9, 30, 10, 15), "major_reported": on(9, 30, 10, 30), "major_group": on(9, 30, 10, 30),
    }  # fmt: skip
    assert (ticket.step, ticket.is_major, told(ticket)) == (
        1,
        True,
        {("supervisor", "major_declared"), ("office_head", "major_declared")},
    )
    assert Incident.objects.get().checklist == [["核实情况", False], ["通知消防", False]]
    with refused(match="already"):
        city.major(ticket)


def test_the_four_timestamps_and_the_checklist(city: City) -> None:
    """P6: each stamp is the time it was recorded, once, and meets its own obligation."""
    ticket = city.major(city.dispatched())
    moments = {"verified_at": 5, "group_told_at": 10, "reported_at": 20, "handled_at": 25}
    for stamp, minutes in moments.items():
        with clock.at(T0 + timedelta(minutes=minutes)):
            ticket = city.do(ticket, Action.RECORD_INCIDENT, city.dispatcher, stamps=[stamp])
    incident = Incident.objects.get()
    assert {stamp: getattr(incident, stamp) for stamp in moments} == {s: T0 + timedelta(minutes=m) for s, m in moments.items()}
    assert set(dues(ticket)) == {"reply", "sign_for"}
    assert ended(ticket)["major_verified"] == ended(ticket)["major_reported"] == ended(ticket)["major_group"] == "met"
    with refused(field="stamps"):  # a stamp is set once; nothing else was said
        city.do(ticket, Action.RECORD_INCIDENT, city.dispatcher, stamps=["verified_at", "no_such"])
    ticket = city.do(ticket, Action.RECORD_INCIDENT, city.dispatcher, done=[1, 99, -1])
    assert [done for _text, done in Incident.objects.get().checklist] == [False, True, False, False, False]
    assert last_event(ticket).details == {"stamps": [], "checked": ["通知公安、消防、急救等处置力量"]}


def test_the_duty_leader_declares_and_submits(city: City, duty_leader: Person) -> None:
    """D11."""
    ticket = city.do(city.dispatched(), Action.DECLARE_MAJOR, duty_leader, text="管道爆裂")
    ticket = city.do(ticket, Action.SUBMIT, duty_leader, leader=city.cityleader, why="major", text="请阅示")
    ticket = city.do(ticket, Action.FLAG_HARD, duty_leader, text="多部门")
    assert (ticket.is_major, ticket.is_hard, ticket.step) == (True, True, 2)


def test_submit_and_instruct(city: City) -> None:
    """P4: 3 wd after September 30 are October 10; the leader owes it in person."""
    ticket = city.submitted(city.dispatched())
    assert (dues(ticket)["instruction"], told(ticket)) == (on(10, 11), {("cityleader", "submitted")})
    assert Deadline.objects.open().get(kind="instruction").person == city.cityleader
    assert last_event(ticket).details == {"leader": "李建国", "why": "hot"}
    with refused(field="leader"):
        city.submitted(ticket)
    with clock.at(on(10, 9, 9, 0)):
        ticket = city.do(ticket, Action.INSTRUCT, city.cityleader, text="请住建局三日内办结")
    row = Instruction.objects.get()
    assert (row.text, row.instructed_at, row.used) == ("请住建局三日内办结", on(10, 9, 9, 0), False)
    assert (ended(ticket)["instruction"], told(ticket)) == ("met", {("dispatcher", "instructed")})
    assert last_event(ticket).opinion == "请住建局三日内办结"
    with refused(Forbidden):
        city.do(ticket, Action.INSTRUCT, city.cityleader, text="再批")


def test_only_the_leader_asked_instructs(city: City) -> None:
    city.person("otherleader", city.cityleader.unit, Role.CITY_LEADER)
    ticket = city.submitted(city.dispatched())
    with refused(Forbidden):
        city.do(ticket, Action.INSTRUCT, city.otherleader, text="同意")
    ticket = city.do(ticket, Action.SUBMIT, city.dispatcher, leader=city.otherleader, why="disagreement", text="请协调")
    assert dues(ticket)["instruction"] == dues(ticket)["instruction[2]"] == on(10, 11)
    ticket = city.do(ticket, Action.INSTRUCT, city.otherleader, text="同意")
    assert Deadline.objects.open().get(kind="instruction").person == city.cityleader


def test_submit_only_to_a_city_leader_and_not_to_oneself(city: City) -> None:
    both = city.person("both", city.office, Role.DISPATCHER, Role.CITY_LEADER)
    ticket = city.dispatched()
    for leader, who in ((city.office_head, city.dispatcher), (both, both)):
        with refused(field="leader"):
            city.do(ticket, Action.SUBMIT, who, leader=leader, why="hot", text="请阅示")
    with pytest.raises(IntegrityError, match="instruction_from_another"), transaction.atomic():
        Instruction.objects.create(ticket=ticket, leader=both, submitted_by=both, submitted_at=T0, why="hot", summary="x")


def test_an_instruction_carries_its_paper(city: City, settings: Any, tmp_path: Any) -> None:
    """P4: the instruction is attached."""
    settings.MEDIA_ROOT = tmp_path
    ticket = city.do(city.submitted(city.dispatched()), Action.INSTRUCT, city.cityleader, text="同意", uploads=[png("批示.png")])
    assert list(ticket.attachments.values_list("name", "event_seq")) == [("批示.png", 4)]  # type: ignore[attr-defined]


def test_investigate_on_site(city: City, settings: Any, tmp_path: Any) -> None:
    """P12: participants, time, place, findings, photos."""
    settings.MEDIA_ROOT = tmp_path
    ticket = city.dispatched()
    data: dict[str, Any] = {
        "held_at": T0 - timedelta(hours=1),
        "place": "海秀路",
        "participants": "住建局、电视台",
        "text": "线路老化",
    }
    for values in ({"held_at": T0 + timedelta(minutes=1)}, {"place": ""}, {"participants": " "}, {"text": ""}):
        with refused(field=next(iter(values))):
            city.do(ticket, Action.INVESTIGATE, city.supervisor, **data | values)
    ticket = city.do(ticket, Action.INVESTIGATE, city.supervisor, uploads=[png("现场.png")], **data)
    event = last_event(ticket)
    assert (ticket.step, event.opinion, ticket.attachments.count()) == (2, "线路老化", 1)  # type: ignore[attr-defined]
    assert {k: event.details[k] for k in ("place", "participants", "held_at")} == {
        "place": "海秀路", "participants": "住建局、电视台", "held_at": "2026-09-30T09:00:00+08:00",
    }  # fmt: skip


def test_flag_hard_and_take_it_back(city: City) -> None:
    ticket = city.do(city.register(), Action.FLAG_HARD, city.supervisor, text="多次推诿")
    with refused(match="already"):
        city.do(ticket, Action.FLAG_HARD, city.supervisor, text="多次推诿")
    ticket = city.do(ticket, Action.FLAG_HARD, city.supervisor, text="已协调", hard=False)
    assert (ticket.is_hard, last_event(ticket).details) == (False, {"hard": False})


def test_attach_needs_a_file(city: City) -> None:
    ticket = city.register()
    with refused():
        city.do(ticket, Action.ATTACH, city.operator, uploads=[])


# ---- identity


def test_a_confidential_caller_is_for_the_head_and_whom_the_head_names(city: City) -> None:
    """X6."""
    ticket = city.register(is_confidential=True)
    for who in (city.operator, city.dispatcher, city.clerk, city.supervisor):
        with refused(Forbidden):
            city.do(ticket, Action.REVEAL, who, text="需要联系")
    ticket = city.do(ticket, Action.NAME_READERS, city.office_head, readers=[city.clerk], text="由其回访")
    assert last_event(ticket).details == {"readers": ["王秀英"]}
    ticket = city.do(ticket, Action.REVEAL, city.clerk, text="回访需要")
    assert (last_event(ticket).action, last_event(ticket).actor, last_event(ticket).opinion) == ("reveal", city.clerk, "回访需要")
    with refused(Forbidden):
        city.do(ticket, Action.REVEAL, city.dispatcher, text="需要联系")
    ticket = city.do(ticket, Action.NAME_READERS, city.office_head, readers=[], text="收回")
    with refused(Forbidden):
        city.do(ticket, Action.REVEAL, city.clerk, text="回访需要")


def test_readers_are_named_only_where_the_caller_is_confidential(city: City) -> None:
    ticket = city.register()
    with refused(match="not confidential"):
        city.do(ticket, Action.NAME_READERS, city.office_head, readers=[city.clerk], text="x")


@pytest.mark.parametrize(
    ("who", "confidential", "revealed", "own_list", "day", "sees"),
    [
        ("operator", False, False, False, 0, True),  # registered it, the same day
        ("operator", False, False, False, 1, False),
        ("operator", True, False, False, 0, False),
        ("dispatcher", False, False, False, 0, False),
        ("dispatcher", False, True, False, 0, True),
        ("dispatcher", True, True, False, 0, False),
        ("callback_clerk", False, False, True, 5, True),
        ("callback_clerk", True, False, True, 5, False),
        ("supervisor", False, False, True, 0, False),  # the list is the clerk's
        ("office_head", False, False, False, 0, False),  # with a reason, like everyone else
        ("office_head", True, False, False, 0, False),
        ("office_head", True, True, False, 0, True),
    ],
)
def test_who_sees_the_caller_unmasked(
    city: City, who: str, confidential: bool, revealed: bool, own_list: bool, day: int, sees: bool
) -> None:
    """Section 7, X6."""
    ticket = city.register(is_confidential=confidential)
    with clock.at(T0 + timedelta(days=day)):
        assert may_see_identity(getattr(city, who), ticket, revealed=revealed, own_list=own_list) is sees


PRIVATE = "陈小明，电话120-0000 0001"


@pytest.mark.parametrize(
    ("scene", "action", "who", "data"),
    [
        ("register", Action.NOTE, "operator", {"text": PRIVATE}),
        ("register", Action.REFER, "operator", {"to": PRIVATE, "connected": True, "caller_told": True}),
        ("dispatched", Action.REQUEST_RETURN, "handler", {"text": PRIVATE, "basis": PRIVATE}),
        (
            "dispatched",
            Action.INVESTIGATE,
            "supervisor",
            {"held_at": T0, "place": PRIVATE, "participants": PRIVATE, "text": PRIVATE},
        ),
        ("replied", Action.ANSWER_CALLER, "clerk", {"answered": True, "how": "phone", "text": PRIVATE}),
        ("draft_waits", Action.DECIDE_REPLY, "unit_leader", {"granted": True, "text": PRIVATE}),
    ],
)
def test_caller_data_never_enters_an_event(city: City, scene: str, action: Action, who: str, data: dict[str, Any]) -> None:
    """Section 7: neither its opinion nor its details, whatever somebody types."""
    event = last_event(city.do(getattr(city, scene)(), action, getattr(city, who), **data))
    assert "陈小明" not in event.canonical()
    assert "120-0000 0001" not in event.canonical()
    assert "陈**，电话120******01" in event.canonical()
