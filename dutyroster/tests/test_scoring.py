"""D20 by hand: every combination of a, b and c, substitutes, leave and make-up, and the minutes at the edges."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from dutyroster import scoring
from dutyroster.models.day import Attending
from dutyroster.rules import appeal_until, leave_until
from dutyroster.scoring import Evidence, Presence, Reason, Why, limited, propose
from hotline import clock

DAY = date(2026, 11, 20)
P, D, S, X, W = Attending.PRINCIPAL, Attending.DEPUTY, Attending.SUBSTITUTE, Attending.STAND_IN, Attending.STAFF


def t(text: str) -> datetime:
    return datetime.combine(DAY, time.fromisoformat(text), clock.TZ)


def there(attending: str, came: str = "08:25", left: str | None = "22:00", who: str = "") -> Presence:
    return Presence(who or attending, attending, t(came), t(left) if left else None)


def day(*presences: Presence, **more: Any) -> Evidence:
    """08:30–22:00, 08:40, 15:00–17:00, one leader and one of the staff, 30 minutes."""
    return Evidence(
        begins=t("08:30"), ends=t("22:00"), late_after=t("08:40"), calls=(t("15:00"), t("17:00")), presences=presences, **more
    )


def parts(evidence: Evidence) -> tuple[int | None, int | None, int | None, int]:
    found = propose(evidence)
    return found.a, found.b, found.c, found.points


STAFF = there(W)

# a, b, c and the sum within ±3, all eight.
SUMS = [
    (0, 0, 0, 0),
    (-3, 0, 0, -3),
    (0, 3, 0, 3),
    (0, 0, -3, -3),
    (-3, 3, 0, 0),
    (-3, 0, -3, -3),
    (0, 3, -3, 0),
    (-3, 3, -3, -3),
]


@pytest.mark.parametrize(("a", "b", "c", "points"), SUMS)
def test_the_sum_is_limited(a: int, b: int, c: int, points: int) -> None:
    assert limited(a, b, c) == points


def test_the_limit_holds_upwards_too() -> None:
    assert limited(3, 3) == 3


# The five combinations an ordinary day can have: without a leader (c) nobody was in time (a), and no principal took the calls.
ORDINARY = [
    ("all there, principal out at 15:00", day(there(P, left="14:00"), there(D), STAFF), (0, 0, 0, 0)),
    ("all there", day(there(P), there(D), STAFF), (0, 3, 0, 3)),
    ("principal alone leads", day(there(P), STAFF), (0, 3, 0, 3)),
    ("deputy alone leads", day(there(D), STAFF), (0, 0, 0, 0)),
    ("deputy late", day(there(D, "08:41"), STAFF), (-3, 0, 0, -3)),
    ("principal late, there at the calls", day(there(P, "09:00"), STAFF), (-3, 3, 0, 0)),
    ("nobody", day(), (-3, 0, -3, -3)),
    ("staff only", day(STAFF), (-3, 0, -3, -3)),
    ("no staff", day(there(P), there(D)), (-3, 3, 0, 0)),
    ("approved substitute", day(there(S), STAFF), (0, 0, 0, 0)),
    ("unapproved stand-in", day(there(X), STAFF), (-3, 0, -3, -3)),
    ("stand-in beside the principal", day(there(P), there(X), STAFF), (0, 3, 0, 3)),
    ("a stand-in is no staff either", day(there(P), there(X)), (-3, 3, 0, 0)),
    ("substitute at the calls gives nothing", day(there(S, "14:00"), there(D, left="14:00"), STAFF), (0, 0, 0, 0)),
    ("all three faults of a count once", day(there(D, "12:00", "20:00"), there(W, "12:00", "20:00")), (-3, 0, 0, -3)),
]


@pytest.mark.parametrize(("evidence", "wanted"), [row[1:] for row in ORDINARY], ids=[row[0] for row in ORDINARY])
def test_an_ordinary_day(evidence: Evidence, wanted: tuple[int, int, int, int]) -> None:
    assert parts(evidence) == wanted


# The principal's approved leave (D18): a and c only.
LEAVE = [
    ("deputy leads", day(there(D), STAFF), (0, None, 0, 0)),
    ("deputy late", day(there(D, "08:41"), STAFF), (-3, None, 0, -3)),
    ("nobody leads", day(STAFF), (-3, None, -3, -3)),
    ("approved substitute leads", day(there(S), STAFF), (0, None, 0, 0)),
    ("stand-in leads", day(there(X), STAFF), (-3, None, -3, -3)),
    ("the principal came all the same", day(there(P), STAFF), (0, None, 0, 0)),
]


@pytest.mark.parametrize(("evidence", "wanted"), [row[1:] for row in LEAVE], ids=[row[0] for row in LEAVE])
def test_a_day_of_approved_leave(evidence: Evidence, wanted: tuple[int, None, int, int]) -> None:
    assert parts(replace(evidence, principal_leave=True)) == wanted


# Its make-up: b only, and −3 where the principal was not there at all.
MAKEUP = [
    ("done", day(there(P), STAFF), 0, 3, 3),
    ("done, though late, alone and gone at 17:00", day(there(P, "14:59", "17:00")), 0, 3, 3),
    ("there, not throughout", day(there(P, "15:01"), STAFF), 0, 0, 0),
    ("there one minute", day(there(P, "21:59"), STAFF), 0, 0, 0),
    ("missed", day(there(D), STAFF), -3, 0, -3),
    ("missed, nobody there", day(), -3, 0, -3),
    ("missed, substitute there", day(there(S), STAFF), -3, 0, -3),
    ("there only before the hours", day(there(P, "07:00", "08:30"), STAFF), -3, 0, -3),
]


@pytest.mark.parametrize(("evidence", "makeup", "b", "points"), [row[1:] for row in MAKEUP], ids=[row[0] for row in MAKEUP])
def test_a_makeup_day(evidence: Evidence, makeup: int, b: int, points: int) -> None:
    found = propose(replace(evidence, is_makeup=True))
    assert (found.makeup, found.a, found.b, found.c, found.points) == (makeup, None, b, None, points)


def test_a_makeup_day_with_leave_of_its_own_is_a_day_of_leave() -> None:
    found = propose(replace(day(there(D), STAFF), is_makeup=True, principal_leave=True))
    assert (found.makeup, found.a, found.b, found.c, found.points) == (None, 0, None, 0, 0)


# ---- the minutes at the edges: a


@pytest.mark.parametrize(("came", "a"), [("08:30", 0), ("08:39", 0), ("08:40", 0), ("08:40:59", 0), ("08:41", -3), ("07:00", 0)])
@pytest.mark.parametrize("rank", [P, D, S])
def test_checked_in_by_0840(came: str, a: int, rank: str) -> None:
    """By the minute, as the screen shows it; the first of the leaders counts."""
    assert propose(day(there(rank, came), there(W))).a == a


def test_one_leader_in_time_is_enough() -> None:
    assert propose(day(there(D, "08:40"), there(P, "10:00"), STAFF)).a == 0


def test_who_left_before_the_hours_was_not_there() -> None:
    assert parts(day(there(D, "08:00", "08:30"), STAFF)) == (-3, 0, -3, -3)
    assert parts(day(there(D, "08:35", "08:35:59"), STAFF)) == (-3, 0, -3, -3)


@pytest.mark.parametrize(
    ("left", "back", "minutes", "a"), [("12:00", "12:30", 30, 0), ("12:00", "12:31", 31, -3), ("12:00", "12:29", 29, 0)]
)
def test_short_for_more_than_thirty_minutes(left: str, back: str, minutes: int, a: int) -> None:
    for rank, other in ((D, W), (W, D)):
        evidence = day(there(rank, left=left), there(rank, back), there(other))
        assert (scoring.short(evidence), propose(evidence).a) == (minutes, a)


def test_short_adds_up_and_counts_an_instant_once() -> None:
    """Ten minutes without a leader in the morning, 21 without staff at noon, of which five without either."""
    evidence = day(
        there(D, "08:40", "12:16"), there(D, "12:21"), there(W, left="12:00"), there(W, "12:21"),
    )  # fmt: skip
    assert scoring.short(evidence) == 31
    assert propose(evidence).reasons == (Reason(Why.SHORT, minutes=31),)


def test_what_lies_outside_the_hours_is_not_short() -> None:
    assert scoring.short(day(there(D, "07:00", "23:30"), STAFF)) == 0
    assert scoring.short(day(there(D), there(W, "06:00", "23:59"))) == 0


def test_headcount_by_the_options() -> None:
    evidence = day(there(P), there(D), STAFF, leaders_needed=2, staff_needed=2)
    assert propose(evidence).a == -3
    assert propose(replace(evidence, presences=(*evidence.presences, there(W, who="other")))).a == 0
    # Entered twice is still one person.
    assert propose(replace(evidence, presences=(*evidence.presences, there(W)))).a == -3
    assert propose(replace(evidence, staff_needed=1)).a == 0
    assert propose(replace(day(there(D), there(W, left="21:00")), short_minutes=60)).a == 0
    assert propose(replace(day(there(D), there(W, left="20:59")), short_minutes=60)).a == -3


@pytest.mark.parametrize(("left", "a"), [("22:00", 0), ("22:30", 0), ("21:59:59", -3), ("21:59", -3), (None, 0)])
def test_check_out_before_2200(left: str | None, a: int) -> None:
    assert propose(day(there(D, left=left), STAFF)).a == a


def test_the_last_leader_decides() -> None:
    assert propose(day(there(P, left="17:00"), there(D), STAFF)).a == 0
    found = propose(day(there(P, left="21:50"), there(D, left="17:00"), STAFF))
    assert (found.a, found.reasons[0]) == (-3, Reason(Why.LEFT_EARLY, at=t("21:50")))
    # The staff leaves earlier: ten minutes short are allowed.
    assert propose(day(there(D), there(W, left="21:50"))).a == 0


# ---- b


CALLS = [
    (("15:00", "17:00"), 3),
    (("15:00:59", "17:00"), 3),
    (("14:59", "17:01"), 3),
    (("15:01", "17:00"), 0),
    (("15:00", "16:59:59"), 0),
    (("15:00", "16:59"), 0),
    (("15:00", None), 3),
]


@pytest.mark.parametrize(("hours", "b"), CALLS)
def test_throughout_the_calls(hours: tuple[str, str | None], b: int) -> None:
    assert propose(day(there(P, *hours), there(D), STAFF)).b == b


def test_the_principal_goes_and_comes_back() -> None:
    assert propose(day(there(P, left="16:00"), there(P, "16:01"), there(D), STAFF)).b == 0
    assert propose(day(there(P, left="16:00"), there(P, "16:00:40"), there(D), STAFF)).b == 3
    assert propose(day(there(P, "14:00", "16:30"), there(P, "15:30", "18:00"), there(D), STAFF)).b == 3


def test_a_longer_first_presence_is_not_cut_by_a_shorter_one() -> None:
    assert propose(day(there(P, "14:00", "18:00"), there(P, "14:30", "15:30"), there(D), STAFF)).b == 3


def test_only_the_principal_counts_for_the_calls() -> None:
    for rank in (D, S, X):
        assert propose(day(there(rank), there(W))).b == 0


# ---- reasons


def test_reasons_name_what_was_seen() -> None:
    assert propose(day()).reasons == (Reason(Why.LATE), Reason(Why.SHORT, minutes=810), Reason(Why.NO_LEADER))
    found = propose(day(there(P, "09:00", "21:00"), STAFF))
    assert found.reasons == (
        Reason(Why.LATE, at=t("09:00")),
        Reason(Why.SHORT, minutes=90),
        Reason(Why.LEFT_EARLY, at=t("21:00")),
        Reason(Why.THROUGHOUT),
    )
    assert propose(replace(day(), is_makeup=True)).reasons == (Reason(Why.MAKEUP_MISSED),)


# ---- what can never be

_minutes = st.integers(min_value=7 * 60, max_value=23 * 60)


@st.composite
def _presences(draw: Any) -> list[Presence]:
    found = []
    for n in range(draw(st.integers(0, 5))):
        came = draw(_minutes)
        left = draw(st.one_of(st.none(), st.integers(min_value=came, max_value=23 * 60 + 30)))
        base = clock.start_of(DAY)
        end = base + timedelta(minutes=left) if left is not None else None
        found.append(Presence(n % 3, draw(st.sampled_from(list(Attending))), base + timedelta(minutes=came), end))
    return found


@settings(max_examples=200, deadline=None)
@given(_presences())
def test_other_combinations_do_not_occur(presences: list[Presence]) -> None:
    """Of the eight, c without a and b with c are impossible; the sum is −3, 0 or 3; leave takes no points that b gave."""
    for leave, makeup in product((False, True), repeat=2):
        found = propose(day(*presences, principal_leave=leave, is_makeup=makeup))
        assert found.points in (-3, 0, 3)
        if found.c == -3:
            assert found.a == -3
            assert not found.b
        if leave:
            assert found.points <= 0


# ---- until when: leave (D18), appeal

UNTIL = [
    ("2026-11-10", "2026-11-08"),  # the 7th, 24:00
    ("2026-11-03", "2026-11-01"),  # the end of a month
    ("2026-11-02", "2026-10-31"),
    ("2026-11-01", "2026-10-30"),
    ("2026-03-03", "2026-03-01"),  # the end of February
    ("2026-03-02", "2026-02-28"),
    ("2024-03-03", "2024-03-01"),  # of a leap year
    ("2024-03-02", "2024-02-29"),
    ("2024-03-01", "2024-02-28"),
    ("2024-02-29", "2024-02-27"),
    ("2027-01-01", "2026-12-30"),  # the end of a year
    ("2027-01-02", "2026-12-31"),
    ("2027-01-03", "2027-01-01"),
]


@pytest.mark.parametrize(("shift", "until"), UNTIL)
def test_three_days_ahead(shift: str, until: str) -> None:
    assert leave_until(date.fromisoformat(shift), 3) == datetime.fromisoformat(f"{until} 00:00").replace(tzinfo=clock.TZ)


def test_the_days_are_an_option() -> None:
    assert leave_until(date(2026, 11, 10), 1) == clock.start_of(date(2026, 11, 10))  # the 9th, 24:00
    assert leave_until(date(2026, 11, 10), 10) == clock.start_of(date(2026, 11, 1))


@pytest.mark.parametrize(
    ("confirmed", "until"),
    [("2026-11-01 00:00", "2026-11-17"), ("2026-11-01 23:59", "2026-11-17"), ("2026-12-20 10:00", "2027-01-05")],
)
def test_fifteen_days_to_appeal(confirmed: str, until: str) -> None:
    at = datetime.fromisoformat(confirmed).replace(tzinfo=clock.TZ)
    assert appeal_until(at, 15) == clock.start_of(date.fromisoformat(until))
