"""Fields and choices that the forms share. A `Choices` is made once per page, so many forms cost few queries."""

import difflib
import uuid
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hotline import options
from hotline.people.models import Person, Role, Unit
from tickets.actions.checks import TEXT_LENGTH
from tickets.actions.files import ALLOWED
from tickets.models import Category

UNTYPED = ("csrfmiddlewaretoken", "version", "request_id")


class Choices:
    """What the selects of one page offer; each list is asked for once, when the first form needs it."""

    @cached_property
    def units(self) -> list[Unit]:
        return list(Unit.objects.filter(is_active=True).order_by("position", "id"))

    @cached_property
    def top_units(self) -> list[Unit]:
        """What a dispatch can go to: member units and the office, not the sub-units (they are handed on to)."""
        return [unit for unit in self.units if unit.parent_id is None]

    @cached_property
    def districts(self) -> list[Unit]:
        return [unit for unit in self.top_units if unit.kind == Unit.Kind.DISTRICT]

    @cached_property
    def leaders(self) -> list[Person]:
        return list(Person.objects.with_role(Role.CITY_LEADER).order_by("pk"))

    @cached_property
    def office_persons(self) -> list[Person]:
        return list(Person.objects.filter(is_active=True, unit__kind=Unit.Kind.OFFICE).order_by("pk"))

    @cached_property
    def categories(self) -> list[tuple[str, str]]:
        """(id, path) of every active category, as a tree in reading order."""
        rows = list(Category.objects.filter(is_active=True).order_by("position", "id"))
        below: dict[int | None, list[Category]] = {}
        for row in rows:
            below.setdefault(row.parent_id, []).append(row)
        found: list[tuple[str, str]] = []

        def walk(parent: int | None, path: str) -> None:
            for row in below.get(parent, ()):
                here = f"{path} / {row.name}" if path else row.name
                found.append((str(row.pk), here))
                walk(row.pk, here)

        walk(None, "")
        return found


def pairs(rows: Any, label: str = "name") -> list[tuple[str, str]]:
    """Options of a select."""
    return [(str(row.pk), str(getattr(row, label))) for row in rows]


class Text(forms.CharField):
    """A long text, bounded, with the limit in the browser too."""

    def __init__(self, label: Any, *, rows: int = 3, **more: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, max_length=TEXT_LENGTH, widget=widget, **more)


class YesNo(forms.TypedChoiceField):
    """A question answered by one of two sentences, without a default."""

    def __init__(self, label: Any, yes: Any, no: Any, *, required: bool = True, **more: Any) -> None:
        super().__init__(
            label=label, choices=[("yes", yes), ("no", no)], coerce=lambda v: v == "yes",
            widget=forms.RadioSelect, required=required, empty_value=None, **more,
        )  # fmt: skip


class UnitField(forms.CharField):
    """A unit typed by name or short name, with the browser's completion; near misses are suggested."""

    def __init__(self, label: Any, **more: Any) -> None:
        widget = forms.TextInput(attrs={"list": "units", "autocomplete": "off"})
        super().__init__(label=label, max_length=100, widget=widget, **more)
        self.units: list[Unit] = []

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        for unit in self.units:
            if typed in (unit.name, unit.short_name):
                return unit
        labels = {unit.label: unit.label for unit in self.units} | {unit.name: unit.label for unit in self.units}
        part = [label for name, label in labels.items() if typed in name]
        alike = [labels[name] for name in difflib.get_close_matches(typed, labels, n=3, cutoff=0.3)]
        near = list(dict.fromkeys(part or alike))[:3]
        if near:
            raise ValidationError(_("There is no unit of that name. Did you mean: %(near)s?") % {"near": "、".join(near)})
        raise ValidationError(_("There is no unit of that name."))


class UnitsField(forms.TypedMultipleChoiceField):
    """Several units, ticked in a list; gives the units."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False, widget=forms.CheckboxSelectMultiple)
        self.units: list[Unit] = []

    def offer(self, units: list[Unit]) -> None:
        self.units = units
        self.choices = pairs(units, "label")

    def clean(self, value: Any) -> list[Unit]:
        wanted = set(super().clean(value))
        return [unit for unit in self.units if str(unit.pk) in wanted]


class RowField(forms.ChoiceField):
    """One row of a list, by its id; gives the row."""

    def offer(self, rows: list[Any], label: str = "name") -> None:
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [("", "—"), *pairs(rows, label)]

    def clean(self, value: Any) -> Any:
        return self.rows.get(super().clean(value))


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; what they contain is checked by the action."""

    def __init__(self, **more: Any) -> None:
        widget = _Files(attrs={"accept": ",".join(sorted(ALLOWED))})
        super().__init__(label=_("Files"), required=False, widget=widget, **more)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        # Emptiness is the action's to judge: it names the file.
        return [item for item in (data or []) if item]

    def get_bound_field(self, form: Any, field_name: str) -> Any:
        self.help_text = _("Pictures, PDF, Word, Excel, sound; each up to %(limit)s MB") % {
            "limit": options.get("attachment_megabytes")
        }
        return super().get_bound_field(form, field_name)


def once_key(key: uuid.UUID, sent: Any, files: Any, about: str = "") -> uuid.UUID:
    """The form's own key together with what was typed and what it is about.

    A double click sends the same words; the browser's Back brings the same form again, but other words are another act.
    """
    typed = sorted((name, sent.getlist(name)) for name in sent if name not in UNTYPED)
    named = sorted((name, [(file.name, file.size) for file in files.getlist(name)]) for name in files)
    return uuid.uuid5(key, repr((about, typed, named)))


class OnceForm(forms.Form):
    """A form with a key of its own: sent twice, it acts once."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, required=False)
    about = ""

    def clean_request_id(self) -> uuid.UUID | None:
        key: uuid.UUID | None = self.cleaned_data["request_id"]
        return once_key(key, self.data, self.files, self.about) if key else None

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial.setdefault("request_id", uuid.uuid4())
        self.label_suffix = ""

    def field(self, name: str) -> Any:
        """One of the form's fields, to fill its choices."""
        return self.fields[name]
