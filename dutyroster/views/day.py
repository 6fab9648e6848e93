"""The duty day: one page for the leaders, their unit and the office (D2-D17). Rules live in actions/; what is shown, in
day_page.py."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dutyroster import onduty, standing
from dutyroster.actions import attendance, entries, slip
from dutyroster.day_page import Day, past
from dutyroster.forms.day import AddForm, AnswerForm, AskForm, CloseForm, DayForm, RecordForm, TimeForm
from dutyroster.models import Attendance, Handover, HandoverEntry, Shift
from dutyroster.standing import Standing
from hotline import clock, options
from hotline.people.models import Person
from tickets.operation import Forbidden, Refused
from tickets.views import add_error, person_of

MINE = 20  # own questions on the page that asks


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """Today's duty day, from midnight to midnight; who is not concerned is told who is on duty and when it is their turn."""
    person = person_of(request)
    shift = onduty.shift_on(clock.now())
    here = standing.standing(person, shift) if shift else None
    if here and here.sees:
        return _page(request, here)
    return render(request, "dutyroster/not_today.html", _not_today(person, shift))


@require_GET
def day(request: HttpRequest, day: date) -> HttpResponse:
    """A duty day, past or to come."""
    return _page(request, here_or_404(request, day))


def here_or_404(request: HttpRequest, day: date) -> Standing:
    """The day for whom it is there: its unit's people and the office; nobody else learns of it here."""
    shift = get_object_or_404(Shift.objects.in_force().select_related("unit", "roster"), day=day)
    here = standing.standing(person_of(request), shift)
    if not here.sees:
        raise Http404
    return here


def _page(request: HttpRequest, here: Standing, bound: dict[str, DayForm] | None = None) -> HttpResponse:
    context = Day(here, bound or {}).context()
    return render(request, "dutyroster/day.html", context, status=422 if bound else 200)


def _not_today(person: Person, shift: Shift | None) -> dict[str, Any]:
    """Who is on duty, the unit's own next day, and yesterday's handover where this person has still to sign it."""
    now = clock.now()
    is_office = standing.is_of_office(person)
    rows = Shift.objects.in_force().select_related("unit", "roster")
    own = rows.filter(unit__in=person.unit.tree_ids, day__gt=now.date()).order_by("day").first()
    before = rows.filter(day=now.date() - clock.DAY).first()
    unsigned = before is not None and not Handover.objects.filter(shift=before).exists() and onduty.crew(before).is_leader(person)
    return {
        "shift": shift, "resumes_at": onduty.resumes_at(), "own": own, "place": options.get("duty_place"),
        "before": before if unsigned else None, "is_office": is_office,
        "past": past(now.date()) if is_office else [], "may_ask": person.has_role(*entries.ASKERS),
    }  # fmt: skip


# ---- attendance


@require_POST
def check_in(request: HttpRequest, day: date) -> HttpResponse:
    """I am here."""
    here = here_or_404(request, day)
    return _simple(request, here, lambda: attendance.check_in(here.shift, actor=here.person), _("You are checked in."))


@require_POST
def check_out(request: HttpRequest, day: date) -> HttpResponse:
    """I am leaving."""
    here = here_or_404(request, day)
    return _simple(request, here, lambda: attendance.check_out(here.shift, actor=here.person), _("You are checked out."))


@require_POST
def record(request: HttpRequest, day: date) -> HttpResponse:
    """The front desk records that somebody is there."""
    here = here_or_404(request, day)
    _desk(here)
    form = RecordForm(request.POST, name="record", shift=here.shift)

    def deed() -> Any:
        given = form.cleaned_data
        who = {"person": given["person"], "name": given["name"], "as_leader": given["as_leader"] is not False}
        return attendance.record_in(here.shift, actor=here.person, at=form.moment(here.shift), note=given["note"], **who)

    return _with_form(request, here, "record", form, deed, _("Recorded."), "#attendance")


@require_POST
def presence(request: HttpRequest, day: date, pk: int, deed: str) -> HttpResponse:
    """The front desk confirms or refuses a claim, sets its time, or records that somebody left."""
    here = here_or_404(request, day)
    _desk(here)
    row = get_object_or_404(Attendance, pk=pk, shift=here.shift)
    form = TimeForm(request.POST, name=f"presence{pk}")

    def act() -> Any:
        note, at = form.cleaned_data["note"], form.moment(here.shift)
        verb, _dash, what = deed.partition("-")
        if verb == "out":
            return attendance.record_out(row.pk, actor=here.person, at=at, note=note)
        if verb == "confirm":
            return attendance.confirm(row.pk, what, actor=here.person, at=at, note=note)
        return attendance.refuse(row.pk, what, actor=here.person, note=note)

    return _with_form(request, here, f"presence{pk}", form, act, _("Recorded."), "#attendance")


