"""Step 2: dispatching, signing for, handing on, returning, extending, disagreeing (P3, P5, P7, P11, P19, X2, X3)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hotline import options
from hotline.deadlines import actions as deadlines, rules as due_rules
from hotline.deadlines.models import Deadline, DueTime, Kind
from hotline.people.models import Role, Unit
from tickets.actions import checks, files, notify
from tickets.flow import Action
from tickets.models import Assignment, AssignmentOrder, DispatchHow, Extension, Instruction, Return
from tickets.models.counter import document_number
from tickets.operation import Operation, Refused, effect

ORDER_SERIES = "交办"
UNIT_KINDS = (Kind.REPLY, Kind.SIGN_FOR, Kind.ASSIST, Kind.REDO, Kind.SUPERVISION, Kind.PROMISE, Kind.PROGRESS)


@effect(Action.DISPATCH)
def dispatch(
    op: Operation,
    *,
    lead: Unit,
    how: str,
    caller_told: bool,
    text: str = "",
    assisting: Sequence[Unit] = (),
    reply_required: bool = True,
    workdays: int | None = None,
) -> None:
    """转办 to exactly one lead unit and any number of assisting ones, with a deadline (P3, P5, P7).

    `workdays` shortens the reply deadline (option reply_workdays otherwise); `caller_told` is recorded.
    """
    most = options.get("reply_workdays")
    n = checks.count(most if workdays is None else workdays, "workdays", most)
    op.opinion = checks.optional(text)
    op.details |= {"caller_told": caller_told, "workdays": n}
    op.meet(Kind.HANDLE)
    op.ticket.first_dispatched_at = op.ticket.first_dispatched_at or op.now
    assign(op, lead, assisting, how=how, reply_required=reply_required, workdays=n)


@effect(Action.REDISPATCH)
def redispatch(op: Operation, *, lead: Unit, how: str, caller_told: bool, text: str = "", assisting: Sequence[Unit] = ()) -> None:
    """Another lead after a leader's instruction (P4, P11): the former units' part ends, the new one has its own 7 wd."""
    op.opinion = checks.optional(text)
    op.details["caller_told"] = caller_told
    followed = Instruction.objects.filter(ticket=op.ticket, instructed_at__isnull=False, used=False)
    op.details["instructions"] = list(followed.values_list("pk", flat=True))
    followed.update(used=True)
    end_parts(op)
    # Where the office led after a redo, this is the first dispatch.
    op.ticket.first_dispatched_at = op.ticket.first_dispatched_at or op.now
    assign(op, lead, assisting, how=how, reply_required=True, workdays=options.get("reply_workdays"))


def assign(op: Operation, lead: Unit, assisting: Iterable[Unit], *, how: str, reply_required: bool, workdays: int) -> None:
    """Give the ticket to its units: one lead, the others assisting; opens what each of them owes."""
    others = [checks.active(u, "assisting") for u in assisting]
    if checks.active(lead, "lead") in others or len(set(others)) < len(others):
        raise Refused(_("Name each unit once: a lead unit cannot assist itself."), field="assisting")
    due = op.due(Kind.REPLY, workdays=workdays, unit=lead)
    parts = [_part(op, u, is_lead=u == lead, how=how, reply_required=reply_required) for u in (lead, *others)]
    if reply_required:
        op.open_deadline(Kind.REPLY, unit=lead, due=due, cause=parts[0].cause, **reply_limit(op, lead))
    for part in parts:
        op.open_deadline(Kind.SIGN_FOR, unit=part.unit, cause=part.cause)
        if not part.is_lead and reply_required:
            op.open_deadline(Kind.ASSIST, unit=part.unit, due=_before_lead(due, op.now, part.unit), cause=part.cause)
    op.details |= {"lead": lead.pk, "lead_name": lead.name, "assisting": [u.pk for u in others]}
    op.details |= {"assisting_names": [u.name for u in others], "how": how, "reply_required": reply_required}
    op.details["due_at"] = None
    if reply_required:
        op.note_due(due)
    if how == DispatchHow.ORDER:
        op.details["order"] = _order(op).number
    notify.units([lead, *others], op, "dispatched")


def _part(op: Operation, unit: Unit, *, is_lead: bool, how: str, reply_required: bool) -> Assignment:
    return Assignment.objects.create(
        ticket=op.ticket, unit=unit, held_by=unit, is_lead=is_lead, how=how, reply_required=reply_required, assigned_at=op.now
    )


def _order(op: Operation) -> AssignmentOrder:
    number = document_number(ORDER_SERIES, op.now)
    return AssignmentOrder.objects.create(ticket=op.ticket, number=number, issued_at=op.now, event_seq=op.ticket.version + 1)


def reply_limit(op: Operation, lead: Unit) -> dict[str, datetime]:
    """30 wd from the first dispatch, or 7 wd from this one if that is later (section 4)."""
    first = op.ticket.first_dispatched_at or op.now
    return {"limit_from": first, "limit_at": due_rules.limit(first, op.now, due_rules.calendar_of(lead))}


def _before_lead(due: DueTime, start: datetime, unit: Unit) -> DueTime:
    return due_rules.before_lead(due, start, calendar=due_rules.calendar_of(unit))


def end_parts(op: Operation) -> None:
    """The units' part is over: they lose access, their deadlines are cancelled, what they asked is moot."""
    Assignment.objects.filter(ticket=op.ticket, ended_at=None).update(ended_at=op.now)
    op.cancel(*UNIT_KINDS)
    op.drop_pending()


