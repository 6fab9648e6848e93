"""Draft → announced → published (D22): who may, what is refused, what each opens, meets and tells; and two at once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dutyroster import monthly
from dutyroster.actions import leader_info, publish, roster as rosters, swaps
from dutyroster.actions.roster import Planned, Stale
from dutyroster.models import DutyLeader, Roster, Shift, Swap, Version
from dutyroster.tests.conftest import Town, at
from hotline import clock, options
from hotline.deadlines.models import Deadline, Kind
from hotline.models import Option
from hotline.notices.models import Notice
from hotline.notices.texts import sentence
from hotline.people.models import Person, Role, Unit
from tickets.operation import Forbidden, Refused
from tickets.tests.conftest import City, make_city

DECEMBER = date(2026, 12, 1)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.TZ)


def draft(town: Town, month: date = DECEMBER, units: "list[Unit] | None" = None) -> Roster:
    return town.roster(month, units or [town.city.housing, town.city.water, town.city.health], announced=False)


def owed(roster: Roster, kind: Kind = Kind.LEADER_INFO) -> dict[str, datetime]:
    """What is open about the roster: the unit's name and until when."""
    rows = Deadline.objects.open().of(*roster.subject).filter(kind=kind)
    return {name: clock.local(due) for name, due in rows.values_list("unit__name", "due_at")}


@contextmanager
def refused(error: type[Refused] = Refused, match: str | None = None):  # type: ignore[no-untyped-def]
    with translation.override("en"), pytest.raises(Refused, match=match) as caught:
        yield
    assert caught.type is error