@require_POST
def print_slip(request: HttpRequest, day: date, pk: int) -> HttpResponse:
    """The front desk prints a sign-in slip for a leader; the code is on this page only, once (D21)."""
    here = here_or_404(request, day)
    _desk(here)
    named = next((n for n in here.crew.named if n.person.pk == pk), None)
    if named is None:
        raise Http404
    try:
        code = slip.issue(here.shift, named.person, actor=here.person)
    except Forbidden as refused:
        raise PermissionDenied(refused.message) from refused
    except Refused as refused:
        messages.warning(request, str(refused.message))
        return redirect("dutyroster:day", here.shift.day)
    address = request.build_absolute_uri(reverse("dutyroster:slip"))
    context = {"shift": here.shift, "named": named, "code": code, "address": address}
    response = render(request, "dutyroster/slip_print.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


# ---- the checklist and the book's own lines


@require_POST
def tick(request: HttpRequest, day: date) -> HttpResponse:
    """Tick a line of the checklist, or take the own tick away."""
    here = here_or_404(request, day)
    text, done = request.POST.get("text", "")[:200], request.POST.get("done") != "no"
    return _simple(request, here, lambda: entries.tick(here.shift, text, actor=here.person, done=done), "", "#checklist")


@require_POST
def add(request: HttpRequest, day: date) -> HttpResponse:
    """Another matter for the book."""
    here = here_or_404(request, day)
    form = AddForm(request.POST, name="add")

    def deed() -> Any:
        given = form.cleaned_data
        keys = {"stays_open": given["stays_open"], "request_id": given["request_id"]}
        return entries.add(here.shift, given["text"], actor=here.person, **keys)

    return _with_form(request, here, "add", form, deed, _("It stands in the handover book."), "#others")


@require_POST
def answer(request: HttpRequest, day: date, pk: int) -> HttpResponse:
    """The duty leader answers a question; it may have been asked on an earlier day."""
    here = here_or_404(request, day)
    entry = _entry(here, pk)
    form = AnswerForm(request.POST, name=f"entry{pk}")

    def deed() -> Any:
        given = form.cleaned_data
        words = {"in_remit": given["in_remit"], "text": given["answer"], "staff": given["staff"]}
        return entries.answer(entry.pk, actor=here.person, **words)

    return _with_form(request, here, f"entry{pk}", form, deed, _("Answered; whoever asked is told."), "#questions")


@require_POST
def close(request: HttpRequest, day: date, pk: int) -> HttpResponse:
    """An open matter is settled."""
    here = here_or_404(request, day)
    entry = _entry(here, pk)
    form = CloseForm(request.POST, name=f"entry{pk}")

    def deed() -> Any:
        return entries.close(entry.pk, actor=here.person, closing=form.cleaned_data["closing"])

    return _with_form(request, here, f"entry{pk}", form, deed, _("It is settled."), f"#entry-{pk}")


def _entry(here: Standing, pk: int) -> HandoverEntry:
    """A line of this day's book, or one carried over to it."""
    return get_object_or_404(HandoverEntry, pk=pk, shift__day__lte=here.shift.day)


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Operators and units put a question to the duty leader (D8), and read the answers to theirs."""
    person = person_of(request)
    if not person.has_role(*entries.ASKERS):
        raise PermissionDenied
    form = AskForm(request.POST or None, actor=person, initial={"ticket": request.GET.get("ticket", "")[:20]})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            entries.ask(given["text"], actor=person, ticket=given["ticket"], request_id=given["request_id"])
        except Refused as refused:
            add_error(form, refused)
        else:
            messages.success(request, _("Asked; the answer comes to your inbox and stands below."))
            return redirect("dutyroster:ask")
    rows = HandoverEntry.objects.filter(by=person, kind=HandoverEntry.Kind.QUESTION)
    mine = list(rows.select_related("ticket", "answered_by__unit").order_by("-pk")[:MINE])
    context = {"form": form, "mine": mine, "on_duty": onduty.running(), "resumes_at": onduty.resumes_at()}
    return render(request, "dutyroster/ask.html", context, status=422 if form.errors else 200)


# ---- how a post ends


def _desk(here: Standing) -> None:
    if not here.is_desk:
        raise PermissionDenied


def _simple(request: HttpRequest, here: Standing, deed: Callable[[], Any], said: str, place: str = "") -> HttpResponse:
    """A button without a form: what is refused is said on the page."""
    try:
        deed()
    except Forbidden as refused:
        raise PermissionDenied(refused.message) from refused
    except Refused as refused:
        messages.warning(request, str(refused.message))
    else:
        if said:
            messages.success(request, said)
    return redirect(f"{_url(here)}{place}")


def _with_form(
    request: HttpRequest, here: Standing, name: str, form: DayForm, deed: Callable[[], Any], said: str, place: str
) -> HttpResponse:  # fmt: skip
    """A form on the page: with faults the page comes back as it was typed (422)."""
    if form.is_valid():
        try:
            deed()
        except Forbidden as refused:
            raise PermissionDenied(refused.message) from refused
        except IntegrityError:
            form.add_error(None, _("Somebody else recorded the same at this moment. Look at the list as it is now."))
        except Refused as refused:
            add_error(form, refused)
        else:
            messages.success(request, said)
            return redirect(f"{_url(here)}{place}")
    return _page(request, here, {name: form})


def _url(here: Standing) -> str:
    return reverse("dutyroster:day", args=[here.shift.day])
