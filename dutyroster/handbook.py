"""The handover book 交接本 of a duty day as plain values: what the page, the Word document and the signature are made of (D15).

It fills itself: attendance, callback sheet, checklist, everything written that day, its hard cases and knowledge points with
what became of them, and what earlier days left open. Entries name no caller; a constant number of queries, however full the
day was.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max, Q

from dutyroster import evidence, onduty, outstanding
from dutyroster.models import Attendance, Check, Handover, HandoverEntry, Sheet, Shift
from dutyroster.models.sheet import case_counts
from dutyroster.onduty import Crew
from hotline import clock, options
from hotline.deadlines.models import Deadline, Kind as Owed
from hotline.deadlines.texts import due_state
from knowledge.models import KnowledgeQuestion
from tickets import masking
from tickets.flow import Action
from tickets.models import Event, Ticket

Kind = HandoverEntry.Kind
CARRIED = 500  # lines carried over at most; a city that leaves more open has another trouble


def content(shift: Shift, handover: Handover | None = None) -> dict[str, Any]:
    """The book as it stands: strings, numbers, lists and None only, so that it can be hashed. Instants are ISO, Asia/Shanghai.

    `handover`: once signed, what was outstanding then stays in the book.
    """
    entries = [line(entry) for entry in entries_of(shift)]
    return {
        "day": shift.day.isoformat(),
        "unit": shift.unit.name,
        "attendance": [_presence(row) for row in attendance_of(onduty.crew(shift))],
        "sheet": sheet_state(shift),
        "checklist": _checklist(shift),
        "counts": dict(sorted(Counter(entry["kind"] for entry in entries).items())),
        "entries": entries,
        "hard": [one | {"ticket": one["ticket"].number, "at": _iso(one["at"])} for one in hard_cases(shift)],
        "carried": [line(entry) for entry in carried(shift)],
        "outstanding": outstanding.of(shift, handover),
        "knowledge": [_question(question) for question in knowledge(shift)],
    }


def attendance_of(crew: Crew) -> list[Attendance]:
    """Who came, in that order, each as what they count; refused claims too (one query)."""
    people = ("person", "came_by", "came_confirmed_by", "left_by", "left_confirmed_by")
    rows = list(Attendance.objects.filter(shift=crew.shift).select_related(*people).order_by("came_at", "pk"))
    for row in rows:
        row.attending = evidence.attends_as(row, crew)
    return rows


def entries_of(shift: Shift) -> list[HandoverEntry]:
    """The day's own lines, in the order they were written (three queries)."""
    return _with_calls(_lines().filter(shift=shift).order_by("at", "pk"))


def carried(shift: Shift) -> list[HandoverEntry]:
    """What earlier days left open when this one began: open still, or settled since (three queries)."""
    then_open = Q(is_open=True) | Q(closed_at__gte=shift.begins_at)
    rows = _lines().filter(then_open, shift__day__lt=shift.day, at__lt=shift.begins_at)
    return _with_calls(rows.order_by("at", "pk")[:CARRIED])


def _with_calls(rows: Iterable[HandoverEntry]) -> list[HandoverEntry]:
    """The lines; leader's calls with handling time and work arrangement (D4) from their ticket's journal, as `call`."""
    found = list(rows)
    calls = {(entry.ticket_id, entry.event_seq): entry for entry in found if entry.kind == Kind.CALL}
    events = Event.objects.filter(ticket__in={ticket for ticket, _seq in calls}, action=Action.LEADER_CALL) if calls else []
    for event in events:
        if entry := calls.get((event.ticket_id, event.seq)):
            entry.call = event.details  # type: ignore[attr-defined]
    return found


def call_of(entry: HandoverEntry) -> tuple[datetime | None, str]:
    """Of a leader's call: by when it is handled, and the work arrangement; (None, "") of any other line."""
    said = getattr(entry, "call", {})
    handle_by = said.get("handle_by")
    return clock.local(datetime.fromisoformat(handle_by)) if handle_by else None, said.get("arrangement", "")


def is_for_principal(entry: HandoverEntry) -> bool:
    """Of a leader's call: taken by the deputy on a day of the principal's approved leave (D18)."""
    return bool(getattr(entry, "call", {}).get("for_principal"))


def _lines() -> Any:
    rows = HandoverEntry.objects.select_related("shift", "ticket__caller", "by__unit", "answered_by", "closed_by")
    return rows.prefetch_related("units")