class TestAnnounce:
    def test_it_binds_and_asks_every_unit_for_its_leaders(self, town: Town) -> None:
        with at("2026-11-20 10:00") as now:
            monthly.open_month(now.date())
            roster = publish.announce(draft(town), actor=town.city.office_head, version=1)
        assert (roster.announced_at, roster.announced_by, roster.announced_version) == (now, town.city.office_head, 1)
        assert owed(roster) == dict.fromkeys(("市住建局", "市水务局", "市卫健委"), moment("2026-11-28 16:00"))
        assert owed(roster, Kind.ROSTER) == {}
        assert Deadline.objects.get(kind=Kind.ROSTER).met_at == now
        assert owed(roster, Kind.NOTICE) == {"12345热线办": moment("2026-11-30 16:00")}

    def test_each_units_people_are_told_once_of_their_own_days(self, town: Town) -> None:
        city = town.city
        with at("2026-11-20 10:00"):
            publish.announce(draft(town), actor=city.office_head, version=1)
        told = {notice.person: notice for notice in Notice.objects.select_related("person")}
        assert set(told) == {city.handler, city.housing_leader, city.water_handler, city.health_handler, city.unit_leader}
        notice = told[city.water_handler]
        assert (notice.link, notice.is_duty) == ("/duty/roster/2026-12/leaders/", True)
        days = "、".join(f"2026-12-{day:02}" for day in range(2, 31, 3))
        with translation.override("en"):
            said = f"The roster of 2026-12 is announced: your unit is on duty on {days}. "
            assert sentence(notice) == said + "Name the leaders by 2026-11-28 16:00, please."

    def test_named_leaders_are_told_and_handlers_below_a_unit_that_has_none(self, town: Town) -> None:
        """D22: not only who has a role in exactly that unit; and who is told for two units hears of both."""
        city = town.city
        city.district_handler.groups.clear()
        with at("2026-11-20 10:00"):
            roster = draft(town, units=[city.district, city.water])
            principal, deputy, _staff = town.name_leaders(roster, city.water)
            DutyLeader.objects.filter(person=deputy).update(unit=city.district)
            DutyLeader.objects.create(
                roster=roster, unit=city.water, person=deputy, rank="deputy", name="x", post="局长", phone="1", entered_by=deputy,
                entered_at=clock.now(),
            )  # fmt: skip
            publish.announce(roster, actor=city.office_head, version=1)
        told = Notice.objects.values_list("person__username", "params__days")
        water = "、".join(f"2026-12-{day:02}" for day in range(2, 31, 2))
        district = "、".join(f"2026-12-{day:02}" for day in range(1, 32, 2))
        assert set(told) == {
            ("water_handler", water), (principal.username, water), (deputy.username, water), (deputy.username, district),
            ("street_handler", district),
        }  # fmt: skip

    def test_units_that_have_named_their_leaders_owe_nothing(self, town: Town) -> None:
        with at("2026-11-20 10:00"):
            roster = draft(town)
            town.name_leaders(roster, town.city.water)
            roster = publish.announce(roster, actor=town.city.office_head, version=1)
        assert set(owed(roster)) == {"市住建局", "市卫健委"}
        assert Notice.objects.get(person=town.city.water_handler).kind == "roster_announced_named"

    def test_gaps_are_listed(self, town: Town) -> None:
        with at("2026-11-20 10:00"):
            roster = draft(town)
            plan = rosters.plan_of(roster)
            del plan[date(2026, 12, 5)], plan[date(2026, 12, 31)]
            rosters.change(DECEMBER, plan, actor=None, how=Version.How.EDIT)
            with refused(match="no unit yet: 2026-12-05、2026-12-31"):
                publish.announce(roster, actor=town.city.office_head, version=2)
        roster.refresh_from_db()
        assert (roster.announced_at, Deadline.objects.count(), Notice.objects.count()) == (None, 0, 0)

    def test_a_month_without_any_day(self, town: Town) -> None:
        with at("2026-11-20 10:00"), refused(match="no unit yet"):
            publish.announce(Roster.objects.create(month=DECEMBER), actor=town.city.office_head, version=0)

    def test_a_second_time(self, town: Town) -> None:
        with at("2026-11-20 10:00"):
            roster = publish.announce(draft(town), actor=town.city.office_head, version=1)
            before = Notice.objects.count()
            with refused(match="announced already"):
                publish.announce(roster, actor=town.city.office_head, version=1)
        assert Notice.objects.count() == before

    def test_somebody_changed_it_meanwhile(self, town: Town) -> None:
        with at("2026-11-20 10:00"):
            roster = draft(town)
            plan = rosters.plan_of(roster) | {DECEMBER: Planned(town.city.health.pk)}
            rosters.change(DECEMBER, plan, actor=None, how=Version.How.EDIT)
            with refused(Stale):
                publish.announce(roster, actor=town.city.office_head, version=1)

    @pytest.mark.parametrize(("when", "over"), [("2026-12-31 21:59", False), ("2026-12-31 22:00", True)])
    def test_a_month_that_is_over(self, town: Town, when: str, over: bool) -> None:
        with at("2026-11-20 10:00"):
            roster = draft(town)
        with at(when):
            if over:
                with refused(match="This month is over"):
                    publish.announce(roster, actor=town.city.office_head, version=1)
            else:
                assert publish.announce(roster, actor=town.city.office_head, version=1).is_announced
                assert owed(roster) == {}  # every day has begun: there is nothing left to name anybody for

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.OFFICE_HEAD])
    def test_only_the_office_head(self, town: Town, role: Role) -> None:
        person = town.city.person("somebody", town.city.office, role)
        with at("2026-11-20 10:00"):
            roster = draft(town)
            with refused(Forbidden):
                publish.announce(roster, actor=person, version=1)
            roster = publish.announce(roster, actor=town.city.office_head, version=1)
            with refused(Forbidden):
                publish.publish(roster, actor=person)


# By hand: November 28, 2026 is a Saturday, the 30th a Monday; service closes at 17:30, a duty day begins at 08:30.
@pytest.mark.parametrize(
    ("now", "begins", "due"),
    [
        ("2026-11-20 10:00", "2026-12-01", "2026-11-28 16:00"),
        ("2026-11-28 15:59", "2026-12-01", "2026-11-28 16:00"),
        ("2026-11-28 16:00", "2026-12-09", "2026-11-30 16:00"),  # the publishing comes before Monday's close
        ("2026-11-29 10:00", "2026-12-01", "2026-11-30 16:00"),
        ("2026-11-30 09:00", "2026-12-09", "2026-12-01 17:30"),  # today the publishing is no term any more
        ("2026-11-30 15:59", "2026-12-01", "2026-12-01 08:30"),  # but before the duty day begins
        ("2026-11-30 17:00", "2026-12-09", "2026-12-01 17:30"),
        ("2026-12-04 10:00", "2026-12-09", "2026-12-07 17:30"),  # a Friday: Monday's close
        ("2026-12-04 10:00", "2026-12-06", "2026-12-06 08:30"),
    ],
)
def test_nobody_is_late_at_once(town: Town, now: str, begins: str, due: str) -> None:
    with at("2026-11-01 10:00"):
        roster = draft(town)
    with at(now) as moment_:
        calendar = leader_info.rules.calendar_of(town.city.water)
        found = leader_info.due_at(roster, Shift(day=date.fromisoformat(begins)).begins_at, calendar)
        assert found.at == moment(due)
        assert found.at > moment_


