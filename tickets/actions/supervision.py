"""Step 4: supervision notices for missed deadlines, cases opened by the supervisor, signing, urging (P9)."""

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext_lazy as _

from hotline import clock, options
from hotline.deadlines import policy, receivers
from hotline.deadlines.models import Deadline, DueTime, Kind
from hotline.people.models import Person, Role
from tickets import masking
from tickets.actions import checks, notify
from tickets.actions.handling import reply_limit
from tickets.flow import Action
from tickets.models import Assignment, StandingAuthorisation, Step, SupervisionOrder
from tickets.models.counter import document_number
from tickets.operation import Operation, Refused, effect

SERIES = {SupervisionOrder.Kind.NOTICE: "督通字", SupervisionOrder.Kind.CASE: "督办字"}
MOST_WORKDAYS = 30
NOTICE_TEXT = "上述事项逾期未办结回复。请立即核实办理，在新的时限前回复结果，并说明逾期原因。"
_LOCK = 12345_02  # with the unit's id: who gives a unit its number of the day


@effect(Action.SUPERVISE)
def supervise(
    op: Operation, *, text: str = "", workdays: int | None = None, why: str = SupervisionOrder.Why.HOT, order: int | None = None
) -> None:
    """督办. A supervisor opens a case, which waits for the office head; the sweep issues the notice `order` (P9)."""
    if op.actor is None:
        issue(op, unsigned(op, order), authorisation=_authorisation())
        return
    if op.facts.lead is None:
        raise Refused(_("No unit leads this ticket."))
    if SupervisionOrder.objects.unsigned().filter(ticket=op.ticket, kind=SupervisionOrder.Kind.CASE).exists():
        raise Refused(_("A supervision case waits for the office head's signature already."))
    n = checks.count(options.get("order_workdays") if workdays is None else workdays, "workdays", MOST_WORKDAYS)
    if why not in SupervisionOrder.Why.values or why == SupervisionOrder.Why.MISSED:
        raise Refused(_("Choose what the case is about."), field="why")
    op.opinion = masking.without_caller(checks.text(text), op.ticket)  # the order bears these words
    op.drop_extension()
    row = SupervisionOrder.objects.create(
        ticket=op.ticket, kind=SupervisionOrder.Kind.CASE, why=why, unit_id=op.facts.lead.unit, text=op.opinion, workdays=n,
        opened_by=op.person, opened_at=op.now,
    )  # fmt: skip
    op.details |= {"kind": row.kind, "matter": str(why), "workdays": n}
    op.open_deadline(Kind.SIGN_ORDER, cause=row.cause)
    notify.roles([Role.OFFICE_HEAD], op, "order_to_sign")


def _authorisation() -> StandingAuthorisation:
    found = StandingAuthorisation.in_force(clock.today())
    if found is None:
        raise Refused(_("Without a standing authorisation the office head signs supervision notices."))
    return found


def unsigned(op: Operation, pk: int | None) -> SupervisionOrder:
    """The order of this ticket that waits, by id or the oldest. Raises Refused if it was issued, refused or overtaken."""
    rows = SupervisionOrder.objects.unsigned().filter(ticket=op.ticket).select_related("missed__unit", "unit")
    row = (rows.filter(pk=pk) if pk else rows.order_by("pk")).first()
    if row is None:
        raise Refused(_("No supervision order waits for a signature."))
    if row.is_moot(op.now):
        raise Refused(_("The obligation is not overdue any more: the notice is moot."))
    if SupervisionOrder.objects.held().filter(pk=row.pk).exists():
        raise Refused(_("A return or an extension asked in time waits for a decision: the notice waits for it."))
    return row


@effect(Action.SIGN_ORDER)
def sign_order(op: Operation, *, granted: bool, text: str = "", order: int | None = None) -> str:
    """The office head signs the order, which counts from now, or gives it back with the reason (P9)."""
    row = unsigned(op, order)
    signer = checks.another(op.person, row.opened_by_id or 0)
    op.details |= {"granted": granted, "kind": row.kind}
    if granted:
        op.opinion = checks.optional(text)
        issue(op, row, signer=signer)
        return "signed"
    op.meet(Kind.SIGN_ORDER, cause=row.cause)
    op.opinion = checks.text(text)
    row.refused_at = op.now
    row.save(update_fields=["refused_at"])
    _owe_a_reply(op)
    notify.roles([Role.SUPERVISOR], op, "order_refused")
    return "refused"


