"""Every alarm of every obligation at its minute, worked out by hand; pure, no database."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, strategies as st

from hotline import clock, options
from hotline.deadlines import rules
from hotline.deadlines.models import Kind
from hotline.deadlines.policy import OWNERS, POLICY, Hours, Owed, agenda, planned
from hotline.deadlines.tests.calendars import notices
from hotline.people.models import Role

HOURS = Hours(time(8, 30), (time(22), time(8)))


def at(text: str) -> datetime:
    """Month, day and time of 2026."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=clock.TZ)


def default(key: str) -> object:
    return options.DECLARED[key][0]


# All opened on Wednesday 2026-09-30, 10:00, before seven days off; the working days after it are October 8, 9, 10 (a Saturday,
# made up), 12, 13, 14, 15, 16, 19, 20, 21, 22, 23. "n wd before" comes when that day's work begins, 08:30; "n wd after" when
# the day's work begins before which n whole working days have passed; what falls between 22:00 and 08:00 waits for the morning.
ORDER = [("before_1wd", "10-09 08:30"), ("due", "10-11 08:00"), ("after_1wd", "10-13 08:30"), ("after_3wd", "10-15 08:30"),
         ("after_5wd", "10-19 08:30")]  # fmt: skip
DECISION = [("before_8h", "10-08 16:00"), ("due", "10-09 08:00"), ("after_1wd", "10-10 08:30"), ("after_3wd", "10-13 08:30"),
            ("after_5wd", "10-15 08:30")]  # fmt: skip
WEEK = [("before_2wd", "10-13 08:30"), ("before_1wd", "10-14 08:30"), ("due", "10-16 08:00"), ("after_1wd", "10-19 08:30"),
        ("after_3wd", "10-21 08:30"), ("after_5wd", "10-23 08:30")]  # fmt: skip
GOLDEN: dict[str, list[tuple[str, str]]] = {
    "handle": [("before_4h", "09-30 20:00"), ("due", "10-01 08:00"), ("after_1wd", "10-09 08:30"), ("after_3wd", "10-12 08:30"),
               ("after_5wd", "10-14 08:30")],
    "handle urgent": [("before_10m", "09-30 10:20"), ("due", "09-30 10:30"), ("after_1wd", "10-09 08:30"),
                      ("after_3wd", "10-12 08:30"), ("after_5wd", "10-14 08:30")],
    "reply": WEEK,
    "referral": WEEK,
    "sign_for": [("before_2h", "10-08 15:30"), ("before_10m", "10-08 17:20"), ("due", "10-08 17:30"), ("after_1wd", "10-10 08:30"),
                 ("after_3wd", "10-13 08:30"), ("after_5wd", "10-15 08:30")],
    "sign_for critical": [("before_10m", "09-30 10:20"), ("due", "09-30 10:30"), ("after_1wd", "10-09 08:30"),
                          ("after_3wd", "10-12 08:30"), ("after_5wd", "10-14 08:30")],
    "decide_return": DECISION,
    "decide_extension": DECISION,
    "decide_redo": DECISION,
    "sign_order": DECISION,
    "accept": ORDER,
    "redo": ORDER,
    "supervision": ORDER,
    "instruction": ORDER,
    "callback": [("before_1wd", "10-12 08:30"), ("due", "10-14 08:00")],
    "major_verified": [("before_5m", "09-30 10:10"), ("due", "09-30 10:15"), ("after_15m", "09-30 10:30")],
    "major_reported": [("before_5m", "09-30 10:25"), ("due", "09-30 10:30"), ("after_15m", "09-30 10:45")],
    "major_group": [("before_5m", "09-30 10:25"), ("due", "09-30 10:30"), ("after_15m", "09-30 10:45")],
    "knowledge": [("before_12h", "09-30 20:00"), ("due", "10-01 08:00"), ("after_1wd", "10-09 08:30")],
    "callback_sheet": [("before_2h", "09-30 15:00"), ("due", "09-30 17:00"), ("after_1wd", "10-09 08:30")],
    "hard_case": [("before_2h", "09-30 20:00"), ("due", "10-01 08:00"), ("after_1wd", "10-09 08:30")],
    "handover_sign": [("before_2h", "09-30 20:00"), ("due", "10-01 08:00"), ("after_1wd", "10-09 08:30")],
    "handover_confirm": [("before_2h", "10-01 08:00"), ("due", "10-01 08:30"), ("after_1wd", "10-09 08:30")],
    "digest": [("before_2h", "10-01 08:00"), ("due", "10-01 10:00"), ("after_1wd", "10-09 08:30")],
    "notice": [("due", "09-30 16:00"), ("after_1wd", "10-09 08:30")],
}  # fmt: skip


