"""Whom an action tells, in the inbox, in the same transaction."""

from collections.abc import Iterable

from django.urls import reverse

from hotline.notices import actions as notices
from hotline.people.models import Person, Role, Unit
from tickets import masking
from tickets.operation import Operation

# What the office orders or urges: as little to be switched off as an alarm.
DUTY = frozenset({"supervision", "redo", "urged", "order_to_sign", "progress_required", "promised", "hard_case", "leader_wanted"})


def persons(receivers: Iterable[Person], op: Operation, kind: str) -> None:
    """Tell these persons of this action, except the one who did it."""
    ticket = op.ticket
    notices.tell(
        [p for p in receivers if op.actor is None or p.pk != op.actor.pk],
        kind,
        cause=f"ticket:{ticket.pk}:{ticket.version + 1}",
        link=reverse("tickets:ticket", args=[ticket.number]),
        is_urgent=ticket.is_pressing,
        is_duty=kind in DUTY,
        number=ticket.number,
        title=masking.without_caller(ticket.title, ticket),
    )


def roles(names: Iterable[Role], op: Operation, kind: str) -> None:
    """Tell everybody at the office who holds one of these roles."""
    persons(Person.objects.with_role(*names).filter(unit__kind=Unit.Kind.OFFICE), op, kind)


def units(targets: Iterable[Unit], op: Operation, kind: str) -> None:
    """Tell the handlers of these very units (not of those below them: they are told when it is handed on).

    Where the office itself leads, its dispatchers handle it (P5).
    """
    units = list(targets)
    receivers = list(Person.objects.with_role(Role.HANDLER).filter(unit__in=units))
    if any(unit.kind == Unit.Kind.OFFICE for unit in units):
        receivers += Person.objects.with_role(Role.DISPATCHER).filter(unit__kind=Unit.Kind.OFFICE)
    persons(receivers, op, kind)
