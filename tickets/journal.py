"""Proof that the journal is what was written: gapless, chained, and in agreement with the tickets (section 7)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tickets.models import Event, Ticket
from tickets.models.journal import ALGORITHM

CHUNK = 1000  # tickets read at once: memory stays the same at any size
# Called after each chunk with the numbers of tickets and events checked so far.
Progress = Callable[[int, int], None]

_TICKET = ("pk", "number", "version", "step", "last_hash")
_EVENT = (
    "ticket_id", "seq", "at", "action", "from_step", "to_step", "actor_id", "actor_name", "actor_unit",
    "opinion", "details", "algorithm", "hash",
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it was written; `seq` is the event's, None where the ticket itself disagrees."""

    number: str
    seq: int | None
    message: Promise | str

    def __str__(self) -> str:
        if self.seq is None:
            return str(_("Ticket %(number)s: %(message)s") % {"number": self.number, "message": self.message})
        return str(_("Ticket %(number)s, event %(seq)s: %(message)s") % vars(self))


def verify(tickets: QuerySet[Ticket], progress: Progress = lambda tickets, events: None) -> list[Fault]:
    """Check every event of these tickets, in chunks by id; gives the faults in that order.

    Each chunk is one statement, so what is written meanwhile is no fault. Cost and memory do not depend on the size of
    the table, only the list of faults grows.
    """
    faults: list[Fault] = []
    checked = events = 0
    for rows in _chunks(tickets):
        for head, group in groupby(rows, key=lambda row: row[: len(_TICKET)]):
            journal = [_event(row) for row in group if row[len(_TICKET) + 1] is not None]
            faults += _check(_ticket(head), journal)
            checked += 1
            events += len(journal)
        progress(checked, events)
    return faults


def _chunks(tickets: QuerySet[Ticket]) -> Iterator[list[tuple[Any, ...]]]:
    """The tickets, each with its events by sequence number, some tickets at a time; without events: one row of None."""
    last = 0
    columns = (*_TICKET, *(f"events__{name}" for name in _EVENT))
    while ids := list(tickets.order_by("pk").filter(pk__gt=last).values_list("pk", flat=True)[:CHUNK]):
        yield list(Ticket.objects.filter(pk__in=ids).order_by("pk", "events__seq").values_list(*columns))
        last = ids[-1]


def _ticket(row: tuple[Any, ...]) -> Ticket:
    return Ticket(**dict(zip(_TICKET, row, strict=True)))


def _event(row: tuple[Any, ...]) -> Event:
    return Event(**dict(zip(_EVENT, row[len(_TICKET) :], strict=True)))


def _check(ticket: Ticket, journal: list[Event]) -> Iterator[Fault]:
    """What is wrong with one ticket's journal, each cause told once."""
    if not journal:
        yield Fault(ticket.number, None, _("there is no event at all."))
        return
    previous: Event | None = None
    for event in journal:
        expected = previous.seq + 1 if previous else 1
        if event.seq != expected:
            yield from (Fault(ticket.number, seq, _("this event is missing.")) for seq in range(expected, event.seq))
        else:
            yield from _check_event(ticket, event, previous)
        previous = event
    yield from _check_ticket(ticket, journal[-1])


def _check_event(ticket: Ticket, event: Event, previous: Event | None) -> Iterator[Fault]:
    """An event against the one before it. The chain goes on from the stored hash, so one change is one fault."""
    if event.algorithm != ALGORITHM:
        yield Fault(ticket.number, event.seq, format_lazy(_("its algorithm “{name}” is unknown."), name=event.algorithm))
    elif event.hash != event.chained_to(previous.hash if previous else ""):
        yield Fault(ticket.number, event.seq, _("it is not what was written: its hash does not fit."))
    if event.from_step != (previous.to_step if previous else None):
        yield Fault(ticket.number, event.seq, _("it does not begin in the step where the event before it ended."))


def _check_ticket(ticket: Ticket, last: Event) -> Iterator[Fault]:
    """The ticket against its last event."""
    if ticket.version != last.seq:
        message = _("the ticket counts {counted} events, the journal ends with event {last}.")
        yield Fault(ticket.number, None, format_lazy(message, counted=str(ticket.version), last=str(last.seq)))
    elif ticket.last_hash != last.hash:
        yield Fault(ticket.number, None, _("the ticket's hash is not that of its last event."))
    if ticket.step != last.to_step:
        message = _("the ticket stands in step {step}, its last event left it in step {last}.")
        yield Fault(ticket.number, None, format_lazy(message, step=str(ticket.step), last=str(last.to_step)))
