"""The ledger of scores (D20): evidence from the database, confirming, reversing, appealing; nothing is ever edited."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dutyroster import evidence, score_year
from dutyroster.actions import score as scores
from dutyroster.models import Appeal, Attendance, DutyLeader, Leave, Roster, Score, Shift
from dutyroster.tests.conftest import NOVEMBER, Town, at
from hotline import clock, options
from hotline.models import Option
from hotline.notices.models import Notice
from hotline.people.models import Person, Rank, Role, Unit
from tickets.operation import Forbidden, Refused
from tickets.tests.conftest import make_city
from tickets.tests.test_concurrency import at_once

DAY = date(2026, 11, 21)
AFTER = "2026-11-22 09:00"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@dataclass
class Scene:
    """Water has the odd days of November, housing the even ones; it is the morning after the 21st."""

    town: Town
    water: Unit
    principal: Person
    deputy: Person
    staff: Person
    head: Person
    desk: Person
    handler: Person
    shift: Shift

    def there(
        self,
        who: Person | str,
        attending: str,
        came: str = "08:25",
        left: str | None = "22:00",
        *,
        sure: str = "both",
        **more: Any,
    ) -> Attendance:
        """A presence; `sure`: what the front desk has confirmed (both, came, none)."""
        day = more.pop("shift", self.shift)
        person = who if isinstance(who, Person) else None
        values: dict[str, Any] = {
            "shift": day, "person": person, "name": person.name if person else who, "attending": attending,
            "came_at": moment(day.day, came), "came_by": self.staff,
            "came_confirmed_by": None if sure == "none" else self.desk,
            "left_at": moment(day.day, left) if left else None,
            "left_confirmed_by": self.desk if sure == "both" and left else None,
        } | more  # fmt: skip
        return Attendance.objects.create(**values)

    def full(self, shift: Shift | None = None) -> None:
        """Everybody was there all day: +3."""
        for person, attending in ((self.principal, "principal"), (self.deputy, "deputy"), (self.staff, "staff")):
            self.there(person, attending, shift=shift or self.shift)

    def confirm(self, **more: Any) -> Score:
        return scores.confirm(self.shift.pk, **{"actor": self.head} | more)

    def leave(self, who: str, person: Person, *, granted: bool | None = True, **more: Any) -> Leave:
        values = {
            "shift": self.shift, "who": who, "person": person, "reason": "x", "asked_by": self.handler, "asked_at": clock.now(),
            "is_late": False, "approver": self.town.city.cityleader, "granted": granted,
            "decided_at": clock.now() if granted is not None else None,
        } | more  # fmt: skip
        return Leave.objects.create(**values)


def moment(day: date, at: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(at), clock.TZ)


def scene_of(town: Town) -> Scene:
    water = town.city.water
    with at("2026-10-20 10:00"):
        roster = town.roster(NOVEMBER, [water, town.city.housing])
        principal, deputy, staff = town.name_leaders(roster, water)
    city = town.city
    return Scene(
        town, water, principal, deputy, staff, city.office_head, city.dispatcher, city.water_handler, town.shift(DAY)
    )  # fmt: skip


@pytest.fixture
def scene(town: Town) -> Scene:
    return scene_of(town)


@pytest.fixture
def morning() -> Iterator[None]:
    with at(AFTER):
        yield


pytestmark = pytest.mark.usefixtures("morning")


def refused(match: str, call: Callable[[], Any], *, error: type[Refused] = Refused, field: str | None = None) -> None:
    """Refused in this way, and nothing is left of it."""
    before = list(Score.objects.values_list("pk")), list(Appeal.objects.values()), Notice.objects.count()
    with pytest.raises(Refused, match=match) as caught, transaction.atomic():
        call()
    assert (type(caught.value), caught.value.field) == (error, field)
    assert before == (list(Score.objects.values_list("pk")), list(Appeal.objects.values()), Notice.objects.count())


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("person__username", flat=True))


def proposal(scene: Scene) -> tuple[int | None, int | None, int | None, int]:
    found = evidence.of(scene.shift).proposal
    return found.a, found.b, found.c, found.points


# ---- the evidence


def test_a_full_day(scene: Scene) -> None:
    scene.full()
    found = evidence.of(scene.shift)
    assert (proposal(scene), found.questions) == ((0, 3, 0, 3), ())


def test_nobody(scene: Scene) -> None:
    """Proposed, but for no batch: perhaps only nobody wrote it down."""
    assert (proposal(scene), evidence.of(scene.shift).questions) == ((-3, 0, -3, -3), ("nothing",))


def test_only_what_is_confirmed_counts(scene: Scene) -> None:
    scene.there(scene.principal, "principal", sure="none")
    scene.there(scene.staff, "staff")
    found = evidence.of(scene.shift)
    assert (proposal(scene), found.questions) == ((-3, 0, -3, -3), ("came",))


def test_a_refused_claim_counts_for_nothing_and_asks_nothing(scene: Scene) -> None:
    scene.there(scene.principal, "principal", refused_at=clock.now())
    scene.there(scene.deputy, "deputy", sure="none", refused_at=clock.now())
    assert (proposal(scene), evidence.of(scene.shift).questions) == ((-3, 0, -3, -3), ("nothing",))


def test_an_unconfirmed_check_out_is_no_leaving(scene: Scene) -> None:
    scene.there(scene.principal, "principal", left="16:00", sure="came")
    scene.there(scene.staff, "staff")
    assert (proposal(scene), evidence.of(scene.shift).questions) == ((0, 3, 0, 3), ("left",))
    Attendance.objects.filter(attending="principal").update(left_confirmed_by=scene.desk)
    assert (proposal(scene), evidence.of(scene.shift).questions) == ((-3, 0, 0, -3), ())


def test_a_missing_check_out_is_a_question(scene: Scene) -> None:
    scene.there(scene.principal, "principal", left=None)
    scene.there(scene.staff, "staff")
    assert (proposal(scene), evidence.of(scene.shift).questions) == ((0, 3, 0, 3), ("stayed",))


def test_approved_is_who_is_approved(scene: Scene) -> None:
    """A substitute approved after checking in counts; one whose leave ended does not."""
    other = scene.town.person("other", scene.water, rank=Rank.DEPUTY)
    scene.there(other, "stand_in")
    scene.there(scene.staff, "staff")
    assert proposal(scene) == (-3, 0, -3, -3)
    leave = scene.leave("deputy", scene.deputy, substitute=other)
    assert proposal(scene) == (0, 0, 0, 0)
    Attendance.objects.filter(person=other).update(attending="substitute")
    assert proposal(scene) == (0, 0, 0, 0)
    Leave.objects.filter(pk=leave.pk).update(dropped_at=clock.now())
    assert proposal(scene) == (-3, 0, -3, -3)
    assert [line.attending for line in evidence.of(scene.shift).lines] == ["stand_in", "staff"]


def test_leave_granted_pending_refused(scene: Scene) -> None:
    scene.there(scene.deputy, "deputy")
    scene.there(scene.staff, "staff")
    leave = scene.leave("principal", scene.principal, granted=None)
    assert (proposal(scene), evidence.of(scene.shift).questions) == ((0, 0, 0, 0), ("leave",))
    Leave.objects.filter(pk=leave.pk).update(granted=True, decided_at=clock.now())
    assert (proposal(scene), evidence.of(scene.shift).questions) == ((0, None, 0, 0), ())
    Leave.objects.filter(pk=leave.pk).update(granted=False)
    assert (proposal(scene), evidence.of(scene.shift).questions) == ((0, 0, 0, 0), ())


# ---- names, swaps and the roster may change until the day begins, check-in is open before


def attending(shift: Shift) -> list[tuple[str, str, bool]]:
    """Of the day's evidence: who, as what, and whether it counts."""
    return [(line.row.name, line.attending, line.counts) for line in evidence.of(shift).lines]


