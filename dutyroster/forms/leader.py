"""The form of annex 2: who of the unit does duty, with post and contact (D21)."""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy

from dutyroster.actions import leaders
from dutyroster.actions.leaders import MOST, NEW, Ambiguous, Entry
from hotline.people import phones
from hotline.people.models import Person, Rank, Unit

SHOWN = {Rank.PRINCIPAL: 1, Rank.DEPUTY: 2, Rank.STAFF: 2}  # lines in sight where fewer are filled; the rest unfolds
PARTS: tuple[tuple[str, Promise, int], ...] = (
    ("name", gettext_lazy("Name"), 50),
    ("post", gettext_lazy("Post"), 50),
    ("phone", gettext_lazy("Contact"), 30),
)
CONTROL = "form-control form-control-sm"
LINES = [(f"{rank}{n}", rank, n) for rank in Rank for n in range(1, MOST[rank] + 1)]


class LeadersForm(forms.Form):
    """Eleven lines: one principal, four deputies, six of the staff. After `is_valid()`, `entries` holds the filled ones."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, unit: Unit, **more: Any) -> None:
        super().__init__(*args, **more)
        self.unit = unit
        self.entries: list[Entry] = []
        self.label_suffix = ""
        for key, rank, n in LINES:
            place = f"{rank.label} {n}" if MOST[rank] > 1 else f"{rank.label}"
            for part, label, most in PARTS:
                field = forms.CharField(label=f"{place}: {label}", max_length=most, required=False)
                typed = {"inputmode": "tel"} if part == "phone" else {}
                field.widget.attrs |= {"autocomplete": "off", "class": CONTROL, **typed}
                self.fields[f"{key}_{part}"] = field
            self.fields[f"{key}_who"] = forms.CharField(
                label=f"{place}: {_('Which person')}", max_length=20, required=False, widget=forms.HiddenInput
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        filled = {key: entry for key, rank, _n in LINES if (entry := self._entry(key, rank))}
        self._check_persons(filled)
        self.entries = list(filled.values())
        return data

    def lines(self) -> Iterator[dict[str, Any]]:
        """The lines for the page: fields, rank, and whether the line is in sight before the rest unfolds."""
        for key, rank, n in LINES:
            fields = {part: self[f"{key}_{part}"] for part, _label, _most in PARTS}
            used = any(field.value() for field in fields.values())
            who = self[f"{key}_who"]
            for field in (*fields.values(), who):
                if field.errors:
                    field.field.widget.attrs["class"] = f"{field.field.widget.attrs.get('class', '')} is-invalid"
            yield fields | {
                "rank": rank.label,
                "n": n if MOST[rank] > 1 else "",
                "who": who,
                "asks": not who.is_hidden,
                "in_sight": used or n <= SHOWN[rank],
            }

    def show_stamp(self, seen: str) -> None:
        """The list changed under the form: the page shows it as it is now, and the next save may go through."""
        data = cast("QueryDict", self.data).copy()
        data["seen"] = seen
        self.data = data

    def _entry(self, key: str, rank: Rank) -> Entry | None:
        """The line as it was filled in, None for an empty one; what is missing or wrong is said at its field."""
        values = {part: self.cleaned_data.get(f"{key}_{part}", "") for part, _label, _most in PARTS}
        wanted = key in ("principal1", "deputy1")
        if not wanted and not any(self.data.get(self.add_prefix(f"{key}_{part}"), "").strip() for part in values):
            return None
        for part, value in values.items():
            if not value and f"{key}_{part}" not in self.errors:
                self.add_error(f"{key}_{part}", _("Please fill this in."))
        try:
            phone = phones.contact(values["phone"])
        except ValueError:
            phone = ""
            self.add_error(f"{key}_phone", _("This is no phone number. Example: 0898-12345678 转 8001"))
        who = self.cleaned_data.get(f"{key}_who", "")
        return Entry(rank, tidy(values["name"]), " ".join(values["post"].split()), phone, who)

    def _check_persons(self, filled: dict[str, Entry]) -> None:
        """Whoever is named must be one person: where several of the unit have that name, the line asks which (D21)."""
        people = leaders.people_named(self.unit, (entry.name for entry in filled.values()))
        taken: dict[Any, str] = {}
        for key, entry in filled.items():
            same = leaders.same_name(entry, people)
            if len(same) > 1:
                self._ask(key, same)
            try:
                person = leaders.linked(entry, people)
            except Ambiguous as refused:
                self.add_error(f"{key}_who", str(refused.message))
                continue
            if taken.setdefault(person.pk if person else (entry.name, entry.phone), key) != key and entry.name:
                self.add_error(f"{key}_name", _("This person is named twice."))

    def _ask(self, key: str, people: Sequence[Person]) -> None:
        choices = [("", "—"), *((str(p.pk), f"{p.name} · {p.post or '–'} · {p.username}") for p in people)]
        choices.append((NEW, _("somebody else, not yet in the list")))
        self.fields[f"{key}_who"].widget = forms.Select(attrs={"class": "form-select form-select-sm"}, choices=choices)


def initial(people: Sequence[dict[str, Any]], seen: str) -> dict[str, Any]:
    """What the lines show at first: `people` with rank, name, post, phone and who (a person's id)."""
    found: dict[str, Any] = {"seen": seen}
    count = dict.fromkeys(Rank, 0)
    for person in people:
        rank = Rank(person["rank"])
        count[rank] += 1
        if count[rank] <= MOST[rank]:
            found |= {f"{rank}{count[rank]}_{part}": person[part] for part in ("name", "post", "phone", "who")}
    return found


def tidy(name: str) -> str:
    """A name without the blanks people put between Chinese characters; in other names one blank stays one."""
    parts = name.split()
    return "".join(parts) if not name.isascii() else " ".join(parts)
