"""Forms that set a time: extensions, each number of days with the date it leads to; orders, redo and their signature."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from hotline import clock, options
from hotline.deadlines import rules as due_rules
from hotline.deadlines.models import Deadline, Kind
from hotline.deadlines.texts import due_text
from tickets import masking
from tickets.flow import Action
from tickets.forms.actions import ActionForm, Decision, form_for, with_reason
from tickets.forms.fields import Choices, Text, YesNo
from tickets.models import Extension, SupervisionOrder


class Extended(ActionForm):
    """A number of working days more, each with the date it would lead to (P7)."""

    workdays = forms.TypedChoiceField(label=_("Working days more"), coerce=int, empty_value=None)
    text = Text(_("Reason"))

    def offer(self, choices: Choices) -> None:
        reply = Deadline.objects.open().of(*self.ticket.subject).filter(kind=Kind.REPLY).select_related("unit").first()
        if reply is None:  # not possible any more: `judge` says why
            return
        dates, year = due_rules.extensions(reply, self.most(reply)), clock.today().year
        label = _("%(n)s → due %(due)s")
        self.field("workdays").choices = [
            (n, label % {"n": n, "due": due_text(due.at, year, provisional=due.provisional)}) for n, due in dates
        ]
        used = {
            "used": reply.workdays,
            "limit": options.get("limit_workdays"),
            "due": due_text(reply.due_at, year, provisional=reply.provisional),
        }
        self.field("workdays").help_text = (_("Now due %(due)s: %(used)s of %(limit)s working days are used") % used) + self.left(
            reply
        )

    def most(self, reply: Deadline) -> int:
        return self.facts.workdays_left

    def left(self, reply: Deadline) -> str:
        return str(_(", %(left)s are left.") % {"left": self.facts.workdays_left})


@form_for(Action.REQUEST_EXTENSION)
class RequestExtension(Extended):
    pass


@form_for(Action.DECIDE_EXTENSION)
class DecideExtension(Extended):
    granted = YesNo(_("Decision"), _("grant"), _("refuse"))
    workdays = forms.TypedChoiceField(
        label=_("Working days granted (fewer than asked, if you wish)"), coerce=int, empty_value=None, required=False
    )
    text = Text(pgettext_lazy("decision", "Reason"))
    field_order = ("granted", "workdays", "text")

    def most(self, reply: Deadline) -> int:
        asked = Extension.objects.filter(ticket=self.ticket, decided_at=None, dropped_at=None).values_list("workdays", flat=True)
        wanted = asked.first() or 0
        self.initial.setdefault("workdays", wanted)
        return min(wanted, self.facts.workdays_left)


class Order(ActionForm):
    workdays = forms.IntegerField(label=_("Working days"), min_value=1, max_value=30)
    text = Text(_("Requirements"))
    field_order: tuple[str, ...] = ("text", "workdays")

    def offer(self, choices: Choices) -> None:
        self.initial.setdefault("workdays", options.get("order_workdays"))


@form_for(Action.REDO)
class Redo(Order):
    pass


@form_for(Action.SUPERVISE)
class Supervise(Order):
    why = forms.ChoiceField(label=pgettext_lazy("supervision", "Matter"))
    field_order = ("why", "text", "workdays")

    def offer(self, choices: Choices) -> None:
        super().offer(choices)
        matters = SupervisionOrder.Why
        self.field("why").choices = [(w.value, w.label) for w in matters if w != matters.MISSED]
        self.field("text").help_text = _("The office head signs the case; its deadline counts from the signature.")


@form_for(Action.SIGN_ORDER)
class SignOrder(Decision):
    """A case, or one notice of the queue; where both wait on a ticket the person says which."""

    order = forms.TypedChoiceField(
        label=_("What is signed"), coerce=int, empty_value=None, required=False, widget=forms.RadioSelect
    )
    granted = YesNo(_("Decision"), _("sign: the new deadline counts from now"), _("give it back"))
    text = Text(_("Remark (needed when it is given back)"), required=False)
    field_order = ("order", "granted", "text")

    def offer(self, choices: Choices) -> None:
        """What is signed in its own words, with the date it would lead to; a case before a notice."""
        rows = SupervisionOrder.objects.unsigned().filter(ticket=self.ticket).select_related("unit").order_by("kind", "pk")
        self.field("order").choices = offered = [(row.pk, self.said(row)) for row in rows]
        if offered:
            self.initial.setdefault("order", offered[0][0])

    def said(self, row: SupervisionOrder) -> str:
        calendar = due_rules.calendar_of(row.unit)
        due = due_rules.due(Kind.SUPERVISION, clock.now(), workdays=row.workdays, calendar=calendar)
        text = masking.without_caller(row.text, self.ticket)
        what = {
            "kind": row.get_kind_display(),
            "why": row.get_why_display(),
            "text": text,
            "due": due_text(due.at, provisional=due.provisional),
        }
        return str(_("%(kind)s (%(why)s): %(text)s → due %(due)s") % what)

    def clean(self) -> dict[str, Any]:
        return with_reason(self, super().clean() or {})
