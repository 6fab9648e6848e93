"""Two units exchange their days: one asks, the other consents, the office head approves; then both months change at once.

Locks are always taken in the same order: the months by date, then the request. Whoever changes a month holds its lock too
(`roster.change`), so a swap is approved before or after an import, never in between.
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dutyroster import sides
from dutyroster.actions import roster as rosters
from dutyroster.actions.roster import Planned
from dutyroster.models import Leave, Shift, Swap, Version
from hotline import clock
from hotline.notices.actions import tell
from hotline.people.models import Person, Role
from tickets.operation import Forbidden, Refused

LINK = "/duty/swaps/"
Dropped = Swap.Dropped


# ---- reading


def pending() -> "QuerySet[Swap]":
    """Requests that wait for the other unit or the office, their days still ahead."""
    first = _first_free_day()
    return Swap.objects.filter(decided_at=None, dropped_at=None, first__day__gte=first, second__day__gte=first)


def to_consent(units: Collection[int]) -> "QuerySet[Swap]":
    """What waits for the consent of these units."""
    return pending().filter(consented_at=None, second__unit__in=units)


def to_decide() -> "QuerySet[Swap]":
    """What waits for the office head."""
    return pending().filter(consented_at__isnull=False)


def waiting(person: Person, units: Collection[int]) -> int:
    """How many swaps wait for that person, who speaks for these units (one query)."""
    wanted = Q(pk=None)
    if units:
        wanted |= Q(consented_at=None, second__unit__in=units)
    if person.has_role(Role.OFFICE_HEAD):
        wanted |= Q(consented_at__isnull=False)
    return pending().filter(wanted).count()


def busy(shifts: Collection[Shift]) -> dict[str, set[int]]:
    """Of these days those for which no swap can be asked: one is waiting already, or leave is asked for or granted (two queries;
    none without days)."""
    if not shifts:
        return {"swapping": set(), "on_leave": set()}
    named = _open_of(shifts).values_list("first", "second")
    leaves = _leaves_of(shifts).values_list("shift", flat=True)
    return {"swapping": {pk for pair in named for pk in pair}, "on_leave": set(leaves)}


def _open_of(shifts: Collection[Shift]) -> "QuerySet[Swap]":
    return Swap.objects.filter(Q(first__in=shifts) | Q(second__in=shifts), decided_at=None, dropped_at=None)


def _leaves_of(shifts: Collection[Shift]) -> "QuerySet[Leave]":
    return Leave.objects.filter(shift__in=shifts, dropped_at=None).exclude(granted=False)


def _first_free_day() -> date:
    today = clock.today()
    return today + clock.DAY if rosters.is_locked(today) else today


# ---- the steps


@transaction.atomic
def ask(first: int, second: int, *, actor: Person, reason: str) -> Swap:
    """Ask to exchange duty day `first` (of a unit the actor speaks for) with `second` of another unit. Tells the other unit.

    Raises Refused where one of the days cannot be exchanged, Forbidden for whom the first is not.
    """
    _lock_months((first, second))
    days = Shift.objects.select_related("unit", "roster").in_bulk([first, second])
    if len(days) != 2:
        raise Refused(_("Choose a day of another unit."), field="second")
    one, other = days[first], days[second]
    if one.unit_id not in sides.units_of(actor):
        raise Forbidden(_("Only the unit's own handlers and leaders swap its days."))
    if one.unit_id == other.unit_id:
        raise Refused(_("Choose a day of another unit."), field="second")
    if sentence := obstacle(one):
        raise Refused(sentence)
    if sentence := obstacle(other):
        raise Refused(sentence, field="second")
    swap = Swap.objects.create(
        first=one, second=other, first_unit=one.unit, second_unit=other.unit, reason=reason, asked_by=actor, asked_at=clock.now()
    )
    _tell(swap, "swap_asked", _people(swap, swap.second_unit_id), actor)
    return swap


@transaction.atomic
def consent(pk: int, *, actor: Person, agrees: bool, reason: str = "") -> Swap:
    """The other unit says yes or, with the reason, no. Tells the asking unit, and on yes the office head."""
    swap = _locked(pk)
    if swap.second_unit_id not in sides.units_of(actor):
        raise Forbidden(_("Only the other unit's handlers and leaders answer this."))
    if actor.pk == swap.asked_by_id:
        raise Forbidden(_("You asked for this swap yourself: somebody else answers it."))
    _check_open(swap)
    if swap.consented_at:
        raise Refused(_("Your unit has consented already."))
    if agrees:
        swap.consented_by, swap.consented_at = actor, clock.now()
        swap.save(update_fields=["consented_by", "consented_at"])
        _tell(swap, "swap_consented", _people(swap, swap.first_unit_id), actor)
        _tell(swap, "swap_to_decide", sides.heads(), actor)
    else:
        if not reason:
            raise Refused(_("Say why your unit does not agree."), field="reason")
        _drop(swap, Dropped.REFUSED, reason, actor)
        _tell(swap, "swap_refused", _people(swap, swap.first_unit_id, swap.second_unit_id), actor)
    return swap


@transaction.atomic
def take_back(pk: int, *, actor: Person, reason: str = "") -> Swap:
    """The asking unit does not want it any more, before the office decides. Tells whoever was asked."""
    swap = _locked(pk)
    if actor.pk != swap.asked_by_id and swap.first_unit_id not in sides.units_of(actor):
        raise Forbidden(_("Only the unit that asked takes it back."))
    _check_open(swap)
    _drop(swap, Dropped.TAKEN_BACK, reason, actor)
    asked = _people(swap, swap.first_unit_id, swap.second_unit_id) + (sides.heads() if swap.consented_at else [])
    _tell(swap, "swap_taken_back", asked, actor)
    return swap


@transaction.atomic
def decide(pk: int, *, actor: Person, grants: bool, opinion: str = "") -> Swap:
    """The office head approves or refuses. Approved, the days are exchanged at once; tells both units and their leaders.

    Where one of the days has begun or is not the same unit's any more, the request ends as moot: `dropped_at` is set in the
    answer, with the reason. Raises Refused where it is not open, not consented to, or refused without an opinion; Forbidden.
    """
    if not actor.has_role(Role.OFFICE_HEAD):
        raise Forbidden(_("Only the office head decides swaps."))
    pair = Swap.objects.filter(pk=pk).values_list("first", "second").first()
    if pair is None:
        raise Refused(_("There is no such request."))
    _lock_months(pair)
    swap = _locked(pk)
    _check_open(swap)
    if swap.consented_at is None:
        raise Refused(_("The other unit has not consented yet."))
    if actor.pk in (swap.asked_by_id, swap.consented_by_id):
        raise Forbidden(_("Nobody decides what they asked for or consented to themselves."))
    if not grants and not opinion:
        raise Refused(_("Say why the swap is refused."), field="opinion")
    told = _people(swap, swap.first_unit_id, swap.second_unit_id)
    if grants and (why := _moot(swap)):
        _drop(swap, "", str(why), None)
        _tell(swap, "swap_moot", told, actor)
        return swap
    swap.decided_by, swap.decided_at, swap.granted, swap.opinion = actor, clock.now(), grants, opinion
    swap.save(update_fields=["decided_by", "decided_at", "granted", "opinion"])
    if grants:
        _exchange(swap, actor)
    _tell(swap, "swap_granted" if grants else "swap_denied", told, actor)
    return swap


def end_moot(days: Collection[date], *, actor: Person | None) -> None:
    """These days go to other units: requests that name one end. Tells both units, and the office head who was asked to decide.

    Called by the roster's change, under the lock of its month and before the days change; `actor` made the change.
    """
    named = Q(first__day__in=days) | Q(second__day__in=days)
    rows = Swap.objects.select_for_update(of=("self",), no_key=True).filter(named, decided_at=None, dropped_at=None)
    for swap in rows.select_related("first", "second", "first_unit", "second_unit").order_by("pk"):
        _drop(swap, "", str(_("The day went to another unit.")), None)
        asked = _people(swap, swap.first_unit_id, swap.second_unit_id) + (sides.heads() if swap.consented_at else [])
        _tell(swap, "swap_moot", asked, actor)


# ---- parts


def obstacle(shift: Shift, *, of: Swap | None = None) -> Promise | str | None:
    """Why that day cannot be exchanged, None where it can. `of`: the request that is being decided itself."""
    day = {"day": f"{shift.day}"}
    if shift.roster.announced_at is None:
        return _("The roster of %(day)s is not announced yet.") % day
    if rosters.is_locked(shift.day):
        return _("%(day)s has begun or is past.") % day
    if shift.makeup_of_id:
        return _("%(day)s is a make-up duty: it stays with the unit that owes it. The office may give it another day.") % day
    if _leaves_of([shift]).exists():
        return _("Leave is granted or asked for on %(day)s: have it taken back first, it ends with a swap.") % day
    others = _open_of([shift])
    if (others.exclude(pk=of.pk) if of else others).exists():
        return _("Another swap of %(day)s is waiting already.") % day
    return None


def _moot(swap: Swap) -> Promise | str | None:
    if swap.first.unit_id != swap.first_unit_id or swap.second.unit_id != swap.second_unit_id:
        return _("One of the days went to another unit meanwhile.")
    return obstacle(swap.first, of=swap) or obstacle(swap.second, of=swap)


def _exchange(swap: Swap, actor: Person) -> None:
    """Both days in one version of each month; the months are locked."""
    note = f"{swap.first.day} ↔ {swap.second.day}"
    units = {swap.first.day: swap.second_unit_id, swap.second.day: swap.first_unit_id}
    for month in sorted({swap.first.roster.month, swap.second.roster.month}):
        roster = rosters.lock(month)
        plan = rosters.plan_of(roster)
        plan |= {day: Planned(unit) for day, unit in units.items() if day in plan and day.replace(day=1) == month}
        rosters.change(month, plan, actor=actor, how=Version.How.SWAP, note=note, version=roster.version)


def _lock_months(shifts: Iterable[int]) -> None:
    months = Shift.objects.filter(pk__in=list(shifts)).values_list("roster__month", flat=True)
    for month in sorted(set(months)):
        rosters.lock(month)


def _locked(pk: int) -> Swap:
    rows = Swap.objects.select_for_update(of=("self",), no_key=True)
    swap = rows.select_related("first__unit", "first__roster", "second__unit", "second__roster").filter(pk=pk).first()
    if swap is None:
        raise Refused(_("There is no such request."))
    return swap


def _check_open(swap: Swap) -> None:
    if swap.decided_at:
        raise Refused(_("This swap has been decided already."))
    if swap.dropped_at:
        raise Refused(
            _("This request is not open any more: %(why)s") % {"why": swap.dropped_why or swap.get_dropped_how_display()}
        )


def _drop(swap: Swap, how: str, why: str, actor: Person | None) -> None:
    swap.dropped_at, swap.dropped_how, swap.dropped_why, swap.dropped_by = clock.now(), how, why[:200], actor
    swap.save(update_fields=["dropped_at", "dropped_how", "dropped_why", "dropped_by"])


def _people(swap: Swap, *units: int) -> list[Person]:
    """Those of these units; leaders named for either month, for the day may go from one to the other."""
    return sides.people(units, (swap.first.roster_id, swap.second.roster_id))


def _tell(swap: Swap, kind: str, persons: Iterable[Person], actor: Person | None) -> None:
    tell(
        [person for person in persons if person != actor],
        kind,
        cause=f"swap:{swap.pk}:{kind}",
        link=LINK,
        is_duty=True,
        first=swap.first_unit.label,
        first_day=f"{swap.first.day}",
        second=swap.second_unit.label,
        second_day=f"{swap.second.day}",
    )
