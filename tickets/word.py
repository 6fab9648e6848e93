"""Official documents of a ticket as Word files, rendered on demand from the journal and a template's version.

They are always in Chinese, whatever language the reader works in, and name no caller: a handler who needs the identity
reveals it on the ticket, with a reason.
"""

import re
from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils import translation
from docxtpl import DocxTemplate
from markupsafe import Markup, escape

from hotline import clock, options
from hotline.deadlines.texts import due_text
from tickets import masking, word_templates
from tickets.models import AssignmentOrder, Category, Event, Ticket, Urgency

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
        "called_at": f"{called.year}年{called.month}月{called.day}日{called:%H:%M}",
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
        "issued_on": f"{issued.year}年{issued.month}月{issued.day}日",
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
    due = due_text(datetime.fromisoformat(details["due_at"]), year)
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
