"""The year's calendar, and the answer to "why is this due then?". Anyone signed in may read both."""

from calendar import Calendar as Weeks
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hotline import clock
from hotline.people.models import Unit
from hotline.workdays.forms import ExplainForm
from hotline.workdays.models import current
from hotline.workdays.rules import MAX_YEAR, Calendar, Day


@dataclass(frozen=True)
class Span:
    """Consecutive days of one name: the lines under a month. `where`: the unit, unless it is the whole city."""

    first: date
    last: date
    facts: Day
    where: str = ""


@dataclass(frozen=True)
class Month:
    """One month as its page needs it: weeks from Monday, None where a day belongs to another month."""

    first: date
    weeks: list[list[tuple[date, Day] | None]]
    workdays: int
    spans: list[Span]


@require_safe
def this_year(request: HttpRequest) -> HttpResponse:
    """/workdays/ leads to the present year."""
    return redirect("workdays:year", year=clock.today().year)


@require_safe
def year(request: HttpRequest, year: int) -> HttpResponse:
    """Twelve months with days off and make-up days; 404 for a year the calendar cannot know."""
    calendar = current()
    if not calendar.first_year <= year <= MAX_YEAR:
        bounds = {"year": year, "first": calendar.first_year, "last": MAX_YEAR}
        raise Http404(_("The calendar knows the years %(first)s to %(last)s, not %(year)s.") % bounds)
    closed = _closures(calendar, year)
    months = [_month(calendar, year, number, closed) for number in range(1, 13)]
    context = {
        "year": year,
        "calendar": calendar,
        "official": year in calendar.official_years,
        "months": months,
        "workdays": sum(month.workdays for month in months),
        "previous": year - 1 if year > calendar.first_year else None,
        "next": year + 1 if year < MAX_YEAR else None,
        "today": clock.today(),
    }
    return render(request, "workdays/year.html", context)


@require_safe
def explain(request: HttpRequest) -> HttpResponse:
    """/workdays/explain/?start=2026-09-30&n=7: each day up to the last, counted or why not."""
    asked = "start" in request.GET or "n" in request.GET
    form = ExplainForm(request.GET if asked else None, calendar=current(), initial={"start": clock.today(), "n": 7})
    # A wrong question is still a page: the errors stand beside the fields.
    return render(request, "workdays/explain.html", {"form": form, "found": asked and form.is_valid()})


def _closures(calendar: Calendar, year: int) -> list[tuple[str, dict[date, Day]]]:
    """The days of that year on which only some units are closed, by unit; one query, none where there are no such days."""
    days = {pk: sorted(day for day in found if day.year == year) for pk, found in calendar.local.items()}
    units = Unit.objects.filter(pk__in=[pk for pk, found in days.items() if found]).order_by("position", "pk")
    return [(unit.label, {day: calendar.of_units([unit.pk]).day(day) for day in days[unit.pk]}) for unit in units]


def _month(calendar: Calendar, year: int, number: int, closed: list[tuple[str, dict[date, Day]]]) -> Month:
    days = {day: calendar.day(day) for day in Weeks().itermonthdates(year, number) if day.month == number}
    weeks = [[(day, days[day]) if day in days else None for day in week] for week in Weeks().monthdatescalendar(year, number)]
    spans = _spans(days)
    for unit, found in closed:
        spans += _spans({day: facts for day, facts in found.items() if day.month == number}, unit)
    return Month(date(year, number, 1), weeks, sum(facts.is_workday for facts in days.values()), spans)


def _spans(days: dict[date, Day], where: str = "") -> list[Span]:
    named = enumerate((day, facts) for day, facts in days.items() if facts.name)
    # In a run of consecutive days the day's number grows as fast as its place in the list.
    runs = groupby(named, key=lambda item: (item[1][0].toordinal() - item[0], item[1][1]))
    grouped = [[day for _place, (day, _facts) in run] for _key, run in runs]
    return [Span(run[0], run[-1], days[run[0]], where) for run in grouped]