def hard_cases(shift: Shift) -> list[dict[str, Any]]:
    """The hard cases the day owed (D7): ticket, title, state (met, late, cancelled, open), and when (two queries)."""
    rows = Deadline.objects.filter(kind=Owed.HARD_CASE, subject_type="ticket", unit=shift.unit_id, due_at=shift.ends_at)
    owed = list(rows.order_by("opened_at", "pk")[:CARRIED])
    tickets = Ticket.objects.select_related("caller").in_bulk([row.subject_id for row in owed])
    return [
        {
            "ticket": (ticket := tickets[row.subject_id]),
            "title": masking.without_caller(ticket.title, ticket),
            "state": "open" if row.is_open else due_state(row, clock.now()),
            "at": row.met_at or row.cancelled_at or row.due_at,
        }
        for row in owed
    ]


def knowledge(shift: Shift) -> list[Any]:
    """The knowledge points put to the unit that day, and those it still owes from before, the first due first (D9; one query).

    Each with `answered_at`, the moment of the latest answer."""
    asked = Q(duty_day=shift.day) | Q(duty_day__lt=shift.day, state=KnowledgeQuestion.State.ASKED)
    rows = KnowledgeQuestion.objects.filter(asked, unit=shift.unit_id).annotate(answered_at=Max("answers__at"))
    return list(rows.order_by("due_at", "pk")[:CARRIED])


def sheet_state(shift: Shift) -> dict[str, Any] | None:
    """How far the callback sheet is: wanted, found, dealt with, signed; None before it is frozen."""
    sheet: Any = Sheet.objects.filter(shift=shift).values("wanted", "found", "closed_at", **case_counts()).first()
    if sheet is None:
        return None
    return {
        "wanted": sheet["wanted"], "found": sheet["found"], "cases": sheet["stand"], "done": sheet["done"],
        "signed": sheet["signed"], "closed": sheet["closed_at"] is not None,
    }  # fmt: skip


def line(entry: HandoverEntry) -> dict[str, Any]:
    """One line of the book."""
    ticket = entry.ticket
    handle_by, arrangement = call_of(entry)
    return {
        "pk": entry.pk,
        "day": entry.shift.day.isoformat(),
        "kind": entry.kind,
        "at": _iso(entry.at),
        "by": entry.by_name,
        "ticket": ticket.number if ticket else "",
        "title": masking.without_caller(ticket.title, ticket) if ticket else "",
        "text": entry.text,
        "handle_by": _iso(handle_by),
        "arrangement": arrangement,
        "for_principal": is_for_principal(entry),
        "units": [unit.name for unit in entry.units.all()],
        "in_remit": entry.in_remit,
        "answer": entry.answer,
        "staff": entry.staff,
        "answered_by": entry.answered_by.name if entry.answered_by else "",
        "open": entry.is_open,
        "closed": "" if entry.is_open else _iso(entry.closed_at),
        "closing": entry.closing,
        "closed_by": entry.closed_by.name if entry.closed_by else "",
    }


def _question(question: Any) -> dict[str, str]:
    return {
        "number": question.number,
        "text": question.text,
        "due": _iso(question.due_at),
        "state": question.state,
        "answered": _iso(question.answered_at),
    }


def is_after_signing(entry: HandoverEntry, handover: Handover | None) -> bool:
    """Written after the outgoing leader had signed: marked so, and not part of what was signed."""
    return bool(handover and handover.signed_at and entry.at > handover.signed_at)


def is_settled_after_signing(entry: HandoverEntry, handover: Handover | None) -> bool:
    """Open when the outgoing leader signed, and settled since: what was signed said otherwise, so the line says when."""
    signed = handover.signed_at if handover else None
    return signed is not None and entry.closed_at is not None and entry.at <= signed < entry.closed_at


def _presence(row: Attendance) -> dict[str, Any]:
    return {
        "name": row.name,
        "as": row.attending,
        "came": _iso(row.came_at),
        "came_confirmed": row.came_confirmed_by_id is not None,
        "left": _iso(row.left_at),
        "left_confirmed": row.left_confirmed_by_id is not None,
        "refused": row.refused_at is not None,
        "note": row.note,
    }


def checklist(shift: Shift) -> list[tuple[str, Check | None]]:
    """The checklist (D16): the option's lines, then what was ticked when it read otherwise (one query)."""
    done = {check.text: check for check in Check.objects.filter(shift=shift).select_related("done_by").order_by("pk")}
    lines = list(dict.fromkeys([*options.get("duty_checklist"), *done]))
    return [(text, done.get(text)) for text in lines]


def _checklist(shift: Shift) -> list[dict[str, Any]]:
    return [
        {"text": text, "done": _iso(check.done_at) if check else "", "by": check.done_by.name if check else ""}
        for text, check in checklist(shift)
    ]


def _iso(moment: datetime | None) -> str:
    return clock.local(moment).isoformat(timespec="seconds") if moment else ""
