"""What the clock does with the roster, and the alarms of a duty day from 08:30 to the next (section 4, D7, D10, D11, D15)."""

from datetime import date, datetime

import pytest
from django.utils import translation

from dutyroster import clockwork
from dutyroster.actions import attendance, entries
from dutyroster.models import DutyLeader, HandoverEntry, Roster, Sheet, Shift
from dutyroster.tests.conftest import NOVEMBER, Town, at
from hotline import clock, options
from hotline.deadlines.models import Alarm, Deadline, Kind
from hotline.deadlines.sweep import sweep
from hotline.notices import texts
from hotline.notices.models import Notice
from hotline.people.models import Person, Role, Unit
from knowledge.actions import questions
from knowledge.models import KnowledgeQuestion
from tickets.flow import Action
from tickets.operation import perform
from tickets.tests.conftest import City, make_city
from tickets.tests.test_concurrency import at_once

DAY = date(2026, 11, 23)  # a Monday


@pytest.fixture
def crew(town: Town) -> tuple[Person, Person, Person]:
    """The water authority on the odd days of November, the health commission on the even ones; who is named at water."""
    with at("2026-10-21 15:00"):
        water, health = town.unit("海口市水务局"), town.unit("海口市卫生健康委员会")
        roster = town.roster(NOVEMBER, [water, health])
        town.name_leaders(roster, health, prefix="health")
        return town.name_leaders(roster, water, prefix="water")


def owed(shift: Shift) -> dict[str, tuple[str, str, bool]]:
    """Of a duty day: kind → by which unit, until when, and whether it is open."""
    rows = Deadline.objects.of(*shift.subject).select_related("unit")
    return {row.kind: (row.unit.name, f"{clock.local(row.due_at):%m-%d %H:%M}", row.is_open) for row in rows}


def walk(*moments: str) -> None:
    for moment in moments:
        with at(moment):
            sweep()


def test_a_day_opens_freezes_and_ends_by_the_clock(town: Town, crew: tuple[Person, ...]) -> None:
    shift = town.shift(DAY)
    walk("2026-11-22 23:00", "2026-11-23 08:29")
    assert owed(shift) == {}
    walk("2026-11-23 08:30")
    water = "海口市水务局"
    day = {"callback_sheet": (water, "11-23 17:00", True), "handover_sign": (water, "11-23 22:00", True)}
    assert owed(shift) == day
    walk("2026-11-23 08:59")
    assert not Sheet.objects.filter(shift=shift).exists()
    walk("2026-11-23 09:00", "2026-11-23 21:59")
    assert Sheet.objects.get(shift=shift).frozen_at == datetime(2026, 11, 23, 9, tzinfo=clock.TZ)
    assert "handover_confirm" not in owed(shift)
    walk("2026-11-23 22:00")
    assert owed(shift)["handover_confirm"] == ("海口市卫生健康委员会", "11-24 08:30", True)


def test_the_clock_may_run_as_often_as_it_likes(town: Town, crew: tuple[Person, ...]) -> None:
    moments = ("08:30", "08:31", "09:00", "09:00", "12:00", "22:00", "22:00", "23:59")
    walk(*(f"2026-11-23 {moment}" for moment in moments), "2026-11-24 00:10")
    shift = town.shift(DAY)
    kinds = sorted(Deadline.objects.of(*shift.subject).values_list("kind", flat=True))
    assert kinds == ["callback_sheet", "handover_confirm", "handover_sign"]
    assert Sheet.objects.filter(shift=shift).count() == 1


def test_what_the_clock_slept_through_is_caught_up(town: Town, crew: tuple[Person, ...]) -> None:
    """Nothing ran from Sunday noon to Tuesday noon: Monday's obligations are all there, overdue, and told of once."""
    walk("2026-11-22 12:00", "2026-11-24 12:00")
    assert set(owed(town.shift(DAY))) == {"callback_sheet", "handover_sign", "handover_confirm"}
    assert not Sheet.objects.filter(shift__day=DAY).exists()  # a sheet of yesterday helps nobody


def test_a_draft_owes_nothing(town: Town, crew: tuple[Person, ...]) -> None:
    Roster.objects.filter(month=NOVEMBER).update(announced_at=None)
    walk("2026-11-23 08:30", "2026-11-23 09:00", "2026-11-23 22:00")
    assert owed(town.shift(DAY)) == {}


