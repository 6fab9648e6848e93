"""The one door to a month's days: every change makes a version, in one transaction with what it causes (D1, D22)."""

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dutyroster import sides
from dutyroster.actions.leader_info import sync_leader_info
from dutyroster.models import Roster, Shift, Version
from hotline import clock
from hotline.notices.actions import leave
from hotline.notices.models import Notice
from hotline.people.models import Person, Role, Unit
from knowledge.actions import questions
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
    command. After announcing, the units concerned are told, and swaps, leave and make-up duty of a day that moves end.
    """
    roster = lock(month)
    if version is not None and roster.version != version:
        raise Stale
    before = plan_of(roster)
    changed = [day for day in sorted({*before, *plan}) if before.get(day) != plan.get(day)]
    if outside := [day for day in plan if (day.year, day.month) != (month.year, month.month)]:
        raise ValueError(f"not in {month:%Y-%m}: {outside}")
    moved = moves(before, plan)
    opened = _lock_days(changed, moved)
    if locked := [day for day in changed if day in before and (day in opened or is_locked(day))]:
        raise Refused(_("%(day)s has begun or is past: it cannot be changed any more.") % {"day": f"{locked[0]}"})
    if not changed:
        return None
    _end_requests(roster, moved, changed, actor)
    _store(roster, before, plan, changed)
    made = _version(roster, actor, how, note)
    if roster.is_announced:
        if how != Version.How.SWAP:  # both units are told of a swap by what decided it
            _tell_changed(roster, before, plan, changed)
        sync_leader_info(roster)
        _pass_on(before, plan, actor)
    return made


def lock(month: date) -> Roster:
    """The month's roster, made if need be, locked until the transaction ends: two admins wait for each other."""
    Roster.objects.get_or_create(month=month.replace(day=1))
    return Roster.objects.select_for_update(no_key=True).get(month=month.replace(day=1))


def moves(before: Plan, plan: Plan) -> list[date]:
    """The days a plan takes from their units."""
    return sorted(day for day, was in before.items() if day not in plan or plan[day].unit != was.unit)


def lock_made_up(moved: Collection[date]) -> set[date]:
    """Lock the months in which these days are made up for: their links end with a day that moves. Gives the months.

    They come after the month of these days, which is locked already: whoever locks several goes from the earlier to the later,
    and locks a day after its month.
    """
    months = _months_made_up(moved)
    for month in sorted(months):
        lock(month)
    return months


def may_plan(person: Person) -> bool:
    """Who uploads and edits rosters: the admin, and the office head who signs them (section 2)."""
    return person.has_role(Role.ADMIN, Role.OFFICE_HEAD)


def _months_made_up(moved: Collection[date]) -> set[date]:
    return set(Shift.objects.filter(makeup_of__day__in=moved).values_list("roster__month", flat=True))


def _lock_days(changed: Collection[date], moved: Collection[date]) -> set[date]:
    """Lock what a change touches; gives the days that have begun: the clock may have begun one in this very moment."""
    months = lock_made_up(moved)
    rows = Shift.objects.select_for_update(no_key=True).filter(day__in=changed).order_by("pk")
    opened = {row.day for row in rows if row.opened_at}
    if not _months_made_up(moved) <= months:
        raise Stale  # arranged in this very moment
    return opened


def _store(roster: Roster, before: Plan, plan: Plan, changed: list[date]) -> None:
    now = clock.now()
    touched = Shift.objects.filter(day__in=[day for day in changed if day in before])
    gone = set(touched.filter(day__in=moves(before, plan)).values_list("pk", flat=True))  # made up for no more
    # First away, then anew: a make-up duty that moves from one day to another must not meet itself.
    touched.filter(makeup_of__isnull=False).update(makeup_of=None)
    for day in changed:
        wanted = plan.get(day)
        if wanted is None:
            _empty(day)
            continue
        makeup = None if wanted.makeup_of in gone else wanted.makeup_of
        if day in before:
            Shift.objects.filter(day=day).update(unit=wanted.unit, makeup_of=makeup)
        else:
            past = Shift(day=day).ends_at <= now  # history taken over opens no obligations
            stamp = now if past else None
            Shift.objects.create(
                day=day, roster=roster, unit_id=wanted.unit, makeup_of_id=makeup, opened_at=stamp, ended_at=stamp
            )


def _empty(day: date) -> None:
    shift = Shift.objects.get(day=day)
    if shift.swaps_asked.exists() or shift.swaps_wanted.exists() or shift.leaves.exists():
        raise Refused(_("%(day)s cannot be left empty: a swap or a leave names it. Give it another unit.") % {"day": f"{day}"})
    shift.delete()


def _end_requests(roster: Roster, moved: list[date], changed: list[date], actor: Person | None) -> None:
    """Swaps and leave that name a day which goes to another unit are moot, and nothing is made up for it any more; all
    concerned are told, each in the name of the unit that had the day."""
    from dutyroster.actions import leave as leaves, makeup, swaps

    if not moved:
        return
    swaps.end_moot(moved, actor=actor)
    leaves.end_moot(moved, actor=actor)
    # Make-up days that change themselves are stored, and told of, as the plan has them.
    rows = Shift.objects.filter(day__in=moved, makeup__isnull=False).exclude(makeup__day__in=changed)
    missed = list(rows.select_related("unit", "makeup__unit", "makeup__roster").order_by("day"))
    Shift.objects.filter(makeup_of__in=missed).update(makeup_of=None)
    later: dict[Roster, list[Shift]] = {}
    for shift in missed:
        makeup.tell_moot(shift, actor=actor)
        later.setdefault(shift.makeup.roster, []).append(shift)
    for month, shifts in later.items():
        if month != roster:  # its own version is still to come
            _version(month, actor, Version.How.LEAVE, "、".join(map(makeup.note, shifts)))


def _tell_changed(roster: Roster, before: Plan, plan: Plan, changed: list[date]) -> None:
    """The units that lose or get a day after the announcement, and the leaders they named for the month (D22); as many
    statements for one day as for all."""
    sides_of = {day: [planned.unit for planned in (before.get(day), plan.get(day)) if planned] for day in changed}
    told = sides.by_unit({unit for units in sides_of.values() for unit in units}, [roster.pk])
    names = dict(Unit.objects.filter(pk__in=told).values_list("pk", "name"))
    leave(
        Notice(
            person=person, kind="roster_changed", cause=f"roster:{roster.pk}:{roster.version}:{day}", is_duty=True,
            link=reverse("dutyroster:month", args=[roster.month]), created_at=clock.now(),
            params={"day": f"{day}", "old": names.get(_unit(before, day), ""), "new": names.get(_unit(plan, day), "")},
        )
        for day, units in sides_of.items()
        for unit in units
        for person in told[unit]
    )  # fmt: skip


def _unit(plan: Plan, day: date) -> int | None:
    return plan[day].unit if day in plan else None


def _pass_on(before: Plan, plan: Plan, actor: Person | None) -> None:
    """What the night lays before the unit of the day that comes is the one's that has the day now: the handover, and the
    questions asked since 22:00 (D9, D15)."""
    from dutyroster.actions import handover

    for day in (clock.today(), clock.today() + clock.DAY):
        old, new = _unit(before, day), _unit(plan, day)
        if old != new:
            handover.pass_on(day)
        if old and new and old != new:
            questions.pass_on(day, former=old, unit=Unit.objects.get(pk=new), actor=actor)


def _version(roster: Roster, actor: Person | None, how: Version.How, note: str) -> Version:
    """The month as it stands now is its next version."""
    roster.version += 1
    roster.save(update_fields=["version"])
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
