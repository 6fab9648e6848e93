"""One call for every action a form can send, whichever way the action is carried out."""

import uuid
from typing import Any

from hotline.people.models import Person
from tickets.actions.intake import reopen_as_new
from tickets.flow import Action
from tickets.models import Ticket
from tickets.operation import Refused, perform, perform_many

SET_BASED = (Action.COMPILE, Action.PUBLISH, Action.FILE)


def act(
    ticket: Ticket, action: Action, *, actor: Person, version: int | None, request_id: uuid.UUID | None, **data: Any
) -> Ticket:
    """Do the action and give the ticket to look at next: the same one, or the new one after reopening.

    Raises what `perform` raises.
    """
    if action == Action.REOPEN:
        return reopen_as_new(ticket.pk, actor=actor, request_id=request_id, **data).ticket
    if action in SET_BASED:
        _one_of_a_set(ticket, action, actor, data)
    else:
        perform(ticket.pk, action, actor=actor, version=version, request_id=request_id, **data)
    return ticket


def _one_of_a_set(ticket: Ticket, action: Action, actor: Person, data: dict[str, Any]) -> None:
    batch = perform_many(action, [ticket.pk], actor=actor, **data)
    if ticket.pk not in batch.done:
        raise Refused(batch.refused[ticket.number])