def test_where_no_unit_follows_the_office_confirms(town: Town, crew: tuple[Person, ...]) -> None:
    walk("2026-11-30 08:30", "2026-11-30 22:00")
    assert owed(town.shift(date(2026, 11, 30)))["handover_confirm"][:2] == (Unit.office().name, "12-01 08:30")


def alarms(kind: Kind) -> list[tuple[str, str, set[str]]]:
    """Of that kind, of the day: stage, when, and who was told; in order."""
    of_the_day = Alarm.objects.filter(deadline__kind=kind, deadline__subject_id=Shift.objects.get(day=DAY).pk)
    rows = of_the_day.order_by("pk").prefetch_related("told__bundle__person")
    return [
        (row.stage, f"{clock.local(row.raised_at):%d %H:%M}", {told.bundle.person.username for told in row.told.all()})
        for row in rows
    ]


@pytest.fixture
def staff(town: Town) -> None:
    """Handlers and leaders the unit has for its tickets, and a supervisor and head at the office (the city has them)."""
    water = town.unit("海口市水务局")
    town.person("water-handler", water, Role.HANDLER)
    town.person("water-boss", water, Role.UNIT_LEADER)


@pytest.mark.usefixtures("staff")
def test_the_unsigned_sheet_walks_its_alarms(town: Town, crew: tuple[Person, ...]) -> None:
    """15:00 to those on duty, 17:00 also to the unit's leaders and the supervisor, next working day to the office head."""
    with at("2026-11-22 10:00"):
        town.city.replied()  # without a case there is nothing to sign
    half_hours = [f"2026-11-23 {h:02}:{m:02}" for h in range(8, 24) for m in (0, 30)]
    walk(*half_hours, "2026-11-24 08:00", "2026-11-24 08:30", "2026-11-24 09:00", "2026-11-25 08:30", "2026-11-25 12:00")
    on_duty = {"water-principal", "water-deputy"}
    assert alarms(Kind.CALLBACK_SHEET) == [
        ("before_2h", "23 15:00", on_duty),
        ("due", "23 17:00", on_duty | {"water-boss", "supervisor"}),
        ("after_1wd", "25 08:30", {"water-boss", "office_head"}),
    ]


@pytest.mark.usefixtures("staff")
def test_the_unsigned_handover_at_night_goes_to_the_office_head(town: Town, crew: tuple[Person, ...]) -> None:
    """D11: from 22:00 nobody is on duty; such alarms go to the office head. Quiet hours hold them until 08:00."""
    walk(*(f"2026-11-23 {h:02}:{m:02}" for h in range(8, 24) for m in (0, 30)), "2026-11-24 08:00", "2026-11-24 08:30")
    assert alarms(Kind.HANDOVER_SIGN) == [
        ("before_2h", "23 20:00", {"water-principal", "water-deputy"}),
        ("due", "24 08:00", {"office_head", "water-boss", "supervisor"}),
    ]
    told = Notice.objects.filter(kind="handover_unsigned", params__day=f"{DAY}")
    assert [n.person.username for n in told] == ["office_head"]


@pytest.mark.usefixtures("staff")
def test_the_unconfirmed_handover_reaches_the_incoming_leaders(town: Town, crew: tuple[Person, ...]) -> None:
    walk("2026-11-23 08:30", "2026-11-23 22:00", "2026-11-24 08:00", "2026-11-24 08:30")
    stages = alarms(Kind.HANDOVER_CONFIRM)
    assert [(stage, when) for stage, when, _who in stages] == [("before_2h", "24 08:00"), ("due", "24 08:30")]
    assert stages[0][2] == {"health-principal", "health-deputy"}
    assert stages[1][2] >= {"health-principal", "health-deputy"}


@pytest.mark.usefixtures("staff")
def test_the_leaders_on_duty_are_reminded_of_knowledge_points_beside_the_handlers(town: Town, crew: tuple[Person, ...]) -> None:
    """D9: the evening before it is due; on another unit's evening the handlers alone."""

    def reminded(question: KnowledgeQuestion) -> list[tuple[str, str, set[str]]]:
        rows = Alarm.objects.filter(deadline__in=Deadline.objects.of(*question.subject)).order_by("pk")
        return [
            (row.stage, f"{clock.local(row.raised_at):%d %H:%M}", {told.bundle.person.username for told in row.told.all()})
            for row in rows
        ]

    with at("2026-11-23 10:00"):
        monday = questions.ask(actor=town.city.operator, text="公租房？", shown=questions.addressee().key)
    with at("2026-11-27 10:00"):
        friday = questions.ask(actor=town.city.operator, text="公积金？", shown=questions.addressee().key)
    walk("2026-11-23 19:59", "2026-11-23 20:00", "2026-11-28 20:00", "2026-11-29 20:00")
    assert reminded(monday)[0] == ("before_12h", "23 20:00", {"water-handler", "water-principal", "water-deputy"})
    assert reminded(friday) == [("before_12h", "29 20:00", {"water-handler", "water-principal", "water-deputy"})]
    with at("2026-11-24 10:00"):
        tuesday = questions.ask(actor=town.city.operator, text="医保？", shown=questions.addressee().key)
        Deadline.objects.of(*tuesday.subject).update(unit=town.city.housing, held_by=town.city.housing)
    walk("2026-11-24 20:00")
    assert reminded(tuesday) == [("before_12h", "24 20:00", {"handler"})]


