"""The roster: which unit has the hotline on which day, its versions, its leaders, swaps, and the feeds made of it."""

import secrets
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hotline import clock, options
from hotline.people.models import Person, Rank, Unit


class Roster(models.Model):
    """A month's roster (D1, D22): draft → announced to its units → published. Its days are the shifts."""

    month = models.DateField(_("month"), unique=True)  # the first day of it
    version = models.PositiveIntegerField(_("version"), default=0)  # of the latest `Version`
    announced_at = models.DateTimeField(_("announced"), null=True, blank=True)
    announced_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    announced_version = models.PositiveIntegerField(null=True, blank=True)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("month's roster")
        verbose_name_plural = _("months' rosters")
        ordering: ClassVar = ["-month"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(month__day=1), name="roster_month_first_day"),
            models.CheckConstraint(condition=Q(published_at=None) | Q(announced_at__isnull=False), name="roster_announced_first"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    @property
    def subject(self) -> tuple[str, int]:
        """How deadlines name this roster."""
        return ("roster", self.pk)

    @property
    def is_announced(self) -> bool:
        return self.announced_at is not None


class Version(models.Model):
    """A month's roster as it stood after one change. Append-only: a trigger refuses anything else."""

    class How(models.TextChoices):
        IMPORT = "import", _("imported")
        DRAFT = "draft", _("drafted by the program")
        EDIT = "edit", _("edited")
        SWAP = "swap", _("swapped")
        LEAVE = "leave", _("make-up duty arranged")

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_by_name = models.CharField(max_length=50)  # "系统" where a command did it
    how = models.CharField(max_length=6, choices=How)
    note = models.CharField(max_length=200, blank=True, default="")  # the file's name, the reason
    # {"2022-04-01": {"unit": id, "name": as it was, "makeup_of": the missed day or null}, …}
    days: Any = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("version of a roster")
        verbose_name_plural = _("versions of rosters")
        constraints: ClassVar = [models.UniqueConstraint(fields=["roster", "number"], name="version_once")]

    def __str__(self) -> str:
        return f"{self.roster} #{self.number}"


class ShiftQuerySet(models.QuerySet["Shift"]):
    def in_force(self) -> Self:
        """Of rosters that are announced: a draft binds nobody."""
        return self.filter(roster__announced_at__isnull=False)

    def on(self, day: date) -> "Shift | None":
        """The day as it is in force, with its unit and roster."""
        return self.in_force().filter(day=day).select_related("unit", "roster").first()

    def locked(self, pk: int) -> "Shift":
        """The day's row, locked: what happens to one day at once waits for one another here."""
        return self.select_for_update(of=("self",), no_key=True).select_related("unit", "roster").get(pk=pk)

    def lived(self) -> Self:
        """Without the history that was taken over: its days were stamped when they were entered, and nothing hangs on them."""
        return self.exclude(opened_at__isnull=False, opened_at=F("ended_at"), opened_at__date__gt=F("day"))

    def visible_to(self, person: Person) -> Self:
        """The office's people see every duty day; others those of their own unit tree, and the one after it they hand over to."""
        if person.unit.kind == Unit.Kind.OFFICE and person.roles:
            return self
        return self.filter(unit__in=person.unit.tree_ids)


class Shift(models.Model):
    """A duty day: one unit per calendar day (D1), 08:30–22:00 (D2). What happened that day hangs on it.

    While the day lies ahead its unit may change (a new version); from its begin on it stays.
    """

    day = models.DateField(_("day"), unique=True)
    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="shifts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="shifts", verbose_name=_("unit"))
    # Make-up duty (补班): the day whose 15:00–17:00 the principal missed with leave (D18).
    makeup_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="makeup", verbose_name=_("make-up for")
    )
    opened_at = models.DateTimeField(null=True, blank=True)  # its obligations are open
    ended_at = models.DateTimeField(null=True, blank=True)  # 22:00 has been worked off: the handover lies before the next unit

    objects: ClassVar = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty day")
        verbose_name_plural = _("duty days")
        ordering: ClassVar = ["day"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(makeup_of=F("id")), name="shift_not_makeup_of_itself"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "-day"], name="shift_unit"),  # used by: fairness, feeds, a unit's own days
            # used by: the minute's work of the roster (clockwork)
            models.Index(fields=["day"], condition=Q(ended_at=None), name="shift_not_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.unit_id}"

    @property
    def subject(self) -> tuple[str, int]:
        """How deadlines name this duty day."""
        return ("shift", self.pk)

    @cached_property
    def begins_at(self) -> datetime:
        """08:30 (option `shift_starts_at`)."""
        return self.at("shift_starts_at")

    @cached_property
    def ends_at(self) -> datetime:
        """22:00 (option `shift_ends_at`)."""
        return self.at("shift_ends_at")

    @cached_property
    def calls(self) -> tuple[datetime, datetime]:
        """15:00–17:00 (option `leader_calls`), half-open: the principal's alone (D17)."""
        start, _dash, end = options.get("leader_calls").partition("-")
        return _on(self.day, start), _on(self.day, end)

    def at(self, option: str) -> datetime:
        """The instant of this day that a time-of-day option names."""
        return _on(self.day, options.get(option))


def _on(day: date, at: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(at), clock.TZ)


class DutyLeader(models.Model):
    """Who of a unit does duty in a month: name, post and contact as annex 2 asks (D21). Each is a person, so can sign in."""

    roster = models.ForeignKey(Roster, on_delete=models.PROTECT, related_name="leaders")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    rank = models.CharField(_("rank"), max_length=10, choices=Rank)
    name = models.CharField(_("name"), max_length=50)  # as it was entered
    post = models.CharField(_("post"), max_length=50)
    phone = models.CharField(_("contact"), max_length=30)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        verbose_name = _("leader on duty")
        verbose_name_plural = _("leaders on duty")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["roster", "unit", "person"], name="leader_once"),
            models.UniqueConstraint(fields=["roster", "unit"], condition=Q(rank="principal"), name="leader_one_principal"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.rank})"


