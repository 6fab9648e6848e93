"""How long something has been overdue, in whole working days that have passed since its last day.

Pure: the calendar is handed in. The bands begin where the alarms after the due time come: after 1, 3 and 5 working days.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hotline import clock
from hotline.workdays.rules import Calendar

BOUNDS = (1, 3, 5)
NAMES = ("day1", "day3", "day5", "older")  # less than 1, 1 or 2, 3 or 4, 5 or more
COUNTED = 60  # further back nobody needs the exact number


@dataclass(frozen=True)
class Band:
    """Due times after `after` (None: of all times) and up to `until` have that age."""

    name: str
    after: datetime | None
    until: datetime


def bands(calendar: Calendar, at: datetime) -> tuple[Band, ...]:
    """The four ages of what is overdue at that instant, as half-open ranges of due times that leave nothing out."""
    day = clock.local(at).date()
    # `n` whole working days have passed ⇔ the last day is before the n-th working day before today ⇔ due by its 00:00.
    edges = [at, *(clock.start_of(calendar.minus(day, n)) for n in BOUNDS)]
    return tuple(Band(name, after, until) for name, after, until in zip(NAMES, [*edges[1:], None], edges, strict=True))


def marks(calendar: Calendar, at: datetime) -> list[datetime]:
    """Where the last `COUNTED` whole working days before today began, the oldest first: what `passed` counts with."""
    day, found = clock.local(at).date(), []
    for _n in range(COUNTED):
        day = calendar.previous_workday(day)
        found.append(clock.start_of(day))
    return found[::-1]


def passed(due_at: datetime, begun: Sequence[datetime]) -> int:
    """Whole working days since the last day of something due then; at most `COUNTED`."""
    return len(begun) - bisect_left(begun, due_at)
