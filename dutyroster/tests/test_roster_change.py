"""The one door to a month's days: versions, locked days, who is told (D1, D22)."""

from datetime import date
from threading import Thread

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dutyroster.actions import planning, roster as rosters
from dutyroster.actions.roster import Planned, Stale
from dutyroster.models import Leave, Roster, Shift, Swap, Version
from dutyroster.tests.conftest import NOVEMBER, Town, at
from hotline import clock
from hotline.notices.models import Notice
from hotline.notices.texts import sentence
from hotline.people.models import Person, Rank, Role
from tickets.operation import Refused
from tickets.tests.conftest import City
from tickets.tests.test_concurrency import at_once

DAY = date(2026, 11, 25)


def plan() -> dict[date, Planned]:
    return rosters.plan_of(Roster.objects.get(month=NOVEMBER))


def test_each_change_makes_a_version_with_its_days_and_who(town: Town) -> None:
    water, health = town.unit("水务局"), town.unit("卫健委")
    with at("2026-10-20 10:00"):
        town.roster(NOVEMBER, [water], announced=False)
        made = rosters.change(
            NOVEMBER, plan() | {DAY: Planned(health.pk)}, actor=town.city.office_head, how=Version.How.EDIT, note="调整"
        )
    assert made is not None
    assert (made.number, made.how, made.note, made.made_by_name) == (2, "edit", "调整", town.city.office_head.name)
    assert made.days["2026-11-25"] == {"unit": health.pk, "name": "卫健委", "makeup_of": None}
    assert Version.objects.get(roster=made.roster, number=1).days["2026-11-25"]["unit"] == water.pk
    assert Shift.objects.get(day=DAY).unit == health


def test_nothing_changed_makes_no_version(town: Town) -> None:
    with at("2026-10-20 10:00"):
        town.roster(NOVEMBER, [town.unit("水务局")], announced=False)
        assert rosters.change(NOVEMBER, plan(), actor=None, how=Version.How.IMPORT) is None
    assert Version.objects.count() == 1


def test_a_version_that_was_not_seen_refuses(town: Town) -> None:
    with at("2026-10-20 10:00"):
        town.roster(NOVEMBER, [town.unit("水务局")], announced=False)
        with pytest.raises(Stale):
            rosters.change(NOVEMBER, {}, actor=None, how=Version.How.EDIT, version=0)
    assert Shift.objects.count() == 30


def test_days_that_have_begun_are_locked_empty_ones_may_be_filled(town: Town) -> None:
    water, health = town.unit("水务局"), town.unit("卫健委")
    with at("2026-10-20 10:00"):
        town.roster(NOVEMBER, [water], announced=False)
    for moment, locked in (("2026-11-25 08:29", False), ("2026-11-25 08:30", True), ("2026-11-26 00:00", True)):
        with at(moment), transaction.atomic():
            if locked:
                with pytest.raises(Refused, match="2026-11-25"):
                    rosters.change(NOVEMBER, plan() | {DAY: Planned(health.pk)}, actor=None, how=Version.How.EDIT)
            else:
                assert rosters.change(NOVEMBER, plan() | {DAY: Planned(health.pk)}, actor=None, how=Version.How.EDIT)
                transaction.set_rollback(True)
    april = date(2022, 4, 1)
    assert rosters.change(april, {april: Planned(water.pk)}, actor=None, how=Version.How.IMPORT)
    shift = Shift.objects.get(day=april)
    assert shift.opened_at is not None  # history taken over owes nothing any more
    assert shift.ended_at is not None


def test_after_the_announcement_the_units_concerned_are_told_and_only_they(town: Town) -> None:
    water, health, police = town.unit("水务局甲"), town.unit("卫健委甲"), town.unit("公安局甲")
    for unit in (water, health, police):
        town.person(f"h-{unit.pk}", unit, Role.HANDLER)
    with at("2026-10-22 10:00"):
        town.roster(NOVEMBER, [water])
        rosters.change(NOVEMBER, plan() | {DAY: Planned(health.pk)}, actor=town.city.office_head, how=Version.How.EDIT)
    told = Notice.objects.filter(kind="roster_changed")
    assert {n.person.username for n in told} == {f"h-{water.pk}", f"h-{health.pk}"}
    assert {(n.params["day"], n.params["old"], n.params["new"]) for n in told} == {("2026-11-25", "水务局甲", "卫健委甲")}


