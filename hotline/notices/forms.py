"""What a person chooses, what an admin says of a message given up, and a group's robot."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hotline.notices import robots
from hotline.notices.models import Preference, Robot


class PreferenceForm(forms.ModelForm):
    """How to be told of ordinary things."""

    class Meta:
        model = Preference
        fields = ["ordinary", "obligations"]
        widgets = {"ordinary": forms.RadioSelect}


class GiveUpForm(forms.Form):
    """Why a message stays unsent."""

    reason = forms.CharField(
        label=_("Reason"), max_length=200, error_messages={"required": _("Please say why this message need not be sent.")}
    )


class RobotForm(forms.ModelForm):
    """A robot at an address where messages may be sent."""

    url = forms.URLField(
        label=_("webhook address"),
        max_length=300,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"class": "vURLField", "autocomplete": "off"}),
        help_text=_("As WeCom or DingTalk shows it when the robot is made. Whoever knows it can write to the group."),
    )
    secret = forms.CharField(
        label=_("signing secret"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField", "autocomplete": "off"}),
        help_text=_("Only DingTalk, and only if the robot's security setting is the signature (SEC…)."),
    )

    class Meta:
        model = Robot
        fields = ["name", "unit", "format", "url", "secret", "is_active"]

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        if wrong := robots.fault(url):
            raise ValidationError(wrong)
        return url

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("secret") and data.get("format") != Robot.Format.DINGTALK:
            self.add_error("secret", _("Only DingTalk's robots have a signing secret."))
        return data
