"""The ticket, and the caller in a table of its own."""

from functools import reduce
from operator import or_
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext, gettext_lazy as _
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.query import TreeQuerySet

from hotline import clock
from hotline.people.duty import Duty, duty_now, sheet_of
from hotline.people.models import Person, Role, Unit
from tickets.models.choices import AnswerHow, AnswerOutcome, Channel, Closed, Step, TicketType, Urgency

# Roles that see every ticket (section 2); all others see a part or nothing.
SEE_ALL = (Role.OPERATOR, Role.DISPATCHER, Role.SUPERVISOR, Role.EDITOR, Role.OFFICE_HEAD)
# Levels of the tree of categories (P1).
LEVELS = 5
# Most tickets of one kind that a leader on duty is shown: more than a day can bring.
SHIFT_SEES = 2000
# Longest content of a ticket, in characters: four pages of a typed letter.
CONTENT_LENGTH = 4000


class Category(models.Model):  # type: ignore[django-manager-missing]
    """What a ticket is about; a tree of up to five levels."""

    name = models.CharField(_("name"), max_length=50)
    parent = TreeNodeForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    objects: ClassVar[Any] = TreeQuerySet.as_manager()  # its tree methods have no types

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parent", "name"], name="category_once"),
            models.UniqueConstraint(fields=["name"], condition=Q(parent=None), name="top_category_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a loop and a sixth level."""
        above = list(Category.objects.ancestors(self.parent, include_self=True)) if self.parent else []
        if self in above:
            raise ValidationError({"parent": gettext("A category cannot be part of itself.")})
        if len(above) >= LEVELS:
            raise ValidationError({"parent": gettext("Categories have at most five levels.")})


class TicketQuerySet(models.QuerySet["Ticket"]):
    def visible_to(self, person: Person) -> Self:
        """The tickets this person may see, as section 2 says: the only way a view gets tickets."""
        if person.has_role(*SEE_ALL):
            return self
        parts: list[Q] = []
        if person.has_role(Role.CALLBACK_CLERK):
            parts.append(Q(step__gte=Step.REPLY))
        if person.has_role(Role.HANDLER, Role.UNIT_LEADER):
            # One condition, no OR: the planner then walks tickets newest first and probes, whatever the years hold.
            parts.append(Q(main__in=_assigned_to(person.unit.tree_ids)))
        if person.has_role(Role.CITY_LEADER):
            parts.append(Q(pk__in=person.instructions.values("ticket_id")))
        if person.has_role(Role.ARCHIVIST):
            parts.append(Q(step=Step.ARCHIVE))
        if (now := duty_now()) and person.pk in now.leaders:
            parts.append(Q(pk__in=_of_the_shift(person, now)))
        if not parts:
            return self.none()
        return self.alias(main=Coalesce("merged_into_id", "pk")).filter(reduce(or_, parts))

    def waiting(self) -> Self:
        """Not finished and not merged into another ticket: what work lists show."""
        return self.filter(step__lt=Step.COMPILATION, merged_into=None)


def _assigned_to(unit_ids: frozenset[int]) -> "models.QuerySet":
    from tickets.models.handling import Assignment

    mine = Q(unit__in=unit_ids) | Q(held_by__in=unit_ids)
    return Assignment.objects.filter(mine, ended_at=None).values("ticket_id")


def _of_the_shift(person: Person, now: Duty) -> list[int]:
    """What the shift needs (section 2): the sheet, what is hard, major, urgent or asks for the leader, the own unit's, what this
    leader registered today. Ids, and no more than SHIFT_SEES of each: a condition over all years would be walked for each row."""
    waiting = Ticket.objects.waiting().order_by("-number")
    flagged = Q(is_hard=True) | Q(is_major=True) | Q(wants_duty_leader=True) | ~Q(urgency=Urgency.NORMAL)
    own = Q(registered_by=person, registered_at__gte=clock.start_of(clock.today()))
    found = set(waiting.filter(flagged).values_list("pk", flat=True)[:SHIFT_SEES])
    unit = person.unit if person.unit_id == now.unit else Unit.objects.get(pk=now.unit)  # a leader may be of a part of it (D5)
    found |= set(waiting.filter(pk__in=_assigned_to(unit.tree_ids)).values_list("pk", flat=True)[:SHIFT_SEES])
    # Numbers begin with the day, so the day's tickets are a stretch of the unique index.
    found |= set(Ticket.objects.filter(own, number__gte=f"{clock.today():%Y%m%d}").values_list("pk", flat=True)[:SHIFT_SEES])
    return sorted(found | sheet_of(now))


class Ticket(models.Model):
    """One matter a caller brought to the hotline, from registration to the archive (P1–P18)."""

    number = models.CharField(_("number"), max_length=20, unique=True)
    step = models.PositiveSmallIntegerField(_("step"), choices=Step, default=Step.REGISTRATION)
    # Sequence number and hash of the last event: what a page was shown, and what the next event is chained to.
    version = models.PositiveIntegerField(default=0)
    last_hash = models.CharField(max_length=64, blank=True, default="")

    registered_at = models.DateTimeField(_("registered"))
    registered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("registered by"))
    called_at = models.DateTimeField(_("call time"))
    channel = models.CharField(_("channel"), max_length=16, choices=Channel, default=Channel.PHONE)
    type = models.CharField(_("type"), max_length=12, choices=TicketType)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("category")
    )
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency, default=Urgency.NORMAL)
    title = models.CharField(_("title"), max_length=60)
    content = models.TextField(_("content"), max_length=CONTENT_LENGTH)
    address = models.CharField(_("address"), max_length=200, blank=True)
    district = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    wants_answer = models.BooleanField(_("caller wants an answer"), default=True)
    answer_by = models.CharField(_("answer wanted"), max_length=12, choices=AnswerHow, default=AnswerHow.PHONE)
    wants_duty_leader = models.BooleanField(_("asks for the duty leader"), default=False)
    is_confidential = models.BooleanField(_("confidential"), default=False)
    identity_readers = models.ManyToManyField(Person, blank=True, related_name="+")  # X6

    is_major = models.BooleanField(_("major incident"), default=False)
    is_hard = models.BooleanField(_("hard case"), default=False)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    reopened_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reopened")

    first_dispatched_at = models.DateTimeField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    returns_upheld = models.PositiveSmallIntegerField(default=0)
    result = models.TextField(_("result"), blank=True, default="")
    answer_outcome = models.CharField(max_length=12, choices=AnswerOutcome, blank=True, default="")
    closed = models.CharField(_("outcome"), max_length=10, choices=Closed, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    compiled = models.CharField(max_length=20, blank=True, default="")
    filed_at = models.DateTimeField(null=True, blank=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(step__in=Step.values), name="ticket_step"),
            models.CheckConstraint(
                condition=Q(step__lt=Step.COMPILATION) | (~Q(result="") & ~Q(answer_outcome="") & ~Q(closed="")),
                name="ticket_result_and_answer",  # P17
            ),
            models.CheckConstraint(condition=Q(filed_at=None) | Q(step=Step.ARCHIVE), name="ticket_filed_in_archive"),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="ticket_not_merged_into_itself"),
        ]
        indexes: ClassVar = [
            # used by: lists filtered by step, newest first
            models.Index(fields=["step", "-number"], name="ticket_by_step"),
            # used by: work lists of what is open
            models.Index(fields=["-number"], condition=Q(step__lt=5, merged_into=None), name="ticket_waiting"),
            # used by: compile and publish, which take what entered step 5 before a day's end
            models.Index(fields=["closed_at"], condition=Q(step__in=[5, 6]), name="ticket_to_publish"),
            # used by: the archivist's list of what is not filed yet
            models.Index(fields=["number"], condition=Q(step=7, filed_at=None), name="ticket_to_file"),
            # used by: lists of one type, of what is urgent, of major incidents, of hard cases
            models.Index(fields=["type", "-number"], name="ticket_by_type"),
            models.Index(fields=["urgency", "-number"], condition=~Q(urgency="normal"), name="ticket_urgent"),
            models.Index(fields=["-number"], condition=Q(is_major=True), name="ticket_major"),
            models.Index(fields=["-number"], condition=Q(is_hard=True), name="ticket_hard"),
            # used by: the choice of the callback sheet (dutyroster/sample.py), which takes what was replied to lately
            models.Index(
                fields=["replied_at"],
                condition=Q(step__in=[3, 5, 6], merged_into=None, is_confidential=False, replied_at__isnull=False),
                name="ticket_replied",
            ),
            # used by: lists filtered by category
            models.Index(fields=["category", "-number"], name="ticket_by_category"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def subject(self) -> tuple[str, int]:
        """How deadlines name this ticket."""
        return ("ticket", self.pk)

    @property
    def is_pressing(self) -> bool:
        """Urgent or major: told singly and at once, at night too (section 4)."""
        return self.urgency != Urgency.NORMAL or self.is_major

    @property
    def is_filed(self) -> bool:
        return self.filed_at is not None


class Caller(models.Model):
    """Who called. Never in an event's text, an export or a public page; shown masked (section 7)."""

    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="caller")
    name = models.CharField(_("caller's name"), max_length=50, blank=True)
    employer = models.CharField(_("caller's unit"), max_length=100, blank=True)
    phone = models.CharField(_("caller's phone"), max_length=30, blank=True)
    phone_hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("caller")
        verbose_name_plural = _("callers")
        indexes: ClassVar = [
            # used by: the history of a number, search by whole number
            models.Index(fields=["phone_hash", "-ticket"], condition=~Q(phone_hash=""), name="caller_phone"),
        ]

    def __str__(self) -> str:
        return f"caller of {self.ticket_id}"


def may_see_identity(person: Person, ticket: Ticket, *, revealed: bool, own_list: bool = False) -> bool:
    """Whether this person sees name and phone unmasked on this ticket (section 7, X6).

    `revealed`: a reason was given within the last minutes (option `reveal_minutes`); `own_list`: the ticket is on the
    callback list this person works through.
    """
    if ticket.is_confidential and not (
        person.has_role(Role.OFFICE_HEAD) or ticket.identity_readers.filter(pk=person.pk).exists()
    ):
        return False
    same_day = clock.local(ticket.registered_at).date() == clock.today()
    # Who reopens a ticket took no call: the identity was copied, and is revealed with a reason like any other.
    registered_it = ticket.registered_by_id == person.pk and same_day and ticket.reopened_from_id is None
    return revealed or registered_it or (own_list and person.has_role(Role.CALLBACK_CLERK))
