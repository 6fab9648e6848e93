"""Forms of the leaders on duty (D4, D11-D13)."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline import clock
from hotline.deadlines.texts import due_text
from tickets.actions.duty import latest_promise
from tickets.flow import Action
from tickets.forms.actions import ActionForm, form_for
from tickets.forms.fields import Choices, RowField, Text, UnitsField, YesNo


def moment(label: Any, **more: Any) -> forms.DateTimeField:
    """An instant typed or picked, to the minute, in the hotline's time."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **more)


def in_hours(hours: int) -> datetime:
    """So many hours from now, on the full hour: what a leader most likely means."""
    return (clock.now() + timedelta(hours=hours)).replace(minute=0, second=0, microsecond=0)


@form_for(Action.LEADER_CALL)
class LeaderCall(ActionForm):
    handle_by = moment(_("To be handled by"))
    text = Text(_("Result: what the caller was told"))
    arrangement = Text(_("Work arrangement: who does what"), rows=2)
    has_basis = YesNo(_("Legal basis"), _("there is one: it is looked into"), _("there is none: explained to the caller"))

    def offer(self, choices: Choices) -> None:
        latest = latest_promise(self.ticket.subject, clock.now())
        self.initial.setdefault("handle_by", min(in_hours(24), clock.local(latest)))
        self.initial.setdefault("has_basis", "yes")
        said = {"latest": due_text(latest, clock.today().year)}
        self.field("handle_by").help_text = (
            _("With a legal basis a promise: not later than the current deadline, %(latest)s.") % said
        )


@form_for(Action.REQUIRE_PROGRESS)
class RequireProgress(ActionForm):
    unit = RowField(label=_("Unit"))
    by = moment(_("Report by"))
    text = Text(_("What is to be reported"))

    def offer(self, choices: Choices) -> None:
        on_it = {part.unit for part in self.facts.parts}
        units = [unit for unit in choices.units if unit.pk in on_it]
        self.field("unit").offer(units, "label")
        if len(units) == 1:
            self.initial.setdefault("unit", str(units[0].pk))
        self.initial.setdefault("by", in_hours(3))


@form_for(Action.PROMISE)
class Promise(ActionForm):
    by = moment(_("Promised date"))
    text = Text(_("What the caller was promised"))

    def offer(self, choices: Choices) -> None:
        latest = latest_promise(self.ticket.subject, clock.now())
        said = {"latest": due_text(latest, clock.today().year)}
        self.field("by").help_text = _("Not later than the current deadline, %(latest)s; that one stays as it is.") % said


@form_for(Action.FIRST_CONTACT)
class FirstContact(ActionForm):
    joint = YesNo(_("Which matter"), _("joint matter of several units"), _("outside our remit: passed on by the front desk"))
    units = UnitsField(_("Units concerned"))
    text = Text(_("What was recorded and arranged"))

    def offer(self, choices: Choices) -> None:
        self.field("units").offer(choices.top_units)
