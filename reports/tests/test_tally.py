"""The tally of finished days: what fell due, what was met in time, what was left; the same whenever it is computed."""

from datetime import date, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from django.db import connection

from hotline import clock
from hotline.celery import app
from hotline.deadlines.models import Deadline, Kind
from reports import scope as scopes, tally, tasks
from reports.models import DayTally, TalliedDay
from reports.scope import Scope
from reports.tests.conftest import owe, scatter
from tickets.tests.conftest import City, make_city, on

DAY = date(2026, 10, 13)  # a Tuesday
NOW = on(10, 16, 0, 10)


def stored(day: date = DAY) -> dict[tuple[str, int], tuple[int, ...]]:
    """Due, in time, missed, cancelled, backlog of a day by kind and unit."""
    rows = DayTally.objects.filter(day=day)
    return {(r.kind, r.unit_id): (r.due, r.in_time, r.missed, r.cancelled, r.backlog) for r in rows}


@pytest.fixture
def owed(city: City) -> City:
    """One obligation of each fate, all due on 13 October or before."""
    with clock.at(on(10, 9, 9)):
        ticket = city.register()
    Deadline.objects.all().delete()
    end = on(10, 14)  # 24:00 of the 13th
    fates: list[dict[str, Any]] = [
        {"due_at": end, "met_at": end - timedelta(microseconds=1)},  # in time
        {"due_at": end, "met_at": end},  # the very moment is too late, but by 24:00 nobody owes it any more
        {"due_at": end, "met_at": end + timedelta(hours=2)},  # late: still overdue at 24:00
        {"due_at": end},  # still open today
        {"due_at": end, "cancelled_at": end - timedelta(hours=1)},  # left out
        {"due_at": on(10, 13), "met_at": on(10, 13, 5)},  # of the 12th
        {"due_at": on(10, 12), "met_at": on(10, 15, 9)},  # of the 11th, overdue for some days
        {"due_at": on(10, 13, 9), "cancelled_at": on(10, 14, 9)},  # cancelled too late: it was missed
        {"due_at": end, "kind": Kind.CALLBACK, "cancelled_at": on(10, 14, 8)},  # lapsed by the clock
        {"due_at": end, "kind": Kind.CALLBACK, "met_at": on(10, 13, 8)},
        {"due_at": end + timedelta(microseconds=1)},  # of the 14th
    ]
    for n, fate in enumerate(fates):
        owe(ticket, city.housing, **fate, cause=str(n)).save()
    return city


def test_golden(owed: City) -> None:
    with clock.at(NOW):
        assert tally.catch_up() == tally.CAUGHT_UP_DAYS
    unit = owed.housing.pk
    # At 24:00 of the 13th: met late, still open, of the 11th, cancelled later.
    assert stored() == {("accept", unit): (5, 1, 4, 1, 4), ("callback", unit): (1, 1, 0, 1, 0)}
    assert stored(date(2026, 10, 12)) == {("accept", unit): (1, 0, 1, 0, 2)}
    assert stored(date(2026, 10, 11)) == {("accept", unit): (1, 0, 1, 0, 1)}
    assert stored(date(2026, 10, 14)) == {("accept", unit): (1, 0, 1, 0, 3)}
    assert stored(date(2026, 10, 15)) == {("accept", unit): (0, 0, 0, 0, 2)}


def test_again_changes_nothing_and_a_day_is_never_counted_twice(owed: City) -> None:
    with clock.at(NOW):
        tally.catch_up()
        before = list(DayTally.objects.order_by("pk").values_list())
        Deadline.objects.open().update(met_at=NOW)
        assert tally.catch_up() == 0
    assert list(DayTally.objects.order_by("pk").values_list()) == before
    with clock.at(NOW + timedelta(days=2)):
        assert tally.catch_up() == 2
    assert stored(date(2026, 10, 16)) == {}  # everything was met at ten past midnight
    assert TalliedDay.objects.filter(day=date(2026, 10, 17)).exists()  # nothing was owed, but it has been looked at


def test_beat_asks_for_it(owed: City) -> None:
    assert app.conf.beat_schedule["tally"]["task"] == tasks.tally.name
    with clock.at(NOW):
        tasks.tally()
    assert TalliedDay.objects.count() == tally.CAUGHT_UP_DAYS


def test_a_missed_day_is_caught_up_as_it_was(owed: City) -> None:
    with clock.at(NOW):
        tally.catch_up()
        before = stored()
    DayTally.objects.filter(day=DAY).delete()
    TalliedDay.objects.filter(day=DAY).delete()
    with clock.at(NOW + timedelta(days=20)):
        Deadline.objects.open().update(met_at=clock.now())
        tally.catch_up()
    assert stored() == before


@pytest.mark.parametrize("narrow", [{}, {"kind": "accept"}, {"unit": "housing"}])
def test_stored_and_live_are_the_same(city: City, narrow: dict[str, str]) -> None:
    now = on(10, 21, 15, 30)
    with clock.at(on(9, 1, 9)):
        tickets = [city.register()]
    scatter(city, now, 600, 3, tickets)
    values: dict[str, Any] = {k: city.housing.pk if k == "unit" else v for k, v in narrow.items()}
    scope = Scope(now, **values)

    def points() -> list[Any]:
        return tally.trend(lambda rows: scopes.narrowed(rows, scope), now, **scope.filters)

    with clock.at(now):
        live = points()
        tally.catch_up()
        assert points() == live
    assert len(live) == tally.SHOWN_DAYS + 1
    assert live[-1].is_today
    assert any(point.counts.missed for point in live)


def test_the_trend_asks_a_constant_number_of_queries(owed: City, django_assert_num_queries: Any) -> None:
    with clock.at(NOW):
        with django_assert_num_queries(8):
            tally.trend(lambda rows: rows, NOW)
        tally.catch_up()
        with django_assert_num_queries(5):
            tally.trend(lambda rows: rows, NOW)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once() -> None:
    city = make_city()
    with clock.at(on(9, 1, 9)):
        tickets = [city.register()]
    scatter(city, NOW, 300, 5, tickets)
    found: list[int | BaseException] = []

    def work() -> None:
        try:
            with clock.at(NOW):
                found.append(tally.catch_up())
        except BaseException as error:
            found.append(error)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [0, 0, 0, tally.CAUGHT_UP_DAYS]  # type: ignore[type-var]
    assert TalliedDay.objects.count() == tally.CAUGHT_UP_DAYS


def test_today_so_far(city: City) -> None:
    now = datetime(2026, 10, 13, 12, tzinfo=clock.TZ)
    with clock.at(on(10, 9, 9)):
        ticket = city.register()
    Deadline.objects.all().delete()
    owe(ticket, city.housing, now, cause="now").save()
    owe(ticket, city.housing, now + timedelta(hours=1), cause="later").save()
    today = tally.trend(lambda rows: rows, now)[-1].counts
    assert (today.due, today.missed, today.backlog) == (1, 1, 1)
