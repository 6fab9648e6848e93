from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from hotline import clock, options
from hotline.models import Option
from hotline.people.models import Unit
from hotline.workdays import actions
from hotline.workdays.models import CalendarDay, CalendarVersion, CalendarYear, current
from hotline.workdays.rules import Kind, Reason
from hotline.workdays.tests.test_rules import CITY, at

pytestmark = pytest.mark.django_db


def test_the_migration_seeds_what_the_golden_tests_count_with() -> None:
    calendar = current()
    assert calendar.version == CalendarVersion.objects.latest("number").number >= 1
    assert (calendar.official_years, dict(calendar.exceptions)) == (CITY.official_years, dict(CITY.exceptions))
    assert calendar.add(at("2022-04-01"), 7).last_day == date(2022, 4, 13)


def test_days_are_read_again_only_after_a_change(django_assert_num_queries) -> None:
    current()
    with django_assert_num_queries(1):  # the version
        same = current()
    CalendarDay.objects.create(date=date(2022, 3, 8), name="台风", kind=Kind.EMERGENCY)
    assert current() is same
    number = actions.changed(actor=None, why="台风")
    assert number > same.version
    with django_assert_num_queries(3):
        changed = current()
    assert changed.version == number
    assert changed.day(date(2022, 3, 8)).reason == Reason.EMERGENCY


def test_a_version_rolled_back_is_never_seen_again() -> None:
    def storm(day: date) -> int:
        CalendarDay.objects.create(date=day, name="台风", kind=Kind.EMERGENCY)
        number = actions.changed(actor=None, why="台风")
        assert not current().is_workday(day)
        return number

    with transaction.atomic():
        first = storm(date(2022, 3, 8))
        transaction.set_rollback(True)
    assert current().is_workday(date(2022, 3, 8))
    assert storm(date(2022, 3, 9)) > first
    assert current().is_workday(date(2022, 3, 8))


def test_closing_times_are_options() -> None:
    Option.objects.create(key="day_ends_at", value="17:00")
    Option.objects.create(key="service_hours", value="08:00-18:00")
    options.forget()
    assert (current().day_ends_at, current().service_ends_at) == (time(17), time(18))
    Option.objects.filter(key="day_ends_at").update(value="soon")
    options.forget()
    with pytest.raises(ValueError, match="soon"):
        current()


def test_an_emergency_overrides_the_notice_and_leaves_it_in_place() -> None:
    make_up = date(2022, 4, 2)
    CalendarDay.objects.create(date=make_up, name="台风", kind=Kind.EMERGENCY)
    actions.changed(actor=None, why="台风")
    assert current().day(make_up).reason == Reason.EMERGENCY
    CalendarDay.objects.get(date=make_up, kind=Kind.EMERGENCY).delete()
    actions.changed(actor=None, why="lifted")
    assert current().day(make_up).reason == Reason.MAKE_UP


def test_a_year_that_is_not_official_any_more_is_provisional() -> None:
    CalendarYear.objects.filter(year=2026).update(official=False)
    actions.changed(actor=None, why="2026")
    assert current().add(at("2026-03-02"), 1).provisional


def test_closures_of_one_unit() -> None:
    district = Unit.objects.create(name="区", kind=Unit.Kind.DISTRICT)
    CalendarDay.objects.create(date=date(2022, 3, 8), name="台风", kind=Kind.EMERGENCY, unit=district)
    actions.changed(actor=None, why="台风")
    assert current().is_workday(date(2022, 3, 8))
    assert not current().of_units([district.pk]).is_workday(date(2022, 3, 8))


def test_one_entry_a_day_and_source() -> None:
    district = Unit.objects.create(name="区", kind=Unit.Kind.DISTRICT)
    for unit in (None, district):
        CalendarDay.objects.create(date=date(2022, 3, 8), name="a", kind=Kind.LOCAL, unit=unit)
        with pytest.raises(IntegrityError), transaction.atomic():
            CalendarDay.objects.create(date=date(2022, 3, 8), name="b", kind=Kind.LOCAL, unit=unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(date=date(2022, 3, 9), name="c", kind=Kind.OFFICIAL, unit=district)


@pytest.mark.parametrize(
    ("field", "day"),
    [
        ("is_workday", CalendarDay(date=date(2022, 3, 8), is_workday=True, name="x", kind=Kind.OFFICIAL)),
        ("date", CalendarDay(date=date(1949, 10, 1), name="x")),
        ("date", CalendarDay(date=date(2101, 1, 1), name="x")),
        ("name", CalendarDay(date=date(2022, 3, 8), name="")),
        ("date", CalendarDay(name="x")),
    ],
)
def test_bad_entries_are_refused_beside_their_field(field: str, day: CalendarDay) -> None:
    with pytest.raises(ValidationError) as refused:
        day.full_clean()
    assert set(refused.value.message_dict) == {field}


def test_a_notice_for_one_unit_and_a_year_nobody_knows_are_refused() -> None:
    district = Unit.objects.create(name="区", kind=Unit.Kind.DISTRICT)
    with pytest.raises(ValidationError) as refused:
        CalendarDay(date=date(2022, 3, 8), name="x", kind=Kind.OFFICIAL, unit=district).full_clean()
    assert "unit" in refused.value.message_dict
    with pytest.raises(ValidationError) as refused:
        CalendarYear(year=2101, loaded_at=clock.now(), source="x").full_clean()
    assert "year" in refused.value.message_dict


def test_a_day_does_not_end_where_it_begins() -> None:
    """00:00 would take the last day away from everybody; midnight is written 24:00."""
    assert options.check("day_ends_at", "24:00") == "24:00"
    assert options.check("day_ends_at", "17:30") == "17:30"
    with pytest.raises(ValidationError):
        options.check("day_ends_at", "00:00")
