"""Leave from a duty day: the principal's is the city leader's to decide (D18), the deputy's the own principal's (D19)."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dutyroster import onduty, rules, sides
from dutyroster.actions import leaders, roster as rosters
from dutyroster.actions.leaders import Entry
from dutyroster.models import Leave, Shift
from dutyroster.onduty import Crew, Named
from hotline import clock, options
from hotline.notices.actions import tell
from hotline.people.models import Person, Rank, Role, Unit
from tickets.actions import checks
from tickets.operation import Forbidden, Refused

REASON, OPINION, WAIVER = 500, 500, 300  # characters
WAITING = 50  # listed at once
Who = Leave.Who


def askable(crew: Crew) -> list[Named]:
    """Whose leave can be asked for: the leaders named, not those who are away already or stand in for one who is."""
    return [named for named in crew.named if named.is_leader and not named.is_away and not named.stands_in]


def own_principal(crew: Crew) -> Person | None:
    """Who decides on a deputy's leave (D19): the principal named for that day, on leave or not, else the unit's own."""
    named = next((n.person for n in crew.named if n.rank == Rank.PRINCIPAL), None)
    if named:
        return named
    found: Person | None = Person.objects.filter(unit=crew.shift.unit, rank=Rank.PRINCIPAL, is_active=True).order_by("pk").first()
    return found


def substitutes(leave: Leave, crew: Crew) -> list[Person]:
    """Other leaders of the unit who can come instead of the deputy (D19): no principal of the unit, nobody on leave that day."""
    away = {named.person.pk for named in crew.named if named.is_away or named.stands_in}
    named = [n.person for n in crew.named if n.rank == Rank.DEPUTY]
    ranked = Person.objects.filter(
        is_active=True, unit__in=crew.shift.unit.tree_ids, rank__in=(Rank.PRINCIPAL, Rank.DEPUTY)
    ).select_related("unit")
    principals = {n.person.pk for n in crew.named if n.rank == Rank.PRINCIPAL}
    unfit = away | principals | {leave.person_id}
    found = {p.pk: p for p in [*named, *ranked.order_by("unit_id", "pk")] if p.pk not in unfit}
    return [p for p in found.values() if not (p.rank == Rank.PRINCIPAL and p.unit_id == crew.shift.unit_id)]


@transaction.atomic
def ask(shift: int, *, actor: Person, person: Person, reason: str, approver: Person | None = None) -> Leave:
    """Ask for leave from a coming duty day. A principal's names the city leader who decides; later than three days ahead it is
    late (D18). Raises Forbidden, or Refused with the field at fault."""
    row = _coming(shift)
    crew = onduty.crew(row)
    if not sides.speaks_for(actor, crew):
        raise Forbidden(_("You do not have the right to do this."))
    named = next((n for n in askable(crew) if n.person.pk == person.pk), None)
    if named is None:
        raise Refused(_("Choose a leader who is named for that day."), field="person")
    said = checks.text(reason, "reason", REASON, empty=checks.SAY_WHY)
    if row.leaves.filter(person=person).pending().exists():
        raise Refused(_("Leave for this person and day is asked for already."), field="person")
    who = Who.PRINCIPAL if named.rank == Rank.PRINCIPAL else Who.DEPUTY
    decider = _city_leader(approver) if who == Who.PRINCIPAL else _principal(crew)
    if decider.pk in (actor.pk, person.pk):
        raise Refused(_("Nobody decides on a request of their own: let somebody else of the unit ask."), field="person")
    now = clock.now()
    is_late = who == Who.PRINCIPAL and now >= rules.leave_until(row.day, options.get("leave_days_before"))
    leave: Leave = Leave.objects.create(
        shift=row, who=who, person=person, reason=said, asked_by=actor, asked_at=now, is_late=is_late, approver=decider
    )
    _tell([decider], "leave_asked", leave, "asked")
    return leave


def may_decide(person: Person, leave: Leave, crew: Crew) -> bool:
    """The city leader who was asked (D18); the principal as named now, should the month's list have changed (D19)."""
    if person.pk in (leave.asked_by_id, leave.person_id):
        return False
    if leave.who == Who.PRINCIPAL:
        return person.pk == leave.approver_id and person.has_role(Role.CITY_LEADER)
    principal = own_principal(crew)
    return principal is not None and person.pk == principal.pk


