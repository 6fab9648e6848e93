"""Leave (D18, D19): who asks, who decides, what the day is like then, make-up duty."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dutyroster import onduty
from dutyroster.actions import leave as leaves, makeup as makeups, roster as rosters
from dutyroster.actions.leaders import Entry
from dutyroster.actions.roster import Planned, Stale
from dutyroster.models import DutyLeader, Leave, Roster, Shift, Version
from dutyroster.tests.conftest import NOVEMBER, Town, at
from hotline import clock, options
from hotline.notices.models import Notice
from hotline.notices.texts import sentence
from hotline.people.models import Person, Rank, Role, Unit
from tickets.operation import Forbidden, Refused
from tickets.tests.conftest import make_city
from tickets.tests.test_concurrency import at_once

DECEMBER = date(2026, 12, 1)
DAY = date(2026, 11, 21)  # in time until the 18th, 24:00


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@dataclass
class Scene:
    """Water has the odd days of November, housing the even ones; the leaders of water are named."""

    town: Town
    water: Unit
    housing: Unit
    principal: Person
    deputy: Person
    staff: Person
    handler: Person
    mayor: Person
    shift: Shift

    def ask(self, **more: Any) -> Leave:
        values = {"actor": self.handler, "person": self.principal, "reason": "突发疾病住院", "approver": self.mayor} | more
        return leaves.ask(self.shift.pk, **values)

    def granted(self, **more: Any) -> Leave:
        """The principal's leave, asked for and granted in time."""
        with at("2026-11-16 10:00"):
            made = self.ask(**more)
            return leaves.decide(made.pk, actor=self.mayor, granted=True, opinion="同意")

    def ask_deputy(self, **more: Any) -> Leave:
        return self.ask(**{"person": self.deputy, "approver": None} | more)


@pytest.fixture
def scene(town: Town) -> Scene:
    return scene_of(town)


def scene_of(town: Town) -> Scene:
    water, housing = town.city.water, town.city.housing
    with at("2026-10-20 10:00"):
        roster = town.roster(NOVEMBER, [water, housing])
        principal, deputy, staff = town.name_leaders(roster, water)
    return Scene(
        town, water, housing, principal, deputy, staff, town.city.water_handler, town.city.cityleader, town.shift(DAY)
    )  # fmt: skip


@pytest.fixture
def other(scene: Scene) -> Person:
    """Another deputy of the unit, not named for the month."""
    return scene.town.person("other", scene.water, rank=Rank.DEPUTY)


def refused(match: str, call: Any, *, error: type[Refused] = Refused, field: str | None = None) -> None:
    """Refused in this way, and nothing is left of it."""
    before = list(Leave.objects.order_by("pk").values()), Notice.objects.count(), list(Version.objects.values_list("pk"))
    with pytest.raises(Refused, match=match) as caught, transaction.atomic():
        call()
    assert type(caught.value) is error
    assert caught.value.field == field
    assert before == (
        list(Leave.objects.order_by("pk").values()), Notice.objects.count(), list(Version.objects.values_list("pk")),
    )  # fmt: skip


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("person__username", flat=True))


def said(kind: str) -> set[str]:
    return {sentence(notice) for notice in Notice.objects.filter(kind=kind)}


# ---- asking


@pytest.mark.parametrize(
    ("moment", "is_late"),
    [
        ("2026-11-01 09:00", False),
        ("2026-11-18 23:59:59", False),
        ("2026-11-19 00:00", True),
        ("2026-11-21 08:29:59", True),
    ],
)
def test_a_principal_asks_three_days_ahead(scene: Scene, moment: str, is_late: bool) -> None:
    with at(moment):
        made = scene.ask()
    assert (made.who, made.is_late, made.approver, made.granted) == ("principal", is_late, scene.mayor, None)
    assert told("leave_asked") == {"cityleader"}


def test_the_days_ahead_are_an_option(scene: Scene) -> None:
    from hotline.models import Option

    Option.objects.create(key="leave_days_before", value=5)
    with at("2026-11-17 00:00"):
        assert scene.ask().is_late


