"""Handing a duty day over (D15): the outgoing leader signs the book as it stands, a leader of the incoming unit confirms.

What is signed is kept with its hash and does not change; what is written later is marked "after signing".
"""

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dutyroster import handbook, onduty, standing
from dutyroster.models import Handover, HandoverEntry, Shift
from dutyroster.onduty import Crew
from dutyroster.signing import ALGORITHM, check_password, digest
from hotline import clock
from hotline.deadlines import actions as deadlines
from hotline.deadlines.models import Kind
from hotline.notices.actions import tell
from hotline.people.models import Person, Role, Unit
from tickets.actions import checks
from tickets.operation import Forbidden, Refused

CONFIRMED_FROM = time(6)  # the incoming leaders come early, not at midnight
TEXT = 2000


@transaction.atomic
def sign(shift: Shift, *, actor: Person, password: str, remarks: str = "") -> Handover:
    """The outgoing leader signs the book (D15): from the end of the leader's calls (17:00) until the next unit takes over.

    After 22:00 it is late, and the obligation is met late. Raises Forbidden for all but the day's leaders, Refused at
    `password` where that is wrong, and where it is signed or taken over already.
    """
    shift = Shift.objects.locked(shift.pk)
    crew = onduty.crew(shift)
    named = crew.of(actor)
    if named is None or not crew.is_leader(actor):
        raise Forbidden(_("The handover is signed by a leader of that duty day."))
    now = clock.now()
    if now < signed_from(shift):
        raise Refused(_("The handover is signed from %(at)s on.") % {"at": f"{signed_from(shift):%H:%M}"})
    if found := Handover.objects.filter(shift=shift).first():
        raise Refused(_taken(found))
    remarks = checks.text(remarks, "remarks", TEXT, required=False)
    check_password(actor, password)
    row = Handover(
        shift=shift, signed_at=now, signed_by=actor, signed_name=actor.name, remarks=remarks, algorithm=ALGORITHM,
        signed_rank="substitute" if named.stands_in else named.rank,
    )  # fmt: skip
    row.content = signed_content(row, handbook.content(shift))
    row.hash = digest(row.content)
    row.save(force_insert=True)
    deadlines.meet(shift.subject, Kind.HANDOVER_SIGN)
    if following := Shift.objects.on(shift.day + clock.DAY):
        _tell_signed(row, following)
    return row


def pass_on(day: date) -> None:
    """That day went to another unit: the confirmation of the day before is the other's, and its leaders hear what waits (D15).

    Called by the roster in the transaction of its change, before that day is over; where nobody has it, the office takes over.
    """
    before, following = Shift.objects.on(day - clock.DAY), Shift.objects.on(day)
    if before is None:
        return
    Shift.objects.locked(before.pk)  # the clock may be ending it in this very moment
    deadlines.pass_to(before.subject, Kind.HANDOVER_CONFIRM, unit=following.unit if following else Unit.office())
    row = Handover.objects.filter(shift=before, confirmed_at=None).select_related("shift__unit").first()
    if row and following:
        _tell_signed(row, following)


@transaction.atomic
def confirm(
    shift: Shift, *, actor: Person, password: str, reservations: str = "", without_signature: bool = False
) -> Handover:  # fmt: skip
    """A leader of the incoming unit takes over what was handed over, with reservations or without (D15); from 06:00 on.

    `without_signature` takes over what nobody signed, and says what was found. Where no unit follows, or the incoming day
    passed without it, the head of the office does it. Nobody confirms the own signature.
    """
    shift = Shift.objects.locked(shift.pk)
    handover = Handover.objects.filter(shift=shift).first()
    following = Shift.objects.on(shift.day + clock.DAY)
    if why_not := cannot_confirm(shift, handover, onduty.crew(following) if following else None, actor):
        raise why_not
    if handover is None and not without_signature:
        raise Refused(_("The outgoing leader has not signed: take over without a signature, and write what you found."))
    if handover is not None and without_signature:
        raise Refused(_("It was signed meanwhile. Read the book again, then confirm it."))
    reservations = checks.text(reservations, "reservations", TEXT, required=without_signature)
    check_password(actor, password)
    row = handover or Handover(shift=shift, algorithm=ALGORITHM, content={}, hash="")
    row.confirmed_at, row.confirmed_by = clock.now(), actor
    row.confirmed_name, row.confirmed_unit, row.reservations = actor.name, actor.unit.name, reservations
    row.confirm_hash = digest(confirmed_content(row), row.hash)
    row.save()
    deadlines.meet(shift.subject, Kind.HANDOVER_CONFIRM)
    _tell_confirmed(row)
    return row


