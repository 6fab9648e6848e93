"""What lies before the leaders on duty on tickets nobody has written a line about: callers who wait for the leader, hard cases,
major matters not yet handled in full (D4, D7, D14). The handover book says it, so that it carries over (D15)."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from dutyroster.models import Handover, HandoverEntry, Shift
from hotline import clock
from hotline.deadlines.models import Deadline, Kind as Owed
from tickets import masking
from tickets.actions.office import STAMPS
from tickets.models import Ticket
from tickets.models.ticket import TicketQuerySet

Kind = HandoverEntry.Kind
RECENT = timedelta(days=60)  # what is older and still open is on the lists of tickets, not of a duty day
SHOWN = 50  # of each sort


def of(shift: Shift, handover: Handover | None) -> list[dict[str, str]]:
    """Kind, number and title of each ticket: as signed; else as of now, as long as it can be of that day (four queries)."""
    if handover and handover.signed_at:
        signed: list[dict[str, str]] = handover.content["book"].get("outstanding", [])
        return signed
    if not shift.begins_at <= clock.now() < clock.start_of(shift.day + 2 * clock.DAY):
        return []
    return [*_lines(Kind.CALL, _calls(shift)), *_lines(Kind.HARD, _hard(shift)), *_lines(Kind.MAJOR, _major(shift))]


def waiting_calls(rows: TicketQuerySet) -> TicketQuerySet:
    """Of these tickets those whose caller asks for the duty leader and has not been taken by one (D4)."""
    taken = HandoverEntry.objects.filter(ticket=OuterRef("pk"), kind=Kind.CALL)
    found: TicketQuerySet = rows.filter(wants_duty_leader=True).exclude(Exists(taken)).order_by("number")
    return found


def recent(rows: TicketQuerySet, shift: Shift) -> TicketQuerySet:
    """Of these tickets the running ones of the last weeks: numbers begin with the day, so this is a stretch of an index."""
    since = (shift.day - RECENT).strftime("%Y%m%d")
    found: TicketQuerySet = rows.waiting().filter(number__gte=since).select_related("caller")
    return found


def _calls(shift: Shift) -> Iterable[Ticket]:
    found: Iterable[Ticket] = waiting_calls(recent(Ticket.objects.all(), shift))[:SHOWN]
    return found


def _hard(shift: Shift) -> Iterable[Ticket]:
    owed = Deadline.objects.open().filter(kind=Owed.HARD_CASE, subject_type="ticket", due_at__lte=shift.ends_at)
    ids = list(owed.order_by("due_at").values_list("subject_id", flat=True)[:SHOWN])
    found: Iterable[Ticket] = Ticket.objects.filter(pk__in=ids).select_related("caller").order_by("number")
    return found


def _major(shift: Shift) -> Iterable[Ticket]:
    undone = Q()
    for name in STAMPS:
        undone |= Q(**{f"incident__{name}": None})
    found: Iterable[Ticket] = recent(Ticket.objects.all(), shift).filter(undone, is_major=True).order_by("number")[:SHOWN]
    return found


def _lines(kind: str, rows: Iterable[Ticket]) -> list[dict[str, str]]:
    return [{"kind": kind, "ticket": row.number, "title": masking.without_caller(row.title, row)} for row in rows]
