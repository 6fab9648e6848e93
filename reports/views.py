"""The dashboard of the supervisor and the office head, its lists, urging, export. Parse, authorise, one action, render."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hotline import clock
from hotline.paging import due_page_of
from hotline.people.models import Person, Role
from reports import figures, jobs, scope as scopes, urging, words
from reports.forms import NarrowForm, UrgeForm
from reports.listing import listed
from reports.scope import NUMBER, OVERDUE, Scope, Unreadable
from tickets.forms.fields import Choices
from tickets.operation import Forbidden
from tickets.views import person_of

ROLES = (Role.SUPERVISOR, Role.OFFICE_HEAD)
View = Callable[[HttpRequest, Person], HttpResponse]
PAGE = 100


def for_overseers(view: View) -> Callable[[HttpRequest], HttpResponse]:
    """Only supervisors and the office head; they see all tickets."""

    @wraps(view)
    def wrapper(request: HttpRequest) -> HttpResponse:
        person = person_of(request)
        if not person.has_role(*ROLES):
            raise PermissionDenied
        return view(request, person)

    return wrapper


@require_GET
@for_overseers
def dashboard(request: HttpRequest, person: Person) -> HttpResponse:
    """Where to act, now; asked by htmx, only the part that changes."""
    scope = scope_of(request).but(at=clock.now())
    found = figures.figures(scope)
    all_units = request.GET.get("units") == "all"
    context = {
        "scope": scope,
        "as_of": words.as_of(scope),
        "narrowed": urlencode(scope.filters),
        "figures": found,
        "units": found.units if all_units else found.units[: figures.UNITS_SHOWN],
        "unit_count": len(found.units),
        "all_units": all_units,
        "most_overdue": most_overdue(scope, person),
        "trend": figures.trend(scope),
    }
    part = request.headers.get("HX-Request") == "true"
    if not part:
        context["form"] = NarrowForm(initial=scope.filters, offered=Choices())
    response = render(request, "reports/figures.html" if part else "reports/dashboard.html", context)
    patch_vary_headers(response, ["HX-Request"])  # the browser's Back must not bring the part as the page
    return response


@require_GET
@for_overseers
def deadline_list(request: HttpRequest, person: Person) -> HttpResponse:
    """The obligations behind one figure, the first due first."""
    scope = scope_of(request)
    found = scopes.rows(scope)
    query = request.GET.copy()
    query["at"] = scope.params["at"]  # all pages of a list are of one instant
    page = due_page_of(found.select_related("unit", "held_by"), query, PAGE)
    context = {
        "scope": scope,
        "title": words.title(scope),
        "as_of": words.as_of(scope),
        "narrowed": urlencode(scope.filters),
        "now_url": f"?{urlencode({name: value for name, value in scope.params.items() if name != 'at'})}",
        "page": page,
        "rows": listed(page.rows, person, scope.at),
        "count": found.count(),
        "urgeable": urging.tickets_of(scope, person).count(),
    }
    return render(request, "reports/list.html", context)


@require_http_methods(["GET", "POST"])
@for_overseers
def urge(request: HttpRequest, person: Person) -> HttpResponse:
    """Urge the ticked obligations' tickets or those of the whole list: first asks for the text and says how many."""
    sent = request.POST if request.method == "POST" else request.GET
    scope = read_or_404(sent)
    ticked = None if sent.get("which") == "all" else [int(pk) for pk in sent.getlist("d") if NUMBER.fullmatch(pk)][:PAGE]
    tickets = list(urging.tickets_of(scope, person, ticked))
    back = f"{reverse('reports:list')}?{scope.query}"
    form = UrgeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return carry_out(request, person, tickets, form, back)
    if not tickets:
        messages.warning(request, _("No ticket was chosen, or nothing is owed on it any more."))
        return redirect(back)
    context = {
        "form": form,
        "scope": scope,
        "title": words.title(scope),
        "tickets": tickets,
        "units": urging.units_of(tickets),
        "ticked": ticked,
        "back": back,
        "in_background": len(tickets) > urging.AT_ONCE,
    }
    return render(request, "reports/urge.html", context, status=422 if form.errors else 200)


def carry_out(request: HttpRequest, person: Person, tickets: list[int], form: UrgeForm, back: str) -> HttpResponse:
    """Urge at once, or in the background where there are too many to wait for."""
    text, key = form.cleaned_data["text"], form.cleaned_data["request_id"] or uuid.uuid4()
    if len(tickets) > urging.AT_ONCE:
        return redirect("jobs:job", jobs.start_urging(tickets, actor=person, text=text, key=key).pk)
    try:
        outcome = urging.urge(tickets, actor=person, text=text, key=key)
    except Forbidden as refused:
        raise PermissionDenied(refused.message) from refused
    done, *refusals = jobs.said(outcome)
    messages.add_message(request, messages.SUCCESS if outcome.done else messages.WARNING, done)
    for sentence in refusals:
        messages.warning(request, sentence)
    return redirect(back)


@require_POST
@for_overseers
def export(request: HttpRequest, person: Person) -> HttpResponse:
    """Start writing the list to Excel and show how far it is."""
    return redirect("jobs:job", jobs.start_export(read_or_404(request.POST), actor=person).pk)


def most_overdue(scope: Scope, person: Person) -> list[Any]:
    """The first rows of the list of what is overdue."""
    found = scopes.rows(scope.but(state=OVERDUE)).select_related("unit", "held_by").order_by("due_at", "pk")
    return listed(list(found[: figures.MOST_OVERDUE]), person, scope.at)


def scope_of(request: HttpRequest) -> Scope:
    return read_or_404(request.GET)


def read_or_404(query: Any) -> Scope:
    try:
        return Scope.read(query, clock.now())
    except Unreadable as error:
        raise Http404 from error
