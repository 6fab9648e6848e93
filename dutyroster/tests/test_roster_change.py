"""The one door to a month's days: versions, locked days, who is told (D1, D22)."""

from datetime import date
from threading import Thread

import pytest
from django.db import connection, transaction

from dutyroster.actions import roster as rosters
from dutyroster.actions.roster import Planned, Stale
from dutyroster.models import Leave, Roster, Shift, Swap, Version
from dutyroster.tests.conftest import NOVEMBER, Town, at
from hotline import clock
from hotline.notices.models import Notice
from hotline.people.models import Role
from tickets.operation import Refused
from tickets.tests.conftest import City

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
