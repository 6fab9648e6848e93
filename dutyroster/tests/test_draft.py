"""The fair draft: no gaps, no doubles, distance, balance, debts; and the same question always has the same answer."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from dutyroster.actions.roster import Planned, month_days
from dutyroster.draft import AFTER_MISSED, APART, DayKind, Debt, draft, kind_of, share_of
from hotline.workdays.rules import Calendar, DatedException

# No official schedule: weekends and the statutory days are known, which is all that balance needs.
CALENDAR = Calendar(1, frozenset(), {})
MONTHS = st.dates(date(2020, 1, 1), date(2040, 12, 1)).map(lambda day: day.replace(day=1))


def simulate(units: int, start: date, months: int = 36) -> dict[int, list[date]]:
    """The days each unit gets, month after month."""
    had: dict[int, list[date]] = {unit: [] for unit in range(units)}
    month = start
    for _n in range(months):
        for day, planned in draft(month, range(units), had, CALENDAR).items():
            had[planned.unit].append(day)
        month = month_days(month)[-1] + timedelta(days=1)
    return had


def spread(had: dict[int, list[date]], kind: DayKind | None = None) -> int:
    """How many more (such) days the unit with the most has than the one with the fewest."""
    counts = [sum(kind in (None, kind_of(CALENDAR.day(day))) for day in days) for days in had.values()]
    return max(counts) - min(counts)


@pytest.mark.parametrize("units", [30, 90])
@pytest.mark.parametrize("start", [date(2024, 1, 1), date(2025, 6, 1)])
def test_three_years_are_balanced(units: int, start: date) -> None:
    had = simulate(units, start)
    assert spread(had) <= 3
    assert spread(had, DayKind.WEEKEND) <= 2
    assert spread(had, DayKind.HOLIDAY) <= 2
    gaps = [(b - a).days for days in had.values() for a, b in pairwise(days)]
    assert min(gaps) >= (APART if units == 30 else 60)


@settings(max_examples=12, deadline=None)
@given(st.sampled_from([30, 31, 45, 90]), MONTHS)
def test_any_start_is_balanced(units: int, start: date) -> None:
    had = simulate(units, start, 24)
    assert spread(had, DayKind.WEEKEND) <= 2
    assert spread(had, DayKind.HOLIDAY) <= 2


@st.composite
def questions(draw: st.DrawFn) -> tuple[date, list[int], dict[int, set[date]], list[Debt], dict[date, Planned]]:
    month = draw(MONTHS)
    units = draw(st.lists(st.integers(1, 200), min_size=1, max_size=60, unique=True))
    past = st.integers(1, 800).map(lambda n: month - timedelta(days=n))
    history = {unit: draw(st.sets(past, max_size=4)) for unit in units if draw(st.booleans())}
    debtors = draw(st.lists(st.sampled_from(units), max_size=3))
    debts = [Debt(1000 + n, unit, draw(past)) for n, unit in enumerate(debtors)]
    fixed_days = draw(st.sets(st.sampled_from(month_days(month)), max_size=6))
    fixed = {day: Planned(draw(st.sampled_from(units))) for day in fixed_days}
    return month, units, history, debts, fixed


@settings(max_examples=150, deadline=None)
@given(questions())
def test_what_holds_for_every_draft(question) -> None:
    month, units, history, debts, fixed = question
    plan = draft(month, units, history, CALENDAR, debts, fixed)
    assert list(plan) == month_days(month)  # no gaps, one unit a day
    assert {planned.unit for planned in plan.values()} <= set(units)
    assert {day: plan[day] for day in fixed} == fixed
    made_up = [planned.makeup_of for planned in plan.values() if planned.makeup_of]
    assert sorted(made_up) == sorted(debt.shift for debt in debts)  # each served, and once
    for debt in debts:
        (day,) = [day for day, planned in plan.items() if planned.makeup_of == debt.shift]
        assert plan[day].unit == debt.unit
        assert (day - debt.day).days >= AFTER_MISSED or month_days(month)[-1] - debt.day < timedelta(days=AFTER_MISSED + 6)
    assert draft(month, units, history, CALENDAR, debts, fixed) == plan


@settings(max_examples=100, deadline=None)
@given(questions())
def test_nobody_twice_while_another_has_none(question) -> None:
    month, units, history, debts, fixed = question
    plan = draft(month, units, history, CALENDAR, debts, fixed)
    given_ = Counter(p.unit for day, p in plan.items() if day not in fixed and not p.makeup_of)
    if 2 * len(units) > len(plan):
        others = {p.unit for day, p in plan.items() if day in fixed or p.makeup_of}
        assert all(n == 1 for n in given_.values()) or set(given_) | others == set(units)


def test_who_waited_longest_comes_first() -> None:
    """Three of four units; the fourth had its day yesterday."""
    month = date(2026, 12, 1)
    fixed = {day: Planned(9) for day in month_days(month)[3:]}
    history = {1: {date(2026, 9, 1)}, 2: {date(2026, 7, 1)}, 3: {date(2026, 8, 1)}, 4: {date(2026, 11, 30)}}
    plan = draft(month, [1, 2, 3, 4], history, CALENDAR, (), fixed)
    assert [plan[day].unit for day in month_days(month)[:3]] == [2, 3, 1]


def test_a_weekend_goes_to_who_had_fewest() -> None:
    """December 5, 2026 is a Saturday. All three have waited equally long enough; unit 2 had no weekend in the year."""
    month = date(2026, 12, 1)
    fixed = {day: Planned(9) for day in month_days(month) if day.day not in (3, 4, 5)}
    history = {
        1: {date(2026, 3, 7), date(2026, 9, 1)},
        2: {date(2026, 3, 9), date(2026, 9, 2)},
        3: {date(2026, 3, 8), date(2026, 9, 3)},
    }
    plan = draft(month, [1, 2, 3], history, CALENDAR, (), fixed)
    assert [plan[date(2026, 12, n)].unit for n in (3, 4, 5)] == [1, 3, 2]


def test_a_debt_gets_a_workday_a_week_later() -> None:
    """Missed on Friday, November 27: December 4 is a Friday and the seventh day after it."""
    plan = draft(date(2026, 12, 1), range(40), {}, CALENDAR, [Debt(77, 5, date(2026, 11, 27))])
    assert [day for day, planned in plan.items() if planned.makeup_of == 77] == [date(2026, 12, 4)]


def test_a_debt_keeps_its_distance_from_the_units_own_day() -> None:
    fixed = {date(2026, 12, 4): Planned(5)}
    plan = draft(date(2026, 12, 1), range(40), {}, CALENDAR, [Debt(77, 5, date(2026, 11, 2))], fixed)
    assert [day for day, planned in plan.items() if planned.makeup_of == 77] == [date(2026, 12, 14)]


def test_a_debt_that_is_placed_already_is_left() -> None:
    fixed = {date(2026, 12, 10): Planned(5, 77)}
    plan = draft(date(2026, 12, 1), range(40), {}, CALENDAR, [Debt(77, 5, date(2026, 11, 2))], fixed)
    assert [day for day, planned in plan.items() if planned.makeup_of] == [date(2026, 12, 10)]


def test_a_makeup_working_day_weighs_as_a_working_day() -> None:
    worked = Calendar(1, frozenset({2026}), {date(2026, 10, 10): DatedException(True, "国庆节")})
    assert kind_of(worked.day(date(2026, 10, 10))) == DayKind.WORKDAY
    assert kind_of(worked.day(date(2026, 10, 11))) == DayKind.WEEKEND
    off = Calendar(1, frozenset({2026}), {date(2026, 10, 3): DatedException(False, "国庆节")})
    assert kind_of(off.day(date(2026, 10, 3))) == DayKind.HOLIDAY  # a Saturday inside the holiday


def test_the_share_counts_twelve_months() -> None:
    days = {date(2024, 5, 1), date(2026, 3, 7), date(2026, 3, 9), date(2026, 10, 1), date(2026, 12, 5)}
    share = share_of(days, CALENDAR, date(2026, 12, 1))
    assert (share.last, share.days, share.weekends, share.holidays) == (date(2026, 10, 1), 3, 1, 1)


def test_without_units_there_is_no_draft() -> None:
    with pytest.raises(ValueError, match="no unit"):
        draft(date(2026, 12, 1), [], {}, CALENDAR)
