"""What the deadlines below know of tickets: how to name them, and who may see them."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from hotline.deadlines import subjects
from hotline.deadlines.subjects import Subject
from hotline.people.models import Person
from tickets import masking
from tickets.models import Ticket


class TicketSource:
    """Tickets as subjects of obligations."""

    def describe(self, ids: Collection[int]) -> Mapping[int, Subject]:
        rows = Ticket.objects.select_related("caller").filter(pk__in=ids)
        return {row.pk: Subject(row.number, masking.without_caller(row.title, row), _link(row)) for row in rows}

    def visible_to(self, person: Person, ids: Collection[int]) -> frozenset[int]:
        return frozenset(Ticket.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True))


def _link(ticket: Ticket) -> str:
    return reverse("tickets:ticket", args=[ticket.number])


def register() -> None:
    """Called when the app is ready."""
    subjects.register("ticket", TicketSource())