def test_what_was_asked_about_a_day_is_moot_when_it_goes_to_another_unit(town: Town) -> None:
    water, health = town.unit("水务局"), town.unit("卫健委")
    with at("2026-10-22 10:00"):
        roster = town.roster(NOVEMBER, [water, health])
        principal = town.name_leaders(roster, water)[0]
        first, second = town.shift(DAY), town.shift(date(2026, 11, 26))
        swap = Swap.objects.create(
            first=first, second=second, first_unit=first.unit, second_unit=second.unit, reason="会议", asked_by=principal,
            asked_at=clock.now(),
        )  # fmt: skip
        leave = Leave.objects.create(
            shift=first, who="principal", person=principal, reason="公务", asked_by=principal, asked_at=clock.now(), is_late=False,
            approver=town.city.cityleader,
        )  # fmt: skip
        rosters.change(
            NOVEMBER, plan() | {DAY: Planned(town.unit("公安局").pk)}, actor=town.city.office_head, how=Version.How.EDIT
        )
    swap.refresh_from_db()
    leave.refresh_from_db()
    assert swap.dropped_at is not None
    assert leave.dropped_at is not None


def told(kind: str) -> set[str]:
    """Who was told so; each of them once."""
    names = list(Notice.objects.filter(kind=kind).values_list("person__username", flat=True))
    assert len(names) == len(set(names)), names
    return set(names)


def asked_leave(town: Town, shift: Shift, who: str, person: Person, **more: object) -> Leave:
    values = {"approver": town.city.cityleader, "asked_by": town.city.water_handler} | more
    return Leave.objects.create(
        shift=shift, who=who, person=person, reason="公务", asked_at=clock.now(), is_late=False, **values
    )  # fmt: skip


def test_everybody_a_moot_request_concerns_hears_of_it_once(town: Town) -> None:
    """D18, D19: who asked, who is absent, who was to decide and who was to come; both units of a swap, and who decides it."""
    city = town.city
    with at("2026-10-22 10:00"):
        roster = town.roster(NOVEMBER, [city.water, city.housing])
        principal, deputy, _staff = town.name_leaders(roster, city.water)
        theirs, other = town.name_leaders(roster, city.housing)[0], town.person("other", city.water, rank=Rank.DEPUTY)
        first, second = town.shift(DAY), town.shift(date(2026, 11, 26))
        swap = Swap.objects.create(
            first=first, second=second, first_unit=city.water, second_unit=city.housing, reason="会议", asked_by=principal,
            asked_at=clock.now(), consented_by=city.handler, consented_at=clock.now(),
        )  # fmt: skip
        asked = asked_leave(town, first, "principal", principal)
        granted = asked_leave(
            town, first, "deputy", deputy, approver=principal, decided_at=clock.now(), granted=True, substitute=other
        )
        refused = asked_leave(town, first, "deputy", deputy, approver=principal, decided_at=clock.now(), granted=False)
        elsewhere = asked_leave(town, town.shift(date(2026, 11, 27)), "principal", principal)
        rosters.change(NOVEMBER, plan() | {DAY: Planned(city.health.pk)}, actor=city.office_head, how=Version.How.EDIT)
    dropped = dict(Leave.objects.values_list("pk", "dropped_at"))
    assert [dropped[row.pk] is None for row in (asked, granted, refused, elsewhere)] == [False, False, True, True]
    moot = Notice.objects.filter(kind="leave_moot")
    assert set(moot.filter(cause__startswith=f"leave:{asked.pk}:").values_list("person__username", flat=True)) == {
        principal.username, "water_handler", "cityleader",
    }  # fmt: skip
    assert set(moot.filter(cause__startswith=f"leave:{granted.pk}:").values_list("person__username", flat=True)) == {
        deputy.username, "water_handler", principal.username, "other",
    }  # fmt: skip
    assert moot.count() == 7
    swap.refresh_from_db()
    assert (swap.dropped_how, swap.dropped_at is not None) == ("", True)
    assert told("swap_moot") == {
        "water_handler", principal.username, deputy.username, "handler", "housing_leader", theirs.username,
        f"u{city.housing.pk}-deputy",
    }  # fmt: skip  # not the office head, who made the change
    with translation.override("en"):
        assert sentence(moot.get(cause__startswith=f"leave:{asked.pk}:", person=principal)) == (
            f"The duty day 2026-11-25 went to another unit: the leave for {principal.name} of 市水务局 is void"
        )


