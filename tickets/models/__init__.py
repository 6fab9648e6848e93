"""Data of the seven steps: constraints, indexes and querysets; no writes of other models."""

from tickets.models.choices import (
    AnswerHow,
    AnswerOutcome,
    Channel,
    Closed,
    DispatchHow,
    HardMark,
    Satisfaction,
    Step,
    TicketType,
    Urgency,
)
from tickets.models.handling import Assignment, AssignmentOrder, Extension, Reply, Return
from tickets.models.journal import Event
from tickets.models.office import Attachment, Callback, Incident, Instruction
from tickets.models.supervision import StandingAuthorisation, SupervisionOrder
from tickets.models.ticket import CONTENT_LENGTH, Caller, Category, Ticket, may_see_identity

__all__ = [
    "CONTENT_LENGTH",
    "AnswerHow",
    "AnswerOutcome",
    "Assignment",
    "AssignmentOrder",
    "Attachment",
    "Callback",
    "Caller",
    "Category",
    "Channel",
    "Closed",
    "DispatchHow",
    "Event",
    "Extension",
    "HardMark",
    "Incident",
    "Instruction",
    "Reply",
    "Return",
    "Satisfaction",
    "StandingAuthorisation",
    "Step",
    "SupervisionOrder",
    "Ticket",
    "TicketType",
    "Urgency",
    "may_see_identity",
]
