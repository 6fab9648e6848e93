"""What now? The one or two things a person of the crew should do at this moment, by the clock. Pure: no queries, no clock.

A leader comes every third month: the page says by itself what the notice asks for (D2-D17), hour by hour.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from dutyroster.models import Shift
from hotline import clock

MORNING_ENDS = time(11, 30)  # 09:00-11:30 is for the callback cases (D3)
EVENING_FROM = time(21)  # from then on the page asks for the handover's signature (D15)


class Do(StrEnum):
    """A thing to do now; the page has a sentence, and mostly a button, for each."""

    ARRIVE = "arrive"  # be at the call room at 08:30
    CHECK_IN = "check_in"
    AWAY = "away"  # on approved leave: others lead (D18, D19)
    MAJOR = "major"  # a major matter runs and not all of it is done: at once (D14)
    CONFIRM = "confirm"  # read and confirm yesterday's handover
    PREPARE = "prepare"  # nothing until the sheet is there
    SHEET = "sheet"  # deal with the callback cases
    SIGN_SHEET = "sign_sheet"
    HARD = "hard"
    QUESTIONS = "questions"
    KNOWLEDGE = "knowledge"
    REST = "rest"
    CALLS = "calls"  # take the calls of citizens who ask for the leader
    PRINCIPALS_CALLS = "principals_calls"  # the principal's alone (D17): why not you
    CHECKLIST = "checklist"
    STAND_BY = "stand_by"  # nothing is open
    SUPPORT = "support"  # staff: at the leaders' side
    SIGN_HANDOVER = "sign_handover"
    CHECK_OUT = "check_out"
    DONE = "done"


@dataclass(frozen=True)
class Hours:
    """The instants of a duty day between which the work changes."""

    opens: datetime  # check-in is possible
    begins: datetime
    frozen: datetime  # the sheet is there
    morning_ends: datetime
    calls: tuple[datetime, datetime]
    evening: datetime
    ends: datetime

    @classmethod
    def of(cls, shift: Shift, opens: datetime) -> "Hours":
        at = {
            name: datetime.combine(shift.day, moment, clock.TZ)
            for name, moment in {"morning": MORNING_ENDS, "evening": EVENING_FROM}.items()
        }
        return cls(
            opens, shift.begins_at, shift.at("sheet_frozen_at"), at["morning"], shift.calls, at["evening"], shift.ends_at
        )  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """Of the day, what decides what comes next."""

    is_leader: bool = True
    is_away: bool = False  # named for the day, with leave
    takes_calls: bool = False  # this moment's calls are this person's (D17, D18)
    leads_calls_today: bool = False  # 15:00-17:00 are this person's
    is_present: bool = False
    has_left: bool = False  # was here and has checked out
    confirm_waits: bool = False  # the handover of the day before waits for the incoming leader
    sheet_open: int = 0  # cases without an opinion
    sheet_unsigned: int = 0  # cases without a signature, those without an opinion among them
    calls_waiting: int = 0
    major_open: int = 0  # major matters of which a step is still to be done
    hard_open: int = 0
    questions_open: int = 0
    knowledge_open: int = 0
    checks_open: int = 0
    handover_signed: bool = False


def what_now(moment: datetime, hours: Hours, facts: Facts) -> tuple[Do, ...]:
    """The one or two things to do, the first one first."""
    if facts.is_away:
        return (Do.AWAY,)
    if moment < hours.opens:
        return (Do.ARRIVE,)
    if moment >= hours.ends:
        return _after(facts)
    if not facts.is_leader:
        return (Do.SUPPORT,) if facts.is_present else (Do.CHECK_IN,)
    # Who is not checked in does that first; a major matter waits for nothing else, then the handover, then the work of the hour.
    found = [*_before_all(facts), *_by_the_clock(moment, hours, facts)]
    return tuple(dict.fromkeys(found))[:2]


def _before_all(facts: Facts) -> list[Do]:
    if not facts.is_present:
        return [Do.CHECK_IN, *[Do.MAJOR] * bool(facts.major_open)]
    return [*[Do.MAJOR] * bool(facts.major_open), *[Do.CONFIRM] * facts.confirm_waits]


def _by_the_clock(moment: datetime, hours: Hours, facts: Facts) -> list[Do]:
    """The work of the hour (D3, D4, D7, D8, D10, D15)."""
    confirm = [Do.CONFIRM] if facts.confirm_waits else []
    if moment < hours.begins:
        return confirm or [Do.PREPARE] * facts.is_present
    if moment < hours.frozen:
        return confirm or [*_checks(facts), *_open(facts)] or [Do.PREPARE]
    if moment < hours.morning_ends:
        return [*_sheet(facts), *_open(facts)] or [Do.STAND_BY]
    if moment < hours.calls[0]:
        return [*[*_open(facts), *_sheet(facts)][:1], Do.REST]
    if moment < hours.calls[1]:
        return [Do.CALLS if facts.takes_calls else Do.PRINCIPALS_CALLS, *_sheet(facts), *_open(facts)]
    evening = [Do.SIGN_HANDOVER] if moment >= hours.evening and not facts.handover_signed else []
    calls = [Do.CALLS] if facts.calls_waiting else []
    return [*evening, *_sheet(facts), *calls, *_open(facts), *_checks(facts)] or [Do.STAND_BY]


def _sheet(facts: Facts) -> Iterator[Do]:
    """The next step of the callback sheet, until it is signed in full."""
    if facts.sheet_open:
        yield Do.SHEET
    elif facts.sheet_unsigned:
        yield Do.SIGN_SHEET


def _open(facts: Facts) -> Iterator[Do]:
    """What waits for the leaders, the most pressing first."""
    waits = {Do.HARD: facts.hard_open, Do.QUESTIONS: facts.questions_open, Do.KNOWLEDGE: facts.knowledge_open}
    yield from (do for do, count in waits.items() if count)


def _checks(facts: Facts) -> Iterator[Do]:
    if facts.checks_open:
        yield Do.CHECKLIST


def _after(facts: Facts) -> tuple[Do, ...]:
    """From 22:00 on: the handover is still to be signed, then everybody checks out."""
    sign = [Do.SIGN_HANDOVER] if facts.is_leader and not facts.handover_signed else []
    out = [Do.CHECK_OUT] if facts.is_present else []
    return tuple([*sign, *out] or [Do.DONE])
