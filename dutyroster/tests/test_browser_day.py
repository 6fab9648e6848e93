"""Whole duty days in a real browser with the clock moved: the good one, and the three that go wrong (D2-D20)."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from dutyroster import evidence
from dutyroster.models import Attendance, Handover, HandoverEntry, Roster, SheetCase, SheetSignature, Shift
from dutyroster.tests.conftest import NOVEMBER, Town
from dutyroster.verify import verify_handovers, verify_sheets
from hotline import clock
from hotline.deadlines.models import Alarm, Deadline, Kind
from hotline.deadlines.sweep import sweep
from hotline.people import duty
from hotline.people.models import Person, Role, UnitAlias
from tickets.flow import Action
from tickets.models import Event, Ticket
from tickets.tests.conftest import make_city
from tickets.tests.test_browser import PHONE, Visitor, browser  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, serialized_rollback=True)]
DAY = date(2026, 11, 23)  # a Monday
PASSWORD = "pass-for-tests"
Go = Callable[[str], None]


@pytest.fixture
def go() -> Iterator[Go]:
    """go("2026-11-23 09:00"): it is that moment for every process, and the clock has done its minute's work."""

    def move(moment: str) -> None:
        clock.move_to(datetime.fromisoformat(moment).replace(tzinfo=clock.TZ))
        sweep()

    yield move
    clock.move_to(None)


class Cast:
    """Who plays: water has the odd days of November, health the even ones."""

    def __init__(self, town: Town) -> None:
        self.town, self.city = town, town.city
        self.water, self.health = town.unit("海口市水务局"), town.unit("海口市卫生健康委员会")
        self.roster: Roster = town.roster(NOVEMBER, [self.water, self.health])
        self.principal, self.deputy, self.staff = town.name_leaders(self.roster, self.water, prefix="water")
        self.incoming, self.incoming_deputy, _staff = town.name_leaders(self.roster, self.health, prefix="health")
        people = (self.principal, self.deputy, self.staff, self.incoming, self.incoming_deputy)
        for person, name in zip(people, ("李海生", "周文静", "陈立", "王建国", "何秀兰"), strict=True):
            person.name = name
            person.set_password(PASSWORD)
            person.save()

    @property
    def shift(self) -> Shift:
        return self.town.shift(DAY)


@pytest.fixture
def cast(go: Go) -> Cast:
    """Announced in time; on the Sunday before, thirty-two cases are replied to."""
    clock.move_to(datetime(2026, 10, 21, 15, tzinfo=clock.TZ))
    found = Cast(Town(make_city()))
    clock.move_to(datetime(2026, 11, 20, 10, tzinfo=clock.TZ))
    for number in range(32):
        found.city.replied(found.city.dispatched(found.city.register(title=f"路灯不亮（{number + 1}）")))
    return found


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Callable[..., Visitor]]:  # noqa: F811
    visitors: list[Visitor] = []

    def make(person: Person, **view: Any) -> Visitor:
        visitors.append(Visitor(browser, live_server.url, person, **view))
        return visitors[-1]

    yield make
    for visitor in visitors:
        visitor.leave()


def yes(page: Page) -> None:
    """Answer the question the page asks before it acts."""
    page.locator("#ask button[value=yes]").click()


def done(page: Page) -> None:
    """The server has done it and says so."""
    expect(page.locator(".note-success").first).to_be_visible()


def confirm_arrivals(desk: Visitor) -> None:
    """The front desk confirms whatever claim of arrival waits."""
    desk.page.goto(f"/duty/{DAY}/")
    while (buttons := desk.page.locator("form[action$='/confirm-came/'] button.btn-primary")).count():
        before = buttons.count()
        buttons.first.click()
        expect(buttons).to_have_count(before - 1)


def record_arrival(desk: Visitor, person: Person) -> None:
    desk.page.goto(f"/duty/{DAY}/")
    desk.page.locator("summary", has=desk.page.locator(".bi-person-plus")).click()
    form = desk.page.locator("form[action$='/attendance/']")
    form.locator("[name=person]").select_option(str(person.pk))
    form.locator("button.btn-primary").click()
    expect(desk.page.locator(".note-success")).to_be_visible()


