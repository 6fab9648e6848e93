"""The versions of a month's roster: who made which change when, and each of them as a calendar (D1)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dutyroster import month as months
from dutyroster.actions import roster as rosters
from dutyroster.importing import Difference, differences
from dutyroster.models import Version
from dutyroster.views.imports import weeks
from hotline.paging import page_of
from tickets.views import person_of

_PAGE = 20
_LONGEST_NUMBER = 9


@require_safe
def versions(request: HttpRequest, month: date) -> HttpResponse:
    """/duty/roster/2022-04/versions/, newest first; ?number=3 shows that one as a calendar, else the newest. For planners."""
    if not rosters.may_plan(person_of(request)):
        raise PermissionDenied
    calendar = months.calendar_of(month)
    rows = Version.objects.filter(roster__month=month)
    page = page_of(rows, request.GET, _PAGE, key="number")
    shown = _asked(rows, request.GET.get("number", ""), page.rows)
    before = _before(rows, [*page.rows, *([shown] if shown else [])])
    changes = _changes(shown, before) if shown else []
    context = {
        "month": month,
        "page": page,
        "versions": [(version, [d for d in _changes(version, before) if d.state != "same"]) for version in page.rows],
        "shown": shown,
        "weeks": weeks(month, {change.day: change for change in changes}, calendar) if shown else [],
    }
    return render(request, "dutyroster/versions.html", context)


def _asked(rows: "QuerySet[Version]", number: str, listed: Sequence[Version]) -> Version | None:
    """The version of that number, 404 where there is none; the first of those listed where none is named."""
    if not number:
        return listed[0] if listed else None
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER):
        raise Http404
    found = next((version for version in listed if version.number == int(number)), None)
    return found or get_object_or_404(rows, number=int(number))


def _before(rows: "QuerySet[Version]", versions: Sequence[Version]) -> dict[int, dict[date, str]]:
    """The days of these versions and of the one before each, by its number (one query)."""
    numbers = {version.number + step for version in versions for step in (0, -1)}
    return {number: _days(days) for number, days in rows.filter(number__in=numbers).values_list("number", "days")}


def _days(days: dict[str, Any]) -> dict[date, str]:
    """Each day's unit as it was called, with the day it makes up for."""
    return {date.fromisoformat(day): _said(found) for day, found in days.items()}


def _said(found: dict[str, Any]) -> str:
    if not found.get("makeup_of"):
        return str(found["name"])
    return _("%(unit)s (make-up for %(day)s)") % {"unit": found["name"], "day": found["makeup_of"]}


def _changes(version: Version, days: dict[int, dict[date, str]]) -> list[Difference]:
    return differences(days.get(version.number - 1, {}), days.get(version.number, {}))
