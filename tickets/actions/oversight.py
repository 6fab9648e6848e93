"""Redoing, letting a result stand, and what a callback causes (P10, P18)."""

from django.utils.translation import gettext_lazy as _

from hotline import options
from hotline.deadlines import actions as deadlines
from hotline.deadlines.models import Kind
from hotline.people.models import Role, Unit
from tickets.actions import checks, notify
from tickets.actions.handling import assign
from tickets.actions.office import resume
from tickets.actions.supervision import MOST_WORKDAYS, lead_part, order_lead
from tickets.flow import Action
from tickets.models import Callback, DispatchHow
from tickets.models.choices import Satisfaction
from tickets.operation import Operation, Refused, effect


@effect(Action.REDO)
def redo(op: Operation, *, text: str, workdays: int | None = None) -> None:
    """重办 with stated requirements and a new deadline (P10). Where no unit led so far, the office leads (P5)."""
    n = checks.count(options.get("order_workdays") if workdays is None else workdays, "workdays", MOST_WORKDAYS)
    op.opinion = checks.text(text)
    op.details["workdays"] = n
    op.meet(Kind.DECIDE_REDO)
    _settle_callbacks(op, Callback.Decision.REDO)
    op.cancel(Kind.ACCEPT, Kind.CALLBACK)
    if op.facts.lead is None:
        assign(op, Unit.office(), [], how=DispatchHow.PHONE, reply_required=False, workdays=n)
        op.cancel(Kind.SIGN_FOR)
    op.ticket.result, op.ticket.answer_outcome = "", ""
    op.note_due(order_lead(op, lead_part(op), Kind.REDO, n))
    resume(op)


@effect(Action.STAND)
def stand(op: Operation, *, text: str) -> None:
    """The supervisor lets an unsolved or dissatisfying result stand, with the reason (P18)."""
    op.opinion = checks.text(text)
    op.meet(Kind.DECIDE_REDO)
    _settle_callbacks(op, Callback.Decision.STAND)


def _settle_callbacks(op: Operation, decision: str) -> None:
    waiting = Callback.objects.filter(needs_decision=True, decision="")
    waiting.filter(ticket=op.ticket).update(decision=decision, decided_in=op.ticket.version + 1)
    for merged in op.ticket.merged.all():
        if waiting.filter(ticket=merged).update(decision=decision, decided_in=op.ticket.version + 1):
            deadlines.meet(merged.subject, Kind.DECIDE_REDO)


@effect(Action.CALLBACK)
def callback(
    op: Operation, *, reached: bool, solved: bool | None = None, satisfaction: int | None = None, text: str = ""
) -> None:
    """回访: an attempt counts as one; unsolved or dissatisfied opens a redo decision (P18)."""
    if reached and (solved is None or satisfaction not in Satisfaction.values):
        raise Refused(_("Say whether it is solved and how satisfied the caller is."), field="solved")
    op.opinion = checks.optional(text)
    answers = {"solved": solved, "satisfaction": satisfaction} if reached else {"solved": None, "satisfaction": None}
    op.details |= {"reached": reached, **answers}
    unhappy = reached and (not solved or (satisfaction or 0) <= Satisfaction.DISSATISFIED)
    Callback.objects.create(ticket=op.ticket, at=op.now, by=op.person, reached=reached, needs_decision=unhappy, **answers)
    if reached:
        op.meet(Kind.CALLBACK)
    # A second unhappy callback joins the decision that waits already.
    waiting = Callback.objects.filter(ticket=op.ticket, needs_decision=True, decision="").count()
    if unhappy and waiting == 1:
        op.open_deadline(Kind.DECIDE_REDO)
        notify.roles([Role.SUPERVISOR], op, "unhappy_callback")
