"""Parse, authorise, one action, render. Rules live in flow.py and actions/."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hotline import clock
from hotline.deadlines.models import Deadline
from hotline.deadlines.texts import due_view
from hotline.downloads import download
from hotline.paging import page_of
from hotline.people.models import Person, Role
from tickets import pages, word
from tickets.acting import act as do
from tickets.actions import register
from tickets.facts import Actor, Facts
from tickets.filters import TicketFilter
from tickets.flow import Action, Refusal, judge, possible
from tickets.forms import FORMS, LABELS, ActionForm, Choices, RegisterForm
from tickets.forms.actions import about
from tickets.forms.fields import UNTYPED as HIDDEN, once_key
from tickets.models import AssignmentOrder, Attachment, Event, Ticket
from tickets.operation import Busy, Changed, Forbidden, Refused, perform

RISKY = (Action.VOID, Action.DECLINE, Action.WITHDRAW, Action.FILE, Action.PUBLISH, Action.DECLARE_MAJOR)
MOST_AT_ONCE = 200
# What somebody opens the page for, the likeliest first; and what is always there but seldom wanted.
LIKELY = (
    Action.INSTRUCT, Action.DECIDE_REPLY, Action.DECIDE_RETURN, Action.DECIDE_EXTENSION, Action.STAND,
    Action.SIGN_ORDER, Action.LEADER_CALL, Action.OPINE,
    Action.RECORD_INCIDENT, Action.SIGN_FOR, Action.REFERRAL_OUTCOME, Action.DISPATCH, Action.ANSWER, Action.REPLY,
    Action.ASSIST_REPORT, Action.ANSWER_CALLER, Action.ACCEPT, Action.CALLBACK, Action.COMPILE, Action.PUBLISH, Action.FILE,
    Action.REOPEN,
)  # fmt: skip
SELDOM = (
    Action.NOTE, Action.ATTACH, Action.FLAG_HARD, Action.DECLARE_MAJOR, Action.SUBMIT, Action.INVESTIGATE, Action.REVEAL,
    Action.NAME_READERS, Action.FIRST_CONTACT, Action.REQUIRE_PROGRESS, Action.PROMISE, Action.MERGE, Action.WITHDRAW,
    Action.UNMERGE,
)  # fmt: skip


def person_of(request: HttpRequest) -> Person:
    """The signed-in person (the sign-in middleware lets nobody else come here)."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def visible_or_404(person: Person, number: str) -> Ticket:
    """The ticket, if this person may see it; else 404, for even its existence is private."""
    rows = Ticket.objects.visible_to(person).select_related(
        "caller", "category", "district", "registered_by__unit", "merged_into", "reopened_from", "incident"
    )
    return get_object_or_404(rows, number=number)


@require_GET
def ticket_list(request: HttpRequest) -> HttpResponse:
    """Tickets the person may see, newest first, with filters kept in the address."""
    person = person_of(request)
    rows = Ticket.objects.visible_to(person).select_related("category", "district")
    found = TicketFilter(request.GET, rows, offered=Choices())
    page = page_of(found.qs if found.form.is_valid() else rows.none(), request.GET, key="number")
    rows_with_due = pages.with_due(page.rows)
    may_accept = person.has_role(Role.CALLBACK_CLERK, Role.SUPERVISOR)
    filtered = any(request.GET.get(name) for name in found.filters)
    context = {"filter": found, "page": page, "rows": rows_with_due, "may_accept": may_accept, "filtered": filtered}
    return render(request, "tickets/list.html", context)


