"""One row per obligation. Overdue is computed from the clock, never stored (section 4, design idea 3)."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hotline.people.models import Person, Unit


class Kind(models.TextChoices):
    """What is owed. The due times are the table of section 4."""

    HANDLE = "handle", _("answer or dispatch")
    REPLY = "reply", _("reply")
    SIGN_FOR = "sign_for", _("sign for")
    ASSIST = "assist", _("assisting report")
    REFERRAL = "referral", _("referral outcome")
    DECIDE_RETURN = "decide_return", _("decide the return")
    DECIDE_EXTENSION = "decide_extension", _("decide the extension")
    DECIDE_REDO = "decide_redo", _("decide on a redo")
    ACCEPT = "accept", _("answer the caller and accept")
    CALLBACK = "callback", _("callback")
    REDO = "redo", _("redo")
    SUPERVISION = "supervision", _("supervised reply")
    INSTRUCTION = "instruction", _("leader's instruction")
    MAJOR_VERIFIED = "major_verified", _("verify the major incident")
    MAJOR_REPORTED = "major_reported", _("report the major incident")
    MAJOR_GROUP = "major_group", _("tell the work group of the major incident")


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def open(self) -> Self:
        """Neither met nor cancelled."""
        return self.filter(met_at=None, cancelled_at=None)

    def of(self, subject_type: str, subject_id: int) -> Self:
        """All that were ever owed about that subject."""
        return self.filter(subject_type=subject_type, subject_id=subject_id)

    def overdue(self, now: datetime) -> Self:
        """Open and due: `due_at` is exclusive, so overdue ⇔ now ≥ due_at."""
        return self.open().filter(due_at__lte=now)


class Deadline(models.Model):
    """An obligation: who owes it, what about, since when, until when, when it was met.

    The subject is named by type and id because the subjects live on the floors above; `cause` tells apart two
    obligations of one kind on one subject (two units signing for one ticket).
    """

    kind = models.CharField(_("obligation"), max_length=20, choices=Kind)
    subject_type = models.CharField(max_length=20)
    subject_id = models.BigIntegerField()
    cause = models.CharField(max_length=40, blank=True, default="")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("owed by"))
    held_by = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("in the hands of"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_urgent = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(_("due"))
    limit_at = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    next_alarm_at = models.DateTimeField(null=True, blank=True)
    # What the due date was counted from, so that a changed calendar can count again and the page can explain.
    counted_from = models.DateTimeField(null=True, blank=True)
    workdays = models.PositiveSmallIntegerField(null=True, blank=True)
    provisional = models.BooleanField(default=False)
    calendar_version = models.PositiveIntegerField(null=True, blank=True)
    set_by = models.CharField(max_length=100, blank=True, default="")

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "kind", "cause"],
                condition=Q(met_at=None, cancelled_at=None),
                name="deadline_open_once",
            ),
            models.CheckConstraint(condition=Q(met_at=None) | Q(cancelled_at=None), name="deadline_met_or_cancelled"),
            models.CheckConstraint(
                condition=~Q(kind="reply") | (Q(limit_at__isnull=False) & Q(due_at__lte=F("limit_at"))),
                name="deadline_reply_within_limit",
            ),
        ]
        indexes: ClassVar = [
            # used by: the sweep
            models.Index(fields=["next_alarm_at"], condition=Q(met_at=None, cancelled_at=None), name="deadline_alarm"),
            # used by: my work of a unit, the dashboard
            models.Index(fields=["held_by", "due_at"], condition=Q(met_at=None, cancelled_at=None), name="deadline_held"),
            # used by: my work of the office's roles
            models.Index(fields=["kind", "due_at"], condition=Q(met_at=None, cancelled_at=None), name="deadline_kind"),
            # used by: a leader's submissions, a clerk's own callback list
            models.Index(
                fields=["person", "due_at"],
                condition=Q(met_at=None, cancelled_at=None, person__isnull=False),
                name="deadline_person",
            ),
            # used by: the ticket page and every action on a ticket, finished obligations included
            models.Index(fields=["subject_type", "subject_id"], name="deadline_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_type}:{self.subject_id}"

    @property
    def is_open(self) -> bool:
        return self.met_at is None and self.cancelled_at is None

    def is_overdue(self, now: datetime) -> bool:
        """Whether the obligation is open and its time has come (`due_at` is exclusive)."""
        return self.is_open and now >= self.due_at
