"""Every golden date here was counted by hand from the notices (notices.py); the counted days stand beside it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from hotline import clock
from hotline.workdays import rules, seed
from hotline.workdays.rules import Calendar, DatedException, Kind, Reason
from hotline.workdays.tests import notices

SEED = {day: DatedException(works, name) for year in range(2018, 2027) for day, works, name in seed.exceptions(year)}
CITY = Calendar(version=1, official_years=frozenset(range(2018, 2027)), exceptions=SEED)


def at(text: str) -> datetime:
    """ "2022-04-01" or "2022-04-01 23:59" on the hotline's wall."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.TZ)


def closed(*days: str, kind: Kind = Kind.EMERGENCY) -> Calendar:
    """The city's calendar with these days closed."""
    return replace(CITY, exceptions=SEED | {date.fromisoformat(day): DatedException(False, "台风", kind) for day in days})


# ---- the seed against the notices


@pytest.mark.parametrize("year", range(2022, 2027))
def test_every_day_is_what_the_notices_say(year: int) -> None:
    days = [day for day in notices.every_day() if day.year == year]
    assert [day for day in days if CITY.is_workday(day) != notices.is_workday(day)] == []


def test_every_day_off_has_its_name_and_every_make_up_day_its_reason() -> None:
    assert {day for day in notices.every_day() if CITY.day(day).reason == Reason.HOLIDAY} == notices.days_off() | {
        # Weekends that the notice of 2024 joins to 1 January without naming them.
        date(2023, 12, 30),
        date(2023, 12, 31),
    }
    assert {day for day in notices.every_day() if CITY.day(day).reason == Reason.MAKE_UP} == notices.make_up_days()
    for first, last, names in notices.OFF:
        assert CITY.day(date.fromisoformat(first)).name in names, first
        assert CITY.day(date.fromisoformat(last)).name in names, last


def test_make_up_days_are_weekends() -> None:
    assert all(rules.is_weekend(day) for day, found in SEED.items() if found.is_workday)


# ---- golden dates

GOLDEN = [
    # The spec's own. 29(1) 30(2) make-up, 31–6 off, Mon 7(3) 8(4) 9(5) 10(6) 11(7)
    ("2022-01-28", 7, "2022-02-11"),
    # Sat 2(1) make-up, 3–5 off, Wed 6(2) 7(3) 8(4), Mon 11(5) 12(6) 13(7)
    ("2022-04-01", 7, "2022-04-13"),
    # … 14(8) 15(9), 18–22(14), Sun 24(15) make-up, 25–29(20), 30–4 off, 5(21) 6(22) Sat 7(23) make-up, 9–13(28), 16(29) 17(30)
    ("2022-04-01", 30, "2022-05-17"),
    # 30–4 off, Thu 5(1) 6(2) Sat 7(3) make-up, 9(4) 10(5) 11(6) 12(7)
    ("2022-04-29", 7, "2022-05-12"),
    # 1–8 off, Thu 9(1) 10(2) Sat 11(3) make-up, 13(4) 14(5) 15(6) 16(7)
    ("2025-09-30", 7, "2025-10-16"),
    # 1–7 off, Thu 8(1) 9(2) Sat 10(3) make-up, 12(4) 13(5) 14(6) 15(7)
    ("2026-09-30", 7, "2026-10-15"),
    # The minute before and after midnight: one calendar day apart, and Sat 2 April is a make-up day.
    ("2022-04-01 00:01", 7, "2022-04-13"),
    ("2022-04-01 23:59", 7, "2022-04-13"),
    # 3–5 off, Wed 6(1) 7(2) 8(3) 11(4) 12(5) 13(6) 14(7)
    ("2022-04-02 00:01", 7, "2022-04-14"),
    ("2022-04-02 23:59", 7, "2022-04-14"),
    # An ordinary Monday: 8(1) 9(2) 10(3) 11(4) 14(5) 15(6) 16(7); the Sunday before it: 7–11(5) 14(6) 15(7)
    ("2022-03-07", 7, "2022-03-16"),
    ("2022-03-06", 7, "2022-03-15"),
    # Before Spring Festival. 2023: 21–27 off, Sat 28(1) Sun 29(2) make-up, 30(3) 31(4) 1(5) 2(6) 3(7)
    ("2023-01-20", 7, "2023-02-03"),
    # 2024, New Year's Eve is worked: 10–17 off, Sun 18(1) make-up, 19–23(6) 26(7)
    ("2024-02-09", 7, "2024-02-26"),
    # 2025: 28–4 off, Wed 5(1) 6(2) 7(3) Sat 8(4) make-up, 10(5) 11(6) 12(7)
    ("2025-01-27", 7, "2025-02-12"),
    # 2026: Sat 14(1) make-up, 15–23 off, Tue 24(2) 25(3) 26(4) 27(5) Sat 28(6) make-up, Mon 2(7)
    ("2026-02-13", 7, "2026-03-02"),
    # Before National Day. 2023: 29–6 off, Sat 7(1) Sun 8(2) make-up, 9–13(7)
    ("2023-09-28", 7, "2023-10-13"),
    # 2024: 1–7 off, Tue 8(1) 9(2) 10(3) 11(4) Sat 12(5) make-up, 14(6) 15(7)
    ("2024-09-30", 7, "2024-10-15"),
    # In the holiday itself, 2022: Sat 8(1) Sun 9(2) make-up, 10–14(7)
    ("2022-10-03", 7, "2022-10-14"),
    # On a make-up Saturday. 2026: 12–16(5) 19(6) 20(7); 2022: Sun 9(1) make-up, 10–14(6) 17(7)
    ("2026-10-10", 7, "2026-10-20"),
    ("2022-10-08", 7, "2022-10-17"),
    # Across New Year. 2022: 29(1) 30(2), 31–2 off, Tue 3(3) 4(4) 5(5) 6(6) 9(7)
    ("2022-12-28", 7, "2023-01-09"),
    # 2025: 30(1) 31(2), 1–3 off, Sun 4(3) make-up, 5(4) 6(5) 7(6) 8(7)
    ("2025-12-29", 7, "2026-01-08"),
    # One day: the make-up Sunday before Spring Festival to the first day after it; three days: 7 8 9
    ("2022-01-30", 1, "2022-02-07"),
    ("2022-01-30", 3, "2022-02-09"),
]


