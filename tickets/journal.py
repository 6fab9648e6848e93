"""Proof that the journal is what was written: gapless, chained, and in agreement with the tickets (section 7).

What was signed is proved too: each supervision order is what its event says was issued.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from tickets.models import Event, SupervisionOrder, Ticket
from tickets.models.journal import ALGORITHM

CHUNK = 1000  # tickets read at once: memory stays the same at any size
# Called after each chunk with the numbers of tickets, events and issued orders checked so far.
Progress = Callable[[int, int, int], None]
Orders = dict[int, SupervisionOrder]

# What the floors above sign beside the journal: its name, and a function that is told how to report the number checked so far
# and gives the faults.
Papers = Callable[[Callable[[int], None]], Iterable[object]]
PAPERS: list[tuple[Promise, Papers]] = []


def also(name: Promise, papers: Papers) -> None:
    """A floor above has its signed papers verified together with the journal."""
    PAPERS.append((name, papers))


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


def verify(tickets: QuerySet[Ticket], progress: Progress = lambda tickets, events, orders: None) -> list[Fault]:
    """Check every event of these tickets, in chunks by id; gives the faults in that order.

    Tickets and events of a chunk are one statement, so what is written meanwhile is no fault. Cost and memory do not
    depend on the size of the table, only the list of faults grows.
    """
    faults: list[Fault] = []
    checked = events = issued = 0
    for chunk, orders in _chunks(tickets):
        for ticket, journal in chunk:
            own = orders.get(ticket.pk, {})
            faults += _check(ticket, journal)
            faults += _check_orders(ticket, journal, own)
            checked += 1
            events += len(journal)
            issued += len(own)
        progress(checked, events, issued)
    return faults


Chunk = list[tuple[Ticket, list[Event]]]


def _chunks(tickets: QuerySet[Ticket]) -> Iterator[tuple[Chunk, Mapping[int, Orders]]]:
    """Some tickets at a time, each with its events by sequence number, and the supervision orders by ticket and id."""
    last = 0
    columns = (*_TICKET, *(f"events__{name}" for name in _EVENT))
    while ids := list(tickets.order_by("pk").filter(pk__gt=last).values_list("pk", flat=True)[:CHUNK]):
        # Before the events: an order that was issued has its event there. What was issued in between is read again.
        issued = list(SupervisionOrder.objects.filter(ticket__in=ids, issued_at__isnull=False))
        rows = Ticket.objects.filter(pk__in=ids).order_by("pk", "events__seq").values_list(*columns)
        chunk = [(_ticket(head), _journal(group)) for head, group in groupby(rows, key=lambda row: row[: len(_TICKET)])]
        yield chunk, _by_ticket(issued + _named(chunk, {order.pk for order in issued}))
        last = ids[-1]


def _named(chunk: Chunk, known: set[int]) -> list[SupervisionOrder]:
    """The orders that events of the chunk name beside the known ones."""
    named = {pk for _ticket, journal in chunk for event in journal if (pk := _names(event))}
    return list(SupervisionOrder.objects.filter(pk__in=named - known)) if named - known else []


def _names(event: Event) -> int | None:
    """The id of the order that the event issued; None for other events, also for one whose details somebody tampered with."""
    row = event.details.get("row") if isinstance(event.details, dict) and "signature" in event.details else None
    return row if isinstance(row, int) else None


def _by_ticket(orders: Iterable[SupervisionOrder]) -> Mapping[int, Orders]:
    found: dict[int, Orders] = {}
    for order in orders:
        found.setdefault(order.ticket_id, {})[order.pk] = order
    return found


def _journal(rows: Iterable[tuple[Any, ...]]) -> list[Event]:
    """The events of a ticket; one without events has one row of None."""
    return [_event(row) for row in rows if row[len(_TICKET) + 1] is not None]


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


def _check_orders(ticket: Ticket, journal: list[Event], orders: Orders) -> Iterator[Fault]:
    """Each order against the event that issued it, and each issued order must have one."""
    said = {pk: event for event in journal if (pk := _names(event))}
    for pk, event in said.items():
        order, number = orders.get(pk), event.details.get("order", "")
        if order is None:
            message = _("supervision order {number} is gone.")
            yield Fault(ticket.number, event.seq, format_lazy(message, number=number))
        elif not _is_as_issued(order, event):
            message = _("supervision order {number} is not what was issued.")
            yield Fault(ticket.number, event.seq, format_lazy(message, number=number))
    # Of before orders were signed there is no hash: only the number, in an event without a signature.
    older = {event.details["order"] for event in journal if not _names(event) and "order" in event.details}
    for pk, order in orders.items():
        if pk not in said and (order.hash or order.number not in older):
            message = _("no event tells of supervision order {number}.")
            yield Fault(ticket.number, None, format_lazy(message, number=order.number))


def _is_as_issued(order: SupervisionOrder, event: Event) -> bool:
    """The row, counted anew, is what the row and the event keep; the miss it counted as is in the event alone."""
    signature = event.details["signature"]
    return bool(signature == order.hash == order.signature()) and event.details.get("miss") == order.nth
