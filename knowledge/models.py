"""Knowledge points: the questions put to duty units, the published items, and every version of them (D9)."""

from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from hotline.people.duty import duty_now
from hotline.people.models import Person, Unit
from knowledge import rules
from tickets.models import Category, Ticket

FOUND = 20  # of a page of results
SUGGESTED = 3
TITLE_LENGTH = 100
TEXT_LENGTH = 4000
OBJECTION_LENGTH = 500

# How a result is sorted: by (rank, newest). The title first, what nobody has reviewed in time last.
_RANK_TEXT, _RANK_EXPIRED = 1, 2


def answerable_units(person: Person) -> frozenset[int]:
    """Ids of the units in whose name the person answers now (at most two queries).

    The own unit and those above it, for whoever speaks for a unit; the unit on duty, for the leaders of the shift (D11);
    the office, for its editors.
    """
    found: set[int] = set()
    if rules.speaks_for_unit(person) or rules.may_review(person):
        found |= set(Unit.objects.ancestors(person.unit, include_self=True).values_list("pk", flat=True))
    duty = duty_now()
    if duty and person.is_active and person.pk in duty.leaders:
        found.add(duty.unit)
    return frozenset(found)


class KnowledgeItemQuerySet(models.QuerySet["KnowledgeItem"]):
    def visible_to(self, person: Person) -> Self:
        """The knowledge base is for everybody who works with it; the only way a view gets items."""
        return self if rules.sees_items(person) else self.none()

    def current(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def search(self, text: str, today: date) -> Self:
        """Current items that have every word of `text` (its first 100 characters), the best first: see `rank`.

        A word of one character is looked for in titles only, and only where there is no longer one.
        """
        words = rules.words(text[: rules.QUERY_LENGTH])
        grams = rules.bigrams(" ".join(words))
        if grams:
            found, in_title = self.filter(grams__contains=grams), Q(title_grams__contains=grams)
        elif words:
            found, in_title = self.filter(*(Q(title__icontains=word) for word in words)), Q()
        else:
            return self.none()
        title = Case(When(in_title, then=0), default=_RANK_TEXT) if in_title else Value(0)
        expired = Case(When(valid_until__lt=today, then=_RANK_EXPIRED), default=0)
        return found.current().annotate(rank=title + expired).order_by("rank", "-pk")

    def suggest(self, text: str, today: date) -> Self:
        """Current items whose titles share most pairs of characters with a text that is being typed, the nearest first."""
        grams = rules.bigrams(text)[: rules.TYPED_BIGRAMS]
        if not grams:
            return self.none()
        shared = Func(
            F("title_grams"), Value(grams, output_field=ArrayField(models.CharField())),
            template="cardinality(ARRAY(SELECT unnest(%(expressions)s::text[])))",
            arg_joiner="::text[]) INTERSECT SELECT unnest(", output_field=models.IntegerField(),
        )  # fmt: skip
        expired = Case(When(valid_until__lt=today, then=1), default=0)
        near = self.current().filter(title_grams__overlap=grams).annotate(shared=shared, expired=expired)
        return near.filter(shared__gte=min(2, len(grams))).order_by("expired", "-shared", "-pk")


class KnowledgeItem(models.Model):
    """A published answer: who owns it, and until when it has been looked after."""

    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    question = models.TextField(pgettext_lazy("knowledge", "question"), max_length=TEXT_LENGTH)
    answer = models.TextField(pgettext_lazy("knowledge", "answer"), max_length=TEXT_LENGTH)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=pgettext_lazy("knowledge", "owner"))
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))  # that day included
    version = models.PositiveIntegerField(_("version"), default=0)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True, default="")
    doubted_at = models.DateTimeField(null=True, blank=True)  # of the first objection nobody has answered yet
    # What it is searched by: pairs of characters of all texts, and of the title alone (design idea 7).
    grams = ArrayField(models.CharField(max_length=8), default=list, editable=False)
    title_grams = ArrayField(models.CharField(max_length=8), default=list, editable=False)

    objects: ClassVar = KnowledgeItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("knowledge item")
        verbose_name_plural = _("knowledge items")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(valid_from__lte=F("valid_until")), name="knowledge_valid_in_order"),
        ]
        indexes: ClassVar = [
            GinIndex(fields=["grams"], name="knowledge_grams"),  # used by: the search
            GinIndex(fields=["title_grams"], name="knowledge_title_grams"),  # used by: suggestions while typing
            # used by: the newest, and those of a category
            models.Index(fields=["-id"], condition=Q(withdrawn_at=None), name="knowledge_newest"),
            models.Index(fields=["category", "-id"], condition=Q(withdrawn_at=None), name="knowledge_category"),
            # used by: what was not reviewed in time
            models.Index(fields=["valid_until", "-id"], condition=Q(withdrawn_at=None), name="knowledge_valid"),
            # used by: what is in doubt
            models.Index(fields=["-id"], condition=Q(doubted_at__isnull=False), name="knowledge_doubted"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        return f"ZS{self.pk:05d}"

    @property
    def subject(self) -> tuple[str, int]:
        """How deadlines name it."""
        return ("knowledge_item", self.pk)

    def index(self) -> None:
        """Work out anew what it is searched by; call before saving changed texts."""
        self.title_grams = sorted(rules.bigrams(self.title))
        self.grams = sorted(set(rules.bigrams(f"{self.title}\n{self.question}\n{self.answer}")))


class KnowledgeVersion(models.Model):
    """An item as it stood from some moment on. Rows are only added (a trigger refuses anything else)."""

    class Why(models.TextChoices):
        PUBLISHED = "published", pgettext_lazy("knowledge item", "published")
        EDITED = "edited", _("edited by the editorial group")
        CORRECTED = "corrected", _("corrected by the owner, reviewed")
        CONFIRMED = "confirmed", _("confirmed by the owner")

    item = models.ForeignKey(KnowledgeItem, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    why = models.CharField(max_length=10, choices=Why)
    title = models.CharField(max_length=TITLE_LENGTH)
    question = models.TextField()
    answer = models.TextField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    category = models.ForeignKey(Category, on_delete=models.PROTECT, null=True, related_name="+")
    valid_until = models.DateField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("version of a knowledge item")
        verbose_name_plural = _("versions of knowledge items")
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "number"], name="knowledge_version_once")]

    def __str__(self) -> str:
        return f"{self.item_id} v{self.number}"