@effect(Action.SIGN_FOR)
def sign_for(op: Operation) -> str | None:
    """签收. Where no reply is required the lead's signature closes the handling (section 3)."""
    part = checks.own_part(op, unsigned=True)
    part.signed_at = op.now
    part.save(update_fields=["signed_at"])
    op.meet(Kind.SIGN_FOR, cause=part.cause)
    op.details["unit"] = part.unit.name
    if part.reply_required or not part.is_lead:
        return None
    from tickets.actions.reply import arrived

    if op.ticket.step == 4:
        return None
    arrived(op, result=str(_("Taken note of by %(unit)s.") % {"unit": part.unit.name}))
    return "for_information"


@effect(Action.HAND_ON)
def hand_on(op: Operation, *, to: Unit, text: str = "") -> None:
    """Hand on inside the own tree; the clock does not restart (P19)."""
    part = checks.own_part(op)
    if to.pk not in part.unit.tree_ids or to == part.held_by:
        raise Refused(_("Hand on only to another part of %(unit)s.") % {"unit": part.unit.name}, field="to")
    part.held_by = checks.active(to, "to")
    part.save(update_fields=["held_by"])
    deadlines.hand_on(op.ticket.subject, *UNIT_KINDS, cause=part.cause, held_by=to)
    op.opinion = checks.optional(text)
    op.details |= {"to": to.pk, "to_name": to.name}
    notify.units([to], op, "handed_on")


@effect(Action.PROGRESS)
def progress(op: Operation, *, text: str, uploads: Iterable[UploadedFile] = ()) -> None:
    """A progress report, at any time (P7)."""
    op.opinion = checks.text(text)
    part = checks.own_part(op)
    op.details["unit"] = part.unit.name
    files.attach(op, uploads)
    op.meet(Kind.PROGRESS, cause=part.cause)
    if op.ticket.is_pressing:
        notify.roles([Role.DISPATCHER, Role.SUPERVISOR], op, "progress")


@effect(Action.ASSIST_REPORT)
def assist_report(op: Operation, *, text: str, uploads: Iterable[UploadedFile] = ()) -> None:
    """An assisting unit reports to the ticket; only the lead's reply moves it (P5)."""
    part = checks.own_part(op, lead=False)
    part.reported_at = op.now
    part.save(update_fields=["reported_at"])
    op.opinion = checks.text(text)
    op.details["unit"] = part.unit.name
    op.meet(Kind.ASSIST, Kind.PROGRESS, cause=part.cause)
    files.attach(op, uploads)
    lead = op.facts.lead
    if lead:
        notify.units([Unit.objects.get(pk=lead.held_by)], op, "assist_report")


@effect(Action.REQUEST_RETURN)
def request_return(op: Operation, *, text: str, basis: str) -> None:
    """退单 with reason and basis (X3); the dispatcher decides within a working day."""
    part = checks.own_part(op)
    op.opinion = checks.text(text)
    op.details |= {"basis": checks.text(basis, "basis"), "unit": part.unit.name}
    Return.objects.create(
        ticket=op.ticket, assignment=part, requested_by=op.person, requested_at=op.now, text=op.opinion, basis=op.details["basis"]
    )
    op.open_deadline(Kind.DECIDE_RETURN, cause=part.cause)
    notify.roles([Role.DISPATCHER], op, "return_requested")


