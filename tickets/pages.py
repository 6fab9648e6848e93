"""What the ticket page shows, as plain values for its templates: step bar, facts, deadlines, timeline."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import dateparse
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from hotline import clock, options
from hotline.deadlines.models import Deadline, Kind
from hotline.deadlines.texts import due_text, due_view
from hotline.people.models import Person
from tickets import masking
from tickets.actions.office import STAMPS, stamp_label
from tickets.flow import Action
from tickets.models import (
    AnswerHow,
    Attachment,
    Closed,
    DispatchHow,
    Event,
    HardMark,
    Incident,
    Instruction,
    Satisfaction,
    Step,
    SupervisionOrder,
    Ticket,
    may_see_identity as may_see,
)

ICONS: dict[str, str] = {
    Action.REGISTER: "telephone-plus",
    Action.DISPATCH: "send",
    Action.REDISPATCH: "send",
    Action.SIGN_FOR: "pen",
    Action.REPLY: "reply-fill",
    Action.DECIDE_REPLY: "reply-fill",
    Action.ANSWER: "chat-dots",
    Action.ANSWER_CALLER: "chat-dots",
    Action.CALLBACK: "telephone-outbound",
    Action.LEADER_CALL: "telephone-inbound",
    Action.OPINE: "pencil-square",
    Action.PROMISE: "calendar-check",
    Action.REQUIRE_PROGRESS: "hourglass-split",
    Action.FIRST_CONTACT: "signpost-split",
    Action.ACCEPT: "check2-circle",
    Action.SUPERVISE: "exclamation-diamond-fill",
    Action.SIGN_ORDER: "pen-fill",
    Action.URGE: "bell",
    Action.REDO: "arrow-repeat",
    Action.DECLARE_MAJOR: "lightning-fill",
    Action.INSTRUCT: "pencil-square",
    Action.SUBMIT: "arrow-up-right-square",
    Action.REVEAL: "eye",
    Action.MERGE: "union",
    Action.FOLLOW: "union",
    Action.RECOUNT: "calendar-event",
    Action.COMPILE: "journal-text",
    Action.PUBLISH: "megaphone",
    Action.FILE: "archive-fill",
}
# Typed details that the timeline shows, in this order, with what to call them; others are for machines.
SHOWN = {
    "lead_name": gettext_lazy("Lead unit"),
    "assisting_names": gettext_lazy("Assisting units"),
    "to_name": gettext_lazy("Handed on to"),
    "to": gettext_lazy("Referred to"),
    "matter": pgettext_lazy("supervision", "Matter"),
    "miss": gettext_lazy("Which miss"),
    "order": pgettext_lazy("document", "Order"),
    "due_at": gettext_lazy("Due"),
    "moved": gettext_lazy("Moved"),
    "change": gettext_lazy("Change of the calendar"),
    "by": gettext_lazy("By"),
    "workdays": gettext_lazy("Working days"),
    "reason": gettext_lazy("Reason"),
    "basis": gettext_lazy("Basis"),
    "leader": gettext_lazy("To"),
    "why": pgettext_lazy("submission", "Matter"),
    "granted": gettext_lazy("Decision"),
    "settled": gettext_lazy("Outcome"),
    "answered": gettext_lazy("Answer"),
    "how": gettext_lazy("How"),
    "caller_told": gettext_lazy("Caller told"),
    "reached": pgettext_lazy("callback", "Caller"),
    "solved": gettext_lazy("Solved?"),
    "satisfaction": gettext_lazy("Satisfaction"),
    "main": gettext_lazy("Main ticket"),
    "reopened_from": gettext_lazy("Reopened from"),
    "held_at": gettext_lazy("When"),
    "place": gettext_lazy("Place"),
    "participants": gettext_lazy("Participants"),
    "stamps": gettext_lazy("Happened"),
    "checked": gettext_lazy("Done"),
    "readers": gettext_lazy("Persons who may see the identity"),
    "volume": gettext_lazy("Volume"),
    "mark": gettext_lazy("Why"),
    "hard": gettext_lazy("Mark"),
    "handle_by": gettext_lazy("To be handled by"),
    "arrangement": gettext_lazy("Work arrangement"),
    "has_basis": gettext_lazy("Legal basis"),
    "for_principal": gettext_lazy("Taken"),
    "joint": gettext_lazy("Which matter"),
    "unit_names": gettext_lazy("Units concerned"),
}
YES_NO = {
    "granted": (gettext_lazy("granted"), gettext_lazy("refused")),
    "settled": (gettext_lazy("settled"), gettext_lazy("not settled")),
    "answered": (gettext_lazy("caller answered"), gettext_lazy("no answer possible")),
    "caller_told": (gettext_lazy("yes"), gettext_lazy("no")),
    "reached": (gettext_lazy("reached"), gettext_lazy("not reached")),
    "solved": (gettext_lazy("solved"), gettext_lazy("not solved")),
    "has_basis": (gettext_lazy("there is one"), gettext_lazy("there is none: explained")),
    "for_principal": (gettext_lazy("by the deputy, the principal being on approved leave"), ""),
    "joint": (gettext_lazy("joint matter"), gettext_lazy("outside the remit")),
}


def moment(value: datetime) -> str:
    """An instant as the pages show it, in the hotline's time."""
    return date_format(clock.local(value), "Y-m-d H:i")


