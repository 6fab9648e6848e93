"""A unit's calendar feed: RFC 5545, its secret address, who keeps it."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import translation
from icalendar import Calendar

from dutyroster.actions import feeds
from dutyroster.models import Feed, Shift
from dutyroster.tests.conftest import NOVEMBER, Town, at
from hotline.people.models import Unit
from tickets.operation import Forbidden

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with translation.override("en"), at("2026-11-22 15:00"):
        yield


@pytest.fixture
def feed(town: Town) -> Feed:
    town.roster(NOVEMBER, [town.city.housing, town.city.water])
    return feeds.make(town.city.housing.pk, actor=town.city.handler)[0]


def read(client: Client, feed: Feed) -> bytes:
    answer = client.get(f"/duty/feed/{feed.token}.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return answer.content


def events(client: Client, feed: Feed) -> dict[date, dict]:
    found = Calendar.from_ical(read(client, feed)).walk("VEVENT")
    return {event["DTSTART"].dt.date(): event for event in found}


def test_the_units_days(client: Client, feed: Feed) -> None:
    found = events(client, feed)
    assert sorted(found) == [date(2026, 11, n) for n in range(1, 31, 2)]
    event = found[date(2026, 11, 23)]
    assert event["DTSTART"].dt == datetime(2026, 11, 23, 0, 30, tzinfo=UTC)  # 08:30
    assert event["DTEND"].dt == datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # 22:00
    assert "市住建局" in event["SUMMARY"]
    assert "海口" in event["LOCATION"]
    assert event["DTSTAMP"].dt == datetime(2026, 11, 22, 7, 0, tzinfo=UTC)
    assert len({each["UID"] for each in found.values()}) == 15


def test_as_the_standard_wants_it(client: Client, feed: Feed, town: Town) -> None:
    Unit.objects.filter(pk=town.city.housing.pk).update(name="住建，局;分\\号,\n换行" + "很长的名称" * 12, short_name="")
    body = read(client, feed)
    lines = body.split(b"\r\n")
    assert (
        lines[:3] == [b"BEGIN:VCALENDAR", b"VERSION:2.0", b"PRODID:-//12345 hotline//duty roster//ZH"]
        or lines[0] == b"BEGIN:VCALENDAR"
    )
    assert (lines[-2], lines[-1]) == (b"END:VCALENDAR", b"")
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode()  # no character is cut in two
    assert body.count(b"DTSTAMP:") == body.count(b"UID:") == body.count(b"BEGIN:VEVENT") == 15
    (event, *_more) = Calendar.from_ical(body).walk("VEVENT")
    assert "住建，局;分\\号,\n换行" in str(event["SUMMARY"])
    assert b"VTIMEZONE" not in body  # all times are UTC


def test_the_same_twice(client: Client, feed: Feed) -> None:
    first = read(client, feed)
    with at("2026-11-22 18:00"):
        assert read(client, feed) == first


def test_only_announced_days_of_the_time(client: Client, feed: Feed, town: Town) -> None:
    town.roster(date(2026, 12, 1), [town.city.housing], announced=False)
    town.roster(date(2026, 9, 1), [town.city.housing])
    town.roster(date(2027, 11, 1), [town.city.housing])
    days = sorted(events(client, feed))
    assert days[0] == date(2026, 9, 23)  # 60 days back
    assert days[-1] == date(2027, 11, 23)
    assert not [day for day in days if day.month == 12]


def test_a_swapped_day_leaves_the_feed(client: Client, feed: Feed, town: Town) -> None:
    Shift.objects.filter(day=date(2026, 11, 25)).update(unit=town.city.water)
    assert date(2026, 11, 25) not in events(client, feed)


def test_make_up_duty_says_for_which_day(client: Client, feed: Feed, town: Town) -> None:
    Shift.objects.filter(day=date(2026, 11, 25)).update(makeup_of=town.shift(date(2026, 11, 3)))
    assert "2026-11-03" in events(client, feed)[date(2026, 11, 25)]["DESCRIPTION"]


def test_wrong_and_revoked_addresses(client: Client, feed: Feed, town: Town) -> None:
    for token in ("x", "x" * 500, feed.token[:-1], feed.token.swapcase()):
        assert client.get(f"/duty/feed/{token}.ics").status_code == 404
    assert client.post(f"/duty/feed/{feed.token}.ics").status_code in (403, 405)
    newer, ended = feeds.make(town.city.housing.pk, actor=town.city.handler)
    assert ended == 1
    assert client.get(f"/duty/feed/{feed.token}.ics").status_code == 404
    assert client.get(f"/duty/feed/{newer.token}.ics").status_code == 200
    assert feeds.revoke(town.city.housing.pk, actor=town.city.housing_leader) == 1
    assert client.get(f"/duty/feed/{newer.token}.ics").status_code == 404
    assert feeds.revoke(town.city.housing.pk, actor=town.city.handler) == 0


def test_who_keeps_the_address(client: Client, feed: Feed, town: Town) -> None:
    city = town.city
    for person in (city.water_handler, city.operator, city.office_head, city.supervisor):
        client.force_login(person)
        assert feed.token not in client.get("/duty/feeds/").content.decode()
        for what in ("make", "revoke"):
            assert client.post(f"/duty/feeds/{city.housing.pk}/{what}/").status_code == 404
        with pytest.raises(Forbidden):
            feeds.make(city.housing.pk, actor=person)
    for person in (city.handler, city.housing_leader, city.admin):
        client.force_login(person)
        page = client.get("/duty/feeds/")
        assert f"http://testserver/duty/feed/{feed.token}.ics" in page.content.decode()
        assert "no-store" in page["Cache-Control"]
    assert Feed.objects.count() == 1


def test_making_and_revoking_by_hand(client: Client, feed: Feed, town: Town) -> None:
    client.force_login(town.city.admin)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert client.post(f"/duty/feeds/{town.city.water.pk}/make/").status_code == 302
    assert client.post(f"/duty/feeds/{town.city.housing.pk}/make/").status_code == 302
    page = client.get("/duty/feeds/")
    assert page.context["rows"]
    first, anew = page.context["messages"]
    assert (f"{first}", f"{anew}") == ("The address is made.", "The address is new. The old one does not work any more.")
    assert Feed.objects.filter(revoked_at=None).count() == 2
    assert client.post(f"/duty/feeds/{town.city.water.pk}/revoke/").status_code == 302
    assert client.get(f"/duty/feeds/{town.city.water.pk}/make/").status_code == 405
    with pytest.raises(IntegrityError):  # one at a time
        Feed.objects.create(unit=town.city.housing, made_by=town.city.admin, made_at="2026-11-22T00:00:00Z")


def test_queries_do_not_grow(client: Client, feed: Feed, django_assert_num_queries) -> None:
    read(client, feed)
    with django_assert_num_queries(2):
        read(client, feed)
    Shift.objects.filter(day__gt=date(2026, 11, 3)).delete()
    with django_assert_num_queries(2):
        read(client, feed)
