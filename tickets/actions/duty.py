"""What the leaders on duty do with tickets: the command of the day, from the shift alone (D4, D7, D11-D13)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from hotline import clock
from hotline.deadlines import rules as due_rules
from hotline.deadlines.models import Deadline, DueTime, Kind
from hotline.deadlines.texts import due_text
from hotline.people import duty
from hotline.people.models import Person, Role, Unit
from tickets.actions import checks, notify
from tickets.flow import Action
from tickets.models import Assignment, Step
from tickets.operation import Operation, Refused, effect

LATEST = timedelta(days=366)  # no plan of a duty day reaches further
REPORT_WITHIN = timedelta(days=30)  # a required report that is due later is no matter of the duty day
# What the lead unit owes now: a promise is not later than this (D13).
OWED_BY_LEAD = (Kind.REPLY, Kind.REDO, Kind.SUPERVISION)


@effect(Action.LEADER_CALL)
def leader_call(op: Operation, *, handle_by: datetime, text: str, arrangement: str, has_basis: bool = True) -> None:
    """A citizen who asked for the duty leader: by when it is handled, the result, the work arrangement (D4).

    Without a legal basis (`has_basis` false) the text is the explanation given to the caller; with one the handling time is a
    promise to the caller: not later than the current deadline, and owed by the unit that works on it (D13).
    """
    if not op.now.replace(second=0, microsecond=0) <= handle_by <= op.now + LATEST:  # "at once" is typed to the minute
        raise Refused(_("The handling time lies ahead, within a year."), field="handle_by")
    op.opinion = checks.text(text)
    op.details |= {
        "handle_by": handle_by.isoformat(),
        "arrangement": checks.text(arrangement, "arrangement"),
        "has_basis": has_basis,
    }
    now = duty.duty_now()
    if now and now.is_principal_away:
        op.details["for_principal"] = True  # a deputy leads on a day of the principal's leave, marked so (D18)
    if has_basis:
        _not_after_the_deadline(op, handle_by, "handle_by")
        if op.facts.lead and not op.facts.promise_open and op.ticket.step in (Step.HANDLING, Step.SUPERVISION):
            _promise(op, handle_by)
    notify.roles([Role.DISPATCHER], op, "leader_call")


@effect(Action.OPINE)
def opine(op: Operation, *, text: str) -> None:
    """The duty leader's written opinion; a hard case of the day is coordinated with it (D7, D11)."""
    op.opinion = checks.text(text)
    op.meet(Kind.HARD_CASE)
    lead = op.facts.lead
    if lead:
        notify.units(Unit.objects.filter(pk__in=[lead.unit, lead.held_by]), op, "duty_opinion")
    else:
        notify.roles([Role.DISPATCHER], op, "duty_opinion")


@effect(Action.REQUIRE_PROGRESS)
def require_progress(op: Operation, *, unit: Unit, by: datetime, text: str) -> None:
    """Any unit that works on the ticket reports by a stated time (D11); nothing else of it moves."""
    part = Assignment.objects.select_related("unit", "held_by").filter(ticket=op.ticket, unit=unit, ended_at=None).first()
    if part is None:
        raise Refused(_("%(unit)s does not work on this ticket.") % {"unit": unit.name}, field="unit")
    if not op.now < by <= op.now + REPORT_WITHIN:
        raise Refused(_("The report is due at a time ahead, within 30 days."), field="by")
    waiting = Deadline.objects.open().of(*op.ticket.subject).filter(kind=Kind.PROGRESS, cause=part.cause).first()
    if waiting:
        said = {"due": due_text(waiting.due_at, clock.today().year)}
        raise Refused(_("A report is required of this unit already, due %(due)s.") % said, field="unit")
    op.opinion = checks.text(text)
    op.details["unit_names"] = [unit.name]
    due = DueTime(clock.local(by))
    op.note_due(due)
    op.open_deadline(Kind.PROGRESS, unit=part.unit, held_by=part.held_by, cause=part.cause, due=due)
    notify.units({part.unit, part.held_by}, op, "progress_required")


@effect(Action.PROMISE)
def promise(op: Operation, *, by: datetime, text: str) -> None:
    """A date promised to the caller: a row of its own, not later than the current deadline, which stays (D13)."""
    if by <= op.now:
        raise Refused(_("The promised date lies ahead."), field="by")
    _not_after_the_deadline(op, by, "by")
    op.opinion = checks.text(text)
    _promise(op, by)


def _not_after_the_deadline(op: Operation, by: datetime, field: str) -> None:
    latest = latest_promise(op.ticket.subject, op.now)
    if by > latest:
        said = {"latest": due_text(latest, clock.today().year)}
        raise Refused(_("Promise a time ahead, not later than the current deadline: %(latest)s.") % said, field=field)


def _promise(op: Operation, by: datetime) -> None:
    """The lead unit owes what the caller was promised; its reply deadline stays as it is."""
    assert op.facts.lead is not None  # both who call this have looked
    part = Assignment.objects.select_related("unit", "held_by").get(pk=op.facts.lead.id)
    op.details["unit_names"] = [part.unit.name]
    due = DueTime(clock.local(by))
    op.note_due(due)
    op.open_deadline(Kind.PROMISE, unit=part.unit, held_by=part.held_by, cause=part.cause, due=due)
    notify.units({part.unit, part.held_by}, op, "promised")


def latest_promise(subject: tuple[str, int], now: datetime) -> datetime:
    """Until when may be promised: what the lead unit owes first; where it owes no reply, what a reply would have, and where that
    is overdue, what a supervision order would have (P10)."""
    owed = Deadline.objects.open().of(*subject).filter(kind__in=OWED_BY_LEAD).order_by("due_at").values_list("due_at", flat=True)
    first = owed.first() or due_rules.due(Kind.REPLY, now).at
    return first if first > now else due_rules.due(Kind.SUPERVISION, now).at


@effect(Action.FIRST_CONTACT)
def first_contact(op: Operation, *, joint: bool, text: str, units: Iterable[Unit] = ()) -> None:
    """首问责任: what is outside the remit is recorded and passed on by the front desk; a joint matter links the units (D12)."""
    units = [checks.active(unit, "units") for unit in units]
    if joint and not units:
        raise Refused(_("Tick the units that handle it together."), field="units")
    op.opinion = checks.text(text)
    op.details |= {"joint": joint, "unit_ids": [unit.pk for unit in units], "unit_names": [unit.name for unit in units]}
    notify.roles([Role.DISPATCHER], op, "first_contact")


def tell_command(op: Operation, kind: str, *, callers: bool = False) -> None:
    """Tell the leaders on duty, or those of them who take the calls now; at night there are none (D11, D17)."""
    if now := duty.duty_now():
        notify.persons(Person.objects.filter(pk__in=now.callers if callers else now.leaders), op, kind)


def owed_by_the_shift(op: Operation) -> None:
    """A hard case is owed by the unit on duty until 22:00 (D7); at night nobody owes it until the next shift begins. What is
    closed already can be marked, and is owed by nobody."""
    now = duty.duty_now()
    if now is None or op.ticket.step >= Step.COMPILATION:
        return
    unit = Unit.objects.get(pk=now.unit)
    op.open_deadline(Kind.HARD_CASE, unit=unit)
    tell_command(op, "hard_case")
