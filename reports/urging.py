"""Urging (催办): one text to everybody who owes something on many tickets."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from hotline.deadlines.models import Deadline
from hotline.people.models import Person
from reports import scope as scopes
from reports.scope import Scope
from tickets.flow import Action
from tickets.models import Ticket
from tickets.operation import Forbidden, Refused, perform

AT_ONCE = 100  # tickets urged while the person waits, some seconds; more are urged in the background


@dataclass
class Outcome:
    """How many tickets were urged, and by sentence the numbers of those that were not."""

    done: int = 0
    refused: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    @property
    def refused_count(self) -> int:
        return sum(map(len, self.refused.values()))


def tickets_of(scope: Scope, person: Person, ticked: Iterable[int] | None = None) -> "QuerySet[Deadline, int]":
    """The ids of the tickets of the open obligations of a list, or of the ticked ones alone (deadline ids), that the
    person may see: each ticket once."""
    found = scopes.rows(scope).open().filter(subject_type="ticket")
    if ticked is not None:
        found = found.filter(pk__in=set(ticked))
    visible = found.filter(subject_id__in=Ticket.objects.visible_to(person).values("pk"))
    return visible.order_by("subject_id").values_list("subject_id", flat=True).distinct()


def units_of(tickets: Iterable[int]) -> int:
    """How many units owe anything on these tickets: all of them are told."""
    owed = Deadline.objects.open().filter(subject_type="ticket", subject_id__in=tickets)
    return owed.values("unit").distinct().count()


def urge(
    tickets: Iterable[int],
    *,
    actor: Person,
    text: str,
    key: uuid.UUID,
    progress: Callable[[int], None] = lambda done: None,
) -> Outcome:
    """Urge each ticket once, each in its own transaction; what is refused is kept with the reason.

    The same `key` again acts on nothing a second time. `progress` is told after each ticket. Raises Forbidden.
    """
    outcome = Outcome()
    for done, ticket in enumerate(tickets, 1):
        try:
            perform(ticket, Action.URGE, actor=actor, text=text, request_id=uuid.uuid5(key, str(ticket)))
            outcome.done += 1
        except Forbidden:
            raise
        except Refused as refused:
            outcome.refused[str(refused.message)].append(Ticket.objects.only("number").get(pk=ticket).number)
        progress(done)
    return outcome
