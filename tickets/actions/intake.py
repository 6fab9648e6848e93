"""Step 1: registering, answering, declining, referring (P1, P2, X4)."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hotline import clock, options
from hotline.deadlines.models import Kind
from hotline.people import phones
from hotline.people.models import Person, Unit
from tickets import masking
from tickets.actions import checks, files
from tickets.actions.duty import tell_command
from tickets.facts import Actor, Facts
from tickets.flow import Action, Refusal, judge
from tickets.models import AnswerOutcome, Caller, Closed, Event, Step, Ticket
from tickets.models.counter import ticket_number
from tickets.operation import Forbidden, Operation, Refused, effect, retried, same_request

# How far a call time may lie ahead of the server's clock: two clocks never agree to the second.
CLOCK_SKEW = timedelta(minutes=2)


@retried
def register(
    *,
    actor: Person,
    title: str,
    content: str,
    type: str,
    caller_name: str = "",
    caller_employer: str = "",
    caller_phone: str = "",
    called_at: datetime | None = None,
    request_id: uuid.UUID | None = None,
    uploads: Iterable[UploadedFile] = (),
    reopened_from: Ticket | None = None,
    **fields: Any,
) -> Event:
    """Register a ticket (P1); gives its first event. The number is unique and consecutive within the day.

    `called_at` aware, not in the future, defaults to now; `caller_phone` as typed; `fields` are further columns of
    Ticket (channel, category, urgency, address, district, wants_answer, answer_by, is_confidential, …).
    Raises Forbidden without the right, Refused with the field at fault; then nothing is saved.
    """
    verdict = judge(Action.REGISTER, Actor.of(actor), Facts())
    if isinstance(verdict, Refusal):
        raise Forbidden(verdict.message)
    if "address" in fields:
        fields["address"] = checks.line(fields["address"], "address", 200, required=False)
    now = clock.now()
    called_at = called_at or now
    if checks.not_ancient(called_at, "called_at") > now + CLOCK_SKEW:
        raise Refused(_("The call time lies in the future."), field="called_at")
    try:
        phone = phones.normalise(caller_phone)
    except ValueError:
        raise Refused(_("This is no phone number. Example: 0898-12345678 转 8001"), field="caller_phone") from None
    try:
        with transaction.atomic():
            if done := same_request(request_id):
                return done
            ticket = Ticket(
                number="", title=checks.line(title, "title", 60), content=checks.text(content, "content"), type=type,
                registered_at=now, registered_by=actor, called_at=called_at, reopened_from=reopened_from, **fields,
            )  # fmt: skip
            caller = Caller(
                ticket=ticket, name=checks.line(caller_name or "", "caller_name", 50, required=False),
                employer=checks.line(caller_employer or "", "caller_employer", 100, required=False),
                phone=phone, phone_hash=masking.phone_hash(phone),
            )  # fmt: skip
            # The title stands in lists, notices and documents: it never names the caller. The content stays as it was said.
            ticket.title = masking.without_caller(ticket.title, ticket)
            ticket.number = ticket_number(now)
            ticket.save()
            caller.save()
            op = Operation(ticket, Action.REGISTER, actor, Facts(), request_id, now=now)
            if reopened_from:
                op.details["reopened_from"] = reopened_from.number
            op.open_deadline(Kind.HANDLE)
            if ticket.wants_duty_leader:
                tell_command(op, "leader_wanted", callers=True)
            with op.keeping_files():
                files.attach(op, uploads)
                return op.write(Step.REGISTRATION)
    except IntegrityError:
        # The twin of a double click came first; anything else is a fault of ours and must be seen.
        if done := same_request(request_id):
            return done
        raise


@effect(Action.ANSWER)
def answer(op: Operation, *, text: str) -> None:
    """The policy is clear: the caller is told at once, the text is kept (P2). One text serves merged callers too."""
    op.opinion = checks.text(text)
    op.close(Closed.ANSWERED, result=op.opinion, answer=AnswerOutcome.ANSWERED)
    op.meet(Kind.HANDLE, Kind.HARD_CASE)


@effect(Action.VOID)
def void(op: Operation, *, text: str) -> None:
    """A void call 无效来电: silent, wrong number, a child. There is nobody to answer."""
    op.opinion = checks.text(text)
    op.close(Closed.VOID, result=op.opinion, answer=AnswerOutcome.NOT_POSSIBLE)
    op.meet(Kind.HANDLE)
    op.cancel()


@effect(Action.DECLINE)
def decline(op: Operation, *, reason: str, text: str, caller_told: bool) -> None:
    """不予受理 for a listed reason, and the caller is told (X4)."""
    if reason not in options.get("decline_reasons"):
        raise Refused(_("Choose a reason from the list."), field="reason")
    if not caller_told:
        raise Refused(_("Tell the caller first: a ticket is declined only when the caller knows."), field="caller_told")
    op.opinion = checks.text(text)
    op.details["reason"] = reason
    op.close(Closed.DECLINED, result=f"{reason}：{op.opinion}", answer=AnswerOutcome.ANSWERED)
    op.meet(Kind.HANDLE)
    op.cancel()


@effect(Action.REFER)
def refer(op: Operation, *, to: str, connected: bool, caller_told: bool, text: str = "") -> None:
    """归口告知: the caller is told which unit, or connected by phone; the office owes the outcome (P2)."""
    if not caller_told:
        raise Refused(_("Tell the caller which unit is in charge."), field="caller_told")
    op.opinion = checks.optional(text)
    op.details |= {"to": checks.text(to, "to"), "connected": connected}
    op.meet(Kind.HANDLE)
    op.open_deadline(Kind.REFERRAL)


@effect(Action.REFERRAL_OUTCOME)
def referral_outcome(op: Operation, *, settled: bool, text: str) -> str:
    """A referral ends only with a recorded outcome; an unsettled one comes back to be answered or dispatched."""
    op.opinion = checks.text(text)
    op.details["settled"] = settled
    op.meet(Kind.REFERRAL)
    if settled:
        op.meet(Kind.HARD_CASE)
        op.close(Closed.REFERRED, result=op.opinion, answer=AnswerOutcome.ANSWERED)
        return "settled"
    op.open_deadline(Kind.HANDLE)
    return "not_settled"


@effect(Action.PROPOSE)
def propose(op: Operation, *, lead: Unit, text: str = "", assisting: Iterable[Unit] = ()) -> None:
    """An operator or duty leader proposes a dispatch; the dispatcher finds the form filled in with it."""
    op.opinion = checks.optional(text)
    op.details |= {"lead": checks.active(lead, "lead").pk, "lead_name": lead.name, "assisting": [u.pk for u in assisting]}


@effect(Action.REOPEN)
def reopen(op: Operation, **data: Any) -> None:
    """Reopening writes nothing to the archived ticket; `reopen_as_new` registers the linked one."""
    raise Refused(_("Reopening registers a new ticket."))


@retried
def reopen_as_new(ticket_id: int, *, actor: Person, text: str, request_id: uuid.UUID | None = None) -> Event:
    """Reopen a ticket of step 7 as a new, linked ticket in step 1 (X7); gives the new ticket's first event.

    The archived ticket stays as it is. Raises Forbidden or Refused like `perform`.
    """
    with transaction.atomic():
        if done := same_request(request_id):
            return done
        old = Ticket.objects.select_for_update(of=("self",), no_key=True).select_related("caller").get(pk=ticket_id)
        verdict = judge(Action.REOPEN, Actor.of(actor), Facts.of(old))
        if isinstance(verdict, Refusal):
            raise (Forbidden if verdict.forbidden else Refused)(verdict.message)
        copied = ("type", "category", "urgency", "address", "district", "wants_answer", "answer_by", "is_confidential", "channel")
        event: Event = register(
            actor=actor,
            title=old.title,
            content=f"{checks.text(text)}\n\n—— {old.number} ——\n{old.content}"[: checks.TEXT_LENGTH],
            caller_name=old.caller.name,
            caller_employer=old.caller.employer,
            caller_phone=old.caller.phone,
            request_id=request_id,
            reopened_from=old,
            **{name: getattr(old, name) for name in copied},
        )
        event.ticket.identity_readers.set(old.identity_readers.all())
        return event
