"""Step 4: supervising, redoing, and what a callback causes (P9, P10, P18)."""

from django.utils.translation import gettext_lazy as _

from hotline import options
from hotline.deadlines import actions as deadlines
from hotline.deadlines.models import Kind
from hotline.people.models import Role, Unit
from tickets.actions import checks, notify
from tickets.actions.handling import assign
from tickets.actions.office import resume
from tickets.flow import Action
from tickets.models import Assignment, Callback, DispatchHow, SupervisionOrder
from tickets.models.choices import Satisfaction
from tickets.models.counter import document_number
from tickets.operation import Operation, Refused, effect

SERIES = {SupervisionOrder.Kind.NOTICE: "督通字", SupervisionOrder.Kind.CASE: "督办字"}
MOST_WORKDAYS = 30
CALLBACK_KINDS = (Kind.ACCEPT, Kind.CALLBACK, Kind.DECIDE_REDO)


@effect(Action.SUPERVISE)
def supervise(op: Operation, *, text: str, workdays: int | None = None, kind: str = SupervisionOrder.Kind.CASE) -> None:
    """督办: a written order to the lead unit with a new deadline (P9). A new order replaces the deadline of the last."""
    lead = op.facts.lead
    if lead is None:
        raise Refused(_("No unit leads this ticket."))
    n = checks.count(options.get("order_workdays") if workdays is None else workdays, "workdays", MOST_WORKDAYS)
    op.opinion = checks.text(text)
    op.drop_extension()
    op.cancel(Kind.SUPERVISION)
    _order_lead(op, Kind.SUPERVISION, n)
    order = SupervisionOrder.objects.create(
        ticket=op.ticket, kind=kind, number=document_number(SERIES[SupervisionOrder.Kind(kind)], op.now), unit_id=lead.unit,
        issued_by=op.actor, issued_at=op.now, due_at=op.due(Kind.SUPERVISION, workdays=n).at, text=op.opinion,
    )  # fmt: skip
    op.details |= {"order": order.number, "kind": str(kind), "workdays": n, "due_at": order.due_at.isoformat()}


def _order_lead(op: Operation, kind: Kind, workdays: int) -> None:
    """Open what the lead owes on an order, in the hands it lies in, and tell them. Only a reply meets it."""
    part = Assignment.objects.select_related("unit", "held_by").get(ticket=op.ticket, is_lead=True, ended_at=None)
    if not part.reply_required:
        part.reply_required = True
        part.save(update_fields=["reply_required"])
    due = op.due(kind, workdays=workdays)
    op.open_deadline(kind, unit=part.unit, held_by=part.held_by, due=due, cause=part.cause)
    notify.units({part.unit, part.held_by}, op, kind.value)


@effect(Action.REDO)
def redo(op: Operation, *, text: str, workdays: int | None = None) -> None:
    """重办 with stated requirements and a new deadline (P10). Where no unit led so far, the office leads (P5)."""
    n = checks.count(options.get("order_workdays") if workdays is None else workdays, "workdays", MOST_WORKDAYS)
    op.opinion = checks.text(text)
    op.details |= {"workdays": n, "due_at": op.due(Kind.REDO, workdays=n).at.isoformat()}
    op.meet(Kind.DECIDE_REDO)
    _settle_callbacks(op, Callback.Decision.REDO)
    op.cancel(Kind.ACCEPT, Kind.CALLBACK)
    if op.facts.lead is None:
        assign(op, Unit.office(), [], how=DispatchHow.PHONE, reply_required=False, workdays=n)
        op.cancel(Kind.SIGN_FOR)
    op.ticket.result, op.ticket.answer_outcome = "", ""
    _order_lead(op, Kind.REDO, n)
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
