"""The leaders' information of a month: the office sees who is missing, each unit fills in its own (D21)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dutyroster.actions import leader_info, leaders, roster as rosters
from dutyroster.actions.roster import Stale
from dutyroster.forms.leader import LeadersForm, initial
from dutyroster.models import DutyLeader, Roster
from hotline import clock
from hotline.deadlines.models import Deadline, Kind
from hotline.deadlines.texts import due_view
from hotline.people.models import Person, Rank, Role, Unit
from tickets.operation import Forbidden, Refused
from tickets.views import person_of

ORDER = {rank.value: n for n, rank in enumerate(Rank)}


@require_GET
def overview(request: HttpRequest, month: date) -> HttpResponse:
    """The month's units, those that are missing first: whom each has named, who is missing, by when."""
    person = person_of(request)
    sees_all = leaders.sees_all(person)
    if not sees_all and not person.has_role(Role.HANDLER, Role.UNIT_LEADER):
        raise PermissionDenied
    roster = get_object_or_404(Roster, month=month)
    if not roster.is_announced and not sees_all:
        raise Http404
    rows = _rows(roster, None if sees_all else person.unit.tree_ids)
    if not sees_all and len(rows) == 1:
        return redirect("dutyroster:unit_leaders", month, rows[0]["unit"].pk)
    context = {
        "roster": roster,
        "month": month,
        "rows": rows,
        "sees_all": sees_all,
        "may_urge": rosters.may_plan(person),
        "missing": sum(not row["complete"] for row in rows),
        "can_be_urged": any(row["owes"] and not row["urged"] for row in rows),
    }
    return render(request, "dutyroster/leaders.html", context)


@require_http_methods(["GET", "POST"])
def unit_leaders(request: HttpRequest, month: date, pk: int) -> HttpResponse:
    """One unit's leaders: read, and until its duty begins, written."""
    person = person_of(request)
    roster, unit = _announced(month, pk)
    may_name = leaders.may_name(person, roster, unit)
    if not may_name and (request.method == "POST" or not leaders.sees_all(person)):
        raise PermissionDenied
    rows = list(DutyLeader.objects.filter(roster=roster, unit=unit).select_related("person", "entered_by"))
    if request.method == "POST":
        form = LeadersForm(request.POST, unit=unit)
        if form.is_valid() and _saved(request, form, roster, unit, person):
            return redirect("dutyroster:unit_leaders", month, pk)
    else:
        form = LeadersForm(unit=unit, initial=initial(_proposed(roster, unit, rows), leaders.stamp(rows)))
    return _unit_page(request, roster, unit, rows, form, may_name=may_name)


@require_POST
def urge(request: HttpRequest, month: date, pk: int) -> HttpResponse:
    """Remind a unit."""
    person = person_of(request)
    if not rosters.may_plan(person):
        raise PermissionDenied
    roster, unit = _announced(month, pk)
    try:
        leaders.urge(roster, unit, actor=person)
    except Forbidden as refused:
        raise PermissionDenied(refused.message) from refused
    except Refused as refused:
        messages.warning(request, f"{unit.name}: {refused.message}")
    else:
        messages.success(request, _("%(unit)s was reminded.") % {"unit": unit.name})
    return redirect("dutyroster:leaders", month)


@require_POST
def urge_all(request: HttpRequest, month: date) -> HttpResponse:
    """Remind all units that owe their leaders' names."""
    person = person_of(request)
    if not rosters.may_plan(person):
        raise PermissionDenied
    reminded, nobody = leaders.urge_all(get_object_or_404(Roster, month=month), actor=person)
    if reminded:
        messages.success(request, _("Units reminded: %(n)s.") % {"n": len(reminded)})
    if nobody:
        units = "、".join(unit.label for unit in nobody)
        said = _("Nobody of these units has an account that could be reminded, call them: %(units)s")
        messages.warning(request, said % {"units": units})
    if not reminded and not nobody:
        messages.info(request, _("Nobody was reminded: all that owe names were reminded today already."))
    return redirect("dutyroster:leaders", month)


def _announced(month: date, pk: int) -> tuple[Roster, Unit]:
    """The announced month and a unit on it; 404 for any other."""
    roster = get_object_or_404(Roster, month=month, announced_at__isnull=False)
    return roster, get_object_or_404(Unit.objects.filter(shifts__roster=roster).distinct(), pk=pk)


# ---- the office's table


