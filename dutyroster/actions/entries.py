"""Lines of the handover book that people write themselves: questions and answers (D8), other matters, what is settled (D15),
and the day's checklist (D16). What is done on tickets writes its own lines."""

import uuid

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dutyroster import onduty, standing
from dutyroster.models import Check, Handover, HandoverEntry, Shift
from hotline import clock, options
from hotline.notices.actions import tell
from hotline.people.models import Person, Role
from tickets import masking
from tickets.actions import checks
from tickets.models import Ticket
from tickets.operation import Forbidden, Refused

Kind = HandoverEntry.Kind
TEXT, CLOSING, STAFF = 2000, 500, 100
# Operators and units (D8): whoever takes calls, dispatches, calls back or handles.
ASKERS = (Role.OPERATOR, Role.DISPATCHER, Role.CALLBACK_CLERK, Role.SUPERVISOR, Role.HANDLER, Role.UNIT_LEADER)


def ask(text: str, *, actor: Person, ticket: Ticket | None = None, request_id: uuid.UUID | None = None) -> HandoverEntry:
    """Put a question to the unit on duty (D8): its leaders are told. Sent twice, it asks once.

    `ticket` is one the person may see; its caller is masked in the text. Raises Refused while nobody is on duty.
    """
    if not actor.has_role(*ASKERS):
        raise Forbidden(_("Operators and units put questions to the duty leader."))
    if found := _sent_before(request_id):
        return found
    text = checks.text(text, most=TEXT)
    shift = onduty.running()
    if shift is None:
        raise Refused(_("There is no duty leader now; ask again from %(at)s on.") % {"at": options.get("shift_starts_at")})
    leaders = [n.person for n in onduty.crew(shift).leaders]
    with transaction.atomic():
        entry = _store(
            shift, Kind.QUESTION, actor, request_id, is_open=True, ticket=ticket,
            text=masking.without_caller(text, ticket) if ticket else text,
        )  # fmt: skip
        link = reverse("dutyroster:day", args=[shift.day]) + "#questions"
        tell(leaders, "duty_question", cause=f"question:{entry.pk}", link=link, is_duty=True, unit=actor.unit.label,
             name=actor.name)  # fmt: skip
    return entry


@transaction.atomic
def answer(pk: int, *, actor: Person, in_remit: bool, text: str, staff: str = "") -> HandoverEntry:
    """The duty leader answers (D8): in the remit explained, and own staff named; out of it a suggestion. The asker is told."""
    entry = _locked(pk)
    shift = _commanding(actor)
    if entry.kind != Kind.QUESTION:
        raise Refused(_("This is no question."))
    if entry.answered_at is not None:
        raise Refused(_("%(name)s has answered it already.") % {"name": entry.answered_by.name if entry.answered_by else ""})
    entry.answer = checks.text(text, "answer", TEXT)
    entry.staff = checks.line(
        staff, "staff", STAFF, required=in_remit, empty=_("In the remit: name who of your staff sees to it.")
    )
    now = clock.now()
    entry.in_remit, entry.answered_by, entry.answered_at = in_remit, actor, now
    entry.is_open, entry.closed_at, entry.closed_by = False, now, actor
    entry.save()
    tell([entry.by], "duty_answer", cause=f"answer:{entry.pk}", link="/duty/ask/", unit=shift.unit.label, name=actor.name)
    return entry


@transaction.atomic
def add(
    shift: Shift, text: str, *, actor: Person, stays_open: bool = False, request_id: uuid.UUID | None = None
) -> HandoverEntry:
    """Write another matter into the book of the day; with `stays_open` it carries over until it is settled (D15)."""
    if found := _sent_before(request_id):
        return found
    here = standing.standing(actor, shift)
    if not (here.is_crew or here.is_desk):
        raise Forbidden(_("The people on duty and the front desk write into the handover book."))
    text = checks.text(text, most=TEXT)
    now = clock.now()
    if not standing.opens_at(shift) <= now < standing.day_ends_at(shift):
        raise Refused(_("The book of this day is closed; write into that of the day that runs."))
    return _store(shift, Kind.OTHER, actor, request_id, text=text, is_open=stays_open)


@transaction.atomic
def close(pk: int, *, actor: Person, closing: str) -> HandoverEntry:
    """An open matter is settled: how. By the leaders on duty or the front desk; questions are answered instead."""
    entry = _locked(pk)
    if not standing.is_desk(actor):
        _commanding(actor)
    if entry.kind == Kind.QUESTION:
        raise Refused(_("A question is settled by its answer."))
    if not entry.is_open:
        raise Refused(_("It is settled already. Look at the book as it is now."))
    entry.closing = checks.text(closing, "closing", CLOSING)
    entry.is_open, entry.closed_at, entry.closed_by = False, clock.now(), actor
    entry.save(update_fields=["closing", "is_open", "closed_at", "closed_by"])
    return entry


@transaction.atomic
def tick(shift: Shift, text: str, *, actor: Person, done: bool = True) -> None:
    """Tick a line of the checklist (D16), or with `done` false take one's own tick away again. Twice is once."""
    here = standing.standing(actor, shift)
    if not (here.is_crew or here.is_unit):
        raise Forbidden(_("The people on duty tick the checklist."))
    now = clock.now()
    if not standing.opens_at(shift) <= now < standing.day_ends_at(shift):
        raise Refused(_("The checklist belongs to the day itself."))
    if not done:
        if Handover.objects.filter(shift=shift).exists():
            raise Refused(_("The handover is signed: the checklist stays as it was."))
        Check.objects.filter(shift=shift, text=text, done_by=actor).delete()
        return
    if text not in options.get("duty_checklist"):
        raise Refused(_("This line is not on the checklist any more."))
    Check.objects.get_or_create(shift=shift, text=text, defaults={"done_at": now, "done_by": actor})


def _commanding(actor: Person) -> Shift:
    """The shift that runs and whose leader this person is; the powers begin and end with it (D11)."""
    shift = onduty.running()
    if shift is None or not onduty.crew(shift).is_leader(actor):
        raise Forbidden(_("Only the leaders on duty do this, from the begin of their shift to its end."))
    return shift


def _locked(pk: int) -> HandoverEntry:
    rows = HandoverEntry.objects.select_for_update(of=("self",)).select_related("by", "answered_by", "shift")
    return rows.get(pk=pk)


def _sent_before(request_id: uuid.UUID | None) -> HandoverEntry | None:
    return HandoverEntry.objects.filter(request_id=request_id).first() if request_id else None


def _store(
    shift: Shift, kind: str, actor: Person, request_id: uuid.UUID | None, *, text: str, is_open: bool, ticket: Model | None = None
) -> HandoverEntry:  # fmt: skip
    now = clock.now()
    values = {
        "shift": shift, "kind": kind, "at": now, "by": actor, "by_name": actor.name, "text": text, "ticket": ticket,
        "is_open": is_open, "closed_at": None if is_open else now, "request_id": request_id,
    }  # fmt: skip
    try:
        with transaction.atomic():
            return HandoverEntry.objects.create(**values)
    except IntegrityError:  # the same form at the same moment
        if found := _sent_before(request_id):
            return found
        raise
