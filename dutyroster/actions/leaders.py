"""A unit names who does its duty in a month: principal, deputies, staff with post and contact (D21)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dutyroster import sides
from dutyroster.actions import leader_info, roster as rosters
from dutyroster.actions.roster import Stale
from dutyroster.models import DutyLeader, Leave, Roster
from hotline import clock
from hotline.deadlines.models import Deadline, Kind
from hotline.notices.actions import leave, tell
from hotline.notices.models import Notice
from hotline.people import phones
from hotline.people.models import Person, Rank, Role, Unit
from tickets.operation import Forbidden, Refused

MOST = {Rank.PRINCIPAL: 1, Rank.DEPUTY: 4, Rank.STAFF: 6}
NEW = "new"  # in `Entry.who`: not the person of that name who is there already, another one


@dataclass(frozen=True)
class Entry:
    """One line of annex 2. `phone` is normalised; `who` is the id of the person meant, NEW, or empty: found by the name."""

    rank: str
    name: str
    post: str
    phone: str
    who: str = ""


class Ambiguous(Refused):
    """Several persons of the unit have that name: the form asks which."""

    def __init__(self, people: Sequence[Person]) -> None:
        super().__init__(_("Several persons of the unit have this name: say which."), field="who")
        self.people = people


@dataclass(frozen=True)
class Named:
    """What was stored; `made` are the persons who got an account by it."""

    leaders: list[DutyLeader]
    made: list[Person]


def may_name(person: Person, roster: Roster, unit: Unit) -> bool:
    """The unit's handlers and leaders, those it named for the month, and the office that plans (D21)."""
    if rosters.may_plan(person):
        return True
    if person.has_role(Role.HANDLER, Role.UNIT_LEADER) and unit.pk in person.unit.tree_ids:
        return True
    named = DutyLeader.objects.filter(roster=roster, unit=unit, person=person).exclude(rank=Rank.STAFF)
    return person.is_active and named.exists()


def sees_all(person: Person) -> bool:
    """The office, where the contacts are needed: who plans, the front desk, supervision. Other units never see them (D22)."""
    office = person.unit.kind == Unit.Kind.OFFICE and person.has_role(Role.DISPATCHER, Role.SUPERVISOR)
    return office or rosters.may_plan(person)


def people_named(unit: Unit, names: Iterable[str]) -> list[Person]:
    """The active persons of the unit's tree with one of these names (two queries)."""
    return list(Person.objects.filter(is_active=True, unit__in=unit.tree_ids, name__in=set(names)).order_by("pk"))


def same_name(entry: Entry, people: Iterable[Person]) -> list[Person]:
    return [person for person in people if person.name == entry.name]


def linked(entry: Entry, people: Iterable[Person]) -> Person | None:
    """The person an entry means, None for somebody new. Raises Ambiguous where the name, and then the phone, fit several."""
    same = same_name(entry, people)
    if entry.who == NEW:
        return None
    if chosen := [person for person in same if str(person.pk) == entry.who]:
        return chosen[0]
    if len(same) < 2:
        return same[0] if same else None
    by_phone = [person for person in same if _bare(person.phone) == entry.phone]
    if len(by_phone) != 1:
        raise Ambiguous(same)
    return by_phone[0]


def stamp(rows: Iterable[DutyLeader]) -> str:
    """Short text that changes with the list: a page that shows an older one is stale."""
    facts = sorted((row.person_id, row.rank, row.name, row.post, row.phone) for row in rows)
    return sha256(repr(facts).encode()).hexdigest()[:16]


@transaction.atomic
def name_leaders(roster: Roster, unit: Unit, entries: Sequence[Entry], *, actor: Person, seen: str) -> Named:
    """The unit's list for the month is what `entries` say; meets the unit's obligation (D21).

    Each entry links the person of that name in the unit's tree, whose post and phone are brought up to date, or makes one
    without password and role: the shift alone gives rights. `seen` is the `stamp` of the list the person saw. Raises Stale,
    Ambiguous, or Refused. Changes after the due time are told to the office.
    """
    roster = rosters.lock(roster.month)
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # account names are counted below
    if not may_name(actor, roster, unit):
        raise Forbidden(_("Only the unit itself and the office name its leaders."))
    rows = {row.person_id: row for row in DutyLeader.objects.filter(roster=roster, unit=unit).select_related("person")}
    if stamp(rows.values()) != seen:
        raise Stale
    check_counts(entries)
    people = people_named(unit, (entry.name for entry in entries))
    found = [(entry, linked(entry, people)) for entry in entries]
    _check_once(found)
    ranks = {person.pk: entry.rank for entry, person in found if person}
    _check_open(roster, unit, rows, ranks)
    _check_leave(roster, unit, rows, ranks)
    DutyLeader.objects.filter(pk__in=[row.pk for pk, row in rows.items() if pk not in ranks]).delete()
    made = _store(roster, unit, found, rows, actor)
    leader_info.meet(roster, unit)
    leaders = list(DutyLeader.objects.filter(roster=roster, unit=unit).select_related("person"))
    if stamp(leaders) != seen:
        _tell_office(roster, unit, actor)
    return Named(leaders, made)


