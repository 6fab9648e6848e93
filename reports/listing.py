"""Obligations as rows of a list: named, with who has them, until when, and for how long they have been overdue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hotline.deadlines import subjects
from hotline.deadlines.models import Deadline
from hotline.deadlines.texts import due_view
from hotline.people.models import Person
from hotline.workdays.models import current
from reports import ages
from tickets.models import Ticket


@dataclass(frozen=True)
class Row:
    """One obligation. `ticket` is what can be urged; None for other subjects and for what is closed."""

    deadline: Deadline
    subject: subjects.Subject
    due: dict[str, Any]
    overdue: int | None  # whole working days; None where it is not overdue
    step: tuple[int, str] | None = None
    ticket: int | None = None

    @property
    def is_long(self) -> bool:
        """Overdue for so long that the days were not counted to the end."""
        return self.overdue == ages.COUNTED


def listed(deadlines: Sequence[Deadline], person: Person, at: datetime) -> list[Row]:
    """The rows of these deadlines (with `unit` and `held_by`) that the person may see, in a constant number of queries."""
    tickets = Ticket.objects.visible_to(person).in_bulk([d.subject_id for d in deadlines if d.subject_type == "ticket"])
    about = {(d.subject_type, d.subject_id) for d in deadlines}
    named = subjects.describe(subjects.visible_to(person, about))
    begun = ages.marks(current(), at)
    return [_row(d, named[key], tickets, begun, at) for d in deadlines if (key := (d.subject_type, d.subject_id)) in named]


def _row(
    deadline: Deadline, subject: subjects.Subject, tickets: dict[int, Ticket], begun: Sequence[datetime], at: datetime
) -> Row:
    ticket = tickets.get(deadline.subject_id) if deadline.subject_type == "ticket" else None
    return Row(
        deadline,
        subject,
        due_view(deadline, at),
        ages.passed(deadline.due_at, begun) if deadline.is_overdue(at) else None,
        (ticket.step, str(ticket.get_step_display())) if ticket else None,
        ticket.pk if ticket and deadline.is_open else None,
    )
