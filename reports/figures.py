"""The figures of the dashboard: where to act. All of a page are computed at one instant, each with the scope of its list."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse

from hotline.deadlines.models import Kind
from hotline.deadlines.texts import due_text
from hotline.people.models import Unit
from reports import scope as scopes, tally
from reports.scope import AGES, OPEN, OVERDUE, PROVISIONAL, SOON, STATES, TODAY, Scope

COLUMNS = (OVERDUE, TODAY, SOON, OPEN)
UNITS_SHOWN = 15
MOST_OVERDUE = 20
BAR = 100  # width of the longest bar, in the units of its drawing


@dataclass(frozen=True)
class Figure:
    """A number and the list it opens."""

    name: str
    count: int
    scope: Scope

    @property
    def url(self) -> str:
        return f"{reverse('reports:list')}?{self.scope.query}"

    @property
    def id(self) -> str:
        """Stays the same from one refresh to the next, so that the focus does."""
        named = {name: value for name, value in self.scope.params.items() if name != "at"}
        return "-".join(["figure", self.name, *(f"{name}-{value}" for name, value in sorted(named.items()))])


@dataclass(frozen=True)
class Line:
    """A row of a table: a unit or a kind with its figures, and since when the oldest is overdue."""

    label: str
    figures: list[Figure]
    oldest: str
    bar: int = 0  # how much of the most overdue unit's it has


@dataclass
class Figures:
    """Everything countable on the page except the trend."""

    totals: list[Figure]
    units: list[Line]
    kinds: list[Line]
    ages: list[Figure]


@dataclass
class Sums:
    """Counted together for one unit, one kind, or all."""

    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    oldest: datetime | None = None

    def add(self, row: dict[str, Any]) -> None:
        for name in (*STATES, *AGES):
            self.counts[name] += row[name]
        due = [moment for moment in (self.oldest, row["oldest"]) if moment]
        self.oldest = min(due, default=None)


def figures(scope: Scope) -> Figures:
    """Count what is open within the scope's unit and kind, in two queries."""
    whole = scope.but(state=OPEN, age="", day=None, result="")
    in_all, by_unit, by_kind = Sums(), defaultdict[int, Sums](Sums), defaultdict[str, Sums](Sums)
    for row in _counted(whole):
        for sums in (in_all, by_unit[row["unit_id"]], by_kind[row["kind"]]):
            sums.add(row)
    units = Unit.objects.in_bulk(list(by_unit))
    return Figures(
        totals=[_figure(whole.but(state=name), name, in_all) for name in (OVERDUE, TODAY, SOON, OPEN, PROVISIONAL)],
        units=_lines(by_unit.items(), lambda pk: units[pk].label, lambda pk: whole.but(unit=pk)),
        kinds=_lines(by_kind.items(), lambda kind: str(Kind(kind).label), lambda kind: whole.but(kind=kind)),
        ages=[_figure(whole.but(age=age), age, in_all) for age in AGES],
    )


def _counted(whole: Scope) -> Iterable[Any]:
    """What is open by unit and kind, each state and age counted: one query over the open rows alone."""
    at = whole.at
    conditions: dict[str, Q | None] = {OPEN: None}
    conditions |= {state: scopes.in_state(state, at) for state in STATES if state != OPEN}
    conditions |= scopes.by_age(at)
    counts: dict[str, Any] = {name: Count("pk", filter=condition) for name, condition in conditions.items()}
    oldest = Min("due_at", filter=scopes.in_state(OVERDUE, at))
    return scopes.rows(whole).values("unit_id", "kind").annotate(**counts, oldest=oldest).order_by()


def _figure(scope: Scope, name: str, sums: Sums) -> Figure:
    return Figure(name, sums.counts[name], scope)


def _lines(found: Iterable[tuple[Any, Sums]], label: Callable[[Any], str], narrow: Callable[[Any], Scope]) -> list[Line]:
    """The one with most overdue first, then most due today, and so on."""
    rows = sorted(found, key=lambda row: ([-row[1].counts[name] for name in COLUMNS], label(row[0])))
    most = max((sums.counts[OVERDUE] for _key, sums in rows), default=0) or 1
    return [
        Line(
            label(key),
            [_figure(narrow(key).but(state=name), name, sums) for name in COLUMNS],
            due_text(sums.oldest, narrow(key).at.year) if sums.oldest else "",
            round(BAR * sums.counts[OVERDUE] / most),
        )
        for key, sums in rows
    ]


@dataclass(frozen=True)
class TrendDay:
    """A day of the trend: its figures in the order of `tally.RESULTS`."""

    point: tally.Point
    figures: list[Figure]


def trend(scope: Scope) -> list[TrendDay]:
    """The last 30 days and today, within the scope's unit and kind."""
    points = tally.trend(lambda rows: scopes.narrowed(rows, scope), scope.at, **scope.filters)
    return [
        TrendDay(
            point,
            [
                Figure(name, getattr(point.counts, name), scope.but(state=OPEN, age="", day=point.day, result=name))
                for name in tally.RESULTS
            ],
        )
        for point in points
    ]
