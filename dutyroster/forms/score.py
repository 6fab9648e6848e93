"""The forms of the score: confirming, reversing, appealing, deciding an appeal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from dutyroster.actions.score import GROUNDS, SCALE, TEXT
from dutyroster.score_texts import signed
from tickets.forms.fields import YesNo

POINTS = [(str(points), signed(points)) for points in SCALE]


class _Form(forms.Form):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.label_suffix = ""


class ConfirmForm(_Form):
    """The proposed points, or others with the reason; `seen` names the evidence that was looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    points = forms.TypedChoiceField(label=_("Points"), choices=POINTS, coerce=int)
    reason = forms.CharField(
        label=_("Reason"), max_length=TEXT, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where the points are not the proposed ones, or the score was reversed before."),
    )  # fmt: skip


class ReverseForm(_Form):
    """Why a confirmed score is taken back."""

    reason = forms.CharField(label=_("Reason"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 2}))


class AppealForm(_Form):
    """What the unit has against the score."""

    text = forms.CharField(label=_("Grounds"), max_length=GROUNDS, widget=forms.Textarea(attrs={"rows": 4}))


class DecideForm(_Form):
    """Upheld, with new points at once or later, or refused; always with an opinion."""

    upheld = YesNo(
        _("Decision"),
        pgettext_lazy("appeal", "Uphold: the score is reversed"),
        pgettext_lazy("appeal", "Refuse: the score stands"),
    )
    points = forms.TypedChoiceField(
        label=_("New points"), choices=[("", "—"), *POINTS], coerce=int, empty_value=None, required=False,
        help_text=_("Where it is upheld; left empty, the day is confirmed anew later."),
    )  # fmt: skip
    opinion = forms.CharField(label=_("Opinion"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 3}))
