"""A changed calendar moved deadlines: an event on each of their tickets, in the transaction of the move (section 4)."""

from collections.abc import Sequence
from datetime import datetime

from hotline import clock
from hotline.deadlines import recompute
from hotline.deadlines.models import Deadline
from hotline.workdays.models import CalendarVersion, current
from tickets.flow import Action
from tickets.models import Event, Step, Ticket
from tickets.operation import prepare_event


def lock(ids: Sequence[int]) -> None:
    """Tickets before their deadlines, as every action does; then neither waits for the other."""
    list(Ticket.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def record(moves: Sequence[tuple[Deadline, datetime]], by: str) -> None:
    """One event per ticket, whatever moved on it; three statements for the batch."""
    moved: dict[int, list[dict[str, str]]] = {}
    for deadline, before in moves:
        old, new = clock.local(before), clock.local(deadline.due_at)
        entry = {"kind": deadline.kind, "from": old.isoformat(), "to": new.isoformat()}
        moved.setdefault(deadline.subject_id, []).append(entry)
    tickets = list(Ticket.objects.filter(pk__in=moved).select_related("caller").order_by("pk"))
    now, common = clock.now(), {"by": by, "change": _change()}
    events = [
        prepare_event(t, Action.RECOUNT, None, Step(t.step), at=now, details={"moved": moved[t.pk]} | common) for t in tickets
    ]
    Ticket.objects.bulk_update(tickets, ["version", "last_hash"])
    Event.objects.bulk_create(events)


def _change() -> str:
    """What was changed about the calendar, in the words of its version."""
    return str(CalendarVersion.objects.values_list("why", flat=True).get(pk=current().version))


def register() -> None:
    """Called when the app is ready."""
    recompute.on_moved("ticket", record, lock=lock)
