"""What an admin may do to the calendar: load a year's schedule, enter days off and closures, remove them again.

A valid form has a `wish`; what is wrong with a schedule stands beside its field, every fault with its place.
"""

import re
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _, gettext_lazy

from hotline import clock
from hotline.people.models import Unit
from hotline.workdays.changes import What, Wish, closure, of_schedule, removal
from hotline.workdays.missing import missing_now
from hotline.workdays.models import CalendarDay, Entry, known_day
from hotline.workdays.rules import MAX_YEAR, MIN_YEAR, Kind
from hotline.workdays.schedules import MOST_BYTES, Fault, Faulty, Schedule, parse_file, parse_text

_MOST_DAYS = 60  # of one closure
_LISTED = 300  # rows offered for removal, the latest
_NUMBER = re.compile(r"国办发\w{0,3}〔\d{4}〕\d+号")
_ISO = ["%Y-%m-%d"]


class OfficialForm(forms.Form):
    """A year's official schedule, as a file or as the pasted text of the notice."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=MIN_YEAR, max_value=MAX_YEAR)
    text = forms.CharField(
        label=gettext_lazy("Text of the State Council's notice"),
        required=False,
        max_length=MOST_BYTES,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("Paste it as it is; what stands before and after the paragraphs of the holidays is passed over."),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("An .xlsx or .csv table with the columns date, type and name in Chinese, at most 1 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )
    wish: Wish

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = missing_now() or clock.today().year + 1

    def clean(self) -> dict[str, Any]:
        asked = self.cleaned_data
        text, file = asked.get("text", ""), asked.get("file")
        if "year" not in asked or "text" in self.errors or "file" in self.errors:
            return asked
        if bool(text.strip()) == bool(file):
            self.add_error("text", _("Paste the text or choose a file: one of them."))
            return asked
        try:
            schedule = _of_file(file, asked["year"]) if file else parse_text(text, asked["year"])
        except Faulty as error:
            self.add_error("file" if file else "text", ValidationError([str(fault) for fault in error.faults]))
        else:
            self.wish = of_schedule(schedule, _source(text, file))
        return asked


def _of_file(file: UploadedFile, year: int) -> Schedule:
    if (file.size or 0) > MOST_BYTES:  # before it is read
        raise Faulty([Fault(_("file"), _("The file is larger than 1 MB. Leave only the schedule in it."))])
    return parse_file(file.read(), year)


def _source(text: str, file: UploadedFile | None) -> str:
    number = _NUMBER.search(text)
    return number[0] if number else (file.name or "" if file else _("pasted text"))


class ClosureForm(forms.Form):
    """Days off beside the official ones: for the whole city, or in an emergency for some units and those below them."""

    first = forms.DateField(label=gettext_lazy("First day"), input_formats=_ISO, validators=[known_day])
    last = forms.DateField(
        label=gettext_lazy("Last day"), input_formats=_ISO, validators=[known_day], required=False,
        help_text=gettext_lazy("Empty: one day only."),
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("Name of the day or reason"), max_length=50)
    wish: Wish
    kind = Kind.LOCAL

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "last"):
            self.fields[name].widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            self.fields[name].error_messages["invalid"] = _("Enter a day like 2026-09-30.")

    def clean(self) -> dict[str, Any]:
        asked = self.cleaned_data
        if self.errors:
            return asked
        first, last = asked["first"], asked["last"] or asked["first"]
        if last < first:
            self.add_error("last", _("The last day comes before the first."))
        elif (last - first).days >= _MOST_DAYS:
            self.add_error("last", _("These are more than %(most)s days. Enter them in parts.") % {"most": _MOST_DAYS})
        elif (units := self.units()) is not None:
            self.wish = closure(self.kind, first, last, asked["name"], units)
        return asked

    def units(self) -> list[int | None] | None:
        """The units it holds for, None standing for the whole city; or None for all if they are wrong."""
        return [None]


class EmergencyForm(ClosureForm):
    kind = Kind.EMERGENCY
    scope = forms.ChoiceField(
        label=gettext_lazy("Where"),
        choices=[("city", gettext_lazy("the whole city")), ("units", gettext_lazy("only these units and those below them"))],
        widget=forms.RadioSelect,
    )
    among = forms.MultipleChoiceField(label=gettext_lazy("Closed units"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Unit.objects.filter(is_active=True, parent=None)
        rows = sorted(rows, key=lambda unit: (unit.kind != Unit.Kind.DISTRICT, unit.position, unit.pk))
        self.fields["among"].choices = [(unit.pk, unit.name) for unit in rows]  # type: ignore[attr-defined]

    def units(self) -> list[int | None] | None:
        chosen = [int(pk) for pk in self.cleaned_data["among"]]
        if self.cleaned_data["scope"] == "city" and chosen:
            self.add_error("among", _("Units are ticked, but the whole city is chosen. Choose one of the two."))
        elif self.cleaned_data["scope"] == "units" and not chosen:
            self.add_error("among", _("Tick at least one unit."))
        elif chosen:
            return list(chosen)
        else:
            return [None]
        return None


class RemoveForm(forms.Form):
    """Entries that are not from the State Council's notice; consecutive days of one entry go together."""

    spans = forms.MultipleChoiceField(label=gettext_lazy("Entries"), widget=forms.CheckboxSelectMultiple)
    wish: Wish

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = CalendarDay.objects.exclude(kind=Kind.OFFICIAL).select_related("unit").order_by("-date")[:_LISTED]
        self.found = {span[0].pk: span for span in _spans(list(rows))}
        self.fields["spans"].choices = [(pk, _said(span)) for pk, span in self.found.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        rows = [row for pk in self.cleaned_data.get("spans", ()) for row in self.found[int(pk)]]
        if rows:
            self.wish = removal(Entry(row.date, row.is_workday, row.name, Kind(row.kind), row.unit_id) for row in rows)
        return self.cleaned_data


def _spans(rows: list[CalendarDay]) -> list[list[CalendarDay]]:
    """Rows of one name, kind and unit on consecutive days, the latest first."""

    def key(row: CalendarDay) -> tuple[str, str, int]:
        return row.name, row.kind, row.unit_id or 0

    found = []
    for _key, group in groupby(sorted(rows, key=lambda row: (key(row), row.date)), key=key):
        numbered = enumerate(group)
        for _place, run in groupby(numbered, key=lambda item: item[1].date - timedelta(days=item[0])):
            found.append([row for _n, row in run])
    return sorted(found, key=lambda span: span[-1].date, reverse=True)


def _said(span: list[CalendarDay]) -> str:
    row = span[0]
    days = _days(row.date, span[-1].date)
    where = row.unit.name if row.unit else _("the whole city")
    return f"{days} · {row.name} · {row.get_kind_display()} · {where}"


def _days(first: date, last: date) -> str:
    return f"{first}" if first == last else f"{first} – {last}"


FORMS: dict[What, type[forms.Form]] = {
    What.OFFICIAL: OfficialForm,
    What.LOCAL: ClosureForm,
    What.EMERGENCY: EmergencyForm,
    What.REMOVE: RemoveForm,
}
