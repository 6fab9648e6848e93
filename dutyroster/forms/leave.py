"""The forms of leave and make-up duty."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from dutyroster.actions import leave as leaves
from dutyroster.actions.leaders import Entry
from dutyroster.actions.makeup import Offer
from dutyroster.models import Leave
from dutyroster.onduty import Crew
from hotline.people import phones
from hotline.people.models import Person, Rank, Role
from tickets.forms.fields import RowField, YesNo


class AskForm(forms.Form):
    """Whose leave, why, and for the principal's the city leader who decides."""

    person = RowField(label=_("Whose leave"))
    reason = forms.CharField(
        label=_("Reason"), max_length=leaves.REASON, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A principal is absent only by force majeure."),
    )  # fmt: skip
    approver = RowField(
        label=_("City leader who decides"), required=False,
        help_text=_("For the principal only. On a deputy's leave the principal of the unit decides."),
    )  # fmt: skip

    def __init__(self, *args: Any, crew: Crew, **more: Any) -> None:
        super().__init__(*args, **more)
        self.label_suffix = ""
        person: Any = self.fields["person"]
        person.offer([named.person for named in leaves.askable(crew)])
        person.choices = [
            ("", "—"),
            *((str(n.person.pk), f"{n.person.name}（{Rank(n.rank).label} {n.post}）") for n in leaves.askable(crew)),
        ]
        leaders = list(Person.objects.with_role(Role.CITY_LEADER).select_related("unit").order_by("pk"))
        approver: Any = self.fields["approver"]
        approver.offer(leaders)
        approver.choices = [("", "—"), *((str(p.pk), f"{p.name} {p.post}".strip()) for p in leaders)]


class DecideForm(forms.Form):
    """Granted or not, with opinion; a late request's waiver; a deputy's substitute."""

    granted = YesNo(
        pgettext_lazy("leave", "Decision"), pgettext_lazy("leave", "Grant the leave"), pgettext_lazy("leave", "Refuse the leave")
    )
    waiver = forms.CharField(
        label=_("Why the time limit is waived"), max_length=leaves.WAIVER, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("The request came late: it can be granted only with a reason."),
    )  # fmt: skip
    substitute = RowField(label=_("Who comes instead"), required=False)
    name = forms.CharField(label=_("Or another leader: name"), max_length=50, required=False)
    post = forms.CharField(label=_("Post"), max_length=50, required=False)
    phone = forms.CharField(label=_("Contact"), max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    opinion = forms.CharField(
        label=_("Opinion"), max_length=leaves.OPINION, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed where it is refused."),
    )  # fmt: skip

    def __init__(self, *args: Any, leave: Leave, crew: Crew, **more: Any) -> None:
        super().__init__(*args, **more)
        self.label_suffix = ""
        if not leave.is_late:
            del self.fields["waiver"]
        if leave.who == Leave.Who.DEPUTY:
            people = leaves.substitutes(leave, crew)
            field: Any = self.fields["substitute"]
            field.offer(people)
            field.choices = [("", "—"), *((str(p.pk), f"{p.name} {p.post}".strip()) for p in people)]
        else:
            for name in ("substitute", "name", "post", "phone"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("granted") and data.get("name"):
            if data.get("substitute"):
                self.add_error("name", _("Choose a leader above or enter another one, not both."))
            if not data.get("post"):
                self.add_error("post", _("Write the post."))
            try:
                data["phone"] = phones.contact(data.get("phone", ""))
            except ValueError:
                self.add_error("phone", _("This is no phone number. Example: 0898-12345678 转 8001"))
            if not data.get("phone") and "phone" not in self.errors:
                self.add_error("phone", _("Write a telephone number."))
        return data

    @property
    def wish(self) -> dict[str, Any]:
        """What `actions.leave.decide` takes."""
        data = self.cleaned_data
        entry = Entry(Rank.DEPUTY, data["name"], data["post"], data["phone"]) if data.get("name") else None
        return {
            "granted": data["granted"],
            "opinion": data["opinion"],
            "waiver": data.get("waiver", ""),
            "substitute": entry or data.get("substitute"),
        }


class MakeupForm(forms.Form):
    """One of the days offered, with the unit whose it was when the page was made."""

    day = forms.ChoiceField(label=_("Day of the make-up duty"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, offers: list[Offer], **more: Any) -> None:
        super().__init__(*args, **more)
        self.offers = {f"{o.day}:{o.unit or 0}": o for o in offers}
        field: Any = self.fields["day"]
        field.choices = [(key, key) for key in self.offers]
        field.error_messages["invalid_choice"] = _("The roster was changed meanwhile. Choose again.")
        field.error_messages["required"] = _("Choose a day.")

    @property
    def offer(self) -> Offer:
        return self.offers[self.cleaned_data["day"]]