def step_bar(ticket: Ticket, events: list[Event]) -> list[dict[str, Any]]:
    """The seven steps: done, here, to come; a step the ticket jumped over is not needed."""
    visited = {event.to_step for event in events}

    def state(step: Step) -> str:
        if step == ticket.step:
            return "done" if ticket.is_filed else "here"
        if step < ticket.step:
            return "done" if step in visited else "skipped"
        return "done" if step == Step.SUPERVISION and step in visited else "todo"

    return [{"number": step.value, "label": step.label, "state": state(step)} for step in Step]


@dataclass(frozen=True)
class CallerView:
    """The caller as this person may see them."""

    name: str
    phone: str
    employer: str
    is_unmasked: bool
    is_hidden: bool


def caller_view(ticket: Ticket, person: Person, events: list[Event], *, own_list: bool = False) -> CallerView:
    """Masked by default; whole for who registered it today, on the own callback list, or after a reveal (section 7)."""
    caller = ticket.caller
    since = clock.now() - timedelta(minutes=options.get("reveal_minutes"))
    revealed = any(e.action == Action.REVEAL and e.actor_id == person.pk and e.at > since for e in events)
    if may_see(person, ticket, revealed=revealed, own_list=own_list):
        return CallerView(caller.name, caller.phone, caller.employer, True, False)
    if ticket.is_confidential:
        return CallerView("", "", "", False, True)
    return CallerView(masking.mask_name(caller.name), masking.mask_phone(caller.phone), "", False, False)


def shown_text(text: str, ticket: Ticket, caller: CallerView) -> str:
    """What was typed into content or result: the caller in it is masked for whom the caller is masked."""
    return text if caller.is_unmasked else masking.without_caller(text, ticket)


def timeline(events: list[Event], files: list[Attachment]) -> list[dict[str, Any]]:
    """The journal, newest first, as `parts/timeline.html` wants it."""
    by_event: dict[int, list[tuple[str, str]]] = {}
    for file in files:
        by_event.setdefault(file.event_seq, []).append((reverse("tickets:attachment", args=[file.pk]), file.name))
    return [_entry(event, _documents(event) + by_event.get(event.seq, [])) for event in reversed(events)]


def _documents(event: Event) -> list[tuple[str, str]]:
    """The supervision order an event issued, as a link to its Word file."""
    if "signature" not in event.details:
        return []
    return [(reverse("supervision_order", args=[event.details["row"]]), f"{event.details['order']}.docx")]


def _entry(event: Event, files: list[tuple[str, str]]) -> dict[str, Any]:
    moved = event.from_step is not None and event.from_step != event.to_step
    title = str(Action(event.action).label)
    if moved:
        title = f"{title} → {Step(event.to_step).label}"
    elif event.action == Action.REPLY:
        title = _("%(reply)s, sent to the unit leader for approval") % {"reply": title}
    return {
        "when": moment(event.at),
        "iso": event.at.isoformat(),
        "title": title,
        "who": event.actor_name,
        "unit": event.actor_unit,
        "text": event.opinion,
        "icon": ICONS.get(event.action, "dot"),
        "is_key": moved,
        "details": [(SHOWN[k], _value(k, event.details)) for k in SHOWN if _is_shown(event, k)],
        "files": files,
        "anchor": f"event-{event.seq}",
    }


