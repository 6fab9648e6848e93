"""The forms of the dashboard: its filters, and the text of an urging."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline.deadlines.models import Kind
from tickets.forms.fields import Choices, OnceForm, Text, pairs


class NarrowForm(forms.Form):
    """What the page is narrowed to; shows what the scope says, which has read the address already."""

    unit = forms.ChoiceField(label=_("Unit"), required=False)
    kind = forms.ChoiceField(label=_("Obligation"), required=False)

    def __init__(self, *args: Any, offered: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.label_suffix = ""
        self.fields["unit"].widget.choices = [("", _("all")), *pairs(offered.top_units, "label")]
        self.fields["kind"].widget.choices = [("", _("all")), *Kind.choices]


class UrgeForm(OnceForm):
    """One text to all whom it concerns."""

    text = Text(_("What you want to say to them"), rows=4)
