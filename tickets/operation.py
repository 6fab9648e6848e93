"""The one door for writes: `perform` locks the ticket, judges, changes, appends the event, all in one transaction."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce, wraps
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import OperationalError, connection, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hotline import clock
from hotline.deadlines import actions as deadlines, rules as due_rules
from hotline.deadlines.models import Deadline, DueTime, Kind
from hotline.people.models import Person, Unit
from tickets import masking
from tickets.facts import Actor, Facts
from tickets.flow import Action, Refusal, Transition, judge
from tickets.models import Event, Extension, Reply, Return, Step, SupervisionOrder, Ticket

TYPED = frozenset({"basis", "place", "participants", "to", "arrangement"})  # details that hold what somebody wrote
SYSTEM_NAME = "系统"  # the actor's name in the journal where the clock acted, not a person
RETRIES = 3
P = ParamSpec("P")
R = TypeVar("R")


class Refused(Exception):
    """The action is not possible now; the message is for the person, in their language."""

    def __init__(self, message: Promise | str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Forbidden(Refused, PermissionDenied):
    """This person does not have the right."""


class Changed(Refused):
    """Somebody else acted first: `events` are what the person has not seen yet."""

    def __init__(self, events: list[Event]) -> None:
        super().__init__(_("This ticket changed while you were working on it. Look at what is new, then decide again."))
        self.events = events


class Busy(Refused):
    """The row stayed locked by others longer than anybody should wait."""

    def __init__(self) -> None:
        super().__init__(_("Somebody else is saving this ticket at this moment. Nothing was saved; please send it again."))


@dataclass
class Operation:
    """One action on one locked ticket. Effects change the rows; `finish` moves the ticket and writes the event."""

    ticket: Ticket
    action: Action
    actor: Person | None
    facts: Facts
    request_id: uuid.UUID | None = None
    who: Actor = field(default_factory=Actor)  # the facts of the actor
    opinion: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    now: datetime = field(default_factory=clock.now)
    saved_files: list[str] = field(default_factory=list)

    @contextmanager
    def keeping_files(self) -> Iterator[None]:
        """A failed action leaves no file behind: the disk does not roll back with the database."""
        try:
            yield
        except BaseException:
            for name in self.saved_files:
                default_storage.delete(name)
            raise

    @property
    def person(self) -> Person:
        """The acting person. Raises Forbidden where only the system acts."""
        if self.actor is None:
            raise Forbidden(_("You do not have the right to do this."))
        return self.actor

    def due(self, kind: Kind, *, workdays: int | None = None, unit: Unit | None = None) -> DueTime:
        """When an obligation of that kind, opened now on this ticket, is due; a unit's own closures count for it."""
        calendar = due_rules.calendar_of(unit) if unit else None
        return due_rules.due(kind, self.now, urgency=self.ticket.urgency, workdays=workdays, calendar=calendar)

    def note_due(self, due: DueTime) -> None:
        """Put a due time into the journal, and that it is provisional if it is."""
        self.details["due_at"] = due.at.isoformat()
        if due.provisional:
            self.details["provisional"] = True

    def open_deadline(self, kind: Kind, *, unit: Unit | None = None, due: DueTime | None = None, **more: Any) -> Deadline:
        """Open an obligation on this ticket; owed by the office unless a unit is named."""
        return deadlines.open_(
            kind,
            subject=self.ticket.subject,
            unit=unit or Unit.office(),
            due=due or self.due(kind, unit=unit),
            is_urgent=self.ticket.is_pressing,
            set_by=self.actor.name if self.actor else "",
            **more,
        )

    def meet(self, *kinds: Kind, cause: str | None = None, at: datetime | None = None) -> int:
        return deadlines.meet(self.ticket.subject, *kinds, cause=cause, at=at)

    def cancel(self, *kinds: Kind, cause: str | None = None) -> int:
        return deadlines.cancel(self.ticket.subject, *kinds, cause=cause)

    def drop_pending(self) -> None:
        """What a unit asked and nobody decided, and an order nobody signed, is moot once the ticket leaves the unit."""
        for model in (Return, Reply):
            model.objects.filter(ticket=self.ticket, decided_at=None, dropped_at=None).update(dropped_at=self.now)
        SupervisionOrder.objects.unsigned().filter(ticket=self.ticket).update(dropped_at=self.now)
        self.cancel(Kind.DECIDE_RETURN, Kind.SIGN_ORDER)
        self.drop_extension()

    def drop_extension(self) -> None:
        """An extension is decided in handling only; a return or a reply that waits is decided under supervision too."""
        Extension.objects.filter(ticket=self.ticket, decided_at=None, dropped_at=None).update(dropped_at=self.now)
        self.cancel(Kind.DECIDE_EXTENSION)

    def close(self, how: str, *, result: str, answer: str) -> None:
        """Record what P17 asks for before a ticket may come to compilation."""
        self.ticket.result = result
        self.ticket.answer_outcome = answer
        self.ticket.closed = how

    def _without_others(self) -> str:
        """The opinion without the callers of tickets merged with this one: no journal holds another ticket's caller."""
        others = [self.ticket.merged_into] if self.ticket.merged_into else []
        if self.opinion and self.facts.merged_count:
            others += Ticket.objects.filter(merged_into=self.ticket).select_related("caller")
        return reduce(masking.without_caller, others, self.opinion)

    def write(self, to_step: Step) -> Event:
        """Move the ticket and append the event: the last thing an action does."""
        ticket = self.ticket
        if to_step >= Step.COMPILATION and ticket.closed_at is None:
            ticket.closed_at = self.now
        if to_step < Step.COMPILATION:
            ticket.closed_at, ticket.closed = None, ""
        event = prepare_event(
            ticket, self.action, self.actor, to_step, at=self.now, opinion=self._without_others(),
            details=self.details, request_id=self.request_id, is_first=self.facts.step is None,
        )  # fmt: skip
        ticket.save()
        event.save(force_insert=True)
        return event