def _is_shown(event: Event, key: str) -> bool:
    if key == "to" and event.action != Action.REFER:
        return False  # an id; `to_name` says it
    if key == "hard":
        return event.details.get(key) is False  # a mark taken away; that it was set, the action says
    value = event.details.get(key)
    return value is not None and value != "" and value != []


def _value(key: str, details: dict[str, Any]) -> str:
    value = details[key]
    if key in YES_NO:
        return str(YES_NO[key][0 if value else 1])
    if key == "due_at":
        at = dateparse.parse_datetime(value)
        return due_text(at, clock.today().year, provisional=details.get("provisional", False)) if at else value
    if key == "moved":
        return "；".join(_moved(entry) for entry in value)
    if key in ("held_at", "handle_by"):
        at = dateparse.parse_datetime(value)
        return moment(at) if at else value
    if key == "hard":
        return _("not a hard case any more")
    if key == "mark":
        return str(HardMark(value).label)
    if key == "satisfaction":
        return str(Satisfaction(value).label)
    if key == "why":
        return str(Instruction.Why(value).label)
    if key == "matter":
        return str(SupervisionOrder.Why(value).label)
    if key == "miss":
        return miss_text(value)
    if key == "how":
        return str(dict(DispatchHow.choices + AnswerHow.choices).get(value, value))
    if key == "stamps":
        return "、".join(stamp_label(name) for name in value)
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def _moved(entry: dict[str, str]) -> str:
    """One deadline that a changed calendar moved."""
    year = clock.today().year
    old, new = (due_text(datetime.fromisoformat(entry[name]), year) for name in ("from", "to"))
    return f"{Kind(entry['kind']).label} {old} → {new}"


def miss_text(nth: int | None) -> str:
    """The how manyeth missed deadline of a unit on a ticket; empty where that is not counted."""
    texts = {1: gettext_lazy("1st miss"), 2: gettext_lazy("2nd miss"), 3: gettext_lazy("3rd miss")}
    return str(texts[nth]) if nth in texts else ""


def supervision(ticket: Ticket) -> dict[str, Any]:
    """Of the ticket's supervision orders: what waits, in sentences, and what was issued, as documents (two queries)."""
    rows = list(ticket.supervision_orders.select_related("missed", "unit").order_by("pk"))
    waiting = [row for row in rows if not (row.issued_at or row.refused_at or row.dropped_at)]
    pks = [row.pk for row in waiting]
    held = set(SupervisionOrder.objects.held().filter(pk__in=pks).values_list("pk", flat=True)) if waiting else set()
    return {
        "waiting": [_waiting(row, row.pk in held) for row in waiting],
        "issued": [(reverse("supervision_order", args=[row.pk]), row.number) for row in rows if row.issued_at],
    }


def _waiting(row: SupervisionOrder, is_held: bool) -> str:
    if row.missed is None or row.missed_due_at is None:
        return _("A supervision case waits for the office head's signature: %(why)s") % {"why": row.get_why_display()}
    missed = {
        "miss": miss_text(row.nth),
        "unit": row.unit.label,
        "what": row.missed.get_kind_display(),
        "due": due_text(row.missed_due_at, clock.today().year),
    }
    if is_held:
        return _("%(miss)s of %(unit)s (%(what)s, due %(due)s): the notice is held until the request is decided") % missed
    return _("%(miss)s of %(unit)s (%(what)s, due %(due)s): the notice waits to be issued") % missed


def is_recorded(incident: Incident) -> bool:
    """All of a major incident's times and its whole checklist are there."""
    return all(getattr(incident, name) for name in STAMPS) and all(done for _text, done in incident.checklist)


def outcome(ticket: Ticket) -> str:
    """How the ticket came to compilation, in words."""
    return str(Closed(ticket.closed).label) if ticket.closed else ""


def with_due(rows: list[Ticket]) -> list[tuple[Ticket, dict[str, Any] | None]]:
    """Each ticket with its next open deadline; one query for the page."""
    now = clock.now()
    found = Deadline.objects.open().filter(subject_type="ticket", subject_id__in=[r.pk for r in rows]).select_related("unit")
    first: dict[int, Deadline] = {}
    for deadline in found.order_by("due_at"):
        first.setdefault(deadline.subject_id, deadline)
    return [(row, due_view(first[row.pk], now) if row.pk in first else None) for row in rows]