def test_the_day_went_to_another_unit_after_somebody_had_come(scene: Scene) -> None:
    """Who came at 08:05 for the unit that had the day till 08:15 is nobody's principal; the evidence says so."""
    town, housing = scene.town, scene.town.city.housing
    principal, deputy, staff = town.name_leaders(scene.shift.roster, housing)
    Leave.objects.all().delete()
    for person, as_what in ((scene.principal, "principal"), (scene.deputy, "deputy"), (scene.staff, "staff")):
        scene.there(person, as_what, "08:05", None, sure="came")
    Shift.objects.filter(pk=scene.shift.pk).update(unit=housing)
    scene.shift = town.shift(DAY)
    assert proposal(scene) == (-3, 0, -3, -3)
    assert [(line.is_of_unit, line.counts, line.question) for line in evidence.of(scene.shift).lines] == [(False, False, "")] * 3
    assert evidence.of(scene.shift).questions == ("nothing",)
    assert [row["of_unit"] for row in evidence.of(scene.shift).plain()["attendance"]] == [False] * 3
    for person, as_what in ((principal, "principal"), (deputy, "deputy"), (staff, "staff")):
        scene.there(person, as_what)
    assert proposal(scene) == (0, 3, 0, 3)
    assert sum(counts for _name, _as, counts in attending(scene.shift)) == 3


