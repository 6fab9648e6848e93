"""The fairness table: how duty is spread over the units, on screen and as Excel. Everybody signed in may read it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_GET

from dutyroster import fairness
from dutyroster.fairness import Line
from dutyroster.models import Roster
from hotline import clock, tables
from hotline.downloads import download
from hotline.workdays.models import current

YEARS_BACK = 10


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """/duty/fairness/?year=2026&order=-weekends; `file=xlsx` gives the table as Excel."""
    years = _years()
    year = _year(request.GET.get("year", ""), years)
    order = request.GET.get("order", "")
    first, last = fairness.period_of(year)
    lines = fairness.ordered(fairness.table(first, last, current()), order)
    if request.GET.get("file") == "xlsx":
        return _excel(lines, f"{first}—{last}")
    context = {
        "lines": lines,
        "year": year,
        "years": years,
        "first": first,
        "last": last,
        "columns": [_column(key, title, year, order) for key, title in columns()],
        "file_url": "?" + urlencode({"year": year or "", "order": order, "file": "xlsx"}),
    }
    return render(request, "dutyroster/fairness.html", context)


def columns() -> list[tuple[str, str]]:
    """The columns after the unit: key in the address and heading."""
    return [
        ("days", _("Duty days")),
        ("weekends", _("Weekend days")),
        ("holidays", _("Holidays")),
        ("missed", pgettext("duty", "Missed, not made up")),
        ("made_up", pgettext("duty", "Made up")),
        ("last", _("Last duty")),
        ("next", _("Next duty")),
    ]


def _column(key: str, title: str, year: int | None, order: str) -> dict[str, Any]:
    """A heading that sorts: the first click the most first (days of duty: the longest ago first), the second the other way."""
    first = key if key in ("last", "next") else f"-{key}"
    other = key if first.startswith("-") else f"-{key}"
    wanted = other if order == first else first
    return {
        "title": title,
        "url": "?" + urlencode({"year": year or "", "order": wanted}),
        "sort": "" if order not in (first, other) else "descending" if order.startswith("-") else "ascending",
    }


def _years() -> list[int]:
    """The years with a roster, newest first, and the present one."""
    this = clock.today().year
    found = Roster.objects.filter(month__year__gte=this - YEARS_BACK, announced_at__isnull=False).dates("month", "year")
    return sorted({this, *(day.year for day in found)}, reverse=True)


def _year(text: str, years: list[int]) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 and int(text) in years else None


def _excel(lines: list[Line], period: str) -> HttpResponse:
    head = [_("Unit"), *(title for _key, title in columns())]
    rows = [
        [line.unit.name, line.days, line.weekends, line.holidays, line.missed, line.made_up, line.last, line.next]
        for line in lines
    ]
    widths = [36, 10, 12, 10, 18, 10, 12, 12]
    title = _("Duty %(period)s") % {"period": period}
    return download(tables.write({title: [head, *rows]}, widths={title: widths}), f"{title}.xlsx")