def prepare_event(
    ticket: Ticket,
    action: Action,
    actor: Person | None,
    to_step: Step,
    *,
    at: datetime,
    opinion: str = "",
    details: dict[str, Any] | None = None,
    request_id: uuid.UUID | None = None,
    is_first: bool = False,
) -> Event:
    """The next event of a locked ticket, chained to the last; sets the ticket's step, version and last hash."""
    event = Event(
        ticket=ticket,
        seq=ticket.version + 1,
        at=at,
        action=action,
        from_step=None if is_first else ticket.step,
        to_step=to_step,
        actor=actor,
        actor_name=actor.name if actor else SYSTEM_NAME,
        actor_unit=actor.unit.name if actor else "",
        opinion=masking.without_caller(opinion, ticket),
        details={
            key: masking.without_caller(value, ticket) if key in TYPED and isinstance(value, str) else value
            for key, value in (details or {}).items()
        },
        request_id=request_id,
    )
    event.hash = event.chained_to(ticket.last_hash)
    ticket.step, ticket.version, ticket.last_hash = to_step, event.seq, event.hash
    return event


# An effect changes the rows around the ticket and names the outcome of the action.
Effect = Callable[..., str | None]
EFFECTS: dict[Action, Effect] = {}


def effect(action: Action) -> Callable[[Effect], Effect]:
    """Register what an action does besides moving the ticket."""

    def register(function: Effect) -> Effect:
        EFFECTS[action] = function
        return function

    return register


def retried(function: Callable[P, R]) -> Callable[P, R]:
    """Try again after a deadlock; a lock that stays taken becomes `Busy`. Inside a larger transaction: at once."""

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(1, RETRIES + 1):
            try:
                return function(*args, **kwargs)
            except OperationalError as error:
                code = getattr(error.__cause__, "sqlstate", None)
                if code not in ("40P01", "40001", "55P03"):  # deadlock, serialisation, lock timeout
                    raise
                if connection.in_atomic_block or code == "55P03" or attempt == RETRIES:
                    raise Busy from error
        raise AssertionError("unreachable")

    return wrapper


# A floor above keeps a book of what leaders on duty do; it is called inside the action's own transaction.
_of_duty: list[Callable[[Event], None]] = []


def on_duty_event(receiver: Callable[[Event], None]) -> Callable[[Event], None]:
    """Register what is called with each event a leader on duty caused, before it commits."""
    _of_duty.append(receiver)
    return receiver


