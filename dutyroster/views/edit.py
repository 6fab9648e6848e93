"""Editing a month by hand, and the program's fair draft of it. For whoever plans the roster."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dutyroster import month as months, planning
from dutyroster.actions import planning as saving, roster as rosters
from dutyroster.actions.planning import Faulty
from dutyroster.actions.roster import Plan, Planned, Stale
from dutyroster.draft import draft, share_of
from dutyroster.forms.edit import EditForm, initial, makeup_field, unit_field, unit_labels
from dutyroster.models import Roster, Shift, Version
from dutyroster.month import Cell
from hotline.people.models import Person, Unit, UnitAlias
from hotline.workdays.rules import Calendar
from tickets.operation import Refused
from tickets.views import add_error, person_of

MOST_WARNINGS = 6  # sentences shown at once


def _planner(request: HttpRequest) -> Person:
    person = person_of(request)
    if not rosters.may_plan(person):
        raise PermissionDenied
    return person


# ---- by hand


@dataclass(frozen=True)
class Board:
    """What the edit page needs to know of a month."""

    month: date
    roster: Roster | None
    cells: list[Cell]
    units: list[Unit]  # those that take part, and any other that has a day
    debts: list[Shift]

    @property
    def version(self) -> int:
        return self.roster.version if self.roster else 0

    @property
    def plan(self) -> dict[date, Planned]:
        return {cell.day: Planned(cell.shift.unit_id, cell.shift.makeup_of_id) for cell in self.cells if cell.shift}

    def close(self, plan: Plan) -> list[str]:
        """What to think about: units with two days within a week, across the end of the month too (one query)."""
        begun = {cell.day: cell.shift.unit_id for cell in self.cells if cell.shift and cell.is_locked}
        days = begun | {day: planned.unit for day, planned in plan.items()}
        return planning.soon(self.month, days, {unit.pk: unit.name for unit in self.units})

    def form(self, data: Any = None) -> EditForm:
        start = initial(self.plan, unit_labels(self.units)) | {"version": self.version}
        announced = self.roster is not None and self.roster.is_announced
        return EditForm(data, initial=start, cells=self.cells, units=self.units, debts=self.debts, is_announced=announced)


def _board(month: date) -> Board:
    calendar = months.calendar_of(month)
    roster = Roster.objects.filter(month=month).first()
    cells = months.cells(month, roster, calendar)
    units = list(planning.taking_part())
    known = {unit.pk for unit in units}
    for cell in cells:
        if cell.shift and cell.shift.unit_id not in known:
            units.append(cell.shift.unit)
            known.add(cell.shift.unit_id)
    debts = {shift.pk: shift for shift in planning.debts(month)}
    debts |= {cell.shift.makeup_of.pk: cell.shift.makeup_of for cell in cells if cell.shift and cell.shift.makeup_of}
    return Board(month, roster, cells, units, list(debts.values()))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, month: date) -> HttpResponse:
    """The month as a form; what somebody else changed meanwhile is taken over, or marked where both changed it."""
    person = _planner(request)
    board = _board(month)
    if request.method == "GET":
        return _edit_page(request, month, board, board.form())
    form = board.form(request.POST)
    if not form.is_valid():
        return _edit_page(request, month, board, form, status=422)
    try:
        made = saving.save(
            month, form.plan, actor=person, version=form.cleaned_data["version"], note=form.cleaned_data["note"].strip()
        )
    except Stale:
        return _merged(request, month)
    except Faulty as faulty:
        for (what, day), sentence in faulty.faults.items():
            name = unit_field(day) if what == "unit" else makeup_field(day)
            form.add_error(name if name in form.fields else None, str(sentence))
    except Refused as refused:
        add_error(form, refused)
    else:
        _say(request, made)
        if close := [said for said in board.close(form.plan) if said not in board.close(board.plan)]:
            messages.warning(request, " ".join(close[:MOST_WARNINGS]))
        return redirect("dutyroster:month", month)
    return _edit_page(request, month, board, form, status=422)


def _say(request: HttpRequest, made: Version | None) -> None:
    if made:
        messages.success(request, _("Saved as version %(number)s.") % {"number": made.number})
    else:
        messages.info(request, _("Nothing was changed."))


def _merged(request: HttpRequest, month: date) -> HttpResponse:
    """The form again, on top of the month as it is now: what was typed stays, what only others changed is theirs."""
    board = _board(month)  # once more: it has moved
    labels = unit_labels(board.units)
    seen = request.POST.get("version", "")
    number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else 0
    before, now = saving.version_seen(board.roster, number), board.plan
    data = request.POST.copy()
    data["version"] = str(board.version)
    meanwhile: dict[date, str] = {}
    was, is_now = initial(before, labels), initial(now, labels)
    for cell in board.cells:
        if before.get(cell.day) == now.get(cell.day) or cell.is_locked:
            continue
        meanwhile[cell.day] = labels[now[cell.day].unit] if cell.day in now else _("no unit")
        for name in (unit_field(cell.day), makeup_field(cell.day)):
            if data.get(name, "").strip() == was.get(name, ""):
                data[name] = is_now.get(name, "")
    form = board.form(data)
    form.is_valid()  # so that the page shows what is typed
    form.add_error(None, _("Somebody changed the month meanwhile. What they changed is marked; look at it and save again."))
    return _edit_page(request, month, board, form, meanwhile=meanwhile, status=409)


def _edit_page(
    request: HttpRequest,
    month: date,
    board: Board,
    form: EditForm,
    *,
    meanwhile: Mapping[date, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    aliases = UnitAlias.objects.filter(unit__in=form.labels)
    rows = form.rows(meanwhile)
    context = {
        "month": month,
        "roster": board.roster,
        "form": form,
        "rows": rows,
        "names": sorted((label, unit.name) for unit, label in ((u, form.labels[u.pk]) for u in board.units)),
        "aliases": [(name, form.labels[pk]) for name, pk in aliases.order_by("name").values_list("name", "unit")],
        "close": board.close(form.plan if form.is_bound else board.plan)[:MOST_WARNINGS],
        "has_debts": any(row.makeup or (row.cell.shift and row.cell.shift.makeup_of) for row in rows),
        "is_locked": all(cell.is_locked for cell in board.cells),
    }
    return render(request, "dutyroster/edit.html", context, status=status)


# ---- the program's draft


@require_http_methods(["GET", "POST"])
def fair_draft(request: HttpRequest, month: date) -> HttpResponse:
    """What the rule makes of the month, with its reasons; confirmed it becomes a version.

    Nothing is carried in the form but what the planner chose: the draft is made again, and must be the one that was seen.
    """
    person = _planner(request)
    calendar = months.calendar_of(month)
    roster = Roster.objects.filter(month=month).first()
    wish = _wish(request.POST if request.method == "POST" else request.GET)
    preview = _preview(month, roster, calendar, wish)
    if request.method == "GET":
        return _draft_page(request, preview)
    if request.POST.get("digest") != preview.digest:
        messages.warning(request, _("Something changed meanwhile, so nothing was saved. This is the draft as it would be now."))
        return _draft_page(request, preview, status=409)
    try:
        version = saving.save(
            month, preview.plan, actor=person, version=preview.version, note=_draft_note(preview), how=Version.How.DRAFT
        )
    except Stale:
        messages.warning(request, _("Something changed meanwhile, so nothing was saved. This is the draft as it would be now."))
        roster = Roster.objects.filter(month=month).first()
        return _draft_page(request, _preview(month, roster, calendar, wish), status=409)
    except Refused as refused:
        messages.error(request, str(refused.message))
        return _draft_page(request, preview, status=422)
    _say(request, version)
    return redirect("dutyroster:month", month)


@dataclass(frozen=True)
class Wish:
    """What the planner chose: units left out this month, and whether planned days stay."""

    left_out: frozenset[int]
    keeps: bool


def _wish(sent: QueryDict) -> Wish:
    numbers = [pk for pk in sent.getlist("out")[:1000] if pk.isascii() and pk.isdigit() and len(pk) < 19]
    return Wish(frozenset(map(int, numbers)), sent.get("keep", "1") != "0")


@dataclass(frozen=True)
class Preview:
    """A draft as it is looked at."""

    month: date
    version: int
    is_announced: bool
    wish: Wish
    units: list[Unit]
    plan: dict[date, Planned]
    lines: list[dict[str, Any]]

    @property
    def digest(self) -> str:
        """Tells this draft from another."""
        facts = [self.version, *((f"{day}", planned.unit, planned.makeup_of) for day, planned in self.plan.items())]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()

    @property
    def is_possible(self) -> bool:
        """Whether there is anything to draft: units, days ahead, and nothing announced yet."""
        return bool(self.lines) and not self.is_announced and any(line["is_new"] for line in self.lines)


def _preview(month: date, roster: Roster | None, calendar: Calendar, wish: Wish) -> Preview:
    units = list(planning.taking_part())
    chosen = [unit for unit in units if unit.pk not in wish.left_out]
    cells = months.cells(month, roster, calendar)
    standing = {cell.day: Planned(cell.shift.unit_id, cell.shift.makeup_of_id) for cell in cells if cell.shift}
    stays = {cell.day for cell in cells if cell.is_locked or wish.keeps or (cell.shift and cell.shift.makeup_of_id)}
    fixed = {day: planned for day, planned in standing.items() if day in stays}
    history = planning.history(month)
    plan: dict[date, Planned] = {}
    if chosen:
        debts = planning.open_debts([unit.pk for unit in chosen])
        plan = draft(month, [unit.pk for unit in chosen], history, calendar, debts, fixed)
        begun = [cell.day for cell in cells if cell.is_locked and cell.day not in standing]
        plan = {day: planned for day, planned in plan.items() if day not in begun}
    version = roster.version if roster else 0
    lines = _lines(cells, plan, fixed, history, calendar, units)
    return Preview(month, version, bool(roster and roster.is_announced), wish, units, plan, lines)


def _lines(
    cells: list[Cell],
    plan: Mapping[date, Planned],
    fixed: Mapping[date, Planned],
    history: Mapping[int, set[date]],
    calendar: Calendar,
    units: list[Unit],
) -> list[dict[str, Any]]:
    """Each day with its unit and why it is this one: what the unit had before, in this draft too (one query at most)."""
    names = {unit.pk: unit for unit in units}
    names |= {cell.shift.unit_id: cell.shift.unit for cell in cells if cell.shift}
    ids = {planned.makeup_of for planned in plan.values() if planned.makeup_of}
    missed = dict(Shift.objects.filter(pk__in=ids).values_list("pk", "day")) if ids else {}
    had = {pk: {*history.get(pk, ())} for pk in names}
    lines = []
    for cell in cells:
        planned = plan.get(cell.day)
        if planned is None:
            continue
        lines.append({
            "cell": cell, "unit": names[planned.unit], "is_new": cell.day not in fixed,
            "missed": missed.get(planned.makeup_of) if planned.makeup_of else None,
            "share": share_of(had[planned.unit], calendar, cell.day),
        })  # fmt: skip
        had[planned.unit].add(cell.day)
    return lines


def _draft_note(preview: Preview) -> str:
    out = sum(unit.pk in preview.wish.left_out for unit in preview.units)
    return _("%(n)s units left out") % {"n": out} if out else ""


def _draft_page(request: HttpRequest, preview: Preview, *, status: int = 200) -> HttpResponse:
    drawn = {line["unit"].pk: line["unit"].label for line in preview.lines if line["is_new"]}
    new = planning.newcomers(drawn)
    context = {
        "month": preview.month,
        "preview": preview,
        "newcomers": [label for pk, label in drawn.items() if pk in new],
        "units": [(unit, unit.pk in preview.wish.left_out) for unit in preview.units],
        "keeps": preview.wish.keeps,
        "out": sorted(preview.wish.left_out & {unit.pk for unit in preview.units}),
    }
    return render(request, "dutyroster/draft.html", context, status=status)
