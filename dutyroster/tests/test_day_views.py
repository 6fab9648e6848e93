"""The page of the duty day over HTTP: who sees it, what it says by the clock, what its forms do, and how many queries it takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from dutyroster.actions import attendance, entries
from dutyroster.clockwork import tick
from dutyroster.models import Attendance, Check, HandoverEntry, Leave, Sheet, SheetCase, Shift
from dutyroster.tests.conftest import NOVEMBER, Town, at
from hotline import clock, options
from hotline.models import Option
from hotline.notices.models import Notice
from hotline.people.models import Person
from tickets.flow import Action

DAY = date(2026, 11, 22)  # water's; the 21st is housing's
URL = "/duty/2026-11-22/"


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def duty(town: Town) -> Shift:
    with at("2026-10-20 10:00"):
        roster = town.roster(NOVEMBER, [town.city.housing, town.city.water])
        town.before = town.name_leaders(roster, town.city.housing)
        town.principal, town.deputy, town.staff = town.name_leaders(roster, town.city.water)
    return town.shift(DAY)


@contextmanager
def visiting(person: Person) -> Iterator[Client]:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    yield client


def read(person: Person, url: str = URL, status: int = 200) -> str:
    with visiting(person) as client:
        response = client.get(url)
    assert response.status_code == status, response.content.decode()[:400]
    return response.content.decode()


def post(person: Person, url: str, status: int = 302, **data: Any) -> str:
    """Send the form; gives the page it leads to."""
    with visiting(person) as client:
        response = client.post(url, data)
        assert response.status_code == status, response.content.decode()[:400]
        if status == 302:
            response = client.get(response.headers["Location"].partition("#")[0])
        return response.content.decode()


# ---- who


def test_the_unit_and_the_office_see_it(town: Town, duty: Shift) -> None:
    city = town.city
    with at("2026-11-22 10:00"):
        for person in (town.principal, town.deputy, town.staff, city.water_handler, city.operator, city.dispatcher, city.office_head,
                       city.supervisor, city.editor):  # fmt: skip
            assert "市水务局" in read(person)


def test_nobody_else_does(town: Town, duty: Shift) -> None:
    """Neither other units nor those who only keep or audit the system; nor is a day there that no announced roster has."""
    city = town.city
    with at("2026-11-22 10:00"):
        for person in (*town.before, city.handler, city.health_handler, city.cityleader, city.admin, city.auditor):
            read(person, status=404)
            for deed in ("check-in", "check-out", "attendance", "entries", "checklist"):
                post(person, f"{URL}{deed}/", status=404)
        read(town.principal, "/duty/2026-12-01/", status=404)
        assert Client().get(URL).status_code == 302


def test_today_for_everybody_else_says_who_is_on_duty(town: Town, duty: Shift) -> None:
    with at("2026-11-22 10:00"):
        page = read(town.city.handler, "/duty/")
    assert "On duty today: 市水务局" in page
    assert "next duty day is 2026-11-23" in page
    assert "No duty leader until" not in page


def test_at_night_the_screens_say_until_when_there_is_no_duty_leader(town: Town, duty: Shift) -> None:
    """D11, with the hour of the option; within the hours of a day without a unit it is the roster that is missing."""
    said = "No duty leader until 08:30"
    for moment in ("2026-11-22 08:29", "2026-11-22 22:00"):
        with at(moment):
            for url in ("/duty/", "/duty/ask/", "/"):
                assert said in read(town.city.handler, url), (moment, url)
    with at("2026-11-22 08:30"):
        for url in ("/duty/", "/duty/ask/", "/"):
            assert said not in read(town.city.handler, url)
    with at("2026-12-01 10:00"):
        page = read(town.city.handler, "/duty/ask/")
        assert "No roster names a unit for today" in page
        assert "No duty leader until" not in page
    Option.objects.create(key="shift_starts_at", value="09:00")
    options.forget()
    with at("2026-11-22 22:00"):
        assert "No duty leader until 09:00" in read(town.city.handler, "/duty/")


@pytest.mark.parametrize(("moment", "unit"), [("00:00", "市水务局"), ("08:00", "市水务局"), ("23:59", "市水务局")])
def test_today_is_today_from_midnight_to_midnight(town: Town, duty: Shift, moment: str, unit: str) -> None:
    with at(f"2026-11-22 {moment}"):
        assert f"<h1>{unit}</h1>" in read(town.principal, "/duty/")


def test_outside_the_hours_it_says_that_nobody_commands(town: Town, duty: Shift) -> None:
    for moment, said in (("08:29", True), ("08:30", False), ("21:59", False), ("22:00", True)):
        with at(f"2026-11-22 {moment}"):
            assert ("No duty leader until 08:30" in read(town.principal)) == said, moment


def test_a_day_without_a_unit(town: Town, duty: Shift) -> None:
    Shift.objects.filter(day=DAY).delete()
    with at("2026-11-22 10:00"):
        assert "No unit is on duty today." in read(town.city.operator, "/duty/")


def test_whose_handover_of_yesterday_is_unsigned_is_led_there(town: Town, duty: Shift) -> None:
    with at("2026-11-22 07:00"):
        assert "/duty/2026-11-21/book/#sign" in read(town.before[0], "/duty/")
        assert "/duty/2026-11-21/book/#sign" not in read(town.before[2], "/duty/")


def test_the_home_page_leads_the_crew_there(town: Town, duty: Shift) -> None:
    with at("2026-11-22 07:00"):
        for person in (town.principal, town.staff):
            assert "You are on duty today" in read(person, "/")
        for person in (town.before[0], town.city.water_handler, town.city.operator):
            assert "You are on duty today" not in read(person, "/")
    with at("2026-11-23 00:00"):
        assert "You are on duty today" not in read(town.principal, "/")
    with at("2026-11-21 00:00"):
        page = read(town.principal, "/")
        assert "You are on duty tomorrow" in page
        assert 'href="/duty/2026-11-22/"' in page
        assert "You are on duty" not in read(town.city.operator, "/")


def test_after_a_swap_the_page_goes_with_the_day(town: Town, duty: Shift) -> None:
    Shift.objects.filter(day=DAY).update(unit=town.city.housing)
    with at("2026-11-22 09:00"):
        read(town.principal, status=404)
        assert "What now?" in read(town.before[0])


# ---- what it says


def test_what_now_goes_with_the_clock(town: Town, duty: Shift) -> None:
    with at("2026-11-22 07:30"):
        assert "Be at the call room by 08:30" in read(town.principal)
    with at("2026-11-22 08:20"):
        assert "Check in now" in read(town.principal)
        page = post(town.principal, f"{URL}check-in/")
        assert "Check in now" not in page
    with at("2026-11-22 15:10"):
        assert "Calls for the duty leader: 0 waiting" in read(town.principal)
        assert "15:00–17:00: the principal takes the calls" in read(town.deputy)
    with at("2026-11-22 21:30"):
        assert "Sign the handover" in read(town.principal)
    with at("2026-11-22 22:05"):
        assert "Check out now" in read(town.principal)
        assert "What now?" not in read(town.city.dispatcher)


def test_on_a_day_of_approved_leave_the_deputy_takes_the_calls(town: Town, duty: Shift) -> None:
    with at("2026-11-18 10:00"):
        Leave.objects.create(
            shift=duty, who="principal", person=town.principal, reason="出差", asked_by=town.principal, asked_at=clock.now(),
            is_late=False, approver=town.city.cityleader, decided_at=clock.now(), granted=True,
        )  # fmt: skip
    with at("2026-11-22 15:10"):
        page = read(town.deputy)
        assert "You are on duty today" in read(town.deputy, "/")
        assert "You are on duty today" not in read(town.principal, "/")
    assert "Calls for the duty leader: 0 waiting" in page
    assert "the deputy takes the calls" in page
    assert "on leave" in page


def test_the_office_sees_after_0840_that_nobody_is_there(town: Town, duty: Shift) -> None:
    """A check-in at 08:40 is still in time (D20 a)."""
    said = "No leader of the unit on duty is checked in."
    for moment in ("08:39", "08:40", "08:40:59"):
        with at(f"2026-11-22 {moment}"):
            assert said not in read(town.city.office_head)
    with at("2026-11-22 08:41"):
        assert said in read(town.city.office_head, "/duty/")
        attendance.check_in(duty, actor=town.staff)
        assert said in read(town.city.office_head)
        attendance.check_in(duty, actor=town.deputy)
        assert said not in read(town.city.office_head)


def test_the_office_sees_the_last_seven_days(town: Town, duty: Shift) -> None:
    with at("2026-11-22 10:00"):
        page = read(town.city.supervisor, "/duty/")
        assert page.count("none confirmed") == 7
        assert "The last seven duty days" not in read(town.principal)


def test_calls_hard_cases_and_major_matters_stand_there(town: Town, duty: Shift) -> None:
    city = town.city
    with at("2026-11-22 10:00"):
        tick()
        call = city.register(wants_duty_leader=True, title="请值班领导接听")
        hard = city.do(city.dispatched(lead=city.water), Action.FLAG_HARD, city.operator, text="多部门推诿", hard=True)
        major = city.major(city.dispatched(lead=city.water))
        city.register(title="与值班无关")
        page = read(town.principal)
    for number in (call.number, hard.number, major.number):
        assert number in page
    assert "与值班无关" not in page
    assert f"/tickets/{hard.number}/opine/#act-opine" in page
    assert page.count("not yet") == 4  # the four timestamps
    assert "no opinion yet" in page
    with at("2026-11-22 11:00"):
        city.do(hard, Action.OPINE, town.principal, text="由水务局牵头，住建局配合。")
        assert "solved, or an opinion is written" in read(town.principal)
    with at("2026-11-22 15:10"):
        assert f"/tickets/{call.number}/leader_call/#act-leader_call" in read(town.principal)
        assert f"/tickets/{call.number}/leader_call/" not in read(town.deputy)
        handle_by = clock.now() + clock.DAY
        city.do(call, Action.LEADER_CALL, town.principal, handle_by=handle_by, text="已解释", arrangement="安排供水科上门")
        page = read(town.principal)
    assert "安排供水科上门" in page
    assert "Nobody waits for the duty leader." in page


def test_another_day_shows_its_own_lines_and_nothing_that_waits_today(town: Town, duty: Shift) -> None:
    city = town.city
    with at("2026-11-22 10:00"):
        major = city.do(city.dispatched(lead=city.water), Action.DECLARE_MAJOR, town.principal, text="道路塌陷")
    with at("2026-11-23 10:00"):
        call = city.register(wants_duty_leader=True)
        page = read(town.principal)
        assert major.number in page
        assert "道路塌陷" in page
        assert "No call for the duty leader was recorded." in page
        assert call.number not in read(city.office_head)
        assert call.number in read(town.before[0], "/duty/")


def test_no_caller_is_named(town: Town, duty: Shift) -> None:
    city = town.city
    with at("2026-11-22 10:00"):
        ticket = city.register(wants_duty_leader=True, title="陈小明反映漏水")
        assert ticket.number in read(town.principal)
        assert "陈小明" not in read(town.principal)


def test_progress_of_the_sheet(town: Town, duty: Shift) -> None:
    city = town.city
    with at("2026-11-22 09:05"):
        attendance.check_in(duty, actor=town.principal)
        sheet = Sheet.objects.create(shift=duty, frozen_at=clock.now(), wanted=30, found=2, days=7)
        for n in (1, 2):
            SheetCase.objects.create(sheet=sheet, position=n, ticket=city.register(), group="settled", is_own=False)
        page = read(town.principal)
    assert "Callback cases: 0 of 2 dealt with" in page
    assert "Only 2 of 30 cases were available." in page


# ---- forms


def test_checking_in_and_confirming(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:25"):
        post(town.principal, f"{URL}check-in/")
        post(town.principal, f"{URL}check-in/")
        row = Attendance.objects.get()
        page = post(town.city.dispatcher, f"{URL}attendance/{row.pk}/confirm-came/")
    assert "confirmed by the front desk" in page
    row.refresh_from_db()
    assert row.came_confirmed_by == town.city.dispatcher


def test_a_faulty_form_comes_back_as_it_was_typed(town: Town, duty: Shift) -> None:
    with at("2026-11-22 09:00"):
        row = attendance.check_in(duty, actor=town.principal)
        page = post(town.city.dispatcher, f"{URL}attendance/{row.pk}/refuse-came/", status=422)
        assert "Say why." in page
        page = post(town.city.dispatcher, f"{URL}attendance/", status=422, name="王副局长", as_leader="leader", at="08:10")
        assert 'value="王副局长"' in page
        page = post(town.city.dispatcher, f"{URL}attendance/", status=422, name="王副局长", at="25:10", note="补")
        assert "Enter a valid time" in page


def test_only_the_front_desk_has_its_forms(town: Town, duty: Shift) -> None:
    with at("2026-11-22 09:00"):
        row = attendance.check_in(duty, actor=town.principal)
        for person in (town.principal, town.deputy, town.city.operator, town.city.supervisor):
            post(person, f"{URL}attendance/{row.pk}/confirm-came/", status=403)
            post(person, f"{URL}attendance/", status=403, name="某人")
            assert "attendance/" not in read(person).replace('href="#attendance"', "").replace('id="attendance"', "")
        post(town.city.dispatcher, f"/duty/2026-11-21/attendance/{row.pk}/confirm-came/", status=404)  # not of that day


def test_every_change_is_a_post(town: Town, duty: Shift) -> None:
    with at("2026-11-22 09:00"), visiting(town.principal) as client:
        for deed in ("check-in", "check-out", "attendance", "entries", "checklist", "book/sign", "book/confirm", "book/close"):
            assert client.get(f"{URL}{deed}/").status_code == 405, deed


def test_the_checklist(town: Town, duty: Shift) -> None:
    line = "核对值班人员到岗情况"
    with at("2026-11-22 09:00"):
        for _twice in range(2):
            post(town.deputy, f"{URL}checklist/", text=line)
        check = Check.objects.get()
        assert (check.text, check.done_by) == (line, town.deputy)
        post(town.principal, f"{URL}checklist/", text=line, done="no")  # another's tick stays
        assert Check.objects.count() == 1
        post(town.deputy, f"{URL}checklist/", text=line, done="no")
        assert Check.objects.count() == 0
        assert "not on the checklist any more" in post(town.deputy, f"{URL}checklist/", text="别的")
        post(town.city.operator, f"{URL}checklist/", text=line, status=403)
    with at("2026-11-23 00:00"):
        assert "belongs to the day itself" in post(town.deputy, f"{URL}checklist/", text=line)


def test_another_matter_for_the_book_is_written_once(town: Town, duty: Shift) -> None:
    key = "6f3c1d0e-8f5b-4d0a-9a64-0d2f3c1b2a10"
    with at("2026-11-22 12:00"):
        for _twice in range(2):
            page = post(town.staff, f"{URL}entries/", text="接到供水热线来电", stays_open="on", request_id=key)
        assert page.count("接到供水热线来电") == 1
        entry = HandoverEntry.objects.get()
        assert (entry.kind, entry.is_open, entry.by) == ("other", True, town.staff)
        post(town.city.operator, f"{URL}entries/", text="无关", status=403)
        post(town.principal, f"{URL}entries/", text=" ", status=422)
        post(town.principal, f"{URL}entries/", text="长" * 2001, status=422)
        post(town.staff, f"{URL}entries/{entry.pk}/close/", closing="已转告", status=403)
        page = post(town.principal, f"{URL}entries/{entry.pk}/close/", closing="已转告供水公司")
        assert "已转告供水公司" in page
        page = post(town.deputy, f"{URL}entries/{entry.pk}/close/", closing="再次", status=422)
        assert "settled already" in page


# ---- questions (D8)


def test_a_question_and_its_answer(town: Town, duty: Shift) -> None:
    city = town.city
    with at("2026-11-22 10:00"):
        ticket = city.register()
        page = post(city.operator, "/duty/ask/", text="陈小明的水表由谁更换？", ticket=ticket.number)
        entry = HandoverEntry.objects.get()
        assert (entry.kind, entry.is_open, entry.ticket, entry.shift) == ("question", True, ticket, duty)
        assert "陈小明" not in entry.text
        assert "waits for an answer" in page
        told = set(Notice.objects.filter(kind="duty_question").values_list("person", flat=True))
        assert told == {town.principal.pk, town.deputy.pk}
        page = post(town.deputy, f"{URL}entries/{entry.pk}/answer/", status=422, in_remit="yes", answer="由供水公司更换")
        assert "name who of your staff" in page
        assert "由供水公司更换" in page
        post(town.deputy, f"{URL}entries/{entry.pk}/answer/", in_remit="yes", answer="由供水公司更换", staff="供水科 王工")
        page = post(town.principal, f"{URL}entries/{entry.pk}/answer/", status=422, in_remit="no", answer="建议咨询市政")
        assert f"{town.deputy.name} has answered it already." in page
        assert "供水科 王工" in read(city.operator, "/duty/ask/")
    entry.refresh_from_db()
    assert (entry.in_remit, entry.staff, entry.answered_by, entry.is_open) == (True, "供水科 王工", town.deputy, False)
    assert Notice.objects.filter(kind="duty_answer", person=city.operator).count() == 1


def test_who_asks_and_when(town: Town, duty: Shift) -> None:
    city = town.city
    with at("2026-11-22 10:00"):
        for person in (city.operator, city.dispatcher, city.clerk, city.handler, city.water_handler):
            post(person, "/duty/ask/", text="请问？")
        for person in (city.admin, city.auditor, city.archivist, city.cityleader, town.principal):
            post(person, "/duty/ask/", text="请问？", status=403)
        assert "no such ticket" in post(city.handler, "/duty/ask/", text="请问？", ticket=city.register().number, status=422)
    with at("2026-11-22 22:00"):
        page = post(city.operator, "/duty/ask/", text="夜里的问题", status=422)
        assert "No duty leader until 08:30" in page
        assert "夜里的问题" in page
    assert HandoverEntry.objects.count() == 5


def test_only_leaders_of_the_running_shift_answer(town: Town, duty: Shift) -> None:
    """What stays open is answered by the next shift: the powers begin and end with it (D11)."""
    with at("2026-11-22 21:50"):
        entry = entries.ask("请问？", actor=town.city.operator)
        for person in (town.staff, town.city.dispatcher, town.city.office_head):
            post(person, f"{URL}entries/{entry.pk}/answer/", status=403, in_remit="no", answer="建议")
    with at("2026-11-22 22:00"):
        post(town.principal, f"{URL}entries/{entry.pk}/answer/", status=403, in_remit="no", answer="建议")
    with at("2026-11-23 08:30"):
        assert "carried over" in read(town.before[0], "/duty/2026-11-23/")
        post(town.before[0], f"/duty/2026-11-23/entries/{entry.pk}/answer/", in_remit="no", answer="建议咨询水务局")
    entry.refresh_from_db()
    assert (entry.answer, entry.answered_by) == ("建议咨询水务局", town.before[0])


def test_the_form_takes_the_ticket_from_the_address(town: Town, duty: Shift) -> None:
    with at("2026-11-22 10:00"):
        assert 'value="20261122-00001"' in read(town.city.operator, "/duty/ask/?ticket=20261122-00001")


# ---- cost


def fill(town: Town, duty: Shift, n: int) -> None:
    """One more of everything, `n` times."""
    city = town.city
    for k in range(n):
        city.register(wants_duty_leader=True)
        city.do(city.dispatched(lead=city.water), Action.FLAG_HARD, city.operator, text="推诿", hard=True)
        city.major(city.dispatched(lead=city.water))
        called = city.register(wants_duty_leader=True)
        city.do(called, Action.LEADER_CALL, town.principal, handle_by=clock.now() + clock.DAY, text="解释", arrangement="安排")
        joint = city.dispatched(lead=city.water)
        city.do(joint, Action.FIRST_CONTACT, town.principal, joint=True, text="联动", units=[city.housing])
        city.do(joint, Action.PROMISE, town.principal, by=clock.now() + clock.DAY, text="承诺")
        question = entries.ask("请问？", actor=city.operator)
        entries.answer(question.pk, actor=town.principal, in_remit=True, text="解释", staff="王工")
        entries.ask("再问？", actor=city.operator, ticket=called)
        entries.add(duty, "其他事项", actor=town.principal, stays_open=True)
        attendance.record_in(duty, actor=city.dispatcher, name=f"来人{k}{clock.now():%H%M}")


def queries(person: Person, url: str) -> int:
    with visiting(person) as client:
        client.get(url)
        with CaptureQueriesContext(connection) as context:
            assert client.get(url).status_code == 200
    return len(context)


@pytest.mark.parametrize("url", [URL, f"{URL}book/", "/duty/"])
def test_the_number_of_queries_does_not_grow(town: Town, duty: Shift, url: str) -> None:
    with at("2026-11-22 08:31"):
        tick()
        attendance.check_in(duty, actor=town.principal)
    with at("2026-11-22 15:10"):
        fill(town, duty, 1)
        people = (town.principal, town.deputy, town.city.dispatcher, town.city.office_head)
        before = [queries(person, url) for person in people]
    with at("2026-11-22 15:20"):
        fill(town, duty, 2)
        assert [queries(person, url) for person in people] == before