def _rows(roster: Roster, units: Iterable[int] | None) -> list[dict[str, Any]]:
    """A row for each unit (of those ids), what is missing first, then in the order of its first day (four queries)."""
    shifts = roster.shifts.select_related("unit").order_by("day")
    if units is not None:
        shifts = shifts.filter(unit__in=units)
    found: dict[int, dict[str, Any]] = {}
    for shift in shifts:
        row = found.setdefault(shift.unit_id, {"unit": shift.unit, "days": [], "named": []})
        row["days"].append(shift.day)
    for leader in _named(DutyLeader.objects.filter(roster=roster, unit__in=found)):
        found[leader.unit_id]["named"].append(leader)
    dues = {row.unit_id: row for row in _dues(roster)}
    urged, now = leaders.urged_today(roster, found), clock.now()
    for pk, row in found.items():
        due = dues.get(pk)
        row["complete"] = _complete(row["named"])
        row["by"] = max(row["named"], key=lambda leader: leader.entered_at, default=None)
        row["due"] = due_view(due, now) if due else None
        row["owes"] = due is not None and due.is_open
        row["urged"] = pk in urged
    return sorted(found.values(), key=lambda row: bool(row["complete"]))


def _complete(named: Sequence[DutyLeader]) -> bool:
    ranks = {leader.rank for leader in named if leader.person.is_active}
    return {Rank.PRINCIPAL, Rank.DEPUTY} <= ranks


def _named(rows: Any) -> list[DutyLeader]:
    """The principal first, then deputies, then staff."""
    return sorted(rows.select_related("person", "entered_by"), key=lambda leader: (ORDER[leader.rank], leader.pk))


def _dues(roster: Roster) -> list[Deadline]:
    """What each unit owes or owed; where it owed twice, the later one comes last."""
    rows = Deadline.objects.of(*roster.subject).filter(kind=Kind.LEADER_INFO, cancelled_at=None)
    return list(rows.select_related("unit").order_by("pk"))


# ---- one unit's form


def _saved(request: HttpRequest, form: LeadersForm, roster: Roster, unit: Unit, person: Person) -> bool:
    """Whether the action went through; what it refuses is said above the form, which keeps what was typed."""
    try:
        named = leaders.name_leaders(roster, unit, form.entries, actor=person, seen=form.cleaned_data["seen"])
    except Forbidden as refused:
        raise PermissionDenied(refused.message) from refused
    except Stale:
        form.add_error(None, _("Somebody changed the names meanwhile: look at them below, then save again what you want."))
        form.show_stamp(leaders.stamp(DutyLeader.objects.filter(roster=roster, unit=unit)))
        return False
    except Refused as refused:
        form.add_error(None, str(refused.message))
        return False
    messages.success(request, _("The leaders are saved."))
    if named.made:
        accounts = "、".join(f"{made.name}（{made.username}）" for made in named.made)
        messages.info(request, _("New accounts, without a password yet: %(accounts)s") % {"accounts": accounts})
    return True


def _unit_page(
    request: HttpRequest, roster: Roster, unit: Unit, rows: list[DutyLeader], form: LeadersForm, *, may_name: bool
) -> HttpResponse:
    days = list(roster.shifts.filter(unit=unit).order_by("day").values_list("day", flat=True))
    begun = [rosters.is_locked(day) for day in days]
    due = next((row for row in reversed(_dues(roster)) if row.unit_id == unit.pk), None)
    if request.method == "POST":  # a stale page shows how it is now
        rows = list(DutyLeader.objects.filter(roster=roster, unit=unit).select_related("person", "entered_by"))
    context = {
        "roster": roster,
        "month": roster.month,
        "unit": unit,
        "days": days,
        "named": sorted(rows, key=lambda row: (ORDER[row.rank], row.pk)),
        "form": form,
        "may_edit": may_name and not all(begun),
        "has_begun": any(begun),
        "due": due_view(due, clock.now()) if due else None,
        "is_late": clock.now() >= leader_info.usual_due(roster),
        "sees_all": leaders.sees_all(person_of(request)),
        "is_prefilled": not rows and not form.is_bound and bool(form.initial.get("principal1_name")),
    }
    return render(request, "dutyroster/unit_leaders.html", context, status=422 if form.errors else 200)


def _proposed(roster: Roster, unit: Unit, rows: Sequence[DutyLeader]) -> list[dict[str, Any]]:
    """The list as it stands; else that of the unit's latest month before; else its people of these ranks."""
    if not rows:
        before = DutyLeader.objects.filter(unit=unit, roster__month__lt=roster.month, person__is_active=True)
        latest = before.order_by("-roster__month").values_list("roster", flat=True).first()
        rows = list(before.filter(roster=latest).select_related("person")) if latest else []
    if rows:  # under the names the accounts have now, by which they are found again
        return [_line(row.rank, row.person.name, row.post, row.phone, row.person_id) for row in sorted(rows, key=_place)]
    people = Person.objects.filter(is_active=True, unit=unit, rank__in=(Rank.PRINCIPAL, Rank.DEPUTY)).order_by("pk")
    return [_line(person.rank, person.name, person.post, person.phone, person.pk) for person in people]


def _place(row: DutyLeader) -> tuple[int, int]:
    return ORDER[row.rank], row.pk


def _line(rank: str, name: str, post: str, phone: str, who: int) -> dict[str, Any]:
    return {"rank": rank, "name": name, "post": post, "phone": phone, "who": who}
