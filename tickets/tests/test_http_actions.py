"""Every action through its form: the person of the table succeeds, a stranger to it is refused, nothing else happens."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tickets.flow import Action
from tickets.forms import FORMS
from tickets.models import Event, Ticket
from tickets.tests.conftest import City

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
pytestmark = pytest.mark.usefixtures("pinned", "duty_leader")
Make = Callable[[City], Ticket]
WORDS = {"text": "情况属实，已按规定处理。"}


def registered(city: City) -> Ticket:
    return city.register()


def referred(city: City) -> Ticket:
    return city.do(city.register(), Action.REFER, city.operator, to="市教育局", connected=False, caller_told=True)


def instructed(city: City) -> Ticket:
    ticket = submitted(city)
    return city.do(ticket, Action.INSTRUCT, city.cityleader, text="请水务局办理")


def submitted(city: City) -> Ticket:
    return city.do(city.dispatched(), Action.SUBMIT, city.dispatcher, leader=city.cityleader, why="hot", text="请阅示")


def to_district(city: City) -> Ticket:
    return city.dispatched(lead=city.district)


def joint(city: City) -> Ticket:
    return city.dispatched(assisting=[city.water])


def return_asked(city: City) -> Ticket:
    return city.do(city.dispatched(), Action.REQUEST_RETURN, city.handler, text="不属本单位", basis="三定方案")


def extension_asked(city: City) -> Ticket:
    return city.do(city.dispatched(), Action.REQUEST_EXTENSION, city.handler, workdays=5, text="需协调产权单位")


def reply_drafted(city: City) -> Ticket:
    return city.do(city.dispatched(lead=city.health), Action.REPLY, city.health_handler, text="已查处")


def unhappy(city: City) -> Ticket:
    return city.do(city.replied(), Action.CALLBACK, city.clerk, reached=True, solved=False, satisfaction=1)


def major(city: City) -> Ticket:
    return city.do(city.register(), Action.DECLARE_MAJOR, city.operator, text="燃气泄漏")


def secret(city: City) -> Ticket:
    return city.register(is_confidential=True)


def merged(city: City) -> Ticket:
    return city.do(city.register(), Action.MERGE, city.dispatcher, into=city.register())


def wanting(city: City) -> Ticket:
    return city.register(wants_duty_leader=True)


def hard(city: City) -> Ticket:
    return city.do(city.register(), Action.FLAG_HARD, city.operator, text="多部门职责交叉")


def hard_dispatched(city: City) -> Ticket:
    return city.dispatched(hard(city))


# action: (the ticket to act on, who may, what the form is sent, who sees the ticket or the page but may not)
ROWS: dict[Action, tuple[Make, str, dict[str, Any], str]] = {
    Action.ANSWER: (registered, "operator", WORDS, "supervisor"),
    Action.VOID: (registered, "operator", WORDS, "office_head"),
    Action.DECLINE: (registered, "dispatcher", WORDS | {"reason": "无实质内容或无法核实的诉求", "caller_told": "on"}, "operator"),
    Action.REFER: (registered, "operator", {"to": "市教育局", "connected": "on", "caller_told": "on"}, "editor"),
    Action.REFERRAL_OUTCOME: (referred, "operator", WORDS | {"settled": "yes"}, "supervisor"),
    Action.PROPOSE: (registered, "operator", {"lead": "市水务局"}, "dispatcher"),
    Action.DISPATCH: (
        registered, "dispatcher",
        {"lead": "市住建局", "how": "order", "workdays": "7", "reply_required": "on", "caller_told": "on"}, "operator",
    ),
    Action.REDISPATCH: (instructed, "dispatcher", {"lead": "市水务局", "how": "phone"}, "supervisor"),
    Action.SIGN_FOR: (City.dispatched, "handler", {}, "dispatcher"),
    Action.HAND_ON: (to_district, "district_handler", {"to": "street"}, "dispatcher"),
    Action.PROGRESS: (City.dispatched, "handler", WORDS, "operator"),
    Action.ASSIST_REPORT: (joint, "water_handler", WORDS, "handler"),
    Action.REQUEST_RETURN: (City.dispatched, "handler", WORDS | {"basis": "三定方案"}, "operator"),
    Action.DECIDE_RETURN: (return_asked, "dispatcher", WORDS | {"granted": "no"}, "handler"),
    Action.REQUEST_EXTENSION: (City.dispatched, "handler", WORDS | {"workdays": "5"}, "office_head"),
    Action.DECIDE_EXTENSION: (extension_asked, "office_head", WORDS | {"granted": "yes"}, "handler"),
    Action.DISAGREE: (joint, "water_handler", WORDS, "operator"),
    Action.REPLY: (City.dispatched, "handler", WORDS, "dispatcher"),
    Action.DECIDE_REPLY: (reply_drafted, "unit_leader", {"granted": "yes"}, "health_handler"),
    Action.SUPERVISE: (City.dispatched, "supervisor", WORDS | {"workdays": "3", "why": "hot"}, "dispatcher"),
    Action.SIGN_ORDER: (City.case_opened, "office_head", {"granted": "yes"}, "supervisor"),
    Action.URGE: (City.dispatched, "supervisor", WORDS, "dispatcher"),
    Action.ANSWER_CALLER: (City.replied, "clerk", WORDS | {"answered": "yes", "how": "phone"}, "editor"),
    Action.CALLBACK: (City.replied, "clerk", {"reached": "yes", "solved": "yes", "satisfaction": "4"}, "operator"),
    Action.ACCEPT: (City.answered, "supervisor", {}, "operator"),
    Action.REDO: (City.replied, "supervisor", WORDS | {"workdays": "3"}, "clerk"),
    Action.STAND: (unhappy, "supervisor", WORDS, "office_head"),
    Action.WITHDRAW: (City.dispatched, "operator", WORDS, "dispatcher"),
    Action.COMPILE: (City.accepted, "editor", {"outcome": "case"}, "operator"),
    Action.PUBLISH: (City.compiled, "office_head", {}, "editor"),
    Action.FILE: (City.published, "archivist", {"volume": "2026-10年-3"}, "operator"),
    Action.DECLARE_MAJOR: (registered, "operator", WORDS, "editor"),
    Action.RECORD_INCIDENT: (major, "operator", {"stamps": ["verified_at"], "done": ["0"]}, "editor"),
    Action.SUBMIT: (registered, "supervisor", WORDS | {"why": "hot", "leader": "cityleader"}, "operator"),
    Action.INSTRUCT: (submitted, "cityleader", WORDS, "office_head"),
    Action.INVESTIGATE: (
        City.dispatched, "supervisor",
        WORDS | {"held_at": "2026-01-05T09:00", "place": "海秀路", "participants": "市住建局、海口日报"}, "handler",
    ),
    Action.NOTE: (City.dispatched, "handler", WORDS, "archivist"),
    Action.ATTACH: (registered, "operator", {"uploads": SimpleUploadedFile("现场.png", PNG)}, "archivist"),
    Action.FLAG_HARD: (registered, "dispatcher", WORDS | {"hard": "yes", "mark": "shirking"}, "editor"),
    Action.REVEAL: (City.dispatched, "handler", WORDS, "editor"),
    Action.NAME_READERS: (secret, "office_head", WORDS | {"readers": ["operator"]}, "operator"),
    Action.MERGE: (registered, "dispatcher", {"into": "main"}, "supervisor"),
    Action.UNMERGE: (merged, "operator", WORDS, "supervisor"),
    Action.REOPEN: (City.filed, "operator", WORDS, "supervisor"),
    Action.LEADER_CALL: (
        wanting, "dutyleader",
        WORDS | {"handle_by": "2026-10-01T12:00", "arrangement": "分管副局长牵头，三日内办结。", "has_basis": "yes"}, "operator",
    ),
    Action.OPINE: (hard, "dutyleader", WORDS, "supervisor"),
    Action.REQUIRE_PROGRESS: (hard_dispatched, "dutyleader", WORDS | {"unit": "housing", "by": "2026-09-30T16:00"}, "office_head"),
    Action.PROMISE: (hard_dispatched, "dutyleader", WORDS | {"by": "2026-10-09T17:30"}, "handler"),
    Action.FIRST_CONTACT: (hard, "dutyleader", WORDS | {"joint": "no"}, "dispatcher"),
}  # fmt: skip


def sent(city: City, ticket: Ticket, values: dict[str, Any]) -> dict[str, Any]:
    """The values as a browser sends them; names of the city become ids and numbers."""
    data: dict[str, Any] = {"version": ticket.version, "request_id": str(uuid.uuid4())} | values
    for name in ("to", "leader", "unit"):
        if data.get(name) in vars(city):
            data[name] = getattr(city, data[name]).pk
    if data.get("into") == "main":
        data["into"] = city.register().number
    if "readers" in data:
        data["readers"] = [getattr(city, name).pk for name in data["readers"]]
    if "uploads" in data:
        data["uploads"].seek(0)
    return data


def post(city: City, who: str, ticket: Ticket, action: Action, data: dict[str, Any]) -> Any:
    client = Client()
    client.force_login(getattr(city, who))
    return client.post(f"/tickets/{ticket.number}/{action}/", data)


def test_every_form_is_tried() -> None:
    assert set(ROWS) == set(FORMS) == set(Action) - {Action.REGISTER, Action.FOLLOW, Action.RECOUNT}


@pytest.mark.parametrize("action", ROWS)
def test_the_person_of_the_table_does_it(city: City, action: Action) -> None:
    make, who, values, _stranger = ROWS[action]
    ticket = make(city)
    response = post(city, who, ticket, action, sent(city, ticket, values))
    errors = [f.errors for a in (response.context or {}).get("acts", []) if (f := a["form"]).errors] if response.context else []
    assert (response.status_code, errors) == (302, [])
    wanted = Action.REGISTER if action == Action.REOPEN else action
    assert Event.objects.order_by("-pk").values_list("action", "actor__username").first() == (wanted, getattr(city, who).username)


@pytest.mark.parametrize("action", ROWS)
def test_anybody_else_is_refused(city: City, action: Action) -> None:
    make, _who, values, stranger = ROWS[action]
    ticket = make(city)
    data, before = sent(city, ticket, values), list(Event.objects.values_list("pk"))
    response = post(city, stranger, ticket, action, data)
    sees = Ticket.objects.visible_to(getattr(city, stranger)).filter(pk=ticket.pk).exists()
    assert response.status_code == (403 if sees else 404)
    assert list(Event.objects.values_list("pk"))[: len(before)] == before
    assert Ticket.objects.get(pk=ticket.pk).version == ticket.version


@pytest.mark.parametrize("action", [a for a, row in ROWS.items() if "text" in row[2]])
def test_an_empty_text_is_refused_beside_its_field(city: City, action: Action) -> None:
    make, who, values, _stranger = ROWS[action]
    ticket = make(city)
    response = post(city, who, ticket, action, sent(city, ticket, values | {"text": "  "}))
    assert response.status_code == 422
    form = next(a["form"] for a in response.context["acts"] if a["action"] == action)
    assert list(form.errors) == ["text"]
    assert Ticket.objects.get(pk=ticket.pk).version == ticket.version


@pytest.mark.parametrize("action", ROWS)
def test_the_form_opens_without_javascript(city: City, action: Action) -> None:
    make, who, _values, _stranger = ROWS[action]
    ticket = make(city)
    client = Client()
    client.force_login(getattr(city, who))
    page = client.get(f"/tickets/{ticket.number}/{action}/").content.decode()
    assert f'id="act-{action}" name="act" open' in page
