"""Forms: what a person types, bounded and checked near the field; the actions check again."""

from tickets.forms import duty, times
from tickets.forms.actions import FORMS, LABELS, ActionForm
from tickets.forms.fields import Choices
from tickets.forms.registration import RegisterForm

__all__ = ["FORMS", "LABELS", "ActionForm", "Choices", "RegisterForm", "duty", "times"]
