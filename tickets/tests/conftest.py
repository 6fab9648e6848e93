"""A small city for tests: the office with one person per role, three units, a district with a sub-unit."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, time
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db.models import Model
from django.utils import translation

from hotline import clock
from hotline.deadlines.models import Deadline
from hotline.deadlines.sweep import sweep
from hotline.models import Counter
from hotline.notices.models import Notice
from hotline.people import duty
from hotline.people.models import Person, Role, Unit
from tickets.actions import register
from tickets.actions.merging import add_caller
from tickets.flow import Action
from tickets.models import Event, Ticket
from tickets.operation import Refused, perform, perform_many

OFFICE_ROLES = (
    Role.OPERATOR, Role.DISPATCHER, Role.CALLBACK_CLERK, Role.SUPERVISOR, Role.EDITOR,
    Role.OFFICE_HEAD, Role.ARCHIVIST, Role.ADMIN, Role.AUDITOR,
)  # fmt: skip


NAMES = {
    "operator": "林晓芸", "dispatcher": "符国强", "callback_clerk": "王秀英", "supervisor": "吴海涛", "editor": "黄文静",
    "office_head": "陈志远", "archivist": "周丽华", "admin": "郑伟", "auditor": "孙明", "cityleader": "李建国",
    "handler": "何俊杰", "water_handler": "梁波", "health_handler": "许敏", "district_handler": "云大海",
    "street_handler": "邢小燕", "unit_leader": "蔡卫东", "housing_leader": "冯立新",
}  # fmt: skip


@cache
def password() -> str:
    """The password of everybody in a test, hashed once."""
    return make_password("pass-for-tests")


class City(SimpleNamespace):
    """Units and persons by name, and the few sentences tests are made of."""

    def person(self, username: str, unit: Unit, *roles: Role, **more: Any) -> Person:
        self.persons((username, unit, roles, more))
        return getattr(self, username)  # type: ignore[no-any-return]

    def persons(self, *rows: tuple[str, Unit, tuple[Role, ...], dict[str, Any]]) -> None:
        """Several at once: every test makes a city, so it must be quick."""
        people = [
            Person(
                username=username,
                name=NAMES.get(username, f"{username}姓名"),
                unit=unit,
                password=password(),
                date_joined=clock.now(),
                **more,
            )
            for username, unit, _roles, more in rows
        ]
        Person.objects.bulk_create(people)
        Group.objects.bulk_create([Group(name=role) for role in Role], ignore_conflicts=True)
        groups = {group.name: group for group in Group.objects.all()}
        Person.groups.through.objects.bulk_create(
            Person.groups.through(person=person, group=groups[role])
            for person, (_username, _unit, roles, _more) in zip(people, rows, strict=True)
            for role in roles
        )
        for person in people:
            setattr(self, person.username, person)

    def register(self, **more: Any) -> Ticket:
        """A ticket registered by the operator."""
        values = {
            "actor": self.operator, "title": "路灯不亮", "content": "来电人反映海秀路路灯不亮，请核实处理。", "type": "help",
            "caller_name": "陈小明", "caller_phone": "12000000001",
        }  # fmt: skip
        return Ticket.objects.get(pk=register(**(values | more)).ticket_id)

    def do(self, ticket: Ticket, action: Action, who: Person | None, **data: Any) -> Ticket:
        """Perform an action and give the ticket as it is then."""
        perform(ticket.pk, action, actor=who, **data)
        return Ticket.objects.get(pk=ticket.pk)

    def dispatched(self, ticket: Ticket | None = None, **more: Any) -> Ticket:
        values = {"lead": self.housing, "how": "order", "caller_told": True, "text": "请核实办理。"} | more
        return self.do(ticket or self.register(), Action.DISPATCH, self.dispatcher, **values)

    def dispatched_at(self, moment: datetime, **more: Any) -> Ticket:
        """Dispatched at that moment, whatever time it is now."""
        with clock.at(moment):
            return self.dispatched(**more)

    def replied(self, ticket: Ticket | None = None) -> Ticket:
        return self.do(ticket or self.dispatched(), Action.REPLY, self.handler, text="已更换灯具，恢复照明。")

    def answered(self, ticket: Ticket | None = None) -> Ticket:
        return self.do(
            ticket or self.replied(), Action.ANSWER_CALLER, self.clerk, answered=True, how="phone", text="已电话告知。"
        )

    def accepted(self, ticket: Ticket | None = None) -> Ticket:
        return self.do(ticket or self.answered(), Action.ACCEPT, self.clerk)

    def compiled(self, ticket: Ticket | None = None) -> Ticket:
        return self.many(Action.COMPILE, ticket or self.accepted(), self.editor)

    def published(self, ticket: Ticket | None = None) -> Ticket:
        return self.many(Action.PUBLISH, ticket or self.compiled(), self.office_head)

    def filed(self, ticket: Ticket | None = None) -> Ticket:
        return self.many(Action.FILE, ticket or self.published(), self.archivist)

    def referred(self, ticket: Ticket | None = None) -> Ticket:
        data = {"to": "海口市税务局", "connected": False, "caller_told": True}
        return self.do(ticket or self.register(), Action.REFER, self.operator, **data)

    def assisted(self, **more: Any) -> Ticket:
        """Dispatched to two units: housing leads, water assists."""
        return self.dispatched(assisting=[self.water], **more)

    def for_information(self, **more: Any) -> Ticket:
        return self.dispatched(reply_required=False, **more)

    def draft_waits(self) -> Ticket:
        """A reply of the health commission waits for its leader."""
        return self.do(self.dispatched(lead=self.health), Action.REPLY, self.health_handler, text="已核查并整改。")

    def return_asked(self, ticket: Ticket | None = None, who: Person | None = None) -> Ticket:
        data = {"text": "不属于我局职责", "basis": "三定方案第三条"}
        return self.do(ticket or self.dispatched(), Action.REQUEST_RETURN, who or self.handler, **data)

    def return_upheld(self, ticket: Ticket | None = None) -> Ticket:
        return self.do(self.return_asked(ticket), Action.DECIDE_RETURN, self.dispatcher, granted=True, text="同意退单")

    def extension_asked(self, ticket: Ticket | None = None, workdays: int = 5) -> Ticket:
        return self.do(
            ticket or self.dispatched(), Action.REQUEST_EXTENSION, self.handler, workdays=workdays, text="需要采购配件"
        )

    def submitted(self, ticket: Ticket) -> Ticket:
        data = {"leader": self.cityleader, "why": "hot", "text": "同类诉求集中，报请阅示。"}
        return self.do(ticket, Action.SUBMIT, self.dispatcher, **data)

    def instructed(self, ticket: Ticket) -> Ticket:
        return self.do(self.submitted(ticket), Action.INSTRUCT, self.cityleader, text="请水务局牵头处理。")

    def major(self, ticket: Ticket) -> Ticket:
        return self.do(ticket, Action.DECLARE_MAJOR, self.operator, text="道路塌陷，有人受伤")

    def called_back(self, ticket: Ticket | None = None, *, solved: bool = False, satisfaction: int = 1) -> Ticket:
        data = {"reached": True, "solved": solved, "satisfaction": satisfaction}
        return self.do(ticket or self.replied(), Action.CALLBACK, self.clerk, **data)

    def redone(self, ticket: Ticket) -> Ticket:
        return self.do(ticket, Action.REDO, self.supervisor, text="答复过于简单，请说明恢复时间。")

    def one_more(self, main: Ticket, **more: Any) -> Ticket:
        """One caller more on a running ticket."""
        values = {
            "actor": self.operator, "title": "路灯不亮", "content": "同样反映路灯不亮。", "type": "help",
            "caller_name": "王丽", "caller_phone": "12000000002",
        }  # fmt: skip
        return add_caller(into=main, **(values | more))

    def case_opened(self, ticket: Ticket | None = None, **more: Any) -> Ticket:
        """A supervision case waits for the office head's signature."""
        data = {"text": "群众反映强烈，请限期办结回复。", "why": "hot"} | more
        return self.do(ticket or self.dispatched(), Action.SUPERVISE, self.supervisor, **data)

    def missed(self, **more: Any) -> Ticket:
        """Dispatched on September 15 and not answered in 7 wd; by T0 the sweep has seen it: a notice waits (P9)."""
        with clock.at(on(9, 15, 10)):
            ticket = self.dispatched(**more)
        with clock.at(max(T0, clock.now())):
            sweep()
        return Ticket.objects.get(pk=ticket.pk)

    def supervised(self, ticket: Ticket | None = None, **more: Any) -> Ticket:
        """A supervision case, opened and signed."""
        return self.do(self.case_opened(ticket, **more), Action.SIGN_ORDER, self.office_head, granted=True)

    def many(self, action: Action, ticket: Ticket, who: Person) -> Ticket:
        batch = perform_many(action, [ticket.pk], actor=who)
        assert not batch.refused, batch.refused
        return Ticket.objects.get(pk=ticket.pk)


