"""Forms of the duty day: attendance, slips, questions, the handover book. All bounded; times are of the duty day."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from dutyroster.actions import attendance, entries, handover
from dutyroster.models import Shift
from hotline import clock
from hotline.people.models import Person
from tickets.models import Ticket


class DayForm(forms.Form):
    """A form on a page with many: `name` keeps their fields' ids apart."""

    def __init__(self, *args: Any, name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"{name}_%s" if name else "id_%s"


def words(label: Any, most: int, *, rows: int = 2, **more: Any) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **more)


def password(label: Any) -> forms.CharField:
    """The own password, asked for again where something is signed."""
    widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
    return forms.CharField(label=label, max_length=128, strip=False, widget=widget)


class Once(DayForm):
    """A form that writes a row: its key makes a double click one."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("request_id", uuid4())


# ---- attendance


class TimeForm(DayForm):
    """Another time than the one claimed (or than now), and why."""

    at = forms.TimeField(
        label=pgettext_lazy("attendance", "Time"), required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"), help_text=_("Only where it was another time."),
    )  # fmt: skip
    note = forms.CharField(label=pgettext_lazy("attendance", "Note"), max_length=attendance.NOTE, required=False)

    def moment(self, shift: Shift) -> datetime | None:
        """The time as an instant of that day."""
        at = self.cleaned_data["at"]
        return datetime.combine(shift.day, at, clock.TZ) if at else None


class RecordForm(TimeForm):
    """Somebody is there: one of the unit's people, or by name."""

    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Person"), required=False, empty_label=_("somebody without an account")
    )
    name = forms.CharField(label=_("Name, where there is no account"), max_length=50, required=False)
    as_leader = forms.TypedChoiceField(
        label=_("Who has no account attends as"), required=False, coerce=lambda v: v == "leader",
        choices=[("leader", _("stand-in for a leader, without approval")), ("staff", _("staff"))],
    )  # fmt: skip
    field_order = ("person", "name", "as_leader", "at", "note")

    def __init__(self, *args: Any, shift: Shift, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(is_active=True, unit__in=shift.unit.tree_ids).order_by("unit_id", "id")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.fields["at"].help_text = _("Only where it is not now.")


# ---- questions and the book


class AskForm(Once):
    """A question to the unit on duty (D8); the ticket it is about, if any."""

    text = words(_("Question"), entries.TEXT, rows=4)
    ticket = forms.CharField(
        label=_("About ticket"), max_length=20, required=False,
        widget=forms.TextInput({"placeholder": "20261122-00001", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_ticket(self) -> Ticket | None:
        number = self.cleaned_data["ticket"].strip()
        if not number:
            return None
        found = Ticket.objects.visible_to(self.actor).select_related("caller").filter(number=number).first()
        if found is None:
            raise ValidationError(_("There is no such ticket, or you may not see it."))
        return found


class AnswerForm(DayForm):
    """The duty leader's answer (D8)."""

    in_remit = forms.TypedChoiceField(
        label=_("Is it in the remit of your unit?"), coerce=lambda v: v == "yes", widget=forms.RadioSelect,
        choices=[("yes", _("yes: explained, own staff see to it")), ("no", _("no: a suggestion"))],
    )  # fmt: skip
    answer = words(_("Explanation or suggestion"), entries.TEXT, rows=3)
    staff = forms.CharField(label=_("Who of your staff sees to it"), max_length=entries.STAFF, required=False)


class AddForm(Once):
    """Another matter for the book."""

    text = words(_("Matter"), entries.TEXT, rows=3)
    stays_open = forms.BooleanField(label=_("It is not settled yet: carries over to the next shift"), required=False)


class CloseForm(DayForm):
    """How an open matter was settled."""

    closing = words(_("How it was settled"), entries.CLOSING)


class SignForm(DayForm):
    """The outgoing leader's signature."""

    remarks = words(_("Remarks for the next shift"), handover.TEXT, required=False, rows=3)
    password = password(_("Your password"))


class ConfirmForm(DayForm):
    """The incoming leader's."""

    reservations = words(_("Reservations"), handover.TEXT, required=False)
    password = password(_("Your password"))


class CloseUnsignedForm(DayForm):
    """Why a day ends without a signature."""

    reason = words(_("Why it stays without a signature"), handover.TEXT)


# ---- the slip


class SlipForm(DayForm):
    """A slip's code and the password of one's own."""

    code = forms.CharField(
        label=_("Code of the slip"), max_length=30,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )  # fmt: skip
    password1 = forms.CharField(
        label=_("New password"), max_length=128, strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}), help_text=_("At least ten characters; yours from now on."),
    )  # fmt: skip
    password2 = forms.CharField(
        label=_("New password again"), max_length=128, strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("password1") and given.get("password2") and given["password1"] != given["password2"]:
            self.add_error("password2", _("The two passwords are not the same."))
        return given
