"""Who is really on duty: roster, named leaders, leave and substitutes resolved in one place (D11, D17-D19, D21)."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dutyroster import onduty
from dutyroster.actions import roster as rosters
from dutyroster.models import DutyLeader, Leave, Roster, Shift, Version
from dutyroster.tests.conftest import NOVEMBER, Town, at
from hotline import clock
from hotline.people import duty
from hotline.people.models import Person, Rank, Role, Unit
from tickets.facts import Actor

DAY = date(2026, 11, 22)


@pytest.fixture
def water(town: Town) -> Unit:
    return town.unit("海口市水务局")


@pytest.fixture
def leaders(town: Town, water: Unit) -> tuple[Person, Person, Person]:
    """The water authority has every day of November; principal, deputy and staff are named."""
    with at("2026-10-21 15:00"):
        roster = town.roster(NOVEMBER, [water])
        return town.name_leaders(roster, water)


def rights(*people: Person) -> list[tuple[bool, bool]]:
    """Of each: whether on duty, and whether taking the leader's calls."""
    return [(actor.on_duty, actor.takes_calls) for actor in map(Actor.of, people)]


@pytest.mark.parametrize(
    ("moment", "principal", "deputy"),
    [
        ("2026-11-22 08:29:59", (False, False), (False, False)),
        ("2026-11-22 08:30", (True, True), (True, True)),
        ("2026-11-22 14:59:59", (True, True), (True, True)),
        ("2026-11-22 15:00", (True, True), (True, False)),  # D17: the principal's alone
        ("2026-11-22 16:59:59", (True, True), (True, False)),
        ("2026-11-22 17:00", (True, True), (True, True)),
        ("2026-11-22 21:59:59", (True, True), (True, True)),
        ("2026-11-22 22:00", (False, False), (False, False)),
        ("2026-11-23 03:00", (False, False), (False, False)),
        ("2026-12-01 12:00", (False, False), (False, False)),  # December has no roster
    ],
)
def test_powers_by_the_clock(leaders: tuple[Person, ...], moment: str, principal: object, deputy: object) -> None:
    with at(moment):
        assert rights(*leaders) == [principal, deputy, (False, False)]  # staff never commands


def leave(shift: Shift, who: str, person: Person, approver: Person, *, granted: bool | None = True, **more: object) -> Leave:
    values = {"decided_at": clock.now() if granted is not None else None, "granted": granted} | more
    return Leave.objects.create(
        shift=shift, who=who, person=person, reason="公务", asked_by=person, asked_at=clock.now(), is_late=False, approver=approver,
        **values,
    )  # fmt: skip


def test_with_the_principals_leave_the_deputy_takes_the_calls(town: Town, leaders: tuple[Person, ...]) -> None:
    """D18: on the original day the deputy leads, 15:00-17:00 included."""
    principal, deputy, staff = leaders
    leave(town.shift(DAY), Leave.Who.PRINCIPAL, principal, town.city.cityleader)
    with at("2026-11-22 15:30"):
        assert rights(principal, deputy, staff) == [(False, False), (True, True), (False, False)]
    with at("2026-11-23 15:30"):
        assert rights(principal, deputy) == [(True, True), (True, False)]


@pytest.mark.parametrize("state", ["asked", "refused", "taken back"])
def test_leave_that_is_not_granted_changes_nothing(town: Town, leaders: tuple[Person, ...], state: str) -> None:
    granted = {"asked": None, "refused": False, "taken back": True}[state]
    dropped = clock.now() if state == "taken back" else None
    leave(town.shift(DAY), Leave.Who.PRINCIPAL, leaders[0], town.city.cityleader, granted=granted, dropped_at=dropped)
    with at("2026-11-22 15:30"):
        assert rights(*leaders[:2]) == [(True, True), (True, False)]


def test_an_approved_substitute_is_the_deputy_of_that_day(town: Town, water: Unit, leaders: tuple[Person, ...]) -> None:
    """D19, and the rights go with it."""
    principal, deputy, _staff = leaders
    other = town.person("other-deputy", water, rank=Rank.DEPUTY)
    leave(town.shift(DAY), Leave.Who.DEPUTY, deputy, principal, substitute=other)
    with at("2026-11-22 10:00"):
        assert rights(principal, deputy, other) == [(True, True), (False, False), (True, True)]
        found = onduty.crew(town.shift(DAY))
        assert [(n.person, n.stands_in) for n in found.deputies] == [(other, True)]
    with at("2026-11-23 10:00"):
        assert rights(deputy, other) == [(True, True), (False, False)]


