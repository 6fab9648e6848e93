"""Steps 3 to 7: accepting, withdrawing, and the set-based way to the archive (P13–P17)."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hotline.deadlines.models import Deadline, Kind
from hotline.people.models import Person
from tickets.actions import checks
from tickets.facts import Actor, Facts
from tickets.flow import Action, Refusal, judge
from tickets.models import AnswerOutcome, Callback, Closed, Event, Step, Ticket
from tickets.operation import Batch, Operation, Refused, effect, prepare_event

NOTHING_TO_COMPILE = "nothing_to_compile"
COLUMNS = ["step", "version", "last_hash", "compiled", "filed_at"]


@effect(Action.ACCEPT)
def accept(op: Operation, *, text: str = "") -> None:
    """The office accepts the result; P17 is a guard of this row and a constraint of the table."""
    op.opinion = checks.optional(text)
    op.ticket.closed = Closed.ACCEPTED
    op.meet(Kind.ACCEPT, Kind.HARD_CASE)


@effect(Action.WITHDRAW)
def withdraw(op: Operation, *, text: str) -> None:
    """撤诉: the caller's words are recorded; everything that was owed is cancelled, but a redo decision (P18) that waits.

    That one can still be taken in compilation, and holds the ticket back from the archive until it is.
    """
    op.opinion = checks.text(text)
    op.close(Closed.WITHDRAWN, result=op.opinion, answer=AnswerOutcome.ANSWERED)
    op.drop_pending()
    op.cancel(*(kind for kind in Kind if kind != Kind.DECIDE_REDO))


@effect(Action.COMPILE)
@effect(Action.PUBLISH)
@effect(Action.FILE)
def one(op: Operation, **details: Any) -> None:
    """These three are set-based: `perform_many`, also for one ticket."""
    raise Refused(_("Compile, publish and file with the list of tickets they belong to."))


def apply_many(action: Action, tickets: list[Ticket], actor: Person, batch: Batch, details: dict[str, Any]) -> None:
    """Judge, move and journal a chunk of locked tickets: three statements whatever its size (section 3)."""
    who, events, moved = Actor.of(actor), [], []
    undecided = _undecided(tickets) if action == Action.PUBLISH else set()
    now = Operation(tickets[0], action, actor, Facts()).now if tickets else None
    for ticket in tickets:
        facts = Facts(step=Step(ticket.step), is_filed=ticket.is_filed, decision_open=ticket.pk in undecided)
        row = judge(action, who, facts)
        if isinstance(row, Refusal):
            batch.refused[ticket.number] = row.message
            continue
        if action == Action.COMPILE:
            ticket.compiled = str(details.get("outcome", NOTHING_TO_COMPILE))
        if action == Action.FILE:
            ticket.filed_at = now
        events.append(prepare_event(ticket, action, actor, row.outcomes[""] or Step(ticket.step), at=now, details=details))  # type: ignore[arg-type]
        moved.append(ticket)
    Ticket.objects.bulk_update(moved, COLUMNS, batch_size=500)
    Event.objects.bulk_create(events, batch_size=500)
    if action == Action.PUBLISH:
        _end_deadlines(moved, now)
    batch.done += [ticket.pk for ticket in moved]


def _undecided(tickets: list[Ticket]) -> set[int]:
    """Tickets with a callback that waits for redo or stand; one caller's holds back the main ticket and all merged into it."""
    mains = {t.merged_into_id or t.pk for t in tickets}  # they may lie in another chunk
    rows = Callback.objects.filter(Q(ticket__in=mains) | Q(ticket__merged_into__in=mains), needs_decision=True, decision="")
    held = {main or own for own, main in rows.values_list("ticket", "ticket__merged_into")}
    return {t.pk for t in tickets if (t.merged_into_id or t.pk) in held}


def _end_deadlines(tickets: list[Ticket], now: Any) -> None:
    """In the archive nothing more can be done: what was not called, instructed or recorded by the bulletin ends so."""
    ids = [ticket.pk for ticket in tickets]
    Deadline.objects.open().filter(subject_type="ticket", subject_id__in=ids).update(cancelled_at=now, next_alarm_at=None)
