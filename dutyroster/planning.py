"""What planning reads: the units that take part, what they had before, what they owe. Each a constant number of queries."""

from collections.abc import Collection, Mapping
from datetime import date
from itertools import pairwise

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from dutyroster.actions.roster import month_days
from dutyroster.draft import APART, REMEMBERED, Debt
from dutyroster.models import Leave, Shift
from hotline import clock
from hotline.people.models import Unit

_WEEK = 7
OWES_MAKEUP = Q(leaves__who=Leave.Who.PRINCIPAL, leaves__granted=True, leaves__dropped_at=None)


def taking_part() -> "QuerySet[Unit]":
    """The member units that do duty: active, at the top of the tree, not the office (D1). In the order of the list of units."""
    found: QuerySet[Unit] = Unit.objects.filter(is_active=True, parent=None).exclude(kind=Unit.Kind.OFFICE)
    return found.order_by("position", "pk")


def newcomers(units: Collection[int]) -> set[int]:
    """Those of these units that never had a duty day (one query)."""
    return set(units) - set(Shift.objects.filter(unit__in=units).values_list("unit", flat=True).distinct())


def history(month: date) -> dict[int, set[date]]:
    """By unit its duty days of the three years before the month and of the first days after it (one query)."""
    end = month_days(month)[-1]
    rows = Shift.objects.filter(day__gte=month - REMEMBERED, day__lte=end + APART * clock.DAY)
    found: dict[int, set[date]] = {}
    for unit, day in rows.exclude(day__gte=month, day__lte=end).order_by("day").values_list("unit_id", "day"):
        found.setdefault(unit, set()).add(day)
    return found


def soon(month: date, days: Mapping[date, int], names: Mapping[int, str]) -> list[str]:
    """Sentences on the named units with less than a week between two days: `days` (unit ids) of that month, and those of the
    months around (one query)."""
    own = month_days(month)
    near = Shift.objects.filter(day__range=(own[0] - _WEEK * clock.DAY, own[-1] + _WEEK * clock.DAY)).exclude(day__in=own)
    found: dict[int, list[date]] = {}
    for day, unit in sorted({**dict(near.values_list("day", "unit")), **days}.items()):
        found.setdefault(unit, []).append(day)
    message = _("%(unit)s is on duty on %(first)s and again on %(second)s, less than a week later.")
    return [
        message % {"unit": names[unit], "first": f"{one:%m-%d}", "second": f"{two:%m-%d}"}
        for unit, of_unit in found.items()
        for one, two in pairwise(of_unit)
        if unit in names and (two - one).days < _WEEK
    ]


def debts(month: date | None = None) -> list[Shift]:
    """Duty days that still have to be made up for (D18), the oldest first (one query); with `month` also those made up for in
    that month, whose make-up may be moved there."""
    open_ = Q(makeup=None)
    if month:
        days = month_days(month)
        open_ |= Q(makeup__day__range=(days[0], days[-1]))
    return list(Shift.objects.filter(OWES_MAKEUP, open_).select_related("unit").order_by("day").distinct())


def open_debts(units: Collection[int]) -> list[Debt]:
    """The same for a draft: what these units owe and nobody has placed yet."""
    rows = Shift.objects.filter(OWES_MAKEUP, makeup=None, unit__in=units).order_by("day").distinct()
    return [Debt(pk, unit, day) for pk, unit, day in rows.values_list("pk", "unit_id", "day")]