def test_a_swap_takes_the_powers_along_the_evening_before(town: Town, leaders: tuple[Person, ...]) -> None:
    health = town.unit("海口市卫生健康委员会")
    new = town.name_leaders(Roster.objects.get(month=NOVEMBER), health)
    with at("2026-11-21 21:00"):
        plan = rosters.plan_of(Roster.objects.get(month=NOVEMBER))
        rosters.change(NOVEMBER, plan | {DAY: rosters.Planned(health.pk)}, actor=town.city.office_head, how=Version.How.SWAP)
    with at("2026-11-22 10:00"):
        assert rights(leaders[0], new[0], new[1]) == [(False, False), (True, True), (True, True)]


def test_a_draft_gives_no_rights(town: Town, leaders: tuple[Person, ...]) -> None:
    Roster.objects.filter(month=NOVEMBER).update(announced_at=None)
    with at("2026-11-22 10:00"):
        assert duty.duty_now() is None
        assert rights(leaders[0]) == [(False, False)]


def test_where_nobody_is_named_the_units_leaders_by_rank_command(town: Town, water: Unit) -> None:
    """A missing form must not leave the hotline without a command."""
    boss = town.person("boss", water, Role.UNIT_LEADER, rank=Rank.PRINCIPAL)
    clerk = town.person("clerk-of-water", water, Role.HANDLER)
    with at("2026-10-21 15:00"):
        town.roster(NOVEMBER, [water])
    with at("2026-11-22 15:30"):
        assert rights(boss, clerk) == [(True, True), (False, False)]


def test_where_only_staff_is_left_of_the_named_the_units_leaders_by_rank_command(
    town: Town, water: Unit, leaders: tuple[Person, ...]
) -> None:
    """As where nobody is named; the staff stays, and another unit's list is its own."""
    principal, deputy, staff = leaders
    boss = town.person("boss", water, rank=Rank.PRINCIPAL)
    Person.objects.filter(pk__in=[principal.pk, deputy.pk]).update(is_active=False)
    with at("2026-11-22 15:30"):
        assert rights(principal, boss, staff) == [(False, False), (True, True), (False, False)]
        assert [n.person for n in onduty.crew(town.shift(DAY)).named] == [boss, staff]
    Person.objects.filter(pk=staff.pk).update(rank=Rank.DEPUTY)  # named as staff, and now a leader of the unit: once
    assert [(n.person, n.rank) for n in onduty.crew(town.shift(DAY)).named] == [(boss, "principal"), (staff, "deputy")]


def test_leaders_on_leave_are_not_replaced(town: Town, water: Unit, leaders: tuple[Person, ...]) -> None:
    """An approved absence is no missing form: who is away is away (D18, D19)."""
    principal, deputy, _staff = leaders
    town.person("boss", water, rank=Rank.PRINCIPAL)
    leave(town.shift(DAY), Leave.Who.PRINCIPAL, principal, town.city.cityleader)
    Person.objects.filter(pk=deputy.pk).update(is_active=False)
    with at("2026-11-22 10:00"):
        assert duty.on_duty_now() == set()


def test_somebody_who_left_the_office_has_no_powers(town: Town, leaders: tuple[Person, ...]) -> None:
    Person.objects.filter(pk=leaders[0].pk).update(is_active=False)
    with at("2026-11-22 10:00"):
        assert duty.on_duty_now() == {leaders[1].pk}


def test_now_and_next(town: Town, water: Unit, leaders: tuple[Person, ...]) -> None:
    for moment, running, coming in (
        ("2026-11-22 07:00", None, DAY),
        ("2026-11-22 08:30", DAY, date(2026, 11, 23)),
        ("2026-11-22 22:00", None, date(2026, 11, 23)),
        ("2026-11-30 09:00", date(2026, 11, 30), None),
    ):
        with at(moment):
            now, following = duty.duty_now(), duty.duty_next()
            assert (now.day if now else None, following.day if following else None) == (running, coming), moment


def test_a_crew_costs_the_same_for_one_day_and_for_thirty(town: Town, leaders: tuple[Person, ...]) -> None:
    def cost(days: int) -> int:
        shifts = list(Shift.objects.select_related("unit", "roster")[:days])
        with CaptureQueriesContext(
            connection,
        ) as queries:
            onduty.crews(shifts)
        return len(queries)

    assert cost(1) == cost(30) <= 3
    assert DutyLeader.objects.count() == 3
