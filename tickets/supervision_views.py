"""The page of supervision: notices that wait for a signature, cases, the standing authorisation, what was issued (P9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max, Min
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hotline import clock
from hotline.deadlines.texts import due_text
from hotline.downloads import download
from hotline.models import Counter
from hotline.people.models import Person, Role
from tickets import masking, pages, word
from tickets.actions import authorise, signing
from tickets.actions.supervision import SERIES
from tickets.forms.fields import Text
from tickets.models import StandingAuthorisation, SupervisionOrder, Ticket
from tickets.operation import Forbidden, Refused
from tickets.views import add_error, person_of

QUEUE = 500  # notices listed on a page; more are behind its link
AT_ONCE = 50  # signed while the person waits; more of them in the background
CASES = 100
ISSUED = 30  # documents listed on a page
HISTORY = 10  # authorisations shown
Kind = SupervisionOrder.Kind


class AuthorisationForm(forms.Form):
    """From when until when notices go out by themselves."""

    valid_from = forms.DateField(
        label=pgettext_lazy("authorisation", "From"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Until, that day included"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("A year at most."),
    )  # fmt: skip


class GiveBackForm(forms.Form):
    """Why a notice is not signed."""

    text = Text(gettext_lazy("Why it is not signed"), rows=2)


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """Everything about supervision that supervisors and the office head should see."""
    return _page(request, _reader(request))


@require_POST
def sign(request: HttpRequest) -> HttpResponse:
    """Sign the ticked notices, each by itself; many of them in the background."""
    head = _head(request)
    pks = _ticked(request.POST)
    if not pks:
        messages.warning(request, _("Tick the notices you want to sign."))
    elif len(pks) > AT_ONCE:
        return redirect("jobs:job", signing.start(pks, actor=head).pk)
    else:
        _tell(request, signing.sign_many(pks, actor=head))
    return redirect("supervision")


@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not sign one notice, with the reason."""
    head = _head(request)
    rows = SupervisionOrder.objects.filter(kind=Kind.NOTICE).select_related("ticket__caller", "unit", "missed")
    order = get_object_or_404(rows, pk=pk)
    form = GiveBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            signing.give_back(order, actor=head, text=form.cleaned_data["text"])
        except Refused as refused:
            messages.warning(request, f"{order.ticket.number}: {refused.message}")
        else:
            messages.success(request, _("The notice on %(number)s is not signed.") % {"number": order.ticket.number})
        return redirect("supervision")
    context = {"form": form, "line": _waiting(order, False, clock.now())}
    return render(request, "tickets/supervision_give_back.html", context, status=422 if form.errors else 200)


@require_POST
def give_authorisation(request: HttpRequest) -> HttpResponse:
    """The office head authorises the notices of the coming time."""
    head = _head(request)
    form = AuthorisationForm(request.POST)
    if form.is_valid():
        try:
            authorise.give(actor=head, **form.cleaned_data)
        except Refused as refused:
            add_error(form, refused)
        else:
            messages.success(request, _("The authorisation is given."))
            return redirect("supervision")
    return _page(request, head, authorisation_form=form, status=422)


@require_POST
def revoke_authorisation(request: HttpRequest, pk: int) -> HttpResponse:
    """The office head ends an authorisation."""
    head = _head(request)
    try:
        authorise.revoke(pk, actor=head)
    except Forbidden as refused:
        raise PermissionDenied(refused.message) from refused
    except Refused as refused:
        messages.warning(request, str(refused.message))
    else:
        messages.success(request, _("The authorisation is revoked."))
    return redirect("supervision")