def test_nobody_asks_once_the_day_has_begun(scene: Scene) -> None:
    with at("2026-11-21 08:30"):
        refused("has begun", scene.ask)


def test_who_asks(scene: Scene) -> None:
    strangers = (
        scene.staff, scene.town.city.handler, scene.town.city.office_head, scene.town.city.admin, scene.mayor,
        scene.town.person("clerk", scene.water),
    )  # fmt: skip
    with at("2026-11-10 09:00"):
        for person in strangers:
            refused("do not have the right", lambda person=person: scene.ask(actor=person), error=Forbidden)
        for person in (scene.handler, scene.deputy, scene.town.person("chief", scene.water, Role.UNIT_LEADER)):
            made = scene.ask(actor=person)
            leaves.drop(made.pk, actor=person)
        assert scene.ask(actor=scene.principal).asked_by == scene.principal


def test_for_whom(scene: Scene, other: Person) -> None:
    """Only for the leaders named for that day."""
    with at("2026-11-10 09:00"):
        for person in (scene.staff, other, scene.handler, scene.mayor):
            refused("named for that day", lambda person=person: scene.ask(person=person), field="person")


def test_a_city_leader_decides_on_a_principal(scene: Scene) -> None:
    with at("2026-11-10 09:00"):
        for approver in (None, scene.handler, scene.town.city.office_head):
            refused("city leader", lambda approver=approver: scene.ask(approver=approver), field="approver")


def test_a_principal_who_is_city_leader_names_another(scene: Scene) -> None:
    scene.principal.groups.add(scene.mayor.groups.get(name=Role.CITY_LEADER))
    with at("2026-11-10 09:00"):
        refused("request of their own", lambda: scene.ask(approver=Person.objects.get(pk=scene.principal.pk)), field="person")
        assert scene.ask().approver == scene.mayor


def test_asked_twice(scene: Scene) -> None:
    with at("2026-11-10 09:00"):
        made = scene.ask()
        refused("already", scene.ask, field="person")
        leaves.decide(made.pk, actor=scene.mayor, granted=False, opinion="请克服困难")
        assert scene.ask().pk != made.pk  # after a refusal it can be asked again


def test_granted_leave_is_not_asked_for_again(scene: Scene) -> None:
    scene.granted()
    with at("2026-11-17 09:00"):
        refused("named for that day", scene.ask, field="person")


@pytest.mark.parametrize(("reason", "match"), [("  ", "Say why"), ("长" * 501, "at most 500 characters")])
def test_the_reason(scene: Scene, reason: str, match: str) -> None:
    with at("2026-11-10 09:00"):
        refused(match, lambda: scene.ask(reason=reason), field="reason")


def test_a_draft_has_no_leave(scene: Scene) -> None:
    Roster.objects.update(announced_at=None, announced_by=None, announced_version=None)
    with at("2026-11-10 09:00"):
        refused("no longer exists", scene.ask)


# ---- deciding on a principal (D18)


def test_granted_in_time(scene: Scene) -> None:
    made = scene.granted()
    assert (made.granted, made.waiver, made.opinion, made.approver) == (True, "", "同意", scene.mayor)
    assert told("leave_granted") == {"water_handler", scene.principal.username, scene.deputy.username}
    assert told("makeup_wanted") == {"office_head", "admin"}
    assert said("makeup_wanted") == {
        "Please arrange make-up duty for 市水务局: its principal has leave from the duty day 2026-11-21"
    }


def test_refused_with_an_opinion(scene: Scene) -> None:
    with at("2026-11-10 09:00"):
        made = scene.ask()
        refused("Say why", lambda: leaves.decide(made.pk, actor=scene.mayor, granted=False, opinion=" "), field="opinion")
        leaves.decide(made.pk, actor=scene.mayor, granted=False, opinion="请克服困难")
    assert told("leave_refused") == {"water_handler", scene.principal.username, scene.deputy.username}
    assert told("makeup_wanted") == set()
    with at("2026-11-21 15:30"):
        assert {n.person for n in onduty.crew(scene.shift).leads_calls(clock.now())} == {scene.principal}


