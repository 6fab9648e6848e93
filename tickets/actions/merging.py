"""并案: several callers, one matter. Never a chain (section 3)."""

from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from hotline.deadlines.models import Kind
from hotline.people.models import Person
from tickets import masking
from tickets.actions import checks
from tickets.actions.handling import end_parts
from tickets.actions.office import resume
from tickets.flow import Action
from tickets.models import Step, Ticket
from tickets.operation import Operation, Refused, effect, perform, prepare_event


@effect(Action.MERGE)
def merge(op: Operation, *, into: Ticket, text: str = "") -> str:
    """Merge this ticket into another open one; merging into a merged ticket goes to its main.

    The merged ticket keeps number, caller and journal, leaves the work lists, has its deadlines cancelled and from now
    on stands where the main ticket stands. What was merged into it goes along.
    """
    main = Ticket.objects.select_for_update(of=("self",), no_key=True).get(pk=into.merged_into_id or into.pk)
    if main.pk == op.ticket.pk:
        raise Refused(_("A ticket cannot be merged into itself."), field="into")
    if main.step > Step.SUPERVISION or main.merged_into_id:
        raise Refused(_("%(number)s is finished: merge only into an open ticket.") % {"number": main.number}, field="into")
    op.opinion = checks.optional(text)
    op.details |= {"main": main.number, "step": main.step}
    end_parts(op)
    op.cancel()
    for moved in Ticket.objects.select_for_update(of=("self",), no_key=True).filter(merged_into=op.ticket).order_by("pk"):
        _into(moved, main)
        event = prepare_event(moved, Action.MERGE, op.actor, Step(main.step), at=op.now, details=op.details)
        moved.save()
        event.save(force_insert=True)
    _into(op.ticket, main)
    return str(main.step)


def _into(ticket: Ticket, main: Ticket) -> None:
    ticket.merged_into = main
    ticket.result = masking.without_caller(main.result, main)
    ticket.answer_outcome = ""


@effect(Action.UNMERGE)
def unmerge(op: Operation, *, text: str) -> None:
    """Possible before the reply: the ticket is again one of its own and waits to be answered or dispatched."""
    op.opinion = checks.text(text)
    op.details["main"] = op.ticket.merged_into.number if op.ticket.merged_into else ""
    op.ticket.merged_into = None
    op.ticket.result, op.ticket.answer_outcome = "", ""
    op.open_deadline(Kind.HANDLE)
    resume(op)


def add_caller(*, actor: Person, into: Ticket, **registration: Any) -> Ticket:
    """One caller more: register a repeat and merge it into the running ticket, in one transaction."""
    from django.db import transaction

    from tickets.actions.intake import register

    with transaction.atomic():
        event = register(actor=actor, **registration)
        ticket = event.ticket
        if ticket.merged_into_id:  # the same form sent twice
            return ticket
        kept = list(ticket.attachments.values_list("file", flat=True))
        try:
            perform(ticket.pk, Action.MERGE, actor=actor, into=into)
        except BaseException:
            for path in kept:  # the disk does not roll back with the database
                default_storage.delete(path)
            raise
        return Ticket.objects.get(pk=ticket.pk)