def test_hard_cases_of_the_night_are_the_next_shifts(town: Town, crew: tuple[Person, ...], city: City) -> None:
    with at("2026-11-22 23:30"):
        night = city.do(city.register(), Action.FLAG_HARD, city.operator, text="两局推诿")
    with at("2026-11-21 12:00"):
        earlier = city.do(city.register(), Action.FLAG_HARD, city.operator, text="前日的")
    walk("2026-11-23 08:30")
    row = Deadline.objects.get(kind=Kind.HARD_CASE, subject_id=night.pk)
    assert (row.unit.name, clock.local(row.due_at)) == ("海口市水务局", datetime(2026, 11, 23, 22, tzinfo=clock.TZ))
    assert Deadline.objects.get(kind=Kind.HARD_CASE, subject_id=earlier.pk).unit.name == "海口市水务局"  # the 21st was theirs too
    assert Deadline.objects.filter(kind=Kind.HARD_CASE).count() == 2


def test_what_leaders_do_writes_its_line_in_the_book(town: Town, crew: tuple[Person, ...], city: City) -> None:
    """D12: one entry, shown in the ticket and in the handover book."""
    principal, deputy, _staff = crew
    with at("2026-11-23 15:10"):
        ticket = city.dispatched(city.register(wants_duty_leader=True))
        asked = {"handle_by": clock.now() + clock.DAY, "text": "已答复", "arrangement": "供水科办理"}
        done = perform(ticket.pk, Action.LEADER_CALL, actor=principal, **asked)
        perform(
            ticket.pk, Action.FIRST_CONTACT, actor=deputy, joint=True, units=[town.unit("海口市卫生健康委员会")], text="联合办理"
        )
        perform(city.dispatched().pk, Action.PROMISE, actor=deputy, by=clock.now() + clock.DAY, text="明日办结")
        perform(ticket.pk, Action.NOTE, actor=city.dispatcher, text="不进交接本")
    lines = HandoverEntry.objects.filter(shift__day=DAY)
    assert [(line.kind, line.text, line.is_open, line.by) for line in lines] == [
        ("call", "已答复", True, principal),
        ("joint", "联合办理", True, deputy),
        ("promise", "明日办结", True, deputy),
    ]
    assert (lines[0].ticket, lines[0].event_seq) == (ticket, done.seq)
    assert [unit.name for unit in lines[1].units.all()] == ["海口市卫生健康委员会"]


def test_lines_about_what_is_settled_close_themselves(town: Town, crew: tuple[Person, ...], city: City) -> None:
    principal = crew[0]
    with at("2026-11-23 15:10"):
        ticket = city.dispatched(city.register())
        perform(ticket.pk, Action.PROMISE, actor=principal, by=clock.now() + clock.DAY, text="明日办结")
        perform(ticket.pk, Action.FIRST_CONTACT, actor=principal, joint=False, text="已转前台")
        sweep()
        assert HandoverEntry.objects.open().count() == 2
        city.replied(ticket)
        sweep()
        assert [line.kind for line in HandoverEntry.objects.open()] == ["first_contact"]  # the promise is kept
        city.do(ticket, Action.WITHDRAW, city.operator, text="不再追究")
        sweep()
        assert not HandoverEntry.objects.open().exists()


def test_a_question_about_a_closed_ticket_waits_for_its_answer(town: Town, crew: tuple[Person, ...], city: City) -> None:
    """D8: most calls are answered at once, and what is asked about them still wants an answer."""
    with at("2026-11-23 10:00"):
        ticket = city.do(city.register(), Action.ANSWER, city.operator, text="已解释")
        question = entries.ask("政策口径是否一致？", actor=city.operator, ticket=ticket)
        sweep()
        assert HandoverEntry.objects.open().get() == question
        entries.answer(question.pk, actor=crew[0], in_remit=True, text="一致。", staff="王工")
        assert not HandoverEntry.objects.open().exists()


