"""Official documents as Word files, rendered on demand from what was issued and a template's version.

They are always in Chinese, whatever language the reader works in, and name no caller: a handler who needs the identity
reveals it on the ticket, with a reason.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any

from django.utils import translation
from docxtpl import DocxTemplate
from markupsafe import Markup, escape

from hotline import clock, options
from hotline.deadlines.texts import due_text
from hotline.people.models import Person
from tickets import masking, word_templates
from tickets.models import AssignmentOrder, Category, Event, SupervisionOrder, Ticket, Urgency

OFFICE_PHONE = "12345"  # where the dispatcher has no phone of their own
# What XML cannot hold, with the tab and the form feed that the template engine would make layout of.
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def assignment_order(order: AssignmentOrder) -> bytes:
    """The assignment order 交办单 of one dispatch as .docx; the same order gives the same bytes."""
    ticket = Ticket.objects.select_related("caller", "category", "district").get(pk=order.ticket_id)
    event = Event.objects.select_related("actor").get(ticket=ticket, seq=order.event_seq)
    with translation.override("zh-hans"):
        values = _about_ticket(ticket) | _about_dispatch(order, event, ticket)
    return _rendered("assignment_order", order.template_version, values, title=f"{order.number}交办单")


def supervision_order(order: SupervisionOrder, reader: Person) -> bytes:
    """The supervision order 督办单 of that order's number as .docx, with those of its tickets that the reader may see.

    The same content gives the same bytes. Raises SupervisionOrder.DoesNotExist where the reader may see none of them.
    """
    rows = list(of_number(order.number, reader))
    if not rows:
        raise SupervisionOrder.DoesNotExist
    with translation.override("zh-hans"):
        values = _about_order(rows)
    return _rendered(f"supervision_{order.kind}", rows[0].template_version, values, title=f"{order.number}督办单")


def of_number(number: str, reader: Person) -> Iterable[SupervisionOrder]:
    """What was issued under that number, as far as the reader may see it, in the order of issue (one query)."""
    rows = SupervisionOrder.objects.filter(number=number, issued_at__isnull=False, ticket__in=Ticket.objects.visible_to(reader))
    people = ("issued_by", "authorisation__given_by")
    return rows.select_related("ticket__caller", "unit", "missed", *people).order_by("issued_at", "pk")


def _rendered(document: str, version: int, values: dict[str, Any], *, title: str) -> bytes:
    template = DocxTemplate(word_templates.path(document, version))
    template.render(_literal(values), autoescape=True)
    template.docx.core_properties.title = title
    out = BytesIO()
    template.save(out)
    return word_templates.reproducible(out.getvalue())


def _literal(value: Any) -> Any:
    """Every text such that it appears as it was typed: no markup, no tag of the template engine, nothing unprintable.

    The engine turns {_{ into {{ at the end, so the underscore goes in as a character reference.
    """
    if isinstance(value, str):
        return Markup(str(escape(_UNPRINTABLE.sub(" ", value))).replace("_", "&#95;"))
    if isinstance(value, list):
        return [_literal(entry) for entry in value]
    if isinstance(value, dict):
        return {key: _literal(entry) for key, entry in value.items()}
    return value


def _about_ticket(ticket: Ticket) -> dict[str, Any]:
    called = clock.local(ticket.called_at)
    return {
        "number": ticket.number,
        "type": ticket.get_type_display(),
        "urgency_mark": ticket.get_urgency_display() if ticket.urgency != Urgency.NORMAL else "",
        "called_at": f"{_day(called)}{called:%H:%M}",
        "caller": _caller(ticket),
        "category": _category(ticket.category),
        "address": _without_identity(_place(ticket), ticket),
        "title": _without_identity(ticket.title, ticket),
        "content": _lines(_without_identity(ticket.content, ticket)),
    }


def _category(category: Category | None) -> str:
    """The category with what it is part of."""
    return " / ".join(c.name for c in Category.objects.ancestors(category, include_self=True)) if category else ""


def _place(ticket: Ticket) -> str:
    return f"{ticket.district.name} {ticket.address}".strip() if ticket.district else ticket.address


def _about_dispatch(order: AssignmentOrder, event: Event, ticket: Ticket) -> dict[str, Any]:
    details = event.details
    issued = clock.local(order.issued_at)
    return {
        "order": order.number,
        "office": options.get("office_name"),
        "issued_on": _day(issued),
        "lead": details["lead_name"],
        "assisting": "、".join(details["assisting_names"]),
        "due": _due(details, issued.year),
        "opinion": _lines(_without_identity(event.opinion, ticket)),
        "requirements": _requirements(details),
        "contact": event.actor_name,
        "contact_phone": (event.actor.phone if event.actor else "") or OFFICE_PHONE,
    }


def _due(details: dict[str, Any], year: int) -> str:
    if not details["due_at"]:
        return "无需回复，签收即可"
    counted = f"（{details['workdays']}个工作日）" if details.get("workdays") else ""
    due = due_text(datetime.fromisoformat(details["due_at"]), year, provisional=details.get("provisional", False))
    return f"{due}前办结回复{counted}"


def _requirements(details: dict[str, Any]) -> list[str]:
    """What the office expects, numbered; less for a dispatch for information."""
    wanted = ["请按时签收；不属本单位职责的，附理由和依据退单。"]
    if details["due_at"]:
        wanted.append("请在办理时限前办结并回复；确需延期的，提前申请。")
    if details["due_at"] and details["assisting_names"]:
        wanted.append("主办单位牵头并统一回复，协办单位提前报送意见。")
    wanted.append("请保护诉求人信息，不得泄露给被反映的单位和个人。")
    return [f"{number}．{text}" for number, text in enumerate(wanted, start=1)]


# ---- supervision


def _about_order(rows: Sequence[SupervisionOrder]) -> dict[str, Any]:
    """The values of the template. Who signed is called as they were when they signed: so the journal says it."""
    first = rows[0]
    events = Event.objects.filter(ticket__in={row.ticket_id for row in rows}, details__has_key="signature")
    rows_of = list(events.values_list("details__row", "actor_name", "details__provisional"))
    names = {row: name for row, name, _provisional in rows_of}
    provisional = {row for row, _name, is_provisional in rows_of if is_provisional}
    issued = clock.local(first.issued_at or first.opened_at)
    tickets = [_about_overdue(position, row, issued.year) for position, row in enumerate(rows, start=1)]
    return {
        "order": first.number,
        "office": options.get("office_name"),
        "unit": first.unit.name,
        "issued_on": _day(issued),
        "why": first.get_why_display(),
        "tickets": tickets,
        "ticket": tickets[0],
        "requirements": _required(rows) + _new_dues(rows, issued.year, provisional),
        "signed": _signed(rows, names),
    }


def _about_overdue(position: int, row: SupervisionOrder, year: int) -> dict[str, Any]:
    missed = ""
    if row.missed and row.missed_due_at:
        missed = f"{row.missed.get_kind_display()} {due_text(row.missed_due_at, year)}"
    return {
        "position": str(position),
        "number": row.ticket.number,
        "title": _without_identity(row.ticket.title, row.ticket),
        "missed": missed or "—",
        "miss": f"第{row.nth}次" if row.nth else "—",
    }


def _required(rows: Sequence[SupervisionOrder]) -> list[str]:
    """What is required; the notices of a day mostly say the same, and then it stands there once."""
    return list(dict.fromkeys(line for row in rows for line in _lines(_without_identity(row.text, row.ticket))))


def _new_dues(rows: Sequence[SupervisionOrder], year: int, provisional: set[int]) -> list[str]:
    """Until when, in one sentence; where tickets of the document differ, a sentence for each due time."""
    positions: dict[tuple[str, int], list[int]] = {}
    for position, row in enumerate(rows, start=1):
        due = due_text(row.due_at, year, provisional=row.pk in provisional) if row.due_at else ""
        positions.setdefault((due, row.workdays), []).append(position)
    lines = []
    for (due, workdays), which in positions.items():
        those = f"（序号{'、'.join(map(str, which))}）" if len(positions) > 1 else ""
        lines.append(f"新的办理时限{those}：{due}前办结并回复（自印发之日起{workdays}个工作日）。")
    return lines


def _signed(rows: Sequence[SupervisionOrder], names: Mapping[int, str]) -> list[str]:
    """Who signed, and when the last of it; or under which authorisation it went out by itself (P9)."""
    said = {}
    for row in rows:
        if row.authorisation:
            given = row.authorisation
            until = _day(given.valid_until)
            said["authorisation", given.pk] = (
                f"依据{given.given_by.name}{_day(clock.local(given.given_at))}签发的授权（有效期至{until}）印发"
            )
        elif row.issued_by and row.issued_at:
            at = clock.local(row.issued_at)
            signer = names.get(row.pk) or row.issued_by.name
            said["person", row.issued_by.pk] = f"签发人：{signer}，{_day(at)}{at:%H:%M}签发"
    return list(said.values())


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


# ---- identity


def _caller(ticket: Ticket) -> str:
    if ticket.is_confidential:
        return "（保密）"
    caller = getattr(ticket, "caller", None)
    return masking.mask_name(caller.name) if caller and caller.name else "未留姓名"


def _without_identity(text: str, ticket: Ticket) -> str:
    """The text with the caller masked as in the journal; of a confidential caller not even that stays."""
    caller = getattr(ticket, "caller", None)
    text = masking.without_caller(text, ticket)
    if not ticket.is_confidential or caller is None:
        return text
    for known in (masking.mask_name(caller.name), caller.employer, masking.mask_phone(caller.phone.split("x")[0])):
        text = text.replace(known, "某某") if len(known) > 1 else text
    return text


def _lines(text: str) -> list[str]:
    """The lines that say something: each becomes a paragraph."""
    return [line.strip() for line in text.splitlines() if line.strip()]
