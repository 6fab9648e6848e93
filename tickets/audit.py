"""The audit trail: who did what and when, over all tickets, without their content; and the proof that it is unchanged."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hotline.paging import page_of
from hotline.people.models import Role
from tickets.flow import Action
from tickets.journal import verify
from tickets.models import Event, Ticket
from tickets.pages import moment
from tickets.views import person_of


@require_GET
def trail(request: HttpRequest) -> HttpResponse:
    """Events newest first, of one ticket or of all, or the reveals of identity alone (role auditor, section 2).

    Opinions are ticket content and stay hidden, except the reason of a reveal: that is what an auditor looks for.
    With a ticket's number the journal of that ticket is verified too.
    """
    if not person_of(request).has_role(Role.AUDITOR):
        raise PermissionDenied
    number, only = request.GET.get("number", "").replace("\0", "").strip()[:20], request.GET.get("only", "")
    rows = Event.objects.select_related("ticket").defer("details")
    if number:
        rows = rows.filter(ticket__number=number)
    if only == "reveal":
        rows = rows.filter(action=Action.REVEAL)
    page = page_of(rows, request.GET)
    context = {
        "page": page,
        "rows": [_row(event) for event in page.rows],
        "number": number,
        "only": only,
        "proof": _proof(number),
    }
    return render(request, "tickets/audit.html", context)


def _row(event: Event) -> dict[str, str | int]:
    return {
        "when": moment(event.at),
        "number": event.ticket.number,
        "seq": event.seq,
        "action": str(Action(event.action).label),
        "who": event.actor_name,
        "unit": event.actor_unit,
        "reason": event.opinion if event.action == Action.REVEAL else "",
        "hash": event.hash[:12],
    }


def _proof(number: str) -> list[str] | None:
    """What is wrong with the ticket's journal and its supervision orders: an empty list is the proof; None without a ticket."""
    rows = Ticket.objects.filter(number=number) if number else Ticket.objects.none()
    if not rows:
        return [_("There is no ticket of that number.")] if number else None
    return [str(fault) for fault in verify(rows)]
