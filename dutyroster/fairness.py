"""How duty is spread over the units: days, weekends, holidays, missed and made up; in a constant number of queries."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Q, Subquery

from dutyroster import evidence
from dutyroster.draft import DayKind, kind_of
from dutyroster.models import Leave, Score, Shift
from dutyroster.planning import taking_part
from dutyroster.scoring import LIMIT
from hotline import clock
from hotline.people.models import Unit
from hotline.workdays.rules import MAX_YEAR, Calendar

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Line:
    """A unit's part. `missed`: the principal had leave, and the day is not made up for: not yet, or not at all (D18)."""

    unit: Unit
    days: int
    weekends: int
    holidays: int
    missed: int
    made_up: int
    last: date | None
    next: date | None


def _counted() -> Q:
    """Days of announced months, and of months that are over: history that is taken over was never announced here."""
    past = Q(ended_at__isnull=False, roster__month__lt=clock.today().replace(day=1))
    return Q(roster__announced_at__isnull=False) | past


# How the table may be sorted: the key in the address, and what it sorts by. Ties keep the order of the units.
ORDERS: dict[str, Callable[[Line], int | date]] = {
    "days": lambda line: line.days,
    "weekends": lambda line: line.weekends,
    "holidays": lambda line: line.holidays,
    "missed": lambda line: line.missed,
    "made_up": lambda line: line.made_up,
    "last": lambda line: line.last or date.min,
    "next": lambda line: line.next or date.max,
}


def period_of(year: int | None) -> tuple[date, date]:
    """First and last day: of that year, or the last 12 months up to today."""
    if year:
        return date(year, 1, 1), date(year, 12, 31)
    return clock.today() - YEAR + clock.DAY, clock.today()


def table(first: date, last: date, calendar: Calendar) -> list[Line]:
    """Every unit that takes part or had a day in the period (twelve queries at most). Announced days count, and history taken
    over."""
    rows = Shift.objects.filter(_counted(), day__range=(first, last)).values_list("unit_id", "day")
    kinds: dict[int, Counter[DayKind]] = defaultdict(Counter)
    for unit, day in rows:
        known = calendar.first_year <= day.year <= MAX_YEAR
        kinds[unit][kind_of(calendar.day(day)) if known else DayKind.WORKDAY] += 1
    missed, made_up = _missed(first, min(last, clock.today()))
    units = Unit.objects.filter(Q(pk__in=kinds.keys()) | Q(pk__in=taking_part().values("pk")))
    own = Shift.objects.filter(_counted(), unit=OuterRef("pk"))
    today = clock.today()
    units = units.annotate(
        last_duty=Subquery(own.filter(day__lte=today).order_by("-day").values("day")[:1]),
        next_duty=Subquery(own.filter(day__gt=today).order_by("day").values("day")[:1]),
    )
    return [
        Line(
            unit, kinds[unit.pk].total(), kinds[unit.pk][DayKind.WEEKEND], kinds[unit.pk][DayKind.HOLIDAY],
            missed[unit.pk], made_up[unit.pk], unit.last_duty, unit.next_duty,
        )
        for unit in units.order_by("position", "pk")
    ]  # fmt: skip


def _missed(first: date, last: date) -> tuple[Counter[int], Counter[int]]:
    """By unit the days missed with the principal's leave: not made up for, and made up for (nine queries at most)."""
    rows = Leave.objects.filter(who=Leave.Who.PRINCIPAL, granted=True, dropped_at=None, shift__day__range=(first, last))
    leaves = list(rows.order_by("shift").distinct().values_list("shift__unit", "shift__makeup"))
    done = _attended(makeup for _unit, makeup in leaves if makeup)
    missed: Counter[int] = Counter()
    made_up: Counter[int] = Counter()
    for unit, makeup in leaves:
        (made_up if makeup in done else missed)[unit] += 1
    return missed, made_up


def _attended(makeups: Iterable[int]) -> set[int]:
    """Of these make-up days those the principal attended: by the score in force, or else by the evidence of a day that is over.

    A missed one has −3 for its make-up, and stays missed (D20). One with leave of its own is a day of leave.
    """
    shifts = list(Shift.objects.filter(pk__in=list(makeups)))
    scores = {row.shift_id: row for row in Score.objects.in_force().filter(shift__in=shifts)}
    over = [shift for shift in shifts if shift.pk not in scores and shift.ends_at <= clock.now()]
    found = {pk: day.proposal.makeup == 0 for pk, day in evidence.of_many(over).items()}
    found |= {pk: row.parts.get("makeup") is not None and row.points > -LIMIT for pk, row in scores.items()}
    return {pk for pk, attended in found.items() if attended}


def ordered(lines: list[Line], order: str) -> list[Line]:
    """The table in that order, "-days" for the most first; anything else leaves it in the order of the units."""
    key = ORDERS.get(order.removeprefix("-"))
    return sorted(lines, key=key, reverse=order.startswith("-")) if key else lines
