"""The home page names what of duty somebody owes: to the unit its names and its day, to the office its roster (section 4)."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dutyroster import clockwork, onduty
from dutyroster.actions import leave as leaves, publish, score as scores
from dutyroster.models import Leave
from dutyroster.tests.conftest import NOVEMBER, Town, at
from hotline.people.models import Person, Rank

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"), at("2026-11-22 15:00"):
        yield


def owed(person: Person) -> list[tuple[str, str]]:
    """What the person's home page says is owed of duty: kind and link."""
    client = Client()
    client.force_login(person)
    sections = client.get("/", headers={"accept-language": "en"}).context["sections"]
    rows: list[Any] = [row for found in sections if found.template == "dutyroster/home_owed.html" for row in found.rows]
    return [(str(due["code"]), row["link"]) for row, due in rows]


def test_a_unit_reads_that_it_owes_its_leaders_names(town: Town) -> None:
    roster = town.roster(DECEMBER, [town.city.housing, town.city.water], announced=False)
    assert owed(town.city.handler) == []
    publish.announce(roster, actor=town.city.office_head, version=roster.version)
    assert owed(town.city.handler) == [("leader_info", f"/duty/roster/2026-12/leaders/{town.city.housing.pk}/")]
    assert owed(town.city.operator) == []


def test_the_unit_on_duty_reads_its_sheet_and_its_handover(town: Town) -> None:
    roster = town.roster(NOVEMBER, [town.city.water, town.city.housing])  # the 22nd is the second's
    principal, _deputy, staff = town.name_leaders(roster, town.city.housing)
    wanted = [("callback_sheet", "/duty/2026-11-22/sheet/"), ("handover_sign", "/duty/2026-11-22/book/")]
    with at("2026-11-22 08:40"):
        clockwork.tick()
        for person in (town.city.handler, principal):
            assert owed(person) == wanted, person
        assert owed(staff) == []


def test_the_office_head_reads_the_month_to_announce_and_to_publish(town: Town) -> None:
    clockwork.tick()
    wanted = [("roster", "/duty/roster/2026-12/"), ("notice", "/duty/roster/2026-12/")]
    assert owed(town.city.office_head) == wanted
    assert owed(town.city.handler) == []


def test_who_was_named_for_another_month_is_not_asked_for_names(town: Town) -> None:
    principal, _deputy, _staff = town.name_leaders(town.roster(NOVEMBER, [town.city.housing]), town.city.housing)
    roster = town.roster(DECEMBER, [town.city.housing], announced=False)
    publish.announce(roster, actor=town.city.office_head, version=roster.version)
    assert owed(principal) == []
    assert [kind for kind, _link in owed(town.city.handler)] == ["leader_info"]


def test_three_rows_cost_the_queries_of_one(town: Town) -> None:
    client, costs = Client(), []
    client.force_login(town.city.handler)
    for month in (DECEMBER, date(2027, 1, 1), date(2027, 2, 1)):
        roster = town.roster(month, [town.city.housing], announced=False)
        publish.announce(roster, actor=town.city.office_head, version=roster.version)
        client.get("/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        costs.append(len(captured))
    assert len(owed(town.city.handler)) == 3
    assert costs[0] == costs[2]


# ---- what waits for a decision


def to_decide(person: Person) -> list[tuple[str, int, str]]:
    """What the person's home page says is to be decided: what, how many, where."""
    client = Client()
    client.force_login(person)
    sections = client.get("/", headers={"accept-language": "en"}).context["sections"]
    found = [section for section in sections if section.template == "dutyroster/home_decide.html"]
    assert all(section.rows for section in found)
    for row in (row for section in found for row in section.rows):
        assert client.get(row.link, headers={"accept-language": "en"}).status_code == 200
    return [(str(row.what), row.n, row.link) for section in found for row in section.rows]


@pytest.fixture
def crew(town: Town) -> tuple[Person, Person, Person]:
    with at("2026-10-20 10:00"):
        return town.name_leaders(town.roster(NOVEMBER, [town.city.housing, town.city.water]), town.city.housing)


def asked(town: Town, person: Person, day: date = date(2026, 11, 27)) -> Leave:
    return leaves.ask(
        town.shift(day).pk, actor=town.city.handler, person=person, reason="住院", approver=town.city.cityleader
    )  # fmt: skip


def test_who_decides_on_leave_reads_that_it_waits(town: Town, crew: tuple[Person, ...]) -> None:
    principal, deputy, _staff = crew
    city = town.city
    everybody = (city.cityleader, principal, deputy, city.handler, city.water_handler, city.office_head, city.operator)
    assert [to_decide(person) for person in everybody] == [[]] * 7
    first, second = asked(town, principal), asked(town, deputy)
    line = [("Leave to be decided", 1, "/duty/leave/#waiting")]
    assert [to_decide(person) for person in everybody] == [line, line, [], [], [], [], []]
    asked(town, principal, date(2026, 11, 29))
    assert to_decide(city.cityleader) == [("Leave to be decided", 2, "/duty/leave/#waiting")]
    leaves.decide(second.pk, actor=principal, granted=False, opinion="不同意")
    assert to_decide(principal) == []
    with at("2026-11-28 00:00"):  # the first day is over: nothing can be decided on it any more
        assert to_decide(city.cityleader) == line
    leaves.decide(first.pk, actor=city.cityleader, granted=True, opinion="同意")
    debt = [("Make-up duty to be arranged", 1, "/duty/leave/#debts")]
    assert [to_decide(city.office_head), to_decide(city.admin), to_decide(city.dispatcher)] == [debt, debt, []]


def test_the_office_head_reads_of_appeals(town: Town, crew: tuple[Person, ...]) -> None:
    head = town.city.office_head
    rows = [scores.confirm(town.shift(date(2026, 11, day)).pk, actor=head) for day in (19, 21)]
    assert to_decide(head) == []
    made = [scores.appeal(row.pk, actor=town.city.handler, text="当日已到岗") for row in rows]
    assert to_decide(head) == [("Appeals to be decided", 2, "/duty/scores/#appeals")]
    assert to_decide(town.city.handler) == to_decide(town.city.admin) == []
    for row in made:
        scores.decide_appeal(row.pk, actor=head, upheld=False, opinion="证据清楚")
    assert to_decide(head) == []


def test_many_decisions_cost_the_queries_of_one(town: Town, crew: tuple[Person, ...]) -> None:
    client, costs = Client(), []
    client.force_login(town.city.cityleader)
    client.get("/")
    for days in ((23,), (25, 27, 29)):
        for day in days:
            asked(town, crew[0], date(2026, 11, day))
        with CaptureQueriesContext(connection) as captured:
            client.get("/")
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_the_principal_is_named_first(town: Town) -> None:
    roster = town.roster(NOVEMBER, [town.city.housing])
    principal, deputy, _staff = town.name_leaders(roster, town.city.housing)
    roster.leaders.filter(person=principal).delete()
    town.city.handler.refresh_from_db()
    roster.leaders.create(
        unit=town.city.housing, person=principal, rank=Rank.PRINCIPAL, name=principal.name, post="局长", phone="1",
        entered_by=principal, entered_at=roster.announced_at,
    )  # fmt: skip
    shift = town.shift(NOVEMBER.replace(day=22))
    assert [named.person for named in onduty.crew(shift).leaders] == [principal, deputy]
