"""What the clock must survive: odd settings, the ends of months and years, late announcements, several sweeps at once."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.utils import translation

from dutyroster import clockwork, evidence, onduty, verify
from dutyroster.actions import attendance, handover, publish, score as scores, sheet as sheets
from dutyroster.actions.sheet_signing import sign
from dutyroster.models import HandoverEntry, Leave, Roster, Score, Sheet, SheetCase, Shift
from dutyroster.tests.conftest import NOVEMBER, Town, at
from dutyroster.tests.sheet_town import DAY, PASSWORD, Desk, make_desk
from hotline import clock, options
from hotline.deadlines.models import Deadline, Kind
from hotline.models import Option
from hotline.people.models import Person, Role, Unit
from tickets.flow import Action
from tickets.operation import Forbidden, Refused, perform
from tickets.tests.conftest import make_city
from tickets.tests.test_concurrency import at_once

PARTS: tuple[Callable[[], int], ...] = (
    clockwork.open_month, clockwork.open_shifts, clockwork.freeze_sheets, clockwork.end_shifts, clockwork.settle_entries,
)  # fmt: skip


@pytest.fixture
def desk(town: Town) -> Desk:
    return make_desk(town)


def walk(*moments: str) -> None:
    """The parts by themselves: the clock only logs what fails."""
    for moment in moments:
        with at(moment):
            for part in PARTS:
                part()


def setting(key: str, value: object) -> None:
    """As it may stand in the database, whether the admin's page would still take it or not."""
    Option.objects.update_or_create(key=key, defaults={"value": value})
    options.forget()


def owed(shift: Shift) -> dict[str, str]:
    rows = Deadline.objects.of(*shift.subject)
    return {row.kind: f"{clock.local(row.due_at):%m-%d %H:%M}" for row in rows}


@pytest.mark.parametrize(
    "values",
    [
        {"shift_ends_at": "00:00"}, {"shift_ends_at": "08:00"}, {"shift_starts_at": "23:59"}, {"sheet_frozen_at": "23:00"},
        {"sheet_cases": 1, "sheet_per_unit": 1}, {"leader_calls": "22:30-23:30"}, {"handover_confirmed_at": "00:00"},
        {"callback_sheet_due_at": "00:00", "quiet_hours": "00:00-23:59"}, {"sheet_days": 366, "sheet_days_most": 1},
    ],
)  # fmt: skip
@pytest.mark.parametrize("when", ["2026-11-20 00:00", "2026-11-20 08:45"])
def test_odd_settings_stop_nothing(desk: Desk, values: dict[str, object], when: str) -> None:
    desk.replied(2)
    walk(when)
    for key, value in values.items():
        setting(key, value)
    walk("2026-11-20 09:00", "2026-11-20 17:00", "2026-11-20 23:59", "2026-11-21 08:30")
    assert {"callback_sheet", "handover_sign"} <= set(owed(desk.shift))


@pytest.mark.parametrize("day", [date(2026, 11, 30), date(2026, 12, 31), date(2028, 2, 29)])
def test_the_end_of_a_month_a_year_and_a_february(town: Town, day: date) -> None:
    with at(f"{day.replace(day=1)} 07:00"):
        town.roster(day.replace(day=1), [town.city.housing, town.city.water])
        town.roster((day + clock.DAY), [town.city.health])
        Shift.objects.filter(day__lt=day).update(opened_at=clock.now(), ended_at=clock.now())
    following = day + clock.DAY
    walk(f"{day} 08:30", f"{day} 09:00", f"{day} 22:00", f"{following} 00:00", f"{following} 08:30")
    assert owed(town.shift(day)) == {
        "callback_sheet": f"{day:%m-%d} 17:00",
        "handover_sign": f"{day:%m-%d} 22:00",
        "handover_confirm": f"{following:%m-%d} 08:30",
    }
    assert set(owed(town.shift(following))) == {"callback_sheet", "handover_sign"}


