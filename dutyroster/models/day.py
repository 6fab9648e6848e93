"""The duty day: who was there, what came up, and how it was handed over (D2–D8, D12–D16)."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dutyroster.models.roster import Shift
from hotline.people.models import Person, Unit
from tickets.models import Ticket


class Attending(models.TextChoices):
    """As what somebody attends. Only an approved substitute counts as deputy (D20)."""

    PRINCIPAL = "principal", _("principal")
    DEPUTY = "deputy", _("deputy")
    SUBSTITUTE = "substitute", _("approved substitute")
    STAND_IN = "stand_in", _("stand-in without approval")
    STAFF = "staff", _("staff")


class Attendance(models.Model):
    """One presence: from check-in to check-out (D2). Who goes and comes back has two. Only what the office's front desk has
    confirmed counts for the score (D20)."""

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=50)
    attending = models.CharField(_("attends as"), max_length=10, choices=Attending)
    came_at = models.DateTimeField(_("checked in"))
    came_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    came_confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    left_at = models.DateTimeField(_("checked out"), null=True, blank=True)
    left_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    left_confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The front desk set a time by hand, or refused a claim: from what to what, and why.
    note = models.CharField(_("note"), max_length=500, blank=True, default="")
    refused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        ordering: ClassVar = ["came_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(left_at=None) | Q(left_at__gte=F("came_at")), name="attendance_in_order"),
            models.UniqueConstraint(
                fields=["shift", "person"],
                condition=Q(left_at=None, refused_at=None, person__isnull=False),
                name="attendance_present_once",
            ),
            models.UniqueConstraint(  # who has no account is known by the name
                fields=["shift", "name"],
                condition=Q(left_at=None, refused_at=None, person=None),
                name="attendance_named_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.came_at}"


class Slip(models.Model):
    """A one-time sign-in slip the front desk prints for a leader at check-in (D21); the code itself is not kept."""

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="slips")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("sign-in slip")
        verbose_name_plural = _("sign-in slips")

    def __str__(self) -> str:
        return f"slip for {self.person_id}"


class HandoverEntryQuerySet(models.QuerySet["HandoverEntry"]):
    def open(self) -> Self:
        """What is not settled yet, whichever shift it began in: it carries over by itself (D15)."""
        return self.filter(is_open=True)


class HandoverEntry(models.Model):
    """A line of the handover book 交接本. What is done on tickets writes its own lines; the rest is written by hand."""

    class Kind(models.TextChoices):
        CALL = "call", _("call for the duty leader")  # D4
        HARD = "hard", _("hard case")  # D5, D7
        QUESTION = "question", _("question of an operator or unit")  # D8
        FIRST_CONTACT = "first_contact", _("matter outside the remit")  # D12
        JOINT = "joint", _("joint matter")  # D12
        PROMISE = "promise", _("promise")  # D13
        PROGRESS = "progress", _("progress report required")  # D11
        MAJOR = "major", _("major matter")  # D6, D14
        OPINION = "opinion", _("opinion")  # D11
        OTHER = "other", _("other matter")

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=50)
    # Entries about tickets stand in the ticket's journal too: this event of it (D12: one entry, shown in both).
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    event_seq = models.PositiveIntegerField(null=True, blank=True)
    text = models.TextField(_("matter"), max_length=2000, blank=True, default="")
    # D8: in remit → explained, own staff assigned; out of remit → a suggestion.
    in_remit = models.BooleanField(null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=2000, blank=True, default="")
    staff = models.CharField(_("own staff assigned"), max_length=100, blank=True, default="")
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    units = models.ManyToManyField(Unit, blank=True, related_name="+")  # D12: joint matters link the others
    details: Any = models.JSONField(default=dict)
    is_open = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closing = models.CharField(_("how it was settled"), max_length=500, blank=True, default="")
    # The form that wrote it: sent twice it writes once.
    request_id = models.UUIDField(null=True, blank=True, unique=True)

    objects: ClassVar = HandoverEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("entry of the handover book")
        verbose_name_plural = _("handover book")
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(is_open=True) | Q(closed_at__isnull=False), name="entry_open_or_closed"),
            models.UniqueConstraint(fields=["ticket", "event_seq"], name="entry_of_event_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["at"], condition=Q(is_open=True), name="entry_open"),  # used by: what carries over
            models.Index(fields=["closed_at"], name="entry_closed"),  # used by: the book, what was settled since a day began
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"


class Handover(models.Model):
    """The handover of a shift (D15): the outgoing leader signs the book as it stands, the incoming one confirms.

    Where nobody signed, the incoming one takes over without a signature: a row that has only the second half.
    """

    shift = models.OneToOneField(Shift, on_delete=models.PROTECT, related_name="handover")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_name = models.CharField(max_length=50, blank=True, default="")
    signed_rank = models.CharField(max_length=10, blank=True, default="")
    remarks = models.TextField(_("remarks"), max_length=2000, blank=True, default="")
    content: Any = models.JSONField(default=dict)  # the book as it was signed
    algorithm = models.CharField(max_length=10)
    hash = models.CharField(max_length=64)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_name = models.CharField(max_length=50, blank=True, default="")
    confirmed_unit = models.CharField(max_length=100, blank=True, default="")
    reservations = models.TextField(_("reservations"), max_length=2000, blank=True, default="")
    confirm_hash = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(signed_at__isnull=False, signed_by__isnull=False)
                | Q(signed_at=None, signed_by=None, confirmed_at__isnull=False),
                name="handover_signed_or_taken_over",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(signed_by=None) | ~Q(confirmed_by=F("signed_by")),
                name="handover_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"handover of {self.shift_id}"


class Check(models.Model):
    """A ticked line of the day's checklist (D16); the text as the option stood then."""

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="checks")
    text = models.CharField(max_length=200)
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("ticked line of the checklist")
        verbose_name_plural = _("ticked lines of the checklist")
        constraints: ClassVar = [models.UniqueConstraint(fields=["shift", "text"], name="check_once")]

    def __str__(self) -> str:
        return self.text