def test_named_after_checking_in(scene: Scene) -> None:
    """A deputy named at 08:20 who checked in at 08:10; a principal who is the deputy now, a deputy no longer named."""
    late = scene.town.person("late", scene.water, rank=Rank.DEPUTY)
    clerk = scene.town.person("clerk", scene.water)
    for person in (late, clerk):
        scene.there(person, "stand_in" if person is late else "staff", "08:10")
    assert proposal(scene) == (-3, 0, -3, -3)
    rows = DutyLeader.objects.filter(roster=scene.shift.roster, unit=scene.water)
    with at("2026-11-21 08:20"):
        DutyLeader.objects.create(
            roster=scene.shift.roster, unit=scene.water, person=late, rank=Rank.DEPUTY, name="late", post="x", phone="1",
            entered_by=late, entered_at=clock.now(),
        )  # fmt: skip
    assert attending(scene.shift) == [(late.name, "deputy", True), (clerk.name, "staff", True)]
    assert proposal(scene) == (0, 0, 0, 0)
    scene.there(scene.principal, "principal", "08:10")
    scene.there(scene.deputy, "deputy", "08:10")
    rows.filter(person=scene.principal).update(rank=Rank.DEPUTY)
    rows.filter(person=scene.deputy).delete()
    found = {name: as_what for name, as_what, _counts in attending(scene.shift)}
    assert (found[scene.principal.name], found[scene.deputy.name]) == ("deputy", "stand_in")


def test_named_since_the_day_began_helps_no_score(scene: Scene) -> None:
    """While a second day lies ahead a unit may add names: who stood in unapproved stays what they were."""
    other = scene.town.person("other", scene.water, rank=Rank.DEPUTY)
    scene.there(other, "stand_in")
    scene.there(scene.staff, "staff")
    DutyLeader.objects.create(
        roster=scene.shift.roster, unit=scene.water, person=other, rank=Rank.DEPUTY, name="other", post="x", phone="1",
        entered_by=other, entered_at=clock.now(),
    )  # fmt: skip
    assert proposal(scene) == (-3, 0, -3, -3)


def test_people_of_the_units_tree_count_and_an_account_closed_since_takes_nothing(scene: Scene) -> None:
    below = Unit.objects.create(name="水务局供水科", parent=scene.water)
    scene.there(scene.town.person("below", below), "staff")
    scene.there(scene.principal, "principal")
    Person.objects.filter(pk=scene.principal.pk).update(is_active=False)
    assert proposal(scene) == (0, 3, 0, 3)
    scene.there("王科长", "stand_in")  # without an account
    assert attending(scene.shift)[1][1:] == ("stand_in", True)


def test_a_makeup_day(scene: Scene) -> None:
    missed = scene.town.shift(date(2026, 11, 19))
    Shift.objects.filter(pk=scene.shift.pk).update(makeup_of=missed)
    scene.shift = scene.town.shift(DAY)
    assert evidence.of(scene.shift).parts() == {"a": None, "b": 0, "c": None, "makeup": -3}
    scene.there(scene.principal, "principal", "14:00", "18:00")
    assert evidence.of(scene.shift).parts() == {"a": None, "b": 3, "c": None, "makeup": 0}


def test_the_options_are_used(scene: Scene) -> None:
    scene.there(scene.deputy, "deputy", "08:50")
    scene.there(scene.staff, "staff")
    assert proposal(scene)[0] == -3
    Option.objects.create(key="duty_late_after", value="08:50")
    options.forget()
    assert proposal(scene)[0] == 0
    Option.objects.create(key="duty_staff_needed", value=2)
    options.forget()
    assert proposal(scene)[0] == -3


