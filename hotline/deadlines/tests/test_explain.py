"""Why is this due then? Everything about a deadline, for those who may see what it is about."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hotline import clock
from hotline.deadlines import recompute, sweep
from hotline.deadlines.models import Deadline, Kind
from hotline.deadlines.tests.test_recompute import change, storm
from hotline.people.models import Person
from hotline.workdays import changes
from hotline.workdays.models import current, entries
from hotline.workdays.rules import Kind as Source
from tickets.flow import Action
from tickets.tests.conftest import T0, City, make_city, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db: None) -> Iterator[City]:
    with clock.at(T0):
        yield make_city()


def path(kind: Kind) -> str:
    return f"/deadlines/{Deadline.objects.filter(kind=kind).latest('pk').pk}/"


def get(client: Client, person: Person, kind: Kind) -> Any:
    client.force_login(person)
    client.cookies["django_language"] = "en"
    return client.get(path(kind))


def said(client: Client, person: Person, kind: Kind) -> str:
    response = get(client, person, kind)
    assert response.status_code == 200
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    assert "style=" not in main
    assert "<script" not in main
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def test_a_reply_day_by_day(client: Client, city: City) -> None:
    ticket = city.dispatched()
    page = said(client, city.handler, Kind.REPLY)
    assert "reply 15 Oct 24:00" in page
    assert "7 working days from 2026-09-30 10:00. The day it starts does not count." in page
    assert "2026-09-30 Wednesday – the day it starts does not count" in page
    assert "2026-10-01 Thursday – public holiday · 国庆节" in page
    assert "2026-10-10 Saturday 3 make-up working day · 国庆节" in page
    assert "2026-10-15 Thursday 7 working day" in page
    assert "2026-10-16" not in page.split("Obligation")[0]
    assert f"{ticket.number} {ticket.title}" in page
    assert "Can be extended until 17 Nov 24:00" in page
    assert f"Counted with calendar version {current().version}" in page
    assert "None was raised so far." in page
    assert "Next: 2026-10-13 08:30, 2 working days left" in page
    assert "How it moved" not in page


def test_sign_for_ends_with_the_service_hours(client: Client, city: City) -> None:
    city.dispatched()
    page = said(client, city.handler, Kind.SIGN_FOR)
    assert "sign for 8 Oct 17:30" in page
    assert "1 working days from 2026-09-30 10:00, to the end of the service hours." in page
    assert "2026-10-08 Thursday 1 working day" in page
    assert "By these days alone" not in page


def test_minutes_and_the_end_of_the_day(client: Client, city: City) -> None:
    city.register(urgency="critical")
    page = said(client, city.dispatcher, Kind.HANDLE)
    assert "30 minutes from the moment it was opened, by the clock: nights and days off count." in page
    assert "Day by day" not in page
    city.register()
    assert "Until the end of the day it was opened; no working days are counted." in said(client, city.dispatcher, Kind.HANDLE)


def test_what_was_set_to_an_hour(client: Client, city: City) -> None:
    city.dispatched()
    Deadline.objects.filter(kind=Kind.REPLY).update(counted_from=None, workdays=None, set_by="王主任")
    page = said(client, city.handler, Kind.REPLY)
    assert "Set to this hour of this day; no working days are counted." in page
    assert "Set by 王主任" in page


def test_an_extension_is_told(client: Client, city: City) -> None:
    ticket = city.extension_asked()
    city.do(ticket, Action.DECIDE_EXTENSION, city.office_head, granted=True, text="同意", workdays=3)
    page = said(client, city.handler, Kind.REPLY)
    assert "reply 20 Oct 24:00" in page
    assert "10 working days from 2026-09-30 10:00" in page
    moved = page.split("How it moved")[1].split("Obligation")[0]
    assert "extended" in moved
    assert "15 Oct 24:00 20 Oct 24:00 10" in moved


def test_a_changed_calendar_is_told(client: Client, city: City) -> None:
    city.dispatched()
    change(storm("2026-10-09"), city)
    page = said(client, city.handler, Kind.REPLY)
    assert "The calendar has just changed; this deadline is about to be counted again." in page
    recompute.recompute(by="郑伟")
    page = said(client, city.handler, Kind.REPLY)
    assert "2026-10-09 Friday – emergency closure · 台风" in page
    moved = page.split("How it moved")[1]
    assert f"calendar changed version {current().version} of the calendar 郑伟 15 Oct 24:00 16 Oct 24:00 7" in moved
    assert "about to be counted" not in page


def test_the_floor_is_told(client: Client, city: City) -> None:
    city.dispatched()
    change(storm("2026-10-09"), city)
    recompute.recompute()
    with clock.at(on(10, 16, 10)):
        change(changes.removal([row for row in entries() if row.kind == Source.EMERGENCY]), city)
        recompute.recompute()
        page = said(client, city.handler, Kind.REPLY)
    assert (
        "By these days alone it would be due 15 Oct 24:00. It stays 16 Oct 24:00: a changed calendar makes nobody overdue."
        in page
    )


def test_what_ended_before_the_change(client: Client, city: City) -> None:
    city.replied()
    change(storm("2026-10-09"), city)
    page = said(client, city.handler, Kind.REPLY)
    assert "The calendar has changed since this ended. By the days as they are now it would have been due 16 Oct 24:00." in page
    assert "Next:" not in page
    assert "Met 2026-09-30 10:00" in page


def test_a_units_own_closure_counts(client: Client, city: City) -> None:
    change(storm("2026-10-09", units=(city.district.pk,)), city)
    city.dispatched(lead=city.district)
    page = said(client, city.district_handler, Kind.REPLY)
    assert "2026-10-09 Friday – emergency closure · 台风" in page
    assert "reply 16 Oct 24:00" in page


def test_alarms_that_were_raised(client: Client, city: City) -> None:
    city.dispatched()
    with clock.at(on(10, 14, 9)):
        sweep.sweep()
        page = said(client, city.handler, Kind.REPLY)
    assert "2026-10-14 09:00 2 working days left for 15 Oct 24:00" in page
    assert "None was raised" not in page


def test_who_may_not_see_the_ticket_does_not_see_this(client: Client, city: City) -> None:
    city.dispatched()
    assert get(client, city.water_handler, Kind.REPLY).status_code == 404
    assert get(client, city.admin, Kind.REPLY).status_code == 404
    assert get(client, city.housing_leader, Kind.REPLY).status_code == 200
    assert client.get("/deadlines/99999999/").status_code == 404
    assert client.post(path(Kind.REPLY)).status_code == 405
    client.logout()
    assert client.get(path(Kind.REPLY)).status_code == 302


def test_a_year_the_calendar_does_not_know(client: Client, city: City) -> None:
    city.dispatched()
    Deadline.objects.filter(kind=Kind.REPLY).update(counted_from=T0.replace(year=1999))
    assert "The calendar knows the years 2018 to 2100, not 1999." in said(client, city.handler, Kind.REPLY)


def test_the_ticket_page_leads_here(client: Client, city: City) -> None:
    ticket = city.dispatched()
    client.force_login(city.handler)
    assert path(Kind.REPLY) in client.get(f"/tickets/{ticket.number}/").content.decode()


def test_queries_do_not_grow(client: Client, city: City) -> None:
    ticket = city.dispatched()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            get(client, city.handler, Kind.REPLY)
        return len(queries)

    cost()
    few = cost()
    city.extension_asked(ticket)
    city.do(ticket, Action.DECIDE_EXTENSION, city.office_head, granted=True, text="同意", workdays=3)
    change(storm("2026-10-09"), city)
    recompute.recompute()
    cost()
    assert cost() == few
