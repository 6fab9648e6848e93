"""Work on the callback sheet (D10): fix it at 09:00, write opinions, call, replace a case, close what was never signed.

Only leaders on duty write, and only within their shift (D11). Every change locks the sheet's row first, then the ticket.
"""

import uuid
from collections import Counter
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dutyroster import onduty, sample
from dutyroster.models import Sheet, SheetCase, SheetDraft, Shift
from dutyroster.onduty import Named
from hotline import clock, options
from hotline.deadlines import actions as deadlines
from hotline.deadlines.models import Kind
from hotline.people.models import Person, Role
from tickets import masking, operation
from tickets.actions import checks
from tickets.flow import Action
from tickets.models import Callback, Event, Ticket
from tickets.operation import Forbidden, Refused

# What changes nothing of the matter: looks, dates counted anew, the batches of digest, bulletin and archive.
QUIET = (Action.REVEAL, Action.RECOUNT, Action.COMPILE, Action.PUBLISH, Action.FILE)
OPINION_LENGTH, REASON_LENGTH, CLOSING_LENGTH = 1000, 300, 500
How = SheetCase.How


class CaseChanged(Refused):
    """The case changed after the person had looked at it: `events` are what is new on its ticket, `other` is the case with the
    opinion that somebody else has saved."""

    def __init__(self, events: list[Event], other: SheetCase | None) -> None:
        said: Any = _("Something happened on this ticket after you had opened it. Look at what is new, then save again.")
        if other and other.done_at:
            said = _("%(name)s saved an opinion on this case at %(at)s, after you had opened it. What you send now replaces it.")
            said %= {"name": other.done_by, "at": f"{clock.local(other.done_at):%H:%M}"}
        super().__init__(said)
        self.events, self.other = events, other


def freeze(shift: Shift) -> Sheet | None:
    """The sheet of that shift, fixed now if it is 09:00–22:00 and there is none yet; None outside those hours without one.

    Whoever comes second gets the sheet of the first. Chosen are replies up to 09:00, however late this is called. Meets the
    obligation where nothing is left to sign: a sheet without cases, or one signed before its obligation was opened.
    """
    with transaction.atomic():
        Shift.objects.locked(shift.pk)
        sheet = Sheet.objects.filter(shift=shift).first() or _frozen(shift)
        if sheet:
            settle(sheet, shift)
    return sheet


def _frozen(shift: Shift) -> Sheet | None:
    start, now = shift.at("sheet_frozen_at"), clock.now()
    if not start <= now < shift.ends_at:
        return None
    wanted = options.get("sheet_cases")
    found = sample.choose(start, wanted)
    sheet = Sheet.objects.create(
        shift=shift, frozen_at=now, rule=sample.RULE, wanted=wanted, found=len(found.chosen), days=found.days
    )
    own = shift.unit.tree_ids
    SheetCase.objects.bulk_create(_case_of(sheet, position, one, own) for position, one in enumerate(found.chosen, 1))
    return sheet


def _case_of(sheet: Sheet, position: int, found: sample.Candidate, own: frozenset[int]) -> SheetCase:
    return SheetCase(
        sheet=sheet, position=position, ticket_id=found.ticket, group=found.group, unit_id=found.unit, is_own=found.unit in own
    )


def settle(sheet: Sheet, shift: Shift) -> bool:
    """Meet the obligation if every case that stands is signed; gives whether it is so."""
    if sheet.closed_at or sheet.cases.filter(replaced_at=None, signature=None).exists():
        return False
    deadlines.meet(shift.subject, Kind.CALLBACK_SHEET)
    return True


# ---- the cases


@transaction.atomic
def save_draft(case: SheetCase, text: str, *, actor: Person, seen: str | None = None) -> str:
    """Keep what this leader is typing, as it is typed; gives what is kept. What equals the opinion is no draft; an empty text
    discards the draft. `seen` as in `give_opinion`."""
    case = _writable(case, actor, seen=seen)
    typed = checks.text(text, "opinion", OPINION_LENGTH, required=False)
    if typed in ("", case.opinion):
        case.drafts.filter(person=actor).delete()
        return ""
    begun = {"text": typed, "since": clock.now()}
    SheetDraft.objects.update_or_create(case=case, person=actor, defaults={"text": typed}, create_defaults=begun)
    return typed