@pytest.mark.parametrize(("start", "n", "last_day"), GOLDEN)
def test_golden(start: str, n: int, last_day: str) -> None:
    due = CITY.add(at(start), n)
    day = date.fromisoformat(last_day)
    assert due == rules.Due(clock.start_of(day + clock.DAY), day, provisional=False, version=1)


# No official schedule: weekends and the law's thirteen days.
PROVISIONAL = [
    # 29(1) 30(2) 31(3), Fri 1 元旦, 4(4) 5(5) 6(6) 7(7)
    ("2026-12-28", 7, "2027-01-07"),
    # 4(1), Fri 5 除夕, 6–8 春节, Tue 9(2) 10(3) 11(4) 12(5)
    ("2027-02-03", 5, "2027-02-12"),
]


@pytest.mark.parametrize(("start", "n", "last_day"), PROVISIONAL)
def test_a_year_without_official_schedule_is_provisional(start: str, n: int, last_day: str) -> None:
    due = CITY.add(at(start), n)
    assert (due.last_day.isoformat(), due.provisional) == (last_day, True)


def test_provisional_only_when_a_day_that_was_looked_at_is() -> None:
    # 25(1) 28(2) 29(3) 30(4) 31(5): the last day of the last known year
    assert CITY.add(at("2026-12-24"), 5) == rules.Due(at("2027-01-01"), date(2026, 12, 31), False, 1)
    # The day of dispatch lies in an unknown year, the days counted in a known one.
    only_2027 = replace(CITY, official_years=frozenset({2025, 2027}))
    assert not only_2027.add(at("2026-12-31"), 1).provisional
    assert only_2027.add(at("2026-12-30"), 1).provisional


def test_a_closure_counts_before_the_official_schedule_is_known() -> None:
    # Mon 4 January 2027 closed: 5(1)
    assert closed("2027-01-04").add(at("2026-12-31"), 1) == rules.Due(at("2027-01-06"), date(2027, 1, 5), True, 1)


