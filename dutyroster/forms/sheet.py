"""The forms of the callback sheet (D10)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from dutyroster.actions.sheet import CLOSING_LENGTH, OPINION_LENGTH, REASON_LENGTH
from dutyroster.models import SheetCase
from dutyroster.sample import STEPS
from tickets.forms.fields import OnceForm, YesNo
from tickets.models import Satisfaction

How = SheetCase.How


class Typed(forms.CharField):
    """A long text, bounded; the end of a line counts as one character, as it does in the browser."""

    def __init__(self, label: Any, most: int, *, rows: int = 3, **more: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(label=label, max_length=most, widget=widget, **more)

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class OpinionForm(OnceForm):
    """How a case was dealt with, and the opinion; `draft`: the person's own. `version` is the ticket's version the person sees,
    `seen` the case's stamp."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
    how = forms.ChoiceField(label=_("Dealt with by"), choices=How, widget=forms.RadioSelect, initial=How.READ)
    reached = YesNo(pgettext_lazy("callback", "Caller"), _("reached"), _("not reached"), required=False)
    solved = YesNo(_("Solved?"), _("solved"), _("not solved"), required=False)
    satisfaction = forms.TypedChoiceField(
        label=_("Satisfaction"), choices=[("", "—"), *Satisfaction.choices], coerce=int, empty_value=None, required=False
    )
    opinion = Typed(_("Opinion on the handling"), OPINION_LENGTH, rows=5)

    def __init__(self, *args: Any, case: SheetCase, actor_id: int, draft: str = "", **more: Any) -> None:
        super().__init__(*args, auto_id="case_%s", **more)
        self.about = f"{case.pk} {actor_id}"
        self.initial.update(version=case.ticket.version, seen=case.stamp, opinion=draft or case.opinion)
        if case.ticket.step not in STEPS:  # a callback is not possible there
            self.field("how").choices = [(How.READ.value, How.READ.label)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("how") != How.CALLED:
            return data
        asked = ("reached",) if data.get("reached") is None else ("solved", "satisfaction") if data["reached"] else ()
        for name in asked:
            if data.get(name) is None and name not in self.errors:
                said = _("Say whether the caller was reached.") if name == "reached" else _("Ask the caller who was reached.")
                self.add_error(name, said)
        return data

    def values(self) -> dict[str, Any]:
        """What `give_opinion` wants; the answers of a call only where there was one."""
        data = self.cleaned_data
        answers = {name: data.get(name) for name in ("reached", "solved", "satisfaction")} if data["how"] == How.CALLED else {}
        return {name: data[name] for name in ("opinion", "how", "version", "seen", "request_id")} | answers


class ReplaceForm(forms.Form):
    """Why a case is replaced; `seen` is its stamp."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)
    reason = Typed(_("Why it is replaced"), REASON_LENGTH, rows=2)


class CloseForm(forms.Form):
    """Why a sheet stays unsigned."""

    reason = Typed(_("Why the sheet is closed without all signatures"), CLOSING_LENGTH)


class SignForm(forms.Form):
    """The password again. `seen` is what the person has before them."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)
    password = forms.CharField(
        label=_("Your password"), max_length=128, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
