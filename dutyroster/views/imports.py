"""The upload of a month's roster: file or text, doubtful names, preview, confirmation (D1). Nothing is saved before."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dutyroster import month as months
from dutyroster.actions import imports, roster as rosters
from dutyroster.actions.roster import Stale
from dutyroster.checking import check
from dutyroster.draft import DayKind, kind_of
from dutyroster.forms.imports import NamesForm, RosterForm
from dutyroster.importing import Wish, look, pack_reading, unpack, unpack_reading, wish_of
from dutyroster.reading import Reading
from hotline.people.models import Person
from hotline.workdays.rules import Calendar, Day
from tickets.operation import Refused
from tickets.views import person_of


@dataclass(frozen=True)
class Cell:
    """A day of a month on these pages: what kind of day it is and what is shown in it."""

    day: date
    facts: Day
    shown: Any

    @property
    def kind(self) -> DayKind:
        return kind_of(self.facts)


def weeks(month: date, shown: dict[date, Any], calendar: Calendar) -> list[list[Cell | None]]:
    """The month as its pages show it, with what is shown for each day."""
    return months.weeks(month, [Cell(day, calendar.day(day), shown.get(day)) for day in rosters.month_days(month)])


@require_http_methods(["GET", "POST"])
def import_month(request: HttpRequest, month: date) -> HttpResponse:
    """/duty/roster/2022-04/import/ for those who plan. 422 with every fault, 409 where the month was changed meanwhile."""
    person = person_of(request)
    if not rosters.may_plan(person):
        raise PermissionDenied
    calendar = months.calendar_of(month)
    if "confirm" in request.POST:
        return _confirm(request, person, month, calendar)
    if "names" in request.POST:
        return _names(request, month, calendar)
    form = RosterForm(month, request.POST, request.FILES) if request.method == "POST" else RosterForm(month)
    if request.method == "POST" and form.is_valid():
        return _checked(request, form, month, calendar)
    return _page(request, form, month)


def _page(request: HttpRequest, form: RosterForm, month: date) -> HttpResponse:
    context = {"form": form, "month": month, "faults": form.faults}
    return render(request, "dutyroster/import.html", context, status=422 if form.errors else 200)


def _checked(request: HttpRequest, form: RosterForm, month: date, calendar: Calendar) -> HttpResponse:
    """The faults; or, where there are only doubtful names, the question which units are meant; or the preview."""
    found = check(form.reading)
    if found.faults:
        form.refuse(found.all_faults)
        return _page(request, form, month)
    if found.doubts:
        return _ask(request, NamesForm(form.reading), form.reading, form.note)
    return _preview(request, wish_of(found, form.note), calendar)


def _ask(request: HttpRequest, form: NamesForm, reading: Reading, note: str) -> HttpResponse:
    context = {"form": form, "month": reading.month, "note": note, "packed": pack_reading(reading, note)}
    return render(request, "dutyroster/import_names.html", context, status=422 if form.errors else 200)


def _names(request: HttpRequest, month: date, calendar: Calendar) -> HttpResponse:
    try:
        reading, note = unpack_reading(request.POST["names"], month)
    except Refused as refused:
        return _refused(request, refused, month)
    form = NamesForm(reading, request.POST)
    if not form.is_valid():
        return _ask(request, form, reading, note)
    found = check(reading, form.choices)
    if found.all_faults:  # a chosen unit on a day that has begun; a name that was removed meanwhile
        for fault in found.all_faults:
            messages.error(request, str(fault))
        return redirect("dutyroster:import", month)
    return _preview(request, wish_of(found, note, form.aliases), calendar)


def _preview(request: HttpRequest, wish: Wish, calendar: Calendar, *, notice: str = "", status: int = 200) -> HttpResponse:
    """What would change; `notice` says why it is shown again."""
    preview = look(wish)
    context = {
        "month": wish.month,
        "preview": preview,
        "weeks": weeks(wish.month, {day.day: day for day in preview.days}, calendar),
        "notice": notice,
        "reason": request.POST.get("reason", ""),
        "reason_length": imports.REASON_LENGTH,
    }
    return render(request, "dutyroster/import_preview.html", context, status=status)


def _confirm(request: HttpRequest, person: Person, month: date, calendar: Calendar) -> HttpResponse:
    """Save what was looked at; if the month has changed since, look again first."""
    try:
        wish, version = unpack(request.POST["confirm"], month)
    except Refused as refused:
        return _refused(request, refused, month)
    try:
        made = imports.save(wish, actor=person, version=version, reason=request.POST.get("reason", ""))
    except Stale:
        return _again(request, wish, calendar)
    except Refused as refused:
        if refused.field == "reason":
            return _preview(request, wish, calendar, notice=str(refused.message), status=422)
        return _refused(request, refused, month)
    if made:
        messages.success(request, _("Version %(number)s of the roster is saved.") % {"number": made.number})
    else:
        messages.info(request, _("The roster says exactly this already: nothing was changed."))
    return redirect("dutyroster:month", month)


def _again(request: HttpRequest, wish: Wish, calendar: Calendar) -> HttpResponse:
    """Somebody else was quicker; or the same was sent twice, then there is nothing to decide."""
    if not look(wish).changes:
        messages.info(request, _("The roster says exactly this already: nothing was changed."))
        return redirect("dutyroster:month", wish.month)
    notice = _("The roster was changed meanwhile, so nothing was saved. This is what would happen now: look again and confirm.")
    return _preview(request, wish, calendar, notice=notice, status=409)


def _refused(request: HttpRequest, refused: Refused, month: date) -> HttpResponse:
    messages.error(request, str(refused.message))
    return redirect("dutyroster:import", month)
