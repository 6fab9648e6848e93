"""The pages of the callback sheet (D10): the list, a case, signing, the office's list, the proof, the Word file."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dutyroster import onduty, sheet_pages, verify
from dutyroster.actions import sheet as sheets, sheet_signing
from dutyroster.forms.sheet import CloseForm, OpinionForm, ReplaceForm, SignForm
from dutyroster.models import Sheet, SheetCase, Shift
from dutyroster.word import sheet as sheet_word
from hotline import clock
from hotline.downloads import download
from hotline.people.models import Person, Role
from tickets import masking, pages
from tickets.models import Attachment, Event, Ticket
from tickets.operation import Forbidden, Refused
from tickets.views import add_error, person_of

NEXT, DRAFT = "next", "draft"  # what else the button of a case's form wants


@dataclass(frozen=True)
class Desk:
    """A person before the sheet of a day. `reads`: the cases, not only how far they are; `writes`: leads the shift, which is
    running."""

    shift: Shift
    person: Person
    reads_all: bool
    reads: bool
    is_running: bool
    writes: bool

    def url(self, name: str = "sheet", *args: Any) -> str:
        return reverse(f"dutyroster:{name}", args=[self.shift.day, *args])


def desk_of(request: HttpRequest, day: date) -> Desk:
    """Leaders of the day and the office read, the rest of its crew see how far the sheet is (D11); 403 for everybody else, 404
    for a day without a unit."""
    person = person_of(request)
    shift = get_object_or_404(Shift.objects.in_force().select_related("unit", "roster"), day=day)
    crew = onduty.crew(shift)
    reads_all = sheet_pages.reads_all(person)
    if not reads_all and crew.of(person) is None:
        raise PermissionDenied
    is_running, is_leader = shift.begins_at <= clock.now() < shift.ends_at, crew.is_leader(person)
    return Desk(shift, person, reads_all, reads_all or is_leader, is_running, is_running and is_leader)


# ---- the sheet


@require_GET
def sheet(request: HttpRequest, day: date) -> HttpResponse:
    """The cases of the day with their opinions, the progress, the signatures. Made here if the clock has not made it yet."""
    desk = desk_of(request, day)
    return _sheet_page(request, desk)


@require_POST
def sign(request: HttpRequest, day: date) -> HttpResponse:
    """Sign what is dealt with: the password again."""
    desk = desk_of(request, day)
    form = SignForm(request.POST)
    if not form.is_valid():
        return _sheet_page(request, desk, form=form, status=422)
    data = form.cleaned_data
    try:
        signature = sheet_signing.sign(desk.shift, data["password"], actor=desk.person, seen=data["seen"] or None)
    except Forbidden:
        raise
    except sheet_signing.SignedAlready as refused:
        messages.info(request, str(refused.message))
        return redirect(desk.url())
    except Refused as refused:
        add_error(form, refused)
        return _sheet_page(request, desk, form=form, status=422 if refused.field else 409)
    _say_signed(request, signature)
    return redirect(desk.url())


def _say_signed(request: HttpRequest, signature: Any) -> None:
    count = len(signature.content["cases"])
    messages.success(
        request, _("Signed: %(n)s cases, at %(at)s.") % {"n": count, "at": f"{clock.local(signature.signed_at):%H:%M}"}
    )
    if signature.is_late:
        messages.warning(request, _("This was after the hour at which the sheet is due; the sheet says so."))


def _sheet_page(request: HttpRequest, desk: Desk, *, form: SignForm | None = None, status: int = 200) -> HttpResponse:
    found = Sheet.objects.filter(shift=desk.shift).select_related("closed_by").first() or sheets.freeze(desk.shift)
    view = sheet_pages.view(found, desk.person) if found else None
    ready = view is not None and desk.writes and view.ready
    # What was refused is shown with the sheet as it is now: that is what the next click signs.
    fresh = {"seen": view.seen if view else ""}
    if form is not None:
        _put(form, fresh)
    context = {
        "desk": desk,
        "shift": desk.shift,
        "view": view,
        "due": desk.shift.at("callback_sheet_due_at"),
        "frozen_at": desk.shift.at("sheet_frozen_at"),
        "is_ahead": clock.now() < desk.shift.at("sheet_frozen_at"),
        "is_after_due": clock.now() >= desk.shift.at("callback_sheet_due_at"),
        "sign_form": (form or SignForm(initial=fresh)) if ready or form else None,
        "may_verify": sheet_pages.may_verify(desk.person),
    }
    return render(request, "dutyroster/sheet.html", context, status=status)


def _put(form: Any, values: dict[str, str]) -> None:
    """What a sent form holds when it is shown again."""
    form.data = form.data.copy()
    for name, value in values.items():
        form.data[name] = value


@require_GET
def document(request: HttpRequest, day: date) -> HttpResponse:
    """The sheet as Word, with the line for the ink signature."""
    desk = desk_of(request, day)
    if not desk.reads:
        raise PermissionDenied
    found = get_object_or_404(Sheet, shift=desk.shift)
    return download(sheet_word.document(desk.shift, sheet_pages.view(found)), f"回访办件签批单-{desk.shift.day}.docx")


@require_GET
def proof(request: HttpRequest, day: date) -> HttpResponse:
    """Whether what was signed is still what was signed; for the office and the auditor, without what the tickets say."""
    person = person_of(request)
    if not sheet_pages.may_verify(person):
        raise PermissionDenied
    found = get_object_or_404(Sheet.objects.select_related("shift__unit"), shift__day=day)
    context = {
        "shift": found.shift,
        "faults": [str(fault) for fault in verify.verify_sheets(only=found)],
        "signatures": found.signatures.defer("content").annotate(count=Count("cases")).order_by("nth"),
        "may_open": sheet_pages.reads_all(person),
    }
    return render(request, "dutyroster/sheet_proof.html", context)


# ---- a case


@require_http_methods(["GET", "POST"])
def case(request: HttpRequest, day: date, position: int) -> HttpResponse:
    """A case with its ticket and history; on POST the opinion, or the draft of one."""
    desk = desk_of(request, day)
    row = _case_or_404(desk, position)
    if request.method == "GET":
        return _case_page(request, desk, row)
    if request.POST.get("then") == DRAFT:
        return _keep_draft(request, desk, row)
    form = OpinionForm(request.POST, case=row, actor_id=desk.person.pk)
    if not form.is_valid():
        _only_writers(desk)
        return _case_page(request, desk, row, form=form, status=422)
    try:
        done = sheets.give_opinion(row, actor=desk.person, **form.values())
    except Forbidden:
        raise
    except sheets.CaseChanged as refused:
        row = _case_or_404(desk, position)
        # Having seen what is new, the person may send it again.
        _put(form, {"version": str(row.ticket.version), "seen": row.stamp})
        return _case_page(request, desk, row, form=form, unseen=refused, status=409)
    except Refused as refused:
        add_error(form, refused)
        return _case_page(request, desk, _case_or_404(desk, position), form=form, status=422)
    messages.success(request, _("Case %(n)s is dealt with.") % {"n": done.position})
    return redirect(_after(desk, done) if request.POST.get("then") == NEXT else desk.url("case", position))


def _keep_draft(request: HttpRequest, desk: Desk, row: SheetCase) -> HttpResponse:
    try:
        sheets.save_draft(row, request.POST.get("opinion", ""), actor=desk.person, seen=request.POST.get("seen"))
    except Forbidden:
        raise
    except Refused as refused:
        form = OpinionForm(request.POST, case=row, actor_id=desk.person.pk)
        form.errors.clear()  # a draft need not be complete
        add_error(form, refused)
        return _case_page(request, desk, _case_or_404(desk, row.position), form=form, status=422)
    messages.info(request, _("Kept as a draft; it is not an opinion yet."))
    return redirect(desk.url("case", row.position))


@require_POST
def draft(request: HttpRequest, day: date, position: int) -> HttpResponse:
    """What is being typed, kept while it is typed; gives the line that says so."""
    desk = desk_of(request, day)
    row = _case_or_404(desk, position)
    said = kept = ""
    try:
        kept = sheets.save_draft(row, request.POST.get("opinion", ""), actor=desk.person, seen=request.POST.get("seen"))
    except Forbidden:
        raise
    except Refused as refused:
        said = str(refused.message)
    if not request.headers.get("HX-Request"):
        if said:
            messages.warning(request, said)
        return redirect(desk.url("case", position))
    context = {"said": said, "has_draft": bool(kept), "now": clock.now()}
    return render(request, "dutyroster/sheet_draft.html", context)


@require_POST
def phone(request: HttpRequest, day: date, position: int) -> HttpResponse:
    """Show the caller to this leader; the look stands in the ticket's journal."""
    desk = desk_of(request, day)
    return _simply(request, desk, position, lambda row: sheets.show_phone(row, actor=desk.person), "")


