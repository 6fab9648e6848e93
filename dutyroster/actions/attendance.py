"""Attendance (D2): people check in and out by the clock, the office's front desk confirms or records it (D20).

Only what the front desk has confirmed counts; nobody confirms a claim of their own.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dutyroster import onduty, standing
from dutyroster.models import Attendance, Attending, Score, Shift
from dutyroster.onduty import Crew
from hotline import clock
from hotline.people.models import Person, Rank
from tickets.actions import checks
from tickets.operation import Forbidden, Refused

NOTE = 150  # characters of one note; a row holds several
CAME, LEFT = "came", "left"
_AS = {Rank.PRINCIPAL.value: Attending.PRINCIPAL, Rank.DEPUTY.value: Attending.DEPUTY, Rank.STAFF.value: Attending.STAFF}


def check_in(shift: Shift, *, actor: Person) -> Attendance:
    """The person's own claim to be there, by the clock: from half an hour before the shift until its end.

    Sent twice it is one claim. Raises Forbidden for a stranger, Refused outside the hours.
    """
    now = clock.now()
    here = standing.standing(actor, shift)
    if not (here.is_crew or here.is_unit):
        raise Forbidden(_("Only people of the unit on duty check in here."))
    if now < standing.opens_at(shift):
        said = {"at": f"{standing.opens_at(shift):%H:%M}"}
        raise Refused(_("Checking in is possible from %(at)s on.") % said)
    if now >= shift.ends_at:
        raise Refused(_("The duty day is over. The front desk records what is missing."))
    return _came(shift, actor, actor.name, attends_as(here.crew, actor), now, by=actor, confirmed_by=None, note="")


def check_out(shift: Shift, *, actor: Person) -> Attendance:
    """The person leaves; before the end of the shift too, and that stays on record (D20 a). Twice is once."""
    with transaction.atomic():
        _lock_day(shift)
        row = Attendance.objects.select_for_update().filter(shift=shift, person=actor, refused_at=None).order_by("pk").last()
        if row is None:
            raise Refused(_("You have not checked in."))
        if row.left_at is None:
            _not_scored(shift)
            now = clock.now()
            if now >= standing.day_ends_at(shift):
                raise Refused(_("The day is over. The front desk records when you left."))
            row.left_at, row.left_by = max(now, row.came_at), actor
            row.save(update_fields=["left_at", "left_by"])
        return row


def record_in(
    shift: Shift,
    *,
    actor: Person,
    person: Person | None = None,
    name: str = "",
    as_leader: bool = True,
    at: datetime | None = None,
    note: str = "",
) -> Attendance:
    """The front desk records that somebody is there: a person of the crew or the unit, or by name somebody without an account.

    A name counts as a stand-in without approval, or with `as_leader` false as staff. Another time than now needs a note.
    """
    _desk(actor)
    crew = onduty.crew(shift)
    if person is None:
        name = checks.line(name, "name", 50, empty=_("Write the name."))
        attending = Attending.STAND_IN if as_leader else Attending.STAFF
    else:
        if not (crew.of(person) or standing.standing(person, shift, crew).is_unit):
            raise Refused(_("This person does not belong to the unit on duty."), field="person")
        name, attending = person.name, attends_as(crew, person)
    moment, note = _time(shift, at, note)
    if at is None and moment < standing.opens_at(shift):
        raise Refused(_("Checking in is possible from %(at)s on.") % {"at": f"{standing.opens_at(shift):%H:%M}"})
    # Whoever sits at the front desk and is on duty too needs a colleague to confirm it.
    confirmed_by = None if person == actor else actor
    return _came(shift, person, name, attending, moment, by=actor, confirmed_by=confirmed_by, note=note)


def record_out(pk: int, *, actor: Person, at: datetime | None = None, note: str = "") -> Attendance:
    """The front desk records that somebody has left. Another time than now needs a note."""
    _desk(actor)
    with transaction.atomic():
        row = _locked(pk)
        if row.left_at is not None:
            return row
        moment, note = _time(row.shift, at, note)
        row.left_at, row.left_by = _not_before(row.came_at, moment), actor
        row.left_confirmed_by = None if row.person_id == actor.pk else actor
        row.note = _noted(row.note, note)
        row.save(update_fields=["left_at", "left_by", "left_confirmed_by", "note"])
        return row


def confirm(pk: int, what: str, *, actor: Person, at: datetime | None = None, note: str = "") -> Attendance:
    """The front desk confirms that somebody came (CAME) or left (LEFT); with `at` it sets another time, with a note why.

    A confirmed time can be set right in the same way, until the day's score is confirmed.
    """
    _desk(actor)
    with transaction.atomic():
        row = _locked(pk)
        _not_own(row, actor)
        claimed: datetime | None = getattr(row, f"{what}_at")
        if claimed is None:
            raise Refused(_("There is nothing to confirm any more. Look at the list as it is now."))
        if at is not None and at.replace(second=0) != clock.local(claimed).replace(second=0, microsecond=0):
            moment, note = _time(row.shift, at, note)
            setattr(row, f"{what}_at", moment)
            if row.left_at is not None and row.left_at < row.came_at:
                raise Refused(_("Nobody leaves before coming."), field="at")
            row.note = _noted(row.note, f"{clock.local(claimed):%H:%M}→{moment:%H:%M} {note}")
        setattr(row, f"{what}_confirmed_by", actor)
        row.save()
        return row


def refuse(pk: int, what: str, *, actor: Person, note: str) -> Attendance:
    """The front desk does not confirm a claim, with the reason: who did not come was not there, who did not leave still is."""
    _desk(actor)
    note = checks.line(note, "note", NOTE, empty=checks.SAY_WHY)
    with transaction.atomic():
        row = _locked(pk)
        _not_own(row, actor)
        if getattr(row, f"{what}_at") is None or getattr(row, f"{what}_confirmed_by_id") is not None:
            raise Refused(_("There is nothing to refuse any more. Look at the list as it is now."))
        if what == CAME:
            row.refused_at = clock.now()
        else:
            _alone(row)
            row.left_at = row.left_by = None
        row.note = _noted(row.note, note)
        row.save()
        return row


def attends_as(crew: Crew, person: Person) -> Attending:
    """As what somebody counts: as named for the day; else the unit's staff are staff, and a leader is a stand-in (D19, D20)."""
    named = crew.of(person)
    if named is None:
        return Attending.STAND_IN if standing.counts_as_leader(person.rank) else Attending.STAFF
    return Attending.SUBSTITUTE if named.stands_in else _AS[named.rank]


