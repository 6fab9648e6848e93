"""Changes of the calendar before they are made: what somebody wishes, what it would do to the rows, and the calendar then.

A wish is plain values, so it can travel through the preview's form; what it does is worked out from the rows as they are,
at the preview and once more when it is confirmed.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core import signing
from django.db import models
from django.utils.translation import gettext as _, gettext_lazy

from hotline import clock
from hotline.workdays.models import Entry, build
from hotline.workdays.rules import Calendar, Kind
from hotline.workdays.schedules import Schedule

_SALT = "hotline.workdays.changes"
_VALID = timedelta(hours=12)  # as long as a session


class What(models.TextChoices):
    OFFICIAL = "official", gettext_lazy("official schedule")
    LOCAL = "local", gettext_lazy("local day off")
    EMERGENCY = "emergency", gettext_lazy("emergency closure")
    REMOVE = "remove", gettext_lazy("removed entries")


class Refused(ValueError):
    """The change is not possible, for the reason in the sentence."""


@dataclass(frozen=True)
class Wish:
    """What somebody wants: rows to have (or, to remove, to be rid of), and for a schedule its year and where it is from."""

    what: What
    rows: tuple[Entry, ...]
    year: int = 0
    source: str = ""

    @property
    def title(self) -> str:
        """The change in a few words, for the version's record and the job."""
        if self.what == What.OFFICIAL:
            return _("official schedule of %(year)s") % {"year": self.year}
        days = sorted(row.date for row in self.rows)
        names = "、".join(dict.fromkeys(row.name for row in self.rows))
        said = {"what": self.what.label, "name": names[:60], "first": f"{days[0]}", "last": f"{days[-1]}"}
        one, more = _("%(what)s: %(name)s, on %(first)s"), _("%(what)s: %(name)s, %(first)s to %(last)s")
        return (one if days[0] == days[-1] else more) % said


@dataclass(frozen=True)
class Change:
    """What a wish does to the calendar: nothing is saved yet."""

    wish: Wish
    version: int
    added: frozenset[Entry]
    removed: frozenset[Entry]

    def rows(self, before: Iterable[Entry]) -> frozenset[Entry]:
        """All rows as they would be."""
        return (frozenset(before) - self.removed) | self.added

    def calendar(self, before: Iterable[Entry], official: frozenset[int], now: Calendar) -> Calendar:
        """The calendar as it would be: the next version of `now`, which is made of the rows `before`."""
        years = official | {self.wish.year} if self.wish.what == What.OFFICIAL else official
        return build(self.rows(before), years, now.version + 1, now.day_ends_at, now.service_ends_at)


def make(wish: Wish, before: Iterable[Entry], official: frozenset[int], version: int) -> Change:
    """What the wish does to the rows `before` of that version. Raises Refused with a sentence."""
    if wish.what == What.OFFICIAL and wish.year < min(official, default=wish.year):
        raise Refused(_("The calendar begins with %(year)s. Earlier schedules are not needed.") % {"year": min(official)})
    rows = frozenset(before)
    added, removed = _MAKERS[wish.what](wish, rows)
    if not (added or removed or (wish.what == What.OFFICIAL and wish.year not in official)):
        raise Refused(_("The calendar already says exactly this: nothing would change."))
    return Change(wish, version, added, removed)


def of_schedule(schedule: Schedule, source: str) -> Wish:
    """The wish to have a year's official schedule."""
    rows = tuple(Entry(row.date, row.is_workday, row.name, Kind.OFFICIAL) for row in schedule.rows)
    return Wish(What.OFFICIAL, rows, schedule.year, source)


def closure(kind: Kind, first: date, last: date, name: str, unit_ids: Iterable[int | None]) -> Wish:
    """The wish to close the whole city (None) or some units from one day to another, both included."""
    days = [first + clock.DAY * n for n in range((last - first).days + 1)]
    return Wish(What(kind.value), tuple(Entry(day, False, name, kind, unit_id) for unit_id in unit_ids for day in days))


