"""What the flow needs to know about an actor and a ticket, as plain values: the decision itself needs no database."""

from dataclasses import dataclass

from django.db.models import Q

from hotline import clock, options
from hotline.deadlines import rules as due_rules
from hotline.deadlines.models import Deadline, Kind
from hotline.people import duty
from hotline.people.models import Person
from tickets.models import Assignment, Callback, Extension, Reply, Return, Step, SupervisionOrder, Ticket


@dataclass(frozen=True)
class Actor:
    """Who acts. `units` is the actor's own unit tree; the system itself has no roles."""

    id: int | None = None
    roles: frozenset[str] = frozenset()
    units: frozenset[int] = frozenset()
    in_office: bool = False
    on_duty: bool = False
    takes_calls: bool = False  # of citizens who ask for the duty leader, at this hour (D17)
    sheet: frozenset[int] = frozenset()  # tickets on the callback sheet that lies before this leader (D10)
    is_system: bool = False

    @classmethod
    def of(cls, person: Person | None) -> "Actor":
        """The facts of a person (None is the system: the sweep)."""
        if person is None:
            return cls(is_system=True)
        if not person.is_active:
            return cls(id=person.pk)
        now = duty.duty_now()
        on_duty = now is not None and person.pk in now.leaders
        return cls(
            id=person.pk,
            roles=person.roles,
            units=person.unit.tree_ids,
            in_office=person.unit.kind == "office",
            on_duty=on_duty,
            takes_calls=now is not None and person.pk in now.callers,
            sheet=duty.sheet_of(now) if now and on_duty else frozenset(),
        )


@dataclass(frozen=True)
class Part:
    """One unit's running part in a ticket, as the decision sees it."""

    id: int
    unit: int
    held_by: int
    is_lead: bool
    is_office: bool = False
    approves_replies: bool = False
    reply_required: bool = True
    signed: bool = False
    reported: bool = False
    return_asked_by: int | None = None


@dataclass(frozen=True)
class Facts:
    """A ticket as the decision sees it. All that is open about it, none of its texts."""

    ticket: int | None = None
    step: Step | None = None
    is_filed: bool = False
    is_merged: bool = False
    merged_count: int = 0
    merged_unanswered: int = 0
    has_result: bool = False
    is_answered: bool = False
    is_major: bool = False
    is_confidential: bool = False
    identity_readers: frozenset[int] = frozenset()
    parts: tuple[Part, ...] = ()
    reply_asked_by: int | None = None  # who drafted the reply that waits for the unit leader
    extension_asked_by: int | None = None
    reply_open: bool = False
    reply_overdue: bool = False
    workdays_left: int = 0  # how far the reply could still be extended, in working days
    order_unsigned: bool = False  # a supervision order waits for the office head
    order_opened_by: int | None = None  # the supervisor who opened whatever waits; None where another order waits too
    referral_open: bool = False
    promise_open: bool = False  # a duty leader has promised the caller a date (D13)
    decision_open: bool = False  # a callback waits for redo or stand
    callback_redos: int = 0
    max_callback_redos: int = 2
    returns_upheld: int = 0
    max_returns_upheld: int = 2
    instructions: int = 0  # written by a leader and not yet followed by a re-dispatch
    asked_leaders: frozenset[int] = frozenset()
    is_reopened: bool = False  # a linked ticket from reopening is still running

    @property
    def lead(self) -> Part | None:
        return next((part for part in self.parts if part.is_lead), None)

    @classmethod
    def of(cls, ticket: Ticket) -> "Facts":
        """The facts of a stored ticket, in a constant number of queries. Lock the row first when you will act."""
        deadlines = {d.kind: d for d in Deadline.objects.open().of(*ticket.subject).select_related("unit")}
        reply = deadlines.get(Kind.REPLY)
        merged = list(ticket.merged.values_list("answer_outcome", flat=True))
        instructions = list(ticket.instructions.all())
        decisions = Q(ticket=ticket) | Q(ticket__merged_into=ticket)  # those of merged callers are decided here too
        openers = set(SupervisionOrder.objects.unsigned().filter(ticket=ticket).values_list("opened_by", flat=True))
        callbacks = list(Callback.objects.filter(decisions, needs_decision=True).values_list("decision", "decided_in"))
        redo = Callback.Decision.REDO
        return cls(
            ticket=ticket.pk,
            step=Step(ticket.step),
            is_filed=ticket.is_filed,
            is_merged=ticket.merged_into_id is not None,
            merged_count=len(merged),
            merged_unanswered=merged.count(""),
            has_result=bool(ticket.result),
            is_answered=bool(ticket.answer_outcome),
            is_major=ticket.is_major,
            is_confidential=ticket.is_confidential,
            identity_readers=_readers(ticket),
            parts=_parts(ticket),
            reply_asked_by=_asked_by(Reply, ticket),
            extension_asked_by=_asked_by(Extension, ticket),
            reply_open=reply is not None,
            reply_overdue=reply is not None and reply.is_overdue(clock.now()),
            workdays_left=due_rules.workdays_left(reply) if reply else 0,
            order_unsigned=bool(openers),
            order_opened_by=openers.pop() if len(openers) == 1 else None,
            referral_open=Kind.REFERRAL in deadlines,
            promise_open=Kind.PROMISE in deadlines,
            decision_open=any(not decision for decision, _event in callbacks),
            callback_redos=len({event for decision, event in callbacks if decision == redo}),  # one redo may settle several
            max_callback_redos=options.get("max_callback_redos"),
            returns_upheld=ticket.returns_upheld,
            max_returns_upheld=options.get("max_returns_upheld"),
            instructions=sum(1 for i in instructions if i.instructed_at and not i.used),
            asked_leaders=frozenset(i.leader_id for i in instructions if not i.instructed_at),
            is_reopened=ticket.step == Step.ARCHIVE and ticket.reopened.filter(step__lt=Step.COMPILATION).exists(),
        )


def _readers(ticket: Ticket) -> frozenset[int]:
    return frozenset(ticket.identity_readers.values_list("pk", flat=True)) if ticket.is_confidential else frozenset()


def _asked_by(model: type[Reply] | type[Extension], ticket: Ticket) -> int | None:
    pending = model.objects.filter(ticket=ticket, decided_at=None, dropped_at=None)
    return pending.values_list("requested_by", flat=True).first()


def _parts(ticket: Ticket) -> tuple[Part, ...]:
    asked = dict(
        Return.objects.filter(ticket=ticket, decided_at=None, dropped_at=None).values_list("assignment_id", "requested_by_id")
    )
    rows = Assignment.objects.filter(ticket=ticket, ended_at=None).select_related("unit").order_by("-is_lead", "pk")
    return tuple(
        Part(
            id=row.pk,
            unit=row.unit_id,
            held_by=row.held_by_id,
            is_lead=row.is_lead,
            is_office=row.unit.kind == "office",
            approves_replies=row.unit.approves_replies,
            reply_required=row.reply_required,
            signed=row.signed_at is not None,
            reported=row.reported_at is not None,
            return_asked_by=asked.get(row.pk),
        )
        for row in rows
    )