def deal(leader: Visitor, count: int, *, keys: bool = True) -> None:
    """Write opinions from the first open case on, by the keyboard alone."""
    page = leader.page
    page.goto(f"/duty/{DAY}/sheet/")
    page.keyboard.press("Alt+1")
    for number in range(count):
        page.wait_for_url("**/sheet/*/")
        box = page.locator("textarea[name=opinion]")
        box.fill(f"已阅，同意办结。（{number + 1}）")
        here = page.url
        page.keyboard.press("Alt+s")
        page.wait_for_function("address => location.href !== address", arg=here)


def sign_sheet(leader: Visitor, password: str = PASSWORD) -> None:
    page = leader.page
    page.goto(f"/duty/{DAY}/sheet/")
    page.locator("#sign [name=password]").fill(password)
    page.locator("#sign button.btn-primary").click()
    with page.expect_navigation():
        yes(page)


def sign_book(leader: Visitor) -> None:
    page = leader.page
    page.goto(f"/duty/{DAY}/book/")
    page.locator("#sign [name=password]").fill(PASSWORD)
    page.locator("#sign button.btn-primary").click()
    yes(page)  # the day has not ended: sign now?
    done(page)


def confirm_book(leader: Visitor, **fields: str) -> None:
    page = leader.page
    page.goto(f"/duty/{DAY}/book/")
    for name, value in fields.items():
        page.locator(f"#confirm [name={name}]").fill(value)
    page.locator("#confirm [name=password]").fill(PASSWORD)
    page.locator("#confirm button.btn-primary").click()
    done(page)


def owed(shift: Shift) -> dict[str, str]:
    """Of the duty day: kind → met, open or cancelled."""
    rows = Deadline.objects.of(*shift.subject)
    return {row.kind: "met" if row.met_at else "cancelled" if row.cancelled_at else "open" for row in rows}


def proposal(shift: Shift) -> tuple[int | None, ...]:
    """(a), (b), (c) and the sum, as proposed from the confirmed attendance (D20)."""
    found = evidence.of(shift).proposal
    return found.a, found.b, found.c, found.points