@transaction.atomic
def give_opinion(
    case: SheetCase,
    opinion: str,
    *,
    actor: Person,
    how: str = How.READ,
    version: int | None = None,
    seen: str | None = None,
    request_id: uuid.UUID | None = None,
    **answers: Any,
) -> SheetCase:
    """Deal with a case: the file read, or the caller called, which is recorded as a callback of the ticket (`answers`:
    reached, solved, satisfaction). May be said anew until it is signed; a call that was made stays.

    `version` is the ticket's version the person saw, `seen` the case's `stamp`: nobody replaces another's opinion unseen
    (section 7). Raises Forbidden, CaseChanged, or Refused with the field at fault.
    """
    case = _writable(case, actor, seen=seen)
    if request_id and Event.objects.filter(request_id=request_id, ticket=case.ticket_id).exists():
        return case  # the same form again
    ticket = _unchanged(case, actor, version, seen)
    said = masking.without_caller(checks.text(opinion, "opinion", OPINION_LENGTH), ticket)
    if how == How.CALLED:
        case.callback = _call(ticket, actor, request_id, said, answers)
        ticket.refresh_from_db(fields=["version"])
    case.how = How.CALLED if case.callback_id else How.READ
    case.opinion, case.done_at, case.done_by, case.seen_version = said, clock.now(), actor, ticket.version
    case.save(update_fields=["callback", "how", "opinion", "done_at", "done_by", "seen_version"])
    case.drafts.filter(person=actor).delete()
    return case


@transaction.atomic
def confirm(case: SheetCase, *, actor: Person, version: int | None = None) -> SheetCase:
    """What has happened since the opinion was written is seen, and the opinion stands."""
    case = _writable(case, actor)
    if case.done_at is None:
        raise Refused(_("There is no opinion on this case yet."))
    case.seen_version = _unchanged(case, actor, version).version
    case.save(update_fields=["seen_version"])
    return case


@transaction.atomic
def show_phone(case: SheetCase, *, actor: Person) -> Event:
    """Show the caller's identity to this leader: the sheet is the reason, and the look is in the ticket's journal."""
    case = _writable(case, actor, signed=True)
    return operation.perform(case.ticket_id, Action.REVEAL, actor=actor, text=f"回访单第{case.position}件")


@transaction.atomic
def replace(case: SheetCase, reason: str, *, actor: Person, seen: str | None = None) -> SheetCase:
    """Put the next best ticket in this one's place, by the same rule as of now; gives the new case. `seen` as for an opinion."""
    case = _writable(case, actor, seen=seen)
    if other := _unseen(case, actor, seen):
        raise CaseChanged([], other)
    case.replaced_why = checks.text(reason, "reason", REASON_LENGTH)
    case.replaced_at, case.replaced_by = clock.now(), actor
    sheet, shift = case.sheet, case.sheet.shift
    standing = sheet.cases.filter(replaced_at=None).exclude(pk=case.pk)
    found = sample.choose(case.replaced_at, 1, Counter(standing.values_list("unit", flat=True)))
    if not found.chosen:
        raise Refused(_("No other ticket fits the rule: this case cannot be replaced."))
    case.save(update_fields=["replaced_why", "replaced_at", "replaced_by"])
    new = _case_of(sheet, case.position, found.chosen[0], shift.unit.tree_ids)
    new.save(force_insert=True)
    return new


