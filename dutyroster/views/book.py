"""The handover book of a day: read, print, Word; signing and taking over (D15)."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dutyroster import handbook, onduty, outstanding, standing
from dutyroster.actions import handover as handovers
from dutyroster.forms.day import CloseUnsignedForm, ConfirmForm, DayForm, SignForm
from dutyroster.models import Attending, Handover, HandoverEntry, Shift
from dutyroster.onduty import Crew
from dutyroster.standing import Standing
from dutyroster.word import book as book_word
from hotline import clock
from hotline.deadlines.models import Deadline, Kind as Owed
from hotline.downloads import download
from tickets import masking
from tickets.operation import Forbidden, Refused
from tickets.views import add_error, person_of


@require_GET
def book(request: HttpRequest, day: date) -> HttpResponse:
    """The book as it stands."""
    here, incoming = reader_or_404(request, day)
    return _page(request, here, incoming)


@require_GET
def word(request: HttpRequest, day: date) -> HttpResponse:
    """The book as a Word document."""
    here, _incoming = reader_or_404(request, day)
    handover = Handover.objects.filter(shift=here.shift).first()
    return download(book_word.document(here.shift, handover), f"值班交接本-{here.shift.day}.docx")


@require_POST
def sign(request: HttpRequest, day: date) -> HttpResponse:
    """The outgoing leader signs."""
    here, incoming = reader_or_404(request, day)
    form = SignForm(request.POST, name="sign")

    def deed(given: dict[str, Any]) -> Any:
        return handovers.sign(here.shift, actor=here.person, password=given["password"], remarks=given["remarks"])

    return _carry_out(request, here, incoming, form, deed, _("The handover is signed."))


@require_POST
def confirm(request: HttpRequest, day: date) -> HttpResponse:
    """The incoming leader confirms, or takes over what nobody signed."""
    here, incoming = reader_or_404(request, day)
    form = ConfirmForm(request.POST, name="confirm")
    unsigned = request.POST.get("without_signature") == "yes"

    def deed(given: dict[str, Any]) -> Any:
        words = {"password": given["password"], "reservations": given["reservations"], "without_signature": unsigned}
        return handovers.confirm(here.shift, actor=here.person, **words)

    return _carry_out(request, here, incoming, form, deed, _("The handover is confirmed."))


@require_POST
def close_unsigned(request: HttpRequest, day: date) -> HttpResponse:
    """The head of the office closes a day nobody signed."""
    here, incoming = reader_or_404(request, day)
    form = CloseUnsignedForm(request.POST, name="close")

    def deed(given: dict[str, Any]) -> Any:
        return handovers.close_unsigned(here.shift, actor=here.person, reason=given["reason"])

    return _carry_out(request, here, incoming, form, deed, _("The day is closed without a signature."))


def reader_or_404(request: HttpRequest, day: date) -> tuple[Standing, Crew | None]:
    """The day's unit and the office; from 22:00 on also the people of the unit that follows. With the crew of the next day."""
    person = person_of(request)
    shift = get_object_or_404(Shift.objects.in_force().select_related("unit", "roster"), day=day)
    following = Shift.objects.on(day + clock.DAY)
    crews = onduty.crews([shift, *([following] if following else [])])
    here = standing.standing(person, shift, crews[shift.pk])
    incoming = crews[following.pk] if following else None
    if not here.sees:
        follows = incoming is not None and standing.standing(person, incoming.shift, incoming).sees
        if not follows or clock.now() < shift.ends_at:
            raise Http404
    return here, incoming


def _carry_out(
    request: HttpRequest, here: Standing, incoming: Crew | None, form: DayForm, deed: Any, said: str
) -> HttpResponse:  # fmt: skip
    if form.is_valid():
        try:
            deed(form.cleaned_data)
        except Forbidden as refused:
            raise PermissionDenied(refused.message) from refused
        except Refused as refused:
            add_error(form, refused)
        else:
            messages.success(request, said)
            return redirect("dutyroster:book", here.shift.day)
    return _page(request, here, incoming, form)


def _page(request: HttpRequest, here: Standing, incoming: Crew | None, form: DayForm | None = None) -> HttpResponse:
    shift, now = here.shift, clock.now()
    handover = Handover.objects.filter(shift=shift).select_related("signed_by", "confirmed_by").first()
    why_not = handovers.cannot_confirm(shift, handover, incoming, here.person)
    owes_signature = Deadline.objects.open().of(*shift.subject).filter(kind=Owed.HANDOVER_SIGN).exists()
    may_sign = here.is_leader and handover is None
    context = {
        "day": shift.day, "shift": shift, "here": here, "incoming": incoming, "handover": handover,
        "attendance": [(row, Attending(row.attending).label) for row in handbook.attendance_of(here.crew)],
        "sheet": handbook.sheet_state(shift), "checklist": handbook.checklist(shift),
        "lines": _lines(handbook.entries_of(shift), handover), "carried": _lines(handbook.carried(shift), handover),
        "hard": handbook.hard_cases(shift), "knowledge": handbook.knowledge(shift),
        "outstanding": outstanding.of(shift, handover),
        "signed_from": handovers.signed_from(shift), "may_sign": may_sign,
        "sign_form": _or(form, SignForm, "sign") if may_sign and now >= handovers.signed_from(shift) else None,
        "is_early": now < shift.ends_at, "is_late": now >= shift.ends_at,
        "why_not": why_not.message if why_not and _waits(handover) and now >= shift.ends_at and _follows(here, incoming) else "",
        "confirm_form": _or(form, ConfirmForm, "confirm") if why_not is None else None,
        "close_form": _or(form, CloseUnsignedForm, "close") if _may_close(here, handover, owes_signature) else None,
    }  # fmt: skip
    if form and form not in (context["sign_form"], context["confirm_form"], context["close_form"]):
        for error in form.non_field_errors():  # somebody was quicker: the form is gone, its answer is not
            messages.error(request, str(error))
    return render(request, "dutyroster/book.html", context, status=422 if form else 200)


def _lines(entries: list[HandoverEntry], handover: Handover | None) -> list[dict[str, Any]]:
    return [
        {
            "entry": entry,
            "title": masking.without_caller(entry.ticket.title, entry.ticket) if entry.ticket else "",
            "is_after": handbook.is_after_signing(entry, handover),
            "is_settled_after": handbook.is_settled_after_signing(entry, handover),
            "call": handbook.call_of(entry),
            "for_principal": handbook.is_for_principal(entry),
        }
        for entry in entries
    ]


def _follows(here: Standing, incoming: Crew | None) -> bool:
    """Whether the person is one of those who could take over: then the page says why not yet."""
    return incoming is not None and incoming.is_leader(here.person)


def _waits(handover: Handover | None) -> bool:
    """Whether somebody has still to take the day over."""
    return handover is None or handover.confirmed_at is None


def _may_close(here: Standing, handover: Handover | None, owes_signature: bool) -> bool:
    unsigned = handover is None or handover.signed_at is None
    return here.is_head and unsigned and owes_signature and clock.now() >= here.shift.ends_at


def _or(form: DayForm | None, kind: type[DayForm], name: str) -> DayForm:
    """The form that came back with faults, if it is this one; else a new one."""
    return form if isinstance(form, kind) else kind(name=name)
