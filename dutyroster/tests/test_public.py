"""The public month: published ones only, days and units only, the same for everybody."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dutyroster.actions import roster as rosters
from dutyroster.actions.roster import Planned
from dutyroster.models import Roster, Shift, Version
from dutyroster.tests.conftest import NOVEMBER, Town, at
from hotline import clock

pytestmark = pytest.mark.django_db
URL = "/duty/public/2026-11/"


@pytest.fixture(autouse=True)
def _now():
    with at("2026-11-22 15:00"):
        yield


@pytest.fixture
def published(town: Town) -> Roster:
    roster = town.roster(NOVEMBER, [town.city.housing, town.city.water])
    town.name_leaders(roster, town.city.housing, prefix="王局长")
    return publish(roster)


def publish(roster: Roster) -> Roster:
    roster.published_at = clock.now()
    roster.save()
    return roster


def test_days_and_units_and_nothing_else(client: Client, published: Roster, town: Town) -> None:
    page = client.get(URL)
    body = page.content.decode()
    assert page.status_code == 200
    assert body.count("市住建局") == body.count("市水务局") == 15
    for secret in ("0898", "66777777", "王局长", "局长", "csrf", "/duty/swaps", "/edit/"):
        assert secret not in body


@pytest.mark.parametrize("state", ["none", "draft", "announced"])
def test_only_published_months(client: Client, town: Town, state: str) -> None:
    if state != "none":
        town.roster(NOVEMBER, [town.city.housing], announced=state == "announced")
    assert client.get(URL).status_code == 404
    client.force_login(town.city.office_head)
    assert client.get(URL).status_code == 404


@pytest.mark.parametrize("signed_in", [False, True])
def test_of_a_month_not_published_it_says_so_and_leads_to_the_latest(published: Roster, town: Town, signed_in: bool) -> None:
    client = Client(headers={"accept-language": "en"})
    if signed_in:
        client.force_login(town.city.office_head)
    publish(town.roster(date(2026, 10, 1), [town.city.housing]))
    town.roster(date(2026, 12, 1), [town.city.housing])
    page = client.get("/duty/public/2026-12/")
    text = page.content.decode()
    assert page.status_code == 404
    assert "not published yet" in text
    assert re.findall(r'href="(/duty/[^"]*)"', text) == [URL]
    for other in ("the ticket", "My work", "陈志远", "<nav", "csrf"):
        assert other not in text


def test_without_a_month_it_leads_to_the_latest(client: Client, published: Roster, town: Town) -> None:
    publish(town.roster(date(2026, 10, 1), [town.city.housing]))
    town.roster(date(2026, 12, 1), [town.city.housing])
    assert client.get("/duty/public/").url == URL  # type: ignore[attr-defined]


def test_where_nothing_is_published_there_is_none(town: Town) -> None:
    client = Client(headers={"accept-language": "en"})
    assert client.get("/duty/public/").status_code == 404
    page = client.get(URL)
    assert page.status_code == 404
    assert 'href="/duty/' not in page.content.decode()


def test_it_may_be_kept_for_some_minutes_and_says_when_it_changed(client: Client, published: Roster, town: Town) -> None:
    page = client.get(URL)
    assert page["Cache-Control"] == "public, max-age=300"
    assert client.get(URL, headers={"if-none-match": page["ETag"]}).status_code == 304
    plan = rosters.plan_of(published) | {date(2026, 11, 30): Planned(town.city.health.pk)}
    rosters.change(NOVEMBER, plan, actor=town.city.admin, how=Version.How.EDIT, note="x")
    again = client.get(URL, headers={"if-none-match": page["ETag"]})
    assert again.status_code == 200
    assert "市卫健委" in again.content.decode()


def test_it_is_the_same_for_who_is_signed_in(client: Client, published: Roster, town: Town) -> None:
    stranger = client.get(URL).content
    client.force_login(town.city.office_head)
    page = client.get(URL).content
    assert page == stranger
    assert "陈志远".encode() not in page


def test_neighbours_only_where_published(client: Client, published: Roster, town: Town) -> None:
    town.roster(date(2026, 12, 1), [town.city.housing])
    publish(town.roster(date(2026, 10, 1), [town.city.housing]))
    page = client.get(URL).content.decode()
    assert "/duty/public/2026-10/" in page
    assert "/duty/public/2026-12/" not in page


def test_read_only(client: Client, published: Roster) -> None:
    assert client.post(URL).status_code == 405
    assert client.head(URL).status_code == 200


def test_queries_do_not_grow(client: Client, published: Roster, town: Town) -> None:
    client.get(URL)
    with CaptureQueriesContext(connection) as many:
        client.get(URL)
    Shift.objects.filter(day__gt=date(2026, 11, 3)).delete()
    with CaptureQueriesContext(connection) as few:
        client.get(URL)
    assert len(few) == len(many) <= 8