@transaction.atomic
def close_unsigned(shift: Shift, *, actor: Person, reason: str) -> HandoverEntry:
    """The head of the office closes a day that nobody signed: the obligation ends, the reason stands in the day's book."""
    if not actor.has_role(Role.OFFICE_HEAD):
        raise Forbidden(_("Only the head of the office closes a handover without a signature."))
    shift = Shift.objects.locked(shift.pk)
    now = clock.now()
    if now < shift.ends_at:
        raise Refused(_("The duty day has not ended yet."))
    if Handover.objects.filter(shift=shift, signed_at__isnull=False).exists():
        raise Refused(_("It is signed: there is nothing to close."))
    reason = checks.text(reason, "reason", TEXT)
    if not deadlines.cancel(shift.subject, Kind.HANDOVER_SIGN):
        raise Refused(_("It is closed already."))
    return HandoverEntry.objects.create(
        shift=shift, kind=HandoverEntry.Kind.OTHER, at=now, by=actor, by_name=actor.name, text=reason, closed_at=now,
        closed_by=actor, details={"closes": "handover"},
    )  # fmt: skip


def signed_from(shift: Shift) -> datetime:
    """17:00: before that too much of the day is still to come."""
    return shift.calls[1]


def confirmed_from(shift: Shift) -> datetime:
    """06:00 of the next day."""
    return datetime.combine(shift.day + clock.DAY, CONFIRMED_FROM, clock.TZ)


def cannot_confirm(shift: Shift, handover: Handover | None, incoming: Crew | None, actor: Person) -> Refused | None:
    """Why this person cannot take the day over now; None if it is possible. `incoming` is the crew of the next day, if any."""
    if not _is_taker(shift, handover, incoming, actor):
        if incoming is None:
            return Forbidden(_("No unit follows: the head of the office takes over."))
        return Forbidden(_("The handover is confirmed by a leader of the unit that follows."))
    if handover is not None and handover.signed_by_id == actor.pk:
        return Forbidden(_("Nobody confirms their own signature."))
    if clock.now() < confirmed_from(shift):
        return Refused(_("The handover is confirmed from 06:00 of the next day on."))
    if handover is not None and handover.confirmed_at is not None:
        return Refused(_taken(handover))
    return None


def _is_taker(shift: Shift, handover: Handover | None, incoming: Crew | None, actor: Person) -> bool:
    """A leader of the incoming unit, until their own day is over; the head of the office where there is nobody else."""
    now = clock.now()
    over = incoming is None or now >= standing.day_ends_at(incoming.shift)
    if incoming is not None and not over and incoming.is_leader(actor):
        return True
    signer = handover.signed_by_id if handover else None
    nobody = over or not any(n.person.pk != signer for n in (incoming.leaders if incoming else ()))
    return nobody and actor.has_role(Role.OFFICE_HEAD)


def signed_content(row: Handover, book: dict[str, Any]) -> dict[str, Any]:
    """What the signature stands under: the book, and who signed it when with which remarks."""
    return {**_signed_columns(row), "book": book}


def _signed_columns(row: Handover) -> dict[str, Any]:
    return {
        "shift": row.shift_id,
        "signed_at": clock.local(row.signed_at).isoformat(timespec="microseconds") if row.signed_at else "",
        "signed_by": row.signed_by_id,
        "name": row.signed_name,
        "rank": row.signed_rank,
        "remarks": row.remarks,
    }


def confirmed_content(row: Handover) -> dict[str, Any]:
    """What the confirmation stands under; chained to the hash of what was signed."""
    return {
        "shift": row.shift_id,
        "confirmed_at": clock.local(row.confirmed_at).isoformat(timespec="microseconds") if row.confirmed_at else "",
        "confirmed_by": row.confirmed_by_id,
        "name": row.confirmed_name,
        "unit": row.confirmed_unit,
        "reservations": row.reservations,
    }


def is_as_signed(row: Handover) -> bool:
    """Whether the columns beside the signed content still say what it says."""
    columns = _signed_columns(row)
    return row.signed_at is None or {key: row.content.get(key) for key in columns} == columns


def _tell_confirmed(row: Handover) -> None:
    """The office head hears of a handover without a signature; who signed hears of reservations."""
    about: dict[str, Any] = {"day": f"{row.shift.day}", "unit": row.shift.unit.name, "name": row.confirmed_name}
    link = _link(row.shift)
    if row.signed_by is None:
        heads = Person.objects.with_role(Role.OFFICE_HEAD)
        tell(heads, "handover_taken", cause=f"handover:{row.pk}:taken", link=link, is_duty=True, **about)
    elif row.reservations:
        tell([row.signed_by], "handover_reservations", cause=f"handover:{row.pk}:confirmed", link=link, is_duty=True, **about)


def _tell_signed(row: Handover, following: Shift) -> None:
    """The leaders of the day after it, once each: a day that moves tells those who come then."""
    leaders = [n.person for n in onduty.crew(following).leaders]
    tell(leaders, "handover_signed", cause=f"handover:{row.pk}:signed", link=_link(row.shift),
         day=f"{row.shift.day}", unit=row.shift.unit.name)  # fmt: skip


def _link(shift: Shift) -> str:
    return reverse("dutyroster:book", args=[shift.day])


def _taken(row: Handover) -> Any:
    if row.confirmed_at is None:
        said = {"name": row.signed_name, "at": f"{clock.local(row.signed_at):%H:%M}" if row.signed_at else ""}
        return _("%(name)s has signed it already, at %(at)s.") % said
    return _("%(name)s has taken it over already.") % {"name": row.confirmed_name}
