"""What is uploaded of a month's roster, and which unit a doubtful name means (D1)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _, gettext_lazy

from dutyroster.checking import Doubt, check
from dutyroster.reading import MOST_BYTES, MOST_TEXT, Faulty, Reading, read_file, read_text
from hotline import tables


class RosterForm(forms.Form):
    """A month's roster as a file or as pasted text. A valid form has a `reading`, another one `faults`."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        allow_empty_file=True,
        help_text=gettext_lazy("A table as .xlsx, .csv or .docx, or the notice saved as .txt, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.docx,.txt"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or the text of the notice"),
        required=False,
        strip=False,  # its lines are counted as they were pasted
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("Paste annex 1 or the whole notice as it stands on the page; what is no table is passed over."),
    )
    reading: Reading
    faults: Sequence[tables.Fault] = ()

    def __init__(self, month: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.month = month

    def clean(self) -> dict[str, Any]:
        asked = self.cleaned_data
        text, file = asked.get("text", ""), asked.get("file")
        if self.errors:
            return asked
        if bool(text.strip()) == bool(file):
            self.add_error("text", _("Paste the text or choose a file: one of them."))
            return asked
        try:
            self.reading = self._read(file) if file else read_text(text, self.month)
        except Faulty as faulty:
            self.refuse(faulty.faults)
        return asked

    def refuse(self, faults: Sequence[tables.Fault]) -> None:
        """Keeps every fault for the page's list, and says beside the field that there are some."""
        self.faults = faults
        message = _("%(count)s faults are listed above, each with its place. Nothing was saved.") % {"count": len(faults)}
        self.add_error("file" if self.cleaned_data.get("file") else "text", message)

    @property
    def note(self) -> str:
        """Where the roster is from: what its version is remembered by."""
        file = self.cleaned_data.get("file")
        return str(file.name or "")[:200] if file else _("pasted text")

    def _read(self, file: UploadedFile) -> Reading:
        if (file.size or 0) > MOST_BYTES:  # before it is read
            said = {"most": MOST_BYTES // tables.MEGABYTE}
            raise tables.unusable(_("The file is larger than %(most)s MB. Leave only what is needed in it.") % said)
        return read_file(file.read(), self.month)


class NamesForm(forms.Form):
    """For each name that is no unit's: which of the similar ones is meant, and whether to remember it as an alias."""

    def __init__(self, reading: Reading, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading = reading
        self.questions: list[Doubt] = check(reading).questions
        for number, doubt in enumerate(self.questions):
            self.fields[f"unit-{number}"] = forms.TypedChoiceField(
                label=doubt.text,
                coerce=int,
                choices=[(unit.pk, unit.name) for unit in doubt.suggestions],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose the unit that is meant, or correct the name in the file.")},
            )
            if not doubt.is_ambiguous:
                self.fields[f"alias-{number}"] = forms.BooleanField(
                    label=gettext_lazy("Remember this name as an alias of the unit"), required=False
                )

    @property
    def choices(self) -> dict[str, int]:
        """The chosen units (ids) by the keys of the names."""
        return {doubt.key: self.cleaned_data[f"unit-{number}"] for number, doubt in enumerate(self.questions)}

    @property
    def aliases(self) -> tuple[tuple[str, int], ...]:
        """The names to remember, with their units (ids)."""
        return tuple(
            (tables.as_text(doubt.text)[:100], self.choices[doubt.key])
            for number, doubt in enumerate(self.questions)
            if self.cleaned_data.get(f"alias-{number}")
        )

    def rows(self) -> list[tuple[Doubt, Any, Any]]:
        """For the page: the doubt, its radio buttons, and the box of the alias where there is one."""
        return [
            (doubt, self[f"unit-{number}"], self[f"alias-{number}"] if f"alias-{number}" in self.fields else None)
            for number, doubt in enumerate(self.questions)
        ]
