"""The form an operator fills in while the caller talks (P1)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline import clock
from hotline.people import phones
from tickets.forms.fields import Choices, FilesField, OnceForm, RowField
from tickets.models import CONTENT_LENGTH, AnswerHow, Channel, TicketType, Urgency

DATETIME = "%Y-%m-%dT%H:%M"


class RegisterForm(OnceForm):
    """Caller, matter, how it should be treated; in the order of a call."""

    caller_phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "autofocus": True}),
    )  # fmt: skip
    caller_name = forms.CharField(
        label=_("Caller's name"), max_length=50, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    caller_employer = forms.CharField(label=_("Caller's unit"), max_length=100, required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=Channel, initial=Channel.PHONE)
    called_at = forms.DateTimeField(
        label=_("Call time"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=DATETIME)
    )
    type = forms.ChoiceField(label=_("Type"), choices=[("", "—"), *TicketType.choices])
    title = forms.CharField(label=_("Title"), max_length=60)
    content = forms.CharField(label=_("Content"), max_length=CONTENT_LENGTH, widget=forms.Textarea(attrs={"rows": 7}))
    category = forms.ChoiceField(label=_("Category"), required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=Urgency, initial=Urgency.NORMAL)
    district = RowField(label=_("District"), required=False)
    address = forms.CharField(label=_("Address of the matter"), max_length=200, required=False)
    wants_answer = forms.BooleanField(label=_("Caller wants an answer"), required=False, initial=True)
    answer_by = forms.ChoiceField(label=_("Answer wanted"), choices=AnswerHow, initial=AnswerHow.PHONE)
    wants_duty_leader = forms.BooleanField(label=_("Asks for the duty leader"), required=False)
    is_confidential = forms.BooleanField(label=_("Confidential: hide who called"), required=False)
    uploads = FilesField()

    def __init__(self, *args: Any, choices: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.field("category").choices = [("", "—"), *choices.categories]
        self.field("district").offer(choices.districts, "label")
        self.initial.setdefault("called_at", clock.now())

    def clean_caller_phone(self) -> str:
        typed: str = self.cleaned_data["caller_phone"]
        try:
            phones.normalise(typed)
        except ValueError:
            raise forms.ValidationError(_("This is no phone number. Example: 0898-12345678 转 8001")) from None
        return typed

    def values(self) -> dict[str, Any]:
        """What `register` takes."""
        data = dict(self.cleaned_data)
        category = data.pop("category")
        return data | {"category_id": int(category) if category else None}
