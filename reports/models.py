"""Finished days, counted once: what fell due, what was met, what was left (design idea 7)."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.deadlines.models import Kind
from hotline.people.models import Unit


class TalliedDay(models.Model):
    """A finished day whose tally stands, also one on which nothing was owed."""

    day = models.DateField(primary_key=True)
    tallied_at = models.DateTimeField()

    class Meta:
        verbose_name = _("tallied day")
        verbose_name_plural = _("tallied days")

    def __str__(self) -> str:
        return str(self.day)


class DayTally(models.Model):
    """One day's obligations of a kind owed by a unit, as they stood at 24:00 of that day. Never changed afterwards.

    `due` = `in_time` + `missed` fell due that day; `cancelled` are those of the day that nobody owed any more; `backlog` were
    overdue at 24:00, whenever they had fallen due.
    """

    day = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    due = models.PositiveIntegerField()
    in_time = models.PositiveIntegerField()
    missed = models.PositiveIntegerField()
    cancelled = models.PositiveIntegerField()
    backlog = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("tally of a day")
        verbose_name_plural = _("tallies of days")
        constraints: ClassVar = [
            # used by: the trend, which reads days
            models.UniqueConstraint(fields=["day", "kind", "unit"], name="day_tally_once"),
            models.CheckConstraint(
                condition=models.Q(due=models.F("in_time") + models.F("missed")), name="day_tally_in_time_or_missed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.unit_id}"
