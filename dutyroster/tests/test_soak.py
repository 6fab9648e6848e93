"""make soak: two months of duty days with everything that can happen to a roster, and every page of it read by axe."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import sync_playwright

from dutyroster import evidence, onduty
from dutyroster.actions import attendance, handover, roster as rosters, sheet, sheet_signing
from dutyroster.actions.roster import Planned
from dutyroster.models import Handover, HandoverEntry, Leave, Roster, SheetCase, SheetSignature, Shift, Version
from dutyroster.tests.conftest import Town
from dutyroster.verify import verify_handovers, verify_sheets
from hotline import clock
from hotline.deadlines.models import Alarm, Deadline, Kind
from hotline.deadlines.sweep import sweep
from hotline.people import duty
from hotline.people.models import Person, Unit
from hotline.people.roles import ensure_roles
from knowledge.actions import questions
from tickets.flow import Action
from tickets.models import Ticket
from tickets.operation import Refused, perform
from tickets.tests.conftest import City, make_city
from tickets.tests.test_browser import CHROMIUM, PHONE, QUIET, Visitor
from tickets.tests.test_soak import AXE

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)
PASSWORD = "geheim-12345"
SEEDS = (1, 2, 3)


class Months:
    """Six units, sixty-one days; every day people come or do not, sign or do not, and the roster is changed under their feet."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.town = Town(make_city())
        self.city: City = self.town.city
        self.units = [self.town.unit(f"单位{n}") for n in range(6)]
        self.crews: dict[tuple[int, date], tuple[Person, Person, Person]] = {}
        with clock.at(datetime(2026, 10, 21, 15, tzinfo=clock.TZ)):
            for month in (NOVEMBER, DECEMBER):
                row = self.town.roster(month, self.units)
                for unit in self.units:
                    self.crews[unit.pk, month] = self.town.name_leaders(row, unit)

    def live(self) -> None:
        day = NOVEMBER
        while day < date(2027, 1, 1):
            self.day(day)
            day += clock.DAY

    def day(self, day: date) -> None:
        with clock.at(_at(day - clock.DAY, 20)):
            self.change_tomorrow(day)
            for _case in range(self.random.randrange(8)):
                self.city.replied()
        shift = self.town.shift(day)
        principal, deputy, staff = self.crews[shift.unit_id, day.replace(day=1)]
        here = [person for person in (principal, deputy, staff) if self.random.random() < 0.85]
        self.at(day, 8, 20, lambda: [attendance.record_in(shift, actor=self.city.dispatcher, person=p) for p in here])
        for hour, minute in ((8, 30), (9, 0), (12, 0), (15, 0), (17, 0)):
            self.at(day, hour, minute, self.check_powers)
        if deputy in here and onduty.crew(shift).is_leader(deputy):
            self.at(day, 16, 30, lambda: self.work_sheet(shift, deputy))
            if self.random.random() < 0.8:
                self.at(day, 21, 30, lambda: handover.sign(shift, actor=deputy, password=PASSWORD))
        self.at(day, 22, 0, lambda: self.leave(shift))
        self.at(day, 22, 5, self.check_powers)
        self.confirm(shift)

    def at(self, day: date, hour: int, minute: int, act: Any) -> None:
        with clock.at(_at(day, hour, minute)):
            sweep()
            act()

    def change_tomorrow(self, day: date) -> None:
        """A swap with a later day, or another unit at all, or leave: any evening."""
        what, month = self.random.random(), day.replace(day=1)
        plan = rosters.plan_of(Roster.objects.get(month=month))
        if what < 0.15:
            plan[day] = Planned(self.random.choice(self.units).pk)
            rosters.change(month, plan, actor=self.city.office_head, how=Version.How.EDIT, note="调整")
        elif what < 0.3:
            shift = self.town.shift(day)
            principal = self.crews[shift.unit_id, month][0]
            Leave.objects.create(
                shift=shift, who="principal", person=principal, reason="防汛", asked_by=principal, asked_at=clock.now(),
                is_late=True, waiver="不可抗力", approver=self.city.cityleader, decided_at=clock.now(), granted=True,
            )  # fmt: skip

    def check_powers(self) -> None:
        """Those and only those of the day's unit who are not on leave, and only 08:30-22:00; 15:00-17:00 the calls as D17, D18."""
        now = clock.now()
        shift = Shift.objects.get(day=now.date())
        principal, deputy, _staff = self.crews[shift.unit_id, now.date().replace(day=1)]
        away = set(Leave.objects.filter(shift=shift, granted=True, dropped_at=None).values_list("person", flat=True))
        expected = {person.pk for person in (principal, deputy)} - away if 8.5 <= now.hour + now.minute / 60 < 22 else set()
        assert duty.on_duty_now() == expected, now
        running = duty.duty_now()
        if running and 15 <= now.hour < 17:
            assert running.callers == ({deputy.pk} if principal.pk in away else {principal.pk})

    def work_sheet(self, shift: Shift, leader: Person) -> None:
        cases = list(SheetCase.objects.filter(sheet__shift=shift, replaced_at=None, signature=None).order_by("position"))
        for case in cases[: self.random.randrange(len(cases) + 1)]:
            sheet.give_opinion(case, "已阅，同意。", actor=leader)
        if any(case.done_at for case in SheetCase.objects.filter(sheet__shift=shift)):
            sheet_signing.sign(shift, PASSWORD, actor=leader)
        waiting = Ticket.objects.waiting().filter(step=1).first() or self.city.register()
        perform(waiting.pk, Action.FIRST_CONTACT, actor=leader, joint=False, text="已转前台。")

    def leave(self, shift: Shift) -> None:
        for row in shift.attendances.filter(left_at=None):
            attendance.record_out(row.pk, actor=self.city.dispatcher)

    def confirm(self, shift: Shift) -> None:
        following = Shift.objects.filter(day=shift.day + clock.DAY).select_related("unit", "roster").first()
        signed = Handover.objects.filter(shift=shift).exists()
        if following is None or not signed or self.random.random() < 0.2:
            return
        leader = onduty.crew(following).leaders[0].person
        with clock.at(_at(following.day, 8, 10)):
            sweep()
            try:
                handover.confirm(shift, actor=leader, password=PASSWORD)
            except Refused:
                assert Handover.objects.get(shift=shift).signed_by == leader  # nobody confirms their own


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=clock.TZ)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_months_of_duty(seed: int) -> None:
    months = Months(seed)
    months.live()
    with clock.at(_at(date(2027, 1, 8), 9)):
        sweep()
    shifts = list(Shift.objects.all())
    assert len(shifts) == 61
    # Each day owes its three things once, to the unit that really had it.
    for shift in shifts:
        owed = Deadline.objects.of(*shift.subject)
        kinds = sorted(owed.values_list("kind", flat=True))
        assert kinds in (["callback_sheet", "handover_confirm", "handover_sign"], ["callback_sheet", "handover_sign"]), (
            shift,
            kinds,
        )
        assert set(owed.exclude(kind=Kind.HANDOVER_CONFIRM).values_list("unit", flat=True)) == {shift.unit_id}
    # No alarm twice, no case on two sheets, what was signed is as it was signed, every proposal within ±3.
    alarms = list(Alarm.objects.values_list("deadline", "stage", "due_at"))
    assert len(alarms) == len(set(alarms))
    assert SheetCase.objects.count() == len(set(SheetCase.objects.values_list("ticket", flat=True))) > 20
    assert SheetSignature.objects.count() > 5
    assert (verify_sheets(), verify_handovers()) == ([], [])
    found = evidence.of_many(shifts)
    assert {abs(one.proposal.points) for one in found.values()} <= {0, 3}
    assert HandoverEntry.objects.exists()


