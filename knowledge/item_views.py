"""One item: reading it, looking after it, saying that it is wrong."""

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
from hotline.deadlines.texts import due_view
from hotline.people.models import Person
from knowledge import actions, rules
from knowledge.deeds import Deed, carry_out
from knowledge.forms import ConfirmForm, CorrectForm, ItemForm, ObjectForm, ReasonForm, as_it_is, default_day
from knowledge.models import KnowledgeItem, KnowledgeObjection, KnowledgeQuestion, answerable_units
from knowledge.views import reader_of
from tickets.forms.fields import Choices
from tickets.operation import Refused
from tickets.views import add_error

OWNERS = ("confirm", "correct", "uphold")
EDITORS = ("edit", "withdraw")
OBJECTIONS = 30  # the latest shown


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An editor writes an item that nobody asked for."""
    person = reader_of(request)
    if not rules.may_review(person):
        raise PermissionDenied
    choices = Choices()
    form = ItemForm(request.POST or None, choices=choices, initial={"version": 0, "valid_until": default_day()})
    if request.method == "POST" and form.is_valid():
        values = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            row = actions.create(actor=person, **values)
        except Refused as refused:
            add_error(form, refused)
        else:
            return redirect("knowledge:item", row.pk)
    context = {"form": form, "units": choices.units}
    return render(request, "knowledge/new.html", context, status=422 if form.errors else 200)


@require_GET
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """An item with its versions, what was said against it, and what the person can do now."""
    person = reader_of(request)
    return _page(request, person, _visible(person, pk))


@require_POST
def act(request: HttpRequest, pk: int, deed: str) -> HttpResponse:
    """One deed on an item."""
    person = reader_of(request)
    row = _visible(person, pk)
    if deed not in (*OWNERS, *EDITORS, "object"):
        raise Http404
    if deed in OWNERS:
        allowed = row.unit_id in answerable_units(person)
    else:
        allowed = rules.may_review(person) if deed in EDITORS else rules.may_ask(person)
    if not allowed:
        raise PermissionDenied
    choices = Choices()

    def page(**more: Any) -> HttpResponse:
        return _page(request, person, _visible(person, pk), choices=choices, **more)

    deeds = _deeds(request, person, row, _correction(row), choices, opened=deed)
    return carry_out(request, deeds, deed, page, here=reverse("knowledge:item", args=[pk]))


def _visible(person: Person, pk: int) -> KnowledgeItem:
    rows = KnowledgeItem.objects.visible_to(person)
    return get_object_or_404(rows.select_related("unit", "category", "published_by", "withdrawn_by"), pk=pk)


def _correction(row: KnowledgeItem) -> KnowledgeQuestion | None:
    """The owner's correction that is on its way."""
    state = KnowledgeQuestion.State
    return row.questions.filter(is_correction=True, state__in=[state.ASKED, state.ANSWERED]).first()


def _page(
    request: HttpRequest,
    person: Person,
    row: KnowledgeItem,
    *,
    choices: Choices | None = None,
    deeds: Any = None,
    refused: str = "",
    typed: Any = (),
    status: int = 200,
) -> HttpResponse:
    choices, correction = choices or Choices(), _correction(row)
    due = Deadline.objects.open().of(*row.subject).select_related("unit").order_by("due_at").first()
    source = row.questions.filter(is_correction=False).first()
    sees = KnowledgeQuestion.objects.visible_to(person).filter(item=row).values_list("pk", flat=True)
    seen = frozenset(sees)
    context = {
        "item": row,
        "today": clock.today(),
        "due": due_view(due, clock.now()) if due else None,
        "versions": row.versions.select_related("by", "unit", "category").order_by("-number"),
        "objections": row.objections.select_related("by__unit", "settled_by").order_by("-pk")[:OBJECTIONS],
        "correction": correction,
        "correction_seen": correction is not None and correction.pk in seen,
        "source": source if source and source.pk in seen else None,
        "deeds": _deeds(request, person, row, correction, choices) if deeds is None else deeds,
        "refused": refused,
        "typed": typed,
        "units": choices.units if rules.may_review(person) else [],
    }
    return render(request, "knowledge/item.html", context, status=status)


def _deeds(
    request: HttpRequest,
    person: Person,
    row: KnowledgeItem,
    correction: KnowledgeQuestion | None,
    choices: Choices,
    *,
    opened: str = "",
) -> list[Deed]:
    """What the person can do with the item as it stands; `opened` is bound to what was sent."""
    if row.withdrawn_at:
        return []

    def deed(name: str, label: str, kind: Any, first: dict[str, Any], action: Any, done: str, **more: Any) -> Deed:
        bound = request.POST if name == opened else None
        options = {"choices": choices} if kind is ItemForm else {}
        form = kind(bound, initial={"version": row.version} | first, auto_id=f"{name}_%s", **options)
        return Deed(name, label, form, partial(_run, action, row.pk, person), done, **more)

    found = []
    if row.unit_id in answerable_units(person) and correction is None:
        if row.doubted_at:
            own = row.objections.filter(outcome=KnowledgeObjection.Outcome.OPEN, by=person).exists()
            if not own:
                found.append(
                    deed(
                        "uphold", _("It is right after all"), ReasonForm, {}, actions.uphold, _("Those who doubted it are told.")
                    )
                )
        else:
            first = {"valid_until": default_day()}
            found.append(
                deed("confirm", _("Still right"), ConfirmForm, first, actions.confirm, _("Confirmed until the new day."))
            )
        now = {"answer": row.answer}
        done = _("The correction has gone to the editorial group.")
        found.append(deed("correct", _("Correct it"), CorrectForm, now, actions.correct, done))
    if rules.may_ask(person):
        done = _("Thank you: the owner and the editorial group are told.")
        found.append(deed("object", _("This answer is wrong"), ObjectForm, {}, actions.object_to, done))
    if rules.may_review(person):
        done, gone = _("Saved as a new version."), pgettext("knowledge", "Withdrawn.")
        edit, withdraw = pgettext("knowledge", "Edit"), pgettext("knowledge", "Withdraw")
        found.append(deed("edit", edit, ItemForm, as_it_is(row), actions.edit, done))
        found.append(deed("withdraw", withdraw, ReasonForm, {}, actions.withdraw, gone, is_risky=True))
    return found


def _run(action: Any, pk: int, person: Person, values: dict[str, Any]) -> None:
    action(pk, actor=person, **values)