@require_POST
def confirm(request: HttpRequest, day: date, position: int) -> HttpResponse:
    """What happened since is seen, the opinion stands."""
    desk = desk_of(request, day)
    sent = request.POST.get("version", "")
    version = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None
    said = _("Case %(n)s: seen, the opinion stands.") % {"n": position}
    back = "sheet" if request.POST.get("then") == "sheet" else ""
    return _simply(request, desk, position, lambda row: sheets.confirm(row, actor=desk.person, version=version), said, back)


def _simply(request: HttpRequest, desk: Desk, position: int, act: Any, said: str, back: str = "") -> HttpResponse:
    row = _case_or_404(desk, position)
    try:
        act(row)
    except Forbidden:
        raise
    except Refused as refused:
        messages.warning(request, str(refused.message))
    else:
        if said:
            messages.success(request, said)
    return redirect(desk.url() if back else desk.url("case", position))


@require_POST
def replace(request: HttpRequest, day: date, position: int) -> HttpResponse:
    """Another ticket in this one's place, with the reason."""
    desk = desk_of(request, day)
    row = _case_or_404(desk, position)
    form = ReplaceForm(request.POST, auto_id="replace_%s")
    if form.is_valid():
        try:
            new = sheets.replace(row, form.cleaned_data["reason"], actor=desk.person, seen=form.cleaned_data["seen"])
        except Forbidden:
            raise
        except sheets.CaseChanged as refused:
            row = _case_or_404(desk, position)
            add_error(form, refused)
            _put(form, {"seen": row.stamp})
            return _case_page(request, desk, row, replacing=form, status=409)
        except Refused as refused:
            add_error(form, refused)
        else:
            said = _("Case %(n)s is replaced by ticket %(number)s.")
            messages.success(request, said % {"n": position, "number": new.ticket.number})
            return redirect(desk.url("case", position))
    _only_writers(desk)
    return _case_page(request, desk, _case_or_404(desk, position), replacing=form, status=422)