class KnowledgeQuestionQuerySet(models.QuerySet["KnowledgeQuestion"]):
    def visible_to(self, person: Person) -> Self:
        """The office's roles, the asked unit's tree, and who asked; the only way a view gets questions."""
        if person.has_role(*rules.OFFICE):
            return self
        if not rules.sees_items(person):
            return self.none()
        above = Unit.objects.ancestors(person.unit, include_self=True).values_list("pk", flat=True)
        units = person.unit.tree_ids | frozenset(above) | answerable_units(person)
        return self.filter(Q(unit__in=units) | Q(asked_by=person))

    def to_answer(self) -> Self:
        """A unit still owes the answer."""
        return self.filter(state=KnowledgeQuestion.State.ASKED)

    def to_review(self) -> Self:
        """An editor still has to look at the answer."""
        return self.filter(state=KnowledgeQuestion.State.ANSWERED)


class KnowledgeQuestion(models.Model):
    """A knowledge point asked of the duty unit (D9); or, with `is_correction`, its owner's correction of an item."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits for the unit's answer")
        ANSWERED = "answered", _("waits for the editor's review")
        PUBLISHED = "published", pgettext_lazy("knowledge question", "published")
        CLOSED = "closed", _("closed without publishing")

    text = models.TextField(pgettext_lazy("knowledge", "question"), max_length=TEXT_LENGTH)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked of"))
    duty_day = models.DateField(_("duty day"))
    due_at = models.DateTimeField()  # of the round that runs, as its deadline has it
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    version = models.PositiveIntegerField(default=1)  # counts every change: what a page was shown
    draft = models.TextField(blank=True, default="")
    draft_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    draft_at = models.DateTimeField(null=True, blank=True)
    item = models.ForeignKey(KnowledgeItem, on_delete=models.PROTECT, null=True, blank=True, related_name="questions")
    is_correction = models.BooleanField(default=False)
    request_id = models.UUIDField(null=True, blank=True, unique=True)  # of the form: sent twice, it asks once

    objects: ClassVar = KnowledgeQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("knowledge question")
        verbose_name_plural = _("knowledge questions")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_correction=False, state="published", item__isnull=False)
                | (Q(is_correction=False, item=None) & ~Q(state="published"))
                | Q(is_correction=True, item__isnull=False),
                name="knowledge_question_item",
            ),
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(is_correction=True, state__in=["asked", "answered"]),
                name="knowledge_correction_once",
            ),
        ]
        indexes: ClassVar = [
            # used by: what a unit has to answer, the first due first
            models.Index(fields=["unit", "due_at", "id"], condition=Q(state="asked"), name="knowledge_to_answer"),
            # used by: the editor's queue, oldest first
            models.Index(fields=["id"], condition=Q(state="answered"), name="knowledge_to_review"),
            # used by: the questions a unit was asked, and those somebody asked
            models.Index(fields=["unit", "-id"], name="knowledge_of_unit"),
            models.Index(fields=["asked_by", "-id"], name="knowledge_of_asker"),
        ]

    def __str__(self) -> str:
        return self.heading

    @property
    def number(self) -> str:
        return f"ZW{self.pk:05d}"

    @property
    def heading(self) -> str:
        return rules.heading(self.text)

    @property
    def subject(self) -> tuple[str, int]:
        """How deadlines name it."""
        return ("knowledge", self.pk)

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.ASKED, self.State.ANSWERED)


class KnowledgeAnswer(models.Model):
    """One version of a unit's answer. Rows are only added (a trigger refuses anything else)."""

    question = models.ForeignKey(KnowledgeQuestion, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=TEXT_LENGTH)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # in whose name
    at = models.DateTimeField()
    is_late = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("answer to a knowledge question")
        verbose_name_plural = _("answers to knowledge questions")
        constraints: ClassVar = [models.UniqueConstraint(fields=["question", "number"], name="knowledge_answer_once")]

    def __str__(self) -> str:
        return f"{self.question_id} v{self.number}"


