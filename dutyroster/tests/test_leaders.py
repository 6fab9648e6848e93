"""The leaders' information (D21): linked or made, by whom and until when, what the office and other units see; two at once."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from dutyroster.actions import publish, roster as rosters
from dutyroster.actions.leaders import NEW, Ambiguous, Entry, Named, name_leaders, stamp
from dutyroster.actions.roster import Planned, Stale
from dutyroster.models import DutyLeader, Leave, Roster, Version
from dutyroster.tests.conftest import Town, at
from hotline import clock, options
from hotline.deadlines.models import Deadline, Kind
from hotline.notices.models import Notice
from hotline.notices.texts import sentence
from hotline.people.models import Person, Role, Unit
from tickets.operation import Forbidden, Refused
from tickets.tests.conftest import make_city

DECEMBER = date(2026, 12, 1)
WANG = Entry("principal", "王大为", "局长", "08986677001")
LI = Entry("deputy", "李小红", "副局长", "13800000002")
ZHAO = Entry("staff", "赵强", "科员", "13800000003")
URL = "/duty/roster/2026-12/leaders/"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.TZ)


@contextmanager
def refused(error: type[Refused] = Refused, match: str | None = None) -> Iterator[None]:
    before = list(DutyLeader.objects.values_list()), Person.objects.count(), Notice.objects.count()
    with translation.override("en"), pytest.raises(Refused, match=match) as caught:
        yield
    assert caught.type is error
    assert (list(DutyLeader.objects.values_list()), Person.objects.count(), Notice.objects.count()) == before


def announced(town: Town) -> Roster:
    """Housing, water, health in turn from December 1 on, announced on November 20."""
    with at("2026-11-20 10:00"):
        roster = town.roster(DECEMBER, [town.city.housing, town.city.water, town.city.health], announced=False)
        return publish.announce(roster, actor=town.city.office_head, version=1)


@pytest.fixture
def december(town: Town) -> Roster:
    return announced(town)


def single(town: Town) -> Roster:
    """December again with the water authority on the 2nd only."""
    with at("2026-11-20 11:00"):
        plan = dict.fromkeys(rosters.month_days(DECEMBER), Planned(town.city.housing.pk))
        plan[date(2026, 12, 2)] = Planned(town.city.water.pk)
        rosters.change(DECEMBER, plan, actor=None, how=Version.How.EDIT)
    return Roster.objects.get(month=DECEMBER)


def name(town: Town, *entries: Entry, actor: Person | None = None, roster: Roster | None = None, **more: Any) -> Named:
    """The water authority names these."""
    roster = roster or Roster.objects.get(month=DECEMBER)
    seen = more.get("seen", stamp(DutyLeader.objects.filter(roster=roster, unit=town.city.water)))
    return name_leaders(roster, town.city.water, entries, actor=actor or town.city.water_handler, seen=seen)


def listed(town: Town) -> list[tuple[str, str, str, str, str]]:
    rows = DutyLeader.objects.filter(unit=town.city.water).select_related("person")
    return sorted((row.rank, row.name, row.post, row.phone, row.person.username) for row in rows)


class TestNaming:
    def test_new_persons_get_an_account_without_password_and_role(self, town: Town, december: Roster) -> None:
        water = town.city.water
        with at("2026-11-25 10:00") as now:
            named = name(town, WANG, LI, ZHAO)
        made = {person.name: person for person in Person.objects.filter(username__startswith=f"d{water.pk}-")}
        assert set(named.made) == set(made.values()) == {row.person for row in named.leaders}
        assert {(p.name, p.unit, p.rank, p.post, p.phone) for p in made.values()} == {
            ("王大为", water, "principal", "局长", "08986677001"),
            ("李小红", water, "deputy", "副局长", "13800000002"),
            ("赵强", water, "staff", "科员", "13800000003"),
        }
        assert sorted(p.username for p in made.values()) == [f"d{water.pk}-{n}" for n in (1, 2, 3)]
        assert not any(p.has_usable_password() or p.roles or p.is_staff or p.is_superuser for p in made.values())
        assert {(row.entered_by, row.entered_at) for row in named.leaders} == {(town.city.water_handler, now)}
        owed = Deadline.objects.get(kind=Kind.LEADER_INFO, unit=water)
        assert (owed.met_at, owed.next_alarm_at) == (now, None)
        assert Deadline.objects.open().filter(kind=Kind.LEADER_INFO).count() == 2

    def test_known_persons_are_linked_and_brought_up_to_date(self, town: Town, december: Roster) -> None:
        wang = town.person("wang", town.city.water, rank="staff")
        Person.objects.filter(pk=wang.pk).update(name="王大为", phone="1", post="科长")
        with at("2026-11-25 10:00"):
            named = name(town, WANG, LI)
        assert [person.name for person in named.made] == ["李小红"]
        wang.refresh_from_db()
        assert (wang.post, wang.phone, wang.rank) == ("局长", "08986677001", "staff")
        assert DutyLeader.objects.get(rank="principal").person == wang

    def test_a_person_of_a_sub_unit_is_found_one_of_another_unit_is_not(self, town: Town, december: Roster) -> None:
        below = Unit.objects.create(name="供水处", parent=town.city.water)
        wang = town.person("wang", below)
        li = town.person("li", town.city.housing)
        Person.objects.filter(pk=wang.pk).update(name="王大为")
        Person.objects.filter(pk=li.pk).update(name="李小红")
        with at("2026-11-25 10:00"):
            named = name(town, WANG, LI)
        assert {row.person for row in named.leaders} == {wang, *named.made}
        assert li not in named.made

    def test_who_has_left_is_not_linked(self, town: Town, december: Roster) -> None:
        gone = town.person("wang", town.city.water)
        Person.objects.filter(pk=gone.pk).update(name="王大为", is_active=False)
        with at("2026-11-25 10:00"):
            assert len(name(town, WANG, LI).made) == 2

    def test_of_two_of_one_name_the_phone_says_which(self, town: Town, december: Roster) -> None:
        for username, phone in (("w1", "0898-6677001"), ("w2", "0898-66778888")):
            person = town.person(username, town.city.water)
            Person.objects.filter(pk=person.pk).update(name="王大为", phone=phone)
        with at("2026-11-25 10:00"):
            name(town, WANG, LI)
        assert DutyLeader.objects.get(rank="principal").person.username == "w1"

    def test_where_it_does_not_somebody_must_say(self, town: Town, december: Roster) -> None:
        people = [town.person(username, town.city.water) for username in ("w1", "w2")]
        Person.objects.filter(username__in=("w1", "w2")).update(name="王大为")
        with at("2026-11-25 10:00"):
            with refused(Ambiguous, match="say which"):
                name(town, WANG, LI)
            name(town, Entry(*list(vars(WANG).values())[:4], who=str(people[1].pk)), LI)
            assert DutyLeader.objects.get(rank="principal").person == people[1]
            made = name(town, Entry(*list(vars(WANG).values())[:4], who=NEW), LI).made
        assert [person.name for person in made] == ["王大为"]

    def test_what_stays_keeps_who_entered_it(self, town: Town, december: Roster) -> None:
        with at("2026-11-25 10:00") as first:
            name(town, WANG, LI)
        with at("2026-11-26 10:00") as second:
            name(town, WANG, Entry("deputy", "李小红", "副局长", "13911111111"), ZHAO, actor=town.city.office_head)
        assert {row.name: (row.entered_by, clock.local(row.entered_at)) for row in DutyLeader.objects.all()} == {
            "王大为": (town.city.water_handler, first),
            "李小红": (town.city.office_head, second),
            "赵强": (town.city.office_head, second),
        }

    def test_two_change_places(self, town: Town, december: Roster) -> None:
        with at("2026-11-25 10:00"):
            name(town, WANG, LI)
            named = name(
                town, Entry("principal", "李小红", "局长", "13800000002"), Entry("deputy", "王大为", "副局长", "08986677001")
            )
        assert not named.made
        assert {row.name: row.rank for row in DutyLeader.objects.all()} == {"李小红": "principal", "王大为": "deputy"}

    def test_numbers_of_accounts_go_on(self, town: Town, december: Roster) -> None:
        town.person(f"d{town.city.water.pk}-41", town.city.water)
        town.person(f"d{town.city.water.pk}-x", town.city.water)
        with at("2026-11-25 10:00"):
            made = name(town, WANG, LI).made
        assert sorted(person.username for person in made) == [f"d{town.city.water.pk}-42", f"d{town.city.water.pk}-43"]


class TestRefusals:
    @pytest.mark.parametrize(
        ("entries", "said"),
        [
            ((LI, ZHAO), "exactly one principal"),
            ((WANG, Entry("principal", "李小红", "x", "1380000"), LI), "exactly one principal"),
            ((WANG, ZHAO), "at least one deputy"),
            ((WANG, *[Entry("deputy", f"李{n}", "x", "1380000") for n in range(5)]), "At most four deputies"),
            ((WANG, LI, *[Entry("staff", f"赵{n}", "x", "1380000") for n in range(7)]), "At most four deputies and six"),
            ((WANG, LI, Entry("staff", "王大为", "局长", "08986677001")), "named twice"),
        ],
    )
    def test_the_list_must_be_whole(self, town: Town, december: Roster, entries: tuple[Entry, ...], said: str) -> None:
        with at("2026-11-25 10:00"), refused(match=said):
            name(town, *entries)

    def test_one_person_twice(self, town: Town, december: Roster) -> None:
        with at("2026-11-25 10:00"):
            name(town, WANG, LI)
            with refused(match="named twice"):
                name(town, WANG, LI, Entry("staff", "王大为", "科员", "13800000009"))

    def test_a_list_somebody_changed_meanwhile(self, town: Town, december: Roster) -> None:
        with at("2026-11-25 10:00"):
            seen = stamp([])
            name(town, WANG, LI)
            with refused(Stale):
                name(town, WANG, LI, ZHAO, seen=seen)

    @pytest.mark.parametrize("who", ["handler", "operator", "dispatcher", "supervisor", "auditor", "cityleader", "unit_leader"])
    def test_others(self, town: Town, december: Roster, who: str) -> None:
        with at("2026-11-25 10:00"), refused(Forbidden):
            name(town, WANG, LI, actor=getattr(town.city, who))

    def test_those_who_may(self, town: Town, december: Roster) -> None:
        city = town.city
        leader = town.person("leader", city.water, Role.UNIT_LEADER)
        with at("2026-11-25 10:00"):
            named = name(town, WANG, LI, ZHAO, actor=leader)
            principal, deputy, staff = (named.leaders[n].person for n in range(3))
            by = {person.name: person for person in (principal, deputy, staff)}
            for actor in (city.admin, city.office_head, by["王大为"], by["李小红"]):
                name(town, WANG, LI, ZHAO, actor=actor)
            with refused(Forbidden):
                name(town, WANG, LI, ZHAO, actor=by["赵强"])

    def test_the_district_for_its_street_not_the_other_way_round(self, town: Town) -> None:
        city = town.city
        with at("2026-11-20 10:00"):
            roster = town.roster(DECEMBER, [city.district, city.street])
            name_leaders(roster, city.street, [WANG, LI], actor=city.district_handler, seen=stamp([]))
            with refused(Forbidden):
                name_leaders(roster, city.district, [WANG, LI], actor=city.street_handler, seen=stamp([]))

    def test_not_before_the_month_is_announced(self, town: Town) -> None:
        with at("2026-11-20 10:00"):
            roster = town.roster(DECEMBER, [town.city.water], announced=False)
            with refused(match="not announced"):
                name(town, WANG, LI, roster=roster)

    def test_not_for_a_unit_without_a_day(self, town: Town, december: Roster) -> None:
        with at("2026-11-25 10:00"), refused(match="no duty day"):
            name_leaders(december, town.city.district, [WANG, LI], actor=town.city.admin, seen=stamp([]))


class TestUntilTheDutyBegins:
    def test_open_to_the_minute(self, town: Town, december: Roster) -> None:
        single(town)
        with at("2026-12-02 08:29"):
            name(town, WANG, LI)
        with at("2026-12-02 08:30"), refused(match="duty has begun"):
            name(town, WANG, LI, ZHAO)

    def test_between_two_days_who_did_the_first_stays(self, town: Town, december: Roster) -> None:
        with at("2026-11-25 10:00"):
            name(town, WANG, LI)
        with at("2026-12-03 10:00"):
            with refused(match="李小红 stays as named"):
                name(town, WANG, Entry("deputy", "孙五", "副局长", "13800000005"))
            with refused(match="stays as named"):
                name(town, Entry("principal", "李小红", "", ""), Entry("deputy", "王大为", "", ""))
            name(town, WANG, LI, ZHAO)
        assert DutyLeader.objects.count() == 3

    @pytest.mark.parametrize(("when", "told"), [("2026-11-28 15:59", False), ("2026-11-28 16:00", True)])
    def test_after_the_28th_the_office_is_told(self, town: Town, december: Roster, when: str, told: bool) -> None:
        with at("2026-11-25 10:00"):
            name(town, WANG, LI)
        with at(when):
            name(town, WANG, LI, ZHAO)
            name(town, WANG, LI, ZHAO)  # nothing changed: nothing to tell
        notices = Notice.objects.filter(kind="leaders_changed").select_related("person")
        assert {notice.person.username for notice in notices} == ({"office_head", "dispatcher"} if told else set())
        if told:
            with translation.override("en"):
                assert sentence(notices[0]) == "市水务局 has changed its leaders on duty for 2026-12."
            assert notices[0].link == f"{URL}{town.city.water.pk}/"
            assert notices.count() == 2

    @pytest.mark.parametrize(("granted", "dropped", "stays"), [(None, 0, 1), (True, 0, 1), (False, 0, 0), (None, 1, 0)])
    def test_whom_a_leave_names_stays(
        self, town: Town, december: Roster, granted: bool | None, dropped: int, stays: int
    ) -> None:  # fmt: skip
        with at("2026-11-25 10:00") as now:
            name(town, WANG, LI)
            principal = DutyLeader.objects.get(rank="principal").person
            Leave.objects.create(
                shift=town.shift(date(2026, 12, 2)), who="principal", person=principal, reason="住院", is_late=False,
                asked_by=town.city.water_handler, asked_at=now, approver=town.city.cityleader, granted=granted,
                decided_at=now if granted is not None else None, dropped_at=now if dropped else None,
            )  # fmt: skip
            other = Entry("principal", "孙五", "局长", "13800000005")
            if stays:
                with refused(match="王大为 has asked for leave"):
                    name(town, other, LI)
                with refused(match="王大为 has asked for leave"):
                    name(town, other, LI, Entry("deputy", "王大为", "局长", "08986677001"))
                name(town, WANG, LI, ZHAO)
            else:
                name(town, other, LI)
        assert DutyLeader.objects.filter(person=principal).exists() == bool(stays)


@pytest.mark.django_db(transaction=True)
def test_two_of_the_unit_name_at_once(transactional_db: None) -> None:
    """One wins, the other is told; no account is made twice."""
    options.forget()
    town = Town(make_city())
    with at("2026-11-20 10:00"):
        town.roster(DECEMBER, [town.city.water])
    start = threading.Barrier(4)

    def run(n: int) -> str:
        try:
            with at("2026-11-25 10:00"):
                start.wait(timeout=20)
                name(town, WANG, LI, Entry("staff", f"赵{n}", "科员", "13800000003"), seen=stamp([]))
                return "saved"
        except Stale:
            return "stale"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(run, range(4))) == ["saved", "stale", "stale", "stale"]
    assert DutyLeader.objects.count() == 3
    assert Person.objects.filter(username__startswith="d", unit=town.city.water).count() == 3
