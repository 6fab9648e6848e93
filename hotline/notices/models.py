"""What a person is told. A notice is a row first; other channels are sent from rows."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hotline.people.models import Person


class Notice(models.Model):
    """One thing one person is told, once: `cause` names the event or alarm behind it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    cause = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    params: Any = models.JSONField(default=dict)
    link = models.CharField(max_length=200, blank=True)
    is_urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints: ClassVar = [
            # never twice to the same person for the same cause
            models.UniqueConstraint(fields=["person", "cause", "kind"], name="notice_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-id"], name="notice_inbox"),  # used by: the inbox, newest first
            # used by: the badge on every page
            models.Index(fields=["person"], condition=models.Q(read_at=None), name="notice_unread"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.person_id}"
