"""Items of the knowledge base: made, edited, confirmed, corrected, withdrawn. Every version is kept."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.deadlines import actions as deadlines
from hotline.deadlines.models import Deadline, Kind
from hotline.people.models import Person, Unit
from knowledge import rules
from knowledge.actions.common import (
    Stale,
    arm_review,
    locked_item,
    meet_review_if_near,
    no_mobile,
    require,
    require_owner,
    tell_of_item,
    ticket_of,
    unit_people,
    valid_until as last_day,
)
from knowledge.actions.objections import CAUSE, settle
from knowledge.actions.questions import give_answer
from knowledge.models import (
    TITLE_LENGTH,
    KnowledgeItem,
    KnowledgeObjection,
    KnowledgeQuestion,
    KnowledgeReview,
    KnowledgeVersion,
)
from tickets.actions import checks
from tickets.models import Category
from tickets.operation import Refused, retried

Why = KnowledgeVersion.Why


@dataclass(frozen=True)
class Content:
    """What an item says, checked."""

    title: str
    question: str
    answer: str
    unit: Unit
    category: Category | None
    valid_until: date

    @staticmethod
    def of(
        title: str, question: str, answer: str, *, unit: Unit, category: Category | None = None, until: date | None = None
    ) -> "Content":
        """Raises Refused where something is missing, too long, out of time, or holds a mobile number."""
        if not unit.is_active:
            raise Refused(_("This unit is no longer active."), field="unit")
        return Content(
            no_mobile(checks.line(title, "title", TITLE_LENGTH), "title"),
            no_mobile(checks.text(question, "question"), "question"),
            no_mobile(checks.text(answer, "answer"), "answer"),
            unit, category, last_day(until),
        )  # fmt: skip


def create(
    *,
    actor: Person,
    title: str,
    question: str,
    answer: str,
    unit: Unit,
    category: Category | None = None,
    valid_until: date | None = None,
) -> KnowledgeItem:
    """A new item by an editor, without a question."""
    require(rules.may_review(actor))
    with transaction.atomic():
        return make_item(Content.of(title, question, answer, unit=unit, category=category, until=valid_until), actor=actor)


@retried
@transaction.atomic
def edit(
    pk: int,
    *,
    actor: Person,
    version: int,
    title: str,
    question: str,
    answer: str,
    unit: Unit,
    category: Category | None = None,
    valid_until: date | None = None,
) -> KnowledgeItem:
    """Edit an item; the former version stays on record. What was said against it stays open: its owner answers that."""
    require(rules.may_review(actor))
    content = Content.of(title, question, answer, unit=unit, category=category, until=valid_until)
    return renew(locked_item(pk, version), content, actor=actor, why=Why.EDITED)


@retried
@transaction.atomic
def confirm(pk: int, *, actor: Person, version: int, valid_until: date | None = None) -> KnowledgeItem:
    """The owner says "still right", until a new date. Refused while somebody says it is wrong, or a correction waits."""
    item = locked_item(pk, version)
    require_owner(actor, item.unit)
    _no_correction(item)
    if item.doubted_at:
        raise Refused(_("Somebody says this item is wrong: answer that first."))
    item.valid_until = last_day(valid_until)
    _store(item, Why.CONFIRMED, actor)
    arm_review(item)
    return item


@retried
@transaction.atomic
def correct(pk: int, *, actor: Person, version: int, answer: str) -> KnowledgeQuestion:
    """The owner writes what is right now; an editor reviews it like any answer, and it is mailed like one (D9)."""
    item = locked_item(pk, version)
    require_owner(actor, item.unit)
    _no_correction(item)
    words, now = checks.text(answer, "answer"), clock.now()
    if words == item.answer:
        raise Refused(_("Nothing is different: change the answer, or say that it is still right."), field="answer")
    question = KnowledgeQuestion.objects.create(
        text=item.question, category=item.category, asked_by=actor, asked_at=now, unit=item.unit, duty_day=now.date(),
        due_at=now + clock.DAY, item=item, is_correction=True, ticket=ticket_of(item),
    )  # fmt: skip
    give_answer(question, actor=actor, text=words)
    for row in Deadline.objects.open().of(*item.subject).filter(kind=Kind.REVIEW, cause__startswith=CAUSE):
        deadlines.meet(item.subject, Kind.REVIEW, cause=row.cause)
    meet_review_if_near(item)
    return question


@retried
@transaction.atomic
def withdraw(pk: int, *, actor: Person, version: int, reason: str) -> KnowledgeItem:
    """Take an item out of the knowledge base; with it goes what is owed about it, and a correction that waits."""
    require(rules.may_review(actor))
    words = checks.text(reason, "reason")
    open_questions = KnowledgeQuestion.objects.filter(item=pk, is_correction=True, state__in=_OPEN).order_by("pk")
    corrections = list(open_questions.select_for_update(of=("self",)))  # questions are locked before items, everywhere
    item = locked_item(pk, version)
    if open_questions.count() != len(corrections):  # one came in between
        raise Stale
    now = clock.now()
    for row in corrections:
        row.state, row.version = KnowledgeQuestion.State.CLOSED, row.version + 1
        row.save(update_fields=["state", "version"])
        deadlines.cancel(row.subject, Kind.KNOWLEDGE)
        KnowledgeReview.objects.create(
            question=row, answer=row.answers.order_by("-number").first(), verdict=KnowledgeReview.Verdict.CLOSED, reason=words,
            by=actor, at=now,
        )  # fmt: skip
    settle(item, KnowledgeObjection.Outcome.WITHDRAWN, actor=actor, reason=words)
    item.withdrawn_at, item.withdrawn_by, item.withdrawn_reason = now, actor, words
    item.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    deadlines.cancel(item.subject, Kind.REVIEW)
    tell_of_item(item, "knowledge_withdrawn", unit_people(item.unit), cause="withdrawn", actor=actor)
    return item


_OPEN = (KnowledgeQuestion.State.ASKED, KnowledgeQuestion.State.ANSWERED)


def make_item(content: Content, *, actor: Person) -> KnowledgeItem:
    """A published item with its first version and its review; whoever calls it has checked who may."""
    now = clock.now()
    item = KnowledgeItem(published_by=actor, published_at=now, valid_from=now.date(), **vars(content))
    _store(item, Why.PUBLISHED, actor)
    arm_review(item)
    return item


def renew(item: KnowledgeItem, content: Content, *, actor: Person, why: Why) -> KnowledgeItem:
    """Give a locked item new content as its next version; a new owner takes over what is owed about it."""
    former = item.unit_id
    for name, value in vars(content).items():
        setattr(item, name, value)
    _store(item, why, actor)
    arm_review(item)
    if former != item.unit_id:
        deadlines.pass_to(item.subject, unit=item.unit)
    return item


def _store(item: KnowledgeItem, why: Why, actor: Person) -> None:
    item.version += 1
    item.index()
    item.save()
    KnowledgeVersion.objects.create(
        item=item, number=item.version, why=why, title=item.title, question=item.question, answer=item.answer, unit=item.unit,
        category=item.category, valid_until=item.valid_until, by=actor, at=clock.now(),
    )  # fmt: skip


def _no_correction(item: KnowledgeItem) -> None:
    if KnowledgeQuestion.objects.filter(item=item, is_correction=True, state__in=_OPEN).exists():
        raise Refused(_("A correction of this item is on its way already."))