def test_many_days_cost_as_much_as_one(scene: Scene) -> None:
    scene.full()
    counts = []
    for n in (2, 4):  # with a unit that has named nobody
        shifts = list(Shift.objects.select_related("unit", "roster").order_by("day")[:n])
        with CaptureQueriesContext(connection) as queries:
            evidence.of_many(shifts)
        counts.append(len(queries))
    assert counts == [5, 5]


# ---- confirming


def test_confirmed(scene: Scene) -> None:
    scene.full()
    line = scene.confirm()
    assert (line.points, line.proposed, line.reason, line.unit, line.year, line.by) == (3, 3, "", scene.water, 2026, scene.head)
    assert line.parts == {"a": 0, "b": 3, "c": 0, "makeup": None}
    assert [row["came"] for row in line.evidence["attendance"]] == ["2026-11-21 08:25"] * 3
    assert [row["attending"] for row in line.evidence["attendance"]] == ["principal", "deputy", "staff"]
    assert line.evidence["reasons"] == [{"why": "throughout", "minutes": None, "at": None}]
    assert told("score_confirmed") == {"water_handler", scene.principal.username, scene.deputy.username}


def test_only_when_the_day_is_over(scene: Scene) -> None:
    with at("2026-11-21 21:59:59"):
        refused("not over", scene.confirm)
    with at("2026-11-21 22:00"):
        assert scene.confirm().points == -3


def test_only_the_office_head(scene: Scene) -> None:
    city = scene.town.city
    for person in (city.admin, city.dispatcher, city.supervisor, scene.handler, scene.principal, city.cityleader):
        refused("right", lambda person=person: scene.confirm(actor=person), error=Forbidden)


def test_a_head_of_the_unit_itself_does_not_confirm(scene: Scene) -> None:
    """Nor one from below it."""
    for unit in (scene.water, Unit.objects.create(name="水厂", parent=scene.water)):
        own = scene.town.person(f"own{unit.pk}", unit, Role.OFFICE_HEAD)
        refused("right", lambda own=own: scene.confirm(actor=own), error=Forbidden)


def test_confirmed_once(scene: Scene) -> None:
    scene.confirm()
    refused("confirmed already", scene.confirm)


def test_other_points_need_the_reason(scene: Scene) -> None:
    refused("Say why", lambda: scene.confirm(points=0, reason=" "), field="reason")
    refused("at most 500 characters", lambda: scene.confirm(points=0, reason="长" * 501), field="reason")
    refused("−3, 0 or", lambda: scene.confirm(points=2, reason="x"), field="points")
    line = scene.confirm(points=0, reason="台风停工")
    assert (line.points, line.proposed, line.reason) == (0, -3, "台风停工")


def test_the_proposed_points_need_none(scene: Scene) -> None:
    assert scene.confirm(points=-3).reason == ""


def test_the_evidence_that_was_looked_at(scene: Scene) -> None:
    seen = evidence.of(scene.shift).seen
    scene.there(scene.principal, "principal")
    refused("evidence has changed", lambda: scene.confirm(seen=seen))
    assert scene.confirm(seen=evidence.of(scene.shift).seen).points == 0  # no staff, but the principal took the calls


def test_what_changes_the_evidence(scene: Scene) -> None:
    row = scene.there(scene.principal, "principal", sure="came")
    seen = {evidence.of(scene.shift).seen}
    for change in ({"left_confirmed_by": scene.desk}, {"left_at": moment(DAY, "21:00")}, {"refused_at": clock.now()}):
        Attendance.objects.filter(pk=row.pk).update(**change)
        seen.add(evidence.of(scene.shift).seen)
    scene.leave("principal", scene.principal)
    seen.add(evidence.of(scene.shift).seen)
    assert len(seen) == 5


def test_a_draft_and_a_strange_day(scene: Scene) -> None:
    refused("no longer exists", lambda: scores.confirm(0, actor=scene.head))
    Roster.objects.update(announced_at=None, announced_by=None, announced_version=None)
    refused("no longer exists", scene.confirm)


# ---- the batch


