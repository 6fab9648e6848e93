"""“This answer is wrong”: back to the owner, who says that it is right after all, or corrects it."""

from django.db import transaction
from django.utils.translation import gettext as _

from hotline import clock
from hotline.deadlines import actions as deadlines
from hotline.deadlines.models import Deadline, Kind
from hotline.people.models import Person
from knowledge import rules
from knowledge.actions.common import (
    editors,
    in_workdays,
    locked_item,
    masked,
    require,
    require_owner,
    tell_of_item,
    ticket_of,
    unit_people,
)
from knowledge.models import OBJECTION_LENGTH, KnowledgeItem, KnowledgeObjection, KnowledgeQuestion
from tickets.actions import checks
from tickets.operation import Refused, retried

CAUSE = "objection:"  # of the review an objection asks for
Outcome = KnowledgeObjection.Outcome
_OPEN = (KnowledgeQuestion.State.ASKED, KnowledgeQuestion.State.ANSWERED)


@retried
@transaction.atomic
def object_to(pk: int, *, actor: Person, text: str) -> KnowledgeObjection:
    """Say that an item is wrong. The first objection opens a review by the owner; others join it."""
    require(rules.may_ask(actor))
    item = locked_item(pk)
    words = masked(checks.line(text, "text", OBJECTION_LENGTH), ticket_of(item))
    if same := item.objections.filter(outcome=Outcome.OPEN, by=actor, text=words).first():
        return same  # a double click
    objection = KnowledgeObjection.objects.create(item=item, text=words, by=actor, at=clock.now())
    people, cause = unit_people(item.unit) | editors(), f"objection:{objection.pk}"
    if item.doubted_at:
        tell_of_item(item, "knowledge_doubted_too", people, cause=cause, actor=actor)
        return objection
    item.doubted_at = objection.at
    item.save(update_fields=["doubted_at"])
    due = in_workdays(item.unit)
    # A correction that waits for the editor answers it too: nothing more is owed by the owner until that is decided.
    if not KnowledgeQuestion.objects.filter(item=item, is_correction=True, state__in=_OPEN).exists():
        deadlines.open_(Kind.REVIEW, subject=item.subject, unit=item.unit, due=due, cause=f"{CAUSE}{objection.pk}")
    tell_of_item(item, "knowledge_doubted", people, cause=cause, actor=actor, due=due.at)
    return objection


@retried
@transaction.atomic
def uphold(pk: int, *, actor: Person, version: int, reason: str) -> None:
    """The owner says that the item is right after all, with a reason for those who doubted it. Not one of them."""
    item = locked_item(pk, version)
    require_owner(actor, item.unit)
    if not item.doubted_at:
        raise Refused(_("Nobody says that this item is wrong."))
    if KnowledgeQuestion.objects.filter(item=item, is_correction=True, state__in=_OPEN).exists():
        raise Refused(_("A correction of this item is on its way already."))
    if item.objections.filter(outcome=Outcome.OPEN, by=actor).exists():
        raise Refused(_("You said yourself that it is wrong: somebody else of the unit answers, or you correct it."))
    settle(item, Outcome.RIGHT, actor=actor, reason=masked(checks.text(reason, "reason"), ticket_of(item)))


def settle(item: KnowledgeItem, outcome: Outcome, *, actor: Person, reason: str = "") -> None:
    """Answer everything said against a locked item: tell those who said it, and end the review it asked for."""
    open_ = list(item.objections.filter(outcome=Outcome.OPEN).select_related("by").order_by("pk"))
    if not open_:
        return
    item.objections.filter(pk__in=[row.pk for row in open_]).update(
        outcome=outcome, reason=reason, settled_by=actor, settled_at=clock.now()
    )
    item.doubted_at = None
    item.save(update_fields=["doubted_at"])
    for row in Deadline.objects.open().of(*item.subject).filter(kind=Kind.REVIEW, cause__startswith=CAUSE):
        deadlines.meet(item.subject, Kind.REVIEW, cause=row.cause)
    kind = "knowledge_right" if outcome == Outcome.RIGHT else "knowledge_settled"
    tell_of_item(item, kind, {row.by for row in open_}, cause=f"settled:{open_[0].pk}", actor=actor)
