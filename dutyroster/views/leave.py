"""Pages of leave and make-up duty (D18, D19): what waits, asking, deciding, arranging."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dutyroster import onduty, rooms, rules, sides
from dutyroster.actions import leave as leaves, makeup as makeups, roster as rosters
from dutyroster.actions.makeup import Offer
from dutyroster.draft import kind_of
from dutyroster.forms.leave import AskForm, DecideForm, MakeupForm
from dutyroster.models import Leave, Shift
from dutyroster.models.leave import is_office_side
from dutyroster.month import mark_of
from hotline import clock, options
from hotline.paging import page_of
from hotline.people.models import Person, Role, Unit
from hotline.workdays.models import current
from tickets.operation import Forbidden, Refused
from tickets.views import add_error, person_of

COMING = 8  # own duty days from which leave can be asked for


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """What waits for the reader, what the office still has to arrange, and all leave the reader may see."""
    person = _reader(request)
    rows = _rows(Leave.objects.visible_to(person))
    debts = _rows(Leave.objects.debts()).order_by("pk")[: leaves.WAITING]
    is_planner = rosters.may_plan(person)
    context = {
        "waiting": [_line(row) for row in leaves.to_decide(person)],
        "debts": [_line(row) for row in debts] if is_office_side(person) else [],
        "is_office_side": is_office_side(person),
        "is_planner": is_planner,
        "coming": _coming(person),
    }
    found = page_of(rows, request.GET)
    context |= {"page": found, "lines": [_line(row) for row in found.rows]}
    return render(request, "dutyroster/leaves.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for leave from the coming duty day ?day=…"""
    person = person_of(request)
    shift = _shift_or_404(request.GET.get("day", ""))
    crew = onduty.crew(shift)
    if not sides.speaks_for(person, crew):
        raise Http404
    if clock.now() >= shift.begins_at:
        messages.warning(request, _("The duty day has begun: leave is asked for before it begins."))
        return redirect("dutyroster:leaves")
    form = AskForm(request.POST if request.method == "POST" else None, crew=crew)
    if request.method == "POST" and form.is_valid():
        try:
            made = leaves.ask(shift.pk, actor=person, **form.cleaned_data)
        except Refused as refused:
            _add(form, refused)
        else:
            messages.success(request, _("Leave is asked for. %(name)s decides.") % {"name": made.approver.name})
            return redirect("dutyroster:leave", made.pk)
    until = rules.leave_until(shift.day, options.get("leave_days_before"))
    context = {
        "form": form,
        "shift": shift,
        "last_day": until - clock.DAY,
        "is_late": clock.now() >= until,
    }
    return render(request, "dutyroster/leave_new.html", context, status=422 if form.errors else 200)


@require_GET
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """One request with what can be done about it."""
    person = person_of(request)
    return _leave(request, person, _visible_or_404(person, pk))


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse."""
    person = person_of(request)
    row = _visible_or_404(person, pk)
    crew = onduty.crew(row.shift)
    if not leaves.may_decide(person, row, crew):
        raise PermissionDenied
    form = DecideForm(request.POST, leave=row, crew=crew)
    if form.is_valid():
        try:
            done = leaves.decide(pk, actor=person, **form.wish)
        except Refused as refused:
            _add(form, refused)
        else:
            messages.success(request, _("The leave is granted.") if done.granted else _("The leave is refused."))
            return redirect("dutyroster:leave", pk)
    return _leave(request, person, row, form=form, status=422)


@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a request back, or end a granted leave."""
    person = person_of(request)
    row = _visible_or_404(person, pk)
    try:
        leaves.drop(row.pk, actor=person, why=request.POST.get("why", "")[:200])
    except Refused as refused:
        _warn(request, refused)
    else:
        messages.success(request, _("The leave has ended: %(name)s comes after all.") % {"name": row.person.name})
    return redirect("dutyroster:leave", pk)