def removal(rows: Iterable[Entry]) -> Wish:
    """The wish to lift local days off and emergency closures."""
    return Wish(What.REMOVE, tuple(rows))


def pack(change: Change) -> str:
    """The wish and the version it was looked at with, signed, for the preview's form."""
    wish = change.wish
    rows = [(row.date.isoformat(), row.is_workday, row.name, row.kind.value, row.unit_id) for row in wish.rows]
    return signing.dumps([change.version, wish.what.value, wish.year, wish.source, rows], salt=_SALT, compress=True)


def unpack(text: str) -> tuple[Wish, int]:
    """The wish and its version from a preview's form. Raises Refused where it is not ours or too old."""
    try:
        version, what, year, source, rows = signing.loads(text, salt=_SALT, max_age=_VALID)
    except signing.BadSignature:
        raise Refused(_("This preview is too old. Please begin again.")) from None
    return Wish(What(what), tuple(_entry(*row) for row in rows), year, source), version


def _entry(day: str, is_workday: bool, name: str, kind: str, unit_id: int | None) -> Entry:
    return Entry(date.fromisoformat(day), is_workday, name, Kind(kind), unit_id)


def year_of(row: Entry) -> int:
    """The year whose notice an official day is from: 元旦 reaches back into the December before."""
    return row.date.year + (row.date.month == 12 and "元旦" in row.name)


Rows = frozenset[Entry]


def _official(wish: Wish, rows: Rows) -> tuple[Rows, Rows]:
    """Only that year's official rows are replaced."""
    wanted = frozenset(wish.rows)
    days = {row.date for row in wanted}
    old = {r for r in rows if r.kind == Kind.OFFICIAL and (year_of(r) == wish.year or r.date in days)}
    return wanted - rows, frozenset(old) - wanted


def _closure(wish: Wish, rows: Rows) -> tuple[Rows, Rows]:
    taken = {(row.date, row.kind, row.unit_id) for row in rows}
    for row in wish.rows:
        if (row.date, row.kind, row.unit_id) in taken:
            message = _("%(day)s is entered already. Remove that entry first, or leave the day out.")
            raise Refused(message % {"day": f"{row.date}"})
    return frozenset(wish.rows), frozenset()


def _removal(wish: Wish, rows: Rows) -> tuple[Rows, Rows]:
    gone = [row for row in wish.rows if row not in rows]
    if gone:
        raise Refused(_("%(day)s %(name)s is no longer there.") % {"day": f"{gone[0].date}", "name": gone[0].name})
    return frozenset(), frozenset(wish.rows)


_MAKERS: dict[What, Callable[[Wish, Rows], tuple[Rows, Rows]]] = {
    What.OFFICIAL: _official,
    What.LOCAL: _closure,
    What.EMERGENCY: _closure,
    What.REMOVE: _removal,
}


@dataclass(frozen=True)
class Difference:
    """One day that a change makes different: before and after, for the city (unit None) or one unit."""

    day: date
    unit_id: int | None
    before: Any
    after: Any

    @property
    def counts(self) -> bool:
        """Whether the day is worked before and not after, or the other way round."""
        return bool(self.before.is_workday != self.after.is_workday)


def differences(change: Change, before: Calendar, after: Calendar) -> list[Difference]:
    """The days that become different, in order. Of a year that becomes official, the days that were only provisional too."""
    touched = {(row.date, row.unit_id) for row in change.added | change.removed}
    if change.wish.what == What.OFFICIAL and change.wish.year not in before.official_years:
        first = date(change.wish.year, 1, 1)
        touched |= {(first + clock.DAY * n, None) for n in range(366) if (first + clock.DAY * n).year == first.year}
    found = []
    for day, unit_id in sorted(touched, key=lambda key: (key[0], key[1] or 0)):
        if day.year < before.first_year:  # nobody counts there
            continue
        units = [unit_id] if unit_id else []
        was, then = before.of_units(units).day(day), after.of_units(units).day(day)
        if (was.is_workday, was.reason, was.name) != (then.is_workday, then.reason, then.name):
            found.append(Difference(day, unit_id, was, then))
    return found
