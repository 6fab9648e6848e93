"""Each allowed row of spec section 3 once against the database, and refusals of each action that leave nothing changed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from hotline import clock
from hotline.people.models import Person
from tickets.actions import register
from tickets.actions.intake import reopen_as_new
from tickets.flow import Action
from tickets.models import Attachment, Event, Ticket
from tickets.operation import Forbidden, Refused, perform, perform_many
from tickets.tests.conftest import City, last_event, refused, snapshot
from tickets.tests.test_files import png
from tickets.tests.test_flow import ALLOWED, OUTCOMES_IN_STEP

pytestmark = pytest.mark.usefixtures("pinned")
Scene = Callable[[City], Ticket]
Data = Callable[[City], dict[str, Any]]


@dataclass(frozen=True)
class Walk:
    """A way to take one row: from this scene this person does it with this data."""

    step: int
    action: str
    who: str
    scene: Scene
    data: Data = lambda city: {}
    outcome: str = ""


# A ticket in each of the steps.
IN: dict[int, Scene] = {
    1: lambda city: city.register(),
    2: lambda city: city.dispatched(),
    3: lambda city: city.replied(),
    4: lambda city: city.supervised(),
    5: lambda city: city.accepted(),
    6: lambda city: city.compiled(),
    7: lambda city: city.published(),
}


def text(city: City) -> dict[str, Any]:
    return {"text": "情况已核实。"}


def nothing(city: City) -> dict[str, Any]:
    return {}


def dispatch(city: City) -> dict[str, Any]:
    return {"lead": city.housing, "how": "order", "caller_told": True}


def supervised(scene: Scene) -> Scene:
    return lambda city: city.supervised(scene(city))


def both(action: str, who: str, scene: Scene, data: Data = nothing, outcome: str = "") -> list[Walk]:
    """In handling and, after supervising, in supervision."""
    return [Walk(2, action, who, scene, data, outcome), Walk(4, action, who, supervised(scene), data, outcome)]


def granted(value: bool) -> Data:
    return lambda city: {"granted": value, "text": "已研究。"}


def asked_again_in_4(scene: Scene) -> Scene:
    return lambda city: city.return_asked(city.supervised(scene(city)))


def draft_in_4(city: City) -> Ticket:
    ticket = city.supervised(city.dispatched(lead=city.health))
    return city.do(ticket, Action.REPLY, city.health_handler, text="已核查并整改。")


def into(step: int) -> Data:
    return lambda city: {"into": IN[step](city)}


def merged_in(step: int) -> Scene:
    return lambda city: city.one_more(IN[step](city))


def redispatch(city: City) -> dict[str, Any]:
    return {"lead": city.water, "how": "phone", "caller_told": True}


def unhappy_in(step: int) -> Scene:
    return lambda city: city.called_back(IN[step](city))


def assisting_return(city: City) -> Ticket:
    return city.return_asked(city.assisted(), city.water_handler)


REFERRAL: Scene = lambda city: city.referred()  # noqa: E731
WALKS: list[Walk] = [
    Walk(1, "answer", "operator", IN[1], text),
    Walk(1, "void", "operator", IN[1], text),
    Walk(1, "decline", "dispatcher", IN[1], lambda city: {
        "reason": "无实质内容或无法核实的诉求", "text": "已说明。", "caller_told": True}),
    Walk(1, "refer", "operator", IN[1], lambda city: {"to": "税务局", "connected": True, "caller_told": True}),
    Walk(2, "referral_outcome", "operator", REFERRAL, lambda city: {"settled": True, "text": "已办结。"}, "settled"),
    Walk(2, "referral_outcome", "operator", REFERRAL, lambda city: {"settled": False, "text": "未受理。"}, "not_settled"),
    Walk(1, "propose", "operator", IN[1], lambda city: {"lead": city.water}),
    Walk(1, "dispatch", "dispatcher", IN[1], dispatch),
    *both("redispatch", "dispatcher", lambda city: city.instructed(city.dispatched()), redispatch),
    *both("sign_for", "handler", IN[2]),
    Walk(2, "sign_for", "handler", lambda city: city.for_information(), outcome="for_information"),
    *both("hand_on", "district_handler", lambda city: city.dispatched(lead=city.district), lambda city: {"to": city.street}),
    *both("progress", "handler", IN[2], text),
    *both("assist_report", "water_handler", lambda city: city.assisted(), text),
    *both("request_return", "handler", IN[2], lambda city: {"text": "非本局职责", "basis": "三定方案"}),
    *both("disagree", "handler", IN[2], text),
    Walk(2, "request_extension", "handler", IN[2], lambda city: {"workdays": 5, "text": "待采购"}),
    Walk(2, "decide_extension", "office_head", lambda city: city.extension_asked(), granted(True)),
    *[
        Walk(step, "decide_return", "dispatcher", scene, granted(outcome != "refused"), outcome)
        for outcome, from_2 in (
            ("upheld", lambda city: city.return_asked()),
            ("refused", lambda city: city.return_asked()),
            ("assisting_upheld", assisting_return),
        )
        for step, scene in ((2, from_2), (4, supervised(from_2)))
    ],
    *both("reply", "handler", IN[2], text),
    *both("reply", "health_handler", lambda city: city.dispatched(lead=city.health), text, "to_leader"),
    *[
        Walk(step, "decide_reply", "unit_leader", scene, granted(outcome == "approved"), outcome)
        for outcome in ("approved", "refused")
        for step, scene in ((2, lambda city: city.draft_waits()), (4, draft_in_4))
    ],
    *both("supervise", "supervisor", IN[2], text),
    *[
        Walk(step, "sign_order", "office_head", scene, granted(outcome == "signed"), outcome)
        for outcome in ("signed", "refused")
        for step, scene in ((2, lambda city: city.missed()), (4, lambda city: city.case_opened()))
    ],
    *[Walk(step, "urge", who, IN[step], text) for step, who in ((1, "supervisor"), (2, "office_head"), (3, "supervisor"), (4, "supervisor"))],
    *[Walk(step, "answer_caller", "clerk", IN[step], lambda city: {"answered": True, "how": "phone", "text": "已告知。"})
      for step in (2, 3, 4)],
    *[Walk(step, "callback", "clerk", IN[step], lambda city: {"reached": False}) for step in (3, 5, 6)],
    Walk(3, "accept", "clerk", lambda city: city.answered()),
    *[Walk(step, "redo", who, IN[step], text) for step, who in ((3, "supervisor"), (5, "office_head"), (6, "supervisor"))],
    *[Walk(step, "stand", "supervisor", unhappy_in(step), text) for step in (3, 5, 6)],
    *[Walk(step, "withdraw", who, IN[step], text) for step, who in ((1, "operator"), (2, "clerk"), (3, "clerk"), (4, "operator"))],
    Walk(5, "compile", "editor", IN[5]),
    Walk(6, "publish", "office_head", IN[6]),
    Walk(7, "file", "archivist", IN[7]),
    *[Walk(step, "declare_major", "operator", IN[step], text) for step in range(1, 7)],
    *[Walk(step, "record_incident", "dispatcher", lambda city, step=step: city.major(IN[step](city)),
           lambda city: {"stamps": ["verified_at"]}) for step in range(1, 7)],
    *[Walk(step, "submit", "dispatcher", IN[step], lambda city: {"leader": city.cityleader, "why": "hot", "text": "请阅示"})
      for step in range(1, 7)],
    *[Walk(step, "instruct", "cityleader", lambda city, step=step: city.submitted(IN[step](city)), text) for step in range(1, 7)],
    *[Walk(step, "investigate", "supervisor", IN[step], lambda city: {
        "held_at": city.register().registered_at, "place": "海秀路", "participants": "住建局、媒体", "text": "已查看"})
      for step in range(1, 7)],
    *[Walk(step, "note", "dispatcher", IN[step], text) for step in range(1, 7)],
    *[Walk(step, "attach", "dispatcher", IN[step], lambda city: {"uploads": [png()]}) for step in range(1, 7)],
    *[Walk(step, "flag_hard", "supervisor", IN[step], text) for step in range(1, 7)],
    *[Walk(step, "reveal", "clerk", IN[step], text) for step in range(1, 7)],
    *[Walk(step, "name_readers", "office_head", lambda city, step=step: confidential_in(city, step),
           lambda city: {"readers": [city.clerk], "text": "由其回访"}) for step in range(1, 7)],
    *[Walk(step, "merge", "dispatcher", IN[step], into(target), str(target)) for step in (1, 2, 4) for target in (1, 2, 3, 4)],
    *[Walk(step, "unmerge", "operator", merged_in(step), text) for step in (1, 2, 4)],
    *[Walk(step, "leader_call", "dutyleader", IN[step], lambda city: {
        "handle_by": clock.now() + clock.DAY, "text": "已答复。", "arrangement": "由分管副局长牵头。"}) for step in range(1, 7)],
    *[Walk(step, "opine", "dutyleader", IN[step], text) for step in range(1, 7)],
    *both("require_progress", "dutyleader", IN[2], lambda city: {
        "unit": city.housing, "by": clock.now() + clock.DAY, "text": "请报进展。"}),
    *both("promise", "dutyleader", IN[2], lambda city: {"by": clock.now() + clock.DAY, "text": "明日修复。"}),
    *[Walk(step, "first_contact", "dutyleader", IN[step], lambda city: {
        "joint": True, "units": [city.water], "text": "请水务局一并处理。"}) for step in range(1, 7)],
]  # fmt: skip


def confidential_in(city: City, step: int) -> Ticket:
    """A confidential ticket in that step; the flag belongs to the registration."""
    keep, city.__dict__["register"] = city.register, lambda **more: City.register(city, is_confidential=True, **more)
    try:
        return IN[step](city)
    finally:
        city.__dict__["register"] = keep


def act(city: City, walk: Walk, ticket: Ticket, who: Person, data: dict[str, Any]) -> Ticket:
    if walk.action in ("compile", "publish", "file"):
        return city.many(Action(walk.action), ticket, who)
    return city.do(ticket, Action(walk.action), who, **data)


def name(walk: Walk) -> str:
    return f"{walk.step}-{walk.action}{'-' + walk.outcome if walk.outcome else ''}"


@pytest.mark.parametrize("walk", WALKS, ids=name)
@pytest.mark.usefixtures("duty_leader")
def test_row(city: City, walk: Walk, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    ticket = walk.scene(city)
    data, before, who = walk.data(city), ticket.version, getattr(city, walk.who)
    assert ticket.step == walk.step
    ticket = act(city, walk, ticket, who, data)
    outcomes = OUTCOMES_IN_STEP.get((walk.step, walk.action), ALLOWED[walk.action].outcomes)
    expected = outcomes[walk.outcome] or walk.step
    event = last_event(ticket)
    assert (ticket.step, ticket.version) == (expected, before + 1)
    assert (event.action, event.seq, event.from_step, event.to_step) == (walk.action, before + 1, walk.step, expected)
    assert (event.actor, event.actor_name, event.actor_unit) == (who, who.name, who.unit.name)
    assert event.at == clock.now()


def test_every_row_is_walked() -> None:
    rows = {
        (step, action, outcome)
        for action, row in ALLOWED.items()
        for step in row.steps
        for outcome in OUTCOMES_IN_STEP.get((step or 0, action), row.outcomes)
    }
    assert rows - {(w.step, w.action, w.outcome) for w in WALKS} == {(None, "register", ""), (7, "reopen", "")}  # below


@pytest.mark.parametrize("who", ["operator", "dispatcher"])
def test_register_and_reopen(city: City, who: str) -> None:
    ticket = city.register(actor=getattr(city, who))
    assert (ticket.step, last_event(ticket).from_step, last_event(ticket).to_step) == (1, None, 1)
    again = reopen_as_new(city.filed().pk, actor=getattr(city, who), text="又坏了").ticket
    assert (again.step, last_event(again).action) == (1, "register")


NOT_THEIRS = {  # somebody close to the right, who has not got it
    "answer": "clerk", "void": "dutyleader", "decline": "operator", "refer": "clerk", "referral_outcome": "clerk",
    "propose": "dispatcher", "dispatch": "operator", "redispatch": "office_head", "sign_for": "water_handler",
    "hand_on": "street_handler", "progress": "housing_leader", "assist_report": "handler", "request_return": "water_handler",
    "disagree": "unit_leader", "request_extension": "water_handler", "decide_extension": "supervisor",
    "decide_return": "office_head", "reply": "water_handler", "decide_reply": "housing_leader", "supervise": "office_head",
    "sign_order": "supervisor", "urge": "dispatcher",
    "answer_caller": "water_handler", "callback": "supervisor", "accept": "operator", "redo": "clerk", "stand": "clerk",
    "withdraw": "supervisor", "compile": "office_head", "publish": "editor", "file": "office_head",
    "declare_major": "clerk", "record_incident": "handler", "submit": "operator", "instruct": "office_head",
    "investigate": "operator", "note": "archivist", "attach": "water_handler", "flag_hard": "handler", "reveal": "editor",
    "name_readers": "supervisor", "merge": "supervisor", "unmerge": "supervisor",
    "leader_call": "unit_leader", "opine": "housing_leader", "require_progress": "supervisor", "promise": "office_head",
    "first_contact": "dispatcher",
}  # fmt: skip
WRONG_STEP = {1: "accepted", 2: "accepted", 3: "register", 4: "accepted", 5: "register", 6: "register", 7: "compiled"}
FIRST = {walk.action: walk for walk in reversed(WALKS)}


@pytest.mark.parametrize("action", FIRST)
@pytest.mark.usefixtures("duty_leader")
def test_the_wrong_person_is_refused_and_nothing_changes(city: City, action: str) -> None:
    walk = FIRST[action]
    ticket = walk.scene(city)
    data = walk.data(city)
    for who in (NOT_THEIRS[action], "auditor", "admin"):
        if action in ("compile", "publish", "file"):
            before = snapshot()
            batch = perform_many(Action(action), [ticket.pk], actor=getattr(city, who))
            assert (batch.done, list(batch.refused), snapshot()) == ([], [ticket.number], before)
            continue
        with refused(Forbidden):
            perform(ticket.pk, Action(action), actor=getattr(city, who), **data)


@pytest.mark.parametrize("action", FIRST)
@pytest.mark.usefixtures("duty_leader")
def test_the_wrong_state_is_refused_and_nothing_changes(city: City, action: str) -> None:
    """The right person, a ticket whose step or state does not allow it."""
    walk = FIRST[action]
    who = getattr(city, walk.who)
    ticket = city.filed() if walk.step < 7 and 7 not in ALLOWED[action].steps else getattr(city, WRONG_STEP[walk.step])()
    if action in ("compile", "publish", "file"):
        before = snapshot()
        assert (perform_many(Action(action), [ticket.pk], actor=who).done, snapshot()) == ([], before)
        return
    before = snapshot()
    with pytest.raises(Refused):
        perform(ticket.pk, Action(action), actor=who, text="x")
    assert snapshot() == before


def test_a_stranger_cannot_register_or_reopen(city: City) -> None:
    ticket = city.filed()
    for who in (city.clerk, city.handler, city.auditor, city.admin):
        with refused(Forbidden):
            register(actor=who, title="t", content="c", type="help")
        with refused(Forbidden):
            reopen_as_new(ticket.pk, actor=who, text="x")


def test_somebody_who_left_can_do_nothing(city: City) -> None:
    ticket = city.register()
    city.dispatcher.is_active = False
    city.dispatcher.save()
    with refused(Forbidden):
        perform(ticket.pk, Action.NOTE, actor=city.dispatcher, text="x")


def test_a_failing_effect_leaves_nothing(city: City, settings: Any, tmp_path: Any) -> None:
    """The change, its event, its notices and its files commit together or not at all (section 7)."""
    settings.MEDIA_ROOT = tmp_path
    ticket = city.dispatched()
    with refused(Refused):
        perform(ticket.pk, Action.REPLY, actor=city.handler, text="好", uploads=[png(), png("空.png", b"")])
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []
    assert (Attachment.objects.count(), Event.objects.count()) == (0, 2)