def test_a_late_request_needs_the_waiver(scene: Scene) -> None:
    with at("2026-11-20 09:00"):
        made = scene.ask()
        decide = lambda **more: leaves.decide(made.pk, actor=scene.mayor, granted=True, **more)  # noqa: E731
        refused("Say why", decide, field="waiver")
        refused("at most 300 characters", lambda: decide(waiver="长" * 301), field="waiver")
        done = decide(waiver="突发急病，情况属实")
    assert (done.is_late, done.waiver) == (True, "突发急病，情况属实")


def test_the_database_wants_the_waiver_too(scene: Scene) -> None:
    with at("2026-11-20 09:00"):
        made = scene.ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        Leave.objects.filter(pk=made.pk).update(granted=True, decided_at=clock.now())


def test_a_request_in_time_keeps_no_waiver(scene: Scene) -> None:
    with at("2026-11-10 09:00"):
        assert leaves.decide(scene.ask().pk, actor=scene.mayor, granted=True, waiver="x").waiver == ""


def test_only_the_chosen_city_leader_decides(scene: Scene) -> None:
    with at("2026-11-10 09:00"):
        made = scene.ask()
        second = scene.town.person("mayor2", scene.mayor.unit, Role.CITY_LEADER)
        for person in (second, scene.handler, scene.principal, scene.deputy, scene.town.city.office_head):
            call = lambda person=person: leaves.decide(made.pk, actor=person, granted=True)  # noqa: E731
            refused("do not have the right", call, error=Forbidden)
        scene.mayor.groups.clear()
        stripped = Person.objects.get(pk=scene.mayor.pk)
        refused("right", lambda: leaves.decide(made.pk, actor=stripped, granted=True), error=Forbidden)


def test_decided_once(scene: Scene) -> None:
    made = scene.granted()
    with at("2026-11-16 11:00"):
        refused("decided already", lambda: leaves.decide(made.pk, actor=scene.mayor, granted=False, opinion="不同意"))


def test_decided_while_the_day_runs_but_not_after(scene: Scene) -> None:
    with at("2026-11-21 08:00"):
        made = scene.ask()
    with at("2026-11-21 22:00"):
        refused("is over", lambda: leaves.decide(made.pk, actor=scene.mayor, granted=True, waiver="急病"))
    with at("2026-11-21 09:00"):
        assert leaves.decide(made.pk, actor=scene.mayor, granted=True, waiver="急病").granted
    with at("2026-11-21 15:00"):
        crew = onduty.crew(scene.shift)
        assert crew.has_principal_leave
        assert [n.person for n in crew.leads_calls(clock.now())] == [scene.deputy]
        assert not crew.is_leader(scene.principal)


# ---- deciding on a deputy (D19)


def test_the_own_principal_names_a_substitute(scene: Scene, other: Person) -> None:
    with at("2026-11-20 09:00"):  # no three days for a deputy
        made = scene.ask_deputy()
        assert (made.who, made.is_late, made.approver) == ("deputy", False, scene.principal)
        assert told("leave_asked") == {scene.principal.username}
        crew = onduty.crew(scene.shift)
        assert leaves.substitutes(made, crew) == [other]
        refused("another leader", lambda: leaves.decide(made.pk, actor=scene.principal, granted=True), field="substitute")
        leaves.decide(made.pk, actor=scene.principal, granted=True, substitute=other)
    assert told("leave_substitute") == {"other"}
    assert told("makeup_wanted") == set()
    crew = onduty.crew(scene.shift)
    assert [(n.person, n.stands_in) for n in crew.deputies] == [(other, True)]
    assert (crew.is_leader(other), crew.is_leader(scene.deputy), crew.is_leader(scene.principal)) == (True, False, True)
    with at("2026-11-21 15:00"):
        assert [n.person for n in crew.leads_calls(clock.now())] == [scene.principal]