def test_a_good_day(cast: Cast, go: Go, visit: Callable[..., Visitor]) -> None:
    """08:25 check-in → 09:00 sheet → 15:00 leader's calls → signed by 17:00 → 22:00 handover → next 08:30 confirmed."""
    city = cast.city
    desk, operator = visit(city.dispatcher), visit(city.operator)

    go("2026-11-23 08:25")
    leader = visit(cast.principal, **PHONE)
    leader.page.locator(f"main a[href='/duty/{DAY}/']").first.click()
    leader.page.locator("#now form[action$='/check-in/'] button").click()
    expect(leader.page.locator("#attendance tbody tr")).to_have_count(1)
    confirm_arrivals(desk)
    for person in (cast.deputy, cast.staff):
        record_arrival(desk, person)
    assert Attendance.objects.filter(shift=cast.shift, came_confirmed_by=city.dispatcher).count() == 3

    go("2026-11-23 08:30")
    assert duty.on_duty_now() == {cast.principal.pk, cast.deputy.pk}
    go("2026-11-23 09:00")
    leader.page.goto("/duty/")
    expect(leader.page.locator("#now a[href$='/sheet/']").first).to_be_visible()
    leader.shot("duty-phone")
    assert SheetCase.objects.filter(sheet__shift=cast.shift).count() == 30

    # The first case by phone: the look is logged, the callback is the result.
    leader.page.goto(f"/duty/{DAY}/sheet/1/")
    leader.page.locator("form[action$='/phone/'] button").click()
    expect(leader.page.locator("a[href='tel:12000000001']")).to_be_visible()
    leader.page.locator("[name=how][value=called]").check()
    leader.page.locator("[name=reached][value=yes]").check()
    leader.page.locator("[name=solved][value=yes]").check()
    leader.page.locator("[name=satisfaction]").select_option("5")
    leader.page.locator("textarea[name=opinion]").fill("已与来电人核实，问题解决。")
    leader.page.locator("button[value=next]").click()
    leader.page.wait_for_url("**/sheet/2/")
    first = SheetCase.objects.get(sheet__shift=cast.shift, position=1)
    assert (first.how, first.callback.satisfaction, first.done_by) == ("called", 5, cast.principal)
    assert Event.objects.filter(ticket=first.ticket, action=Action.REVEAL, actor=cast.principal).count() == 1

    go("2026-11-23 09:40")
    second = visit(cast.deputy)
    second.page.goto(f"/duty/{DAY}/sheet/2/")
    second.shot("duty-case")
    deal(second, 29)
    assert not SheetCase.objects.filter(sheet__shift=cast.shift, done_at=None).exists()

    go("2026-11-23 15:05")
    ticket: Ticket = city.register(title="小区停水三天", wants_duty_leader=True)
    second.page.goto("/duty/")
    expect(second.page.locator("#calls .note-info")).to_be_visible()  # the principal's alone
    assert second.page.goto(f"/tickets/{ticket.number}/leader_call/").status == 403
    leader.page.goto("/duty/")
    leader.page.locator(f"#calls a[href='/tickets/{ticket.number}/leader_call/#act-leader_call']").click()
    form = leader.page.locator("#act-leader_call")
    form.locator("[name=text]").fill("已答复来电人，今日恢复供水。")
    form.locator("[name=arrangement]").fill("供水科负责抢修，分管领导督办。")
    form.locator("button.btn-primary").click()
    expect(leader.page.locator(".note-success")).to_be_visible()
    entry = HandoverEntry.objects.get(kind="call")
    assert (entry.ticket, entry.shift, entry.text) == (ticket, cast.shift, "已答复来电人，今日恢复供水。")

    operator.page.goto("/duty/ask/")
    operator.page.locator("[name=text]").fill("停水补偿标准如何答复？")
    operator.page.locator("main form button.btn-primary").click()
    expect(operator.page.locator(".note-success")).to_be_visible()
    leader.page.goto("/duty/")
    answer = leader.page.locator("#questions form[action$='/answer/']")
    if not answer.is_visible():
        leader.page.locator("#questions summary").first.click()
    answer.locator("[name=in_remit][value=yes]").check()
    answer.locator("[name=text], [name=answer]").first.fill("按供水合同约定减免当月水费。")
    answer.locator("[name=staff]").fill("供水科 李科长")
    answer.locator("button.btn-primary").click()
    expect(leader.page.locator(".note-success")).to_be_visible()

    go("2026-11-23 16:45")
    sign_sheet(leader, "wrong-password")
    assert not SheetSignature.objects.exists()
    expect(leader.page.locator("#sign .invalid-feedback, .form-errors").first).to_be_visible()
    sign_sheet(leader)
    signature = SheetSignature.objects.get()
    assert (signature.signed_by, signature.is_late, signature.cases.count()) == (cast.principal, False, 30)
    assert owed(cast.shift)["callback_sheet"] == "met"
    second.page.goto(f"/duty/{DAY}/sheet/")
    expect(second.page.locator("#sign")).to_have_count(0)

    go("2026-11-23 17:00")
    go("2026-11-23 21:40")
    second.page.goto("/duty/")
    expect(second.page.locator("#now a[href$='/book/#sign']").first).to_be_visible()
    sign_book(second)
    assert Handover.objects.get(shift=cast.shift).signed_by == cast.deputy
    go("2026-11-23 22:01")
    for visitor in (leader, second):
        visitor.page.goto(f"/duty/{DAY}/")
        visitor.page.locator("#now form[action$='/check-out/'] button").click()
        done(visitor.page)
    assert duty.duty_now() is None
    operator.page.goto("/")
    expect(operator.page.locator("main")).to_contain_text("08:30")  # no duty leader until then
    assert leader.page.goto(f"/tickets/{ticket.number}/").status == 404  # the powers ended with the shift

    go("2026-11-24 08:20")
    following = visit(cast.incoming)
    following.page.goto(f"/duty/{DAY}/book/")
    expect(following.page.locator("#lines")).to_contain_text("已答复来电人")
    confirm_book(following)
    handover = Handover.objects.get(shift=cast.shift)
    assert (handover.confirmed_by, bool(handover.confirm_hash)) == (cast.incoming, True)
    go("2026-11-24 08:31")
    assert owed(cast.shift) == {"callback_sheet": "met", "handover_sign": "met", "handover_confirm": "met"}
    following.page.goto("/duty/2026-11-24/book/")
    expect(following.page.locator("#carried")).to_contain_text("已答复来电人")  # still open: the ticket runs

    confirm_departures(desk)
    record_departure_of_staff(desk)
    assert proposal(cast.shift) == (0, 3, 0, 3)
    assert (verify_sheets(), verify_handovers()) == ([], [])
    missed = Alarm.objects.filter(deadline__subject_type="shift", deadline__subject_id=cast.shift.pk, stage="due")
    assert not missed.exists()


def confirm_departures(desk: Visitor) -> None:
    desk.page.goto(f"/duty/{DAY}/")
    while (buttons := desk.page.locator("button[formaction$='/confirm-left/'].btn-primary")).count():
        before = buttons.count()
        buttons.first.click()
        expect(buttons).to_have_count(before - 1)


