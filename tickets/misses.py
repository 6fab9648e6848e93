"""P9 by itself: a unit's missed deadline becomes a supervision notice, exactly once, and the third goes to the city leader.

The sweep calls `record` in the transaction of the alarms: it only adds rows. `follow_up` runs after every sweep, each ticket
in a transaction of its own; what a crash left undone is found again in the rows.
"""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from hotline import clock, options
from hotline.deadlines import actions as deadlines, rules as due_rules, sweep
from hotline.deadlines.models import Deadline, Kind
from hotline.notices import actions as notices
from hotline.people.models import Person, Role, Unit
from tickets.actions.supervision import NOTICE_TEXT
from tickets.flow import Action
from tickets.models import Instruction, StandingAuthorisation, SupervisionOrder, Ticket
from tickets.models.supervision import SupervisionOrderQuerySet
from tickets.operation import Busy, Refused, perform
from tickets.subjects import TicketSource

log = logging.getLogger(__name__)
KINDS = (Kind.REPLY, Kind.REDO, Kind.SUPERVISION)  # what a unit can miss
SECOND, LAST = 2, 3  # the second miss also tells the office head; the third goes higher and ends what is automatic
SLICE = 200
STILL_MISSED = Q(missed_due_at=F("missed__due_at"), missed__met_at=None, missed__cancelled_at=None)


def record(missed: Sequence[Deadline], now: datetime) -> None:
    """A notice waits for each of these missed obligations, as far as the unit's misses on the ticket are automatic."""
    misses = _counted(missed)
    rows = []
    for deadline in _new(missed):
        part = (deadline.subject_id, deadline.cause)
        misses[part] += 1
        if misses[part] <= LAST:
            rows.append(_notice(deadline, misses[part], now))
    SupervisionOrder.objects.bulk_create(rows)
    _tell([row for row in rows if row.nth == SECOND], "second_miss", Role.OFFICE_HEAD)


def _new(missed: Sequence[Deadline]) -> list[Deadline]:
    """One for each part of a unit: what it misses together, or before the last miss was issued, is one miss.

    Of several the one that was set last, for that was the order in force. Nothing where a notice was made before.
    """
    tickets = {deadline.subject_id for deadline in missed}
    notices_ = SupervisionOrder.objects.filter(ticket__in=tickets, kind=SupervisionOrder.Kind.NOTICE)
    known = set(notices_.filter(missed__in=missed).values_list("missed_id", "missed_due_at"))
    waiting = set(notices_.unsigned().filter(STILL_MISSED).values_list("ticket_id", "part"))
    last_set = sorted(missed, key=lambda deadline: (deadline.opened_at, deadline.pk))
    latest = {(d.subject_id, d.cause): d for d in last_set if (d.pk, d.due_at) not in known}
    return [deadline for part, deadline in latest.items() if part not in waiting]


def _counted(missed: Sequence[Deadline]) -> Counter[tuple[int, str]]:
    """How often the same unit missed a deadline on the same ticket before."""
    tickets = {deadline.subject_id for deadline in missed}
    orders = SupervisionOrder.objects.filter(ticket__in=tickets, kind=SupervisionOrder.Kind.NOTICE, dropped_at=None)
    # One that waits and is moot will be dropped after this sweep.
    orders = orders.filter(Q(issued_at__isnull=False) | Q(refused_at__isnull=False) | STILL_MISSED)
    return Counter({(ticket, part): n for ticket, part, n in orders.values_list("ticket", "part").annotate(n=Count("pk"))})


def _notice(deadline: Deadline, nth: int, now: datetime) -> SupervisionOrder:
    return SupervisionOrder(
        ticket_id=deadline.subject_id, kind=SupervisionOrder.Kind.NOTICE, unit=deadline.unit, text=NOTICE_TEXT,
        workdays=options.get("order_workdays"), opened_at=now, missed=deadline, missed_due_at=deadline.due_at,
        part=deadline.cause, nth=nth,
    )  # fmt: skip


def _tell(rows: Sequence[SupervisionOrder], kind: str, *roles: Role) -> None:
    """Tell whoever holds one of these roles of these misses, a statement or two for each."""
    if not rows:
        return
    receivers = list(Person.objects.with_role(*roles))
    named = TicketSource().describe([row.ticket_id for row in rows])
    for row in rows:
        subject = named[row.ticket_id]
        notices.tell(
            receivers, kind, cause=f"miss:{row.missed_id}:{row.nth}", link=subject.link,
            number=subject.number, title=subject.title,
        )  # fmt: skip


def follow_up() -> int:
    """Submit third misses to the city leader, drop what is moot, issue what may be issued, ask for signatures on the rest.

    Gives how much was done.
    """
    done = _each(_to_submit(), _submit)
    return done + _each(SupervisionOrder.objects.ready(), _issue if StandingAuthorisation.in_force(clock.today()) else _queue)


