"""Asking the duty unit, and the unit's answer (D8, D9)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from hotline import clock, options
from hotline.deadlines import actions as deadlines
from hotline.deadlines.models import DueTime, Kind
from hotline.deadlines.texts import due_text
from hotline.notices.actions import write
from hotline.people.duty import Duty, duty_next, duty_now
from hotline.people.models import Person, Unit
from knowledge import rules, texts
from knowledge.actions.common import (
    answer_due,
    editors,
    locked_question,
    masked,
    no_mobile,
    require,
    require_owner,
    tell_of_question,
    unit_people,
)
from knowledge.models import KnowledgeAnswer, KnowledgeQuestion
from tickets.actions import checks
from tickets.models import Category, Ticket
from tickets.operation import Refused, retried

State = KnowledgeQuestion.State
MAIL_TIME = "%Y-%m-%d %H:%M"


@dataclass(frozen=True)
class Asked:
    """Whom a question put now goes to, and by when it is answered; without a unit, no roster names one."""

    unit: Unit | None
    day: date
    due: DueTime
    running: bool = False

    @property
    def key(self) -> str:
        """What the form shows, so that a shift that changed meanwhile is noticed; empty where the asker chooses."""
        return f"{self.unit.pk}:{self.day.isoformat()}" if self.unit else ""


def addressee() -> Asked:
    """The unit on duty now; at night the next one, if its shift begins within a day (D9)."""
    running = duty_now()
    duty: Duty | None = running or duty_next()
    if duty is None or duty.begins_at > clock.now() + clock.DAY:
        return Asked(None, clock.today(), answer_due(clock.today()))
    return Asked(Unit.objects.get(pk=duty.unit), duty.day, answer_due(duty.day), running is not None)


def ask(
    *,
    actor: Person,
    text: str,
    category: Category | None = None,
    ticket: str = "",
    unit: Unit | None = None,
    shown: str = "",
    request_id: UUID | None = None,
) -> KnowledgeQuestion:
    """Put a knowledge question to the duty unit (to `unit` where no roster names one). Opens its deadline and tells the unit.

    `ticket` is the number of a ticket the actor may see; `shown` the addressee's key as the form showed it. Raises Refused where
    that has changed meanwhile, or a mobile number stands in the text. A form sent twice asks once.
    """
    require(rules.may_ask(actor))
    if request_id and (before := KnowledgeQuestion.objects.filter(request_id=request_id, asked_by=actor).first()):
        return before
    try:
        with transaction.atomic():
            return _ask(actor, text, category, _ticket(actor, ticket), unit, shown, request_id)
    except IntegrityError:  # the other click was first
        if request_id and (before := KnowledgeQuestion.objects.filter(request_id=request_id, asked_by=actor).first()):
            return before
        raise


def _ask(
    actor: Person, text: str, category: Category | None, ticket: Ticket | None, unit: Unit | None, shown: str, once: UUID | None
) -> KnowledgeQuestion:
    to = addressee()
    if to.key != shown:
        raise Refused(_("The shift has changed meanwhile: see whom the question goes to now, then send it again."))
    asked_of = to.unit or unit
    if asked_of is None or not asked_of.is_active or asked_of.kind == Unit.Kind.OFFICE:
        raise Refused(_("Choose the unit you ask: no roster names one."), field="unit")
    question = KnowledgeQuestion.objects.create(
        text=no_mobile(masked(checks.text(text), ticket), "text"), category=category, ticket=ticket, asked_by=actor,
        asked_at=clock.now(), unit=asked_of, duty_day=to.day, due_at=to.due.at, request_id=once,
    )  # fmt: skip
    deadlines.open_(Kind.KNOWLEDGE, subject=question.subject, unit=asked_of, due=to.due)
    tell_of_question(question, "knowledge_asked", unit_people(asked_of) | _coming_leaders(asked_of), actor=actor)
    return question


def _coming_leaders(unit: Unit) -> set[Person]:
    """Asked at night, the leaders of the next shift are told too."""
    coming = duty_next()
    leads = coming.leaders if coming and coming.unit == unit.pk else frozenset()
    return set(Person.objects.filter(pk__in=leads, is_active=True))


def pass_on(day: date, *, former: int, unit: Unit, actor: Person | None) -> None:
    """The duty day went from one unit to another: what was asked of the former at night for that day, and nobody has answered, is
    the other's now (D9). Tells its people. Called by the roster in the transaction of its change, before the day begins.
    """
    waiting = KnowledgeQuestion.objects.to_answer().filter(unit=former, duty_day=day, is_correction=False, answers=None)
    for question in waiting.select_for_update(of=("self",)).order_by("pk"):
        question.unit = unit
        question.version += 1
        question.save(update_fields=["unit", "version"])
        deadlines.pass_to(question.subject, Kind.KNOWLEDGE, unit=unit)
        tell_of_question(question, "knowledge_asked", unit_people(unit) | _coming_leaders(unit), actor=actor)


def _ticket(actor: Person, number: str) -> Ticket | None:
    if not number.strip():
        return None
    found = Ticket.objects.visible_to(actor).select_related("caller").filter(number=number.strip()).first()
    if found is None:
        raise Refused(_("You see no ticket of that number."), field="ticket")
    return found


@retried
@transaction.atomic
def save_draft(pk: int, *, actor: Person, text: str, version: int) -> KnowledgeQuestion:
    """Keep what the unit has written so far, for everybody who answers in its name."""
    question = locked_question(pk, version)
    require_owner(actor, question.unit)
    if question.state != State.ASKED:
        raise Refused(_("This question has been answered already."))
    question.draft, question.draft_by, question.draft_at = masked(checks.text(text), question.ticket), actor, clock.now()
    question.version += 1
    question.save(update_fields=["draft", "draft_by", "draft_at", "version"])
    return question


@retried
@transaction.atomic
def answer(pk: int, *, actor: Person, text: str, version: int) -> KnowledgeAnswer:
    """Answer in the name of the unit, or replace the answer before its review. Meets the deadline, late ones too, and mails the
    answer to the editorial group in the same transaction (D9)."""
    # A double click sends the same words about a version that is over: what was done stands.
    last = KnowledgeAnswer.objects.filter(question=pk, question__state=State.ANSWERED).order_by("-number").first()
    words = checks.text(text)
    if last and last.by_id == actor.pk and last.text == words:
        return last
    question = locked_question(pk, version)
    require_owner(actor, question.unit)
    if not question.is_open:
        raise Refused(_("The editor has decided about this question already."))
    return give_answer(question, actor=actor, text=words)


def give_answer(question: KnowledgeQuestion, *, actor: Person, text: str) -> KnowledgeAnswer:
    """Add the next version of the answer to a locked question; whoever calls it has checked who may."""
    now, first = clock.now(), question.state == State.ASKED
    before = question.answers.order_by("-number").first()
    late = now >= question.due_at if first else bool(before and before.is_late)
    given = KnowledgeAnswer.objects.create(
        question=question, number=before.number + 1 if before else 1, text=masked(text, question.ticket), by=actor,
        unit=question.unit, at=now, is_late=late,
    )  # fmt: skip
    question.state, question.draft, question.draft_by, question.draft_at = State.ANSWERED, "", None, None
    question.version += 1
    question.save(update_fields=["state", "draft", "draft_by", "draft_at", "version"])
    deadlines.meet(question.subject, Kind.KNOWLEDGE)
    _mail(question, given)
    tell_of_question(question, "knowledge_to_review", editors(), actor=actor)
    if first and not question.is_correction:
        tell_of_question(question, "knowledge_answered", [question.asked_by], actor=actor)
    return given


def _mail(question: KnowledgeQuestion, given: KnowledgeAnswer) -> None:
    write(
        options.get("editorial_mailbox"), texts.MAIL, cause=f"knowledge:{question.pk}:answer:{given.number}",
        link=reverse("knowledge:question", args=[question.pk]), number=question.number,
        category=question.category.name if question.category else "", question=question.text, answer=given.text,
        unit=given.unit.name, name=given.by.name, at=clock.local(given.at).strftime(MAIL_TIME), version=given.number,
        is_late=given.is_late, due=due_text(question.due_at),
    )  # fmt: skip
