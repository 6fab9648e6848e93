"""Saving what a planner made of a month: by hand, or as the program drafted it (D1, D18, D22)."""

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dutyroster import planning
from dutyroster.actions import roster as rosters
from dutyroster.actions.roster import Plan, Planned, Stale
from dutyroster.models import Roster, Shift, Version
from hotline.people.models import Person
from tickets.operation import Forbidden, Refused

Field = tuple[str, date]  # "unit" or "makeup", of that day


class Faulty(Refused):
    """What is wrong with a plan, all of it: `faults` by field."""

    def __init__(self, faults: Mapping[Field, Promise | str]) -> None:
        super().__init__(_("Some days are not right yet, so nothing was saved."))
        self.faults = faults


def save(
    month: date, plan: Plan, *, actor: Person, version: int, note: str = "", how: Version.How = Version.How.EDIT
) -> Version | None:
    """Make the month what `plan` says for the days that have not begun; the others stay, whatever it says of them.

    `version` is what the planner saw. Gives the new version, None where nothing changes. Raises Stale, Faulty with every bad
    field, Refused at `note` where a change after the announcement gives no reason, Forbidden.
    """
    if not rosters.may_plan(actor):
        raise Forbidden(_("Only the office head and the admin plan the roster."))
    try:
        return _save(month, plan, actor, version, note, how)
    except IntegrityError as error:
        # Two months were planned at once, and both make up for the same day.
        raise Stale from error


@transaction.atomic
def _save(month: date, plan: Plan, actor: Person, version: int, note: str, how: Version.How) -> Version | None:
    roster = rosters.lock(month)
    if roster.version != version:
        raise Stale
    before = rosters.plan_of(roster)
    wanted = _as_far_as_free(before, plan)
    if wanted == before:
        return None
    if roster.is_announced and not note:
        raise Refused(_("The month is announced: say why it is changed. The units concerned are told."), field="note")
    if roster.is_announced and how == Version.How.DRAFT:
        raise Refused(_("The month is announced: change single days instead of drafting it anew."))
    rosters.lock_made_up(rosters.moves(before, wanted))  # before the days that `faults` locks
    if found := faults(month, wanted, before, is_announced=roster.is_announced):
        raise Faulty(found)
    return rosters.change(month, wanted, actor=actor, how=how, note=note, version=version)


def _as_far_as_free(before: Plan, plan: Plan) -> dict[date, Planned]:
    """The plan with the days that have begun as they are."""
    locked = {day: planned for day, planned in before.items() if rosters.is_locked(day)}
    free = {day: planned for day, planned in plan.items() if not rosters.is_locked(day)}
    return dict(sorted((locked | free).items()))


def faults(month: date, plan: Plan, before: Plan, *, is_announced: bool) -> dict[Field, Promise | str]:
    """What is wrong with a plan, by field. Locks the missed days it makes up for: nobody else makes up for them meanwhile."""
    found: dict[Field, Promise | str] = {}
    if is_announced:
        for day in rosters.gaps(month, plan):
            if not rosters.is_locked(day):
                found["unit", day] = _("An announced month has no gaps: name a unit.")
    allowed = set(planning.taking_part().values_list("pk", flat=True))
    for day, planned in plan.items():
        stays = day in before and before[day].unit == planned.unit  # also where the unit has been closed since
        if not stays and planned.unit not in allowed:
            found["unit", day] = _("This unit takes no part in the duty roster.")
    return found | _faults_of_makeup(month, plan, before)


def _faults_of_makeup(month: date, plan: Plan, before: Plan) -> dict[Field, Promise | str]:
    wanted = [planned.makeup_of for planned in plan.values() if planned.makeup_of]
    list(Shift.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"))
    owed = {shift.pk: shift for shift in planning.debts(month)} if wanted else {}
    found: dict[Field, Promise | str] = {}
    taken: set[int] = set()
    for day, planned in sorted(plan.items()):
        if planned.makeup_of is None:
            continue
        missed = owed.get(planned.makeup_of)
        if planned.makeup_of in taken:
            found["makeup", day] = _("Two days make up for the same one.")
        elif before.get(day) == planned:
            pass  # it stands so already, whatever became of the leave
        elif missed is None:
            found["makeup", day] = _("This day needs no make-up duty (any more).")
        elif missed.unit_id != planned.unit:
            found["makeup", day] = _("The missed day was that of another unit: %(unit)s.") % {"unit": missed.unit.name}
        elif missed.day >= day:
            found["makeup", day] = _("A make-up duty comes after the missed day.")
        taken.add(planned.makeup_of)
    return found


def version_seen(roster: Roster | None, number: int) -> dict[date, Planned]:
    """The month as that version had it: what somebody saw who is late."""
    if roster is None or number < 1:
        return {}
    row = Version.objects.filter(roster=roster, number=number).first()
    if row is None:
        return {}
    days = {date.fromisoformat(day): facts for day, facts in row.days.items()}
    missed = [date.fromisoformat(facts["makeup_of"]) for facts in days.values() if facts["makeup_of"]]
    ids = dict(Shift.objects.filter(day__in=missed).values_list("day", "pk")) if missed else {}
    return {
        day: Planned(facts["unit"], ids.get(date.fromisoformat(facts["makeup_of"])) if facts["makeup_of"] else None)
        for day, facts in days.items()
    }