def _owe_a_reply(op: Operation) -> None:
    """A ticket in supervision ends with a reply: where it was dispatched for information and the unit has signed, and the
    case is given back, nobody would owe anything any more."""
    part = lead_part(op)
    if op.ticket.step != Step.SUPERVISION or part.reply_required or part.signed_at is None:
        return
    op.note_due(_owe(op, part, Kind.REPLY, None, "dispatched", **reply_limit(op, part.unit)))


def issue(
    op: Operation, row: SupervisionOrder, *, signer: Person | None = None, authorisation: StandingAuthorisation | None = None
) -> None:
    """Give the order its number and the unit its new deadline. A new order replaces the deadline of the last."""
    part = lead_part(op)
    row.unit = part.unit
    op.meet(Kind.SIGN_ORDER, cause=row.cause)
    op.drop_extension()
    op.cancel(Kind.SUPERVISION)
    due = order_lead(op, part, Kind.SUPERVISION, row.workdays)
    row.number = _number(row, op)
    row.issued_at, row.issued_by, row.authorisation = op.now, signer, authorisation
    row.due_at = due.at
    row.hash = row.signature()
    row.save()
    op.opinion = op.opinion or row.text
    op.note_due(due)
    op.details |= {"order": row.number, "kind": row.kind, "workdays": row.workdays, "row": row.pk, "signature": row.hash}
    if row.nth:
        op.details["miss"] = row.nth


def _number(row: SupervisionOrder, op: Operation) -> str:
    """A case has a number of its own; the notices to one unit on one day share one (P9)."""
    if row.kind == SupervisionOrder.Kind.NOTICE:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, row.unit_id])
        today = SupervisionOrder.objects.filter(
            unit=row.unit, kind=row.kind, issued_at__gte=clock.start_of(clock.local(op.now).date())
        )
        if number := today.order_by("pk").values_list("number", flat=True).first():
            return number
    return document_number(SERIES[SupervisionOrder.Kind(row.kind)], op.now)


def lead_part(op: Operation) -> Assignment:
    """The lead's running part. Raises Refused where no unit leads."""
    part = Assignment.objects.select_related("unit", "held_by").filter(ticket=op.ticket, is_lead=True, ended_at=None).first()
    if part is None:
        raise Refused(_("No unit leads this ticket."))
    return part


def order_lead(op: Operation, part: Assignment, kind: Kind, workdays: int) -> DueTime:
    """Open what the lead owes on an order and tell them; gives when it is due."""
    return _owe(op, part, kind, workdays, kind.value)


def _owe(op: Operation, part: Assignment, kind: Kind, workdays: int | None, notice: str, **limit: datetime) -> DueTime:
    """The lead owes that from now on, in the hands it lies in, and only a reply meets it."""
    if not part.reply_required:
        part.reply_required = True
        part.save(update_fields=["reply_required"])
    due = op.due(kind, workdays=workdays, unit=part.unit)
    op.open_deadline(kind, unit=part.unit, held_by=part.held_by, due=due, cause=part.cause, **limit)
    notify.units({part.unit, part.held_by}, op, notice)
    return due


@effect(Action.URGE)
def urge(op: Operation, *, text: str) -> None:
    """催办: a word to whoever owes something on this ticket now; moves nothing."""
    op.opinion = checks.text(text)
    owed = list(Deadline.objects.open().of(*op.ticket.subject).select_related("unit", "held_by", "person").order_by("due_at"))
    if not owed:
        raise Refused(_("Nobody owes anything on this ticket now."))
    found = receivers.find(owed)
    told = {pk for d in owed for what, pk in found.of(d, [policy.OWNER, policy.LEADER]) if what == "person"}
    op.details["units"] = list(dict.fromkeys(deadline.unit.name for deadline in owed))
    notify.persons(Person.objects.filter(pk__in=told), op, "urged")
