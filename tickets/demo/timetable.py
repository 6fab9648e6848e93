"""When the things of a story happened: believable instants, in order, never in the future."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby
from random import Random
from typing import Any

from hotline import clock
from hotline.workdays.rules import Calendar
from tickets.demo.acts import Act

SERVICE = (time(8, 35), time(17, 25))
OFFICE = (time(8, 5), time(21, 45))
EVENING = (time(18, 40), time(21, 45))
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Beat:
    """One act of a story and when: working days or days before the story's anchor, or minutes before now."""

    act: Act
    workdays: int | None = None
    days: int | None = None
    minutes: float | None = None
    options: dict[str, Any] = field(default_factory=dict)


def wd(workdays: int, act: Act, /, **options: Any) -> Beat:
    """So many working days before the anchor."""
    return Beat(act, workdays=workdays, options=options)


def day(days: int, act: Act, /, **options: Any) -> Beat:
    """So many days before the anchor, working days or not: the office never closes."""
    return Beat(act, days=days, options=options)


def ago(minutes: float, act: Act, /, **options: Any) -> Beat:
    """So many minutes before the demo is loaded."""
    return Beat(act, minutes=minutes, options=options)


@dataclass(frozen=True)
class Timetable:
    now: datetime
    calendar: Calendar
    random: Random

    @property
    def today(self) -> date:
        return self.now.date()

    def moments(self, beats: Sequence[Beat], anchor: date, *, evening: bool = False) -> list[datetime]:
        """An instant for each beat, each later than the one before and none after now.

        The beats of one day are spread over the hours in which whoever takes part in it works; `evening` moves those of
        the first day to after dusk.
        """
        found: list[datetime] = []
        for when, group in groupby(beats, key=lambda beat: self._day(beat, anchor)):
            found += self._within(when, list(group), evening and not found)
        if found != sorted(found) or found[-1] > self.now:
            raise ValueError(f"not in the order of time, or in the future: {beats} {found}")
        return found

    def _day(self, beat: Beat, anchor: date) -> date | None:
        if beat.minutes is not None:
            return None
        if beat.days is not None:
            return anchor - beat.days * clock.DAY
        return self.calendar.minus(anchor, beat.workdays) if beat.workdays else anchor

    def _within(self, day: date | None, beats: list[Beat], evening: bool) -> list[datetime]:
        if day is None:
            return [self.now - timedelta(minutes=beat.minutes or 0) for beat in beats]
        in_service = any(beat.act.in_service for beat in beats)
        if in_service and not self.calendar.is_workday(day):
            raise ValueError(f"nobody works at the units on {day}")
        opens, closes = SERVICE if in_service else EVENING if evening else OFFICE
        start, end = datetime.combine(day, opens, clock.TZ), datetime.combine(day, closes, clock.TZ)
        return self._spread(beats, start, end)

    def _spread(self, beats: list[Beat], start: datetime, end: datetime) -> list[datetime]:
        """A slot of the day for each beat that comes by itself; the others follow the one before."""
        own = [beat.act.soon is None for beat in beats]
        slot = (end - start) / max(1, sum(own))
        moments: list[datetime] = []
        for beat, is_own in zip(beats, own, strict=True):
            if is_own or not moments:
                used = sum(own[: len(moments)])
                # One alone may fall anywhere; several leave room at the end of their slot for what follows them soon.
                share = self.random.uniform(0.02, 0.95) if sum(own) == 1 else self.random.uniform(0.02, 0.5)
                moments.append(start + (used + share) * slot)
            else:
                low, high = beat.act.soon or (1, 1)
                moments.append(moments[-1] + self.random.uniform(low, high) * MINUTE)
        return [min(moment, end + (i - len(beats)) * MINUTE) for i, moment in enumerate(moments)]
