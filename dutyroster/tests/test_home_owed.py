"""The home page names what of duty somebody owes: to the unit its names and its day, to the office its roster (section 4)."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dutyroster import clockwork, onduty
from dutyroster.actions import publish
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
