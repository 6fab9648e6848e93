"""What of knowledge waits for a person, on the home page: answers the unit owes, and reviews."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hotline import clock
from hotline.deadlines.models import Deadline, Kind
from hotline.deadlines.texts import due_view
from hotline.people.models import Person
from knowledge import rules
from knowledge.actions.common import WINDOW_DAYS
from knowledge.models import KnowledgeItem, KnowledgeQuestion, answerable_units
from tickets.home import Section, register_section

SHOWN = 10
ROWS = "knowledge/home_rows.html"


def owed_by(units: frozenset[int]) -> QuerySet[Deadline]:
    """Questions to answer, and reviews that are asked for or come near, the first due first."""
    near = clock.now() + WINDOW_DAYS * clock.DAY
    wanted = Q(kind=Kind.KNOWLEDGE) | Q(kind=Kind.REVIEW, due_at__lte=near)
    return Deadline.objects.open().filter(wanted, held_by__in=units).select_related("unit").order_by("due_at", "pk")


def has_to_answer(person: Person) -> bool:
    """Whether anything waits: else the page says nothing of it."""
    units = answerable_units(person)
    return bool(units) and owed_by(units).exists()


def to_answer(person: Person) -> Section:
    """The first due of what the person's units owe (four queries, however many rows)."""
    found = list(owed_by(answerable_units(person))[: SHOWN + 1])
    return Section(
        _("Knowledge points your unit has to see to"), rows_of(found[:SHOWN]), reverse("knowledge:questions"),
        more=len(found) > SHOWN, owed=True, template=ROWS,
    )  # fmt: skip


def rows_of(deadlines: list[Deadline]) -> list[tuple[Any, dict[str, Any]]]:
    """Each with what it is about."""
    now = clock.now()
    about: dict[str, dict[int, Any]] = {
        "knowledge": KnowledgeQuestion.objects.in_bulk([d.subject_id for d in deadlines if d.subject_type == "knowledge"]),
        "knowledge_item": KnowledgeItem.objects.in_bulk([d.subject_id for d in deadlines if d.subject_type == "knowledge_item"]),
    }
    return [(about[d.subject_type][d.subject_id], due_view(d, now)) for d in deadlines]


def has_to_review(person: Person) -> bool:
    return rules.may_review(person) and KnowledgeQuestion.objects.to_review().exists()


def to_review(person: Person) -> Section:
    """The oldest answers nobody has reviewed."""
    found = list(KnowledgeQuestion.objects.to_review().select_related("unit").order_by("pk")[: SHOWN + 1])
    return Section(
        _("Knowledge to review"), [(row, None) for row in found[:SHOWN]], reverse("knowledge:queue"),
        more=len(found) > SHOWN, template=ROWS,
    )  # fmt: skip


def register() -> None:
    """Called when the app is ready."""
    register_section(has_to_answer, to_answer)
    register_section(has_to_review, to_review)