@pytest.mark.parametrize("who", ["principal", "deputy", "staff", "handler", "stranger", "closed"])
def test_who_cannot_stand_in(scene: Scene, who: str) -> None:
    people = {
        "stranger": scene.town.person("stranger", scene.housing, rank=Rank.DEPUTY),
        "closed": scene.town.person("closed", scene.water, rank=Rank.DEPUTY),
    }
    Person.objects.filter(username="closed").update(is_active=False)
    person = people.get(who) or getattr(scene, who)
    with at("2026-11-20 09:00"):
        made = scene.ask_deputy()
        call = lambda: leaves.decide(made.pk, actor=scene.principal, granted=True, substitute=person)  # noqa: E731
        refused("Choose another leader", call, field="substitute")


def test_a_new_leader_is_entered(scene: Scene) -> None:
    entry = Entry(Rank.DEPUTY, "符亚妹", "副局长", "13800000000")
    with at("2026-11-20 09:00"):
        made = scene.ask_deputy()
        done = leaves.decide(made.pk, actor=scene.principal, granted=True, substitute=entry)
    person = Person.objects.get(name="符亚妹")
    assert (done.substitute, person.unit, person.rank, person.post, person.phone) == (
        person, scene.water, "deputy", "副局长", "13800000000",
    )  # fmt: skip
    assert (person.has_usable_password(), person.roles) == (False, frozenset())
    assert onduty.crew(scene.shift).is_leader(person)


def test_a_new_leader_of_a_name_that_is_there(scene: Scene, other: Person) -> None:
    """The name finds the person of the unit; staff, the absent and the principal are no other leader."""
    with at("2026-11-20 09:00"):
        made = scene.ask_deputy()
        for person, match in (
            (scene.staff, "staff of your unit"),
            (scene.deputy, "another leader"),
            (scene.principal, "another"),
        ):
            entry = Entry(Rank.DEPUTY, person.name, "副局长", "13800000000")
            call = lambda entry=entry: leaves.decide(made.pk, actor=scene.principal, granted=True, substitute=entry)  # noqa: E731
            refused(match, call, field="name")
        done = leaves.decide(
            made.pk, actor=scene.principal, granted=True, substitute=Entry(Rank.DEPUTY, other.name, "副局长", "138")
        )
    assert done.substitute == other
    assert Person.objects.filter(name=other.name).count() == 1


def test_only_the_principal_decides_on_a_deputy(scene: Scene, other: Person) -> None:
    with at("2026-11-10 09:00"):
        made = scene.ask_deputy()
        for person in (
            scene.deputy,
            scene.handler,
            other,
            scene.mayor,
            scene.town.city.office_head,
            scene.town.city.housing_leader,
        ):
            call = lambda person=person: leaves.decide(made.pk, actor=person, granted=True, substitute=other)  # noqa: E731
            refused("do not have the right", call, error=Forbidden)


def test_the_principal_does_not_ask_for_what_he_decides(scene: Scene) -> None:
    with at("2026-11-10 09:00"):
        refused("let somebody else", lambda: scene.ask_deputy(actor=scene.principal), field="person")


def test_a_principal_named_later_decides(scene: Scene, other: Person) -> None:
    with at("2026-11-10 09:00"):
        made = scene.ask_deputy()
        fresh = scene.town.person("fresh", scene.water, rank=Rank.PRINCIPAL)
        DutyLeader.objects.filter(rank=Rank.PRINCIPAL, unit=scene.water).update(person=fresh)
        call = lambda person: leaves.decide(made.pk, actor=person, granted=True, substitute=other)  # noqa: E731
        refused("right", lambda: call(scene.principal), error=Forbidden)
        assert call(fresh).approver == fresh


def test_without_a_list_the_ranks_stand_in(scene: Scene, other: Person) -> None:
    DutyLeader.objects.all().delete()
    with at("2026-11-10 09:00"):
        made = scene.ask_deputy()
        assert made.approver == scene.principal
        Leave.objects.all().delete()
        Person.objects.filter(rank=Rank.PRINCIPAL, unit=scene.water).update(rank=Rank.STAFF)
        refused("No principal", lambda: scene.ask_deputy(), field="person")