@require_GET
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The supervision order 督办单 as Word, one document per number, for everybody who may see one of its tickets."""
    person = person_of(request)
    rows = SupervisionOrder.objects.filter(ticket__in=Ticket.objects.visible_to(person), issued_at__isnull=False)
    order = get_object_or_404(rows, pk=pk)
    return download(word.supervision_order(order, person), f"督办单-{order.number}.docx")


def _reader(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.has_role(Role.OFFICE_HEAD, Role.SUPERVISOR):
        raise PermissionDenied
    return person


def _head(request: HttpRequest) -> Person:
    person = person_of(request)
    if not person.has_role(Role.OFFICE_HEAD):
        raise PermissionDenied
    return person


def _ticked(sent: QueryDict) -> list[int]:
    """The ids of the ticked notices; what is no id is nobody's tick."""
    return [int(pk) for pk in sent.getlist("order") if pk.isascii() and pk.isdigit() and len(pk) < 19][:QUEUE]


def _tell(request: HttpRequest, signed: signing.Signed) -> None:
    if signed.done:
        messages.success(request, _("%(n)s supervision notices are signed.") % {"n": len(signed.done)})
    for number, sentence in signed.refused:
        messages.warning(request, f"{number}: {sentence}")


def _page(
    request: HttpRequest,
    person: Person,
    *,
    authorisation_form: AuthorisationForm | None = None,
    status: int = 200,
) -> HttpResponse:
    may_sign = person.has_role(Role.OFFICE_HEAD)
    today = clock.today()
    authorisation = StandingAuthorisation.in_force(today)
    context = {
        "may_sign": may_sign,
        "queue": _queue(request.GET),
        "cases": _cases(),
        "authorisation": authorisation,
        "history": _history(today),
        "authorisation_form": authorisation_form or _next_year(authorisation.valid_until + clock.DAY if authorisation else today),
        "issued": issued_page(request.GET),
    }
    return render(request, "tickets/supervision.html", context, status=status)


# ---- what waits


@dataclass(frozen=True)
class Queue:
    """The waiting notices of a page, by unit; `waiting` counts them all."""

    units: list[dict[str, Any]]
    waiting: int
    ready: int
    ready_units: int
    next_url: str
    first_url: str


def _queue(query: QueryDict) -> Queue:
    """Oldest first, by unit (four queries, however many rows)."""
    waiting = SupervisionOrder.objects.unsigned().filter(kind=Kind.NOTICE)
    place = query.get("from", "")
    start = int(place) if place.isascii() and place.isdigit() and len(place) < 19 else 0
    rows = list(waiting.filter(pk__gt=start).select_related("ticket__caller", "unit", "missed").order_by("pk")[: QUEUE + 1])
    shown = rows[:QUEUE]
    held = set(SupervisionOrder.objects.held().filter(pk__in=[row.pk for row in shown]).values_list("pk", flat=True))
    now = clock.now()
    lines = [_waiting(row, row.pk in held, now) for row in shown]
    ready = [line for line in lines if line["state"] == "ready"]
    return Queue(
        units=_by_unit(lines),
        waiting=waiting.count(),
        ready=len(ready),
        ready_units=len({line["unit"].pk for line in ready}),
        next_url=f"?from={shown[-1].pk}" if len(rows) > QUEUE else "",
        first_url="?" if start else "",
    )


