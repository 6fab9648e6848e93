"""What no leader wrote a line about and still waits stands in the handover book, as signed; and calls of a deputy on leave days."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from docx import Document

from dutyroster import handbook, onduty, outstanding
from dutyroster.actions import handover
from dutyroster.clockwork import tick
from dutyroster.models import Handover, HandoverEntry, Leave, Shift
from dutyroster.tests.conftest import NOVEMBER, Town, at
from dutyroster.tests.test_day_views import read
from dutyroster.word import book as book_word
from hotline import clock
from hotline.people.models import Person, Rank
from tickets import pages
from tickets.flow import Action
from tickets.models import Event, Ticket

DAY = date(2026, 11, 21)
PASSWORD = "geheim-12345"
STAMPS = ["verified_at", "reported_at", "handled_at", "group_told_at"]


@pytest.fixture
def duty(town: Town) -> Shift:
    with at("2026-10-20 10:00"):
        roster = town.roster(NOVEMBER, [town.city.housing, town.city.water])
        town.out = town.name_leaders(roster, town.city.housing)
        town.into = town.name_leaders(roster, town.city.water)
    with at("2026-11-21 08:31"):
        tick()
    return town.shift(DAY)


def leave_of(shift: Shift, person: Person, town: Town) -> Leave:
    return Leave.objects.create(
        shift=shift, who="principal", person=person, reason="抗洪", asked_by=person, asked_at=clock.now(), is_late=False,
        approver=town.city.cityleader, decided_at=clock.now(), granted=True,
    )  # fmt: skip


def test_what_the_office_marked_is_handed_over_too(town: Town, duty: Shift) -> None:
    city = town.city
    with at("2026-11-21 10:00"):
        call, major = city.register(wants_duty_leader=True), city.register()
        hard = city.dispatched(city.register())
        city.do(major, Action.DECLARE_MAJOR, city.dispatcher, text="燃气泄漏")
        city.do(hard, Action.FLAG_HARD, city.supervisor, text="推诿", mark="wrangling")
    with at("2026-11-21 21:00"):
        found = outstanding.of(duty, None)
        assert [(row["kind"], row["ticket"]) for row in found] == [
            ("call", call.number), ("hard", hard.number), ("major", major.number)
        ]  # fmt: skip
        page = read(town.out[0], f"/duty/{DAY}/book/")
        assert all(ticket.number in page for ticket in (call, hard, major))
        row = handover.sign(duty, actor=town.out[0], password=PASSWORD)
    assert row.content["book"]["outstanding"] == found
    with at("2026-11-22 10:00"):  # settled next day: what was signed stays as it was
        city.do(major, Action.RECORD_INCIDENT, city.dispatcher, stamps=STAMPS, text="已处置")
        assert handbook.content(duty, Handover.objects.get())["outstanding"] == found
        text = "\n".join(
            cell.text
            for table in Document(BytesIO(book_word.document(duty, row))).tables
            for line in table.rows
            for cell in line.cells
        )
        assert major.number in text


def test_nothing_is_said_of_a_day_long_past(town: Town, duty: Shift) -> None:
    with at("2026-11-21 10:00"):
        town.city.register(wants_duty_leader=True)
        assert len(outstanding.of(duty, None)) == 1
    with at("2026-11-23 00:00"):
        assert outstanding.of(duty, None) == []


def test_what_is_handled_is_not_outstanding(town: Town, duty: Shift) -> None:
    city = town.city
    with at("2026-11-21 15:30"):
        call, major = city.register(wants_duty_leader=True), city.register()
        city.do(major, Action.DECLARE_MAJOR, city.dispatcher, text="燃气泄漏")
        city.do(major, Action.RECORD_INCIDENT, city.dispatcher, stamps=STAMPS, text="已处置")
        _record(town, call, town.out[0])
        assert outstanding.of(duty, None) == []


def _record(town: Town, ticket: Ticket, who: Person, **more: Any) -> Ticket:
    return town.city.do(
        ticket, Action.LEADER_CALL, who, handle_by=clock.now() + clock.DAY, text="已解释", arrangement="物业科", **more
    )  # fmt: skip


def test_a_deputys_call_on_a_day_of_leave_is_marked(town: Town, duty: Shift) -> None:
    """D18: on the original day the deputy leads, 15:00-17:00 included and marked so; on the ticket, in the book, in Word."""
    with at("2026-11-20 10:00"):
        leave_of(duty, town.out[0], town)
    with at("2026-11-21 15:30"):
        _record(town, town.city.register(), town.out[1])
        event = Event.objects.get(action=Action.LEADER_CALL)
        assert event.details["for_principal"] is True
        shown = pages.timeline([event], [])[0]["details"]
        assert any("approved leave" in str(value) or "请假" in str(value) for _label, value in shown)
        assert handbook.content(duty)["entries"][0]["for_principal"] is True
        assert read(town.out[1], f"/duty/{DAY}/book/").count("the principal is on approved leave") == 1


def test_the_principals_call_is_not(town: Town, duty: Shift) -> None:
    with at("2026-11-21 15:30"):
        _record(town, town.city.register(), town.out[0])
        assert "for_principal" not in Event.objects.get(action=Action.LEADER_CALL).details
        assert handbook.content(duty)["entries"][0]["for_principal"] is False


def test_a_call_without_a_legal_basis_is_settled_by_the_explanation(town: Town, duty: Shift) -> None:
    with at("2026-11-21 15:30"):
        _record(town, town.city.register(), town.out[0], has_basis=False)
        _record(town, town.city.register(), town.out[0], has_basis=True)
    assert list(HandoverEntry.objects.order_by("pk").values_list("is_open", flat=True)) == [False, True]


def test_the_unit_a_report_is_required_of_stands_on_the_ticket(town: Town, duty: Shift) -> None:
    city = town.city
    with at("2026-11-21 10:00"):
        ticket = city.dispatched(city.register())
        unit = ticket.assignments.get(ended_at=None).unit
        city.do(ticket, Action.REQUIRE_PROGRESS, town.out[0], unit=unit, by=clock.now() + clock.DAY / 8, text="请报告")
        event = Event.objects.get(action=Action.REQUIRE_PROGRESS)
    assert unit.name in [value for _label, value in pages.timeline([event], [])[0]["details"]]


# ---- the page of the day


def test_a_principal_on_leave_is_not_told_to_check_in(town: Town, duty: Shift) -> None:
    with at("2026-11-20 10:00"):
        leave_of(duty, town.out[0], town)
    with at("2026-11-21 10:00"):
        page = read(town.out[0], f"/duty/{DAY}/")
    now = page.partition('id="now"')[2].partition("</section>")[0]
    assert "You are on approved leave" in now
    assert town.out[1].name in now
    assert "check-in" not in now


def test_a_running_major_matter_comes_first(town: Town, duty: Shift) -> None:
    city = town.city
    with at("2026-11-21 10:00"):
        major = city.register()
        city.do(major, Action.DECLARE_MAJOR, city.dispatcher, text="燃气泄漏")
        assert 'href="#major">To the major matters' in read(town.out[1], f"/duty/{DAY}/")
        city.do(major, Action.RECORD_INCIDENT, city.dispatcher, stamps=STAMPS, text="已处置")
        assert 'href="#major">To the major matters' not in read(town.out[1], f"/duty/{DAY}/")


def test_outside_the_powers_the_page_does_not_say_that_nobody_waits(town: Town, duty: Shift) -> None:
    with at("2026-11-20 20:00"):
        town.city.register(wants_duty_leader=True)
    with at("2026-11-21 08:10"):
        page = read(town.out[0], f"/duty/{DAY}/")
        assert "Nobody waits for the duty leader" not in page
        assert page.count("The leaders on duty see this from 08:30 to 22:00.") == 3
    with at("2026-11-21 08:30"):
        assert "waits for the duty leader" in read(town.out[0], f"/duty/{DAY}/")


def test_a_late_sheet_is_called_late(town: Town, duty: Shift) -> None:
    with at("2026-11-20 10:00"):
        town.city.replied(town.city.dispatched(town.city.register()))
    with at("2026-11-21 09:00"):
        tick()
        assert "To be signed by 17:00." in read(town.out[0], f"/duty/{DAY}/")
    with at("2026-11-21 17:00"):
        assert "It was due at 17:00: sign it before 22:00, it is marked late." in read(town.out[0], f"/duty/{DAY}/")


def test_the_evening_before_the_way_to_the_day_is_shown(town: Town, duty: Shift) -> None:
    with at("2026-11-20 19:00"):
        page = read(town.out[0], "/duty/")
        assert f'href="/duty/{DAY}/"' in page
        assert "08:30–22:00" in page
        assert "On 11-21, be at the call room by 08:30" in read(town.out[0], f"/duty/{DAY}/")


def test_after_the_confirmation_nobody_is_told_that_it_happened_already(town: Town, duty: Shift) -> None:
    with at("2026-11-21 21:00"):
        handover.sign(duty, actor=town.out[0], password=PASSWORD)
    with at("2026-11-22 08:20"):
        handover.confirm(duty, actor=town.into[0], password=PASSWORD)
        assert "has taken it over already" not in read(town.into[0], f"/duty/{DAY}/book/")


def test_the_principal_is_named_first(town: Town, duty: Shift) -> None:
    """Whoever was entered first."""
    duty.roster.leaders.filter(person=town.out[0]).update(rank=Rank.DEPUTY)
    duty.roster.leaders.filter(person=town.out[1]).update(rank=Rank.PRINCIPAL)
    assert [n.rank for n in onduty.crew(duty).named] == [Rank.PRINCIPAL, Rank.DEPUTY, Rank.STAFF]


def test_a_day_without_cases_says_so(town: Town, duty: Shift) -> None:
    with at("2026-11-21 09:00"):
        tick()
        page = read(town.out[0], f"/duty/{DAY}/")
    assert "No case fits the rule on this day" in page
    assert "0 of 0" not in page