def record_departure_of_staff(desk: Visitor) -> None:
    """Whoever did not check out: the front desk records it with the time and a word."""
    desk.page.goto(f"/duty/{DAY}/")
    row = desk.page.locator("#attendance tr", has=desk.page.locator("button[formaction$='/out/']")).first
    row.locator("summary").click()
    row.locator("[name=at]").fill("22:00")
    row.locator("[name=note]").fill("随同离岗")
    row.locator("button[formaction$='/out/'].btn-outline-primary").click()
    done(desk.page)
    assert not Attendance.objects.filter(shift__day=DAY, left_at=None).exists()


def test_the_principal_leaves_and_the_sheet_is_late(cast: Cast, go: Go, visit: Callable[..., Visitor]) -> None:
    """Absent at 15:00 without leave: nobody takes the calls; unsigned at 17:00: the office sees it, the signature is late."""
    city = cast.city
    desk = visit(city.dispatcher)
    go("2026-11-23 08:20")
    for person in (cast.principal, cast.deputy, cast.staff):
        record_arrival(desk, person)
    go("2026-11-23 08:30")
    go("2026-11-23 09:00")
    deputy = visit(cast.deputy)
    deal(deputy, 30)
    leader = visit(cast.principal, **PHONE)
    go("2026-11-23 14:30")
    leader.page.goto("/duty/")
    leader.page.locator("#attendance form[action$='/check-out/'] button").click()
    yes(leader.page)  # leaving before 22:00 stays on record
    done(leader.page)
    confirm_departures(desk)

    go("2026-11-23 15:10")
    ticket = city.register(wants_duty_leader=True)
    assert deputy.page.goto(f"/tickets/{ticket.number}/leader_call/").status == 403
    # Something happens on a case after its opinion was written.
    case = SheetCase.objects.get(sheet__shift=cast.shift, position=7)
    city.do(case.ticket, Action.CALLBACK, city.clerk, reached=True, solved=False, satisfaction=1)
    go("2026-11-23 17:00")
    late = Alarm.objects.get(deadline__kind=Kind.CALLBACK_SHEET, deadline__subject_id=cast.shift.pk, stage="due")
    assert {told.bundle.person for told in late.told.all()} >= {cast.deputy, city.supervisor}
    head = visit(city.office_head)
    head.page.goto("/duty/sheets/")
    expect(head.page.locator("tbody tr").first).to_contain_text("0/30")

    go("2026-11-23 17:20")
    sign_sheet(deputy)
    expect(deputy.page.locator("#case-7 .sheet-news")).to_be_visible()  # look again
    assert not SheetSignature.objects.exists()
    deputy.page.locator("#case-7 form[action$='/confirm/'] button").click()
    done(deputy.page)
    sign_sheet(deputy)
    signature = SheetSignature.objects.get()
    assert (signature.signed_by, signature.is_late) == (cast.deputy, True)
    assert owed(cast.shift)["callback_sheet"] == "met"

    go("2026-11-23 21:50")
    sign_book(deputy)
    go("2026-11-23 22:00")
    deputy.page.goto(f"/duty/{DAY}/")
    deputy.page.locator("#now form[action$='/check-out/'] button").click()
    done(deputy.page)
    confirm_departures(desk)
    record_departure_of_staff(desk)
    assert proposal(cast.shift) == (0, 0, 0, 0)  # there, but not throughout 15:00-17:00


def test_nobody_comes(cast: Cast, go: Go, visit: Callable[..., Visitor]) -> None:
    """The front desk sees it at 08:40, every alarm goes up, the next unit takes over without a signature, the office closes."""
    city = cast.city
    desk, head = visit(city.dispatcher), visit(city.office_head)
    for moment in ("08:30", "08:41"):
        go(f"2026-11-23 {moment}")
    desk.page.goto("/duty/")
    expect(desk.page.locator(".note-error").first).to_be_visible()
    for moment in ("09:00", "12:00", "15:00", "17:00", "20:00", "22:00"):
        go(f"2026-11-23 {moment}")
    go("2026-11-24 08:00")
    of_the_day = Alarm.objects.filter(deadline__subject_type="shift", deadline__subject_id=cast.shift.pk)
    stages = {(alarm.deadline.kind, alarm.stage) for alarm in of_the_day}
    assert stages >= {
        ("callback_sheet", "before_2h"),
        ("callback_sheet", "due"),
        ("handover_sign", "before_2h"),
        ("handover_sign", "due"),
    }
    go("2026-11-24 08:10")
    following = visit(cast.incoming)
    confirm_book(following, reservations="值班室无人交接，清点设备完好。")
    handover = Handover.objects.get(shift=cast.shift)
    assert (handover.signed_at, handover.confirmed_by) == (None, cast.incoming)
    head.page.goto(f"/duty/{DAY}/sheet/close/")
    head.page.locator("main form textarea").fill("值班单位未到岗，已约谈。")
    head.page.locator("main form button.btn-primary, main form button.btn-outline-primary").first.click()
    done(head.page)
    assert owed(cast.shift)["callback_sheet"] == "cancelled"
    assert owed(cast.shift)["handover_confirm"] == "met"
    assert proposal(cast.shift) == (-3, 0, -3, -3)