class Swap(models.Model):
    """Two units exchange their days: asked by one, consented by the other, approved by the office."""

    class Dropped(models.TextChoices):
        """How a request ended before the office decided; empty: it became moot."""

        TAKEN_BACK = "back", _("taken back")
        REFUSED = "refused", _("refused by the other unit")

    first = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="swaps_asked")
    second = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="swaps_wanted")
    # As they were when it was asked: another change in between makes the swap moot.
    first_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    second_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=500)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    consented_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    consented_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(null=True, blank=True)
    opinion = models.CharField(_("opinion"), max_length=500, blank=True, default="")
    dropped_at = models.DateTimeField(null=True, blank=True)  # taken back, refused by the other unit, or moot
    dropped_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dropped_how = models.CharField(max_length=7, choices=Dropped, blank=True, default="")
    dropped_why = models.CharField(_("reason"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("swap")
        verbose_name_plural = _("swaps")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(first=F("second")), name="swap_two_days"),
            models.CheckConstraint(condition=~Q(granted=True) | Q(consented_at__isnull=False), name="swap_consented"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | (~Q(decided_by=F("asked_by")) & ~Q(decided_by=F("consented_by"))),
                name="swap_decided_by_another",
            ),
            models.UniqueConstraint(
                fields=["first"], condition=Q(decided_at=None, dropped_at=None), name="swap_one_pending"
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            # used by: the planning page and the home page, what waits
            models.Index(fields=["id"], condition=Q(decided_at=None, dropped_at=None), name="swap_pending"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ↔ {self.second_id}"

    @property
    def is_open(self) -> bool:
        """Neither decided nor dropped; whether its days still lie ahead is another question."""
        return self.decided_at is None and self.dropped_at is None


class Feed(models.Model):
    """The secret address under which a unit's calendar programs read its duty days (iCal); revocable."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=64, unique=True, default=secrets.token_urlsafe)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit"], condition=Q(revoked_at=None), name="feed_one_per_unit"),
        ]

    def __str__(self) -> str:
        return f"feed of {self.unit_id}"
