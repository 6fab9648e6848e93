"""Asking the duty unit, answering, reviewing."""

import uuid
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hotline import clock
from hotline.deadlines.models import Deadline
from hotline.deadlines.texts import due_text, due_view
from hotline.paging import page_of
from hotline.people.models import Person
from knowledge import actions, rules
from knowledge.actions.questions import addressee
from knowledge.deeds import Deed, carry_out
from knowledge.forms import AnswerForm, AskForm, ItemForm, ReasonForm, as_it_is, default_day
from knowledge.home import owed_by, rows_of
from knowledge.models import KnowledgeAnswer, KnowledgeQuestion, answerable_units
from knowledge.views import reader_of
from tickets.forms.fields import Choices
from tickets.models import Ticket
from tickets.operation import Refused
from tickets.views import add_error

SHOWN = 50
DEEDS = ("answer", "publish", "give-back", "close")
State = KnowledgeQuestion.State


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Put a knowledge point to the unit on duty; the page says which one, and by when it answers."""
    person = reader_of(request)
    if not rules.may_ask(person):
        raise PermissionDenied
    to, choices = addressee(), Choices()
    first = {"ticket": request.GET.get("ticket", "")[:20], "shown": to.key, "request_id": uuid.uuid4()}
    form = AskForm(request.POST or None, choices=choices, names_unit=to.unit is None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.ask(actor=person, **form.cleaned_data)
        except Refused as refused:
            add_error(form, refused)
            again = request.POST.copy()
            again["shown"] = to.key  # seen now: the same form may be sent again
            form.data = again
        else:
            return redirect("knowledge:question", row.pk)
    due = due_text(to.due.at, clock.today().year)
    context = {"form": form, "to": to, "due": due, "units": choices.units if to.unit is None else []}
    return render(request, "knowledge/ask.html", context, status=422 if form.errors else 200)


@require_GET
def questions(request: HttpRequest) -> HttpResponse:
    """What the person's units have to answer, and the questions the person may see, newest first."""
    person = reader_of(request)
    units = answerable_units(person)
    owed = list(owed_by(units)[:SHOWN]) if units else []
    page = page_of(KnowledgeQuestion.objects.visible_to(person).select_related("unit", "asked_by"), request.GET)
    context = {"owed": rows_of(owed), "answers": bool(units), "page": page, "rows": [(row, None) for row in page.rows]}
    return render(request, "knowledge/questions.html", context | {"may_ask": rules.may_ask(person)})


