"""How long something has been overdue: pure arithmetic over the calendar."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from hotline import clock
from hotline.workdays.rules import Calendar, DatedException
from reports import ages

# October 2026: 1 to 7 are holidays, the 10th (a Saturday) is worked.
OFF = {datetime(2026, 10, day).date(): DatedException(False, "国庆节") for day in range(1, 8)}  # noqa: DTZ001
CALENDAR = Calendar(1, frozenset({2026}), OFF | {datetime(2026, 10, 10).date(): DatedException(True, "")})  # noqa: DTZ001


def at(day: int, hour: int = 0, minute: int = 0, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=clock.TZ)


@pytest.mark.parametrize(
    ("due_at", "now", "days"),
    [
        (at(15), at(15), 0),  # due at 24:00 of Wednesday the 14th, this very moment
        (at(15), at(15, 23), 0),  # all of Thursday: no whole working day has passed
        (at(15), at(16), 1),
        (at(15), at(17), 2),  # Friday has passed
        (at(15), at(18, 12), 2),  # Saturday is no working day
        (at(15), at(20), 3),
        (at(15, 10), at(15, 11), 0),  # an hour of the clock
        (at(15, 10), at(16, 11), 0),  # the last day itself does not count
        (at(15, 10), at(17), 1),
        (at(30, month=9), at(9, 9), 2),  # 30 September and 8 October: the holidays count nothing
        (at(10), at(12, 9), 1),  # the Saturday worked in exchange does
        (at(1, month=6), at(15), ages.COUNTED),
    ],
)
def test_whole_working_days_passed(due_at: datetime, now: datetime, days: int) -> None:
    assert ages.passed(due_at, ages.marks(CALENDAR, now)) == days


moments = st.integers(0, 200 * 1440).map(lambda minutes: at(1, month=4) + timedelta(minutes=minutes))


@given(due_at=moments, now=moments)
def test_each_overdue_moment_has_exactly_one_age_and_it_is_that_of_its_days(due_at: datetime, now: datetime) -> None:
    found = [band for band in ages.bands(CALENDAR, now) if due_at <= band.until and (band.after is None or due_at > band.after)]
    if due_at > now:
        assert found == []
        return
    days = ages.passed(due_at, ages.marks(CALENDAR, now))
    expected = "day1" if days < 1 else "day3" if days < 3 else "day5" if days < 5 else "older"
    assert [band.name for band in found] == [expected]
