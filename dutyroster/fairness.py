"""How duty is spread over the units: days, weekends, holidays, missed and made up; in a constant number of queries."""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import OuterRef, Q, Subquery

from dutyroster.draft import DayKind, kind_of
from dutyroster.models import Leave, Shift
from dutyroster.planning import taking_part
from hotline import clock
from hotline.people.models import Unit
from hotline.workdays.rules import MAX_YEAR, Calendar

YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Line:
    """A unit's part. `missed`: the principal had leave and the day is not made up for yet (D18)."""

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
    """Every unit that takes part or had a day in the period (four queries). Announced days count, and history taken over."""
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
    """By unit the days missed with the principal's leave: not made up for yet, and made up for."""
    rows = Leave.objects.filter(who=Leave.Who.PRINCIPAL, granted=True, dropped_at=None, shift__day__range=(first, last))
    missed: Counter[int] = Counter()
    made_up: Counter[int] = Counter()
    today = clock.today()
    for unit, makeup in rows.order_by("shift").distinct().values_list("shift__unit", "shift__makeup__day"):
        (made_up if makeup and makeup < today else missed)[unit] += 1
    return missed, made_up


def ordered(lines: list[Line], order: str) -> list[Line]:
    """The table in that order, "-days" for the most first; anything else leaves it in the order of the units."""
    key = ORDERS.get(order.removeprefix("-"))
    return sorted(lines, key=key, reverse=order.startswith("-")) if key else lines