@pytest.mark.parametrize("what", GOLDEN)
def test_golden(what: str) -> None:
    kind, _space, urgency = what.partition(" ")
    start = at("09-30 10:00")
    due = rules.due(Kind(kind), start, urgency=urgency or "normal", calendar=notices(), option=default)
    urgent = bool(urgency) or kind.startswith("major")
    alarms = planned(Owed(Kind(kind), due.at, start, urgent), notices(), HOURS)
    assert [(alarm.stage.name, alarm.at) for alarm in alarms] == [(stage, at(moment)) for stage, moment in GOLDEN[what]]


def test_the_month_s_obligations() -> None:
    """Opened on September 1, due on the 21st and 28th at 16:00 (both Mondays; the 25th to 27th are off, the 20th is made up)."""
    roster = planned(Owed(Kind.ROSTER, at("09-21 16:00"), at("09-01 09:00")), notices(), HOURS)
    assert [(a.stage.name, a.at) for a in roster] == [
        ("before_2wd", at("09-18 08:30")), ("before_1wd", at("09-20 08:30")), ("due", at("09-21 16:00")), ("after_1wd", at("09-23 08:30")),
    ]  # fmt: skip
    leaders = planned(Owed(Kind.LEADER_INFO, at("09-28 16:00"), at("09-21 16:00")), notices(), HOURS)
    assert [(a.stage.name, a.at) for a in leaders] == [
        ("before_2wd", at("09-23 08:30")), ("before_1wd", at("09-24 08:30")), ("due", at("09-28 16:00")), ("after_1wd", at("09-30 08:30")),
    ]  # fmt: skip


def test_every_obligation_has_a_policy_that_comes_to_its_due_time() -> None:
    assert set(POLICY) == set(Kind)
    for kind, stages in POLICY.items():
        assert [stage.name for stage in stages].count("due") == 1, kind
        assert all(stage.tells for stage in stages), kind
        assert len({stage.name for stage in stages}) == len(stages), kind


def test_what_units_owe_rises_to_the_office_head() -> None:
    for kind in (Kind.REPLY, Kind.SIGN_FOR, Kind.ASSIST, Kind.REDO, Kind.SUPERVISION):
        highest = ["owner", "unit_leader", "supervisor", "office_head"]
        reached = [max(highest.index(a) for a in stage.tells) for stage in POLICY[kind]]
        assert reached == sorted(reached), kind
        assert reached[-1] == 3, kind


def test_no_owner_is_an_operator() -> None:
    """Three hundred of them: an alarm to all is an alarm to nobody."""
    assert all(Role.OPERATOR not in roles for roles in OWNERS.values())


@pytest.mark.parametrize(
    ("moment", "awake"),
    [
        ("10-08 21:59:59", "10-08 21:59:59"), ("10-08 22:00", "10-09 08:00"), ("10-08 23:59", "10-09 08:00"),
        ("10-09 00:00", "10-09 08:00"), ("10-09 07:59:59", "10-09 08:00"), ("10-09 08:00", "10-09 08:00"), ("10-09 12:00", "10-09 12:00"),
    ],
)  # fmt: skip
def test_quiet_hours(moment: str, awake: str) -> None:
    assert HOURS.awake(at(moment)) == at(awake)


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    noon = Hours(time(8, 30), (time(12), time(14)))
    assert [noon.awake(at(f"10-08 {hour}")) for hour in ("11:59", "12:00", "14:00", "23:00")] == [
        at("10-08 11:59"), at("10-08 14:00"), at("10-08 14:00"), at("10-08 23:00"),
    ]  # fmt: skip
    never = Hours(time(8, 30), (time(0), time(0)))
    assert never.awake(at("10-08 03:00")) == at("10-08 03:00")