class TestChangesAfterAnnouncing:
    def test_a_unit_that_comes_owes_one_that_goes_does_not(self, town: Town) -> None:
        city = town.city
        with at("2026-11-20 10:00"):
            roster = publish.announce(draft(town, units=[city.housing, city.water]), actor=city.office_head, version=1)
        with at("2026-11-26 10:00") as now:
            plan = {
                day: Planned(city.health.pk if p.unit == city.water.pk else p.unit) for day, p in rosters.plan_of(roster).items()
            }
            rosters.change(DECEMBER, plan, actor=city.admin, how=Version.How.EDIT)
        assert owed(roster) == dict.fromkeys(("市住建局", "市卫健委"), moment("2026-11-28 16:00"))
        gone = Deadline.objects.get(kind=Kind.LEADER_INFO, unit=city.water)
        assert (gone.cancelled_at, gone.met_at, gone.next_alarm_at) == (now, None, None)

    def test_one_that_comes_back_owes_again(self, town: Town) -> None:
        city = town.city
        with at("2026-11-20 10:00"):
            roster = publish.announce(draft(town, units=[city.housing, city.water]), actor=city.office_head, version=1)
            first = rosters.plan_of(roster)
            rosters.change(DECEMBER, {day: Planned(city.housing.pk) for day in first}, actor=None, how=Version.How.EDIT)
            assert set(owed(roster)) == {"市住建局"}
            rosters.change(DECEMBER, first, actor=None, how=Version.How.EDIT)
        assert set(owed(roster)) == {"市住建局", "市水务局"}

    def test_a_change_of_a_draft_opens_nothing(self, town: Town) -> None:
        with at("2026-11-20 10:00"):
            roster = draft(town)
        assert owed(roster) == {}


class TestPublish:
    def test_it_meets_the_notice(self, town: Town) -> None:
        with at("2026-11-20 10:00") as now:
            monthly.open_month(now.date())
            publish.announce(draft(town), actor=town.city.office_head, version=1)
        with at("2026-11-30 15:00") as now:
            roster = publish.publish(Roster.objects.get(), actor=town.city.office_head, version=1)
        assert (roster.published_at, roster.published_by) == (now, town.city.office_head)
        assert Deadline.objects.get(kind=Kind.NOTICE).met_at == now

    def test_not_before_announcing_nor_twice(self, town: Town) -> None:
        with at("2026-11-20 10:00"):
            roster = draft(town)
            with refused(match="Announce the month to its units first"):
                publish.publish(roster, actor=town.city.office_head)
            publish.announce(roster, actor=town.city.office_head, version=1)
            publish.publish(roster, actor=town.city.office_head)
            with refused(match="published already"):
                publish.publish(roster, actor=town.city.office_head)

    def test_not_with_gaps_nor_when_stale(self, town: Town) -> None:
        with at("2026-11-20 10:00"):
            roster = publish.announce(draft(town), actor=town.city.office_head, version=1)
            plan = rosters.plan_of(roster)
            del plan[date(2026, 12, 24)]
            rosters.change(DECEMBER, plan, actor=None, how=Version.How.EDIT)
            with refused(match="2026-12-24"):
                publish.publish(roster, actor=town.city.office_head)
            with refused(Stale):
                publish.publish(roster, actor=town.city.office_head, version=1)
        roster.refresh_from_db()
        assert roster.published_at is None


# ---- the buttons