@transaction.atomic
def close(shift: Shift, reason: str, *, actor: Person) -> Sheet:
    """The office head closes a sheet that was not signed in full, once its shift is over; its obligation ends.

    Where no sheet was ever made, an empty one keeps the reason.
    """
    if not actor.has_role(Role.OFFICE_HEAD):
        raise Forbidden(_("You do not have the right to do this."))
    now = clock.now()
    Shift.objects.locked(shift.pk)
    if now < shift.ends_at:
        raise Refused(_("The shift is not over yet: its leaders can still sign."))
    why = checks.text(reason, "reason", CLOSING_LENGTH)
    sheet = Sheet.objects.filter(shift=shift).first()
    if sheet is None:
        empty = {"rule": sample.RULE, "wanted": options.get("sheet_cases"), "found": 0, "days": 0}
        sheet = Sheet(shift=shift, frozen_at=now, **empty)
    elif sheet.closed_at:
        raise Refused(_("This sheet is closed already."))
    elif settle(sheet, shift):
        raise Refused(_("This sheet is signed in full: there is nothing to close."))
    sheet.closed_at, sheet.closed_by, sheet.closed_why = now, actor, why
    sheet.save()
    deadlines.cancel(shift.subject, Kind.CALLBACK_SHEET)
    return sheet


# ---- who may, and what is still as it was


def leader_of(shift: Shift, actor: Person) -> Named:
    """How the actor leads this shift, which is running. Raises Forbidden for anybody else (D11), Refused outside its hours."""
    named = next((n for n in onduty.crew(shift).leaders if n.person.pk == actor.pk), None)
    if named is None:
        raise Forbidden(_("Only the leaders on duty of that day write on the callback sheet."))
    if not shift.begins_at <= clock.now() < shift.ends_at:
        raise Refused(_("The shift is over, so nothing can be changed or signed any more. The office sees what is unsigned."))
    return named


def news(ticket_id: int, version: int | None, *, but: int | None) -> list[Event]:
    """What happened on the ticket after that version, without what person `but` did and what changes nothing of the matter."""
    if version is None:
        return []
    found = Event.objects.filter(ticket=ticket_id, seq__gt=version).exclude(action__in=QUIET)
    return list(found.exclude(actor=but).order_by("seq"))


def _writable(case: SheetCase, actor: Person, *, signed: bool = False, seen: str | None = None) -> SheetCase:
    """The case as it is now, its sheet locked, when this person may write on it; `signed`: also when it is signed. `seen`: the
    stamp of the page it was written on, which may have been about another case at the same place."""
    fixed = Sheet.objects.select_related("shift__unit").get(pk=case.sheet_id)
    leader_of(fixed.shift, actor)
    sheet = Sheet.objects.select_for_update(no_key=True, of=("self",)).select_related("shift__unit").get(pk=case.sheet_id)
    now = SheetCase.objects.select_related("signature", "ticket__caller").get(pk=case.pk)
    now.sheet = sheet
    if now.replaced_at or (seen and not seen.startswith(f"{now.pk}@")):
        raise Refused(_("This case was replaced by another one meanwhile. Open the sheet again."))
    if now.signature and not signed:
        signed_at, name = clock.local(now.signature.signed_at), now.signature.signed_name
        raise Refused(_("This case was signed at %(at)s by %(name)s: it is final.") % {"at": f"{signed_at:%H:%M}", "name": name})
    return now


def _unchanged(case: SheetCase, actor: Person, version: int | None, seen: str | None = None) -> Ticket:
    """The ticket, locked, when the person has seen what happened on it and what others said. Raises CaseChanged otherwise."""
    locked = Ticket.objects.select_for_update(of=("self",), no_key=True).select_related("caller")
    ticket: Ticket = locked.get(pk=case.ticket_id)
    events, other = news(ticket.pk, version, but=actor.pk), _unseen(case, actor, seen)
    if events or other:
        raise CaseChanged(events, other)
    return ticket


def _unseen(case: SheetCase, actor: Person, seen: str | None) -> SheetCase | None:
    """The case, if it has an opinion of somebody else that was not on the page with the stamp `seen`."""
    is_others = case.done_by_id not in (None, actor.pk)
    return case if is_others and seen not in (None, case.stamp) else None


def _call(ticket: Ticket, actor: Person, request_id: uuid.UUID | None, said: str, answers: dict[str, Any]) -> Callback:
    if answers.get("reached") is None:
        raise Refused(_("Say whether the caller was reached."), field="reached")
    operation.perform(ticket.pk, Action.CALLBACK, actor=actor, request_id=request_id, text=said, **answers)
    return Callback.objects.filter(ticket=ticket, by=actor).latest("pk")