@retried
def perform(
    ticket_id: int,
    action: Action,
    *,
    actor: Person | None,
    version: int | None = None,
    request_id: uuid.UUID | None = None,
    **data: Any,
) -> Event:
    """Do one action on a ticket, or refuse it; gives the event. The only way a ticket changes.

    `actor` None is the system. `version` is the ticket's version the person saw: another one raises Changed. The same
    `request_id` twice acts once and gives the first event. `data` are the action's own values (see tickets/actions/).
    Raises Forbidden, Changed, Busy, or Refused with a sentence for the person; then nothing is saved.
    """
    with transaction.atomic():
        done = same_request(request_id, ticket_id)
        if done:
            return done
        ticket = Ticket.objects.select_for_update(of=("self",), no_key=True).get(pk=ticket_id)
        done = same_request(request_id, ticket_id)  # again: the twin may have finished while this one waited for the lock
        if done:
            return done
        facts = Facts.of(ticket)
        who = Actor.of(actor)
        row = judge(action, who, facts)
        if isinstance(row, Refusal):
            unseen = _unseen(ticket, version)
            if unseen and not row.forbidden:
                raise Changed(unseen)
            raise (Forbidden if row.forbidden else Refused)(row.message)
        if unseen := _unseen(ticket, version):
            raise Changed(unseen)
        return run(Operation(ticket, action, actor, facts, request_id, who), row, data)


def run(op: Operation, row: Transition, data: dict[str, Any]) -> Event:
    """Apply an allowed action: its effect, the move, the event, and the same move for merged tickets."""
    with op.keeping_files():
        outcome = EFFECTS[op.action](op, **data) or ""
        target = row.outcomes[outcome]
        event = op.write(target or Step(op.ticket.step))
        if event.from_step != event.to_step and op.facts.merged_count:
            follow(op)
        for receiver in _of_duty if op.who.on_duty else ():
            receiver(event)
    return event


def follow(op: Operation) -> None:
    """Merged tickets follow the main ticket's step, with an event on each (Merge, section 3)."""
    main = op.ticket
    for ticket in Ticket.objects.select_for_update(of=("self",), no_key=True).filter(merged_into=main).order_by("pk"):
        ticket.result = masking.without_caller(main.result, main)  # each ticket's readers see its own caller at most
        ticket.closed = main.closed
        if main.step < Step.REPLY or main.step == Step.SUPERVISION:
            ticket.answer_outcome = ""
        elif not ticket.answer_outcome and main.step >= Step.COMPILATION:
            ticket.answer_outcome = main.answer_outcome
        details = {"main": main.number, "action": op.action}
        Operation(ticket, Action.FOLLOW, op.actor, Facts(step=Step(ticket.step)), details=details, now=op.now).write(
            Step(main.step)
        )


def same_request(request_id: uuid.UUID | None, ticket_id: int | None = None) -> Event | None:
    """The event of a form that was sent before, if it was: a double click acts once.

    Raises Refused if it was sent for another ticket than `ticket_id`: nobody is told "done" of what was not done.
    """
    event = Event.objects.filter(request_id=request_id).select_related("ticket").first() if request_id else None
    if event and ticket_id not in (None, event.ticket_id):
        raise Refused(_("This form belongs to another ticket. Reload the page and send it again."))
    return event


def _unseen(ticket: Ticket, version: int | None) -> list[Event]:
    if version is None or version == ticket.version:
        return []
    return list(ticket.events.filter(seq__gt=version).order_by("seq"))


@retried
def perform_many(action: Action, ticket_ids: Iterable[int], *, actor: Person, chunk: int = 1000, **details: Any) -> "Batch":
    """One action on many tickets, set-based, in chunks each of its own transaction (compile, publish, file).

    The same table decides for every ticket; what it refuses is skipped and listed. Running it again after a crash does
    only what is left. Gives the numbers done and refused.
    """
    from tickets.actions.closing import apply_many

    named = Ticket.objects.filter(pk__in=set(ticket_ids)).values_list("pk", "merged_into")
    mains = {main or own for own, main in named}  # merged tickets stand where their main stands: all or none
    ids = sorted(mains | set(Ticket.objects.filter(merged_into__in=mains).values_list("pk", flat=True)))
    batch = Batch()
    for start in range(0, len(ids), chunk):
        with transaction.atomic():
            rows = Ticket.objects.filter(pk__in=ids[start : start + chunk]).order_by("pk")
            locked = rows.select_for_update(of=("self",), no_key=True)
            apply_many(action, list(locked), actor, batch, details)
    return batch


@dataclass
class Batch:
    """What a set-based action did: ids done, and per refused ticket number the sentence why."""

    done: list[int] = field(default_factory=list)
    refused: dict[str, Promise | str] = field(default_factory=dict)