def test_two_deputies_have_two_substitutes(scene: Scene, other: Person) -> None:
    """Who stands in already, or has leave, stands in for nobody else."""
    second = scene.town.person("second", scene.water, rank=Rank.DEPUTY)
    third = scene.town.person("third", scene.water, rank=Rank.DEPUTY)
    named = DutyLeader.objects.get(person=scene.deputy)
    DutyLeader.objects.create(
        roster=named.roster, unit=scene.water, person=second, rank=Rank.DEPUTY, name="x", post="x", phone="1",
        entered_by=second, entered_at=clock.now(),
    )  # fmt: skip
    with at("2026-11-10 09:00"):
        first = scene.ask_deputy()
        leaves.decide(first.pk, actor=scene.principal, granted=True, substitute=other)
        made = scene.ask_deputy(person=second)
        assert leaves.substitutes(made, onduty.crew(scene.shift)) == [third]
        refused("named for that day", lambda: scene.ask_deputy(person=other), field="person")  # a substitute is not replaced
        call = lambda: leaves.decide(made.pk, actor=scene.principal, granted=True, substitute=other)  # noqa: E731
        refused("another leader", call, field="substitute")


# ---- taking back, ending


def test_taken_back_before_it_is_decided(scene: Scene) -> None:
    with at("2026-11-10 09:00"):
        made = scene.ask()
        for person in (scene.deputy, scene.mayor, scene.town.city.office_head):
            refused("right", lambda person=person: leaves.drop(made.pk, actor=person), error=Forbidden)
        done = leaves.drop(made.pk, actor=scene.handler, why="已康复")
        assert (done.dropped_why, told("leave_taken_back")) == ("已康复", {"cityleader"})
        refused("taken back", lambda: leaves.drop(made.pk, actor=scene.handler))
        refused("taken back", lambda: leaves.decide(made.pk, actor=scene.mayor, granted=True))


def test_the_leader_comes_after_all(scene: Scene) -> None:
    made = scene.granted()
    with at("2026-11-21 08:30"):
        refused("has begun", lambda: leaves.drop(made.pk, actor=scene.principal))
    with at("2026-11-21 08:29"):
        leaves.drop(made.pk, actor=scene.principal)
    assert told("leave_ended") == {"cityleader", "water_handler", scene.deputy.username}
    assert not onduty.crew(scene.shift).has_principal_leave
    assert not Leave.objects.debts().exists()


def test_a_refused_request_is_not_taken_back(scene: Scene) -> None:
    with at("2026-11-10 09:00"):
        made = scene.ask()
        leaves.decide(made.pk, actor=scene.mayor, granted=False, opinion="不同意")
        refused("decided already", lambda: leaves.drop(made.pk, actor=scene.handler))


def test_the_substitute_hears_that_the_deputy_comes(scene: Scene, other: Person) -> None:
    with at("2026-11-10 09:00"):
        made = scene.ask_deputy()
        leaves.decide(made.pk, actor=scene.principal, granted=True, substitute=other)
        leaves.drop(made.pk, actor=scene.deputy)
    assert "other" in told("leave_ended")
    assert [n.person for n in onduty.crew(scene.shift).deputies] == [scene.deputy]


def test_a_day_that_goes_to_another_unit_ends_its_leave(scene: Scene) -> None:
    made = scene.granted()
    roster = Roster.objects.get(month=NOVEMBER)
    with at("2026-11-17 09:00"):
        plan = dict(rosters.plan_of(roster)) | {DAY: Planned(scene.housing.pk)}
        rosters.change(NOVEMBER, plan, actor=scene.town.city.admin, how=Version.How.EDIT)
        refused("taken back", lambda: leaves.drop(made.pk, actor=scene.handler))
    assert not Leave.objects.debts().exists()


# ---- make-up duty


def draft_december(scene: Scene) -> Roster:
    """December is a draft: water has the 1st, housing the 2nd, the rest is empty."""
    plan = {date(2026, 12, 1): Planned(scene.water.pk), date(2026, 12, 2): Planned(scene.housing.pk)}
    rosters.change(DECEMBER, plan, actor=scene.town.city.admin, how=Version.How.EDIT)
    return Roster.objects.get(month=DECEMBER)