def test_a_refused_action_leaves_no_line(town: Town, crew: tuple[Person, ...], city: City) -> None:
    with at("2026-11-23 15:10"):
        ticket = city.register()
        with pytest.raises(Exception):  # noqa: B017, PT011 - whatever it is, nothing stays
            perform(ticket.pk, Action.LEADER_CALL, actor=crew[1], handle_by=clock.now(), text="x", arrangement="x")
    assert not HandoverEntry.objects.exists()


# ---- nobody is absent unnoticed (D15, D20)


def leaderless() -> set[str]:
    return set(Notice.objects.filter(kind="leaderless").values_list("person__username", flat=True))


@pytest.mark.usefixtures("staff")
def test_office_and_unit_hear_once_that_no_leader_has_come(town: Town, crew: tuple[Person, ...]) -> None:
    """A check-in at 08:40 is in time, so nobody is told before 08:41."""
    town.person("elsewhere", town.unit("海口市卫生健康委员会"), Role.HANDLER)
    walk("2026-11-23 08:30", "2026-11-23 08:39", "2026-11-23 08:40", "2026-11-23 08:40:59")
    assert leaderless() == set()
    walk("2026-11-23 08:41", "2026-11-23 08:42", "2026-11-23 12:00", "2026-11-23 21:59")
    wanted = {"dispatcher", "office_head", "water-handler", "water-boss", "water-principal", "water-deputy"}
    assert leaderless() == wanted
    notices = Notice.objects.filter(kind="leaderless")
    assert notices.count() == len(wanted)
    assert {(n.is_duty, n.link, f"{clock.local(n.created_at):%H:%M}") for n in notices} == {(True, f"/duty/{DAY}/", "08:41")}
    with translation.override("en"):
        assert texts.sentence(notices[0]) == "No leader of 海口市水务局 is checked in on its duty day 2026-11-23"


def test_a_leader_who_is_there_is_enough(town: Town, crew: tuple[Person, ...]) -> None:
    """Also who was named only after checking in (D21); the staff is no leader."""
    _principal, deputy, staff = crew
    shift = town.shift(DAY)
    with at("2026-11-23 08:10"):
        rows = DutyLeader.objects.filter(roster=shift.roster, person=deputy)
        entered = rows.values().get()
        rows.delete()
        assert attendance.check_in(shift, actor=deputy).attending == "stand_in"
        DutyLeader.objects.create(**entered)
        attendance.check_in(shift, actor=staff)
    walk("2026-11-23 08:41", "2026-11-23 12:00")
    assert leaderless() == set()
    with at("2026-11-24 08:20"):
        attendance.check_in(town.shift(date(2026, 11, 24)), actor=Person.objects.get(username="health-staff"))
    walk("2026-11-24 08:41")
    assert leaderless() >= {"health-principal", "dispatcher"}


def test_a_clock_that_slept_tells_while_the_day_runs(town: Town, crew: tuple[Person, ...]) -> None:
    walk("2026-11-22 22:30", "2026-11-23 08:00", "2026-11-23 22:00", "2026-11-24 08:29")
    assert leaderless() == set()
    walk("2026-11-24 21:59")
    assert "health-principal" in leaderless()
    assert "water-principal" not in leaderless()


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_tell_once(transactional_db: None) -> None:
    options.forget()
    town = Town(make_city())
    with at("2026-10-21 15:00"):
        town.name_leaders(town.roster(NOVEMBER, [town.city.water]), town.city.water, prefix="water")

    def tell() -> int:
        with at("2026-11-23 08:41"):
            return clockwork.tell_leaderless()

    assert set(at_once(tell, tell, tell)) <= {0, 1}
    people = Notice.objects.filter(kind="leaderless").values_list("person__username", flat=True)
    assert sorted(people) == sorted({*people})
    assert "water-deputy" in people


def test_one_fault_holds_back_no_other_part(town: Town, crew: tuple[Person, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> int:
        raise RuntimeError

    monkeypatch.setattr(clockwork, "freeze_sheets", broken)
    walk("2026-11-23 08:30", "2026-11-23 22:00")
    assert set(owed(town.shift(DAY))) == {"callback_sheet", "handover_sign", "handover_confirm"}
