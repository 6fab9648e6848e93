"""Swaps: ask for one, answer one, decide one, and what became of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dutyroster import sides
from dutyroster.actions import swaps
from dutyroster.actions.roster import is_locked
from dutyroster.models import DutyLeader, Shift, Swap
from dutyroster.month import mark_of
from hotline import clock
from hotline.paging import page_of
from hotline.people.models import Person, Rank, Role, Unit
from hotline.workdays.models import current
from hotline.workdays.rules import Calendar
from tickets.operation import Forbidden, Refused
from tickets.views import add_error, person_of

SHOWN = 100  # waiting requests on the page
OLD = 30  # ended ones
AHEAD = 60  # own days ahead on the page
OFFERED = timedelta(days=92)  # how far ahead a unit may be asked for a day


class AskForm(forms.Form):
    """Which day the unit would rather have, and why."""

    second = forms.TypedChoiceField(label=gettext_lazy("Exchange it for"), coerce=int)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea({"rows": 3, "maxlength": 500}),
        help_text=gettext_lazy("The other unit and the office read it."),
    )  # fmt: skip

    def __init__(self, *args: Any, first: Shift, **more: Any) -> None:
        super().__init__(*args, **more)
        calendar = current()
        months = groupby(offered(first), lambda row: date_format(row.day, "YEAR_MONTH_FORMAT"))
        groups = [(month, [(row.pk, day_label(row, calendar)) for row in rows]) for month, rows in months]
        self.fields["second"].choices = [("", "—"), *groups]  # type: ignore[attr-defined]


def offered(first: Shift) -> "list[Shift]":
    """All days ahead of other units that are announced, three months at most; make-up duty cannot be exchanged."""
    today = clock.today()
    rows = Shift.objects.in_force().filter(day__gte=today, day__lte=today + OFFERED, makeup_of=None).exclude(unit=first.unit_id)
    return [row for row in rows.select_related("unit").order_by("day") if not is_locked(row.day)]


def day_label(shift: Shift, calendar: Calendar) -> str:
    """A duty day in one line: day, weekday, unit, and what kind of day it is where that is not a working day."""
    mark = mark_of(calendar.day(shift.day))
    return f"{shift.day:%Y-%m-%d} {date_format(shift.day, 'D')} · {shift.unit.label}" + (f"（{mark}）" if mark else "")


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """What waits for this person, what waits for others, and what became of swaps. Units see their own only."""
    person = person_of(request)
    return _page(request, person)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, day: date) -> HttpResponse:
    """Ask another unit to exchange its day with this one. 404 for a day that is not the own unit's."""
    person = person_of(request)
    rows = Shift.objects.in_force().select_related("unit", "roster")
    first = get_object_or_404(rows, day=day, unit__in=sides.units_of(person))
    form = AskForm(request.POST or None, first=first)
    if request.method == "POST" and form.is_valid():
        try:
            swaps.ask(first.pk, form.cleaned_data["second"], actor=person, reason=form.cleaned_data["reason"])
        except Refused as refused:
            add_error(form, refused)
        else:
            messages.success(request, _("The other unit is asked. You are told when it answers."))
            return redirect("dutyroster:swaps")
    context = {"first": first, "form": form, "obstacle": None if form.is_bound else swaps.obstacle(first)}
    return render(request, "dutyroster/swap_ask.html", context, status=422 if form.errors else 200)


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The other unit consents or, with the reason, refuses."""
    agrees = "agree" in request.POST

    def act(person: Person) -> None:
        swaps.consent(pk, actor=person, agrees=agrees, reason=_short(request, "reason", 200))
        messages.success(
            request, _("Consented. The office head decides now.") if agrees else _("Refused. The other unit is told.")
        )

    return _act(request, pk, act)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The asking unit takes its request back."""

    def act(person: Person) -> None:
        swaps.take_back(pk, actor=person, reason=_short(request, "reason", 200))
        messages.success(request, _("The request is taken back."))

    return _act(request, pk, act)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The office head approves or, with the reason, refuses."""
    grants = "grant" in request.POST

    def act(person: Person) -> None:
        swap = swaps.decide(pk, actor=person, grants=grants, opinion=_short(request, "opinion", 500))
        if swap.dropped_at:
            messages.warning(request, _("Nothing was exchanged, the request is moot: %(why)s") % {"why": swap.dropped_why})
        elif grants:
            messages.success(request, _("Exchanged. Both units and their leaders are told."))
        else:
            messages.success(request, _("Refused. Both units are told."))

    return _act(request, pk, act)


def _short(request: HttpRequest, name: str, most: int) -> str:
    text = request.POST.get(name, "").replace("\0", "").strip()
    if len(text) > most:
        raise Refused(_("At most %(most)s characters, please.") % {"most": most}, field=name)
    return text


def _act(request: HttpRequest, pk: int, act: Callable[[Person], None]) -> HttpResponse:
    """Do it and come back; a refusal stands beside the request it is about, with what was typed."""
    person = person_of(request)
    if not _visible(person, sides.units_of(person)).filter(pk=pk).exists():
        raise Http404
    try:
        act(person)
    except Forbidden:
        raise
    except Refused as refused:
        typed = request.POST.get("reason", "") or request.POST.get("opinion", "")
        return _page(request, person, refused=(pk, str(refused.message), typed[:500]), status=422)
    return redirect("dutyroster:swaps")


# ---- the page


@dataclass(frozen=True)
class Line:
    """One request and what this person may do with it."""

    swap: Swap
    may_answer: bool
    may_take_back: bool
    may_decide: bool
    unnamed: list[tuple[Unit, date]]  # units that get a day in a month for which they have named no leaders
    refused: str = ""
    typed: str = ""


def _visible(person: Person, own: frozenset[int]) -> "QuerySet[Swap]":
    """The office sees every request, a unit those of its own days."""
    rows = Swap.objects.select_related(
        "first", "second", "first_unit", "second_unit", "asked_by", "consented_by", "decided_by", "dropped_by"
    )
    if person.unit.kind == Unit.Kind.OFFICE and person.roles:
        return rows
    return rows.filter(Q(first_unit__in=own) | Q(second_unit__in=own))


def _page(
    request: HttpRequest, person: Person, *, refused: tuple[int, str, str] | None = None, status: int = 200
) -> HttpResponse:
    own = sides.units_of(person)
    rows = _visible(person, own)
    waiting = list(rows.filter(pk__in=swaps.pending().values("pk")).order_by("pk")[:SHOWN])
    named = _named(waiting)
    lines = [_line(swap, person, own, named, refused) for swap in waiting]
    mine = [line for line in lines if line.may_answer or line.may_decide]
    days = Shift.objects.in_force().filter(unit__in=own, day__gte=clock.today()).select_related("unit", "makeup_of")
    ahead = list(days.order_by("day")[:AHEAD]) if own else []
    ended = page_of(rows.exclude(pk__in=swaps.pending().values("pk")), request.GET, OLD)
    context = {
        "mine": mine,
        "others": [line for line in lines if line not in mine],
        "ended": [(swap, outcome(swap)) for swap in ended.rows],
        "pager": ended,
        "days": [(shift, is_locked(shift.day)) for shift in ahead],
        **swaps.busy(ahead),
        "has_side": bool(own),
        "may_feed": bool(own) or person.has_role(Role.ADMIN),
    }
    return render(request, "dutyroster/swaps.html", context, status=status)


def _line(
    swap: Swap, person: Person, own: frozenset[int], named: set[tuple[date, int]], refused: tuple[int, str, str] | None
) -> Line:
    here = refused is not None and refused[0] == swap.pk
    involved = (swap.asked_by_id, swap.consented_by_id)
    gets = ((swap.first_unit, swap.second.day), (swap.second_unit, swap.first.day))
    crosses = swap.first.day.replace(day=1) != swap.second.day.replace(day=1)
    return Line(
        swap=swap,
        may_answer=swap.consented_at is None and swap.second_unit_id in own and person.pk != swap.asked_by_id,
        may_take_back=swap.first_unit_id in own or person.pk == swap.asked_by_id,
        may_decide=swap.consented_at is not None and person.has_role(Role.OFFICE_HEAD) and person.pk not in involved,
        unnamed=[(unit, day) for unit, day in gets if crosses and (day.replace(day=1), unit.pk) not in named],
        refused=refused[1] if refused and here else "",
        typed=refused[2] if refused and here else "",
    )


def _named(waiting: list[Swap]) -> set[tuple[date, int]]:
    """(month, unit) for which a leader is named, of what these requests touch (one query, none without requests)."""
    units = {unit for swap in waiting for unit in (swap.first_unit_id, swap.second_unit_id)}
    months = {day.replace(day=1) for swap in waiting for day in (swap.first.day, swap.second.day)}
    if not waiting:
        return set()
    rows = DutyLeader.objects.filter(unit__in=units, roster__month__in=months).exclude(rank=Rank.STAFF)
    return set(rows.values_list("roster__month", "unit"))


def outcome(swap: Swap) -> tuple[str, str, str]:
    """How a request ended: a word, the tone of its chip, and who said what."""
    if swap.granted:
        return _("exchanged"), "good", _said(swap.decided_by, swap.opinion)
    if swap.granted is False:
        return _("refused by the office"), "bad", _said(swap.decided_by, swap.opinion)
    if swap.dropped_how:
        return swap.get_dropped_how_display(), "warn", _said(swap.dropped_by, swap.dropped_why)
    if swap.dropped_at:
        return _("moot"), "plain", swap.dropped_why
    return _("lapsed"), "plain", _("The day began before it was decided.")


def _said(person: Person | None, text: str) -> str:
    return "：".join(part for part in (person.name if person else "", text) if part)