def test_which_days_are_offered(scene: Scene) -> None:
    made = scene.granted()
    with at("2026-11-17 09:00"):
        draft_december(scene)
        offered = {offer.day: offer for offer in makeups.offers(made)}
    assert min(offered) == date(2026, 11, 22)  # only after the missed day
    assert (offered[date(2026, 11, 22)].unit, offered[date(2026, 11, 22)].is_draft) == (scene.housing.pk, False)
    assert date(2026, 11, 23) not in offered  # water's own day
    assert date(2026, 12, 1) not in offered
    assert (offered[date(2026, 12, 2)].unit, offered[date(2026, 12, 2)].is_draft) == (scene.housing.pk, True)
    assert (offered[date(2026, 12, 3)].unit, offered[date(2026, 12, 3)].is_draft) == (None, True)
    assert max(offered) == date(2026, 12, 31)  # January has no roster
    with at("2026-11-24 08:00"):
        assert min(o.day for o in makeups.offers(made)) == date(2026, 11, 26)


def test_which_days_are_advised(scene: Scene) -> None:
    """What is not announced yet, and days of units that keep another one in the month; make-up duty is no other one."""
    made = scene.granted()
    with at("2026-11-17 09:00"):
        draft_december(scene)
        plan = dict(rosters.plan_of(scene.shift.roster))
        health = scene.town.city.health.pk
        plan[date(2026, 11, 26)] = Planned(health)
        rosters.change(NOVEMBER, plan, actor=scene.town.city.admin, how=Version.How.EDIT)
        offered = {offer.day: offer for offer in makeups.offers(made)}
        assert (offered[date(2026, 11, 24)].others, offered[date(2026, 11, 24)].is_advised) == (13, True)  # of 15, less the 26th
        assert (offered[date(2026, 11, 26)].others, offered[date(2026, 11, 26)].is_advised) == (0, False)
        assert offered[date(2026, 12, 2)].is_advised
        assert offered[date(2026, 12, 3)].is_advised
        plan[date(2026, 11, 28)] = Planned(health, scene.town.shift(date(2026, 11, 2)).pk)
        rosters.change(NOVEMBER, plan, actor=scene.town.city.admin, how=Version.How.EDIT)
        assert not {offer.day: offer for offer in makeups.offers(made)}[date(2026, 11, 26)].is_advised


def test_an_empty_day_of_a_draft(scene: Scene) -> None:
    made = scene.granted()
    with at("2026-11-17 09:00"):
        draft_december(scene)
        shift = makeups.arrange(made.pk, actor=scene.town.city.office_head, day=date(2026, 12, 5), unit=None)
    assert (shift.unit, shift.makeup_of, shift.roster.month) == (scene.water, scene.shift, DECEMBER)
    version = Version.objects.latest("pk")
    assert (version.how, version.days["2026-12-05"]["makeup_of"]) == ("leave", "2026-11-21")
    assert told("makeup_arranged") == {"water_handler", scene.principal.username, scene.deputy.username}
    assert not Leave.objects.debts().exists()


def test_a_day_of_another_unit(scene: Scene) -> None:
    made = scene.granted()
    with at("2026-11-17 09:00"):
        shift = makeups.arrange(made.pk, actor=scene.town.city.admin, day=date(2026, 11, 24), unit=scene.housing.pk)
    assert (shift.unit, shift.makeup_of) == (scene.water, scene.shift)
    assert {"handler", "housing_leader", "water_handler"} <= told("roster_changed")


def test_which_days_are_not_taken(scene: Scene) -> None:
    made = scene.granted()
    head = scene.town.city.office_head

    def arrange(day: str, unit: int | None) -> Any:
        return lambda: makeups.arrange(made.pk, actor=head, day=date.fromisoformat(day), unit=unit)

    with at("2026-11-17 09:00"):
        refused("after the missed day", arrange("2026-11-21", scene.water.pk), field="day")
        refused("after the missed day", arrange("2026-11-20", scene.housing.pk), field="day")
        refused("cannot be", arrange("2026-11-23", scene.water.pk), field="day")  # its own
        refused("cannot be", arrange("2027-01-05", None), field="day")  # no roster
        refused("changed meanwhile", arrange("2026-11-24", None), error=Stale)
        refused("changed meanwhile", arrange("2026-11-24", scene.water.pk), error=Stale)
    with at("2026-11-24 08:30"):
        refused("cannot be", arrange("2026-11-24", scene.housing.pk), field="day")  # begun


