"""The form that edits a month: a field for the unit of each day that has not begun, and what it makes up for."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from dutyroster.actions.roster import Planned
from dutyroster.models import Shift
from dutyroster.month import Cell
from hotline.people.matching import Matcher
from hotline.people.models import Unit


def unit_labels(units: Sequence[Unit]) -> dict[int, str]:
    """What is shown and typed for each unit: the short name, or the full name where the short one is another's name too."""
    count = Counter(name for unit in units for name in {unit.label, unit.name})
    return {unit.pk: unit.name if count[unit.label] > 1 else unit.label for unit in units}


@dataclass(frozen=True)
class Row:
    """One day of the form. Of a day that has begun both fields are None. `meanwhile`: what somebody else made of it."""

    cell: Cell
    unit: forms.BoundField | None
    makeup: forms.BoundField | None
    meanwhile: str = ""


class EditForm(forms.Form):
    """What the planner makes of the month. Each unit is typed by its short name, full name or alias."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    note = forms.CharField(label=gettext_lazy("Reason of the change"), max_length=200, required=False)

    def __init__(
        self,
        *args: Any,
        cells: Sequence[Cell],
        units: Sequence[Unit],
        debts: Sequence[Shift],
        is_announced: bool,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.cells, self.units, self.debts = cells, units, debts
        self.labels = unit_labels(units)
        if is_announced:
            self.fields["note"].help_text = gettext_lazy("Needed, for the month is announced: the units concerned are told.")
        for cell in cells:
            if not cell.is_locked:
                self.fields[unit_field(cell.day)] = forms.CharField(
                    label=f"{cell.day:%m-%d}", max_length=100, required=False,
                    widget=forms.TextInput({"list": "units", "autocomplete": "off", "data-day": ""}),
                )  # fmt: skip
                if missed := [debt for debt in debts if debt.day < cell.day]:
                    label = _("%(day)s makes up for") % {"day": f"{cell.day:%m-%d}"}
                    choices = [("", "—"), *((str(debt.pk), f"{debt.unit.label} {debt.day:%m-%d}") for debt in missed)]
                    self.fields[makeup_field(cell.day)] = forms.ChoiceField(label=label, choices=choices, required=False)

    def clean(self) -> dict[str, Any]:
        """Find the unit each name means; `plan` is what all of it says."""
        data = super().clean() or {}
        matcher = Matcher(units=self.units)
        shown = {label: pk for pk, label in self.labels.items()}  # what the page offers means what it shows
        self.plan: dict[date, Planned] = {}
        for cell in self.cells:
            written = data.get(unit_field(cell.day), "")
            makeup = data.get(makeup_field(cell.day), "")
            if cell.is_locked or (not written and not self.errors.get(unit_field(cell.day)) and not makeup):
                continue
            if not written:
                if makeup:
                    self.add_error(unit_field(cell.day), _("Name the unit that makes up for the missed day."))
                continue
            found = matcher.match(written)
            unit = shown.get(written) or (found.unit.pk if found.unit else None)
            if unit is None:
                self.add_error(unit_field(cell.day), _unknown(written, found.suggestions, self.labels))
            else:
                self.plan[cell.day] = Planned(unit, int(makeup) if makeup else None)
        return data

    def rows(self, meanwhile: Mapping[date, str] | None = None) -> list[Row]:
        """The days as the page shows them."""
        said = meanwhile or {}
        return [
            Row(
                cell,
                None if cell.is_locked else self[unit_field(cell.day)],
                self[makeup_field(cell.day)] if makeup_field(cell.day) in self.fields else None,
                said.get(cell.day, ""),
            )
            for cell in self.cells
        ]


def _unknown(written: str, suggestions: Sequence[Unit], labels: Mapping[int, str]) -> str:
    said = {"name": written}
    if not suggestions:
        return _("There is no unit of the name “%(name)s”.") % said
    said["units"] = "、".join(labels.get(unit.pk, unit.name) for unit in suggestions)
    return _("There is no unit of the name “%(name)s”. Meant may be: %(units)s") % said


def unit_field(day: date) -> str:
    return f"d{day.day:02}"


def makeup_field(day: date) -> str:
    return f"m{day.day:02}"


def initial(plan: Mapping[date, Planned], labels: Mapping[int, str]) -> dict[str, Any]:
    """The form's values for a plan."""
    found: dict[str, Any] = {}
    for day, planned in plan.items():
        found[unit_field(day)] = labels.get(planned.unit, "")
        found[makeup_field(day)] = str(planned.makeup_of or "")
    return found
