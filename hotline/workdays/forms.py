"""What a person may ask of the calendar."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hotline import clock
from hotline.workdays.rules import MAX_WORKDAYS, Calendar, Due, Step


class ExplainForm(forms.Form):
    """A starting day and a number of working days, valid only if the calendar can count them.

    Then `due`, the hour it `ends` and the `steps` of the explanation exist.
    """

    start = forms.DateField(
        label=_("Starting day"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Enter a day like 2026-09-30.")},
    )
    n = forms.IntegerField(label=_("Working days"), min_value=0, max_value=MAX_WORKDAYS)

    due: Due
    steps: list[Step]
    ends: str

    def __init__(self, *args: Any, calendar: Calendar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calendar = calendar

    def clean(self) -> dict[str, Any]:
        """Count, and say at the starting day where the calendar cannot."""
        asked = self.cleaned_data
        if not self.errors:
            self._count(asked["start"], asked["n"])
        return asked

    def _count(self, day: date, n: int) -> None:
        start = clock.start_of(day)
        try:
            self.due, self.steps = self.calendar.add(start, n), self.calendar.explain(start, n)
            self.ends = f"{self.calendar.day_ends_at:%H:%M}" if self.calendar.day_ends_at else "24:00"
        except ValueError as error:
            self.add_error("start", str(error))
