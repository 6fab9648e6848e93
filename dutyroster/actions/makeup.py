"""Make-up duty 补班 (D18): the office gives the unit a later day for the one its principal missed with leave."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dutyroster import onduty, sides
from dutyroster.actions import roster as rosters
from dutyroster.actions.leave import planners
from dutyroster.actions.roster import Planned, Stale
from dutyroster.models import Leave, Roster, Shift, Version
from hotline import clock
from hotline.notices.actions import tell
from hotline.people.models import Person
from tickets.operation import Forbidden, Refused

AHEAD = timedelta(days=92)  # days offered


@dataclass(frozen=True)
class Offer:
    """A day that can become the make-up duty: empty in a draft month (`unit` None), or of another unit, which then loses it.
    `others`: how many other ordinary days that unit has in the month."""

    day: date
    unit: int | None
    name: str
    is_draft: bool
    others: int = 0

    @property
    def is_advised(self) -> bool:
        """Whether it does little harm: nobody has planned for it yet, or its unit keeps another day of the month.

        Make-up duty is no such other day: the unit owes it, and would be left without a turn of its own.
        """
        return self.is_draft or self.others > 0


def offers(leave: Leave) -> list[Offer]:
    """The coming days after the missed one, of months that have a roster, for three months at most (three queries)."""
    first = max(leave.shift.day, clock.today()) + clock.DAY
    last = first + AHEAD
    months = {r.month: r for r in Roster.objects.filter(month__gte=first.replace(day=1), month__lte=last)}
    rows = Shift.objects.filter(roster__in=months.values()).select_related("unit")
    shifts = {row.day: row for row in rows}
    turns = Counter((row.roster_id, row.unit_id) for row in rows if row.makeup_of_id is None)
    bound = set(Leave.objects.in_force().filter(shift__in=shifts.values()).values_list("shift", flat=True))
    found = []
    for n in range((last - first).days + 1):
        day = first + n * clock.DAY
        month, row = months.get(day.replace(day=1)), shifts.get(day)
        if month is None or (row is None and month.is_announced):
            continue
        if row is None:
            found.append(Offer(day, None, "", True))
        elif row.unit_id != leave.shift.unit_id and row.makeup_of_id is None and row.pk not in bound:
            others = turns[row.roster_id, row.unit_id] - 1
            found.append(Offer(day, row.unit_id, row.unit.name, not month.is_announced, others))
    return found


@transaction.atomic
def arrange(leave: int, *, actor: Person, day: date, unit: int | None) -> Shift:
    """Give the unit that day as make-up duty; a unit that had it loses it and is told by the roster's change.

    `unit` is whose day it was when the person looked (None: nobody's): another one now raises Stale. Raises Forbidden, or
    Refused with the field at fault.
    """
    if not rosters.may_plan(actor):
        raise Forbidden(_("You do not have the right to do this."))
    row = _owed(leave, day)
    unfit = Refused(_("This day cannot be the make-up duty. Choose one of those offered."), field="day")
    if not Roster.objects.filter(month=day.replace(day=1)).exists():
        raise unfit
    roster = rosters.lock(day)
    plan = dict(rosters.plan_of(roster))
    now = plan.get(day)
    if (now.unit if now else None) != unit:
        raise Stale
    if day not in {offer.day for offer in offers(row)}:
        raise unfit
    plan[day] = Planned(row.shift.unit_id, row.shift_id)
    rosters.change(day, plan, actor=actor, how=Version.How.LEAVE, note=note(row.shift))
    made: Shift = Shift.objects.select_related("unit", "roster").get(day=day)
    _tell(row, [*sides.of_day(onduty.crew(row.shift)), row.person], "makeup_arranged", f"{roster.version}", makeup=f"{day}")
    return made


@transaction.atomic
def undo(leave: int, *, actor: Person) -> None:
    """Take the arrangement back before the make-up day begins: the day is again whose it was before.

    Where it would fall empty in an announced month it stays with the unit as an ordinary one. Raises Forbidden or Refused.
    """
    if not rosters.may_plan(actor):
        raise Forbidden(_("You do not have the right to do this."))
    row = Leave.objects.select_related("shift__unit", "person").filter(pk=leave).first()
    if row:
        rosters.lock(row.shift.day)
    made = _made(row) if row else None
    if row is None or made is None or not row.is_in_force:
        raise Refused(_("No make-up duty is arranged."))
    roster = rosters.lock(made.day)
    if _made(row) != made:
        raise Stale
    _begun(made)
    plan = dict(rosters.plan_of(roster))
    before = _before(roster, made)
    if before is not None:
        plan[made.day] = Planned(before)
    elif roster.is_announced or made.leaves.exists():
        plan[made.day] = Planned(made.unit_id)
    else:
        del plan[made.day]
    rosters.change(made.day, plan, actor=actor, how=Version.How.LEAVE, note=note(row.shift))
    _tell(row, [*sides.of_day(onduty.crew(row.shift)), row.person], "makeup_undone", f"{roster.version}", makeup=f"{made.day}")


def forgive(leave: Leave, *, actor: Person) -> None:
    """The leave has ended before its day: what was arranged for it is an ordinary day now, and the office decides on it."""
    made = _made(leave)
    if made is None:
        return
    roster = rosters.lock(made.day)
    plan = dict(rosters.plan_of(roster))
    plan[made.day] = Planned(made.unit_id)
    rosters.change(made.day, plan, actor=actor, how=Version.How.LEAVE, note=note(leave.shift))
    _tell(leave, planners(), "makeup_void", f"{roster.version}", makeup=f"{made.day}")


def tell_moot(missed: Shift, *, actor: Person | None) -> None:
    """The day that was to be made up for goes to another unit: the unit hears that its make-up day is an ordinary one, and the
    office that it decides whose day it is now. Called by the roster's change, before the missed day changes."""
    made = missed.makeup
    about: dict[str, Any] = {
        "cause": f"shift:{made.pk}:moot:{made.roster.version}", "link": reverse("dutyroster:month", args=[made.roster.month]),
        "is_duty": True, "day": f"{missed.day}", "makeup": f"{made.day}", "unit": made.unit.name,
    }  # fmt: skip
    tell(sides.people([made.unit_id], [made.roster_id, missed.roster_id]), "makeup_moot", **about)
    tell([person for person in planners() if person != actor], "makeup_void", **about)


def _owed(pk: int, day: date) -> Leave:
    """The leave that is owed for, locked: first its month, as whoever ends it does, then the row."""
    missed = Leave.objects.filter(pk=pk).values_list("shift__day", flat=True).first()
    if missed is None:
        raise Refused(_("This no longer exists."))
    if day <= missed:
        raise Refused(_("Make-up duty lies after the missed day."), field="day")
    rosters.lock(missed)
    row: Leave = Leave.objects.select_for_update(of=("self",)).select_related("shift__unit", "person").get(pk=pk)
    if row.who != Leave.Who.PRINCIPAL or not row.is_in_force:
        raise Refused(_("No make-up duty is owed for this."))
    if _made(row):
        raise Refused(_("The make-up duty is arranged already."))
    return row


def _made(leave: Leave) -> Shift | None:
    found: Shift | None = Shift.objects.filter(makeup_of=leave.shift_id).select_related("unit").first()
    return found


def _begun(made: Shift) -> None:
    if rosters.is_locked(made.day):
        raise Refused(_("The make-up duty has begun or is past: it cannot be changed any more."))


def _before(roster: Roster, made: Shift) -> int | None:
    """Whose day it was before it became make-up duty, by the versions of the month."""
    key = f"{made.day}"
    for version in roster.versions.order_by("-number").iterator(chunk_size=20):
        entry = version.days.get(key)
        if entry is None or not entry["makeup_of"]:
            return entry["unit"] if entry and entry["unit"] != made.unit_id else None
    return None


def note(missed: Shift) -> str:
    """What a version says of the day it is about."""
    return f"{missed.day} {missed.unit.name}"


def _tell(leave: Leave, persons: Iterable[Person], kind: str, step: str, **more: Any) -> None:
    tell(
        persons, kind, cause=f"leave:{leave.pk}:{kind}:{step}", link=reverse("dutyroster:leave", args=[leave.pk]), is_duty=True,
        day=f"{leave.shift.day}", name=leave.person.name, unit=leave.shift.unit.name, **more,
    )  # fmt: skip