def follow_up_on(ticket_id: int) -> None:
    """What was held back on one ticket goes out at once, when what held it is decided (section 4)."""
    if StandingAuthorisation.in_force(clock.today()):
        _each(SupervisionOrder.objects.ready().filter(ticket=ticket_id), _issue)


def _each(rows: SupervisionOrderQuerySet, act: Callable[[SupervisionOrder], bool]) -> int:
    """In slices by id, each order in a transaction of its own; somebody else's lock or a fault holds back only that one."""
    done = last = 0
    while found := list(rows.filter(pk__gt=last).select_related("missed", "ticket").order_by("pk")[:SLICE]):
        last = found[-1].pk
        for order in found:
            try:
                with transaction.atomic():
                    done += act(order)
            except Busy:
                continue  # the next sweep comes in a minute
            except Exception:
                log.exception("supervision order %s", order.pk)
    return done


def _lock_ticket(order: SupervisionOrder) -> None:
    """The ticket before its orders and deadlines, as every action does; then neither waits for the other."""
    Ticket.objects.select_for_update(no_key=True).get(pk=order.ticket_id)


def _drop_moot(order: SupervisionOrder) -> bool:
    """What the unit did or the office decided in the meantime makes the notice moot."""
    if not order.is_moot(clock.now()):
        return False
    _lock_ticket(order)
    deadlines.cancel(order.ticket.subject, Kind.SIGN_ORDER, cause=order.cause)
    return bool(SupervisionOrder.objects.unsigned().filter(pk=order.pk).update(dropped_at=clock.now()))


def _queue(order: SupervisionOrder) -> bool:
    """Without an authorisation the office head owes a signature, from now on; once."""
    if _drop_moot(order):
        return True
    if order.queued_at:
        return False
    _lock_ticket(order)
    rows = SupervisionOrder.objects.unsigned().filter(pk=order.pk, queued_at=None)
    if not rows.update(queued_at=clock.now()):
        return False
    deadlines.open_(
        Kind.SIGN_ORDER, subject=order.ticket.subject, unit=Unit.office(), due=due_rules.due(Kind.SIGN_ORDER, clock.now()),
        cause=order.cause, is_urgent=order.ticket.is_pressing,
    )  # fmt: skip
    return True


def _issue(order: SupervisionOrder) -> bool:
    if _drop_moot(order):
        return True
    try:
        with transaction.atomic():
            perform(order.ticket_id, Action.SUPERVISE, actor=None, order=order.pk)
    except Busy:
        raise
    except Refused as refused:
        # Another sweep was quicker, or the ticket went on since the row was read: then there is nothing left to do.
        log.info("supervision order %s: %s", order.pk, refused.message)
        return False
    return True


def _to_submit() -> SupervisionOrderQuerySet:
    """Third misses, but not while a request asked in time could still undo them."""
    rows = SupervisionOrder.objects.filter(nth=LAST, submitted_at=None, dropped_at=None, refused_at=None)
    return rows.exclude(pk__in=SupervisionOrder.objects.unsigned().held())


def _submit(order: SupervisionOrder) -> bool:
    """The third miss goes to the city leader, once; without a city leader, or where it lies before them already, it is told."""
    leader = _city_leader()
    _lock_ticket(order)
    claimed = SupervisionOrder.objects.filter(pk=order.pk, submitted_at=None).update(submitted_at=clock.now())
    if not claimed:
        return False
    try:
        with transaction.atomic(), translation.override("zh-hans"):
            if leader is None:
                raise Refused(_("There is no city leader to submit to."))
            text = _("%(unit)s has missed its third deadline on this ticket.") % {"unit": order.unit.name}
            perform(order.ticket_id, Action.SUBMIT, actor=None, leader=leader, why=Instruction.Why.MISSED, text=text)
    except Busy:
        raise
    except Refused as refused:
        log.warning("third miss of ticket %s is not submitted: %s", order.ticket_id, refused.message)
    # The supervisors open the case of a third miss; the head signs it.
    _tell([order], "third_miss", Role.SUPERVISOR, Role.OFFICE_HEAD)
    return True


def _city_leader() -> Person | None:
    """Whom third misses are submitted to: the option `miss_leader`, else the city leader who has been there longest."""
    leaders = Person.objects.with_role(Role.CITY_LEADER)
    return leaders.filter(username=options.get("miss_leader")).first() or leaders.order_by("pk").first()


def recheck(ticket: Ticket) -> None:
    """After the commit: whatever an undecided return or extension held back on this ticket goes out."""
    transaction.on_commit(partial(follow_up_on, ticket.pk), robust=True)


def register() -> None:
    """Called when the app is ready."""
    sweep.on_missed(*KINDS)(record)
    sweep.after_sweep(follow_up)
