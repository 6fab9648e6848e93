"""The journal: one append-only row per action, chained by hash. A trigger refuses UPDATE, DELETE and TRUNCATE."""

import hashlib
import json
from datetime import UTC
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hotline.people.models import Person
from tickets.models.ticket import Ticket

ALGORITHM = "sha256-1"


class Event(models.Model):
    """Who did what, when, with what opinion. Name and unit as they were; typed details; never caller data."""

    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    action = models.CharField(max_length=30)
    from_step = models.PositiveSmallIntegerField(null=True)
    to_step = models.PositiveSmallIntegerField()
    actor = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(max_length=50)
    actor_unit = models.CharField(max_length=100)
    opinion = models.TextField(blank=True, default="")
    details: Any = models.JSONField(default=dict)
    # The key of the submitted form: the same form sent twice acts once.
    request_id = models.UUIDField(null=True)
    algorithm = models.CharField(max_length=10, default=ALGORITHM)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "seq"], name="event_gapless"),
            models.UniqueConstraint(fields=["request_id"], condition=Q(request_id__isnull=False), name="event_once_per_form"),
        ]
        indexes: ClassVar = [
            # used by: the audit trail's reveals
            models.Index(fields=["-id"], condition=Q(action="reveal"), name="event_reveals"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}#{self.seq} {self.action}"

    def canonical(self) -> str:
        """The event as text, the same on every machine: JSON, keys sorted, no spaces, instants in UTC."""
        return json.dumps(
            {
                "ticket": self.ticket_id,
                "seq": self.seq,
                "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "action": self.action,
                "from": self.from_step,
                "to": self.to_step,
                "actor": self.actor_id,
                "name": self.actor_name,
                "unit": self.actor_unit,
                "opinion": self.opinion,
                "details": self.details,
            },
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
        )

    def chained_to(self, previous_hash: str) -> str:
        """sha256 of the previous event's hash and this event's canonical text (section 7)."""
        return hashlib.sha256(f"{previous_hash}\n{self.canonical()}".encode()).hexdigest()
