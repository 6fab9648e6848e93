"""What the office and the leaders add: callbacks, instructions, incidents, attachments."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hotline.people.models import Person
from tickets.models.choices import Satisfaction
from tickets.models.ticket import Ticket


class Callback(models.Model):
    """回访: whether the caller was reached, whether it is solved, how satisfied (P18)."""

    class Decision(models.TextChoices):
        REDO = "redo", _("redo")
        STAND = "stand", _("let stand")

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="callbacks")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reached = models.BooleanField()
    solved = models.BooleanField(null=True, blank=True)
    satisfaction = models.PositiveSmallIntegerField(choices=Satisfaction, null=True, blank=True)
    # An unsolved or dissatisfied callback opens a decision: redo, or stand with a reason.
    needs_decision = models.BooleanField(default=False)
    decision = models.CharField(max_length=6, choices=Decision, blank=True, default="")
    decided_in = models.PositiveIntegerField(null=True, blank=True)  # the event; one decision may settle several

    class Meta:
        verbose_name = _("callback")
        verbose_name_plural = _("callbacks")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reached=True, solved__isnull=False, satisfaction__isnull=False)
                | Q(reached=False, solved=None, satisfaction=None),
                name="callback_answers_when_reached",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["ticket"], name="callback_ticket")]  # used by: the ticket page

    def __str__(self) -> str:
        return f"callback {self.ticket_id}"


class Instruction(models.Model):
    """报请阅示 and 批示: a submission to a leader, and what the leader wrote (P4, P11)."""

    class Why(models.TextChoices):
        HOT = "hot", _("widespread or hot issue")
        DISAGREEMENT = "disagreement", _("units disagree")
        MAJOR = "major", _("major incident")
        MISSED = "missed", _("third missed deadline")
        OTHER = "other", _("other matter")

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="instructions")
    leader = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="instructions")
    why = models.CharField(max_length=14, choices=Why)
    # nobody: the third missed deadline is submitted by itself (P9)
    submitted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField()
    summary = models.TextField()
    instructed_at = models.DateTimeField(null=True, blank=True)
    text = models.TextField(blank=True, default="")
    used = models.BooleanField(default=False)  # a re-dispatch has followed it

    class Meta:
        verbose_name = _("leader instruction")
        verbose_name_plural = _("leader instructions")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(leader=F("submitted_by")), name="instruction_from_another"),
            models.UniqueConstraint(fields=["ticket", "leader"], condition=Q(instructed_at=None), name="instruction_asked_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["leader", "-ticket"], name="instruction_leader")]  # used by: visible_to

    def __str__(self) -> str:
        return f"instruction {self.ticket_id}"

    @property
    def cause(self) -> str:
        return f"instruction:{self.pk}"


class Incident(models.Model):
    """The four timestamps and the checklist of a major incident (P6)."""

    ticket = models.OneToOneField(Ticket, on_delete=models.PROTECT, related_name="incident")
    declared_at = models.DateTimeField()
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    reported_at = models.DateTimeField(_("reported to the city leadership"), null=True, blank=True)
    handled_at = models.DateTimeField(_("emergency handling begun"), null=True, blank=True)
    group_told_at = models.DateTimeField(_("work group told"), null=True, blank=True)
    checklist: Any = models.JSONField(default=list)  # [[text, done], …] as the option stood when it was declared

    class Meta:
        verbose_name = _("major incident")
        verbose_name_plural = _("major incidents")

    def __str__(self) -> str:
        return f"incident {self.ticket_id}"


class Attachment(models.Model):
    """A file on a ticket, checked by its content; visible to whom the ticket is visible."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="attachments")
    event_seq = models.PositiveIntegerField()
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="attachments/%Y/%m/%d", max_length=200)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        indexes: ClassVar = [models.Index(fields=["ticket"], name="attachment_ticket")]  # used by: the ticket page

    def __str__(self) -> str:
        return self.name
