"""Absence with leave (D18, D19)."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dutyroster.models.roster import Shift
from hotline.people.models import Person, Rank, Role, Unit


class LeaveQuerySet(models.QuerySet["Leave"]):
    def pending(self) -> Self:
        """Asked, not decided yet."""
        return self.filter(decided_at=None, dropped_at=None)

    def in_force(self) -> Self:
        """Granted and neither taken back nor moot: who has one is not expected."""
        return self.filter(granted=True, dropped_at=None)

    def debts(self) -> Self:
        """Principals' leave for which no make-up duty is arranged yet (D18)."""
        return self.in_force().filter(who=Leave.Who.PRINCIPAL, shift__makeup=None)

    def visible_to(self, person: Person) -> Self:
        """Why somebody is absent is nobody else's: the office sees all, a unit's handlers and leaders those of their people,
        everyone those they ask for, decide, or are named in."""
        if is_office_side(person):
            return self
        own = Q(asked_by=person) | Q(person=person) | Q(approver=person) | Q(substitute=person, granted=True)
        if person.has_role(Role.HANDLER, Role.UNIT_LEADER) or person.rank in (Rank.PRINCIPAL, Rank.DEPUTY):
            own |= Q(person__unit__in=person.unit.tree_ids)
        return self.filter(own)


def is_office_side(person: Person) -> bool:
    """Whoever plans, confirms or receives the duty units: the admin, the office head, the front desk."""
    if person.has_role(Role.ADMIN, Role.OFFICE_HEAD):
        return True
    return person.has_role(Role.DISPATCHER) and person.unit.kind == Unit.Kind.OFFICE


class Leave(models.Model):
    """Leave from a duty day: the principal's is the city leader's to approve and is made up for (D18), the deputy's the own
    principal's, who names another leader of the unit (D19)."""

    class Who(models.TextChoices):
        PRINCIPAL = "principal", _("principal")
        DEPUTY = "deputy", _("deputy")

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="leaves")
    who = models.CharField(_("whose"), max_length=10, choices=Who)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("absent"))
    reason = models.CharField(_("reason"), max_length=500)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    is_late = models.BooleanField()  # asked after the third day before, 24:00 (D18)
    approver = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("decided by"))
    decided_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(null=True, blank=True)
    waiver = models.CharField(_("why the three days are waived"), max_length=300, blank=True, default="")
    opinion = models.CharField(_("opinion"), max_length=500, blank=True, default="")
    substitute = models.ForeignKey(  # who stands in for the deputy (D19)
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("substitute")
    )
    dropped_at = models.DateTimeField(null=True, blank=True)  # taken back, or moot because the day went to another unit
    dropped_why = models.CharField(max_length=200, blank=True, default="")

    objects: ClassVar = LeaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("leave from duty")
        verbose_name_plural = _("leaves from duty")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_at=None) | ~Q(approver=F("asked_by")) & ~Q(approver=F("person")),
                name="leave_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(granted=True) | Q(is_late=False) | ~Q(waiver=""), name="leave_late_needs_waiver"
            ),
            models.CheckConstraint(
                condition=~Q(granted=True, who="deputy") | Q(substitute__isnull=False), name="leave_deputy_has_substitute"
            ),
            models.CheckConstraint(condition=Q(substitute=None) | ~Q(substitute=F("person")), name="leave_substitute_is_another"),
            models.UniqueConstraint(
                fields=["shift", "person"],
                condition=Q(dropped_at=None) & (Q(granted=None) | Q(granted=True)),
                name="leave_once",
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            # used by: the approver's home page
            models.Index(fields=["approver"], condition=Q(decided_at=None, dropped_at=None), name="leave_pending"),
            # used by: what make-up duty is still to be arranged
            models.Index(fields=["id"], condition=Q(who="principal", granted=True, dropped_at=None), name="leave_debt"),
        ]

    def __str__(self) -> str:
        return f"{self.who} {self.shift_id}"

    @property
    def is_pending(self) -> bool:
        return self.decided_at is None and self.dropped_at is None

    @property
    def is_in_force(self) -> bool:
        return self.granted is True and self.dropped_at is None
