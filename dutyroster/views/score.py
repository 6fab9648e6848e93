"""Pages of the score (D20): what waits, a day with its evidence and ledger, the year's table."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dutyroster import evidence, onduty, rooms, rules, score_texts, score_year, sides
from dutyroster.actions import score as scores
from dutyroster.forms.score import AppealForm, ConfirmForm, DecideForm, ReverseForm
from dutyroster.models import Appeal, Score, Shift
from dutyroster.models.roster import ShiftQuerySet
from hotline import clock, options
from hotline.downloads import download
from hotline.people.models import Person, Role, Unit
from hotline.tables import write
from tickets.operation import Forbidden, Refused
from tickets.views import add_error, person_of

SHOWN = 62  # days listed
RECENT = timedelta(days=60)  # whose confirmed scores the office finds beside what waits
FORMS: dict[str, type[forms.Form]] = {
    "confirm": ConfirmForm, "reverse": ReverseForm, "appeal": AppealForm, "decide": DecideForm,
}  # fmt: skip


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The office: days that wait for their score, the oldest first, and what was confirmed lately. A unit: its own days of this
    year and the last."""
    person = _reader(request)
    is_office = person.unit.kind == Unit.Kind.OFFICE
    since = date(clock.today().year - 1, 1, 1)
    days = evidence.days_of(person).filter(day__gte=since).select_related("unit", "roster", "makeup_of")
    if is_office:
        shifts = list(evidence.waiting(days).order_by("day")[: SHOWN + 1])
    else:
        shifts = list(days.filter(day__lte=clock.today()).lived().order_by("-day")[: SHOWN + 1])
    lines = _lines(shifts[:SHOWN])
    context = {
        "lines": lines,
        "confirmed": _confirmed(days.filter(day__gte=clock.today() - RECENT)) if is_office else [],
        "recent": RECENT.days,
        "is_office": is_office,
        "is_more": len(shifts) > SHOWN,
        "may_confirm": person.has_role(Role.OFFICE_HEAD),
        "ready": sum(line["is_ready"] for line in lines),
        "appeals": _appeals() if is_office else [],
        "year": clock.today().year,
    }
    return render(request, "dutyroster/scores.html", context)


@require_POST
def confirm_many(request: HttpRequest) -> HttpResponse:
    """Confirm the ticked proposals."""
    person = person_of(request)
    if not person.has_role(Role.OFFICE_HEAD):
        raise PermissionDenied
    picked = _ticked(request.POST)
    if not picked:
        messages.warning(request, _("Tick the days you want to confirm."))
        return redirect("dutyroster:scores")
    batch = scores.confirm_many(picked, actor=person)
    if batch.done:
        messages.success(request, _("Scores confirmed: %(n)s") % {"n": batch.done})
    for day, sentence in batch.refused:
        messages.warning(request, f"{day}: {sentence}")
    return redirect("dutyroster:scores")


@require_GET
def day(request: HttpRequest, day: date) -> HttpResponse:
    """One day: the evidence, the proposal, the ledger."""
    person = _reader(request)
    return _day(request, person, _shift_or_404(person, day))


@require_POST
def act(request: HttpRequest, day: date, what: str) -> HttpResponse:
    """Confirm, reverse, appeal or decide; `what` is one of FORMS."""
    person = _reader(request)
    shift = _shift_or_404(person, day)
    form = FORMS[what](request.POST)
    if form.is_valid():
        try:
            said = _act(what, shift, person, form.cleaned_data)
        except Forbidden as refused:
            raise PermissionDenied(refused.message) from refused
        except Refused as refused:
            add_error(form, refused)
        else:
            messages.success(request, said)
            return redirect("dutyroster:score", day)
    return _day(request, person, shift, {what: form}, status=422)