def post(person: Person, url: str, **data: Any) -> tuple[int, str]:
    """Send a form; gives the answer's status and where it leads."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    response = client.post(url, data)
    return response.status_code, response.headers.get("Location", "")


def test_the_head_announces_and_publishes(town: Town) -> None:
    with at("2026-11-20 10:00"):
        draft(town)
        assert post(town.city.office_head, "/duty/roster/2026-12/announce/", version="1") == (302, "/duty/roster/2026-12/")
        assert Roster.objects.get().is_announced
        assert post(town.city.office_head, "/duty/roster/2026-12/publish/", version="1") == (302, "/duty/roster/2026-12/")
    assert Roster.objects.get().published_at == moment("2026-11-20 10:00")


@pytest.mark.parametrize("version", ["0", "2", "", "x", "٣", "9" * 40])
def test_an_older_page_announces_nothing(town: Town, version: str) -> None:
    with at("2026-11-20 10:00"):
        draft(town)
        assert post(town.city.office_head, "/duty/roster/2026-12/announce/", version=version)[0] == 302
    assert not Roster.objects.get().is_announced


@pytest.mark.parametrize("what", ["announce", "publish"])
def test_the_buttons_of_nobody_else(town: Town, what: str) -> None:
    with at("2026-11-20 10:00"):
        draft(town)
        for name in ("admin", "operator", "dispatcher", "supervisor", "auditor", "handler", "unit_leader", "cityleader"):
            assert post(getattr(town.city, name), f"/duty/roster/2026-12/{what}/", version="1")[0] == 403
        assert post(town.city.office_head, f"/duty/roster/2027-01/{what}/", version="1")[0] == 404
        client = Client()
        client.force_login(town.city.office_head)
        assert client.get(f"/duty/roster/2026-12/{what}/").status_code == 405
    assert not Roster.objects.get().is_announced


def test_statements_of_announcing_grow_only_with_what_is_owed(town: Town) -> None:
    """Each unit more costs its obligation, two statements; telling costs none more."""
    Unit.objects.bulk_create([Unit(name=f"单位{n}") for n in range(12)])
    counts = []
    for month, n in ((DECEMBER, 1), (date(2027, 1, 1), 1), (date(2027, 3, 1), 3)):  # the first reads calendar and options
        with at("2026-11-20 10:00"):
            roster = draft(town, month, list(Unit.objects.filter(name__startswith="单位").order_by("pk")[:n]))
            with CaptureQueriesContext(connection) as captured:
                publish.announce(roster, actor=town.city.office_head, version=1)
        counts.append(len(captured))
    assert counts[2] - counts[1] == 4


# ---- at once


def at_once(when: str, *calls: Callable[[], Any]) -> list[Any]:
    """What each call gave or raised, all started at the same moment of that clock, each on a connection of its own."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], Any]) -> Any:
        try:
            with at(when):
                start.wait(timeout=20)
                return call()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @pytest.fixture
    def big(self, transactional_db: None) -> Town:
        """Committed, so that every thread sees it."""
        options.forget()
        return Town(make_city())

    def test_two_heads_announce(self, big: Town) -> None:
        city: City = big.city
        second = city.person("second_head", city.office, Role.OFFICE_HEAD)
        with at("2026-11-20 10:00"):
            roster = draft(big)
        calls = [lambda head=head: publish.announce(roster, actor=head, version=1) for head in (city.office_head, second)]
        results = at_once("2026-11-20 10:00", *calls)
        assert sorted(type(result).__name__ for result in results) == ["Refused", "Roster"]
        assert Deadline.objects.filter(kind=Kind.LEADER_INFO).count() == 3
        assert Notice.objects.filter(kind="roster_announced").count() == 5

    def test_publishing_while_a_swap_is_approved(self, big: Town) -> None:
        """Either the swap comes first and the head, who has not seen it, is told so; or it comes after. Never half."""
        city: City = big.city
        with at("2026-11-20 10:00"):
            roster = publish.announce(draft(big), actor=city.office_head, version=1)
            plan = rosters.plan_of(roster)
            first, second = date(2026, 12, 1), date(2026, 12, 2)
            swap = swaps.ask(big.shift(first).pk, big.shift(second).pk, actor=city.handler, reason="外出开会")
            swaps.consent(swap.pk, actor=city.water_handler, agrees=True)
        results = at_once(
            "2026-11-25 10:00",
            lambda: publish.publish(roster, actor=city.office_head, version=1),
            lambda: swaps.decide(swap.pk, actor=city.office_head, grants=True),
        )
        roster.refresh_from_db()
        assert isinstance(results[1], Swap), results
        assert rosters.plan_of(roster) == plan | {first: plan[second], second: plan[first]}
        assert (roster.version, type(results[0])) in ((2, Roster), (2, Stale))
        assert (roster.published_at is not None) == isinstance(results[0], Roster)

    def test_two_clocks_open_the_month(self, big: Town) -> None:
        Option.objects.all().delete()
        opened = at_once("2026-11-01 00:01", *[lambda: monthly.open_month(date(2026, 11, 1))] * 4)
        assert sorted(opened) == [0, 0, 0, 2]
        assert Deadline.objects.count() == 2
