"""One form per action: the values the action needs, bounded, with what the person should know beside them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from hotline import clock, options
from hotline.people.models import Person
from tickets.actions.office import STAMPS, stamp_label
from tickets.facts import Facts
from tickets.flow import Action
from tickets.forms.fields import Choices, FilesField, OnceForm, RowField, Text, UnitField, UnitsField, YesNo
from tickets.models import AnswerHow, DispatchHow, HardMark, Incident, Instruction, Satisfaction, Ticket

FORMS: dict[Action, type["ActionForm"]] = {}


def about(ticket: Ticket, actor: Person) -> str:
    """Whose form on which ticket it is."""
    return f"{ticket.pk} {actor.pk}"


class ActionForm(OnceForm):
    """What one action asks. `version` is what the person saw; the action is refused if the ticket changed since."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, ticket: Ticket, actor: Person, facts: Facts, choices: Choices, **more: Any) -> None:
        super().__init__(*args, **more)
        self.ticket, self.actor, self.facts, self.offered = ticket, actor, facts, choices
        self.about = about(ticket, actor)
        self.initial.setdefault("version", ticket.version)
        self.offer(choices)

    def offer(self, choices: Choices) -> None:
        """Fill the selects."""

    def values(self) -> dict[str, Any]:
        """The action's own values."""
        return {name: v for name, v in self.cleaned_data.items() if name not in ("request_id", "version")}


def form_for(*actions: Action) -> Callable[[type[ActionForm]], type[ActionForm]]:
    """Register a form for these actions."""

    def register(form: type[ActionForm]) -> type[ActionForm]:
        FORMS.update(dict.fromkeys(actions, form))
        return form

    return register


@form_for(Action.SIGN_FOR, Action.PUBLISH)
class Nothing(ActionForm):
    """Nothing to fill in."""


@form_for(
    Action.ANSWER, Action.VOID, Action.DISAGREE, Action.STAND, Action.WITHDRAW, Action.DECLARE_MAJOR,
    Action.REVEAL, Action.UNMERGE, Action.REOPEN, Action.NOTE, Action.URGE, Action.OPINE,
)  # fmt: skip
class Words(ActionForm):
    text = Text(_("Text"))


LABELS = {
    Action.ANSWER: _("What the caller was told"),
    Action.VOID: _("Why it is void"),
    Action.DISAGREE: _("What the units disagree about"),
    Action.STAND: _("Reason (explained to the caller; no legal basis; …)"),
    Action.WITHDRAW: _("The caller's words"),
    Action.DECLARE_MAJOR: pgettext_lazy("incident", "What has happened"),
    Action.REVEAL: _("Reason for revealing the identity (stays in the journal)"),
    Action.UNMERGE: _("Reason"),
    Action.REOPEN: _("What is new"),
    Action.NOTE: _("Note"),
    Action.PROGRESS: _("Progress"),
    Action.ASSIST_REPORT: _("Report to the lead unit"),
    Action.REPLY: _("Result of handling"),
    Action.INSTRUCT: _("Instruction"),
    Action.SUPERVISE: _("Requirements of the supervision order"),
    Action.REDO: _("Requirements for the redo"),
    Action.URGE: _("What the unit is told"),
    Action.OPINE: _("Opinion"),
}


@form_for(Action.PROGRESS, Action.ASSIST_REPORT, Action.REPLY, Action.INSTRUCT)
class WordsAndFiles(ActionForm):
    text = Text(_("Text"), rows=5)
    uploads = FilesField()


@form_for(Action.DECLINE)
class Decline(ActionForm):
    reason = forms.ChoiceField(label=_("Reason for non-acceptance"))
    text = Text(_("What the caller was told"))
    caller_told = forms.BooleanField(label=_("The caller has been told"))

    def offer(self, choices: Choices) -> None:
        self.field("reason").choices = [("", "—"), *((r, r) for r in options.get("decline_reasons"))]


@form_for(Action.REFER)
class Refer(ActionForm):
    to = forms.CharField(label=_("Referred to"), max_length=100, widget=forms.TextInput(attrs={"list": "units"}))
    connected = forms.BooleanField(label=_("Connected by phone (three-way call)"), required=False)
    caller_told = forms.BooleanField(label=_("The caller has been told"))
    text = Text(_("Remark"), required=False)