@pytest.fixture
def city(db: None) -> City:
    return make_city()


def make_city() -> City:
    """The small city; also for tests that manage transactions themselves."""
    office = Unit.objects.create(name="12345热线办", kind="office")
    city = City(
        office=office,
        housing=Unit.objects.create(name="市住建局", kind="department"),
        water=Unit.objects.create(name="市水务局", kind="department"),
        health=Unit.objects.create(name="市卫健委", kind="department", approves_replies=True),
        district=Unit.objects.create(name="龙华区政府", kind="district"),
    )
    city.street = Unit.objects.create(name="龙华区中山街道办", kind="district", parent=city.district)
    city.persons(
        *((role.value, office, (role,), {}) for role in OFFICE_ROLES),
        ("cityleader", Unit.objects.create(name="市政府", kind="other"), (Role.CITY_LEADER,), {}),
        ("handler", city.housing, (Role.HANDLER,), {}),
        ("water_handler", city.water, (Role.HANDLER,), {}),
        ("health_handler", city.health, (Role.HANDLER,), {}),
        ("district_handler", city.district, (Role.HANDLER,), {}),
        ("street_handler", city.street, (Role.HANDLER,), {}),
        ("unit_leader", city.health, (Role.UNIT_LEADER,), {"rank": "principal"}),
        ("housing_leader", city.housing, (Role.UNIT_LEADER,), {"rank": "principal"}),
    )
    city.clerk = city.callback_clerk
    return city