def test_the_office_head_who_was_to_decide_hears_that_a_swap_is_moot(town: Town) -> None:
    city = town.city
    with at("2026-10-22 10:00"):
        town.roster(NOVEMBER, [city.water, city.housing])
        first, second = town.shift(DAY), town.shift(date(2026, 11, 26))
        values = {"first_unit": city.water, "second_unit": city.housing, "reason": "会议", "asked_by": city.water_handler}
        Swap.objects.create(
            first=first, second=second, asked_at=clock.now(), consented_by=city.handler, consented_at=clock.now(), **values
        )
        rosters.change(NOVEMBER, plan() | {second.day: Planned(city.health.pk)}, actor=city.admin, how=Version.How.EDIT)
    assert "office_head" in told("swap_moot")


DECEMBER = date(2026, 12, 1)


def made_up(town: Town, missed: date, makeup: date) -> None:
    """Water has leave from that day, and makes up for it on the other."""
    city = town.city
    shift = town.shift(missed)
    asked_leave(town, shift, "principal", town.person("boss", city.water), decided_at=clock.now(), granted=True)
    month = makeup.replace(day=1)
    wanted = rosters.plan_of(Roster.objects.get(month=month)) | {makeup: Planned(city.water.pk, shift.pk)}
    rosters.change(month, wanted, actor=city.admin, how=Version.How.LEAVE)


def test_a_makeup_day_of_a_later_month_that_loses_its_reason_makes_a_version_there(town: Town) -> None:
    """D1: what a month is like, who made it so and when, is in its versions; the unit and the office hear of it."""
    city, makeup = town.city, date(2026, 12, 4)
    with at("2026-10-22 10:00"):
        roster = town.roster(NOVEMBER, [city.water, city.housing])
        principal = town.name_leaders(roster, city.water)[0]
        town.roster(DECEMBER, [city.housing], announced=False)
        made_up(town, DAY, makeup)
    with at("2026-10-23 10:00"):
        rosters.change(NOVEMBER, plan() | {DAY: Planned(city.health.pk)}, actor=city.office_head, how=Version.How.EDIT)
    row = town.shift(makeup)
    assert (row.unit, row.makeup_of) == (city.water, None)
    version = Version.objects.get(roster__month=DECEMBER, number=3)
    assert (version.made_by, version.how, version.note) == (city.office_head, "leave", "2026-11-25 市水务局")
    assert version.days["2026-12-04"] == {"unit": city.water.pk, "name": "市水务局", "makeup_of": None}
    assert Roster.objects.get(month=DECEMBER).version == 3
    assert told("makeup_moot") == {"water_handler", principal.username, f"u{city.water.pk}-deputy"}
    assert told("makeup_void") == {"admin"}
    notice = Notice.objects.filter(kind="makeup_moot")[0]
    with translation.override("en"):
        assert (notice.link, sentence(notice)) == (
            "/duty/roster/2026-12/",
            "The duty day 2026-11-25 went to another unit: 2026-12-04 makes up for it no more and is an ordinary duty day",
        )


def test_a_makeup_day_of_the_same_month_is_in_its_own_version(town: Town) -> None:
    city, makeup = town.city, date(2026, 11, 30)
    with at("2026-10-22 10:00"):
        town.roster(NOVEMBER, [city.water, city.housing])
        made_up(town, DAY, makeup)
        linked = plan()
        rosters.change(NOVEMBER, linked | {DAY: Planned(city.health.pk)}, actor=city.admin, how=Version.How.EDIT)
    assert town.shift(makeup).makeup_of is None
    assert [version.number for version in Version.objects.order_by("pk")] == [1, 2, 3]
    assert Version.objects.get(number=3).days["2026-11-30"]["makeup_of"] is None
    assert "water_handler" in told("makeup_moot")
    assert not Notice.objects.filter(kind="roster_changed", cause__endswith=":3:2026-11-30").exists()  # told once


def test_nothing_is_made_up_for_a_day_that_moves_in_the_same_change(town: Town) -> None:
    city = town.city
    with at("2026-10-22 10:00"):
        town.roster(NOVEMBER, [city.water, city.housing])
        missed = town.shift(DAY)
        wanted = plan() | {DAY: Planned(city.health.pk), date(2026, 11, 27): Planned(city.water.pk, missed.pk)}
        rosters.change(NOVEMBER, wanted, actor=city.admin, how=Version.How.EDIT)
    assert not Shift.objects.filter(makeup_of__isnull=False).exists()


