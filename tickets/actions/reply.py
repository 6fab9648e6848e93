"""Step 3: the unit's reply, its approval, and the answer to the caller (P5, P7, P8, P17)."""

from collections.abc import Iterable

from django.core.files.uploadedfile import UploadedFile

from hotline.deadlines.models import Kind
from hotline.people.models import Person, Role, Unit
from tickets import masking
from tickets.actions import checks, files, notify
from tickets.flow import Action
from tickets.models import AnswerOutcome, Reply, Ticket
from tickets.operation import Operation, effect, prepare_event


@effect(Action.REPLY)
def reply(op: Operation, *, text: str, uploads: Iterable[UploadedFile] = ()) -> str | None:
    """The lead unit's result. It reaches the office at once, or after the unit leader where the unit wants it."""
    part = checks.own_part(op, lead=True)
    op.opinion = checks.text(text)
    op.details["unit"] = part.unit.name
    files.attach(op, uploads)
    if not part.unit.approves_replies:
        arrived(op, result=op.opinion)
        return None
    Reply.objects.create(ticket=op.ticket, assignment=part, requested_by=op.person, requested_at=op.now, text=op.opinion)
    leaders = Person.objects.with_role(Role.UNIT_LEADER).filter(unit__in=Unit.objects.ancestors(part.unit, include_self=True))
    notify.persons(leaders, op, "reply_to_approve")
    return "to_leader"


@effect(Action.DECIDE_REPLY)
def decide_reply(op: Operation, *, granted: bool, text: str = "") -> str:
    """The unit leader approves the reply, which then reaches the office, or gives it back with a word."""
    row = Reply.objects.select_related("requested_by", "assignment__unit").get(ticket=op.ticket, decided_at=None, dropped_at=None)
    row.decided_by = checks.another(op.person, row.requested_by_id)
    row.decided_at, row.granted = op.now, granted
    row.save()
    op.opinion = checks.optional(text) if granted else checks.text(text)
    op.details |= {"granted": granted, "unit": row.assignment.unit.name}
    notify.persons([row.requested_by], op, "reply_approved" if granted else "reply_given_back")
    if not granted:
        return "refused"
    arrived(op, result=row.text)
    return "approved"


def arrived(op: Operation, *, result: str) -> None:
    """The reply has reached the office: the unit's deadlines are met, the office's begin (section 4)."""
    ticket = op.ticket
    ticket.result = result
    ticket.replied_at = op.now
    op.meet(Kind.REPLY, Kind.REDO, Kind.SUPERVISION, Kind.PROMISE, Kind.PROGRESS, Kind.HARD_CASE)
    op.cancel(Kind.SIGN_FOR, Kind.ASSIST)
    op.drop_pending()
    op.open_deadline(Kind.ACCEPT)
    op.open_deadline(Kind.CALLBACK, person=next_clerk(ticket.pk))
    notify.roles([Role.CALLBACK_CLERK], op, "replied")


def next_clerk(turn: int) -> Person | None:
    """Whose callback list the ticket comes on: the clerks take turns, so that each has a list of their own."""
    clerks = list(Person.objects.with_role(Role.CALLBACK_CLERK).order_by("pk"))
    return clerks[turn % len(clerks)] if clerks else None


@effect(Action.ANSWER_CALLER)
def answer_caller(op: Operation, *, answered: bool, text: str, how: str = "", merged_too: bool = False) -> None:
    """Who told the caller what, how and when, or why no answer was possible (P8). One text may serve merged callers."""
    op.opinion = checks.text(text)
    op.details |= {"answered": answered, "how": how}
    op.ticket.answer_outcome = AnswerOutcome.ANSWERED if answered else AnswerOutcome.NOT_POSSIBLE
    if merged_too:
        _answer_merged(op)


def _answer_merged(op: Operation) -> None:
    merged = list(Ticket.objects.select_for_update(of=("self",), no_key=True).filter(merged_into=op.ticket).order_by("pk"))
    for ticket in (op.ticket, *merged):  # one text for all: no journal holds another ticket's caller
        op.opinion = masking.without_caller(op.opinion, ticket)
    for ticket in merged:
        if ticket.answer_outcome:
            continue
        ticket.answer_outcome = op.ticket.answer_outcome
        details = op.details | {"main": op.ticket.number}
        event = prepare_event(ticket, op.action, op.actor, ticket.step, at=op.now, opinion=op.opinion, details=details)  # type: ignore[arg-type]
        ticket.save()
        event.save(force_insert=True)