# A Wednesday before a long holiday. By the notice for 2026 the working days after it are: October 8, 9, 10 (a Saturday,
# made up), 12, 13, 14, 15 (the 7th), 16, 19–23 (13th), 26–30 (18th), November 2–6 (23rd), 9–13 (28th), 16, 17 (the 30th).
T0 = datetime(2026, 9, 30, 10, 0, tzinfo=clock.TZ)


def on(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """That moment of 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=clock.TZ)


@pytest.fixture
def pinned() -> Iterator[None]:
    """All of the test happens at T0, unless it says otherwise."""
    with clock.at(T0):
        yield


@pytest.fixture
def duty_leader(city: City) -> Iterator[Person]:
    """A leader of the water authority who is on duty now; the role of a unit leader gives no rights at the hotline."""
    person = city.person("dutyleader", city.water, Role.UNIT_LEADER, rank="principal")
    with on_duty(person):
        yield person


@contextmanager
def on_duty(*leaders: Person, callers: Iterable[Person] | None = None, sheet: Iterable[Ticket] = ()) -> Iterator[None]:
    """These are the leaders on duty today, 08:30-22:00; all of them take the leader's calls unless `callers` are named."""
    ids = frozenset(person.pk for person in leaders)
    calls = ids if callers is None else frozenset(person.pk for person in callers)
    papers = frozenset(ticket.pk for ticket in sheet)

    def running() -> duty.Duty | None:
        day = clock.today()
        hours = (datetime.combine(day, time(8, 30), clock.TZ), datetime.combine(day, time(22), clock.TZ))
        principals = frozenset(person.pk for person in leaders if person.rank == "principal")
        found = duty.Duty(0, day, leaders[0].unit_id, *hours, ids, principals, calls)
        return found if found.is_running(clock.now()) else None

    before = duty._roster
    duty.register(duty.Roster(running=running, sheet=lambda now: papers))
    try:
        yield
    finally:
        duty.register(before)


def dues(ticket: Ticket) -> dict[str, datetime]:
    """When what is open on a ticket is due; a kind owed twice has its cause's order in brackets: kind, kind[2]."""
    found: dict[str, datetime] = {}
    for row in Deadline.objects.open().of(*ticket.subject).order_by("pk"):
        same = sum(key.split("[")[0] == row.kind for key in found)
        found[f"{row.kind}[{same + 1}]" if same else row.kind] = clock.local(row.due_at)
    return found


def ended(ticket: Ticket) -> dict[str, str]:
    """How what was owed and is not open any more ended, the last of each kind: met or cancelled."""
    rows = Deadline.objects.of(*ticket.subject).order_by("pk")
    return {row.kind: "met" if row.met_at else "cancelled" for row in rows if not row.is_open}


def told(ticket: Ticket) -> set[tuple[str, str]]:
    """Who was told what by the last action on the ticket."""
    rows = Notice.objects.filter(cause=f"ticket:{ticket.pk}:{ticket.version}")
    return set(rows.values_list("person__username", "kind"))


def last_event(ticket: Ticket) -> Event:
    return Event.objects.filter(ticket=ticket).latest("seq")


def changeable() -> list[type[Model]]:
    """Every table an action could change."""
    return [*apps.get_app_config("tickets").get_models(include_auto_created=True), Deadline, Notice, Counter]


def snapshot() -> dict[str, list[tuple[Any, ...]]]:
    """Everything an action could change."""
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in changeable()}  # type: ignore[attr-defined]


@contextmanager
def nothing_changes() -> Iterator[None]:
    """The block goes through and leaves everything as it was."""
    before = snapshot()
    yield
    assert snapshot() == before


@contextmanager
def refused(error: type[Refused] = Refused, match: str | None = None, *, field: str | None = None) -> Iterator[None]:
    """The block is refused in exactly this way, with that English sentence, naming that field, and leaves nothing changed."""
    with nothing_changes(), translation.override("en"):
        with pytest.raises(Refused, match=match) as caught:
            yield
        assert caught.type is error
        assert field is None or caught.value.field == field
