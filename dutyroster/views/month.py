"""The month's roster: for everybody signed in once it is announced, for planners before; and the public page (D1, D22)."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language
from django.views.decorators.http import condition, require_safe

from dutyroster import month as months, sides
from dutyroster.actions import leader_info, publish, roster as rosters
from dutyroster.actions.swaps import busy, waiting
from dutyroster.models import Roster
from dutyroster.month import Cell
from dutyroster.views.publish import may_read
from hotline import clock, options
from hotline.deadlines import rules
from hotline.deadlines.models import Kind
from hotline.deadlines.texts import due_text
from hotline.people.models import Role
from tickets.views import person_of

PUBLIC_SECONDS = 300  # so long others may keep the public page
FIRST = date(2000, 1, 1)
LAST = date(2099, 12, 1)


@require_safe
def present(request: HttpRequest) -> HttpResponse:
    """/duty/roster/ leads to the present month."""
    return redirect("dutyroster:month", clock.today().replace(day=1))


@require_safe
def month(request: HttpRequest, month: date) -> HttpResponse:
    """The month as a calendar. A draft is the planners' alone: others read that nothing is announced yet."""
    person = person_of(request)
    calendar = months.calendar_of(month)
    roster = Roster.objects.filter(month=month).select_related("announced_by", "published_by").first()
    may_plan = rosters.may_plan(person)
    is_shown = may_plan or (roster is not None and roster.is_announced)
    cells = months.cells(month, roster if is_shown else None, calendar)
    own = sides.units_of(person) if is_shown else frozenset()
    is_head = person.has_role(Role.OFFICE_HEAD)
    before = clock.start_of(rosters.previous_month(month))
    context = {
        "month": month,
        "roster": roster if is_shown else None,
        "is_shown": is_shown,
        "may_plan": may_plan,
        "is_head": is_head,
        "may_read_notice": roster is not None and may_read(person, roster),
        "state": state_of(roster) if is_shown else "none",
        "latest": roster.versions.defer("days").order_by("number").last() if roster and is_shown else None,
        "cells": cells,
        "weeks": months.weeks(month, cells),
        "gaps": [cell.day for cell in cells if cell.shift is None] if is_shown else [],
        "repeated": months.repeated(cells) if may_plan else [],
        "is_over": all(cell.is_locked for cell in cells),
        "is_past": publish.is_over(month),
        "unnamed": _unnamed(roster, cells) if roster and is_head else [],
        "announced_by": due_text(rules.due(Kind.ROSTER, before, calendar=calendar).at),
        "own": own,
        "swaps_waiting": waiting(person, own) if is_shown else 0,
        **busy([cell.shift for cell in cells if cell.shift and cell.shift.unit_id in own and not cell.is_locked]),
        **_around(month),
    }
    return render(request, "dutyroster/month.html", context)


def _unnamed(roster: Roster, cells: list[Cell]) -> list[str]:
    """The month's units that have not named their leaders, in the order of their days (one query)."""
    named = leader_info.complete(roster)
    units = {cell.shift.unit_id: cell.shift.unit.label for cell in cells if cell.shift}
    return [label for pk, label in units.items() if pk not in named]


def state_of(roster: Roster | None) -> str:
    """none, draft, announced or published; "history" for a month that was over before it was announced: taken over."""
    if roster is None or not roster.version:
        return "none"
    if not roster.is_announced and publish.is_over(roster.month):
        return "history"
    return "published" if roster.published_at else "announced" if roster.announced_at else "draft"


def _around(month: date) -> dict[str, date | None]:
    return {
        "previous": rosters.previous_month(month) if month > FIRST else None,
        "following": rosters.next_month(month) if month < LAST else None,
    }


# ---- what everybody may read


def _public(month: date) -> Roster | None:
    return Roster.objects.filter(month=month, published_at__isnull=False).first()


def _latest() -> date | None:
    """The latest month everybody may see."""
    return Roster.objects.filter(published_at__isnull=False).order_by("-month").values_list("month", flat=True).first()


@login_not_required
@require_safe
def latest_public(request: HttpRequest) -> HttpResponse:
    """/duty/public/ leads to the latest published month."""
    month = _latest()
    if month is None:
        raise Http404
    return redirect("dutyroster:public", month)


def _etag(request: HttpRequest, month: date) -> str | None:
    """Changes with the roster, the calendar, the language and the day that is marked."""
    roster = _public(month)
    if roster is None:
        return None
    return f'"{roster.pk}-{roster.version}-{months.calendar_of(month).version}-{get_language()}-{clock.today()}"'


@login_not_required
@require_safe
@condition(etag_func=_etag)
def public(request: HttpRequest, month: date) -> HttpResponse:
    """A published month for everybody: days and units, nothing else. Rendered without the request: it is the same for all."""
    roster = _public(month)
    if roster is None:
        context = {"month": month, "latest": _latest(), "office_name": options.get("office_name")}
        return HttpResponseNotFound(render_to_string("dutyroster/unpublished.html", context))
    cells = months.cells(month, roster, months.calendar_of(month))
    near = (rosters.previous_month(month), rosters.next_month(month))
    published = set(Roster.objects.filter(month__in=near, published_at__isnull=False).values_list("month", flat=True))
    context = {
        "month": month,
        "cells": cells,
        "weeks": months.weeks(month, cells),
        "previous": near[0] if near[0] in published else None,
        "following": near[1] if near[1] in published else None,
        "office_name": options.get("office_name"),
        "issuer": options.get("duty_issuer"),
        "published": clock.local(roster.published_at) if roster.published_at else None,
        "hours": (options.get("shift_starts_at"), options.get("shift_ends_at")),
    }
    response = HttpResponse(render_to_string("dutyroster/public.html", context))
    patch_cache_control(response, public=True, max_age=PUBLIC_SECONDS)
    return response
