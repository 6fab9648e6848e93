"""What a person is told. A notice is a row first; other channels are sent from rows."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hotline.people.models import Person, Unit


class Robot(models.Model):
    """A work group's robot: where the group of a unit (or of the hotline office) is told in its chat."""

    class Format(models.TextChoices):
        WECOM = "wecom", _("WeCom")
        DINGTALK = "dingtalk", _("DingTalk")

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="robots", verbose_name=_("unit"))
    name = models.CharField(_("name"), max_length=50)
    format = models.CharField(_("format"), max_length=8, choices=Format)
    url = models.URLField(_("webhook address"), max_length=300)
    secret = models.CharField(_("signing secret"), max_length=100, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    # After a failure the whole group waits, so that one after the other does not run into the same wall.
    paused_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("work group robot")
        verbose_name_plural = _("work group robots")
        constraints: ClassVar = [models.UniqueConstraint(fields=["url"], name="robot_url_once")]

    def __str__(self) -> str:
        return self.name


SUMMARY = "summary"  # kind of the notice behind a daily summary; it goes by e-mail only


class NoticeQuerySet(models.QuerySet["Notice"]):
    def in_inbox_of(self, person: Person) -> Self:
        """What that person reads in the inbox: all but the summaries, which only repeat it."""
        return self.filter(person=person).exclude(kind=SUMMARY)

    def unread_by(self, person: Person) -> Self:
        """What that person has been told and not yet read."""
        return self.filter(person=person, read_at=None)


class Notice(models.Model):
    """One thing one person (or work group, or mailbox of a group) is told, once: `cause` names the event or alarm behind it.

    `is_duty`: an alarm on an obligation; its channels cannot be switched off.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="notices")
    robot = models.ForeignKey(Robot, on_delete=models.CASCADE, null=True, blank=True, related_name="notices")
    mailbox = models.CharField(max_length=254, blank=True, default="")  # an address of the city's that is nobody's account
    cause = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    params: Any = models.JSONField(default=dict)
    link = models.CharField(max_length=200, blank=True)
    is_urgent = models.BooleanField(default=False)
    is_duty = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints: ClassVar = [
            # never twice to the same person for the same cause
            models.UniqueConstraint(fields=["person", "cause", "kind"], name="notice_once"),
            models.UniqueConstraint(fields=["robot", "cause", "kind"], name="notice_once_per_group"),
            models.UniqueConstraint(
                fields=["mailbox", "cause", "kind"], condition=~Q(mailbox=""), name="notice_once_per_mailbox"
            ),
            models.CheckConstraint(
                condition=Q(person=None, robot__isnull=False, mailbox="")
                | Q(person__isnull=False, robot=None, mailbox="")
                | (Q(person=None, robot=None) & ~Q(mailbox="")),
                name="notice_one_receiver",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-id"], name="notice_inbox"),  # used by: the inbox, newest first
            # used by: the badge on every page
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
            # used by: the daily clean-up
            models.Index(fields=["read_at"], condition=Q(read_at__isnull=False), name="notice_read"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.person_id or self.robot_id or self.mailbox}"


class Preference(models.Model):
    """How a person wants to be told of ordinary things. Who has chosen nothing has the defaults (no row)."""

    class Ordinary(models.TextChoices):
        AT_ONCE = "at_once", _("an e-mail for each, at once")
        SUMMARY = "summary", _("one e-mail in the morning with what I have not read by then")
        INBOX = "inbox", _("only here in the inbox")

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="preference")
    # By default nobody gets more than one e-mail a day of ordinary things, and none who reads the inbox anyway.
    ordinary = models.CharField(_("Ordinary messages"), max_length=8, choices=Ordinary, default=Ordinary.SUMMARY)
    obligations = models.BooleanField(_("Every morning at 08:00 an e-mail with my open obligations"), default=False)

    class Meta:
        verbose_name = _("choice of channels")
        verbose_name_plural = _("choices of channels")

    def __str__(self) -> str:
        return f"{self.person_id}: {self.ordinary}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def pending(self) -> Self:
        """Still to be sent, now or later."""
        return self.filter(state=Delivery.State.PENDING)

    def due_mail(self, now: datetime) -> Self:
        """E-mails whose time has come, in the order of sending: urgent first, then the longest waiting."""
        return self.pending().filter(robot=None, next_try_at__lte=now).order_by("-is_urgent", "next_try_at", "id")

    def due_for(self, robot_id: int, now: datetime) -> Self:
        """The same for one work group."""
        return self.pending().filter(robot=robot_id, next_try_at__lte=now).order_by("-is_urgent", "next_try_at", "id")

    def dead(self) -> Self:
        """Given up by the program; an admin resends them or gives them up too."""
        return self.filter(state=Delivery.State.DEAD)


class Delivery(models.Model):
    """One message of a notice by one channel, sent from this row. Who sends it keeps the row locked meanwhile."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        ROBOT = "robot", _("work group")

    class State(models.TextChoices):
        PENDING = "pending", _("to be sent")
        SENT = "sent", _("sent")
        DEAD = "dead", _("could not be sent")
        DROPPED = "dropped", _("given up")

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    robot = models.ForeignKey(Robot, on_delete=models.CASCADE, null=True, blank=True, related_name="+")  # of the notice
    channel = models.CharField(max_length=8, choices=Channel)
    is_urgent = models.BooleanField()  # of the notice
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True, blank=True)
    # Fixed here, so that a message sent twice (its sender died between sending and noting it) is known to be the same.
    message_id = models.CharField(max_length=200, unique=True)
    last_error = models.CharField(max_length=300, blank=True, default="")
    reason = models.CharField(max_length=200, blank=True, default="")  # why it was given up
    handled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to be sent")
        verbose_name_plural = _("messages to be sent")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(channel="email", robot=None) | Q(channel="robot", robot__isnull=False), name="delivery_receiver"
            ),
            models.CheckConstraint(condition=~Q(state="sent") | Q(sent_at__isnull=False), name="delivery_sent_when"),
        ]
        indexes: ClassVar = [
            # used by: sending e-mails, the next one
            models.Index(
                fields=["-is_urgent", "next_try_at", "id"], condition=Q(state="pending", robot=None), name="delivery_mail"
            ),
            # used by: sending to work groups, the next one of a group
            models.Index(
                fields=["robot", "-is_urgent", "next_try_at", "id"],
                condition=Q(state="pending", robot__isnull=False),
                name="delivery_group",
            ),
            # used by: counting a group's messages of the last minute
            models.Index(fields=["robot", "tried_at"], condition=Q(robot__isnull=False), name="delivery_pace"),
            # used by: the page of what could not be sent
            models.Index(fields=["id"], condition=Q(state="dead"), name="delivery_dead"),
            # used by: the daily clean-up
            models.Index(fields=["made_at"], condition=Q(state__in=["sent", "dropped"]), name="delivery_done"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.message_id}"
