"""Saving a roster that was read from a file: the month's days and the names to remember, in one transaction (D1)."""

from django.db import transaction
from django.utils.translation import gettext as _

from dutyroster.actions import roster as rosters
from dutyroster.importing import Wish, is_whole
from dutyroster.models import Version
from dutyroster.planning import taking_part
from hotline.people.models import Person, UnitAlias
from tickets.actions import checks
from tickets.operation import Forbidden, Refused

REASON_LENGTH = 100


@transaction.atomic
def save(wish: Wish, *, actor: Person | None, version: int, reason: str = "") -> Version | None:
    """Make the month what the wish says; `version` is what was looked at. Gives the new version, None if nothing changes.

    A month that is announced needs a `reason`, as when it is edited. Nobody (`actor` None) is a command. Raises Forbidden,
    Stale, or Refused with a sentence; then nothing is saved.
    """
    if actor is not None and not rosters.may_plan(actor):
        raise Forbidden(_("Only the administrator and the office head plan rosters."))
    if not is_whole(wish):
        raise Refused(_("The roster does not name a unit for every day of the month."))
    roster = rosters.lock(wish.month)
    before = rosters.plan_of(roster)
    free = {unit for day, unit in wish.days.items() if not (rosters.is_locked(day) and day in before)}
    if not free <= set(taking_part().values_list("pk", flat=True)):
        raise Refused(_("A unit of this roster was changed meanwhile and can have no duty days any more. Please begin again."))
    plan = wish.plan(before)
    reason = checks.line(reason, "reason", REASON_LENGTH, required=False)
    if roster.is_announced and plan != before and not reason:
        raise Refused(_("The month is announced: say why it is changed. The units concerned are told."), field="reason")
    note = f"{reason}（{wish.note}）"[:200] if reason else wish.note
    made = rosters.change(wish.month, plan, actor=actor, how=Version.How.IMPORT, note=note, version=version)
    for name, unit in wish.aliases:
        # One that means another unit by now stays with it.
        UnitAlias.objects.get_or_create(name=name, defaults={"unit_id": unit})
    return made