@require_http_methods(["GET", "POST"])
def register_ticket(request: HttpRequest) -> HttpResponse:
    """Register a call (P1)."""
    person = person_of(request)
    if isinstance(judge(Action.REGISTER, Actor.of(person), Facts()), Refusal):
        raise PermissionDenied
    form = RegisterForm(request.POST or None, request.FILES or None, choices=Choices())
    if request.method == "POST" and form.is_valid():
        try:
            event = register(actor=person, **form.values())
        except Refused as refused:
            add_error(form, refused)
        else:
            messages.success(request, _("Registered under number %(number)s.") % {"number": event.ticket.number})
            return redirect("tickets:ticket", event.ticket.number)
    return render(request, "tickets/register.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def ticket(request: HttpRequest, number: str) -> HttpResponse:
    """A ticket with everything this person may know of it and do with it."""
    person = person_of(request)
    return ticket_page(request, visible_or_404(person, number), person)


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, number: str, action: str) -> HttpResponse:
    """One action on a ticket: on GET its form within the ticket's page, on POST the deed."""
    person = person_of(request)
    row = visible_or_404(person, number)
    if action not in FORMS:
        raise Http404
    wanted = Action(action)
    actor, facts = Actor.of(person), Facts.of(row)
    verdict = judge(wanted, actor, facts)
    if isinstance(verdict, Refusal) and verdict.forbidden:
        raise PermissionDenied(verdict.message)
    if request.method == "GET":
        return ticket_page(request, row, person, open_action=wanted)
    if isinstance(verdict, Refusal):
        return repeated(request, row, person) or ticket_page(
            request, row, person, refused=why(request, row, verdict), typed=True, status=409
        )
    form = make_form(wanted, row, person, facts, Choices(), request)
    if not form.is_valid():
        return ticket_page(request, row, person, form=form, open_action=wanted, status=422)
    return carry_out(request, row, person, wanted, form)


def carry_out(request: HttpRequest, row: Ticket, person: Person, action: Action, form: ActionForm) -> HttpResponse:
    """Do it; whatever is refused comes back on the ticket's page with everything that was typed."""
    keys = {"version": form.cleaned_data["version"], "request_id": form.cleaned_data["request_id"]}
    number = row.number
    try:
        after = do(row, action, actor=person, **keys, **form.values())
    except Forbidden as refused:
        raise PermissionDenied(refused.message) from refused
    except (Changed, Busy) as refused:
        fresh = visible_or_404(person, number)
        # Having seen what is new, the person may send the same form again.
        again = request.POST.copy()
        again["version"] = str(fresh.version)
        form.data = again
        return ticket_page(request, fresh, person, form=form, open_action=action, refused=refused, status=409)
    except Refused as refused:
        add_error(form, refused)
        return ticket_page(request, visible_or_404(person, number), person, form=form, open_action=action, status=422)
    messages.success(request, _("Done: %(action)s") % {"action": action.label})
    if Ticket.objects.visible_to(person).filter(pk=after.pk).exists():
        return redirect("tickets:ticket", after.number)
    return redirect("home")


def repeated(request: HttpRequest, row: Ticket, person: Person) -> HttpResponse | None:
    """A double click whose first click already moved the ticket: show what it did."""
    try:
        sent = once_key(UUID(request.POST.get("request_id", "")), request.POST, request.FILES, about(row, person))
    except ValueError:
        return None
    done = Event.objects.filter(ticket=row, request_id=sent).exists()
    return redirect("tickets:ticket", row.number) if done else None


def why(request: HttpRequest, row: Ticket, verdict: Refusal) -> Refused:
    """What the person did not see, if that is why it is not possible any more; else the rule that refuses it."""
    version = request.POST.get("version", "")
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else row.version
    events = list(Event.objects.filter(ticket=row, seq__gt=seen).order_by("seq"))
    return Changed(events) if events else Refused(verdict.message)


def add_error(form: Any, refused: Refused) -> None:
    """Put the sentence beside its field, or above the form."""
    form.add_error(refused.field if refused.field in form.fields else None, str(refused.message))


def make_form(
    action: Action, row: Ticket, person: Person, facts: Facts, choices: Choices, request: HttpRequest | None = None
) -> ActionForm:
    """The form of an action, bound to the request if there is one."""
    bound = (request.POST, request.FILES) if request else (None, None)
    form = FORMS[action](*bound, ticket=row, actor=person, facts=facts, choices=choices, auto_id=f"{action}_%s")
    if action in LABELS and "text" in form.fields:
        form.fields["text"].label = str(LABELS[action])
    return form


def fits(action: Action, facts: Facts, row: Ticket, caller: pages.CallerView) -> bool:
    """Allowed, but perhaps without sense here: what is answered, visible or recorded already is not asked for again."""
    answered = action == Action.ANSWER_CALLER and row.answer_outcome and not facts.merged_unanswered
    recorded = action == Action.RECORD_INCIDENT and pages.is_recorded(row.incident)
    return not (answered or recorded or (action == Action.REVEAL and caller.is_unmasked))


