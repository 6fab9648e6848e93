"""The year's scores by unit (D20): days done, how often each criterion gave points, the sum, what is still open."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from dutyroster import evidence
from dutyroster.models import Score
from dutyroster.score_texts import signed
from hotline.people.models import Person, Unit

WIDTHS = (36, 10, 8, 8, 8, 16, 14, 10, 14)


@dataclass
class Row:
    """A unit's year. `days` are those that are over; `open` of them have no score in force."""

    unit: Unit
    days: int = 0
    a: int = 0
    b: int = 0
    c: int = 0
    makeup: int = 0
    other: int = 0  # the head set other points than the criteria gave
    points: int = 0
    open: int = 0

    @property
    def shown(self) -> str:
        """The sum as it is written: −3, 0, +6."""
        return signed(self.points)


def table(person: Person, year: int) -> list[Row]:
    """The rows this person may see, in the order of the units (three queries)."""
    of_year = evidence.days_of(person).filter(day__year=year)
    scored = Score.objects.in_force().filter(year=year, shift__in=of_year)
    rows: dict[int, Row] = {}
    units = Unit.objects.in_bulk(set(of_year.values_list("unit_id", flat=True)))

    def row(pk: int) -> Row:
        return rows.setdefault(pk, Row(units[pk]))

    for pk, n in evidence.waiting(of_year).order_by().values_list("unit").annotate(n=Count("pk")):
        row(pk).open = n
        row(pk).days += n
    for pk, parts, points, proposed in scored.values_list("shift__unit", "parts", "points", "proposed"):
        is_other = points != proposed
        row(pk).days += 1
        row(pk).points += points
        for key in ("other",) if is_other else ("a", "b", "c", "makeup"):
            setattr(row(pk), key, getattr(row(pk), key) + (is_other or bool(parts.get(key))))
    return sorted(rows.values(), key=lambda r: (r.unit.position, r.unit.pk))


def sheet(person: Person, year: int) -> list[list[Any]]:
    """The same as rows of a sheet, the first of them the header."""
    header = [
        _("Unit"), _("Duty days"), _("a: −3"), _("b: +3"), _("c: −3"), _("Make-up missed: −3"), _("Set otherwise"), _("Points"),
        _("Not confirmed yet"),
    ]  # fmt: skip
    rows = table(person, year)
    return [header, *([r.unit.name, r.days, r.a, r.b, r.c, r.makeup, r.other, r.points, r.open] for r in rows)]
