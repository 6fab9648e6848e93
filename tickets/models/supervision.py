"""督办: the orders of P9, each a notice for a missed deadline or a case opened by the supervisor, and who may issue them."""

import hashlib
import json
from datetime import UTC, date, datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from hotline import clock
from hotline.deadlines.models import Deadline
from hotline.people.models import Person, Unit
from tickets.models.handling import Extension, Return
from tickets.models.ticket import Ticket


class StandingAuthorisation(models.Model):
    """The office head's dated word that supervision notices go out by themselves (P9). Never edited, only revoked."""

    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    revoked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("standing authorisation")
        verbose_name_plural = _("standing authorisations")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(valid_until__gte=F("valid_from")), name="authorisation_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from} – {self.valid_until}"

    @classmethod
    def in_force(cls, day: date) -> "StandingAuthorisation | None":
        """The authorisation that holds on that day, the latest given; None without one."""
        rows = cls.objects.filter(valid_from__lte=day, valid_until__gte=day, revoked_at=None)
        return rows.select_related("given_by").order_by("-pk").first()


class SupervisionOrderQuerySet(models.QuerySet["SupervisionOrder"]):
    def unsigned(self) -> Self:
        """Opened, but neither issued nor refused nor overtaken by events."""
        return self.filter(issued_at=None, refused_at=None, dropped_at=None)

    def held(self) -> Self:
        """Notices that wait because a return or an extension asked before the due time is undecided (section 4)."""
        return self.alias(asked=_asked_in_time(Return) | _asked_in_time(Extension)).filter(asked=True)

    def ready(self) -> Self:
        """Unsigned notices that nothing holds: they may be issued now."""
        rows = self.unsigned().filter(kind=SupervisionOrder.Kind.NOTICE)
        return rows.alias(asked=_asked_in_time(Return) | _asked_in_time(Extension)).filter(asked=False)


def _asked_in_time(model: type[Return] | type[Extension]) -> Exists:
    """By the lead: what an assisting unit asks for its own part holds nothing."""
    pending = model.objects.filter(ticket=OuterRef("ticket"), assignment__is_lead=True, decided_at=None, dropped_at=None)
    return Exists(pending.filter(requested_at__lt=OuterRef("missed_due_at")))


class SupervisionOrder(models.Model):
    """督办单 on one ticket. It counts from its issue: by signature, or for a notice under the standing authorisation.

    All notices to one unit on one day bear one number and are one document (P9).
    """

    class Kind(models.TextChoices):
        NOTICE = "notice", _("supervision notice")
        CASE = "case", _("supervision case")

    class Why(models.TextChoices):
        MISSED = "missed", _("deadline missed")
        HOT = "hot", _("hot issue")
        DISAGREEMENT = "disagreement", _("units disagree")
        SECOND_REDO = "second_redo", _("second redo")
        THIRD_MISS = "third_miss", _("third missed deadline")

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="supervision_orders")
    kind = models.CharField(max_length=8, choices=Kind)
    why = models.CharField(_("why"), max_length=12, choices=Why, default=Why.MISSED)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    workdays = models.PositiveSmallIntegerField(default=3)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    # A notice: which obligation was missed, due when, and the how manyeth miss of this unit on this ticket it is.
    missed = models.ForeignKey(Deadline, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    missed_due_at = models.DateTimeField(null=True, blank=True)
    part = models.CharField(max_length=40, blank=True, default="")
    nth = models.PositiveSmallIntegerField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)  # the third miss went to the city leader
    queued_at = models.DateTimeField(null=True, blank=True)  # a notice without an authorisation: the head was asked to sign
    # How it ended: issued, refused by the office head, or moot before it was issued.
    number = models.CharField(_("order number"), max_length=40, blank=True, default="")
    template_version = models.PositiveSmallIntegerField(default=1)
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    authorisation = models.ForeignKey(StandingAuthorisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    hash = models.CharField(max_length=64, blank=True, default="")  # of what was issued; the event holds it too
    refused_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = SupervisionOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("supervision order")
        verbose_name_plural = _("supervision orders")
        constraints: ClassVar = [
            # exactly once per missed deadline; an extended one can be missed again
            models.UniqueConstraint(fields=["missed", "missed_due_at"], name="order_once_per_miss"),
            models.UniqueConstraint(
                fields=["ticket"],
                condition=Q(kind="case", issued_at=None, refused_at=None, dropped_at=None),
                name="order_one_case_unsigned",
            ),
            models.CheckConstraint(condition=Q(issued_at=None, number="") | Q(issued_at__isnull=False), name="order_numbered"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["ticket"], name="supervision_ticket"),  # used by: the ticket page, counting misses
            # used by: the queue of what waits for a signature, the sweep
            models.Index(fields=["id"], condition=Q(issued_at=None, refused_at=None, dropped_at=None), name="order_unsigned"),
            # used by: the sweep, third misses that are not submitted yet
            models.Index(fields=["id"], condition=Q(nth=3, submitted_at=None), name="order_third"),
            models.Index(fields=["number"], name="order_number"),  # used by: the document of a number
            # used by: the number of a unit's notices of a day; the list of what was issued
            models.Index(fields=["unit", "issued_at"], condition=Q(issued_at__isnull=False), name="order_issued"),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.kind} {self.ticket_id}"

    @property
    def cause(self) -> str:
        """How the deadline to sign it is told apart."""
        return f"{self.kind}:{self.pk}"

    def is_moot(self, now: datetime) -> bool:
        """A notice whose obligation is not overdue any more: done, cancelled, or given more time."""
        if self.missed is None:
            return False
        return self.missed.due_at != self.missed_due_at or not self.missed.is_overdue(now)

    def signature(self) -> str:
        """sha256 of what was issued: number, ticket, unit, text, times and who signed (section 3, "Official documents")."""
        issued = {
            "number": self.number,
            "ticket": self.ticket_id,
            "unit": self.unit_id,
            "kind": self.kind,
            "why": self.why,
            "text": self.text,
            "workdays": self.workdays,
            "missed_due_at": _utc(self.missed_due_at),
            "due_at": _utc(self.due_at),
            "issued_at": _utc(self.issued_at),
            "issued_by": self.issued_by_id,
            "authorisation": self.authorisation_id,
        }
        text = json.dumps(issued, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


def _utc(moment: datetime | None) -> str | None:
    return clock.local(moment).astimezone(UTC).isoformat(timespec="microseconds") if moment else None