def pages(town: Town) -> list[tuple[Person, str]]:
    """Every page of roster, duty day, leave, score, knowledge and people by Excel, as the person who uses it."""
    city, today = town.city, clock.today()
    month, leader = f"{today:%Y-%m}", Person.objects.get(username="water-principal")
    handler = Person.objects.get(username="water-roster-handler")
    return [
        (leader, "/"), (leader, "/duty/"), (leader, f"/duty/{today}/sheet/"), (leader, f"/duty/{today}/sheet/1/"),
        (leader, f"/duty/{today}/book/"), (city.dispatcher, "/duty/"), (city.dispatcher, f"/duty/{today}/"),
        (city.operator, "/duty/ask/"), (city.office_head, f"/duty/roster/{month}/"), (city.admin, f"/duty/roster/{month}/edit/"),
        (city.admin, f"/duty/roster/{month}/import/"), (city.admin, f"/duty/roster/{month}/versions/"),
        (city.admin, "/duty/roster/2027-02/draft/"), (city.office_head, f"/duty/roster/{month}/leaders/"),
        (handler, f"/duty/roster/{month}/leaders/{handler.unit_id}/"), (city.office_head, f"/duty/roster/{month}/notice/"),
        (handler, "/duty/swaps/"), (city.office_head, "/duty/fairness/"), (handler, "/duty/feeds/"), (handler, "/duty/leave/"),
        (handler, f"/duty/leave/new/?day={today + clock.DAY * 2}"), (city.office_head, "/duty/sheets/"),
        (city.office_head, "/duty/scores/"), (city.office_head, f"/duty/scores/{today - clock.DAY}/"),
        (city.office_head, f"/duty/scores/year/{today.year}/"), (city.operator, "/knowledge/"), (city.editor, "/knowledge/"),
        (city.operator, "/tickets/new/"), (city.admin, "/people/import/"),
    ]  # fmt: skip


