"""The score of a duty day (D20): from what was seen to the points proposed. Pure: no queries, no clock.

Times count by the minute, as they stand on the screen: 08:40:59 is 08:40. A presence is half-open, from the minute of coming
to the minute of leaving. docs/decisions/2026-11-22-score-evidence.md says why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from dutyroster.models.day import Attending

LIMIT = 3
MINUTE = timedelta(minutes=1)
LEADERS = frozenset({Attending.PRINCIPAL, Attending.DEPUTY, Attending.SUBSTITUTE})
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Presence:
    """Somebody's presence that the front desk has confirmed. `left` None: no confirmed check-out, so still there."""

    who: int | str
    attending: str
    came: datetime
    left: datetime | None = None


@dataclass(frozen=True)
class Evidence:
    """Everything a score is proposed from: the hours and numbers in force, who was there, and what kind of day it was."""

    begins: datetime
    ends: datetime
    late_after: datetime
    calls: Span
    leaders_needed: int = 1
    staff_needed: int = 1
    short_minutes: int = 30
    presences: Sequence[Presence] = field(default=())
    principal_leave: bool = False  # approved, D18
    is_makeup: bool = False


class Why(StrEnum):
    """What the points are given or taken for."""

    LATE = "late"  # a: no leader by 08:40
    SHORT = "short"  # a: too few for too long
    LEFT_EARLY = "left_early"  # a: the last leader left before 22:00
    THROUGHOUT = "throughout"  # b: the principal took the calls 15:00–17:00
    NO_LEADER = "no_leader"  # c: neither principal nor deputy
    MAKEUP_MISSED = "makeup_missed"


@dataclass(frozen=True)
class Reason:
    """One ground; `minutes` short in total, or `at` of the first leader's coming or the last one's leaving."""

    why: Why
    minutes: int | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class Proposal:
    """Points by criterion, None where the day is not scored on it, and their sum within ±3."""

    a: int | None
    b: int | None
    c: int | None
    makeup: int | None  # −3: a missed make-up duty
    points: int
    reasons: tuple[Reason, ...]


def propose(evidence: Evidence) -> Proposal:
    """The proposed score (D20).

    An ordinary day is scored on a, b and c; a day of the principal's approved leave on a and c only; its make-up on b only,
    and with −3 where the principal was not there at all. A make-up day with leave of its own is a day of leave.
    """
    if evidence.is_makeup and not evidence.principal_leave:
        return _of_makeup(evidence)
    a_reasons, c_reasons = _a(evidence), _c(evidence)
    a = -LIMIT if a_reasons else 0
    c = -LIMIT if c_reasons else 0
    if evidence.principal_leave:
        return Proposal(a, None, c, None, limited(a, c), (*a_reasons, *c_reasons))
    b_reasons = _b(evidence)
    b = LIMIT if b_reasons else 0
    return Proposal(a, b, c, None, limited(a, b, c), (*a_reasons, *b_reasons, *c_reasons))


def limited(*parts: int) -> int:
    """The sum, not beyond ±3."""
    return max(-LIMIT, min(LIMIT, sum(parts)))


def by_minute(moment: datetime) -> datetime:
    """The time as the screen shows it."""
    return moment.replace(second=0, microsecond=0)


def _of_makeup(evidence: Evidence) -> Proposal:
    if not _spans(evidence, {Attending.PRINCIPAL}):
        return Proposal(None, 0, None, -LIMIT, -LIMIT, (Reason(Why.MAKEUP_MISSED),))
    reasons = _b(evidence)
    b = LIMIT if reasons else 0
    return Proposal(None, b, None, 0, b, reasons)


def _a(evidence: Evidence) -> tuple[Reason, ...]:
    leaders = _spans(evidence, LEADERS)
    first = min((came for came, _left in leaders), default=None)
    reasons = []
    if first is None or first > evidence.late_after:
        reasons.append(Reason(Why.LATE, at=first))
    if (minutes := short(evidence)) > evidence.short_minutes:
        reasons.append(Reason(Why.SHORT, minutes=minutes))
    last = max((left for _came, left in leaders), default=None)
    if last is not None and last < evidence.ends:
        reasons.append(Reason(Why.LEFT_EARLY, at=last))
    return tuple(reasons)


def _b(evidence: Evidence) -> tuple[Reason, ...]:
    start, end = evidence.calls
    here = any(came <= start and end <= left for came, left in _joined(_spans(evidence, {Attending.PRINCIPAL})))
    return (Reason(Why.THROUGHOUT),) if here else ()


def _c(evidence: Evidence) -> tuple[Reason, ...]:
    return () if _spans(evidence, LEADERS) else (Reason(Why.NO_LEADER),)


def short(evidence: Evidence) -> int:
    """Minutes in total, between begin and end, in which fewer leaders or fewer staff than needed were there."""
    leaders = [p for p in evidence.presences if p.attending in LEADERS]
    staff = [p for p in evidence.presences if p.attending == Attending.STAFF]
    edges = {evidence.begins, evidence.ends}
    for presence in (*leaders, *staff):
        edges.update(_within(evidence, presence) or ())
    total = timedelta()
    for start, end in pairwise(sorted(edges)):
        if _there(evidence, leaders, start) < evidence.leaders_needed or _there(evidence, staff, start) < evidence.staff_needed:
            total += end - start
    return total // MINUTE


def _there(evidence: Evidence, presences: Iterable[Presence], moment: datetime) -> int:
    """How many persons; who is entered twice at the same time is one."""
    found = set()
    for presence in presences:
        span = _within(evidence, presence)
        if span and span[0] <= moment < span[1]:
            found.add(presence.who)
    return len(found)


def _spans(evidence: Evidence, kinds: "set[Attending] | frozenset[Attending]") -> list[Span]:
    spans = (_within(evidence, presence) for presence in evidence.presences if presence.attending in kinds)
    return sorted(span for span in spans if span)


def _within(evidence: Evidence, presence: Presence) -> Span | None:
    """The presence by the minute and within the hours of duty; None where nothing of it lies in them."""
    came = max(by_minute(presence.came), evidence.begins)
    left = min(by_minute(presence.left), evidence.ends) if presence.left else evidence.ends
    return (came, left) if came < left else None


def _joined(spans: Sequence[Span]) -> list[Span]:
    """Spans that touch or overlap as one: who checks out and in within the minute was not away."""
    joined: list[Span] = []
    for came, left in spans:
        if joined and came <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], left))
        else:
            joined.append((came, left))
    return joined
