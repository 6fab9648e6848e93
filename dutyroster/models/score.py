"""The score of a duty day (D20): a ledger that is only added to."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dutyroster.models.roster import Shift
from hotline.people.models import Person, Unit


class ScoreQuerySet(models.QuerySet["Score"]):
    def in_force(self) -> Self:
        """Confirmed scores that no later line has reversed; at most one for a duty day."""
        return self.filter(reverses=None, reversal=None)


class Score(models.Model):
    """A line of the ledger: a confirmed score with its evidence, or the reversal of one. Append-only (trigger)."""

    shift = models.ForeignKey(Shift, on_delete=models.PROTECT, related_name="scores")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    year = models.PositiveSmallIntegerField()
    points = models.SmallIntegerField(_("points"))
    # What each criterion gave, and what it was seen from: {"a": −3, …} and the facts beside it.
    parts: Any = models.JSONField(default=dict)
    evidence: Any = models.JSONField(default=dict)
    proposed = models.SmallIntegerField()  # what the program proposed; the head may confirm another with the reason
    reason = models.CharField(_("reason"), max_length=500, blank=True, default="")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversal")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("line of the score ledger")
        verbose_name_plural = _("score ledger")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(points__gte=-3, points__lte=3), name="score_within_three"),
            models.CheckConstraint(condition=Q(reverses=None) | ~Q(reason=""), name="score_reversed_with_reason"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["year", "unit"], name="score_year"),  # used by: the yearly table
            models.Index(fields=["shift"], name="score_shift"),  # used by: the evidence page
        ]

    def __str__(self) -> str:
        return f"{self.shift_id}: {self.points:+}"


class Appeal(models.Model):
    """A unit disagrees with a confirmed score; the office head decides, an upheld one reverses it."""

    score = models.ForeignKey(Score, on_delete=models.PROTECT, related_name="appeals")
    text = models.TextField(_("grounds"), max_length=2000)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    upheld = models.BooleanField(null=True, blank=True)
    opinion = models.CharField(_("opinion"), max_length=500, blank=True, default="")

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        constraints: ClassVar = [models.UniqueConstraint(fields=["score"], name="appeal_once")]

    def __str__(self) -> str:
        return f"appeal on {self.score_id}"
