"""What now? The golden table of a duty day, written by hand from the notice (D2-D17), minute by minute."""

from datetime import date, datetime

import pytest

from dutyroster.whatnow import Do, Facts, Hours, what_now
from hotline import clock

DAY = date(2026, 11, 22)


def on(at: str) -> datetime:
    return datetime.combine(DAY, datetime.strptime(at, "%H:%M").time(), clock.TZ)  # noqa: DTZ007


HOURS = Hours(on("08:00"), on("08:30"), on("09:00"), on("11:30"), (on("15:00"), on("17:00")), on("21:00"), on("22:00"))
HERE = {"is_present": True}
SHEET = {"sheet_open": 30, "sheet_unsigned": 30}

# hour, facts → what the page says, in this order
TABLE = [
    # before the day
    ("07:59", {}, [Do.ARRIVE]),
    ("08:00", {}, [Do.CHECK_IN]),
    ("08:00", {"confirm_waits": True}, [Do.CHECK_IN, Do.CONFIRM]),
    ("08:10", HERE, [Do.PREPARE]),
    ("08:10", HERE | {"confirm_waits": True}, [Do.CONFIRM]),
    # 08:30-09:00: check-in, handover, checklist
    ("08:30", {"confirm_waits": True}, [Do.CHECK_IN, Do.CONFIRM]),
    ("08:30", HERE | {"confirm_waits": True, "checks_open": 5}, [Do.CONFIRM]),
    ("08:45", HERE | {"checks_open": 5}, [Do.CHECKLIST]),
    ("08:45", HERE | {"checks_open": 5, "hard_open": 1}, [Do.CHECKLIST, Do.HARD]),
    # a major matter waits for nothing (D14)
    ("08:31", {"major_open": 1, "confirm_waits": True}, [Do.CHECK_IN, Do.MAJOR]),
    ("08:45", HERE | {"major_open": 1, "confirm_waits": True}, [Do.MAJOR, Do.CONFIRM]),
    ("15:30", HERE | SHEET | {"major_open": 1, "takes_calls": True}, [Do.MAJOR, Do.CALLS]),
    ("21:10", HERE | {"major_open": 1}, [Do.MAJOR, Do.SIGN_HANDOVER]),
    # on approved leave: nothing is asked of the person, others lead (D18)
    ("07:00", {"is_away": True, "is_leader": False}, [Do.AWAY]),
    ("15:00", {"is_away": True, "is_leader": False}, [Do.AWAY]),
    ("08:59", HERE, [Do.PREPARE]),
    # 09:00-11:30: the callback cases
    ("09:00", HERE | SHEET, [Do.SHEET]),
    ("09:00", SHEET, [Do.CHECK_IN, Do.SHEET]),
    ("09:10", HERE | SHEET | {"confirm_waits": True}, [Do.CONFIRM, Do.SHEET]),
    ("10:00", HERE | SHEET | {"hard_open": 2}, [Do.SHEET, Do.HARD]),
    ("11:00", HERE | {"sheet_unsigned": 30}, [Do.SIGN_SHEET]),
    ("11:29", HERE | {"questions_open": 1}, [Do.QUESTIONS]),
    ("11:29", HERE, [Do.STAND_BY]),
    # 11:30-15:00: what is open, and the rest at noon
    ("11:30", HERE | SHEET | {"hard_open": 1, "questions_open": 1}, [Do.HARD, Do.REST]),
    ("12:00", HERE | SHEET | {"questions_open": 1, "knowledge_open": 2}, [Do.QUESTIONS, Do.REST]),
    ("13:00", HERE | SHEET | {"knowledge_open": 2}, [Do.KNOWLEDGE, Do.REST]),
    ("14:00", HERE | SHEET, [Do.SHEET, Do.REST]),
    ("14:59", HERE, [Do.REST]),
    # 15:00-17:00: the calls, the principal's alone
    ("15:00", HERE | {"takes_calls": True}, [Do.CALLS]),
    ("15:00", HERE | SHEET | {"takes_calls": True}, [Do.CALLS, Do.SHEET]),
    ("15:00", {"takes_calls": True}, [Do.CHECK_IN, Do.CALLS]),
    ("15:00", HERE | SHEET, [Do.PRINCIPALS_CALLS, Do.SHEET]),
    ("16:59", HERE | {"sheet_unsigned": 3, "takes_calls": True}, [Do.CALLS, Do.SIGN_SHEET]),
    # 17:00-21:00: what remains, the sheet late
    ("17:00", HERE | {"sheet_unsigned": 3}, [Do.SIGN_SHEET]),
    ("17:00", HERE | SHEET | {"calls_waiting": 1, "hard_open": 1}, [Do.SHEET, Do.CALLS]),
    ("18:00", HERE | {"hard_open": 1, "checks_open": 1}, [Do.HARD, Do.CHECKLIST]),
    ("20:59", HERE, [Do.STAND_BY]),
    # from 21:00: the handover
    ("21:00", HERE, [Do.SIGN_HANDOVER]),
    ("21:00", HERE | {"hard_open": 1}, [Do.SIGN_HANDOVER, Do.HARD]),
    ("21:59", HERE | {"handover_signed": True}, [Do.STAND_BY]),
    # 22:00: out
    ("22:00", HERE | {"handover_signed": True}, [Do.CHECK_OUT]),
    ("22:00", HERE, [Do.SIGN_HANDOVER, Do.CHECK_OUT]),
    ("23:00", {"handover_signed": True, "has_left": True}, [Do.DONE]),
    ("23:00", {"has_left": True}, [Do.SIGN_HANDOVER]),
    # the unit's staff
    ("08:20", {"is_leader": False}, [Do.CHECK_IN]),
    ("10:00", HERE | SHEET | {"is_leader": False, "hard_open": 1}, [Do.SUPPORT]),
    ("22:10", HERE | {"is_leader": False}, [Do.CHECK_OUT]),
    ("22:10", {"is_leader": False, "has_left": True}, [Do.DONE]),
]


@pytest.mark.parametrize(("at", "facts", "wanted"), TABLE)
def test_golden_table(at: str, facts: dict, wanted: list[Do]) -> None:
    assert list(what_now(on(at), HOURS, Facts(**facts))) == wanted


def test_never_more_than_two_and_never_nothing() -> None:
    """Whatever the facts, at every quarter of an hour there is one thing to begin with, and at most one more."""
    everything = Facts(
        confirm_waits=True, sheet_open=3, sheet_unsigned=3, calls_waiting=1, hard_open=1, questions_open=1, knowledge_open=1, checks_open=1
    )  # fmt: skip
    for facts in (Facts(), Facts(is_present=True), everything, Facts(is_leader=False), Facts(has_left=True)):
        for quarter in range(96):
            moment = clock.start_of(DAY) + quarter * (on("00:15") - on("00:00"))
            assert 1 <= len(what_now(moment, HOURS, facts)) <= 2