def _by_unit(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    lines = sorted(lines, key=lambda line: (line["unit"].position, line["unit"].pk))  # stable: the oldest stays first
    return [{"unit": unit, "rows": list(rows)} for unit, rows in groupby(lines, key=lambda line: line["unit"])]


def _waiting(row: SupervisionOrder, is_held: bool, now: datetime) -> dict[str, Any]:
    """A waiting notice in words; `moot` is what the next sweep takes away."""
    return {
        "pk": row.pk,
        "unit": row.unit,
        "number": row.ticket.number,
        "title": masking.without_caller(row.ticket.title, row.ticket),
        "missed": row.missed.get_kind_display() if row.missed else "",
        "due": due_text(row.missed_due_at, clock.local(now).year) if row.missed_due_at else "",
        "miss": pages.miss_text(row.nth),
        "since": pages.moment(row.opened_at),
        "state": "moot" if row.is_moot(now) else "held" if is_held else "ready",
    }


def _cases() -> list[dict[str, Any]]:
    """Cases that wait, the oldest first: they are signed singly, on the ticket."""
    rows = SupervisionOrder.objects.unsigned().filter(kind=Kind.CASE).select_related("ticket__caller", "unit", "opened_by")
    return [
        {
            "number": row.ticket.number,
            "title": masking.without_caller(row.ticket.title, row.ticket),
            "why": row.get_why_display(),
            "unit": row.unit,
            "by": row.opened_by.name if row.opened_by else "",
            "since": pages.moment(row.opened_at),
        }
        for row in rows.order_by("pk")[:CASES]
    ]


# ---- the standing authorisation


def _history(today: date) -> list[dict[str, Any]]:
    rows = StandingAuthorisation.objects.select_related("given_by", "revoked_by").order_by("-pk")[:HISTORY]
    return [{"row": row, "state": _state(row, today), "may_end": _may_end(row, today)} for row in rows]


def _state(row: StandingAuthorisation, today: date) -> str:
    if row.revoked_at:
        return "revoked"
    if row.valid_until < today:
        return "over"
    return "ahead" if row.valid_from > today else "in_force"


def _may_end(row: StandingAuthorisation, today: date) -> bool:
    return row.revoked_at is None and row.valid_until >= today


def _next_year(start: date) -> AuthorisationForm:
    """Proposed is what is allowed at most: the year from that day."""
    return AuthorisationForm(initial={"valid_from": start, "valid_until": authorise.latest_end(start)})


# ---- what was issued


@dataclass(frozen=True)
class Issued:
    """Documents of one series, newest first. Notices and cases are counted apart (P9)."""

    kind: str
    rows: list[dict[str, Any]]
    newer_url: str
    older_url: str
    first_url: str


def issued_page(query: QueryDict) -> Issued:
    """The documents before the one named by `before`, or the newest (two queries).

    Numbers are gapless, so a document's place is its number: no list of all that was ever issued is read or sorted.
    """
    kind = Kind.CASE if query.get("issued") == Kind.CASE else Kind.NOTICE
    years = _years(SERIES[kind])
    total = sum(last for _year, last in years)
    place = query.get("before", "")
    newest = min(int(place) - 1, total) if place.isascii() and place.isdigit() and len(place) < 19 else total
    oldest = max(newest - ISSUED, 0)
    numbers = [_number(SERIES[kind], years, position) for position in range(newest, oldest, -1)]
    return Issued(
        kind=kind,
        rows=_documents(numbers),
        newer_url=f"?issued={kind}&before={newest + ISSUED + 1}" if newest < total else "",
        older_url=f"?issued={kind}&before={oldest + 1}" if oldest else "",
        first_url=f"?issued={kind}" if newest < total else "",
    )


def _years(series: str) -> list[tuple[int, int]]:
    """How many numbers of that series each year gave, the oldest year first."""
    rows = Counter.objects.filter(name__startswith=f"{series} ").values_list("name", "last")
    return sorted((int(name.removeprefix(f"{series} ")), last) for name, last in rows)


def _number(series: str, years: Sequence[tuple[int, int]], position: int) -> str:
    """The document's number; `position` counts all of the series from 1."""
    for year, last in years:
        if position <= last:
            return f"{series}〔{year}〕{position}号"
        position -= last
    raise IndexError(position)


def _documents(numbers: Sequence[str]) -> list[dict[str, Any]]:
    rows = SupervisionOrder.objects.filter(number__in=numbers, issued_at__isnull=False).values("number", "unit__name")
    found = {
        row["number"]: {
            "number": row["number"], "unit": row["unit__name"], "day": clock.local(row["at"]).date(),
            "tickets": row["tickets"], "pk": row["first"],
        }
        for row in rows.annotate(tickets=Count("pk"), first=Min("pk"), at=Max("issued_at")).order_by("number")
    }  # fmt: skip
    return [found[number] for number in numbers if number in found]
