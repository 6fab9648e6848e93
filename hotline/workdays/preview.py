"""What a change of the calendar would do to the deadlines. They live on a floor above, which registers here to answer."""

from collections.abc import Callable
from dataclasses import dataclass

from hotline.people.models import Person
from hotline.workdays.rules import Calendar


@dataclass(frozen=True)
class Move:
    """One obligation that would move. `link` is empty where the reader may not see what it is about."""

    number: str
    link: str
    unit: str
    kind: str
    before: str
    after: str


@dataclass(frozen=True)
class Preview:
    """How many open deadlines were looked at and how many move; the first of them; counts by unit and by days moved."""

    total: int
    moving: int
    moves: list[Move]
    by_unit: list[tuple[str, int]]
    by_days: list[tuple[int, int]]


Look = Callable[[Calendar, Person | None], Preview]
_look: Look | None = None


def register(look: Look) -> None:
    """The floor of the deadlines says what would move."""
    global _look
    _look = look


def look(calendar: Calendar, reader: Person | None) -> Preview:
    """What would move if that calendar were in force; nothing is saved."""
    return _look(calendar, reader) if _look else Preview(0, 0, [], [], [])
