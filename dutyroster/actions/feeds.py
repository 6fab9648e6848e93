"""The secret address of a unit's calendar feed: made, made anew, revoked. Who knows it reads the unit's days, nothing else."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dutyroster import sides
from dutyroster.models import Feed
from hotline import clock
from hotline.people.models import Person, Role, Unit
from tickets.operation import Forbidden


@transaction.atomic
def make(unit: int, *, actor: Person) -> tuple[Feed, int]:
    """A new address for that unit; an older one ends at once. Gives it, and how many older ones there were (0 or 1)."""
    _check(unit, actor)
    Unit.objects.select_for_update(no_key=True).get(pk=unit)  # two at once: one after the other
    ended = _end(unit)
    return Feed.objects.create(unit_id=unit, made_by=actor, made_at=clock.now()), ended


@transaction.atomic
def revoke(unit: int, *, actor: Person) -> int:
    """The unit's address ends; gives how many there were (0 or 1)."""
    _check(unit, actor)
    return _end(unit)


def _end(unit: int) -> int:
    return Feed.objects.filter(unit=unit, revoked_at=None).update(revoked_at=clock.now())


def _check(unit: int, actor: Person) -> None:
    if unit not in sides.units_of(actor) and not actor.has_role(Role.ADMIN):
        raise Forbidden(_("Only the unit's own handlers and leaders, and the admin, keep its calendar address."))