def check_counts(entries: Sequence[Entry]) -> None:
    """Exactly one principal, one to four deputies, at most six of the staff. Raises Refused."""
    count = {rank: sum(entry.rank == rank for entry in entries) for rank in Rank}
    if count[Rank.PRINCIPAL] != 1:
        raise Refused(_("Name exactly one principal."))
    if not count[Rank.DEPUTY]:
        raise Refused(_("Name at least one deputy."))
    if any(count[rank] > MOST[rank] for rank in Rank):
        raise Refused(_("At most four deputies and six of the staff can be named."))


@transaction.atomic
def urge(roster: Roster, unit: Unit, *, actor: Person) -> None:
    """Remind a unit's people of its leaders' names, at most once a day. Raises Refused."""
    if not rosters.may_plan(actor):
        raise Forbidden(_("Only the office reminds units."))
    roster = rosters.lock(roster.month)
    owed = Deadline.objects.open().of(*roster.subject).filter(kind=Kind.LEADER_INFO, cause=leader_info.cause(unit.pk)).first()
    if owed is None:
        raise Refused(_("This unit owes no names: nobody was reminded."))
    people = sides.handlers([unit.pk])
    if not people:
        raise Refused(_("Nobody of this unit has an account that could be reminded: call them."))
    if unit.pk in urged_today(roster, [unit.pk]):
        raise Refused(_("This unit was reminded today already."))
    leave(_reminder(roster, owed, person) for person in people)


@transaction.atomic
def urge_all(roster: Roster, *, actor: Person) -> tuple[list[Unit], list[Unit]]:
    """Remind every unit that owes its leaders' names and was not reminded today; as many statements for one unit as for all.

    Gives the units reminded, and those where nobody has an account that could be.
    """
    if not rosters.may_plan(actor):
        raise Forbidden(_("Only the office reminds units."))
    roster = rosters.lock(roster.month)
    rows = Deadline.objects.open().of(*roster.subject).filter(kind=Kind.LEADER_INFO).select_related("unit").order_by("pk")
    owed = {row.unit_id: row for row in rows}
    told = urged_today(roster, owed)
    people: dict[int, list[Person]] = {pk: [] for pk in owed if pk not in told}
    for person in sides.handlers(people):
        people[person.unit_id].append(person)
    leave(_reminder(roster, owed[pk], person) for pk, own in people.items() for person in own)
    return [owed[pk].unit for pk, own in people.items() if own], [owed[pk].unit for pk, own in people.items() if not own]


def _reminder(roster: Roster, owed: Deadline, person: Person) -> Notice:
    return Notice(
        person=person, kind="leaders_urged", cause=_urge_cause(roster, owed.unit_id), is_duty=True, created_at=clock.now(),
        link=reverse("dutyroster:unit_leaders", args=[roster.month, owed.unit_id]),
        params={"month": f"{roster.month:%Y-%m}", "due": f"{clock.local(owed.due_at):%Y-%m-%d %H:%M}"},
    )  # fmt: skip


def urged_today(roster: Roster, units: Iterable[int]) -> set[int]:
    """Those of the units that were reminded today (one query over the notices of their people)."""
    causes = {_urge_cause(roster, pk): pk for pk in units}
    people = Person.objects.filter(is_active=True, unit__in=causes.values()).values("pk")
    told = Notice.objects.filter(person__in=people, kind="leaders_urged", cause__in=causes)
    return {causes[cause] for cause in told.values_list("cause", flat=True).distinct()}


def _urge_cause(roster: Roster, unit: int) -> str:
    return f"leaders:{roster.pk}:{unit}:{clock.today()}"


def _bare(phone: str) -> str:
    try:
        return phones.normalise(phone)
    except ValueError:
        return phone