def _came(
    shift: Shift, person: Person | None, name: str, attending: Attending, at: datetime, *, by: Person,
    confirmed_by: Person | None, note: str,
) -> Attendance:  # fmt: skip
    """The row of who is there; one that is there already is given as it is (a double click, two people at once)."""
    who = {"person": person} if person else {"person": None, "name": name}
    with transaction.atomic():
        _lock_day(shift)
        if found := Attendance.objects.filter(shift=shift, left_at=None, refused_at=None, **who).first():
            return found
        _not_scored(shift)
        return Attendance.objects.create(
            shift=shift, person=person, name=name, attending=attending, came_at=at, came_by=by,
            came_confirmed_by=confirmed_by, note=note,
        )  # fmt: skip


def _desk(actor: Person) -> None:
    if not standing.is_desk(actor):
        raise Forbidden(_("Attendance is confirmed by the front desk of the hotline office."))


def _not_own(row: Attendance, actor: Person) -> None:
    if row.person_id == actor.pk:
        raise Forbidden(_("Nobody confirms their own attendance: ask a colleague at the front desk."))


def _lock_day(shift: Shift) -> None:
    """Two who record at once wait for each other, and for whoever confirms the day's score: always the day before its rows."""
    Shift.objects.locked(shift.pk)


def _not_scored(shift: Shift) -> None:
    if Score.objects.filter(shift=shift, reverses=None, reversal=None).exists():
        raise Refused(_("The score of this day is confirmed: its attendance is final."))


def _locked(pk: int) -> Attendance:
    row = Attendance.objects.select_for_update(of=("self",)).select_related("shift__unit", "shift__roster").get(pk=pk)
    if row.refused_at is not None:
        raise Refused(_("This claim was refused. Look at the list as it is now."))
    _not_scored(row.shift)
    return row


def _alone(row: Attendance) -> None:
    """Whoever has checked in again meanwhile cannot be there twice."""
    who = {"person": row.person_id} if row.person_id else {"person": None, "name": row.name}
    again = Attendance.objects.filter(shift=row.shift, left_at=None, refused_at=None, **who).exclude(pk=row.pk)
    if again.exists():
        raise Refused(_("%(name)s has checked in again meanwhile.") % {"name": row.name})


def _time(shift: Shift, at: datetime | None, note: str) -> tuple[datetime, str]:
    """The instant to record and the note: now, or another one of that day that is not in the future, with the reason."""
    now = clock.now()
    if at is None:
        if not clock.start_of(shift.day) <= now < standing.day_ends_at(shift):
            raise Refused(_("The day is over: write the time and why it is recorded only now."), field="at")
        return now, checks.line(note, "note", NOTE, required=False)
    if at > now:
        raise Refused(_("This time is still to come."), field="at")
    if clock.local(at).date() != shift.day:
        raise Refused(_("The time is not of that day."), field="at")
    return at, checks.line(note, "note", NOTE, empty=checks.SAY_WHY)


def _noted(before: str, note: str) -> str:
    """Notes one after the other: none is lost, for the score is disputed by them."""
    both = "；".join(part for part in (before, note.strip()) if part)
    if len(both) > 500:
        raise Refused(_("There are too many notes on this line already."), field="note")
    return both


def _not_before(came_at: datetime, left_at: datetime) -> datetime:
    if left_at < came_at:
        raise Refused(_("Nobody leaves before coming."), field="at")
    return left_at