@form_for(Action.REFERRAL_OUTCOME)
class ReferralOutcome(ActionForm):
    settled = YesNo(_("Outcome"), _("settled"), _("not settled: back to registration"))
    text = Text(_("What the unit in charge did"))


class Units(ActionForm):
    lead = UnitField(_("Lead unit"))
    assisting = UnitsField(_("Assisting units"))

    def offer(self, choices: Choices) -> None:
        self.field("lead").units = choices.top_units
        self.field("assisting").offer(choices.top_units)


@form_for(Action.PROPOSE)
class Propose(Units):
    text = Text(_("Reason"), required=False)


@form_for(Action.REDISPATCH)
class Redispatch(Units):
    how = forms.ChoiceField(label=_("How"), choices=DispatchHow, widget=forms.RadioSelect, initial=DispatchHow.ORDER)
    caller_told = forms.BooleanField(label=_("The caller has been told"), required=False)
    text = Text(_("Requirements"), required=False)


@form_for(Action.DISPATCH)
class Dispatch(Redispatch):
    reply_required = forms.BooleanField(label=_("A reply is required"), required=False, initial=True)
    workdays = forms.IntegerField(label=_("Working days to reply"), min_value=1)
    field_order = ("lead", "assisting", "text", "workdays", "how", "reply_required", "caller_told")

    def offer(self, choices: Choices) -> None:
        super().offer(choices)
        most = options.get("reply_workdays")
        self.fields["workdays"] = forms.IntegerField(label=_("Working days to reply"), min_value=1, max_value=most, initial=most)
        self.order_fields(self.field_order)
        proposal = self.ticket.events.filter(action=Action.PROPOSE).order_by("-seq").first()
        if proposal:
            self.initial.update(
                lead=proposal.details["lead_name"], assisting=proposal.details["assisting"], text=proposal.opinion
            )


@form_for(Action.HAND_ON)
class HandOn(ActionForm):
    to = RowField(label=_("Hand on to"))
    text = Text(_("Remark"), required=False)

    def offer(self, choices: Choices) -> None:
        below = self.actor.unit.tree_ids
        self.field("to").offer([u for u in choices.units if u.pk in below], "label")


@form_for(Action.REQUEST_RETURN)
class RequestReturn(ActionForm):
    text = Text(_("Reason"))
    basis = Text(_("Basis (law, list of duties, …)"), rows=2)


class Decision(ActionForm):
    granted = YesNo(_("Decision"), _("grant"), _("refuse"))
    text = Text(pgettext_lazy("decision", "Reason"))


def with_reason(form: Decision, data: dict[str, Any]) -> dict[str, Any]:
    """The form's values; where something is given back, the reason must be there."""
    if data.get("granted") is False and not data.get("text"):
        form.add_error("text", _("Say what has to be mended."))
    return data


@form_for(Action.DECIDE_RETURN)
class DecideReturn(Decision):
    pass


@form_for(Action.DECIDE_REPLY)
class DecideReply(Decision):
    granted = YesNo(_("Decision"), _("approve: send it to the office"), _("give it back"))
    text = Text(_("Remark (needed when it is given back)"), required=False)

    def clean(self) -> dict[str, Any]:
        return with_reason(self, super().clean() or {})