def ticket_page(
    request: HttpRequest,
    row: Ticket,
    person: Person,
    *,
    form: ActionForm | None = None,
    open_action: Action | None = None,
    refused: Refused | None = None,
    typed: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Render the ticket; `refused` says why it was not done. What was typed is kept in `form`, or beside it if `typed`."""
    now = clock.now()
    facts, choices = Facts.of(row), Choices()
    events = list(row.events.order_by("seq"))
    files = list(Attachment.objects.filter(ticket=row).order_by("pk"))
    deadlines = list(Deadline.objects.open().of(*row.subject).select_related("unit").order_by("due_at"))
    caller = pages.caller_view(row, person, events, own_list=any(d.person_id == person.pk for d in deadlines))
    allowed = [action for action in possible(Actor.of(person), facts) if action in FORMS and fits(action, facts, row, caller)]
    first = next((action for action in LIKELY if action in allowed), None)
    acts = [
        {
            "action": action,
            "label": action.label,
            "form": form if form and action == open_action else make_form(action, row, person, facts, choices),
            "is_open": action == open_action,
            "is_risky": action in RISKY,
            "is_first": action == first,
            "is_seldom": action in SELDOM,
        }
        for action in sorted(allowed, key=lambda action: action != first)
    ]
    lost = typed or (form is not None and open_action not in allowed)
    context = {
        "ticket": row,
        "content": pages.shown_text(row.content, row, caller),
        "result": pages.shown_text(row.result, row, caller),
        "steps": pages.step_bar(row, events),
        "step": row.get_step_display(),
        "caller": caller,
        "parts": row.assignments.filter(ended_at=None).select_related("unit", "held_by").order_by("-is_lead", "pk"),
        "dues": [due_view(deadline, now) for deadline in deadlines],
        "timeline": pages.timeline(events, files),
        "orders": row.orders.order_by("pk"),
        "supervision": pages.supervision(row),
        "merged": row.merged.order_by("pk"),
        "reopened": row.reopened.order_by("pk"),
        "outcome": pages.outcome(row),
        "acts": acts,
        "acts_now": [a for a in acts if a["is_first"] or a["is_open"] or not a["is_seldom"]],
        "acts_any_time": [a for a in acts if a["is_seldom"] and not a["is_first"] and not a["is_open"]],
        "units": choices.units,
        "refused": refused,
        "unseen": pages.timeline(refused.events, []) if isinstance(refused, Changed) else [],
        "typed": [v for k, v in request.POST.items() if k not in HIDDEN and v] if lost else [],
    }
    response = render(request, "tickets/ticket.html", context, status=status)
    if caller.is_unmasked:  # the next person at this computer does not get it back from the browser
        response.headers["Cache-Control"] = "no-store"
    return response


@require_POST
def accept_many(request: HttpRequest) -> HttpResponse:
    """Accept the ticked tickets of step 3, each by the same rules as alone; says which were not accepted and why."""
    person = person_of(request)
    numbers = [number for number in request.POST.getlist("number") if number.isprintable()][:MOST_AT_ONCE]
    done = 0
    for row in Ticket.objects.visible_to(person).filter(number__in=numbers).order_by("pk"):
        try:
            perform(row.pk, Action.ACCEPT, actor=person)
            done += 1
        except Forbidden as refused:
            raise PermissionDenied(refused.message) from refused
        except Refused as refused:
            messages.warning(request, f"{row.number}: {refused.message}")
    if done:
        messages.success(request, _("%(count)s tickets accepted.") % {"count": done})
    return redirect(f"{request.POST.get('back', '')}" if _is_query(request.POST.get("back", "")) else "tickets:list")


def _is_query(text: str) -> bool:
    """A list's own query string and nothing that leads elsewhere."""
    return text.startswith("/tickets/?") and len(text) < 500


@require_GET
def attachment(request: HttpRequest, pk: int) -> FileResponse:
    """A file of a ticket the person may see; always as a download, never shown by the browser as a page."""
    person = person_of(request)
    row = get_object_or_404(Attachment.objects.filter(ticket__in=Ticket.objects.visible_to(person)), pk=pk)
    response = FileResponse(row.file.open("rb"), as_attachment=True, filename=row.name, content_type=row.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """The assignment order 交办单 as Word (P3)."""
    person = person_of(request)
    row = get_object_or_404(
        AssignmentOrder.objects.filter(ticket__in=Ticket.objects.visible_to(person)).select_related("ticket__caller"), pk=pk
    )
    return download(word.assignment_order(row), f"交办单-{row.ticket.number}.docx")