def test_a_day_somebody_has_leave_from_is_not_offered(scene: Scene) -> None:
    made = scene.granted()
    with at("2026-11-10 09:00"):
        taken = scene.town.shift(date(2026, 11, 24))
        Leave.objects.create(
            shift=taken, who="principal", person=scene.town.city.housing_leader, reason="x", asked_by=scene.town.city.handler,
            asked_at=clock.now(), is_late=False, approver=scene.mayor, decided_at=clock.now(), granted=True,
        )  # fmt: skip
        assert date(2026, 11, 24) not in {offer.day for offer in makeups.offers(made)}


def test_arranged_once_and_only_by_planners(scene: Scene) -> None:
    made = scene.granted()
    day = {"day": date(2026, 11, 24), "unit": scene.housing.pk}
    with at("2026-11-17 09:00"):
        for person in (scene.handler, scene.mayor, scene.town.city.dispatcher, scene.town.city.handler):
            refused("right", lambda person=person: makeups.arrange(made.pk, actor=person, **day), error=Forbidden)
        makeups.arrange(made.pk, actor=scene.town.city.admin, **day)
        again = {"day": date(2026, 11, 26), "unit": scene.housing.pk}
        refused("arranged already", lambda: makeups.arrange(made.pk, actor=scene.town.city.admin, **again))


def test_nothing_is_owed_for_a_deputy_or_a_request(scene: Scene, other: Person) -> None:
    with at("2026-11-10 09:00"):
        asked = scene.ask()
        deputy = scene.ask_deputy()
        leaves.decide(deputy.pk, actor=scene.principal, granted=True, substitute=other)
        day = {"day": date(2026, 11, 24), "unit": scene.housing.pk}
        for row in (asked, deputy):
            refused("owed", lambda row=row: makeups.arrange(row.pk, actor=scene.town.city.admin, **day))


def test_undone_the_day_goes_back(scene: Scene) -> None:
    made, admin = scene.granted(), scene.town.city.admin
    with at("2026-11-17 09:00"):
        draft_december(scene)
        for day, unit in (
            (date(2026, 11, 24), scene.housing.pk),
            (date(2026, 12, 2), scene.housing.pk),
            (date(2026, 12, 5), None),
        ):
            makeups.arrange(made.pk, actor=admin, day=day, unit=unit)
            makeups.undo(made.pk, actor=admin)
            row = Shift.objects.filter(day=day).first()
            assert (row and row.unit_id, row and row.makeup_of_id) == (unit, None)
            assert Leave.objects.debts().get() == made
        refused("No make-up", lambda: makeups.undo(made.pk, actor=admin))
    assert scene.principal.username in told("makeup_undone")


def test_undone_only_before_it_begins_and_by_planners(scene: Scene) -> None:
    made, admin = scene.granted(), scene.town.city.admin
    with at("2026-11-17 09:00"):
        makeups.arrange(made.pk, actor=admin, day=date(2026, 11, 24), unit=scene.housing.pk)
        refused("right", lambda: makeups.undo(made.pk, actor=scene.handler), error=Forbidden)
    with at("2026-11-24 08:30"):
        refused("begun", lambda: makeups.undo(made.pk, actor=admin))


def test_undone_in_a_month_announced_meanwhile_stays_with_the_unit(scene: Scene) -> None:
    made, admin = scene.granted(), scene.town.city.admin
    with at("2026-11-17 09:00"):
        roster = draft_december(scene)
        makeups.arrange(made.pk, actor=admin, day=date(2026, 12, 5), unit=None)
        Roster.objects.filter(pk=roster.pk).update(announced_at=clock.now())
        makeups.undo(made.pk, actor=admin)
    row = scene.town.shift(date(2026, 12, 5))
    assert (row.unit, row.makeup_of) == (scene.water, None)