@require_http_methods(["GET", "POST"])
def makeup(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the day of the make-up duty."""
    person = _planner(request)
    row = get_object_or_404(_rows(Leave.objects.in_force().filter(who=Leave.Who.PRINCIPAL)), pk=pk)
    if _made(row):
        return redirect("dutyroster:leave", pk)
    offers = makeups.offers(row)
    form = MakeupForm(request.POST if request.method == "POST" else None, offers=offers)
    if request.method == "POST" and form.is_valid():
        offer = form.offer
        try:
            made = makeups.arrange(pk, actor=person, day=offer.day, unit=offer.unit)
        except Refused as refused:
            _add(form, refused)
        else:
            said = {"unit": made.unit.label, "day": f"{made.day}"}
            messages.success(request, _("%(unit)s has make-up duty on %(day)s.") % said)
            return redirect("dutyroster:leave", pk)
    chosen = request.POST.get("day", "")
    advised = [(key, offer) for key, offer in form.offers.items() if offer.is_advised]
    others = [(key, offer) for key, offer in form.offers.items() if not offer.is_advised]
    context = {
        "line": _line(row), "form": form, "chosen": chosen, "advised": _by_month(advised), "others": _by_month(others),
        "is_other_open": not advised or chosen in dict(others),
    }  # fmt: skip
    return render(request, "dutyroster/makeup.html", context, status=422 if form.errors else 200)


@require_POST
def makeup_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the arrangement of make-up duty back."""
    person = _planner(request)
    try:
        makeups.undo(pk, actor=person)
    except Refused as refused:
        _warn(request, refused)
    else:
        messages.success(request, _("The make-up duty is cancelled: it is to be arranged anew."))
    return redirect("dutyroster:leave", pk)


def _by_month(offers: list[tuple[str, Offer]]) -> list[tuple[date, list[dict[str, Any]]]]:
    """Days that are offered, by month, with what kind of day each is."""
    calendar = current()
    found: dict[date, list[dict[str, Any]]] = {}
    for key, offer in offers:
        facts = calendar.day(offer.day)
        row = {"key": key, "offer": offer, "kind": kind_of(facts), "mark": mark_of(facts)}
        found.setdefault(offer.day.replace(day=1), []).append(row)
    return list(found.items())


def _reader(request: HttpRequest) -> Person:
    person = person_of(request)
    if not rooms.opens_leaves(person):
        raise PermissionDenied
    return person


def _planner(request: HttpRequest) -> Person:
    person = person_of(request)
    if not rosters.may_plan(person):
        raise PermissionDenied
    return person


def _rows(rows: Any) -> Any:
    return rows.select_related("shift__unit", "shift__roster", "shift__makeup", "person", "asked_by", "approver", "substitute")


def _visible_or_404(person: Person, pk: int) -> Leave:
    found: Leave | None = _rows(Leave.objects.visible_to(person)).filter(pk=pk).first()
    if found is None:
        # A principal who was named after the request was made decides on it (D19).
        found = _rows(Leave.objects.pending().filter(who=Leave.Who.DEPUTY, pk=pk)).first()
        if found is None or not leaves.may_decide(person, found, onduty.crew(found.shift)):
            raise Http404
    return found


def _shift_or_404(day: str) -> Shift:
    try:
        wanted = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(Shift.objects.in_force().select_related("unit", "roster"), day=wanted)


def _coming(person: Person) -> list[dict[str, Any]]:
    """The coming duty days from which this person may ask leave for somebody, and whether any is asked for already."""
    if is_office_side(person) and person.unit.kind == Unit.Kind.OFFICE:
        return []
    above = Unit.objects.ancestors(person.unit, include_self=True).values_list("pk", flat=True)
    rows = Shift.objects.in_force().filter(unit__in=list(above), day__gte=clock.today())
    shifts = [row for row in rows.select_related("unit", "roster").order_by("day")[:COMING] if clock.now() < row.begins_at]
    crews = onduty.crews(shifts)
    if not person.has_role(Role.HANDLER, Role.UNIT_LEADER):  # as `sides.speaks_for`, for all of them at once
        shifts = [shift for shift in shifts if (named := crews[shift.pk].of(person)) and named.is_leader]
    days, now = options.get("leave_days_before"), clock.now()
    open_ = Leave.objects.filter(shift__in=shifts, dropped_at=None).exclude(granted=False)
    asked = set(open_.values_list("shift", "person"))
    found = []
    for shift in shifts:
        until = rules.leave_until(shift.day, days)
        is_asked = any(pk == shift.pk for pk, _person in asked)
        free = [n for n in leaves.askable(crews[shift.pk]) if (shift.pk, n.person.pk) not in asked]
        found.append({
            "shift": shift, "last_day": until - clock.DAY, "is_late": now >= until, "is_asked": is_asked,
            "may_ask": bool(free) or not is_asked,
        })  # fmt: skip
    return found


def _leave(
    request: HttpRequest, person: Person, row: Leave, *, form: DecideForm | None = None, status: int = 200
) -> HttpResponse:
    crew = onduty.crew(row.shift)
    now = clock.now()
    may_decide = row.is_pending and now < row.shift.ends_at and leaves.may_decide(person, row, crew)
    made = _made(row)
    context = {
        "line": _line(row),
        "form": form or (DecideForm(leave=row, crew=crew) if may_decide else None),
        "may_drop": _may_drop(person, row),
        "may_arrange": row.is_in_force and row.who == Leave.Who.PRINCIPAL and rosters.may_plan(person) and made is None,
        "may_undo": bool(made and row.is_in_force and rosters.may_plan(person) and not rosters.is_locked(made.day)),
        "no_deputy": may_decide and row.who == Leave.Who.PRINCIPAL and not crew.deputies,
    }
    return render(request, "dutyroster/leave.html", context, status=status)


def _may_drop(person: Person, row: Leave) -> bool:
    open_ = row.dropped_at is None and row.granted is not False
    return open_ and clock.now() < row.shift.begins_at and leaves.may_drop(person, row)


def _made(row: Leave) -> Shift | None:
    """The make-up duty of the missed day (read together with the leave); none for a deputy's."""
    return getattr(row.shift, "makeup", None) if row.who == Leave.Who.PRINCIPAL else None


def _line(row: Leave) -> dict[str, Any]:
    """A leave in words; `state` is what became of it, `makeup` what became of the make-up duty."""
    made = _made(row)
    return {
        "row": row,
        "shift": row.shift,
        "state": _state(row),
        "makeup": made,
        "owes": row.is_in_force and row.who == Leave.Who.PRINCIPAL and made is None,
        "last_day": rules.leave_until(row.shift.day, options.get("leave_days_before")) - clock.DAY,
        "days_left": (row.shift.day - clock.today()).days,
    }


def _state(row: Leave) -> str:
    if row.dropped_at is not None:
        return "ended" if row.granted else "taken_back"
    if row.granted is not None:
        return "granted" if row.granted else "refused"
    return "pending" if clock.now() < row.shift.ends_at else "lapsed"


def _add(form: forms.Form, refused: Refused) -> None:
    """The sentence at its field, or above the form. Nothing was saved."""
    if isinstance(refused, Forbidden):
        raise PermissionDenied(refused.message) from refused
    add_error(form, refused)


def _warn(request: HttpRequest, refused: Refused) -> None:
    if isinstance(refused, Forbidden):
        raise PermissionDenied(refused.message) from refused
    messages.warning(request, str(refused.message))