@require_GET
def year(request: HttpRequest, year: int) -> HttpResponse:
    """The year's table: every unit's row for the office, the own ones for a unit."""
    person = _reader(request)
    rows = score_year.table(person, _year(year))
    context = {"year": year, "rows": rows, "previous": year - 1, "next": year + 1 if year < clock.today().year else None}
    return render(request, "dutyroster/score_year.html", context)


@require_GET
def unit(request: HttpRequest, year: int, pk: int) -> HttpResponse:
    """The days behind a row of the year's table: those that wait, and the confirmed ones."""
    person = _reader(request)
    days = evidence.days_of(person).filter(unit=pk, day__year=_year(year)).select_related("unit", "roster", "makeup_of")
    of = Unit.objects.filter(pk__in=days.values("unit")).first()
    if of is None:
        raise Http404
    shifts = list(evidence.waiting(days).order_by("day")[: SHOWN + 1])
    context = {
        "unit": of, "year": year, "lines": _lines(shifts[:SHOWN]), "is_more": len(shifts) > SHOWN, "confirmed": _confirmed(days),
    }  # fmt: skip
    return render(request, "dutyroster/score_unit.html", context)


@require_GET
def export(request: HttpRequest, year: int) -> HttpResponse:
    """The same as an Excel file."""
    person = _reader(request)
    title = _("Duty scores %(year)s") % {"year": _year(year)}
    return download(write({title: score_year.sheet(person, year)}, widths={title: score_year.WIDTHS}), f"{title}.xlsx")


def _reader(request: HttpRequest) -> Person:
    person = person_of(request)
    if not rooms.opens_scores(person):
        raise PermissionDenied
    return person


def _year(year: int) -> int:
    if not 2000 <= year <= 2099:
        raise Http404
    return year


def _shift_or_404(person: Person, day: date) -> Shift:
    rows = evidence.days_of(person).select_related("unit", "roster", "makeup_of", "makeup")
    shift: Shift = get_object_or_404(rows, day=day)
    if clock.now() < shift.begins_at:
        raise Http404
    return shift


def _ticked(sent: QueryDict) -> list[tuple[int, str]]:
    """(id, evidence seen) of the ticked days; what is neither is nobody's tick."""
    found = []
    for value in sent.getlist("shift")[: scores.BATCH]:
        pk, _colon, seen = value.partition(":")
        if pk.isascii() and pk.isdigit() and len(pk) < 19:
            found.append((int(pk), seen[:64]))
    return found


def _lines(shifts: list[Shift]) -> list[dict[str, Any]]:
    """Days in words, with what is proposed, confirmed or reversed (one query beside the evidence)."""
    found = evidence.of_many(shifts)
    rows = Score.objects.filter(shift__in=shifts).select_related("by").order_by("pk")
    latest = {row.shift_id: row for row in rows}  # of a day's ledger: the score in force, or what reversed it
    now = clock.now()
    lines = []
    for shift in shifts:
        one, last = found[shift.pk], latest.get(shift.pk)
        score = last if last and last.reverses_id is None else None
        is_over = now >= shift.ends_at
        lines.append({
            "shift": shift,
            "score": score,
            "reversal": last if last and not score else None,
            "points": score_texts.signed(score.points if score else one.proposal.points),
            "is_over": is_over,
            "grounds": [score_texts.reason_text(reason, one) for reason in one.proposal.reasons],
            "questions": score_texts.questions(one),
            "is_leave": one.evidence.principal_leave,
            "is_makeup": one.evidence.is_makeup,
            "is_ready": is_over and last is None and not one.questions,
            "seen": one.seen,
        })  # fmt: skip
    return lines


def _confirmed(days: ShiftQuerySet) -> list[dict[str, Any]]:
    """Their scores in force, the latest day first (one query)."""
    rows = Score.objects.in_force().filter(shift__in=days).select_related("shift", "unit", "by").order_by("-shift__day")
    return [{"row": row, "points": score_texts.signed(row.points), "proposed": score_texts.signed(row.proposed)} for row in rows]