def _only_writers(desk: Desk) -> None:
    """Who may not write is not told what is wrong with the form."""
    if not onduty.crew(desk.shift).is_leader(desk.person):
        raise PermissionDenied


def _after(desk: Desk, done: SheetCase) -> str:
    """The next case that is not dealt with, from here on and then from the top; the sheet when all are."""
    left = list(done.sheet.cases.filter(replaced_at=None, done_at=None).order_by("position").values_list("position", flat=True))
    following = next((n for n in left if n > done.position), left[0] if left else None)
    return desk.url("case", following) if following else desk.url()


def _case_or_404(desk: Desk, position: int) -> SheetCase:
    """The case that stands at that place. The leaders see tickets of other units while the shift runs, and no longer (D11)."""
    related = ("sheet", "unit", "done_by", "callback", "signature", "ticket__caller", "ticket__category", "ticket__district")
    rows = (
        SheetCase.objects.filter(sheet__shift=desk.shift, replaced_at=None).select_related(*related).defer("signature__content")
    )
    row = rows.filter(position=position).first()
    if row is None:
        raise Http404
    may_see = desk.reads_all or desk.writes or Ticket.objects.visible_to(desk.person).filter(pk=row.ticket_id).exists()
    if not may_see:
        raise PermissionDenied
    row.sheet.shift = desk.shift
    return row


