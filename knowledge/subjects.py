"""What the deadlines below know of knowledge: how to name it, and who may see it."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from hotline.deadlines import subjects
from hotline.deadlines.subjects import Subject
from hotline.people.models import Person
from knowledge.models import KnowledgeItem, KnowledgeQuestion


class QuestionSource:
    """Questions as subjects of obligations."""

    def describe(self, ids: Collection[int]) -> Mapping[int, Subject]:
        rows = KnowledgeQuestion.objects.filter(pk__in=ids).only("pk", "text")
        return {row.pk: Subject(row.number, row.heading, reverse("knowledge:question", args=[row.pk])) for row in rows}

    def visible_to(self, person: Person, ids: Collection[int]) -> frozenset[int]:
        return frozenset(KnowledgeQuestion.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True))


class ItemSource:
    """Items as subjects of obligations."""

    def describe(self, ids: Collection[int]) -> Mapping[int, Subject]:
        rows = KnowledgeItem.objects.filter(pk__in=ids).only("pk", "title")
        return {row.pk: Subject(row.number, row.title, reverse("knowledge:item", args=[row.pk])) for row in rows}

    def visible_to(self, person: Person, ids: Collection[int]) -> frozenset[int]:
        return frozenset(KnowledgeItem.objects.visible_to(person).filter(pk__in=ids).values_list("pk", flat=True))


def register() -> None:
    """Called when the app is ready."""
    subjects.register("knowledge", QuestionSource())
    subjects.register("knowledge_item", ItemSource())