def test_named_leaders_hear_that_a_day_came_or_went(town: Town) -> None:
    """D22: the units concerned are their leaders of the month too, and of a unit without handlers of its own those below it."""
    city = town.city
    city.district_handler.groups.clear()
    with at("2026-10-22 10:00"):
        roster = town.roster(NOVEMBER, [city.water, city.housing])
        leaders = [person for unit in (city.water, city.housing) for person in town.name_leaders(roster, unit)]
        rosters.change(NOVEMBER, plan() | {DAY: Planned(city.district.pk)}, actor=city.admin, how=Version.How.EDIT)
    assert told("roster_changed") == {"water_handler", "street_handler", leaders[0].username, leaders[1].username}


def test_telling_of_a_whole_month_costs_as_much_as_of_one_day(town: Town) -> None:
    city = town.city
    city.district_handler.groups.clear()
    others = [town.unit(name) for name in ("甲", "乙", "丙")]

    def cost(days: int) -> int:
        with at("2026-10-22 10:00"):
            roster = Roster.objects.get(month=NOVEMBER)
            before = rosters.plan_of(roster)
            new = [city.district, *others]
            wanted = before | {day: Planned(new[n % 4].pk) for n, day in enumerate(rosters.month_days(NOVEMBER)[-days:])}
            with CaptureQueriesContext(connection) as queries:
                rosters._tell_changed(roster, before, wanted, [day for day in wanted if before[day] != wanted[day]])
        return len(queries)

    with at("2026-10-22 10:00"):
        town.roster(NOVEMBER, [city.water, city.housing])
    assert cost(1) == cost(30) <= 8


def test_a_makeup_moves_from_one_day_to_another(town: Town) -> None:
    water, health = town.unit("水务局"), town.unit("卫健委")
    with at("2026-10-22 10:00"):
        town.roster(NOVEMBER, [health])
        missed = town.shift(date(2026, 11, 3))
        for day in (DAY, date(2026, 11, 27)):
            wanted = {d: Planned(p.unit) for d, p in plan().items()} | {day: Planned(water.pk, missed.pk)}
            rosters.change(NOVEMBER, wanted, actor=None, how=Version.How.LEAVE)
            assert Shift.objects.get(makeup_of=missed).day == day


def test_versions_are_only_added(town: Town) -> None:
    with at("2026-10-22 10:00"):
        town.roster(NOVEMBER, [town.unit("水务局")])
    for refuse in (lambda: Version.objects.update(note="x"), lambda: Version.objects.all().delete()):
        with pytest.raises(Exception, match="only added"), transaction.atomic():
            refuse()


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_are_one_after_the_other(city: City) -> None:
    """Both saw version 1: one wins, the other is told that the roster changed."""
    town = Town(city)
    units = [town.unit(name) for name in ("甲", "乙", "丙")]
    with at("2026-10-22 10:00"):
        town.roster(NOVEMBER, units[:1], announced=False)
    outcomes: list[str] = []

    def work(unit: int) -> None:
        try:
            with at("2026-10-22 10:00"):
                rosters.change(NOVEMBER, plan() | {DAY: Planned(unit)}, actor=None, how=Version.How.EDIT, version=1)
            outcomes.append("saved")
        except Stale:
            outcomes.append("stale")
        finally:
            connection.close()

    threads = [Thread(target=work, args=(unit.pk,)) for unit in units[1:]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["saved", "stale"]
    assert list(Version.objects.values_list("number", flat=True)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_a_day_moves_while_the_month_that_makes_up_for_it_is_edited(city: City) -> None:
    """Both months are locked in one order: whoever is first counts, and neither waits for the other for ever."""
    town = Town(city)
    with at("2026-10-22 10:00"):
        november = town.roster(NOVEMBER, [city.water, city.housing])
        december = town.roster(DECEMBER, [city.housing], announced=False)
        made_up(town, DAY, date(2026, 12, 4))

    def edit(roster: Roster, day: date) -> object:
        with at("2026-10-22 10:00"):
            wanted = rosters.plan_of(roster) | {day: Planned(city.health.pk)}
            return planning.save(roster.month, wanted, actor=city.admin, version=roster.version, note="调整")

    december.refresh_from_db()
    done = at_once(lambda: edit(november, DAY), lambda: edit(december, date(2026, 12, 5)))
    assert isinstance(done[0], Version)
    assert isinstance(done[1], Version | Stale)
    assert Shift.objects.get(day=DAY).unit == city.health
    assert not Shift.objects.filter(makeup_of__isnull=False).exists()
    for roster in (november, december):
        last = Version.objects.filter(roster=roster).latest("number")
        assert last.number == Roster.objects.get(pk=roster.pk).version