def test_a_batch_leaves_out_open_questions(scene: Scene) -> None:
    scene.full()
    asks = scene.town.shift(date(2026, 11, 20))
    scene.there("王局长", "principal", left=None, shift=asks)
    picked = [(shift.pk, evidence.of(shift).seen) for shift in (scene.shift, asks)]
    batch = scores.confirm_many([*picked, picked[0], (0, "x")], actor=scene.head)
    assert batch.done == 1
    assert [(day, str(text)) for day, text in batch.refused] == [
        ("2026-11-20", "The evidence of this day has an open question: confirm it by itself."),
        ("0", "This no longer exists."),
    ]
    assert Score.objects.get().shift == scene.shift
    scores.confirm(asks.pk, actor=scene.head)  # by itself it can be


def test_a_batch_with_stale_evidence(scene: Scene) -> None:
    batch = scores.confirm_many([(scene.shift.pk, "something else")], actor=scene.head)
    assert (batch.done, len(batch.refused)) == (0, 1)


def test_a_batch_leaves_out_what_was_reversed(scene: Scene) -> None:
    """The old proposal against the decision on the appeal: not by a tick among others."""
    scene.full()
    row = scores.appeal(scene.confirm().pk, actor=scene.handler, text="x")
    scores.decide_appeal(row.pk, actor=scene.head, upheld=True, opinion="另行核定")
    batch = scores.confirm_many([(scene.shift.pk, evidence.of(scene.shift).seen)], actor=scene.head)
    assert [str(text) for _day, text in batch.refused] == [
        "The score of this day was reversed: confirm it by itself, with the reason."
    ]
    refused("was reversed", lambda: scene.confirm(batch=True, reason="x"))
    assert not Score.objects.in_force().exists()
    assert scene.confirm(reason="经核实").points == 3


def test_a_batch_is_the_heads(scene: Scene) -> None:
    with pytest.raises(Forbidden):
        scores.confirm_many([(scene.shift.pk, evidence.of(scene.shift).seen)], actor=scene.handler)
    assert not Score.objects.exists()


# ---- reversing


def test_reversed_and_confirmed_anew(scene: Scene) -> None:
    first = scene.confirm()
    line = scores.reverse(first.pk, actor=scene.head, reason="前台补登")
    assert (line.points, line.reverses, line.reason, line.year, line.unit) == (3, first, "前台补登", 2026, scene.water)
    assert told("score_reversed") == {"water_handler", scene.principal.username, scene.deputy.username}
    assert not Score.objects.in_force().exists()
    scene.full()
    refused("Say why", scene.confirm, field="reason")  # also the proposed points
    second = scene.confirm(reason="前台已补登")
    assert list(Score.objects.in_force()) == [second]
    assert sum(Score.objects.values_list("points", flat=True)) == 3


def test_reversed_once_with_a_reason_by_the_head(scene: Scene) -> None:
    first = scene.confirm()
    refused("Say why", lambda: scores.reverse(first.pk, actor=scene.head, reason=""), field="reason")
    refused("right", lambda: scores.reverse(first.pk, actor=scene.handler, reason="x"), error=Forbidden)
    refused("no longer", lambda: scores.reverse(0, actor=scene.head, reason="x"))
    line = scores.reverse(first.pk, actor=scene.head, reason="x")
    refused("reversed already", lambda: scores.reverse(first.pk, actor=scene.head, reason="x"))
    refused("reversed already", lambda: scores.reverse(line.pk, actor=scene.head, reason="x"))


@pytest.mark.parametrize(
    "change", ["UPDATE dutyroster_score SET points = 3 WHERE id = %s", "DELETE FROM dutyroster_score WHERE id = %s"]
)
def test_the_database_refuses_changes(scene: Scene, change: str) -> None:
    line = scene.confirm()
    with connection.cursor() as cursor, pytest.raises(DatabaseError, match="only added"), transaction.atomic():
        cursor.execute(change, [line.pk])
    assert Score.objects.get().points == -3


# ---- appealing


def test_an_appeal_upheld_with_new_points(scene: Scene) -> None:
    first = scene.confirm()
    row = scores.appeal(first.pk, actor=scene.handler, text="主要领导当日在市政府开会，有会议通知。")
    assert told("score_appealed") == {"office_head"}
    done = scores.decide_appeal(row.pk, actor=scene.head, upheld=True, opinion="情况属实", points=0)
    assert (done.upheld, done.opinion, done.decided_by) == (True, "情况属实", scene.head)
    lines = list(Score.objects.order_by("pk").values_list("points", "reverses", "reason"))
    assert lines == [(-3, None, ""), (3, first.pk, "情况属实"), (0, None, "情况属实")]
    assert told("appeal_upheld") == {"water_handler", scene.principal.username, scene.deputy.username}
    assert Score.objects.in_force().get().points == 0


