"""The one door to a month's days: every change makes a version, in one transaction with what it causes (D1, D22)."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dutyroster import sides
from dutyroster.actions.leader_info import sync_leader_info
from dutyroster.models import Leave, Roster, Shift, Swap, Version
from hotline import clock
from hotline.notices.actions import tell
from hotline.people.models import Person, Role, Unit
from tickets.operation import Refused

SYSTEM_NAME = "系统"  # who made a version where a command did


class Stale(Refused):
    """Somebody changed the month meanwhile: look at what it is now, then decide again."""

    def __init__(self) -> None:
        super().__init__(_("The roster was changed meanwhile, so nothing was saved. Look at it as it is now and try again."))


@dataclass(frozen=True)
class Planned:
    """What one day is to be: the unit, and the missed day it makes up for (a shift's id)."""

    unit: int
    makeup_of: int | None = None


Plan = Mapping[date, Planned]


def month_days(month: date) -> list[date]:
    """Every day of the month that begins at `month`."""
    first = month.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return [first + clock.DAY * n for n in range((following - first).days)]


def next_month(day: date) -> date:
    """The first day of the month after that day's."""
    return month_days(day)[-1] + clock.DAY


def previous_month(day: date) -> date:
    """The first day of the month before that day's."""
    return (day.replace(day=1) - clock.DAY).replace(day=1)


def is_locked(day: date) -> bool:
    """A day that has begun (08:30) or lies behind stays as it is: what happened on it hangs on it."""
    return clock.now() >= Shift(day=day).begins_at


def plan_of(roster: Roster | None) -> dict[date, Planned]:
    """The days of a month as they stand."""
    if roster is None:
        return {}
    rows = roster.shifts.order_by("day").values_list("day", "unit_id", "makeup_of_id")
    return {day: Planned(unit, makeup) for day, unit, makeup in rows}


def gaps(month: date, plan: Container[date]) -> list[date]:
    """Days of the month without a unit; they block announcing and publishing."""
    return [day for day in month_days(month) if day not in plan]


@transaction.atomic
def change(
    month: date, plan: Plan, *, actor: Person | None, how: Version.How, note: str = "", version: int | None = None
) -> Version | None:
    """Make the month what `plan` says: days missing in it become empty. Gives the new version, None where nothing changes.

    `version` is what the person saw (0: no roster yet); another one raises Stale. Days that have begun stay as they are:
    a plan that changes one raises Refused, filling an empty one (history taken over) does not. Nobody (`actor` None) is a
    command. After announcing, the units concerned are told, and swaps and leave of a changed day end.
    """
    roster = lock(month)
    if version is not None and roster.version != version:
        raise Stale
    before = plan_of(roster)
    changed = [day for day in sorted({*before, *plan}) if before.get(day) != plan.get(day)]
    if outside := [day for day in plan if (day.year, day.month) != (month.year, month.month)]:
        raise ValueError(f"not in {month:%Y-%m}: {outside}")
    begun = Shift.objects.select_for_update(no_key=True).filter(day__in=changed, opened_at__isnull=False)
    opened = set(begun.values_list("day", flat=True))  # the clock may have begun one in this very moment
    if locked := [day for day in changed if day in before and (day in opened or is_locked(day))]:
        raise Refused(_("%(day)s has begun or is past: it cannot be changed any more.") % {"day": f"{locked[0]}"})
    if not changed:
        return None
    _store(roster, before, plan, changed)
    roster.version += 1
    if roster.is_announced:
        if how != Version.How.SWAP:  # both units are told of a swap by what decided it
            _tell_changed(roster, before, plan, changed)
        sync_leader_info(roster)
    roster.save(update_fields=["version"])
    return _version(roster, actor, how, note)


def lock(month: date) -> Roster:
    """The month's roster, made if need be, locked until the transaction ends: two admins wait for each other."""
    Roster.objects.get_or_create(month=month.replace(day=1))
    return Roster.objects.select_for_update(no_key=True).get(month=month.replace(day=1))


def may_plan(person: Person) -> bool:
    """Who uploads and edits rosters: the admin, and the office head who signs them (section 2)."""
    return person.has_role(Role.ADMIN, Role.OFFICE_HEAD)


def _store(roster: Roster, before: Plan, plan: Plan, changed: list[date]) -> None:
    now = clock.now()
    touched = Shift.objects.filter(day__in=[day for day in changed if day in before])
    _drop_requests(before, plan, changed)
    # First away, then anew: a make-up duty that moves from one day to another must not meet itself.
    touched.filter(makeup_of__isnull=False).update(makeup_of=None)
    for day in changed:
        wanted = plan.get(day)
        if wanted is None:
            _empty(day)
        elif day in before:
            Shift.objects.filter(day=day).update(unit=wanted.unit, makeup_of=wanted.makeup_of)
        else:
            past = Shift(day=day).ends_at <= now  # history taken over opens no obligations
            stamp = now if past else None
            Shift.objects.create(
                day=day, roster=roster, unit_id=wanted.unit, makeup_of_id=wanted.makeup_of, opened_at=stamp, ended_at=stamp
            )


def _empty(day: date) -> None:
    shift = Shift.objects.get(day=day)
    if shift.swaps_asked.exists() or shift.swaps_wanted.exists() or shift.leaves.exists():
        raise Refused(_("%(day)s cannot be left empty: a swap or a leave names it. Give it another unit.") % {"day": f"{day}"})
    shift.delete()


def _drop_requests(before: Plan, plan: Plan, changed: list[date]) -> None:
    """A swap or leave that names a day which goes to another unit is moot, and nothing is made up for any more."""
    moved = [day for day in changed if day in before and (day not in plan or plan[day].unit != before[day].unit)]
    why = str(_("The day went to another unit."))
    now = clock.now()
    pending = Swap.objects.filter(decided_at=None, dropped_at=None)
    for side in ("first", "second"):
        pending.filter(**{f"{side}__day__in": moved}).update(dropped_at=now, dropped_why=why)
    Leave.objects.filter(shift__day__in=moved, dropped_at=None).exclude(granted=False).update(dropped_at=now, dropped_why=why)
    Shift.objects.filter(makeup_of__day__in=moved).update(makeup_of=None)


def _tell_changed(roster: Roster, before: Plan, plan: Plan, changed: list[date]) -> None:
    """The units that lose or get a day after the announcement (D22)."""
    for day in changed:
        old, new = before.get(day), plan.get(day)
        units = {p.unit for p in (old, new) if p}
        names = dict(Unit.objects.filter(pk__in=units).values_list("pk", "name"))
        tell(
            sides.handlers(units),
            "roster_changed",
            cause=f"roster:{roster.pk}:{roster.version}:{day}",
            link=reverse("dutyroster:month", args=[roster.month]),
            is_duty=True,
            day=f"{day}",
            old=names.get(old.unit, "") if old else "",
            new=names.get(new.unit, "") if new else "",
        )


def _version(roster: Roster, actor: Person | None, how: Version.How, note: str) -> Version:
    rows = roster.shifts.select_related("unit", "makeup_of").order_by("day")
    days: dict[str, Any] = {
        f"{row.day}": {
            "unit": row.unit_id,
            "name": row.unit.name,
            "makeup_of": f"{row.makeup_of.day}" if row.makeup_of else None,
        }
        for row in rows
    }
    return Version.objects.create(
        roster=roster,
        number=roster.version,
        made_at=clock.now(),
        made_by=actor,
        made_by_name=actor.name if actor else SYSTEM_NAME,
        how=how,
        note=note[:200],
        days=days,
    )
