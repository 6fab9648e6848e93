"""One row per obligation. Overdue is computed from the clock, never stored (section 4, design idea 3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import DurationField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from hotline.notices.models import Notice, Robot
from hotline.people.models import Person, Unit

SOON = timedelta(days=2)


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
    SIGN_ORDER = "sign_order", _("sign the supervision order")
    PROMISE = "promise", _("duty leader's promise")
    KNOWLEDGE = "knowledge", _("answer the knowledge question")
    CALLBACK_SHEET = "callback_sheet", _("sign the 30 callback cases")
    HARD_CASE = "hard_case", _("hard case of the duty day")
    HANDOVER_SIGN = "handover_sign", _("sign the handover")
    HANDOVER_CONFIRM = "handover_confirm", _("confirm the handover")
    DIGEST = "digest", _("sign the daily digest")
    ROSTER = "roster", _("announce next month's roster")
    LEADER_INFO = "leader_info", _("name next month's leaders")
    NOTICE = "notice", _("publish the duty notice")
    PROGRESS = "progress", _("progress report the duty leader requires")
    REVIEW = "review", _("review the knowledge item")


@dataclass(frozen=True)
class DueTime:
    """When something is due and how that was found. All instants are aware, Asia/Shanghai; `at` is exclusive."""

    at: datetime
    counted_from: datetime | None = None
    workdays: int | None = None
    provisional: bool = False
    calendar_version: int | None = None


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def open(self) -> Self:
        """Neither met nor cancelled."""
        return self.filter(met_at=None, cancelled_at=None)

    def soon(self, now: datetime) -> Self:
        """Open and amber, as `Deadline.is_soon` says it for one."""
        third = ExpressionWrapper((F("due_at") - F("opened_at")) / 3, output_field=DurationField())
        left = Least(Value(SOON), third, output_field=DurationField())
        return self.open().filter(due_at__gt=now, due_at__lte=now + SOON).alias(left=left).filter(due_at__lte=now + F("left"))

    def of(self, subject_type: str, subject_id: int) -> Self:
        """All that were ever owed about that subject."""
        return self.filter(subject_type=subject_type, subject_id=subject_id)

    def alarmed(self, now: datetime) -> Self:
        """Open, with an alarm whose time has come: what the sweep reads, the longest waiting first."""
        return self.open().filter(next_alarm_at__lte=now).order_by("next_alarm_at", "pk")

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
    # Alarms before the due time count from here: when it was opened, or got the due time it has now.
    armed_at = models.DateTimeField()
    next_alarm_at = models.DateTimeField(null=True, blank=True)
    # What the due date was counted from, so that a changed calendar can count again and the page can explain.
    counted_from = models.DateTimeField(null=True, blank=True)
    workdays = models.PositiveSmallIntegerField(null=True, blank=True)
    limit_from = models.DateTimeField(null=True, blank=True)  # the first dispatch, from which a reply's limit is counted
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
            models.Index(fields=["next_alarm_at", "id"], condition=Q(met_at=None, cancelled_at=None), name="deadline_alarm"),
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
            # used by: the dashboard's figures and lists, oldest first
            models.Index(fields=["due_at", "id"], condition=Q(met_at=None, cancelled_at=None), name="deadline_due"),
            # used by: the nightly tally of what fell due on one day, finished obligations included
            models.Index(fields=["due_at"], name="deadline_due_all"),
            # used by: recomputing and previewing after a change of the calendar
            models.Index(
                fields=["id"], condition=Q(met_at=None, cancelled_at=None, workdays__isnull=False), name="deadline_counted"
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

    def is_soon(self, now: datetime) -> bool:
        """Amber: in time, but with no more than two days or the last third of its time left."""
        return self.is_open and now < self.due_at <= now + min(SOON, (self.due_at - self.opened_at) / 3)

    @property
    def has_lapsed(self) -> bool:
        """Closed by the clock: a callback nobody made in time (section 4, "not called")."""
        return self.cancelled_at is not None and self.kind == Kind.CALLBACK and self.cancelled_at >= self.due_at


class Change(models.Model):
    """The due time of an open obligation was moved: an extension (P7) or a changed calendar. Never edited."""

    class Why(models.TextChoices):
        EXTENDED = "extended", _("extended")
        CALENDAR = "calendar", _("calendar changed")

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    why = models.CharField(max_length=10, choices=Why)
    by = models.CharField(max_length=100, blank=True, default="")
    old_due_at = models.DateTimeField()
    new_due_at = models.DateTimeField()
    workdays = models.PositiveSmallIntegerField(null=True, blank=True)  # in all, after the change
    calendar_version = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("moved deadline")
        verbose_name_plural = _("moved deadlines")

    def __str__(self) -> str:
        return f"{self.deadline_id}: {self.old_due_at} → {self.new_due_at}"


class Alarm(models.Model):
    """An alarm that was raised, exactly once per obligation, stage and due time: a moved due time arms its stages anew."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="alarms")
    stage = models.CharField(max_length=12)
    due_at = models.DateTimeField()  # the due time it warned of
    planned_at = models.DateTimeField()
    raised_at = models.DateTimeField()

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["deadline", "stage", "due_at"], name="alarm_once"),
            models.CheckConstraint(condition=Q(raised_at__gte=F("planned_at")), name="alarm_not_before_its_time"),
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id} {self.stage}"


class Bundle(models.Model):
    """Where one receiver's alarms of one stage are gathered: at most one message an hour (section 4)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    robot = models.ForeignKey(Robot, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    stage = models.CharField(max_length=12)
    last_at = models.DateTimeField(null=True, blank=True)  # of the last message

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "stage"], name="bundle_of_person"),
            models.UniqueConstraint(fields=["robot", "stage"], name="bundle_of_robot"),
            models.CheckConstraint(
                condition=Q(person=None, robot__isnull=False) | Q(person__isnull=False, robot=None), name="bundle_one_receiver"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id or self.robot_id} {self.stage}"


class Told(models.Model):
    """Who is to be told of an alarm, and the message that told them; without one it waits to be bundled."""

    alarm = models.ForeignKey(Alarm, on_delete=models.PROTECT, related_name="told")
    bundle = models.ForeignKey(Bundle, on_delete=models.CASCADE, related_name="told")
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, null=True, blank=True, related_name="told")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["alarm", "bundle"], name="told_once")]
        indexes: ClassVar = [
            # used by: the sweep, which bundles what waits
            models.Index(fields=["bundle"], condition=Q(notice=None), name="told_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.alarm_id} → {self.bundle_id}"