@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Answers that wait for an editor, the oldest first."""
    person = reader_of(request)
    if not rules.may_review(person):
        raise PermissionDenied
    rows = KnowledgeQuestion.objects.to_review().select_related("unit", "asked_by").order_by("pk")
    return render(request, "knowledge/queue.html", {"rows": [(row, None) for row in rows[:SHOWN]]})


@require_GET
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """A question with its answers, the reviews, and what the person can do now."""
    person = reader_of(request)
    return _page(request, person, _visible(person, pk))


@require_POST
def act(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """One deed on a question."""
    person = reader_of(request)
    row = _visible(person, pk)
    if deed not in DEEDS:
        raise Http404
    allowed = row.unit_id in answerable_units(person) if deed == "answer" else rules.may_review(person)
    if not allowed:
        raise PermissionDenied

    def page(**more: Any) -> HttpResponse:
        return _page(request, person, _visible(person, pk), **more)

    deeds = _deeds(request, person, row, opened=deed)
    return carry_out(request, deeds, deed, page, here=reverse("knowledge:question", args=[pk]))


def _visible(person: Person, pk: int) -> KnowledgeQuestion:
    rows = KnowledgeQuestion.objects.visible_to(person)
    return get_object_or_404(rows.select_related("unit", "asked_by__unit", "category", "ticket", "item__unit", "draft_by"), pk=pk)


def _page(
    request: HttpRequest,
    person: Person,
    row: KnowledgeQuestion,
    *,
    deeds: Any = None,
    refused: str = "",
    typed: Any = (),
    status: int = 200,
) -> HttpResponse:
    answers = list(row.answers.select_related("by", "unit").order_by("-number"))
    open_ = Deadline.objects.open().of(*row.subject).select_related("unit").first()
    own = bool(answers) and answers[0].by_id == person.pk
    context = {
        "question": row,
        "answers": answers,
        "reviews": row.reviews.select_related("by", "answer").order_by("-pk"),
        "due": due_view(open_, clock.now()) if open_ else None,
        "ticket": row.ticket if row.ticket_id and Ticket.objects.visible_to(person).filter(pk=row.ticket_id).exists() else None,
        "deeds": _deeds(request, person, row, answers=answers) if deeds is None else deeds,
        "own": own and row.state == State.ANSWERED and rules.may_review(person),
        "refused": refused,
        "typed": typed,
        "units": _choices(request).units if rules.may_review(person) and row.is_open else [],
    }
    return render(request, "knowledge/question.html", context, status=status)


def _choices(request: HttpRequest) -> Choices:
    """One for the whole request."""
    if not hasattr(request, "choices"):
        request.choices = Choices()  # type: ignore[attr-defined]
    return request.choices  # type: ignore[attr-defined, no-any-return]


def _deeds(
    request: HttpRequest,
    person: Person,
    row: KnowledgeQuestion,
    *,
    opened: str = "",
    answers: list[KnowledgeAnswer] | None = None,
) -> list[Deed]:
    """What the person can do with the question as it stands; `opened` is bound to what was sent."""
    if not row.is_open:
        return []
    last = answers[0] if answers else None
    if answers is None:
        last = row.answers.order_by("-number").first()

    def form(name: str, kind: Any, first: dict[str, Any], **more: Any) -> Any:
        bound = request.POST if name == opened else None
        return kind(bound, initial={"version": row.version} | first, auto_id=f"{name}_%s", **more)

    deeds = []
    reviews = rules.may_review(person) and (last is None or last.by_id != person.pk)
    answered = row.state == State.ANSWERED and last is not None
    if reviews and answered and last is not None:
        first = _proposed(row, last)
        deeds.append(
            Deed(
                "publish", pgettext("knowledge", "Publish"), form("publish", ItemForm, first, choices=_choices(request)),
                partial(_publish, row.pk, person), _("Published in the knowledge base."), is_first=True,
            )
        )  # fmt: skip
        deeds.append(
            Deed(
                "give-back", _("Give back to the unit"), form("give-back", ReasonForm, {}),
                partial(_with_reason, actions.give_back, row.pk, person), _("Given back to the unit."),
            )
        )  # fmt: skip
    if row.unit_id in answerable_units(person):
        label = _("Change the answer") if answered else pgettext("knowledge", "Answer")
        text = row.draft or (last.text if last and answered else "")
        deeds.append(
            Deed(
                "answer", label, form("answer", AnswerForm, {"text": text}), partial(_answer, request, row.pk, person),
                _("Saved as a draft.") if "draft" in request.POST else _("The answer has gone to the editorial group."),
                is_first=not answered, is_open=not answered and not opened, drafts=not answered,
            )
        )  # fmt: skip
    if reviews:
        deeds.append(
            Deed(
                "close", _("Close without publishing"), form("close", ReasonForm, {}),
                partial(_with_reason, actions.close, row.pk, person), _("Closed without publishing."), is_risky=True,
            )
        )  # fmt: skip
    return deeds


def _proposed(row: KnowledgeQuestion, last: KnowledgeAnswer) -> dict[str, Any]:
    """What the editor starts from."""
    if row.is_correction and row.item:
        return as_it_is(row.item) | {"version": row.version, "answer": last.text}
    return {
        "title": rules.heading(row.text), "question": row.text, "answer": last.text, "category": row.category_id,
        "unit": row.unit.label, "valid_until": default_day(),
    }  # fmt: skip


def _publish(pk: int, person: Person, values: dict[str, Any]) -> str:
    item = actions.publish(pk, actor=person, **values)
    return reverse("knowledge:item", args=[item.pk])


def _with_reason(action: Any, pk: int, person: Person, values: dict[str, Any]) -> None:
    action(pk, actor=person, **values)


def _answer(request: HttpRequest, pk: int, person: Person, values: dict[str, Any]) -> None:
    act_ = actions.save_draft if "draft" in request.POST else actions.answer
    act_(pk, actor=person, **values)