def test_an_appeal_upheld_without_new_points(scene: Scene) -> None:
    row = scores.appeal(scene.confirm().pk, actor=scene.principal, text="x")
    scores.decide_appeal(row.pk, actor=scene.head, upheld=True, opinion="重新核定")
    assert not Score.objects.in_force().exists()
    refused("Say why", scene.confirm, field="reason")
    assert scene.confirm(reason="复核后维持").points == -3


def test_an_appeal_refused(scene: Scene) -> None:
    first = scene.confirm()
    row = scores.appeal(first.pk, actor=scene.handler, text="x")
    refused("Say why", lambda: scores.decide_appeal(row.pk, actor=scene.head, upheld=False, opinion=" "), field="opinion")
    call = lambda: scores.decide_appeal(row.pk, actor=scene.head, upheld=False, opinion="x", points=3)  # noqa: E731
    refused("only where", call, field="points")
    scores.decide_appeal(row.pk, actor=scene.head, upheld=False, opinion="证据不足")
    assert Score.objects.in_force().get() == first
    assert told("appeal_refused") == {"water_handler", scene.principal.username, scene.deputy.username}
    refused("decided already", lambda: scores.decide_appeal(row.pk, actor=scene.head, upheld=True, opinion="x"))
    refused("appealed against this score already", lambda: scores.appeal(first.pk, actor=scene.handler, text="y"))


def test_new_points_off_the_scale_leave_the_score(scene: Scene) -> None:
    row = scores.appeal(scene.confirm().pk, actor=scene.handler, text="x")
    call = lambda: scores.decide_appeal(row.pk, actor=scene.head, upheld=True, opinion="x", points=1)  # noqa: E731
    refused("−3, 0 or", call, field="points")


def test_who_appeals(scene: Scene) -> None:
    first = scene.confirm()
    city = scene.town.city
    for person in (city.handler, city.office_head, city.admin, scene.staff, city.cityleader):
        refused("right", lambda person=person: scores.appeal(first.pk, actor=person, text="x"), error=Forbidden)
    scores.appeal(first.pk, actor=scene.deputy, text="x")


@pytest.mark.parametrize(("text", "match"), [("", "Say why"), ("长" * 2001, "at most 2000 characters")])
def test_the_grounds(scene: Scene, text: str, match: str) -> None:
    first = scene.confirm()
    refused(match, lambda: scores.appeal(first.pk, actor=scene.handler, text=text), field="text")


@pytest.mark.parametrize(("moment", "possible"), [("2026-12-07 23:59:59", True), ("2026-12-08 00:00", False)])
def test_within_fifteen_days(scene: Scene, moment: str, possible: bool) -> None:
    first = scene.confirm()  # on the 22nd
    with at(moment):
        if possible:
            scores.appeal(first.pk, actor=scene.handler, text="x")
        else:
            refused("time to appeal is over", lambda: scores.appeal(first.pk, actor=scene.handler, text="x"))


def test_nobody_decides_an_appeal_of_their_own(scene: Scene) -> None:
    first = scene.confirm()
    row = scores.appeal(first.pk, actor=scene.handler, text="x")
    decide = lambda who: scores.decide_appeal(row.pk, actor=who, upheld=False, opinion="x")  # noqa: E731
    for person in (scene.handler, scene.principal, scene.town.city.admin):
        refused("right", lambda person=person: decide(person), error=Forbidden)
    # Somebody who has become the office head since.
    moved = Person.objects.get(pk=scene.handler.pk)
    moved.unit = scene.town.city.office
    moved.save()
    moved.groups.add(scene.head.groups.get(name=Role.OFFICE_HEAD))
    refused("request of their own", lambda: decide(Person.objects.get(pk=moved.pk)), error=Forbidden)


