"""What is typed about knowledge points; the actions check it again."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from hotline import clock, options
from hotline.people.models import Unit
from knowledge.actions.common import MOST_DAYS
from knowledge.models import OBJECTION_LENGTH, TITLE_LENGTH, KnowledgeItem
from tickets.forms.fields import Choices, Text, UnitField
from tickets.models import Category


class CategoryField(forms.ChoiceField):
    """A category by its path; gives the row."""

    def offer_all(self, choices: Choices) -> None:
        self.choices = [("", "—"), *choices.categories]

    def clean(self, value: Any) -> Category | None:
        pk = super().clean(value)
        return Category.objects.filter(pk=int(pk)).first() if pk else None


class Day(forms.DateField):
    """A day from tomorrow on, at most ten years ahead."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label=label, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **more)

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and not clock.today() < day <= clock.today() + MOST_DAYS * clock.DAY:
            raise forms.ValidationError(_("Choose a day after today, at most ten years ahead."))
        return day


class Plain(forms.Form):
    """One without a colon behind its labels."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.label_suffix = ""


class Versioned(Plain):
    """A form that knows what its page showed, so that a change in between is noticed."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class AskForm(Plain):
    """A question to the duty unit (D9)."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    shown = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)
    unit = UnitField(_("Unit you ask"), required=False)
    text = Text(_("What do you need to know?"), rows=5, help_text=_("No names or phone numbers of callers, please."))
    category = CategoryField(label=_("Category"), required=False)
    ticket = forms.CharField(
        label=_("Number of the ticket it is about"), max_length=20, required=False,
        widget=forms.TextInput({"autocomplete": "off"}), help_text=_("Its caller is masked in the text by itself."),
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Choices, names_unit: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["category"].offer_all(choices)  # type: ignore[attr-defined]
        if names_unit:
            self.fields["unit"].units = [u for u in choices.units if u.kind != Unit.Kind.OFFICE]  # type: ignore[attr-defined]
            self.fields["unit"].required = True
        else:
            del self.fields["unit"]


class AnswerForm(Versioned):
    """The unit's answer."""

    text = Text(pgettext_lazy("knowledge", "Answer"), rows=8)


class ReasonForm(Versioned):
    """Why."""

    reason = Text(_("Reason"), rows=2)


class ConfirmForm(Versioned):
    """Until when an item is right."""

    valid_until = Day(_("Valid until, that day included"))


class CorrectForm(Versioned):
    """What is right now."""

    answer = Text(_("Answer as it is right"), rows=8)


class ObjectForm(Plain):
    """What is wrong, in a sentence."""

    text = forms.CharField(label=_("What is wrong?"), max_length=OBJECTION_LENGTH, widget=forms.Textarea({"rows": 2}))


class ItemForm(Versioned):
    """An item as it is published."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LENGTH)
    question = Text(pgettext_lazy("knowledge", "Question"), rows=3)
    answer = Text(pgettext_lazy("knowledge", "Answer"), rows=8)
    category = CategoryField(label=_("Category"), required=False)
    unit = UnitField(pgettext_lazy("knowledge", "Owner"))
    valid_until = Day(_("Valid until, that day included"))

    def __init__(self, *args: Any, choices: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["category"].offer_all(choices)  # type: ignore[attr-defined]
        self.fields["unit"].units = choices.units  # type: ignore[attr-defined]


def default_day() -> date:
    """The last day of validity where nobody names another."""
    return clock.today() + int(options.get("knowledge_valid_days")) * clock.DAY


def as_it_is(item: KnowledgeItem) -> dict[str, Any]:
    """The item's content as the first values of its form."""
    return {
        "version": item.version, "title": item.title, "question": item.question, "answer": item.answer,
        "category": item.category_id, "unit": item.unit.label, "valid_until": max(item.valid_until, default_day()),
    }  # fmt: skip
