"""Long work that runs in the background and can be watched. The row is the truth; a message in Redis only makes it quick."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hotline.people.models import Person

# A worker that has shown no progress for so long is taken for dead: runners tell their progress more often than that.
DEAD_AFTER = timedelta(seconds=60)
MOST_ATTEMPTS = 3


class State(models.TextChoices):
    QUEUED = "queued", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


OPEN = (State.QUEUED, State.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    def free(self, now: datetime) -> Self:
        """Nobody works on it: it waits, or its worker is dead."""
        return self.filter(Q(state=State.QUEUED) | Q(state=State.RUNNING, beat_at__lte=now - DEAD_AFTER))


class Job(models.Model):
    """One piece of long work for one person (None: for a command), its progress and what came out."""

    kind = models.CharField(max_length=40)
    title = models.CharField(_("title"), max_length=200)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    params: Any = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)  # 0: not known yet
    note = models.TextField(blank=True, default="")
    file = models.FileField(upload_to="jobs/%Y/%m/%d", max_length=200, null=True, blank=True)
    file_name = models.CharField(max_length=200, blank=True, default="")
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Which attempt it is: also the mark by which a worker that was taken for dead finds that the job is no longer its own.
    attempts = models.PositiveSmallIntegerField(default=0)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        indexes: ClassVar = [
            models.Index(fields=["person", "-id"], name="job_of_person"),  # used by: the person's list
            # used by: picking up what waits or was left behind
            models.Index(fields=["id"], condition=Q(state__in=["queued", "running"]), name="job_open"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def has_ended(self) -> bool:
        return self.state not in OPEN

    @property
    def percent(self) -> int | None:
        """How much is done, 0 to 100; None while nobody knows how much there is."""
        return min(100, self.done * 100 // self.total) if self.total else None

    def keep(self, file_name: str, content: Any) -> None:
        """Keep the result as a file for the person: bytes or an open file. A file of an earlier attempt goes."""
        from hotline.jobs.actions import keep

        keep(self, file_name, content)