def test_announced_on_the_day_itself(town: Town) -> None:
    """What was over by then owes nothing and no score waits for it; the day that runs owes all."""
    with at("2026-10-25 10:00"):
        town.roster(NOVEMBER, [town.city.housing, town.city.water], announced=False)
    walk("2026-11-18 12:00", "2026-11-20 10:59")
    with at("2026-11-20 11:00"):
        publish.announce(Roster.objects.get(month=NOVEMBER), actor=town.city.office_head, version=1)
    walk("2026-11-20 11:01")
    assert owed(town.shift(date(2026, 11, 19))) == {}
    assert owed(town.shift(DAY)) == {"callback_sheet": "11-20 17:00", "handover_sign": "11-20 22:00"}
    assert Sheet.objects.get().shift.day == DAY
    with at("2026-11-20 23:00"):
        assert list(evidence.waiting(Shift.objects.all()).values_list("day", flat=True)) == [DAY]


def test_a_unit_closed_and_leaders_gone_in_the_middle_of_the_day(desk: Desk) -> None:
    desk.frozen(1)
    Unit.objects.filter(pk=desk.shift.unit_id).update(is_active=False)
    Person.objects.filter(unit=desk.shift.unit).update(is_active=False)
    with at("2026-11-20 10:00"):
        assert onduty.crew(desk.shift).named == ()
        with pytest.raises(Forbidden):
            sheets.give_opinion(desk.case(), "同意办结。", actor=Person.objects.get(pk=desk.principal.pk))
    walk("2026-11-20 17:00", "2026-11-20 22:00", "2026-11-21 08:30")
    assert "handover_confirm" in owed(desk.shift)


def test_a_substitute_who_left_is_not_on_duty(desk: Desk) -> None:
    other = desk.town.person("other", desk.shift.unit)
    with at("2026-11-10 10:00"):
        Leave.objects.create(
            shift=desk.shift, who=Leave.Who.DEPUTY, person=desk.deputy, reason="病假", asked_by=desk.staff, asked_at=clock.now(),
            is_late=False, approver=desk.principal, decided_at=clock.now(), granted=True, substitute=other,
        )  # fmt: skip
    assert onduty.crew(desk.shift).is_leader(other)
    Person.objects.filter(pk=other.pk).update(is_active=False)
    assert [named.person for named in onduty.crew(desk.shift).leaders] == [desk.principal]


# ---- the clock comes late


def test_a_page_made_the_sheet_before_the_clock_came(desk: Desk) -> None:
    """Nothing is on it, so nothing is owed: the obligation is met as soon as it is opened."""
    with at("2026-11-20 09:01"):
        sheets.freeze(desk.shift)
    walk("2026-11-20 09:02")
    assert not desk.obligation().is_open


def test_confirmed_before_the_clock_came(desk: Desk) -> None:
    walk("2026-11-20 08:30")
    with at("2026-11-20 21:00"):
        handover.sign(desk.shift, actor=desk.principal, password=PASSWORD)
    with at("2026-11-21 06:30"):
        handover.confirm(desk.shift, actor=desk.yesterday, password=PASSWORD)
    walk("2026-11-21 07:00")
    assert set(owed(desk.shift)) == {"callback_sheet", "handover_sign"}


def test_a_hard_case_that_was_dealt_with_is_not_owed_again(desk: Desk) -> None:
    with at("2026-11-20 12:00"):
        ticket = desk.city.do(desk.city.register(), Action.FLAG_HARD, desk.city.operator, text="两局推诿")
        perform(ticket.pk, Action.OPINE, actor=desk.principal, text="由住建局牵头")
    line = HandoverEntry.objects.get(kind=HandoverEntry.Kind.OPINION)
    assert (line.is_open, line.closed_at) == (False, line.at)  # said is settled
    walk("2026-11-20 22:00", "2026-11-21 08:30")
    assert not Deadline.objects.open().filter(kind=Kind.HARD_CASE).exists()
    assert Deadline.objects.filter(kind=Kind.HARD_CASE).count() == 1


# ---- at once


@pytest.fixture
def busy(transactional_db: None) -> Desk:
    """Committed, so that every thread sees it."""
    options.forget()
    return make_desk(Town(make_city()))


def pinned(when: str, call: Callable[[], Any]) -> Callable[[], Any]:
    def run() -> Any:
        with at(when), translation.override("en"):
            return call()

    return run