def _case_page(
    request: HttpRequest,
    desk: Desk,
    row: SheetCase,
    *,
    form: OpinionForm | None = None,
    replacing: ReplaceForm | None = None,
    unseen: sheets.CaseChanged | None = None,
    status: int = 200,
) -> HttpResponse:
    ticket = row.ticket
    events = list(Event.objects.filter(ticket=ticket).order_by("seq"))
    opens = desk.reads_all or desk.writes
    files = list(Attachment.objects.filter(ticket=ticket).order_by("pk")) if opens else []
    # A look ends with the shift, even within the minutes it would last.
    caller = pages.caller_view(ticket, desk.person, events if opens else [])
    news = sheets.news(ticket.pk, row.seen_version, but=row.done_by_id) if row.done_at and not row.signature_id else []
    positions = list(row.sheet.cases.filter(replaced_at=None).order_by("position").values_list("position", flat=True))
    writes = desk.writes and row.signature_id is None
    own, others = sheet_pages.drafts_of(row, desk.person)
    draft = own.text if own else ""
    context = {
        "desk": desk,
        "case": row,
        "ticket": ticket,
        "title": ticket.title if caller.is_unmasked else masking.without_caller(ticket.title, ticket),
        "content": pages.shown_text(ticket.content, ticket, caller),
        "result": pages.shown_text(ticket.result, ticket, caller),
        "address": pages.shown_text(ticket.address, ticket, caller),
        "caller": caller,
        "timeline": pages.timeline(events, files),
        "news": pages.timeline(unseen.events if unseen else news, []),
        "unseen": unseen,
        "tone": sheet_pages.GROUP_TONES[SheetCase.Group(row.group)],
        "form": (form or OpinionForm(case=row, actor_id=desk.person.pk, draft=draft)) if writes else None,
        "draft": draft,
        "writers": others,
        "refused": None if writes else form,
        "unsaved": form["opinion"].value() if form else draft,
        "replacing": (replacing or ReplaceForm(auto_id="replace_%s", initial={"seen": row.stamp})) if writes else None,
        "may_reveal": desk.writes and not caller.is_unmasked,
        "opens": opens,
        "total": len(positions),
        "done": row.sheet.cases.filter(replaced_at=None, done_at__isnull=False).count(),
        "previous": max((n for n in positions if n < row.position), default=None),
        "following": min((n for n in positions if n > row.position), default=None),
    }
    response = render(request, "dutyroster/sheet_case.html", context, status=status)
    if caller.is_unmasked:  # the next person at this computer does not get it back from the browser
        response.headers["Cache-Control"] = "no-store"
    return response


# ---- the office's list


@require_GET
def sheet_list(request: HttpRequest) -> HttpResponse:
    """The sheets of the last days: signed, late, in part, or not at all. Units see their own."""
    person = person_of(request)
    context = {
        "lines": sheet_pages.lines(person, clock.today()),
        "may_close": person.has_role(Role.OFFICE_HEAD),
        "may_verify": sheet_pages.may_verify(person),
    }
    return render(request, "dutyroster/sheets.html", context)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, day: date) -> HttpResponse:
    """The office head closes a sheet whose shift is over, with the reason."""
    person = person_of(request)
    if not person.has_role(Role.OFFICE_HEAD):
        raise PermissionDenied
    shift = get_object_or_404(Shift.objects.in_force().select_related("unit", "roster"), day=day)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sheets.close(shift, form.cleaned_data["reason"], actor=person)
        except Refused as refused:
            add_error(form, refused)
        else:
            messages.success(request, _("The sheet of %(day)s is closed.") % {"day": f"{shift.day}"})
            return redirect("dutyroster:sheets")
    return render(request, "dutyroster/sheet_close.html", {"form": form, "shift": shift}, status=422 if form.errors else 200)
