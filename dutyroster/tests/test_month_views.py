"""The month's page: who sees what of a draft and of an announced month, gaps, marks, queries."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from dutyroster.actions import roster as rosters
from dutyroster.actions.roster import Planned
from dutyroster.models import Leave, Shift, Version
from dutyroster.tests.conftest import NOVEMBER, Town, at
from hotline import clock, options
from hotline.models import Option
from hotline.people.models import Person

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 1)
URL = "/duty/roster/2026-11/"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"), at("2026-11-22 15:00"):
        yield


def get(client: Client, person: Person, url: str = URL):
    client.force_login(person)
    return client.get(url, headers={"accept-language": "en"})


def test_the_present_month(client: Client, town: Town) -> None:
    assert get(client, town.city.handler, "/duty/roster/").url == URL


def test_an_announced_month_is_for_everybody(client: Client, town: Town) -> None:
    town.roster(NOVEMBER, [town.city.housing, town.city.water, town.city.health])
    for person in (town.city.handler, town.city.operator, town.city.auditor, town.city.cityleader):
        page = get(client, person)
        assert page.status_code == 200
        assert page.context["state"] == "announced"
        assert [cell.shift.unit.name for cell in page.context["cells"][:3]] == ["市住建局", "市水务局", "市卫健委"]
        assert "0898-66777777" not in page.content.decode()


def test_a_draft_is_the_planners_alone(client: Client, town: Town) -> None:
    town.roster(NOVEMBER, [town.city.housing], announced=False)
    for person in (town.city.handler, town.city.operator, town.city.supervisor):
        page = get(client, person)
        assert page.status_code == 200
        assert 'class="month-unit"' not in page.content.decode()
        assert "not announced yet" in page.content.decode()
        assert "The office announces it by 21 Oct 16:00." in page.content.decode()
    for person in (town.city.office_head, town.city.admin):
        assert get(client, person).content.decode().count('class="month-unit"') == 30
    Option.objects.create(key="roster_due_on", value="25 12:00")
    options.forget()
    assert "The office announces it by 25 Oct 12:00." in get(client, town.city.handler).content.decode()


def test_gaps_are_marked_and_named(client: Client, town: Town) -> None:
    plan = {date(2026, 11, 25): Planned(town.city.water.pk)}
    rosters.change(NOVEMBER, plan, actor=town.city.admin, how=Version.How.EDIT)
    page = get(client, town.city.admin)
    assert len(page.context["gaps"]) == 29
    assert page.content.decode().count('class="month-gap"') == 29
    assert "Days without a unit: 29" in page.content.decode()


def test_weeks_begin_on_monday(client: Client, town: Town) -> None:
    """November 1, 2026 is a Sunday."""
    weeks = get(client, town.city.admin).context["weeks"]
    assert [cell and cell.day for cell in weeks[0]] == [None] * 6 + [date(2026, 11, 1)]
    assert weeks[-1][0].day == date(2026, 11, 30)
    assert len(weeks[-1]) == 7


def test_today_and_locked_days(client: Client, town: Town) -> None:
    town.roster(NOVEMBER, [town.city.housing])
    cells = get(client, town.city.handler).context["cells"]
    assert [cell.day.day for cell in cells if cell.is_today] == [22]
    assert [cell.day.day for cell in cells if not cell.is_locked] == list(range(23, 31))
    with at("2026-11-22 08:29"):
        cells = get(client, town.city.handler).context["cells"]
        assert [cell.day.day for cell in cells if not cell.is_locked] == list(range(22, 31))


def test_days_of_the_calendar(client: Client, town: Town) -> None:
    """October 2026: 1–7 are days off, the 10th (a Saturday) is worked."""
    cells = get(client, town.city.admin, "/duty/roster/2026-10/").context["cells"]
    assert [cell.day.day for cell in cells if cell.kind == "holiday"] == [1, 2, 3, 4, 5, 6, 7]
    assert [cell.day.day for cell in cells if cell.is_makeup_workday] == [10]
    assert [cell.day.day for cell in cells if cell.kind == "weekend"] == [11, 17, 18, 24, 25, 31]


def test_who_announced_it_and_who_made_the_latest_version(client: Client, town: Town) -> None:
    """The announcement stays its signer's; a version made later is somebody else's."""
    with at("2026-10-21 15:00"):
        roster = town.roster(NOVEMBER, [town.city.housing, town.city.water])
    with at("2026-10-25 09:05"):
        plan = rosters.plan_of(roster) | {date(2026, 11, 28): Planned(town.city.health.pk)}
        rosters.change(NOVEMBER, plan, actor=town.city.admin, how=Version.How.IMPORT)
    for person in (town.city.admin, town.city.operator):
        page = " ".join(re.sub(r"<[^>]+>", "", get(client, person).content.decode()).split())
        signed, made = town.city.office_head.name, town.city.admin.name
        assert f"announced 10-21 15:00 by {signed} · version 2 imported 10-25 09:05 by {made}" in page


def test_publishing_says_which_units_have_named_nobody(client: Client, town: Town) -> None:
    units = [town.unit(f"单位{n}") for n in range(1, 13)]
    with at("2026-10-21 15:00"):
        roster = town.roster(NOVEMBER, units)
        town.name_leaders(roster, units[0])
    said = "Units that have not named their leaders yet (11): " + "、".join(f"单位{n}" for n in range(2, 12))
    assert f"{said}, …" in get(client, town.city.office_head).content.decode()
    for unit in units[2:]:
        town.name_leaders(roster, unit)
    assert 'not named their leaders yet (1): 单位2"' in get(client, town.city.office_head).content.decode()
    town.name_leaders(roster, units[1])
    assert "not named their leaders" not in get(client, town.city.office_head).content.decode()


@pytest.mark.parametrize("path", ["", "edit/", "draft/"])
def test_holidays_of_a_year_that_is_not_announced_are_called_provisional(client: Client, town: Town, path: str) -> None:
    said = "The holidays of 2027 are not announced yet"
    assert said in get(client, town.city.admin, f"/duty/roster/2027-01/{path}").content.decode()
    assert "are not announced yet: shown" not in get(client, town.city.admin, f"/duty/roster/2026-12/{path}").content.decode()


def test_the_notice_is_a_button_for_whoever_may_open_it(client: Client, town: Town) -> None:
    roster = town.roster(NOVEMBER, [town.city.housing, town.city.water])
    principal = town.name_leaders(roster, town.city.water)[0]  # without any role
    url = "/duty/roster/2026-11/notice/"
    for person in (principal, town.city.handler, town.city.operator, town.city.cityleader, town.city.admin):
        may = get(client, person, url).status_code == 200
        assert (f'href="{url}"' in get(client, person).content.decode()) == may
    assert get(client, principal, url).status_code == 200


def test_make_up_duty_links_the_missed_day(client: Client, town: Town) -> None:
    town.roster(NOVEMBER, [town.city.housing, town.city.water])
    missed = town.shift(date(2026, 11, 3))
    Shift.objects.filter(day=date(2026, 11, 27)).update(makeup_of=missed)
    page = get(client, town.city.handler).content.decode()
    assert "/duty/roster/2026-11/#d03" in page
    assert "make-up for 11-03" in page


def test_a_unit_sees_where_it_may_ask_for_a_swap(client: Client, town: Town) -> None:
    town.roster(NOVEMBER, [town.city.housing, town.city.water])
    page = get(client, town.city.handler).content.decode()
    assert "/duty/swaps/ask/2026-11-23/" in page  # its own, ahead
    assert "/duty/swaps/ask/2026-11-24/" not in page  # the other unit's
    assert "/duty/swaps/ask/2026-11-21/" not in page  # past
    assert "/duty/swaps/ask/" not in get(client, town.city.operator).content.decode()


def test_units_with_several_days_are_named_to_planners(client: Client, town: Town) -> None:
    town.roster(NOVEMBER, [town.unit(f"单位{n}") for n in range(29)])
    assert get(client, town.city.admin).context["repeated"] == [("单位0", [date(2026, 11, 1), date(2026, 11, 30)])]
    assert get(client, town.city.handler).context["repeated"] == []


@pytest.mark.parametrize("url", ["/duty/roster/2026-13/", "/duty/roster/1999-11/", "/duty/roster/2099-12/x/"])
def test_no_such_month(client: Client, town: Town, url: str) -> None:
    assert get(client, town.city.admin, url).status_code == 404


def test_strangers_sign_in_first(client: Client, db: None) -> None:
    assert client.get(URL).status_code == 302
    assert client.post(URL).status_code in (302, 405)


def test_queries_do_not_grow(client: Client, town: Town, django_assert_num_queries) -> None:
    units = [town.city.housing, town.city.water, town.city.health]
    rosters.change(NOVEMBER, {date(2026, 11, 25): Planned(units[0].pk)}, actor=None, how=Version.How.IMPORT)
    get(client, town.city.office_head)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        get(client, town.city.office_head)
    town.roster(NOVEMBER, units, announced=False)
    with CaptureQueriesContext(connection) as many:
        get(client, town.city.office_head)
    assert len(few) == len(many) <= 22


def granted_leave(town: Town, shift: Shift, person: Person) -> Leave:
    return Leave.objects.create(
        shift=shift, who=Leave.Who.PRINCIPAL, person=person, reason="出差", asked_by=person, asked_at=clock.now(),
        is_late=False, approver=town.city.cityleader, decided_at=clock.now(), granted=True,
    )  # fmt: skip


def test_a_month_with_a_gap_or_past_is_not_offered_for_signing(client: Client, town: Town) -> None:
    roster = town.roster(DECEMBER, [town.city.housing], announced=False)
    head, url = town.city.office_head, "/duty/roster/2026-12/"
    offer = f'action="{url}announce/"'
    assert offer in get(client, head, url).content.decode()
    with at("2027-01-02 10:00"):
        page = get(client, head, url).content.decode()
        assert offer not in page
        assert "taken over" in page
    plan = rosters.plan_of(roster)
    del plan[DECEMBER]
    rosters.change(DECEMBER, plan, actor=None, how=Version.How.EDIT)
    page = get(client, head, url).content.decode()
    assert offer not in page
    assert "Days without a unit: 1" in page


# ---- home


def test_home_says_who_is_on_duty(client: Client, town: Town) -> None:
    roster = town.roster(NOVEMBER, [town.city.housing, town.city.water])
    principal, _deputy, _staff = town.name_leaders(roster, town.city.water)
    page = get(client, town.city.dispatcher, "/").content.decode()
    assert "市水务局" in page  # the 22nd
    assert principal.name in page
    assert "0898-66777777" in page  # the front desk reads the phones
    assert "市住建局" in page  # tomorrow
    page = get(client, town.city.handler, "/").content.decode()
    assert principal.name in page
    assert "0898-66777777" not in page
    for person in (town.city.operator, town.city.auditor, town.city.cityleader):
        assert "0898-66777777" not in get(client, person, "/").content.decode()


def test_home_at_night_and_without_a_roster(client: Client, town: Town) -> None:
    town.roster(NOVEMBER, [town.city.housing, town.city.water])
    for moment in ("2026-11-22 22:00", "2026-11-23 02:00", "2026-11-23 08:29"):
        with at(moment):
            assert "No duty leader until 08:30" in get(client, town.city.handler, "/").content.decode()
    with at("2026-12-02 10:00"):
        page = get(client, town.city.office_head, "/").content.decode()
        assert "No roster names a unit for today" in page
        assert "No announced roster names the next unit" in page
        assert "Plan the month" in page


def test_home_of_who_has_no_work_still_says_so(client: Client, town: Town) -> None:
    assert "Read and verify" in get(client, town.city.auditor, "/").content.decode()