def test_the_laws_holidays() -> None:
    assert [day.isoformat()[5:] for day in sorted(rules.statutory(2027))] == [
        *("01-01", "02-05", "02-06", "02-07", "02-08", "04-05", "05-01", "05-02", "06-09", "09-15", "10-01", "10-02", "10-03")
    ]
    # Two days more than before 2025, and never an exchanged day of a past notice.
    assert len(rules.statutory(2024)) == 11
    assert len(rules.statutory(2025)) == 13
    # Mid-Autumn 2028 falls on 3 October.
    assert len(rules.statutory(2028)) == 12


# ---- time zone, close of business, service hours


def test_the_day_is_the_day_in_shanghai() -> None:
    assert CITY.add(datetime(2022, 4, 1, 15, 59, tzinfo=UTC), 7).last_day == date(2022, 4, 13)  # 1 April 23:59
    assert CITY.add(datetime(2022, 4, 1, 16, 0, tzinfo=UTC), 7).last_day == date(2022, 4, 14)  # 2 April 00:00


def test_due_is_exclusive_and_aware() -> None:
    due = CITY.add(at("2022-04-01"), 7)
    assert due.due_at.isoformat() == "2022-04-14T00:00:00+08:00"
    assert rules.last_day(due.due_at) == due.last_day
    assert rules.last_day(due.due_at.astimezone(UTC)) == due.last_day


def test_close_of_business() -> None:
    city = replace(CITY, day_ends_at=time(17, 30))
    assert city.add(at("2022-04-01"), 7).due_at == at("2022-04-13 17:30")
    assert rules.last_day(at("2022-04-13 17:30")) == date(2022, 4, 13)
    # Zero days after the close is the next working day; before it, the day itself.
    assert city.add(at("2022-03-07 17:29"), 0).due_at == at("2022-03-07 17:30")
    assert city.add(at("2022-03-07 17:30"), 0).due_at == at("2022-03-08 17:30")


def test_x2_sign_for_limit_ends_with_the_service_hours() -> None:
    # Fri 29 April 16:00, one working day: 30–4 off, Thu 5 May
    assert CITY.service_end(at("2022-04-29 16:00"), 1).due_at == at("2022-05-05 17:30")
    assert replace(CITY, service_ends_at=time(18)).service_end(at("2022-03-07 09:00"), 1).due_at == at("2022-03-08 18:00")


def test_zero_days() -> None:
    assert CITY.add(at("2022-03-07 23:59"), 0).last_day == date(2022, 3, 7)
    assert CITY.add(at("2022-03-06"), 0).last_day == date(2022, 3, 7)  # a Sunday


@pytest.mark.parametrize(("value", "close"), [("24:00", None), ("17:30", time(17, 30)), (" 8:05 ", time(8, 5))])
def test_option_day_ends_at(value: str, close: time | None) -> None:
    assert rules.closing_time(value) == close


@pytest.mark.parametrize("value", ["", "25:00", "half past five", "17:30-18:00", "17"])
def test_option_day_ends_at_refused(value: str) -> None:
    with pytest.raises(ValueError, match="17:30"):
        rules.closing_time(value)


def test_option_service_hours() -> None:
    assert rules.service_close("08:30-17:30") == time(17, 30)
    for wrong in ("17:30", "", "17:30-08:30", "08:30-08:30", "08:30–17:30"):
        with pytest.raises(ValueError, match=r"17:30|end after"):
            rules.service_close(wrong)


# ---- backwards


@pytest.mark.parametrize(
    ("day", "n", "before"),
    [
        ("2026-10-15", 2, "2026-10-13"),  # 14(1) 13(2)
        ("2022-05-05", 2, "2022-04-28"),  # 4–30 off, Fri 29(1) 28(2)
        ("2022-04-06", 1, "2022-04-02"),  # 5–3 off, Sat 2(1) make-up
        ("2022-04-05", 1, "2022-04-02"),
        ("2022-04-05", 0, "2022-04-02"),
        ("2022-04-06", 0, "2022-04-06"),
    ],
)
def test_minus(day: str, n: int, before: str) -> None:
    assert CITY.minus(date.fromisoformat(day), n).isoformat() == before


def test_next_and_previous_workday() -> None:
    assert CITY.next_workday(date(2022, 4, 2)) == date(2022, 4, 6)
    assert CITY.previous_workday(date(2022, 4, 6)) == date(2022, 4, 2)


# ---- explanation


