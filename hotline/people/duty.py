"""Who is on duty? The roster answers; until one is registered, nobody is (D11).

Screens, reminders, permissions and scores all ask here or the roster itself: swaps, leave and substitutes are resolved once.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Duty:
    """The command of one duty day: the unit, and its leaders as they really are there (substitutes in, absent out).

    `callers` are those of the leaders who take the calls of citizens asking for the leader at the instant asked about (D17).
    """

    shift: int
    day: date
    unit: int
    begins_at: datetime
    ends_at: datetime
    leaders: frozenset[int] = frozenset()
    principals: frozenset[int] = frozenset()
    callers: frozenset[int] = field(default=frozenset())
    is_principal_away: bool = False  # on approved leave: the deputy leads, and it is marked so (D18)

    def is_running(self, moment: datetime) -> bool:
        """Whether the powers of the shift are in force at that instant (half-open)."""
        return self.begins_at <= moment < self.ends_at


@dataclass(frozen=True)
class Roster:
    """What the duty roster answers about this instant."""

    running: Callable[[], Duty | None] = lambda: None
    coming: Callable[[], Duty | None] = lambda: None  # the next shift that has not begun
    # Ids of the tickets that lie before the leaders of that shift on its callback sheet (D10).
    sheet: Callable[[Duty], frozenset[int]] = lambda duty: frozenset()


_roster = Roster()


def register(roster: Roster) -> None:
    """The duty roster registers here."""
    global _roster
    _roster = roster


def duty_now() -> Duty | None:
    """The shift whose powers are in force at this instant; None from 22:00 to 08:30 and where no roster names a unit."""
    return _roster.running()


def duty_next() -> Duty | None:
    """The next shift that has not begun yet."""
    return _roster.coming()


def on_duty_now() -> frozenset[int]:
    """Ids of the leaders who have the powers of the shift at this instant; they come from the shift alone (D11)."""
    duty = duty_now()
    return duty.leaders if duty else frozenset()


def sheet_of(duty: Duty) -> frozenset[int]:
    """Ids of the tickets on the callback sheet that lies before the leaders of that shift (D10)."""
    return _roster.sheet(duty)
