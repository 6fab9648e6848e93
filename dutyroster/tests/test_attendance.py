"""Attendance (D2, D20): own claims by the clock, the front desk's word, times set by hand, nobody for themselves."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime

import pytest
from django.db import connection
from django.utils import translation

from dutyroster.actions import attendance
from dutyroster.actions.attendance import CAME, LEFT
from dutyroster.models import Attendance, Attending, Leave, Score, Shift
from dutyroster.tests.conftest import NOVEMBER, Town, at
from hotline import clock
from hotline.people.models import Rank, Role
from tickets.operation import Forbidden, Refused

DAY = date(2026, 11, 22)


@contextmanager
def refused(error: type[Refused], match: str, field: str | None = None) -> Iterator[None]:
    """Refused in exactly this way, and no row changes."""
    before = list(Attendance.objects.order_by("pk").values())
    with translation.override("en"), pytest.raises(Refused, match=match) as caught:
        yield
    assert caught.type is error
    assert caught.value.field == field
    assert list(Attendance.objects.order_by("pk").values()) == before


def hm(moment: datetime | None) -> str:
    return f"{clock.local(moment):%H:%M}" if moment else ""


@pytest.fixture
def duty(town: Town) -> Shift:
    """The housing authority has the hotline on November 22."""
    with at("2026-10-20 10:00"):
        roster = town.roster(NOVEMBER, [town.city.housing])
        town.principal, town.deputy, town.staff = town.name_leaders(roster, town.city.housing)
    return town.shift(DAY)


# ---- own claims


def test_everybody_of_the_crew_claims_by_the_clock(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:25"):
        rows = [attendance.check_in(duty, actor=person) for person in (town.principal, town.deputy, town.staff)]
    assert [(row.attending, hm(row.came_at), row.came_confirmed_by) for row in rows] == [
        ("principal", "08:25", None),
        ("deputy", "08:25", None),
        ("staff", "08:25", None),
    ]


@pytest.mark.parametrize(
    ("moment", "match"),
    [("07:59", "from 08:00 on"), ("22:00", "is over"), ("23:30", "is over")],
)
def test_outside_the_hours_nobody_checks_in(town: Town, duty: Shift, moment: str, match: str) -> None:
    with at(f"2026-11-22 {moment}"), refused(Refused, match):
        attendance.check_in(duty, actor=town.principal)


def test_only_on_the_day_itself(town: Town, duty: Shift) -> None:
    with at("2026-11-21 12:00"), refused(Refused, "from 08:00 on"):
        attendance.check_in(duty, actor=town.principal)


def test_strangers_do_not_check_in(town: Town, duty: Shift) -> None:
    city = town.city
    for person in (city.water_handler, city.operator, city.dispatcher, city.office_head, city.cityleader):
        with at("2026-11-22 09:00"), refused(Forbidden, "Only people of the unit on duty"):
            attendance.check_in(duty, actor=person)


def test_people_of_the_unit_who_are_not_named(town: Town, duty: Shift) -> None:
    """Staff are staff; a leader nobody named is a stand-in without approval (D20 c)."""
    other = town.person("other", town.city.housing, rank=Rank.DEPUTY)
    with at("2026-11-22 09:00"):
        assert attendance.check_in(duty, actor=town.city.handler).attending == Attending.STAFF
        assert attendance.check_in(duty, actor=other).attending == Attending.STAND_IN


def test_an_approved_substitute_counts_as_one(town: Town, duty: Shift) -> None:
    other = town.person("other", town.city.housing, rank=Rank.DEPUTY)
    with at("2026-11-20 10:00"):
        Leave.objects.create(
            shift=duty, who="deputy", person=town.deputy, reason="病假", asked_by=town.deputy, asked_at=clock.now(), is_late=False,
            approver=town.principal, decided_at=clock.now(), granted=True, substitute=other,
        )  # fmt: skip
    with at("2026-11-22 09:00"):
        assert attendance.check_in(duty, actor=other).attending == Attending.SUBSTITUTE
        assert attendance.check_in(duty, actor=town.deputy).attending == Attending.DEPUTY  # came all the same


def test_a_double_click_is_one_claim(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:30"):
        first = attendance.check_in(duty, actor=town.principal)
    with at("2026-11-22 08:31"):
        again = attendance.check_in(duty, actor=town.principal)
    assert (again.pk, hm(again.came_at)) == (first.pk, "08:30")


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_claim(town: Town, duty: Shift) -> None:
    def click(_n: int) -> int:
        try:
            with at("2026-11-22 08:30"):
                return attendance.check_in(duty, actor=town.principal).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(click, range(4)))) == 1
    assert Attendance.objects.count() == 1


def test_leaving_before_the_end_is_recorded_and_coming_back_is_a_second_presence(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:30"):
        attendance.check_in(duty, actor=town.principal)
    with at("2026-11-22 12:00"):
        first = attendance.check_out(duty, actor=town.principal)
        assert attendance.check_out(duty, actor=town.principal).left_at == first.left_at  # twice is once
    with at("2026-11-22 13:00"):
        second = attendance.check_in(duty, actor=town.principal)
    assert (hm(first.left_at), second.pk != first.pk) == ("12:00", True)


def test_checking_out_after_the_end_until_midnight(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:30"):
        attendance.check_in(duty, actor=town.principal)
        attendance.check_in(duty, actor=town.deputy)
    with at("2026-11-22 22:10"):
        assert hm(attendance.check_out(duty, actor=town.principal).left_at) == "22:10"
    with at("2026-11-23 00:00"), refused(Refused, "The day is over"):
        attendance.check_out(duty, actor=town.deputy)


def test_who_never_came_cannot_leave(town: Town, duty: Shift) -> None:
    with at("2026-11-22 10:00"), refused(Refused, "not checked in"):
        attendance.check_out(duty, actor=town.principal)


# ---- the front desk


def test_the_front_desk_confirms(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:30"):
        row = attendance.check_in(duty, actor=town.principal)
    with at("2026-11-22 08:35"):
        row = attendance.confirm(row.pk, CAME, actor=town.city.dispatcher)
    assert (hm(row.came_at), row.came_confirmed_by, row.note) == ("08:30", town.city.dispatcher, "")


def test_only_the_front_desk_confirms(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:30"):
        row = attendance.check_in(duty, actor=town.principal)
    city = town.city
    for person in (town.principal, town.deputy, city.operator, city.supervisor, city.admin, city.auditor, city.handler):
        with refused(Forbidden, "front desk"):
            attendance.confirm(row.pk, CAME, actor=person)
        with refused(Forbidden, "front desk"):
            attendance.refuse(row.pk, CAME, actor=person, note="没有到岗")
        with refused(Forbidden, "front desk"):
            attendance.record_in(duty, actor=person, person=town.deputy)
        with refused(Forbidden, "front desk"):
            attendance.record_out(row.pk, actor=person)


def test_a_dispatcher_of_a_unit_is_no_front_desk(town: Town, duty: Shift) -> None:
    odd = town.person("odd", town.city.water, Role.DISPATCHER)
    with at("2026-11-22 08:30"), refused(Forbidden, "front desk"):
        attendance.record_in(duty, actor=odd, person=town.principal)


def test_nobody_confirms_their_own(town: Town) -> None:
    """The office itself may have a day; whoever sits at its front desk then needs a colleague."""
    city = town.city
    with at("2026-10-20 10:00"):
        town.roster(NOVEMBER, [city.office])
    duty = town.shift(DAY)
    with at("2026-11-22 08:30"):
        own = attendance.check_in(duty, actor=city.dispatcher)
        with refused(Forbidden, "their own"):
            attendance.confirm(own.pk, CAME, actor=city.dispatcher)
        with refused(Forbidden, "their own"):
            attendance.refuse(own.pk, CAME, actor=city.dispatcher, note="试试")
        recorded = attendance.record_in(duty, actor=city.office_head, person=city.office_head)
        assert recorded.came_confirmed_by is None
        assert attendance.confirm(own.pk, CAME, actor=city.office_head).came_confirmed_by == city.office_head


def test_another_time_needs_a_note_and_keeps_the_old_one(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:52"):
        row = attendance.check_in(duty, actor=town.principal)
    earlier = datetime(2026, 11, 22, 8, 35, tzinfo=clock.TZ)
    with at("2026-11-22 09:00"):
        with refused(Refused, "Say why", "note"):
            attendance.confirm(row.pk, CAME, actor=town.city.dispatcher, at=earlier)
        row = attendance.confirm(row.pk, CAME, actor=town.city.dispatcher, at=earlier, note="手机没电，实际8:35到")
    assert (hm(row.came_at), row.note) == ("08:35", "08:52→08:35 手机没电，实际8:35到")


@pytest.mark.parametrize(
    ("when", "match"),
    [
        (datetime(2026, 11, 22, 9, 1, tzinfo=clock.TZ), "still to come"),
        (datetime(2026, 11, 21, 22, 0, tzinfo=clock.TZ), "not of that day"),
    ],
)
def test_a_time_is_of_the_day_and_not_ahead(town: Town, duty: Shift, when: datetime, match: str) -> None:
    with at("2026-11-22 09:00"), refused(Refused, match, "at"):
        attendance.record_in(duty, actor=town.city.dispatcher, person=town.principal, at=when, note="补记")


def test_the_front_desk_records_persons_and_names(town: Town, duty: Shift) -> None:
    with at("2026-11-22 09:00"):
        known = attendance.record_in(duty, actor=town.city.dispatcher, person=town.principal)
        guest = attendance.record_in(duty, actor=town.city.dispatcher, name=" 王  副局长 ")
        clerk = attendance.record_in(duty, actor=town.city.dispatcher, name="小李", as_leader=False)
        again = attendance.record_in(duty, actor=town.city.office_head, name="王 副局长")
    assert (known.attending, known.came_confirmed_by) == ("principal", town.city.dispatcher)
    assert (guest.name, guest.attending, clerk.attending) == ("王 副局长", "stand_in", "staff")
    assert again.pk == guest.pk


def test_the_front_desk_records_nobody_of_another_unit(town: Town, duty: Shift) -> None:
    with at("2026-11-22 09:00"):
        with refused(Refused, "does not belong", "person"):
            attendance.record_in(duty, actor=town.city.dispatcher, person=town.city.water_handler)
        with refused(Refused, "Write the name", "name"):
            attendance.record_in(duty, actor=town.city.dispatcher, name="  ")


def test_what_was_forgotten_is_recorded_the_next_day_with_its_time(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:30"):
        row = attendance.check_in(duty, actor=town.principal)
    with at("2026-11-23 09:00"):
        with refused(Refused, "write the time", "at"):
            attendance.record_out(row.pk, actor=town.city.dispatcher)
        ended = datetime(2026, 11, 22, 22, 5, tzinfo=clock.TZ)
        row = attendance.record_out(row.pk, actor=town.city.dispatcher, at=ended, note="前台补记签退")
    assert (hm(row.left_at), row.left_confirmed_by) == ("22:05", town.city.dispatcher)


def test_a_refused_claim_does_not_count_and_leaves_room_for_another(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:30"):
        row = attendance.check_in(duty, actor=town.principal)
        with refused(Refused, "Say why", "note"):
            attendance.refuse(row.pk, CAME, actor=town.city.dispatcher, note=" ")
        row = attendance.refuse(row.pk, CAME, actor=town.city.dispatcher, note="人未到")
        assert (row.refused_at is not None, row.note) == (True, "人未到")
        with refused(Refused, "was refused"):
            attendance.confirm(row.pk, CAME, actor=town.city.dispatcher)
    with at("2026-11-22 08:50"):
        assert attendance.check_in(duty, actor=town.principal).pk != row.pk


def test_who_is_said_not_to_have_left_is_there_again(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:30"):
        attendance.check_in(duty, actor=town.principal)
        row = attendance.check_out(duty, actor=town.principal)
        row = attendance.refuse(row.pk, LEFT, actor=town.city.dispatcher, note="误点")
        assert (row.left_at, row.refused_at) == (None, None)
        row = attendance.check_out(duty, actor=town.principal)
        attendance.check_in(duty, actor=town.principal)
        with refused(Refused, "checked in again"):
            attendance.refuse(row.pk, LEFT, actor=town.city.dispatcher, note="误点")


def test_a_stale_page_confirms_nothing_that_is_not_there(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:30"):
        row = attendance.check_in(duty, actor=town.principal)
        with refused(Refused, "nothing to confirm"):
            attendance.confirm(row.pk, LEFT, actor=town.city.dispatcher)
        attendance.confirm(row.pk, CAME, actor=town.city.dispatcher)
        with refused(Refused, "nothing to refuse"):
            attendance.refuse(row.pk, CAME, actor=town.city.dispatcher, note="迟了")


def test_nobody_leaves_before_coming(town: Town, duty: Shift) -> None:
    early = datetime(2026, 11, 22, 8, 10, tzinfo=clock.TZ)
    with at("2026-11-22 09:00"):
        row = attendance.check_in(duty, actor=town.principal)
        with refused(Refused, "before coming", "at"):
            attendance.record_out(row.pk, actor=town.city.dispatcher, at=early, note="记错")


def test_after_the_score_is_confirmed_attendance_is_final(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:30"):
        row = attendance.check_in(duty, actor=town.principal)
    with at("2026-11-24 10:00"):
        Score.objects.create(
            shift=duty, unit=duty.unit, year=2026, points=0, proposed=0, by=town.city.office_head, at=clock.now()
        )
        with refused(Refused, "is confirmed"):
            attendance.confirm(row.pk, CAME, actor=town.city.dispatcher)
        moment = datetime(2026, 11, 22, 9, 0, tzinfo=clock.TZ)
        with refused(Refused, "is confirmed"):
            attendance.record_in(duty, actor=town.city.dispatcher, person=town.deputy, at=moment, note="补记")