@effect(Action.DECIDE_RETURN)
def decide_return(op: Operation, *, granted: bool, text: str) -> str:
    """Upheld: the unit's part ends, and the lead's return sends the ticket back to be dispatched anew."""
    row = Return.objects.select_related("assignment__unit", "requested_by").get(
        ticket=op.ticket, decided_at=None, dropped_at=None
    )
    _decide(op, row, granted, text)
    op.meet(Kind.DECIDE_RETURN, cause=row.assignment.cause)
    op.details["unit"] = row.assignment.unit.name
    notify.persons([row.requested_by], op, "return_upheld" if granted else "return_refused")
    if not granted:
        _release_notice(op)
        return "refused"
    if not row.assignment.is_lead:
        row.assignment.ended_at = op.now
        row.assignment.save(update_fields=["ended_at"])
        op.cancel(*UNIT_KINDS, cause=row.assignment.cause)
        return "assisting_upheld"
    op.ticket.returns_upheld += 1
    end_parts(op)
    op.open_deadline(Kind.HANDLE)
    if op.ticket.returns_upheld >= op.facts.max_returns_upheld:
        notify.roles([Role.OFFICE_HEAD], op, "head_names_unit")
    return "upheld"


def _decide(op: Operation, row: Return | Extension, granted: bool, text: str) -> None:
    row.decided_by = checks.another(op.person, row.requested_by_id)
    row.decided_at, row.granted = op.now, granted
    row.save()
    op.opinion = checks.text(text)
    op.details["granted"] = granted


@effect(Action.REQUEST_EXTENSION)
def request_extension(op: Operation, *, workdays: int, text: str) -> None:
    """延期 of the reply deadline, asked before it is due, with reason and days (P7)."""
    part = checks.own_part(op, lead=True)
    deadline = Deadline.objects.open().of(*op.ticket.subject).get(kind=Kind.REPLY)
    n = checks.count(workdays, "workdays", op.facts.workdays_left)
    op.opinion = checks.text(text)
    op.details |= {"workdays": n, "unit": part.unit.name}
    Extension.objects.create(
        ticket=op.ticket, assignment=part, deadline=deadline, workdays=n,
        requested_by=op.person, requested_at=op.now, text=op.opinion,
    )  # fmt: skip
    op.open_deadline(Kind.DECIDE_EXTENSION, cause=part.cause)
    notify.roles([Role.OFFICE_HEAD], op, "extension_requested")


@effect(Action.DECIDE_EXTENSION)
def decide_extension(op: Operation, *, granted: bool, text: str, workdays: int | None = None) -> None:
    """Consent of the office to an extension, for the days asked or fewer, in total at most 30 wd (P7)."""
    row = Extension.objects.select_related("deadline__unit", "assignment", "requested_by").get(
        ticket=op.ticket, decided_at=None, dropped_at=None
    )
    _decide(op, row, granted, text)
    if granted:
        n = checks.count(row.workdays if workdays is None else workdays, "workdays", row.workdays)
        due = extended(row.deadline, n)
        deadlines.extend(row.deadline, due, by=op.person.name)
        for report in Deadline.objects.open().of(*op.ticket.subject).filter(kind=Kind.ASSIST).select_related("unit"):
            deadlines.extend(report, _before_lead(due, row.deadline.counted_from or op.now, report.unit), by=op.person.name)
        op.details["workdays"] = n
        op.note_due(due)
    _release_notice(op)
    op.meet(Kind.DECIDE_EXTENSION, cause=row.assignment.cause)
    notify.persons([row.requested_by], op, "extension_granted" if granted else "extension_refused")


def _release_notice(op: Operation) -> None:
    """What was asked in time held the supervision notice, not the clock: now that it is decided, it goes out at once."""
    from tickets.misses import recheck

    recheck(op.ticket)


def extended(deadline: Deadline, workdays: int) -> DueTime:
    """The due time that many working days later, counted from the same dispatch, never beyond the limit."""
    later = due_rules.extensions(deadline, workdays)
    if not later or deadline.limit_at is None:
        raise ValueError("only a reply deadline can be extended")
    due = later[-1][1]
    if due.at > deadline.limit_at:
        raise Refused(_("That is beyond the limit of 30 working days from the first dispatch."), field="workdays")
    return due


@effect(Action.DISAGREE)
def disagree(op: Operation, *, text: str) -> None:
    """Units disagree: the office submits it to a leader (P11)."""
    op.opinion = checks.text(text)
    op.details["unit"] = checks.own_part(op).unit.name
    notify.roles([Role.DISPATCHER, Role.SUPERVISOR], op, "disagreement")
