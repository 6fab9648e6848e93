"""What happens at the units: assignments and orders, returns, extensions, replies."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hotline.deadlines.models import Deadline
from hotline.people.models import Person, Unit
from tickets.models.choices import DispatchHow
from tickets.models.ticket import Ticket


class AssignmentOrder(models.Model):
    """The written assignment order 交办单 of one dispatch; rendered on demand from events and the template's version."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="orders")
    number = models.CharField(_("order number"), max_length=40, unique=True)
    template_version = models.PositiveSmallIntegerField(default=1)
    issued_at = models.DateTimeField()
    event_seq = models.PositiveIntegerField()  # the dispatch it documents

    class Meta:
        verbose_name = _("assignment order")
        verbose_name_plural = _("assignment orders")
        indexes: ClassVar = [models.Index(fields=["ticket"], name="order_ticket")]  # used by: the ticket page

    def __str__(self) -> str:
        return self.number


class Assignment(models.Model):
    """A unit's part in a ticket: lead (主办) or assisting (协办), P5."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assignments", verbose_name=_("unit"))
    # The sub-unit it was handed on to; the unit itself until then (P19).
    held_by = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    is_lead = models.BooleanField()
    reply_required = models.BooleanField(default=True)
    how = models.CharField(max_length=10, choices=DispatchHow, default=DispatchHow.ORDER)
    assigned_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket"], condition=Q(is_lead=True, ended_at=None), name="one_lead"),  # P5
            models.UniqueConstraint(fields=["ticket", "unit"], condition=Q(ended_at=None), name="unit_assigned_once"),
        ]
        indexes: ClassVar = [
            # used by: visible_to of handlers, lists filtered by unit
            models.Index(fields=["unit", "-ticket"], condition=Q(ended_at=None), name="assignment_unit"),
            models.Index(fields=["held_by", "-ticket"], condition=Q(ended_at=None), name="assignment_held_by"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} → {self.unit_id}"

    @property
    def cause(self) -> str:
        """How this assignment's deadlines are told apart."""
        return f"assignment:{self.pk}"


class Request(models.Model):
    """Something asked of somebody else, who decides it: nobody decides their own request (section 2)."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="%(class)ss")
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="%(class)ss")
    requested_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    text = models.TextField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)  # moot, because the ticket went on without it

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("requested_by")), name="%(class)s_decided_by_another"
            ),
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(decided_at=None, dropped_at=None), name="%(class)s_one_pending"
            ),
        ]
        indexes: ClassVar = [
            # used by: the ticket page and every action on a ticket
            models.Index(fields=["ticket"], condition=Q(decided_at=None, dropped_at=None), name="%(class)s_pending"),
        ]

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.ticket_id}"


class Return(Request):
    """退单: a unit says the matter is not its own (X3): `text` is the reason."""

    basis = models.TextField()


class Extension(Request):
    """延期 of the reply deadline (P7): `text` is the reason."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="+")
    workdays = models.PositiveSmallIntegerField()


class Reply(Request):
    """A unit's reply that waits for its leader's approval; `text` is the result."""