def test_a_moved_due_time_arms_anew_and_an_overdue_one_is_raised_at_once() -> None:
    """Extended on the 14th to the 22nd: warnings count from then. Moved to a day that has passed: no warning, but the alarm."""
    later = planned(Owed(Kind.REPLY, at("10-23 00:00"), at("10-14 11:00")), notices(), HOURS)
    assert [(a.stage.name, a.at) for a in later[:3]] == [
        ("before_2wd", at("10-20 08:30")), ("before_1wd", at("10-21 08:30")), ("due", at("10-23 08:00")),
    ]  # fmt: skip
    past = planned(Owed(Kind.REPLY, at("10-13 00:00"), at("10-14 11:00")), notices(), HOURS)
    assert [(a.stage.name, a.at) for a in past[:2]] == [("due", at("10-14 11:00")), ("after_1wd", at("10-14 11:00"))]


def test_what_was_raised_is_not_raised_again_and_what_was_slept_through_is_caught_up() -> None:
    owed = Owed(Kind.REPLY, at("10-16 00:00"), at("09-30 10:00"))
    first = agenda(owed, frozenset(), at("10-13 08:30"), notices(), HOURS)
    assert ([p.stage.name for p in first.ripe], first.next_at) == (["before_2wd"], at("10-14 08:30"))
    again = agenda(owed, frozenset({"before_2wd"}), at("10-13 08:31"), notices(), HOURS)
    assert (again.ripe, again.next_at) == ((), at("10-14 08:30"))
    slept = agenda(owed, frozenset({"before_2wd"}), at("10-19 08:30"), notices(), HOURS)
    assert ([p.stage.name for p in slept.ripe], slept.next_at) == (["before_1wd", "due", "after_1wd"], at("10-21 08:30"))
    everything = frozenset(stage.name for stage in POLICY[Kind.REPLY])
    assert agenda(owed, everything, at("12-01 09:00"), notices(), HOURS).next_at is None


BOUNDS = datetime(2022, 3, 1), datetime(2026, 9, 1)  # noqa: DTZ001 - hypothesis wants them without a zone
MOMENTS = st.datetimes(*BOUNDS, timezones=st.just(clock.TZ))


@given(
    kind=st.sampled_from(sorted(set(Kind) - {Kind.ASSIST, Kind.PROMISE, Kind.PROGRESS})), start=MOMENTS, urgent=st.booleans(),
    quiet=st.tuples(st.times(), st.times()), pause=st.integers(0, 40 * 24 * 60),
)  # fmt: skip
def test_alarms_are_in_order_each_once_and_never_before_their_time(
    kind: Kind, start: datetime, urgent: bool, quiet: tuple[time, time], pause: int
) -> None:
    """Whenever the sweep runs: what it raises is due by then, warnings lie between arming and due time, nothing is lost."""
    hours = Hours(time(8, 30), quiet)
    due = rules.due(kind, start, calendar=notices(), option=default).at
    owed = Owed(kind, due, start, urgent)
    alarms = planned(owed, notices(), hours)
    assert [a.at for a in alarms] == sorted(a.at for a in alarms)
    for alarm in alarms:
        assert alarm.at >= start
        assert not alarm.stage.is_before or alarm.at < due
        assert alarm.stage.is_before or alarm.at >= min(due, start)
        assert urgent or hours.awake(alarm.at) == alarm.at
    now = start + timedelta(minutes=pause)
    found = agenda(owed, frozenset(), now, notices(), hours)
    later = agenda(owed, frozenset(p.stage.name for p in found.ripe), now + timedelta(days=400), notices(), hours)
    assert [p.stage.name for p in (*found.ripe, *later.ripe)] == [a.stage.name for a in alarms]
    assert all(p.at <= now for p in found.ripe)
    assert found.next_at is None or found.next_at > now
