"""Which obligations a figure of the dashboard means. The figure and the list behind it are the same question, asked here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict

from hotline import clock
from hotline.deadlines.models import Deadline, DeadlineQuerySet, Kind
from hotline.people.models import Unit
from hotline.workdays.models import current
from reports import ages, tally

OVERDUE, TODAY, SOON, OPEN, PROVISIONAL = STATES = ("overdue", "today", "soon", "open", "provisional")
AGES = ("not_yet", *ages.NAMES)
NUMBER = re.compile(r"\d{1,18}", re.ASCII)
# An address older than this is read as of now: after a day nobody means the figure it came from.
FRESH = timedelta(days=1)
AT = "%Y-%m-%dT%H:%M:%S.%f"  # on the wall of the hotline; there is no summer time


class Unreadable(ValueError):
    """The address names something that does not exist."""


@dataclass(frozen=True)
class Scope:
    """The parameters of the dashboard and its lists, as they stand in an address. Empty means all.

    `at` is the instant all figures of one page are computed at. With `day` and `result` it is about a day of the trend,
    else about what is open.
    """

    at: datetime
    state: str = OPEN
    unit: int | None = None
    kind: str = ""
    age: str = ""
    day: date | None = None
    result: str = ""

    @classmethod
    def read(cls, query: QueryDict | Mapping[str, str], now: datetime) -> "Scope":
        """From an address. Raises Unreadable for what no link of ours says."""
        scope = cls(
            at=_instant(query.get("at", ""), now),
            state=_one_of(query.get("state", ""), STATES) or OPEN,
            unit=_number(query.get("unit", "")),
            kind=_one_of(query.get("kind", ""), Kind.values),
            age=_one_of(query.get("age", ""), AGES),
            day=_day(query.get("day", "")),
            result=_one_of(query.get("result", ""), tally.RESULTS),
        )
        if (scope.day is None) != (not scope.result):
            raise Unreadable(query)
        return scope

    def but(self, **changes: object) -> "Scope":
        """The same with other parameters."""
        return replace(self, **changes)  # type: ignore[arg-type]

    @cached_property
    def params(self) -> dict[str, str]:
        """As an address says it; what is empty is left out."""
        values = {
            "state": "" if self.day or self.state == OPEN else self.state,
            "unit": self.unit or "",
            "kind": self.kind,
            "age": self.age,
            "day": self.day.isoformat() if self.day else "",
            "result": self.result,
            "at": clock.local(self.at).strftime(AT),
        }
        return {name: str(value) for name, value in values.items() if value}

    @property
    def query(self) -> str:
        return urlencode(self.params)

    @property
    def filters(self) -> dict[str, str]:
        """Only what the page is narrowed to."""
        return {name: value for name, value in self.params.items() if name in ("unit", "kind")}


def rows(scope: Scope) -> DeadlineQuerySet:
    """Exactly the obligations that scope means, in no order: what a figure counts and its list shows."""
    if scope.day:
        found = tally.rows_of(scope.day, scope.result, scope.at)
    else:
        found = opened(scope.at)
        if scope.state != OPEN:
            found = found.filter(in_state(scope.state, scope.at))
        if scope.age:
            found = found.filter(by_age(scope.at)[scope.age])
    return narrowed(found, scope)


def opened(at: datetime) -> DeadlineQuerySet:
    """What is open and was so at that instant already: what was opened since has changed no figure."""
    return Deadline.objects.open().filter(opened_at__lte=at)


def narrowed(found: DeadlineQuerySet, scope: Scope) -> DeadlineQuerySet:
    """Only the unit and the kind of the scope."""
    if scope.unit:
        found = found.filter(unit=scope.unit)
    return found.filter(kind=scope.kind) if scope.kind else found


def in_state(state: str, at: datetime) -> Q:
    """A condition on open obligations. Raises KeyError for `open`, which is none."""
    midnight = clock.start_of(clock.local(at).date() + clock.DAY)
    return {
        OVERDUE: lambda: Q(due_at__lte=at),
        TODAY: lambda: Q(due_at__gt=at, due_at__lte=midnight),  # 24:00 is still today
        SOON: lambda: Q(pk__in=Deadline.objects.soon(at).values("pk")),
        PROVISIONAL: lambda: Q(provisional=True),
    }[state]()


def by_age(at: datetime) -> dict[str, Q]:
    """Conditions on open obligations: for how long they have been overdue, by the city's calendar."""
    found = {"not_yet": Q(due_at__gt=at)}
    for band in ages.bands(current(), at):
        found[band.name] = Q(due_at__lte=band.until) & (Q() if band.after is None else Q(due_at__gt=band.after))
    return found


def _instant(text: str, now: datetime) -> datetime:
    """Now, unless the address names a moment of the last day."""
    try:
        at = datetime.strptime(text, AT).replace(tzinfo=clock.TZ)
    except ValueError:
        return now
    return at if now - FRESH < at <= now else now


def _one_of(text: str, known: tuple[str, ...] | list[str]) -> str:
    if text and text not in known:
        raise Unreadable(text)
    return text


def _number(text: str) -> int | None:
    if not text:
        return None
    if not NUMBER.fullmatch(text) or not Unit.objects.filter(pk=text).exists():
        raise Unreadable(text)
    return int(text)


def _day(text: str) -> date | None:
    """A day that has one before and one after it, in any time zone."""
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Unreadable(text) from error
    if day and not MINYEAR < day.year < MAXYEAR:
        raise Unreadable(text)
    return day