def test_explain_names_every_day() -> None:
    told = [(step.day.day, step.number, step.reason, step.name) for step in CITY.explain(at("2022-04-01 23:59"), 3)]
    assert told == [
        (1, None, Reason.START, ""),
        (2, 1, Reason.MAKE_UP, "清明"),
        (3, None, Reason.HOLIDAY, "清明"),
        (4, None, Reason.HOLIDAY, "清明"),
        (5, None, Reason.HOLIDAY, "清明"),
        (6, 2, Reason.WORKDAY, ""),
        (7, 3, Reason.WORKDAY, ""),
    ]
    assert CITY.explain(at("2022-03-04"), 1)[1].reason == Reason.WEEKEND
    assert closed("2022-03-07").explain(at("2022-03-04"), 1)[3].reason == Reason.EMERGENCY
    assert closed("2022-03-07", kind=Kind.LOCAL).explain(at("2022-03-04"), 1)[3].reason == Reason.LOCAL


# ---- closures of one unit


def test_a_units_own_closure_counts_for_it_alone() -> None:
    typhoon = {date(2022, 3, 8): DatedException(False, "台风", Kind.EMERGENCY)}
    city = replace(CITY, local={7: typhoon})
    assert city.add(at("2022-03-07"), 1).last_day == date(2022, 3, 8)
    assert city.of_units([7, 1]).add(at("2022-03-07"), 1).last_day == date(2022, 3, 9)
    assert city.of_units([1]).add(at("2022-03-07"), 1).last_day == date(2022, 3, 8)


# ---- a changed calendar


def test_recompute_with_the_floor() -> None:
    # Dispatched Mon 7 March. With 8–11 and 14–15 closed: 16(1) 17(2) 18(3) 21(4) 22(5) 23(6) 24(7); as it is: 16 March.
    start, storm = at("2022-03-07"), closed("2022-03-08", "2022-03-09", "2022-03-10", "2022-03-11", "2022-03-14", "2022-03-15")
    before, after = at("2022-03-17"), at("2022-03-25")
    assert (CITY.add(start, 7).due_at, storm.add(start, 7).due_at) == (before, after)

    def lifted(now: str) -> datetime:
        return CITY.recompute(start, 7, due_at=after, now=at(now)).due_at

    assert lifted("2022-03-09 10:00") == before  # time enough
    assert lifted("2022-03-16 10:00") == at("2022-03-18")  # to the end of Thu 17
    assert lifted("2022-03-18 10:00") == at("2022-03-22")  # Fri: to the end of Mon 21
    assert lifted("2022-03-24 10:00") == after  # due today anyway: it stays
    assert lifted("2022-03-25 00:00") == after  # overdue already: it stays overdue, with the date everyone was told
    assert storm.recompute(start, 7, due_at=before, now=at("2022-03-10")).due_at == after
    assert CITY.recompute(start, 7, due_at=before, now=at("2022-03-16 23:00")) == CITY.add(start, 7)  # nothing changed
    assert CITY.recompute(start, 7, due_at=after, now=at("2022-03-16 10:00")).last_day == date(2022, 3, 17)


# ---- out of bounds


@pytest.mark.parametrize("start", ["0001-01-01", "1949-10-01", "2003-01-01", "2017-12-31", "2101-01-01", "9999-12-31 23:59"])
def test_years_nobody_knows_are_refused_in_a_sentence(start: str) -> None:
    with pytest.raises(ValueError, match=r"2018\D+2100"):
        CITY.add(at(start), 7)
    with pytest.raises(ValueError, match=r"2018\D+2100"):
        CITY.explain(at(start), 7)
    with pytest.raises(ValueError, match=r"2018\D+2100"):
        CITY.next_workday(at(start).date())


def test_sums_that_run_out_of_the_calendar() -> None:
    with pytest.raises(ValueError, match="2101"):
        CITY.add(at("2100-12-01"), 100)
    with pytest.raises(ValueError, match="2017"):
        CITY.minus(date(2018, 1, 5), 30)
    assert Calendar(0, frozenset(), {}).add(at("2003-10-08"), 1).provisional
    with pytest.raises(ValueError, match="1950"):
        Calendar(0, frozenset(), {}).add(at("1949-10-01"), 1)


@pytest.mark.parametrize("n", [-1, 401, 10**9])
def test_number_out_of_bounds(n: int) -> None:
    with pytest.raises(ValueError, match="400"):
        CITY.add(at("2022-04-01"), n)
    with pytest.raises(ValueError, match="400"):
        CITY.minus(date(2022, 4, 1), n)


