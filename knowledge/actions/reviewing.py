"""The editor's review of an answer: publish, give back, close (D9)."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.deadlines import actions as deadlines
from hotline.deadlines.models import Kind
from hotline.people.models import Person, Unit
from knowledge import rules
from knowledge.actions.common import (
    answer_due,
    locked_item,
    locked_question,
    masked,
    rearm_review,
    require,
    tell_of_question,
    unit_people,
)
from knowledge.actions.items import Content, make_item, renew
from knowledge.actions.objections import settle
from knowledge.models import (
    KnowledgeAnswer,
    KnowledgeItem,
    KnowledgeObjection,
    KnowledgeQuestion,
    KnowledgeReview,
    KnowledgeVersion,
)
from tickets.actions import checks
from tickets.models import Category
from tickets.operation import Refused, retried

State, Verdict = KnowledgeQuestion.State, KnowledgeReview.Verdict


@retried
@transaction.atomic
def publish(
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
    """Put the answer, as edited, into the knowledge base; a correction becomes the item's next version and settles what was
    said against it. Nobody publishes an answer of their own."""
    row, given = _answered(pk, version, actor)
    if row.is_correction:
        row.item = locked_item(row.item_id or 0)
    ticket = row.ticket
    content = Content.of(
        masked(title, ticket), masked(question, ticket), masked(answer, ticket), unit=unit, category=category, until=valid_until
    )
    if row.is_correction and row.item:
        item = renew(row.item, content, actor=actor, why=KnowledgeVersion.Why.CORRECTED)
        settle(item, KnowledgeObjection.Outcome.CORRECTED, actor=actor)
    else:
        item = make_item(content, actor=actor)
    row.item = item
    _decide(row, Verdict.PUBLISHED, given, "", actor)
    tell_of_question(row, "knowledge_published", {row.asked_by, given.by} | unit_people(row.unit), actor=actor)
    return item


@retried
@transaction.atomic
def give_back(pk: int, *, actor: Person, version: int, reason: str) -> None:
    """The unit answers again, with the time D9 gives from today."""
    row, given = _answered(pk, version, actor)
    words = masked(checks.text(reason, "reason"), row.ticket)
    due = answer_due(clock.today())
    row.due_at, row.draft = due.at, given.text  # what it goes on from
    row.draft_by, row.draft_at = given.by, given.at
    _decide(row, Verdict.GIVEN_BACK, given, words, actor)
    deadlines.open_(Kind.KNOWLEDGE, subject=row.subject, unit=row.unit, due=due)
    tell_of_question(row, "knowledge_given_back", {given.by} | unit_people(row.unit), actor=actor)


@retried
@transaction.atomic
def close(pk: int, *, actor: Person, version: int, reason: str) -> None:
    """Close the question without publishing anything, answered or not."""
    require(rules.may_review(actor))
    row = locked_question(pk, version)
    if not row.is_open:
        raise Refused(_("The editor has decided about this question already."))
    given = _last(row)
    _not_own(given, actor)
    words = masked(checks.text(reason, "reason"), row.ticket)
    deadlines.cancel(row.subject, Kind.KNOWLEDGE)
    _decide(row, Verdict.CLOSED, given, words, actor)
    if row.is_correction and row.item:
        item = locked_item(row.item.pk)
        settle(item, KnowledgeObjection.Outcome.KEPT, actor=actor, reason=words)
        rearm_review(item)
    tell_of_question(row, "knowledge_closed", {row.asked_by} | unit_people(row.unit), actor=actor)


def _answered(pk: int, version: int, actor: Person) -> tuple[KnowledgeQuestion, KnowledgeAnswer]:
    """The locked question and the answer to decide about. Raises Forbidden, Stale or Refused."""
    require(rules.may_review(actor))
    row = locked_question(pk, version)
    given = _last(row)
    if row.state != State.ANSWERED or given is None:
        raise Refused(_("There is no answer to decide about."))
    _not_own(given, actor)
    return row, given


def _last(row: KnowledgeQuestion) -> KnowledgeAnswer | None:
    return row.answers.select_related("by").order_by("-number").first()


def _not_own(given: KnowledgeAnswer | None, actor: Person) -> None:
    if given and given.by_id == actor.pk:
        raise Refused(_("Nobody reviews their own answer."))


def _decide(
    row: KnowledgeQuestion, verdict: KnowledgeReview.Verdict, given: KnowledgeAnswer | None, reason: str, actor: Person
) -> None:
    row.state = {Verdict.PUBLISHED: State.PUBLISHED, Verdict.GIVEN_BACK: State.ASKED, Verdict.CLOSED: State.CLOSED}[verdict]
    row.version += 1
    row.save()
    KnowledgeReview.objects.create(question=row, answer=given, verdict=verdict, reason=reason, by=actor, at=clock.now())
