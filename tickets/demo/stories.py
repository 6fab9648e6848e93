"""A story: a kind of call and what became of it so far; and the turns most stories have in common."""

from dataclasses import dataclass

from tickets.demo import acts
from tickets.demo.timetable import Beat, day, wd
from tickets.demo_content import SCENARIOS, UNITS
from tickets.models import Instruction, Step

APPROVING = frozenset(unit.short_name for unit in UNITS if unit.approves_replies)
SCENARIO = {scenario.key: scenario for scenario in SCENARIOS}
SATISFIED = (0, 1, 2)  # notes of callers who are content


@dataclass(frozen=True)
class Story:
    """`key` names the scenario; `step` is where the ticket waits at the end; `anchor`: days before today, for `wd` and `day`."""

    key: str
    step: Step
    beats: tuple[Beat, ...]
    anchor: int = 0
    evening: bool = False
    asks_for_duty_leader: bool = False

    @property
    def tickets(self) -> int:
        """How many tickets it makes: repeats and reopenings count."""
        return sum(beat.act.makes_ticket for beat in self.beats)


Beats = tuple[Beat, ...]


def told(days: int, *more: Beat) -> Beats:
    """Registered that day; what follows at once is `more`."""
    return (day(days, acts.register), *more)


def dispatched(k: int, **options: str) -> Beats:
    return (wd(k, acts.register), wd(k, acts.dispatch, **options))


def signed(key: str, k: int) -> Beats:
    """By every unit that has a part."""
    return (wd(k, acts.sign), *((wd(k, acts.assist_sign),) if SCENARIO[key].assist else ()))


def in_hand(key: str, k: int, *progress: int) -> Beats:
    """Dispatched and signed for `k` working days ago, reported on so many days ago."""
    reports = tuple(wd(n, acts.progress) for n in progress)
    return dispatched(k) + signed(key, k) + reports


def assisted(key: str, k: int) -> Beats:
    return (wd(k, acts.assist_report),) if SCENARIO[key].assist else ()


def replied(key: str, k: int, *, again: bool = False, by: str = "") -> Beats:
    """The lead's reply has reached the office, after its leader where the unit wants it."""
    reply = (wd(k, acts.reply, again=again),)
    return (*reply, wd(k, acts.approve)) if (by or SCENARIO[key].unit) in APPROVING else reply


def resulted(key: str, days: tuple[int, ...], k: int, *after: Beat) -> Beats:
    """In hand (see there) with the result at the office `k` working days ago."""
    return (*in_hand(key, *days), *assisted(key, min(days[0], k + 1)), *replied(key, k), *after)


def settled(key: str, days: tuple[int, ...], *, note: int | None = 1) -> Beats:
    """From the call to acceptance on the day of the anchor; `note` is what the caller says of it."""
    return resulted(key, days, 1, day(0, acts.tell), *(() if note is None else (day(0, acts.callback, note=note),)), ACCEPTED)


def submitted(k: int, why: Instruction.Why, words: str) -> Beat:
    return wd(k, acts.submit, why=why, words=words)


def called_back(k: int, note: int) -> Beat:
    return wd(k, acts.callback, note=note)


ACCEPTED = day(0, acts.accept)
TOLD_AND_ACCEPTED = (day(0, acts.tell), day(0, acts.callback, note=1), ACCEPTED)
