"""Handing over (D15): who signs and confirms when, with the password, late, without a signature; and that it is verified."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import translation

from dutyroster import onduty
from dutyroster.actions import entries, handover
from dutyroster.clockwork import tick
from dutyroster.models import Handover, HandoverEntry, Leave, Roster, Shift
from dutyroster.tests.conftest import NOVEMBER, Town, at
from dutyroster.verify import verify_handovers
from hotline import clock
from hotline.deadlines.models import Deadline, Kind
from hotline.notices.models import Notice
from hotline.people.models import Person
from tickets.operation import Forbidden, Refused

DAY, NEXT = date(2026, 11, 21), date(2026, 11, 22)  # the 21st is housing's, the 22nd water's
PASSWORD = "geheim-12345"


@contextmanager
def refused(error: type[Refused], match: str, field: str | None = None) -> Iterator[None]:
    before = list(Handover.objects.values())
    with translation.override("en"), pytest.raises(Refused, match=match) as caught, transaction.atomic():
        yield
    assert caught.type is error
    assert caught.value.field == field
    assert list(Handover.objects.values()) == before


@pytest.fixture
def duty(town: Town) -> Shift:
    with at("2026-10-20 10:00"):
        roster = town.roster(NOVEMBER, [town.city.housing, town.city.water])
        town.out = town.name_leaders(roster, town.city.housing)  # principal, deputy, staff
        town.into = town.name_leaders(roster, town.city.water)
    with at("2026-11-21 08:31"):
        tick()
    return town.shift(DAY)


def owed(shift: Shift) -> dict[str, str]:
    rows = Deadline.objects.of(*shift.subject).order_by("pk")
    return {row.kind: "met" if row.met_at else "cancelled" if row.cancelled_at else "open" for row in rows}


def signed(duty: Shift, who: Person, moment: str = "2026-11-21 21:30", **more) -> Handover:
    with at(moment):
        return handover.sign(duty, actor=who, password=PASSWORD, **more)


# ---- signing


def test_a_leader_signs_and_the_obligation_is_met(town: Town, duty: Shift) -> None:
    row = signed(duty, town.out[1], remarks="注意台风预警")
    assert (row.signed_by, row.signed_rank, row.remarks, len(row.hash)) == (town.out[1], "deputy", "注意台风预警", 64)
    assert owed(duty)[Kind.HANDOVER_SIGN] == "met"
    told = Notice.objects.filter(kind="handover_signed").values_list("person", flat=True)
    assert set(told) == {town.into[0].pk, town.into[1].pk}


def test_who_may_not_sign(town: Town, duty: Shift) -> None:
    city = town.city
    strangers = (town.out[2], *town.into, city.handler, city.dispatcher, city.office_head, city.operator, city.cityleader)
    with at("2026-11-21 21:30"):
        for person in strangers:
            with refused(Forbidden, "a leader of that duty day"):
                handover.sign(duty, actor=person, password=PASSWORD)


def test_the_password_is_asked_again(town: Town, duty: Shift) -> None:
    with at("2026-11-21 21:30"), refused(Refused, "not right", "password"):
        handover.sign(duty, actor=town.out[0], password="falsch")


def test_not_before_the_calls_are_over(town: Town, duty: Shift) -> None:
    with at("2026-11-21 16:59"), refused(Refused, "from 17:00 on"):
        handover.sign(duty, actor=town.out[0], password=PASSWORD)
    assert signed(duty, town.out[0], "2026-11-21 17:00")


def test_late_is_possible_until_somebody_takes_over(town: Town, duty: Shift) -> None:
    with at("2026-11-21 22:01"):
        tick()
    signed(duty, town.out[0], "2026-11-22 07:00")
    assert owed(duty)[Kind.HANDOVER_SIGN] == "met"
    assert Deadline.objects.of(*duty.subject).filter(kind=Kind.HANDOVER_SIGN, met_at__gt=F("due_at")).exists()  # but late


def test_twice_is_refused_and_says_who(town: Town, duty: Shift) -> None:
    signed(duty, town.out[0])
    for person in (town.out[0], town.out[1]):
        with at("2026-11-21 21:40"), refused(Refused, f"{town.out[0].name} has signed it already, at 21:30"):
            handover.sign(duty, actor=person, password=PASSWORD)


@pytest.mark.django_db(transaction=True)
def test_two_leaders_at_once_make_one_signature(town: Town, duty: Shift) -> None:
    def click(person: Person) -> str:
        try:
            with at("2026-11-21 21:30"):
                handover.sign(duty, actor=person, password=PASSWORD)
            return "signed"
        except Refused:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(click, town.out[:2])) == ["refused", "signed"]


def test_a_substitute_signs_as_such_and_the_deputy_on_leave_not(town: Town, duty: Shift) -> None:
    other = town.person("other", town.city.housing)
    with at("2026-11-20 10:00"):
        Leave.objects.create(
            shift=duty, who="deputy", person=town.out[1], reason="病假", asked_by=town.out[1], asked_at=clock.now(), is_late=False,
            approver=town.out[0], decided_at=clock.now(), granted=True, substitute=other,
        )  # fmt: skip
    with at("2026-11-21 21:30"), refused(Forbidden, "a leader of that duty day"):
        handover.sign(duty, actor=town.out[1], password=PASSWORD)
    assert signed(duty, other).signed_rank == "substitute"


def test_after_a_swap_the_other_unit_signs(town: Town) -> None:
    """Rights follow the roster that counts: the day went to water the evening before."""
    with at("2026-10-20 10:00"):
        roster = town.roster(NOVEMBER, [town.city.housing, town.city.water])
        housing, water = town.name_leaders(roster, town.city.housing), town.name_leaders(roster, town.city.water)
    with at("2026-11-20 20:00"):
        Shift.objects.filter(day=DAY).update(unit=town.city.water)
    duty = town.shift(DAY)
    with at("2026-11-21 21:30"), refused(Forbidden, "a leader of that duty day"):
        handover.sign(duty, actor=housing[0], password=PASSWORD)
    assert signed(duty, water[0])


# ---- confirming


def test_the_incoming_leader_confirms(town: Town, duty: Shift) -> None:
    signed(duty, town.out[0])
    with at("2026-11-21 22:00"):
        tick()
    assert owed(duty) == {Kind.CALLBACK_SHEET: "open", Kind.HANDOVER_SIGN: "met", Kind.HANDOVER_CONFIRM: "open"}
    with at("2026-11-22 08:20"):
        row = handover.confirm(duty, actor=town.into[1], password=PASSWORD, reservations="第3件材料缺失")
    assert (row.confirmed_by, row.confirmed_unit, row.reservations) == (town.into[1], "市水务局", "第3件材料缺失")
    assert owed(duty)[Kind.HANDOVER_CONFIRM] == "met"
    assert Notice.objects.filter(kind="handover_reservations", person=town.out[0]).count() == 1


def test_who_may_not_confirm(town: Town, duty: Shift) -> None:
    signed(duty, town.out[0])
    city = town.city
    with at("2026-11-22 08:20"):
        for person in (*town.out, town.into[2], city.office_head, city.dispatcher, city.operator, city.water_handler):
            with refused(Forbidden, "a leader of the unit that follows"):
                handover.confirm(duty, actor=person, password=PASSWORD)


def test_from_six_with_the_password_and_once(town: Town, duty: Shift) -> None:
    signed(duty, town.out[0])
    with at("2026-11-22 05:59"), refused(Refused, "from 06:00"):
        handover.confirm(duty, actor=town.into[0], password=PASSWORD)
    with at("2026-11-22 06:00"):
        with refused(Refused, "not right", "password"):
            handover.confirm(duty, actor=town.into[0], password="falsch")
        handover.confirm(duty, actor=town.into[0], password=PASSWORD)
        with refused(Refused, "has taken it over already"):
            handover.confirm(duty, actor=town.into[1], password=PASSWORD)


def test_without_a_signature_it_is_taken_over_and_said(town: Town, duty: Shift) -> None:
    with at("2026-11-21 22:00"):
        tick()
    with at("2026-11-22 08:20"):
        with refused(Refused, "has not signed"):
            handover.confirm(duty, actor=town.into[0], password=PASSWORD)
        with refused(Refused, "write something", "reservations"):
            handover.confirm(duty, actor=town.into[0], password=PASSWORD, without_signature=True)
        row = handover.confirm(duty, actor=town.into[0], password=PASSWORD, reservations="无人交班", without_signature=True)
    assert (row.signed_at, row.signed_by, row.confirmed_by) == (None, None, town.into[0])
    assert owed(duty) == {Kind.CALLBACK_SHEET: "open", Kind.HANDOVER_SIGN: "open", Kind.HANDOVER_CONFIRM: "met"}
    assert Notice.objects.filter(kind="handover_taken", person=town.city.office_head).count() == 1
    with at("2026-11-22 09:00"), refused(Refused, "has taken it over already"):
        handover.sign(duty, actor=town.out[0], password=PASSWORD)


def test_signed_while_the_other_took_over_unsigned(town: Town, duty: Shift) -> None:
    """The page said "nobody signed"; meanwhile somebody has: the book is read first."""
    signed(duty, town.out[0], "2026-11-22 08:00")
    with at("2026-11-22 08:20"), refused(Refused, "signed meanwhile"):
        handover.confirm(duty, actor=town.into[0], password=PASSWORD, reservations="无人交班", without_signature=True)


def test_the_head_closes_what_nobody_signed(town: Town, duty: Shift) -> None:
    with at("2026-11-21 21:00"), refused(Refused, "has not ended"):
        handover.close_unsigned(duty, actor=town.city.office_head, reason="情况属实")
    with at("2026-11-23 09:00"):
        for person in (town.out[0], town.into[0], town.city.dispatcher, town.city.admin):
            with refused(Forbidden, "Only the head"):
                handover.close_unsigned(duty, actor=person, reason="情况属实")
        entry = handover.close_unsigned(duty, actor=town.city.office_head, reason="值班领导因公临时离岗，已批评")
        with refused(Refused, "closed already"):
            handover.close_unsigned(duty, actor=town.city.office_head, reason="再次")
    assert (owed(duty)[Kind.HANDOVER_SIGN], entry.shift, entry.is_open) == ("cancelled", duty, False)


def test_what_is_signed_is_not_closed(town: Town, duty: Shift) -> None:
    signed(duty, town.out[0])
    with at("2026-11-23 09:00"), refused(Refused, "nothing to close"):
        handover.close_unsigned(duty, actor=town.city.office_head, reason="情况属实")


def test_where_no_unit_follows_the_head_confirms(town: Town, duty: Shift) -> None:
    Shift.objects.filter(day=NEXT).delete()
    signed(duty, town.out[0])
    with at("2026-11-22 08:20"):
        with refused(Forbidden, "No unit follows"):
            handover.confirm(duty, actor=town.into[0], password=PASSWORD)
        town.city.office_head.set_password(PASSWORD)
        assert handover.confirm(duty, actor=town.city.office_head, password=PASSWORD).confirmed_unit == "12345热线办"


def test_when_the_incoming_day_is_over_the_head_confirms(town: Town, duty: Shift) -> None:
    signed(duty, town.out[0])
    town.city.office_head.set_password(PASSWORD)
    with at("2026-11-22 23:59"), refused(Forbidden, "the unit that follows"):
        handover.confirm(duty, actor=town.city.office_head, password=PASSWORD)
    with at("2026-11-23 00:00"):
        with refused(Forbidden, "the unit that follows"):
            handover.confirm(duty, actor=town.into[0], password=PASSWORD)
        assert handover.confirm(duty, actor=town.city.office_head, password=PASSWORD).confirmed_by == town.city.office_head


def test_the_same_unit_twice_in_a_row(town: Town, duty: Shift) -> None:
    """Nobody confirms the own signature; a colleague of the crew may."""
    Shift.objects.filter(day=NEXT).update(unit=town.city.housing)
    signed(duty, town.out[0])
    with at("2026-11-22 08:20"):
        with refused(Forbidden, "their own signature"):
            handover.confirm(duty, actor=town.out[0], password=PASSWORD)
        assert handover.confirm(duty, actor=town.out[1], password=PASSWORD)


def test_rights_are_those_of_the_announced_roster(town: Town, duty: Shift) -> None:
    Roster.objects.update(announced_at=None, announced_by=None, announced_version=None)
    assert onduty.shift_on(clock.now()) is None
    signed(duty, town.out[0])  # the day itself stays theirs
    with at("2026-11-22 08:20"), refused(Forbidden, "No unit follows"):
        handover.confirm(duty, actor=town.into[0], password=PASSWORD)


# ---- proof


def faults() -> list[str]:
    with translation.override("en"):
        return [str(fault) for fault in verify_handovers()]


def tamper(table: str, values: str, where: str = "TRUE") -> None:
    """Change rows behind the program's back, as somebody with the database's password could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE {table} SET {values} WHERE {where}")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def confirmed(town: Town, duty: Shift) -> Handover:
    with at("2026-11-21 10:00"):
        entries.add(duty, "水管爆裂，已协调抢修", actor=town.out[0], stays_open=True)
    signed(duty, town.out[0], remarks="注意安全")
    with at("2026-11-22 08:20"):
        return handover.confirm(duty, actor=town.into[0], password=PASSWORD, reservations="无")