def test_a_swap_the_evening_before(cast: Cast, go: Go, visit: Callable[..., Visitor]) -> None:
    """Asked at 20:00, consented at 20:10, approved at 20:20: the next morning the other unit commands, pages and sheet included."""
    city, town = cast.city, cast.town
    ours = town.person("water-handler", cast.water, Role.HANDLER)
    theirs = town.person("health-handler", cast.health, Role.HANDLER)
    for person in (ours, theirs):
        person.set_password(PASSWORD)
        person.save()
    other = town.shift(date(2026, 11, 26))
    go("2026-11-22 20:00")
    asker = visit(ours)
    asker.page.goto(f"/duty/swaps/ask/{DAY}/")
    asker.page.locator("[name=second]").select_option(str(other.pk))
    asker.page.locator("[name=reason]").fill("防汛抢险")
    asker.page.locator("main form button.btn-primary").click()
    done(asker.page)
    go("2026-11-22 20:10")
    partner = visit(theirs)
    partner.page.goto("/duty/swaps/")
    partner.page.locator("button[name=agree]").click()
    yes(partner.page)
    done(partner.page)
    go("2026-11-22 20:20")
    head = visit(city.office_head)
    head.page.goto("/duty/swaps/")
    head.page.locator("button[name=grant]").click()
    yes(head.page)
    done(head.page)
    assert town.shift(DAY).unit == cast.health

    go("2026-11-23 08:25")
    newcomer, former = visit(cast.incoming, **PHONE), visit(cast.principal, **PHONE)
    newcomer.page.goto("/duty/")
    newcomer.page.locator("#now form[action$='/check-in/'] button").click()
    done(newcomer.page)
    go("2026-11-23 08:30")
    go("2026-11-23 09:00")
    assert duty.on_duty_now() == {cast.incoming.pk, cast.incoming_deputy.pk}
    assert newcomer.page.goto(f"/duty/{DAY}/sheet/1/").status == 200
    expect(newcomer.page.locator("textarea[name=opinion]")).to_be_visible()
    assert former.page.goto(f"/duty/{DAY}/sheet/").status == 403
    assert set(owed(town.shift(DAY))) == {"callback_sheet", "handover_sign"}
    assert {row.unit for row in Deadline.objects.of(*town.shift(DAY).subject)} == {cast.health}


def test_planning_by_keyboard(visit: Callable[..., Visitor]) -> None:
    """What fits no unit or several is said under the field as soon as it is left; what fits one is taken."""
    town = Town(make_city())
    town.unit("市水务集团")
    UnitAlias.objects.create(unit=town.city.health, name="卫生局")
    page = visit(town.city.admin).page
    page.goto("/duty/roster/2030-01/edit/")
    page.fill("#id_d01", "水务")
    page.keyboard.press("Tab")
    expect(page.locator("#id_d01_error")).to_have_text("没有名为“水务”的单位。是否为：市水务局、市水务集团")
    page.fill("#id_d01", "卫生局")
    page.keyboard.press("Enter")
    expect(page.locator("#id_d01")).to_have_value("市卫健委")
    expect(page.locator("#id_d01_error")).to_have_count(0)
    expect(page.locator("#id_d02")).to_be_focused()
    page.keyboard.type("住局")
    page.keyboard.press("Enter")
    expect(page.locator("#id_d02_error")).to_have_text("没有名为“住局”的单位。是否为：市住建局")
    page.fill("#id_d02", "火星")
    page.keyboard.press("Tab")
    expect(page.locator("#id_d02_error")).to_have_text("没有名为“火星”的单位。")