def test_leave_that_ends_makes_its_makeup_an_ordinary_day(scene: Scene) -> None:
    made = scene.granted()
    with at("2026-11-17 09:00"):
        makeups.arrange(made.pk, actor=scene.town.city.admin, day=date(2026, 11, 24), unit=scene.housing.pk)
        leaves.drop(made.pk, actor=scene.handler)
    row = scene.town.shift(date(2026, 11, 24))
    assert (row.unit, row.makeup_of) == (scene.water, None)
    assert told("makeup_void") == {"admin", "office_head"}


# ---- who sees it


def test_who_sees_it(scene: Scene, other: Person) -> None:
    with at("2026-11-10 09:00"):
        made = scene.ask()
        second = scene.ask_deputy()
        leaves.decide(second.pk, actor=scene.principal, granted=True, substitute=other)
    city = scene.town.city
    both, none = {made.pk, second.pk}, set()
    wanted = {
        city.office_head: both, city.admin: both, city.dispatcher: both, scene.handler: both, scene.principal: both,
        scene.deputy: both, other: both, scene.mayor: {made.pk}, scene.staff: none, city.handler: none, city.operator: none,
        city.housing_leader: none, city.auditor: none,
    }  # fmt: skip
    for person, pks in wanted.items():
        assert set(Leave.objects.visible_to(person).values_list("pk", flat=True)) == pks, person.username


def test_a_unit_that_gets_the_day_does_not_see_why(scene: Scene) -> None:
    made = scene.granted()
    with at("2026-11-17 09:00"):
        plan = dict(rosters.plan_of(scene.shift.roster)) | {DAY: Planned(scene.housing.pk)}
        rosters.change(NOVEMBER, plan, actor=scene.town.city.admin, how=Version.How.EDIT)
    assert not Leave.objects.visible_to(scene.town.city.handler).exists()
    assert Leave.objects.visible_to(scene.handler).get() == made


def test_offers_cost_the_same_at_any_length(scene: Scene) -> None:
    made = scene.granted()
    with at("2026-11-17 09:00"):
        counts = []
        for _n in range(2):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                makeups.offers(made)
            counts.append(len(queries))
            draft_december(scene)
    assert counts[0] == counts[1]


# ---- two at once


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """On connections of their own: one acts, the other is told."""

    def _do(self, *calls: Callable[[], Any]) -> list[str]:
        def english(call: Callable[[], Any]) -> Callable[[], Any]:
            def run() -> Any:
                with at("2026-11-17 09:00"), translation.override("en"):
                    return call()

            return run

        return sorted(type(one).__name__ for one in at_once(*map(english, calls)))

    def _scene(self) -> Scene:
        options.forget()
        return scene_of(Town(make_city()))

    def test_asked_and_decided_twice(self, transactional_db: None) -> None:
        scene = self._scene()
        assert self._do(scene.ask, scene.ask) == ["Leave", "Refused"]
        made = Leave.objects.get()
        grant = lambda: leaves.decide(made.pk, actor=scene.mayor, granted=True)  # noqa: E731
        refuse = lambda: leaves.decide(made.pk, actor=scene.mayor, granted=False, opinion="x")  # noqa: E731
        assert self._do(grant, refuse) == ["Leave", "Refused"]

    def test_two_planners_arrange_and_the_leave_ends(self, transactional_db: None) -> None:
        scene = self._scene()
        made = scene.granted()
        days = [{"day": date(2026, 11, day), "unit": scene.housing.pk} for day in (24, 26)]
        admin = scene.town.city.admin
        done = self._do(*[lambda day=day: makeups.arrange(made.pk, actor=admin, **day) for day in days])
        assert done == ["Refused", "Shift"]
        assert Shift.objects.filter(makeup_of=scene.shift).count() == 1
        makeups_undone = lambda: makeups.undo(made.pk, actor=admin)  # noqa: E731
        done = self._do(lambda: leaves.drop(made.pk, actor=scene.handler), makeups_undone)
        assert done in (["Leave", "NoneType"], ["Leave", "Refused"])
        assert not Shift.objects.filter(makeup_of=scene.shift).exists()