def to_decide(person: Person) -> list[Leave]:
    """What waits for this person's decision, the next duty day first (four queries at most, however many)."""
    mine = Q(approver=person) | Q(who=Who.DEPUTY, shift__unit=person.unit_id)
    rows = Leave.objects.pending().filter(mine, shift__day__gte=clock.today())
    rows = rows.select_related("shift__unit", "shift__roster", "shift__makeup", "person", "asked_by", "approver", "substitute")
    found, now = list(rows.order_by("shift__day", "pk")[:WAITING]), clock.now()
    crews = onduty.crews([row.shift for row in found])
    return [row for row in found if now < row.shift.ends_at and may_decide(person, row, crews[row.shift_id])]


@transaction.atomic
def decide(
    leave: int,
    *,
    actor: Person,
    granted: bool,
    opinion: str = "",
    waiver: str = "",
    substitute: Person | Entry | None = None,
) -> Leave:
    """Grant or refuse, until the duty day ends: what was asked before it began may be decided while it runs.

    A late request of a principal is granted only with the reason for the waiver, a deputy's only with a substitute (D18, D19);
    a refusal needs an opinion. The substitute is somebody of `substitutes`, or entered now as a new leader of the unit. Raises
    Forbidden, or Refused with the field at fault.
    """
    row, crew = _locked(leave)
    if not may_decide(actor, row, crew):
        raise Forbidden(_("You do not have the right to do this."))
    if row.dropped_at is not None:
        raise Refused(_("This request was taken back."))
    if row.decided_at is not None:
        raise Refused(_("This request is decided already."))
    if clock.now() >= row.shift.ends_at:
        raise Refused(_("The duty day is over: nothing can be decided on it any more."))
    row.approver, row.decided_at, row.granted = actor, clock.now(), granted
    row.opinion = checks.text(opinion, "opinion", OPINION, required=not granted, empty=checks.SAY_WHY)
    if granted:
        row.waiver = checks.text(waiver, "waiver", WAIVER, empty=checks.SAY_WHY) if row.is_late else ""
        if row.who == Who.DEPUTY:
            row.substitute = _substitute(row, crew, substitute)
    row.save(update_fields=["approver", "decided_at", "granted", "opinion", "waiver", "substitute"])
    _tell_decided(row, crew)
    return row


def may_drop(person: Person, leave: Leave) -> bool:
    """Whoever asked, or is to be absent, takes it back."""
    return person.pk in (leave.asked_by_id, leave.person_id)


@transaction.atomic
def drop(leave: int, *, actor: Person, why: str = "") -> Leave:
    """Take a request back before it is decided; end a granted leave before the duty day begins: the leader comes after all.

    Make-up duty arranged for it is not owed any more: the day stays with the unit as an ordinary one, and the office is told.
    Raises Forbidden or Refused.
    """
    from dutyroster.actions import makeup

    row, crew = _locked(leave)
    if not may_drop(actor, row):
        raise Forbidden(_("You do not have the right to do this."))
    if row.dropped_at is not None:
        raise Refused(_("This request was taken back."))
    if row.granted is False:
        raise Refused(_("This request is decided already."))
    if clock.now() >= row.shift.begins_at:
        raise Refused(_("The duty day has begun: the leave cannot be taken back any more."))
    was_granted = row.granted is True
    said = checks.text(why, "why", 200, required=False)
    row.dropped_at, row.dropped_why = clock.now(), said
    row.save(update_fields=["dropped_at", "dropped_why"])
    others = [row.approver, *([row.substitute] if row.substitute else [])]
    _tell([p for p in others if p.pk != actor.pk], "leave_ended" if was_granted else "leave_taken_back", row, "dropped")
    if was_granted:
        _tell([p for p in _concerned(row, crew) if p.pk != actor.pk], "leave_ended", row, "dropped")
        if row.who == Who.PRINCIPAL:
            makeup.forgive(row, actor=actor)
    return row


def end_moot(days: Collection[date], *, actor: Person | None) -> None:
    """These days go to other units: leave that was asked for or granted from them ends. Tells the absent, whoever asked, who was
    to decide or has decided, and the substitute.

    Called by the roster's change, under the lock of its month and before the days change; `actor` made the change.
    """
    rows = Leave.objects.filter(shift__day__in=days, dropped_at=None).exclude(granted=False)
    for row in rows.select_related("shift__unit", "person", "asked_by", "approver", "substitute").order_by("pk"):
        row.dropped_at, row.dropped_why = clock.now(), str(_("The day went to another unit."))
        row.save(update_fields=["dropped_at", "dropped_why"])
        concerned = [row.person, row.asked_by, row.approver, *([row.substitute] if row.substitute else [])]
        _tell([person for person in concerned if person != actor], "leave_moot", row, "moot")