class KnowledgeReview(models.Model):
    """What an editor decided about an answer. Rows are only added (a trigger refuses anything else)."""

    class Verdict(models.TextChoices):
        PUBLISHED = "published", pgettext_lazy("knowledge question", "published")
        GIVEN_BACK = "given_back", _("given back to the unit")
        CLOSED = "closed", _("closed without publishing")

    question = models.ForeignKey(KnowledgeQuestion, on_delete=models.PROTECT, related_name="reviews")
    answer = models.ForeignKey(KnowledgeAnswer, on_delete=models.PROTECT, null=True, related_name="+")  # none was given
    verdict = models.CharField(max_length=10, choices=Verdict)
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("review of an answer")
        verbose_name_plural = _("reviews of answers")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(verdict="published") | ~Q(reason=""), name="knowledge_review_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.verdict}"


class KnowledgeObjection(models.Model):
    """Somebody says that an item is wrong; open until its owner (or the editorial group) has answered."""

    class Outcome(models.TextChoices):
        OPEN = "", _("waits for the owner")
        RIGHT = "right", _("right after all")
        CORRECTED = "corrected", _("the item was corrected")
        KEPT = "kept", _("the correction was not published")
        WITHDRAWN = "withdrawn", _("the item was withdrawn")

    item = models.ForeignKey(KnowledgeItem, on_delete=models.PROTECT, related_name="objections")
    text = models.CharField(_("what is wrong"), max_length=OBJECTION_LENGTH)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default=Outcome.OPEN)
    reason = models.TextField(blank=True, default="")
    settled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("objection to a knowledge item")
        verbose_name_plural = _("objections to knowledge items")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="", settled_at=None) | (~Q(outcome="") & Q(settled_at__isnull=False)),
                name="knowledge_objection_settled",
            ),
        ]
        indexes: ClassVar = [
            # used by: what is said against an item
            models.Index(fields=["item"], condition=Q(outcome=""), name="knowledge_objection_open"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}: {rules.heading(self.text)}"
