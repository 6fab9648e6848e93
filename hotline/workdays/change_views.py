"""The admin's page that changes the calendar: enter, look at what would move, confirm."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hotline.people.models import Person, Role, Unit
from hotline.workdays import actions, preview
from hotline.workdays.change_forms import FORMS
from hotline.workdays.changes import Change, Difference, Refused, What, Wish, differences, make, pack, unpack
from hotline.workdays.models import current, entries, official_years


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    """/workdays/change/?what=official|local|emergency|remove. Only for the role admin."""
    person = request.user
    if not isinstance(person, Person) or not person.has_role(Role.ADMIN):
        raise PermissionDenied
    if "confirm" in request.POST:
        return _confirm(request, person)
    what = _what(request)
    form: Any = FORMS[what](request.POST, request.FILES) if request.method == "POST" else FORMS[what]()
    if request.method == "POST" and form.is_valid():
        try:
            return _preview(request, person, form.wish)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _page(request, what, form)


def _what(request: HttpRequest) -> What:
    """Which of the forms; the official schedule where the address names none."""
    asked = request.GET.get("what", "")
    return What(asked) if asked in What.values else What.OFFICIAL


def _page(request: HttpRequest, what: What, form: forms.Form) -> HttpResponse:
    context = {"what": what, "form": form, "tabs": What, "calendar": current()}
    return render(request, "workdays/change.html", context, status=422 if form.errors else 200)


def _preview(request: HttpRequest, person: Person, wish: Wish, *, notice: str = "", status: int = 200) -> HttpResponse:
    """Which days and which deadlines the wish would change. Raises Refused."""
    now = current()
    rows, official = entries(), official_years()
    found = make(wish, rows, official, now.version)
    after = found.calendar(rows, official, now)
    moves = preview.look(after, person)
    context = {
        "change": found,
        "title": wish.title,
        "days": _named(differences(found, now, after)),
        "preview": moves,
        "by_days": [(days, abs(days), count) for days, count in moves.by_days],
        "packed": pack(found),
        "notice": notice,
    }
    return render(request, "workdays/change_preview.html", context, status=status)


def _named(days: list[Difference]) -> list[dict[str, Any]]:
    ids = {day.unit_id for day in days if day.unit_id}
    names = dict(Unit.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    return [{"facts": found, "where": names.get(found.unit_id, "")} for found in days]


def _confirm(request: HttpRequest, person: Person) -> HttpResponse:
    """Make the change that was looked at; if the calendar has changed since, look again first."""
    wish = None
    try:
        wish, version = unpack(request.POST["confirm"])
        found: Change = make(wish, entries(), official_years(), version)
        job = actions.apply(found, actor=person)
    except Refused as refused:
        return _refused(request, refused)
    except actions.Stale:
        return _again(request, person, wish)
    messages.success(request, _("Saved: %(change)s") % {"change": found.wish.title})
    return redirect("jobs:job", job.pk)


def _again(request: HttpRequest, person: Person, wish: Wish | None) -> HttpResponse:
    assert wish is not None
    notice = _("The calendar was changed meanwhile, so nothing was saved. This is what would happen now: look again and confirm.")
    try:
        return _preview(request, person, wish, notice=notice, status=409)
    except Refused as refused:  # what changed meanwhile was this
        return _refused(request, refused)


def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    messages.error(request, str(refused))
    return redirect("workdays:change")