def test_what_is_easily_confused_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        CITY.add(at("2022-04-01").replace(tzinfo=None), 7)
    with pytest.raises(TypeError):
        CITY.minus(CITY.add(at("2022-04-01"), 7).due_at, 2)  # a due_at for a day


# ---- properties

# The library takes its time for the first look at a year.
unhurried = settings(deadline=None)
_FIRST = date(2022, 1, 1)
_days = st.integers(0, 700).map(lambda number: _FIRST + timedelta(days=number))
_exceptions = st.dictionaries(_days, st.builds(DatedException, st.booleans(), st.just("x"), st.sampled_from(Kind)), max_size=60)
_years = st.sets(st.integers(2018, 2030), max_size=13).map(lambda years: frozenset(years | {2018}))
_close = st.sampled_from([None, time(17, 30)])
_calendars = st.just(CITY) | st.builds(Calendar, st.just(2), _years, _exceptions, _close)
_zones = st.sampled_from([clock.TZ, UTC])
_starts = st.datetimes(datetime.fromisoformat("2021-06-01"), datetime.fromisoformat("2028-01-01"), timezones=_zones)
_counts = st.integers(0, 60) | st.integers(0, rules.MAX_WORKDAYS)


@unhurried
@given(_calendars, _starts, _counts)
def test_result_is_a_workday_with_n_workdays_up_to_it(calendar: Calendar, start: datetime, n: int) -> None:
    due = calendar.add(start, n)
    first = clock.local(start).date()
    between = [first + timedelta(days=number) for number in range(1, (due.last_day - first).days + 1)]
    assert calendar.is_workday(due.last_day)
    assert start < due.due_at == calendar.end_of(due.last_day)
    assert rules.last_day(due.due_at) == due.last_day
    assert n == 0 or sum(map(calendar.is_workday, between)) == n
    assert due.provisional == any(day.year not in calendar.official_years for day in between or [first])


@unhurried
@given(_calendars, _starts, _starts, _counts, _counts)
def test_monotone(calendar: Calendar, start: datetime, other: datetime, n: int, more: int) -> None:
    early, late = sorted([start, other])
    few, many = sorted([n, more])
    assert calendar.add(early, few).due_at <= calendar.add(late, few).due_at
    assert calendar.add(early, few).due_at <= calendar.add(early, many).due_at


@unhurried
@given(_calendars, _starts, st.integers(1, rules.MAX_WORKDAYS))
def test_minus_undoes_add(calendar: Calendar, start: datetime, n: int) -> None:
    assert calendar.minus(calendar.add(start, n).last_day, n) == calendar.minus(clock.local(start).date(), 0)


@unhurried
@given(_calendars, _starts, _counts)
def test_explain_agrees_with_add(calendar: Calendar, start: datetime, n: int) -> None:
    steps, due = calendar.explain(start, n), calendar.add(start, n)
    numbers = [step.number for step in steps if step.number is not None]
    assert steps[0].day == clock.local(start).date()
    assert steps[-1].day == due.last_day
    assert numbers == list(range(1, n + 1)) or n == 0
    assert [step.day for step in steps] == [steps[0].day + timedelta(days=number) for number in range(len(steps))]
    assert all((step.number is not None) == calendar.is_workday(step.day) for step in steps[1:])


@unhurried
@given(_calendars, _calendars, _starts, st.integers(0, 60), st.timedeltas(timedelta(0), timedelta(days=90)))
def test_a_changed_calendar_never_makes_an_open_deadline_overdue(
    old: Calendar, new: Calendar, start: datetime, n: int, later: timedelta
) -> None:
    new = replace(new, day_ends_at=old.day_ends_at)
    due_at, now, plain = old.add(start, n).due_at, start + later, new.add(start, n)
    moved = new.recompute(start, n, due_at=due_at, now=now)
    floor = new.end_of(new.next_workday(clock.local(now).date()))
    assert moved.due_at > now or due_at <= now
    assert moved.due_at >= due_at or moved.due_at >= floor
    assert moved.due_at == plain.due_at or plain.due_at < moved.due_at <= due_at
    assert new.recompute(start, n, due_at=moved.due_at, now=now).due_at == moved.due_at