@pytest.mark.parametrize("view", [{}, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(live_server: Any, view: dict[str, Any]) -> None:
    try:
        clock.move_to(_at(date(2026, 11, 23), 10))
        _visit(live_server.url, view)
    finally:
        clock.move_to(None)


def _visit(base: str, view: dict[str, Any]) -> None:
    town = Town(make_city())
    ensure_roles()
    water: Unit = town.unit("海口市水务局")
    with clock.at(_at(date(2026, 11, 20), 10)):
        for _case in range(4):
            town.city.replied()
    with clock.at(_at(date(2026, 10, 21), 15)):
        row = town.roster(NOVEMBER, [water, town.unit("海口市卫生健康委员会")])
    for person in (*town.name_leaders(row, water, prefix="water"), town.person("water-roster-handler", water, "handler")):  # type: ignore[arg-type]
        person.set_password("pass-for-tests")
        person.save()
    sweep()
    questions.ask(actor=town.city.operator, text="停水补偿标准？", shown=questions.addressee().key)
    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        for person, address in pages(town):
            visitor = Visitor(browser, base, person, bypass_csp=True, **view)
            answer = visitor.page.goto(address)
            assert answer is not None
            if answer.status != 200:
                faults.append(f"{address}: {answer.status}")
            wide = visitor.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            faults += [f"{address}: {wide}px too wide"] if wide > 0 else []
            visitor.page.add_script_tag(path=str(AXE))
            for violation in visitor.page.evaluate("axe.run()")["violations"]:
                faults += [f"{address}: {violation['id']}: {node['html'][:160]}" for node in violation["nodes"]]
            visitor.context.close()
        browser.close()
    assert faults == []


def test_the_clock_takes_no_longer_with_the_years() -> None:
    """Five years of shifts behind it, a minute's work asks the same number of things."""
    town = Town(make_city())
    units = [town.unit(f"单位{n}") for n in range(6)]

    def cost(moment: datetime) -> int:
        with clock.at(moment), CaptureQueriesContext(connection) as counted:
            sweep()
        return len(counted)

    with clock.at(_at(date(2026, 10, 21), 15)):
        town.roster(NOVEMBER, units)
    noon = _at(date(2026, 11, 12), 12)
    for minute in range(3):  # what is to be opened, raised and told is
        cost(noon + timedelta(minutes=minute))
    first = cost(noon + timedelta(minutes=3))
    month = date(2021, 10, 1)
    while month < NOVEMBER:
        town.roster(month, units)
        month = (month + timedelta(days=31)).replace(day=1)
    assert cost(noon + timedelta(minutes=4)) == first