def _appeals() -> list[Appeal]:
    rows = Appeal.objects.filter(decided_at=None).select_related("score__shift", "score__unit", "by")
    return list(rows.order_by("pk")[:SHOWN])


def _act(what: str, shift: Shift, person: Person, data: dict[str, Any]) -> str:
    """Do it; gives the sentence for whoever did."""
    if what == "confirm":
        line = scores.confirm(shift.pk, actor=person, **data)
        return _("The score is confirmed: %(points)s") % {"points": score_texts.signed(line.points)}
    if what == "decide":
        waiting = Appeal.objects.filter(score__shift=shift, decided_at=None).first()
        done = scores.decide_appeal(waiting.pk if waiting else 0, actor=person, **data)
        return _("The appeal is upheld.") if done.upheld else _("The appeal is refused.")
    score = Score.objects.in_force().filter(shift=shift).first()
    pk = score.pk if score else 0
    if what == "reverse":
        scores.reverse(pk, actor=person, **data)
        return _("The score is reversed. The day can be confirmed anew.")
    scores.appeal(pk, actor=person, **data)
    return _("The appeal is with the office head.")


def _day(
    request: HttpRequest, person: Person, shift: Shift, sent: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    found = evidence.of(shift)
    ledger = list(Score.objects.filter(shift=shift).select_related("by", "reverses", "reversal").order_by("pk"))
    appeals = list(Appeal.objects.filter(score__shift=shift).select_related("by", "decided_by", "score").order_by("pk"))
    offered = _offered(person, shift, found, ledger, appeals)
    # The page shows the evidence as it is now, so the form that is sent next names this one.
    shown = {what: form for what, form in (sent or {}).items() if what in offered}
    for what, form in shown.items():
        if what == "confirm":
            form.data = form.data | {"seen": found.seen}  # type: ignore[operator]
    score = next((row for row in ledger if _is_in_force(row)), None)
    context = {
        "shift": shift,
        "found": found,
        "lines": [{"line": line, "bar": score_texts.bar(line, found)} for line in found.lines],
        "criteria": [row | {"points": score_texts.signed(row["points"])} for row in score_texts.criteria(found)],
        "points": score_texts.signed(found.proposal.points),
        "questions": score_texts.questions(found),
        "ledger": [{"row": row, "points": score_texts.signed(row.points)} for row in ledger],
        "score": score,
        "appeals": appeals,
        "is_over": clock.now() >= shift.ends_at,
        "appeal_last": _appeal_until(score) - clock.DAY if score else None,
        "forms": offered | shown,
        "faulty": next(iter(shown), ""),
        "refusals": [error for what, form in (sent or {}).items() if what not in shown for error in form.non_field_errors()],
    }
    return render(request, "dutyroster/score.html", context, status=status)


def _appeal_until(score: Score) -> datetime:
    return rules.appeal_until(score.at, options.get("appeal_days"))


def _is_in_force(row: Score) -> bool:
    return row.reverses_id is None and not hasattr(row, "reversal")


def _offered(
    person: Person, shift: Shift, found: evidence.Found, ledger: list[Score], appeals: list[Appeal]
) -> dict[str, forms.Form]:
    """The forms this person can use now."""
    score = next((row for row in ledger if _is_in_force(row)), None)
    if clock.now() < shift.ends_at:
        return {}
    if scores.may_confirm(person, shift):
        if score is None:
            return {"confirm": ConfirmForm(initial={"seen": found.seen, "points": found.proposal.points})}
        if any(row.score_id == score.pk and row.decided_at is None for row in appeals):
            return {"decide": DecideForm()}
        return {"reverse": ReverseForm()}
    if score is None or any(row.score_id == score.pk for row in appeals):
        return {}
    in_time = clock.now() < _appeal_until(score)
    return {"appeal": AppealForm()} if in_time and sides.speaks_for(person, onduty.crew(shift)) else {}
