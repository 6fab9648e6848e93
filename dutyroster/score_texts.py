"""A score in words: its grounds, what is open about the evidence, and the bars of the day's timeline."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from dutyroster.evidence import Found, Line
from dutyroster.scoring import Reason, Why, by_minute
from hotline import clock

MINUTE = timedelta(minutes=1)


def reason_text(reason: Reason, found: Found) -> str:
    """One ground, with the times it was seen from."""
    late = f"{found.evidence.late_after:%H:%M}"
    calls = "–".join(f"{moment:%H:%M}" for moment in found.evidence.calls)
    said: dict[Why, Any] = {
        Why.LATE: (
            _("no leader had checked in by %(late)s; the first came at %(at)s")
            if reason.at
            else _("no leader had checked in by %(late)s")
        ),
        Why.SHORT: _("fewer than needed were there for %(minutes)s minutes in total"),
        Why.LEFT_EARLY: _("the last leader left at %(at)s, before %(end)s"),
        Why.THROUGHOUT: _("the principal was there throughout %(calls)s"),
        Why.NO_LEADER: _("neither principal nor deputy was there"),
        Why.MAKEUP_MISSED: _("the principal was not there for the make-up duty"),
    }
    values = {
        "late": late, "calls": calls, "minutes": reason.minutes, "end": f"{found.evidence.ends:%H:%M}",
        "at": f"{reason.at:%H:%M}" if reason.at else "",
    }  # fmt: skip
    return str(said[reason.why] % values)


def question_text(question: str) -> str:
    """What is open about the evidence."""
    return {
        "came": _("a check-in is not confirmed: it does not count"),
        "left": _("a check-out is not confirmed: it does not count, the person counts as still there"),
        "stayed": _("a check-out is missing: the person counts as there until the end"),
        "leave": _("a request for leave is undecided"),
        "nothing": _("no confirmed presence: was nobody there, or was nothing recorded?"),
    }[question]


def questions(found: Found) -> list[str]:
    """Each kind of question once."""
    return [question_text(question) for question in dict.fromkeys(found.questions)]


def criteria(found: Found) -> list[dict[str, Any]]:
    """a, b, c and the make-up with their points (None: not scored on this day) and grounds."""
    proposal = found.proposal
    by_key: dict[str, list[str]] = {}
    for reason in proposal.reasons:
        by_key.setdefault(_CRITERION[reason.why], []).append(reason_text(reason, found))
    named = [
        ("a", "a", _("Hours and headcount kept"), proposal.a),
        ("b", "b", _("The principal took the calls"), proposal.b),
        ("c", "c", _("Principal or deputy there"), proposal.c),
    ]
    if proposal.makeup is not None:
        named.append(("makeup", _("make-up"), _("Make-up duty done"), proposal.makeup))
    return [
        {"key": key, "label": label, "title": title, "points": points, "grounds": by_key.get(key, [])}
        for key, label, title, points in named
    ]


_CRITERION = {
    Why.LATE: "a", Why.SHORT: "a", Why.LEFT_EARLY: "a", Why.THROUGHOUT: "b", Why.NO_LEADER: "c", Why.MAKEUP_MISSED: "makeup",
}  # fmt: skip


def bar(line: Line, found: Found) -> dict[str, int]:
    """Where the presence lies in the day, in minutes since its begin: from, width, and the span of the day and the calls."""
    begins, ends = found.evidence.begins, found.evidence.ends
    came = min(max(by_minute(clock.local(line.row.came_at)), begins), ends)
    left = by_minute(clock.local(line.row.left_at)) if line.row.left_at else ends
    left = max(came, min(left, ends))
    start, end = found.evidence.calls
    return {
        "from": (came - begins) // MINUTE,
        "width": max((left - came) // MINUTE, 2),
        "span": (ends - begins) // MINUTE,
        "calls": (start - begins) // MINUTE,
        "calls_width": (end - start) // MINUTE,
    }


def signed(points: int | None) -> str:
    """+3, 0, −3, or nothing where the day is not scored on it."""
    if points is None:
        return "—"
    return f"−{-points}" if points < 0 else f"+{points}" if points else "0"