def test_what_was_signed_is_what_it_was(town: Town, duty: Shift) -> None:
    confirmed(town, duty)
    with at("2026-11-22 10:00"):  # settled later: no fault
        entries.close(HandoverEntry.objects.get().pk, actor=town.into[0], closing="已修复通水")
    assert faults() == []


def test_taken_over_without_a_signature_is_verified_too(town: Town, duty: Shift) -> None:
    with at("2026-11-22 08:20"):
        handover.confirm(duty, actor=town.into[0], password=PASSWORD, reservations="无人交班", without_signature=True)
    assert faults() == []
    tamper("dutyroster_handover", "reservations = ''")
    assert faults() == ["Handover of 2026-11-21: the confirmation is not what was confirmed"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ("content = jsonb_set(content, '{remarks}', '\"别的\"')", "its hash does not fit"),
        ("remarks = '别的'", "are not those that were signed"),
        ("signed_at = signed_at - interval '1 hour'", "are not those that were signed"),
        ("signed_name = '别人'", "are not those that were signed"),
        ("confirmed_at = confirmed_at - interval '1 hour'", "the confirmation is not"),
        ("algorithm = 'md5'", "unknown algorithm"),
    ],
)
def test_an_altered_handover_is_found(town: Town, duty: Shift, values: str, said: str) -> None:
    confirmed(town, duty)
    tamper("dutyroster_handover", values)
    assert any(said in fault for fault in faults())


def test_an_altered_or_missing_line_of_the_book_is_found(town: Town, duty: Shift) -> None:
    confirmed(town, duty)
    HandoverEntry.objects.update(text="没有这回事")
    assert ["not as it was signed" in fault for fault in faults()] == [True]
    HandoverEntry.objects.all().delete()
    assert ["is missing" in fault for fault in faults()] == [True]


def test_the_database_refuses_changes(town: Town, duty: Shift) -> None:
    confirmed(town, duty)
    for change in (lambda: Handover.objects.update(remarks="别的"), lambda: Handover.objects.all().delete()):
        with pytest.raises(DatabaseError, match="is final"), transaction.atomic():
            change()