def refusals(answers: list[Any]) -> list[type]:
    """What went wrong; nothing may but a refusal."""
    return [type(answer) for answer in answers if isinstance(answer, Exception)]


@pytest.mark.django_db(transaction=True)
def test_four_clocks_and_two_pages_at_once(busy: Desk) -> None:
    busy.replied(3)
    for when in ("2026-11-20 09:00", "2026-11-20 22:00"):
        page = pinned(when, lambda: sheets.freeze(busy.shift))
        clocks = [pinned(when, lambda: [part() for part in PARTS])] * 4
        assert refusals(at_once(*clocks, page, page)) == []
    kinds = sorted(Deadline.objects.of(*busy.shift.subject).values_list("kind", flat=True))
    assert kinds == ["callback_sheet", "handover_confirm", "handover_sign"]
    assert list(SheetCase.objects.values_list("position", flat=True)) == [1, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_signing_while_a_case_is_replaced(busy: Desk) -> None:
    """Either the replaced case is not signed, or the signed one is not replaced."""
    busy.replied(4)
    setting("sheet_cases", 3)
    with at("2026-11-20 09:00"):
        sheets.freeze(busy.shift)
    busy.done(1, 2, 3)
    case = busy.case(1)
    answers = at_once(
        pinned("2026-11-20 11:00", lambda: sign(busy.shift, PASSWORD, actor=busy.principal)),
        pinned("2026-11-20 11:00", lambda: sheets.replace(case, "重复", actor=busy.deputy)),
    )
    case.refresh_from_db()
    assert (case.signature_id is None) == (case.replaced_at is not None)
    assert refusals(answers) in ([], [Refused])
    assert verify.verify_sheets() == []


@pytest.mark.django_db(transaction=True)
def test_two_of_the_next_unit_confirm_at_once(busy: Desk) -> None:
    with at("2026-11-20 21:00"):
        handover.sign(busy.shift, actor=busy.principal, password=PASSWORD)
    deputy = Person.objects.get(username="housing-deputy")
    calls = [
        pinned("2026-11-21 08:00", lambda who=who: handover.confirm(busy.shift, actor=who, password=PASSWORD))
        for who in (busy.yesterday, deputy, busy.yesterday, deputy)
    ]
    assert refusals(at_once(*calls)) == [Refused] * 3
    assert verify.verify_handovers() == []


@pytest.mark.django_db(transaction=True)
def test_recording_while_the_score_is_confirmed(busy: Desk) -> None:
    """What is recorded is in the evidence of the score, or refused."""
    with at("2026-11-20 08:20"):
        attendance.check_in(busy.shift, actor=busy.deputy)
    head, desk = busy.city.office_head, busy.town.person("desk2", Unit.office(), Role.DISPATCHER)
    when, came = "2026-11-20 23:00", datetime(2026, 11, 20, 8, 30, tzinfo=clock.TZ)
    note = {"at": came, "note": "补记"}
    answers = at_once(
        pinned(when, lambda: scores.confirm(busy.shift.pk, actor=head)),
        pinned(when, lambda: attendance.record_in(busy.shift, actor=desk, person=busy.principal, **note)),
        pinned(when, lambda: attendance.check_out(busy.shift, actor=busy.deputy)),
    )
    assert set(refusals(answers)) <= {Refused}
    score = Score.objects.get()
    assert score.evidence == evidence.of(Shift.objects.get(pk=busy.shift.pk)).plain()


def test_nobody_checks_out_of_a_scored_day(desk: Desk) -> None:
    with at("2026-11-20 08:20"):
        attendance.check_in(desk.shift, actor=desk.deputy)
    with at("2026-11-20 22:10"):
        scores.confirm(desk.shift.pk, actor=desk.city.office_head)
        with pytest.raises(Refused):
            attendance.check_out(desk.shift, actor=desk.deputy)


# ---- NUL, which no database takes


def test_a_nul_is_no_character(desk: Desk) -> None:
    desk.frozen(1)
    with at("2026-11-20 10:00"):
        assert sheets.save_draft(desk.case(), "同意\0办结", actor=desk.principal) == "同意办结"