def _check_once(found: Sequence[tuple[Entry, Person | None]]) -> None:
    linked_to = [person.pk for _entry, person in found if person]
    fresh = [(entry.name, entry.phone) for entry, person in found if person is None]
    if len(set(linked_to)) < len(linked_to) or len(set(fresh)) < len(fresh):
        raise Refused(_("Somebody is named twice."))


def _check_open(roster: Roster, unit: Unit, rows: dict[int, DutyLeader], ranks: dict[int, str]) -> None:
    """Until the duty day begins everything may change; while a second day lies ahead, who did the first one stays as named."""
    if not roster.is_announced:
        raise Refused(_("This month is not announced yet."))
    begun = [rosters.is_locked(day) for day in roster.shifts.filter(unit=unit).values_list("day", flat=True)]
    if not begun:
        raise Refused(_("This unit has no duty day in this month."))
    if all(begun):
        raise Refused(_("The unit's duty has begun: the names stay as they are."))
    moved = [row for pk, row in rows.items() if ranks.get(pk) != row.rank]
    if any(begun) and moved:
        raise Refused(
            _("A duty day of the unit has begun: %(name)s stays as named. You can add others.") % {"name": moved[0].name}
        )


def _check_leave(roster: Roster, unit: Unit, rows: dict[int, DutyLeader], ranks: dict[int, str]) -> None:
    """Whom a leave names stays on the list, in the same rank, until it is refused or taken back (D18, D19)."""
    moved = {pk: row for pk, row in rows.items() if ranks.get(pk) != row.rank}
    leaves = Leave.objects.filter(shift__roster=roster, shift__unit=unit, person__in=moved, dropped_at=None)
    asked = leaves.exclude(granted=False).first()
    if asked:
        name = moved[asked.person_id].name
        raise Refused(_("%(name)s has asked for leave: take the leave back before you change this.") % {"name": name})


def _store(
    roster: Roster, unit: Unit, found: Sequence[tuple[Entry, Person | None]], rows: dict[int, DutyLeader], actor: Person
) -> list[Person]:
    """Write what is new or other than before; whoever gets an account is given back. Lines that stay keep who entered them."""
    now, number = clock.now(), last_number(unit)
    made, known = [], []
    for entry, person in found:
        if person is None:
            number += 1
            person = new_person(unit, entry, number)
            made.append(person)
        known.append((entry, person))
    # The principal last: while two change places there are never two of them.
    for entry, person in sorted(known, key=lambda pair: pair[0].rank == Rank.PRINCIPAL):
        if (person.post, person.phone) != (entry.post, entry.phone):
            person.post, person.phone = entry.post, entry.phone
            person.save(update_fields=["post", "phone"])
        row = rows.get(person.pk) or DutyLeader(roster=roster, unit=unit, person=person)
        values = {"rank": entry.rank, "name": entry.name, "post": entry.post, "phone": entry.phone}
        if row.pk and all(getattr(row, key) == value for key, value in values.items()):
            continue
        for key, value in (values | {"entered_by": actor, "entered_at": now}).items():
            setattr(row, key, value)
        row.save()
    return made


def last_number(unit: Unit) -> int:
    """The highest n of the unit's accounts d<unit>-<n>."""
    names = Person.objects.filter(username__startswith=f"d{unit.pk}-").values_list("username", flat=True)
    ends = [name.rpartition("-")[2] for name in names]
    return max((int(end) for end in ends if end.isascii() and end.isdigit()), default=0)


def new_person(unit: Unit, entry: Entry, number: int) -> Person:
    """A person of the unit without password and role; `number` makes the account's name."""
    person = Person(
        username=f"d{unit.pk}-{number}", name=entry.name, unit=unit, rank=entry.rank, post=entry.post, phone=entry.phone
    )
    person.set_unusable_password()
    person.save()
    return person


def _tell_office(roster: Roster, unit: Unit, actor: Person) -> None:
    """Names that change after the 28th may be on a list somebody has printed already."""
    now = clock.now()
    if now < leader_info.usual_due(roster):
        return
    heads = Q(groups__name=Role.OFFICE_HEAD) | Q(groups__name=Role.DISPATCHER, unit__kind=Unit.Kind.OFFICE)
    people = Person.objects.filter(heads, is_active=True).exclude(pk=actor.pk).distinct()
    tell(
        people, "leaders_changed", cause=f"leaders:{roster.pk}:{unit.pk}:{now.timestamp():.6f}",
        link=reverse("dutyroster:unit_leaders", args=[roster.month, unit.pk]),
        unit=unit.label, month=f"{roster.month:%Y-%m}",
    )  # fmt: skip