@form_for(Action.ANSWER_CALLER)
class AnswerCaller(ActionForm):
    answered = YesNo(_("Answer"), _("the caller was answered"), _("no answer was possible"))
    how = forms.ChoiceField(label=_("How"), choices=[("", "—"), *AnswerHow.choices], required=False)
    text = Text(_("What was said, or why no answer was possible"))
    merged_too = forms.BooleanField(label=_("Holds for the callers of all merged tickets too"), required=False)

    def offer(self, choices: Choices) -> None:
        if not self.facts.merged_count:
            del self.fields["merged_too"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("answered") and not data.get("how"):
            self.add_error("how", _("Say how the caller was answered."))
        return data


@form_for(Action.CALLBACK)
class RecordCallback(ActionForm):
    reached = YesNo(pgettext_lazy("callback", "Caller"), _("reached"), _("not reached"))
    solved = YesNo(_("Solved?"), _("solved"), _("not solved"), required=False)
    satisfaction = forms.TypedChoiceField(
        label=_("Satisfaction"), choices=[("", "—"), *Satisfaction.choices], coerce=int, empty_value=None, required=False
    )
    text = Text(_("Remark"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("reached"):
            for name in ("solved", "satisfaction"):
                if data.get(name) is None and name not in self.errors:
                    self.add_error(name, _("Ask the caller who was reached."))
        return data


@form_for(Action.ACCEPT)
class Accept(ActionForm):
    text = Text(_("Remark"), required=False, rows=2)


@form_for(Action.COMPILE)
class Compile(ActionForm):
    outcome = forms.ChoiceField(
        label=_("For the digest"),
        choices=[("nothing_to_compile", _("nothing to compile")), ("case", _("case for the digest"))],
        widget=forms.RadioSelect,
        initial="nothing_to_compile",
    )


@form_for(Action.FILE)
class File(ActionForm):
    volume = forms.CharField(label=_("Volume number"), max_length=40)


@form_for(Action.RECORD_INCIDENT)
class RecordIncident(ActionForm):
    stamps = forms.MultipleChoiceField(label=_("Happened now"), required=False, widget=forms.CheckboxSelectMultiple)
    done = forms.TypedMultipleChoiceField(label=_("Checklist"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple)
    text = Text(_("Remark"), required=False)

    def offer(self, choices: Choices) -> None:
        incident: Incident = self.ticket.incident
        open_stamps = [(name, stamp_label(name)) for name in STAMPS if getattr(incident, name) is None]
        self.field("stamps").choices = open_stamps
        for name in ("stamps", "done"):
            said = _("Somebody has recorded this meanwhile: it is taken off the list.")
            self.field(name).error_messages["invalid_choice"] = said
        self.field("done").choices = [(i, text) for i, (text, done) in enumerate(incident.checklist) if not done]


@form_for(Action.SUBMIT)
class Submit(ActionForm):
    leader = RowField(label=_("To"))
    why = forms.ChoiceField(label=pgettext_lazy("submission", "Matter"), choices=Instruction.Why)
    text = Text(_("Summary"), rows=5)

    def offer(self, choices: Choices) -> None:
        self.field("leader").offer(choices.leaders)


@form_for(Action.INVESTIGATE)
class Investigate(ActionForm):
    held_at = forms.DateTimeField(
        label=_("When"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    place = forms.CharField(label=_("Place"), max_length=200)
    participants = forms.CharField(label=_("Participants (units, media)"), max_length=500)
    text = Text(_("Findings"), rows=4)
    uploads = FilesField()

    def offer(self, choices: Choices) -> None:
        self.initial.setdefault("held_at", clock.now())


@form_for(Action.ATTACH)
class Attach(ActionForm):
    uploads = FilesField()
    text = forms.CharField(label=_("Remark"), max_length=500, required=False)


@form_for(Action.FLAG_HARD)
class FlagHard(ActionForm):
    hard = YesNo(_("Mark"), _("hard case"), _("not a hard case any more"))
    mark = forms.ChoiceField(label=_("Why"), choices=HardMark, initial=HardMark.HARD)
    text = Text(_("Reason"))

    def offer(self, choices: Choices) -> None:
        self.initial.setdefault("hard", "no" if self.ticket.is_hard else "yes")
        if self.ticket.is_hard:
            del self.fields["mark"]


@form_for(Action.NAME_READERS)
class NameReaders(ActionForm):
    readers = forms.TypedMultipleChoiceField(
        label=_("Persons who may see the identity"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    text = Text(_("Reason"))

    def offer(self, choices: Choices) -> None:
        self.field("readers").choices = pairs_of(choices.office_persons)
        self.initial.setdefault("readers", list(self.facts.identity_readers))

    def clean_readers(self) -> list[Person]:
        chosen = set(self.cleaned_data["readers"])
        return [person for person in self.offered.office_persons if person.pk in chosen]


def pairs_of(persons: list[Person]) -> list[tuple[int, str]]:
    return [(person.pk, person.name) for person in persons]


@form_for(Action.MERGE)
class Merge(ActionForm):
    into = forms.CharField(label=_("Number of the main ticket"), max_length=20)
    text = Text(_("Remark"), required=False)

    def clean_into(self) -> Ticket:
        typed = self.cleaned_data["into"].strip()
        main = Ticket.objects.visible_to(self.actor).filter(number=typed).first()
        if main is None:
            raise forms.ValidationError(_("There is no ticket of that number. Example: 20261015-00042"))
        return main