def test_a_reversal_answers_the_appeal(scene: Scene) -> None:
    first = scene.confirm()
    row = scores.appeal(first.pk, actor=scene.handler, text="x")
    scores.reverse(first.pk, actor=scene.head, reason="前台登记有误")
    row.refresh_from_db()
    assert (row.upheld, row.opinion) == (True, "前台登记有误")
    refused("reversed already", lambda: scores.appeal(first.pk, actor=scene.handler, text="x"))
    refused("no longer", lambda: scores.decide_appeal(0, actor=scene.head, upheld=True, opinion="x"))


def test_a_new_score_can_be_appealed_anew(scene: Scene) -> None:
    row = scores.appeal(scene.confirm().pk, actor=scene.handler, text="x")
    scores.decide_appeal(row.pk, actor=scene.head, upheld=True, opinion="x", points=0)
    assert scores.appeal(Score.objects.in_force().get().pk, actor=scene.handler, text="y").pk != row.pk


# ---- what waits, and the year


def test_what_waits(scene: Scene) -> None:
    rows = Shift.objects.filter(day__gte=date(2026, 11, 20))
    assert [s.day.day for s in evidence.waiting(rows).order_by("day")] == [20, 21]
    with at("2026-11-22 22:00"):
        assert [s.day.day for s in evidence.waiting(rows).order_by("day")] == [20, 21, 22]
    line = scene.confirm()
    assert [s.day.day for s in evidence.waiting(rows)] == [20]
    scores.reverse(line.pk, actor=scene.head, reason="x")
    assert evidence.waiting(rows).count() == 2


def test_history_taken_over_does_not_wait(town: Town) -> None:
    with at("2026-12-01 10:00"):
        town.roster(NOVEMBER, [town.city.water])
        assert not evidence.waiting(Shift.objects.all()).exists()
        assert score_year.table(town.city.office_head, 2026) == []
        # A day the machinery caught up with late was a real one.
        Shift.objects.filter(day=DAY).update(opened_at=moment(DAY, "08:30"), ended_at=clock.now())
        assert evidence.waiting(Shift.objects.all()).get().day == DAY


def test_the_year(scene: Scene) -> None:
    scene.full()
    scene.confirm()  # +3
    scores.confirm(scene.town.shift(date(2026, 11, 1)).pk, actor=scene.head)  # −3: a and c
    scores.confirm(scene.town.shift(date(2026, 11, 3)).pk, actor=scene.head, points=0, reason="台风")
    gone = scores.confirm(scene.town.shift(date(2026, 11, 5)).pk, actor=scene.head)
    scores.reverse(gone.pk, actor=scene.head, reason="x")
    with CaptureQueriesContext(connection) as queries:
        rows = {row.unit: row for row in score_year.table(scene.head, 2026)}
    assert len(queries) <= 6
    row = rows[scene.water]
    assert (row.days, row.a, row.b, row.c, row.makeup, row.other, row.points, row.open) == (11, 1, 1, 1, 0, 1, 0, 8)
    row = rows[scene.town.city.housing]
    assert (row.days, row.points, row.open) == (10, 0, 10)
    assert [row.unit for row in score_year.table(scene.handler, 2026)] == [scene.water]
    assert score_year.table(scene.head, 2025) == []


# ---- two at once


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    """On connections of their own."""

    def _do(self, *calls: Callable[[], Any]) -> list[Any]:
        def english(call: Callable[[], Any]) -> Callable[[], Any]:
            def run() -> Any:
                with at(AFTER), translation.override("en"):
                    return call()

            return run

        return at_once(*map(english, calls))

    def test_two_heads_confirm(self, transactional_db: None) -> None:
        options.forget()
        scene = scene_of(Town(make_city()))
        second = scene.town.person("head2", scene.town.city.office, Role.OFFICE_HEAD)
        done = self._do(scene.confirm, lambda: scene.confirm(actor=second))
        assert sorted(type(one).__name__ for one in done) == ["Refused", "Score"]
        assert Score.objects.count() == 1

    def test_confirmed_and_reversed(self, transactional_db: None) -> None:
        options.forget()
        scene = scene_of(Town(make_city()))
        line = scene.confirm()
        reverse = lambda: scores.reverse(line.pk, actor=scene.head, reason="x")  # noqa: E731
        done = self._do(reverse, reverse)
        assert sorted(type(one).__name__ for one in done) == ["Refused", "Score"]
        assert sorted(Score.objects.values_list("points", flat=True)) == [-3, 3]
