"""The seven steps as data: every action, from where to where, by whom, under which conditions (section 3).

Buttons, permission checks, the diagram in the docs and the tests read `TRANSITIONS`; `judge` decides, purely;
`perform` is the one door for writes to a ticket (tickets/operation.py holds what it needs).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import rules
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from tickets import rules as who
from tickets.facts import Actor, Facts
from tickets.models import Step


class Action(models.TextChoices):
    """What can be done with a ticket."""

    REGISTER = "register", pgettext_lazy("action", "register")
    ANSWER = "answer", _("answer directly")
    VOID = "void", _("void call")
    DECLINE = "decline", _("decline")
    REFER = "refer", _("refer")
    REFERRAL_OUTCOME = "referral_outcome", _("record the referral's outcome")
    PROPOSE = "propose", _("propose a dispatch")
    DISPATCH = "dispatch", pgettext_lazy("action", "dispatch")
    REDISPATCH = "redispatch", _("re-dispatch on an instruction")
    SIGN_FOR = "sign_for", _("sign for")
    HAND_ON = "hand_on", _("hand on inside the unit")
    PROGRESS = "progress", _("report progress")
    ASSIST_REPORT = "assist_report", _("report as assisting unit")
    REQUEST_RETURN = "request_return", _("request return")
    DECIDE_RETURN = "decide_return", _("decide the return")
    REQUEST_EXTENSION = "request_extension", _("request extension")
    DECIDE_EXTENSION = "decide_extension", _("decide the extension")
    DISAGREE = "disagree", _("raise a disagreement")
    REPLY = "reply", pgettext_lazy("action", "reply")
    DECIDE_REPLY = "decide_reply", _("decide on the reply")
    SUPERVISE = "supervise", pgettext_lazy("action", "supervise")
    SIGN_ORDER = "sign_order", _("sign the supervision order")
    URGE = "urge", pgettext_lazy("action", "urge")
    ANSWER_CALLER = "answer_caller", _("answer the caller")
    CALLBACK = "callback", _("record a callback")
    ACCEPT = "accept", pgettext_lazy("action", "accept")
    REDO = "redo", pgettext_lazy("action", "redo")
    STAND = "stand", _("let the result stand")
    WITHDRAW = "withdraw", pgettext_lazy("action", "withdraw")
    COMPILE = "compile", pgettext_lazy("action", "compile")
    PUBLISH = "publish", pgettext_lazy("action", "publish")
    FILE = "file", _("file in a volume")
    DECLARE_MAJOR = "declare_major", _("declare a major incident")
    RECORD_INCIDENT = "record_incident", _("record incident handling")
    SUBMIT = "submit", _("submit to a leader")
    INSTRUCT = "instruct", _("write an instruction")
    INVESTIGATE = "investigate", _("record an on-site investigation")
    NOTE = "note", pgettext_lazy("action", "note")
    ATTACH = "attach", _("attach files")
    FLAG_HARD = "flag_hard", _("mark as hard case")
    REVEAL = "reveal", _("reveal the caller's identity")
    NAME_READERS = "name_readers", _("name who may see the identity")
    MERGE = "merge", _("merge into another ticket")
    UNMERGE = "unmerge", _("undo the merge")
    FOLLOW = "follow", _("follow the main ticket")
    RECOUNT = "recount", _("deadlines counted again")
    REOPEN = "reopen", _("reopen as a new ticket")
    LEADER_CALL = "leader_call", _("record a call for the duty leader")
    OPINE = "opine", _("write the duty leader's opinion")
    REQUIRE_PROGRESS = "require_progress", _("require a progress report")
    PROMISE = "promise", _("promise the caller a date")
    FIRST_CONTACT = "first_contact", _("record first-contact handling")


STAY = None
Guard = tuple[rules.Predicate, Promise]


def guard(message: Promise) -> Callable[[Callable[[Facts], bool]], Guard]:
    """Make a guard of a test on the facts; `message` tells the person why it is not possible now."""
    return lambda test: (rules.predicate(lambda actor, facts: test(facts), name=test.__name__), message)


@guard(_("A filed ticket is final."))
def not_filed(facts: Facts) -> bool:
    return not facts.is_filed


@guard(_("This ticket is merged into another one: act on the main ticket."))
def not_merged(facts: Facts) -> bool:
    return not facts.is_merged


@guard(_("This ticket is not merged."))
def merged(facts: Facts) -> bool:
    return facts.is_merged


@guard(_("Other tickets are merged into this one: undo those merges first."))
def nothing_merged(facts: Facts) -> bool:
    return facts.merged_count == 0


@guard(_("There is no open referral."))
def referral_open(facts: Facts) -> bool:
    return facts.referral_open


@guard(_("Record the outcome of the referral."))
def no_referral(facts: Facts) -> bool:
    return not facts.referral_open


@guard(_("A re-dispatch follows a leader's instruction; there is none on this ticket."))
def instructed(facts: Facts) -> bool:
    return facts.instructions > 0


@guard(_("No return is waiting for a decision."))
def return_pending(facts: Facts) -> bool:
    return any(p.return_asked_by for p in facts.parts)


@guard(_("A return is waiting for a decision already."))
def no_return_pending(facts: Facts) -> bool:
    return not any(p.return_asked_by for p in facts.parts)


@guard(_("Two returns were upheld; the office head named this unit and it cannot be returned again."))
def returns_left(facts: Facts) -> bool:
    return facts.returns_upheld < facts.max_returns_upheld


@guard(_("Only a running reply deadline can be extended, and only before it is due."))
def reply_running(facts: Facts) -> bool:
    return facts.reply_open and not facts.reply_overdue


@guard(_("An extension is waiting for a decision already."))
def no_extension_pending(facts: Facts) -> bool:
    return facts.extension_asked_by is None


@guard(_("No extension is waiting for a decision."))
def extension_pending(facts: Facts) -> bool:
    return facts.extension_asked_by is not None


@guard(_("The reply deadline has been extended to the limit already."))
def extension_left(facts: Facts) -> bool:
    return facts.workdays_left > 0


@guard(_("A reply is waiting for the unit leader already."))
def no_reply_pending(facts: Facts) -> bool:
    return facts.reply_asked_by is None


@guard(_("No reply is waiting for the unit leader."))
def reply_pending(facts: Facts) -> bool:
    return facts.reply_asked_by is not None


@guard(_("This dispatch was for information: sign for it, no reply is expected."))
def reply_expected(facts: Facts) -> bool:
    return facts.lead is None or facts.lead.reply_required


@guard(_("Record the result and an answer to the caller first, or the reason why none was possible (P17)."))
def result_and_answer(facts: Facts) -> bool:
    return facts.has_result and facts.is_answered


@guard(_("Callers of merged tickets are not answered yet."))
def merged_answered(facts: Facts) -> bool:
    return facts.merged_unanswered == 0


@guard(_("A callback waits for a decision: redo, or let the result stand."))
def no_decision_open(facts: Facts) -> bool:
    return not facts.decision_open


@guard(_("No callback waits for a decision."))
def decision_open(facts: Facts) -> bool:
    return facts.decision_open


@guard(_("Callbacks have caused the most redos allowed: let the result stand, with a reason (P18)."))
def redos_left(facts: Facts) -> bool:
    return not facts.decision_open or facts.callback_redos < facts.max_callback_redos


@guard(_("This is declared a major incident already."))
def not_major(facts: Facts) -> bool:
    return not facts.is_major


@guard(_("Declare a major incident first."))
def major(facts: Facts) -> bool:
    return facts.is_major


@guard(_("The caller is not confidential on this ticket."))
def confidential(facts: Facts) -> bool:
    return facts.is_confidential


@guard(_("It is reopened already and that ticket is still running."))
def not_reopened(facts: Facts) -> bool:
    return not facts.is_reopened


@guard(_("No unit leads this ticket."))
def has_lead(facts: Facts) -> bool:
    return facts.lead is not None


@guard(_("No supervision order waits for a signature."))
def order_unsigned(facts: Facts) -> bool:
    return facts.order_unsigned


@guard(_("No unit works on this ticket."))
def unit_works(facts: Facts) -> bool:
    return bool(facts.parts)


@guard(_("A date is promised already; it is not moved by another promise."))
def no_promise(facts: Facts) -> bool:
    return not facts.promise_open


not_signed: Guard = (who.unsigned_handler, _("Your unit has signed for it already."))


@dataclass(frozen=True)
class Transition:
    """One row of the table. `outcomes` gives the next step per outcome of the action; STAY leaves the ticket there."""

    action: Action
    source: Step | None
    outcomes: Mapping[str, Step | None]
    who: rules.Predicate
    guards: tuple[Guard, ...] = field(default=())

    @property
    def moves(self) -> frozenset[Step]:
        """The steps this row can lead to."""
        return frozenset(step for step in self.outcomes.values() if step)


R, H, P, S, C, B, A = Step
RUNNING = (R, H, P, S, C, B)
_rows: list[Transition] = []


def allow(
    action: Action,
    sources: tuple[Step | None, ...],
    outcomes: dict[str, Step | None] | Step | None,
    by: rules.Predicate,
    *guards: Guard,
    on_merged: bool = False,
) -> None:
    """Add a row per source step. A plain step or STAY is the only outcome; merged tickets refuse unless `on_merged`."""
    by_outcome = outcomes if isinstance(outcomes, dict) else {"": outcomes}
    always = (not_filed,) if on_merged else (not_filed, not_merged)
    _rows.extend(Transition(action, s, MappingProxyType(by_outcome), by, always + guards) for s in sources)


# 1 registration
allow(Action.REGISTER, (None,), R, who.operator | who.dispatcher | who.on_duty)
allow(Action.ANSWER, (R,), C, who.operator | who.dispatcher | who.on_duty)
allow(Action.VOID, (R,), C, who.operator | who.dispatcher, nothing_merged)
allow(Action.DECLINE, (R,), C, who.dispatcher)
allow(Action.REFER, (R,), H, who.operator | who.dispatcher)
allow(Action.PROPOSE, (R,), STAY, who.operator | who.on_duty)
allow(Action.DISPATCH, (R,), H, (who.dispatcher & ~who.returns_used_up) | (who.office_head & who.returns_used_up))
# 2 handling, and 4 supervision where the same things go on
allow(Action.REFERRAL_OUTCOME, (H,), {"settled": C, "not_settled": R}, who.operator | who.dispatcher, referral_open)
allow(Action.REDISPATCH, (H, S), STAY, who.dispatcher, no_referral, instructed)
allow(Action.SIGN_FOR, (H,), {"": STAY, "for_information": P}, who.handler, not_signed)
allow(Action.SIGN_FOR, (S,), STAY, who.handler, not_signed)
allow(Action.HAND_ON, (H, S), STAY, who.handler)
allow(Action.PROGRESS, (H, S), STAY, who.handler)
allow(Action.ASSIST_REPORT, (H, S), STAY, who.assisting_handler)
allow(Action.REQUEST_RETURN, (H, S), STAY, who.handler, returns_left, no_return_pending)
allow(
    Action.DECIDE_RETURN, (H, S), {"upheld": R, "refused": STAY, "assisting_upheld": STAY},
    who.dispatcher & ~who.asked_return, return_pending,
)  # fmt: skip
allow(
    Action.REQUEST_EXTENSION, (H,), STAY,
    who.lead_handler, reply_running, no_extension_pending, extension_left,
)  # fmt: skip
allow(Action.DECIDE_EXTENSION, (H,), STAY, who.office_head & ~who.asked_extension, extension_pending)
allow(Action.DISAGREE, (H, S), STAY, who.handler)
allow(Action.REPLY, (H, S), {"": P, "to_leader": STAY}, who.lead_handler, reply_expected, no_reply_pending)
allow(
    Action.DECIDE_REPLY, (H, S), {"approved": P, "refused": STAY},
    who.unit_leader & ~who.drafted_reply, reply_pending,
)  # fmt: skip
allow(Action.SUPERVISE, (H, S), S, who.supervisor | who.system, has_lead)
allow(Action.SIGN_ORDER, (H, S), {"signed": S, "refused": STAY}, who.office_head & ~who.opened_order, order_unsigned)
allow(Action.URGE, (R, H, P, S), STAY, who.supervisor | who.office_head)
# 3 reply
allow(Action.ANSWER_CALLER, (H, P, S), STAY, who.office | who.lead_handler, on_merged=True)
allow(Action.CALLBACK, (P, C, B), STAY, who.callback_clerk | who.on_sheet, on_merged=True)
allow(Action.ACCEPT, (P,), C, who.callback_clerk | who.supervisor, result_and_answer, merged_answered)
allow(Action.REDO, (P, C, B), S, who.supervisor | who.office_head, redos_left)
allow(Action.STAND, (P, C, B), STAY, who.supervisor, decision_open, on_merged=True)
allow(Action.WITHDRAW, (R, H, P, S), C, who.operator | who.callback_clerk, nothing_merged)
# 5 to 7, set-based
allow(Action.COMPILE, (C,), B, who.editor, on_merged=True)
allow(Action.PUBLISH, (B,), A, who.office_head, no_decision_open, on_merged=True)
allow(Action.FILE, (A,), STAY, who.archivist, on_merged=True)
# at any time before the archive
allow(
    Action.DECLARE_MAJOR, RUNNING, STAY, who.operator | who.dispatcher | who.supervisor | who.office_head | who.on_duty, not_major
)
allow(
    Action.RECORD_INCIDENT, RUNNING, STAY, who.operator | who.dispatcher | who.supervisor | who.office_head | who.on_duty, major
)
allow(Action.SUBMIT, RUNNING, STAY, who.dispatcher | who.supervisor | who.office_head | who.on_duty | who.system)
allow(Action.INSTRUCT, RUNNING, STAY, who.asked_leader)
allow(Action.INVESTIGATE, RUNNING, STAY, who.dispatcher | who.supervisor | who.office_head)
allow(Action.NOTE, RUNNING, STAY, who.concerned, on_merged=True)
allow(Action.ATTACH, RUNNING, STAY, who.concerned, on_merged=True)
allow(Action.FLAG_HARD, RUNNING, STAY, who.operator | who.dispatcher | who.supervisor | who.office_head | who.on_duty)
allow(
    Action.REVEAL, RUNNING, STAY, (who.office | who.handler | who.unit_leader | who.on_duty) & who.may_read_identity,
    on_merged=True,
)  # fmt: skip
# the leaders on duty: the day's command (D4, D7, D11-D13)
allow(Action.LEADER_CALL, RUNNING, STAY, who.takes_calls, on_merged=True)
allow(Action.OPINE, RUNNING, STAY, who.on_duty)
allow(Action.REQUIRE_PROGRESS, (H, S), STAY, who.on_duty, unit_works)
allow(Action.PROMISE, (H, S), STAY, who.on_duty, has_lead, no_promise)
allow(Action.FIRST_CONTACT, RUNNING, STAY, who.on_duty)
allow(Action.NAME_READERS, RUNNING, STAY, who.office_head, confidential, on_merged=True)
# A merged ticket stands where its main ticket stands: the outcome is the main's step.
allow(Action.MERGE, (R, H, S), {str(s.value): s for s in (R, H, P, S)}, who.dispatcher | who.operator)
allow(Action.UNMERGE, (R, H, S), R, who.dispatcher | who.operator, merged, on_merged=True)
_rows.append(
    Transition(Action.REOPEN, A, MappingProxyType({"": STAY}), who.operator | who.dispatcher, (not_merged, not_reopened))
)

TRANSITIONS: Mapping[tuple[Step | None, Action], Transition] = MappingProxyType({(t.source, t.action): t for t in _rows})


@dataclass(frozen=True)
class Refusal:
    """Why not: `forbidden` means this person never may here (403), else it is not possible in this state (409)."""

    forbidden: bool
    message: Promise


def judge(action: Action, actor: Actor, facts: Facts) -> Transition | Refusal:
    """The decision, from plain values alone: the row of the table that allows the action, or why it is refused."""
    row = TRANSITIONS.get((facts.step, action))
    if row is None:
        anywhere = any(t.who.test(actor, facts) for t in _rows if t.action == action)
        return Refusal(not anywhere, _("This cannot be done in the step the ticket is in now."))
    if not row.who.test(actor, facts):
        return Refusal(True, _("You do not have the right to do this."))
    for test, message in row.guards:
        if not test.test(actor, facts):
            return Refusal(False, message)
    return row


def possible(actor: Actor, facts: Facts) -> list[Action]:
    """The actions this actor could take now, in the order of the table: what the page draws as buttons."""
    return [t.action for t in _rows if t.source == facts.step and isinstance(judge(t.action, actor, facts), Transition)]