# ---- the row, under the lock of its month: a day that moves to another unit ends its leave, one after the other


def _coming(pk: int) -> Shift:
    row = _shift(pk)
    if clock.now() >= row.begins_at:
        raise Refused(_("The duty day has begun: leave is asked for before it begins."))
    return row


def _shift(pk: int) -> Shift:
    rows = Shift.objects.in_force().select_related("unit", "roster")
    day = rows.filter(pk=pk).values_list("day", flat=True).first()
    if day is None:
        raise Refused(_("This no longer exists."))
    rosters.lock(day)
    row: Shift = rows.get(pk=pk)
    return row


def _locked(pk: int) -> tuple[Leave, Crew]:
    shift = Leave.objects.filter(pk=pk).values_list("shift", flat=True).first()
    if shift is None:
        raise Refused(_("This no longer exists."))
    day = _shift(shift)
    rows = Leave.objects.select_for_update(of=("self",)).select_related("person__unit", "approver", "asked_by", "substitute")
    row = rows.get(pk=pk)
    row.shift = day
    return row, onduty.crew(day)


# ---- checks


def _city_leader(person: Person | None) -> Person:
    if person is None or not person.has_role(Role.CITY_LEADER):
        raise Refused(_("Choose the city leader who decides on the principal's leave."), field="approver")
    return person


def _principal(crew: Crew) -> Person:
    principal = own_principal(crew)
    if principal is None:
        raise Refused(
            _("No principal of your unit is known who could decide: enter the leaders of the month first."), field="person"
        )
    return principal


def _substitute(leave: Leave, crew: Crew, chosen: Person | Entry | None) -> Person:
    if chosen is None:
        raise Refused(_("Name another leader of the unit who comes instead."), field="substitute")
    fit = {p.pk: p for p in substitutes(leave, crew)}
    person = chosen if isinstance(chosen, Person) else _entered(crew.shift.unit, chosen)
    if isinstance(chosen, Entry) and person.rank == Rank.STAFF:
        raise Refused(_("This person is entered as staff of your unit, not as a leader."), field="name")
    if person.pk not in fit and not (isinstance(chosen, Entry) and crew.of(person) is None and person.rank == Rank.DEPUTY):
        raise Refused(
            _("Choose another leader of the unit, not the principal and nobody who is on leave that day."),
            field="substitute" if isinstance(chosen, Person) else "name",
        )
    return person


def _entered(unit: Unit, entry: Entry) -> Person:
    """The person of that name in the unit's tree, or a new one without password and role, as for the month's list (D21)."""
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # account names are counted
    person = leaders.linked(entry, leaders.people_named(unit, [entry.name]))
    return person or leaders.new_person(unit, entry, leaders.last_number(unit) + 1)


# ---- who is told


def _tell_decided(row: Leave, crew: Crew) -> None:
    _tell(_concerned(row, crew), "leave_granted" if row.granted else "leave_refused", row, "decided")
    if not row.granted:
        return
    if row.substitute:
        _tell([row.substitute], "leave_substitute", row, "decided")
    if row.who == Who.PRINCIPAL:
        _tell(planners(), "makeup_wanted", row, "decided")


def planners() -> list[Person]:
    """Who arranges make-up duty."""
    return list(Person.objects.with_role(Role.ADMIN, Role.OFFICE_HEAD))


def _concerned(row: Leave, crew: Crew) -> list[Person]:
    """Whoever asked, the absent, the unit's handlers and leaders, and the leaders who come that day."""
    return [row.asked_by, row.person, *sides.of_day(crew)]


def _tell(persons: Iterable[Person], kind: str, row: Leave, step: str, **more: Any) -> None:
    tell(
        persons, kind, cause=f"leave:{row.pk}:{step}", link=reverse("dutyroster:leave", args=[row.pk]), is_duty=True,
        day=f"{row.shift.day}", name=row.person.name, unit=row.shift.unit.name, **more,
    )  # fmt: skip
